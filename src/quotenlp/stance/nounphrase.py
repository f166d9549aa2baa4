"""The noun phrase right after a word, as far as tokens tell."""

from __future__ import annotations

from quotenlp.stance.lookup import Grammar
from quotenlp.stance.words import CLAUSE_ENDS, Words

_MAX_WORDS = 8
_POSSESSIVES = ("'s", "’s", "'", "’")


def noun_phrase(words: Words, at: int, grammar: Grammar) -> tuple[int, int] | None:
    """The token range of the noun phrase that begins at token ``at``.

    A pronoun stands alone; a name is a run of capitalised words; another phrase runs from its determiner or
    first word to the next function word, punctuation mark, adverb or verb form. Both go on after "'s".

    Args:
        words: the tokens.
        at: index of the first token.
        grammar: word classes of the language.

    Returns:
        The half-open token range, or None if no noun phrase begins there.
    """
    if at >= len(words):
        return None
    if words.ids[at] in grammar.object_pronouns:
        return at, at + 1
    first, i, named, content = at, at, False, 0
    name = words.ids[at] not in grammar.determiners
    while i < len(words) and i - first < _MAX_WORDS:
        word, text = words.ids[i], words.doc[i].text
        if text == "-" and (not content or words.ends[i - 1] < words.starts[i]):
            break
        if content and text in _POSSESSIVES:
            named = name = False
        elif word in CLAUSE_ENDS or text.isspace():
            break
        elif word in grammar.determiners:
            if i > first:
                break
        elif word in grammar.phrase_stops or (content and _ends_phrase(text.lower(), grammar)):
            break
        elif text[:1].isupper():
            content += 1
            named = True
        elif named and name:
            break
        else:
            content += 1
        i += 1
    while i > first and words.doc[i - 1].text in _POSSESSIVES:
        i -= 1
    return (first, i) if content else None


def _ends_phrase(word: str, grammar: Grammar) -> bool:
    suffixes = (grammar.adverb_suffix, grammar.progressive_suffix, grammar.participle_suffix)
    return len(word) > 4 and word.endswith(suffixes)
