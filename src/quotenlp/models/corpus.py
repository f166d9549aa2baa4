"""Examples for training `attribution_tagger`, from a DocBin."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span
from spacy.training import Example

from quotenlp.document import FRAGMENTS

_STYLES = (
    {"“": '"', "”": '"', "‘": "'", "’": "'", "``": '"', "''": '"'},
    {"“": "‘", "”": "’", '"': "'"},
    {"“": "«", "”": "»"},
    {"“": "``", "”": "''"},
    {"“": "", "”": "", '"': ""},
)
"""Ways to set quotation marks, by which they replace; the last leaves them out."""


class Corpus:
    """Reads a DocBin whose Docs hold gold fragments, and perhaps a parse, which the tagger may see.

    Each time around, every Doc is shown anew: with its parse or without, in other quotation marks or in capitals, so
    that the tagger learns to do without them.
    """

    def __init__(self, path: Path, *, parsed: float = 1.0, vary: float = 0.0, seed: int = 0) -> None:
        """Make the reader.

        Args:
            path: the DocBin.
            parsed: share of the Docs that keep their parse.
            vary: share of the Docs whose typography is changed.
            seed: of the choices.
        """
        self.path = path
        self.parsed = parsed
        self.vary = vary
        self.random = random.Random(seed)

    def __call__(self, nlp: Language) -> Iterator[Example]:
        """Yield one Example per Doc, in random order."""
        docs = list(DocBin().from_disk(self.path).get_docs(nlp.vocab))
        order = list(range(len(docs)))
        if self.vary or self.parsed < 1:
            self.random.shuffle(order)
        for i in order:
            doc = docs[i]
            words = [token.text for token in doc]
            if self.random.random() < self.vary:
                words = self._varied(words)
            parsed = doc.has_annotation("DEP") and self.random.random() < self.parsed
            made = _shown(nlp, doc, words, parsed)
            gold = Doc(nlp.vocab, words=[t.text for t in made], spaces=[bool(t.whitespace_) for t in made])
            gold.spans[FRAGMENTS] = [Span(gold, s.start, s.end, label=s.label_) for s in doc.spans[FRAGMENTS]]
            yield Example(made, gold)

    def _varied(self, words: list[str]) -> list[str]:
        if self.random.random() < 0.1:
            return [word.upper() for word in words]
        style = self.random.choice(_STYLES)
        return [style.get(word, word) or "\u200b" for word in words]


def _shown(nlp: Language, doc: Doc, words: list[str], parsed: bool) -> Doc:
    """The words as a new Doc, with the parse of ``doc`` or without."""
    spaces = [bool(token.whitespace_) for token in doc]
    if not parsed:
        return Doc(nlp.vocab, words=words, spaces=spaces)
    return Doc(
        nlp.vocab,
        words=words,
        spaces=spaces,
        tags=[t.tag_ for t in doc],
        deps=[t.dep_ for t in doc],
        heads=[t.head.i for t in doc],
    )
