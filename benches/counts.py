"""Counts instructions and page faults, and compares them with the table in benches/counts.md.

    counts.py            fails if a figure is more than 3 % above the table
    counts.py --write    writes the table
    counts.py --of PITH  prints the figures of another build of the command, and compares nothing

Unlike time, these figures do not depend on how busy the machine is. Valgrind counts the instructions
without caches and branches, and hides the SHA instructions of the processor, so that SHA-256 runs in
software. A part runs 20 times and 60 times in processes of their own, and a command verifies 200 and
400 records; the difference does not contain the start of the process.

No harness does this. gungraun 0.20, which also uses Valgrind, compares with an earlier run on the same
machine instead of a table, and its runner, whose lock file has 227 packages, takes four minutes to build.
Counters of the processor are not available on most machines of CI.
"""

import argparse
import concurrent.futures
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "benches/counts.md"
TARGET = "x86_64-unknown-linux-gnu"
REAL = "fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json"
KEY = "fixtures/keys/pith-test-1.json"
PARTS = "Instructions of each part"
COMMAND = "Instructions of the command, for each record"
START = "Instructions of one start"
FAULTS = "Page faults of one start, above those of `true`"
TIMES = (20, 60)
RECORDS = (200, 400)
# A figure may exceed the table by this much: as a rule, and if the tools are not those of the table.
MARGIN, WIDE = 0.03, 0.15
# Page faults vary by a few from run to run, and differences by the inaccuracy of two larger figures.
FEW_FAULTS, FEW_INSTRUCTIONS = 3, 1000
# What decides how the pages of files are mapped.
PAGES = {"kernel", "file system"}
# The environment is the same for everyone, because it is a part of what a process reads at its start.
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}
# Parts that are the difference of two others.
DIFFERENCES = {
    "links": ("checks", "checks without links"),
    "coverage and metadata": ("checks and coverage", "checks"),
}
HEAD = """# Instructions and page faults

`python3 benches/counts.py` compares these figures with the present code, and fails if one has grown by
more than 3 %. `python3 benches/counts.py --write` writes this file; commit it together with the change.
The middle column has the figures of the commit named there, for comparison, and stays as it is.

{conditions}

All builds are for {target} on a processor with AVX2. The parts and the static build have
the profile `dist` and are linked as releases are; the dynamic build is that of `cargo build --release`. If
the compiler, the C library or Valgrind is another one, a figure may be 15 % above the table. With another
kernel or file system, page faults are not compared. Differences of page faults up to {faults}, and of *links*
and *coverage and metadata* up to {instructions:,} instructions, are ignored.
"""


def output(*command):
    """Returns what a command prints. The user's own options for the compiler are not used."""
    builds = {name: value for name, value in os.environ.items()
              if name not in ("RUSTFLAGS", "CARGO_BUILD_RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_TARGET")}
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=builds).stdout


def not_comparable():
    """Returns why the figures of this machine cannot be compared with the table, or None."""
    if platform.system() != "Linux" or platform.machine() != "x86_64":
        return f"this machine is {platform.system()} on {platform.machine()}"
    if not re.search(r"^flags.*\bavx2\b", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE):
        return "this processor has no AVX2"
    if platform.libc_ver()[0] != "glibc":
        return "this system has another C library than glibc"
    return None


def conditions(folder):
    """Returns what the figures depend on, without the last number of versions.

    The folder is where the builds are.
    """
    def short(text):
        return re.search(r"\d+\.\d+", text)[0]

    return {
        "compiler": f"rustc {short(output('rustc', '--version'))}",
        "C library": f"glibc {short(platform.libc_ver()[1])}",
        "Valgrind": short(output("valgrind", "--version")),
        "kernel": f"Linux {short(platform.release())}",
        "file system": output("stat", "--file-system", "--format=%T", folder).strip(),
    }


