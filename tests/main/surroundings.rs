//! Tests the environment of the binary: streams that break, and hostile text.

use std::process::Stdio;

use serde_json::{Value, json};

use crate::support::run::{pith, reports, run, run_with_input, scratch, status, stderr, stdout};
use crate::support::{REAL_RECORD, read_json};

const RECORD: &str = "fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json";

#[test]
fn a_closed_pipe_ends_the_run_silently_with_status_2() {
    for arguments in [
        &["verify", RECORD][..],
        &["verify", "--json", RECORD, RECORD],
        &["canon", RECORD],
        &["explain", RECORD],
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = pith(arguments)
            .stdout(writer)
            .stderr(Stdio::piped())
            .output()
            .unwrap();
        assert_eq!(status(&output), 2, "{arguments:?}");
        assert_eq!(stderr(&output), "", "{arguments:?}");
    }
}

#[test]
#[cfg(unix)]
fn escapes_hostile_text_from_every_source() {
    let name = "evil\u{1b}[31m\u{202e}";
    let path = scratch(name, b"{\"record_type\":\"\\u001b[2J\\u202e\\u009b\"}");
    let path = path.to_str().unwrap();
    for arguments in [
        &["verify", path][..],
        &["verify", "--json", path],
        &["verify", "--json", "--coverage", path],
        &["canon", path],
        &["canon", "--pointer", "/\u{1b}]0;", path],
        &["keys", path],
        &["verify", "--key", path, RECORD],
        &["verify", "--\u{1b}[31m"],
        &["\u{9b}31m"],
        &["verify", "--key", "none\npith: all is well", RECORD],
        &["--none\nall is well"],
    ] {
        let output = run(arguments);
        assert_eq!(status(&output), 2, "{arguments:?}");
        for text in [stdout(&output), stderr(&output)] {
            let hostile =
                |char: char| char != '\n' && pith_verify::report::escape::is_hostile(char);
            assert!(!text.contains(hostile), "{arguments:?} {text:?}");
            assert!(
                !text
                    .lines()
                    .any(|line| line.starts_with("pith: all") || line.starts_with("all")),
                "{text}"
            );
            // A reader that unescapes JSON, such as `jq -r`, must not make the text hostile
            // again.
            for line in text.lines().filter(|line| line.starts_with('{')) {
                assert!(!line.contains("\\u00") && !line.contains("\\u20"), "{line}");
            }
        }
    }
}

/// Returns whether a string or name in a value passes a test.
fn any_text(value: &Value, is: &impl Fn(&str) -> bool) -> bool {
    match value {
        Value::String(text) => is(text),
        Value::Array(items) => items.iter().any(|item| any_text(item, is)),
        Value::Object(members) => members
            .iter()
            .any(|(name, value)| is(name) || any_text(value, is)),
        _ => false,
    }
}

/// GitHub's runner executes `::…` at the beginning of a line of a log, and `##[…]` anywhere.
#[test]
fn writes_no_command_of_a_build_server() {
    const COMMANDS: &str = "::set-output name=x::y ##[add-mask]z ##vso[task.x]";
    let mut records = vec![json!({"record_type": COMMANDS}).to_string()];
    // A line break before the command would put it at the beginning of a line.
    for length in 0..80 {
        let mut record = read_json(REAL_RECORD);
        record["schema_version"] = format!("{} {COMMANDS}", "x".repeat(length)).into();
        records.push(record.to_string());
    }
    for length in [0, 7, 31, 57, 58, 59, 60, 61, 62, 63, 64, 65, 70] {
        let mut record = read_json(REAL_RECORD);
        let text = format!("{}  {COMMANDS} {COMMANDS}", "x ".repeat(length / 2));
        for pointer in [
            "/paper/title",
            "/paper/license",
            "/receipt/key_id",
            "/links/html",
        ] {
            *record.pointer_mut(pointer).unwrap() = text.clone().into();
        }
        record["canonical_record"]["source"]["id"] = text.into();
        record[COMMANDS] = COMMANDS.into();
        records.push(record.to_string());
    }
    let path = scratch("commands.json", b"").display().to_string();
    let commands: [&[&str]; 8] = [
        &["verify"],
        &["verify", "--coverage"],
        &["verify", "--json", "--coverage"],
        &["verify", "--format", "junit"],
        &["verify", "--format", "github"],
        &["explain"],
        &["explain", "--json"],
        &["explain", RECORD],
    ];
    let mut seen = 0;
    for record in &records {
        std::fs::write(&path, record).unwrap();
        for arguments in commands {
            let output = run(&[arguments, &[&path]].concat());
            assert_ne!(status(&output), 0);
            for line in (stdout(&output) + &stderr(&output)).lines() {
                assert!(!line.contains("##[") && !line.contains("##vso["), "{line}");
                let ours = arguments.contains(&"github")
                    && ["::error file=", "::notice title=pith::"]
                        .iter()
                        .any(|own| line.starts_with(own));
                assert!(
                    ours || !line.trim_start().starts_with("::"),
                    "{arguments:?}: {line}"
                );
                // What a reader such as `jq -r` prints must not begin with a command either.
                let begins = |text: &str| text.trim_start().starts_with("::");
                let json = serde_json::from_str(line).unwrap_or_default();
                assert!(!any_text(&json, &begins), "{arguments:?}: {line}");
                seen += usize::from(line.contains("u{3a}:set-output"));
            }
        }
    }
    assert!(seen > 100, "{seen}");
}

