"""What it costs to verify, as ratios to what ran at the same time.

python3 benches/ratios.py [RECORDS [ROUNDS]]

It builds everything, makes corpora in a temporary directory, and measures everything in turns, since
the speed of a machine varies. It compares the medians. Rows that need the Python package
`cryptography`, `minisign`, or `jq`, `xxd` and `openssl` are left out if these are missing.
"""

import importlib.util
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

PITH = "target/release/pith"
KEY = "fixtures/keys/pith-test-1.json"
REAL = "fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json"
REAL_KEY = "fixtures/keys/pith-v1-2026-05.pem"
BENCH = ["cargo", "bench", "--quiet", "--bench", "corpus", "--"]
STRICT = "verify_strict"
# The members that a record must have.
NEEDED = (
    "record_type schema_version canonical_sha256 canonical_record receipt pith_number"
    " short_pith_number"
).split()


def run(command, stdin=None):
    """Returns the processor seconds and the wall seconds of a command.

    Its output is discarded: a report in JSON is as large as its record, and pipes cost time.
    """
    start = time.monotonic()
    nowhere = subprocess.DEVNULL
    with subprocess.Popen(command, stdin=stdin, stdout=nowhere, stderr=nowhere) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(command)}: exit status {process.returncode}")
    return usage.ru_utime + usage.ru_stime, time.monotonic() - start


