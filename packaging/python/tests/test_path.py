"""Tests that `verify_path` does what the command does: the same reports in the same order, and the same summary."""

import gzip
import json
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pyarrow
import pytest
from conftest import FIXTURES, RECORD, TEST_KEY, pith

from pith_verify import Verifier

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc, or needs a FIFO")
COPIES = [FIXTURES / "valid/4QHRGH5A.json", RECORD]


def line(path=RECORD):
    """Returns a record as one line."""
    return json.dumps(json.loads(path.read_bytes())).encode() + b"\n"


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    """Returns a folder with documents in every form that the command reads, and some that it cannot read."""
    folder = tmp_path_factory.mktemp("inputs")
    lines = b"".join(map(line, COPIES)) + b"\nnot JSON\n" + line()
    (folder / "2106.06530v2.json").write_bytes(RECORD.read_bytes())
    (folder / "2106.06530v3.json").write_bytes(RECORD.read_bytes())
    (folder / "lines.ndjson").write_bytes(lines)
    (folder / "one.json.gz").write_bytes(gzip.compress(line()))
    (folder / "lines.jsonl.gz").write_bytes(gzip.compress(lines))
    (folder / "cut-off.ndjson.gz").write_bytes(gzip.compress(lines)[:-9])
    zstd = folder / "inside" / "lines.ndjson.zst"
    zstd.parent.mkdir()
    zstd.write_bytes(pyarrow.compress(lines, codec="zstd", asbytes=True))
    (folder / "inside" / "notes.txt").write_text("no document")
    (folder / "empty.json").touch()
    (folder / "empty").mkdir()
    (folder / "unusual \u202e name\n.json").write_text("{}")
    (folder / "dangling.json").symlink_to("nowhere.json")
    (folder / "-").write_bytes(line())
    return folder


PATHS = {
    "all fixtures": [FIXTURES],
    "a folder": ["."],
    "several folders and files": ["inside", "2106.06530v2.json", "lines.ndjson", "."],
    "lines": ["lines.ndjson"],
    "one document": ["one.json.gz"],
    "a file that does not exist": ["2106.06530v4.json"],
    "files that do not exist, and one that does": ["no/such.json", "lines.ndjson", "inside/lines.ndjson.zs", "https://pith.science/"],
    "a folder without documents": ["empty"],
    "an empty file": ["empty.json"],
    "a file that is no document": ["inside/notes.txt"],
}


@pytest.fixture(params=PATHS.values(), ids=PATHS)
def paths(request, inputs, monkeypatch):
    monkeypatch.chdir(inputs)
    return request.param


def compared(tmp_path, paths, arguments=(), settings={}, options={}):
    """Runs the command and a `Run`, compares reports and summary, and returns the summary."""
    summary = tmp_path / "summary.json"
    printed = pith("verify", "--json", "--summary", summary, *arguments, *paths).stdout.decode().splitlines()
    run = Verifier(**settings).verify_path(paths, **options)
    assert [report.to_json() for report in run] == printed
    expected = json.loads(summary.read_bytes())
    found = run.summary()
    assert 0 < found.pop("elapsed_seconds") < 600 and expected.pop("elapsed_seconds")
    assert found == expected
    assert found["documents"] == len(printed)
    return found


def test_reports_and_summary_are_those_of_the_command(paths, tmp_path):
    compared(tmp_path, paths)


# What a list must name: exactly the records among the inputs that pass, something else, or nothing.
COMPLETE = "2106.06530v2\n\n 4QHRGH5A \n"
WRONG = "2106.06530v2\n9999.99999\n"

OPTIONS = {
    "ndjson": (["--ndjson"], {"ndjson": True}),
    "expect_names": (["--expect-names"], {"expect_names": True}),
    "expect_count not met": (["--expect-count", 12], {"expect_count": 12}),
    "no_duplicates": (["--no-duplicates"], {"no_duplicates": True}),
    "one job": (["--jobs", 1], {"jobs": 1}),
    "many jobs": (["--jobs", 7], {"jobs": 7}),
    "all": (["--expect-names", "--expect-count", 1, "--no-duplicates"], {"expect_names": True, "expect_count": 1, "no_duplicates": True}),
}
SETTINGS = {
    "keys": (["--key", TEST_KEY, "--no-builtin-keys"], {"keys": TEST_KEY, "builtin_keys": False}),
    "max_size": (["--max-size", 7000], {"max_size": 7000}),
}


@pytest.mark.parametrize("arguments, options", OPTIONS.values(), ids=OPTIONS)
def test_options_mean_what_they_mean_for_the_command(arguments, options, inputs, tmp_path, monkeypatch):
    monkeypatch.chdir(inputs)
    compared(tmp_path, ["."], arguments, options=options)


