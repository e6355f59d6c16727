"""Writes a hostile copy of a record.

    spoil.py RECORD COPY

The copy has texts in every place that would run or load something, if a page did not escape them.
"""

import json
import sys

BAD = ["</title></style></script><script>ran=1</script>", "\"><img src=x onerror=ran=1>",
       "' onmouseover='ran=1' style='background:url(http://127.0.0.1:9/x)", "\u202egnp\u2066\u001b[2J",
       "W" * 400, "<svg onload=ran=1><link rel=stylesheet href=http://127.0.0.1:9/y><iframe src=.>"]
# Without these members, the page would say little.
KEPT = ["record_type", "schema_version", "canonical_record"]


class Spoiler:
    """Replaces texts by bad ones, in turns."""

    count = 0

    def spoil(self, value):
        self.count += 1
        bad = BAD[self.count % len(BAD)]
        if isinstance(value, dict):
            name = f"{bad}{self.count}"
            return {name: self.spoil(part) for name, part in value.items()} | {name: bad}
        if isinstance(value, list):
            return [self.spoil(part) for part in value]
        return bad if isinstance(value, str) else value


def write_spoiled(source, target):
    with open(source, encoding="utf-8") as file:
        real = json.load(file)
    record = Spoiler().spoil(real) | {name: real[name] for name in KEPT}
    record["paper"]["title"] = BAD[0] + BAD[3]
    with open(target, "w", encoding="utf-8") as file:
        json.dump(record, file)


if __name__ == "__main__":
    write_spoiled(*sys.argv[1:])
