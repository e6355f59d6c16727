"""Held against the stubs by test_types.py; it is never run."""

from pathlib import Path
from typing import Iterator, List, Literal, Optional, Tuple, Union

from pith_verify import Report, Run, Verifier


class Column:
    def __arrow_c_array__(self, requested_schema: Optional[object] = None) -> Tuple[object, object]:
        raise NotImplementedError


verifier = Verifier([Path("key.json"), b"{}", "{}"], builtin_keys=False, max_size=1)
one_key = Verifier(Path("key.json"))
report: Report = verifier.verify(b"{}")
verdict: Literal["pass", "fail", "unverifiable"] = report.verdict
number: Optional[str] = report.pith_number
claimed: Optional[str] = report.claimed_pith_number
failed: List[str] = report.failed_checks
if report.error is not None:
    code: str = report.error["code"]
    offset: Union[int, None] = report.error["offset"]
many: Iterator[Report] = verifier.verify_many(["{}", bytearray(), Path("record.json")])
run: Run = verifier.verify_path([Path("records"), "more.ndjson"], expect_list=Path("list.txt"), expect_count=12, jobs=2)
total: Optional[int] = run.total_bytes
verdicts: List[str] = [report.verdict for report in run]
array = verifier.verify_arrow(Column(), report=True)
WRONG
