"""Quotes, cues and sources to look at: HTML for a notebook, plain text for a terminal, spans for displaCy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import version
from typing import Any

from spacy.tokens import Doc

from quotenlp.document import FRAGMENTS, QUOTE_SOURCES, QUOTES, SOURCES, STANCE, get_extraction
from quotenlp.errors import QuoteNLPError
from quotenlp.records import Extraction

COLORS = {
    "CONTENT": "#a9c4ff",
    "CUE": "#e3b7ff",
    "SOURCE": "#9fdcb4",
    "MENTION": "#d8d8d8",
    "CERTAINTY": "#ffd98a",
    "NECESSITY": "#ffb59e",
    "NEGATION": "#ff9fb0",
    "ATTITUDE": "#f7b6e0",
    "POSITION": "#a5e3e6",
    "SHIFT": "#d6e38f",
}
"""The colour of every label in the span groups of quotenlp, as displaCy uses it."""

_GROUPS = (QUOTES, SOURCES, QUOTE_SOURCES, STANCE, FRAGMENTS)


def render(shown: Doc | Extraction) -> str:
    """Show an article with its quotes, cues and sources marked.

    Args:
        shown: a Doc that the components have processed, or an `Extraction`; one that was read from JSON has no text
            and becomes a table, unless ``extraction.with_text(text)`` gives it back.

    Returns:
        An HTML fragment, self-contained and escaped: no script, nothing to load.

    Raises:
        QuoteNLPError: ``shown`` is something else.
    """
    return _extraction(shown, "render")._repr_html_()


def report(articles: Iterable[Doc | Extraction], *, title: str | None = None) -> str:
    """A page to read: articles, the sources of each and how openly they are named, and their stances.

    Args:
        articles: Docs that the components have processed, or Extractions; those that were read from JSON need
            ``extraction.with_text(text)`` to show more than a table.
        title: of the page; made from the articles if None.

    Returns:
        An HTML document that stands by itself: nothing is loaded, and all text is escaped. Write it as UTF-8.

    Raises:
        QuoteNLPError: one of ``articles`` is something else.
    """
    if isinstance(articles, (str, Doc, Extraction)):
        raise QuoteNLPError(f"report() takes several articles, not one {type(articles).__name__}: pass [nlp(text)]")
    return "\n".join(report_pieces(articles, title=title))


def report_pieces(articles: Iterable[Doc | Extraction], *, title: str | None = None) -> Iterator[str]:
    """The page of `report` in pieces, to be written line by line."""
    from quotenlp.view.reporting.page import pieces  # an import that spacy.blank() should not pay for

    shown = (_extraction(article, "report") for article in articles)
    return pieces(((extraction, extraction._text) for extraction in shown), title, f"quotenlp {version('quotenlp')}")


def displacy_options(doc: Doc, spans_key: str | None = None) -> dict[str, Any]:
    """Options for ``spacy.displacy.render(doc, style="span", options=...)``.

    Args:
        doc: a Doc that the components have processed.
        spans_key: the span group to show; the first of quotenlp's that the Doc has, if None.

    Raises:
        QuoteNLPError: the Doc has no such group.
    """
    key = spans_key or next((group for group in _GROUPS if group in doc.spans), None)
    if key is None or key not in doc.spans:
        raise QuoteNLPError(
            f"the Doc has no span group {key or QUOTES!r}: process it with a pipeline that has quote_detector "
            f"(it has: {', '.join(map(repr, doc.spans)) or 'none'})"
        )
    return {"spans_key": key, "colors": dict(COLORS)}


def _extraction(shown: Doc | Extraction, caller: str) -> Extraction:
    extraction = get_extraction(shown) if isinstance(shown, Doc) else shown
    if not isinstance(extraction, Extraction):
        raise QuoteNLPError(f"{caller}() shows a Doc or an Extraction, not a {type(shown).__name__}: pass nlp(text)")
    return extraction
