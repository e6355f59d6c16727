//! How reports are written, whatever the format.

/// Columns of a page by default; reports always use this width.
pub const WIDTH: usize = 80;

/// How reports are written.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Style {
    /// Colours and bold type, for formats that have them.
    pub color: bool,
    /// Every check, even if there are many documents.
    pub verbose: bool,
    /// Whether there are many documents, so that passing checks are omitted.
    pub many: bool,
    /// Columns that text may take.
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
