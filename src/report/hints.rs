//! Holds advice for the user about what a report says.

/// Advice on how to change the limit that a document exceeds, for the command.
pub const MAX_SIZE_HINT: &str = "--max-size sets the limit";

/// Advice that reports give, in terms of the program that runs the verifier.
///
/// For example, a command names its options. By default there is no advice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// How to trust a key.
    pub trust_key: Option<&'static str>,
    /// How to supply the signed record for a document without a receipt.
    pub verified_record: Option<&'static str>,
    /// How to supply a complete abstract.
    pub whole_abstract: Option<&'static str>,
    /// How to list the leaves of each coverage class.
    pub list_leaves: Option<&'static str>,
    /// How to compare two copies.
    pub compare: Option<&'static str>,
}

impl Hints {
    /// The advice of the command `pith`, which names its options.
    ///
    /// The Python module gives the same advice, so that its reports are the same.
    pub const COMMAND: Self = Self {
        trust_key: Some(
            "find out whether the registry has published this key; if you trust it, give its file with --key FILE",
        ),
        verified_record: Some("give its record or bundle with --with FILE"),
        whole_abstract: Some("--abstract @FILE checks the whole abstract"),
        list_leaves: Some("--coverage lists them"),
        compare: Some("`pith explain A B`"),
    };
}
