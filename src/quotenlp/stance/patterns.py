"""Multiword patterns over token hashes: written in the lexicon, compiled to a trie, matched longest first.

A pattern is a string of words. ``word/v`` stands for all forms of a verb, ``word/n`` for both numbers of a
noun, ``*`` for a gap of up to three words inside one clause. Hyphenated words match whole and split.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import compress, product
from typing import Any

from spacy.strings import get_string_id

from quotenlp.inflection import noun_forms, verb_forms
from quotenlp.stance.words import CLAUSE_ENDS

Trie = dict[int, Any]

_GAP = -1
_END = -2
_MAX_GAP = 3


class Speller:
    """Expands the words of patterns into the forms that occur in text."""

    def __init__(self, spelling: Sequence[Sequence[str]], variants: Mapping[str, Sequence[str]]) -> None:
        """Make a speller.

        Args:
            spelling: pairs of letter sequences that stand for each other, such as American and British ones.
            variants: per word, other forms that its token may have, such as clitics.
        """
        self.pairs = [(a, b) for one, other in spelling for a, b in ((one, other), (other, one))]
        self.variants = variants
        self._known: dict[str, list[int]] = {}

    def spellings(self, word: str) -> set[str]:
        """The word in all its spellings, itself included."""
        return {word, *(word.replace(a, b) for a, b in self.pairs if a in word)}

    def forms(self, word: str) -> set[str]:
        """All forms of one word of a pattern."""
        stem, _, mark = word.partition("/")
        forms: set[str] = set()
        for spelling in self.spellings(stem):
            inflect = {"v": verb_forms, "n": noun_forms}.get(mark)
            forms |= inflect(spelling) if inflect else {spelling}
        return forms | {variant for form in forms for variant in self.variants.get(form, ())}

    def ids(self, word: str) -> list[int]:
        """The hashes of all forms of one word of a pattern."""
        if word not in self._known:
            self._known[word] = [_GAP] if word == "*" else [get_string_id(form) for form in self.forms(word)]
        return self._known[word]

    def add(self, trie: Trie, pattern: str, value: Any) -> None:
        """Put ``pattern`` into ``trie`` with ``value`` at its end; a later value replaces an earlier one."""
        for words in product(*(self._hyphens(word) for word in pattern.split())):
            nodes = [trie]
            for word in (w for group in words for w in group):
                keys = self.ids(word)
                nodes = [node.setdefault(key, {}) for node in nodes for key in keys]
            for node in nodes:
                node[_END] = value

    @staticmethod
    def _hyphens(word: str) -> list[list[str]]:
        parts = word.replace("-", " - ").split()
        return [[word]] if len(parts) == 1 else [[word], parts]


def beginnings(trie: Trie, ids: Sequence[int], first: int, last: int) -> list[int]:
    """The tokens of [first, last) at which a pattern may start, by its first two words."""
    found = []
    for at in compress(range(first, last), map(trie.__contains__, ids[first:last])):
        node = trie[ids[at]]
        if _END in node or _GAP in node or (at + 1 < last and ids[at + 1] in node):
            found.append(at)
    return found


def longest(trie: Trie, ids: Sequence[int], at: int, stop: int) -> tuple[int, Any] | None:
    """The longest match of a trie that starts at a token.

    Args:
        trie: what `Speller.add` built.
        ids: token hashes.
        at: index of the first token of the match.
        stop: index that the match may not reach beyond.

    Returns:
        The index after the last token of the match, and the value; None without a match.
    """
    best: tuple[int, Any] | None = None
    node: Trie | None = trie
    while node is not None:
        if _END in node:
            best = (at, node[_END])
        if _GAP in node:
            for start in range(at, min(at + _MAX_GAP, stop) + 1):
                found = longest(node[_GAP], ids, start, stop)
                if found is not None and (best is None or found[0] > best[0]):
                    best = found
                if start < stop and ids[start] in CLAUSE_ENDS:
                    break
        if at >= stop:
            break
        node = node.get(ids[at])
        at += 1
    return best
