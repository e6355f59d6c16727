"""Runs the examples in docs/spark.md in a new Python, and compares their output."""

import os
import re
import subprocess
import sys

import pytest
from conftest import FIXTURES, PITH, ROOT

EXAMPLE = re.compile(r"```python\n(.*?)```\n(?:\n```text\n(.*?)```)?", re.DOTALL)


@pytest.mark.skipif(os.environ.get("PITH_SPARK_API") == "connect", reason="starts a classic Spark")
def test_the_examples_print_what_the_page_shows(tmp_path):
    (tmp_path / "fixtures").symlink_to(FIXTURES)
    examples = EXAMPLE.findall((ROOT / "docs/spark.md").read_text())
    assert len(examples) >= 4
    code = "\n".join(code for code, _ in examples)
    # As in an activated environment, which decides which Python the workers use.
    inside = os.environ | {"PATH": f"{PITH.parent}{os.pathsep}{os.environ['PATH']}"}
    inside.pop("PYSPARK_PYTHON", None)
    inside.pop("SPARK_HOME", None)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=inside, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "".join(shown for _, shown in examples)
