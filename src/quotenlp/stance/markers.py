"""Stance words inside the contents of quotes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from spacy.tokens import Token

from quotenlp.document import Layer
from quotenlp.records import Basis, MarkerKind, QuoteKind, Voice
from quotenlp.stance.lookup import UNMARKED, Grammar, MarkerEntry, StanceLookup
from quotenlp.stance.nounphrase import noun_phrase
from quotenlp.stance.patterns import longest
from quotenlp.stance.words import (
    CLAUSE_ENDS,
    CLOSING_MARKS,
    OPENING_MARKS,
    SENTENCE_ENDS,
    STRAIGHT_MARKS,
    Words,
)

_SENTENCE_OPENERS = SENTENCE_ENDS | OPENING_MARKS | STRAIGHT_MARKS
_NEGATION_WINDOW = 3
_SCOPE_WORDS = 12
_SWALLOW_NEGATION = {MarkerKind.NEGATION, MarkerKind.CERTAINTY}
_GRADED = {MarkerKind.ATTITUDE, MarkerKind.POSITION}
_OF_TAG = {"VB": "VERB", "JJ": "ADJ", "RB": "ADV"}
_SYNTACTIC = MarkerEntry(MarkerKind.NEGATION.value, "syntactic")


class _Fragment(NamedTuple):
    """One stretch of content, in tokens."""

    first: int
    last: int
    quote: Layer


def find_markers(
    quotes: Iterable[Layer], words: Words, holders: Mapping[str, str], lookup: StanceLookup, tagged: bool
) -> list[Layer]:
    """All markers inside the contents of quotes, in text order.

    A word inside two nested quotes belongs to the inner one.

    Args:
        quotes: quotes of the quotes layer.
        words: the tokens of the document.
        holders: source id per quote id.
        lookup: the compiled lexicon.
        tagged: whether the tokens have parts of speech or tags; without them entries that need them stay off.

    Returns:
        Markers in the form of the stance layer.
    """
    fragments = [_Fragment(*words.span(span), quote) for quote in quotes for span in quote["content"]]
    fragments.sort(key=lambda fragment: fragment.last - fragment.first)
    found: list[tuple[int, int, Layer]] = []
    covered = bytearray(len(words))
    for fragment in fragments:
        for at, end, entry in _matches(fragment, words, lookup, tagged):
            if not covered[at]:
                found.append((at, end, _marker(at, end, entry, fragment, words, holders, lookup.grammar)))
        covered[fragment.first : fragment.last] = b"\1" * (fragment.last - fragment.first)
    found.sort(key=lambda item: (item[0], -item[1]))
    return [{"id": f"m{n}", **marker} for n, (_, _, marker) in enumerate(found, start=1)]


def _matches(
    fragment: _Fragment, words: Words, lookup: StanceLookup, tagged: bool
) -> Iterable[tuple[int, int, MarkerEntry]]:
    """Longest matches from left to right: first token, end, entry."""
    ids, trie = words.ids, lookup.markers
    done, swallow = fragment.first, False
    for at in range(fragment.first, fragment.last):
        if ids[at] not in trie:
            continue
        if at < done:
            if not swallow and ids[at] in lookup.grammar.negators:
                yield at, at + 1, _SYNTACTIC
            continue
        match = longest(trie, ids, at, fragment.last)
        if match is None:
            continue
        end, entry = match
        if entry.pos and not (tagged and _part_of_speech(words.doc[at]) in entry.pos):
            continue
        if end == at + 1 and _is_name(at, fragment.first, words):
            continue
        done, swallow = end, entry.kind in _SWALLOW_NEGATION
        if entry.value != UNMARKED:
            yield at, end, entry
        if not swallow and ids[at] in lookup.grammar.negators:
            yield at, at + 1, _SYNTACTIC


def _part_of_speech(token: Token) -> str:
    """Coarse part of speech; where a pipeline has only Penn tags, by the first letters of the tag."""
    return token.pos_ or _OF_TAG.get(token.tag_[:2], "")


def _is_name(at: int, first: int, words: Words) -> bool:
    """Whether a word is capitalised although no sentence begins there."""
    text = words.doc[at].text
    if not text.istitle() or at == first or len(text) == 1:
        return False
    return words.ids[at - 1] not in _SENTENCE_OPENERS


def _marker(
    at: int,
    end: int,
    entry: MarkerEntry,
    fragment: _Fragment,
    words: Words,
    holders: Mapping[str, str],
    grammar: Grammar,
) -> Layer:
    level = entry.level
    if isinstance(level, int) and entry.kind in _GRADED and at > fragment.first:
        level = min(3, level + (words.ids[at - 1] in grammar.intensifiers))
    target = noun_phrase(words, end, grammar) if entry.target else None
    if target is not None and target[1] > fragment.last:
        target = None
    return {
        "span": words.offsets(at, end),
        "kind": entry.kind,
        "value": entry.value,
        "level": level,
        "holder": holders.get(fragment.quote["id"]),
        "scope": _scope(end, fragment.last, words, grammar),
        "target": words.offsets(*target) if target else None,
        "voice": _voice(at, fragment, words),
        "negated": entry.kind != MarkerKind.NEGATION and _negated(at, fragment.first, words, grammar),
        "basis": Basis.TOKEN.value,
    }


def _scope(end: int, last: int, words: Words, grammar: Grammar) -> list[int] | None:
    """Up to twelve words to the right, to the end of the clause."""
    stop = end
    while stop < min(last, end + _SCOPE_WORDS):
        if words.ids[stop] in CLAUSE_ENDS or words.ids[stop] in grammar.scope_stops:
            break
        stop += 1
    return words.offsets(end, stop) if stop > end else None


def _negated(at: int, first: int, words: Words, grammar: Grammar) -> bool:
    for i in range(at - 1, max(first, at - _NEGATION_WINDOW) - 1, -1):
        if words.ids[i] in CLAUSE_ENDS:
            return False
        if words.ids[i] in grammar.negators:
            return True
    return False


def _voice(at: int, fragment: _Fragment, words: Words) -> str:
    kind = fragment.quote["kind"]
    if kind == QuoteKind.MIXED:
        inside = False
        for i in range(fragment.first, at):
            word = words.ids[i]
            if word in STRAIGHT_MARKS:
                inside = not inside
            elif word in OPENING_MARKS or word in CLOSING_MARKS:
                inside = word in OPENING_MARKS
        kind = QuoteKind.DIRECT if inside else QuoteKind.INDIRECT
    return Voice.QUOTED.value if kind == QuoteKind.DIRECT else Voice.PARAPHRASED.value
