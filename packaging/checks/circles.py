"""Finds modules that import each other in circles, and fails if there are any.

    python3 packaging/checks/circles.py

A module is a file. It imports the file of every module that a path in it leads to: `crate::a::b::C`
leads to the file of `b`, and `super::C` to that of the parent. Tests are left out.
"""

import pathlib
import re
import sys

ROOTS = {"library": "src/lib.rs", "command": "src/bin/pith/main.rs", "Python module": "packaging/python/src/lib.rs"}
PROJECT = pathlib.Path(__file__).resolve().parents[2]


def code(path):
    """Returns the text of a file without comments, strings and tests."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(r'//[^\n]*|r#"[\s\S]*?"#|"(?:\\[\s\S]|[^"\\])*"|\'(?:\\.|[^\'\\])\'', " ", text)
    text = re.sub(r"\bpub\([^)]*\)", "pub", text)
    text = re.sub(r"#\[cfg\(test\)\]\s*(?:pub )?(?:mod|use) [^;{]*;", " ", text)
    while (start := re.search(r"#\[cfg\(test\)\][^;{]*\{", text)) is not None:
        end, depth = start.end(), 1
        while depth:
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            end += 1
        text = text[: start.start()] + text[end:]
    return text


def modules(root):
    """Returns the code of every module, by its path as a tuple of names."""
    found = {}

    def add(name, path, folder):
        found[name] = code(path)
        for child in re.findall(r"^\s*(?:pub )?mod (\w+);", found[name], re.MULTILINE):
            files = [folder / f"{child}.rs", folder / child / "mod.rs"]
            # A file in another folder, which an attribute names, is counted in that folder.
            if file := next((file for file in files if file.exists()), None):
                add((*name, child), file, folder / child)

    add((), root, root.parent)
    return found


def expanded(tree):
    """Returns the paths of a use tree: `a::{b, c::d}` is `a::b` and `a::c::d`."""
    start = tree.find("{")
    if start < 0:
        return [tree]
    parts, part, depth = [], "", 0
    for char in tree[start + 1 : tree.rfind("}")]:
        depth += {"{": 1, "}": -1}.get(char, 0)
        if char == "," and depth == 0:
            parts, part = [*parts, part], ""
        else:
            part += char
    return [path for part in [*parts, part] if part for path in expanded(tree[:start] + part)]


def target(module, path, known):
    """Returns the module that a path in `module` leads to; None if it is outside of the crate."""
    names = [name for name in path.split("::") if name]
    if names and names[0] == "crate":
        place, names = (), names[1:]
    elif names and names[0] in ("self", "super"):
        place = module
        while names and names[0] in ("self", "super"):
            place, names = place[: len(place) - (names[0] == "super")], names[1:]
    elif names and (*module, names[0]) in known:
        place = module
    else:
        return None
    for name in names:
        if (*place, name) not in known:
            break
        place = (*place, name)
    return place


def imports(module, text, known):
    uses = re.findall(r"\buse ([^;]+);", text)
    paths = [path for tree in uses for path in expanded(re.sub(r"\s+|\bas \w+", "", tree))]
    paths += re.findall(r"(?<![:\w])\w+(?:::\w+)+", re.sub(r"\buse [^;]+;", "", text))
    return {place for path in paths if (place := target(module, path, known)) not in (None, module)}


def circles(graph):
    """Returns the sets of modules that reach each other (Tarjan's strongly connected components)."""
    index, low, stack, found = {}, {}, [], []

    def visit(node):
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in graph[node]:
            if other not in index:
                visit(other)
            if other in stack:
                low[node] = min(low[node], low[other])
        if low[node] == index[node]:
            place = stack.index(node)
            found.append(stack[place:])
            del stack[place:]

    for node in graph:
        if node not in index:
            visit(node)
    return [sorted(circle) for circle in found if len(circle) > 1]


def main():
    total = 0
    for name, root in ROOTS.items():
        known = modules(PROJECT / root)
        graph = {module: sorted(imports(module, text, known)) for module, text in known.items()}
        for circle in circles(graph):
            total += len(circle)
            print(f"{name}: {len(circle)} modules import each other:")
            for module in circle:
                inside = ["::".join(other) or "the root" for other in graph[module] if other in circle]
                print(f"  {'::'.join(module) or 'the root'} imports {', '.join(inside)}")
    print(f"circles: {total} modules")
    sys.exit(total > 0)


if __name__ == "__main__":
    main()
