"""The notebooks of examples/, each run from a clean kernel: no cell fails, and the texts are those that are stored."""

import json
import sys
from pathlib import Path

import pytest

from conftest import ROOT, need

need("nbclient", "ipykernel", "matplotlib")

EXAMPLES = ROOT / "examples"
sys.path.append(str(EXAMPLES))

from notebooks import execute  # noqa: E402


def texts(cell) -> list[str]:
    """What the cell printed and the plain texts of its results; pictures and HTML have such a text too."""
    return [
        "".join(output["text"] if output["output_type"] == "stream" else output["data"]["text/plain"])
        for output in cell["outputs"]
    ]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the notebook's machinery
@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.ipynb")), ids=lambda path: path.stem)
def test_notebook(path: Path) -> None:
    stored = json.loads(path.read_text(encoding="utf-8"))
    run = execute(path)
    for before, now in zip(stored["cells"], run.cells, strict=True):
        if now.cell_type == "code":
            assert texts(now) == texts(before), "if the new output is right: python examples/notebooks.py"