def bare_signatures(records):
    """Returns the times of the signature checks alone, without the time to make the signatures."""
    command = [*BENCH, "--verify-strict", str(records)]
    seconds = float(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    return seconds, seconds


def through_pipe(command, corpus):
    """Returns the times of a command whose input comes from `cat`."""
    with subprocess.Popen(["cat", corpus], stdout=subprocess.PIPE) as cat:
        return run(command, cat.stdout)


def measure(commands, rounds):
    """Returns the median processor and wall seconds of each command, measured in turns."""
    taken = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            taken[name].append(command() if callable(command) else run(command))
    return {
        name: tuple(statistics.median(figure) for figure in zip(*figures))
        for name, figures in taken.items()
    }


def verify(*options):
    return [PITH, "verify", "--ndjson", "--key", KEY, *options]


def corpus_ratios(directory, records, rounds):
    """Of many records, compared with the plain signature check of as many digests."""
    corpus = os.path.join(directory, "corpus.ndjson")
    with open(corpus, "wb") as file:
        subprocess.run([*BENCH, str(records)], stdout=file, check=True)
    folder = os.path.join(directory, "records")
    os.mkdir(folder)
    with open(corpus, "rb") as lines:
        for number, line in enumerate(lines):
            with open(os.path.join(folder, f"{number}.json"), "wb") as file:
                file.write(line)
    one_job = verify("--jobs", "1", "-q")
    commands = {
        STRICT: lambda: bare_signatures(records),
        "-q": [*one_job, corpus],
        "--json": verify("--jobs", "1", "--json", corpus),
        "2 jobs": verify("--jobs", "2", "-q", corpus),
        "pipe": lambda: through_pipe([*one_job, "-"], corpus),
        "directory": [PITH, "verify", "--key", KEY, "-q", folder],
        "cat": ["sh", "-c", f"find {folder} -type f -print0 | xargs -0 cat >/dev/null"],
    }
    if importlib.util.find_spec("cryptography"):
        commands["Python"] = [sys.executable, "benches/python.py", KEY, corpus]
    found = measure(commands, rounds)
    strict = found[STRICT][0]
    print(f"{records} records, median of {rounds} rounds")
    print(f"bare verify_strict: {strict / records * 1e6:.1f} µs per record\n")
    print("| | ratio |\n| --- | ---: |")
    print_ratio("processor time, `pith verify -q` / `verify_strict`", found["-q"][0], strict)
    print_ratio("processor time, `--json` / `verify_strict`", found["--json"][0], strict)
    if "Python" in found:
        print_ratio("processor time, Python / `pith verify -q`", found["Python"][0], found["-q"][0])
    print_ratio("wall time, 2 jobs / 1 job", found["2 jobs"][1], found["-q"][1])
    print_ratio("wall time, from a pipe / from a file", found["pipe"][1], found["-q"][1])
    print_ratio("wall time, a directory of files / `cat` of them", found["directory"][1], found["cat"][1])
    return strict / records


def process_ratios(rounds, directory):
    """Prints ratios for one record and the whole process."""
    one = ["verify", "-q", REAL]
    static = subprocess.run(["packaging/static"], check=True, stdout=subprocess.PIPE, text=True)
    commands = {
        "pith": [PITH, *one],
        "static": [static.stdout.split()[-1], *one],
    }
    if shutil.which("minisign"):
        keys = [os.path.join(directory, name) for name in ("public", "secret")]
        signature = os.path.join(directory, "signature")
        make = ["minisign", "-G", "-f", "-W", "-p", keys[0], "-s", keys[1]]
        sign = ["minisign", "-S", "-s", keys[1], "-m", REAL, "-x", signature]
        for command in (make, sign):
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        commands["minisign"] = ["minisign", "-V", "-q", "-p", keys[0], "-m", REAL, "-x", signature]
    if all(map(shutil.which, ("jq", "xxd", "openssl"))):
        commands["recipe"] = ["benches/recipe.sh", REAL_KEY, REAL]
    found = measure(commands, 40 * rounds)
    if "minisign" in found:
        minisign = found["minisign"][1]
        print_ratio("one record, wall time, `pith verify -q` / `minisign -V -q`", found["pith"][1], minisign)
        print_ratio("the same, static build", found["static"][1], minisign)
    if "recipe" in found:
        print_ratio("one record, wall time, `benches/recipe.sh` / `pith verify -q`", found["recipe"][1], found["pith"][1])


def print_ratio(what, one, other):
    print(f"| {what} | {one / other:.2f} |", flush=True)


def documents():
    """Yields documents of several sizes and kinds, with a name and the options that they need."""
    with open(REAL, "rb") as file:
        record = json.load(file)
    smallest = {name: record[name] for name in NEEDED}
    yield "record, smallest", smallest, []
    yield "record", record, []
    for size in (32, 128, 1024):
        # The additions are not signed; they are read, and counted if that is requested.
        copies = size * 1024 // len(json.dumps(record["graph_snapshot"]))
        yield f"record, {size} KiB", {**record, "more": [record["graph_snapshot"]] * copies}, []
    for kind, path, options in (
        ("bundle", "fixtures/valid/composed-bundle-of-the-real-record.json", []),
        ("integrity document", "fixtures/vectors/integrity_documents/2604.18730.json", []),
        ("state", "fixtures/valid/composed-state-of-the-real-record.json", ["--with", REAL]),
    ):
        with open(path, "rb") as file:
            yield kind, json.load(file), options


def size_ratios(directory, strict, rounds):
    """Prints ratios by size and kind of document."""
    print("\n| document | bytes | processor time / `verify_strict` | MB/s |")
    print("| --- | ---: | ---: | ---: |")
    for kind, document, options in documents():
        line = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
        count = max(40_000_000 // len(line), 100)
        count = min(count, 20_000)
        corpus = os.path.join(directory, "documents.ndjson")
        with open(corpus, "wb") as file:
            file.writelines([line + b"\n"] * count)
        cpu, _ = measure({kind: verify("--jobs", "1", "-q", *options, corpus)}, rounds)[kind]
        speed = len(line) * count / cpu / 1e6
        print(f"| {kind} | {len(line)} | {cpu / count / strict:.2f} | {speed:.0f} |", flush=True)


def main():
    records = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    subprocess.run(["cargo", "build", "--quiet", "--release", "--locked"], check=True)
    with tempfile.TemporaryDirectory() as directory:
        strict = corpus_ratios(directory, records, rounds)
        process_ratios(rounds, directory)
        size_ratios(directory, strict, rounds)


main()
