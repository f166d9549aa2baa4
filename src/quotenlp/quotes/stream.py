"""A level of the text as a stream of items: words, with every marked string folded into one item.

Rules that look for cues and sources read such a stream, so that what stands inside quotation marks cannot mislead them. The top level
folds the outermost marked strings; each marked string that contains others has a stream of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from spacy.tokens import Doc

from quotenlp.quotes.marks import Marked, Span

_PIECE = re.compile(r"\w+(?:[’'.-]\w+)*|[^\w\s]")
_TERMINAL = frozenset({".", "!", "?", "…", "..", "...", "....", "?!", "!?", "!!", "??"})
_TERMINAL_CHARS = ".!?…"

Word = tuple[str, int, int]  # text, start, end


@dataclass(slots=True)
class Stream:
    """Parallel lists, one entry per item, and sentences as half-open ranges of items."""

    low: list[str] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    mark: list[int] = field(default_factory=list)
    cap: list[bool] = field(default_factory=list)
    paragraph: list[int] = field(default_factory=list)
    sentences: list[Span] = field(default_factory=list)

    def add(self, low: str, start: int, end: int, mark: int, cap: bool, paragraph: int) -> None:
        """Append one item."""
        self.low.append(low)
        self.start.append(start)
        self.end.append(end)
        self.mark.append(mark)
        self.cap.append(cap)
        self.paragraph.append(paragraph)

    def span(self, first: int, last: int) -> Span:
        """Character span of the items [first, last)."""
        return self.start[first], self.end[last - 1]


def words(doc: Doc, marked: list[Marked]) -> list[Word]:
    """The tokens of ``doc`` that are not white space; a token glued to a quotation mark is cut there."""
    cuts: list[int] = sorted(
        {p for m in marked for (s, e), (i, j) in zip(m.fragments, m.inner, strict=True) for p in (s, i, j, e)}
    )
    cuts.append(len(doc.text) + 1)
    out: list[Word] = []
    at = 0
    for token in doc:
        start = token.idx
        text = token.text
        end = start + len(text)
        while cuts[at] <= start:
            at += 1
        if cuts[at] >= end:
            if not text.isspace():
                out.append((text, start, end))
            continue
        left = start
        for cut in [*_within(cuts, at, end), end]:
            piece = text[left - start : cut - start]
            out.extend((m.group(), left + m.start(), left + m.end()) for m in _PIECE.finditer(piece))
            left = cut
    return out


def _within(cuts: list[int], at: int, end: int) -> list[int]:
    stop = at
    while cuts[stop] < end:
        stop += 1
    return cuts[at:stop]


def streams(
    text: str, all_words: list[Word], marked: list[Marked], paragraphs: list[Span], verbs: frozenset[str]
) -> dict[int | None, Stream]:
    """Fold marked strings.

    Returns:
        The top-level stream under None, and one per marked string that contains others, under its index.
    """
    children: dict[int | None, list[int]] = {}
    for index, item in enumerate(marked):
        children.setdefault(item.parent, []).append(index)
    starts = [start for start, _ in paragraphs]
    out: dict[int | None, Stream] = {}
    todo: list[tuple[int | None, list[Word]]] = [(None, all_words)]
    while todo:
        level, level_words = todo.pop()
        stream, inside = _fold(text, level_words, marked, children.get(level, []), starts, verbs)
        out[level] = stream
        todo.extend((child, inside[child]) for child in inside if child in children)
    return out


def _fold(
    text: str, level_words: list[Word], marked: list[Marked], folded: list[int], starts: list[int], verbs: frozenset[str]
) -> tuple[Stream, dict[int, list[Word]]]:
    pieces = sorted((s, e, index) for index in folded for s, e in marked[index].fragments)
    pieces.append((len(text) + 1, len(text) + 1, -1))
    stream = Stream()
    inside: dict[int, list[Word]] = {}
    at, entered = 0, False
    paragraph, next_start = -1, starts[0] if starts else len(text) + 1
    add = stream.add
    for word, start, end in level_words:
        while pieces[at][1] <= start:
            at, entered = at + 1, False
        if start >= next_start:
            paragraph = bisect_right(starts, start) - 1
            next_start = starts[paragraph + 1] if paragraph + 1 < len(starts) else len(text) + 1
        s, e, index = pieces[at]
        if start >= s:
            if not entered:
                add("", s, e, index, False, paragraph)
                entered = True
            inside.setdefault(index, []).append((word, start, end))
        else:
            add(word.lower(), start, end, -1, word[0].isupper(), paragraph)
    inside = {
        index: [w for w in ws if any(i <= w[1] and w[2] <= j for i, j in marked[index].inner)]
        for index, ws in inside.items()
    }
    _split(text, stream, verbs)
    return stream, inside


def _split(text: str, stream: Stream, verbs: frozenset[str]) -> None:
    """Find sentence ends: terminal punctuation outside marked strings, or inside one that a new sentence follows."""
    n = len(stream.low)
    first = 0
    dateline = -1
    for i in range(n):
        if i == first and (i == 0 or stream.paragraph[i] != stream.paragraph[i - 1]):
            dateline = _dateline(text, stream, i)
        following = i + 1
        if following == n:
            break
        if stream.paragraph[following] != stream.paragraph[i]:
            # a line that ends in a colon introduces the marked string of the next
            ends = not (stream.low[i] == ":" and stream.mark[following] >= 0)
        elif i == dateline:
            ends = True
        elif stream.mark[i] >= 0:
            ends = ends_sentence(text, stream.end[i]) and (
                stream.mark[following] >= 0 or stream.cap[following] or not text[stream.start[following]].isalnum()
            )
            ends = ends and stream.low[following] not in _CONTINUES and not _said(stream, following, verbs)
        elif stream.low[i] in _TERMINAL:
            ends = stream.mark[following] >= 0 or stream.cap[following] or text[stream.start[following]].isdigit()
            ends = ends or stream.low[following] in {"•", "-", "–", "—", "(", "["}
        else:
            ends = False
        if ends:
            stream.sentences.append((first, following))
            first = following
    if first < n:
        stream.sentences.append((first, n))


def _said(stream: Stream, first: int, verbs: frozenset[str]) -> bool:
    """Whether a short "NAME said" follows a marked string: its sentence then includes what is said."""
    for i in range(first, min(first + 9, len(stream.low))):
        if stream.mark[i] >= 0 or stream.paragraph[i] != stream.paragraph[first]:
            return False
        if i > first and stream.low[i] in verbs:
            after = i + 1
            return (
                after == len(stream.low)
                or stream.low[after] in _CONTINUES
                or stream.low[after] in {"in", "on", "at", "of", "as", "to", "with", "when", "after"}
                or stream.paragraph[after] != stream.paragraph[i]
            )
        if not stream.low[i][0].isalnum():
            return False
    return False


def _dateline(text: str, stream: Stream, first: int) -> int:
    """The dash that ends a dateline ("CLEVELAND (Wire) -") at item ``first``, or -1."""
    if not stream.cap[first] or not text[stream.start[first] : stream.end[first]].isupper() or stream.end[first] - stream.start[first] < 3:
        return -1
    for i in range(first + 1, min(first + 16, len(stream.low))):
        if stream.paragraph[i] != stream.paragraph[first] or stream.mark[i] >= 0:
            return -1
        if stream.low[i] in {"—", "–", "-", "--"} and stream.start[i] > stream.end[i - 1]:
            return i
    return -1


_CONTINUES = frozenset({",", ";", ":", "—", "–", "-", ")", "]", "."})


def ends_sentence(text: str, end: int) -> bool:
    """Whether the marked string that ends at ``end`` closes with terminal punctuation inside its marks."""
    tail = text[max(0, end - 6) : end].rstrip("\"'”’»›」』„“‘` \t\xa0)")
    return tail[-1:] != "" and tail[-1] in _TERMINAL_CHARS
