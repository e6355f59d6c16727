"""Tests the code for Spark's executors, without Spark: one row for each row, in limited batches."""

import pickle
import subprocess
import sys

import pytest

pa = pytest.importorskip("pyarrow")

from conftest import FIXTURES, RECORD, TEST_KEY  # noqa: E402
from pith_verify import Verifier  # noqa: E402
from pith_verify._batches import as_binary, pieces, verified  # noqa: E402

VALID = RECORD.read_bytes()
ALTERED = (FIXTURES / "invalid" / "title--other-word.json").read_bytes()
MIXED = [VALID, b"", None, ALTERED, b"\xff\xfe", b"{}\0", b"{\n" + VALID[1:], b"[1]"]
VERDICTS = [
    "pass",
    "unverifiable",
    None,
    "fail",
    "unverifiable",
    "unverifiable",
    "pass",
    "unverifiable",
]


def batch_of(documents, kind=None):
    numbers = pa.array(range(len(documents)), pa.int64())
    records = pa.array(documents, pa.binary())
    # A cast to a string would refuse bytes that are not UTF-8, which Spark accepts.
    records = records.view(kind) if kind == pa.string() else records.cast(kind or pa.binary())
    return pa.RecordBatch.from_arrays([numbers, records], ["id", "document"])


def run(batches, kept=1, report=False, verifier=None):
    verifier = verifier or Verifier()
    return list(verified(iter(batches), verifier, record=1, kept=kept, report=report))


def rows(batches, column):
    return [value for batch in batches for value in batch.column(column).to_pylist()]


def test_every_row_has_one_verdict_in_its_order():
    out = run([batch_of(MIXED), batch_of([]), batch_of(MIXED[::-1])])
    assert rows(out, "verdict") == VERDICTS + VERDICTS[::-1]
    assert rows(out, "id") == [*range(len(MIXED))] * 2


def test_null_has_only_nulls():
    (out,) = run([batch_of([None])], report=True)
    assert out.to_pylist() == [
        dict.fromkeys(["verdict", "pith_number", "failed_checks", "error", "report"]) | {"id": 0}
    ]


def test_results_are_those_of_verify_arrow():
    verifier = Verifier()
    (out,) = run([batch_of(MIXED)], report=True, verifier=verifier)
    expected = verifier.verify_arrow(pa.array(MIXED, pa.binary()), report=True)
    for name in ["verdict", "pith_number", "failed_checks", "error", "report"]:
        values = [row and row[name] for row in expected.to_pylist()]
        assert rows([out], name) == values, name
    assert out.schema.names == ["id", *(field.name for field in expected.type)]


@pytest.mark.parametrize("kind", [pa.string(), pa.large_binary()], ids=str)
def test_every_type_that_spark_sends_gives_the_same(kind):
    assert rows(run([batch_of(MIXED, kind)]), "verdict") == VERDICTS


def test_a_large_string_gives_the_same():
    texts = [None if document is None else "x" for document in MIXED]
    batch = pa.RecordBatch.from_arrays([pa.array(texts, pa.large_string())] * 2, ["id", "document"])
    assert as_binary(batch.column(1)).type == pa.large_binary()
    assert rows(run([batch]), "verdict").count("unverifiable") == len(MIXED) - 1


def test_a_string_that_is_not_utf8_is_a_verdict():
    (out,) = run([batch_of([b"{\xff}"], pa.string())])
    assert out.column("error")[0]["code"].as_py() == "invalid-utf8"


def test_the_record_can_be_kept_or_left_out():
    batch = batch_of(MIXED)
    (out,) = run([batch], kept=2)
    assert out.column("document").equals(batch.column(1))
    (out,) = run([batch], kept=0)
    assert out.schema.names[0] == "verdict"
    assert rows([out], "verdict") == VERDICTS


