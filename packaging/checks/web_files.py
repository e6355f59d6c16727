"""The files that the page and the command verify, the command, and a server for the page."""

import functools
import gzip
import http.server
import json
import shutil
import subprocess
import threading
import time
from pathlib import Path

from spoil import write_spoiled

ROOT = Path(__file__).resolve().parent.parent.parent
FIXTURES = ROOT / "fixtures"
RECORD = FIXTURES / "valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json"
# The documents of the checks, one of each kind, by their names in the folder `kinds`.
KINDS = {
    "record.json": RECORD,
    "altered.json": FIXTURES / "invalid/canonical-hash--version-altered.json",
    "bundle.json": FIXTURES / "valid/composed-bundle-of-the-real-record.json",
    "bundle of the test key.json": FIXTURES / "valid/composed-bundle-of-a-record-of-the-test-key.json",
    "state.json": FIXTURES / "valid/composed-state-of-the-real-record.json",
    "state.with": FIXTURES / "valid/composed-state-of-the-real-record.with",
    "integrity.json": FIXTURES / "vectors/integrity_documents/2604.20237.json",
    "critical.json": FIXTURES / "valid/composed-integrity-of-the-record-given.json",
    "critical.with": FIXTURES / "valid/composed-integrity-of-the-record-given.with",
    "unknown-key.json": FIXTURES / "valid/A2CYLWM6.json",
    "key.json": FIXTURES / "keys/pith-test-1.json",
    "key.pem": FIXTURES / "keys/pith-test-1.pem",
    "mirrors.json": FIXTURES / "keys/pith-mirrors.json",
    "not-a-key.json": FIXTURES / "keys/bad/hex-of-another-key.json",
    "README.md": ROOT / "README.md",
}
HOSTILE_NAME = "\"><script>ran=1<.json"
# Bytes that say "zstd", which is all that the page looks at.
ZSTD = b"\x28\xb5\x2f\xfd\x24\x02\x11\x00\x00{}"


def write_kinds(folder):
    """Writes one document of each kind, and the texts of one."""
    folder.mkdir()
    for name, source in KINDS.items():
        shutil.copyfile(source, folder / name)
    abstract = json.loads((FIXTURES / "vectors/texts/A2CYLWM6.json").read_text())["abstract"]
    (folder / "abstract.txt").write_text(abstract)
    (folder / "title.txt").write_text(json.loads(RECORD.read_text())["paper"]["title"])
    (folder / "other title.txt").write_text("Another title,\tbut “not” <that> one")
    write_spoiled(RECORD, folder / HOSTILE_NAME)


def write_odd(folder):
    """Writes a folder of files that are hard to read."""
    record, altered = RECORD.read_bytes(), KINDS["altered.json"].read_bytes()
    line, altered_line = (json.dumps(json.loads(text)).encode() for text in (record, altered))
    many = b"17 MB: " + b"x" * 17_000_000
    files = {
        "lines.ndjson": line + b"\n\n" + altered_line + b"\r\n  \n[1]\r\n" + line,
        "lines.JSONL": line + b"\n" + altered_line + b"\n",
        "lines.ndjson.gz": gzip.compress(line + b"\n\n" + altered_line + b"\n"),
        "long-line.ndjson": line + b"\n" + many + b"\n" + altered_line + b"\n",
        "line-ends.json": record.replace(b"\n", b"\r\n"),
        "mark.json": b"\xef\xbb\xbf" + record, "mark.ndjson": b"\xef\xbb\xbf" + line + b"\n",
        "utf-16.json": record.decode().encode("utf-16"), "latin-1.json": b'{"a": "\xe9"}',
        "empty.json": b"", "empty.ndjson": b"", "empty.json.gz": b"", "blank.ndjson": b" \n\n",
        "two.json": line + line, "archive.json": b"PK\x03\x04", "page.json": b"<!DOCTYPE html>",
        "large.json": many, "large.json.gz": gzip.compress(many),
        "UPPER.JSON": record, "record.json.gz": gzip.compress(record),
        "not-compressed.json.gz": record, "not-compressed.ndjson.zst": line,
        # The order of these differs by how names are compared.
        "order/a/b.json": line, "order/a-b/c.json": line, "order/a.json": line,
        "order/\uff5e.json": line, "order/\U0001f600.json": line, "order/B.json": line,
        # These are skipped.
        "notes.txt": b"", "._record.json": b"", "record.gz": b"", ".json": b"",
    }
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def write_names(folder):
    """Writes a folder of files with hostile names."""
    folder.mkdir(exist_ok=True)
    names = [" $(touch x) `x`; 'x'.json", "-r.json", "\u202egnp.json", "\x1b[2J.json", "W" * 200 + ".json",
             "a:b*c?.json", "tab\t.json", "\u00e9e\u0301.json", "a&amp;b.json", "100%25.json", "a.json#b.json"]
    for name in names:
        shutil.copyfile(KINDS["altered.json"], folder / name)
    write_spoiled(RECORD, folder / HOSTILE_NAME)
    # Browsers leave out such a name when they read a folder, so it is in none.
    shutil.copyfile(RECORD, folder.parent / "line\nfeed.json")


