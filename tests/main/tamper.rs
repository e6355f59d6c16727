//! The coverage promise: no change to a leaf that is called vouched for, alone or
//! together with others, still passes.

use crate::support::promise::{broken, leaves, says_the_same, verifier, vouched};
use crate::support::random::Random;
use crate::support::{REAL_RECORD, read_json};
use pith_verify::report::coverage::Class;
use pith_verify::report::{Report, Source, Verdict};
use serde_json::{Value, json};

/// Where members stand that no record passes without.
const REQUIRED: &[&str] = &[
    "/canonical_record",
    "/canonical_sha256",
    "/pith_number",
    "/receipt",
    "/record_type",
    "/schema_version",
];
const OTHER_RECORD: &str = "valid/4QHRGH5A.json";

fn verify(record: &Value) -> Report<'static> {
    verifier().verify(Source::file("record.json"), record.to_string().as_bytes())
}

/// Other values for a leaf, near to it and far from it.
fn changes(value: &Value) -> Vec<Value> {
    let mut others = vec![
        Value::Null,
        json!(true),
        json!(0),
        json!(""),
        json!("another"),
        json!([]),
        json!({}),
        json!([value]),
    ];
    match value {
        Value::String(text) => {
            others.push(format!("{text}x").into());
            others.push(format!("{text}\u{0}").into());
            others.push(text.chars().skip(1).collect::<String>().into());
            others.push(text.chars().rev().collect::<String>().into());
            others.push(text.to_uppercase().into());
            others.push(text.to_lowercase().into());
            others.push(format!(" {text}").into());
            others.push(format!("{text}\n").into());
        }
        Value::Number(number) => {
            others.push(number.to_string().into());
            others.push(json!(number.as_f64().unwrap()));
            others.push(json!(number.as_f64().unwrap() + 1.0));
            others.push(json!(number.as_i64().unwrap_or_default() + 1));
        }
        Value::Bool(bool) => others.push(json!(!bool)),
        _ => {}
    }
    others.retain(|other| other != value);
    others
}

/// Fails if a changed record passes in which a vouched-for leaf says something else.
fn hold(original: &Value, vouched: &[(String, Class)], changed: &Value, what: &str) {
    if verify(changed).verdict() == Verdict::Pass {
        let broken = broken(original, vouched, changed);
        assert_eq!(broken, None, "PASSED with another value: {what}");
    }
}

#[test]
fn changing_any_one_leaf_that_is_vouched_for_never_passes() {
    for path in [REAL_RECORD, OTHER_RECORD] {
        let original = read_json(path);
        let report = verify(&original);
        assert_eq!(report.verdict(), Verdict::Pass);
        let mut changed_leaves = 0;
        for (pointer, class) in leaves(&report) {
            for other in changes(original.pointer(&pointer).unwrap()) {
                let mut changed = original.clone();
                let leaf = changed.pointer_mut(&pointer).unwrap();
                let same = says_the_same(class, leaf, &other);
                *leaf = other;
                let passed = verify(&changed).verdict() == Verdict::Pass;
                let vouched = class != Class::Unsigned;
                assert!(
                    !passed || !vouched || same,
                    "PASSED: {pointer} of {path} {changed}"
                );
                changed_leaves += usize::from(vouched);
            }
        }
        assert!(changed_leaves > 400, "{changed_leaves}");
    }
}

#[test]
fn removing_a_member_never_passes_with_another_value_vouched_for() {
    let original = read_json(REAL_RECORD);
    let vouched = vouched(&verify(&original));
    let mut tried = 0;
    for (pointer, _) in leaves(&verify(&original)) {
        // The leaf itself, then each container around it.
        let mut place = pointer.as_str();
        while let Some((parent, name)) = place.rsplit_once('/') {
            let mut changed = original.clone();
            match changed.pointer_mut(parent).unwrap() {
                Value::Object(members) => drop(members.remove(name)),
                Value::Array(items) => drop(items.remove(name.parse().unwrap())),
                _ => unreachable!("a parent is a container"),
            }
            let report = verify(&changed);
            let is_vouched = vouched.iter().any(|(leaf, _)| leaf == place);
            let is_required = REQUIRED.iter().any(|member| place.starts_with(member));
            assert!(
                report.verdict() != Verdict::Pass || !is_vouched || !is_required,
                "PASSED without {place}"
            );
            if !place.starts_with("/aliases/") && !place.starts_with("/paper/cross_cats/") {
                hold(&original, &vouched, &changed, place);
            }
            tried += 1;
            place = parent;
        }
    }
    assert!(tried > 300, "{tried}");
}

