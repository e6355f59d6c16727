"""Tests that each setting means the same as the option of the command, over all fixtures."""

import json
import pathlib

import pandas
import pytest
from conftest import FIXTURES, RECORD, TEST_KEY, documents, parsed, pith, pith_lines

from pith_verify import Verifier

DOCUMENTS = documents()
TITLE = "Label Noise SGD Provably Prefers Flat Global Minimizers"
ABSTRACT = FIXTURES / "invalid/given-abstract--only-the-excerpt.txt"
LICENSE = "http://arxiv.org/licenses/nonexclusive-distrib/1.0/"

# Arguments of the command and of Python with the same meaning.
SETTINGS = {
    "title": (["--title", TITLE], {"title": TITLE}),
    "title from a file": (["--title", f"@{ABSTRACT}"], {"title": ABSTRACT}),
    "title of other letters": (["--title", TITLE.upper() + "  "], {"title": TITLE.upper().encode() + b"  "}),
    "wrong title": (["--title", "x"], {"title": "x"}),
    "abstract": (["--abstract", f"@{ABSTRACT}"], {"abstract": ABSTRACT}),
    "wrong abstract": (["--abstract", ""], {"abstract": ""}),
    "expect": (["--expect", "2106.06530v2"], {"expect": "2106.06530v2"}),
    "expect one of several": (
        ["--expect", "pith:4QHRGH5A", "--expect", "10.48550/arXiv.2106.06530"],
        {"expect": ["pith:4QHRGH5A", "10.48550/arXiv.2106.06530"]},
    ),
    "require": (["--require", f"license={LICENSE}"], {"require": {"license": LICENSE}}),
    "require several": (
        ["--require", "key-id=pith-v1-2026-05", "--require", "submitted-after=2021-06-11", "--require", "primary-cat=cs.LG"],
        {"require": {"key-id": "pith-v1-2026-05", "submitted-after": "2021-06-11", "primary-cat": "cs.LG"}},
    ),
    "given record": (["--with", RECORD], {"given_records": RECORD}),
    "given record as content": (["--with", RECORD], {"given_records": [RECORD.read_bytes()]}),
    "size": (["--max-size", "2000"], {"max_size": 2000}),
    "all": (
        ["--title", TITLE, "--abstract", "x", "--expect", "2106.06530", "--require", "key-id=pith-test-1", "--key", TEST_KEY],
        {"title": TITLE, "abstract": "x", "expect": {"2106.06530"}, "require": {"key-id": "pith-test-1"}, "keys": TEST_KEY},
    ),
}


@pytest.mark.parametrize(("options", "settings"), SETTINGS.values(), ids=SETTINGS)
def test_a_setting_means_the_same_as_the_option(options, settings):
    lines = pith_lines(*options, *DOCUMENTS)
    assert len(lines) == len(DOCUMENTS) and len(set(pith_lines(*DOCUMENTS)) - set(lines)) > 100
    verifier = Verifier(**settings)
    of_verifier = {name: value for name, value in settings.items() if name in ("keys", "max_size")}
    of_call = {name: value for name, value in settings.items() if name not in of_verifier}
    other = Verifier(**of_verifier)
    for path, line in zip(DOCUMENTS, lines):
        assert verifier.verify(path).to_json() == line, path
        if of_call:
            assert other.verify(path, **of_call).to_json() == line, path
    assert [report.to_json() for report in other.verify_many(DOCUMENTS, **of_call)] == lines


