"""What the trained tagger found in a Doc, over the items of a stream."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from spacy.tokens import Doc

from quotenlp.document import FRAGMENTS
from quotenlp.quotes.noun_phrase import Range
from quotenlp.quotes.stream import Stream

ROLES = ("SOURCE", "CUE", "CONTENT")


@dataclass(slots=True)
class Evidence:
    """Probabilities and fragments by role.

    Attributes:
        scores: by role, the probability of each item that it is in such a fragment; of a marked string the mean.
        fragments: by role, item ranges in text order.
    """

    scores: dict[str, list[float]]
    fragments: dict[str, list[Range]]

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
    if scores is None or any(len(scores.get(role, "")) != len(doc) for role in ROLES):
        return None
    begin = doc.to_array(["IDX"]).astype(np.int64).reshape(-1)
    first = np.searchsorted(begin, np.asarray(st.start), "right") - 1
    last = np.maximum(np.searchsorted(begin, np.asarray(st.end), "left"), first + 1)
    return Evidence(
        {role: _per_item(scores[role], first, last) for role in ROLES},
        {role: _item_ranges([s for s in group if s.label_ == role], st) for role in ROLES},
    )


def _per_item(scores: str, first: Any, last: Any) -> list[float]:
    values = np.frombuffer(scores.encode("latin-1"), dtype="uint8") / 255
    sums = np.concatenate([[0.0], np.cumsum(values)])
    means: list[float] = ((sums[last] - sums[first]) / (last - first)).tolist()
    return means


def _item_ranges(spans: list[Any], st: Stream) -> list[Range]:
    starts, ends = np.asarray(st.start), np.asarray(st.end)
    out = []
    for span in spans:
        first = int(np.searchsorted(ends, span.start_char, "right"))
        last = int(np.searchsorted(starts, span.end_char, "left"))
        if first < last:
            out.append((first, last))
    return out
