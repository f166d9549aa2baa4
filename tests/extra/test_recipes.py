"""What the recipes draw is what the pages show."""

import re

from conftest import ROOT, need
from pages import DOCS, clone, run_blocks

need("matplotlib")


def words(picture):
    return re.findall(r"<text[^>]*>([^<]+)</text>", picture.read_text("utf8"))


def test_plot_over_time(tmp_path, monkeypatch, capsys):
    (page,) = [page for page in DOCS if page.name == "recipes.md"]
    monkeypatch.chdir(clone(tmp_path))
    run_blocks(page, capsys, needs="matplotlib")
    drawn = words(tmp_path / "anonymous-over-time.svg")
    assert "quotes on anonymous sources" in drawn
    assert drawn == words(ROOT / "docs" / "anonymous-over-time.svg"), "the picture in docs/ is of other figures"
