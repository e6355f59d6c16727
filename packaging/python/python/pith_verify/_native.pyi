from collections.abc import Iterable, Iterator, Mapping
from os import PathLike
from typing import Any, Literal, Protocol, TypedDict, final, overload

# pyarrow has no types of its own, and need not be installed.
import pyarrow  # type: ignore[import-not-found,import-untyped]

from ._values import Change, Check, IntegrityFinding, Key, Source, Stated

__all__ = [
    "__version__",
    "DEFAULT_MAX_SIZE",
    "Verifier",
    "Report",
    "Run",
    "Explanation",
    "_restore",
    "_expecting_names",
    "_verify_arrow_within",
]

__version__: str
# The size in bytes of the largest document that is read by default.
DEFAULT_MAX_SIZE: int

# The content itself, or the path of a file with it.
_Data = bytes | bytearray | memoryview | str | PathLike[str] | PathLike[bytes]

# A path, as for `open`.
_Path = str | PathLike[str] | PathLike[bytes]

class _Error(TypedDict):
    code: str
    message: str
    offset: int | None

class _ArrowArray(Protocol):
    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...

class _ArrowStream(Protocol):
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

@final
class Report:
    @property
    def verdict(self) -> Literal["pass", "fail", "unverifiable"]: ...
    @property
    def pith_number(self) -> str | None: ...
    @property
    def claimed_pith_number(self) -> str | None: ...
    @property
    def failed_checks(self) -> list[str]: ...
    @property
    def error(self) -> _Error | None: ...
    @property
    def reason(self) -> str | None: ...
    @property
    def document(self) -> Literal["record", "bundle", "integrity", "state"] | None: ...
    @property
    def source(self) -> Source | None: ...
    @property
    def key(self) -> Key | None: ...
    @property
    def checks(self) -> list[Check]: ...
    @property
    def diagnosis(self) -> list[Change]: ...
    @property
    def integrity_findings(self) -> list[IntegrityFinding] | None: ...
    @property
    def title(self) -> Stated[str]: ...
    @property
    def arxiv_id(self) -> Stated[str]: ...
    @property
    def version(self) -> Stated[int]: ...
    @property
    def doi(self) -> Stated[str]: ...
    @property
    def categories(self) -> Stated[tuple[str, ...]]: ...
    @property
    def license(self) -> Stated[str]: ...
    @property
    def submitted_at(self) -> Stated[str]: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def to_html(self) -> str: ...
    def _repr_html_(self) -> str: ...
    # Always raises TypeError: compare `verdict` instead.
    def __bool__(self) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Explanation:
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def to_html(self) -> str: ...

@final
class Run:
    @property
    def total_bytes(self) -> int | None: ...
    @property
    def bytes_read(self) -> int: ...
    def summary(self) -> dict[str, Any]: ...
    def __iter__(self) -> Run: ...
    def __next__(self) -> Report: ...

@final
class Verifier:
    def __new__(
        cls,
        keys: _Data | Iterable[_Data] = (),
        *,
        builtin_keys: bool = True,
        title: _Data | None = None,
        abstract: _Data | None = None,
        expect: str | Iterable[str] | None = None,
        require: Mapping[str, str] | None = None,
        given_records: _Data | Iterable[_Data] | None = None,
        max_size: int = ...,
        jobs: int | None = None,
    ) -> Verifier: ...
    def verify(
        self,
        document: _Data,
        /,
        *,
        title: _Data | None = None,
        abstract: _Data | None = None,
        expect: str | Iterable[str] | None = None,
        require: Mapping[str, str] | None = None,
        given_records: _Data | Iterable[_Data] | None = None,
    ) -> Report: ...
    def verify_many(
        self,
        documents: Iterable[_Data],
        /,
        *,
        title: _Data | None = None,
        abstract: _Data | None = None,
        expect: str | Iterable[str] | None = None,
        require: Mapping[str, str] | None = None,
        given_records: _Data | Iterable[_Data] | None = None,
    ) -> Iterator[Report]: ...
    def verify_path(
        self,
        paths: _Path | Iterable[_Path],
        /,
        *,
        ndjson: bool = False,
        expect_names: bool = False,
        expect_list: _Data | None = None,
        expect_count: int | None = None,
        no_duplicates: bool = False,
        jobs: int | None = None,
    ) -> Run: ...
    def explain(self, document: _Data, other: _Data | None = None, /) -> Explanation: ...
    # A result of more than 2 GiB is a chunked array, too.
    @overload
    def verify_arrow(
        self,
        array: _ArrowArray,
        /,
        *,
        titles: _ArrowArray | _ArrowStream | None = None,
        abstracts: _ArrowArray | _ArrowStream | None = None,
        expect: _ArrowArray | _ArrowStream | None = None,
        report: bool = False,
    ) -> pyarrow.StructArray: ...
    @overload
    def verify_arrow(
        self,
        array: _ArrowStream,
        /,
        *,
        titles: _ArrowArray | _ArrowStream | None = None,
        abstracts: _ArrowArray | _ArrowStream | None = None,
        expect: _ArrowArray | _ArrowStream | None = None,
        report: bool = False,
    ) -> pyarrow.ChunkedArray: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

def _restore(verifier: Verifier, document: Any) -> Report: ...
def _verify_arrow_within(verifier: Verifier, array: Any, report: bool, rows: int, bytes: int) -> Any: ...
def _expecting_names(verifier: Verifier) -> Verifier: ...
