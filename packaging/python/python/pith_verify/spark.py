"""Adds the verdict of `pith` to every row of a Spark data frame.

>>> from pith_verify.spark import verify
>>> verdicts = verify(spark.read.parquet("records.parquet"), "record")  # doctest: +SKIP
>>> verdicts.groupBy("verdict").count().show()  # doctest: +SKIP
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Union

try:
    import pyarrow as pa
    from pyspark.sql.types import (
        ArrayType,
        BinaryType,
        CalendarIntervalType,
        DataType,
        LongType,
        MapType,
        StringType,
        StructField,
        StructType,
        YearMonthIntervalType,
    )
except ImportError as error:
    raise ImportError(
        f"pith_verify.spark needs pyspark 4 and pyarrow ({error}); "
        "install them with: pip install 'pith-verify[spark]'"
    ) from error

from . import Verifier
from ._batches import as_binary, verified
from ._native import DEFAULT_MAX_SIZE

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    Data = Union[bytes, str, os.PathLike[str]]

__all__ = ["udf", "verify"]


def verify(
    df: DataFrame,
    column: str = "record",
    keys: Data | Iterable[Data] = (),
    *,
    builtin_keys: bool = True,
    title: str | None = None,
    abstract: str | None = None,
    expect: str | None = None,
    require: Mapping[str, str] | None = None,
    given_records: Data | Iterable[Data] | None = None,
    report: bool = False,
    keep: str | Iterable[str] | None = None,
    max_size: int = DEFAULT_MAX_SIZE,
) -> DataFrame:
    """Returns one row for every row of `df`, with the verdict on the document in `column`.

    The result has the columns of `df`, or only those that `keep` names, and after them `verdict`,
    `pith_number`, `failed_checks`, `error` and, with `report=True`, the whole `report` as JSON. A
    document is a string or a binary. Text that is not a record has a verdict too, and no document
    fails the job. Null has the verdict null. `df` can be a streaming data frame.

    `title`, `abstract` and `expect` name columns of strings. The document of each row is compared
    with their values in this row, as with `--title`, `--abstract` and `--expect` of the command; with
    a null, it is not compared. A value of `expect` that is not an id fails the job.

    `keys`, `builtin_keys`, `require`, `given_records` and `max_size` have the same meaning as for
    `pith_verify.Verifier`. Files are read once, by this function; the executors need this package,
    but no files.

    Wrong arguments are an error here and not in the job: `ValueError` for a column that does not
    exist or would exist twice, `TypeError` for a column that has the wrong type.
    """
    if not hasattr(df, "mapInArrow"):
        kind = type(df)
        raise TypeError(f"df: {kind.__name__} of {kind.__module__.split('.')[0]}, not of Spark")
    schema = df.schema
    record = _place(schema, column, "column")
    _holds_documents(schema[record])
    compared = {"titles": title, "abstracts": abstract, "expect": expect}
    given = {
        name: _texts(schema, column, name.removesuffix("s"))
        for name, column in compared.items()
        if column is not None
    }
    kept = _kept(schema, keep)
    results = _results(report)
    _no_clash([schema[place].name for place in kept], results.names)

    # Rename the columns to numbers: `mapInArrow` looks them up by name, which fails for a name with
    # a dot and for a repeated name. The result has the names in the schema below.
    passed = list(dict.fromkeys([*kept, record, *given.values()]))
    numbered = df.toDF(*(f"_{place}" for place in range(len(schema))))
    selected = numbered.select(*(f"_{place}" for place in passed))
    at = passed.index(record)
    texts = {name: (passed.index(place), schema[place].name) for name, place in given.items()}
    verifier = Verifier(
        keys,
        builtin_keys=builtin_keys,
        require=require,
        given_records=given_records,
        max_size=max_size,
    )

    def verdicts(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return verified(batches, verifier, record=at, given=texts, kept=len(kept), report=report)

    return selected.mapInArrow(
        verdicts, StructType([*(schema[place] for place in kept), *results])
    )


def udf(
    keys: Data | Iterable[Data] = (),
    *,
    builtin_keys: bool = True,
    require: Mapping[str, str] | None = None,
    given_records: Data | Iterable[Data] | None = None,
    report: bool = False,
    max_size: int = DEFAULT_MAX_SIZE,
) -> Callable[..., Any]:
    """A function for SQL that takes a string or binary and returns a struct of what `verify` adds.

    For example, `spark.udf.register("pith", udf())`, then `SELECT pith(record).verdict FROM
    records`. An expression that calls it twice may verify twice, which `verify` never does. This
    needs Spark 4.1.
    """
    try:
        from pyspark.sql.functions import arrow_udf
    except ImportError as error:
        raise ImportError(
            "pith_verify.spark.udf needs pyspark 4.1; pith_verify.spark.verify does without"
        ) from error
    verifier = Verifier(
        keys,
        builtin_keys=builtin_keys,
        require=require,
        given_records=given_records,
        max_size=max_size,
    )

    def pith(documents: pa.Array) -> pa.Array:
        return verifier.verify_arrow(as_binary(documents), report=report)

    return arrow_udf(pith, returnType=_results(report))


def _results(report: bool) -> StructType:
    """Returns Spark's types for the columns that `Verifier.verify_arrow` returns."""
    error = StructType(
        [
            StructField("code", StringType()),
            StructField("message", StringType()),
            StructField("offset", LongType()),
        ]
    )
    fields = [
        StructField("verdict", StringType()),
        StructField("pith_number", StringType()),
        StructField("failed_checks", ArrayType(StringType())),
        StructField("error", error),
    ]
    return StructType(fields + [StructField("report", StringType())] * report)