@pytest.mark.parametrize("arguments, settings", SETTINGS.values(), ids=SETTINGS)
def test_settings_of_the_verifier_apply(arguments, settings, inputs, tmp_path, monkeypatch):
    monkeypatch.chdir(inputs)
    compared(tmp_path, ["."], arguments, settings)


@pytest.mark.parametrize("text, is_met", [(COMPLETE, True), (WRONG, False)])
def test_a_list_is_content_or_a_file(text, is_met, tmp_path):
    file = tmp_path / "list.txt"
    file.write_text(text)
    arguments = ["--expect-list", file, "--key", TEST_KEY]
    for same in (file, text, text.encode()):
        summary = compared(tmp_path, COPIES, arguments, {"keys": TEST_KEY}, {"expect_list": same})
        assert summary["complete"] == is_met
        assert summary["expected"]["missing"]["count"] == (not is_met)


def test_a_count_that_is_met_is_complete(tmp_path):
    summary = compared(tmp_path, COPIES, ["--expect-count", 2], options={"expect_count": 2})
    assert summary["complete"] and summary["incomplete"] == []


def test_one_path_is_a_str_or_a_path_and_several_are_any_iterable():
    expected = Verifier().verify(RECORD)
    for one in (str(RECORD), RECORD, os.fspath(RECORD)):
        assert list(Verifier().verify_path(one)) == [expected]
    for several in ([RECORD], (str(RECORD),), iter([RECORD]), (path for path in [RECORD])):
        assert list(Verifier().verify_path(several)) == [expected]


def test_a_path_of_one_hyphen_is_a_file_of_that_name(inputs, monkeypatch):
    monkeypatch.chdir(inputs)
    [report] = Verifier().verify_path("-")
    assert (report.verdict, report.to_dict()["source"]) == ("pass", {"path": "./-"})


@pytest.mark.parametrize("wrong", [None, 1, b"path", [b"path"], [1], [["path"]], {"path": 1}, object()])
def test_other_types_are_no_paths(wrong):
    with pytest.raises(TypeError, match="must be str or os.PathLike"):
        Verifier().verify_path(wrong)


WRONG_ARGUMENTS = {
    "no path": ([], {}, "the iterable is empty"),
    "too few jobs": (RECORD, {"jobs": 0}, "jobs: .* is not between 1 and 1024"),
    "too many jobs": (RECORD, {"jobs": 1025}, "jobs: .* is not between 1 and 1024"),
    "fewer documents than none": (RECORD, {"expect_count": -1}, "expect_count: -1 is not between 0 and"),
    "a list without ids": (RECORD, {"expect_list": "\n"}, "expect_list: the list is empty"),
    "a list of something else": (RECORD, {"expect_list": "a title\n"}, "expect_list: a title: neither a Pith Number"),
    "a list that says the same twice": (RECORD, {"expect_list": "2106.06530\narXiv:2106.06530"}, "is listed twice"),
    "a list that is not UTF-8": (RECORD, {"expect_list": b"\xff"}, "expect_list: this is not a text in UTF-8"),
    "a list that does not exist": (RECORD, {"expect_list": Path("no-list.txt")}, "expect_list: file no-list.txt: no such file"),
}


@pytest.mark.parametrize("paths, options, message", WRONG_ARGUMENTS.values(), ids=WRONG_ARGUMENTS)
def test_arguments_without_a_meaning_are_refused(paths, options, message):
    with pytest.raises(ValueError, match=message):
        Verifier().verify_path(paths, **options)


@pytest.mark.parametrize("options", [{"expect_list": 1}, {"expect_count": 1.0}, {"jobs": "2"}])
def test_other_types_are_refused(options):
    [name] = options
    with pytest.raises(TypeError, match=f"{name} must be"):
        Verifier().verify_path(RECORD, **options)


def test_reports_can_be_shown_again_and_copied(paths):
    for report in Verifier().verify_path(paths, expect_names=True):
        copied = pickle.loads(pickle.dumps(report))
        assert copied == report and str(copied) == str(report)
        assert str(report).startswith(report.verdict.upper())


def test_a_hint_about_a_path_is_shown_once():
    [report] = Verifier().verify_path("https://pith.science/")
    for shown in (report.error["message"], str(report), str(pickle.loads(pickle.dumps(report)))):
        assert shown.count("ith opens no network connection") == 1


def test_the_settings_of_a_verifier_are_those_of_all_documents(tmp_path):
    settings = {"expect": "2106.06530", "require": {"key-id": "pith-v1-2026-05"}, "title": "Another title", "jobs": 1}
    arguments = ["--expect", "2106.06530", "--require", "key-id=pith-v1-2026-05", "--title", "Another title"]
    compared(tmp_path, COPIES, arguments, settings)


