"""Writes the licences of all that is compiled into the command and the module.

python3 third_party.py > THIRD-PARTY.txt

Each text stands once, below the packages that it is of. A package without a licence is an error;
one without a text of its own is named with the identifier of its licence.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
MANIFESTS = [HERE.parent.parent / "Cargo.toml", HERE / "Cargo.toml"]
TEXT = re.compile(r"(licen[cs]e|copying|copyright|notice|unlicense)", re.IGNORECASE)
RULE = "=" * 79


def output(*command: str) -> str:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def compiled_in(manifest: Path, host: str) -> dict[str, dict]:
    """The packages of others that a package is built from, by id."""
    metadata = json.loads(output(
        "cargo", "metadata", "--locked", "--format-version=1",
        f"--filter-platform={host}", f"--manifest-path={manifest}",
    ))
    packages = {package["id"]: package for package in metadata["packages"]}
    nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
    found, open_ids = {}, [metadata["resolve"]["root"]]
    while open_ids:
        package = open_ids.pop()
        if package in found:
            continue
        found[package] = packages[package]
        for dependency in nodes[package]["deps"]:
            if any(kind["kind"] is None for kind in dependency["dep_kinds"]):
                open_ids.append(dependency["pkg"])
    return {name: package for name, package in found.items() if package["source"]}


def texts(package: dict) -> list[str]:
    folder = Path(package["manifest_path"]).parent
    files = [path for path in folder.iterdir() if path.is_file() and TEXT.match(path.name)]
    if package["license_file"]:
        files.append(folder / package["license_file"])
    return [path.read_text(encoding="utf-8").strip() for path in sorted(set(files))]


def standard_library(sysroot: Path) -> list[str]:
    """What the toolchain says of itself, if it was installed with that."""
    folder = sysroot / "share" / "doc" / "rust"
    names = ["COPYRIGHT", "LICENSE-MIT", "LICENSE-APACHE"]
    files = [folder / name for name in names] + [folder / "licenses" / "MIT.txt"]
    return [path.read_text(encoding="utf-8").strip() for path in files if path.is_file()]


def main() -> None:
    verbose = output("rustc", "--version", "--verbose")
    host = re.search(r"^host: (.*)$", verbose, re.MULTILINE)[1]
    packages = {}
    for manifest in MANIFESTS:
        packages.update(compiled_in(manifest, host))
    entries = [
        (f"{package['name']} {package['version']}", package["license"], texts(package))
        for package in packages.values()
    ]
    version = verbose.splitlines()[0].split()[1]
    sysroot = Path(output("rustc", "--print=sysroot").strip())
    entries.append((f"the Rust standard library {version}", "MIT OR Apache-2.0", standard_library(sysroot)))
    owners: dict[str, list[str]] = {}
    print("What is compiled into the command and the module, and under which licence.\n")
    for name, licence, found in sorted(entries):
        if not licence and not found:
            sys.exit(f"{name}: no licence")
        remark = "" if found else " (no text in the package)"
        print(f"{name}: {licence or 'see below'}{remark}")
        for text in found:
            owners.setdefault(text, []).append(name)
    for text, names in owners.items():
        print(f"\n{RULE}\n{', '.join(names)}\n{RULE}\n\n{text}")


main()
