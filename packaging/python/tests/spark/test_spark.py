"""Tests that the verdicts on a real Spark are those of the command, for rows of every kind."""

import collections
import json
import os
import shutil

import pytest
from conftest import FIXTURES, RECORD, TEST_KEY
from pyspark.sql import functions

from pith_verify.spark import udf, verify

from .documents import counts_of, of_brief, of_row, of_summary

# Titles, abstracts and ids that documents are compared with.
COMPARED = [
    (None, None, None),
    ("Label Noise SGD Provably Prefers Flat Global Minimizers", None, "2106.06530v2"),
    ("x", "", None),
]
EXTRA = """
    SELECT 1 AS id, TIMESTAMP '2021-06-11 00:00:00' AS `at.time`, map('a', array(1.5D)) AS tags,
      CAST(12.50 AS DECIMAL(9, 2)) AS price, parse_json('{"a": [1]}') AS variant,
      named_struct('x', X'00FF') AS nested, INTERVAL '1' DAY AS span, 'a' AS twice, 'b' AS twice,
      CAST(NULL AS STRING) AS nothing, '{}' AS document
"""


def test_each_row_has_the_verdict_of_the_command(spark, mixed):
    rows = verify(spark.read.parquet(mixed.path), keys=TEST_KEY, keep="id").collect()
    assert len(rows) == mixed.rows
    found = {row["id"]: of_row(row) for row in rows}
    assert len(found) == mixed.rows
    nulls = {at for at, told in found.items() if told.verdict is None}
    assert all(value is None for at in nulls for value in found[at])
    assert {at: told for at, told in found.items() if at not in nulls} == mixed.told


def test_counts_of_strings_are_those_of_the_summary(spark, mixed):
    frame = spark.read.parquet(mixed.path).select("id", "text")
    assert counts_of(verify(frame, "text", TEST_KEY, keep=())) == mixed.counts


def test_columns_stay_and_the_report_comes_with_them(spark, mixed):
    frame = spark.read.parquet(mixed.path)
    # Leave out the two documents that are larger than all others together.
    frame = frame.where("id % 25 = 7 AND id < 1000")
    out = verify(frame, keys=TEST_KEY, report=True)
    added = ["verdict", "pith_number", "failed_checks", "error", "report"]
    assert out.columns == frame.columns + added
    rows = out.drop("text").collect()
    assert len(rows) == 40
    for row in rows:
        report = row["report"] and json.loads(row["report"])
        assert (report and report["verdict"]) == row["verdict"]
        assert (row["record"] is None) == (report is None)
        if report and report["error"]:
            assert row["error"].asDict() == report["error"]


def test_columns_of_every_type_are_kept(spark):
    frame = spark.sql(EXTRA)
    out = verify(frame, "document")
    assert out.schema.fields[:-4] == frame.schema.fields
    (before,), (after,) = frame.collect(), out.collect()
    assert [str(value) for value in after[:-4]] == [str(value) for value in before]
    assert after["verdict"] == "unverifiable"
    assert verify(frame, "DOCUMENT", keep=["at.time"]).columns[0] == "at.time"


def test_large_types_are_supported(spark):
    spark.conf.set("spark.sql.execution.arrow.useLargeVarTypes", "true")
    try:
        (row,) = verify(spark.sql("SELECT '{}' AS text, X'7B7D' AS bytes"), "text").collect()
        assert (row["bytes"], row["error"]["code"]) == (b"{}", "not-a-record")
    finally:
        spark.conf.unset("spark.sql.execution.arrow.useLargeVarTypes")


def test_lines_of_a_file_have_the_verdicts_of_the_command(spark, command, mixed, tmp_path):
    frame = spark.read.parquet(mixed.path).where("NOT contains(record, X'0A') AND id > 3")
    rows = [bytes(row["record"]) for row in frame.select("record").limit(2_000).collect()]
    path = tmp_path / "lines.ndjson"
    path.write_bytes(b"\n \r\n".join(rows) + b"\n")
    _, summary = command.tells(str(path))

    text = spark.read.text(str(path), lineSep="\n").where(r"value RLIKE '[^ \\t\\r\\n]'")
    lines = text.selectExpr("CAST(value AS BINARY) AS record")
    assert counts_of(verify(lines, keys=TEST_KEY)) == of_summary(summary)
    # `verify` accepts the strings too, but other functions may fail to decode them.
    assert counts_of(verify(text, "value", TEST_KEY)) == of_summary(summary)


