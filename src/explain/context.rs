//! Holds what every step is derived from, and constructs the items of most steps.

use super::invocation::Invocation;
use super::shell::{Shell, can_be_pasted};
use super::step::Item;
use crate::MAX_QUOTED;
use crate::record::CanonicalRecord;
use crate::record::claim::Claim;
use crate::report::{Finding, Report};
use crate::verify::subject::Subject;

pub(super) struct Context<'c, 'd> {
    pub(super) report: &'c Report<'d>,
    pub(super) subject: &'c Subject<'d>,
    /// The canonical record, if there is one.
    pub(super) record: Option<CanonicalRecord<'d>>,
    pub(super) invocation: &'c Invocation,
}

impl<'c, 'd> Context<'c, 'd> {
    /// Returns the file name of the document as a word of the shell.
    pub(super) fn file(&self) -> &str {
        self.invocation.file()
    }

    /// Returns the string at a JSON Pointer, if it can be shown and pasted unchanged.
    pub(super) fn string(&self, pointer: &str) -> Option<&'d str> {
        let text = Claim::string_at(self.subject.root, pointer).given();
        text.filter(|text| text.len() <= MAX_QUOTED && can_be_pasted(text))
    }

    /// Returns the shell pipe that prints the 32 bytes of the digest.
    pub(super) fn digest_bytes(&self) -> Option<String> {
        let digest = self.record?.digest;
        Some(format!("printf %s {digest} | xxd -r -p"))
    }

    /// Returns the selected findings, each as an item.
    pub(super) fn items(
        &self,
        select: impl Fn(&Finding<'c>) -> bool,
    ) -> impl Iterator<Item = Item<'c>> {
        let findings = self.report.findings.iter();
        findings
            .filter(move |finding| select(finding))
            .map(|finding| Item::of(finding, ""))
    }

    /// Returns an item for a check that a report lists once, if the report has this check.
    pub(super) fn item(
        &self,
        id: &'static str,
        rule: impl Into<String>,
        shell: Option<Shell>,
    ) -> Option<Item<'c>> {
        let found = self.report.findings_of(id).next()?;
        Some(Item {
            shell,
            ..Item::of(found, rule)
        })
    }

    /// Returns the JSON Pointer to a part of the canonical record.
    pub(super) fn canonical(&self, part: &str) -> String {
        let place = self.subject.places.canonical_record;
        format!("{}{part}", place.unwrap_or_default())
    }

    /// Returns the shell line that runs a Python program over the document.
    ///
    /// The program has the document as `d`, and the modules `json` and `sys`.
    pub(super) fn python(&self, program: &str) -> String {
        const LOAD: &str = "import json,sys; d=json.load(open(sys.argv[1],encoding=\"utf-8\"))";
        format!("python3 -c '{LOAD}; {program}' {}", self.file())
    }

    /// Returns the shell line that runs a jq program over the document.
    pub(super) fn jq(&self, jq: &str, program: &str, prints: impl AsRef<str>) -> Shell {
        Shell::new(format!("{jq} '{program}' {}", self.file()), prints)
    }
}
