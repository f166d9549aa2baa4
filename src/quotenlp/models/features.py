"""What the tagger is told about every token beside its word: quotation marks, paragraphs, rules, and the parse if any.

Long contents are no matter of the neighbouring words: what tells them is the mark that opened them, the verb that
governs their clause, and what the rules make of the sentence. Each of these is one number per token, which the tagger
embeds as it embeds the words.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
from spacy.tokens import Doc

from quotenlp.document import Layer
from quotenlp.quotes.detect import detect, read
from quotenlp.quotes.lexicon import QuoteLexicon
from quotenlp.quotes.marks import Marked, Span
from quotenlp.quotes.tree import CLAUSE, SUBJECT, functions, parts_of_speech
from quotenlp.settings import QuoteSettings

ATTRS = ("NORM", "PREFIX", "SUFFIX", "SHAPE")
COLUMNS = (
    *ATTRS,
    "cluster",
    "cluster_10",
    "cluster_6",
    "mark",
    "place",
    "rule",
    "cue",
    "function",
    "head",
    "head_cluster",
    "governor",
    "governor_cluster",
    "outer_cluster",
    "lead",
    "subject_of",
)
"""The columns of `token_features`, in order."""

WORDS = tuple(i for i, name in enumerate(COLUMNS) if name in {"NORM", "PREFIX", "SUFFIX", "head", "governor"})
"""The columns that hold words, which a network in training is now and then not told."""

_JUMPS = 6  # doubled each time: reaches 64 governors up
_PLACES = (1, 2, 3, 5, 8, 13, 21, 34, 55)  # bounds of the distances that are told apart
_LENGTHS = (3, 8, 20)
_NO_SETTINGS = QuoteSettings()


@dataclass(frozen=True, slots=True)
class Clusters:
    """Brown clusters of words: parallel arrays, sorted by the word's hash in spaCy's string store."""

    words: Any
    clusters: Any

    def of(self, norm: Any) -> Any:
        """The cluster of each word in the array ``norm``; 0 of an unknown one."""
        at = np.minimum(np.searchsorted(self.words, norm), len(self.words) - 1)
        return np.where(self.words[at] == norm, self.clusters[at], 0).astype("uint64")


@lru_cache(maxsize=4)
def load_clusters(lang: str) -> Clusters:
    """The packaged clusters of a language, made by training/clusters.py; the lowest bits of each are its prefix."""
    with (files("quotenlp") / "lang" / lang / "clusters.npz").open("rb") as file:
        arrays = np.load(file)
        return Clusters(arrays["words"], arrays["clusters"])


@dataclass(frozen=True, slots=True)
class TokenFeatures:
    """`token_features` with what it needs to know of a language."""

    lex: QuoteLexicon
    clusters: Clusters

    def __call__(self, doc: Doc) -> Any:
        """Features of the tokens of ``doc``."""
        return token_features(doc, self.lex, self.clusters)


def token_features(doc: Doc, lex: QuoteLexicon, clusters: Clusters) -> Any:
    """Features of every token.

    Args:
        doc: a Doc, parsed or not.
        lex: of the rules.
        clusters: of the language.

    Returns:
        Array of uint64, shape (tokens, len(COLUMNS)); 0 where there is nothing to tell.
    """
    n = len(doc)
    out = np.zeros((n, len(COLUMNS)), dtype="uint64")
    if not n:
        return out
    words = doc.to_array(["NORM", "PREFIX", "SUFFIX", "SHAPE", "IDX", "LENGTH"]).reshape(n, 6)
    out[:, :4] = words[:, :4]
    cluster = clusters.of(words[:, 0])
    out[:, 4] = cluster
    out[:, 5] = cluster & 1023
    out[:, 6] = cluster & 63
    start = words[:, 4].astype(np.int64)
    end = start + words[:, 5].astype(np.int64)
    reading = read(doc, lex)
    out[:, 7] = _marks(reading.marked, start)
    out[:, 8] = _places(reading.paragraphs, start)
    out[:, 9] = _rules(detect(doc, lex, _NO_SETTINGS, tagged=False, reading=reading), start, end)
    known = {key: _cue_class(doc.vocab.strings[key], lex) for key in set(words[:, 0].tolist())}
    out[:, 10] = [known[key] for key in words[:, 0].tolist()]
    if doc.has_annotation("DEP"):
        out[:, 11:] = _syntax(doc, words[:, 0], cluster)
    return out


def _marks(marked: list[Marked], start: Any) -> Any:
    """Where a token stands in the outermost marked string around it, and how long that is."""
    out = np.zeros(len(start), dtype="uint64")
    for item in marked:
        if item.parent is not None:
            continue
        for s, e in item.fragments:
            first, last = np.searchsorted(start, [s, e])
            if first == last:
                continue
            size = 4 * (1 + int(np.searchsorted(_LENGTHS, last - first)))
            out[first:last] = size
            out[first] = size + 1
            out[last - 1] = size + 2
    return out


def _places(paragraphs: list[Span], start: Any) -> Any:
    """How far a token stands from both ends of its paragraph."""
    first = np.searchsorted(start, [s for s, _ in paragraphs])
    if not len(first):
        return np.zeros(len(start), dtype="uint64")
    at = np.arange(len(start))
    number = np.searchsorted(first, at, "right") - 1
    begin = np.where(number < 0, 0, first[number])
    bounds = np.append(first[1:], len(start))
    left = np.searchsorted(_PLACES, at - begin)
    right = np.searchsorted(_PLACES, bounds[number] - at)
    return (1 + left + 10 * right).astype("uint64")


def _rules(layer: Layer, start: Any, end: Any) -> Any:
    """What the rules make of a token: its role, where it stands in the span, and how sure its kind of rule is."""
    out = np.zeros(len(start), dtype="uint64")

    def paint(span: list[int], role: int, kind: int) -> None:
        first, last = np.searchsorted(end, span[0], "right"), np.searchsorted(start, span[1])
        if first < last:
            out[first:last] = 64 * kind + 4 * role + 1
            out[first] = 64 * kind + 4 * role + 2
            out[last - 1] += 64 * 64

    for quote in sorted(layer["quotes"], key=lambda q: q["content"][0][0] - q["content"][-1][1]):
        kind = 1 + _RULES.get(quote["rule"], 0)
        for span in quote["content"]:
            paint(span, 1, kind)
    for quote in layer["quotes"]:
        kind = 1 + _RULES.get(quote["rule"], 0)
        if quote["source"]:
            paint(quote["source"], 2, kind)
        if quote["cue"]:
            paint(quote["cue"]["span"], 3, kind)
    return out


_RULES = {
    name: place
    for place, name in enumerate(
        (
            "",
            "postposed",
            "postposed-inverted",
            "preposed",
            "participle",
            "infinitive",
            "coordinated",
            "adjunct",
            "parsed-verb",
            "parsed-noun",
            "parsed-adjective",
            "parsed-passive",
        )
    )
}


def _cue_class(word: str, lex: QuoteLexicon) -> int:
    """What the lexicon knows of a word as a cue, as a number."""
    verbs, nouns, adjectives = (by_form.get(word, ()) for by_form in (lex.verbs, lex.nouns, lex.adjectives))
    if verbs:
        entry = verbs[0]
        says = "quote" in entry.frames, "that" in entry.frames, "to" in entry.parsed, "object" in entry.parsed
        return 16 + sum(flag << i for i, flag in enumerate(says))
    return 2 if nouns else 3 if adjectives else 0


def _syntax(doc: Doc, norm: Any, cluster: Any) -> Any:
    """What the parse tells: see the last names of `COLUMNS`.

    The governor is the word that the clause around a token is a complement of; "outer" is that of the clause around the
    governor; "lead" is the first word of the clause; "subject_of" is the word whose subject the token is in.
    """
    n = len(doc)
    columns = doc.to_array(["HEAD", "DEP", "TAG", "POS"]).reshape(n, 4)
    own = np.arange(n)
    head = own + columns[:, 0].astype(np.int64)
    role = np.array(functions(doc, columns[:, 1].tolist()), dtype=np.int64)
    pos = np.array(parts_of_speech(doc, columns[:, 2].tolist(), columns[:, 3].tolist()), dtype=np.int64)
    clause, subject = (role & CLAUSE) > 0, (role & SUBJECT) > 0
    first = own.copy()
    np.minimum.at(first, head, own)
    top, near = _climb(head, clause), _climb(head, clause | subject)
    governor = np.where(clause[top], head[top], -1)
    outer = np.where(governor >= 0, governor[governor], -1)
    behind = (own > governor).astype("uint64")
    out = np.zeros((n, 8), dtype="uint64")
    out[:, 0] = (1 + role * 8 + pos).astype("uint64") * 2 + (head > own)
    out[:, 1] = norm[head]
    out[:, 2] = cluster[head] + 1
    out[:, 3] = np.where(governor >= 0, norm[governor] + behind, 0)
    out[:, 4] = np.where(governor >= 0, (cluster[governor] + 1) * 2 + behind, 0)
    out[:, 5] = np.where(outer >= 0, cluster[outer] + 1, 0)
    out[:, 6] = np.where(governor >= 0, norm[first[top]], 0)
    out[:, 7] = np.where(subject[near] & ~clause[near], cluster[head[near]] + 1, 0)
    return out


def _climb(head: Any, stops: Any) -> Any:
    """The nearest token at or above each that ``stops``, or else the root."""
    at = np.where(stops, np.arange(len(head)), head)
    for _ in range(_JUMPS):
        at = at[at]
    return at
