//! Runs the binary as a script does.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use serde_json::Value;

use super::{TEST_KEY_FILE, fixture, stem};

/// Returns a command for the binary, in the project's folder, with nothing on standard input.
pub fn pith(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pith"));
    command.args(arguments).stdin(Stdio::null());
    in_project(&mut command);
    command
}

/// Makes a command run in the project's folder, without environment variables that change
/// output to terminals.
pub fn in_project(command: &mut Command) -> &mut Command {
    for name in ["CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "NO_COLOR"] {
        command.env_remove(name);
    }
    command.current_dir(env!("CARGO_MANIFEST_DIR"))
}

/// Returns a command for the binary that can be interrupted.
///
/// A shell that runs the tests in the background ignores interrupts, and child processes
/// inherit that.
#[cfg(target_os = "linux")]
pub fn interruptible(arguments: &[&str]) -> Command {
    let mut command = Command::new("env");
    in_project(&mut command)
        .args(["--default-signal=INT", env!("CARGO_BIN_EXE_pith")])
        .args(arguments);
    command
}

/// Sends a signal to a process, for example `TERM`.
#[cfg(unix)]
pub fn signal(name: &str, child: &Child) {
    let line = format!("kill -{name} {}", child.id());
    let sent = Command::new("sh").args(["-c", &line]).status().unwrap();
    assert!(sent.success());
}

/// Returns the name of Python 3, which is `python` on most machines with Windows.
///
/// If there is no Python, prints a warning and returns `None`.
pub fn python() -> Option<&'static str> {
    static NAME: LazyLock<Option<&str>> = LazyLock::new(|| {
        let version = "import sys; sys.exit(sys.version_info < (3,))";
        ["python3", "python"].into_iter().find(|name| {
            let output = Command::new(name).args(["-c", version]).output();
            output.is_ok_and(|output| output.status.success())
        })
    });
    if NAME.is_none() {
        eprintln!("NOT RUN: there is no python3 to compare with");
        assert!(!must_have_tools(), "CI must have python3");
    }
    *NAME
}

/// Returns whether a missing tool is an error: on Linux, CI has all of them. On macOS and Windows,
/// some do not exist, and others have the same name and other options.
pub fn must_have_tools() -> bool {
    cfg!(target_os = "linux") && std::env::var_os("CI").is_some()
}

/// Runs a shell line with the binary as `$0`.
#[cfg(unix)]
pub fn shell(line: &str, arguments: &[&str]) -> Output {
    in_project(&mut Command::new("sh"))
        .args(["-c", line, env!("CARGO_BIN_EXE_pith")])
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

pub fn run(arguments: &[&str]) -> Output {
    pith(arguments).output().unwrap()
}

/// Starts the binary with all three streams as pipes.
pub fn start(arguments: &[&str]) -> Child {
    let mut command = pith(arguments);
    command.stdin(Stdio::piped());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

/// The binary at a terminal, all three streams of it; `None` if there is no `script` to try it
/// with. Other systems than Linux have none, or one with other options.
pub fn at_a_terminal(arguments: &[&str]) -> Option<Output> {
    if !cfg!(target_os = "linux") {
        return None;
    }
    let words = [&[env!("CARGO_BIN_EXE_pith")], arguments].concat();
    // `script` gives the line to a shell; the path of the command may have spaces.
    let words = words.iter().map(|word| format!("'{word}'"));
    let line = words.collect::<Vec<_>>().join(" ");
    let mut script = Command::new("script");
    let script = in_project(&mut script).args(["-qec", &line, "/dev/null"]);
    script.stdin(Stdio::null()).output().ok()
}

pub fn run_with_input(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = start(arguments);
    let mut stdin = child.stdin.take().unwrap();
    std::thread::scope(|scope| {
        // The process may end before it has read everything.
        scope.spawn(move || stdin.write_all(input));
        child.wait_with_output().unwrap()
    })
}

/// Returns a text without line breaks, so that sentences can be found in it.
pub fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub fn status(output: &Output) -> i32 {
    output.status.code().expect("ended by a signal")
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Returns the JSON reports on standard output, one per line.
pub fn reports(output: &Output) -> Vec<Value> {
    let text = stdout(output);
    let lines = text.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Calls `work` with each item, on as many threads as there are cores.
pub fn on_every_core<T: Sync>(items: &[T], work: impl Fn(&T) + Sync) {
    let next = AtomicUsize::new(0);
    let cores = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
                    work(item);
                }
            });
        }
    });
}

/// Writes a file in the tests' own folder, and returns its path.
pub fn scratch(name: &str, content: &[u8]) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, content).unwrap();
    path
}

/// Creates an empty folder for the tests, writes these files into it, and returns its path.
pub fn folder(name: &str, files: &[(&str, &[u8])]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    for (name, content) in files {
        std::fs::write(folder.join(name), content).unwrap();
    }
    folder
}

/// Returns the options for a fixture: the test key, and the text or record next to it.
pub fn options(path: &Path) -> Vec<String> {
    let key = fixture(TEST_KEY_FILE).display().to_string();
    let mut options = vec!["--key".to_owned(), key];
    let record = path.with_extension("with");
    if record.exists() {
        options.extend(["--with".to_owned(), record.display().to_string()]);
    }
    let text = path.with_extension("txt");
    if text.exists() {
        let title = stem(path).starts_with("given-title");
        let option = if title { "--title" } else { "--abstract" };
        options.extend([option.to_owned(), format!("@{}", text.display())]);
    }
    options
}

/// Verifies a fixture with its options, and returns the exit status and the report.
pub fn verify(path: &Path) -> (i32, Value) {
    let options = options(path);
    let mut arguments = vec!["verify", "--json"];
    arguments.extend(options.iter().map(String::as_str));
    arguments.push(path.to_str().unwrap());
    let output = run(&arguments);
    assert_eq!(stderr(&output), "", "{}", path.display());
    let mut reports = reports(&output);
    assert_eq!(reports.len(), 1, "{}", path.display());
    (status(&output), reports.remove(0))
}
