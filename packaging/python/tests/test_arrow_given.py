"""Tests the columns that documents are compared with, row by row, against the options of the command."""

import json

import polars
import pyarrow
import pytest
from conftest import FIXTURES, RECORD, documents, parsed, pith_lines, row_of, without_source

from pith_verify import Verifier

TITLE = "Label Noise SGD Provably Prefers Flat Global Minimizers"
ABSTRACT = (FIXTURES / "invalid/given-abstract--only-the-excerpt.txt").read_text()
# What documents are compared with: a title, an abstract and an id.
GIVEN = [
    (None, None, None),
    (TITLE.upper() + " ", None, None),
    ("x", ABSTRACT, "2106.06530"),
    (None, "", "https://arxiv.org/abs/2106.06530v2"),
    (TITLE, None, "pith:4QHRGH5A"),
    (None, None, "10.48550/arXiv.2106.06530v1"),
]
OPTIONS = ["--title", "--abstract", "--expect"]
NAMES = ["titles", "abstracts", "expect"]
PATHS = [path for path in documents() if path.stat().st_size > 0]
VALID = RECORD.read_bytes()


def columns(given, type=pyarrow.string()):
    return {name: pyarrow.array(column, type) for name, column in zip(NAMES, zip(*given))}


def verdicts(result):
    return [row and row["verdict"] for row in result.to_pylist()]


@pytest.fixture(scope="module")
def told():
    """Returns documents, what they are compared with, and the reports of the command."""
    rows, given, reports = [], [], []
    for values in GIVEN:
        options = [text for option, value in zip(OPTIONS, values) if value is not None for text in (option, value)]
        reports += parsed(pith_lines(*options, *PATHS))
        rows += [path.read_bytes() for path in PATHS]
        given += [values] * len(PATHS)
    assert len({report["verdict"] for report in reports}) == 3 and len(rows) == len(reports)
    # The rows with the same values must not follow each other.
    order = sorted(range(len(rows)), key=lambda row: row % len(PATHS))
    return [[values[row] for row in order] for values in (rows, given, reports)]


def test_each_row_has_the_report_of_the_command(told):
    rows, given, reports = told
    column = pyarrow.array(rows)
    found = Verifier().verify_arrow(column, **columns(given))
    for row, report in zip(found.to_pylist(), reports, strict=True):
        assert row == row_of(report)
    whole = Verifier().verify_arrow(column, **columns(given), report=True)
    for row, report in zip(whole.to_pylist(), reports, strict=True):
        assert without_source(json.loads(row["report"])) == without_source(report)


@pytest.mark.parametrize("name", NAMES)
def test_one_column_alone_is_compared(told, name):
    rows, given, _ = (values[::5] for values in told)
    # One column at a time gives the verdicts of nulls in the other columns.
    only = [[value if name == other else None for value, other in zip(values, NAMES)] for values in given]
    alone = {name: columns(given)[name]}
    column = pyarrow.array(rows)
    found = Verifier().verify_arrow(column, **alone)
    assert found.equals(Verifier().verify_arrow(column, **columns(only)))
    assert not found.equals(Verifier().verify_arrow(column))


TYPES = [pyarrow.string(), pyarrow.large_string(), pyarrow.string_view(), pyarrow.binary()]


