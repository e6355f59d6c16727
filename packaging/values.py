"""Repeats what Cargo.toml says about the project in all other manifests and texts.

    values.py            writes the version, and the repository if there is one, into the other files
    values.py --check    changes nothing, and fails if a file says something else
    values.py --release TAG    checks the same, and that everything is known that a release needs
    values.py --notes    prints what CHANGELOG.md says about this version

As long as Cargo.toml has no `repository`, texts say OWNER/pith instead.
"""

import argparse
import json
import os
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = tomllib.loads((ROOT / "Cargo.toml").read_text(encoding="utf-8"))["package"]
VERSION = PACKAGE["version"]
REPOSITORY = PACKAGE.get("repository", "")
PLACEHOLDER = "OWNER/pith"

MANIFESTS = ["packaging/python/Cargo.toml", "packaging/web/Cargo.toml"]
LOCKS = ["Cargo.lock", "fuzz/Cargo.lock", "packaging/library/Cargo.lock", "packaging/python/Cargo.lock", "packaging/web/Cargo.lock"]
# The packages of this project, whose versions are equal.
LOCKED = r'(name = "pith-(?:verify|verify-python|web)"\nversion = )"[^"]*"'
# A version of this project in a text: a tag, a requirement, or part of a name.
STATED = r"((?<!spec/)(?<!# )\bv|pith-verify[= ]=?|pith[-:]|`pith` )\d+\.\d+\.\d+\b"


def texts():
    """Returns the texts that name the repository or the version."""
    patterns = ["README.md", "CONTRIBUTING.md", "docs/*.md", "packaging/**/*.md", "fixtures/expected/*.json", ".github/actions/**/*", ".pre-commit-hooks.yaml"]
    found = {path for pattern in patterns for path in ROOT.glob(pattern)}
    return sorted(path for path in found if path.is_file() and "target" not in path.relative_to(ROOT).parts)


def with_repository(text):
    name = REPOSITORY.removeprefix("https://github.com/") or PLACEHOLDER
    # Names of images have no capital letters.
    image = name.lower() if REPOSITORY else name
    return text.replace(f"ghcr.io/{PLACEHOLDER}", f"ghcr.io/{image}").replace(PLACEHOLDER, name)


def wanted():
    """Returns what each file must contain, by path."""
    files = {ROOT / name: None for name in [*MANIFESTS, *LOCKS]}
    for path in files:
        text = path.read_text(encoding="utf-8")
        rule = (LOCKED, rf'\1"{VERSION}"') if path.name == "Cargo.lock" else (r'^version = "[^"]*"', f'version = "{VERSION}"')
        files[path] = re.sub(*rule, text, flags=re.MULTILINE)
    for path in texts():
        files[path] = re.sub(STATED, rf"\g<1>{VERSION}", with_repository(path.read_text(encoding="utf-8")))

    path = ROOT / "packaging/web/package.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    package["version"] = VERSION
    if REPOSITORY:
        package["repository"] = {"type": "git", "url": f"git+{REPOSITORY}.git", "directory": "packaging/web"}
    files[path] = json.dumps(package, indent=2) + "\n"

    path = ROOT / "packaging/python/pyproject.toml"
    text = path.read_text(encoding="utf-8")
    text = re.sub(r'\n\[project\.urls\]\nRepository = "[^"]*"\n', "", text)
    if REPOSITORY:
        text = text.replace("\n[project.optional-", f'\n[project.urls]\nRepository = "{REPOSITORY}"\n\n[project.optional-')
    files[path] = text
    return files


def with_addresses(text):
    """Returns a text whose links to files of the project lead to the repository, if it is known."""
    return re.sub(r"\]\((?!https:)", f"]({REPOSITORY}/blob/v{VERSION}/", text) if REPOSITORY else text


def notes():
    """Returns what the changelog says about this version, or ""."""
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    heading = rf"^## \[{re.escape(VERSION)}\] - \d{{4}}-\d\d-\d\d\n(.*?)(?=^## |\Z)"
    found = re.search(heading, changelog, re.MULTILINE | re.DOTALL)
    return with_addresses(found[1]) if found else ""


def missing_for_release(tag):
    """Returns what a release still needs, as sentences."""
    here = "/".join(os.environ.get(name, "") for name in ["GITHUB_SERVER_URL", "GITHUB_REPOSITORY"])
    rules = [
        (tag == f"v{VERSION}", f"the tag is {tag}; Cargo.toml says version {VERSION}"),
        (re.fullmatch(r"\d+\.\d+\.\d+", VERSION), f"version {VERSION} is not three numbers"),
        (REPOSITORY, "Cargo.toml has no repository"),
        (not REPOSITORY or here in ("/", REPOSITORY), f"Cargo.toml says repository {REPOSITORY}; this is {here}"),
        (PACKAGE.get("authors"), "Cargo.toml has no authors"),
        (notes(), f"CHANGELOG.md has no heading for {VERSION} with a date"),
    ]
    return [sentence for holds, sentence in rules if not holds]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--check", action="store_true")
    action.add_argument("--release", metavar="TAG")
    action.add_argument("--notes", action="store_true")
    options = parser.parse_args()
    if options.notes:
        sys.stdout.write(notes())
        return
    wrong = missing_for_release(options.release) if options.release else []
    for path, text in wanted().items():
        if path.read_text(encoding="utf-8") == text:
            continue
        name = path.relative_to(ROOT)
        if options.check or options.release:
            wrong.append(f"{name} differs from Cargo.toml; run python3 packaging/values.py")
        else:
            path.write_text(text, encoding="utf-8", newline="\n")
            print(f"changed {name}")
    if wrong:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main()
