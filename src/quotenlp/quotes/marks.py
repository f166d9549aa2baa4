"""Quotation marks: a character scanner that pairs them, without tokens or sentences.

Each mark is read as opening, closing, either or neither from its shape and its neighbours; a stack pairs them within
a paragraph. Apostrophes, possessives, decades, feet and inches are not marks. A paragraph that opens again what the
one before left open continues it; what nobody closes ends with its paragraph and is reported as not closed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

Span = tuple[int, int]

# family of marks that may close each other -> (marks that only open, marks that only close, marks that do both)
_DOUBLE, _SINGLE, _ANGLE, _SMALL_ANGLE, _CORNER, _WHITE_CORNER = range(6)
_FAMILIES: dict[str, tuple[int, str]] = {
    "“": (_DOUBLE, "open"),
    "„": (_DOUBLE, "open"),
    "‟": (_DOUBLE, "open"),
    "❝": (_DOUBLE, "open"),
    "〝": (_DOUBLE, "open"),
    "``": (_DOUBLE, "open"),
    "â€œ": (_DOUBLE, "open"),
    "”": (_DOUBLE, "close"),
    "❞": (_DOUBLE, "close"),
    "〞": (_DOUBLE, "close"),
    "〟": (_DOUBLE, "close"),
    "â€\x9d": (_DOUBLE, "close"),
    "â€�": (_DOUBLE, "close"),
    "''": (_DOUBLE, "close"),
    '"': (_DOUBLE, "both"),
    "＂": (_DOUBLE, "both"),
    "‘": (_SINGLE, "open"),
    "‚": (_SINGLE, "open"),
    "‛": (_SINGLE, "open"),
    "`": (_SINGLE, "open"),
    "’": (_SINGLE, "close"),
    "'": (_SINGLE, "both"),
    "«": (_ANGLE, "open"),
    "»": (_ANGLE, "close"),
    "‹": (_SMALL_ANGLE, "open"),
    "›": (_SMALL_ANGLE, "close"),
    "「": (_CORNER, "open"),
    "」": (_CORNER, "close"),
    "『": (_WHITE_CORNER, "open"),
    "』": (_WHITE_CORNER, "close"),
}
_MARK = re.compile("[“”„‟❝❞〝〞〟\"＂«»‹›「」『』`‚‛‘’'â]")
_LONG_MARKS = tuple(mark for mark in _FAMILIES if len(mark) > 1)
_PARAGRAPH = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_DECADE = re.compile(r"\d\ds?(?!\w)")
_WORD = re.compile(r"\w+")
_UNIT = re.compile(r"[\s-]?(\w+)")
_INCHES = re.compile(r"\s?\d")
_OPENERS_BEFORE = "([{<—–-/:=“„‟«‹「『‘‚\"'`"
_CLOSERS_AFTER = ".,;:!?)]}>—–-/…”’»›\"'"


@dataclass(slots=True)
class _Open:
    start: int
    end: int
    family: int
    mark: str
    continues: bool


@dataclass(slots=True)
class Marked:
    """A marked string.

    Attributes:
        fragments: (start, end) with the marks, one per paragraph that it runs through.
        inner: the same without the marks.
        closed: whether its closing mark was found.
        parent: index of the marked string around it, or None.
        family: marks of one family may close each other.
    """

    fragments: Sequence[Span]
    inner: Sequence[Span]
    closed: bool
    parent: int | None
    family: int

    def add(self, fragment: Span, inner: Span, *, closed: bool) -> None:
        """Let the string go on in a further paragraph."""
        if isinstance(self.fragments, list) and isinstance(self.inner, list):
            self.fragments.append(fragment)
            self.inner.append(inner)
        else:  # most strings have one fragment, and a tuple of it is nothing for the garbage collector to look at
            self.fragments, self.inner = [*self.fragments, fragment], [*self.inner, inner]
        self.closed = closed

    @property
    def start(self) -> int:
        """Where the first fragment begins."""
        return self.fragments[0][0]

    @property
    def end(self) -> int:
        """Where the last fragment ends."""
        return self.fragments[-1][1]


def paragraphs(text: str) -> list[Span]:
    """Character spans of the paragraphs: lines, joined where one breaks off in mid-sentence.

    A single line break counts as white space if the line before it is long, ends without punctuation or with a comma,
    and the next one goes on in lower case.
    """
    out: list[Span] = []
    for match in _PARAGRAPH.finditer(text):
        start, end = match.span()
        if not text[start:end].strip():
            continue
        if out and _wrapped(text, out[-1], start):
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def _wrapped(text: str, before: Span, start: int) -> bool:
    gap = text[before[1] : start]
    if gap not in ("\n", "\r\n"):
        return False
    line = text[before[0] : before[1]].rstrip()
    last = line.rsplit("\n", 1)[-1]
    following = text[start : start + 40].lstrip()
    return len(last) >= 45 and (line[-1].isalnum() or line[-1] in ",;-") and following[:1].islower()


def scan(
    text: str,
    stretches: Iterable[Span],
    elisions: Collection[str] = (),
    measures: Collection[str] = (),
    attribution: re.Pattern[str] | None = None,
) -> list[Marked]:
    """Find the marked strings of ``text``.

    Args:
        text: any string.
        stretches: its paragraphs.
        elisions: words that begin with an apostrophe ("tis"), lower case, without it.
        measures: words that follow an inch mark ("wide", "of").
        attribution: matches a clause such as "he said." at the end of a stretch, as its group "clause": a string that
            nobody closed ends before it, and no paragraph continues it.

    Returns:
        Marked strings by start; nested ones name their parent.
    """
    found: list[Marked] = []
    pending: list[int] = []  # marked strings that the paragraph before left open, outermost first
    for start, end in stretches:
        marks = list(_read_marks(text, start, end, elisions, measures))
        if marks or pending:
            pending = _pair(text, start, end, marks, found, pending, attribution)
    return _in_order(found)


def _in_order(found: list[Marked]) -> list[Marked]:
    order = sorted(range(len(found)), key=lambda i: (found[i].start, -found[i].end))
    place = {old: new for new, old in enumerate(order)}
    return [
        replace(found[old], parent=None if (parent := found[old].parent) is None else place[parent]) for old in order
    ]


Mark = tuple[int, int, int, str]  # start, end, family, "open" | "close" | "both"


def _read_marks(
    text: str, start: int, end: int, elisions: Collection[str], measures: Collection[str]
) -> Iterator[Mark]:
    past = start
    for match in _MARK.finditer(text, start, end):
        s = match.start()
        if s < past:
            continue
        mark = match.group()
        before = text[s - 1] if s > start else " "
        after = text[s + 1] if s + 1 < end else " "
        if mark in "’'" and before.isalnum() and after.isalnum():
            continue  # an apostrophe, by far the commonest candidate
        if mark in "`'â" and (double := next((m for m in _LONG_MARKS if text.startswith(m, s)), "")):
            mark = double
            after = text[s + len(mark)] if s + len(mark) < end else " "
        elif mark == "â":
            continue
        e = past = s + len(mark)
        family, way = _FAMILIES[mark]
        if family == _SINGLE:
            way = _single_way(text, s, e, end, before, after, elisions)
        elif mark in ('"', "＂"):
            way = _straight_way(text, e, end, before, after, measures)
        elif mark == "''" and before.isspace() and not after.isspace():
            way = "open"
        elif mark in "“”" and _turned(way, before, after):
            way = "both"
        elif family in (_ANGLE, _SMALL_ANGLE):
            way = _angle_way(text, s, start, way, before, after)
        if way:
            yield s, e, family, way


def _turned(way: str, before: str, after: str) -> bool:
    """Whether a curly mark stands the wrong way round: typed so, or the Swedish ”…”."""
    if way == "close":
        return before.isspace() and after.isalnum()
    return not before.isspace() and before not in _OPENERS_BEFORE and (after.isspace() or after in _CLOSERS_AFTER)


def _single_way(text: str, s: int, e: int, end: int, before: str, after: str, elisions: Collection[str]) -> str:
    mark = text[s]
    if before.isalnum() and after.isalnum():
        return ""
    if after.isalnum():
        if _DECADE.match(text, e) and mark != "`":
            return "" if before.isspace() or before in _OPENERS_BEFORE else "close"
        word = _WORD.match(text, e, end)
        if word and word.group().lower() in elisions and mark != "`":
            return ""
        if before.isspace() or before in _OPENERS_BEFORE:
            return "open" if mark != "’" else ""
        return "close" if before in ".,!?…" else ""
    if before.isdigit() and mark == "'" and _INCHES.match(text, e, end):
        return ""  # feet
    if before.isspace() and after.isspace():
        return ""
    if before.isspace() or (before in _OPENERS_BEFORE and not (after.isspace() or after in _CLOSERS_AFTER)):
        return "open" if mark != "’" else ""
    if mark in "‘‚‛`":
        return ""  # a left mark where only an apostrophe can stand
    return "close" if before in ".,!?…)" or not before.isalnum() else "weak"


def _straight_way(text: str, e: int, end: int, before: str, after: str, measures: Collection[str]) -> str:
    opens = before.isspace() or before in _OPENERS_BEFORE
    closes = after.isspace() or after in _CLOSERS_AFTER
    if before.isdigit():
        word = _UNIT.match(text, e, end)
        if word and word.group(1).lower() in measures:
            return "inch"
        return "close" if closes else "inch"
    if opens and closes:
        return "open" if before in "([{:" and not after.isspace() else "both"
    if opens:
        return "open"
    if closes:
        return "close"
    return "both"


def _angle_way(text: str, s: int, start: int, way: str, before: str, after: str) -> str:
    if way == "close" and after.isspace() and _at_line_start(text, start, s):
        return ""  # a bullet
    if way == "close" and before.isspace() and not after.isspace():
        return "both"
    if way == "open" and not before.isspace() and (after.isspace() or after in _CLOSERS_AFTER):
        return "both"
    return way


def _at_line_start(text: str, start: int, s: int) -> bool:
    while s > start and text[s - 1].isspace():
        s -= 1
    return s == start


def _pair(
    text: str,
    start: int,
    end: int,
    marks: list[Mark],
    found: list[Marked],
    pending: list[int],
    attribution: re.Pattern[str] | None,
) -> list[int]:
    """Pair the marks of one paragraph; returns the marked strings that it leaves open."""
    stack: list[_Open] = []
    depth: dict[int, list[int]] = {}  # family -> places of its open marks in the stack
    paired: list[tuple[_Open, Span]] = []
    dangling: list[_Open] = []
    reopen = list(pending)
    at_start, read = True, start
    closes, closable = _closing_ahead(marks)
    for i, (s, e, family, way) in enumerate(marks):
        at_start, read = at_start and not text[read:s].strip(), e
        places = depth.setdefault(family, [])
        inside = places[-1] if places else None
        if way == "inch":
            # a mark after a digit closes only if no better close follows for what is open
            way = "close" if inside is not None and not closes[i] else ""
        elif way == "weak":
            # after a letter without punctuation: a plural possessive (drivers' canteen) or the end of a quoted word
            possessive = text[s - 1].lower() in "sxzn" and closes[i]
            way = "close" if inside is not None and not possessive else ""
        elif way == "both":
            way = "close" if inside is not None else "open"
        elif way == "open" and family == _SINGLE and not closable[i]:
            way = ""  # a single mark must close in its paragraph, else it was an apostrophe
        elif way == "open" and inside is not None and text[s] == "“" and stack[inside].mark == "„":
            way = "close"
        if way == "open":
            places.append(len(stack))
            stack.append(_Open(s, e, family, text[s:e], at_start and bool(reopen)))
        elif way == "close" and inside is not None:
            dangling.extend(stack[inside + 1 :])
            paired.append((stack[inside], (s, e)))
            del stack[inside:]
            for others in depth.values():
                while others and others[-1] >= inside:
                    others.pop()
        elif way == "close" and family == _DOUBLE and reopen and not stack and i == 0:
            # the paragraph goes on inside the quotation without opening it again, and closes it
            before = found[reopen[0]]
            if before.family == family:
                first = start
                while text[first].isspace():
                    first += 1
                before.add((first, e), (first, s), closed=True)
                reopen = []
    dangling.extend(stack)
    unclosed = _ends_of_unclosed(text, start, end, paired, dangling, attribution)
    return _store(paired, unclosed, _stop(text, start, end), found, reopen)


def _closing_ahead(marks: list[Mark]) -> tuple[list[bool], list[bool]]:
    """Per mark: whether its family is closed before it is opened again; for one that opens: whether a close is left."""
    closes = [False] * len(marks)
    closable = [False] * len(marks)
    next_closes: dict[int, bool] = {}
    left: dict[int, int] = {}
    for i in range(len(marks) - 1, -1, -1):
        _, _, family, way = marks[i]
        closes[i] = next_closes.get(family, False)
        if way in {"open", "close", "both"}:
            next_closes[family] = way != "open"
        if way == "open":
            closable[i] = left.get(family, 0) > 0
            left[family] = max(0, left.get(family, 0) - 1)
        else:
            left[family] = left.get(family, 0) + 1
    return closes, closable


def _stop(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())


def _ends_of_unclosed(
    text: str,
    start: int,
    end: int,
    paired: list[tuple[_Open, Span]],
    dangling: list[_Open],
    attribution: re.Pattern[str] | None,
) -> list[tuple[_Open, Span]]:
    """What is not closed ends before the next string of its family, a clause of attribution, or the paragraph."""
    starts: dict[int, list[int]] = {}
    for opened in [*(opened for opened, _ in paired), *dangling]:
        starts.setdefault(opened.family, []).append(opened.start)
    for places in starts.values():
        places.sort()
    stop = _stop(text, start, end)
    out: list[tuple[_Open, Span]] = []
    for opened in dangling:
        if opened.family == _SINGLE:
            continue
        places = starts[opened.family]
        following = bisect_right(places, opened.start)
        cut = places[following] if following < len(places) else stop
        if attribution and cut > opened.end and (tail := attribution.search(text, max(opened.end, cut - 120), cut)):
            cut = tail.start("clause")
        cut = opened.start + len(text[opened.start : cut].rstrip())
        if cut > opened.end:
            out.append((opened, (cut, cut)))
    return out


def _store(
    paired: list[tuple[_Open, Span]],
    unclosed: list[tuple[_Open, Span]],
    stop: int,
    found: list[Marked],
    reopen: list[int],
) -> list[int]:
    """Store the marked strings of one paragraph; returns those that the next paragraph may continue."""
    order = sorted(
        [(opened, mark, True) for opened, mark in paired] + [(opened, mark, False) for opened, mark in unclosed],
        key=lambda item: (item[0].start, -item[1][1]),
    )
    pending: list[int] = []
    around: list[tuple[int, int]] = []  # (end, index) of the strings that enclose the current place
    for opened, (s, e), is_closed in order:
        while around and around[-1][0] <= opened.start:
            around.pop()
        piece, inner = (opened.start, e), (opened.end, s)
        same = next((k for k in reopen if found[k].family == opened.family), None) if opened.continues else None
        if same is not None:
            reopen = [k for k in reopen if k != same]
            index = same
            found[same].add(piece, inner, closed=is_closed)
        else:
            index = len(found)
            parent = around[-1][1] if around else None
            found.append(Marked((piece,), (inner,), is_closed, parent, opened.family))
        around.append((e, index))
        if not is_closed and e == stop:
            pending.append(index)
    return pending
