"""Positions added up: one summary per source and target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quotenlp.document import Layer
from quotenlp.records import Basis, Event, HolderKind, Polarity, SummaryLabel
from quotenlp.stance.lookup import Grammar
from quotenlp.stance.positions import Found
from quotenlp.stance.words import Words

_SIDES = (Polarity.FAVOUR.value, Polarity.AGAINST.value, Polarity.NEUTRAL.value)
_MIN_POSITIONS = 2
_MIN_FORCE = 2
_MIN_MARGIN = 0.5


def summarize(found: Sequence[Found], names: Mapping[str, str], words: Words, grammar: Grammar) -> list[Layer]:
    """Positions counted per source and target.

    A target is the `Source` that it names, or else the lemma of its head; a pronoun that names no source is none.

    Args:
        found: what `find_positions` returned.
        names: name per source id.
        words: the tokens of the document.
        grammar: word classes of the language.

    Returns:
        Summaries in the form of the stance layer, in the order of their first position.
    """
    groups: dict[tuple[str, str, str | None], list[Found]] = {}
    for position in found:
        layer = position.layer
        if layer["holder_kind"] != HolderKind.SOURCE:
            continue
        known = layer["target_id"]
        if known is None and words.ids[position.head] in grammar.object_pronouns | grammar.subject_pronouns:
            continue
        key = names.get(known or "", "") or words.lemma(position.head)
        groups.setdefault((layer["holder_chain"][-1], key, known), []).append(position)
    return [_summary(*key, held, words) for key, held in groups.items()]


def _summary(source: str, target: str, target_id: str | None, held: Sequence[Found], words: Words) -> Layer:
    irrealis = [p for p in held if p.layer["event"] == Event.IRREALIS]
    real = [p for p in held if p.layer["event"] != Event.IRREALIS]
    free = [p for p in real if not p.layer.get("constraint")]
    return {
        "source_id": source,
        "target": target,
        "target_id": target_id,
        **_counts(free),
        "constrained": _counts([p for p in real if p.layer.get("constraint")]),
        "irrealis": _counts(irrealis),
        "shifts": [p.layer["shift"] for p in held if p.layer.get("shift")],
        "label": _label(free, words),
        "evidence": [name for p in held for name in p.layer["evidence"]],
    }


def _counts(positions: Sequence[Found]) -> dict[str, int]:
    return {side: sum(p.layer["polarity"] == side for p in positions) for side in _SIDES}


def _label(free: Sequence[Found], words: Words) -> str:
    """Two positions from two sentences, or one forceful one by the parse, and one side well ahead of the other."""
    sided = [p for p in free if p.layer["polarity"] != Polarity.NEUTRAL]
    sure = any(p.layer["force"] >= _MIN_FORCE and p.layer["basis"] == Basis.PARSE for p in sided)
    if not sure and len({words.sentence(p.at) for p in sided}) < _MIN_POSITIONS:
        return SummaryLabel.INSUFFICIENT.value
    favour = sum(p.layer["polarity"] == Polarity.FAVOUR for p in sided)
    against = len(sided) - favour
    if abs(favour - against) / len(sided) < _MIN_MARGIN:
        return SummaryLabel.MIXED.value
    return SummaryLabel.FAVOUR.value if favour > against else SummaryLabel.AGAINST.value
