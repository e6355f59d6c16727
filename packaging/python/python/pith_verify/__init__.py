"""Verifies Pith Number records, with the same verdicts as the command ``pith``.

>>> from pathlib import Path
>>> from pith_verify import Verifier
>>> verifier = Verifier()
>>> report = verifier.verify(Path("fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json"))
>>> report.verdict
'pass'

One rule holds for every argument that is data: ``bytes`` and ``str`` are the content, and an
``os.PathLike`` is a file to read.
"""

from ._native import Explanation, Report, Run, Verifier, __version__
from ._values import Change, Check, IntegrityFinding, Key, Source, Stated

__all__ = [
    "Change",
    "Check",
    "Explanation",
    "IntegrityFinding",
    "Key",
    "Report",
    "Run",
    "Source",
    "Stated",
    "Verifier",
    "__version__",
]
