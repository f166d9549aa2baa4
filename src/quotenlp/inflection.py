"""Inflected forms of English words, for pipelines that have no lemmatizer.

Irregular and consonant-doubling forms come from the tables of spacy-lookups-data; the rest follows the regular
spelling rules.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

from spacy.lookups import load_lookups

_SIBILANT = ("s", "x", "z", "ch", "sh")
_VOWELS = "aeiou"
_MAN = ("woman", "sman", "ceman", "reman", "chman", "kman", "lman")


@lru_cache(maxsize=1)
def _irregular() -> dict[str, dict[str, set[str]]]:
    table = load_lookups("en", ["lemma_exc"]).get_table("lemma_exc")
    out: dict[str, dict[str, set[str]]] = {}
    for pos in ("verb", "noun"):
        forms: dict[str, set[str]] = defaultdict(set)
        for form, lemmas in table[pos].items():
            for lemma in lemmas:
                forms[lemma].add(form)
        out[pos] = dict(forms)
    return out


def verb_forms(lemma: str) -> set[str]:
    """All forms of a verb lemma, itself included; in a multiword lemma ("point out") the first word inflects."""
    word, *rest = lemma.split(" ", 1)
    return {" ".join([form, *rest]) for form in _verb_forms(word)}


def noun_forms(lemma: str) -> set[str]:
    """Singular and plural of a noun lemma; in a multiword lemma ("press officer") the last word inflects."""
    *rest, word = lemma.rsplit(" ", 1)
    irregular = _irregular()["noun"].get(word)
    plurals = {_with_s(word), f"{word}s"} if word.endswith("o") else {_with_s(word)}  # "echoes", "memos"
    return {" ".join([*rest, form]) for form in (word, *(irregular or plurals))}


def _verb_forms(word: str) -> set[str]:
    irregular = _irregular()["verb"].get(word, set())
    forms = {word, _with_s(word), *irregular}
    # regular forms stand beside irregular ones: "traveled" beside "travelled"; a form that nobody uses does no harm
    stem = word[:-1] if word.endswith("e") and len(word) > 2 else word
    forms.add((word if word.endswith(("ee", "oe", "ye")) else stem) + "ing")
    forms.add(word[:-1] + "ied" if _consonant_y(word) else stem + "ed")
    return forms


def _with_s(word: str) -> str:
    if _consonant_y(word):
        return word[:-1] + "ies"
    if word.endswith(_MAN):
        return word[:-2] + "en"
    return word + ("es" if word.endswith(_SIBILANT) or (word.endswith("o") and word[-2:-1] not in _VOWELS) else "s")


def _consonant_y(word: str) -> bool:
    return word.endswith("y") and word[-2:-1] not in _VOWELS and len(word) > 1
