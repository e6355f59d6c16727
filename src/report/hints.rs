//! What to do about what a report says.

/// How to change the limit that a document exceeds, in the command.
pub const MAX_SIZE_HINT: &str = "--max-size sets the limit";

/// What to do about some reasons, and where to find more, in the words of the program that runs
/// the verifier: a command names its options here. By default there are none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// How to trust a key.
    pub trust_key: Option<&'static str>,
    /// How to give the signed record of a document that has no receipt.
    pub verified_record: Option<&'static str>,
    /// How to give a whole abstract.
    pub whole_abstract: Option<&'static str>,
    /// How to list the leaves of each coverage class.
    pub list_leaves: Option<&'static str>,
    /// How to compare two copies.
    pub compare: Option<&'static str>,
}

impl Hints {
    /// The hints of the command `pith`, which name its options. The Python module gives them too,
    /// so that its reports are the same.
    pub const COMMAND: Self = Self {
        trust_key: Some("if you trust this key, give its file with --key FILE"),
        verified_record: Some("give its record or bundle with --with FILE"),
        whole_abstract: Some("give the whole abstract with --abstract @FILE"),
        list_leaves: Some("--coverage lists them"),
        compare: Some("`pith explain A B`"),
    };
}
