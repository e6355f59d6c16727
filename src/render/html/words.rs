//! What things are called on the page.

use crate::render::narration::verdict::word;
use crate::render::words::sentence;
use crate::report::coverage::Class;
use crate::report::{Finding, Reason, Verdict};

/// The letter of a class, which has a frame of its own shape.
pub(super) fn letter(class: &Class) -> &'static str {
    match class {
        Class::Signed => "S",
        Class::Checked => "C",
        Class::Mirrored => "M",
        Class::HashBound => "H",
        Class::Unsigned => "–",
    }
}

/// What a class is called.
pub(super) fn class(class: &Class) -> &'static str {
    match class {
        Class::Unsigned => "not signed",
        other => other.as_str(),
    }
}

/// A verdict: its class in the style sheet, its sign and its word.
pub(super) fn verdict(verdict: Verdict) -> [&'static str; 3] {
    let (css, sign) = match verdict {
        Verdict::Pass => ("pass", "✓"),
        Verdict::Fail => ("fail", "✕"),
        Verdict::Unverifiable => ("open", "?"),
    };
    [css, sign, word(verdict)]
}

/// Why a check did not pass, where that says more than its sentence.
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
