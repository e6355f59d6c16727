"""Verifies a stream of Arrow record batches, on the executors of Spark.

This module needs pyarrow, but not Spark, so that it can be tested without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from . import Verifier

# What goes back to the JVM holds reports, or the records again, and must fit into the memory of
# the executor together with the input. A record of arXiv has 7 KB; one may have 16 MiB.
MOST_ROWS = 1_000
MOST_BYTES = 8 << 20


def verified(
    batches: Iterable[pa.RecordBatch],
    verifier: Verifier,
    *,
    record: int,
    given: Mapping[str, tuple[int, str]] = {},
    kept: int,
    report: bool,
) -> Iterator[pa.RecordBatch]:
    """Returns each row of `batches` once, in the same order: its first columns, as many as `kept`
    says, and the verdict on the document in column `record`.

    `given` has the columns that are arguments of `verify_arrow`, with the names that the user
    knows.
    """
    for batch in batches:
        documents = as_binary(batch.column(record))
        for start, count in pieces(documents):
            piece = batch.slice(start, count)
            texts = {name: piece.column(place) for name, (place, _) in given.items()}
            try:
                found = verifier.verify_arrow(
                    documents.slice(start, count), **texts, report=report
                )
            except ValueError as error:
                # The message begins with the argument and the row of the piece.
                where, _, what = str(error).partition(": ")
                argument = where.partition("[")[0]
                if argument not in given:
                    raise
                raise ValueError(f'column "{given[argument][1]}": {what}') from None
            columns = [*piece.columns[:kept], *found.flatten()]
            # Keep Spark's own fields, since only their metadata says which columns are variants.
            fields = [*list(batch.schema)[:kept], *found.type]
            yield pa.RecordBatch.from_arrays(columns, schema=pa.schema(fields))


def as_binary(array: pa.Array) -> pa.Array:
    """Returns strings as binaries, since Spark does not check that they are UTF-8.

    The verifier checks it.
    """
    if pa.types.is_large_string(array.type):
        return array.cast(pa.large_binary())
    return array.cast(pa.binary()) if pa.types.is_string(array.type) else array


def pieces(
    documents: pa.Array, most_rows: int = MOST_ROWS, most_bytes: int = MOST_BYTES
) -> Iterator[tuple[int, int]]:
    """Yields the start and the length of slices within the limits.

    A document that exceeds a limit is alone in its slice.
    """
    start = size = 0
    for place, length in enumerate(pc.binary_length(documents).to_pylist()):
        length = length or 0
        if place > start and (place - start == most_rows or size + length > most_bytes):
            yield start, place - start
            start, size = place, 0
        size += length
    if start < len(documents):
        yield start, len(documents) - start
