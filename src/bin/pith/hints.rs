//! What to do, in terms of the command line: the library knows of no options.

use pith_verify::Hints;

/// What reports say of what to do.
pub const HINTS: Hints = Hints {
    trust_key: Some("if you trust it, give its file with --key"),
    whole_abstract: Some("give the whole with --abstract"),
    list_leaves: Some("--coverage lists them"),
    compare: Some("`pith explain A B`"),
};

/// What sets the limit that a document is over.
pub const MAX_SIZE: &str = "--max-size sets the limit";
