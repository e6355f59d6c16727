//! Tests the promise of the coverage classes.
//!
//! No document passes in which a leaf that is vouched for has another value, whatever else is
//! changed.

mod bundle;
mod integrity;
mod state;

use crate::support::attack::{self, Target, changes};
use crate::support::promise::{says_the_same, vouched};
use crate::support::random::Random;
use crate::support::{REAL_INTEGRITY, REAL_INTEGRITY_BEYOND_ASCII, REAL_RECORD};
use pith_verify::report::Verdict;
use pith_verify::report::coverage::Class;
use serde_json::{Value, json};

const OTHER_RECORD: &str = "valid/4QHRGH5A.json";

/// Returns documents of every kind.
fn targets() -> Vec<Target> {
    let mut targets = [
        REAL_RECORD,
        OTHER_RECORD,
        "valid/composed-bundle-with-later-events.json",
        REAL_INTEGRITY,
        REAL_INTEGRITY_BEYOND_ASCII,
        "valid/composed-integrity-of-three-events-beyond-ascii.json",
    ]
    .map(Target::fixture)
    .into_iter()
    .collect::<Vec<_>>();
    targets.push(attack::state());
    targets
}

/// Arrays in which neither the order is vouched for, nor the remaining elements if one is
/// removed.
const UNORDERED: &[&str] = &[
    "/aliases",
    "/source_aliases",
    "/current/source_aliases",
    "/paper/cross_cats",
    "/events",
    "/integrity/findings",
];

/// Members that every document needs in order to pass.
const REQUIRED: &[&str] = &[
    "/record_type",
    "/schema_version",
    "/canonical_record",
    "/canonical_sha256",
    "/receipt",
    "/bundle_type",
    "/bundle_version",
    "/schema",
    "/arxiv_id",
    "/events",
    "/integrity/findings",
    "/state_type",
    "/state_version",
    "/current/canonical_record",
];

/// Unescapes a reference token of a JSON Pointer.
fn unescaped(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}

#[test]
fn changing_any_one_leaf_that_is_vouched_for_never_passes() {
    for target in targets() {
        let mut changed_leaves = 0;
        for (pointer, class) in &target.leaves {
            for other in changes(target.original.pointer(pointer).unwrap()) {
                let mut changed = target.original.clone();
                let leaf = changed.pointer_mut(pointer).unwrap();
                let same = says_the_same(*class, leaf, &other);
                *leaf = other;
                let passed = target.verify(&changed).verdict() == Verdict::Pass;
                let vouched = *class != Class::Unsigned;
                assert!(
                    !passed || !vouched || same,
                    "PASSED: {pointer} of {} {changed}",
                    target.name
                );
                changed_leaves += usize::from(vouched);
            }
        }
        assert!(changed_leaves > 300, "{changed_leaves} of {}", target.name);
    }
}

#[test]
fn removing_a_member_never_passes_with_another_value_vouched_for() {
    for target in targets() {
        let mut tried = 0;
        for (pointer, _) in &target.leaves {
            // Remove the leaf itself, then each container around it.
            let mut place = pointer.as_str();
            while let Some((parent, name)) = place.rsplit_once('/') {
                let mut changed = target.original.clone();
                match changed.pointer_mut(parent).unwrap() {
                    Value::Object(members) => drop(members.remove(&unescaped(name)).unwrap()),
                    Value::Array(items) => drop(items.remove(name.parse().unwrap())),
                    _ => unreachable!("a parent is a container"),
                }
                let passed = target.verify(&changed).verdict() == Verdict::Pass;
                let is_vouched = target.vouched.iter().any(|(leaf, _)| leaf == place);
                let is_required = REQUIRED.iter().any(|member| place.starts_with(member));
                assert!(
                    !passed || !is_vouched || !is_required,
                    "PASSED without {place} of {}",
                    target.name
                );
                if !UNORDERED.contains(&parent) {
                    target.check_promise(&changed, place);
                }
                tried += 1;
                place = parent;
            }
        }
        assert!(tried > 100, "{tried} of {}", target.name);
    }
}

