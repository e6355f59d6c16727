"""Finds the words and sentences that this project does not write, and fails if there are any.

    python3 packaging/checks/words.py [FOLDER...]

It reads prose, code, help texts, golden reports and the page, and prints the place of each find.
A sentence that is wrapped over several lines, comment marks included, is found as well.
"""

import pathlib
import re
import sys

PROJECT = pathlib.Path(__file__).resolve().parents[2]
FOLDERS = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "Cargo.toml", "docs", "src", "tests", "fixtures/expected",
           "fixtures/README.md", "fuzz", "benches", "packaging", ".ci", ".github"]
KINDS = {".text", ".junit", ".github", ".brief", ".ndjson", ".rs", ".md", ".toml", ".html", ".css", ".txt", ".xml", ".py", ".pyi", ".sh", ".yml", ".yaml", ".jsonl", ".js", ".mjs",
         ".ts", ""}
LEFT_OUT = {"words.py", "THIRD-PARTY.txt", "target", "LICENSE", "__pycache__", "artifacts", "corpus-cache", "dist", "node_modules"}

# Words with a plainer equivalent, such as "next to", "after", "no one", "a new copy".
WORDS = ["but for", "anew", "beside", "besides", "behind", "whoever", "nobody", "stands", "be it", "take for",
         "tell apart", "told apart", "tells apart", "no success", "without a word", "licence", "licences", "licenced"]
# Sentences and halves of sentences that had to be read twice.
PHRASES = ["one a line", "in order:", "in order digest", "signed, but for", "case and spacing", "case and white space",
           "is proven to have signed", "not the text that was hashed", "the stated value is not the computed one",
           "fail every document but", "the same with a NUL", "that wants it", "the same by SIGTERM",
           "with the summary so far", "there before", "as it stood", "stood there", "how they stand",
           "more checks fails", "1 more checks", "is no pass", "a whole record takes less"]


def flat(text):
    """The text in one line, and for each of its characters the line that it came from."""
    out, lines, line = [], [], 1
    for piece in re.split(r"(\\?\n[ \t]*(?:///?!?|#|\*|>)?[ \t]*)", text):
        wrapped = "\n" in piece
        out.append(" " if wrapped else piece)
        lines.extend([line] * len(out[-1]))
        line += wrapped
    return "".join(out), lines


def files(folder):
    path = PROJECT / folder
    if path.is_file():
        return [path]
    return [file for file in sorted(path.rglob("*"))
            if file.is_file() and file.suffix in KINDS and not LEFT_OUT & set(file.relative_to(PROJECT).parts)]


def main():
    pattern = re.compile(r"\b(?:" + "|".join(r"\s+".join(map(re.escape, words.split())) for words in WORDS + PHRASES)
                         + r")(?!\w)", re.IGNORECASE)
    finds = 0
    for file in (file for folder in sys.argv[1:] or FOLDERS for file in files(folder)):
        try:
            text, lines = flat(file.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            continue
        for find in pattern.finditer(text):
            finds += 1
            around = text[max(find.start() - 30, 0): find.end() + 30].strip()
            print(f"{file.relative_to(PROJECT)}:{lines[find.start()]}: {find.group()}: … {around} …")
    print(f"words: {finds} to replace")
    sys.exit(finds > 0)


main()
