//! The parts of a verification, for the benchmarks of time and of instructions.

use std::collections::BTreeMap;
use std::hint::black_box;

use ed25519_dalek::Signer as _;
use pith_verify::explain::{Explanation, RepeatedOptions};
use pith_verify::json::canonical::CanonicalBytes;
use pith_verify::json::digest::Digest;
use pith_verify::json::document::Document;
use pith_verify::record::text_hash::TextHash;
use pith_verify::render::{FORMATS, Style, write_explanation, write_explanation_html};
use pith_verify::trust::keyring::{Keyring, PublicKey};
use pith_verify::trust::signature::verifies;
use pith_verify::{Report, Verdict, Verifier};
use pith_verify::{report::Source, verify::Reading};
use serde_json::value::RawValue;

/// The real record.
const RECORD: &[u8] = include_bytes!("../../fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json");
const INTEGRITY_DOCUMENT: &[u8] =
    include_bytes!("../../fixtures/vectors/integrity_documents/2604.18730.json");
const BUNDLE: &[u8] =
    include_bytes!("../../fixtures/valid/composed-bundle-of-the-real-record.json");
/// A key has no precomputed multiples before this number of uses.
const FIRST_USES: usize = 60;

/// A part that is ready to be measured.
pub struct Part {
    /// The number of bytes that are processed, if the cost depends mostly on it.
    pub bytes: Option<usize>,
    pub run: Box<dyn FnMut()>,
}

type Prepare = fn() -> Part;

/// The name of each part, and the function that prepares it.
pub const PARTS: &[(&str, Prepare)] = &[
    ("reading", reading),
    ("canonical form", canonical_form),
    ("digest", digest),
    ("text hashes", text_hashes),
    ("verify_strict", verify_strict),
    ("signature, key is new", signature_by_new_key),
    ("signature, key is used often", signature),
    ("checks", || checks(RECORD, false)),
    ("checks without links", || checks(without_links(), false)),
    ("checks and coverage", || checks(RECORD, true)),
    ("whole record", || whole(RECORD)),
    ("whole integrity document", || whole(INTEGRITY_DOCUMENT)),
    ("whole bundle", || whole(BUNDLE)),
    ("report as text", || format("text")),
    ("report as JSON", || format("json")),
    ("report as brief JSON", || format("brief")),
    ("explanation as text", || {
        explained(|explanation, out| write_explanation(explanation, Style::default(), out).unwrap())
    }),
    ("explanation as page", || {
        explained(|explanation, out| write_explanation_html(explanation, out).unwrap())
    }),
];

fn part<T>(bytes: Option<usize>, mut run: impl FnMut() -> T + 'static) -> Part {
    Part {
        bytes,
        run: Box::new(move || drop(black_box(run()))),
    }
}

/// Keeps a value until the process ends, so that others can borrow from it.
fn kept<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

fn source() -> Source {
    Source::file("record.json")
}

fn verifier(details: bool) -> Verifier {
    let mut verifier = Verifier::default();
    verifier.details = details;
    verifier
}

fn report(details: bool, text: &'static [u8]) -> Report<'static> {
    let report = kept(verifier(details)).report(source(), kept(Document::read(text)));
    assert_eq!(report.verdict(), Verdict::Pass);
    report
}

fn document() -> &'static Document<'static> {
    kept(Document::read(RECORD).unwrap())
}

fn canonical() -> CanonicalBytes {
    CanonicalBytes::of(document().root().at("/canonical_record").unwrap())
}

fn text_at(pointer: &str) -> &'static str {
    document().root().at(pointer).unwrap().as_str().unwrap()
}

fn reading() -> Part {
    part(Some(RECORD.len()), || {
        Document::read(black_box(RECORD)).map(|document| document.root().is_leaf())
    })
}

fn canonical_form() -> Part {
    let value = document().root().at("/canonical_record").unwrap();
    let bytes = canonical().as_bytes().len();
    part(Some(bytes), move || CanonicalBytes::of(black_box(value)))
}

fn digest() -> Part {
    let canonical = canonical();
    let bytes = canonical.as_bytes().len();
    part(Some(bytes), move || Digest::of(black_box(&canonical)))
}

fn text_hashes() -> Part {
    let texts = ["/paper/title", "/paper/abstract_excerpt"].map(text_at);
    part(None, move || black_box(texts).map(TextHash::of))
}

fn verify_strict() -> Part {
    let key = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
    let message = [1; 32];
    let signature = key.sign(&message);
    let key = key.verifying_key();
    part(None, move || {
        key.verify_strict(black_box(&message), &signature)
    })
}

fn signed() -> (Digest, [u8; 64]) {
    let signature = text_at("/receipt/signature_b64").as_bytes();
    let signature = data_encoding::BASE64.decode(signature).unwrap();
    (Digest::of(&canonical()), signature.try_into().unwrap())
}

fn signature() -> Part {
    let (digest, signature) = signed();
    let keys = kept(Keyring::built_in());
    let key = keys.iter().next().unwrap().key();
    part(None, move || assert!(verifies(key, &digest, &signature)))
}

/// Takes another copy of the key before the present one has been used often.
fn signature_by_new_key() -> Part {
    let (digest, signature) = signed();
    let keys = Keyring::built_in();
    let key = keys.iter().next().unwrap().key().to_base64();
    let key = data_encoding::BASE64.decode(key.as_bytes()).unwrap();
    let new = move || PublicKey::from_bytes(key.as_slice().try_into().unwrap()).unwrap();
    let mut copies = (0..8)
        .map(|_| new())
        .collect::<Vec<_>>()
        .into_iter()
        .cycle();
    let (mut key, mut uses) = (copies.next().unwrap(), 0);
    part(None, move || {
        if uses == FIRST_USES {
            (key, uses) = (copies.next().unwrap(), 0);
        }
        uses += 1;
        assert!(verifies(&key, &digest, &signature));
    })
}

/// Returns the real record with empty objects instead of its links.
fn without_links() -> &'static [u8] {
    let real = str::from_utf8(RECORD).unwrap();
    let members: BTreeMap<&str, &RawValue> = serde_json::from_str(real).unwrap();
    let mut text = real.to_owned();
    for name in ["links", "agent_actions"] {
        text = text.replacen(members.get(name).unwrap().get(), "{}", 1);
    }
    kept(text).as_bytes()
}

/// Verifies a document that was read already.
fn checks(text: &'static [u8], details: bool) -> Part {
    report(details, text);
    let verifier = verifier(details);
    let reading = kept(Document::read(text));
    part(None, move || verifier.report(source(), reading).verdict())
}

/// Reads and verifies a document, as the command does with `-q`.
fn whole(text: &'static [u8]) -> Part {
    report(false, text);
    let verifier = verifier(false);
    part(None, move || {
        let reading: Reading<'_> = Document::read(black_box(text));
        verifier.report(source(), &reading).verdict()
    })
}

fn format(name: &str) -> Part {
    let format = FORMATS.iter().find(|format| format.name == name).unwrap();
    let report = report(true, RECORD);
    let mut out = Vec::new();
    part(None, move || {
        out.clear();
        (format.write)(&report, Style::default(), &mut out).unwrap();
    })
}

/// Writes the explanation of a record that was verified already.
fn explained(write: fn(&Explanation<'_>, &mut Vec<u8>)) -> Part {
    let invocation = RepeatedOptions::default().invocation("record.json");
    let reading = kept(Document::read(RECORD));
    let explanation = Explanation::of(kept(verifier(true)), source(), reading, invocation);
    let mut out = Vec::new();
    part(None, move || {
        out.clear();
        write(&explanation, &mut out);
    })
}
