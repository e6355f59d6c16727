//! Comparisons on their way out, as text and as JSON.

mod json;
mod text;

pub use json::write as write_json;
pub use text::write as write_text;
