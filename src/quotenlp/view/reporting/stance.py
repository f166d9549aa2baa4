"""Stance as a picture: how the article reports each source, and for and against what its sources are."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from quotenlp.view.reporting.words import act, bar, counted, legend, link, plain, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from quotenlp.records import Extraction, Position, Quote, StanceSummary

_ENGAGEMENT = {
    "acknowledge": "told without a sign",
    "endorse": "told as true (pointed out)",
    "distance": "told at a distance (claimed)",
    "none": "no cue",
}
_MANY = 30


def stance(article: str, extraction: Extraction, spoken: Mapping[str, list[Quote]]) -> str:
    """Both pictures, or why there is none."""
    return f"{_reported(article, extraction, spoken)}\n{_positions(article, extraction)}"


def _reported(article: str, extraction: Extraction, spoken: Mapping[str, list[Quote]]) -> str:
    speaking = sorted((source for source in extraction.sources if spoken[source.id]), key=lambda s: -len(spoken[s.id]))
    if not speaking:
        return ""
    rows = []
    for source in speaking[:_MANY]:
        quotes = spoken[source.id]
        counts = Counter(_engagement(quote) for quote in quotes)
        acts = Counter(act(quote.cue.stance) for quote in quotes if quote.cue and quote.cue.stance)
        rows.append(
            f'<tr><th scope="row">{link(article, source.id, shown(source.text, 60))}</th><td>{len(quotes)}</td>'
            f'<td class="wide">{bar({kind: counts[kind] for kind in _ENGAGEMENT}, _ENGAGEMENT)}</td>'
            f"<td>{', '.join(f'{act} {number}' for act, number in acts.most_common())}</td></tr>"
        )
    more = f"<p>… and {counted(len(speaking) - _MANY, 'source')} more.</p>" if len(speaking) > _MANY else ""
    return (
        f"<h4>How each source is reported</h4>\n{legend(_ENGAGEMENT)}\n"
        '<div class="scroll"><table><thead><tr><th scope="col">source</th><th scope="col">quotes</th>'
        '<th scope="col">what the cues show</th><th scope="col">what the source does</th></tr></thead>\n'
        f"<tbody>\n{chr(10).join(rows)}\n</tbody></table></div>\n{more}"
    )


def _engagement(quote: Quote) -> str:
    return str(quote.cue.stance.engagement) if quote.cue and quote.cue.stance else "none"


def _positions(article: str, extraction: Extraction) -> str:
    names = {source.id: source.text for source in extraction.sources}
    rows = [_summary(article, each, names) for each in extraction.summaries]
    rows += [_single(article, each) for each in extraction.positions if str(each.holder_kind) == "subject"]
    head = "<h4>For and against</h4>"
    if not rows:
        return f'{head}\n<p class="quiet">No source was found to take a side. That is no sign that none does.</p>'
    return f"{head}\n{sides(rows, 'sum')}"


def sides(rows: Sequence[str], last: str) -> str:
    """The picture of who is for and against what, of rows that `side` made; ``last`` is the head of the last column."""
    return (
        '<p class="legend">▲ for, ▼ against, ◆ neutral; hollow: under a constraint, or not said to hold.</p>\n'
        '<div class="scroll"><table class="sides"><thead><tr><th scope="col">who</th><th scope="col">against</th>'
        f'<th scope="col">for</th><th scope="col">what</th><th scope="col">{last}</th></tr></thead>\n'
        f"<tbody>\n{chr(10).join(rows)}\n</tbody></table></div>"
    )


class Counts(NamedTuple):
    """Positions for and against; ``loose`` are those under a constraint and those that are not said to hold."""

    favour: int = 0
    against: int = 0
    neutral: int = 0
    loose_favour: int = 0
    loose_against: int = 0

    @classmethod
    def of(cls, summaries: Iterable[StanceSummary]) -> Counts:
        """The sums of all summaries."""
        each = [
            (
                s.favour,
                s.against,
                s.neutral + s.constrained.neutral + s.irrealis.neutral,
                s.constrained.favour + s.irrealis.favour,
                s.constrained.against + s.irrealis.against,
            )
            for s in summaries
        ]
        return cls(*map(sum, zip(*each, strict=True)))


def side(who: str, counts: Counts, what: str, last: str) -> str:
    """A row of the picture; ``who``, ``what`` and ``last`` are HTML."""
    against = _glyphs("▽", counts.loose_against) + _glyphs("▼", counts.against)
    favour = _glyphs("▲", counts.favour) + _glyphs("△", counts.loose_favour) + _glyphs("◆", counts.neutral)
    told_against, told_for = counts.against + counts.loose_against, counts.favour + counts.loose_favour
    words = f"against {told_against}, for {told_for}, neutral {counts.neutral}"
    return (
        f'<tr><th scope="row">{who}</th><td class="against"><span role="img" aria-label="{words}">{against}</span></td>'
        f'<td class="favour"><span aria-hidden="true">{favour}</span></td><td>{what}</td><td>{last}</td></tr>'
    )


def _summary(article: str, summary: StanceSummary, names: Mapping[str, str]) -> str:
    who = link(article, summary.source_id, shown(names.get(summary.source_id, summary.source_id), 60))
    verdict = "too little to say" if str(summary.label) == "insufficient" else plain(summary.label)
    evidence = " ".join(link(article, id, shown(id, 12)) for id in dict.fromkeys(summary.evidence))
    return side(who, Counts.of([summary]), shown(summary.target, 80), f"{verdict} <small>{evidence}</small>")


def _single(article: str, position: Position) -> str:
    """A position of somebody who is no source: one row each, no sum."""
    loose = bool(position.constraint) or str(position.event) == "irrealis"
    kind = str(position.polarity) if str(position.polarity) in ("favour", "against") else "neutral"
    counts = Counts(**{f"loose_{kind}" if loose and kind != "neutral" else kind: 1})
    who = shown(position.subject.text, 60) if position.subject else "somebody"
    chain = " ".join(link(article, id, "as told by a source") for id in position.holder_chain[:1])
    evidence = " ".join(link(article, id, shown(id, 12)) for id in position.evidence)
    return side(f"{who} <small>{chain}</small>", counts, shown(position.target.text, 80), evidence)


def _glyphs(glyph: str, number: int) -> str:
    return glyph * number if number <= 8 else f"{glyph}×{number}"
