"""Runs the examples in docs/python.md and in docstrings, and compares their output."""

import contextlib
import doctest
import inspect
import io
import os
import re

import pytest
from conftest import FIXTURES, PITH, RECORD, ROOT

import pith_verify
from pith_verify._native import DEFAULT_MAX_SIZE

# Pages, each with the least number of its examples.
PAGES = {ROOT / "docs/python.md": 6, ROOT / "packaging/python/PYPI.md": 1}
EXAMPLE = re.compile(r"```python\n(.*?)```\n(?:\n```text\n(.*?)```)?", re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_examples_of_a_page_print_what_it_shows(page, tmp_path, monkeypatch):
    (tmp_path / "fixtures").symlink_to(FIXTURES)
    (tmp_path / "record.json").symlink_to(RECORD)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f"{PITH.parent}{os.pathsep}{os.environ['PATH']}")
    examples = EXAMPLE.findall(page.read_text())
    assert len(examples) >= PAGES[page]
    names = {}
    for code, shown in examples:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, page.name, "exec"), names)
        assert shown, code
        assert printed.getvalue() == shown


@pytest.mark.parametrize("place", [pith_verify, pith_verify.Verifier, pith_verify.Report, pith_verify.Run], ids=lambda place: place.__name__)
def test_examples_in_docstrings_print_what_they_show(place):
    finder = doctest.DocTestFinder(recurse=True)
    # The classes name this module, but their code is in `_native`.
    tests = finder.find(place, module=False, globs={"Verifier": pith_verify.Verifier})
    examples = [test for test in tests if test.examples]
    assert examples
    for test in examples:
        assert doctest.DocTestRunner(optionflags=doctest.FAIL_FAST).run(test).failed == 0


def test_every_public_name_is_documented():
    for kind in (pith_verify.Verifier, pith_verify.Report, pith_verify.Run, pith_verify.Explanation):
        names = [name for name in vars(kind) if not name.startswith("_")]
        assert len(names) >= 3
        for name in names:
            assert vars(kind)[name].__doc__, name


def test_the_documented_limit_is_the_real_one():
    shown = inspect.signature(pith_verify.Verifier).parameters["max_size"].default
    assert shown == DEFAULT_MAX_SIZE


def test_the_version_is_that_of_the_command():
    manifest = (ROOT / "Cargo.toml").read_text()
    assert f'version = "{pith_verify.__version__}"' in manifest.split("[lib]")[0]


def parameters(member):
    """Returns the parameters of a method without `self`, or nothing for a property."""
    if not callable(member):
        return ""
    signature = inspect.signature(member)
    return str(signature.replace(parameters=list(signature.parameters.values())[1:]))


def test_the_reference_names_every_member_with_its_signature():
    page = (ROOT / "docs/python.md").read_text()
    reference = page[page.index("## Reference") :]
    assert f"`Verifier{inspect.signature(pith_verify.Verifier)}`" in reference
    for name in pith_verify.__all__:
        kind = getattr(pith_verify, name)
        if not isinstance(kind, type):
            continue
        if kind.__module__ == "pith_verify._values":
            fields = ", ".join(kind.__annotations__)
            assert f"`{name}({fields})`" in reference
        else:
            for member in (member for member in vars(kind) if not member.startswith("_")):
                written = f"{name.lower()}.{member}{parameters(getattr(kind, member))}"
                assert f"`{written}`" in reference, written
