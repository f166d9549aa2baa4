"""The notebooks and articles in examples/ are whole; `tests/extra/test_notebooks.py` runs the notebooks."""

import ast
import json
import re

import pytest

from conftest import ROOT

NOTEBOOKS = sorted((ROOT / "examples").glob("*.ipynb"))


def test_there_are_three():
    assert [path.stem for path in NOTEBOOKS] == ["auditing-anonymous-sources", "first-steps", "stance-towards-a-target"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_are_stored_as_they_ran(path):
    raw = path.read_text("utf8")
    cells = json.loads(raw)["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    assert all(output["output_type"] != "error" for cell in code for output in cell["outputs"])
    assert sum(bool(cell["outputs"]) for cell in code) > len(code) // 2
    assert not re.search(r"/(home|root|tmp|usr|work)/", re.sub(r'"image/png": "[^"]*"', "", raw))
    for cell in code:
        ast.parse("".join(cell["source"]))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_links_of_the_notebooks_lead_somewhere(path):
    cells = json.loads(path.read_text("utf8"))["cells"]
    text = "".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    links = re.findall(r"\]\(([^)#]+)", text)
    assert links
    assert all((path.parent / link).exists() for link in links)


def test_articles_have_what_the_notebooks_use():
    lines = (ROOT / "examples" / "articles.jsonl").read_text("utf8").splitlines()
    articles = [json.loads(line) for line in lines]
    assert len(articles) == len({article["id"] for article in articles}) == 16
    assert all(article.keys() == {"id", "date", "outlet", "title", "text"} for article in articles)
    assert [article["date"] for article in articles] == sorted(article["date"] for article in articles)
    assert all(article["text"].startswith(article["title"] + "\n\n") for article in articles)
