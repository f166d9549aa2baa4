"""How an article rests on anonymous sources: counts for a standards editor, of one document and of a batch.

The audit is derived from quotes and sources alone. This module stands below `quotenlp.records`, whose `Extraction` has
the audit as a property: it reads plain attributes and knows the records as types only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from operator import attrgetter
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from quotenlp.records import Quote, Source


# The table: heading and field by group of columns.
_COLUMNS = {
    "quotes": {"all": "quotes", "anonymous": "quotes_on_anonymous", "alone": "quotes_on_one_anonymous"},
    "sources": {
        "all": "sources",
        "identified": "anonymity.identified",
        "partial": "anonymity.partial",
        "full": "anonymity.full",
        "diffuse": "anonymity.diffuse",
        "unknown": "anonymity.unknown",
    },
    "anonymous sources": {
        "all": "anonymous",
        "partial": "anonymous_partial",
        "full": "anonymous_full",
        "granted": "granted",
        "explained": "explained",
    },
}


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class AnonymityCounts(_Frozen):
    """Sources by `Anonymity`; ``unknown`` are those whose profile cannot decide."""

    identified: int = 0
    partial: int = 0
    full: int = 0
    diffuse: int = 0
    unknown: int = 0


class DisclosureCounts(_Frozen):
    """Of how many sources the reader is told what; the fields are those of `Disclosure`."""

    position: int = 0
    institution: int = 0
    basis: int = 0
    first_hand: int = 0
    reason: int = 0
    allegiance: int = 0
    count_known: int = 0


class AuditCounts(_Frozen):
    """What an audit counts, in one document or in many; see `total`."""

    id: str | None = Field(default=None, description="of the document; null in a total")
    documents: int = 0
    without_identified: int = Field(default=0, description="documents that have sources, none of them identified")
    quotes: int = 0
    quotes_on_anonymous: int = Field(default=0, description="quotes with an anonymous source among their sources")
    quotes_on_one_anonymous: int = Field(default=0, description="quotes that have one source, an anonymous one")
    sources: int = 0
    anonymity: AnonymityCounts = Field(default_factory=AnonymityCounts, description="all sources")
    anonymous: int = Field(default=0, description="sources with is_anonymous_source; what follows is of these")
    anonymous_partial: int = 0
    anonymous_full: int = 0
    granted: int = Field(default=0, description="the text says that anonymity was asked for or given")
    explained: int = Field(default=0, description="and why")
    reasons: Counter[str] = Field(default_factory=Counter, description="by GrantReason; one source may have several")
    disclosure: DisclosureCounts = Field(default_factory=DisclosureCounts)


class AnonymousSource(_Frozen):
    """An anonymous source and the quotes that rest on it."""

    source_id: str
    text: str
    anonymity: str
    plurality: str | None = Field(description="one source may be several people")
    granted: bool
    explained: bool
    quote_ids: tuple[str, ...]
    sole_quote_ids: tuple[str, ...] = Field(description="the quotes that rest on no other source")
    share: float = Field(ge=0, le=1, description="these, as a share of all quotes of the document")


class Audit(AuditCounts):
    """The audit of one document: its counts, its anonymous sources, and the ids to look at."""

    anonymous_sources: tuple[AnonymousSource, ...]
    quote_ids: tuple[str, ...] = Field(description="quotes that rest on anonymous sources")
    bare: tuple[str, ...] = Field(description="anonymous sources of full anonymity: no position, body or country")
    unexplained: tuple[str, ...] = Field(description="anonymous sources without a stated reason")


def audit(quotes: Sequence[Quote], sources: Sequence[Source], doc_id: str | None = None) -> Audit:
    """Audit one document.

    A quote rests on the source who speaks in it and, where its source phrase joins several, on each of these. A quote
    inside another counts by itself, for the innermost speaker; the outer quote still counts for the outer one.

    Args:
        quotes: all quotes of the document.
        sources: all its sources.
        doc_id: id of the document.
    """
    anonymous = [source for source in sources if source.is_anonymous_source]
    explained = {source.id: source for source in anonymous if source.grant and source.grant.reasons}
    rests_on = {quote.id: _rests_on(quote) for quote in quotes}
    resting: dict[str, list[str]] = {source.id: [] for source in anonymous}
    for quote_id, on in rests_on.items():
        for source_id in on & resting.keys():
            resting[source_id].append(quote_id)
    degrees = Counter(str(source.anonymity or "unknown") for source in sources)
    told = Counter(name for source in anonymous for name, value in source.disclosure if value)
    listed = tuple(_anonymous_source(source, resting[source.id], rests_on) for source in anonymous)
    on_anonymous = tuple(quote_id for quote_id, on in rests_on.items() if on & resting.keys())
    return Audit(
        id=doc_id,
        documents=1,
        without_identified=int(bool(sources) and not degrees["identified"]),
        quotes=len(quotes),
        quotes_on_anonymous=len(on_anonymous),
        quotes_on_one_anonymous=sum(len(each.sole_quote_ids) for each in listed),
        sources=len(sources),
        anonymity=AnonymityCounts(**degrees),
        anonymous=len(anonymous),
        anonymous_partial=sum(source.anonymity == "partial" for source in anonymous),
        anonymous_full=sum(source.anonymity == "full" for source in anonymous),
        granted=sum(source.grant is not None for source in anonymous),
        explained=len(explained),
        reasons=Counter(
            str(reason) for source in explained.values() if source.grant for reason in source.grant.reasons
        ),
        disclosure=DisclosureCounts(**told),
        anonymous_sources=listed,
        quote_ids=on_anonymous,
        bare=tuple(source.id for source in anonymous if source.anonymity == "full"),
        unexplained=tuple(source.id for source in anonymous if source.id not in explained),
    )


def total(audits: Iterable[AuditCounts]) -> AuditCounts:
    """The counts of a batch: those of its audits, added up. The total of totals is a total."""
    counts = [AuditCounts(), *audits]

    def added(name: str) -> int:
        return sum(attrgetter(name)(each) for each in counts)

    def added_group(name: str, group: type[_Frozen]) -> dict[str, int]:
        return {field: added(f"{name}.{field}") for field in group.model_fields}

    groups: dict[str, type[_Frozen]] = {"anonymity": AnonymityCounts, "disclosure": DisclosureCounts}
    numbers = AuditCounts.model_fields.keys() - groups.keys() - {"id", "reasons"}
    return AuditCounts.model_validate(
        {
            **{name: added(name) for name in numbers},
            **{name: added_group(name, group) for name, group in groups.items()},
            "reasons": sum((each.reasons for each in counts), Counter()),
        }
    )


def table(audits: Iterable[Audit], *, listed: bool = False) -> Iterator[str]:
    """Lines of a plain-text table: a row per document, the total, and what the reader is told of anonymous sources.

    Args:
        audits: read one by one; the row of each is given before the next is read.
        listed: whether the anonymous sources of a document follow its row, a line each.
    """
    stream = iter(audits)
    first = list(islice(stream, 1))  # if it fails, nothing is written
    yield _titles()
    yield _line(lambda heading, _: heading, "document")
    batch = AuditCounts()
    for each in chain(first, stream):
        batch = total([batch, each])
        yield _row(each, each.id or "-")
        if listed:
            yield from (_described(source) for source in each.anonymous_sources)
    yield _row(batch, f"total; documents: {batch.documents}, without an identified source: {batch.without_identified}")
    yield f"what the reader is told of {batch.anonymous} anonymous sources: {_numbers(batch.disclosure.model_dump())}"
    yield f"reasons stated for anonymity: {_numbers(batch.reasons) or 'none'}"


def _rests_on(quote: Quote) -> set[str]:
    spoken = {quote.speaker_id} if quote.speaker_id else set()
    return spoken.union(quote.source.co_source_ids if quote.source else ())


def _anonymous_source(source: Source, quote_ids: list[str], rests_on: Mapping[str, set[str]]) -> AnonymousSource:
    sole = tuple(quote_id for quote_id in quote_ids if len(rests_on[quote_id]) == 1)
    return AnonymousSource(
        source_id=source.id,
        text=source.text,
        anonymity=str(source.anonymity),
        plurality=str(source.plurality) if source.plurality else None,
        granted=source.grant is not None,
        explained=bool(source.grant and source.grant.reasons),
        quote_ids=tuple(quote_ids),
        sole_quote_ids=sole,
        share=len(sole) / len(rests_on) if rests_on else 0.0,
    )


# The table


def _line(cell: Callable[[str, str], object], name: str) -> str:
    """One line; ``cell`` takes heading and field of a column, and ``name`` stands last."""
    groups = [
        "  ".join(str(cell(heading, field)).rjust(_width(heading)) for heading, field in columns.items())
        for columns in _COLUMNS.values()
    ]
    return "   ".join([*groups, " ".join(name.split())])


def _width(heading: str) -> int:
    return max(len(heading), 5)


def _titles() -> str:
    widths = [sum(_width(heading) + 2 for heading in columns) + 1 for columns in _COLUMNS.values()]
    return "".join(f"  {title}".ljust(width) for title, width in zip(_COLUMNS, widths, strict=True)).rstrip()


def _row(counts: AuditCounts, name: str) -> str:
    return _line(lambda _, field: attrgetter(field)(counts), name)


def _described(source: AnonymousSource) -> str:
    grant = "explained" if source.explained else "granted, unexplained" if source.granted else "unexplained"
    alone = f"{source.share:.0%} of the quotes rest on it alone" if source.share else "no quote rests on it alone"
    return f"    {source.source_id}  {' '.join(source.text.split())}: {source.anonymity}, {grant}; {alone}"


def _numbers(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {number}" for name, number in counts.items())
