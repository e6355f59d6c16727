//! Renders reports. Each format has one file and one row of `FORMATS`.

#[cfg(feature = "cli")]
mod assembly;
#[cfg(feature = "cli")]
mod brief;
mod csv;
mod failures;
#[cfg(feature = "cli")]
mod format;
#[cfg(feature = "cli")]
mod github;
mod html;
mod json;
#[cfg(feature = "cli")]
mod junit;
mod narration;
#[cfg(feature = "cli")]
pub mod schema;
#[cfg(feature = "files")]
mod style;
#[cfg(feature = "files")]
mod text;
mod words;

#[cfg(all(test, feature = "cli"))]
mod hostile_texts;

#[cfg(feature = "cli")]
pub use assembly::{Assembly, Counts, Segment, TemporaryFileError};
pub use csv::{write_header as write_csv_header, write_report as write_csv_report};
pub use failures::cause;
#[cfg(feature = "cli")]
pub use format::{FORMATS, Format};
pub use html::{
    Overview, OverviewEntry, write_card as write_card_html,
    write_comparison as write_comparison_html, write_explanation as write_explanation_html,
};
pub use json::{
    write_comparison as write_comparison_json, write_explanation as write_explanation_json,
};
#[cfg(feature = "files")]
pub use style::{Style, WIDTH};
#[cfg(feature = "files")]
pub use text::{write as write_text, write_comparison, write_explanation};
#[cfg(feature = "files")]
pub use words::plural;
