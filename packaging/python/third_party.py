"""Writes the licenses of all packages that are compiled into the command and the module.

python3 third_party.py > THIRD-PARTY.txt

Each text is written once, below the packages that it belongs to. A package without a license is an
error; one without a text of its own is named with the identifier of its license.
"""

import html
import json
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
MANIFESTS = [HERE.parent.parent / "Cargo.toml", HERE / "Cargo.toml"]
TEXT = re.compile(r"licen[cs]e|copying|copyright|notice|unlicense", re.IGNORECASE)
RULE = "=" * 79


def output(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def compiled_in(manifest, host):
    """Returns the dependencies that a package is built from, by id."""
    metadata = json.loads(output(
        "cargo", "metadata", "--locked", "--format-version=1",
        f"--filter-platform={host}", f"--manifest-path={manifest}",
    ))
    packages = {package["id"]: package for package in metadata["packages"]}
    nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
    found, waiting = {}, [metadata["resolve"]["root"]]
    while waiting:
        package = waiting.pop()
        if package in found:
            continue
        found[package] = packages[package]
        # Dependencies of other kinds are only used to build or test it.
        normal = lambda dependency: any(kind["kind"] is None for kind in dependency["dep_kinds"])
        waiting.extend(dependency["pkg"] for dependency in filter(normal, nodes[package]["deps"]))
    return {name: package for name, package in found.items() if package["source"]}


def texts(package):
    folder = Path(package["manifest_path"]).parent
    files = {path for path in folder.iterdir() if path.is_file() and TEXT.match(path.name)}
    if package["license_file"]:
        files.add(folder / package["license_file"])
    return [path.read_text(encoding="utf-8").strip() for path in sorted(files)]


def standard_library():
    """Returns the license texts of the standard library, if the toolchain is installed with them."""
    page = Path(output("rustc", "--print=sysroot").strip(), "share/doc/rust/COPYRIGHT-library.html")
    if not page.is_file():
        return []
    text = re.sub(r"<head>.*?</head>|<[^>]*>", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return [re.sub(r"\n\s*\n\s*", "\n\n", html.unescape(text)).strip()]


def main():
    rust = dict(line.split(": ", 1) for line in output("rustc", "-vV").splitlines()[1:])
    packages = {}
    for manifest in MANIFESTS:
        packages.update(compiled_in(manifest, rust["host"]))
    parts = [
        (f"{package['name']} {package['version']}", package["license"], texts(package))
        for package in packages.values()
    ]
    parts.append((f"Rust standard library {rust['release']}", "MIT OR Apache-2.0", standard_library()))
    parts.sort()
    owners = {}
    print("What is compiled into the command and the module, and under which license.\n")
    for name, license, found in parts:
        if not license and not found:
            sys.exit(f"{name}: no license")
        print(f"{name}: {license or 'see below'}{'' if found else ' (no text in its package)'}")
        for text in found:
            # The same text may be wrapped differently.
            owners.setdefault(" ".join(text.split()), (text, []))[1].append(name)
    for text, names in owners.values():
        print(f"\n{RULE}\n{', '.join(names)}\n{RULE}\n\n{text}")


main()
