"""An extraction as an HTML fragment: the marked article, or a table where the text is not at hand.

The fragment is self-contained (no script, nothing loaded), takes its colours from the page around it, and escapes
all that comes from the text or the records. The markup is flat: where spans overlap, the text is cut at every boundary
and each piece carries all that it belongs to.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from heapq import heappop, heappush
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from quotenlp.view.characters import shorten, visible
from quotenlp.view.summary import headline, rows
from quotenlp.view.tips import quote_tip, source_tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotenlp.records import Extraction, Source

_LABEL = "<small> anonymous</small>"
_LEGEND = {"content": "quote", "cue": "cue", "source": "source", "source anonymous": "source" + _LABEL}


class Mark(NamedTuple):
    """A span to mark: character offsets, the words of its class, the record to show, and the ids that belong to it."""

    start: int
    end: int
    kind: str
    tip: str
    id: str = ""
    source_id: str = ""


class Wrap(Protocol):
    """Puts around a piece of text the tag of ``mark``, the innermost; ``begun`` are the marks that begin there."""

    def __call__(self, piece: str, mark: Mark, classes: str, begun: list[Mark]) -> str:
        """The piece with its tag."""
        ...


def fragment(extraction: Extraction, text: str | None) -> str:
    """The article ``text`` with the records of ``extraction`` marked in it; without a text, a table of them."""
    body = records_table(extraction) if text is None else _article(extraction, text)
    return f'<div class="quotenlp">\n<style>{_style()}</style>\n<p>{headline(extraction)}</p>\n{body}\n</div>'


def _article(extraction: Extraction, text: str) -> str:
    legend = ", ".join(f'<span class="{_classes(kinds.split())}">{name}</span>' for kinds, name in _LEGEND.items())
    return (
        f'<div class="quotenlp-article">{mark_up(text, attribution_marks(extraction))}</div>\n'
        f"<p>Marked: {legend}. Hover over a mark, or reach it with the tab key, to see its record.</p>"
    )


def records_table(extraction: Extraction) -> str:
    """The quotes and sources as a table, where the text is not at hand."""
    head = "".join(f'<th scope="col">{name}</th>' for name in ("id", "source", "cue", "content"))
    lines = ("".join(f"<td>{escape(shorten(cell, 300))}</td>" for cell in row) for row in rows(extraction))
    body = "\n".join(f"<tr>{line}</tr>" for line in lines)
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"


def attribution_marks(extraction: Extraction) -> list[Mark]:
    """The content, cue and source of every quote, and every mention of a source."""
    sources = {source.id: source for source in extraction.sources}
    marks: list[Mark] = []
    spoken: dict[tuple[int, int], list[Source]] = {}
    for source in extraction.sources:
        for mention in source.mentions:
            spoken.setdefault((mention.start, mention.end), []).append(source)
    for quote in extraction.quotes:
        tip, ids = quote_tip(quote, sources.get(quote.speaker_id or "")), (quote.id, quote.speaker_id or "")
        marks.extend(Mark(span.start, span.end, f"content {quote.kind}", tip, *ids) for span in quote.content)
        if quote.cue is not None:
            marks.append(Mark(quote.cue.start, quote.cue.end, "cue", tip, *ids))
        if quote.source is not None and (offsets := (quote.source.start, quote.source.end)) not in spoken:
            marks.append(Mark(*offsets, "source", tip, *ids))
    tips = {source.id: source_tip(source) for source in extraction.sources}
    for (start, end), speakers in spoken.items():
        kind = "source anonymous" if any(source.is_anonymous_source for source in speakers) else "source"
        shown = "\n".join(tips[source.id] for source in speakers[:4])
        marks.append(Mark(start, end, kind, shown, speakers[0].id, speakers[0].id))
    return marks


def _note(piece: str, mark: Mark, classes: str, begun: list[Mark]) -> str:
    """A span that shows its record on hovering and, where the mark begins, on focus."""
    focus = ' tabindex="0" role="note"' if mark in begun else ""
    return f'<span class="{classes}"{focus} title="{escape(mark.tip)}">{piece}</span>'


def mark_up(text: str, marks: list[Mark], wrap: Wrap = _note) -> str:
    """``text`` as HTML with ``marks`` in it, which may overlap in any way.

    Every piece has the classes of all marks over it, and the tag of the innermost: the one that begins last. The
    time is that of sorting the marks.
    """
    marks = sorted((mark for mark in marks if mark.start < mark.end), key=lambda mark: (mark.start, -mark.end))
    ending = sorted(marks, key=lambda mark: mark.end)
    labelled = {mark.end for mark in marks if "anonymous" in mark.kind}
    cuts = sorted({0, len(text), *(mark.start for mark in marks), *(mark.end for mark in marks)})
    open_kinds: Counter[str] = Counter()
    innermost: list[tuple[int, int, int]] = []
    begun = ended = 0
    out = []
    for start, end in pairwise(cuts):
        while ended < len(ending) and ending[ended].end <= start:
            open_kinds.subtract(ending[ended].kind.split())
            ended += 1
        before = begun
        while begun < len(marks) and marks[begun].start <= start:
            open_kinds.update(marks[begun].kind.split())
            heappush(innermost, (-marks[begun].start, marks[begun].end, begun))
            begun += 1
        while innermost and innermost[0][1] <= start:
            heappop(innermost)
        piece = escape(visible(text[start:end]), quote=False)
        if innermost and piece:
            classes = _classes([kind for kind, number in open_kinds.items() if number])
            label = _LABEL if end in labelled else ""
            piece = wrap(piece + label, marks[innermost[0][2]], classes, marks[before:begun])
        out.append(piece)
    return "".join(out)


def _classes(kinds: Sequence[str]) -> str:
    return " ".join(f"quotenlp-{kind}" for kind in kinds)


@lru_cache(maxsize=1)
def _style() -> str:
    return (Path(__file__).parent / "style.css").read_text("utf8")