def instructions(*command):
    """Returns the number of instructions that a command executes."""
    valgrind = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
    run = subprocess.run([*valgrind, *command], capture_output=True, text=True, cwd=ROOT, env=ENVIRONMENT)
    found = re.search(r"Collected : (\d+)", run.stderr)
    if run.returncode != 0 or not found:
        sys.exit(f"{' '.join(map(str, command))}: exit status {run.returncode}\n{run.stderr}")
    return int(found[1])


def faults(*command):
    """Returns the smallest number of page faults of a command in 40 runs."""
    found = []
    nowhere = subprocess.DEVNULL
    for _ in range(40):
        process = subprocess.Popen(command, stdin=nowhere, stdout=nowhere, stderr=nowhere, cwd=ROOT, env=ENVIRONMENT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            sys.exit(f"{' '.join(map(str, command))}: exit status {process.returncode}")
        found.append(usage.ru_minflt)
    return min(found)


def each(pool, run, amounts):
    """Starts two runs of different amounts, and returns a function that waits for the cost of one."""
    few, many = (pool.submit(run, amount) for amount in amounts)
    return lambda: round((many.result() - few.result()) / (amounts[1] - amounts[0]))


def parts(pool, repeat):
    """Returns the instructions of each part, and the bytes that some of them process."""
    listed = [line.split("\t") for line in output(repeat, "--list").splitlines()]
    sizes = {name: int(size) for name, size in listed if size}

    def cost(name):
        return each(pool, lambda times: instructions(repeat, name, str(times)), TIMES)

    waiting = {name: cost(name) for name, _ in listed}
    found = {name: wait() for name, wait in waiting.items()}
    found |= {name: found[more] - found[less] for name, (more, less) in DIFFERENCES.items()}
    return found, sizes


def command(pool, builds, corpora):
    """Returns the instructions for each record, and those of one start."""
    formats = {"-q": ["-q"], "--json": ["--json"], "--format brief": ["--format", "brief"]}
    first = next(iter(builds.values()))

    def cost(options):
        verify = [first, "verify", *options, "--jobs", "1", "--key", KEY]
        return each(pool, lambda count: instructions(*verify, corpora[count]), RECORDS)

    records = {f"`{name}`": cost(options) for name, options in formats.items()}
    starts = {name: pool.submit(instructions, build, "verify", "-q", REAL) for name, build in builds.items()}
    return {name: wait() for name, wait in records.items()}, {name: start.result() for name, start in starts.items()}


def start_faults(builds, directory):
    """Returns the page faults of one start.

    They depend on how the pages of the program are cached, which differs between a file that a linker has
    written and one that was read. A copy is always cached in the same way.
    """
    least = faults("true")
    found = {}
    for name, build in builds.items():
        copy = shutil.copy(build, Path(directory, "pith"))
        found[name] = faults(copy, "verify", "-q", REAL) - least
    return found


def measure(repeat, builds, with_parts):
    """Returns the figures by section and name, and the bytes that some parts process."""
    figures, sizes = {}, {}
    # The page faults come first, because they depend on what else runs.
    with tempfile.TemporaryDirectory(dir=repeat.parent) as directory:
        page_faults = start_faults(builds, directory)
        corpora = {count: os.path.join(directory, f"{count}.ndjson") for count in RECORDS}
        for count, path in corpora.items():
            Path(path).write_text(output(repeat, "--corpus", str(count)), encoding="utf-8")
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            if with_parts:
                figures[PARTS], sizes = parts(pool, repeat)
            figures[COMMAND], figures[START] = command(pool, builds, corpora)
    figures[FAULTS] = page_faults
    return figures, sizes


def read_table():
    """Returns the conditions, the figures, and the name and the figures of the middle column."""
    stated, figures, before, name, section = {}, {}, {}, None, None
    lines = TABLE.read_text(encoding="utf-8").splitlines() if TABLE.exists() else []
    for line in lines:
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("## "):
            section = line[3:]
            figures[section], before[section] = {}, {}
        elif line.startswith("| ") and section is None and len(cells) == 2:
            stated[cells[0]] = cells[1]
        elif line.startswith("| ") and len(cells) >= 3:
            if not cells[2].replace(",", "").isdigit():
                name = cells[1] or name
                continue
            figures[section][cells[0]] = int(cells[2].replace(",", ""))
            if cells[1]:
                before[section][cells[0]] = int(cells[1].replace(",", ""))
    return stated, figures, name, before


def write_table(found, sizes, tools):
    _, _, name, before = read_table()
    if name is None:
        name, before = output("git", "describe", "--always", "HEAD").strip(), found
    rows = "\n".join(["| | |", "|---|---|", *(f"| {tool} | {version} |" for tool, version in tools.items())])
    lines = [HEAD.format(conditions=rows, target=TARGET, faults=FEW_FAULTS, instructions=FEW_INSTRUCTIONS)]
    for section, figures in found.items():
        sized = section == PARTS
        lines.append(f"## {section}\n")
        lines.append(f"| | {name} | now |" + (" for each byte |" if sized else ""))
        lines.append("|---|---:|---:|" + ("---:|" if sized else ""))
        for row, figure in figures.items():
            old = before.get(section, {}).get(row)
            cells = [row, "" if old is None else f"{old:,}", f"{figure:,}"]
            if sized:
                cells.append(f"{figure / sizes[row]:.1f}" if row in sizes else "")
            lines.append("| " + " | ".join(cells) + " |")
        lines.append("")
    TABLE.write_text("\n".join(lines), encoding="utf-8")


def compare(found, tools):
    """Prints the differences from the table, and returns whether a figure has grown or is missing."""
    stated, table, _, _ = read_table()
    others = {tool for tool in tools if stated.get(tool) != tools[tool]}
    for tool in sorted(others):
        print(f"{tool}: the table is for {stated.get(tool)}, and this is {tools[tool]}")
    grown = shrunk = False
    for section in {**table, **found}:
        if section == FAULTS and others & PAGES:
            print(f"{section}: NOT COMPARED, because {' and '.join(sorted(others & PAGES))} decide how files are mapped")
            continue
        margin = WIDE if others - PAGES else MARGIN
        for row in {**table.get(section, {}), **found.get(section, {})}:
            few = FEW_FAULTS if section == FAULTS else FEW_INSTRUCTIONS if row in DIFFERENCES else 0
            old, new = (figures.get(section, {}).get(row) for figures in (table, found))
            if old is None or new is None:
                print(f"{section}: {row}: {'the table lacks it' if old is None else 'it is only in the table'}")
                grown = True
                continue
            change = f"{section}: {row}: the table says {old:,}, and this build needs {new:,} ({new / old - 1:+.1%})"
            if new > old + max(margin * old, few):
                print(change)
                grown = True
            elif new < old - max(margin * old, few):
                print(change)
                shrunk = True
    if shrunk and not grown:
        print("The code has become better. To keep it so, run `python3 benches/counts.py --write`, and commit the table.")
    return grown


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--write", action="store_true")
    action.add_argument("--of", metavar="PITH", type=Path)
    options = parser.parse_args()
    if reason := not_comparable():
        print(f"counts: NOT COMPARED, because {reason}; the table is for x86-64 with AVX2 on Linux")
        return
    static = Path(output("packaging/static", TARGET, "--bin", "pith", "--example", "repeat").strip())
    repeat = static.parent / "examples/repeat"
    if options.of:
        builds = {str(options.of): options.of.resolve()}
    else:
        output("cargo", "build", "--quiet", "--release", "--locked")
        builds = {"static build": static, "dynamic build": static.parents[2] / "release/pith"}
    found, sizes = measure(repeat, builds, not options.of)
    tools = conditions(repeat.parent)
    if options.of:
        for section in (COMMAND, START, FAULTS):
            print(section, *(f"{row}: {figure:,}" for row, figure in found[section].items()), sep="\n  ")
    elif options.write:
        write_table(found, sizes, tools)
    elif compare(found, tools):
        sys.exit(
            "If no figure was meant to grow, find what made it grow. Otherwise, run"
            " `python3 benches/counts.py --write`, and commit benches/counts.md together with the change."
        )


main()
