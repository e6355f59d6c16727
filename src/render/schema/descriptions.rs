//! Describes each member of a report for the schema.

use serde_json::{Map, Value, json};

/// The description of every member, by its path.
///
/// In a path, `[]` means each element of an array. The paths of members of a brief report start
/// with `brief`.
#[rustfmt::skip]
const DESCRIPTIONS: &[(&str, &str)] = &[
    ("report_version", "The version of these members. Within a version members may be added, and none is renamed or removed."),
    ("tool", "The program that made the report, and its version."),
    ("source", "Where the document came from."),
    ("source.path", "The path as it was given; `-` is standard input."),
    ("source.line", "The number of the document, from 1, in a file of many. In NDJSON, this is its line. The member is missing for a file of one document."),
    ("source.offset", "The byte, from 0, at which the document starts in a file of many. The member is missing for a file of one document."),
    ("document", "The kind of document. It is null for an input of no known kind."),
    ("verdict", "`pass` means that a trusted key signed what was recomputed and that nothing contradicts it. `fail` means that something is provably wrong. `unverifiable` means that nothing is wrong and that something needed for a proof is missing."),
    ("pith_number", "The Pith Number that was computed from the document. That of an altered record belongs to no record."),
    ("claimed_pith_number", "The Pith Number that the document states, right or wrong. It is null if the document states none."),
    ("canonical_sha256", "The recomputed SHA-256 of the canonical form of the canonical record, in hex."),
    ("key", "The trusted key that the document names. Only the verdict says whether that key signed the document."),
    ("key.key_id", "The id under which the key is trusted. It is the fingerprint for a key that was given without an id."),
    ("key.fingerprint", "The fingerprint of the key: the first 32 hex digits of the SHA-256 of its bytes."),
    ("key.built_in", "Whether the key is built into `pith`, as the registry's key is, rather than given by the user."),
    ("checks", "All checks for this kind of document, always in the same order."),
    ("checks[].id", "The id of the check, which never changes its meaning."),
    ("checks[].status", "`skipped` means that the check was not made."),
    ("checks[].pointer", "The JSON Pointer to the place in the document that the check is about. The empty pointer is the document as a whole."),
    ("checks[].claimed", "The value that the document states."),
    ("checks[].computed", "What the document must state: a value that was recomputed, derived or required."),
    ("checks[].reason", "The reason, for people, why the check did not pass. It is null if the check passed."),
    ("coverage", "How many leaves of the document (strings, numbers, booleans, nulls, empty arrays and empty objects) are in each class. Without a verified signature all of them are unsigned."),
    ("coverage.signed", "The number of leaves that are inside what was signed."),
    ("coverage.checked", "The number of leaves that equal what was recomputed from signed values, or the only valid value."),
    ("coverage.mirrored", "The number of leaves that repeat a signed value."),
    ("coverage.hash_bound", "The number of texts whose hash is signed."),
    ("coverage.unsigned", "The number of leaves that anyone could have changed without leaving a trace."),
    ("leaves", "The leaves of each class. The member is null without the option `--coverage`."),
    ("leaves.signed", "The JSON Pointers to the leaves that are inside what was signed."),
    ("leaves.checked", "The JSON Pointers to the leaves that equal what was recomputed from signed values, or the only valid value."),
    ("leaves.mirrored", "The JSON Pointers to the leaves that repeat a signed value."),
    ("leaves.hash_bound", "The JSON Pointers to the texts whose hash is signed."),
    ("leaves.unsigned", "The JSON Pointers to the leaves that anyone could have changed without leaving a trace."),
    ("leaves_omitted", "How many leaves at the end of the document are not listed, because the lists take at most twice the bytes of the document and 1 MiB."),
    ("diagnosis", "The changes that, made together, turn an altered canonical record back into the one that has the signed digest. It is empty if nothing was altered or no such changes were found."),
    ("diagnosis[].pointer", "The JSON Pointer to the altered place."),
    ("diagnosis[].found", "The value that is there now. It is null if the member is missing."),
    ("diagnosis[].restored", "The value that was signed. It is null if no member belongs there."),
    ("diagnosis[].from", "Where the signed value was found: a JSON Pointer, `--title` or `--abstract`. It is null if the value was found by trying."),
    ("integrity_findings", "What an integrity document says about a paper, critical findings first, 100 at most. It is null for other kinds of documents."),
    ("integrity_findings[].severity", "How serious the finding is, in the words of the document."),
    ("integrity_findings[].finding_type", "What was found, in the words of the document."),
    ("integrity_findings[].detector", "The program that found it, in the words of the document."),
    ("integrity_findings[].verdict_class", "How certain the finding is, in the words of the document."),
    ("integrity_findings[].note", "The finding as a sentence, in the words of the document."),
    ("integrity_findings[].ref_index", "The number of the reference in the paper that the finding is about."),
    ("integrity_findings[].signed", "Whether a trusted key signed the whole finding."),
    ("integrity_findings[].listed", "Whether the document lists the finding. A signed finding that the document leaves out is not listed."),
    ("integrity_findings_total", "The number of all findings of an integrity document. It is null for other kinds of documents."),
    ("error", "Why the input could not be read as a document. If there is an error, every check is skipped."),
    ("error.code", "The code of the error, which never changes its meaning."),
    ("error.message", "The error as a sentence for people."),
    ("error.offset", "The byte, from 0, at which reading stopped."),
    ("brief.path", "The path as it was given; `-` is standard input."),
    ("brief.line", "The number of the document, from 1, in a file of many. It is null for a file of one document."),
    ("brief.offset", "The byte, from 0, at which the document starts in a file of many. It is null for a file of one document."),
    ("brief.verdict", "The verdict, as in the whole report."),
    ("brief.pith_number", "The Pith Number that was computed from the document. That of an altered record belongs to no record."),
    ("brief.claimed_pith_number", "The Pith Number that the document states, right or wrong. It is null if the document states none."),
    ("brief.failed", "The ids of the checks that failed."),
    ("brief.integrity_findings_total", "The number of all findings of an integrity document. It is null for other kinds of documents."),
    ("brief.error", "The code of the error, if the input could not be read as a document."),
];

