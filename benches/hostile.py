"""Measures time and memory for inputs that are hard to process, at two sizes.

    python3 benches/hostile.py [MIB ...]

Each shape is made at each size, and read by every command and format that can read it. A row has the
processor time, and the peak memory and the written bytes, both divided by the size of the input (of
both documents, if two are compared). "times" is the time divided by that of the previous size.
The table is followed by the worst rows, and by those that exceed the limits: 5 times the time for 4
times the size, and memory of 6 times the input plus 16 MiB.
"""

import base64
import json
import os
import resource
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PITH = os.environ.get("PITH", os.path.join(ROOT, "target", "release", "pith"))
SIZES = [int(size) for size in sys.argv[1:]] or [4, 16]
# Larger key files are refused.
MAX_KEY_FILE = 8
MIB = 1 << 20
# Below this many seconds, starting the program takes longer than its work.
NEGLIGIBLE = 0.05
# The number of further runs of a command that seems to be too slow.
TRIES = 4


def fixture(path):
    with open(os.path.join(ROOT, "fixtures", path), encoding="utf-8") as file:
        return file.read()


REAL_PATH = os.path.join(ROOT, "fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json")
REAL = fixture("valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json")
INTEGRITY = json.loads(fixture("vectors/integrity_documents/2604.18730.json"))
KEY = json.loads(fixture("keys/pith-test-1.json"))


