"""The tokens of a Doc as plain lists, read once for all components: many times as fast as asking its Tokens."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

from spacy.tokens import Doc

ACRONYMS = frozenset({"WHO"})
"""What in small letters would be a pronoun that rules read."""

_MOST_FORMS = 1 << 16
_LINE = 30  # characters on either side that tell whether all is in capitals
_forms: dict[int, str] = {}  # by hash; a hash stands for the same string in every vocabulary
_kept: WeakKeyDictionary[Doc, tuple[bytes, Tokens]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text and its tokens: parallel lists, one entry per token.

    Attributes:
        text: ``doc.text``, which spaCy joins anew at every call.
        forms: the tokens as they are written.
        starts: the character offset at which each starts.
        ends: the character offset after each.
    """

    text: str
    forms: list[str]
    starts: list[int]
    ends: list[int]


def tokens_of(doc: Doc) -> Tokens:
    """The tokens of ``doc``, read again only where a retokenizer has changed them."""
    starts = doc.to_array("IDX")
    now = starts.tobytes()
    kept = _kept.get(doc)
    if kept is None or kept[0] != now:
        forms = _read_forms(doc)
        spaced = [
            form + " " if space else form for form, space in zip(forms, doc.to_array("SPACY").tolist(), strict=True)
        ]
        ends = starts + doc.to_array("LENGTH")
        kept = _kept[doc] = now, Tokens("".join(spaced), forms, starts.tolist(), ends.tolist())
    return kept[1]


def doc_text(doc: Doc) -> str:
    """``doc.text``; no retokenizer changes it."""
    kept = _kept.get(doc)
    return tokens_of(doc).text if kept is None else kept[1].text


def _read_forms(doc: Doc) -> list[str]:
    orths = doc.to_array("ORTH").tolist()
    try:
        return list(map(_forms.__getitem__, orths))
    except KeyError:
        if len(_forms) > _MOST_FORMS:
            _forms.clear()
        strings = doc.vocab.strings
        _forms.update((orth, strings[orth]) for orth in set(orths).difference(_forms))
        return list(map(_forms.__getitem__, orths))


def is_acronym(text: str, start: int, end: int) -> bool:
    """Whether one of `ACRONYMS` at ``text[start:end]`` is meant as such, and not part of a line in capitals."""
    return not text[max(0, start - _LINE) : end + _LINE].isupper()
