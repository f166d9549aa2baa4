"""Who is for or against what: positions that cues and stance words express."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from quotenlp.document import Layer
from quotenlp.records import Act, Basis, Event, HolderKind, MarkerKind, Polarity, QuoteKind, Voice
from quotenlp.stance.clauses import Clauses, Holder, Target
from quotenlp.stance.lookup import Grammar
from quotenlp.stance.markers import Marked, exclusive
from quotenlp.stance.nounphrase import noun_phrase
from quotenlp.stance.words import CLAUSE_ENDS, Words

_SIDES = (Polarity.FAVOUR, Polarity.AGAINST)
_TAKEN = (*_SIDES, Polarity.NEUTRAL)
_GOVERNS = 4
_FREE = "volition"
_IMPOSSIBLE = ("impossibility", "prohibition")
_PERSIST, _AWAY, _TOWARD = "persist", "away", "toward"
_CLAUSE = 12


class Found(NamedTuple):
    """A position of the layer, with the tokens of its predicate and of its target's head."""

    layer: Layer
    at: int
    head: int


def find_positions(
    quotes: Sequence[Layer], cues: Mapping[str, Layer], marked: Sequence[Marked], clauses: Clauses
) -> list[Found]:
    """All positions, in text order; the markers of positions, shifts and attitudes learn their holder and event.

    Args:
        quotes: quotes of the quotes layer.
        cues: fields of `quotenlp.records.CueStance` per quote id.
        marked: what `find_markers` returned.
        clauses: answers about the document.
    """
    words = clauses.words
    found = [position for quote in quotes if (position := _of_cue(quote, cues.get(quote["id"]), clauses))]
    taken = {(position.head, position.layer["polarity"]) for position in found}
    heads = {i for quote in quotes if quote["cue"] for i in range(*words.span(quote["cue"]["head"]))}
    for index, each in enumerate(marked):
        kind = each.entry.kind
        if kind in (MarkerKind.POSITION, MarkerKind.SHIFT):
            position = _of_marker(marked, index, clauses)
            if position is None or each.entry.ambiguous or not heads.isdisjoint(range(each.at, each.end)):
                continue
            if (position.head, position.layer["polarity"]) not in taken:
                found.append(position)
        elif kind == MarkerKind.ATTITUDE and (sender := clauses.sender(each)):
            _hold(each.layer, sender, words)
    found.sort(key=lambda position: position.at)
    _link_shifts(found, words, clauses.grammar)
    for number, position in enumerate(found, start=1):
        position.layer["id"] = f"p{number}"
    return found


def _of_cue(quote: Layer, stance: Layer | None, clauses: Clauses) -> Found | None:
    """The position that a cue takes towards its object, or towards what its content says shall be."""
    words, holders, grammar = clauses.words, clauses.holders, clauses.grammar
    if stance is None or stance["polarity"] not in _SIDES:
        return None
    chain = holders.chain(quote)
    if chain is None:
        return None
    target, rule = stance["target"], "cue"
    if target is None:
        demanded = _demanded(quote, stance, words, grammar)
        if demanded is None or holders.outer(quote) is not None:
            return None
        first, last, asked = demanded
        target, rule = words.offsets(first, last), "demand"
    outer = holders.outer(quote)
    at, end = words.span(target)
    if words.ids[at] in grammar.negators or words.ids[at] in grammar.negative_subjects:  # “asked for nothing”
        return None
    event, behind = stance["event"], max(end, words.span(quote["cue"]["span"])[1])
    if event == Event.ASSERTED and clauses.asked(behind, len(words)):
        event = Event.IRREALIS.value
    layer = _layer(Holder(chain, HolderKind.SOURCE.value), target, stance["polarity"], event, words)
    head = words.span(quote["cue"]["head"])[0]
    necessity = clauses.over(head, MarkerKind.NECESSITY)
    layer |= {
        "target_id": holders.source_at(end - 1) if rule == "cue" else None,
        "force": stance["force"],
        "certainty": clauses.over(head, MarkerKind.CERTAINTY),
        "constraint": None if necessity == _FREE or event == Event.NEGATED else necessity,
        "voice": _voice_of(outer),
        "evidence": [quote["id"]],
        "rule": rule,
        "basis": Basis.PARSE.value if quote["basis"] == Basis.PARSE else Basis.TOKEN.value,
    }
    return Found(layer, head, end - 1 if rule == "cue" else asked)


def _demanded(quote: Layer, stance: Layer, words: Words, grammar: Grammar) -> tuple[int, int, int] | None:
    """The tokens of what a demand asks for, without the addressee: of "urged the council to resign", "resign".

    The third number is the token of the head: the verb, or the last word of a noun phrase ("asked for the evacuation
    of four villages").
    """
    if stance["act"] != Act.DIRECT or quote["kind"] != QuoteKind.INDIRECT or len(quote["content"]) > 1:
        return None
    first, last = words.span(quote["content"][0])
    addressee = noun_phrase(words, first, grammar)
    if addressee is not None and words.next_in(addressee[1], grammar.infinitive):
        first = addressee[1]
    to = words.next_in(first, grammar.infinitive)
    if to or words.next_in(first, grammar.complementizers):
        first += 1
    if first >= last:
        return None
    phrase = None if to else noun_phrase(words, first, grammar)
    return first, last, phrase[1] - 1 if phrase else first


