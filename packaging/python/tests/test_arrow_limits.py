"""Tests columns at their limits: interrupts, memory, large results, and wrong Arrow objects."""

import subprocess
import sys

import pyarrow
import pytest
from conftest import FIXTURES, RECORD

from pith_verify import Verifier
from pith_verify._native import _verify_arrow_within

DOCUMENTS = [RECORD.read_text(), None, "{}", (FIXTURES / "invalid/title--other-word.json").read_text()]


def run(program):
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120)


def test_ctrl_c_interrupts_a_column_of_large_documents():
    done = run("""
import signal, time
import pyarrow
from pith_verify import Verifier

def seconds(column):
    start = time.process_time()
    try:
        Verifier().verify_arrow(column)
    except KeyboardInterrupt:
        print("interrupted")
    return time.process_time() - start

few, many = (pyarrow.array(['"' + "a" * 1_000_000 + '"'] * rows) for rows in (20, 300))
seconds(few)
limit = seconds(few) * 7
# This signal counts the time of the processor, so that a busy machine changes nothing.
signal.signal(signal.SIGPROF, signal.default_int_handler)
signal.setitimer(signal.ITIMER_PROF, limit / 14)
print(seconds(many) < limit)
""")
    # Without an interrupt, 300 rows take 15 times as long as 20 rows.
    assert (done.stdout, done.stderr) == ("interrupted\nTrue\n", "")


LIMITED = """
import resource
import pyarrow
from pith_verify import Verifier
array = {array}
used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + {more}, resource.RLIM_INFINITY))
try:
    print(len(Verifier().verify_arrow(array, report={report})))
except Exception as error:
    print(repr(error))
"""
NO_MEMORY = "MemoryError('there is not enough memory for the result: verify slices of the array')\n"


@pytest.mark.skipif(sys.platform != "linux", reason="limits the memory as Linux does")
@pytest.mark.parametrize(
    ("array", "more", "report", "printed"),
    [
        ("pyarrow.nulls(10**9)", 1 << 30, False, "1000000000\n"),
        ("pyarrow.nulls(10**9)", 1 << 28, False, NO_MEMORY),
        ("pyarrow.nulls(10**8, pyarrow.string())", 1 << 28, True, NO_MEMORY),
        ("pyarrow.chunked_array([pyarrow.nulls(10**7)] * 9)", 1 << 29, True, NO_MEMORY),
        ('pyarrow.array(["{}"] * 10**5)', 24 << 20, True, NO_MEMORY),
    ],
)
def test_a_lack_of_memory_is_an_exception(array, more, report, printed):
    done = run(LIMITED.format(array=array, more=more, report=report))
    assert (done.stdout, done.stderr, done.returncode) == (printed, "", 0)


def within(array, rows=1 << 20, bytes=1 << 30, report=False):
    result = _verify_arrow_within(Verifier(), array, report, rows, bytes)
    result.validate(full=True)
    return result


@pytest.mark.parametrize("report", [False, True])
def test_a_result_beyond_the_limits_comes_in_chunks(report):
    documents = pyarrow.array(DOCUMENTS * 5)
    whole = Verifier().verify_arrow(documents, report=report)
    longest = max(len(row and row["report"] or "") for row in whole.to_pylist()) if report else 200
    for limits in [{"bytes": longest}, {"bytes": longest * 2}, {"rows": 1}, {"rows": 3}, {"rows": 19}]:
        result = within(documents, report=report, **limits)
        assert isinstance(result, pyarrow.ChunkedArray) and result.num_chunks > 1, limits
        assert max(map(len, result.chunks)) <= limits.get("rows", 20)
        for chunk in result.chunks:
            for column in chunk.flatten():
                size = column.nbytes if column.type == pyarrow.string() else 0
                assert size <= limits.get("bytes", 1 << 30) + 9 * len(chunk)
        assert result.combine_chunks().equals(whole), limits


