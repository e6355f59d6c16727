//! Where a broken record was altered: the smallest change of its canonical record that
//! restores the signed digest.
//!
//! SHA-256 has no second preimages, so a change that leads to the stated digest is the
//! change: the value is not guessed. Whether that digest was signed is another question,
//! and only the signature answers it. The search is made only when `canonical-hash` failed,
//! and it never changes a verdict.

mod candidate;
mod candidates;
mod consequences;
mod draft;
mod forms;
mod origins;
mod witnesses;

use crate::json::canonical::{self, CanonicalBytes, Digest};
use crate::json::document::Value;
use crate::json::quote::quote;
use crate::report::{CANONICAL_RECORD, Change, Diagnosis, Excerpt, Origin};
use crate::verify::subject::Subject;
use candidate::Candidate;
use candidates::Candidates;
pub(crate) use consequences::mark_consequences;
use draft::Draft;
use witnesses::{Weight, Witnesses};

/// The most bytes of canonical form that one search may hash: some 5,000 tries of a real
/// record.
const MAX_WORK: usize = 1 << 22;
/// What a try costs at least.
const MIN_WORK: usize = 1 << 9;
/// What a combination costs that is passed over.
const CONSIDERED: usize = 1 << 4;
/// The longest canonical form that is searched; real ones have 700 bytes.
const LONGEST: usize = 1 << 16;

/// Searches for what was altered in a document whose `canonical-hash` failed.
pub(crate) fn diagnose(subject: &Subject<'_>) -> Diagnosis {
    let Ok(record) = subject.signed() else {
        return Diagnosis::default();
    };
    let witnesses = Witnesses::of(subject);
    let found = alterations(subject, &witnesses, record.value, record.digest);
    let Some((mut changes, signed)) = found else {
        return Diagnosis {
            search_failed: true,
            ..Diagnosis::default()
        };
    };
    let restored = CanonicalBytes::of_string(&signed.to_string());
    let stated = witnesses.mismatching(&signed);
    changes.extend(stated.map(|(pointer, agreeing)| Change {
        pointer: pointer.into(),
        found: subject.root.at(pointer).map(Excerpt::of),
        restored: Some(Excerpt::of_canonical(&restored, LONGEST)),
        origin: Origin::At(agreeing.unwrap_or(CANONICAL_RECORD).into()),
    }));
    Diagnosis {
        changes,
        witnesses: witnesses.of_digest(&signed),
        search_failed: false,
    }
}

/// The changes to the canonical record, possibly none, and the digest that it had.
///
/// A signature outweighs whatever the document states: what was signed is searched for
/// before anything unsigned is believed.
fn alterations(
    subject: &Subject<'_>,
    witnesses: &Witnesses<'_>,
    record: Value<'_>,
    digest: Digest,
) -> Option<(Vec<Change>, Digest)> {
    let stated = witnesses.weigh(&digest) == Weight::Stated;
    if witnesses.is_signed(&digest) || (stated && !witnesses.has_signature()) {
        return Some((Vec::new(), digest));
    }
    let unaltered = stated.then(|| (Vec::new(), digest));
    if !canonical::fits(record, LONGEST) {
        return unaltered;
    }
    let draft = Draft::of(record);
    let candidates = Candidates::of(subject, record, &draft);
    let mut search = Search {
        draft: &draft,
        witnesses,
        work_left: MAX_WORK,
        stated: None,
    };
    let signed = search.run(&candidates);
    let changes = |(found, digest): (Vec<&Candidate>, Digest)| {
        let changes = found.iter().map(|found| found.change(record));
        (changes.collect(), digest)
    };
    signed
        .map(changes)
        .or(unaltered)
        .or(search.stated.map(changes))
}

impl Candidate {
    fn change(&self, record: Value<'_>) -> Change {
        let excerpt = |value: Value<'_>| Excerpt::up_to(value, LONGEST);
        let restored = self.value.as_ref();
        Change {
            pointer: quote(&format!("{CANONICAL_RECORD}{}", self.pointer)).into_owned(),
            found: record.at(&self.pointer).map(excerpt),
            restored: restored.map(|value| Excerpt::of_canonical(value, LONGEST)),
            origin: self.origin.clone(),
        }
    }
}

/// A search under way.
struct Search<'s, 'c> {
    draft: &'s Draft,
    witnesses: &'s Witnesses<'s>,
    work_left: usize,
    /// The first changes that lead to a digest which is stated but not signed.
    stated: Found<'c>,
}

type Found<'c> = Option<(Vec<&'c Candidate>, Digest)>;

impl<'c> Search<'_, 'c> {
    /// Takes work from what is left, and returns whether to go on: without a signature, no
    /// later find could be better than the first.
    fn spend(&mut self, work: usize) -> bool {
        self.work_left = self.work_left.saturating_sub(work);
        self.work_left > 0 && (self.stated.is_none() || self.witnesses.has_signature())
    }

    /// One change; then all the likely ones at once, which finds any number of changes; then
    /// pairs and triples, the likelier first.
    fn run(&mut self, candidates: &'c Candidates) -> Found<'c> {
        let likely: Vec<_> = candidates.likely.iter().collect();
        let all = [likely.clone(), candidates.forms.iter().collect()].concat();
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
    fn sweep(&mut self, sweep: &[&'c Candidate]) -> Found<'c> {
        let without = |left_out: usize| {
            let mut rest = sweep.to_vec();
            rest.remove(left_out);
            rest
        };
        self.test(sweep)
            .or_else(|| (0..sweep.len()).find_map(|position| self.test(&without(position))))
    }

    /// Tests every combination of this many more candidates, in order.
    fn combine(
        &mut self,
        candidates: &[&'c Candidate],
        more: usize,
        chosen: &mut Vec<&'c Candidate>,
    ) -> Found<'c> {
        if more == 0 {
            return self.test(chosen);
        }
        for (position, candidate) in candidates.iter().enumerate() {
            if !self.spend(CONSIDERED) {
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

    fn test(&mut self, chosen: &[&'c Candidate]) -> Found<'c> {
        if !self.spend(MIN_WORK) {
            return None;
        }
        let mut draft = self.draft.clone();
        let set = |candidate: &&Candidate| draft.set(&candidate.pointer, candidate.value.clone());
        if !chosen.iter().all(set) {
            return None;
        }
        let canonical = draft.canonical();
        self.spend(canonical.as_bytes().len().saturating_sub(MIN_WORK));
        let digest = Digest::of(&canonical);
        let found = || Some((chosen.to_vec(), digest));
        match self.witnesses.weigh(&digest) {
            Weight::None => None,
            Weight::Signed => found(),
            Weight::Stated => {
                self.stated = self.stated.take().or_else(found);
                None
            }
        }
    }
}
