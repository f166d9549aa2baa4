"""Whether two wordings name one speaker or one thing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from quotenlp.lexicon import load_lexicon

_WORD = re.compile(r"\w+(?:[’']\w+)*")
_ARTICLES = frozenset({"a", "an", "the"})


def names_one(gold: str, names: Iterable[str]) -> bool:
    """Whether one of the names is that of the gold speaker.

    Letter case never matters, nor do articles and titles that stand first. A gold name (its first and last word are
    capitalised) may be a part of the other wording, or the other a part of it: "Keiko Arai" is "Arai" and "Mayor Keiko
    Arai, 41". A description must be the same: "the official" need not be "a senior ministry official".

    Args:
        gold: a name or a description.
        names: names and descriptions of one speaker.
    """
    words = _words(gold)
    is_name = bool(words) and words[0][0].isupper() and words[-1][0].isupper()
    return any(within(gold, name) if is_name else _lower(gold) == _lower(name) for name in names)


def within(one: str, other: str) -> bool:
    """Whether the words of one wording are in the other, letter case and articles and titles at its start aside."""
    short, long = sorted((_lower(one), _lower(other)), key=len)
    return bool(short) and any(long[at : at + len(short)] == short for at in range(len(long) - len(short) + 1))


def _lower(phrase: str) -> list[str]:
    return [word.lower() for word in _words(phrase)]


def _words(phrase: str) -> list[str]:
    """The words of a phrase without the articles and titles that stand first."""
    words = _WORD.findall(phrase)
    while len(words) > 1 and (words[0].lower() in _ARTICLES or words[0].lower() in _titles()):
        del words[0]
    return words


@cache
def _titles() -> frozenset[str]:
    lexicon = load_lexicon("sources")
    return frozenset(word for title in (*lexicon["titles"], *lexicon["honorifics"]) for word in title.split())
