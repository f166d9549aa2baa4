"""What one reporting cue does: the source's act, the author's engagement, and whether the act took place."""

from __future__ import annotations

from typing import NamedTuple

from quotenlp.document import Layer
from quotenlp.quotes.tree import VERB, Tree
from quotenlp.records import Act, Event, Polarity, QuoteKind
from quotenlp.stance.event import find_event, group_start
from quotenlp.stance.lookup import Reading, StanceLookup
from quotenlp.stance.nounphrase import noun_phrase
from quotenlp.stance.outcome import PLAIN_SPEECH, Outcome, commitment, engagement, settle
from quotenlp.stance.patterns import longest
from quotenlp.stance.syntax import object_of, phrase
from quotenlp.stance.words import CLAUSE_ENDS, OPENERS, Words

_MAX_FORCE = 3
_PHRASE_REACH = 3
_CLAUSE_REACH = 8
_EMBEDDED_REACH = 4


class _Place(NamedTuple):
    """Where a cue stands, in tokens: start of its verb group, its first token, the end, its head."""

    group: int
    first: int
    last: int
    head: int
    noun: bool


def cue_stance(quote: Layer, words: Words, lookup: StanceLookup, tree: Tree | None = None) -> Layer:
    """The stance of a quote's cue.

    Args:
        quote: a quote of the quotes layer with a cue.
        words: the tokens of the document.
        lookup: the compiled lexicon.
        tree: the parse, where there is one.

    Returns:
        The fields of `quotenlp.records.CueStance`, with ``target`` as [start, end] in characters or None.
    """
    place = _place(quote, words, lookup)
    frame = _frame(quote, words, place, lookup)
    reading, end = _reading(quote["cue"]["lemma"].lower(), words, place, frame, lookup)
    place = place._replace(last=end)
    inner = _embedded(words, place, lookup) if reading.act == Act.WITHHOLD else None
    if inner is not None and inner[0] < place.last and inner[1].act not in PLAIN_SPEECH:
        place, reading, inner = place._replace(head=inner[0]), inner[1], None
    source = words.span(quote["source"]) if quote["source"] else None
    phrase = find_event(words, (place.group, place.last), place.head, source, lookup)
    outcome = settle(reading, phrase, frame, inner[1] if inner else reading)
    beside = words.ids[place.group : place.last + 1]
    modifiers = [lookup.modifiers[word] for word in beside if word in lookup.modifiers]
    force = outcome.force
    if outcome.event in (Event.ASSERTED, Event.IRREALIS):
        force += sum(modifier.force for modifier in modifiers)
    engages, strength = engagement(reading, outcome)
    for modifier in modifiers:
        if modifier.engagement is not None:
            engages, strength = modifier.engagement, modifier.strength
    direct = quote["kind"] == QuoteKind.DIRECT
    signature = None if direct else {"that": reading.that, "to": reading.to}.get(frame)
    return {
        "event": outcome.event,
        "withheld_kind": outcome.kind,
        "act": outcome.act,
        "engagement": engages,
        "engagement_strength": strength,
        "veridicality": signature,
        "commitment": commitment(signature, outcome.event) if signature else None,
        "polarity": outcome.polarity,
        "target": _target(reading, outcome, words, place, lookup, tree),
        "force": max(0, min(_MAX_FORCE, force)),
        "hearsay": reading.hearsay or any(modifier.hearsay for modifier in modifiers),
        "entries": [entry for entry in (reading.entry, phrase.entry, *(m.entry for m in modifiers)) if entry],
    }


def _place(quote: Layer, words: Words, lookup: StanceLookup) -> _Place:
    first, last = words.span(quote["cue"]["span"])
    head = words.span(quote["cue"]["head"])[0]
    floor = words.span(quote["source"])[1] if quote["source"] else 0
    group = group_start(words, first, floor if floor <= first else 0, lookup.grammar)
    before = words.ids[max(min(first, head - 1), head - 2, 0) : head]
    noun = any(word in lookup.grammar.noun_determiners for word in before)
    return _Place(group, first, last, head, noun)


