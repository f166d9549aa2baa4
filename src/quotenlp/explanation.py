"""Why a record is there, in a line that a person can read."""

from __future__ import annotations

from quotenlp.errors import QuoteNLPError
from quotenlp.records import HolderKind, Position, Quote, Source, StanceMarker, StanceSummary

RULES = {
    "preposed": "the source and its cue come before the content",
    "preposed-passive": "an impersonal passive cue comes before the content",
    "coordinated": "the cue is coordinated with another verb and shares its subject",
    "participle": "the cue is a participle and shares the subject of its sentence",
    "infinitive": "the cue is an infinitive and shares the subject of the verb that governs it",
    "postposed": "the content comes before the source and its cue",
    "postposed-inverted": "the content comes before the cue, and the source follows it",
    "postposed-cleft": "the content is the subject of a clause that ends in the source and its cue",
    "adjunct": "a preposition attributes the content to the source",
    "colon": "the source introduces the content with a colon",
    "dash": "the source signs the content after a dash",
    "transcript": "the content is the turn of a transcript",
    "alone": "the quotation stands alone, beside its speaker",
    "noun": "a noun names what is said: its owner is the source",
    "tagged": "the trained tagger found the cue; content and source go with it by the parse, or stand next to it",
    "parsed-verb": "the parse shows the content as a complement of the verb",
    "parsed-passive": "the parse shows the content as the subject of a passive, and its agent as the source",
    "parsed-noun": "the parse shows the content as a complement of the noun",
    "parsed-adjective": "the parse shows the content as a complement of the adjective",
}
"""What each value of `quotenlp.Quote.rule` means."""


POSITION_RULES = {
    "cue": "the reporting cue takes a side on its object",
    "demand": "the reporting cue asks for what its content says",
    "position": "a word of support or opposition: its subject is the holder, its object the target",
    "posture": "a noun of posture: its owner is the holder, the target follows a preposition",
    "shift": "a word of change towards or away from the target",
    "derived-shift": "to persist in it is said to be impossible",
}
"""What each value of `quotenlp.Position.rule` means."""


def explain(record: Quote | Source | StanceMarker | Position | StanceSummary) -> str:
    """Say in one line why a record is there.

    Args:
        record: a quote, a source, a stance marker, a position or a summary of any document.

    Returns:
        One line. Of a quote: id, kind, rule, cue with its lemma and what it does, source, and the evidence that all
        this rests on. Of a source: id, first words, anonymity, every field that the text tells with the words that tell
        it, and the grant of anonymity. Of stance: the holder and the target. The entries of the stance lexicon that
        fired are named.

    Raises:
        QuoteNLPError: ``record`` is no record.
    """
    if not isinstance(record, (Quote, Source, StanceMarker, Position, StanceSummary)):
        raise QuoteNLPError(
            f"explain() takes one record, not a {type(record).__name__}: pass a quote, a source, a stance marker, "
            "a position or a summary, such as doc._.quotes[0]"
        )
    if isinstance(record, Source):
        return _source(record)
    if isinstance(record, StanceMarker):
        return _marker(record)
    if isinstance(record, Position):
        return _position(record)
    if isinstance(record, StanceSummary):
        return _summary(record)
    return _quote(record)


def _source(source: Source) -> str:
    verdict = "an anonymous source" if source.is_anonymous_source else "no anonymous source"
    told = source.evidence.get("is_anonymous_source")
    parts = [
        f"{source.id}: {source.text!r}",
        f"{source.anonymity or 'anonymity unknown'}, {verdict}" + (f" ({told.text!r})" if told is not None else ""),
    ]
    for field, span in source.evidence.items():
        if field != "is_anonymous_source":
            parts.append(f"{field} {getattr(source, field)} ({span.text!r})")
    parts.extend(f"{tie.relation} {tie.text!r} ({tie.kind})" for tie in source.affiliations)
    if source.grant is not None:
        reasons = ", ".join(source.grant.reasons) or "no reason given"
        parts.append(f"grant {source.grant.text!r} ({reasons})")
    return "; ".join(parts)


def _quote(quote: Quote) -> str:
    parts = [f"{quote.id}: {quote.kind} {quote.mode}", RULES.get(quote.rule, quote.rule)]
    if quote.cue is not None:
        stance = quote.cue.stance
        does = f", {stance.event} {stance.act}, {stance.engagement}" if stance is not None else ""
        entries = stance.entries if stance is not None else ()
        does += f" by {', '.join(entries)}" if entries else ""
        parts.append(f"cue {quote.cue.text!r} ({quote.cue.lemma}{does})")
    else:
        parts.append("no cue")
    parts.append(f"source {quote.source.text!r}" if quote.source is not None else "no source beside it")
    parts.append(f"speaker {quote.speaker_id or 'unknown'}")
    if quote.nested_in:
        parts.append(f"inside {quote.nested_in}")
    if not quote.closed:
        parts.append("its quotation mark is never closed")
    return "; ".join([*parts, f"basis: {quote.basis}"])


def _marker(marker: StanceMarker) -> str:
    parts = [f"{marker.id}: {marker.kind} {marker.value} {marker.text!r}"]
    parts.append(f"entry {marker.entry!r}" if marker.entry else "a negator within another entry")
    parts.append(_holder(marker.holder_kind, (marker.holder,) if marker.holder else (), marker))
    if marker.target is not None:
        parts.append(f"target {marker.target.text!r}")
    if marker.event is not None:
        parts.append(f"{marker.event}")
    if marker.ambiguous:
        parts.append("the more frequent reading of an ambiguous word")
    return "; ".join([*parts, f"{marker.voice}", f"basis: {marker.basis}"])


def _position(position: Position) -> str:
    parts = [f"{position.id}: {position.event} {position.polarity} towards {position.target.text!r}"]
    parts.append(POSITION_RULES.get(position.rule, position.rule))
    parts.append(_holder(position.holder_kind, position.holder_chain, position))
    if position.constraint:
        parts.append(f"under {position.constraint}")
    if position.shift is not None:
        parts.append(f"shift: {position.shift.direction}")
    return "; ".join([*parts, f"evidence {', '.join(position.evidence)}", f"basis: {position.basis}"])


def _summary(summary: StanceSummary) -> str:
    counts = f"{summary.favour} for, {summary.against} against, {summary.neutral} neutral, asserted and free"
    return (
        f"{summary.source_id} on {summary.target!r}: {summary.label}; {counts}; evidence {', '.join(summary.evidence)}"
    )


def _holder(kind: HolderKind, chain: tuple[str, ...], record: StanceMarker | Position) -> str:
    names = ["author", *chain]
    if record.subject is not None and kind in (HolderKind.SUBJECT, HolderKind.SOURCE):
        names.append(repr(record.subject.text))
    return f"holder {'unknown' if kind is HolderKind.UNKNOWN else ' > '.join(names)}"