def test_fields_keep_their_metadata():
    field = pa.field("at", pa.timestamp("us", "Europe/Paris"), False, {b"variant": b"true"})
    schema = pa.schema([field, pa.field("document", pa.binary())])
    batch = pa.RecordBatch.from_arrays([pa.array([1], field.type), pa.array([b""])], schema=schema)
    (out,) = run([batch])
    assert out.schema.field(0).equals(field, check_metadata=True)


def test_a_slice_of_a_batch_gives_its_own_rows():
    out = run([batch_of(MIXED).slice(3, 3)])
    assert rows(out, "verdict") == VERDICTS[3:6]
    assert rows(out, "id") == [3, 4, 5]


def test_a_batch_too_large_goes_back_in_pieces():
    out = run([batch_of([b"{}"] * 2_500)])
    assert [batch.num_rows for batch in out] == [1_000, 1_000, 500]
    assert rows(out, "id") == [*range(2_500)]


def test_pieces_keep_both_limits():
    documents = pa.array([b"12345", None, b"12345", b"1", b"", b"12345678901", b"1"])
    assert [*pieces(documents, most_rows=3, most_bytes=10)] == [(0, 3), (3, 2), (5, 1), (6, 1)]
    assert [*pieces(documents, most_rows=2, most_bytes=99)] == [(0, 2), (2, 2), (4, 2), (6, 1)]
    assert [*pieces(documents[:0])] == []


def test_one_batch_is_taken_at_a_time():
    taken = []

    def batches():
        for number in range(3):
            taken.append(number)
            yield batch_of([VALID])

    out = verified(batches(), Verifier(), record=1, kept=0, report=False)
    assert taken == []
    next(out)
    assert taken == [0]


def test_pickled_verifiers_contain_their_keys(tmp_path):
    key = tmp_path / "key.json"
    key.write_bytes(TEST_KEY.read_bytes())
    verifier = Verifier(key)
    key.unlink()
    documents = [path.read_bytes() for path in sorted(FIXTURES.glob("valid/*.json"))]
    here = rows(run([batch_of(documents)], verifier=verifier), "verdict")
    there = pickle.loads(pickle.dumps(verifier))
    assert rows(run([batch_of(documents)], verifier=there), "verdict") == here
    assert rows(run([batch_of(documents)]), "verdict") != here


@pytest.mark.parametrize("absent", ["pyspark", "pyarrow"])
def test_without_spark_the_error_says_what_to_install(absent):
    script = f"import sys; sys.modules[{absent!r}] = None; import pith_verify.spark"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 1
    assert "ImportError: pith_verify.spark needs pyspark 4" in done.stderr
    assert "pip install 'pith-verify[spark]'" in done.stderr


def test_columns_are_compared_with_the_rows_of_their_pieces():
    count = 2_500
    ids = ["2106.06530" if row % 3 else "2106.06531" for row in range(count)]
    ids[7] = None
    batch = batch_of([VALID] * count).append_column("paper", pa.array(ids))
    out = list(
        verified([batch], Verifier(), record=1, given={"expect": (2, "paper")}, kept=1, report=False)
    )
    assert [piece.num_rows for piece in out] == [1_000, 1_000, 500]
    expected = ["fail" if paper == "2106.06531" else "pass" for paper in ids]
    assert rows(out, "verdict") == expected


@pytest.mark.parametrize(
    ("argument", "value", "message"),
    [
        ("expect", "4K6G", '^column "of the user": "4K6G" is neither a Pith Number'),
        ("titles", b"\xff", '^column "of the user": this is not a text in UTF-8'),
    ],
)
def test_a_value_without_a_meaning_is_an_error_with_the_name_of_the_column(argument, value, message):
    kind = pa.string() if isinstance(value, str) else pa.binary()
    batch = batch_of([VALID]).append_column("_7", pa.array([value], kind).view(pa.string()))
    given = {argument: (2, "of the user")}
    with pytest.raises(ValueError, match=message):
        list(verified([batch], Verifier(), record=1, given=given, kept=1, report=False))
