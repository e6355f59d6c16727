"""Tests DuckDB and Polars: how they verify columns, and each trap in the reports of the command.

The examples in docs/python.md test more of that.
"""

import json

import duckdb
import polars
import pytest
from conftest import RECORD, TEST_KEY, documents, parsed, pith, pith_lines, row_of

from pith_verify import Verifier
from pith_verify.duckdb import register

ERROR = 'STRUCT(code VARCHAR, message VARCHAR, "offset" BIGINT)'


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """Returns a file of reports in which the only error is at the end."""
    folder = tmp_path_factory.mktemp("reports")
    line = json.dumps(json.loads(RECORD.read_text())) + "\n"
    # DuckDB infers types from 20,480 rows.
    (folder / "corpus.ndjson").write_text(line * 25_000 + "not JSON\n")
    printed = pith("verify", "--json", folder / "corpus.ndjson").stdout
    assert printed.count(b"\n") == 25_001 and printed.count(b'"code":"invalid-json"') == 1
    path = folder / "reports.ndjson"
    path.write_bytes(printed)
    return str(path)


def test_duckdb_reads_every_error_as_null(reports):
    found = duckdb.sql(f"SELECT count(*), count(error) FROM read_json('{reports}')")
    assert found.fetchall() == [(25_001, 0)], "the trap is gone: the page need not name it"


def test_duckdb_finds_the_error_with_columns(reports):
    columns = f"{{verdict: 'VARCHAR', error: '{ERROR}'}}"
    found = duckdb.sql(f"SELECT verdict, error.code FROM read_json('{reports}', columns={columns}) WHERE error IS NOT NULL")
    assert found.fetchall() == [("unverifiable", "invalid-json")]


def test_polars_fails_at_the_error(reports):
    with pytest.raises(polars.exceptions.ComputeError, match="got non-null value for NULL-typed column"):
        polars.read_ndjson(reports)


def test_polars_finds_the_error_when_it_looks_at_all(reports):
    frame = polars.read_ndjson(reports, infer_schema_length=None)
    errors = frame.filter(polars.col("error").is_not_null())
    assert (frame.height, errors["error"].struct.field("code").to_list()) == (25_001, ["invalid-json"])


def test_a_function_of_duckdb_returns_the_rows_of_the_command():
    paths = [path for path in documents() if path.read_bytes().isascii() and path.stat().st_size > 0]
    connection = duckdb.connect()
    register(connection, Verifier(TEST_KEY))
    register(connection, name="whole", report=True)
    connection.execute("CREATE TABLE records (place INTEGER, record VARCHAR)")
    connection.executemany("INSERT INTO records VALUES (?, ?)", [[n, p.read_text()] for n, p in enumerate(paths)])
    rows = connection.sql("SELECT pith(record) FROM records ORDER BY place").fetchall()
    assert [row for (row,) in rows] == [row_of(report) for report in parsed(pith_lines("--key", TEST_KEY, *paths))]
    found = connection.sql("SELECT place, whole(record).report FROM records").fetchall()
    for place, report in found[:20]:
        assert report == Verifier().verify(paths[place].read_text()).to_json()
    assert connection.sql("SELECT pith(NULL)").fetchall() == [(None,)]
