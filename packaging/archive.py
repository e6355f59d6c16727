"""Makes the archive of a release from a binary of the command.

    archive.py PITH TARGET FOLDER

PITH must run on this machine, because it writes its own manual page and completions. TARGET is the
platform, as Rust spells it. The files of the archive are also written to the folder `contents` next
to PITH, from which cargo-deb and the container image take them. The archive is written to FOLDER, and
its path is printed: a .zip for Windows, otherwise a .tar.gz. The same binary always gives the same bytes.
"""

import gzip
import io
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import values

ROOT = Path(__file__).resolve().parent.parent
COMPLETIONS = {"bash": "pith.bash", "zsh": "_pith", "fish": "pith.fish", "powershell": "_pith.ps1", "elvish": "pith.elv"}
# Their links to other files of the project must work without these.
PAGES = ["README.md", "CHANGELOG.md"]
# Zip archives can state no earlier time. The time of the build would differ each time.
TIME = (1980, 1, 1, 0, 0, 0)


def output(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout


def contents(pith, target):
    """Returns the files of the archive, by name."""
    third_party = [sys.executable, "-Xutf8", ROOT / "packaging/third_party.py", "--target", target]
    return {
        pith.name: pith.read_bytes(),
        "pith.1": output(pith, "man"),
        "THIRD-PARTY.txt": output(*third_party, ROOT / "Cargo.toml"),
        "LICENSE": (ROOT / "LICENSE").read_bytes(),
        **{name: values.with_addresses((ROOT / name).read_text(encoding="utf-8")).encode() for name in PAGES},
        **{f"completions/{name}": output(pith, "completions", shell) for shell, name in COMPLETIONS.items()},
    }


def mode(path):
    return 0o755 if path.name == "pith" else 0o644


def write_contents(folder, files):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        path.chmod(mode(path))


def write_zip(path, files):
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, TIME), content, zipfile.ZIP_DEFLATED)


def write_tar(path, files):
    with path.open("wb") as out, gzip.GzipFile(filename="", fileobj=out, mode="wb", mtime=0) as packed:
        with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as archive:
            for name, content in files.items():
                entry = tarfile.TarInfo(name)
                entry.size = len(content)
                entry.mode = mode(Path(name))
                archive.addfile(entry, io.BytesIO(content))


def main(pith, target, folder):
    pith, folder = Path(pith).resolve(), Path(folder)
    version = output(pith, "--version").decode().split()[1]
    name = f"pith-{version}-{target}"
    files = contents(pith, target)
    write_contents(pith.parent / "contents", files)
    files = {f"{name}/{file}": content for file, content in sorted(files.items())}
    folder.mkdir(parents=True, exist_ok=True)
    if "windows" in target:
        path = folder / f"{name}.zip"
        write_zip(path, files)
    else:
        path = folder / f"{name}.tar.gz"
        write_tar(path, files)
    print(path)


main(*sys.argv[1:])
