"""Scores of attributions.

Gold and predictions are plain data, as `quotenlp.io.gold` reads them. An attribution has a ``source``, a ``cue`` and a
``content``; each is a list of ``[start, end)`` character offsets, only the content never empty. A gold document is
``{"id", "text", "attributions"}``, with ``discard`` where stretches of the text count for nothing. The words of a role
are compared, not its characters, so that punctuation and quotation marks at an edge never matter. Gold and
predicted attributions are paired one to one by content (Jaccard overlap, best first), as evaluations on PolNeAR do
(Newell, Margolin and Ruths 2018).

A gold attribution may also have a ``speaker``: a name, or a description where the text gives no name, or None where it
tells nothing. That of a predicted one is the list of all names and descriptions of its speaker, or None.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from quotenlp.evaluation.counts import Counts, percent
from quotenlp.evaluation.names import names_one

_WORD = re.compile(r"\w+(?:[’']\w+)*")
MARK = re.compile(r"[“”\"«»„]")
ROLES = ("source", "cue", "content")

Attribution = dict[str, Any]


@dataclass(slots=True)
class Scores:
    """Scores of one kind of attribution.

    Attributes:
        whole: content overlaps by half (Jaccard), cue and source overlap, or the source is absent on both sides.
        content: content overlaps by half.
        exact: content has the same words.
        words: for each role, the words that stand in it in any attribution of a document.
        paired: gold attributions whose content shares a word with that of their predicted partner.
        paired_source: those of them whose sources overlap, or are absent on both sides.
        speakers: gold attributions with content found by half and a speaker that is known, or known on neither side.
        speakers_right: those of them whose speaker is right.
    """

    whole: Counts = field(default_factory=Counts)
    content: Counts = field(default_factory=Counts)
    exact: Counts = field(default_factory=Counts)
    words: dict[str, Counts] = field(default_factory=lambda: {role: Counts() for role in ROLES})
    paired: int = 0
    paired_source: int = 0
    speakers: int = 0
    speakers_right: int = 0

    @property
    def source_accuracy(self) -> float:
        """Share of the paired attributions whose source is right; 0 without any."""
        return self.paired_source / self.paired if self.paired else 0.0

    @property
    def speaker_accuracy(self) -> float | None:
        """Share of these attributions whose speaker is right; None where gold or predictions tell no speakers."""
        return self.speakers_right / self.speakers if self.speakers else None

    def to_dict(self) -> dict[str, Any]:
        """All figures as JSON-able data, shares between 0 and 1."""
        return {
            "gold": self.whole.gold,
            "found": self.whole.predicted,
            "whole": self.whole.to_dict(),
            "content": self.content.to_dict(),
            "exact": self.exact.to_dict(),
            "words": {role: counts.to_dict() for role, counts in self.words.items()},
            "source_accuracy": round(self.source_accuracy, 4),
            "speaker_accuracy": None if self.speaker_accuracy is None else round(self.speaker_accuracy, 4),
        }

    def _each(self) -> tuple[Counts, Counts, Counts]:
        return self.whole, self.content, self.exact


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of an attribution's roles, as indices; whether its content touches a quotation mark; who speaks.

    ``names`` are the names of the speaker, none where it is unknown, and None where nothing is said about it.
    """

    source: frozenset[int]
    cue: frozenset[int]
    content: frozenset[int]
    quoted: bool
    names: tuple[str, ...] | None

    def like(self, other: _Words) -> float:
        return len(self.content & other.content) / len(self.content | other.content)


_Side = tuple[_Words, Attribution]


