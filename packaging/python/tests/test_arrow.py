"""Tests columns: types, nulls, slices and chunks."""

import json
import subprocess
import sys

import polars
import pyarrow
import pytest
from conftest import FIXTURES, RECORD, TEST_KEY

from pith_verify import Verifier

DOCUMENTS = [RECORD.read_text(), None, "{}", (FIXTURES / "invalid/title--other-word.json").read_text()]
VERDICTS = ["pass", None, "unverifiable", "fail"]
TYPES = [
    pyarrow.string(), pyarrow.binary(), pyarrow.large_string(), pyarrow.large_binary(),
    pyarrow.string_view(), pyarrow.binary_view(),
]
ROW = pyarrow.struct([
    ("verdict", pyarrow.string()),
    ("pith_number", pyarrow.string()),
    ("failed_checks", pyarrow.list_(pyarrow.string())),
    ("error", pyarrow.struct([
        ("code", pyarrow.string()), ("message", pyarrow.string()), ("offset", pyarrow.int64()),
    ])),
])
LONG_ROW = pyarrow.struct([*ROW, pyarrow.field("report", pyarrow.string())])


def verdicts(result):
    return [row and row["verdict"] for row in result.to_pylist()]


@pytest.mark.parametrize("type", TYPES, ids=str)
@pytest.mark.parametrize("report", [False, True])
def test_each_type_of_strings_and_binaries_gives_the_same(type, report):
    result = Verifier().verify_arrow(pyarrow.array(DOCUMENTS, type), report=report)
    result.validate(full=True)
    assert isinstance(result, pyarrow.StructArray)
    assert result.type == (LONG_ROW if report else ROW)
    assert result.to_pylist()[1] is None and result.null_count == 1
    assert verdicts(result) == VERDICTS


@pytest.mark.parametrize("type", TYPES, ids=str)
def test_slices_give_the_verdicts_of_their_rows(type):
    whole = pyarrow.array(DOCUMENTS * 3, type)
    for start in range(len(whole)):
        for length in (0, 1, 2, 5):
            part = Verifier().verify_arrow(whole.slice(start, length))
            part.validate(full=True)
            assert verdicts(part) == (VERDICTS * 3)[start : start + length]


def test_chunks_stay_chunks():
    chunks = pyarrow.chunked_array([DOCUMENTS[:1], [], DOCUMENTS[1:]], pyarrow.string())
    result = Verifier().verify_arrow(chunks)
    result.validate(full=True)
    assert [len(chunk) for chunk in result.chunks] == [1, 0, 3]
    assert (result.type, verdicts(result)) == (ROW, VERDICTS)


@pytest.mark.parametrize("nothing", [pyarrow.array([], pyarrow.string()), pyarrow.chunked_array([], pyarrow.string())])
def test_empty_columns_give_empty_columns(nothing):
    result = Verifier().verify_arrow(nothing)
    assert (len(result), result.type) == (0, ROW)


def test_nulls_alone_need_no_type():
    assert verdicts(Verifier().verify_arrow(pyarrow.array([None, None]))) == [None, None]


def test_a_null_hides_the_bytes_of_its_row():
    hidden = pyarrow.Array.from_buffers(
        pyarrow.string(), 1, [pyarrow.py_buffer(b"\0"), *pyarrow.array([DOCUMENTS[0]]).buffers()[1:]]
    )
    assert verdicts(Verifier().verify_arrow(hidden)) == [None]


def test_strings_that_are_not_utf8_are_a_verdict():
    lying = pyarrow.array([b'"\xff"']).view(pyarrow.string())
    assert Verifier().verify_arrow(lying).to_pylist()[0]["error"]["code"] == "invalid-utf8"


@pytest.mark.parametrize(
    "wrong",
    [pyarrow.array([1]), pyarrow.array([["{}"]]), pyarrow.array([b"{}"], pyarrow.binary(2)),
     pyarrow.table({"record": ["{}"]}), pyarrow.record_batch({"record": ["{}"]}), pyarrow.chunked_array([[1]]),
     pyarrow.array(["{}"]).dictionary_encode(), polars.Series([1])],
    ids=lambda wrong: str(getattr(wrong, "type", type(wrong))),
)
def test_other_arrays_are_refused(wrong):
    with pytest.raises(TypeError, match="^array must be of strings or binaries, not of"):
        Verifier().verify_arrow(wrong)


def test_the_class_of_an_array_is_refused():
    with pytest.raises(TypeError, match="must be an Arrow array"):
        Verifier().verify_arrow(pyarrow.StringArray)


def test_many_batches_are_one_array():
    # More documents than are verified between two checks for interrupts.
    documents = [json.dumps({"number": number}) for number in range(10_000)] + ["not JSON"]
    result = Verifier().verify_arrow(pyarrow.array(documents))
    codes = result.field("error").field("code").to_pylist()
    assert codes == ["not-a-record"] * 10_000 + ["invalid-json"]


def test_a_report_has_its_diagnosis():
    altered = (FIXTURES / "invalid/canonical-hash--version-altered.json").read_bytes()
    [row] = Verifier().verify_arrow(pyarrow.array([altered]), report=True).to_pylist()
    assert row["report"] == Verifier().verify(altered).to_json()
    assert json.loads(row["report"])["diagnosis"][0]["restored"] == 2


def test_without_pyarrow_the_result_has_the_interface():
    program = """
import sys
sys.modules["pyarrow"] = None
import polars
from pathlib import Path
from pith_verify import Verifier
series = polars.Series("record", [Path("fixtures/valid/4QHRGH5A.json").read_text(), None])
result = Verifier(Path("fixtures/keys/pith-test-1.json")).verify_arrow(series)
print(type(result).__module__, polars.Series(result).struct.field("verdict").to_list())
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stderr == ""
    assert not done.stdout.startswith("pyarrow") and done.stdout.endswith(" ['pass', None]\n")


def test_keys_are_used_for_columns_too():
    column = pyarrow.array([(FIXTURES / "valid/4QHRGH5A.json").read_bytes()])
    assert verdicts(Verifier().verify_arrow(column)) == ["unverifiable"]
    assert verdicts(Verifier(TEST_KEY).verify_arrow(column)) == ["pass"]
