"""How much more than bare signatures it costs to verify a corpus, as ratios.

python3 benches/ratios.py [RECORDS [ROUNDS]]

Builds everything, makes a corpus of distinct records in a temporary directory, and takes
turns: machines are noisy, so only what ran side by side is compared. The Python row needs
the package `cryptography`, and is left out without it.
"""

import importlib.util
import os
import statistics
import subprocess
import sys
import tempfile
import time

KEY = "fixtures/keys/pith-test-1.json"
STRICT = "verify_strict"
PITH = ["target/release/pith", "verify", "--ndjson", "--key", KEY]


def run(command):
    """Processor seconds, wall seconds, and what it printed."""
    start = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        # A report in JSON is as large as its record: it must not be what is measured.
        shown = b"".join(chunk[:64] for chunk in iter(lambda: process.stdout.read(1 << 20), b""))
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(command)}: exit status {process.returncode}")
    wall = time.monotonic() - start
    return usage.ru_utime + usage.ru_stime, wall, shown


def measure(commands, rounds):
    """The median of each figure of each command, all commands in turn."""
    taken = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            *figures, shown = run(command)
            if name == STRICT:
                # It prints its time without that for making the signatures.
                figures[0] = float(shown)
            taken[name].append(figures)
    return {
        name: [statistics.median(figure) for figure in zip(*figures)]
        for name, figures in taken.items()
    }


def main():
    records = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    bench = ["cargo", "bench", "--quiet", "--bench", "corpus", "--"]
    subprocess.run(["cargo", "build", "--quiet", "--release"], check=True)
    with tempfile.TemporaryDirectory() as directory:
        corpus = os.path.join(directory, "corpus.ndjson")
        with open(corpus, "wb") as file:
            subprocess.run([*bench, str(records)], stdout=file, check=True)
        commands = {
            STRICT: [*bench, "--verify-strict", str(records)],
            "pith verify -q": [*PITH, "--jobs", "1", "-q", corpus],
            "pith verify --json": [*PITH, "--jobs", "1", "--json", corpus],
            "pith verify -q, 2 jobs": [*PITH, "--jobs", "2", "-q", corpus],
        }
        if importlib.util.find_spec("cryptography"):
            commands["Python"] = [sys.executable, "benches/python.py", KEY, corpus]
        results = measure(commands, rounds)
    strict = results.pop(STRICT)[0]
    print(f"{records} records, median of {rounds} rounds")
    print(f"bare verify_strict: {strict / records * 1e6:.1f} µs per record\n")
    print("| | processor time / verify_strict | wall time / 1 job |")
    print("| --- | ---: | ---: |")
    one_job = results["pith verify -q"][1]
    for name, (cpu, wall) in results.items():
        print(f"| {name} | {cpu / strict:.2f} | {wall / one_job:.2f} |")


main()
