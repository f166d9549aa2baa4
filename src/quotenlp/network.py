"""Discourse networks: who agrees or disagrees with what, as rows that Discourse Network Analyzer and igraph read."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import NamedTuple, TextIO

from quotenlp.document import extractions_of
from quotenlp.records import (
    AffiliationKind,
    Entity,
    Event,
    Extraction,
    HolderKind,
    Polarity,
    Position,
    Records,
    Relation,
    Source,
)

_SIDES = (Polarity.FAVOUR, Polarity.AGAINST)
_TIES = (Relation.BELONGS, Relation.SERVES)
_BODY_KINDS = (AffiliationKind.ORGANIZATION, AffiliationKind.PARTY)
_BODIES = (Entity.ORGANIZATION, Entity.DOCUMENT, Entity.POLL)


class NetworkRow(NamedTuple):
    """One edge of a discourse network.

    Attributes:
        person: name or description of the holder; empty for a body.
        organization: the body itself, or the one that the text says the person belongs to or serves; empty if none.
        concept: the target, as `StanceSummary.target` has it.
        agreement: whether the holder is for it.
    """

    person: str
    organization: str
    concept: str
    agreement: bool


def network_rows(extractions: Records) -> list[NetworkRow]:
    """The positions of sources in one or more documents, one row each, in text order.

    Only what is asserted and free counts, as for the label of a `StanceSummary`: not what is planned, asked or
    conditional, and not what somebody is compelled to.

    Args:
        extractions: Docs that the components have processed, or Extractions: one or several.

    Raises:
        QuoteNLPError: something in ``extractions`` is neither.
    """
    return [row for extraction in extractions_of(extractions) for row in _rows(extraction)]


def write_network(rows: Iterable[NetworkRow], file: TextIO) -> None:
    """Write rows as CSV with a header; ``agreement`` is 1 or 0.

    Args:
        rows: what `network_rows` returned.
        file: a text file opened with ``newline=""``.
    """
    writer = csv.writer(file)
    writer.writerow(NetworkRow._fields)
    writer.writerows((*row[:3], int(row.agreement)) for row in rows)


def _rows(extraction: Extraction) -> Iterable[NetworkRow]:
    sources = {source.id: source for source in extraction.sources}
    concepts = {name: (s.source_id, s.target) for s in extraction.summaries for name in s.evidence}
    for position in extraction.positions:
        found = next((concepts[name] for name in position.evidence if name in concepts), None)
        if found is not None and _counts(position) and found[0] in sources:
            yield NetworkRow(*_actor(sources[found[0]]), found[1], position.polarity is Polarity.FAVOUR)


def _counts(position: Position) -> bool:
    return (
        position.holder_kind is HolderKind.SOURCE
        and position.polarity in _SIDES
        and position.event is not Event.IRREALIS
        and position.constraint is None
    )


def _actor(source: Source) -> tuple[str, str]:
    if source.entity in _BODIES:
        return "", source.text
    own = next((tie.text for tie in source.affiliations if tie.relation in _TIES and tie.kind in _BODY_KINDS), "")
    return source.text, own
