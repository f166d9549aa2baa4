"""Many articles at a glance: a row for each, and the names that speak in several."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from quotenlp.view.reporting.sources import GROUPS, NO_SOURCE, openness
from quotenlp.view.reporting.stance import Counts, side, sides
from quotenlp.view.reporting.words import bar, counted, legend, link, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotenlp.audit import Audit
    from quotenlp.records import Extraction, StanceSummary

_OPENNESS = {**{group: name.lower() for group, name in GROUPS.items()}, NO_SOURCE: "no source"}
_COLUMNS = (
    "article",
    "who the quotes rest on",
    "quotes",
    "on anonymous sources",
    "sources",
    "anonymous",
    "reason given",
)
_MANY = 100


class Row(NamedTuple):
    """What the overview keeps of an article."""

    article: str
    title: str
    audit: Audit
    quotes: dict[str, int]
    speakers: dict[str, tuple[str, int]]
    sides: list[tuple[str, StanceSummary]]


def row(article: str, title: str, extraction: Extraction) -> Row:
    """The row of one article: its audit, its quotes by how open their speaker is, and by name who speaks."""
    sources = {source.id: source for source in extraction.sources}
    spoken = Counter(quote.speaker_id or "" for quote in extraction.quotes)
    groups: Counter[str] = Counter()
    speakers = {}
    for id, number in spoken.items():
        source = sources.get(id)
        groups[openness(source)] += number
        if source is not None and source.name:
            speakers[source.name] = (id, number)
    names = {id: source.name for id, source in sources.items() if source.name}
    sides = [(names[each.source_id], each) for each in extraction.summaries if each.source_id in names]
    return Row(article, title, extraction.audit, {group: groups[group] for group in _OPENNESS}, speakers, sides)


def overview(rows: Sequence[Row]) -> str:
    """The table of all articles, with its total, and the names that speak in several of them."""
    head = "".join(f'<th scope="col">{name}</th>' for name in _COLUMNS)
    lines = "\n".join(_line(f'<a href="#{each.article}">{escape(each.title)}</a>', [each]) for each in rows)
    total = _line(f"all {len(rows)} articles", rows)
    return f"""<section id="overview" aria-labelledby="overview-title"><h2 id="overview-title">Overview</h2>
{legend(_OPENNESS)}
<div class="scroll"><table class="sortable"><thead><tr>{head}</tr></thead>
<tbody>
{lines}
</tbody>
<tfoot>{total}</tfoot></table></div>
{_sides(rows)}
{_speakers(rows)}
</section>"""


def _line(name: str, rows: Sequence[Row]) -> str:
    audits = [each.audit for each in rows]
    numbers = (
        sum(audit.quotes for audit in audits),
        sum(audit.quotes_on_anonymous for audit in audits),
        sum(audit.sources for audit in audits),
        sum(audit.anonymous for audit in audits),
        sum(audit.explained for audit in audits),
    )
    cells = "".join(f"<td>{number}</td>" for number in numbers)
    quotes: Counter[str] = Counter()
    for each in rows:
        quotes.update(each.quotes)
    shares = {group: quotes[group] for group in _OPENNESS}
    return f'<tr><th scope="row">{name}</th><td class="wide">{bar(shares, _OPENNESS)}</td>{cells}</tr>'


def _sides(rows: Sequence[Row]) -> str:
    """Who is for and against what in all articles, by name and word; those of most positions first."""
    held: dict[tuple[str, str], list[tuple[Row, StanceSummary]]] = {}
    for each in rows:
        for name, summary in each.sides:
            held.setdefault((name, summary.target), []).append((each, summary))
    if not held:
        return ""
    counts = {key: Counts.of(summary for _, summary in found) for key, found in held.items()}
    first = sorted(held, key=lambda key: (-sum(counts[key]), key))
    lines = [
        side(
            shown(name, 60),
            counts[name, target],
            shown(target, 80),
            ", ".join(
                link(each.article, summary.source_id, escape(each.title))
                for each, summary in held[name, target][:_MANY]
            ),
        )
        for name, target in first[:_MANY]
    ]
    more = f"<p>… and {len(held) - _MANY} more.</p>" if len(held) > _MANY else ""
    return (
        f"<details><summary>For and against: {counted(len(held), 'pair')} of a named source and a target</summary>\n"
        '<p class="quiet">Added up by name and by word: the same name need not be the same person, the same word '
        "not the same thing, and few of the positions that sources take are found.</p>\n"
        f"{sides(lines, 'articles')}{more}</details>"
    )


def _speakers(rows: Sequence[Row]) -> str:
    by_name: dict[str, list[tuple[Row, str, int]]] = {}
    for each in rows:
        for name, (id, number) in each.speakers.items():
            by_name.setdefault(name, []).append((each, id, number))
    several = sorted(
        ((name, found) for name, found in by_name.items() if len(found) > 1), key=lambda item: (-len(item[1]), item[0])
    )
    if not several:
        return ""
    lines = "\n".join(
        f"<li><strong>{shown(name, 80)}</strong>, {counted(sum(number for _, _, number in found), 'quote')}: "
        + ", ".join(link(each.article, id, escape(each.title)) for each, id, _ in found[:_MANY])
        + "</li>"
        for name, found in several[:_MANY]
    )
    more = f"<p>… and {len(several) - _MANY} more names.</p>" if len(several) > _MANY else ""
    return (
        f"<details><summary>{counted(len(several), 'name')} in more than one article</summary>\n"
        '<p class="quiet">The same name need not be the same person.</p>\n'
        f"<ul>\n{lines}\n</ul>{more}</details>"
    )
