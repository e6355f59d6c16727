"""Validates reports against the schema that `pith schema` prints, with the package `jsonschema`.

    python3 packaging/checks/schema.py PITH

Every report on the fixtures must be valid, and altered reports must be invalid.
"""

import copy
import json
import pathlib
import subprocess
import sys

from jsonschema import Draft202012Validator

PITH = sys.argv[1]
FIXTURES = pathlib.Path("fixtures")
REAL = "fixtures/valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json"
BROKEN = "fixtures/invalid/canonical-hash--version-altered.json"
OPTIONS = [
    ["--coverage", "--title", "T", "--abstract", "A"],
    [],
    ["--key", "fixtures/keys/pith-test-1.json", "--with", REAL],
]


def reports(*arguments):
    printed = subprocess.run([PITH, "verify", *arguments], capture_output=True).stdout
    return [json.loads(line) for line in printed.splitlines()]


def at(value, pointer):
    """Returns the value at a JSON Pointer without escapes."""
    for name in pointer.split("/")[1:]:
        value = value[int(name) if isinstance(value, list) else name]
    return value


def replaced(report, pointer, value):
    mutant = copy.deepcopy(report)
    if not pointer:
        return value
    parent, name = pointer.rsplit("/", 1)
    parent = at(mutant, parent)
    parent[int(name) if isinstance(parent, list) else name] = value
    return mutant


def removed(report, pointer, name):
    mutant = copy.deepcopy(report)
    del at(mutant, pointer)[name]
    return mutant


def holds_valid(schema, lines, what):
    validator = Draft202012Validator(schema)
    for line in lines:
        errors = [error.message for error in validator.iter_errors(line)]
        assert not errors, (what, errors, line)
    return len(lines)


def check_reports(schema):
    folders = ["valid", "invalid", "unverifiable", "vectors/integrity_documents"]
    paths = [str(path) for folder in folders for path in sorted((FIXTURES / folder).glob("*.json"))]
    paths.append("no-such-file")
    full = sum(holds_valid(schema, reports("--json", *options, *paths), options) for options in OPTIONS)
    brief = {**schema["$defs"]["brief"], "$schema": schema["$schema"]}
    small = sum(holds_valid(brief, reports("--format", "brief", *options, *paths), options) for options in OPTIONS)
    assert full == small > 1000, (full, small)
    # The reports inside explanations and comparisons have the same form.
    golden = [json.loads(line) for name in ["pass", "fail", "unverifiable", "mixed", "real"]
              for line in (FIXTURES / "expected" / f"{name}.json").read_text(encoding="utf-8").splitlines()]
    within = [json.loads((FIXTURES / "expected" / f"{name}.json").read_text(encoding="utf-8"))
              for name in ["real-explained", "compared"]]
    golden += [within[0]["report"], *within[1]["reports"]]
    return full + small + holds_valid(schema, golden, "golden reports")


def mutants(report):
    """Yields reports with one member changed or removed."""
    nullable = {"/key", "/pith_number", "/claimed_pith_number", "/canonical_sha256", "/leaves"}
    places = ["", "/source", "/key", "/coverage", "/leaves", "/checks", "/checks/0", "/diagnosis", "/diagnosis/0",
              "/report_version", "/tool", "/verdict", "/pith_number", "/canonical_sha256", "/checks/0/id",
              "/checks/0/status", "/coverage/signed", "/leaves/signed", "/key/fingerprint"]
    for place in places:
        for other in [{}, -1, "?", [[]], None]:
            if other is not None or place not in nullable:
                yield f"{other} at {place}", replaced(report, place, other)
        if isinstance(at(report, place), dict):
            for name in at(report, place):
                yield f"{place}/{name} removed", removed(report, place, name)


def lies(report):
    """Yields reports on a record that passes, each with one value that contradicts the pass."""
    ids = [check["id"] for check in report["checks"]]
    signature, links = ids.index("receipt-signature"), ids.index("links")
    error = {"message": "", "offset": None}
    yield replaced(report, "/verdict", "fail")
    yield replaced(report, "/verdict", "PASS")
    yield replaced(report, f"/checks/{signature}/status", "skipped")
    yield replaced(report, f"/checks/{signature}/id", "receipt-sig")
    yield replaced(report, f"/checks/{links}/status", "fail")
    yield removed(report, "/checks", 0)
    yield replaced(report, "/checks", [])
    yield replaced(report, "/key", None)
    yield replaced(report, "/error", {"code": "too-deep", **error})
    yield replaced(report, "/error", {"code": "unknown", **error})
    yield replaced(report, "/source", {**report["source"], "line": 3})


def main():
    schema = json.loads(subprocess.run([PITH, "schema"], capture_output=True, check=True).stdout)
    Draft202012Validator.check_schema(schema)
    valid = check_reports(schema)
    validator = Draft202012Validator(schema)
    [broken], [passed] = reports("--json", "--coverage", BROKEN), reports("--json", REAL)
    refused = 0
    for what, mutant in [*mutants(broken), *(("a lie", lie) for lie in lies(passed))]:
        assert not validator.is_valid(mutant), (what, mutant)
        refused += 1
    assert refused > 100, refused
    assert validator.is_valid({**passed, "added_later": True}), "members may be added"
    print(f"schema: {valid} reports are valid, {refused} altered ones are not")


if __name__ == "__main__":
    main()
