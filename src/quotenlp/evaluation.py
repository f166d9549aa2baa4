"""Scores attributions against gold ones.

Gold is JSON lines of ``{"id", "text", "attributions": [{"source", "cue", "content"}]}``; every role is a list of
``[start, end)`` character offsets, and ``discard`` may list stretches that count for nothing. The words of a role are
compared, not its characters, so that punctuation and quotation marks at an edge never matter. Gold and predicted
attributions are paired one to one by content (Jaccard overlap, best first), as evaluations on PolNeAR do (Newell,
Margolin and Ruths 2018).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

_WORD = re.compile(r"\w+(?:[’']\w+)*")
_MARK = re.compile(r"[“”\"«»„]")
_ROLES = ("source", "cue", "content")

Attribution = dict[str, list[list[int]]]


@dataclass(slots=True)
class Counts:
    """True positives, predictions and gold items."""

    right: int = 0
    predicted: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        """Share of the predictions that are right; 0 without any."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold items that were found; 0 without any."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f_score(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.predicted + self.gold
        return 2 * self.right / total if total else 0.0


@dataclass(slots=True)
class Scores:
    """Scores of one kind of attribution.

    Attributes:
        whole: content overlaps by half (Jaccard), cue and source overlap, or the source is absent on both sides.
        content: content overlaps by half.
        exact: content has the same words.
    """

    whole: Counts = field(default_factory=Counts)
    content: Counts = field(default_factory=Counts)
    exact: Counts = field(default_factory=Counts)

    def _each(self) -> tuple[Counts, Counts, Counts]:
        return self.whole, self.content, self.exact


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of an attribution's roles, as indices, and whether its content touches a quotation mark."""

    source: frozenset[int]
    cue: frozenset[int]
    content: frozenset[int]
    quoted: bool

    def like(self, other: _Words) -> float:
        return len(self.content & other.content) / len(self.content | other.content)


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
        text: str = doc["text"]
        words = [match.span() for match in _WORD.finditer(text)]
        skipped = _inside(words, doc.get("discard") or [])
        want = [_words(a, text, words, skipped) for a in doc["attributions"]]
        have = [_words(a, text, words, skipped) for a in predicted.get(doc["id"], [])]
        _count([w for w in want if w.content], [w for w in have if w.content], out)
    return out


def _inside(words: Sequence[tuple[int, int]], spans: Iterable[Sequence[int]]) -> frozenset[int]:
    spans = list(spans)
    return frozenset(i for i, (s, e) in enumerate(words) if any(s < end and e > start for start, end in spans))


def _words(a: Attribution, text: str, words: Sequence[tuple[int, int]], skipped: frozenset[int]) -> _Words:
    source, cue, content = (_inside(words, a.get(role) or []) - skipped for role in _ROLES)
    quoted = any(_MARK.search(text[max(0, s - 1) : e + 1]) for s, e in a.get("content") or [])
    return _Words(source, cue, content, quoted)


def _count(gold: list[_Words], predicted: list[_Words], out: dict[str, Scores]) -> None:
    for items, side in ((gold, "gold"), (predicted, "predicted")):
        for item in items:
            for name in ("all", "quoted" if item.quoted else "unquoted"):
                for counts in out[name]._each():
                    setattr(counts, side, getattr(counts, side) + 1)
    for want, have in _pairs(gold, predicted):
        half = want.like(have) >= 0.5
        source = bool(want.source & have.source) if want.source else not have.source
        cue = bool(want.cue & have.cue) or not want.cue
        for name in ("all", "quoted" if want.quoted else "unquoted"):
            scores = out[name]
            scores.content.right += half
            scores.exact.right += want.content == have.content
            scores.whole.right += half and source and cue


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
