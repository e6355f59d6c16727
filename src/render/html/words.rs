//! Names classes, verdicts and reasons on the page.

use crate::render::narration::verdict::word;
use crate::render::words::sentence;
use crate::report::coverage::Class;
use crate::report::{Finding, Reason, Verdict};

/// Returns the letter of a class. The page draws it in a frame whose shape depends on the class.
pub(super) fn letter(class: &Class) -> &'static str {
    match class {
        Class::Signed => "S",
        Class::Checked => "C",
        Class::Mirrored => "M",
        Class::HashBound => "H",
        Class::Unsigned => "–",
    }
}

/// Returns the name of a class.
pub(super) fn class(class: &Class) -> &'static str {
    match class {
        Class::Unsigned => "not signed",
        other => other.as_str(),
    }
}

/// Returns the class of a verdict in the style sheet, its sign and its word.
pub(super) fn verdict(verdict: Verdict) -> [&'static str; 3] {
    let (css, sign) = match verdict {
        Verdict::Pass => ("pass", "✓"),
        Verdict::Fail => ("fail", "✕"),
        Verdict::Unverifiable => ("open", "?"),
    };
    [css, sign, word(verdict)]
}

/// Returns why a check did not pass, or an empty text if its sentence says that already.
pub(super) fn reason(finding: &Finding<'_>) -> String {
    let Some(why) = finding.outcome.why() else {
        return String::new();
    };
    match &why.reason {
        Reason::Differs | Reason::BadSignature => String::new(),
        Reason::Malformed(_) | Reason::LinkElsewhere => sentence(&format!("it {why}")),
        _ => sentence(&why.to_string()),
    }
}
