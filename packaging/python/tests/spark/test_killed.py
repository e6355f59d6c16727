"""Tests that killed workers lose and repeat no record."""

import os
import pathlib
import signal
import sys

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
