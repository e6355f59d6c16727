"""Tests arguments: what is data, what is refused, and the verdicts on hostile documents."""

import array
import copy
import gzip
import pickle
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import PurePath

import cloudpickle
import pyarrow
import pytest
from conftest import FIXTURES, RECORD, TEST_KEY, parsed, pith, pith_lines, walk

from pith_verify import Verifier

SIGNED_BY_TEST_KEY = FIXTURES / "valid/4QHRGH5A.json"


class Text(str):
    def encode(self, *_):
        raise AssertionError("asked a value of the caller's to encode itself")


class Bytes(bytes):
    def __bytes__(self):
        raise AssertionError("asked a value of the caller's for other bytes")


class Path:
    """A path that is bytes, as os.PathLike allows."""

    def __init__(self, path):
        self.path = bytes(path)

    def __fspath__(self):
        return self.path


def test_content_is_of_any_type_of_bytes_or_text():
    content = RECORD.read_bytes()
    verifier = Verifier()
    expected = verifier.verify(content)
    assert expected.verdict == "pass"
    for same in (content.decode(), bytearray(content), memoryview(content), Text(content.decode()), Bytes(content)):
        assert verifier.verify(same) == expected, type(same)


def test_a_file_is_any_path():
    verifier = Verifier()
    assert verifier.verify(RECORD).to_dict()["source"] == {"path": str(RECORD)}
    for same in (PurePath(RECORD), Path(RECORD)):
        assert verifier.verify(same) == verifier.verify(RECORD)


@pytest.mark.parametrize("wrong", [None, 1, ["{}"], {"record": 1}, object(), Verifier(), array.array("b")])
def test_other_types_are_refused(wrong):
    verifier = Verifier()
    with pytest.raises(TypeError, match=f"a document must be bytes, str or os.PathLike, not {type(wrong).__name__}"):
        verifier.verify(wrong)
    with pytest.raises(TypeError, match=type(wrong).__name__):
        verifier.verify_arrow(wrong)


