//! Finds out where a record was altered.
//!
//! It searches for the smallest change of the canonical record that restores the signed digest.
//! SHA-256 has no known second preimages, so a change that leads to the stated digest is the
//! right one, and not a guess. Whether that digest was signed is another question, which only
//! the signature answers. The search is made only if `canonical-hash` failed, and never changes
//! a verdict.

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

/// The largest number of bytes that one search may hash: about 4,000 tries for a real record.
const MAX_WORK: usize = 1 << 22;
/// The cost of a try if it hashes fewer bytes than this, as it does for real records.
const MIN_WORK: usize = 1 << 10;
/// The cost of considering a combination, even if it is skipped.
const SKIP_COST: usize = 1 << 4;

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

/// Returns the changes to the canonical record, possibly none, and the digest that they
/// restore.
///
/// A signature outweighs everything that the document states. So the search tries to find what
/// was signed before it accepts a digest that is only stated.
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

/// The state of a search.
struct Search<'s, 'c> {
    pieces: &'s Pieces,
    witnesses: &'s Witnesses<'s>,
    work_left: usize,
    /// The canonical form of a try. All tries share it, so that it is allocated once.
    text: String,
    /// The first changes that lead to a digest which is stated, but not signed.
    stated: Found<'c>,
}

type Found<'c> = Option<(Vec<&'c Candidate>, Digest)>;

/// The numbers of likely changes, and of forms, that are tried together after the sweeps. More
/// likely combinations come first.
const COMBINATIONS: &[(usize, usize)] = &[(2, 0), (3, 0), (1, 1), (0, 2), (2, 1), (1, 2), (0, 3)];

impl<'c> Search<'_, 'c> {
    /// Subtracts work from the remaining budget, and returns whether the search continues.
    ///
    /// It ends if the budget is used up, or if it has found a stated digest and there is no
    /// signature, since no later find could be better.
    fn spend(&mut self, work: usize) -> bool {
        self.work_left = self.work_left.saturating_sub(work);
        self.work_left > 0 && (self.stated.is_none() || self.witnesses.has_signature())
    }

    /// Tries single changes, then all likely changes at once, then pairs and triples.
    ///
    /// All likely changes at once find any number of alterations, as long as the copies are
    /// intact.
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

    /// Tries many changes together, and then all of them except one.
    ///
    /// A copy may be wrong where the canonical record is right.
    fn sweep(&mut self, sweep: &[&'c Candidate]) -> Found<'c> {
        let without = |left_out: usize| {
            let mut rest = sweep.to_vec();
            rest.remove(left_out);
            rest
        };
        self.test(sweep)
            .or_else(|| (0..sweep.len()).find_map(|position| self.test(&without(position))))
    }

    /// Tries every combination of this many likely changes and forms, in order.
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
            if !self.spend(SKIP_COST) {
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

    /// The limit on steps for one record: names and values looked at, and bytes hashed.
    const MAX_STEPS: u64 = 500_000;

    #[test]
    fn gives_up_after_few_steps_if_no_change_restores_the_digest() {
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
