"""What a record says, in the few lines that hovering over its words shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotenlp.view.characters import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quotenlp.records import Quote, Source

_SILENT = ("unspecified", "unknown", "unstated")


def quote_tip(quote: Quote, speaker: Source | None) -> str:
    """Kind, mode, cue, speaker and evidence of a quote."""
    lines = [f"{quote.id}: {quote.kind} {quote.mode}" + (", negated" if quote.negated else "")]
    if quote.cue is not None:
        stance = quote.cue.stance
        does = f" ({stance.event} {stance.act}, {stance.engagement})" if stance is not None else ""
        lines.append(f"cue: {quote.cue.lemma}{does}")
    if speaker is not None:
        lines.append(f"speaker: {speaker.text}" + (", an anonymous source" if speaker.is_anonymous_source else ""))
    else:
        lines.append("speaker: " + (quote.source.text if quote.source is not None else "not told"))
    if quote.nested_in:
        lines.append(f"inside {quote.nested_in}")
    if not quote.closed:
        lines.append("its quotation mark is never closed")
    return _tip([*lines, f"basis: {quote.basis}"])


def source_tip(source: Source) -> str:
    """Name or first words, anonymity, profile, ties and grant of a source."""
    verdict = "an anonymous source" if source.is_anonymous_source else "no anonymous source"
    profile = (source.naming, source.entity, source.role, source.sector, source.seniority, source.tenure)
    lines = [
        f"{source.id}: {source.text}",
        f"{verdict}, {source.anonymity or 'anonymity unknown'}",
        ", ".join(str(value) for value in profile if value not in _SILENT),
    ]
    if source.knowledge not in _SILENT:
        lines.append(f"knowledge: {source.knowledge}")
    lines.extend(f"{tie.relation}: {tie.text}" for tie in source.affiliations[:4])
    if source.grant is not None:
        lines.append(f"grant: {source.grant.text}")
    return _tip(lines)


def _tip(lines: Iterable[str]) -> str:
    return "\n".join(shorten(line, 120) for line in lines if line)
