"""Fragments of attributions as tags of tokens: outside, first, further token, for each role apart.

Sources stand inside contents and cues beside them, so one layer of tags per role; within a role fragments do not
overlap: where contents nest, the outer one is meant (PolNeAR annotates them so).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

TAGS = ("O", "B", "I")

Fragment = tuple[int, int]


def encode(fragments: Iterable[Fragment], length: int) -> Any:
    """Tags of the tokens for the fragments of one role.

    Args:
        fragments: half-open token ranges.
        length: tokens of the Doc.

    Returns:
        Array of ``length`` indices into `TAGS`.
    """
    tags = np.zeros(length, dtype="int64")
    for first, last in sorted(fragments, key=lambda f: f[1] - f[0]):
        tags[first:last] = 2
        if last < length and tags[last] == 2:
            tags[last] = 1
        tags[first] = 1
    return tags


def decode(scores: Any, bias: float = 0.0) -> list[Fragment]:
    """The likeliest fragments of one role.

    Args:
        scores: probabilities of the tags, shape (tokens, 3).
        bias: added to the log-odds of being inside a fragment: above 0 finds more.

    Returns:
        Half-open token ranges.
    """
    if not len(scores):
        return []
    logs = np.log(scores + 1e-8)
    logs[:, 1:] += bias
    best, back = logs[0].copy(), np.zeros((len(logs), 3), dtype="int8")
    best[2] = -np.inf  # nothing goes on at the start
    for i in range(1, len(logs)):
        outside, inside = (0 if best[0] >= best[1] else 1), (1 if best[1] >= best[2] else 2)
        if best[2] > best[outside]:
            outside = 2
        back[i] = (outside, outside, inside)
        best = logs[i] + (best[outside], best[outside], best[inside])
    path = [int(np.argmax(best))]
    for i in range(len(logs) - 1, 0, -1):
        path.append(int(back[i][path[-1]]))
    path.reverse()
    out: list[Fragment] = []
    first = -1
    for i, tag in enumerate([*path, 0]):
        if tag != 2 and first >= 0:
            out.append((first, i))
            first = -1
        if tag == 1:
            first = i
    return out