def fill(size, make):
    """Returns as many members or elements as fit, joined by commas."""
    length = len(make(10**6)) + 1
    return ",".join(make(number) for number in range(size // length))


def inside(text, place, content):
    assert place in text, place
    return text.replace(place, place + content + ",", 1)


def members(size, order=lambda number, count: number):
    count = size // 12
    return ",".join(f'"m{order(number, count):07}":0' for number in range(count))


def reordered(size):
    first = inside(REAL, '"paper":{', members(size // 2))
    head, tail = first.split('"graph_snapshot":{')
    backwards = members(size // 2, lambda number, count: count - 1 - number)
    return head + '"graph_snapshot":{' + inside(tail, '"paper":{', backwards)


def nested(size):
    return inside(REAL, "{", '"x":' + "[" * 90 + fill(size, lambda _: "0") + "]" * 90)


def nested_copies(size):
    """Returns two copies of the paper that differ in the spelling of the last number only."""
    def paper(last):
        return '"x":' + '{"a":' * 90 + "[" + fill(size // 2, lambda _: "0") + "," + last + "]" + "}" * 90

    first = inside(REAL, '"paper":{', paper("1.0"))
    head, tail = first.split('"graph_snapshot":{')
    return head + '"graph_snapshot":{' + inside(tail, '"paper":{', paper("1.00"))


def named(name):
    """Returns the real record with one more member."""
    return inside(REAL, "{", f'"{name}":0')


def repeated(text, size):
    return text * (size // len(text.encode()))


def with_findings(size, agrees):
    """Returns small findings, each from another detector, and a summary that may agree with them."""
    size = size // 4 if agrees else size
    detectors = [f"{number:07}" for number in range(size // 45)]
    counts = {"critical": 1, "advisory": 0, "informational": 0}
    summary = {**counts, "critical": len(detectors), "by_detector": {}}
    if agrees:
        summary["by_detector"] = {detector: {**counts, "total": 1} for detector in detectors}
    findings = [{"severity": "critical", "detector": detector} for detector in detectors]
    integrity = {**INTEGRITY["integrity"], "findings": findings, "summary": summary}
    return json.dumps({**INTEGRITY, "integrity": integrity}, separators=(",", ":"))


def integrity_with(name, make):
    """Returns a function that makes an integrity document with an array of many elements."""
    def document(size):
        text = json.dumps({**INTEGRITY, "integrity": {**INTEGRITY["integrity"], "findings": []}, name: ["HERE"]})
        return text.replace('"HERE"', fill(size, make))
    return document


def key_file(**members):
    return json.dumps({**KEY, **members}, ensure_ascii=False)


def public_keys():
    """Yields different public keys: every y coordinate that a point of the curve has."""
    p = 2**255 - 19
    d = -121665 * pow(121666, -1, p) % p
    y = 2
    while True:
        y += 1
        square = (y * y - 1) * (d * y * y + 1) % p
        if pow(square, (p - 1) // 2, p) == 1:
            yield base64.b64encode(y.to_bytes(32, "little")).decode()


def manifest(size):
    """Returns a mirror manifest with different keys."""
    made = public_keys()
    mirror = '{"public_key":{"key_id":"%07d","public_key_b64":"%s"}}'
    keys = (mirror % (number, next(made)) for number in range(size // 100))
    return '{"manifest_type":"pith_mirror_manifest","mirrors":[' + ",".join(keys) + "]}"


def ids(size):
    return "".join(f"{number // 100000:04}.{number % 100000:05}\n" for number in range(size // 11))


def short_ids(size):
    digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    shifts = range(0, 40, 5)
    return "".join("".join(digits[number >> shift & 31] for shift in shifts) + "\n" for number in range(size // 9))


DOCUMENTS = {
    "long name, many leaves": lambda size: inside(
        REAL, "{", f'"{"n" * (size // 3)}":[{fill(size * 2 // 3, lambda _: "0")}]'
    ),
    "names of 100 KiB": lambda size: inside(
        REAL, "{", fill(size, lambda number: f'"{"n" * 102_400}{number:07}":[0,0,0,0]')
    ),
    "reordered members": reordered,
    "deep and wide": nested,
    "deep copies": nested_copies,
    "many small parts": lambda size: inside(REAL, "{", '"x":[' + fill(size, lambda _: '{},[[]],""') + "]"),
    "signed numbers that grow": lambda size: inside(
        REAL, '"metadata":{', '"x":[' + fill(size, lambda _: "1e15") + "]"
    ),
    "findings": lambda size: REAL.replace('"findings":[]', f'"findings":[{fill(size, lambda _: "[1e15]")}]'),
    "hidden characters": lambda size: inside(REAL, "{", fill(size, lambda number: f'"{number:07}\u007f\u007f\u007f":""')),
    "aliases": lambda size: inside(
        REAL, '"aliases":[', fill(size, lambda number: f'{{"alias_kind":"k{number:07}","alias_value":""}}')
    ),
    "links": lambda size: inside(REAL, '"links":{', fill(size, lambda number: f'"l{number:07}":"4K6GSOJW%2F"')),
    "hidden characters in one name": lambda size: named(repeated("\u200b", size)),
    "control characters in one name": lambda size: named(repeated("\\u0007", size)),
    "# in one name": lambda size: named(repeated("#", size)),
    "##a in one name": lambda size: named(repeated("##a", size)),
    "##aaa… in one name": lambda size: named(repeated("##" + "a" * 1000, size)),
    "##[ in one name": lambda size: named(repeated("##[", size)),
    "spaces in one name": lambda size: named(repeated(" ", size)),
    "hidden characters in a title": lambda size: inside(REAL, '"title":"', repeated("\u202e", size)),
    "hidden characters in the signed source": lambda size: REAL.replace('"id":"', '"id":"' + repeated("\u200b", size)),
    "no document, hidden characters": lambda size: f'{{"bundle_type":"{repeated(chr(0x200B), size)}"}}',
    "not JSON": lambda size: repeated("\u200b", size),
    "brackets that are not closed": lambda size: repeated("[", size),
    "findings with many detectors": lambda size: with_findings(size, False),
    "findings with many detectors, counted": lambda size: with_findings(size, True),
    "many events": integrity_with("events", lambda _: "{}"),
    "arXiv id of an integrity document": lambda size: json.dumps(
        {**INTEGRITY, "arxiv_id": repeated("\u200b", size)}, ensure_ascii=False
    ),
}
KEY_FILES = {
    "key file, hidden characters in the id": lambda size: key_file(key_id=repeated("\u200b", size)),
    "key file, long id": lambda size: key_file(key_id=repeated("k", size)),
    "key file, ##a in the id": lambda size: key_file(key_id=repeated("##a", size)),
    "key file, long fingerprint": lambda size: key_file(fingerprint_sha256_hex=repeated("\u200b", size)),
    "key file, long manifest_type": lambda size: key_file(manifest_type=repeated("\u200b", size)),
    "key file, long base64": lambda size: key_file(public_key_b64=repeated("A", size)),
    "manifest of many keys": manifest,
    "PEM": lambda size: f"-----BEGIN {repeated(chr(0x200B), size)}-----",
}
LISTS = {
    "list, hidden characters in a line": lambda size: repeated("\u200b", size),
    "list, ##a in a line": lambda size: repeated("##a", size),
    "list, long archive": lambda size: repeated("a", size) + "/0305021",
    "list, many ids": ids,
    "list, many short ids": short_ids,
    "list, one id twice": lambda size: ids(size) + "0000.00001",
}
# What each command is given: the input, the input twice (altered), or the input and the record.
DOCUMENT_COMMANDS = {
    "verify": ["verify", "INPUT"],
    "verify -v": ["verify", "-v", "INPUT"],
    "verify -q": ["verify", "-q", "INPUT"],
    "verify --json": ["verify", "--json", "INPUT"],
    "verify --format brief": ["verify", "--format", "brief", "INPUT"],
    "verify --format junit": ["verify", "--format", "junit", "INPUT"],
    "verify --format github": ["verify", "--format", "github", "INPUT"],
    "verify --coverage": ["verify", "--coverage", "INPUT"],
    "verify --json --coverage": ["verify", "--json", "--coverage", "INPUT"],
    "verify --ndjson --jobs 2": ["verify", "--jobs", "2", "--coverage", "--ndjson", "INPUT"],
    "verify --failed-to": ["verify", "-q", "--failed-to", "KEPT", "INPUT"],
    "verify --expect --require": [
        "verify", "--expect", "2106.06530", "--require", "license=x", "--expect-names", "INPUT",
    ],
    "verify --summary": ["verify", "--summary", "SUMMARY", "--no-duplicates", "INPUT", REAL_PATH],
    "verify --with": ["verify", "--with", "INPUT", REAL_PATH],
    "explain": ["explain", "INPUT"],
    "explain --json": ["explain", "--json", "INPUT"],
    "explain --html": ["explain", "--html", "INPUT"],
    "explain A B": ["explain", "INPUT", "OTHER"],
    "explain --json A B": ["explain", "--json", "INPUT", "OTHER"],
    "explain --html A B": ["explain", "--html", "INPUT", "OTHER"],
    "canon": ["canon", "--pointer", "", "INPUT"],
    "canon --ascii": ["canon", "--ascii", "--pointer", "", "INPUT"],
}
KEY_COMMANDS = {
    "keys": ["keys", "INPUT"],
    "verify --key": ["verify", "--key", "INPUT", REAL_PATH],
    "explain --key": ["explain", "--key", "INPUT", REAL_PATH],
}
LIST_COMMANDS = {
    "verify --expect-list": ["verify", "--expect-list", "INPUT", REAL_PATH],
    "verify --expect-list --summary": ["verify", "-q", "--expect-list", "INPUT", "--summary", "SUMMARY", REAL_PATH],
}
# Groups of shapes, the commands that read them, and the largest size in MiB.
GROUPS = [
    (DOCUMENTS, DOCUMENT_COMMANDS, None),
    (KEY_FILES, DOCUMENT_COMMANDS, None),
    (KEY_FILES, KEY_COMMANDS, MAX_KEY_FILE),
    (LISTS, LIST_COMMANDS, None),
]


def measure(arguments, folder):
    """Returns processor seconds, peak memory and written bytes of one run."""
    limit = [] if arguments[0] == "keys" else ["--max-size", str((1 << 27) - 1)]
    with open(os.path.join(folder, "output"), "wb") as output:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        # The memory of this program would count for its child processes until they start
        # another program.
        command = ["/usr/bin/env", "time", "--format", "%M", PITH, *arguments, *limit]
        done = subprocess.run(command, stdout=output, stderr=subprocess.PIPE)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        written = output.tell() + len(done.stderr)
    *messages, memory = done.stderr.split(b"\n")[:-1]
    status = 0 if not messages or not messages[-1].startswith(b"Command exited") else 1
    assert done.returncode in (0, 1, 2), (arguments, done.returncode, done.stderr[-500:], status)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, int(memory) * 1024, written


def run(arguments, paths, folder):
    """Measures a command whose words name files, and also returns the bytes of its input."""
    read = [paths[word] for word in arguments if word in ("INPUT", "OTHER")]
    for word in ("KEPT", "SUMMARY"):
        if os.path.exists(paths[word]):
            os.remove(paths[word])
    return sum(map(os.path.getsize, read)), *measure([paths.get(word, word) for word in arguments], folder)


def sizes(largest):
    """Returns the sizes, divided by a common number if the largest one is limited."""
    divisor = 1 if largest is None else max(1, -(-max(SIZES) // largest))
    # The size is that of the repeated text; the rest of the document must fit too.
    return [size * MIB // divisor - (8192 if largest else 0) for size in SIZES]


def main():
    rows = []
    print("| shape | command | MiB | seconds | times | memory / size | written / size |")
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        names = {"INPUT": "one.json", "OTHER": "other.json", "KEPT": "kept.ndjson", "SUMMARY": "summary.json"}
        paths = {word: os.path.join(folder, name) for word, name in names.items()}
        for shapes, commands, largest in GROUPS:
            for shape, make in shapes.items():
                earlier = {}
                for size in sizes(largest):
                    text = make(size)
                    with open(paths["INPUT"], "w", encoding="utf-8") as file:
                        file.write(text)
                    with open(paths["OTHER"], "w", encoding="utf-8") as file:
                        file.write(text.replace(":0", ":1").replace(",0", ",1").replace('""', '"a"', 1))
                    del text
                    for command, arguments in commands.items():
                        length, seconds, memory, written = run(arguments, paths, folder)
                        before = earlier.get(command, seconds)
                        # Other programs can only slow the run down, so the fastest of a few
                        # runs counts.
                        for _ in range(TRIES):
                            if seconds > 4.5 * max(before, NEGLIGIBLE):
                                seconds = min(seconds, run(arguments, paths, folder)[1])
                        times = max(seconds, NEGLIGIBLE) / max(before, NEGLIGIBLE)
                        earlier[command] = seconds
                        row = (shape, command, length / MIB, seconds, times, memory / length, written / length)
                        exceeds = times > 5, memory > 6 * length + 16 * MIB
                        rows.append((row, (memory - 16 * MIB) / length, exceeds))
                        print("| %s | %s | %.1f | %.2f | %.1f | %.1f | %.2f |" % row, flush=True)
    conclude(rows)


def conclude(rows):
    print(f"\n{len(rows)} runs.")
    for title, key in [
        ("Most times the time", lambda row: row[0][4]),
        ("Most memory / size, without 16 MiB", lambda row: row[1]),
        ("Most written / size", lambda row: row[0][6]),
        ("Longest", lambda row: row[0][3]),
    ]:
        print(f"\n{title}:")
        for row in sorted(rows, key=key, reverse=True)[:5]:
            print(f"- {key(row):.2f}: {row[0][0]}, {row[0][1]}, {row[0][2]:.1f} MiB, {row[0][3]:.2f} s")
    too_slow = [row for row, _, exceeds in rows if exceeds[0]]
    too_large = [row for row, _, exceeds in rows if exceeds[1]]
    print(f"\nMore than 5 times the time for the next size: {len(too_slow)}")
    print(f"Memory of more than 6 times the input and 16 MiB: {len(too_large)}")
    for row in [*too_slow, *too_large]:
        print("- %s, %s: %.1f MiB, %.2f s, %.1f times, memory %.1f times" % row[:6])
    sys.exit(1 if too_slow or too_large else 0)


if __name__ == "__main__":
    main()