def test_a_summary_before_the_end_says_so_and_counts_what_was_returned():
    run = Verifier(TEST_KEY).verify_path(COPIES, expect_list=COMPLETE)
    for returned in range(2):
        summary = run.summary()
        assert (summary["documents"], summary["complete"]) == (returned, False)
        assert summary["incomplete"] == [
            "the run has not ended: this summary covers only the reports that were returned so far"
        ]
        next(run)
    assert not run.summary()["complete"]
    assert list(run) == []
    assert (run.summary()["complete"], run.summary()["documents"]) == (True, 2)


def test_after_the_end_there_is_nothing_more():
    run = Verifier().verify_path(RECORD)
    assert iter(run) is run
    assert [report.verdict for report in run] == ["pass"]
    summary = run.summary()
    assert list(run) == [] and next(run, None) is None
    assert run.summary() == summary


def test_a_progress_bar_can_be_drawn(inputs):
    files = [inputs / "lines.ndjson", inputs / "lines.jsonl.gz", inputs / "one.json.gz", RECORD]
    run = Verifier().verify_path(files)
    assert run.total_bytes == sum(file.stat().st_size for file in files)
    assert run.bytes_read == 0
    seen = [run.bytes_read for _ in run]
    assert seen == sorted(seen)
    assert run.bytes_read == run.total_bytes
    assert Verifier().verify_path(inputs).total_bytes is None


def test_threads_share_a_run_without_losing_a_report():
    run = Verifier().verify_path(FIXTURES)
    found = [[], [], []]
    threads = [threading.Thread(target=part.extend, args=(run,)) for part in found]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        run.summary()
    places = [json.dumps(report.to_dict()["source"]) for part in found for report in part]
    assert len(places) == len(set(places)) == run.summary()["documents"] > 1000


@LINUX
def test_threads_end_when_a_loop_ends_early(tmp_path):
    file = tmp_path / "many.ndjson.gz"
    file.write_bytes(gzip.compress(line() * 50) * 100)
    tasks = Path("/proc/self/task")
    before = len(list(tasks.iterdir()))
    run = Verifier().verify_path(file, jobs=3)
    next(run)
    assert len(list(tasks.iterdir())) > before
    del run
    for _ in range(100):
        if len(list(tasks.iterdir())) == before:
            return
        time.sleep(0.1)
    pytest.fail("threads are left over")


PEAK = """
import resource, sys, time
from pith_verify import Verifier
run = Verifier().verify_path(sys.argv[1])
next(run)
time.sleep(1)
print(1 + sum(1 for report in run), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@LINUX
def test_memory_does_not_grow_with_the_number_of_documents(tmp_path):
    peaks = []
    for count in (4_000, 40_000):
        file = tmp_path / f"{count}.ndjson.gz"
        file.write_bytes(gzip.compress(line() * 100) * (count // 100))
        done = subprocess.run([sys.executable, "-c", PEAK, file], capture_output=True, text=True, check=True)
        documents, peak = map(int, done.stdout.split())
        assert documents == count
        peaks.append(peak)
    few, many = peaks
    assert many < few + 8_000, f"{few} KiB for 4,000 records, {many} KiB for 40,000"


INTERRUPTED = """
import sys
from pith_verify import Verifier
run = Verifier().verify_path(sys.argv[1:])
try:
    print(next(run).verdict, flush=True)
    next(run)
except KeyboardInterrupt:
    print("interrupted", flush=True)
print([report.verdict for report in run], run.summary()["documents"])
"""


@LINUX
def test_ctrl_c_ends_waiting_and_loses_no_report(tmp_path):
    fifo = tmp_path / "fifo.ndjson"
    os.mkfifo(fifo)
    command = [sys.executable, "-c", INTERRUPTED, fifo]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process, open(fifo, "wb", buffering=0) as writer:
        writer.write(line())
        assert process.stdout.readline() == "pass\n"
        time.sleep(0.3)
        start = time.monotonic()
        process.send_signal(signal.SIGINT)
        assert process.stdout.readline() == "interrupted\n"
        assert time.monotonic() - start < 1
        writer.write(line() + b"{}\n")
        writer.close()
        assert process.stdout.read() == "['pass', 'unverifiable'] 3\n"


@LINUX
def test_a_program_ends_while_a_run_waits_for_input(tmp_path):
    fifo = tmp_path / "fifo.json"
    os.mkfifo(fifo)
    code = "import sys; from pith_verify import Verifier; run = Verifier().verify_path(sys.argv[1]); print('started')"
    done = subprocess.run([sys.executable, "-c", code, fifo], capture_output=True, text=True, timeout=20)
    assert (done.returncode, done.stdout, done.stderr) == (0, "started\n", "")


def test_a_run_does_not_hang_in_a_fork():
    run = Verifier().verify_path(FIXTURES)
    next(run)
    child = os.fork()
    if child == 0:
        try:
            next(run)
        except RuntimeError:
            os._exit(7)
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
    assert len(list(run)) > 100
