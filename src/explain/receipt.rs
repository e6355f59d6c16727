//! Explains the receipt, which leads from the digest to the key that signed it.

use super::context::Context;
use super::shell::Shell;
use super::shell::jq_path;
use super::step::{Item, Step};
use crate::json::digest::Digest;
use crate::record::encoding;
use crate::trust::keyring::TrustedKey;
use crate::verify::checks::receipt;
use crate::verify::places::Receipt;

/// The rule about every signature, in words.
pub(super) const STRICTLY: &str = "verified strictly, so that no second form of the signature is accepted: its base64 is \
    canonical, S is below the group order, key and R are canonical and not of small order, \
    and the equation of RFC 8032 §5.1.7 holds without the cofactor";

pub(super) fn receipt<'c>(context: &Context<'c, '_>) -> Step<'c> {
    let mut summary = String::from(
        "The receipt holds an Ed25519 signature over the digest that was recomputed \
            above. It must come from a key that this verifier already trusts: a key inside \
            the document would prove nothing. The signature covers only the digest, for \
            example not the dates in the receipt.",
    );
    if context.report.has_unsigned_receipt() {
        summary += " This receipt has no signature, so there is nothing to verify.";
    }
    let Some(receipt) = context.subject.places.receipt else {
        return Step::new(summary, Vec::new());
    };
    let rule = "the digest that the receipt states";
    let hash = context.item(
        receipt::HASH.id(),
        rule,
        shown(receipt.digest.pointer, context),
    );
    let mut items: Vec<_> = terms(receipt, context).into_iter().chain(hash).collect();
    items.extend(message(context));
    let rule = "the key that the receipt names must be a trusted one";
    items.extend(context.item(receipt::KEY.id(), rule, key_id(receipt, context)));
    if let Some(key) = context.subject.key {
        items.push(public_key(key));
        items.push(fingerprint(key, receipt.fingerprint.pointer));
    }
    let digest = context.record.map(|signed| signed.digest);
    let over = digest.zip(context.subject.key);
    let item = context.item(receipt::SIGNATURE.id(), STRICTLY, None);
    items.extend(item.map(|item| Item {
        shell: signature(context, receipt.signature.pointer, over, &item),
        ..item
    }));
    Step::new(summary, items)
}

fn terms<'c>(receipt: &Receipt, context: &Context<'c, '_>) -> Option<Item<'c>> {
    let rule = "how the receipt says that it was made; no other values are known";
    let mut item = context.item(receipt::TERMS.id(), rule, None)?;
    let stated = receipt
        .terms
        .map(|(place, _)| context.string(place.pointer));
    let Some(stated) = stated.into_iter().collect::<Option<Vec<_>>>() else {
        return Some(item);
    };
    let names = receipt
        .terms
        .map(|(place, _)| place.pointer.replace(receipt.object, "").replace('/', "."));
    let program = format!("{} | {}", jq_path(receipt.object), names.join(", "));
    item.shell = Some(context.jq("jq -r", &program, stated.join("\n")));
    item.values = stated.into_iter().map(str::to_owned).collect();
    Some(item)
}

/// Returns the shell line that shows the string at a JSON Pointer.
pub(super) fn shown(pointer: &str, context: &Context<'_, '_>) -> Option<Shell> {
    let stated = context.string(pointer)?;
    Some(context.jq("jq -r", &jq_path(pointer), stated))
}

fn message<'c>(context: &Context<'c, '_>) -> Option<Item<'c>> {
    let line = format!("{} | wc -c", context.digest_bytes()?);
    let rule = "the digest as 32 raw bytes, not its digits, with nothing before or after it";
    let shell = Shell::new(line, "32");
    Some(Item::derived("message", rule, "32 bytes", shell))
}

/// Returns the shell line that shows how the receipt names the key.
fn key_id(receipt: &Receipt, context: &Context<'_, '_>) -> Option<Shell> {
    let unnamed = context.subject.key.is_some_and(|key| !key.is_named());
    let name = if unnamed {
        receipt.fingerprint.pointer
    } else {
        receipt.key_id.pointer
    };
    shown(name, context)
}

/// Returns an item that shows the trusted key itself.
pub(super) fn public_key(key: &TrustedKey) -> Item<'static> {
    let (base64, hex) = (key.key().to_base64(), key.key().to_hex());
    let line = format!("printf %s {base64} | base64 -d | xxd -p -c 32");
    let shell = Shell::new(line, &*hex);
    let rule = "the trusted key itself, 32 bytes, in base64 and in hex";
    let mut item = Item::derived("public key", rule, base64, shell);
    item.values.push(hex);
    item
}

fn fingerprint(key: &TrustedKey, stated_at: &str) -> Item<'static> {
    let (base64, fingerprint) = (key.key().to_base64(), key.fingerprint());
    let line = format!("printf %s {base64} | base64 -d | sha256sum | cut -c1-32");
    let rule = format!(
        "the first 32 hex digits of SHA-256 of the raw key; the receipt states it at {stated_at}"
    );
    let shell = Shell::new(line, fingerprint);
    Item::derived("fingerprint", rule, fingerprint, shell)
}

/// Returns the shell lines that verify a signature over a digest.
///
/// For Ed25519, OpenSSL reads key, message and signature from files only.
pub(super) fn signature(
    context: &Context<'_, '_>,
    pointer: &str,
    over: Option<(Digest, &TrustedKey)>,
    item: &Item<'_>,
) -> Option<Shell> {
    let signature = context.string(pointer);
    let signature = signature.filter(|text| encoding::from_base64::<64>(text).is_ok())?;
    if !item.was_run() {
        return None;
    }
    let (digest, key) = over?;
    // The parentheses make this one command in a subshell, so that it cannot run in part, or in
    // another folder.
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
