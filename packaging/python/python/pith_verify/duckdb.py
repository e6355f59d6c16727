"""Makes a verifier a function of DuckDB.

>>> import duckdb
>>> from pith_verify.duckdb import register
>>> connection = duckdb.connect()
>>> register(connection)
>>> connection.sql("SELECT pith('{}').verdict").fetchall()
[('unverifiable',)]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from . import Verifier

if TYPE_CHECKING:
    # The package need not be installed.
    from duckdb import DuckDBPyConnection  # type: ignore[import-not-found,unused-ignore]

__all__ = ["register"]

_FIELDS = [
    "verdict VARCHAR",
    "pith_number VARCHAR",
    "failed_checks VARCHAR[]",
    'error STRUCT(code VARCHAR, message VARCHAR, "offset" BIGINT)',
]


def register(
    connection: DuckDBPyConnection,
    verifier: Optional[Verifier] = None,
    *,
    name: str = "pith",
    report: bool = False,
) -> None:
    """Registers the function `name`, which returns a struct of what `Verifier.verify_arrow` returns.

    Its argument is the record, as the text that was signed. Null gives null. Without `verifier`, the
    function trusts the key of the registry.
    """
    used = Verifier() if verifier is None else verifier
    if not isinstance(used, Verifier):
        raise TypeError(f"verifier must be a Verifier, not {type(used).__name__}")

    def verify(records: Any) -> Any:
        return used.verify_arrow(records, report=report)

    fields = ", ".join(_FIELDS + ["report VARCHAR"] * bool(report))
    connection.create_function(name, verify, ["VARCHAR"], f"STRUCT({fields})", type="arrow")
