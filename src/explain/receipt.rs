//! From the digest to the key that signed it.

use super::story::Story;
use super::{Item, Shell, Told};
use crate::trust::signature::TERMS;

pub(super) fn receipt(story: &Story<'_, '_>) -> Told {
    let says = "An Ed25519 signature over the digest that was recomputed above, by a key that this \
                verifier trusts already; a key that came with the document would prove nothing. \
                The receipt signs no more than the digest: not its own dates, for \
                one.";
    let mut items = vec![
        terms(story),
        story.item(
            "receipt-hash",
            "the digest that the receipt says it is over",
            hash(story),
        ),
    ];
    items.extend(message(story));
    items.push(story.item(
        "receipt-key",
        "the key that the receipt names must be a trusted one",
        key_id(story),
    ));
    items.extend(public_key(story));
    items.extend(fingerprint(story));
    let rule = "checked strictly, so that there is one signature only for what was signed: its \
                base64 in one spelling, S below the group order, key and R canonical and not of \
                small order, and the equation of RFC 8032 §5.1.7 without the cofactor";
    items.push(story.item("receipt-signature", rule, signature(story)));
    Told {
        says: says.into(),
        items,
        ..Told::default()
    }
}

fn terms(story: &Story<'_, '_>) -> Item {
    let rule = "what the receipt says of how it was made; no other values are known";
    let mut item = story.item("receipt-terms", rule, None);
    let stated = TERMS.iter().map(|(pointer, _)| story.string(pointer));
    let Some(stated) = stated.collect::<Option<Vec<_>>>() else {
        return item;
    };
    let names = TERMS
        .iter()
        .filter_map(|(pointer, _)| pointer.strip_prefix("/receipt/"));
    let names: Vec<_> = names.map(|name| format!(".{name}")).collect();
    let program = format!(".receipt | {}", names.join(", "));
    item.shell = Some(story.jq("jq -r", &program, stated.join("\n")));
    item.values = stated.into_iter().map(str::to_owned).collect();
    item
}

fn hash(story: &Story<'_, '_>) -> Option<Shell> {
    let stated = story.string("/receipt/canonical_sha256")?;
    Some(story.jq("jq -r", ".receipt.canonical_sha256", stated))
}

fn message(story: &Story<'_, '_>) -> Option<Item> {
    let line = format!("{} | wc -c", story.digest_bytes()?);
    let rule = "the digest as 32 raw bytes, not its digits, with nothing before or after it";
    let value = "32 bytes";
    Some(Item::derived(
        "message",
        rule,
        value,
        Some(Shell::new(line, "32")),
    ))
}

/// The line that shows what the receipt names the key by.
fn key_id(story: &Story<'_, '_>) -> Option<Shell> {
    let unnamed = story.key.is_some_and(|key| !key.is_named());
    let name = match unnamed {
        true => "public_key_fingerprint",
        false => "key_id",
    };
    let stated = story.string(&format!("/receipt/{name}"))?;
    Some(story.jq("jq -r", &format!(".receipt.{name}"), stated))
}

fn public_key(story: &Story<'_, '_>) -> Option<Item> {
    let key = story.key?.key();
    let (base64, hex) = (key.to_base64(), key.to_hex());
    let shell = Shell::new(
        format!("printf %s {base64} | base64 -d | xxd -p -c 32"),
        &*hex,
    );
    let rule = "the trusted key itself, 32 bytes, in base64 and in hex";
    let mut item = Item::derived("public key", rule, base64, Some(shell));
    item.values.push(hex);
    Some(item)
}

fn fingerprint(story: &Story<'_, '_>) -> Option<Item> {
    let key = story.key?;
    let line = format!(
        "printf %s {} | base64 -d | sha256sum | cut -c1-32",
        key.key().to_base64()
    );
    let rule = "the first 32 hex digits of SHA-256 of the raw key; the receipt states it at \
                /receipt/public_key_fingerprint";
    let shell = Shell::new(line, key.fingerprint());
    Some(Item::derived(
        "fingerprint",
        rule,
        key.fingerprint(),
        Some(shell),
    ))
}

/// OpenSSL reads key, message and signature of Ed25519 from files only.
fn signature(story: &Story<'_, '_>) -> Option<Shell> {
    let item = story.item("receipt-signature", "", None);
    let signature = story.string("/receipt/signature_b64");
    let signature =
        signature.filter(|text| crate::trust::encoding::from_base64::<64>(text).is_ok())?;
    if !item.was_made() {
        return None;
    }
    let (digest, key) = (story.record.digest?, story.key?);
    // One command in a shell of its own: it cannot run in part, nor outside its folder.
    let line = format!(
        "(d=$(mktemp -d) && cd \"$d\" &&\n\
         printf '%s\\n' '-----BEGIN PUBLIC KEY-----' {} '-----END PUBLIC KEY-----' >key.pem &&\n\
         printf %s {digest} | xxd -r -p >message &&\n\
         printf %s {signature} | base64 -d >signature &&\n\
         openssl pkeyutl -verify -rawin -pubin -inkey key.pem -in message -sigfile signature\n\
         rm -rf \"$d\")",
        key.key().to_spki_base64()
    );
    let prints = match item.passed() {
        true => "Signature Verified Successfully",
        false => "Signature Verification Failure",
    };
    Some(Shell::new(line, prints))
}
