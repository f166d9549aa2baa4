"""The tokens of a Doc as plain numbers: fast to compare, with character offsets."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from spacy.strings import get_string_id
from spacy.tokens import Doc

from quotenlp.tokens import tokens_of

Ids = frozenset[int]


def word_ids(words: Iterable[str]) -> Ids:
    """The hashes of lower-case words, as `Words.ids` holds them."""
    return frozenset(get_string_id(word) for word in words)


OPENING_MARKS = word_ids(["“", "„", "«", "‹", "「", "『", "``"])
CLOSING_MARKS = word_ids(["”", "»", "›", "」", "』", "''"])
STRAIGHT_MARKS = word_ids(['"'])
SENTENCE_ENDS = word_ids([".", "!", "?", "…", "...", "\n", "\n\n", "\n\n\n"])
SENTENCE_OPENERS = SENTENCE_ENDS | OPENING_MARKS | STRAIGHT_MARKS
OPENERS = OPENING_MARKS | STRAIGHT_MARKS
CLAUSE_ENDS = (
    SENTENCE_ENDS
    | OPENING_MARKS
    | CLOSING_MARKS
    | STRAIGHT_MARKS
    | word_ids([",", ";", ":", "(", ")", "[", "]", "—", "–", "--", "---"])
)


class Words:
    """Lower-case hashes and character offsets of the tokens of a Doc.

    Attributes:
        doc: the document.
        text: its text.
        ids: per token, the hash of its lower-case form.
        starts: per token, the character offset at which it starts.
        ends: per token, the character offset after it.
    """

    __slots__ = ("_sentences", "doc", "ends", "ids", "starts", "text")

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        tokens = tokens_of(doc)
        self.text, self.starts, self.ends = tokens.text, tokens.starts, tokens.ends
        self._sentences: list[int] | None = None
        self.ids: list[int] = doc.to_array("LOWER").tolist()

    def __len__(self) -> int:
        return len(self.ids)

    def span(self, offsets: Iterable[int]) -> tuple[int, int]:
        """The half-open token range that covers a half-open character range."""
        start, end = offsets
        first = bisect_right(self.starts, start) or 1
        last = bisect_left(self.starts, end, first - 1)
        return first - 1, last

    def offsets(self, first: int, last: int) -> list[int]:
        """The half-open character range of the token range [first, last), which is not empty."""
        return [self.starts[first], self.ends[last - 1]]

    def next_in(self, index: int, words: Ids) -> bool:
        """Whether there is a token at ``index`` and its lower-case form is one of ``words``."""
        return index < len(self.ids) and self.ids[index] in words

    def sentence(self, index: int) -> int:
        """The number of the sentence that a token stands in, as far as its marks tell."""
        if self._sentences is None:
            self._sentences = [i for i, word in enumerate(self.ids) if word in SENTENCE_ENDS]
        return bisect_left(self._sentences, index)

    def lemma(self, index: int) -> str:
        """The lemma of a token, where the pipeline has a lemmatizer; its lower-case form elsewhere."""
        return self.doc[index].lemma_.lower() or self.lower(index)

    def lower(self, index: int) -> str:
        """The lower-case form of a token."""
        return self.form(index).lower()

    def form(self, index: int) -> str:
        """A token as it is written."""
        return self.text[self.starts[index] : self.ends[index]]

    def is_space(self, index: int) -> bool:
        """Whether a token is white space."""
        return self.text[self.starts[index]].isspace()
