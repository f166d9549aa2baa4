"""Who is for or against what: positions that the cues themselves express, and their sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quotenlp.document import Layer
from quotenlp.records import Basis, Event, Polarity, QuoteKind, SummaryLabel, Voice
from quotenlp.stance.lookup import Grammar
from quotenlp.stance.words import Words

_SIDES = (Polarity.FAVOUR.value, Polarity.AGAINST.value)
_MIN_POSITIONS = 2
_MIN_MARGIN = 0.5


def find_positions(quotes: Sequence[Layer], cues: Mapping[str, Layer], holders: Mapping[str, str]) -> list[Layer]:
    """One position per cue that takes a side on a resolved target and has a known source.

    Args:
        quotes: quotes of the quotes layer.
        cues: fields of `quotenlp.records.CueStance` per quote id.
        holders: source id per quote id.

    Returns:
        Positions in the form of the stance layer; the holder chain runs from the outermost source inwards.
    """
    by_id = {quote["id"]: quote for quote in quotes}
    positions: list[Layer] = []
    for quote in quotes:
        stance = cues.get(quote["id"])
        if stance is None or stance["polarity"] not in _SIDES or stance["target"] is None:
            continue
        chain = _chain(quote, by_id, holders)
        if chain is None:
            continue
        positions.append(
            {
                "id": f"p{len(positions) + 1}",
                "holder_chain": chain,
                "target": stance["target"],
                "polarity": stance["polarity"],
                "event": stance["event"],
                "force": stance["force"],
                "voice": _voice(quote, by_id),
                "evidence": [quote["id"]],
                "basis": Basis.TOKEN.value,
            }
        )
    return positions


def summarize(positions: Sequence[Layer], words: Words, grammar: Grammar) -> list[Layer]:
    """Positions counted per holder and head word of the target.

    Positions that may not hold (irrealis) and targets that are pronouns do not count. A label needs two
    positions, and one side must lead the other by at least half of all.

    Args:
        positions: what `find_positions` returned.
        words: the tokens of the document.
        grammar: word classes of the language.

    Returns:
        Summaries in the form of the stance layer, in the order of their first position.
    """
    groups: dict[tuple[str, str], list[Layer]] = {}
    for position in positions:
        head = words.span(position["target"])[1] - 1
        if position["event"] != Event.IRREALIS and words.ids[head] not in grammar.object_pronouns:
            groups.setdefault((position["holder_chain"][-1], words.lower(head)), []).append(position)
    summaries = []
    for (source, target), held in groups.items():
        favour, against = (sum(position["polarity"] == side for position in held) for side in _SIDES)
        summaries.append(
            {
                "source_id": source,
                "target": target,
                "favour": favour,
                "against": against,
                "neutral": 0,
                "label": _label(favour, against),
                "evidence": [quote for position in held for quote in position["evidence"]],
            }
        )
    return summaries


def _label(favour: int, against: int) -> str:
    total = favour + against
    if total < _MIN_POSITIONS:
        return SummaryLabel.INSUFFICIENT.value
    if abs(favour - against) / total < _MIN_MARGIN:
        return SummaryLabel.MIXED.value
    return SummaryLabel.FAVOUR.value if favour > against else SummaryLabel.AGAINST.value


def _chain(quote: Layer, by_id: Mapping[str, Layer], holders: Mapping[str, str]) -> list[str] | None:
    """Source ids from the outermost quote to this one; None if one of them has no known source."""
    chain: list[str] = []
    seen: set[str] = set()
    at: Layer | None = quote
    while at is not None and at["id"] not in seen:
        seen.add(at["id"])
        holder = holders.get(at["id"])
        if holder is None:
            return None
        chain.insert(0, holder)
        at = by_id.get(at["nested_in"] or "")
    return chain


def _voice(quote: Layer, by_id: Mapping[str, Layer]) -> str:
    """In whose words the cue stands: the article's, unless the quote is nested in another."""
    outer = by_id.get(quote["nested_in"] or "")
    if outer is None:
        return Voice.NARRATED.value
    return Voice.QUOTED.value if outer["kind"] == QuoteKind.DIRECT else Voice.PARAPHRASED.value
