"""The examples: complete, and readable where they lie. tests/extra/test_notebooks.py runs the notebooks."""

import json
from pathlib import Path

import pytest

from conftest import ROOT

EXAMPLES = ROOT / "examples"
NOTEBOOKS = sorted(EXAMPLES.glob("*.ipynb"))


def test_three_notebooks() -> None:
    assert [path.stem for path in NOTEBOOKS] == [
        "auditing-anonymous-sources",
        "first-steps",
        "stance-towards-a-target",
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_is_stored_as_run(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    notebook = json.loads(text)
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))
    outputs = [output for cell in cells for output in cell["outputs"]]
    assert len(outputs) >= len(cells) // 2
    assert {output["output_type"] for output in outputs} <= {"stream", "execute_result", "display_data"}
    assert "stderr" not in {output.get("name") for output in outputs}
    assert not any(cell["metadata"] for cell in notebook["cells"])  # no times of a run
    for place in ("/home/", "/tmp/", "/work/", "/Users/", "site-packages"):
        assert place not in text


def test_articles_are_complete_and_read() -> None:
    articles = [json.loads(line) for line in (EXAMPLES / "articles.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {tuple(article) for article in articles} == {("id", "date", "outlet", "title", "text")}
    assert len({article["id"] for article in articles}) == len(articles) >= 24
    assert all(120 <= len(article["text"].split()) <= 300 for article in articles)
    assert [article["date"] for article in articles] == sorted(article["date"] for article in articles)