def _place(schema: StructType, name: str, argument: str) -> int:
    """Returns the index of a column.

    Like Spark, it ignores capitalization unless that is ambiguous.
    """
    if not isinstance(name, str):
        raise TypeError(f"{argument}: {type(name).__name__}, not the name of a column")
    exact = [place for place, have in enumerate(schema.names) if have == name]
    like = [place for place, have in enumerate(schema.names) if have.lower() == name.lower()]
    places = exact or like
    if len(places) == 1:
        return places[0]
    if places:
        raise ValueError(f'column "{name}": {len(places)} of that name in the data frame')
    there = ", ".join(f'"{have}"' for have in schema.names)
    raise ValueError(f'column "{name}": not in the data frame, which has {there}')


def _kept(schema: StructType, keep: str | Iterable[str] | None) -> list[int]:
    """Returns the indexes of the columns to keep."""
    if isinstance(keep, str):
        keep = [keep]
    try:
        names = schema.names if keep is None else list(keep)
    except TypeError:
        kind = type(keep).__name__
        raise TypeError(f"keep: {kind}, not the name of a column or an iterable of names") from None
    if keep is None:
        places = list(range(len(names)))
    else:
        places = [_place(schema, name, "keep") for name in names]
    for number, (name, place) in enumerate(zip(names, places)):
        if place in places[:number]:
            raise ValueError(f'keep: column "{name}" is named twice')
        kind = schema[place].dataType
        if any(isinstance(part, _NOT_SENT) for part in _parts(kind)):
            raise TypeError(
                f'column "{name}": {kind.simpleString()}, which Spark does not send to Python; '
                "leave it out with keep=, or cast it to a string"
            )
    return places


# Spark has no Arrow type for these.
_NOT_SENT = (CalendarIntervalType, YearMonthIntervalType)


def _parts(kind: DataType) -> Iterator[DataType]:
    """Yields a type, and the types of its elements and fields."""
    yield kind
    inner: list[DataType] = []
    if isinstance(kind, ArrayType):
        inner = [kind.elementType]
    elif isinstance(kind, MapType):
        inner = [kind.keyType, kind.valueType]
    elif isinstance(kind, StructType):
        inner = [field.dataType for field in kind.fields]
    for part in inner:
        yield from _parts(part)


def _texts(schema: StructType, name: str, argument: str) -> int:
    """Returns the index of a column of strings."""
    place = _place(schema, name, argument)
    kind = schema[place].dataType
    if not isinstance(kind, StringType):
        raise TypeError(f'{argument}: column "{name}" is {kind.simpleString()}, not string')
    return place


def _holds_documents(field: StructField) -> None:
    if not isinstance(field.dataType, (StringType, BinaryType)):
        raise TypeError(
            f'column "{field.name}": {field.dataType.simpleString()}, not string or binary; '
            "documents are verified as they were written, so read them as text, not as JSON"
        )


def _no_clash(kept: list[str], results: list[str]) -> None:
    for name in kept:
        if name.lower() in results:
            raise ValueError(
                f'column "{name}": the result has one of that name; rename it, '
                "or leave it out with keep="
            )
