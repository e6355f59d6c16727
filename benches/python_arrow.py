"""What it costs to verify a corpus from Python, compared with the command: one core, as ratios.

python benches/python_arrow.py [RECORDS [ROUNDS]]

Run it with the Python of a virtual environment that has the wheel, pyarrow and, for their rows, duckdb
and polars. It makes a corpus of distinct records and measures everything in turns, since the speed of a
machine varies. The command's time includes reading the corpus, which is unavoidable; the others have
the corpus in memory, and the rows of scans show the cost of reading it.
"""

import importlib.util
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import pyarrow
import pyarrow.parquet

from pith_verify import Verifier

KEY = Path("fixtures/keys/pith-test-1.json")
PITH = Path(sys.executable).with_name("pith")
COMMAND = "pith verify -q"
STRUCT = (
    "STRUCT(verdict VARCHAR, pith_number VARCHAR, failed_checks VARCHAR[],"
    ' error STRUCT(code VARCHAR, message VARCHAR, "offset" BIGINT))'
)


def command(corpus, *options):
    arguments = [PITH, "verify", "--ndjson", "--key", KEY, "--jobs", "1", *options, corpus]
    return lambda: subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def seconds(work):
    """Returns the processor time of some work, including that of child processes."""
    before = os.times()
    work()
    after = os.times()
    return sum(after[:4]) - sum(before[:4])


def of_duckdb(corpus, verifier):
    import duckdb

    connection = duckdb.connect(config={"threads": 1})
    connection.create_function("pith", lambda column: verifier.verify_arrow(column), ["VARCHAR"], STRUCT, type="arrow")
    scan = f"SELECT sum(strlen(record)) FROM '{corpus}.parquet'"
    verify = f"SELECT p.verdict, count(*) FROM (SELECT pith(record) AS p FROM '{corpus}.parquet') GROUP BY ALL"
    return {
        "DuckDB, scan of Parquet alone": lambda: connection.sql(scan).fetchall(),
        "DuckDB, scan and `pith(record)`": lambda: connection.sql(verify).fetchall(),
    }


def of_polars(column, verifier):
    import polars

    series = polars.Series(column)
    return {"Polars, `verify_arrow(series)`": lambda: polars.Series(verifier.verify_arrow(series))}


def subjects(corpus):
    with open(corpus, "rb") as file:
        column = pyarrow.array(list(file), pyarrow.binary())
    text = column.cast(pyarrow.string())
    pyarrow.parquet.write_table(pyarrow.table({"record": text}), f"{corpus}.parquet", compression="zstd")
    verifier = Verifier(KEY)
    assert verifier.verify_arrow(text).field("verdict").unique().to_pylist() == ["pass"]
    documents = column.to_pylist()
    parsed = [json.loads(document) for document in documents]
    ids = pyarrow.array([record["canonical_record"]["source"]["id"] for record in parsed])
    titles = pyarrow.array([record["paper"]["title"] for record in parsed])
    compared = verifier.verify_arrow(text, expect=ids, titles=titles)
    assert compared.field("verdict").unique().to_pylist() == ["pass"]
    found = {
        COMMAND: command(corpus, "-q"),
        "`verify_arrow`, binaries": lambda: verifier.verify_arrow(column),
        "`verify_arrow`, strings": lambda: verifier.verify_arrow(text),
        "`verify_arrow(expect=…, titles=…)`": lambda: verifier.verify_arrow(text, expect=ids, titles=titles),
        "`pith verify --json`": command(corpus, "--json"),
        "`verify_arrow(report=True)`": lambda: verifier.verify_arrow(text, report=True),
        "`verify_many`": lambda: sum(1 for _ in verifier.verify_many(documents)),
        "pyarrow, scan of Parquet alone": lambda: pyarrow.parquet.read_table(f"{corpus}.parquet", use_threads=False),
    }
    if importlib.util.find_spec("duckdb"):
        found |= of_duckdb(corpus, verifier)
    if importlib.util.find_spec("polars"):
        found |= of_polars(text, verifier)
    return found


def main():
    records = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    bench = ["cargo", "bench", "--quiet", "--bench", "corpus", "--"]
    with tempfile.TemporaryDirectory() as directory:
        corpus = os.path.join(directory, "corpus.ndjson")
        with open(corpus, "wb") as file:
            subprocess.run([*bench, str(records)], stdout=file, check=True)
        works = subjects(corpus)
        taken = {name: [] for name in works}
        for _ in range(rounds):
            for name, work in works.items():
                taken[name].append(seconds(work))
    median = {name: statistics.median(times) for name, times in taken.items()}
    print(f"{records} records, median of {rounds} rounds")
    print(f"{COMMAND}: {median[COMMAND] / records * 1e6:.1f} µs per record\n")
    print(f"| | processor time / `{COMMAND}` |")
    print("| --- | ---: |")
    for name, time_taken in median.items():
        if name != COMMAND:
            print(f"| {name} | {time_taken / median[COMMAND]:.2f} |")


main()
