"""Writes the canonical form with Python's own json, for one document per line in base64.

The answer is one line: "ok " and the canonical form in base64, or "refused " and the reason. The
argument "ascii" selects the escaped form. By default, Python keeps the last of duplicate names,
accepts NaN and Infinity, and reads floats of any length; with the argument "lenient" this program
does so too.
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


def read_float(text):
    """Refuses longer floats, since readers disagree about them (src/json/number.rs)."""
    exponent = text.lower().partition("e")[2].lstrip("+-").lstrip("0")
    if len(text) > 4300 or len(exponent) > 5:
        raise ValueError("a float that is too long")
    return float(text)


LENIENT = "lenient" in sys.argv[1:]
ASCII = "ascii" in sys.argv[1:]
STRICT = {"object_pairs_hook": refuse_duplicates, "parse_constant": refuse_constant, "parse_float": read_float}
READING = {} if LENIENT else STRICT


def canonical(document):
    value = json.loads(document.decode("utf-8"), **READING)
    if not LENIENT:
        # This refuses half a surrogate pair, which the escaped form would only repeat.
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=ASCII, allow_nan=LENIENT)
    return text.encode("utf-8")


for line in sys.stdin:
    try:
        answer = "ok " + base64.b64encode(canonical(base64.b64decode(line))).decode("ascii")
    except (ValueError, RecursionError) as error:
        answer = "refused " + str(error).splitlines()[0].encode("unicode_escape").decode("ascii")
    print(answer, flush=True)
