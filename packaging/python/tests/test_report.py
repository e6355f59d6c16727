"""Tests reports as Python values."""

import copy
import csv
import html.parser
import io
import json
import pickle

import cloudpickle
import pytest
from conftest import FIXTURES, RECORD, documents, pith, walk

from pith_verify import Explanation, Report, Stated, Verifier

ALTERED = FIXTURES / "invalid/canonical-hash--version-altered.json"
# The properties that say whether they are signed.
STATED = ("title", "arxiv_id", "version", "doi", "categories", "license", "submitted_at")


def test_it_is_neither_true_nor_false():
    for document in (RECORD, ALTERED, b""):
        with pytest.raises(TypeError, match="compare report.verdict"):
            bool(Verifier().verify(document))


def test_it_is_shown_on_one_short_escaped_line():
    verifier = Verifier()
    assert repr(verifier.verify(RECORD)) == "Report(verdict='pass', pith_number='pith:2021:4K6GSOJWB7QU2RFIL3CD3BQJ62')"
    assert repr(verifier.verify(b"")) == (
        "Report(verdict='unverifiable', reason='invalid-json: empty: there is no JSON text in it (byte 0)')"
    )
    assert "reason='/canonical_record/source/version was altered; " in repr(verifier.verify(ALTERED))
    untrusted = repr(verifier.verify(FIXTURES / "valid/4QHRGH5A.json"))
    assert "verdict='unverifiable'" in untrusted and "reason='the key pith-test-1 is not trusted (check " in untrusted
    for path in walk("invalid"):
        shown = repr(verifier.verify(path))
        assert shown.isprintable() and len(shown) < 600


def test_its_properties_are_those_of_its_json():
    verifier = Verifier()
    for path in documents():
        report = verifier.verify(path)
        whole = report.to_dict()
        for name in ("verdict", "document", "pith_number", "claimed_pith_number", "error"):
            assert getattr(report, name) == whole[name], path
        assert (report.source and {k: v for k, v in report.source._asdict().items() if v is not None}) == whole["source"]
        assert (report.key and report.key._asdict()) == whole["key"]
        assert [check._asdict() for check in report.checks] == whole["checks"]
        changes = [change._asdict() for change in report.diagnosis]
        assert [{"from": change.pop("origin"), **change} for change in changes] == whole["diagnosis"]
        findings = report.integrity_findings
        assert (findings and [finding._asdict() for finding in findings]) == whole["integrity_findings"]
        assert (report.reason is None) == (report.verdict == "pass")
        assert [check.id for check in report.checks if check.status == "fail"] == report.failed_checks


def test_its_first_cause_is_that_of_the_table():
    paths = documents()
    table = csv.DictReader(io.StringIO(pith("verify", "--format", "csv", *paths).stdout.decode()))
    for path, row in zip(paths, table, strict=True):
        report = Verifier().verify(path)
        assert (report.reason or "") == row["first_cause"].removeprefix("'"), path
        title = report.title.value or ""
        assert title == row["title"] or len(title) > 200 and title.startswith(row["title"][:200]), path


def test_it_says_what_is_signed():
    report = Verifier().verify(RECORD)
    assert report.title == Stated("Label Noise SGD Provably Prefers Flat Global Minimizers", signed=True)
    assert report.arxiv_id == Stated("2106.06530", signed=True)
    assert report.version == Stated(2, signed=True)
    assert report.doi == Stated("10.48550/arxiv.2106.06530", signed=True)
    assert report.categories == Stated(("cs.LG", "cs.IT", "math.IT", "math.OC", "stat.ML"), signed=True)
    assert report.license == Stated("http://arxiv.org/licenses/nonexclusive-distrib/1.0/", signed=True)
    assert report.submitted_at == Stated("2021-06-11T17:59:07Z", signed=True)

    other_title = Verifier().verify(FIXTURES / "invalid/title--other-word.json")
    assert other_title.title == Stated("Label Noise SGD Provably Prefers Sharp Global Minimizers", signed=False)
    assert other_title.arxiv_id == Stated("2106.06530", signed=True)
    for document in (ALTERED, FIXTURES / "valid/4QHRGH5A.json"):
        report = Verifier().verify(document)
        for name in STATED:
            assert getattr(report, name).value is not None and not getattr(report, name).signed, name
    for name in STATED:
        assert getattr(Verifier().verify(b"{}"), name) == Stated(None, signed=False)


def test_nothing_is_signed_without_a_verified_signature():
    for path in documents():
        report = Verifier().verify(path)
        if any(getattr(report, name).signed for name in STATED):
            assert report.key is not None, path
            statuses = [check.status for check in report.checks if "signature" in check.id]
            assert "pass" in statuses and "fail" not in statuses, path


def test_it_is_printed_as_a_text_and_shown_as_a_card():
    report = Verifier().verify(FIXTURES / "invalid/title--other-word.json")
    assert str(report).startswith(f"FAIL  {FIXTURES}/invalid/title--other-word.json\n")
    card = report._repr_html_()
    for shown in ("FAIL", "Sharp", "Flat", "/paper/title", "2106.06530v2", "the pith.science registry", "<mark>"):
        assert shown in card
    assert str(Verifier().verify(b"{}")).startswith("UNVERIFIABLE")


class Elements(html.parser.HTMLParser):
    """Collects the elements and attributes of a card, and checks that each element ends."""

    def __init__(self, card):
        super().__init__()
        self.found, self.open = set(), []
        self.feed(card)
        self.close()
        assert self.open == [], card

    def handle_starttag(self, tag, attributes):
        self.found |= {tag, *(name for name, _ in attributes)}
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_hostile_text_in_a_card_is_inert():
    hostile = "</style><script>alert(1)</script><img src=x onerror=alert(1)>\x1b[2J\u202e" + "x" * 9999
    record = json.loads(RECORD.read_bytes())
    documents_ = [json.dumps(record | {name: hostile}) for name in record if isinstance(record[name], str)]
    documents_ += [json.dumps(record | {"paper": record["paper"] | {"title": hostile}}), hostile]
    altered = json.loads(RECORD.read_bytes())
    altered["canonical_record"]["source"]["id"] = altered["receipt"]["key_id"] = hostile
    for document in [*documents_, json.dumps(altered), *documents()]:
        card = Verifier().verify(document)._repr_html_()
        found = Elements(card).found
        assert found <= {"div", "class", "style", "p", "b", "span", "aria-hidden", "strong", "small",
                         "mark", "em"}, found
        assert "\x1b" not in card and "\u202e" not in card and len(card) < 16_000


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
    for document in (RECORD, ALTERED, b"\xff", FIXTURES / "missing.json", "record.json"):
        report = Verifier().verify(document)
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            for dumps in (pickle.dumps, cloudpickle.dumps):
                restored = pickle.loads(dumps(report, protocol=protocol))
                assert restored == report and str(restored) == str(report)
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
    assert {kind.__module__ for kind in (Explanation, Report, Verifier)} == {"pith_verify"}


def test_long_values_are_whole():
    record = json.loads(RECORD.read_bytes())
    spaced = record["paper"]["title"].replace(" ", " " * 60)
    record["paper"]["title"] = record["graph_snapshot"]["paper"]["title"] = spaced
    report = Verifier().verify(json.dumps(record))
    assert report.verdict == "pass" and report.title == Stated(spaced, signed=True)
    assert {report.title, report.categories} == {Stated(spaced, signed=True), report.categories}