# These are functions, since some of the documents are large.
HOSTILE = {
    "nested too deep": lambda: b"[" * 1_000_000,
    "nested too deep in objects": lambda: b'{"a":' * 1_000_000,
    "over the limit": lambda: b" " * (17 << 20),
    "just the limit": lambda: b" " * (16 << 20),
    "not UTF-8": lambda: b'"\xff"',
    "surrogates": lambda: b'"\xed\xa0\x80"',
    "NUL": lambda: b"\0",
    "byte order mark": lambda: b"\xef\xbb\xbf{}",
    "number": lambda: b"1e999999999",
    "names twice": lambda: b'{"a":1,"a":2}',
    "escapes": lambda: b'{"\\u001b[2J":"\\ud800"}',
    "two documents": lambda: b"{}\n{}",
    "a web page": lambda: b"<!DOCTYPE html>",
    "a ZIP archive": lambda: b"PK\x03\x04",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_has_the_verdict_of_the_command(name, tmp_path):
    content = HOSTILE[name]()
    file = tmp_path / "document"
    file.write_bytes(content)
    [line] = pith_lines(file)
    verifier = Verifier()
    assert verifier.verify(file).to_json() == line
    [expected] = parsed([line])
    assert expected["verdict"] == "unverifiable"
    assert verifier.verify(content).error == expected["error"]
    [row] = verifier.verify_arrow(pyarrow.array([content])).to_pylist()
    assert (row["verdict"], row["error"]) == ("unverifiable", expected["error"])


def test_an_empty_file_is_unreadable_as_for_the_command(tmp_path):
    file = tmp_path / "empty.json"
    file.write_bytes(b"")
    verifier = Verifier()
    report = verifier.verify(file)
    assert [report.to_json()] == pith_lines(file)
    assert report.error["code"] == "unreadable"
    # Empty content is not an empty file.
    assert verifier.verify(b"").error["code"] == "invalid-json"


@pytest.mark.parametrize("text", ["\ud800", '{"a":"\udfff"}', Text("\ud800")], ids=["alone", "inside", "subclass"])
def test_lone_surrogates_are_a_verdict(text):
    error = Verifier().verify(text).error
    assert (error["code"], error["offset"]) == ("invalid-utf8", text.index(text.strip('{}":a')))


def test_a_file_that_cannot_be_read_is_a_verdict(tmp_path):
    verifier = Verifier()
    nothing = tmp_path / "nothing"
    for path in (nothing, tmp_path, tmp_path / "nul\0", tmp_path / "\udcff"):
        report = verifier.verify(path)
        assert (report.verdict, report.error["code"]) == ("unverifiable", "unreadable"), path
    assert [verifier.verify(nothing).to_json()] == pith_lines(nothing)


def test_a_compressed_file_is_read_as_by_the_command(tmp_path):
    file = tmp_path / "record.json.gz"
    for content, verdict in ((gzip.compress(RECORD.read_bytes()), "pass"), (b"{}", "unverifiable")):
        file.write_bytes(content)
        report = Verifier().verify(file)
        assert [report.to_json()] == pith_lines(file) and report.verdict == verdict


def test_the_size_limit_can_be_set():
    size = RECORD.stat().st_size
    assert Verifier(max_size=size).verify(RECORD).verdict == "pass"
    small = Verifier(max_size=size - 1)
    [expected] = parsed(pith_lines("--max-size", size - 1, RECORD))
    column = pyarrow.array([RECORD.read_bytes()])
    assert small.verify_arrow(column).to_pylist()[0]["error"] == expected["error"]
    for document in (RECORD, RECORD.read_bytes()):
        assert small.verify(document).error == expected["error"]


def test_an_endless_file_is_read_up_to_the_limit():
    report = Verifier(max_size=1000).verify(PurePath("/dev/zero"))
    assert report.error["code"] == "too-large"


def test_bad_key_files_are_refused_in_the_words_of_the_command():
    for path in walk("keys/bad"):
        message = pith("verify", "--key", path, RECORD).stderr.decode().strip()
        with pytest.raises(ValueError) as refused:
            Verifier(path)
        assert f"pith: {refused.value}" == message
        reason = str(refused.value).removeprefix(f"key file {path}: ")
        with pytest.raises(ValueError) as refused:
            Verifier([TEST_KEY, path.read_bytes()])
        assert str(refused.value) == f"keys[1]: {reason}"


def test_a_key_file_that_is_missing_is_refused(tmp_path):
    path = tmp_path / "key.json"
    with pytest.raises(ValueError) as refused:
        Verifier(path)
    assert f"pith: {refused.value}" == pith("verify", "--key", path, RECORD).stderr.decode().strip()


@pytest.mark.parametrize("wrong", [1, [1], [[TEST_KEY]], object()])
def test_keys_of_other_types_are_refused(wrong):
    with pytest.raises(TypeError, match="must be bytes, str"):
        Verifier(wrong)


def test_only_the_given_keys_are_trusted():
    for keys, builtin_keys, verdicts in [
        ((), True, ("pass", "unverifiable")),
        (TEST_KEY, True, ("pass", "pass")),
        (iter([TEST_KEY.read_text()]), False, ("unverifiable", "pass")),
        ((), False, ("unverifiable", "unverifiable")),
    ]:
        verifier = Verifier(keys, builtin_keys=builtin_keys)
        assert tuple(verifier.verify(path).verdict for path in (RECORD, SIGNED_BY_TEST_KEY)) == verdicts


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_pickled_verifier_contains_its_keys(protocol, tmp_path):
    key = tmp_path / "key.json"
    key.write_bytes(TEST_KEY.read_bytes())
    size = SIGNED_BY_TEST_KEY.stat().st_size
    verifier = Verifier(key, builtin_keys=False, max_size=size)
    for dumps in (pickle.dumps, cloudpickle.dumps):
        travelling = dumps(verifier, protocol=protocol)
        assert str(tmp_path).encode() not in travelling
        key.unlink(missing_ok=True)
        arrived = pickle.loads(travelling)
        assert arrived.verify(SIGNED_BY_TEST_KEY).verdict == "pass"
        assert arrived.verify(RECORD).verdict == "unverifiable"
        assert arrived.verify(b" " * (size + 1)).error["code"] == "too-large"


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
def test_a_verifier_is_copied(copied):
    assert copied(Verifier(TEST_KEY)).verify(SIGNED_BY_TEST_KEY).verdict == "pass"


def test_a_function_with_a_verifier_can_be_pickled():
    verifier = Verifier(TEST_KEY)
    verdict = cloudpickle.loads(cloudpickle.dumps(lambda document: verifier.verify(document).verdict))
    assert verdict(SIGNED_BY_TEST_KEY) == "pass"


def test_verify_many_is_lazy_complete_and_in_order():
    asked = []

    def source():
        for document in (b"{}", RECORD, "not JSON"):
            asked.append(document)
            yield document

    reports = Verifier().verify_many(source())
    assert asked == []
    assert next(reports).error["code"] == "not-a-record"
    assert asked == [b"{}"]
    assert [report.verdict for report in reports] == ["pass", "unverifiable"]
    assert list(Verifier().verify_many([])) == []


def test_after_a_document_of_a_wrong_type_the_rest_still_run():
    reports = Verifier().verify_many([b"{}", 1, RECORD])
    assert next(reports).verdict == "unverifiable"
    with pytest.raises(TypeError):
        next(reports)
    assert [report.verdict for report in reports] == ["pass"]


@pytest.mark.parametrize("one", [b"{}", "{}", RECORD, bytearray()])
def test_verify_many_refuses_a_single_document(one):
    with pytest.raises(TypeError, match="use verify"):
        Verifier().verify_many(one)


def test_verify_many_raises_errors_of_the_iterable():
    def source():
        yield b"{}"
        raise OSError("gone")

    reports = Verifier().verify_many(source())
    next(reports)
    with pytest.raises(OSError, match="gone"):
        next(reports)


def test_other_threads_run_while_a_column_is_verified():
    column = pyarrow.array([RECORD.read_bytes()] * 8000)
    verifier = Verifier()
    ticks, done = [], threading.Event()

    def tick():
        while not done.wait(0.001):
            ticks.append(time.monotonic())

    ticking = threading.Thread(target=tick)
    ticking.start()
    start = time.monotonic()
    verdicts = verifier.verify_arrow(column)
    end = time.monotonic()
    done.set()
    ticking.join()
    assert verdicts.field("verdict").unique().to_pylist() == ["pass"]
    # If the interpreter were locked, threads would switch only at the start and at the end.
    assert sum(start < time < end for time in ticks) > 5


class Interrupted(Exception):
    pass


def interrupt(*_):
    raise Interrupted


def test_a_long_column_can_be_interrupted():
    column = pyarrow.array([RECORD.read_bytes()] * 40_000)
    verifier = Verifier()
    start = time.process_time()
    verifier.verify_arrow(column)
    whole = time.process_time()
    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.01)
        with pytest.raises(Interrupted):
            verifier.verify_arrow(column)
    finally:
        signal.signal(signal.SIGALRM, before)
    # Without an interrupt in between, it would be raised only at the end.
    assert time.process_time() - whole < (whole - start) / 2


def test_threads_share_a_verifier():
    verifier = Verifier(TEST_KEY)
    paths = walk("valid")
    expected = [verifier.verify(path) for path in paths]
    with ThreadPoolExecutor(8) as pool:
        for _ in range(5):
            assert list(pool.map(verifier.verify, paths)) == expected
