//! `-o`, `--junit` and `--html`: a file holds the whole output of a run, or is not touched.

use std::fs;
use std::path::Path;

use crate::support::run::{folder, pith, run, scratch, status, stderr, stdout};
use crate::support::{NULL_DEVICE, REAL_RECORD, read};

const RECORD: &str = "fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json";
const ALTERED: &str = "fixtures/invalid/canonical-hash--version-altered.json";
const UNKNOWN_KEY: &str = "fixtures/unverifiable/receipt-key--unknown-id.json";

/// The names in a folder: a temporary file that remains would be among them.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.collect();
    names.sort();
    names
}

#[test]
fn a_file_holds_what_standard_output_would() {
    let folder = folder("output-same", &[]);
    let file = folder.join("out");
    let path = file.to_str().unwrap();
    for arguments in [
        &["verify", RECORD][..],
        &["verify", "--json", RECORD, ALTERED],
        &[
            "verify",
            "--format",
            "junit",
            "--only-failures",
            RECORD,
            ALTERED,
            UNKNOWN_KEY,
        ],
        &["explain", RECORD],
        &["explain", "--json", ALTERED],
        &["explain", "--html", RECORD],
        &["explain", "--html", RECORD, ALTERED, UNKNOWN_KEY],
        &["explain", RECORD, ALTERED],
        &["canon", RECORD],
        &["schema"],
    ] {
        let printed = run(arguments);
        for option in [&["-o", path][..], &["--output", path]] {
            let output = run(&[arguments, option].concat());
            assert_eq!(
                (status(&output), stdout(&output), stderr(&output)),
                (status(&printed), String::new(), stderr(&printed)),
                "{arguments:?}"
            );
            assert!(fs::read(&file).unwrap() == printed.stdout, "{arguments:?}");
        }
        assert_eq!(names(&folder), ["out"]);
        let dash = run(&[arguments, &["-o", "-"]].concat());
        assert!(dash.stdout == printed.stdout, "{arguments:?}");
    }
    // What suits a terminal only is left out, unless it is asked for.
    let output = run(&["verify", "--color", "always", "-o", path, RECORD]);
    assert_eq!(status(&output), 0);
    assert!(fs::read_to_string(&file).unwrap().contains('\u{1b}'));
}

#[test]
fn one_run_writes_a_log_a_junit_file_and_a_page() {
    let folder = folder("output-artifacts", &[]);
    let at = |name: &str| folder.join(name).display().to_string();
    let (junit, html) = (at("junit.xml"), at("page.html"));
    // `pith explain` compares two documents, so there are one or more than two.
    for paths in [
        &[RECORD][..],
        &[ALTERED],
        &[RECORD, ALTERED, UNKNOWN_KEY, "no-such-file"],
    ] {
        let log = run(&[&["verify"], paths].concat());
        let with = |options: &[&str]| stdout(&run(&[options, paths].concat()));
        let expected = [
            with(&["verify", "--format", "junit"]),
            with(&["explain", "--html"]),
        ];
        for jobs in ["1", "3"] {
            let output = run(&[
                &["verify", "--jobs", jobs, "--junit", &junit, "--html", &html],
                paths,
            ]
            .concat());
            assert_eq!(status(&output), status(&log));
            assert_eq!(stdout(&output), stdout(&log));
            assert_eq!(stderr(&output), stderr(&log));
            for (path, expected) in [&junit, &html].into_iter().zip(&expected) {
                assert!(
                    fs::read_to_string(path).unwrap() == *expected,
                    "{path} of {paths:?}"
                );
            }
        }
        let quiet = run(&[&["verify", "-q", "--junit", &junit, "--html", &html], paths].concat());
        assert_eq!(
            (stdout(&quiet), stderr(&quiet)),
            (String::new(), String::new())
        );
        assert_eq!(fs::read_to_string(&junit).unwrap(), expected[0]);
        assert_eq!(fs::read_to_string(&html).unwrap(), expected[1]);
    }
    assert_eq!(names(&folder), ["junit.xml", "page.html"]);
}

#[test]
fn a_report_in_a_searched_directory_is_not_read() {
    let folder = folder("output-searched", &[("a.json", &read(REAL_RECORD))]);
    let report = folder.join("report.ndjson");
    let output = pith(&["verify", "--json", folder.to_str().unwrap()])
        .stdout(fs::File::create(&report).unwrap())
        .output()
        .unwrap();
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    assert_eq!(fs::read_to_string(&report).unwrap().lines().count(), 1);
}

#[test]
fn the_null_device_is_written_to_and_not_replaced() {
    for arguments in [&["verify", RECORD][..], &["canon", RECORD], &["schema"]] {
        let output = run(&[arguments, &["-o", NULL_DEVICE]].concat());
        let written = (status(&output), stdout(&output), stderr(&output));
        assert_eq!(written, (0, String::new(), String::new()), "{arguments:?}");
    }
}

