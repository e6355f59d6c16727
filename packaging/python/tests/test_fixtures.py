"""Tests that Python and the command report the same about every fixture, value for value."""

import json

import pyarrow
import pytest
from conftest import TEST_KEY, documents, parsed, pith_lines, row_of, walk, without_source

from pith_verify import Verifier

DOCUMENTS = documents()
# Arguments of the command and of the verifier with the same meaning.
SETTINGS = {
    "test key too": (["--key", TEST_KEY], {"keys": TEST_KEY}),
    "built-in key only": ([], {}),
    "test key only": (["--key", TEST_KEY, "--no-builtin-keys"], {"keys": [TEST_KEY.read_bytes()], "builtin_keys": False}),
}


@pytest.fixture(scope="module", params=SETTINGS.values(), ids=SETTINGS)
def told(request):
    """Returns a verifier, and what the command prints with the same settings."""
    arguments, settings = request.param
    lines = pith_lines(*arguments, *DOCUMENTS)
    assert len(lines) == len(DOCUMENTS) > 500
    return Verifier(**settings), lines


def with_content(lines):
    """Returns files and their reports, without empty files.

    An empty file is unreadable, but empty content is invalid JSON.
    """
    return [(path, line) for path, line in zip(DOCUMENTS, lines) if path.stat().st_size > 0]


def test_a_file_has_the_same_report_byte_for_byte(told):
    verifier, lines = told
    for path, line in zip(DOCUMENTS, lines):
        assert verifier.verify(path).to_json() == line, path


def test_bytes_have_the_same_report_except_for_the_source(told):
    verifier, lines = told
    for path, line in with_content(lines):
        report = verifier.verify(path.read_bytes())
        expected = {**json.loads(line), "source": None}
        assert report.to_dict() == expected, path
        found = {name: getattr(report, name) for name in row_of(expected)}
        assert found == row_of(expected), path


def test_text_has_the_same_report(told):
    verifier, _ = told
    for path in DOCUMENTS:
        content = path.read_bytes()
        try:
            text = content.decode()
        except UnicodeDecodeError:
            continue
        assert verifier.verify(text) == verifier.verify(content), path


def test_a_column_has_the_same_rows(told):
    verifier, lines = told
    paths, lines = zip(*with_content(lines))
    column = pyarrow.array([path.read_bytes() for path in paths])
    rows = verifier.verify_arrow(column).to_pylist()
    whole = verifier.verify_arrow(column, report=True).to_pylist()
    for row, long, report in zip(rows, whole, parsed(lines), strict=True):
        assert row == row_of(report)
        assert without_source(json.loads(long.pop("report"))) == without_source(report)
        assert long == row


def test_fixtures_have_verdicts_of_all_kinds(told):
    _, lines = told
    assert {report["verdict"] for report in parsed(lines)} == {"pass", "fail", "unverifiable"}


def test_good_key_files_are_taken_as_content_and_as_files():
    for path in walk("keys"):
        if path.parent.name == "bad":
            continue
        of_all = {Verifier(key).verify(TEST_KEY) for key in (path, path.read_bytes(), path.read_text())}
        assert len(of_all) == 1
