"""What a Spark job costs over its own scan, compared with the command and the module, on one core.

python3 benches/spark.py [RECORDS [ROUNDS]]
python3 benches/spark.py --executors N [RECORDS [ROUNDS]]

It needs the wheel with Spark, `pip install 'pith-verify[spark]'`, in the environment that runs it. It
makes a corpus of distinct records in a temporary directory, keeps all of Spark on one core, and measures
everything in turns, since the speed of a machine varies. With `--executors`, it measures only the jobs of
Spark, in a cluster of so many executors that run one task each.
"""

import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet
import pyspark
from pyspark.sql import SparkSession

from pith_verify import Verifier
from pith_verify.spark import verify

KEY = pathlib.Path("fixtures/keys/pith-test-1.json")
PITH = pathlib.Path(sys.executable).with_name("pith")
COMMAND = "pith verify -q"
SCAN = "Spark, scan only"
TICKS = os.sysconf("SC_CLK_TCK")
ROWS = 1_000


def processor_seconds():
    """Returns the processor seconds of this process and of all that it started, even if they ended."""
    stats = {}
    for directory in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            # The fields after the name in parentheses; the third of all is the state.
            fields = (directory / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        stats[int(directory.name)] = int(fields[1]), sum(map(int, fields[11:15]))
    family, ticks = {os.getpid()}, stats[os.getpid()][1]
    while found := {child for child, (parent, _) in stats.items() if parent in family} - family:
        family |= found
        ticks += sum(stats[child][1] for child in found)
    return ticks / TICKS


def timed(work):
    """Returns the processor seconds and the wall seconds of some work."""
    start, cpu = time.monotonic(), processor_seconds()
    work()
    return processor_seconds() - cpu, time.monotonic() - start


def measure(works, rounds):
    """The median of each figure, all in turn, after one round that is not counted: a JVM is
    slow at first."""
    taken = {name: [] for name in works}
    for number in range(rounds + 1):
        for name, work in works.items():
            figures = timed(work)
            if number:
                taken[name].append(figures)
    return {
        name: [statistics.median(figure) for figure in zip(*figures)]
        for name, figures in taken.items()
    }


def lengths(batches):
    """Does only what every job does: it sends each record to Python, and a value back."""
    for batch in batches:
        yield pa.RecordBatch.from_arrays([pc.binary_length(batch.column(0))], ["length"])


def spark_works(session, parquet, records):
    frame = session.read.parquet(parquet)

    def scan():
        out = frame.mapInArrow(lengths, "length int")
        assert out.where("length > 0").count() == records

    def job(**options):
        out = verify(frame, keys=KEY, **options)
        # The query uses all columns, since Spark would otherwise leave out the rest.
        check = "verdict = 'pass' AND size(failed_checks) = 0 AND error IS NULL"
        check += " AND length(report) > 0" if "report" in options else ""
        check += " AND length(record) > 0" if options["keep"] else ""
        assert out.where(check).count() == records

    return {
        SCAN: scan,
        "Spark, `keep=()`": lambda: job(keep=()),
        "Spark, with the records": lambda: job(keep="record"),
        "Spark, with reports": lambda: job(keep=(), report=True),
    }


def make(directory, records):
    """Returns the same records as lines, as Parquet in eight files, and as an array."""
    lines = os.path.join(directory, "corpus.ndjson")
    bench = ["cargo", "bench", "--quiet", "--bench", "corpus", "--", str(records)]
    with open(lines, "wb") as file:
        subprocess.run(bench, stdout=file, check=True)
    array = pa.array(pathlib.Path(lines).read_bytes().splitlines(), pa.binary())
    parquet = os.path.join(directory, "parquet")
    os.mkdir(parquet)
    share = -(-records // 8)
    for start in range(0, records, share):
        part = pa.table({"record": array.slice(start, share)})
        pa.parquet.write_table(part, os.path.join(parquet, f"{start:09}.parquet"))
    return lines, parquet, array


def session_of(master):
    builder = SparkSession.builder.master(master).config("spark.ui.showConsoleProgress", "false")
    return builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", ROWS).getOrCreate()


def cluster(executors, parquet, records, rounds):
    """Prints the speed of a cluster whose executors run one task each.

    Each executor is a JVM and a Python process for its one task, so that it can use two cores. All of
    them and the driver share the cores of this machine.
    """
    session = session_of(f"local-cluster[{executors},1,1024]")
    results = measure(spark_works(session, parquet, records), rounds)
    session.stop()
    print(f"{records} records, median of {rounds} rounds, executors: {executors}\n")
    print("| | records a second | records a second of processor time | speed / scan |")
    print("| --- | ---: | ---: | ---: |")
    for name, (cpu, wall) in results.items():
        speed = results[SCAN][1] / wall
        print(f"| {name} | {records / wall:,.0f} | {records / cpu:,.0f} | {speed:.2f} |")


def main():
    arguments = sys.argv[1:]
    executors = 0
    if arguments[:1] == ["--executors"]:
        executors = int(arguments[1])
        del arguments[:2]
    records = int(arguments[0]) if arguments else 40_000
    rounds = int(arguments[1]) if len(arguments) > 1 else 5
    # Otherwise Spark or its workers could be those of another environment.
    os.environ["SPARK_HOME"] = os.path.dirname(pyspark.__file__)
    os.environ["PYSPARK_PYTHON"] = sys.executable
    with tempfile.TemporaryDirectory() as directory:
        lines, parquet, array = make(directory, records)
        if executors:
            cluster(executors, parquet, records, rounds)
            return
        # A task of Spark is a JVM and a Python process, which would use two cores.
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
        command = [PITH, "verify", "-q", "--jobs", "1", "--key", KEY, lines]
        verifier = Verifier(KEY)
        session = session_of("local[1]")
        results = measure(
            {
                COMMAND: lambda: subprocess.run(command, check=True),
                "`verify_arrow`": lambda: [
                    verifier.verify_arrow(array.slice(start, ROWS))
                    for start in range(0, records, ROWS)
                ],
                **spark_works(session, parquet, records),
            },
            rounds,
        )
        session.stop()
    show(results, records, rounds)


def show(results, records, rounds):
    command, scan = results[COMMAND], results[SCAN]
    print(f"{records} records, median of {rounds} rounds, one core, Spark {pyspark.__version__}\n")
    print("| | records a second | without the scan | processor time / command | wall / command |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name, (cpu, wall) in results.items():
        net = [cpu, wall]
        if name.startswith("Spark") and name != SCAN:
            net = [cpu - scan[0], wall - scan[1]]
        ratios = [mine / other for mine, other in zip(net, command)]
        print(
            f"| {name} | {records / wall:,.0f} | {records / net[1]:,.0f} "
            f"| {ratios[0]:.2f} | {ratios[1]:.2f} |"
        )


main()
