"""Reporting cues in a sentence: verb groups whose verb the lexicon knows, read as verbs."""

from __future__ import annotations

from typing import NamedTuple

from quotenlp.quotes.lexicon import CueEntry, QuoteLexicon
from quotenlp.quotes.stream import DASHES, Stream
from quotenlp.quotes.word_classes import (
    ADVERBS,
    ALSO_NOUNS,
    AUXILIARIES,
    BE,
    COMPLEMENTIZERS,
    DETERMINERS,
    GENITIVE_ENDINGS,
    GENITIVES,
    INFINITIVE_MARKERS,
    NEGATORS,
    PLURAL_SUBJECTS,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    SUBJECT_PRONOUNS,
)


class Cue(NamedTuple):
    """A cue in a stream: verb group from item ``group``, cue proper from ``head`` to ``end`` (exclusive)."""

    group: int
    head: int
    end: int
    entry: CueEntry
    passive: bool
    negated: bool
    infinitive: bool


def find_cues(st: Stream, lex: QuoteLexicon, first: int, last: int) -> list[Cue]:
    """The cues among the items [first, last), by position."""
    low, cues = st.low, lex.cues
    out: list[Cue] = []
    for i, word in enumerate(low[first:last], first):
        if word not in cues:
            continue
        for entry in cues[word]:
            end = i + 1 + len(entry.rest)
            if not entry.rest or tuple(low[i + 1 : end]) == entry.rest:
                break
        else:
            continue
        if end > last:
            continue
        if "adjunct" in entry.frames:
            out.append(Cue(i, i, end, entry, False, False, False))
        elif (cue := _verb(st, lex, first, i, end, entry)) is not None:
            out.append(cue)
    return out


def _verb(st: Stream, lex: QuoteLexicon, first: int, head: int, end: int, entry: CueEntry) -> Cue | None:
    low = st.low
    group = head
    passive = negated = infinitive = False
    while group > first:
        word = low[group - 1]
        classes = st.bits[group - 1]
        if classes & NEGATORS:
            negated = True
        elif classes & GENITIVE_ENDINGS and (group - 2 < first or not lex.isa(low[group - 2], PRONOUNS)):
            break  # a possessive
        elif classes & BE:
            passive = passive or entry.form == "past"
        elif classes & INFINITIVE_MARKERS:
            infinitive = True
        elif not classes & AUXILIARIES and not (classes & ADVERBS or (not st.cap[group - 1] and lex.adverbial(word))):
            break
        group -= 1
    # adverbs belong to the group only between auxiliaries and verb, or right before the verb
    before = low[group - 1] if group > first else ""
    if (
        group == head
        and lex.isa(before, DETERMINERS)
        and not lex.isa(before, SUBJECT_PRONOUNS)
        and not lex.isa(before, PRONOUNS)
    ):
        return None
    if group == head and (lex.isa(before, POSSESSIVES | GENITIVE_ENDINGS)):
        return None
    if entry.form in {"base", "s"} and group == head:
        if lex.isa(before, PREPOSITIONS) or (st.cap[head] and group > first):
            return None
        if (
            entry.form == "base"
            and before
            and before != ","
            and lex.isa(entry.lemma, ALSO_NOUNS)
            and not _plural(st, lex, group - 1)
        ):
            return None
    if (
        entry.form == "s"
        and group == head
        and lex.isa(entry.lemma, ALSO_NOUNS)
        and not _singular(st, lex, first, group - 1, end)
    ):
        return None
    if entry.form == "base" and group == first and group == head:
        return None  # an imperative or a headline noun
    return Cue(group, head, end, entry, passive, negated, infinitive)


def _singular(st: Stream, lex: QuoteLexicon, first: int, i: int, end: int) -> bool:
    """Whether a form in -s that may be a plural noun ("states", "claims") is a verb after item ``i``.

    It is with a name or pronoun before it, or a clause or quotation after it.
    """
    if i < first:
        return False
    following = st.low[end] if end < len(st.low) else "."
    return (
        st.cap[i]
        or st.mark[i] >= 0
        or st.mark[first] >= 0
        or st.isa(i, PRONOUNS)
        or st.low[i] in {",", ")"}
        or lex.isa(following, COMPLEMENTIZERS)
        or (end < len(st.low) and st.mark[end] >= 0)
    )


def _plural(st: Stream, lex: QuoteLexicon, i: int) -> bool:
    """Whether item ``i`` may be the subject of a verb without ending: a plural, "they", a marked string."""
    word = st.low[i]
    return (
        st.mark[i] >= 0
        or word in DASHES
        or lex.isa(word, PLURAL_SUBJECTS)
        or lex.plural(word)
        or _plural_head(st, lex, i)
    )


def _plural_head(st: Stream, lex: QuoteLexicon, i: int) -> bool:
    """Whether the phrase that ends at ``i`` has a plural before its genitive: "minutes of the meeting"."""
    for k in range(i - 1, max(i - 8, 0), -1):
        if st.isa(k, GENITIVES):
            return lex.plural(st.low[k - 1])
        if st.mark[k] >= 0 or not st.low[k][:1].isalnum():
            return False
    return False
