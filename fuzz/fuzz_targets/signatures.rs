//! Verifies honest, altered and arbitrary signatures: both ways of verifying must agree.

#![no_main]

use std::sync::LazyLock;

use ed25519_dalek::{Signer as _, SigningKey};
use libfuzzer_sys::fuzz_target;
use pith_verify::trust::keyring::PublicKey;
use pith_verify::trust::signature::BothWays;

/// There are few keys, since each needs a table.
static SIGNERS: LazyLock<Vec<(SigningKey, BothWays)>> = LazyLock::new(|| {
    let signer = |seed| {
        let key = SigningKey::from_bytes(&[seed; 32]);
        let public = PublicKey::from_bytes(key.verifying_key().as_bytes());
        (key, BothWays::new(public.expect("honest")))
    };
    (0..8).map(signer).collect()
});

fuzz_target!(|bytes: &[u8]| {
    let [choice, rest @ ..] = bytes else {
        return;
    };
    let Some((change, message)) = rest.split_first_chunk::<64>() else {
        return;
    };
    let (signer, both) = &SIGNERS[usize::from(*choice) % SIGNERS.len()];
    let honest = signer.sign(message).to_bytes();
    assert_eq!(both.verdicts(message, &honest), [true; 2]);
    let mut altered = honest;
    for (byte, change) in altered.iter_mut().zip(change) {
        *byte ^= change;
    }
    for signature in [altered, *change] {
        let [once, often] = both.verdicts(message, &signature);
        assert_eq!(once, often, "{signature:02x?}");
    }
    // Sometimes, use a part of the input as the key.
    if choice & 0x80 != 0
        && let Some((key, message)) = message.split_first_chunk()
        && let Ok(key) = PublicKey::from_bytes(key)
    {
        let [once, often] = BothWays::new(key).verdicts(message, change);
        assert_eq!(once, often, "{change:02x?}");
    }
});
