//! Reads any bytes as a key file: the result is usable keys or a reason.

#![no_main]

use libfuzzer_sys::fuzz_target;
use pith_verify::trust::key_file::parse_key_file;
use pith_verify::trust::keyring::{Keyring, PublicKey};

fuzz_target!(|bytes: &[u8]| {
    let Ok(keys) = parse_key_file(bytes) else {
        return;
    };
    assert!(!keys.is_empty(), "a key file without keys was taken");
    let mut keyring = Keyring::built_in();
    for key in keys {
        let text = key.key().to_base64();
        let raw = data_encoding::BASE64
            .decode(text.as_bytes())
            .expect("base64");
        let raw: [u8; 32] = raw.try_into().expect("32 bytes");
        assert_eq!(PublicKey::from_bytes(&raw).as_ref(), Ok(key.key()));
        assert!(
            !ed25519_dalek::VerifyingKey::from_bytes(&raw)
                .expect("a point")
                .is_weak()
        );
        if keyring.trust(key).is_ok() {
            assert!(
                keyring
                    .iter()
                    .any(|trusted| trusted.key().to_base64() == text)
            );
        }
    }
});