def score(gold: Iterable[dict[str, Any]], predicted: dict[str, list[Attribution]]) -> dict[str, Scores]:
    """Score predicted attributions.

    Args:
        gold: documents as the module describes.
        predicted: attributions by document id; a document that is absent counts as one without any.

    Returns:
        Scores under "all", "quoted" (the content holds or touches a quotation mark) and "unquoted".
    """
    out = {name: Scores() for name in ("all", "quoted", "unquoted")}
    for doc in gold:
        want, have = _sides(doc, predicted.get(doc["id"], []))
        _count([words for words, _ in want], [words for words, _ in have], out)
    return out


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one attribution.

    Attributes:
        gold: the gold attribution, or None for one that was found and has no partner.
        predicted: the predicted attribution, or None for a gold one without partner.
        right: whether the whole attribution is right, as `score` counts.
        wrong: what is not: "missed" or "spurious" without a partner, else the first of "content" (not by half), "cue",
            "source"; "" if all is right.
    """

    gold: Attribution | None
    predicted: Attribution | None
    right: bool
    wrong: str


def outcomes(doc: dict[str, Any], predicted: list[Attribution]) -> list[Outcome]:
    """Compare the attributions of one gold document with those ``predicted``, paired as `score` pairs them."""
    sides = _sides(doc, predicted)
    want, have = ({id(words): (words, attribution) for words, attribution in side} for side in sides)
    out = []
    for one, other in _pairs([w for w, _ in want.values()], [w for w, _ in have.values()]):
        half, cue, source = _right(one, other)
        wrong = "content" if not half else "cue" if not cue else "source" if not source else ""
        out.append(Outcome(want.pop(id(one))[1], have.pop(id(other))[1], not wrong, wrong))
    out += [Outcome(attribution, None, False, "missed") for _, attribution in want.values()]
    return out + [Outcome(None, attribution, False, "spurious") for _, attribution in have.values()]


def quotes_table(scores: dict[str, Scores]) -> list[str]:
    """Lines of a table of what `score` returned: attributions, in percent."""
    lines = [f"{'':10}{'gold':>6}{'found':>7}   {'whole attribution':<22}{'content by half':<22}content exact"]
    for name, row in scores.items():
        cells = "".join(f"{percent(counts)}     " for counts in row._each())
        lines.append(f"{name:10}{row.whole.gold:6}{row.whole.predicted:7}   {cells}".rstrip())
    return [*lines, "(precision, recall, F of each)"]


def words_table(scores: dict[str, Scores]) -> list[str]:
    """Lines of a second table of what `score` returned: words by role, sources and speakers, in percent."""
    told = any(row.speaker_accuracy is not None for row in scores.values())
    title = f"{'':10}{'words of content':<22}{'words of cue':<22}{'words of source':<22}source right"
    lines = [title + "   speaker right" if told else title]
    for name, row in scores.items():
        cells = "".join(f"{percent(row.words[role])}     " for role in reversed(ROLES))
        speaker = "" if row.speaker_accuracy is None else f"{100 * row.speaker_accuracy:15.1f}"
        lines.append(f"{name:10}{cells}{100 * row.source_accuracy:5.1f}{speaker}")
    return lines


def _sides(doc: dict[str, Any], predicted: list[Attribution]) -> tuple[list[_Side], list[_Side]]:
    """The gold attributions of ``doc`` and those ``predicted``, each with its words; those without content left out."""
    text: str = doc["text"]
    words = [match.span() for match in _WORD.finditer(text)]
    skipped = _inside(words, doc.get("discard") or [])
    gold, found = (
        [(of_a, a) for a in side if (of_a := _words(a, text, words, skipped)).content]
        for side in (doc["attributions"], predicted)
    )
    return gold, found


def _inside(words: Sequence[tuple[int, int]], spans: Iterable[Sequence[int]]) -> frozenset[int]:
    spans = list(spans)
    return frozenset(i for i, (s, e) in enumerate(words) if any(s < end and e > start for start, end in spans))


def _words(a: Attribution, text: str, words: Sequence[tuple[int, int]], skipped: frozenset[int]) -> _Words:
    source, cue, content = (_inside(words, a.get(role) or []) - skipped for role in ROLES)
    quoted = any(MARK.search(text[max(0, s - 1) : e + 1]) for s, e in a.get("content") or [])
    return _Words(source, cue, content, quoted, _names(a["speaker"]) if "speaker" in a else None)


def _names(speaker: str | Iterable[str] | None) -> tuple[str, ...]:
    if speaker is None:
        return ()
    return (speaker,) if isinstance(speaker, str) else tuple(speaker)


def _count(gold: list[_Words], predicted: list[_Words], out: dict[str, Scores]) -> None:
    for items, side in ((gold, "gold"), (predicted, "predicted")):
        for item in items:
            for name in ("all", "quoted" if item.quoted else "unquoted"):
                for counts in out[name]._each():
                    setattr(counts, side, getattr(counts, side) + 1)
    _count_words(gold, predicted, out["all"])
    for name, quoted in (("quoted", True), ("unquoted", False)):
        _count_words([w for w in gold if w.quoted is quoted], [w for w in predicted if w.quoted is quoted], out[name])
    for want, have in _pairs(gold, predicted):
        half, cue, source = _right(want, have)
        speaker = _speaker_right(want, have) if half else None
        for name in ("all", "quoted" if want.quoted else "unquoted"):
            scores = out[name]
            scores.content.right += half
            scores.exact.right += want.content == have.content
            scores.whole.right += half and source and cue
            scores.paired += 1
            scores.paired_source += source
            if speaker is not None:
                scores.speakers += 1
                scores.speakers_right += speaker


def _right(gold: _Words, predicted: _Words) -> tuple[bool, bool, bool]:
    """Whether the content (by half), the cue and the source of a pair are right."""
    source = bool(gold.source & predicted.source) if gold.source else not predicted.source
    return gold.like(predicted) >= 0.5, bool(gold.cue & predicted.cue) or not gold.cue, source


def _speaker_right(gold: _Words, predicted: _Words) -> bool | None:
    """Whether the speakers are the same; None where that cannot be told."""
    if gold.names is None or predicted.names is None:
        return None
    if not gold.names:
        return None if predicted.names else True
    return names_one(gold.names[0], predicted.names)


def _count_words(gold: list[_Words], predicted: list[_Words], scores: Scores) -> None:
    for role, counts in scores.words.items():
        want = frozenset[int]().union(*(getattr(item, role) for item in gold))
        have = frozenset[int]().union(*(getattr(item, role) for item in predicted))
        counts.right += len(want & have)
        counts.predicted += len(have)
        counts.gold += len(want)


def _pairs(gold: list[_Words], predicted: list[_Words]) -> list[tuple[_Words, _Words]]:
    candidates = [
        (want.like(have), i, j)
        for i, want in enumerate(gold)
        for j, have in enumerate(predicted)
        if want.content & have.content
    ]
    used_gold: set[int] = set()
    used_predicted: set[int] = set()
    out = []
    for _, i, j in sorted(candidates, key=lambda c: (-c[0], c[1], c[2])):
        if i not in used_gold and j not in used_predicted:
            used_gold.add(i)
            used_predicted.add(j)
            out.append((gold[i], predicted[j]))
    return out
