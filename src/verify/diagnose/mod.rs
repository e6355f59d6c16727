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
mod pieces;
mod shapes;
mod witnesses;

use crate::json::canonical::{self, CanonicalBytes};
use crate::json::digest::Digest;
use crate::json::document::Value;
use crate::report::{CANONICAL_RECORD, Change, Diagnosis, Excerpt, Origin};
use crate::verify::subject::Subject;
use candidate::{Candidate, MAX_SEARCHED};
use candidates::Candidates;
pub(crate) use consequences::mark_consequences;
use pieces::Pieces;
use witnesses::{Support, Witnesses};

/// The most bytes of canonical form that one search may hash: some 4,000 tries of a real
/// record.
const MAX_WORK: usize = 1 << 22;
/// What a try counts at least; what is hashed of a real record is less.
const MIN_WORK: usize = 1 << 10;
/// What a combination costs that is passed over.
const CONSIDERED: usize = 1 << 4;

/// Searches for what was altered in a document whose `canonical-hash` failed.
pub(crate) fn diagnose(subject: &Subject<'_>) -> Diagnosis {
    let Ok(record) = subject.canonical_record() else {
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
        restored: Some(Excerpt::of_canonical(&restored, MAX_SEARCHED)),
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
    let stated = witnesses.support_of(&digest) == Support::Stated;
    if witnesses.is_signed(&digest) || (stated && !witnesses.has_signature()) {
        return Some((Vec::new(), digest));
    }
    let unaltered = stated.then(|| (Vec::new(), digest));
    if !canonical::fits(record, MAX_SEARCHED) {
        return unaltered;
    }
    let pieces = Pieces::of(record);
    let candidates = Candidates::of(subject, record, &pieces);
    let mut search = Search {
        pieces: &pieces,
        witnesses,
        work_left: MAX_WORK,
        text: String::new(),
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

/// A search under way.
struct Search<'s, 'c> {
    pieces: &'s Pieces,
    witnesses: &'s Witnesses<'s>,
    work_left: usize,
    /// The canonical form that is being tried; one for all, to allocate but once.
    text: String,
    /// The first changes that lead to a digest which is stated but not signed.
    stated: Found<'c>,
}

type Found<'c> = Option<(Vec<&'c Candidate>, Digest)>;

/// How many likely changes, and how many forms, are tried together after the sweeps; likelier
/// combinations first.
const COMBINATIONS: &[(usize, usize)] = &[(2, 0), (3, 0), (1, 1), (0, 2), (2, 1), (1, 2), (0, 3)];

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
        let sweeps = candidates.sweeps();
        let mut singles = candidates.singles();
        singles
            .find_map(|single| self.test(&[single]))
            .or_else(|| sweeps.iter().find_map(|sweep| self.sweep(sweep)))
            .or_else(|| {
                let mut combinations = COMBINATIONS.iter();
                combinations.find_map(|(likely, forms)| {
                    let likely = (candidates.likely.as_slice(), *likely);
                    let forms = (candidates.forms.as_slice(), *forms);
                    self.combine(likely, forms, &mut Vec::new())
                })
            })
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

    /// Tests every combination of this many more likely changes and forms, in order.
    fn combine(
        &mut self,
        likely: (&'c [Candidate], usize),
        forms: (&'c [Candidate], usize),
        chosen: &mut Vec<&'c Candidate>,
    ) -> Found<'c> {
        let (mut rest, more) = if likely.1 > 0 { likely } else { forms };
        if more == 0 {
            return self.test(chosen);
        }
        while let Some((candidate, after)) = rest.split_first() {
            rest = after;
            if !self.spend(CONSIDERED) {
                return None;
            }
            if chosen.iter().any(|earlier| earlier.overlaps(candidate)) {
                continue;
            }
            chosen.push(candidate);
            let found = if likely.1 > 0 {
                self.combine((rest, more - 1), forms, chosen)
            } else {
                self.combine(likely, (rest, more - 1), chosen)
            };
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
        let (digest, hashed) = self.pieces.digest(chosen, &mut self.text)?;
        self.spend(hashed.saturating_sub(MIN_WORK));
        let found = || Some((chosen.to_vec(), digest));
        match self.witnesses.support_of(&digest) {
            Support::None => None,
            Support::Signed => found(),
            Support::Stated => {
                self.stated = self.stated.take().or_else(found);
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Verifier;
    use crate::json::work;
    use crate::report::Source;

    /// Names and values looked at and bytes hashed for one record.
    const MAX_STEPS: u64 = 500_000;

    #[test]
    fn gives_up_soon_where_nothing_leads_back() {
        let real = include_str!("../../../fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json");
        for (signed, other) in [
            ("http://", "hxtp://"),
            ("_canon_sha256\":\"ffd", "_canon_sha256\":\"eed"),
        ] {
            let altered = real.replace(signed, other);
            let verify = || {
                let report = Verifier::default().verify(Source::file("-"), altered.as_bytes());
                assert!(report.diagnosis.search_failed);
            };
            let steps = work::of(verify);
            assert!(steps < MAX_STEPS, "{other}: {steps}");
        }
    }
}
