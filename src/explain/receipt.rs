//! From the digest to the key that signed it.

use super::context::Context;
use super::{Item, Shell, Step};
use crate::trust::signature::TERMS;
use crate::verify::checks::id;

pub(super) fn receipt<'d>(context: &Context<'_, 'd>) -> Step<'d> {
    let summary = "An Ed25519 signature over the digest that was recomputed above, by a key that this \
                verifier trusts already; a key that came with the document would prove nothing. \
                The receipt signs no more than the digest: not its own dates, for \
                one.";
    let rule = "the digest that the receipt says it is over";
    let hash = context.item(id::RECEIPT_HASH, rule, shown("canonical_sha256", context));
    let mut items = vec![terms(context), hash];
    items.extend(message(context));
    let rule = "the key that the receipt names must be a trusted one";
    items.push(context.item(id::RECEIPT_KEY, rule, key_id(context)));
    items.extend(public_key(context));
    items.extend(fingerprint(context));
    let rule = "checked strictly, so that there is one signature only for what was signed: its \
                base64 in one spelling, S below the group order, key and R canonical and not of \
                small order, and the equation of RFC 8032 §5.1.7 without the cofactor";
    items.push(context.item(id::RECEIPT_SIGNATURE, rule, signature(context)));
    Step::new(summary, items)
}

fn terms<'d>(context: &Context<'_, 'd>) -> Item<'d> {
    let rule = "what the receipt says of how it was made; no other values are known";
    let mut item = context.item(id::RECEIPT_TERMS, rule, None);
    let stated = TERMS.iter().map(|(pointer, _)| context.string(pointer));
    let Some(stated) = stated.collect::<Option<Vec<_>>>() else {
        return item;
    };
    let names = TERMS
        .iter()
        .map(|(pointer, _)| pointer.replace("/receipt/", "."));
    let program = format!(".receipt | {}", names.collect::<Vec<_>>().join(", "));
    item.shell = Some(context.jq("jq -r", &program, stated.join("\n")));
    item.values = stated.into_iter().map(str::to_owned).collect();
    item
}

/// The line that shows a member of the receipt.
fn shown(name: &str, context: &Context<'_, '_>) -> Option<Shell> {
    let stated = context.string(&format!("/receipt/{name}"))?;
    Some(context.jq("jq -r", &format!(".receipt.{name}"), stated))
}

fn message<'d>(context: &Context<'_, 'd>) -> Option<Item<'d>> {
    let line = format!("{} | wc -c", context.digest_bytes()?);
    let rule = "the digest as 32 raw bytes, not its digits, with nothing before or after it";
    let shell = Shell::new(line, "32");
    Some(Item::derived("message", rule, "32 bytes", shell))
}

/// The line that shows how the receipt names the key.
fn key_id(context: &Context<'_, '_>) -> Option<Shell> {
    let unnamed = context.key.is_some_and(|key| !key.is_named());
    let name = if unnamed {
        "public_key_fingerprint"
    } else {
        "key_id"
    };
    shown(name, context)
}

fn public_key<'d>(context: &Context<'_, 'd>) -> Option<Item<'d>> {
    let key = context.key?.key();
    let (base64, hex) = (key.to_base64(), key.to_hex());
    let line = format!("printf %s {base64} | base64 -d | xxd -p -c 32");
    let shell = Shell::new(line, &*hex);
    let rule = "the trusted key itself, 32 bytes, in base64 and in hex";
    let mut item = Item::derived("public key", rule, base64, shell);
    item.values.push(hex);
    Some(item)
}

fn fingerprint<'d>(context: &Context<'_, 'd>) -> Option<Item<'d>> {
    let key = context.key?;
    let (base64, fingerprint) = (key.key().to_base64(), key.fingerprint());
    let line = format!("printf %s {base64} | base64 -d | sha256sum | cut -c1-32");
    let rule = "the first 32 hex digits of SHA-256 of the raw key; the receipt states it at \
                /receipt/public_key_fingerprint";
    let shell = Shell::new(line, fingerprint);
    Some(Item::derived("fingerprint", rule, fingerprint, shell))
}

/// OpenSSL reads key, message and signature of Ed25519 from files only.
fn signature(context: &Context<'_, '_>) -> Option<Shell> {
    let item = context.item(id::RECEIPT_SIGNATURE, "", None);
    let signature = context.string("/receipt/signature_b64");
    let signature =
        signature.filter(|text| crate::record::encoding::from_base64::<64>(text).is_ok())?;
    if !item.was_run() {
        return None;
    }
    let (digest, key) = (context.signed?.digest, context.key?);
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
    let prints = if item.passed() {
        "Signature Verified Successfully"
    } else {
        "Signature Verification Failure"
    };
    Some(Shell::new(line, prints))
}
