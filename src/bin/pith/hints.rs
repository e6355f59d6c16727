//! Hints in terms of the command line: the library knows no options.

use pith_verify::Hints;

/// The hints that reports give.
pub const HINTS: Hints = Hints {
    trust_key: Some("if you trust it, give its file with --key"),
    signed_record: Some("give its record or bundle with --with"),
    whole_abstract: Some("give the whole with --abstract"),
    list_leaves: Some("--coverage lists them"),
    compare: Some("`pith explain A B`"),
};

/// How to change the limit that a document exceeds.
pub const MAX_SIZE: &str = "--max-size sets the limit";
