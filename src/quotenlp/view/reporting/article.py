"""One article of the report: its text with the layers marked, its sources and its stances."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from quotenlp.view.characters import shorten
from quotenlp.view.html import Mark, attribution_marks, mark_up, records_table
from quotenlp.view.reporting.sources import panel, quotes_by_source
from quotenlp.view.reporting.stance import stance
from quotenlp.view.reporting.words import anchor, shown
from quotenlp.view.summary import headline

if TYPE_CHECKING:
    from quotenlp.records import Extraction, StanceMarker

LAYERS = {
    "direct": ("Quotations", "content", True),
    "indirect": ("Indirect speech", "content indirect", True),
    "cue": ("Cues", "cue", True),
    "source": ("Sources", "source", True),
    "mention": ("Other words in quotation marks", "mention", False),
    "marker": ("Words of stance", "marker", False),
}
"""By layer what it is called, the classes of its sample, and whether it is on at first."""


def title_of(extraction: Extraction, text: str | None) -> str:
    """The first line of the article that holds something, or the id of its record."""
    line = next((line for line in (text or "")[:2000].splitlines() if line.strip()), "")
    return shorten(line, 90) or shorten(extraction.id or "", 90) or "An empty article"


def section(article: str, number: int, last: int, title: str, extraction: Extraction, text: str | None) -> str:
    """The section of one article.

    Args:
        article: id of the section on the page; the ids of its records begin with it.
        number: of the article, from 1.
        last: number of the last article.
        title: what `title_of` says.
        extraction: its records.
        text: its text, if it is at hand.
    """
    spoken = quotes_by_source(extraction)
    body = records_table(extraction) if text is None else _text(article, extraction, text)
    return f"""<section id="{article}" class="article" aria-labelledby="{article}-title">
<h2 id="{article}-title">{escape(title)}</h2>
<p class="facts">{shown(extraction.id or "", 200)} {_around(number, last)}</p>
<p class="facts">{headline(extraction)}</p>
<div class="columns">
{body}
<aside aria-labelledby="{article}-sources"><h3 id="{article}-sources">Sources</h3>
{panel(article, extraction, spoken)}
</aside>
</div>
<div class="stance"><h3>Stance</h3>
{stance(article, extraction, spoken)}
</div>
</section>"""


def _around(number: int, last: int) -> str:
    if last == 1:
        return ""
    links = [f'<a href="#a{number - 1}" rel="prev">previous</a>'] if number > 1 else []
    links += ['<a href="#overview">overview</a>']
    links += [f'<a href="#a{number + 1}" rel="next">next</a>'] if number < last else []
    return f'<span class="around">{" · ".join(links)}</span>'


def _text(article: str, extraction: Extraction, text: str) -> str:
    marks = attribution_marks(extraction)
    marks += [Mark(span.start, span.end, "mention", "in quotation marks, but no quote") for span in extraction.mentions]
    marks += [Mark(m.start, m.end, "marker", _marker_tip(m), m.id, m.holder or "") for m in extraction.markers]
    placed: set[str] = set()

    def wrap(piece: str, mark: Mark, classes: str, begun: list[Mark]) -> str:
        new = [each.id for each in begun if each.id not in placed and each.id != each.source_id and each.id]
        placed.update(new)
        anchors = "".join(f'<span id="{anchor(article, id)}"></span>' for id in dict.fromkeys(new))
        attributes = f'class="{classes}" title="{escape(mark.tip)}"'
        if not mark.source_id:
            return f"{anchors}<span {attributes}>{piece}</span>"
        stop = "" if mark in begun and not classes.endswith("marker") else ' tabindex="-1"'
        return f'{anchors}<a href="#{anchor(article, mark.source_id)}"{stop} {attributes}>{piece}</a>'

    return f'<div class="quotenlp-article" dir="auto">{mark_up(text, marks, wrap)}</div>'


def _marker_tip(marker: StanceMarker) -> str:
    words = [f"{marker.id}: {marker.kind} {marker.value}", "negated" if marker.negated else "", f"{marker.voice} words"]
    target = [f"target: {shorten(marker.target.text, 80)}"] if marker.target else []
    return "\n".join([", ".join(word for word in words if word), *target])
