"""The panel of an article's sources: how openly each is named, what the reader is told of it, and what it says."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from quotenlp.view.reporting.words import act, anchor, counted, link, plain, shown, tags

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from quotenlp.records import Extraction, Quote, Source

GROUPS = {
    "identified": "Named or identified",
    "partial": "Partly identified",
    "full": "Fully anonymous",
    "diffuse": "Nobody in particular",
    "unknown": "Undecided",
}
"""Degrees of anonymity, the most open first."""

NO_SOURCE = "none"
"""The class of quotes that have no source."""

_TIES = {"belongs": "belongs to", "serves": "serves", "near": "close to", "against": "against"}
_USUAL = ("asserted", "assert", "acknowledge")
_SILENT = ("unspecified", "unknown", "unstated", "None")


def openness(source: Source | None) -> str:
    """The group that a source belongs to, or `NO_SOURCE`."""
    return NO_SOURCE if source is None else str(source.anonymity or "unknown")


def quotes_by_source(extraction: Extraction) -> dict[str, list[Quote]]:
    """The quotes that rest on each source, by its id: those it speaks in, alone or with others."""
    spoken: dict[str, list[Quote]] = {source.id: [] for source in extraction.sources}
    for quote in extraction.quotes:
        joined = quote.source.co_source_ids if quote.source else ()
        for id in dict.fromkeys([quote.speaker_id or "", *joined]):
            if id in spoken:
                spoken[id].append(quote)
    return spoken


def panel(article: str, extraction: Extraction, spoken: Mapping[str, list[Quote]]) -> str:
    """The sources in groups, those with most quotes first."""
    groups: dict[str, list[Source]] = {group: [] for group in GROUPS}
    for source in sorted(extraction.sources, key=lambda source: -len(spoken[source.id])):
        groups[openness(source)].append(source)
    parts = [
        f'<h4 class="openness edge-{group}">{GROUPS[group]} <small>{len(sources)}</small></h4>\n'
        + "\n".join(_card(article, source, spoken[source.id]) for source in sources)
        for group, sources in groups.items()
        if sources
    ]
    loose = [quote for quote in extraction.quotes if quote.speaker_id is None]
    if loose:
        parts.append(
            f'<h4 class="openness edge-{NO_SOURCE}">No source <small>{counted(len(loose), "quote")}</small></h4>\n'
            + _quotes(article, loose)
        )
    return "\n".join(parts) or "<p>No source was found.</p>"


def _card(article: str, source: Source, quotes: list[Quote]) -> str:
    lines = [f'<div class="card" id="{anchor(article, source.id)}" tabindex="-1">']
    anonymous = tags(["anonymous source"], "tag anonymous") if source.is_anonymous_source else ""
    lines.append(f"<h5>{shown(source.text, 120)} {anonymous}</h5>")
    if profile := tags(_profile(source)):
        lines.append(f"<p>{profile}</p>")
    lines.extend(_facts(source))
    if quotes:
        verbs = Counter(quote.cue.lemma for quote in quotes if quote.cue)
        most = ", ".join(f"{shown(verb, 30)} {number}" for verb, number in verbs.most_common(4))
        summary = counted(len(quotes), "quote") + (f": {most}" if most else "")
        lines.append(f"<details><summary>{summary}</summary>\n{_quotes(article, quotes)}\n</details>")
    else:
        lines.append('<p class="quiet">speaks in no quote</p>')
    return "\n".join([*lines, "</div>"])


def _profile(source: Source) -> Iterable[str]:
    values = (source.entity, source.role, source.sector, source.seniority, source.tenure, source.plurality)
    words = [plain(value) for value in values if str(value) not in (*_SILENT, "one", "person")]
    return [*words, *([f"count {source.count}"] if source.count and source.count > 1 else [])]


def _facts(source: Source) -> Iterable[str]:
    for tie in source.affiliations:
        yield f"<p>{_TIES[tie.relation]}: {shown(tie.text, 120)}</p>"
    if str(source.knowledge) not in _SILENT:
        yield f"<p>how it knows: {plain(source.knowledge)}</p>"
    if source.grant is not None:
        reasons = ", ".join(map(plain, source.grant.reasons)) or "none"
        yield f"<p>anonymity: “{shown(source.grant.text, 300)}”<br>reasons given: <strong>{reasons}</strong></p>"
    elif source.is_anonymous_source:
        yield '<p class="quiet">no reason given for anonymity</p>'
    others = list(dict.fromkeys(mention.text for mention in source.mentions if mention.text != source.text))
    if others:
        more = f" and {len(others) - 5} more" if len(others) > 5 else ""
        yield f'<p class="quiet">also: {"; ".join(shown(other, 60) for other in others[:5])}{more}</p>'


def _quotes(article: str, quotes: list[Quote]) -> str:
    return "<ul>\n" + "\n".join(f"<li>{_quote(article, quote)}</li>" for quote in quotes) + "\n</ul>"


def _quote(article: str, quote: Quote) -> str:
    words = [plain(quote.kind)] if str(quote.mode) == "speech" else [plain(quote.kind), plain(quote.mode)]
    stance = quote.cue.stance if quote.cue else None
    if stance is not None:
        words += [word for word in (plain(stance.event), act(stance), plain(stance.engagement)) if word not in _USUAL]
    if not quote.closed:
        words.append("never closed")
    cue = f"{shown(quote.cue.text, 60)}: " if quote.cue else ""
    return f"{cue}{link(article, quote.id, shown(quote.text, 240))} {tags(words)}"
