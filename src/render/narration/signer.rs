//! States who signed a document.

use crate::report::{KeyName, Reason, Report};

/// The holder of the built-in keys.
const REGISTRY: &str = "the pith.science registry";

/// The signer of a document, or the statement that no trusted key signed it.
///
/// Both texts may be hostile.
pub(crate) struct Signer {
    pub(crate) name: String,
    /// The key, or why the document counts as not signed. It may be empty.
    pub(crate) note: String,
}

impl Signer {
    /// Returns the signer of a document, as far as a trusted key proves it.
    pub(crate) fn of(report: &Report<'_>) -> Self {
        let verified = report.signature_verified();
        let none = "no trusted key";
        let (name, note) = match &report.key {
            Some(key) if verified => of_key(key),
            None if verified => ("trusted keys".to_owned(), "one for each event".to_owned()),
            Some(key) if report.diagnosis.is_signed() => {
                let (name, note) = of_key(key);
                (format!("{name}, before this copy was altered"), note)
            }
            Some(key) => (
                none.into(),
                format!("the key {} did not sign this copy", key.key_id),
            ),
            None if report.has_unsigned_receipt() => {
                (none.into(), "the receipt carries no signature".into())
            }
            None => (none.into(), untrusted(report).unwrap_or_default()),
        };
        Self { name, note }
    }
}

/// Returns the holder of a trusted key, as far as it is known, and a note about the key.
fn of_key(key: &KeyName<'_>) -> (String, String) {
    let KeyName {
        key_id,
        fingerprint,
        ..
    } = key;
    if key.built_in {
        let note = format!("key {key_id}, built into pith");
        (REGISTRY.to_owned(), note)
    } else if key.named {
        let name = format!("{key_id}, a key that you gave");
        (name, format!("fingerprint {fingerprint}"))
    } else {
        let note = format!("fingerprint {fingerprint}; the key id in the receipt is not verified");
        ("a key that you gave".to_owned(), note)
    }
}

/// Returns a note about the untrusted key that the document names, if it names one.
fn untrusted(report: &Report<'_>) -> Option<String> {
    let mut findings = report.findings.iter();
    let finding = findings.find(|finding| {
        let why = finding.outcome.why();
        why.is_some_and(|why| why.reason == Reason::UntrustedKey)
    })?;
    let key = finding.outcome.claimed()?.shortened();
    Some(format!("the key {key} is not trusted"))
}