#[test]
fn escapes_invisible_characters_in_every_format() {
    let mut record = read_json(REAL_RECORD);
    record["paper"]["license"] = "http://arxiv.org/\u{200b}licenses/\u{fe0f}\u{e0041}".into();
    let input = record.to_string();
    for format in ["text", "json", "junit", "github"] {
        let output = run_with_input(&["verify", "--format", format, "-"], input.as_bytes());
        let shown = stdout(&output).replace("\\\\", "\\");
        assert!(
            shown.contains(r"\u{200b}licenses/\u{fe0f}\u{e0041}"),
            "{shown}"
        );
    }
}

#[test]
fn uses_color_only_on_request_or_on_a_terminal() {
    let plain = run(&["verify", RECORD]);
    assert!(!plain.stdout.contains(&0x1b));
    assert_eq!(
        run(&["verify", "--color", "never", RECORD]).stdout,
        plain.stdout
    );
    let colored = stdout(&run(&["verify", "--color", "always", RECORD]));
    assert!(colored.contains("\u{1b}["));
    assert!(
        !run(&["verify", "--json", "--color", "always", RECORD])
            .stdout
            .contains(&0x1b)
    );
}

#[test]
fn a_long_text_does_not_make_the_report_long() {
    let mut record = read_json(REAL_RECORD);
    for pointer in [
        "/paper/title",
        "/receipt/key_id",
        "/aliases/0/alias_value",
        "/aliases/1/alias_kind",
        "/pith_number",
    ] {
        *record.pointer_mut(pointer).unwrap() = "long ".repeat(400_000).into();
    }
    let input = record.to_string();
    assert!(input.len() > 9_000_000);
    for format in ["text", "json"] {
        let output = run_with_input(&["verify", "--format", format], input.as_bytes());
        assert_eq!(status(&output), 1);
        assert!(
            output.stdout.len() < 30_000,
            "{format}: {} bytes",
            output.stdout.len()
        );
        assert!(
            stdout(&output).contains("more characters"),
            "{}",
            stdout(&output)
        );
    }
}

#[test]
fn lists_a_hundred_unknown_sections_and_counts_the_rest() {
    let mut record = read_json(REAL_RECORD);
    for number in 0..130 {
        let section = serde_json::json!({"snapshot_sha256": ""});
        record["graph_snapshot"][format!("unknown_{number}")] = section;
    }
    let output = run_with_input(&["verify", "--json", "-"], record.to_string().as_bytes());
    let report = reports(&output).remove(0);
    let checks = report["checks"].as_array().unwrap();
    let unknown = |check: &&serde_json::Value| {
        let id = check["id"].as_str().unwrap();
        id.starts_with("snapshot:unknown_")
    };
    assert_eq!(checks.iter().filter(unknown).count(), 100);
    let mut rest = checks
        .iter()
        .filter(|check| check["id"] == "snapshot:<section>");
    assert_eq!(
        rest.next().unwrap()["reason"],
        "30 more sections are not listed"
    );
    assert_eq!(report["verdict"], "pass");
}

/// Devices, signals and names of files that only Linux has.
#[cfg(target_os = "linux")]
mod linux {
    use std::fs::File;
    use std::process::Stdio;

    use super::RECORD;
    use crate::support::run::{
        interruptible, pith, reports, scratch, shell, signal, status, stderr, stdout,
    };
    use crate::support::{REAL_RECORD, read};

    const ALTERED: &str = "fixtures/invalid/title--other-word.json";

