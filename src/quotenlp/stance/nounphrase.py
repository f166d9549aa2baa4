"""The noun phrase right after a word, as far as tokens tell."""

from __future__ import annotations

from quotenlp.stance.lookup import Grammar
from quotenlp.stance.words import CLAUSE_ENDS, Words

_MAX_WORDS = 8
_MIN_SUFFIXED = 4
_HYPHEN = "-"


def noun_phrase(words: Words, at: int, grammar: Grammar) -> tuple[int, int] | None:
    """The token range of the noun phrase that begins at token ``at``.

    A pronoun stands alone; another phrase runs from its determiner or first word to the next function word,
    punctuation mark, adverb or verb form.

    Args:
        words: the tokens.
        at: index of the first token.
        grammar: word classes of the language.

    Returns:
        The half-open token range, or None if no noun phrase begins there.
    """
    if at >= len(words):
        return None
    determined = words.ids[at] in grammar.determiners
    if words.ids[at] in grammar.object_pronouns:
        after = at + 1
        if (
            after == len(words)
            or _is_boundary(words, after, grammar)
            or words.lower(after).endswith(grammar.adverb_suffix)
        ):
            return at, after
        if not determined:
            return None
    first = end = at + determined
    while end < min(at + _MAX_WORDS, len(words)) and not _ends_phrase(words, end, end > first, grammar):
        end += 1
    while end > first and words.ids[end - 1] in grammar.possessives:
        end -= 1
    return (at, end) if end > first else None


def _is_boundary(words: Words, at: int, grammar: Grammar) -> bool:
    """Whether no noun phrase goes on over token ``at``."""
    word = words.ids[at]
    closed = word in CLAUSE_ENDS or word in grammar.phrase_stops or word in grammar.determiners
    return closed or words.is_space(at)


def _ends_phrase(words: Words, at: int, begun: bool, grammar: Grammar) -> bool:
    """Whether the phrase ends before token ``at``; adverbs and verb forms end it only once it has begun."""
    if _is_boundary(words, at, grammar):
        return True
    text = words.lower(at)
    if text == _HYPHEN:
        return not begun or words.ends[at - 1] < words.starts[at]
    if not begun:
        return words.ids[at] in grammar.possessives
    suffixes = (grammar.adverb_suffix, grammar.progressive_suffix, grammar.participle_suffix)
    return words.lower(at - 1) != _HYPHEN and len(text) > _MIN_SUFFIXED and text.endswith(suffixes)
