"""Tests reports as Python values."""

import copy
import json
import pickle

import cloudpickle
import pytest
from conftest import FIXTURES, RECORD, walk

from pith_verify import Report, Verifier

ALTERED = FIXTURES / "invalid/canonical-hash--version-altered.json"


def test_it_is_neither_true_nor_false():
    for document in (RECORD, ALTERED, b""):
        with pytest.raises(TypeError, match="compare report.verdict"):
            bool(Verifier().verify(document))


def test_it_is_shown_on_one_short_escaped_line():
    verifier = Verifier()
    assert repr(verifier.verify(RECORD)) == "Report(verdict='pass', pith_number='pith:2021:4K6GSOJWB7QU2RFIL3CD3BQJ62')"
    assert repr(verifier.verify(b"")) == "Report(verdict='unverifiable', error='invalid-json')"
    failed = verifier.verify(ALTERED).failed_checks
    assert f"failed_checks=['canonical-hash', and {len(failed) - 1} more]" in repr(verifier.verify(ALTERED))
    for path in walk("invalid"):
        shown = repr(verifier.verify(path))
        assert shown.isprintable() and len(shown) < 250


def test_it_has_the_stated_and_the_computed_number():
    for path in [RECORD, ALTERED]:
        report = Verifier().verify(path)
        assert report.claimed_pith_number == "pith:2021:4K6GSOJWB7QU2RFIL3CD3BQJ62"
        assert (report.claimed_pith_number == report.pith_number) == (report.verdict == "pass")
        assert report.claimed_pith_number == report.to_dict()["claimed_pith_number"]
    assert Verifier().verify(b"{}").claimed_pith_number is None
    hostile = json.loads(RECORD.read_bytes()) | {"pith_number": "\x1b[31m" + "x" * 1000}
    claimed = Verifier().verify(json.dumps(hostile)).claimed_pith_number
    assert claimed.startswith("\\u{1b}[31mxxx") and len(claimed) < 250


def test_it_is_copied_to_an_equal_one():
    for document in (RECORD, ALTERED, b"\xff"):
        report = Verifier().verify(document)
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            for dumps in (pickle.dumps, cloudpickle.dumps):
                assert pickle.loads(dumps(report, protocol=protocol)) == report
        assert copy.copy(report) == copy.deepcopy(report) == report
        assert len({report, copy.copy(report)}) == 1


def test_different_ones_are_not_equal():
    verifier = Verifier()
    assert verifier.verify(RECORD) != verifier.verify(ALTERED)
    assert verifier.verify(RECORD) != verifier.verify(RECORD).to_json()


def test_only_verifiers_make_reports_and_these_are_immutable():
    with pytest.raises(TypeError):
        Report()
    report = Verifier().verify(RECORD)
    for name in ("verdict", "pith_number", "claimed_pith_number", "failed_checks", "error", "other"):
        with pytest.raises(AttributeError):
            setattr(report, name, "pass")
    report.failed_checks.append("title")
    assert report.failed_checks == []


def test_classes_name_their_module():
    assert {kind.__module__ for kind in (Report, Verifier)} == {"pith_verify"}
