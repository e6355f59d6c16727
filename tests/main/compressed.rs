//! Tests compressed input: reports are the same as without compression, and damaged input is an
//! error.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use flate2::write::GzEncoder;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};
use serde_json::Value;

use crate::support::run::{reports, run, run_with_input, scratch, status, stderr, stdout};
use crate::support::{REAL_RECORD, read};

const RECORD: &str = "fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json";
/// The first bytes of a frame of zstd data.
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

fn zstd(content: &[u8]) -> Vec<u8> {
    compress_to_vec(content, CompressionLevel::Fastest)
}

/// A way to compress data, with its file extension.
type Format = (&'static str, fn(&[u8]) -> Vec<u8>);

const FORMATS: [Format; 2] = [("gz", gzip), ("zst", zstd)];

fn lines(count: usize) -> Vec<u8> {
    [read(REAL_RECORD).trim_ascii(), b"\n"]
        .concat()
        .repeat(count)
}

fn verify(path: &Path) -> (i32, Vec<Value>) {
    let output = run(&["verify", "--json", "--jobs", "2", path.to_str().unwrap()]);
    (status(&output), reports(&output))
}

/// Returns the code and the message of the error in a report.
fn error(report: &Value) -> (&str, &str) {
    let error = &report["error"];
    (
        error["code"].as_str().unwrap_or(""),
        error["message"].as_str().unwrap_or(""),
    )
}

/// Returns a block of zstd data that repeats one byte; `last` marks the last block.
fn repeat_block(length: u32, last: bool) -> [u8; 4] {
    let [a, b, c, _] = (u32::from(last) | 1 << 1 | length << 3).to_le_bytes();
    [a, b, c, 0]
}

#[test]
fn reports_the_same_as_without_compression() {
    let text = lines(300);
    let plain = scratch("plain.ndjson", &text);
    let expected = stdout(&run(&["verify", "--json", plain.to_str().unwrap()]));
    for (extension, compress) in FORMATS {
        // The input has several members or frames, one of which is empty.
        let (head, tail) = text.split_at(text.len() / 3);
        let bytes = [compress(head), compress(b""), compress(tail)].concat();
        for name in [
            format!("lines.ndjson.{extension}"),
            format!("{extension}.ndjson"),
            "LINES.JSONL.GZ".into(),
        ] {
            let path = scratch(&name, &bytes);
            for jobs in ["1", "3"] {
                let output = run(&["verify", "--json", "--jobs", jobs, path.to_str().unwrap()]);
                assert_eq!(status(&output), 0, "{name}: {}", stderr(&output));
                let found = stdout(&output).replace(&*name, "plain.ndjson");
                assert!(found == expected, "{name}, {jobs} jobs");
            }
        }
        let piped = run_with_input(&["verify", "--json", "--ndjson"], &bytes);
        assert_eq!(status(&piped), 0, "{}", stderr(&piped));
        assert_eq!(reports(&piped).len(), 300);
        // The input is a single document, in a file and from standard input.
        let bytes = compress(&read(REAL_RECORD));
        for name in [format!("one.json.{extension}"), format!("{extension}.json")] {
            assert_eq!(verify(&scratch(&name, &bytes)).0, 0, "{name}");
        }
        assert_eq!(status(&run_with_input(&["verify"], &bytes)), 0);
        assert_eq!(status(&run_with_input(&["canon", "-"], &bytes)), 0);
    }
}

#[test]
fn finds_compressed_files_in_directories() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("compressed");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("a.json"), gzip(&read(REAL_RECORD))).unwrap();
    std::fs::write(folder.join("b.JSON.Gz"), gzip(b"{}")).unwrap();
    std::fs::write(folder.join("c.ndjson.zst"), zstd(&lines(2))).unwrap();
    std::fs::write(folder.join("d.tar.gz"), gzip(b"")).unwrap();
    let output = run(&["verify", "--json", folder.to_str().unwrap()]);
    let verdicts: Vec<_> = reports(&output)
        .iter()
        .map(|report| report["verdict"].clone())
        .collect();
    assert_eq!(verdicts, ["pass", "unverifiable", "pass", "pass"]);
    assert!(stderr(&output).starts_with("1 other file not looked at: 1 .gz\n"));
}

#[test]
fn truncated_input_is_unreadable_at_every_length() {
    let text = lines(3);
    for (extension, compress) in FORMATS {
        let whole = compress(&text);
        let name = format!("cut.ndjson.{extension}");
        for length in (0..40)
            .chain((40..whole.len()).step_by(97))
            .chain(whole.len() - 10..whole.len())
        {
            let path = scratch(&name, &whole[..length]);
            let (status, reports) = verify(&path);
            assert_eq!(status, 2, "{name}: {length} bytes");
            let (code, message) = error(reports.last().unwrap());
            assert_eq!(code, "unreadable", "{name}: {length} bytes");
            assert!(
                message.contains("cut off") || length < 5,
                "{length}: {message}"
            );
        }
        let path = scratch(&format!("cut.json.{extension}"), &whole[..whole.len() - 1]);
        assert_eq!(error(&verify(&path).1[0]).0, "unreadable");
        let piped = run_with_input(&["verify", "--json", "--ndjson"], &whole[..whole.len() / 2]);
        assert_eq!(status(&piped), 2);
        assert_eq!(error(reports(&piped).last().unwrap()).0, "unreadable");
    }
}