def test_a_result_that_keeps_the_limits_is_one_array():
    documents = pyarrow.array(DOCUMENTS * 5)
    for array in (documents, documents[:0], pyarrow.nulls(20), pyarrow.nulls(0)):
        result = within(array, rows=20)
        assert isinstance(result, pyarrow.StructArray) and len(result) == len(array)


def test_chunks_are_split_where_they_exceed_the_limits():
    chunks = pyarrow.chunked_array([DOCUMENTS, DOCUMENTS[:0], DOCUMENTS[:2]], pyarrow.string())
    assert [len(chunk) for chunk in within(chunks, rows=3).chunks] == [3, 1, 0, 2]
    nulls = pyarrow.chunked_array([pyarrow.nulls(7), pyarrow.nulls(6)])
    assert [len(chunk) for chunk in within(nulls, rows=3).chunks] == [3, 3, 1, 3, 3]


def test_a_report_that_exceeds_the_limit_alone_is_an_exception():
    with pytest.raises(ValueError, match="the report on one document has more than 2 GiB"):
        within(pyarrow.array(DOCUMENTS), bytes=100, report=True)


class Exporter:
    """An object that exports the same capsules each time."""

    def __init__(self, **capsules):
        for name, capsule in capsules.items():
            setattr(self, f"__arrow_c_{name}__", lambda requested_schema=None, capsule=capsule: capsule)


@pytest.mark.parametrize("type", [pyarrow.string(), pyarrow.large_binary(), pyarrow.string_view()], ids=str)
def test_a_capsule_can_be_read_once(type):
    documents = pyarrow.array(["{}"], type)
    for again in [
        Exporter(array=documents.__arrow_c_array__()),
        Exporter(stream=pyarrow.chunked_array([documents]).__arrow_c_stream__()),
    ]:
        assert len(Verifier().verify_arrow(again)) == 1
        with pytest.raises(ValueError, match="^array: its Arrow capsule .*(only once|already released)"):
            Verifier().verify_arrow(again)


def test_a_capsule_that_was_read_prints_nothing():
    done = run("""
import pyarrow
from pith_verify import Verifier
capsules = pyarrow.array(["{}"]).__arrow_c_array__()
array = type("Array", (), {"__arrow_c_array__": lambda self, requested_schema=None: capsules})()
Verifier().verify_arrow(array)
try:
    Verifier().verify_arrow(array)
except Exception as error:
    print(type(error).__name__)
""")
    assert (done.stdout, done.stderr) == ("ValueError\n", "")


PAIR = pyarrow.array(["{}"]).__arrow_c_array__()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (Exporter(array=()), "what the method __arrow_c_array__ of array returns must be two capsules, not tuple"),
        (Exporter(array=PAIR[:1]), "must be two capsules, not tuple"),
        (Exporter(array=(*PAIR, PAIR[0])), "must be two capsules, not tuple"),
        (Exporter(array=(1, 2)), "must be two capsules, not tuple"),
        (Exporter(array=None), "must be two capsules, not NoneType"),
        (Exporter(stream=()), "what the method __arrow_c_stream__ of array returns must be a capsule, not tuple"),
        (Exporter(array=PAIR[::-1]), "array: its Arrow capsule cannot be read: "),
        (Exporter(stream=PAIR[0]), "array: its Arrow capsule cannot be read: "),
    ],
)
def test_wrong_capsules_are_refused(wrong, message):
    with pytest.raises((TypeError, ValueError), match=message):
        Verifier().verify_arrow(wrong)


def test_an_exception_while_the_array_is_exported_stays_the_same():
    class Broken:
        def __arrow_c_array__(self, requested_schema=None):
            raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        Verifier().verify_arrow(Broken())


def test_an_exception_of_a_stream_is_an_exception():
    def chunks():
        yield pyarrow.record_batch({"record": ["{}"]})
        raise RuntimeError("mine")

    schema = pyarrow.schema([("record", pyarrow.string())])
    batches = pyarrow.RecordBatchReader.from_batches(schema, chunks())
    with pytest.raises(TypeError, match="not of Struct"):
        Verifier().verify_arrow(batches)
