"""Builds the wheel, for pip and other tools (PEP 517).

maturin builds the module, the source distribution and all metadata. It does not build a command
into the same wheel (https://github.com/PyO3/maturin/issues/368), so this file builds the command
and passes it to maturin as a script, with the licenses of all compiled packages.

Tools call these functions in the folder of `pyproject.toml`. maturin puts that file, this one and
the package `python` into the top folder of the source distribution, where all other files are at
the same place as in the repository.
"""

import contextlib
import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import maturin

HERE = Path(__file__).resolve().parent
ROOT = HERE if (HERE / "PKG-INFO").is_file() else HERE.parents[1]
MANIFESTS = [ROOT / "Cargo.toml", ROOT / "packaging/python/Cargo.toml"]
THIRD_PARTY = Path("packaging/third_party.py")
# maturin finds this folder by its name.
DATA = Path("pith_verify._native.data")


def output(*command):
    try:
        return subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout
    except subprocess.CalledProcessError as error:
        sys.exit(f"{command[0]} failed with exit status {error.returncode}")


@contextlib.contextmanager
def licenses():
    """Creates the two license files, and removes them when the block ends."""
    if not shutil.which("cargo"):
        sys.exit("Building pith-verify needs Rust (https://rustup.rs). Wheels that are already built do not.")
    made = [Path("THIRD-PARTY.txt")]
    if HERE != ROOT:
        made.append(Path(shutil.copy(ROOT / "LICENSE", "LICENSE")))
    made[0].write_text(output(sys.executable, "-Xutf8", ROOT / THIRD_PARTY, *MANIFESTS), encoding="utf-8")
    try:
        yield
    finally:
        for path in made:
            path.unlink()


@contextlib.contextmanager
def command():
    """Builds the command as a script of the wheel, and removes the script when the block ends."""
    messages = output(
        "cargo", "build", "--profile=dist", "--locked", "--bin=pith",
        "--message-format=json-render-diagnostics", f"--manifest-path={MANIFESTS[0]}",
    )
    artifacts = [json.loads(line) for line in messages.splitlines()]
    [built] = [artifact["executable"] for artifact in artifacts if artifact.get("executable")]
    scripts = DATA / "scripts"
    scripts.mkdir(parents=True, exist_ok=True)
    shutil.copy(built, scripts)
    try:
        yield
    finally:
        shutil.rmtree(DATA)


def tagged(directory, wheel):
    """Tags a wheel for the oldest glibc that both the command and the module run on.

    maturin would look only at the module. A tag that the caller asked for stays.
    """
    path = Path(directory, wheel)
    linux = re.search(r"-linux_(\w+)\.whl$", wheel)
    with zipfile.ZipFile(path) as archive:
        programs = b"".join(map(archive.read, archive.namelist()))
    needed = [int(version) for version in re.findall(rb"GLIBC_2\.(\d+)", programs)]
    if not linux or not needed:
        return wheel
    tag = f"manylinux_2_{max(needed)}_{linux[1]}"
    return output(sys.executable, "-m", "wheel", "tags", "--remove", f"--platform-tag={tag}", path).strip()


def build_wheel(directory, settings=None, metadata=None):
    with licenses(), command():
        return tagged(directory, maturin.build_wheel(directory, settings, metadata))


def build_editable(directory, settings=None, metadata=None):
    with licenses(), command():
        return maturin.build_editable(directory, settings, metadata)


def prepare_metadata_for_build_wheel(directory, settings=None):
    with licenses():
        return maturin.prepare_metadata_for_build_wheel(directory, settings)


prepare_metadata_for_build_editable = prepare_metadata_for_build_wheel


def build_sdist(directory, settings=None):
    if HERE == ROOT:
        sys.exit("A source distribution can be built only in a checkout of the repository.")
    # maturin includes no file of a folder above.
    THIRD_PARTY.parent.mkdir(exist_ok=True)
    shutil.copy(ROOT / THIRD_PARTY, THIRD_PARTY)
    try:
        return maturin.build_sdist(directory, settings)
    finally:
        shutil.rmtree(THIRD_PARTY.parent)
