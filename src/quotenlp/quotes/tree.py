"""The dependency parse of a Doc, read as a tree over the items of a stream.

A folded marked string is one node, so that rules can climb from a cue to its subject and its complements whatever
stands inside quotation marks. Labels of both schemes in use, ClearNLP's and that of Universal Dependencies, are reduced
to the few functions that the rules ask for.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Any

import numpy as np
from spacy.strings import get_string_id
from spacy.tokens import Doc

from quotenlp.quotes.stream import Stream

(
    SUBJECT,
    PASSIVE,
    OBJECT,
    CLAUSE,
    CONJUNCT,
    RELATIVE,
    ADNOMINAL,
    ADVERBIAL,
    PARATAXIS,
    AUXILIARY,
    POSSESSOR,
    PUNCTUATION,
    OBLIQUE,
    PREDICATE,
    ATTRIBUTE,
    PAST,
) = (1 << place for place in range(16))

_FUNCTIONS = {
    "nsubj": SUBJECT,
    "csubj": SUBJECT,
    "nsubjpass": SUBJECT | PASSIVE,
    "csubjpass": SUBJECT | PASSIVE,
    "nsubj:pass": SUBJECT | PASSIVE,
    "csubj:pass": SUBJECT | PASSIVE,
    "auxpass": AUXILIARY | PASSIVE,
    "aux:pass": AUXILIARY | PASSIVE,
    "aux": AUXILIARY,
    "cop": AUXILIARY,
    "dobj": OBJECT,
    "obj": OBJECT,
    "iobj": OBJECT,
    "dative": OBJECT,
    "oprd": OBJECT,
    "ccomp": CLAUSE,
    "xcomp": CLAUSE,
    "conj": CONJUNCT,
    "relcl": RELATIVE,
    "acl:relcl": RELATIVE,
    "acl": ADNOMINAL,
    "advcl": ADVERBIAL,
    "advcl:relcl": ADVERBIAL,
    "pcomp": ADVERBIAL,
    "parataxis": PARATAXIS,
    "poss": POSSESSOR,
    "nmod:poss": POSSESSOR,
    "punct": PUNCTUATION,
    "prep": OBLIQUE,
    "agent": OBLIQUE,
    "obl": OBLIQUE,
    "obl:agent": OBLIQUE,
    "nmod": OBLIQUE,
    "acomp": PREDICATE,
    "attr": PREDICATE,
    "pobj": OBLIQUE,
    "amod": ATTRIBUTE,
}
"""What the labels of ClearNLP's scheme and of Universal Dependencies have in common, as far as rules ask for it."""

VERB, NOUN, ADJECTIVE = 1, 2, 4
_TAGS = {"V": VERB, "N": NOUN, "J": ADJECTIVE}  # first letter of a Penn tag
_PAST = "VBD"
_POS = {"VERB": VERB, "NOUN": NOUN, "PROPN": NOUN, "ADJ": ADJECTIVE}

_DEPTH = 40  # a parse may be deeper and broader only where it is wrong
_BREADTH = 40


