//! Who signed a document.

use crate::report::{Reason, Report};

/// Who signed a document, or that no trusted key did. Hostile text.
pub(crate) struct Signer {
    pub(crate) name: String,
    /// The fingerprint, or why nothing is signed; may be empty.
    pub(crate) note: String,
}

impl Signer {
    pub(crate) fn of(report: &Report<'_>) -> Self {
        let verified = report.signature_verified();
        let (name, note) = match &report.key {
            Some(key) if verified && key.named => {
                let fingerprint = format!("fingerprint {}", key.fingerprint);
                (&*key.key_id, fingerprint)
            }
            Some(key) if verified => {
                let note = "the fingerprint of a key that was given without an id; the id in the \
                            receipt is not verified";
                (&*key.fingerprint, note.into())
            }
            None if verified => ("trusted keys", "one for each event".into()),
            Some(key) if report.diagnosis.is_signed() => {
                (&*key.key_id, "before this copy was altered".into())
            }
            Some(key) => {
                let note = format!("the key {} did not sign this copy", key.key_id);
                ("no trusted key", note)
            }
            None if report.has_unsigned_receipt() => {
                ("no trusted key", "the receipt carries no signature".into())
            }
            None => ("no trusted key", untrusted(report).unwrap_or_default()),
        };
        Self {
            name: name.to_owned(),
            note,
        }
    }
}

/// Which key is named that is not trusted.
fn untrusted(report: &Report<'_>) -> Option<String> {
    let mut findings = report.findings.iter();
    let finding = findings.find(|finding| {
        let why = finding.outcome.why();
        why.is_some_and(|why| why.reason == Reason::UntrustedKey)
    })?;
    let key = finding.outcome.claimed()?.shortened();
    Some(format!("the key {key} is not a trusted one"))
}
