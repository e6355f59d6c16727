"""Tests that killed workers lose and repeat no record, in batches and in streams."""

import os
import pathlib
import signal
import sys
import time

import pytest
from conftest import TEST_KEY
from pyspark import TaskContext, cloudpickle

from pith_verify.spark import verify

from .documents import counts_of

# The executors do not have this file, so its functions are sent with the job.
cloudpickle.register_pickle_by_value(sys.modules[__name__])


def children_of(parent):
    for directory in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            # The state and the parent follow the name in parentheses.
            status = (directory / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(status[1]) == parent:
            yield int(directory.name)


def parent_of(child):
    return int(pathlib.Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[1])


def workers():
    """Returns the other Python workers of this executor, including that of `verify` in this task."""
    return [child for child in children_of(os.getppid()) if child != os.getpid()]


def executor():
    """Returns the executor, which started the process that all its workers are forked from."""
    return [parent_of(os.getppid())]


def killer(marks, victims, every):
    """Returns a stage that passes batches on and, in every n-th partition, kills once at batch 3."""

    def stage(batches):
        partition = TaskContext.get().partitionId()
        for number, batch in enumerate(batches):
            if number == 3 and partition % every == 0:
                mark = pathlib.Path(marks, str(partition))
                try:
                    mark.touch(exist_ok=False)
                except FileExistsError:
                    pass
                else:
                    killed = victims()
                    mark.write_text(f"{len(killed)}")
                    for process in killed:
                        os.kill(process, signal.SIGKILL)
            yield batch

    return stage


@pytest.mark.parametrize(("victims", "every"), [(workers, 2), (executor, 50)])
def test_each_record_has_one_verdict_although_workers_are_killed(spark, mixed, tmp_path, victims, every):
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", "100")
    frame = spark.read.parquet(mixed.path).select("id", "record")
    passed_on = frame.mapInArrow(killer(str(tmp_path), victims, every), frame.schema)
    verify(passed_on, keys=TEST_KEY, keep="id").write.parquet(str(tmp_path / "out"))
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", "1000")

    killed = [int(mark.read_text()) for mark in tmp_path.iterdir() if mark.name.isdigit()]
    assert killed and min(killed) > 0
    out = spark.read.parquet(str(tmp_path / "out"))
    assert out.count() == out.select("id").distinct().count() == mixed.rows
    assert counts_of(out) == mixed.counts


def test_each_record_has_one_verdict_although_a_stream_is_killed_and_restarted(spark, mixed, tmp_path):
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", "100")
    out, checkpoint = tmp_path / "out", tmp_path / "checkpoint"
    schema = "id long, record binary"

    def start(victims, **trigger):
        marks = tmp_path / victims.__name__
        marks.mkdir()
        # One file for each micro-batch, so that there are several.
        files = spark.readStream.schema(schema).option("maxFilesPerTrigger", 1).parquet(mixed.path)
        passed_on = files.mapInArrow(killer(str(marks), victims, 1), schema)
        stream = verify(passed_on, keys=TEST_KEY, keep="id").writeStream.trigger(**trigger)
        return stream.option("checkpointLocation", str(checkpoint)).start(str(out))

    query = start(workers, processingTime="0 seconds")
    while not (checkpoint / "commits/0").exists():
        assert query.exception() is None
        time.sleep(0.05)
    query.stop()
    assert 0 < spark.read.parquet(str(out)).count() < mixed.rows
    start(executor, availableNow=True).awaitTermination()
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", "1000")

    for victims in (workers, executor):
        killed = [int(mark.read_text()) for mark in (tmp_path / victims.__name__).iterdir()]
        assert killed and min(killed) > 0
    found = spark.read.parquet(str(out))
    assert found.count() == found.select("id").distinct().count() == mixed.rows
    assert counts_of(found) == mixed.counts
