"""Reads a recipe of docs/ci.md from standard input.

    recipes.py github|gitlab|jenkins     prints its shell script, as its CI system runs it
    recipes.py workflow ACTION.YML PAGE  checks that it uses what the action has, and that the page has it all
"""

import re
import shlex
import sys

import yaml


def script(kind, recipe):
    """The variables of a recipe and the lines of its shell script."""
    if kind == "github":
        (step,) = yaml.safe_load(recipe)
        return step["env"], [step["run"]]
    if kind == "gitlab":
        job = yaml.safe_load(recipe)["verify-records"]
        assert job["artifacts"] == {"when": "always", "paths": ["records.html"], "reports": {"junit": "pith.xml"}}
        return job["variables"], job["script"]
    (lines,) = re.findall(r"\bsh '''\n(.*?)'''", recipe, re.DOTALL)
    return dict(re.findall(r"^ +([A-Z]+) = '([^']*)'$", recipe, re.MULTILINE)), [lines]


def check(workflow, action, page):
    """Fails unless the workflow uses inputs and outputs of the action, and the page lists all of them."""
    assert workflow["permissions"] == {"contents": "read"}
    _, use, upload = workflow["jobs"]["verify"]["steps"]
    assert re.fullmatch(r".+/\.github/actions/verify@v[0-9.]+", use["uses"])
    assert use["with"].keys() <= action["inputs"].keys()
    used = re.findall(r"steps\.pith\.outputs\.(\w+)", str(upload))
    assert used and set(used) <= action["outputs"].keys()
    for name in [*action["inputs"], *action["outputs"]]:
        assert f"`{name}`" in page, f"{name} is not on the page"


if sys.argv[1] == "workflow":
    action, page = (open(path, encoding="utf-8").read() for path in sys.argv[2:])
    check(yaml.safe_load(sys.stdin), yaml.safe_load(action), page)
else:
    variables, lines = script(sys.argv[1], sys.stdin.read())
    for name, value in variables.items():
        print(f"export {name}={shlex.quote(value)}")
    print("\n".join(lines))
