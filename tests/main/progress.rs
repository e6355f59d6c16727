//! The line of progress: on standard error, and not among the reports.

use std::io::Write as _;

use flate2::write::GzEncoder;

use crate::support::run::{at_a_terminal, run, scratch, status, stderr, stdout};
use crate::support::{REAL_RECORD, read};

const DOCUMENTS: usize = 300;

fn lines() -> Vec<u8> {
    [read(REAL_RECORD).trim_ascii(), b"\n"]
        .concat()
        .repeat(DOCUMENTS)
}

/// The share that a line of progress states, and what the input is said to have.
fn part(line: &str) -> (String, u64) {
    let (_, rest) = line.split_once(" of ").expect(line);
    let (total, rest) = rest.split_once(" (").expect(line);
    let (percent, _) = rest.split_once("%) done, ").expect(line);
    (total.to_owned(), percent.parse().unwrap())
}

#[test]
fn progress_has_a_percentage_of_the_bytes_that_the_file_has() {
    let plain = scratch("progress-plain.ndjson", &lines());
    let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(&lines()).unwrap();
    let compressed = encoder.finish().unwrap();
    let paths = [plain, scratch("progress-compressed.ndjson.gz", &compressed)];
    let mut totals = Vec::new();
    for path in paths {
        let path = path.to_str().unwrap();
        let output = run(&["verify", "--progress", "always", "--only-failures", path]);
        assert_eq!((status(&output), stdout(&output)), (0, String::new()));
        let said = stderr(&output);
        let (total, percent) = part(said.lines().next().unwrap());
        assert!(percent <= 100, "{said}");
        totals.push(total);
    }
    // What is compressed has fewer bytes.
    assert!(totals[0].ends_with("MiB"), "{totals:?}");
    assert!(totals[1].ends_with("KiB"), "{totals:?}");
}

/// A terminal shows what follows the last command that clears the line.
fn shown(line: &str) -> String {
    let shown = line.rsplit("\u{1b}[2K").next().unwrap();
    let mut pieces = shown.split("\u{1b}[");
    let mut text = pieces.next().unwrap().to_owned();
    for piece in pieces {
        text += piece
            .split_once(|char: char| char.is_ascii_alphabetic())
            .unwrap()
            .1;
    }
    text.trim_start_matches('\r').to_owned()
}

#[test]
fn no_report_is_written_into_the_line_of_progress() {
    let path = scratch("progress-terminal.ndjson", &lines());
    let path = path.to_str().unwrap();
    let Some(output) = at_a_terminal(&["verify", "--jobs", "1", "--progress", "always", path])
    else {
        return;
    };
    assert_eq!(status(&output), 0);
    let text = stdout(&output);
    assert!(text.contains(" not passed"), "no progress: {text}");
    let reports = text.split('\n').filter(|line| line.contains("PASS"));
    let mut count = 0;
    for report in reports {
        assert!(shown(report).starts_with("PASS  "), "{report:?}");
        count += 1;
    }
    assert_eq!(count, DOCUMENTS);
    let last = text.trim_end().rsplit('\n').next().unwrap();
    assert!(
        shown(last).starts_with("300 documents: 300 passed"),
        "{last:?}"
    );
}
