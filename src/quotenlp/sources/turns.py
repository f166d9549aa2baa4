"""Who speaks in paragraphs that are quotation only: the last speaker, the other one of a dialogue, or nobody told."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from quotenlp.sources.descriptions import Describer
from quotenlp.sources.reading import PERSON
from quotenlp.sources.sentences import Sentences
from quotenlp.sources.words import words_of

Span = tuple[int, int]
Quote = dict[str, Any]

_SENTENCES_BACK = 3
_NOUN_PHRASE = 8
_CLOSING = "\"'”’»›)] \n\xa0"


@dataclass(slots=True)
class _Turn:
    """The last quote of a paragraph; ``exchange`` if its speaker was told by taking turns."""

    quote: Quote
    speaker: str | None
    question: bool
    bare: bool
    exchange: bool


class Turns:
    """The quotes of one document in paragraphs of their own that name no speaker, and whom they may belong to.

    Args:
        quotes: the quotes of the quotes layer.
        paragraphs: half-open character spans.
        describer: what reads phrases.
        sentences: the document's sentences.
    """

    def __init__(
        self, quotes: Sequence[Quote], paragraphs: Sequence[Span], describer: Describer, sentences: Sentences
    ) -> None:
        self.text = describer.text
        self.reader = describer.reader
        self.describer = describer
        self.sentences = sentences
        self.paragraphs = paragraphs
        self._starts = [start for start, _ in paragraphs]
        self.quotes = sorted(
            (quote for quote in quotes if quote["nested_in"] is None), key=lambda quote: quote["content"][0][0]
        )
        self._names = {start: end for person in describer.names.people for start, end in person.places}
        self._by_id = {quote["id"]: quote for quote in self.quotes}
        self._firsts: dict[int, str] = {}
        for quote in self.quotes:
            self._firsts.setdefault(self._paragraph(quote["content"][-1][1] - 1), quote["id"])
        self._subjects: dict[str, Span] = {}
        self._addressees: dict[str, Span] = {}
        self._look()

    def mentions(self) -> Iterator[Span]:
        """Phrases of the narration that introduce the speaker of a paragraph that is quotation only."""
        yield from self._subjects.values()
        yield from self._addressees.values()

    def speakers(self, source_at: Callable[[Span], str | None]) -> list[dict[str, Any]]:
        """Source id, or None, of the quotes in paragraphs of their own.

        Args:
            source_at: gives the source id of a mention.

        Returns:
            JSON-able pairs: "content", the first span of the quote, and "source".
        """
        turns: dict[int, _Turn] = {}
        last: int | None = None
        out: list[dict[str, Any]] = []
        for quote in self.quotes:
            place = self._paragraph(quote["content"][0][0])
            mention = quote["source"] or quote["speaker"]
            exchange = False
            bare = self._is_bare(quote)
            if mention is not None:
                speaker = source_at((mention[0], mention[1]))
                if len(turns) == len(out) == 1 and last == place - 1 and out[0]["source"] is None:
                    out[0]["source"] = speaker  # the first quotation of all, explained by the next
            elif bare:
                speaker, exchange = self._take(quote, place, turns, last, source_at)
                out.append({"content": list(quote["content"][0]), "source": speaker})
            else:
                speaker = turns[place].speaker if place in turns else None
                if self._leaves(quote, place, turns):
                    out.append({"content": list(quote["content"][0]), "source": speaker})
            end = quote["content"][-1][1]
            last = self._paragraph(end - 1)
            question = self.text[quote["content"][0][0] : end].rstrip(_CLOSING + ",").endswith("?")
            turns[last] = _Turn(quote, speaker, question, bare, exchange)
        return out

    def _take(
        self,
        quote: Quote,
        place: int,
        turns: dict[int, _Turn],
        last: int | None,
        source_at: Callable[[Span], str | None],
    ) -> tuple[str | None, bool]:
        """The speaker of a quote that stands alone, and whether it is the other one's turn."""
        previous = turns.get(place - 1)
        if previous is None:
            subject = self._subjects.get(quote["id"])
            if subject is not None:
                return source_at(subject), False
            near = last is not None and place - last <= 2
            return (turns[last].speaker if last is not None and near else None), False
        other = turns.get(place - 2)
        answered = other is not None and other.speaker != previous.speaker
        if other is not None and answered and (previous.question or other.question or previous.exchange):
            return other.speaker, True
        asks = previous.question and (previous.bare or self._asks(previous.quote))
        if asks:
            addressee = self._addressees.get(quote["id"])
            return (source_at(addressee) if addressee is not None else None), True
        return previous.speaker, False

    def _asks(self, quote: Quote) -> bool:
        return quote["cue"] is not None and quote["cue"]["lemma"] in self.reader.asking

    def _is_bare(self, quote: Quote) -> bool:
        """Whether the quote has no source and is the first of its paragraph."""
        if quote["source"] is not None or quote["speaker"] is not None or quote["cue"] is not None:
            return False
        first: bool = self._firsts.get(self._paragraph(quote["content"][0][0])) == quote["id"]
        return first

    def _leaves(self, quote: Quote, place: int, turns: dict[int, _Turn]) -> bool:
        """Whether a quote without a source follows one of another paragraph, though its own has one before it."""
        before = self._by_id.get(quote["speaker_of"] or "")
        alone = quote["cue"] is None and place in turns
        return alone and (before is None or self._paragraph(before["content"][-1][1] - 1) < place)

    def _look(self) -> None:
        """Find the phrases that introduce the speakers of bare quotes."""
        quoted = {self._paragraph(end - 1) for quote in self.quotes for _, end in quote["content"]}
        before: Quote | None = None
        for quote in self.quotes:
            if self._is_bare(quote):
                place = self._paragraph(quote["content"][0][0])
                found = self._subject(place - 1) if place > 0 and place - 1 not in quoted else None
                if found is not None:
                    self._subjects[quote["id"]] = found
                elif before is not None and before["cue"] is not None and self._asks(before):
                    addressee = self._name_after(before["cue"]["span"][1])
                    if addressee is not None:
                        self._addressees[quote["id"]] = addressee
            before = quote

    def _name_after(self, end: int) -> Span | None:
        """The name right after a cue: "asked Ida Holm"."""
        words = words_of(self.text, end, min(len(self.text), end + 60))
        stop = next((index for index, word in enumerate(words) if not word.capital), len(words))
        if not stop or words[0].start != end + 1:
            return None
        span = words[0].start, words[stop - 1].start + len(words[stop - 1].form)
        return span if self.describer.read(*span).name else None

    def _subject(self, paragraph: int) -> Span | None:
        """The person who is the subject of the last sentence of a paragraph that has one."""
        begin, end = self.paragraphs[paragraph]
        last = self.sentences.index(max(begin, end - 1))
        for index in range(last, max(-1, last - _SENTENCES_BACK), -1):
            start = max(begin, self.sentences.span(index)[0])
            found = self._phrase(start, min(end, self.sentences.span(index)[1]))
            if found is not None or start <= begin:
                return found
        return None

    def _phrase(self, start: int, end: int) -> Span | None:
        """The name, pronoun or description of one person with which a sentence begins."""
        words = words_of(self.text, start, min(end, start + 90))[:_NOUN_PHRASE]
        if not words or words[0].start != start:
            return None
        pronoun = self.reader.pronouns.get(words[0].lower)
        if pronoun is not None and pronoun.number == "one":
            return words[0].start, words[0].end
        for index, word in enumerate(words):
            if word.mark or word.lower in self.reader.openers or word.lower in self.reader.conjunctions:
                return None
            stop = self._names.get(word.start)
            if stop is not None:
                possessive = any(w.possessive for w in words[: index + 1]) or self.text[stop : stop + 1] in "’'"
                reading = None if possessive else self.describer.read(start, stop)
                return (start, stop) if reading is not None and reading.name else None
            head = self.reader.heads.get(word.lower)
            following = words[index + 1] if index + 1 < len(words) else None
            ends = following is None or not (following.capital or self.reader.heads.get(following.lower))
            if head is not None and head.kind == PERSON and not head.plural and ends:
                return (start, word.end) if self.reader.determiners.get(words[0].lower) is not None else None
        return None

    def _paragraph(self, position: int) -> int:
        return bisect_right(self._starts, position) - 1
