"""Canonical bytes by Python's own json: a base64 document per line in, an answer per line out.

The answer is base64 of the canonical bytes after "ok ", or "refused " and the reason.
Left alone, Python keeps the last of duplicate names and lets NaN and Infinity pass; with
the word "lenient" as argument this program does so too.
"""

import base64
import json
import sys


def refuse_duplicates(pairs):
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("duplicate name")
    return members


def refuse_constant(name):
    raise ValueError(f"{name} is not JSON")


LENIENT = sys.argv[1:] == ["lenient"]
READING = {} if LENIENT else {"object_pairs_hook": refuse_duplicates, "parse_constant": refuse_constant}


def canonical(document):
    value = json.loads(document.decode("utf-8"), **READING)
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=LENIENT)
    return text.encode("utf-8")


for line in sys.stdin:
    try:
        answer = "ok " + base64.b64encode(canonical(base64.b64decode(line))).decode("ascii")
    except (ValueError, RecursionError) as error:
        answer = "refused " + str(error).splitlines()[0].encode("unicode_escape").decode("ascii")
    print(answer, flush=True)
