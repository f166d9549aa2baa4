"""Stance words: where they stand, and what they range over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from spacy.tokens import Token

from quotenlp.document import Layer
from quotenlp.quotes.tree import Tree
from quotenlp.records import Basis, HolderKind, MarkerKind
from quotenlp.stance.lookup import UNMARKED, Grammar, MarkerEntry, StanceLookup
from quotenlp.stance.nounphrase import noun_phrase
from quotenlp.stance.patterns import beginnings, longest
from quotenlp.stance.stretches import Stretch, Voices
from quotenlp.stance.syntax import scope_of
from quotenlp.stance.words import (
    CLAUSE_ENDS,
    OPENERS,
    SENTENCE_OPENERS,
    Words,
)

_NEGATION_WINDOW = 3
_SCOPE_WORDS = 12
_SWALLOW_NEGATION = {MarkerKind.NEGATION, MarkerKind.CERTAINTY}
_GRADED = {MarkerKind.ATTITUDE, MarkerKind.POSITION}
_AUTHORIAL = {MarkerKind.CERTAINTY, MarkerKind.NECESSITY, MarkerKind.NEGATION}
_SCOPED = {MarkerKind.CERTAINTY, MarkerKind.NECESSITY, MarkerKind.NEGATION}
_OF_TAG = {"VB": "VERB", "JJ": "ADJ", "RB": "ADV"}
_SYNTACTIC = MarkerEntry(MarkerKind.NEGATION.value, "syntactic")
_OMITTED = "omitted_topic"


class Marked(NamedTuple):
    """A marker: its tokens [at, end), its entry, the stretch that it stands in, and its fields in the layer."""

    at: int
    end: int
    entry: MarkerEntry
    stretch: Stretch
    layer: Layer


def find_markers(
    inside: Iterable[Stretch],
    outside: Iterable[Stretch],
    words: Words,
    lookup: StanceLookup,
    *,
    tagged: bool,
    tree: Tree | None = None,
    holders: Mapping[str, str] | None = None,
    mentions: Sequence[Sequence[int]] = (),
) -> list[Marked]:
    """All markers, in text order.

    Args:
        inside: contents of quotes, inner ones before those that they are nested in.
        outside: stretches of narration.
        words: the tokens of the document.
        lookup: the compiled lexicon.
        tagged: whether the tokens have parts of speech or tags; without them entries that need them stay off.
        tree: the parse, where there is one.
        holders: source id per quote id.
        mentions: characters of marked strings that are no quotations: words under discussion mark no attitude.

    Returns:
        Markers with their fields in the form of the stance layer; those that only the clause tells (holder in
        narration, event, shift) are filled in by `quotenlp.stance.clauses`.
    """
    place = _Place(words, lookup, tree, holders or {}, Voices(words))
    found: list[Marked] = []
    covered = bytearray(len(words))
    discussed = bytearray(len(words))
    for first, last in map(words.span, mentions):
        discussed[first:last] = b"\1" * (last - first)
    for stretch in (*inside, *outside):
        for at, end, entry in _matches(stretch, words, lookup, tagged):
            if covered[at] or (discussed[at] and stretch.quote is None and entry.kind not in _AUTHORIAL):
                continue
            found.append(Marked(at, end, entry, stretch, _marker(at, end, entry, stretch, place)))
        covered[stretch.first : stretch.last] = b"\1" * (stretch.last - stretch.first)
    found.sort(key=lambda marked: (marked.at, -marked.end))
    for number, marked in enumerate(found, start=1):
        marked.layer["id"] = f"m{number}"
    return found


def _matches(
    stretch: Stretch, words: Words, lookup: StanceLookup, tagged: bool
) -> Iterator[tuple[int, int, MarkerEntry]]:
    """Longest matches from left to right: first token, end, entry."""
    ids, trie = words.ids, lookup.markers
    done, swallow = stretch.first, False
    for at in beginnings(trie, ids, stretch.first, stretch.last):
        if at < done:
            if not swallow and ids[at] in lookup.grammar.negators:
                yield at, at + 1, _SYNTACTIC
            continue
        match = longest(trie, ids, at, stretch.last)
        if match is None:
            continue
        end, entry = match
        if entry.pos and not (tagged and _part_of_speech(words.doc[at]) in entry.pos):
            continue
        if entry.exclusive and not exclusive(at, end, words, lookup.grammar):
            continue
        if end == at + 1 and _is_name(at, stretch.first, words):
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
    text = words.form(at)
    if not text.istitle() or at == first or len(text) == 1:
        return False
    return words.ids[at - 1] not in SENTENCE_OPENERS


def exclusive(at: int, end: int, words: Words, grammar: Grammar) -> bool:
    """Whether a word such as "alone" stands within a marker or shortly behind it, in its clause."""
    for i in range(at, min(end + _SCOPE_WORDS // 2, len(words))):
        if i >= end and words.ids[i] in CLAUSE_ENDS:
            return False
        if words.ids[i] in grammar.exclusives:
            return True
    return False


class _Place(NamedTuple):
    """What all markers of a document are made from."""

    words: Words
    lookup: StanceLookup
    tree: Tree | None
    holders: Mapping[str, str]
    voices: Voices


def _marker(at: int, end: int, entry: MarkerEntry, stretch: Stretch, place: _Place) -> Layer:
    words, lookup, tree, holders, voices = place
    grammar, quote, kind = lookup.grammar, stretch.quote, entry.kind
    level = entry.level
    if isinstance(level, int) and kind in _GRADED and at > stretch.first:
        level = min(3, level + (words.ids[at - 1] in grammar.intensifiers))
    holder = holders.get(quote["id"]) if quote is not None else None
    held_by = HolderKind.SOURCE if holder else HolderKind.UNKNOWN
    if quote is None and kind in _AUTHORIAL:
        held_by = HolderKind.AUTHOR
    by_parse = scope_of(tree, end, stretch.last, words) if tree is not None and kind in _SCOPED else None
    layer: dict[str, Any] = {
        "id": "",
        "span": words.offsets(at, end),
        "kind": kind,
        "value": entry.value,
        "level": level,
        "holder": holder,
        "holder_kind": held_by.value,
        "scope": words.offsets(*by_parse) if by_parse else _scope(end, stretch.last, words, grammar),
        "target": None,
        "voice": voices.at(at, stretch),
        "negated": kind != MarkerKind.NEGATION and _negated(at, stretch.first, words, grammar),
        "entry": entry.entry,
        "basis": (Basis.PARSE if by_parse else Basis.TOKEN).value,
    }
    if entry.direction:
        layer["direction"] = entry.direction
    if entry.ambiguous:
        layer["ambiguous"] = True
    if entry.target and tree is None and (target := following(end, stretch.last, words, grammar)):
        layer["target"] = words.offsets(*target)
    if kind == MarkerKind.NEGATION and words.ids[at] in lookup.events:
        omitted = longest(lookup.events, words.ids, at, stretch.last)
        if omitted is not None and omitted[1].withheld == _OMITTED:
            layer["withheld_kind"] = _OMITTED
            if target := following(omitted[0], stretch.last, words, grammar):
                layer["target"] = words.offsets(*target)
    return layer


def following(end: int, last: int, words: Words, grammar: Grammar) -> tuple[int, int] | None:
    """The tokens of the noun phrase at ``end``, inside of opening marks, if it ends before ``last``."""
    if words.next_in(end, OPENERS):
        end += 1
    target = noun_phrase(words, end, grammar)
    return target if target is not None and target[1] <= last else None


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
