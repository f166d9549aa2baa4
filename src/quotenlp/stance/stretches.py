"""The stretches of a text in one voice: the contents of quotes, and the narration between them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from quotenlp.document import Layer
from quotenlp.records import QuoteKind, Voice
from quotenlp.stance.words import CLOSING_MARKS, OPENING_MARKS, STRAIGHT_MARKS, Words

_MARKS = OPENING_MARKS | CLOSING_MARKS | STRAIGHT_MARKS


class Stretch(NamedTuple):
    """Tokens [first, last) of the content of a quote, or of narration, whose quote is None."""

    first: int
    last: int
    quote: Layer | None


def contents(quotes: Iterable[Layer], words: Words) -> list[Stretch]:
    """The contents of quotes, shorter ones first: a word in two nested quotes belongs to the inner one."""
    found = [Stretch(*words.span(span), quote) for quote in quotes for span in quote["content"]]
    return sorted(found, key=lambda stretch: stretch.last - stretch.first)


def narration(quotes: Sequence[Layer], words: Words) -> list[Stretch]:
    """What stands in no content and no cue, in text order."""
    taken = bytearray(len(words))
    for quote in quotes:
        spans = [*quote["content"], quote["cue"]["span"]] if quote["cue"] else quote["content"]
        for first, last in map(words.span, spans):
            taken[first:last] = b"\1" * (last - first)
    found = []
    first = taken.find(0)
    while first >= 0:
        last = taken.find(1, first)
        found.append(Stretch(first, last if last >= 0 else len(words), None))
        first = taken.find(0, last) if last >= 0 else -1
    return found


class Voices:
    """In whose words tokens stand; marks inside a content that is quoted in part are read once."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self._read: dict[tuple[int, int], tuple[list[int], list[bool]]] = {}

    def at(self, token: int, stretch: Stretch) -> str:
        """The voice of a token of a stretch."""
        if stretch.quote is None:
            return Voice.NARRATED.value
        kind = stretch.quote["kind"]
        if kind == QuoteKind.MIXED:
            places, inside = self._marks(stretch)
            before = bisect_left(places, token)
            kind = QuoteKind.DIRECT if before and inside[before - 1] else QuoteKind.INDIRECT
        return Voice.QUOTED.value if kind == QuoteKind.DIRECT else Voice.PARAPHRASED.value

    def _marks(self, stretch: Stretch) -> tuple[list[int], list[bool]]:
        key = (stretch.first, stretch.last)
        if key not in self._read:
            places: list[int] = []
            inside: list[bool] = []
            for i in range(*key):
                word = self.words.ids[i]
                if word in _MARKS:
                    straight = word in STRAIGHT_MARKS
                    inside.append(not (inside and inside[-1]) if straight else word in OPENING_MARKS)
                    places.append(i)
            self._read[key] = places, inside
        return self._read[key]