/// A leaf is vouched for where it stands. What a record need not have may be missing, or be
/// called something else: then nothing is vouched for at either place.
#[test]
fn what_is_removed_or_renamed_is_vouched_for_no_more() {
    let original = read_json(REAL_RECORD);
    let (mut required, mut optional) = (0, Vec::new());
    for (pointer, _) in vouched(&verify(&original)) {
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        for renamed in [
            None,
            Some(format!("{name}_renamed")),
            Some(name.to_uppercase()),
        ] {
            let mut changed = original.clone();
            let Some(members) = changed.pointer_mut(parent).unwrap().as_object_mut() else {
                continue;
            };
            let value = members.remove(name).unwrap();
            if let Some(renamed) = &renamed {
                members.insert(renamed.clone(), value);
            }
            let report = verify(&changed);
            if report.verdict() != Verdict::Pass {
                required += 1;
                continue;
            }
            assert_ne!(
                renamed,
                Some(name.to_uppercase()),
                "PASSED: {pointer} in upper case"
            );
            let now = vouched(&report);
            let gone = renamed.iter().chain([&name.to_owned()]).all(|name| {
                let place = format!("{parent}/{name}");
                now.iter().all(|(leaf, _)| *leaf != place)
            });
            assert!(
                gone,
                "vouched for though it was removed or renamed: {pointer}"
            );
            optional.push(pointer.clone());
        }
    }
    optional.dedup();
    let signed = |pointer: &String| pointer.starts_with("/canonical_record/");
    assert!(!optional.iter().any(signed), "{optional:?}");
    assert!(
        optional.contains(&"/short_pith_number".to_owned()),
        "{optional:?}"
    );
    assert!(required > 50, "{required}");
}

#[test]
fn changing_many_leaves_at_once_never_passes_with_one_vouched_for_among_them() {
    let original = read_json(REAL_RECORD);
    let report = verify(&original);
    let (all, vouched) = (leaves(&report), vouched(&report));
    let mut random = Random::seeded(1);
    for _ in 0..3000 {
        let mut changed = original.clone();
        let mut what = Vec::new();
        let mut pointers = vec![&random.pick(&vouched).0];
        for _ in 0..random.below(6) {
            pointers.push(&random.pick(&all).0);
        }
        for pointer in pointers {
            // An earlier change may have taken the leaf away.
            if let Some(leaf) = changed.pointer_mut(pointer) {
                let options = changes(leaf);
                *leaf = random.pick(&options).clone();
                what.push(pointer.as_str());
            }
        }
        hold(&original, &vouched, &changed, &what.join(" "));
    }
}

#[test]
fn changing_a_copy_and_the_copy_of_the_copy_alike_never_passes() {
    let original = read_json(REAL_RECORD);
    let vouched = vouched(&verify(&original));
    for (from, to) in [
        ("/paper", "/graph_snapshot/paper"),
        ("/source", "/graph_snapshot/source"),
    ] {
        for (pointer, class) in &vouched {
            let Some(rest) = pointer.strip_prefix(from) else {
                continue;
            };
            for other in changes(original.pointer(pointer).unwrap()) {
                let mut changed = original.clone();
                *changed.pointer_mut(&format!("{to}{rest}")).unwrap() = other.clone();
                *changed.pointer_mut(pointer).unwrap() = other.clone();
                let same = says_the_same(*class, original.pointer(pointer).unwrap(), &other);
                let passed = verify(&changed).verdict() == Verdict::Pass;
                assert!(!passed || same, "PASSED: {pointer} {other}");
            }
        }
    }
}

#[test]
fn aliases_of_other_kinds_removed_repeated_or_swapped_never_pass() {
    let original = read_json(REAL_RECORD);
    let count = original["aliases"].as_array().unwrap().len();
    for position in 0..count {
        let changed = |change: &dyn Fn(&mut Vec<Value>)| {
            let mut changed = original.clone();
            change(changed["aliases"].as_array_mut().unwrap());
            verify(&changed).verdict()
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
        assert_eq!(
            changed(&|aliases| drop(aliases.remove(position))),
            Verdict::Fail
        );
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
            // Their order is not vouched for.
            assert_eq!(
                changed(&|aliases| aliases.swap(position, other)),
                Verdict::Pass
            );
        }
    }
}

#[test]
fn nothing_is_vouched_for_unless_the_signature_is_verified() {
    let original = read_json(REAL_RECORD);
    for pointer in [
        "/receipt/signature_b64",
        "/receipt/key_id",
        "/receipt/algorithm",
        "/canonical_record/source/id",
    ] {
        let mut changed = original.clone();
        *changed.pointer_mut(pointer).unwrap() = "AAAA".into();
        let report = verify(&changed);
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
    let original = read_json(REAL_RECORD);
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
        let report = verify(&changed);
        assert!(report.signature_verified());
        assert!(
            vouched(&report).iter().all(|(leaf, _)| leaf != pointer),
            "{pointer}"
        );
    }
}
