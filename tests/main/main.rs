//! The tests of the command and of the library's promises: one program with a file for each
//! subject.
//!
//! Unit tests are in the same files as the code.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

mod answer;
mod bulk;
mod command_line;
mod comparison;
mod compressed;
mod coverage;
mod csv;
mod diagnosis;
mod directories;
mod documentation;
mod expectations;
mod expected;
mod explain;
mod failed_documents;
mod fixtures;
mod flips;
mod format_page;
mod formats;
mod help;
mod hostile_texts;
mod html;
mod html_layout;
mod incomplete_runs;
mod input;
mod integrity;
mod kinds;
#[cfg(target_os = "linux")]
mod memory;
mod mistakes;
mod oracle;
mod output_files;
mod own_output;
mod progress;
mod readme;
mod receipts;
mod record_names;
mod shells;
mod support;
mod surroundings;
mod tamper;
mod usage;
mod vectors;