@dataclass(slots=True)
class Tree:
    """Parallel lists, one entry per item of a stream.

    Attributes:
        head: the item that governs it; itself at a root.
        role: its function, bits of this module, and PAST for a finite past form by its tag; 0 for all others.
        pos: VERB, NOUN, ADJECTIVE or 0.
        children: the items that it governs, in text order.
    """

    head: list[int]
    role: list[int]
    pos: list[int]
    children: list[list[int]]
    _edges: dict[int, tuple[int, int]]
    _found: dict[tuple[int, int], int | None]

    def edges(self, i: int) -> tuple[int, int]:
        """Items from the first to the last (exclusive) that item ``i`` dominates."""
        edges = self._edges
        open_items = [i]
        while open_items:
            at = open_items[-1]
            if at not in edges:
                edges[at] = (at, at + 1)  # folding can close a circle
                open_items.extend(child for child in self.children[at] if child not in edges)
                continue
            open_items.pop()
            left, right = edges[at]
            for child in self.children[at]:
                first, last = edges[child]
                left, right = min(left, first), max(right, last)
            edges[at] = (left, right)
        return edges[i]

    def after(self, i: int) -> list[int]:
        """The items that ``i`` governs behind itself; no more than a sentence made by people has."""
        children = self.children[i]
        start = bisect_right(children, i)
        return children[start : start + _BREADTH]

    def governs(self, i: int, j: int) -> bool:
        """Whether item ``i`` is above item ``j``, directly or not."""
        for _ in range(_DEPTH):
            if self.head[j] in (i, j):
                return self.head[j] == i
            j = self.head[j]
        return False

    def child(self, i: int, role: int) -> int | None:
        """The first item that ``i`` governs in any of the functions ``role``."""
        key = (i, role)
        if key not in self._found:
            self._found[key] = next((child for child in self.children[i] if self.role[child] & role), None)
        return self._found[key]


def tree_of(doc: Doc, st: Stream) -> Tree | None:
    """The parse of ``doc`` over the items of ``st``; None without a parse."""
    if not st.start or not doc.has_annotation("DEP"):
        return None
    columns = doc.to_array(["IDX", "HEAD", "DEP", "TAG", "POS"]).reshape(len(doc), 5)
    begin = columns[:, 0].astype(np.int64)
    head = np.arange(len(doc)) + columns[:, 1].astype(np.int64)
    starts, ends = np.asarray(st.start), np.asarray(st.end)
    item = np.searchsorted(starts, begin, "right") - 1
    item[begin >= ends[item]] = -1  # white space, or a token of another stream
    role = np.array(functions(doc, columns[:, 2].tolist()))
    role[columns[:, 3] == get_string_id(_PAST)] |= PAST
    pos = parts_of_speech(doc, columns[:, 3].tolist(), columns[:, 4].tolist())
    node = _nodes(st, begin, head, role)
    above = item[head[node]]
    own = np.arange(len(starts))
    heads = np.where(above < 0, own, above).tolist()
    children: list[list[int]] = [[] for _ in heads]
    for i, h in enumerate(heads):
        if h != i:
            children[h].append(i)
    return Tree(heads, role[node].tolist(), [pos[t] for t in node.tolist()], children, {}, {})


def functions(doc: Doc, labels: list[int]) -> list[int]:
    """The function of every token, bits of this module, by its dependency label."""
    strings = doc.vocab.strings
    of_label = {label: _FUNCTIONS.get(strings[label], 0) for label in set(labels)}
    return [of_label[label] for label in labels]


def parts_of_speech(doc: Doc, tags: list[int], coarse: list[int]) -> list[int]:
    """VERB, NOUN, ADJECTIVE or 0 per token, by its Penn tag, or else by its coarse part of speech."""
    strings = doc.vocab.strings
    of_tag = {tag: _TAGS.get(strings[tag][:1], 0) if tag else 0 for tag in set(tags)}
    of_pos = {pos: _POS.get(strings[pos], 0) if pos else 0 for pos in set(coarse)}
    return [of_tag[tag] or of_pos[pos] for tag, pos in zip(tags, coarse, strict=True)]


def _nodes(st: Stream, begin: Any, head: Any, role: Any) -> Any:
    """The token that stands for each item: its first, or of a marked string the one whose governor is outside."""
    node = np.maximum(np.searchsorted(begin, np.asarray(st.start), "right") - 1, 0)
    for i, mark in enumerate(st.mark):
        if mark < 0:
            continue
        first = int(np.searchsorted(begin, st.start[i], "left"))
        last = int(np.searchsorted(begin, st.end[i], "left"))
        inside = [t for t in range(first, last) if not role[t] & PUNCTUATION]
        outer = next((t for t in inside if not first <= head[t] < last), None)
        root = next((t for t in inside if head[t] == t), None)
        chosen = outer if outer is not None else root
        if chosen is not None:
            node[i] = chosen
    return node
