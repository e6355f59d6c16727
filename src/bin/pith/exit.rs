//! The exit status of the command: one table and one function.

use pith_verify::report::Tally;

/// The table as help texts show it.
pub const EXIT_TABLE: &str = "\
Exit status:
  0    every document passed, and there was at least one
  1    at least one document failed: something in it is provably wrong, or
       required evidence is missing
  2    no document failed, but something could not be verified or done: a file
       cannot be read or is of no known kind, a key is not trusted, an input
       holds no documents, a count or a list is not met, an output cannot be
       written, or the command line is wrong
  130  interrupted (Ctrl-C); a partial summary is printed
  143  terminated (SIGTERM); a partial summary is printed";

/// The same for the short help.
pub const EXIT_LINE: &str = "\
Exit status: 0 if every document passed, 1 if one failed, 2 if something could
not be verified or done";

/// The exit status of the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// At least one document, and every document passed.
    Passed = 0,
    /// At least one document failed.
    Failed = 1,
    /// No document failed, but something could not be verified or done.
    Unverified = 2,
    /// Ended by Ctrl-C, whatever the documents were.
    Interrupted = 130,
    /// Ended by SIGTERM: 128 plus the number of the signal, by the convention of shells.
    #[cfg(unix)]
    Terminated = 143,
}

/// Returns the exit status that follows from the tally. `complete` is false if anything requested could not
/// be done: a count is not met, or output is not written.
pub fn status(tally: Tally, complete: bool) -> Exit {
    match tally {
        Tally { failed: 1.., .. } => Exit::Failed,
        Tally {
            passed: 1..,
            unverifiable: 0,
            ..
        } if complete => Exit::Passed,
        _ => Exit::Unverified,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passes_only_if_everything_did() {
        for (passed, failed, unverifiable, complete, exit) in [
            (1, 0, 0, true, Exit::Passed),
            (9, 0, 0, true, Exit::Passed),
            (0, 0, 0, true, Exit::Unverified),
            (1, 0, 0, false, Exit::Unverified),
            (0, 0, 1, true, Exit::Unverified),
            (9, 0, 1, true, Exit::Unverified),
            (0, 1, 0, true, Exit::Failed),
            (9, 1, 0, true, Exit::Failed),
            (9, 1, 1, true, Exit::Failed),
            (0, 1, 0, false, Exit::Failed),
        ] {
            let tally = Tally {
                passed,
                failed,
                unverifiable,
            };
            assert_eq!(status(tally, complete), exit, "{tally:?} {complete}");
        }
    }
}