#[test]
fn damaged_input_and_trailing_data_are_unreadable() {
    let text = lines(3);
    for (extension, compress) in FORMATS {
        let whole = compress(&text);
        let mut checksum = whole.clone();
        let place = checksum.len() - if extension == "gz" { 8 } else { 1 };
        checksum[place] ^= 1;
        let mut middle = whole.clone();
        let place = middle.len() / 2;
        middle[place..place + 8].fill(0xff);
        for (what, bytes, documents) in [
            ("checksum", checksum, 4),
            ("middle", middle, 0),
            ("garbage", [&whole[..], b"garbage after it"].concat(), 4),
            ("zeros", [&whole[..], &[0; 512]].concat(), 4),
        ] {
            let (status, reports) =
                verify(&scratch(&format!("damaged.ndjson.{extension}"), &bytes));
            assert_eq!(status, 2, "{extension}, {what}");
            let (code, message) = error(reports.last().unwrap());
            assert_eq!(code, "unreadable", "{extension}, {what}");
            assert!(
                message.contains("damaged") || what == "middle",
                "{extension}, {what}: {message}"
            );
            assert!(
                documents == 0 || reports.len() == documents,
                "{extension}, {what}"
            );
        }
    }
    // The frame states a content of 2 bytes, but has another length.
    let frame = [&ZSTD[..], &[0b0010_0000, 2], &repeat_block(1, true)].concat();
    let (_, reports) = verify(&scratch("length.ndjson.zst", &frame));
    let (code, message) = error(&reports[0]);
    assert_eq!(code, "unreadable");
    assert!(
        message.contains("length") || message.contains("damaged"),
        "{message}"
    );
}

#[test]
fn uncompressed_input_with_a_compressed_name_is_unreadable() {
    for name in ["empty.ndjson.gz", "plain.ndjson.zst", "plain.json.gz"] {
        let content = if name.starts_with("empty") {
            Vec::new()
        } else {
            read(REAL_RECORD)
        };
        let (status, reports) = verify(&scratch(name, &content));
        assert_eq!((status, error(&reports[0]).0), (2, "unreadable"), "{name}");
    }
}

#[test]
fn skips_skippable_frames() {
    let skipped = [&[0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0][..], b"abc"].concat();
    let frame = zstd(&lines(2));
    let whole = [&skipped[..], &frame, &skipped, &frame, &skipped].concat();
    let (status, reports) = verify(&scratch("skippable.ndjson.zst", &whole));
    assert_eq!((status, reports.len()), (0, 4));
    let cut = &whole[..whole.len() - 1];
    let (status, reports) = verify(&scratch("skippable.ndjson.zst", cut));
    assert_eq!((status, reports.len()), (2, 5));
    assert!(error(&reports[4]).1.contains("cut off"));
}

/// Runs the binary with an address space of at most `kib` KiB.
#[cfg(target_os = "linux")]
fn limited(kib: u32, arguments: &[&str]) -> std::process::Output {
    std::process::Command::new("sh")
        .args([
            "-c",
            &format!("ulimit -v {kib} && exec \"$0\" \"$@\""),
            env!("CARGO_BIN_EXE_pith"),
        ])
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap()
}

#[test]
#[cfg(target_os = "linux")]
fn a_decompression_bomb_is_too_large_and_takes_little_memory() {
    // The data are 1 GiB of zeros, followed by a record.
    let mut frame = [&ZSTD[..], &[0, 7 << 3]].concat();
    for number in 0..8192 {
        frame.extend(repeat_block(1 << 17, number == 8191));
    }
    let bomb = [frame, zstd(&[b"\n", &lines(1)[..]].concat())].concat();
    let gzipped = gzip(&vec![0; 1 << 28]);
    for (name, bytes, count) in [
        ("bomb.ndjson.zst", &bomb, 2),
        ("bomb.json.zst", &bomb, 1),
        ("bomb.json", &bomb, 1),
        ("bomb.ndjson.gz", &gzipped, 1),
        ("bomb.json.gz", &gzipped, 1),
    ] {
        let path = scratch(name, bytes);
        let output = limited(
            200_000,
            &["verify", "--json", "--jobs", "2", path.to_str().unwrap()],
        );
        assert_eq!(status(&output), 2, "{name}: {}", stderr(&output));
        let reports = reports(&output);
        assert_eq!(
            (reports.len(), error(&reports[0]).0),
            (count, "too-large"),
            "{name}"
        );
        assert!(count == 1 || reports[1]["verdict"] == "pass");
    }
}

#[test]
fn refuses_a_frame_whose_window_is_too_large() {
    let frame = [&ZSTD[..], &[0, 21 << 3], &repeat_block(1, true)].concat();
    for name in ["window.ndjson.zst", "window.json.zst", "window.json"] {
        let (status, reports) = verify(&scratch(name, &frame));
        assert_eq!((status, reports.len()), (2, 1), "{name}");
        let (code, message) = error(&reports[0]);
        assert_eq!(code, "unreadable");
        assert!(message.contains("window of 2147483648 bytes"), "{message}");
    }
    let dictionary = [&ZSTD[..], &[1, 7 << 3, 9], &repeat_block(1, true)].concat();
    let (status, _) = verify(&scratch("dictionary.ndjson.zst", &dictionary));
    assert_eq!(status, 2);
}

#[test]
fn does_not_wait_for_the_rest_of_a_short_input() {
    // Each input begins like compressed data and ends before this is certain.
    for input in [&b"\x1f"[..], b"(", b"P*M", b"\x28\xb5"] {
        let output = run_with_input(&["verify", "--json", "--ndjson"], input);
        assert_eq!((status(&output), reports(&output).len()), (2, 1));
        assert_ne!(error(&reports(&output)[0]).0, "");
    }
    assert_eq!(status(&run(&["verify", "-q", RECORD])), 0);
}