def test_what_spark_does_to_lines_is_as_documented(spark, command, tmp_path):
    record = RECORD.read_bytes().strip()
    path = tmp_path / "lines.ndjson"
    path.write_bytes(b"\xef\xbb\xbf" + record + b"\n\n" + record.replace(b",", b",\r", 2) + b"\n")
    reports, _ = command.tells(str(path))
    assert [report["error"] for report in reports] == ["byte-order-mark", None]

    def verdicts(**options):
        lines = spark.read.text(str(path), **options)
        return [row["verdict"] for row in verify(lines, "value").collect()]

    assert verdicts(lineSep="\n") == ["pass", "unverifiable", "pass"]
    assert verdicts() == ["pass", *["unverifiable"] * 4]


def test_whole_files_and_their_columns_have_the_verdicts_of_the_command(spark, command, tmp_path):
    (tmp_path / "empty.json").touch()
    folders = [*(FIXTURES / name for name in ("valid", "invalid", "unverifiable")), tmp_path]
    fixtures = list(map(str, folders))
    told = {}
    for number, values in enumerate(COMPARED):
        options = zip(["--title", "--abstract", "--expect"], values)
        options = [text for option in options if option[1] is not None for text in option]
        for report in command.tells(*options, *fixtures)[0]:
            told[report["path"], number] = of_brief(report)
    compared = [(number, *values) for number, values in enumerate(COMPARED)]
    columns = spark.createDataFrame(compared, "number int, title string, `the.abstract` string, paper string")
    files = spark.read.format("binaryFile").option("pathGlobFilter", "*.json").load(fixtures)
    out = verify(
        files.crossJoin(columns), "content", TEST_KEY,
        title="title", abstract="the.abstract", expect="PAPER", keep=["path", "number"],
    )
    rows = out.collect()
    found = {(row["path"].removeprefix("file:"), row["number"]): of_row(row) for row in rows}
    # As docs/spark.md warns, Spark has no row for an empty file.
    empty = {key for key in told if not os.path.getsize(key[0])}
    assert {told.pop(key).verdict for key in empty} == {"unverifiable"}
    assert len(rows) == len(found) > 900
    assert found == told


def test_settings_have_the_verdicts_of_the_command(spark, command):
    settings = {"require": {"key-id": "pith-test-1"}, "given_records": FIXTURES / "valid/4QHRGH5A.json"}
    options = ["--require", "key-id=pith-test-1", "--with", str(settings["given_records"])]
    told = collections.Counter(of_brief(report) for report in command.tells(*options, str(FIXTURES / "valid"))[0])
    files = spark.read.format("binaryFile").option("pathGlobFilter", "*.json").load(str(FIXTURES / "valid"))
    frame = verify(files, "content", TEST_KEY, **settings, keep=())
    assert {told.verdict for told in told} == {"pass", "fail"}
    assert collections.Counter(map(of_row, frame.collect())) == told


@pytest.mark.skipif(not hasattr(functions, "arrow_udf"), reason="pith_verify.spark.udf needs Spark 4.1")
def test_the_sql_function_has_the_verdicts_of_the_command(spark, mixed):
    spark.udf.register("pith", udf(TEST_KEY))
    spark.read.parquet(mixed.path).createOrReplaceTempView("records")
    out = spark.sql("SELECT told.* FROM (SELECT pith(record) AS told FROM records)")
    assert counts_of(out) == mixed.counts