/// Adds a description to every member of the schema, at all depths.
///
/// # Panics
///
/// Panics if a member has no description, or a description has no member.
pub fn add_to(schema: &mut Value) {
    let mut paths = Vec::new();
    describe_members("", schema, &mut paths);
    describe_members("brief.", &mut schema["$defs"]["brief"], &mut paths);
    let mut expected: Vec<_> = DESCRIPTIONS.iter().map(|(path, _)| *path).collect();
    paths.sort_unstable();
    expected.sort_unstable();
    assert_eq!(paths, expected);
}

fn describe_members(prefix: &str, schema: &mut Value, paths: &mut Vec<String>) {
    let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
    for (name, member) in properties.into_iter().flatten() {
        let path = format!("{prefix}{name}");
        let found = DESCRIPTIONS.iter().find(|(known, _)| *known == path);
        let (_, description) = found.unwrap_or_else(|| panic!("{path} has no description"));
        describe_members(&format!("{path}."), not_null(member), paths);
        if let Some(items) = not_null(member).get_mut("items") {
            describe_members(&format!("{path}[]."), items, paths);
        }
        if !member.is_object() {
            *member = Value::Object(Map::new());
        }
        member["description"] = json!(description);
        paths.push(path);
    }
}

/// Returns the schema of a member for values other than null.
fn not_null(member: &mut Value) -> &mut Value {
    if member
        .get("anyOf")
        .is_some_and(|any| any[1]["type"] == "null")
    {
        return &mut member["anyOf"][0];
    }
    member
}

#[test]
fn every_description_is_one_or_more_full_sentences() {
    for (path, description) in DESCRIPTIONS {
        let sentences: Vec<_> = description.split_inclusive(". ").collect();
        for sentence in &sentences {
            let sentence = sentence.trim_end();
            let start = sentence.chars().next().unwrap();
            assert!(start.is_uppercase() || start == '`', "{path}: {sentence}");
            assert!(sentence.ends_with('.'), "{path}: {sentence}");
        }
        let words = description.split_whitespace().count();
        assert!(words >= 5, "{path}: {description}");
    }
}