#[test]
fn a_page_counts_what_it_does_not_list_and_the_run_says_so() {
    let line = [read(REAL_RECORD).trim_ascii(), b"\n"].concat();
    let corpus = scratch("output-many.ndjson", &line.repeat(2_100))
        .display()
        .to_string();
    let html = scratch("output-many.html", b"").display().to_string();
    let output = run(&["verify", "-q", "--html", &html, &corpus]);
    assert_eq!(status(&output), 0);
    let said = stderr(&output);
    assert!(
        said.starts_with("pith: --html: the page lists 2000 of 2100 documents and shows ")
            && said.ends_with(" in full\n"),
        "{said}"
    );
    let written = fs::read(&html).unwrap();
    assert!(written.len() < 8 << 20);
    let explained = run(&["explain", "--html", &corpus]);
    assert_eq!(said.replace("--html: ", ""), stderr(&explained));
    assert!(written == explained.stdout);
    // Documents that pass are counted and not listed.
    let output = run(&[
        "verify",
        "--only-failures",
        "--html",
        &html,
        RECORD,
        ALTERED,
    ]);
    assert_eq!(status(&output), 1);
    let shown = fs::read_to_string(&html).unwrap();
    assert!(shown.contains("1 passed, 1 failed") && shown.matches("<article").count() == 1);
}

#[test]
fn a_page_says_that_the_run_as_a_whole_is_not_complete() {
    let html = scratch("output-incomplete.html", b"").display().to_string();
    for paths in [&[RECORD][..], &[RECORD, RECORD]] {
        let options = ["verify", "-q", "--expect-count", "3", "--html", &html];
        let output = run(&[&options[..], paths].concat());
        assert_eq!(status(&output), 2);
        let written = fs::read_to_string(&html).unwrap();
        let found = paths.len();
        assert!(written.contains(&format!(
            "The run as a whole is not complete: expected 3 documents, found {found}."
        )));
        assert!(!written.contains("<title>PASS"));
    }
}

#[test]
fn a_file_that_cannot_be_written_is_named_with_its_option() {
    let folder = folder("output-failures", &[("d.txt", b"kept")]);
    let at = |name: &str| folder.join(name).display().to_string();
    let (missing, within) = (at("none/out"), at("d.txt/out"));
    let own = folder.display().to_string();
    for (path, reason) in [
        (&missing, format!("there is no directory {}", at("none"))),
        (&within, format!("there is no directory {}", at("d.txt"))),
        (&own, "this is a directory".into()),
        #[cfg(target_os = "linux")]
        (
            &"/dev/full".to_owned(),
            "No space left on device (os error 28)".into(),
        ),
    ] {
        for (option, arguments) in [
            ("-o", &["verify", RECORD, "-o"][..]),
            ("-o", &["explain", RECORD, "-o"]),
            ("-o", &["canon", RECORD, "-o"]),
            ("-o", &["schema", "-o"]),
            ("--junit", &["verify", RECORD, "--junit"]),
            ("--html", &["verify", RECORD, "--html"]),
        ] {
            let output = run(&[arguments, &[path]].concat());
            assert_eq!(status(&output), 2, "{arguments:?} {path}");
            let expected = format!("pith: cannot write to {path} ({option}): {reason}\n");
            assert!(stderr(&output).contains(&expected), "{}", stderr(&output));
        }
    }
    assert_eq!(names(&folder), ["d.txt"]);
    for option in ["--junit", "--html"] {
        let output = run(&["verify", RECORD, option, "-"]);
        assert_eq!((status(&output), stdout(&output)), (2, String::new()));
        let said = stderr(&output);
        assert!(
            said.starts_with(&format!("pith: {option} - is not possible")),
            "{said}"
        );
    }
    let quiet = run(&["verify", "-q", "-o", "-", RECORD]);
    assert_eq!(status(&quiet), 2);
    assert!(stderr(&quiet).contains("cannot be used with"));
}