def test_an_argument_of_a_call_replaces_the_setting_for_this_call():
    verifier = Verifier(expect="2106.06530v1", title="x")
    assert verifier.verify(RECORD).verdict == "fail"
    assert verifier.verify(RECORD, expect="2106.06530v2", title=TITLE).verdict == "pass"
    assert verifier.verify(RECORD, expect="2106.06530v2").failed_checks == ["given-title"]
    assert verifier.verify(RECORD).verdict == "fail"


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("expect", "4K6G", 'expect: "4K6G" is neither a Pith Number'),
        ("expect", [], "expect: there are no ids; leave the argument out to accept all documents"),
        ("require", {}, "require: there are no requirements; leave the argument out"),
        ("given_records", [], "given_records: there are no records; leave the argument out"),
        ("expect", "\ud800", "expect: this text has a lone surrogate"),
        ("require", {"license": "\ud800"}, "the value of license: this text has a lone surrogate"),
        ("title", FIXTURES / "\x1b[2J", r"title .*\\u\{1b\}\[2J: no such file"),
        ("given_records", "record.json", r'given_records: .*; did you mean Path\("record.json"\)\?'),
        ("expect", iter(()), "expect: there are no ids"),
        ("expect", ["2106.06530", "\x1b[2J"], r'expect: "\\u\{1b\}\[2J" is neither a Pith Number'),
        ("require", {"authors": "x"}, "require: authors is not signed"),
        ("require", {"submitted-after": "June"}, "require: June is not a date"),
        ("title", b"\xff", "title: this is not a text in UTF-8"),
        ("title", FIXTURES / "missing", "title .*missing: no such file"),
        ("given_records", b"{}", "given_records: it does not pass: not-a-record: "),
        ("given_records", [RECORD, FIXTURES / "invalid/title--other-word.json"], "title--other-word.json: it does not pass: "),
        ("max_size", 0, "max_size: 0 is not between 1 and 134217727"),
        ("max_size", 1 << 70, "max_size: 1180591620717411303424 is not between 1 and "),
        ("jobs", 0, "jobs: 0 is not between 1 and 1024"),
        ("jobs", -1, "jobs: -1 is not between 1 and 1024"),
    ],
)
def test_a_value_without_a_meaning_is_refused(name, value, message):
    with pytest.raises(ValueError, match=message):
        Verifier(**{name: value})
    if name not in ("max_size", "jobs") and not hasattr(value, "__next__"):
        with pytest.raises(ValueError, match=message):
            Verifier().verify(RECORD, **{name: value})


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("keys", {"key.json": 1}, "keys must be bytes, str or os.PathLike, or an iterable of these, not dict"),
        ("keys", [1], r"keys\[0\] must be bytes, str or os.PathLike, not int"),
        ("expect", b"2106.06530", "expect must be str or an iterable of str, not bytes"),
        ("expect", RECORD, "expect must be str or an iterable of str, not PosixPath"),
        ("expect", {"2106.06530": 1}, "expect must be str or an iterable of str, not dict"),
        ("expect", [1], "an id of expect must be str, not int"),
        ("require", "license=x", "require must be a dict such as .*, not str"),
        ("require", {1: "x"}, "a name of require must be str, not int"),
        ("require", {"license": None}, "the value of license must be str, not NoneType"),
        ("title", 1, "title must be bytes, str or os.PathLike, not int"),
        ("given_records", 1, "given_records must be bytes, str or os.PathLike, or an iterable of these, not int"),
        ("max_size", 1.5, "max_size must be int, not float"),
        ("jobs", "2", "jobs must be int, not str"),
        ("jobs", True, "jobs must be int, not bool"),
        ("expect", pandas.DataFrame({"2106.06530": [1]}), "expect must be str or an iterable of str, not DataFrame"),
        ("expect", bytearray(b"x"), "expect must be str or an iterable of str, not bytearray"),
        ("title", pathlib.Path, "title must be bytes, str or os.PathLike, not type"),
        ("require", {"\x1b[2J": 1}, r"the value of \\u\{1b\}\[2J must be str"),
    ],
)
def test_a_value_of_another_type_is_refused(name, value, message):
    with pytest.raises(TypeError, match=message):
        Verifier(**{name: value})


def test_a_given_record_must_pass_by_itself_and_need_not_be_expected():
    state = next(path for path in DOCUMENTS if json.loads(pith_lines(path)[0])["document"] == "state")
    options = ["--with", RECORD, "--expect", "2106.06530", "--title", "x", state]
    [report] = parsed(pith_lines(*options))
    assert Verifier(given_records=RECORD, expect="2106.06530", title="x").verify(state).to_dict() == report


def test_a_path_given_as_text_is_recognized():
    verifier = Verifier()
    for text in (str(RECORD), str(FIXTURES), "record.json", "no such.json", 'a"b.json'):
        report = verifier.verify(text)
        path = text.replace('"', '\\"')
        assert report.error["message"].endswith(f'; did you mean Path("{path}")?')
        assert report.verdict == "unverifiable" and f'Path("{path}")?' in str(report)
    with pytest.raises(ValueError, match=r'did you mean Path\("key.json"\)\?'):
        Verifier("key.json")
    for text in ("record", "", "1", "a.json\n" * 2000, "https://example.org/a.json"):
        assert "did you mean" not in verifier.verify(text).error["message"]
    assert "did you mean" not in verifier.verify(str(RECORD).encode()).error["message"]


def test_the_page_of_a_report_is_that_of_the_command():
    options = ["--key", TEST_KEY, "--with", RECORD, "--title", "x"]
    verifier = Verifier(TEST_KEY, given_records=RECORD, title="x")
    for path in DOCUMENTS[::10]:
        page = pith("explain", "--html", *options, path).stdout.decode()
        assert verifier.verify(path).to_html() == page == verifier.explain(path).to_html(), path


def test_text_and_data_are_those_of_the_command():
    verifier = Verifier(TEST_KEY)
    for path in DOCUMENTS[::5]:
        explained = verifier.explain(path)
        assert explained.to_json() == pith("explain", "--json", "--key", TEST_KEY, path).stdout.decode().rstrip("\n")
        assert str(explained) == pith("explain", "--key", TEST_KEY, path).stdout.decode().rstrip()
        assert str(verifier.verify(path)) == pith("verify", "--key", TEST_KEY, path).stdout.decode().rstrip()


def test_two_copies_are_compared_as_by_the_command():
    verifier = Verifier(TEST_KEY)
    for path in DOCUMENTS[::20]:
        compared = verifier.explain(RECORD, path)
        command = ["explain", "--key", TEST_KEY, RECORD, path]
        assert compared.to_json() == pith(*command, "--json").stdout.decode().rstrip("\n"), path
        assert compared.to_html() == pith(*command, "--html").stdout.decode(), path
        assert str(compared) == pith(*command).stdout.decode().rstrip(), path
    content = RECORD.read_bytes()
    assert verifier.explain(content, content).to_dict()["relation"] == "same-digest"
