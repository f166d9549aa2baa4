"""Whether the article says that the act of a cue took place: withheld > negated > irrealis > asserted."""

from __future__ import annotations

from collections.abc import Sequence

from quotenlp.records import Event
from quotenlp.stance.lookup import EventPhrase, Grammar, StanceLookup
from quotenlp.stance.patterns import longest
from quotenlp.stance.words import Words

_MAX_LEFT = 4
_REACH = 4
_RANK = {
    event.value: rank for rank, event in enumerate((Event.ASSERTED, Event.IRREALIS, Event.NEGATED, Event.WITHHELD))
}


def group_start(words: Words, first: int, floor: int, grammar: Grammar) -> int:
    """The first token of a cue's verb group: at most four auxiliaries, negators and adverbs left of the cue.

    Args:
        words: the tokens.
        first: first token of the cue.
        floor: token that the group may not reach beyond, such as the end of the source.
        grammar: word classes of the language.
    """
    at = first
    while at > floor and first - at < _MAX_LEFT:
        if words.ids[at - 1] not in grammar.group and not words.lower(at - 1).endswith(grammar.adverb_suffix):
            break
        at -= 1
    return at


def find_event(
    words: Words, group: tuple[int, int], head: int, source: Sequence[int] | None, lookup: StanceLookup
) -> EventPhrase:
    """The strongest phrase that bears on the event of a cue.

    Args:
        words: the tokens.
        group: token range from the start of the verb group to the end of the cue.
        head: the cue's head token.
        source: token range of the cue's source, if it has one.
        lookup: the compiled lexicon.

    Returns:
        The phrase; one without effect if the act is asserted.
    """
    start, end = group
    best = EventPhrase()
    limit = min(end + _REACH, len(words))
    at = start
    while at < end:
        found = longest(lookup.events, words.ids, at, limit) if words.ids[at] in lookup.events else None
        if found is None:
            at += 1
            continue
        phrase: EventPhrase = found[1]
        if phrase.event == Event.WITHHELD and best.event == Event.NEGATED:
            return EventPhrase(Event.NEGATED.value)
        if at < head or phrase.event != Event.IRREALIS:
            best = max(best, phrase, key=_rank)
        at = found[0]
    if best.event in (Event.ASSERTED, Event.IRREALIS):
        best = max(best, _clause(words, start, source, lookup.grammar), key=_rank)
    return best


def _clause(words: Words, start: int, source: Sequence[int] | None, grammar: Grammar) -> EventPhrase:
    """What stands before the verb group: a negative subject, or a conditional conjunction."""
    before = start
    if source is not None and source[1] <= start and start - source[1] <= 1:
        if words.ids[source[0]] in grammar.negative_subjects:
            return EventPhrase(Event.NEGATED.value)
        before = source[0]
    if before and words.ids[before - 1] in grammar.conditionals:
        return EventPhrase(Event.IRREALIS.value)
    return EventPhrase()


def _rank(phrase: EventPhrase) -> int:
    return _RANK[phrase.event]