/// A leaf is vouched for only at its own place. An optional member can be missing or have
/// another name; then nothing is vouched for at either place.
#[test]
fn removed_and_renamed_members_are_not_vouched_for() {
    for target in targets() {
        let (mut required, mut optional) = (0, Vec::new());
        for (pointer, class) in &target.vouched {
            let (parent, name) = pointer.rsplit_once('/').unwrap();
            for renamed in [
                None,
                Some(format!("{name}_renamed")),
                Some(name.to_uppercase()),
            ] {
                let mut changed = target.original.clone();
                let Some(members) = changed.pointer_mut(parent).unwrap().as_object_mut() else {
                    continue;
                };
                if renamed.as_deref() == Some(name) {
                    continue;
                }
                let value = members.remove(&unescaped(name)).unwrap();
                if let Some(renamed) = &renamed {
                    members.insert(renamed.clone(), value);
                }
                let report = target.verify(&changed);
                if report.verdict() != Verdict::Pass {
                    required += 1;
                    continue;
                }
                let place = format!("{pointer} of {}", target.name);
                assert_ne!(*class, Class::Signed, "PASSED without {place}");
                assert_ne!(
                    renamed,
                    Some(name.to_uppercase()),
                    "PASSED: {place} in upper case"
                );
                let now = vouched(&report);
                let gone = renamed.iter().chain([&name.to_owned()]).all(|name| {
                    let place = format!("{parent}/{name}");
                    now.iter().all(|(leaf, _)| *leaf != place)
                });
                assert!(
                    gone,
                    "vouched for though it was removed or renamed: {place}"
                );
                optional.push(pointer.as_str());
            }
        }
        // In a state, everything that is vouched for is required.
        let expected = match &*target.name {
            "state" => None,
            path if path.contains("integrity") => Some("/pith_number"),
            _ => Some("/short_pith_number"),
        };
        assert!(
            expected.is_none_or(|pointer| optional.contains(&pointer)),
            "{optional:?} of {}",
            target.name
        );
        assert_eq!(expected.is_none(), optional.is_empty());
        assert!(required > 50, "{required} of {}", target.name);
    }
}

#[test]
fn a_second_name_in_capitals_never_passes() {
    for target in targets() {
        let mut tried = 0;
        for (pointer, class) in &target.vouched {
            let (parent, name) = pointer.rsplit_once('/').unwrap();
            let capitals = name.to_uppercase();
            // The canonical record is compared as a whole, and digits have no upper case.
            if capitals == name {
                continue;
            }
            let mut changed = target.original.clone();
            let Some(members) = changed.pointer_mut(parent).unwrap().as_object_mut() else {
                continue;
            };
            members.insert(capitals, json!("another"));
            let passed = target.verify(&changed).verdict() == Verdict::Pass;
            assert!(
                !passed,
                "PASSED: {pointer} ({class:?}) twice in {}",
                target.name
            );
            tried += 1;
        }
        assert!(tried > 20, "{tried} of {}", target.name);
    }
}

#[test]
fn changing_many_leaves_never_passes_if_one_is_vouched_for() {
    for target in targets() {
        let mut random = Random::seeded(1);
        for _ in 0..1000 {
            let mut changed = target.original.clone();
            let mut what = Vec::new();
            let mut pointers = vec![&random.pick(&target.vouched).0];
            for _ in 0..random.below(6) {
                pointers.push(&random.pick(&target.leaves).0);
            }
            for pointer in pointers {
                // An earlier change may have removed the leaf.
                if let Some(leaf) = changed.pointer_mut(pointer) {
                    let options = changes(leaf);
                    *leaf = random.pick(&options).clone();
                    what.push(pointer.as_str());
                }
            }
            target.check_promise(&changed, &what.join(" "));
        }
    }
}

