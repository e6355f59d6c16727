"""The parts of a report: what its properties return."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, Optional, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Stated(Generic[T]):
    """A value that a document states, and whether a trusted key signed it."""

    value: Optional[T]
    """The value, or None if the document states none."""
    signed: bool
    """Whether the signature of a trusted key covers the value. If not, anyone may have written it."""


class Source(NamedTuple):
    """The place that a document comes from."""

    path: str
    line: Optional[int] = None
    """The line, from 1, in a file of many documents."""
    offset: Optional[int] = None
    """The byte, from 0, at which that line starts."""


class Key(NamedTuple):
    """A trusted key that a document names."""

    key_id: str
    fingerprint: str
    built_in: bool
    """True for the key of the registry, which is built in; False for a key that you gave."""


class Check(NamedTuple):
    """What one check found."""

    id: str
    status: str
    """"pass", "fail" or "skipped"."""
    pointer: str
    """The JSON Pointer to the place in the document; "" is the document as a whole."""
    claimed: Optional[str]
    """One of the two values that were compared: what the document states or, in the checks of what you
    asked for, what you asked for."""
    computed: Optional[str]
    """The other value: what was recomputed, derived or found."""
    reason: Optional[str]
    """Why the check did not pass, as a sentence."""


class Change(NamedTuple):
    """An alteration of the canonical record, and the value that was signed."""

    pointer: str
    """The JSON Pointer to the altered place."""
    found: Any
    """The value there now, or None if the member is missing."""
    restored: Any
    """The value that was signed, or None if no member belongs there."""
    origin: Optional[str]
    """Where the signed value was found: the member `from` of the report."""


class IntegrityFinding(NamedTuple):
    """A finding of an integrity document about its paper."""

    severity: Optional[str]
    finding_type: Optional[str]
    detector: Optional[str]
    verdict_class: Optional[str]
    note: Optional[str]
    ref_index: Any
    signed: bool
    """Whether a trusted key signed the whole finding."""
    listed: bool
    """False for a signed finding that the document leaves out."""


def source(report: dict[str, Any]) -> Optional[Source]:
    return report["source"] and Source(**report["source"])


def key(report: dict[str, Any]) -> Optional[Key]:
    return report["key"] and Key(**report["key"])


def checks(report: dict[str, Any]) -> list[Check]:
    return [Check(**check) for check in report["checks"]]


def diagnosis(report: dict[str, Any]) -> list[Change]:
    return [
        Change(change["pointer"], change["found"], change["restored"], change["from"])
        for change in report["diagnosis"]
    ]


def integrity_findings(report: dict[str, Any]) -> Optional[list[IntegrityFinding]]:
    findings = report["integrity_findings"]
    return findings and [IntegrityFinding(**finding) for finding in findings]
