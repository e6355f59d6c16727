//! Collects the options that the commands in an explanation need to repeat what this run did.

use std::path::PathBuf;

use pith_verify::explain::RepeatedOptions;

use crate::cli::{LimitArgs, TrustArgs, WithArgs};

pub fn repeated_options(keys: &TrustArgs, with: &WithArgs, limit: &LimitArgs) -> RepeatedOptions {
    let name = |file: &PathBuf| file.to_string_lossy().into_owned();
    RepeatedOptions::new(
        keys.files.iter().map(name),
        with.records.iter().map(name),
        !keys.no_builtin_keys,
        limit.max_size,
    )
}
