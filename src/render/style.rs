//! Defines how reports are written, for all formats.

/// The default width of text, in columns. Texts in files always have this width.
pub const WIDTH: usize = 80;

/// How reports are written.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Style {
    /// Whether colors and bold type are used, in formats that have them.
    pub color: bool,
    /// Whether every check is listed, even if there are many documents.
    pub verbose: bool,
    /// Whether there are many documents, so that passing checks are omitted.
    pub many: bool,
    /// The width of text, in columns.
    pub width: usize,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            color: false,
            verbose: false,
            many: false,
            width: WIDTH,
        }
    }
}