#[test]
fn changing_both_copies_in_the_same_way_never_passes() {
    let target = Target::fixture(REAL_RECORD);
    let original = &target.original;
    for (from, to) in [
        ("/paper", "/graph_snapshot/paper"),
        ("/source", "/graph_snapshot/source"),
    ] {
        for (pointer, class) in &target.vouched {
            let Some(rest) = pointer.strip_prefix(from) else {
                continue;
            };
            for other in changes(original.pointer(pointer).unwrap()) {
                let mut changed = original.clone();
                *changed.pointer_mut(&format!("{to}{rest}")).unwrap() = other.clone();
                *changed.pointer_mut(pointer).unwrap() = other.clone();
                let same = says_the_same(*class, original.pointer(pointer).unwrap(), &other);
                let passed = target.verify(&changed).verdict() == Verdict::Pass;
                assert!(!passed || same, "PASSED: {pointer} {other}");
            }
        }
    }
}

#[test]
fn aliases_of_other_kinds_removed_repeated_or_swapped_never_pass() {
    let target = Target::fixture(REAL_RECORD);
    let original = &target.original;
    let count = original["aliases"].as_array().unwrap().len();
    for position in 0..count {
        let changed = |change: &dyn Fn(&mut Vec<Value>)| {
            let mut changed = original.clone();
            change(changed["aliases"].as_array_mut().unwrap());
            target.verify(&changed).verdict()
        };
        for kind in [
            json!("unknown"),
            json!("Arxiv"),
            json!(""),
            json!(" doi"),
            json!(null),
            json!(7),
        ] {
            let verdict = changed(&|aliases| aliases[position]["alias_kind"] = kind.clone());
            assert_eq!(verdict, Verdict::Fail, "{position} {kind}");
        }
        let removed = changed(&|aliases| drop(aliases.remove(position)));
        let expected = if original["aliases"][position]["alias_kind"] == "doi" {
            Verdict::Pass
        } else {
            Verdict::Fail
        };
        assert_eq!(removed, expected, "{position}");
        assert_eq!(
            changed(&|aliases| aliases.push(aliases[position].clone())),
            Verdict::Fail
        );
        for other in 0..count {
            let verdict = changed(&|aliases| {
                let kind = aliases[position]["alias_kind"].clone();
                aliases[position]["alias_kind"] = aliases[other]["alias_kind"].clone();
                aliases[other]["alias_kind"] = kind;
            });
            let expected = if other == position {
                Verdict::Pass
            } else {
                Verdict::Fail
            };
            assert_eq!(verdict, expected, "{position} and {other}");
            // The order of aliases is not vouched for.
            assert_eq!(
                changed(&|aliases| aliases.swap(position, other)),
                Verdict::Pass
            );
        }
    }
}

#[test]
fn nothing_is_vouched_for_unless_the_signature_is_verified() {
    let target = Target::fixture(REAL_RECORD);
    let original = &target.original;
    for pointer in [
        "/receipt/signature_b64",
        "/receipt/key_id",
        "/receipt/algorithm",
        "/canonical_record/source/id",
    ] {
        let mut changed = original.clone();
        *changed.pointer_mut(pointer).unwrap() = "AAAA".into();
        let report = target.verify(&changed);
        assert_ne!(report.verdict(), Verdict::Pass);
        assert_eq!(
            report.coverage().count(Class::Unsigned),
            report.coverage().total(),
            "{pointer}"
        );
    }
}

#[test]
fn a_leaf_whose_own_check_failed_is_not_vouched_for() {
    let target = Target::fixture(REAL_RECORD);
    let original = &target.original;
    for pointer in [
        "/paper/title",
        "/paper/license",
        "/source/id",
        "/aliases/2/alias_value",
        "/short_pith_number",
        "/pith_number",
    ] {
        let mut changed = original.clone();
        *changed.pointer_mut(pointer).unwrap() = "another".into();
        let report = target.verify(&changed);
        assert!(report.signature_verified());
        assert!(
            vouched(&report).iter().all(|(leaf, _)| leaf != pointer),
            "{pointer}"
        );
    }
}
