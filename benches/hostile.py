"""Time and memory of documents that are hard on whoever reads them, at growing sizes.

    python3 benches/hostile.py [MIB ...]

Each shape is made at each size and given to each command; a row has processor time and peak
memory over the document's size (both documents', where two are compared), and the time over
that of the size before. In proportion means: memory at most 6, times as the sizes.
"""

import os
import resource
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PITH = os.path.join(ROOT, "target", "release", "pith")
SIZES = [int(size) for size in sys.argv[1:]] or [8, 32, 127]
REAL = open(os.path.join(ROOT, "fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json"), encoding="utf-8").read()


def fill(size, make):
    """As many members or elements as fit, joined by commas."""
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


SHAPES = {
    "long name, many leaves": lambda size: inside(
        REAL, "{", f'"{"n" * (size // 3)}":[{fill(size * 2 // 3, lambda _: "0")}]'
    ),
    "names of 100 KiB": lambda size: inside(
        REAL, "{", fill(size, lambda number: f'"{"n" * 102_400}{number:07}":[0,0,0,0]')
    ),
    "reordered members": reordered,
    "deep and wide": nested,
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
}
COMMANDS = {
    "verify -q": ["verify", "-q"],
    "verify --coverage": ["verify", "--coverage"],
    "verify --json --coverage": ["verify", "--json", "--coverage"],
    "verify --jobs 2 --coverage": ["verify", "--jobs", "2", "--coverage", "--ndjson"],
    "verify --format junit": ["verify", "--format", "junit"],
    "canon": ["canon", "--pointer", ""],
    "explain": ["explain"],
    "explain --json": ["explain", "--json"],
    "explain A B": ["explain"],
}


def measure(arguments, files):
    """Processor seconds and peak memory in bytes."""
    limit = ["--max-size", str((1 << 27) - 1)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = ["/usr/bin/env", "time", "--format", "%M", PITH, *arguments, *limit, *files]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode in (0, 1, 2), (arguments, done)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, int(done.stderr.split()[-1]) * 1024


def main():
    print("| shape | command | MiB | seconds | times | memory / size |\n| --- | --- | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        for shape, make in SHAPES.items():
            earlier = {}
            for size in SIZES:
                paths = [os.path.join(folder, name) for name in ("one.json", "other.json")]
                text = make(size << 20)
                with open(paths[0], "w", encoding="utf-8") as file:
                    file.write(text)
                with open(paths[1], "w", encoding="utf-8") as file:
                    file.write(text.replace(":0", ":1").replace(',0', ',1').replace('""', '"a"', 1))
                del text
                for name, arguments in COMMANDS.items():
                    files = paths if name == "explain A B" else paths[:1]
                    length = sum(map(os.path.getsize, files))
                    seconds, memory = measure(arguments, files)
                    times = seconds / earlier[name] if name in earlier else 1
                    earlier[name] = seconds
                    print(f"| {shape} | {name} | {length >> 20} | {seconds:.2f} | {times:.1f} | {memory / length:.1f} |", flush=True)


if __name__ == "__main__":
    main()
