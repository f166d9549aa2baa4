"""What the attribution rules of one stream share, and what an attribution is."""

from __future__ import annotations

from dataclasses import dataclass

from quotenlp.quotes.evidence import Evidence
from quotenlp.quotes.lexicon import QuoteLexicon
from quotenlp.quotes.noun_phrase import Range
from quotenlp.quotes.stream import DASHES, Stream, closing_character, ends_sentence
from quotenlp.quotes.tree import Tree
from quotenlp.quotes.word_classes import CONJUNCTIONS, GRANT_WORDS

STOPS = frozenset({".", "!", "?", "…", "...", ";"})
BULLETS = frozenset({"•"}) | DASHES
PAUSES = frozenset({",", ";", ":"}) | DASHES
BREAKS = STOPS | PAUSES
LINKS = PAUSES | BULLETS
_ASKED = 4  # how early in what somebody asks the word about anonymity stands: not to be named


@dataclass(slots=True)
class Attribution:
    """An attribution in items of one stream.

    Attributes:
        content: item ranges; a marked string alone is a range of one item.
        cue: item range, or None for a quotation that only stands near its speaker.
        lemma: of the cue.
        mode: what the cue reports.
        source: item range of the source beside the cue.
        rule: name of the rule that found it.
        negated: whether the cue is.
        speaker: item range of the noun phrase that names the speaker, where there is no source.
        follows: the attribution whose speaker goes on, where nothing else tells.
        basis: the evidence that it rests on.
        score: how likely it is, where the tagger has run.
        whole_cue: the cue with its auxiliaries and adverbs, where the tagger has run.
    """

    content: list[Range]
    cue: Range | None
    lemma: str
    mode: str
    source: Range | None
    rule: str
    negated: bool = False
    speaker: Range | None = None
    follows: Attribution | None = None
    basis: str = "token"
    score: float | None = None
    whole_cue: Range | None = None

    @property
    def extent(self) -> list[Range]:
        """The ranges of its content and cue."""
        return self.content if self.cue is None else [*self.content, self.cue]

    def marks(self, st: Stream) -> list[int]:
        """Indices of the marked strings in the content."""
        return [st.mark[i] for first, last in self.content for i in range(first, last) if st.mark[i] >= 0]


@dataclass(frozen=True, slots=True)
class Context:
    """One stream, the lexicon, the text, and the parse and the tagger's evidence where the pipeline has them."""

    st: Stream
    lex: QuoteLexicon
    text: str
    tree: Tree | None = None
    evidence: Evidence | None = None
    min_score: float = 0.2

    def asks_for_anonymity(self, first: int, stop: int) -> bool:
        """Whether a content from item ``first`` on tells how its source is named: declined *to be identified*."""
        return any(self.lex.isa(self.st.low[i], GRANT_WORDS) for i in range(first, min(stop, first + _ASKED)))

    def is_mark(self, i: int, stop: int) -> bool:
        """Whether item ``i`` is a marked string before ``stop``."""
        return i < stop and self.st.mark[i] >= 0

    def is_word(self, i: int, stop: int, classes: int) -> bool:
        """Whether item ``i`` is a word of any of ``classes`` before ``stop``."""
        return i < stop and self.lex.isa(self.st.low[i], classes)

    def utterance(self, i: int) -> bool:
        """Whether the marked string at item ``i`` reads as something said: a sentence, or long enough for one."""
        words = len(self.text[self.st.start[i] : self.st.end[i]].split(None, 4))
        return words >= 4 or (words >= 2 and ends_sentence(self.text, self.st.end[i]))

    def trails(self, i: int) -> bool:
        """Whether item ``i`` cannot end a phrase: punctuation or a conjunction."""
        return self.st.mark[i] < 0 and (not self.st.low[i][:1].isalnum() or self.lex.isa(self.st.low[i], CONJUNCTIONS))

    def pauses(self, i: int) -> bool:
        """Whether the marked string at item ``i`` ends in punctuation inside its marks."""
        tail = closing_character(self.text, self.st.start[i], self.st.end[i])
        return tail in PAUSES or tail in STOPS


def sentence_end(ctx: Context, first: int, stop: int) -> int:
    """The end of the sentence [first, stop) less its final punctuation and closing brackets."""
    st = ctx.st
    while stop > first and st.mark[stop - 1] < 0 and (st.low[stop - 1] in STOPS or st.low[stop - 1] in {")", "]"}):
        stop -= 1
    return stop