@pytest.mark.parametrize("type", TYPES, ids=str)
def test_columns_of_other_types_and_other_chunks_mean_the_same(type):
    rows = pyarrow.array([VALID, None, b"{}"] * 4)
    given = GIVEN[1:] + [(None, "b", None)] * 7
    whole = Verifier().verify_arrow(rows, **columns(given), report=True)
    assert set(verdicts(whole)) == {"pass", "fail", "unverifiable", None}
    for cut in (0, 1, 5, 12):
        chunked = {
            name: pyarrow.chunked_array([column[:cut], column[:0], column[cut:]])
            for name, column in columns(given, type).items()
        }
        assert Verifier().verify_arrow(rows, **chunked, report=True).equals(whole)
        chunks = pyarrow.chunked_array([rows[: cut // 2], rows[cut // 2 :]])
        found = Verifier().verify_arrow(chunks, **chunked, report=True)
        assert found.combine_chunks().equals(whole)


def test_slices_of_columns_give_their_rows():
    given = columns([(None, None, "2106.06530"), (None, None, "2106.06531"), ("x", None, None)])
    rows = pyarrow.array([VALID] * 3)
    assert verdicts(Verifier().verify_arrow(rows, **given)) == ["pass", "fail", "fail"]
    for start in range(3):
        part = {name: column[start:] for name, column in given.items()}
        assert verdicts(Verifier().verify_arrow(rows[start:], **part)) == ["pass", "fail", "fail"][start:]


def test_a_column_replaces_the_setting_of_the_verifier_for_every_row():
    verifier = Verifier(expect="2106.06531", title="x")
    rows = pyarrow.array([VALID] * 2)
    failed = verifier.verify_arrow(rows).field("failed_checks").to_pylist()
    assert failed == [["given-title", "expected"]] * 2
    ids = verifier.verify_arrow(rows, expect=pyarrow.array(["2106.06530", None]))
    assert ids.field("failed_checks").to_pylist() == [["given-title"]] * 2
    titles = verifier.verify_arrow(rows, titles=pyarrow.array([TITLE, None]), expect=pyarrow.nulls(2))
    assert verdicts(titles) == ["pass", "pass"]


def test_nulls_need_no_type():
    assert verdicts(Verifier().verify_arrow(pyarrow.nulls(2), expect=pyarrow.nulls(2))) == [None, None]
    ids = pyarrow.array(["2106.06530", "x"])[:1]
    assert verdicts(Verifier().verify_arrow(pyarrow.nulls(1), titles=pyarrow.array(["x"]), expect=ids)) == [None]


def test_long_columns_have_the_values_of_their_rows():
    # More rows than are verified between two checks for interrupts.
    ids = ["2106.06530" if row % 7 else "2106.06531" for row in range(5_000)]
    rows = pyarrow.chunked_array([pyarrow.array([VALID, None] * 1_250)] * 2)
    found = verdicts(Verifier().verify_arrow(rows, expect=pyarrow.array(ids)))
    assert found == [None if row % 2 else "pass" if row % 7 else "fail" for row in range(5_000)]


ONE = pyarrow.array(["{}"])
SHOWN = "neither a Pith Number"


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"titles": pyarrow.array(["a", "b"])}, ValueError, "titles has 2 rows, and the array of documents has 1"),
        ({"abstracts": ONE[:0]}, ValueError, "abstracts has 0 rows, and the array of documents has 1"),
        ({"expect": pyarrow.chunked_array([["1"], ["2"]])}, ValueError, "expect has 2 rows"),
        ({"expect": pyarrow.array(["4K6G"])}, ValueError, f'^expect\\[0\\]: "4K6G" is {SHOWN}'),
        ({"expect": pyarrow.array(["\x1b[2J\u202e"])}, ValueError, r'^expect\[0\]: "\\u\{1b\}\[2J\\u\{202e\}" is neither'),
        ({"expect": pyarrow.array(["7" * 100_000])}, ValueError, r'^expect\[0\]: "7{200}.{1,60}" is neither'),
        ({"expect": pyarrow.array([""])}, ValueError, '^expect\\[0\\]: "" is neither'),
        ({"titles": polars.Series([None])}, ValueError, "titles: its Arrow capsule cannot be read"),
        ({"titles": pyarrow.array([b"\xff"])}, ValueError, "titles\\[0\\]: this is not a text in UTF-8"),
        ({"abstracts": pyarrow.array([b"\xff"]).view("string")}, ValueError, "abstracts\\[0\\]: this is not a text"),
        ({"expect": pyarrow.array([1])}, TypeError, "expect must be of strings or binaries, not of Int64"),
        ({"titles": "x"}, TypeError, "titles must be an Arrow array, or a column of pyarrow, pandas or Polars, not str"),
        ({"expect": ["2106.06530"]}, TypeError, "expect must be an Arrow array, or a column of pyarrow, pandas or Polars, not list"),
    ],
)
@pytest.mark.parametrize("array", [ONE, pyarrow.chunked_array([ONE])], ids=["array", "chunks"])
def test_wrong_columns_are_refused(array, arguments, error, message):
    with pytest.raises(error, match=message):
        Verifier().verify_arrow(array, **arguments)


def test_a_wrong_id_is_refused_before_any_document_is_verified():
    # Verifying the documents would take minutes.
    large = pyarrow.array(["[" + "1," * 500_000 + "1]"]).take(pyarrow.array([0] * 900))
    ids = pyarrow.chunked_array([["2106.06530"] * 800, [None, "2106.06530"] * 49 + ["later", "x"]])
    with pytest.raises(ValueError, match=r'^expect\[898\]: "later" is neither'):
        Verifier().verify_arrow(large, expect=ids)
