//! What the steps tell their part of, and the items that most of them consist of.

use super::Item;
use super::shell::{Invocation, Shell, can_be_pasted};
use crate::MAX_QUOTED;
use crate::json::document::Value;
use crate::record::members::{Claim, Record};
use crate::report::{Finding, Outcome, Report};
use crate::trust::keyring::TrustedKey;
use crate::verify::Verifier;

pub(super) struct Story<'s, 'd> {
    pub(super) report: &'s Report,
    pub(super) record: Record<'d>,
    /// The trusted key that the receipt names.
    pub(super) key: Option<&'s TrustedKey>,
    /// The document, as a word of the shell.
    pub(super) file: &'s str,
    invocation: &'s Invocation,
}

impl<'s, 'd> Story<'s, 'd> {
    pub(super) fn new(
        verifier: &'s Verifier,
        report: &'s Report,
        record: Record<'d>,
        invocation: &'s Invocation,
    ) -> Self {
        let named = report.key.as_ref();
        Self {
            key: named.and_then(|key| verifier.keys.find(&key.key_id, &key.fingerprint)),
            report,
            record,
            file: invocation.file(),
            invocation,
        }
    }

    /// The string at a JSON Pointer, if it can be shown and pasted as it is.
    pub(super) fn string(&self, pointer: &str) -> Option<&'d str> {
        let text = Claim::string_at(self.record.root, pointer).given();
        text.filter(|text| text.len() <= MAX_QUOTED && can_be_pasted(text))
    }

    /// The command that writes the canonical bytes.
    pub(super) fn canon(&self) -> String {
        self.invocation.canon()
    }

    /// The value at a JSON Pointer.
    pub(super) fn at(&self, pointer: &str) -> Option<Value<'d>> {
        self.record.root.at(pointer)
    }

    /// The shell pipe that makes the 32 bytes of the digest.
    pub(super) fn digest_bytes(&self) -> Option<String> {
        let digest = self.record.digest?;
        Some(format!("printf %s {digest} | xxd -r -p"))
    }

    /// Everything that the checks with such ids found, each as an item.
    pub(super) fn items<'t>(
        &'t self,
        is_meant: impl Fn(&str) -> bool + 't,
    ) -> impl Iterator<Item = Item> + 't {
        let findings = self.report.findings.iter();
        findings
            .filter(move |finding| is_meant(finding.check.id))
            .map(|finding| Item::of(finding, ""))
    }

    /// What a check found: in the reports of records every check that is made once has one.
    pub(super) fn item(&self, id: &str, rule: impl Into<String>, shell: Option<Shell>) -> Item {
        let found = self.report.findings_of(id).next();
        Item {
            shell,
            ..found.map_or_else(Item::default, |finding| Item::of(finding, rule))
        }
    }

    /// A line of jq, with options, over the document.
    pub(super) fn jq(&self, jq: &str, program: &str, prints: impl AsRef<str>) -> Shell {
        Shell::new(format!("{jq} '{program}' {}", self.file), prints)
    }
}

impl Item {
    fn of(finding: &Finding, rule: impl Into<String>) -> Self {
        Self {
            label: finding.id.to_string(),
            rule: rule.into(),
            finding: Some(finding.clone()),
            ..Self::default()
        }
    }

    pub(super) fn derived(
        label: &str,
        rule: impl Into<String>,
        value: impl Into<String>,
        shell: Option<Shell>,
    ) -> Self {
        Self {
            label: label.into(),
            rule: rule.into(),
            values: vec![value.into()],
            shell,
            ..Self::default()
        }
    }

    /// Whether the check was made.
    pub(super) fn was_made(&self) -> bool {
        let finding = self.finding.as_ref();
        finding.is_some_and(|finding| !matches!(finding.outcome, Outcome::Skipped { .. }))
    }

    pub(super) fn passed(&self) -> bool {
        self.finding.as_ref().is_some_and(Finding::passed)
    }
}