def _of_marker(marked: Sequence[Marked], index: int, clauses: Clauses) -> Found | None:
    """The position that a stance word expresses, if its holder can be told, its target is named and it takes a side."""
    each, words, grammar = marked[index], clauses.words, clauses.grammar
    holder = clauses.holder(each)
    _hold(each.layer, holder, words)
    necessity = clauses.over(each.at, MarkerKind.NECESSITY)
    outcome, phrase = clauses.outcome(each, necessity)
    layer = each.layer
    layer["event"], layer["withheld_kind"] = outcome.event, outcome.kind
    target = clauses.target(each) if each.entry.target or each.entry.posture else None
    if target is not None:
        layer["target"] = words.offsets(*target.span)
        layer["basis"] = (Basis.PARSE if target.parsed else Basis.TOKEN).value
    polarity, rule, derived = outcome.polarity, each.entry.kind, False
    if each.entry.kind == MarkerKind.SHIFT:
        derived = each.entry.value == _PERSIST and necessity in _IMPOSSIBLE
        layer["shift"] = _shift(each, target, derived, words, grammar)
        if derived:
            polarity, rule = Polarity.AGAINST.value, "derived-shift"
    elif each.entry.posture:
        rule = "posture"
    if target is None or polarity not in _TAKEN or holder.kind == HolderKind.UNKNOWN:
        return None
    event = Event.ASSERTED.value if derived else outcome.event
    out = _layer(holder, layer["target"], polarity, event, words)
    out |= {
        "target_id": clauses.holders.source_at(target.head),
        "force": outcome.force,
        "certainty": clauses.over(each.at, MarkerKind.CERTAINTY),
        "constraint": None if derived or necessity == _FREE or phrase.event == Event.NEGATED else necessity,
        "shift": layer.get("shift") or _no_longer(marked, index, layer["target"], words),
        "exclusive": exclusive(each.at, each.end, words, grammar) if each.entry.exclusive else False,
        "voice": layer["voice"],
        "evidence": [layer["id"]],
        "rule": rule,
        "basis": (Basis.PARSE if clauses.tree is not None else Basis.TOKEN).value,
    }
    return Found(out, each.at, target.head)


def _layer(holder: Holder, target: list[int], polarity: str, event: str, words: Words) -> Layer:
    return {
        "id": "",
        "holder_chain": holder.chain,
        "holder_kind": holder.kind,
        "subject": words.offsets(*holder.subject) if holder.subject else None,
        "target": target,
        "polarity": polarity,
        "event": event,
    }


def _hold(layer: Layer, holder: Holder, words: Words) -> None:
    layer["holder_kind"] = holder.kind
    if holder.subject is not None:
        layer["subject"] = words.offsets(*holder.subject)
    if holder.kind == HolderKind.SOURCE and holder.chain:
        layer["holder"] = holder.chain[-1]


def _voice_of(outer: Layer | None) -> str:
    """In whose words a cue stands: the article's, unless its quote is nested in another."""
    if outer is None:
        return Voice.NARRATED.value
    return Voice.QUOTED.value if outer["kind"] == QuoteKind.DIRECT else Voice.PARAPHRASED.value


# shifts (rule P6)


def _shift(each: Marked, target: Target | None, derived: bool, words: Words, grammar: Grammar) -> Layer:
    value = _AWAY if derived else each.entry.value
    span = words.offsets(*target.span) if target else None
    start = max(each.at - 3, each.stretch.first)
    return {
        "direction": value,
        "away_from": span if value in (_AWAY, "reverse") else None,
        "toward": span if value == _TOWARD else None,
        "derived": derived,
        "current": not grammar.current.isdisjoint(words.ids[start : each.at]),
    }


def _no_longer(marked: Sequence[Marked], index: int, target: list[int], words: Words) -> Layer | None:
    """Of "no longer supports X", the shift away from X."""
    each = marked[index]
    for other in marked[max(index - _GOVERNS, 0) : index]:
        if other.entry.kind == MarkerKind.SHIFT and other.entry.value == _AWAY and other.end == each.at:
            return {"direction": _AWAY, "away_from": target, "toward": None, "derived": False, "current": True}
    return None


def _link_shifts(found: Sequence[Found], words: Words, grammar: Grammar) -> None:
    """Of "once for X, now for Y" in one sentence and of one holder, the shift from X to Y."""
    for before, after in pairwise(found):
        one, other = before.layer, after.layer
        if not _one_holder(one, other) or words.sentence(before.at) != words.sentence(after.at):
            continue
        if _beside(before.at, words, grammar.former) and _beside(after.at, words, grammar.current):
            shift = other.get("shift") or {"direction": "change", "derived": False}
            spans = {"away_from": one["target"], "toward": other["target"]}
            if words.lower(before.head) == words.lower(after.head):  # "once opposed X, now supports X"
                favours = other["polarity"] == Polarity.FAVOUR
                shift = {**shift, "direction": _TOWARD if favours else _AWAY}
                spans = {"away_from": None, "toward": other["target"]} if favours else {**spans, "toward": None}
            other["shift"] = {**shift, **spans, "current": True}


def _one_holder(one: Layer, other: Layer) -> bool:
    if one["holder_chain"] != other["holder_chain"] or one["holder_kind"] != other["holder_kind"]:
        return False
    return bool(one["holder_kind"] == HolderKind.SOURCE or one["subject"] == other["subject"])


def _beside(at: int, words: Words, wanted: frozenset[int]) -> bool:
    """Whether one of the words stands before token ``at`` in its clause."""
    for i in range(at - 1, max(at - _CLAUSE, 0) - 1, -1):
        if words.ids[i] in CLAUSE_ENDS:
            return False
        if words.ids[i] in wanted:
            return True
    return False
