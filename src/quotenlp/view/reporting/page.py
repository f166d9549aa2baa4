"""The page itself: head, switches for the layers, overview and articles.

It stands by itself: style and script are in it, and a policy in its head lets nothing else run or load. All it does
works without the script, but for sorting and filtering the overview.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from quotenlp.view.reporting.article import LAYERS, section, title_of
from quotenlp.view.reporting.overview import Row, overview, row
from quotenlp.view.reporting.words import counted, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from quotenlp.records import Extraction


def pieces(articles: Iterable[tuple[Extraction, str | None]], title: str | None, made_by: str) -> Iterator[str]:
    """The page in pieces, for all articles; what it keeps until the end is the HTML of the articles.

    Args:
        articles: records with their text, or None where it is not at hand.
        title: of the page; made from the articles if None.
        made_by: program and version, for the foot of the page.
    """
    given = list(articles)
    rows: list[Row] = []
    sections: list[str] = []
    for number, (extraction, text) in enumerate(given, 1):
        article, name = f"a{number}", title_of(extraction, text)
        rows.append(row(article, name, extraction))
        sections.append(section(article, number, len(given), name, extraction, text))
    yield _head(title or (rows[0].title if len(rows) == 1 else f"Sources in {counted(len(rows), 'article')}"))
    yield _switches()
    yield '<main id="main">'
    if len(rows) != 1:
        yield overview(rows)
    yield from sections
    yield f"</main>\n{_foot(made_by)}\n<script>{_file('page.js')}</script>\n</body>\n</html>"


def _head(title: str) -> str:
    style = _file("../style.css") + _file("page.css")
    policy = f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(_file('page.js'))}'"
    policy += "; base-uri 'none'; form-action 'none'"
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>{escape(title)}</title>
<style>{style}</style>
</head>
<body class="quotenlp">
<a class="skip" href="#main">Skip to the articles</a>
<header><h1>{shown(title, 200)}</h1></header>"""


def _switches() -> str:
    boxes = "\n".join(
        f'<label><input type="checkbox" id="show-{layer}"{" checked" if on else ""}> '
        f'<span class="{" ".join(f"quotenlp-{kind}" for kind in kinds.split())}">{name}</span></label>'
        for layer, (name, kinds, on) in LAYERS.items()
    )
    return f'<fieldset class="layers"><legend>Show</legend>\n{boxes}\n</fieldset>'


def _foot(made_by: str) -> str:
    return (
        "<footer><p>Made by machine, with errors: a source may be missed, joined with another or described wrongly. "
        "What is said of a source is what the text says. Cues show how a statement is told, not whether it is true; "
        "sides are those of the words, and silence shows nothing.</p>"
        f"<p>{escape(made_by)}</p></footer>"
    )


@cache
def _file(name: str) -> str:
    return (Path(__file__).parent / name).read_text("utf8")


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf8")).digest()).decode("ascii")