    #[test]
    fn output_that_was_not_written_is_an_error() {
        let full = || Stdio::from(File::options().write(true).open("/dev/full").unwrap());
        let unwritable = || Stdio::from(File::open("/dev/null").unwrap());
        let commands: [&[&str]; 6] = [
            &["verify", RECORD],
            &["verify", "--json", RECORD],
            &["canon", RECORD],
            &["keys"],
            &["--help"],
            &["--version"],
        ];
        for arguments in commands {
            for stream in [full(), unwritable()] {
                let output = pith(arguments)
                    .stdout(stream)
                    .stderr(Stdio::piped())
                    .output()
                    .unwrap();
                assert_eq!(status(&output), 2, "{arguments:?}");
                assert!(
                    stderr(&output).contains("cannot write to standard output"),
                    "{arguments:?}"
                );
            }
        }
        let output = pith(&["verify", "-q", RECORD])
            .stdout(full())
            .output()
            .unwrap();
        assert_eq!(status(&output), 0, "nothing to write, nothing lost");
        let output = pith(&["verify", ALTERED]).stdout(full()).output().unwrap();
        assert_eq!(status(&output), 1, "a failure stays one");
    }

    #[test]
    fn streams_that_are_closed_change_no_verdict() {
        for (path, expected) in [(RECORD, 0), (ALTERED, 1), ("no-such-file", 2)] {
            for streams in ["<&-", "2>&-", "2>/dev/full"] {
                let output = shell(&format!(r#""$0" verify "$1" {streams}"#), &[path]);
                assert_eq!(status(&output), expected, "{path} {streams}");
            }
        }
        let output = shell(r#""$0" verify <&-"#, &[]);
        assert_eq!(
            status(&output),
            2,
            "nothing can be read from a closed input"
        );
    }

    /// The standard library opens `/dev/null` for a stream that is closed at the start.
    ///
    /// Python's `subprocess.DEVNULL`, Node's `ignore` and daemon(3) do the same for unwanted
    /// streams, so the process sees no difference.
    #[test]
    fn a_closed_output_is_a_null_device() {
        for streams in [">&-", ">/dev/null", "1<>/dev/null"] {
            for (path, expected) in [(RECORD, 0), (ALTERED, 1)] {
                let output = shell(&format!(r#""$0" verify "$1" {streams}"#), &[path]);
                assert_eq!(status(&output), expected, "{path} {streams}");
            }
        }
    }

    #[test]
    fn reads_a_document_from_a_fifo() {
        let fifo = scratch("fifo", b"");
        std::fs::remove_file(&fifo).unwrap();
        let line = r#"mkfifo "$1" && { cat "$2" > "$1" & "$0" verify --json "$1"; }"#;
        let output = shell(line, &[fifo.to_str().unwrap(), RECORD]);
        assert_eq!(status(&output), 0, "{}", stderr(&output));
        assert_eq!(reports(&output)[0]["verdict"], "pass");
        std::fs::remove_file(&fifo).unwrap();
    }

    #[test]
    fn an_interrupt_ends_the_run_with_the_signal() {
        use std::os::unix::process::ExitStatusExt as _;
        let mut child = interruptible(&["verify"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        // Until then the process is `env`, which sets the disposition of the signal first.
        let name = format!("/proc/{}/comm", child.id());
        while std::fs::read_to_string(&name).unwrap() != "pith\n" {
            std::thread::yield_now();
        }
        signal("INT", &child);
        let ended = child.wait().unwrap();
        assert!(!ended.success());
        assert_eq!(ended.signal(), Some(2));
    }

    #[test]
    fn reads_files_whose_names_are_not_utf_8() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt as _;
        let name = OsStr::from_bytes(b"caf\xe9\x1b[2J.json");
        let path = scratch("x", b"").with_file_name(name);
        std::fs::write(&path, read(REAL_RECORD)).unwrap();
        let output = pith(&["verify", "--json"]).arg(&path).output().unwrap();
        assert_eq!(status(&output), 0, "{}", stderr(&output));
        let shown = reports(&output)[0]["source"]["path"].to_string();
        assert!(
            shown.contains("caf\u{fffd}") && shown.contains("u{1b}[2J.json"),
            "{shown}"
        );
        let usage = pith(&["verify"])
            .arg(OsStr::from_bytes(b"--\xff"))
            .output()
            .unwrap();
        assert_eq!((status(&usage), stdout(&usage)), (2, String::new()));
    }
}
