"""Provides a session of a real Spark, classic or Connect, and a corpus.

packaging/checks/spark.sh sets the environment variables.
"""

import os
import pathlib
import sys

import pytest

if "PITH_CORPUS" not in os.environ:
    collect_ignore_glob = ["test_*.py"]
else:
    import pyarrow as pa
    import pyarrow.parquet
    import pyspark
    from conftest import PITH, TEST_KEY
    from pyspark.sql import SparkSession

    from . import documents

# Two executors with one core and 1 GiB each, in their own processes as in a cluster.
MASTER = "local-cluster[2,1,1024]"


@pytest.fixture(scope="session")
def spark():
    # Without this variable, the executors do not find the Spark of the Python package.
    os.environ.setdefault("SPARK_HOME", os.path.dirname(pyspark.__file__))
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder
    connect = os.environ.get("PITH_SPARK_API") == "connect"
    builder = builder.remote(MASTER) if connect else builder.master(MASTER)
    session = (
        # With the default of 128 MiB, there would be too few partitions.
        builder.config("spark.sql.files.maxPartitionBytes", "8m")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "1000")
        .getOrCreate()
    )
    assert ("connect" in type(session).__module__) == connect
    yield session
    session.stop()


@pytest.fixture(scope="session")
def command():
    return documents.Command(PITH, TEST_KEY)


@pytest.fixture(scope="session")
def mixed(command, tmp_path_factory):
    """Returns rows of all kinds in Parquet (`path`), and what the command reports (`told`, `counts`)."""
    directory = tmp_path_factory.mktemp("mixed")
    good = pathlib.Path(os.environ["PITH_CORPUS"]).read_bytes().splitlines()
    rows = documents.mixed(good)
    told, counts = command.of_rows(rows, directory)
    path = directory / "parquet"
    path.mkdir()
    share = -(-len(rows) // 8)
    for start in range(0, len(rows), share):
        part = rows[start : start + share]
        records = pa.array(part, pa.binary())
        # The same as strings; neither this cast nor Spark checks that they are UTF-8.
        columns = {"id": range(start, start + len(part)), "record": records}
        table = pa.table(columns | {"text": records.view(pa.string())})
        pa.parquet.write_table(table, path / f"{start:09}.parquet", row_group_size=2_000)
    assert {name for group, name in counts if group == "errors"} == documents.CODES
    assert any(rows[at] and b"\n" in rows[at] and told[at].verdict == "pass" for at in told)
    nulls = rows.count(None)
    assert nulls and len(told) == len(rows) - nulls
    return type("Mixed", (), dict(path=str(path), told=told, counts=counts, rows=len(rows)))
