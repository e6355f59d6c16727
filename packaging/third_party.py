"""Writes the licenses of all packages that are compiled into a package, and that of the standard library.

    third_party.py [--target TARGET] MANIFEST... > THIRD-PARTY.txt

The default target is this machine. RUSTC in the environment is the compiler, by default `rustc`. Each
text is written once, below the packages that it belongs to. A package without a license is an error; one
without a text of its own is named with the identifier of its license.
"""

import argparse
import html
import json
import os
import re
import subprocess
import sys
from pathlib import Path

RUSTC = os.environ.get("RUSTC", "rustc")
TEXT = re.compile(r"licen[cs]e|copying|copyright|notice|unlicense", re.IGNORECASE)
RULE = "=" * 79


def output(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def compiled_in(manifest, target):
    """Returns the dependencies that a package is built from, by id."""
    metadata = json.loads(output(
        "cargo", "metadata", "--locked", "--format-version=1",
        f"--filter-platform={target}", f"--manifest-path={manifest}",
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
    documentation = Path(output(RUSTC, "--print=sysroot").strip(), "share/doc")
    page = documentation / "rust/COPYRIGHT-library.html"
    if page.is_file():
        text = re.sub(r"<head>.*?</head>|<[^>]*>", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        return [re.sub(r"\n\s*\n\s*", "\n\n", html.unescape(text)).strip()]
    # Debian has one file for the compiler and the library.
    return [page.read_text(encoding="utf-8").strip() for page in documentation.glob("rust*-src/copyright")]


def main():
    rust = dict(line.split(": ", 1) for line in output(RUSTC, "-vV").splitlines()[1:])
    parser = argparse.ArgumentParser()
    parser.add_argument("--target", default=rust["host"])
    parser.add_argument("manifests", nargs="+")
    options = parser.parse_args()
    packages = {}
    for manifest in options.manifests:
        packages.update(compiled_in(manifest, options.target))
    parts = [
        (f"{package['name']} {package['version']}", package["license"], texts(package))
        for package in packages.values()
    ]
    parts.append((f"Rust standard library {rust['release']}", "MIT OR Apache-2.0", standard_library()))
    parts.sort()
    owners = {}
    print("What is compiled in, and under which license.\n")
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
