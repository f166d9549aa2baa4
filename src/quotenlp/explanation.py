"""Why a quote was found, in a line that a person can read."""

from __future__ import annotations

from quotenlp.records import Quote, Source

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


def explain(record: Quote | Source) -> str:
    """Say which rule and cue found a quote, or which words make a source what it is.

    Args:
        record: a quote or a source of any document.

    Returns:
        One line. Of a quote: id, kind, rule, cue with its lemma and what it does, source, and the evidence that all
        this rests on. Of a source: id, first words, anonymity, every field that the text tells with the words that tell
        it, and the grant of anonymity.
    """
    return _explain_quote(record) if isinstance(record, Quote) else _explain_source(record)


def _explain_source(source: Source) -> str:
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


def _explain_quote(quote: Quote) -> str:
    parts = [f"{quote.id}: {quote.kind} {quote.mode}", RULES.get(quote.rule, quote.rule)]
    if quote.cue is not None:
        stance = quote.cue.stance
        does = f", {stance.event} {stance.act}, {stance.engagement}" if stance is not None else ""
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
