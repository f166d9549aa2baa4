"""What the text says about the people that it names: titles, appositions, ties."""

from __future__ import annotations

import re

from quotenlp.sources.names import NameIndex
from quotenlp.sources.phrases import phrase_around
from quotenlp.sources.profile import Reader
from quotenlp.sources.reading import Reading

_PLACES = 4
_NEXT_WORD = re.compile(r",?\s+(\w+)")


class Describer:
    """Reads the phrases of one document, each once."""

    def __init__(self, text: str, reader: Reader, names: NameIndex) -> None:
        self.text = text
        self.reader = reader
        self.names = names
        self._known: dict[tuple[str, bool], Reading] = {}
        self._people: dict[int, list[Reading]] = {}

    def read(self, start: int, end: int) -> Reading:
        """Read ``text[start:end]``; a phrase that the text repeats is read once."""
        after = _NEXT_WORD.match(self.text, end)
        human = after is not None and after[1].lower() in self.reader.human_relatives
        key = (self.text[start:end], human)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self.reader.read(self.text, start, end, self.names, human)
        return known.at(start, end)

    def person(self, at: int) -> list[Reading]:
        """Readings of the noun phrases around the first places of a person's name."""
        readings = self._people.get(at)
        if readings is None:
            readings = self._people[at] = []
            for start, end in self.names.people[at].places[:_PLACES]:
                left, right = self.around(start, end)
                if (left, right) != (start, end):
                    reading = self.read(left, right)
                    if reading.name is not None and not reading.group_of_names:
                        readings.append(reading)
        return readings

    def around(self, start: int, end: int) -> tuple[int, int]:
        """The noun phrase around a name at ``[start, end)``."""
        return phrase_around(self.text, start, end, self.reader)
