"""What the trained tagger found in a Doc, over the items of a stream."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import Any

import numpy as np
from spacy.tokens import Doc

from quotenlp.document import FRAGMENT_LABELS, FRAGMENTS
from quotenlp.quotes.noun_phrase import Range
from quotenlp.quotes.stream import Stream


@dataclass(slots=True)
class Evidence:
    """Probabilities and fragments by role.

    Attributes:
        scores: by role, the probability of each item that it is in such a fragment; of a marked string the mean.
        fragments: by role, item ranges in text order; within a role they do not overlap.
    """

    scores: dict[str, list[float]]
    fragments: dict[str, list[Range]]

    def within(self, role: str, first: int, stop: int) -> list[Range]:
        """The fragments that begin in [first, stop)."""
        of_role = self.fragments[role]
        return of_role[bisect_left(of_role, (first,)) : bisect_left(of_role, (stop,))]

    def meeting(self, role: str, span: Range) -> Range | None:
        """The first fragment that shares items with ``span``."""
        of_role = self.fragments[role]
        at = max(bisect_left(of_role, (span[0],)) - 1, 0)
        return next((f for f in of_role[at : at + 2] if f[0] < span[1] and span[0] < f[1]), None)

    def mean(self, role: str, span: Range) -> float:
        """The mean probability of the items in ``span``."""
        of_role = self.scores[role][span[0] : span[1]]
        return sum(of_role) / len(of_role) if of_role else 0.0


def evidence_of(doc: Doc, st: Stream) -> Evidence | None:
    """What `attribution_tagger` left on ``doc``; None if it has not run."""
    if FRAGMENTS not in doc.spans or not st.start:
        return None
    group = doc.spans[FRAGMENTS]
    scores: dict[str, str] | None = group.attrs.get("scores")
    if scores is None or any(len(scores.get(role, "")) != len(doc) for role in FRAGMENT_LABELS):
        return None
    begin = doc.to_array(["IDX"]).astype(np.int64).reshape(-1)
    first = np.searchsorted(begin, np.asarray(st.start), "right") - 1
    last = np.maximum(np.searchsorted(begin, np.asarray(st.end), "left"), first + 1)
    return Evidence(
        {role: _per_item(scores[role], first, last) for role in FRAGMENT_LABELS},
        {role: _item_ranges([s for s in group if s.label_ == role], st) for role in FRAGMENT_LABELS},
    )


def _per_item(scores: str, first: Any, last: Any) -> list[float]:
    values = np.frombuffer(scores.encode("latin-1"), dtype="uint8") / 255
    sums = np.concatenate([[0.0], np.cumsum(values)])
    means: list[float] = ((sums[last] - sums[first]) / (last - first)).tolist()
    return means


def _item_ranges(spans: list[Any], st: Stream) -> list[Range]:
    starts, ends = np.asarray(st.start), np.asarray(st.end)
    out: list[Range] = []
    for span in sorted(spans, key=lambda span: int(span.start)):
        first = int(np.searchsorted(ends, span.start_char, "right"))
        last = int(np.searchsorted(starts, span.end_char, "left"))
        if out and first < out[-1][1]:
            first = out[-1][1]  # a marked string is one item, whatever fragments are in it
        if first < last:
            out.append((first, last))
    return out
