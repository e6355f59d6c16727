"""Runs the notebook, and compares what it shows with the outputs in the file.

With BLESS=1, the new outputs are written into the file.
"""

import os

import nbformat
import pytest
from conftest import ROOT
from nbclient import NotebookClient

NOTEBOOK = ROOT / "docs/notebook.ipynb"
# Pictures differ between versions of fonts.
COMPARED = ("text/plain", "text/html")


def shown(notebook):
    """Returns the outputs of each cell, as far as they are the same in every run."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            outputs = [
                output.text if output.output_type == "stream" else {kind: output.data.get(kind) for kind in COMPARED}
                for output in cell.outputs
            ]
            yield cell.source, outputs


# Warnings of the packages that run the notebook are not about this project.
@pytest.mark.filterwarnings("default")
def test_the_notebook_shows_what_is_in_the_file():
    written = nbformat.read(NOTEBOOK, as_version=4)
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    client = NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": NOTEBOOK.parent}})
    client.execute()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    if os.environ.get("BLESS"):
        nbformat.write(notebook, NOTEBOOK)
        return
    outputs = list(shown(notebook))
    assert sum(bool(output) for _, output in outputs) >= 8
    assert outputs == list(shown(written))
