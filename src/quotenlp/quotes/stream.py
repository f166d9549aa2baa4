"""A level of the text as a stream of items: words, with every marked string folded into one item.

Rules that look for cues and sources read such a stream, so that what stands inside quotation marks cannot mislead
them. The top level folds the outermost marked strings; each marked string that contains others has a stream of its
own.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import compress, pairwise, repeat
from operator import itemgetter, not_

from quotenlp.quotes.lexicon import QuoteLexicon
from quotenlp.quotes.marks import Marked, Span
from quotenlp.quotes.word_classes import TAIL_LEADS, TEMPORAL
from quotenlp.tokens import ACRONYMS, Tokens, is_acronym

_FIRST = itemgetter(0)
_PIECE = re.compile(r"\w+(?:[’'.-]\w+)*|[^\w\s]")
_TERMINAL = frozenset({".", "!", "?", "…", "..", "...", "....", "?!", "!?", "!!", "??"})
DASHES = frozenset({"—", "–", "-", "--"})
_CONTINUES = frozenset({",", ";", ":", "—", "–", "-", ")", "]", "."})
_HEADLINE = 4  # so many words with capitals are a headline, fewer may be a name
_OPENS_SENTENCE = frozenset({"•", "-", "–", "—", "(", "["})


@dataclass(slots=True)
class Words:
    """The words of a text in parallel lists.

    Attributes:
        text: the words as they are written.
        start: where each begins, in characters.
        end: where it ends.
        low: the words in lower case.
        cap: whether they begin with a capital.
        bits: their classes, bits of `quotenlp.quotes.word_classes`.
    """

    text: list[str]
    start: list[int]
    end: list[int]
    low: list[str] = field(default_factory=list)
    cap: list[bool] = field(default_factory=list)
    bits: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Stream:
    """Parallel lists, one entry per item, and sentences as half-open ranges of items.

    Attributes:
        low: the word in lower case; empty for a folded marked string.
        start: where the item begins, in characters.
        end: where it ends.
        mark: index of the folded marked string, or -1.
        cap: whether the item is a word that begins with a capital.
        paragraph: index of its paragraph.
        sentences: item ranges.
        bits: the word's classes, bits of `quotenlp.quotes.word_classes`.
    """

    low: list[str] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    mark: list[int] = field(default_factory=list)
    cap: list[bool] = field(default_factory=list)
    paragraph: list[int] = field(default_factory=list)
    sentences: list[Span] = field(default_factory=list)
    bits: list[int] = field(default_factory=list)

    def isa(self, i: int, classes: int) -> bool:
        """Whether the word of item ``i`` is in any of ``classes``, bits of `quotenlp.quotes.word_classes`."""
        return self.bits[i] & classes != 0

    def span(self, first: int, last: int) -> Span:
        """Character span of the items [first, last)."""
        return self.start[first], self.end[last - 1]


def words(tokens: Tokens, marked: list[Marked], lex: QuoteLexicon) -> Words:
    """The tokens that are not white space.

    A mark glued to a token cuts it; an abbreviated title gets back its full stop: Lt. Gen. NAME.
    """
    keep = list(map(not_, map(str.isspace, tokens.forms)))
    text = list(compress(tokens.forms, keep))
    start, end = [list(compress(limits, keep)) for limits in (tokens.starts, tokens.ends)]
    out = Words(text, start, end)
    _rejoin(out, lex)
    glued: dict[int, list[int]] = {}
    for item in marked:
        at = bisect_left(start, item.end)
        if at < len(start) and text[at][0] in DASHES and text[at][1:2].isalpha():
            glued[at] = [start[at] + 1]  # "…" -NAME
        for outer, inner in zip(item.fragments, item.inner, strict=True):
            for cut in (*outer, *inner):
                at = bisect_right(start, cut) - 1
                if at >= 0 and start[at] < cut < end[at]:
                    glued.setdefault(at, []).append(cut)
    for at in sorted(glued, reverse=True):
        _cut(out, at, sorted(set(glued[at])))
    out.low.extend(map(str.lower, text))
    if not ACRONYMS.isdisjoint(text):
        for at, word in enumerate(text):
            if word in ACRONYMS and is_acronym(tokens.text, start[at], end[at]):
                out.low[at] = word
    out.cap.extend(map(str.isupper, map(_FIRST, text)))
    out.bits.extend(map(lex.classes.get, out.low, repeat(0)))
    return out


def _rejoin(out: Words, lex: QuoteLexicon) -> None:
    """Join abbreviated titles with the full stop right behind them, where a word with a capital follows."""
    text, start, end = out.text, out.start, out.end
    if lex.abbreviations.isdisjoint(map(str.lower, text)):
        return
    for at in range(len(text) - 2, 0, -1):
        if (
            text[at] == "."
            and start[at] == end[at - 1]
            and text[at - 1].lower() in lex.abbreviations
            and text[at - 1][0].isupper()
            and text[at + 1][0].isupper()
        ):
            text[at - 1 : at + 1] = [text[at - 1] + "."]
            end[at - 1 : at + 1] = [end[at]]
            del start[at]


def _cut(out: Words, at: int, cuts: list[int]) -> None:
    word, left, last = out.text[at], out.start[at], out.end[at]
    pieces: list[tuple[str, int, int]] = []
    origin = left
    for cut in [*cuts, last]:
        found = _PIECE.finditer(word[left - origin : cut - origin])
        pieces.extend((m.group(), left + m.start(), left + m.end()) for m in found)
        left = cut
    out.text[at : at + 1] = [piece for piece, _, _ in pieces]
    out.start[at : at + 1] = [start for _, start, _ in pieces]
    out.end[at : at + 1] = [end for _, _, end in pieces]


def streams(
    text: str, all_words: Words, marked: list[Marked], paragraphs: list[Span], lex: QuoteLexicon
) -> dict[int | None, Stream]:
    """Fold marked strings.

    Args:
        text: the document.
        all_words: its words, from `words`.
        marked: its marked strings.
        paragraphs: its paragraphs.
        lex: a short clause with a verb of saying belongs to the sentence of the marked string before it.

    Returns:
        The top-level stream under None, and one per marked string that contains others, under its index.
    """
    children: dict[int | None, list[int]] = {None: []}
    for index, item in enumerate(marked):
        children.setdefault(item.parent, []).append(index)
    starts = [start for start, _ in paragraphs]
    out: dict[int | None, Stream] = {}
    for level, folded in children.items():
        inside = [(0, len(text))] if level is None else marked[level].inner
        out[level] = _fold(text, all_words, inside, marked, folded, starts, lex)
    return out


def _fold(
    text: str,
    all_words: Words,
    inside: Sequence[Span],
    marked: list[Marked],
    folded: list[int],
    starts: list[int],
    lex: QuoteLexicon,
) -> Stream:
    """The stream of the stretches ``inside``, with the marked strings ``folded`` as items."""
    stream = Stream()
    pieces = sorted((s, e, index) for index in folded for s, e in marked[index].fragments)
    at = 0
    for first, last in inside:
        while at < len(pieces) and pieces[at][0] < first:
            at += 1
        left = first
        while at < len(pieces) and pieces[at][1] <= last:
            s, e, index = pieces[at]
            _append(stream, all_words, left, s)
            _append_mark(stream, s, e, index, lex)
            left, at = e, at + 1
        _append(stream, all_words, left, last)
    _number_paragraphs(stream, starts)
    _split(text, stream, lex)
    _ignore_capitals(stream)
    return stream


def _append(stream: Stream, all_words: Words, left: int, right: int) -> None:
    first, last = bisect_left(all_words.start, left), bisect_left(all_words.start, right)
    stream.low += all_words.low[first:last]
    stream.bits += all_words.bits[first:last]
    stream.start += all_words.start[first:last]
    stream.end += all_words.end[first:last]
    stream.mark += [-1] * (last - first)
    stream.cap += all_words.cap[first:last]


def _append_mark(stream: Stream, start: int, end: int, index: int, lex: QuoteLexicon) -> None:
    stream.low.append("")
    stream.start.append(start)
    stream.end.append(end)
    stream.mark.append(index)
    stream.cap.append(False)
    stream.bits.append(lex.classes.get("", 0))


def _number_paragraphs(stream: Stream, starts: list[int]) -> None:
    done = 0
    for number, following in enumerate([*starts[1:], None]):
        stop = len(stream.start) if following is None else bisect_left(stream.start, following, done)
        stream.paragraph.extend([number] * (stop - done))
        done = stop
    stream.paragraph.extend([0] * (len(stream.start) - done))


def _split(text: str, stream: Stream, lex: QuoteLexicon) -> None:
    """Find sentence ends: terminal punctuation outside marked strings, or inside one that a new sentence follows."""
    n = len(stream.low)
    opening = [i for i, (a, b) in enumerate(pairwise([-1, *stream.paragraph])) if a != b]
    datelines = {_dateline(text, stream, i) for i in opening}
    terminals = [i for i, word in enumerate(stream.low) if word in _TERMINAL or not word]
    first = 0
    for i in sorted({*(i - 1 for i in opening), *datelines, *terminals}):
        following = i + 1
        if i < 0 or following == n:
            continue
        if stream.paragraph[following] != stream.paragraph[i]:
            # a line that ends in a colon introduces the marked string of the next
            ends = not (stream.low[i] == ":" and stream.mark[following] >= 0)
        elif i in datelines:
            ends = True
        elif stream.mark[i] >= 0:
            ends = ends_sentence(text, stream.end[i]) and (
                stream.mark[following] >= 0 or stream.cap[following] or not text[stream.start[following]].isalnum()
            )
            ends = (
                ends
                and stream.low[following] not in _CONTINUES
                and not _said(stream, following, lex, closing_character(text, stream.start[i], stream.end[i]) == ".")
            )
        else:
            ends = stream.mark[following] >= 0 or stream.cap[following] or text[stream.start[following]].isdigit()
            ends = ends or stream.low[following] in _OPENS_SENTENCE
        if ends:
            stream.sentences.append((first, following))
            first = following
    if first < n:
        stream.sentences.append((first, n))


def _ignore_capitals(stream: Stream) -> None:
    """In a headline, where every longer word begins with a capital, capitals tell nothing."""
    for first, last in stream.sentences:
        if not stream.cap[first] or ":" in stream.low[first : first + _HEADLINE]:  # labels of transcripts keep theirs
            continue
        capitals = all(stream.cap[i] or not _longer(stream.low[i]) for i in range(first, last))
        if capitals and sum(map(_longer, stream.low[first:last])) >= _HEADLINE:
            stream.cap[first:last] = [False] * (last - first)


def _longer(word: str) -> bool:
    return len(word) > 3 and word.isalpha()


def _said(stream: Stream, first: int, lex: QuoteLexicon, full_stop: bool) -> bool:
    """Whether a short "NAME said" follows a marked string: its sentence then includes what is said.

    After a full stop, where edited text has a comma, only if nothing but adjuncts follows the verb.
    """
    for i in range(first, min(first + 9, len(stream.low))):
        if stream.mark[i] >= 0 or stream.paragraph[i] != stream.paragraph[first]:
            return False
        if i > first and stream.low[i] in lex.saying:
            after = i + 1
            introduces = after + 1 < len(stream.low) and stream.mark[after + 1] >= 0 and stream.low[after] in {",", ":"}
            return (
                not full_stop
                or after == len(stream.low)
                or (stream.low[after] in _CONTINUES and not (introduces and stream.cap[first]))
                or stream.isa(after, TAIL_LEADS | TEMPORAL)
                or stream.paragraph[after] != stream.paragraph[i]
            )
        if not stream.low[i][:1].isalnum():
            return False
    return False


def _dateline(text: str, stream: Stream, first: int) -> int:
    """The dash that ends a dateline ("CLEVELAND (Wire) -") at item ``first``, or -1."""
    if (
        not stream.cap[first]
        or not text[stream.start[first] : stream.end[first]].isupper()
        or stream.end[first] - stream.start[first] < 3
    ):
        return -1
    for i in range(first + 1, min(first + 16, len(stream.low))):
        if stream.paragraph[i] != stream.paragraph[first] or stream.mark[i] >= 0:
            return -1
        if stream.low[i] in DASHES and stream.start[i] > stream.end[i - 1]:
            return i
    return -1


def closing_character(text: str, start: int, end: int) -> str:
    """The last character of the marked string [start, end) inside its marks; empty if there is none."""
    return text[max(start, end - 6) : end].rstrip("\"'”’»›」』„“‘`â€\x9d \t\xa0)")[-1:]


def ends_sentence(text: str, end: int) -> bool:
    """Whether the marked string that ends at ``end`` closes with terminal punctuation inside its marks."""
    return closing_character(text, 0, end) in _TERMINAL
