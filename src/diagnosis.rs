//! Where a broken record was altered: the smallest change of its canonical record that
//! makes the digest come out that was signed.
//!
//! SHA-256 has no second preimages, so a change that leads to the signed digest is the
//! change: nothing here is guessed. It is searched for only when `canonical-hash` failed,
//! and it never changes a verdict.

mod candidates;
mod draft;
mod forms;
mod origins;
mod witnesses;

use std::fmt;

use crate::canonical::{self, CanonicalBytes, Digest};
use crate::checks::Subject;
use crate::document::Value;
use crate::excerpt::Excerpt;
use candidates::{Candidate, Candidates};
use draft::Draft;
use witnesses::Witnesses;

/// The most bytes of canonical form that one search may hash: some 5,000 tries of a real
/// record.
const WORK: usize = 1 << 22;
/// What a try costs at least.
const LEAST_WORK: usize = 1 << 9;
/// The longest canonical form that is searched; real ones have 700 bytes.
const LONGEST: usize = 1 << 16;

const CANONICAL_RECORD: &str = "/canonical_record";

/// What was altered, if that could be found out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnosis {
    /// The changes that bring the signed digest back, all of them together; empty if none
    /// were found, or if `canonical-hash` did not fail.
    pub changes: Vec<Change>,
    /// What agrees on the digest that then comes out, for people.
    pub witnesses: Vec<&'static str>,
}

/// One place that was altered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// JSON Pointer to the place; hostile text.
    pub pointer: String,
    /// What stands there; nothing if the member is not there.
    pub found: Option<Excerpt>,
    /// What stood there; nothing for a member that does not belong there.
    pub restored: Option<Excerpt>,
    /// Where that value still stands, or can be derived from: a JSON Pointer, or the option
    /// it was given with; the place itself for another form of what stands there.
    pub from: Option<String>,
}

impl fmt::Display for Change {
    /// On one line, as `/canonical_record/source/version says 3, said 2`; hostile text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |value: &Option<Excerpt>| value.as_ref().map(ToString::to_string);
        let (found, restored) = (shown(&self.found), shown(&self.restored));
        let nothing = "nothing";
        let found = found.as_deref().unwrap_or(nothing);
        let restored = restored.as_deref().unwrap_or(nothing);
        write!(f, "{} says {found}, said {restored}", self.pointer)
    }
}

impl Diagnosis {
    /// Searches for what was altered in a document whose `canonical-hash` failed.
    pub(crate) fn of(subject: &Subject<'_, '_>) -> Self {
        let witnesses = Witnesses::of(subject);
        let (Some(digest), Some(record)) = (subject.record.digest, subject.record.signed(""))
        else {
            return Self::default();
        };
        let mut changes = Vec::new();
        let mut signed = witnesses.confirm(&digest).then_some(digest);
        if signed.is_none() && canonical::fits(record, LONGEST) {
            let draft = Draft::of(record);
            let candidates = Candidates::of(subject, record, &draft);
            if let Some((found, digest)) = Search::new(&draft, &witnesses).run(&candidates) {
                changes = found.iter().map(|found| found.change(record)).collect();
                signed = Some(digest);
            }
        }
        let Some(signed) = signed else {
            return Self::default();
        };
        let restored = CanonicalBytes::of_string(&signed.to_string());
        let stated = witnesses
            .dissenting(&signed)
            .map(|(pointer, agreeing)| Change {
                pointer: pointer.into(),
                found: subject.record.root.at(pointer).map(Excerpt::of),
                restored: Some(Excerpt::of_canonical(&restored)),
                from: Some(agreeing.unwrap_or(CANONICAL_RECORD).into()),
            });
        changes.extend(stated);
        Self {
            changes,
            witnesses: witnesses.of_digest(&signed),
        }
    }
}

impl Candidate {
    fn change(&self, record: Value<'_>) -> Change {
        let restored = self.value.as_ref();
        Change {
            pointer: format!("{CANONICAL_RECORD}{}", self.pointer),
            found: record.at(&self.pointer).map(Excerpt::of),
            restored: restored.map(|value| Excerpt::of_canonical(&value.canonical())),
            from: self.from.clone(),
        }
    }
}

/// A search under way.
struct Search<'s> {
    draft: &'s Draft,
    witnesses: &'s Witnesses<'s>,
    work_left: usize,
}

type Found<'c> = Option<(Vec<&'c Candidate>, Digest)>;

impl<'s> Search<'s> {
    fn new(draft: &'s Draft, witnesses: &'s Witnesses<'s>) -> Self {
        Self {
            draft,
            witnesses,
            work_left: WORK,
        }
    }

    /// One change; then everything at once that has another value elsewhere, which finds any
    /// number of changes; then pairs and triples, the likelier first.
    fn run<'c>(mut self, candidates: &'c Candidates) -> Found<'c> {
        let (all, likely) = (candidates.all(), candidates.likely());
        let sweeps = candidates.sweeps();
        self.combine(&all, 1, &mut Vec::new())
            .or_else(|| sweeps.iter().find_map(|sweep| self.sweep(sweep)))
            .or_else(|| self.combine(&likely, 2, &mut Vec::new()))
            .or_else(|| self.combine(&likely, 3, &mut Vec::new()))
            .or_else(|| self.combine(&all, 2, &mut Vec::new()))
            .or_else(|| self.combine(&all, 3, &mut Vec::new()))
    }

    /// Tests many changes together, and without one of them: a copy may be wrong where the
    /// canonical record is right.
    fn sweep<'c>(&mut self, sweep: &[&'c Candidate]) -> Found<'c> {
        let without = |left_out: usize| {
            let mut rest = sweep.to_vec();
            rest.remove(left_out);
            rest
        };
        self.test(sweep)
            .or_else(|| (0..sweep.len()).find_map(|position| self.test(&without(position))))
    }

    /// Tests every combination of so many more candidates, in order.
    fn combine<'c>(
        &mut self,
        candidates: &[&'c Candidate],
        more: usize,
        chosen: &mut Vec<&'c Candidate>,
    ) -> Found<'c> {
        if more == 0 {
            return self.test(chosen);
        }
        for (position, candidate) in candidates.iter().enumerate() {
            if self.work_left == 0 {
                return None;
            }
            if chosen.iter().any(|earlier| earlier.overlaps(candidate)) {
                continue;
            }
            chosen.push(candidate);
            let rest = candidates.get(position + 1..).unwrap_or_default();
            let found = self.combine(rest, more - 1, chosen);
            chosen.pop();
            if found.is_some() {
                return found;
            }
        }
        None
    }

    fn test<'c>(&mut self, chosen: &[&'c Candidate]) -> Found<'c> {
        let mut draft = self.draft.clone();
        let set = |candidate: &&Candidate| draft.set(&candidate.pointer, candidate.value.clone());
        if self.work_left == 0 || !chosen.iter().all(set) {
            return None;
        }
        let canonical = draft.canonical();
        let work = canonical.as_bytes().len().max(LEAST_WORK);
        self.work_left = self.work_left.saturating_sub(work);
        let digest = Digest::of(&canonical);
        let confirmed = self.witnesses.confirm(&digest);
        confirmed.then(|| (chosen.to_vec(), digest))
    }
}