def write_unreadable(folder):
    """Writes files that the page cannot decompress, and returns what it says of each."""
    folder.mkdir(exist_ok=True)
    packed = gzip.compress(RECORD.read_bytes())
    files = {
        "damaged.json.gz": (packed[:3000] + b"x" + packed[3001:], "it is damaged, cut off"),
        "cut-off.json.gz": (packed[:-9], "it is damaged, cut off"),
        "parts.json.gz": (packed + packed, "has several parts; run `gunzip` on it"),
        "record.json.zst": (ZSTD, "compressed with zstd, which browsers cannot decompress; run `zstd -d`"),
        "zstd.json": (ZSTD, "compressed with zstd"),
    }
    for name, (content, _) in files.items():
        (folder / name).write_bytes(content)
    return {name: words for name, (_, words) in files.items()}


def write_many(folder, count):
    """Writes a folder of that many documents."""
    folder.mkdir()
    sources = sorted(FIXTURES.glob("valid/*.json")) + sorted(FIXTURES.glob("invalid/*.json"))
    for source in sources[:count]:
        shutil.copyfile(source, folder / source.name)


def write_large(path, size):
    """Writes a record that has unsigned members of about this many bytes."""
    record = json.loads(RECORD.read_text())
    record["notes"] = [{"number": number, "note": "a text of some words"} for number in range(size // 53)]
    path.write_text(json.dumps(record))
    assert abs(path.stat().st_size - size) < size / 10


def download(folder, act):
    """Does something that saves a file into a folder, and returns the name and the bytes of the file."""
    for old in folder.iterdir():
        old.unlink()
    act()
    end = time.monotonic() + 20
    while time.monotonic() < end:
        found = list(folder.iterdir())
        # Browsers write to files of other names first.
        unfinished = any(path.suffix in (".crdownload", ".part") or path.name.startswith(".") for path in found)
        if found and not unfinished and found[0].stat().st_size > 0:
            return found[0].name, found[0].read_bytes()
        time.sleep(.02)
    return "", b"nothing was saved"


class Command:
    """The command, which gives the expected answers."""

    def __init__(self, pith):
        self.pith = Path(pith).resolve()

    @functools.cache
    def __call__(self, folder, *arguments):
        """Returns what the command writes to standard output when it is run in a folder."""
        ran = subprocess.run([self.pith, *arguments], cwd=folder, check=False, capture_output=True)
        if ran.returncode > 2 or not ran.stdout:
            raise RuntimeError(f"pith {arguments}: {ran.stderr.decode()[:500]}")
        return ran.stdout


class Server:
    """Serves a folder, and records which paths were asked for. `replaced` has other answers."""

    def __init__(self, folder):
        self.asked, self.replaced = [], {}
        server = self

        class Handler(http.server.SimpleHTTPRequestHandler):
            def do_GET(self):
                server.asked.append(self.path)
                if self.path not in server.replaced:
                    return super().do_GET()
                status, content = server.replaced[self.path]
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_):
                pass

        handler = functools.partial(Handler, directory=str(folder))
        listening = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{listening.server_port}"