def test_the_key_file_is_read_once_by_the_driver(spark, tmp_path):
    key = tmp_path / "key.json"
    shutil.copy(TEST_KEY, key)
    files = spark.read.format("binaryFile").load(str(FIXTURES / "valid"))
    trusting = verify(files, "content", key)
    key.unlink()
    passed = trusting.where("verdict = 'pass'").count()
    assert passed > verify(files, "content").where("verdict = 'pass'").count() > 0
    assert verify(files, "content", builtin_keys=False).where("verdict = 'pass'").count() == 0
    with pytest.raises(ValueError, match="key.json: no such file"):
        verify(files, "content", key)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (["recrod"], ValueError, 'column "recrod": not in the data frame, which has "id", "rec'),
        (["id"], TypeError, 'column "id": bigint, not string or binary'),
        (["nested"], TypeError, 'column "nested": struct<'),
        (["nested.text"], ValueError, 'column "nested.text": not in'),
        ([0], TypeError, "column: int, not the name of a column"),
        (["record", TEST_KEY.name], ValueError, "keys: not a key object"),
        (["record", {"keys": []}], TypeError, "keys must be bytes, str or os.PathLike, or an iterable of these, not dict"),
        ({"keep": ["id", "id"]}, ValueError, 'keep: column "id" is named twice'),
        ({"keep": ["id", "ID"]}, ValueError, 'keep: column "ID" is named twice'),
        ({"keep": 5}, TypeError, "keep: int, not the name of a column or an iterable of names"),
        ({"keep": [5]}, TypeError, "keep: int, not the name of a column"),
        ({"title": "name"}, ValueError, 'column "name": not in the data frame'),
        ({"abstract": "id"}, TypeError, 'abstract: column "id" is bigint, not string'),
        ({"expect": 5}, TypeError, "expect: int, not the name of a column"),
        ({"require": {"authors": "x"}, "keep": ()}, ValueError, "require: authors is not signed"),
        ({"given_records": "{}", "keep": ()}, ValueError, "given_records: it does not pass"),
    ],
)
def test_wrong_arguments_are_errors_before_the_job(spark, arguments, error, message):
    frame = spark.sql("SELECT 1L AS id, '{}' AS record, named_struct('text', '{}') AS nested")
    with pytest.raises(error) as raised:
        verify(frame, **arguments) if isinstance(arguments, dict) else verify(frame, *arguments)
    assert message in str(raised.value)


def test_columns_that_spark_does_not_send_to_python_are_errors_before_the_job(spark):
    frame = spark.sql(
        "SELECT '{}' AS record, 1 AS id, INTERVAL '1' MONTH AS age, "
        "map('a', named_struct('b', array(make_interval(1)))) AS ages"
    )
    for arguments in [{}, {"keep": ["id", "AGE"]}, {"keep": "ages"}]:
        with pytest.raises(TypeError, match='column "(age|AGE|ages)": .*interval.*, which Spark does not send to Python'):
            verify(frame, **arguments)
    assert verify(frame, keep="id").first()["verdict"] == "unverifiable"


def test_an_expected_id_without_a_meaning_fails_the_job(spark):
    frame = spark.sql("SELECT '{}' AS record, 'x\u202e' AS `paper`")
    with pytest.raises(Exception, match='column "paper": "x.*neither a Pith Number'):
        verify(frame, expect="paper").collect()
    assert verify(frame.selectExpr("record", "CAST(NULL AS STRING) AS p"), expect="p").count() == 1


def test_names_that_clash_are_errors_before_the_job(spark):
    frame = spark.sql("SELECT 1 AS id, 'x' AS Verdict, '{}' AS record, '' AS twice, '' AS twice")
    with pytest.raises(ValueError, match='column "Verdict": the result has one of that name'):
        verify(frame)
    with pytest.raises(ValueError, match='column "twice": 2 of that name'):
        verify(frame, "twice")
    assert verify(frame, keep=["id", "record"]).first()["verdict"] == "unverifiable"
    assert verify(frame.withColumnRenamed("Verdict", "report"), keep="report").count() == 1
    with pytest.raises(ValueError, match='column "report"'):
        verify(frame.withColumnRenamed("Verdict", "report"), report=True)


def test_a_frame_of_pandas_is_an_error():
    import pandas

    with pytest.raises(TypeError, match="df: DataFrame of pandas, not of Spark"):
        verify(pandas.DataFrame({"record": ["{}"]}))
