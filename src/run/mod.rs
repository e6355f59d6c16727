//! One run over many documents: its threads, its totals, and what all documents together must be.

pub mod document_counts;
pub mod expected_list;
pub mod pool;
pub mod requirements;
pub mod seen_records;
pub mod shared_causes;
pub mod summary;
