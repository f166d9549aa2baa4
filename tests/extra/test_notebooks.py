"""The notebooks run from a clean kernel, and show what is stored in them."""

import sys

import pytest

from conftest import ROOT, need

need("nbclient", "nbformat", "ipykernel", "matplotlib", "pandas")

sys.path.insert(0, str(ROOT / "examples"))

import nbformat  # noqa: E402
from refresh import run  # noqa: E402

pytestmark = pytest.mark.filterwarnings("default")  # those of Jupyter are not ours


def texts(notebook):
    """What the code cells print and show as text; pictures differ with the version of matplotlib."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            yield (
                cell.source,
                [
                    output.text if output.output_type == "stream" else output.data.get("text/plain", "")
                    for output in cell.outputs
                    if output.output_type in ("stream", "execute_result")
                ],
            )


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*.ipynb")), ids=lambda path: path.stem)
def test_notebook(path):
    assert list(texts(run(path))) == list(texts(nbformat.read(path, as_version=4)))
