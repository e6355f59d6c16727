//! Tests `--failed-to`, which keeps the documents that do not pass, byte for byte.

use crate::support::run::{folder, reports, run, run_with_input, status, stderr};
use crate::support::{REAL_RECORD, read_json};

const RECORD: &str = "fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json";
const ALTERED: &str = "fixtures/invalid/title--other-word.json";

#[test]
fn documents_that_fail_are_kept_byte_for_byte() {
    let folder = folder("kept", &[]);
    let path = folder.join("failed.ndjson");
    let failed_to = path.to_str().unwrap();
    let line = |path: &str| std::fs::read(path).unwrap();
    let latin = "fixtures/invalid/invalid-utf8--latin-1.json";
    let pretty = folder.join("pretty \u{202e}[31m.json");
    let broken = serde_json::to_string_pretty(&serde_json::json!({"a": [1]})).unwrap();
    std::fs::write(&pretty, &broken).unwrap();
    let paths = [
        RECORD,
        ALTERED,
        latin,
        pretty.to_str().unwrap(),
        "no-such-file",
    ];
    let output = run(&[&["verify", "-q", "--failed-to", failed_to], &paths[..]].concat());
    assert_eq!(status(&output), 1);
    assert_eq!(
        std::fs::read(&path).unwrap(),
        [line(ALTERED), b"\n".to_vec()].concat()
    );
    let others = folder.join("failed.ndjson.d");
    let mut files: Vec<_> = std::fs::read_dir(&others)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let names: Vec<_> = files
        .iter()
        .map(|file| file.file_name().unwrap().to_str().unwrap())
        .collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(
        names[0].ends_with("invalid-utf8--latin-1.json"),
        "{names:?}"
    );
    assert!(
        names[1].starts_with("000002-")
            && names[1].ends_with("pretty__[31m.json".replace('[', "_").as_str()),
        "{names:?}"
    );
    assert_eq!(std::fs::read(&files[0]).unwrap(), line(latin));
    assert_eq!(std::fs::read(&files[1]).unwrap(), broken.into_bytes());
    assert!(
        stderr(&output).contains("left out 1 document that could not be read"),
        "{}",
        stderr(&output)
    );
    // Verifying the kept documents again gives the same failures.
    let again = run(&["verify", "--format", "brief", failed_to]);
    assert_eq!(status(&again), 1);
    assert_eq!(
        reports(&again)[0]["failed"],
        serde_json::json!(["title", "graph-paper"])
    );
}

#[test]
fn what_an_earlier_run_kept_is_overwritten_only_by_force() {
    let folder = folder("kept-before", &[]);
    let path = folder.join("failed");
    let kept = folder.join("failed.d");
    let failed_to = path.to_str().unwrap();
    let latin = "fixtures/invalid/invalid-utf8--latin-1.json";
    let verify = |more: &[&str]| run(&[&["verify", "-q", "--failed-to", failed_to], more].concat());
    let files = || std::fs::read_dir(&kept).unwrap().count();
    assert_eq!(status(&verify(&[ALTERED, latin])), 1);
    let before = std::fs::read(&path).unwrap();
    std::fs::write(kept.join("notes.txt"), "mine").unwrap();

    let output = verify(&[RECORD]);
    assert_eq!(status(&output), 2);
    let hint = "failed exists already; give the name of a new file, or overwrite it with --force\n";
    assert!(stderr(&output).ends_with(hint), "{}", stderr(&output));
    // What it keeps is not overwritten while it is an input.
    let kept_path = kept.to_str().unwrap();
    for input in [kept_path, &format!("{kept_path}/notes.txt")] {
        let output = verify(&["--force", input]);
        assert_eq!(status(&output), 2, "{input}");
        assert!(stderr(&output).contains("is also an input"), "{input}");
    }
    assert_eq!((std::fs::read(&path).unwrap(), files()), (before, 2));

    assert_eq!(status(&verify(&["--force", RECORD])), 0);
    assert_eq!((std::fs::read(&path).unwrap().len(), files()), (0, 1));
    assert_eq!(status(&verify(&["--force", latin, latin])), 2);
    assert_eq!(files(), 3);
    // The folder alone is as good a reason to stop.
    std::fs::remove_file(&path).unwrap();
    assert_eq!(status(&verify(&[RECORD])), 2);
    assert!(!path.exists());
    assert_eq!(status(&run(&["verify", "-q", "--force", RECORD])), 2);
}

#[test]
fn lines_that_fail_are_kept_in_order_for_any_number_of_jobs() {
    let folder = folder("kept-lines", &[]);
    let good = read_json(REAL_RECORD).to_string();
    let mut lines = Vec::new();
    let mut wanted = String::new();
    for number in 0..300 {
        let line = if number % 3 == 0 {
            format!("{{\"n\":{number}}}\r")
        } else {
            good.clone()
        };
        if number % 3 == 0 {
            wanted += &format!("{line}\n");
        }
        lines.extend(line.into_bytes());
        lines.push(b'\n');
    }
    for jobs in ["1", "4"] {
        let path = folder.join(jobs);
        let failed_to = path.to_str().unwrap();
        let arguments = [
            "verify",
            "-q",
            "--ndjson",
            "--jobs",
            jobs,
            "--failed-to",
            failed_to,
            "-",
        ];
        let output = run_with_input(&arguments, &lines);
        assert_eq!(status(&output), 2);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), wanted);
    }
}

#[test]
fn a_file_that_cannot_be_written_ends_with_status_2() {
    let output = run(&[
        "verify",
        "-q",
        "--failed-to",
        "/no/such/folder/failed",
        RECORD,
    ]);
    assert_eq!(status(&output), 2);
    if std::path::Path::new("/dev/full").exists() {
        let output = run(&["verify", "-q", "--failed-to", "/dev/full", RECORD]);
        assert_eq!(status(&output), 2);
    }
}