def _frame(quote: Layer, words: Words, place: _Place, lookup: StanceLookup) -> str:
    """The form of the content: "that", "to", "wh", "ing" or "np"; a content before its cue is a clause."""
    grammar = lookup.grammar
    at, end = words.span(quote["content"][0])
    if at < place.last or quote["kind"] == QuoteKind.DIRECT:
        return "that"
    opening = words.ids[max(at - 1, place.first) : at + 1]
    if any(word in grammar.complementizers for word in opening):
        return "that"
    if any(word in grammar.infinitive for word in opening):
        return "to"
    if words.ids[at] in grammar.wh_words:
        return "wh"
    clause = words.ids[at : min(at + _CLAUSE_REACH, end)]
    if any(word in grammar.infinitive for word in clause):
        subject = noun_phrase(words, at, grammar)
        if subject is not None and words.next_in(subject[1], grammar.infinitive):
            return "to"
    if words.ids[at] in grammar.subject_pronouns or any(word in grammar.finite for word in clause):
        return "that"
    return "ing" if words.lower(at).endswith(grammar.progressive_suffix) else "np"


def _reading(lemma: str, words: Words, place: _Place, frame: str, lookup: StanceLookup) -> tuple[Reading, int]:
    """The most specific reading and its end: of a phrase, the lemma in its frame, the lemma, or the form."""
    best: tuple[int, Reading] | None = None
    limit = min(place.last + _PHRASE_REACH, len(words))
    for at in range(place.group, place.head + 1):
        if words.ids[at] in lookup.phrases:
            found = longest(lookup.phrases, words.ids, at, limit)
            if found is not None and found[0] > place.head and (best is None or found[0] > best[0]):
                best = found
    if best is not None:
        return best[1], max(best[0], place.last)
    parts = lemma.split(" ")
    keys = [f"{lemma} ({frame})", *(" ".join(parts[:n]) for n in range(len(parts), 0, -1))]
    if place.noun:
        keys.insert(0, f"{lemma} (noun)")
    for key in keys:
        if key in lookup.readings:
            return lookup.readings[key], place.last
    return lookup.verbs.get(words.ids[place.head], Reading()), place.last


def _embedded(words: Words, place: _Place, lookup: StanceLookup) -> tuple[int, Reading] | None:
    """The token and reading of the verb that a withholding verb governs ("refused to endorse")."""
    for i in range(place.head + 1, min(place.head + 1 + _EMBEDDED_REACH, len(words))):
        if words.ids[i] in CLAUSE_ENDS:
            return None
        if (found := lookup.verbs.get(words.ids[i])) is not None:
            return i, found
    return None


def _target(
    reading: Reading, outcome: Outcome, words: Words, place: _Place, lookup: StanceLookup, tree: Tree | None
) -> list[int] | None:
    """The object right after an active cue, or by the parse the subject of a passive one, in characters."""
    grammar = lookup.grammar
    if not reading.target or (outcome.polarity == Polarity.NONE and outcome.event == Event.ASSERTED):
        return None
    passive = not place.noun and any(word in grammar.passive for word in words.ids[place.group : place.head])
    infinitive = place.head and words.ids[place.head - 1] in grammar.infinitive
    if passive and not infinitive and not words.lower(place.head).endswith(grammar.progressive_suffix):
        head = object_of(tree, place.head, place.head + 1, words, grammar) if tree is not None else None
        subject = phrase(tree, head, words) if tree is not None and head is not None and head < place.head else None
        return words.offsets(*subject) if subject is not None and subject[1] <= place.head else None
    at = place.last
    if words.next_in(at, grammar.noun_target_prepositions if place.noun else grammar.target_prepositions):
        at += 1
    if words.next_in(at, OPENERS):
        at += 1
    found = None if words.next_in(at, grammar.complementizers) else noun_phrase(words, at, grammar)
    if found is None or words.next_in(found[1], grammar.infinitive) or words.next_in(found[1], grammar.finite):
        return None
    verb = object_of(tree, place.head, place.last, words, grammar) if tree is not None else None
    if tree is not None and verb is not None and at <= verb < found[1] and tree.pos[verb] == VERB:
        found = phrase(tree, verb, words, at) or found  # "favor raising the levy"
    return words.offsets(*found)
