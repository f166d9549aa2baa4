"""The further speakers of one phrase: "the senator and his aides", "experts like NAME"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from quotenlp.sources.descriptions import Describer
from quotenlp.sources.profile import LONGEST_PHRASE
from quotenlp.sources.reading import ORGANIZATION, PERSON, Reading
from quotenlp.sources.words import Word, words_of

Offsets = tuple[int, int]

_APPOSITION = 12
_CLAUSE = re.compile(r"[^.;:!?\n“”\"]{1,120}")


class Conjuncts:
    """Finds in a phrase the speakers beside the first (sources scheme, section 6, steps 1 and 8)."""

    def __init__(self, describer: Describer) -> None:
        self.text = describer.text
        self.reader = describer.reader
        self.names = describer.names
        self.describer = describer

    def find(self, first: Reading) -> list[Offsets]:
        """Half-open character spans of the further speakers in the phrase that ``first`` describes."""
        written = self.text[first.start : first.end].lower()
        if first.entity != "group" and not any(word in written for word in self.reader.conjunctions):
            return []
        words = words_of(self.text, first.start, first.end)[:LONGEST_PHRASE]
        members = self._members(first, words) if first.entity == "group" and first.name is None else []
        if members:
            first.members = True
            return members
        if not any(word.lower in self.reader.conjunctions for word in words) or self._is_one_body(words):
            return []
        begin = self._begin(words)
        if first.group_of_names:
            return list(self._names(words, begin))
        stop = self._end(words, begin, first)
        if not self._whole(words, begin, stop, first):
            return []
        return [(part.start, part.end) for part in self._parts(words, stop) if self._is_unlike(first, part)]

    def _members(self, first: Reading, words: Sequence[Word]) -> list[Offsets]:
        """The names of a group's members: examples in or after the phrase, or all: "two analysts, NAME and NAME"."""
        after = _CLAUSE.match(self.text, first.end)
        examples = list(self._examples(words_of(self.text, *after.span()), 0)) if after is not None else []
        if examples or not any(word.form == "," or word.lower in self.reader.exemplars for word in words):
            return examples
        stop = self._end(words, self._begin(words), first)
        examples = list(self._examples(words, stop))
        if examples or stop >= len(words) or words[stop].form != ",":
            return examples
        named = list(self._names(words, stop + 1))
        if len(named) > 1 and (first.count == len(named) or first.determiner == "definite"):
            first.group_of_names = True
            first.evidence["naming"] = named[0][0], named[-1][1]
        return named

    def _end(self, words: Sequence[Word], begin: int, first: Reading) -> int:
        """Where the first conjunct ends, less what follows its noun."""
        return begin + 1 if first.pronoun is not None else self.reader.core(words, begin).end

    def _begin(self, words: Sequence[Word]) -> int:
        at = 0
        while at < len(words) - 1 and (words[at].mark or words[at].lower in self.reader.adverbs):
            at += 1
        return at

    def _is_one_body(self, words: Sequence[Word]) -> bool:
        """Whether the whole phrase is one body's name: "Health and Human Services"."""
        return self.names.kind_of([word.form for word in words]) == ORGANIZATION

    def _whole(self, words: Sequence[Word], begin: int, stop: int, first: Reading) -> bool:
        """Whether the first conjunct can stand alone: not "founder" in "founder and chief executive NAME"."""
        if first.pronoun is not None or first.name is not None or first.entity == ORGANIZATION:
            return True
        return first.entity in (PERSON, "group") and (first.plural or bool(first.determiner) or first.count is not None)

    def _parts(self, words: Sequence[Word], stop: int) -> Iterator[Reading]:
        """Readings of the phrases after the first, if a conjunction joins the last."""
        spans: list[tuple[int, int]] = []
        position = stop
        joined = False
        while position < len(words) and not joined:
            joined = words[position].lower in self.reader.conjunctions
            if not joined and words[position].form != ",":
                return
            position += 1
            if not joined and position < len(words) and words[position].lower in self.reader.conjunctions:
                joined, position = True, position + 1
            if position >= len(words) or words[position].mark or self._opens(words[position]):
                return
            end = len(words) if joined else self._segment_end(words, position)
            spans.append((position, end))
            if not joined and end < len(words) and words[end].form != ",":
                described = self.describer.read(words[position].start, words[end - 1].end)
                if self._is_apposition(described, None):
                    return  # an apposition that has conjuncts itself: "NAME, a lawyer and former mayor"
            position = end
        if not joined:
            return
        before = None
        for begin, end in spans:
            while end > begin + 1 and words[end - 1].mark:
                end -= 1
            reading = self.describer.read(words[begin].start, words[end - 1].end)
            last = (begin, end) == spans[-1] or end == len(words)
            if not last and self._is_apposition(reading, before):
                continue
            before = reading
            if reading.entity != "unknown" or reading.pronoun is not None:
                yield reading

    def _opens(self, word: Word) -> bool:
        return word.lower in self.reader.openers and self.reader.determiners.get(word.lower) is None

    def _segment_end(self, words: Sequence[Word], begin: int) -> int:
        """Where the phrase between two commas ends."""
        for index in range(begin, min(len(words), begin + _APPOSITION)):
            if words[index].form == ",":
                return index
        return self.reader.core(words, begin).end

    def _is_apposition(self, reading: Reading, before: Reading | None) -> bool:
        """Whether the phrase between commas describes the person before it: "Ida Holm, the mayor, and …"."""
        return before is None and (reading.entity == "unknown" or not reading.plural)

    def _is_unlike(self, first: Reading, part: Reading) -> bool:
        """Whether two conjuncts are sources of different kinds."""
        if part.pronoun is not None:
            return part.pronoun.number == "generic" and first.name is not None
        if part.entity == PERSON and part.name is None and not part.determiner and part.count is None:
            return False  # a second title: "the founder and chief executive"
        if first.entity == ORGANIZATION and part.name is not None:
            return self.names.kind_of(part.name.split()) == PERSON
        named = first.name is not None or (first.pronoun is not None and first.pronoun.number == "one")
        if named or part.name is not None:
            return not (named and part.name is not None)
        if first.pronoun is not None:
            return True
        if first.entity == part.entity == ORGANIZATION:
            return first.proper and part.proper and bool(part.determiner)
        return first.entity != part.entity or first.role != part.role or first.entity == PERSON

    def _examples(self, words: Sequence[Word], stop: int) -> Iterator[Offsets]:
        """The names after "like", "such as" or "including"."""
        at = stop + 1 if stop < len(words) and words[stop].form == "," else stop
        if at < len(words) and words[at].lower in self.reader.exemplars:
            yield from self._names(words, at + (2 if words[at].lower == "such" else 1))

    def _names(self, words: Sequence[Word], position: int) -> Iterator[Offsets]:
        """The names that are listed from ``position`` on."""
        while position < len(words):
            core = self.reader.core(words, position)
            name = self.reader.name(words, core.begin, core.end, core, self.names) if core.end > core.begin else None
            if name is None:
                return
            yield words[position].start, words[name.end - 1].end
            position = name.end
            while position < len(words) and (
                words[position].form == "," or words[position].lower in self.reader.conjunctions
            ):
                position += 1
