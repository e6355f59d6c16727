"""Tests the stubs: what they declare exists, and wrong uses are refused."""

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).with_name("example_types.py").read_text()


def mypy(tmp_path, code):
    file = tmp_path / "example.py"
    file.write_text(code)
    command = [sys.executable, "-m", "mypy", "--strict", "--python-version=3.10", f"--cache-dir={tmp_path}", file]
    return subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)


def test_correct_uses_are_accepted(tmp_path):
    checked = mypy(tmp_path, EXAMPLE.replace("WRONG", ""))
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize(
    "wrong",
    ["verifier.verify(1)", "verifier.verify_arrow([])", "Verifier(1)", "Verifier((), False)", "report.verdict = 'pass'",
     "verifier.verify_path(b'path')", "verifier.verify_path('path', 'other')", "next(run).total_bytes", "run.bytes_read = 0",
     "verifier.verify_many(b'{}').verdict", "report.verdict == 'passed'", "report.failed_checks.add('title')"],
)
def test_wrong_uses_are_refused(tmp_path, wrong):
    checked = mypy(tmp_path, EXAMPLE.replace("WRONG", wrong))
    place = f"example.py:{len(EXAMPLE.splitlines())}: error:"
    assert checked.returncode == 1 and checked.stdout.startswith(place), checked.stdout


def test_the_stubs_match_the_module(tmp_path):
    command = [sys.executable, "-m", "mypy.stubtest", "pith_verify._native"]
    checked = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert checked.returncode == 0, checked.stdout
