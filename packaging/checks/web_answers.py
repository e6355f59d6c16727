"""Compares the answers of the page with those of the command, byte for byte."""

from web_files import FIXTURES, write_names, write_odd, write_unreadable

# The files of one run, and the options: inputs with files, texts, or a check box.
CASES = [
    (["record.json"], {}),
    (["altered.json"], {}),
    (["bundle.json"], {}),
    (["bundle of the test key.json"], {"keys": ["key.json"]}),
    (["state.json"], {}),
    (["state.json"], {"records": ["state.with"]}),
    (["integrity.json"], {}),
    (["critical.json"], {}),
    (["critical.json"], {"records": ["critical.with"], "keys": ["key.json"]}),
    (["unknown-key.json"], {}),
    (["unknown-key.json"], {"keys": ["key.pem"]}),
    (["unknown-key.json"], {"keys": ["key.json"], "abstract": "abstract.txt"}),
    (["unknown-key.json"], {"keys": ["mirrors.json", "key.json"], "abstract": "other title.txt"}),
    (["record.json"], {"title": "title.txt"}),
    (["record.json"], {"title": "other title.txt"}),
    (["record.json"], {"no-builtin": True}),
    (["record.json"], {"no-builtin": True, "keys": ["mirrors.json"]}),
    (["README.md"], {}),
    (["record.json", "altered.json"], {}),
    (["altered.json", "record.json"], {"title": "title.txt"}),
    (["record.json", "README.md"], {}),
    (["record.json", "state.json", "critical.json"], {"records": ["state.with"], "keys": ["key.json"]}),
]
FLAGS = {"records": "--with", "keys": "--key", "title": "--title", "abstract": "--abstract"}


def arguments(options):
    """Returns the options as those of the command."""
    words = []
    for name, value in options.items():
        if value is True:
            words.append("--no-builtin-keys")
        elif isinstance(value, list):
            words += [word for file in value for word in (FLAGS[name], file)]
        else:
            words += [FLAGS[name], f"@{value}"]
    return words


def set_options(page, folder, options):
    for name, value in options.items():
        if isinstance(value, list):
            page.set_files(name, *(folder / file for file in value))
        else:
            page.type_option(name, value if value is True else (folder / value).read_text())


def check_folder(checked, folder, ways):
    """Compares all answers about a folder. Returns how many reports there are."""
    page, name = checked.page, folder.name
    reports = checked.command(folder.parent, "verify", "--json", name)
    table = checked.command(folder.parent, "verify", "--format", "csv", name)
    html = checked.command(folder.parent, "explain", "--html", name)
    for way in ways:
        give = page.choose_folder if way == "chosen" else page.drop
        shown, what = give(folder), f"the folder {name}, {way}"
        checked.holds(f"{what}: answered", shown["is_answered"], shown)
        lines, found = reports.splitlines(), page.reports().splitlines()
        checked.reports += len(lines)
        checked.equal += sum(one == other for one, other in zip(lines, found))
        checked.same(f"{what}: reports", b"\n".join(found), b"\n".join(lines))
        checked.same(f"{what}: page", page.answer(), html)
        checked.same(f"{what}: saved reports", page.saved("save-reports")[1], reports)
        checked.same(f"{what}: saved table", page.saved("save-table")[1], table)
    return len(reports.splitlines())


def check_fixtures(checked, ways):
    """Every document of the folder `fixtures`."""
    count = check_folder(checked, FIXTURES, ways)
    checked.holds("fixtures: more than a thousand", count > 1000, count)


def check_odd(checked):
    """Files that are hard to read, and names that are."""
    folder, names = checked.scratch / "odd", checked.scratch / "names"
    write_odd(folder)
    write_names(names)
    count = check_folder(checked, folder, ["chosen", "dropped"])
    checked.holds("odd: the lines have reports", count > 30, count)
    shown = checked.page.evaluate("page.hashes.textContent")
    checked.holds("odd: other files are counted", "which were skipped: 4." in shown, shown)
    is_served, leaves_out = checked.page.address.startswith("http"), "leaves out files with one of the characters"
    checked.page.drop(names)
    shown = checked.page.evaluate("page.hashes.textContent")
    # In a page from the disk, Chromium has no handles for most of these names.
    checked.holds("names, dropped: says what is left out", (leaves_out in shown) != is_served, shown)
    check_folder(checked, names, ["dropped", "chosen"] if is_served else ["chosen"])
    shown = checked.page.evaluate("page.hashes.textContent")
    checked.holds("names, chosen: nothing is left out", leaves_out not in shown, shown)
    # Alone, each is explained, and not listed.
    for name in ["mark.json", "empty.json", "large.json", "large.json.gz", "record.json.gz", "lines.ndjson",
                 "long-line.ndjson",
                 "not-compressed.json.gz",
                 "../names/-r.json", "../line\nfeed.json"]:
        path = (folder / name).resolve()
        checked.page.choose(path)
        expected = checked.command(path.parent, "explain", "--html", "--", path.name)
        checked.same(f"{name} alone: page", checked.page.answer(), expected)


def check_unreadable(checked):
    """Files that only the command can read: the page says so, and what to do."""
    folder = checked.scratch / "unreadable"
    for name, words in write_unreadable(folder).items():
        shown = checked.page.choose(folder / name)
        text = checked.page.evaluate("page.report.contentDocument.body.textContent")
        checked.holds(f"{name}: UNVERIFIABLE", shown["status"].startswith("UNVERIFIABLE"), shown["status"])
        checked.holds(f"{name}: what to do", words in " ".join(text.split()), text[:400])


def check_kinds(checked):
    """One document of each kind, copies, and each option."""
    folder, page = checked.scratch / "kinds", checked.page
    for files, options in CASES:
        what, words = f"{files} {options}", arguments(options)
        page.evaluate("chosen = undefined")
        page.clear_options()
        set_options(page, folder, options)
        shown = page.choose(*(folder / file for file in files))
        checked.holds(f"{what}: answered", shown["is_answered"], shown)
        checked.same(f"{what}: page", page.answer(), checked.command(folder, "explain", "--html", *words, *files))
        checked.same(f"{what}: report", page.saved("save-reports")[1],
                     checked.command(folder, "verify", "--json", *words, *files))