#[cfg(unix)]
mod unix {
    use std::fs::{self, Permissions};
    use std::io::{BufRead as _, BufReader, Write as _};
    use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _, symlink};
    use std::process::Command;

    use super::{RECORD, names, read};
    use crate::support::REAL_RECORD;
    use crate::support::run::{
        folder, python, run, scratch, shell, signal, start, status, stderr, stdout,
    };

    #[test]
    fn what_is_no_regular_file_is_written_to_and_stays_what_it_is() {
        let output = run(&["verify", "-o", "/dev/null", "--junit", "/dev/null", RECORD]);
        // Two outputs at one place, even there.
        assert_eq!(status(&output), 2);
        let output = run(&["verify", "-o", "/dev/null", RECORD]);
        assert_eq!((status(&output), stdout(&output)), (0, String::new()));
        assert!(
            fs::metadata("/dev/null")
                .unwrap()
                .file_type()
                .is_char_device()
        );
        let printed = shell(r#""$0" canon -o /dev/stdout "$1" | cat"#, &[RECORD]);
        assert_eq!(printed.stdout, run(&["canon", RECORD]).stdout);
    }

    #[test]
    fn a_file_that_is_replaced_keeps_its_mode_and_links_to_it() {
        let folder = folder("output-replaced", &[("out", b"before")]);
        let out = folder.join("out");
        fs::set_permissions(&out, Permissions::from_mode(0o604)).unwrap();
        fs::hard_link(&out, folder.join("other")).unwrap();
        symlink("out", folder.join("link")).unwrap();
        let link = folder.join("link");
        let new = folder.join("new");
        for path in [&link, &new] {
            let output = run(&["canon", "-o", path.to_str().unwrap(), RECORD]);
            assert_eq!(status(&output), 0, "{}", stderr(&output));
        }
        assert!(link.is_symlink());
        assert_eq!(fs::read(&out).unwrap(), run(&["canon", RECORD]).stdout);
        assert_eq!(
            fs::metadata(&out).unwrap().permissions().mode() & 0o777,
            0o604
        );
        // The old content had another name, too.
        assert_eq!(fs::read(folder.join("other")).unwrap(), b"before");
        let plain = scratch("output-plain-mode", b"");
        let mode = |path| fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode(&new), mode(&plain));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_disk_that_is_full_leaves_the_old_file() {
        let line = [read(REAL_RECORD).trim_ascii(), b"\n"].concat().repeat(100);
        let folder = folder("output-full", &[("out", b"before"), ("a.ndjson", &line)]);
        let at = |name: &str| folder.join(name).display().to_string();
        for option in ["-o", "--junit", "--html"] {
            // A file may grow to some kilobytes; writing more is an error.
            let line = r#"trap '' XFSZ; ulimit -f 8; exec "$0" verify "$1" "$2" "$3" >/dev/null"#;
            let output = shell(line, &[option, &at("out"), &at("a.ndjson")]);
            assert_eq!(status(&output), 2);
            let said = stderr(&output);
            let expected = format!(
                "pith: cannot write to {} ({option}): File too large",
                at("out")
            );
            assert!(said.contains(&expected), "{said}");
            assert_eq!(fs::read(folder.join("out")).unwrap(), b"before");
            assert_eq!(names(&folder), ["a.ndjson", "out"]);
        }
    }

    #[test]
    fn a_signal_leaves_the_old_files_and_no_others() {
        let line = [read(REAL_RECORD).trim_ascii(), b"\n"].concat();
        let folder = folder("output-signal", &[("junit.xml", b"before")]);
        let at = |name: &str| folder.join(name).display().to_string();
        let (report, junit, html) = (at("report.json"), at("junit.xml"), at("page.html"));
        let mut child = start(&[
            "verify", "--ndjson", "--json", "--junit", &junit, "--html", &html,
        ]);
        let mut input = child.stdin.take().unwrap();
        input.write_all(&line).unwrap();
        let mut first = String::new();
        let mut reports = BufReader::new(child.stdout.take().unwrap());
        reports.read_line(&mut first).unwrap();
        assert_eq!(names(&folder).len(), 3, "{:?}", names(&folder));
        signal("TERM", &child);
        let output = child.wait_with_output().unwrap();
        drop(input);
        assert_eq!(status(&output), 143);
        for (path, option) in [(&junit, "--junit"), (&html, "--html")] {
            let expected =
                format!("pith: {path} ({option}): not written, because the run ended early\n");
            assert!(stderr(&output).contains(&expected), "{}", stderr(&output));
        }
        assert_eq!(names(&folder), ["junit.xml"]);
        assert_eq!(fs::read(&junit).unwrap(), b"before");
        for arguments in [
            &["explain", "--html", "-o", &report][..],
            &["explain", "-o", &report],
            &["canon", "-o", &report],
            &["verify", "-o", &report],
        ] {
            let mut child = start(arguments);
            let input = child.stdin.take().unwrap();
            while names(&folder).len() < 2 {
                std::thread::yield_now();
            }
            signal("TERM", &child);
            let output = child.wait_with_output().unwrap();
            drop(input);
            assert_eq!(status(&output), 143, "{arguments:?}");
            assert!(
                stderr(&output).starts_with("pith: terminated\n"),
                "{}",
                stderr(&output)
            );
            assert!(stderr(&output).contains(&format!("{report} (-o): not written")));
            assert_eq!(names(&folder), ["junit.xml"]);
        }
    }

    #[test]
    fn a_terminal_gets_no_page() {
        const PTY: &str = "import os, pty, sys\n\
                           sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))";
        let html = scratch("output-terminal.html", b"").display().to_string();
        let on_terminal = |arguments: &[&str]| {
            let pith = env!("CARGO_BIN_EXE_pith");
            let mut python = Command::new(python().unwrap());
            python.args(["-c", PTY, pith]).args(arguments);
            python
                .current_dir(env!("CARGO_MANIFEST_DIR"))
                .output()
                .unwrap()
        };
        for paths in [&[RECORD][..], &[RECORD, RECORD], &[RECORD, RECORD, RECORD]] {
            let explain = [&["explain", "--html"], paths].concat();
            let output = on_terminal(&explain);
            assert_eq!(status(&output), 2);
            let said = stdout(&output);
            assert!(
                said.contains("-o record.html") && said.lines().count() == 1,
                "{said}"
            );
            let output = on_terminal(&[&explain[..], &["-o", &html]].concat());
            assert_eq!((status(&output), stdout(&output)), (0, String::new()));
        }
    }
}
