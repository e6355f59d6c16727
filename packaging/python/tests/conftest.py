"""Contains what the tests share: the project's folders, and the command that the wheel installed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
FIXTURES = ROOT / "fixtures"
RECORD = FIXTURES / "valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json"
TEST_KEY = FIXTURES / "keys/pith-test-1.json"
PITH = Path(sys.executable).with_name("pith")


@pytest.fixture(autouse=True)
def _in_the_project(monkeypatch):
    """Runs every test in the project's folder, since examples name files from there."""
    monkeypatch.chdir(ROOT)


def pith(*arguments, **options):
    """Runs the command."""
    return subprocess.run([PITH, *map(str, arguments)], capture_output=True, **options)


def pith_lines(*arguments):
    """Returns the reports of the command, each as it is printed."""
    return pith("verify", "--json", *arguments).stdout.decode().splitlines()


def walk(folder="."):
    """Returns the files below a folder of the fixtures. An empty folder fails the test."""
    files = sorted(path for path in (FIXTURES / folder).rglob("*") if path.is_file())
    assert files, folder
    return files


def without_source(report):
    return {name: value for name, value in report.items() if name != "source"}


def documents():
    """Returns every file of the fixtures that the command reads as one document."""
    return [path for path in walk() if path.suffix != ".ndjson"]


def row_of(report):
    """Returns the row of `verify_arrow` that has the values of a report of the command."""
    return {
        "verdict": report["verdict"],
        "pith_number": report["pith_number"],
        "failed_checks": [check["id"] for check in report["checks"] if check["status"] == "fail"],
        "error": report["error"],
    }


def parsed(lines):
    return [json.loads(line) for line in lines]
