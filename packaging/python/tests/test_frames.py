"""Tests DuckDB and Polars on the reports of the command: each trap, and how to avoid it.

The examples in docs/python.md test that they verify columns.
"""

import json

import duckdb
import polars
import pytest
from conftest import RECORD, pith

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
