"""Words of a phrase, and longest-match lookup of word sequences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from quotenlp.tokens import ACRONYMS, is_acronym

Value = TypeVar("Value")

_TOKEN = re.compile(r"[^\W_](?:[\w&’'/-]|\.(?=\w))*\.?|[,;:()—–%$]|(?<=\s)-(?=\s)")
_POSSESSIVE = re.compile(r"(?:'s|(?<=s)')$", re.IGNORECASE)


class Word(NamedTuple):
    """One word or punctuation mark of a phrase.

    ``form`` has no possessive ending and no final full stop; ``lower`` is the same in lower case, but for acronyms
    that read like pronouns. Offsets are characters of the text.
    """

    form: str
    lower: str
    start: int
    end: int
    possessive: bool

    @property
    def capital(self) -> bool:
        """Whether the word begins with an upper-case letter."""
        return self.form[:1].isupper()

    @property
    def mark(self) -> bool:
        """Whether this is a punctuation mark."""
        return not self.form[0].isalnum()


def words_of(text: str, start: int, end: int) -> list[Word]:
    """Split ``text[start:end]`` into words and the punctuation marks that bound phrases."""
    out = []
    for match in _TOKEN.finditer(text, start, end):
        form, lower, possessive, left = _parts(match[0])
        if form in ACRONYMS and is_acronym(text, match.start(), match.end()):
            lower = form
        out.append(Word(form, lower, match.start(), match.end() - left, possessive))
    return out


@lru_cache(maxsize=1 << 14)
def _parts(word: str) -> tuple[str, str, bool, int]:
    """Form, lower case, whether the word is possessive, and how many characters that takes."""
    whole = word.replace("’", "'")
    form = _POSSESSIVE.sub("", whole)
    possessive = form != whole
    form = form.rstrip(".'") or whole
    return form, form.lower(), possessive, len(whole) - len(form) if possessive else 0


class Terms(Generic[Value]):
    """A table of words and word sequences.

    Entries with an upper-case letter match only as written, the others in any case; final full stops of words
    do not count.
    """

    def __init__(self, entries: Iterable[tuple[str, Value]] = ()) -> None:
        self._table: dict[str, Value] = {}
        self._first: dict[str, int] = {}
        self._last: dict[str, int] = {}
        for text, value in entries:
            self.add(text, value)

    def add(self, text: str, value: Value) -> None:
        """Add an entry; the first entry of a form wins."""
        parts = [_POSSESSIVE.sub("", part).rstrip(".") or part for part in text.split()]
        self._table.setdefault(" ".join(parts), value)
        for table, part in ((self._first, parts[0]), (self._last, parts[-1])):
            word = part if part in ACRONYMS else part.lower()
            table[word] = max(table.get(word, 0), len(parts))

    def get(self, text: str) -> Value | None:
        """The value of one lower-case or exactly written form."""
        return self._table.get(text)

    def sequences(self) -> Iterator[tuple[str, Value]]:
        """The entries of more than one word."""
        return ((text, value) for text, value in self._table.items() if " " in text)

    def starting(self, words: Sequence[Word], at: int, stop: int) -> tuple[int, Value] | None:
        """The longest entry in ``words[at:stop]`` that begins at ``at``: (end index, value)."""
        longest = self._first.get(words[at].lower, 0)
        for end in range(min(stop, at + longest), at, -1):
            value = self._lookup(words, at, end)
            if value is not None:
                return end, value
        return None

    def ending(self, words: Sequence[Word], at: int, end: int) -> tuple[int, Value] | None:
        """The longest entry in ``words[at:end]`` that stops at ``end``: (start index, value)."""
        longest = self._last.get(words[end - 1].lower, 0)
        for start in range(max(at, end - longest), end):
            value = self._lookup(words, start, end)
            if value is not None:
                return start, value
        return None

    def all(self, words: Sequence[Word], at: int, stop: int) -> Iterator[tuple[int, int, Value]]:
        """Longest entries in ``words[at:stop]``, left to right, without overlap: (start, end, value)."""
        while at < stop:
            found = self.starting(words, at, stop)
            if found is None:
                at += 1
            else:
                yield at, *found
                at = found[0]

    def _lookup(self, words: Sequence[Word], start: int, end: int) -> Value | None:
        table = self._table
        if end - start == 1:
            word = words[start]
            value = table.get(word.form)
            return value if value is not None else table.get(word.lower)
        value = table.get(" ".join([word.form for word in words[start:end]]))
        return value if value is not None else table.get(" ".join([word.lower for word in words[start:end]]))
