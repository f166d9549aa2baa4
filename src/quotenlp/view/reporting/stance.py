"""Stance as a picture: how the article reports each source, and for and against what its sources are."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from quotenlp.view.reporting.words import act, bar, counted, legend, link, plain, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    return (
        f'{head}\n<p class="legend">▲ for, ▼ against, ◆ neutral; hollow: under a constraint, or not said to hold. '
        "Sums are of this article alone.</p>\n"
        '<div class="scroll"><table class="sides"><thead><tr><th scope="col">who</th><th scope="col">against</th>'
        '<th scope="col">for</th><th scope="col">what</th><th scope="col">sum</th></tr></thead>\n'
        f"<tbody>\n{chr(10).join(rows)}\n</tbody></table></div>"
    )


def _summary(article: str, summary: StanceSummary, names: Mapping[str, str]) -> str:
    loose_for = summary.constrained.favour + summary.irrealis.favour
    loose_against = summary.constrained.against + summary.irrealis.against
    neutral = summary.neutral + summary.constrained.neutral + summary.irrealis.neutral
    who = link(article, summary.source_id, shown(names.get(summary.source_id, summary.source_id), 60))
    against = _glyphs("▽", loose_against) + _glyphs("▼", summary.against)
    favour = _glyphs("▲", summary.favour) + _glyphs("△", loose_for) + _glyphs("◆", neutral)
    verdict = "too little to say" if str(summary.label) == "insufficient" else plain(summary.label)
    evidence = " ".join(link(article, id, shown(id, 12)) for id in dict.fromkeys(summary.evidence))
    words = f"against {summary.against + loose_against}, for {summary.favour + loose_for}, neutral {neutral}"
    return _row(who, against, favour, shown(summary.target, 80), f"{verdict} <small>{evidence}</small>", words)


def _single(article: str, position: Position) -> str:
    """A position of somebody who is no source: one row each, no sum."""
    polarity = str(position.polarity)
    hollow = bool(position.constraint) or str(position.event) == "irrealis"
    who = shown(position.subject.text, 60) if position.subject else "somebody"
    chain = " ".join(link(article, id, "as told by a source") for id in position.holder_chain[:1])
    against = ("▽" if hollow else "▼") if polarity == "against" else ""
    favour = {"favour": "△" if hollow else "▲", "neutral": "◆", "mixed": "◆"}.get(polarity, "")
    evidence = " ".join(link(article, id, shown(id, 12)) for id in position.evidence)
    return _row(f"{who} <small>{chain}</small>", against, favour, shown(position.target.text, 80), evidence, polarity)


def _row(who: str, against: str, favour: str, what: str, last: str, words: str) -> str:
    return (
        f'<tr><th scope="row">{who}</th><td class="against"><span role="img" aria-label="{words}">{against}</span></td>'
        f'<td class="favour"><span aria-hidden="true">{favour}</span></td><td>{what}</td><td>{last}</td></tr>'
    )


def _glyphs(glyph: str, number: int) -> str:
    return glyph * number if number <= 8 else f"{glyph}×{number}"
