"""Makes documents of all kinds, and runs the command on them."""

import collections
import json
import pathlib
import subprocess

# The error codes that must occur, which shows that every kind of document is what it should be.
CODES = {
    "byte-order-mark",
    "duplicate-name",
    "invalid-json",
    "invalid-utf8",
    "not-a-record",
    "number-out-of-range",
    "too-deep",
    "too-large",
    "unknown-schema",
}

Told = collections.namedtuple("Told", "verdict pith_number failed_checks error")


def mixed(records):
    """Returns the records, with every 25th replaced by something else; `None` is a null."""
    documents = list(records)
    for at in range(7, len(documents), 25):
        documents[at] = OTHERS[at // 25 % len(OTHERS)](documents[at])
    # Only two are large: one exceeds the limit for a document, and one does not.
    middle = len(documents) // 2
    documents[3] = b" " * (17 << 20) + documents[3]
    documents[middle] = documents[middle][:-1] + b" " * (4 << 20) + b"}"
    return documents


OTHERS = [
    lambda record: record.replace(b'"title":"', b'"title":"X'),
    lambda record: record[: len(record) // 2],
    lambda _: b"not json",
    # White space instead of an empty document, since an empty file has its own error.
    lambda _: b"\t",
    lambda _: b" \n",
    lambda _: None,
    lambda record: record[:-9] + b"\xff\xfe" + record[-9:],
    lambda _: b"\xff\x00\xfe",
    lambda record: record[:900] + b"\x00" + record[900:],
    # Line ends between members change nothing.
    lambda record: record.replace(b'","', b'",\n"'),
    lambda record: record.replace(b'","', b'",\r"', 9),
    lambda record: b"\xef\xbb\xbf" + record,
    lambda _: b'{"a":1,"a":2}',
    lambda _: b"[" * 100_000,
    lambda _: b"1e999",
    lambda _: b"null",
    lambda record: record.replace(b'"signature_b64":"', b'"signature_b64":"A'),
    lambda record: record.replace(b'"schema_version":"1.0"', b'"schema_version":"2.0"'),
]


class Command:
    """Runs `pith verify` with the key of the corpus."""

    def __init__(self, pith, key):
        self.verify = [str(pith), "verify", "--key", str(key)]

    def tells(self, *arguments):
        """Returns the brief report on each document, and the summary."""
        brief = self._run("--format", "brief", *arguments)
        summary = json.loads(self._run("-q", "--summary", "-", *arguments))
        return [json.loads(line) for line in brief.splitlines()], summary

    def _run(self, *arguments):
        # Most documents do not pass, so the status is 1 or 2.
        done = subprocess.run([*self.verify, *arguments], capture_output=True)
        assert done.returncode in (0, 1, 2), done.stderr
        return done.stdout

    def of_rows(self, documents, directory):
        """Returns the report on each row, and the counts.

        Blank documents and documents with a NUL are verified in files of their own. All others are
        in one file, separated by NULs.
        """
        alone = {
            at: document
            for at, document in enumerate(documents)
            if document is not None and (b"\0" in document or not document.strip(b" \t\r\n"))
        }
        files = pathlib.Path(directory, "files")
        files.mkdir()
        for at, document in alone.items():
            (files / f"{at:09}.json").write_bytes(document)
        together = [at for at, document in enumerate(documents) if document and at not in alone]
        joined = pathlib.Path(directory, "joined")
        joined.write_bytes(b"".join(documents[at] + b"\0" for at in together))

        told, counts = {}, collections.Counter()
        for places, arguments in [(together, ["--null-data", joined]), (sorted(alone), [files])]:
            reports, summary = self.tells(*map(str, arguments))
            assert len(reports) == len(places) == summary["documents"]
            told.update(zip(places, map(of_brief, reports)))
            counts.update(of_summary(summary))
        return told, counts


def of_brief(report):
    return Told(
        report["verdict"], report["pith_number"], tuple(report["failed"]), report["error"]
    )


def of_summary(summary):
    verdicts = {"pass": "passed", "fail": "failed", "unverifiable": "unverifiable"}
    counts = {("verdict", verdict): summary[name] for verdict, name in verdicts.items()}
    for group in ("failed_checks", "errors"):
        counts.update({(group, name): seen["count"] for name, seen in summary[group].items()})
    return collections.Counter(counts)


def counts_of(frame):
    """Returns the counts of a data frame with verdicts, counted by Spark."""
    counts = collections.Counter()
    for group, rows in [
        ("verdict", frame.selectExpr("verdict AS name")),
        ("failed_checks", frame.selectExpr("explode(failed_checks) AS name")),
        ("errors", frame.selectExpr("error.code AS name")),
    ]:
        for row in rows.where("name IS NOT NULL").groupBy("name").count().collect():
            counts[group, row["name"]] = row["count"]
    return counts


def of_row(row):
    error = row["error"] and row["error"]["code"]
    failed = row["failed_checks"]
    return Told(
        row["verdict"], row["pith_number"], failed if failed is None else tuple(failed), error
    )
