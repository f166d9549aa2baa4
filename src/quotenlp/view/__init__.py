"""Quotes, cues and sources to look at: HTML for a notebook, plain text for a terminal, spans for displaCy."""

from __future__ import annotations

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
    extraction = get_extraction(shown) if isinstance(shown, Doc) else shown
    if not isinstance(extraction, Extraction):
        raise QuoteNLPError(f"render() shows a Doc or an Extraction, not a {type(shown).__name__}: pass nlp(text)")
    return extraction._repr_html_()


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
