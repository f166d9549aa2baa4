"""Attributions that a dependency parse shows: complements of verbs, nouns and adjectives of the cue lexicon.

The tree tells what governs what, so that words which often stand in attributions and often do not ("support", "plan",
"want") can be read as cues: the entry of a cue says under "parsed" which complements make it one.
"""

from __future__ import annotations

from collections.abc import Iterator

from quotenlp.quotes.complements import Complement, complements
from quotenlp.quotes.context import Attribution, Context, sentence_end
from quotenlp.quotes.lexicon import CueEntry
from quotenlp.quotes.noun_phrase import Range
from quotenlp.quotes.parsed_source import agent, agent_head, passive, phrase, source_of
from quotenlp.quotes.tree import ATTRIBUTE, AUXILIARY, CONJUNCT, NOUN, SUBJECT, VERB, Tree
from quotenlp.quotes.word_classes import (
    ADVERBS,
    AUXILIARIES,
    COMPLEMENTIZERS,
    GRANT_WORDS,
    INFINITIVE_MARKERS,
    NEGATORS,
    PRONOUNS,
    WH,
)

_PREFERENCE = ("that", "wh", "bare", "to", "object-to", "predicate", "ing", "object")
_NEGATION = 6  # how far before its verb a negation stands
_PASSIVE_FRAMES = frozenset({"that", "wh", "to"})


def add_parsed(ctx: Context, found: list[list[Attribution]]) -> None:
    """Add to the attributions per sentence, ``found``, those that the parse shows beside or around them.

    An attribution inside the content of another is no attribution of the text (PolNeAR's guideline), so one that the
    parse shows around others takes their place.
    """
    tree, st = ctx.tree, ctx.st
    if tree is None:
        return
    for (first, stop), of_sentence in zip(st.sentences, found, strict=True):
        end = sentence_end(ctx, first, stop)
        taken = bytearray(stop - first)
        for attribution in of_sentence:
            _take(taken, attribution, first)
        for i in range(first, end):
            if not tree.pos[i] or tree.role[i] & ATTRIBUTE or st.mark[i] >= 0:
                continue
            joined = None
            if taken[i - first]:
                joined = _coordinate(tree, of_sentence, i)
                if joined is None:
                    continue
            added = _parsed(ctx, tree, i, end)
            if added is None:
                continue
            if joined is not None:
                _cut(ctx, joined, i)
            ((begin, last),) = added.content
            met = [a for a in of_sentence if any(s < last and begin < e for s, e in a.extent)]
            if all(a.cue is not None and begin <= a.cue[0] < last and a.content[0][0] >= begin for a in met):
                of_sentence[:] = [*(a for a in of_sentence if a not in met), added]
                _take(taken, added, first)
        of_sentence.sort(key=lambda a: min(a.extent))


def _take(taken: bytearray, attribution: Attribution, first: int) -> None:
    """Mark the items of an attribution in ``taken``, which begins at item ``first``."""
    for s, e in attribution.extent:
        taken[s - first : e - first] = b"\1" * (e - s)


def _coordinate(tree: Tree, of_sentence: list[Attribution], i: int) -> Attribution | None:
    """The attribution whose content holds item ``i``, a verb coordinated with its cue and so no part of it."""
    if not tree.role[i] & CONJUNCT or tree.child(i, SUBJECT) is not None:
        return None
    for attribution in of_sentence:
        first, last = attribution.content[-1]
        if attribution.cue is not None and tree.head[i] == attribution.cue[0] and first + 1 < i < last:
            return attribution
    return None


def _cut(ctx: Context, attribution: Attribution, i: int) -> None:
    """End the content of ``attribution`` before the coordinated verb ``i``."""
    first = attribution.content[-1][0]
    while i - 1 > first and (ctx.trails(i - 1) or ctx.st.isa(i - 1, ADVERBS | AUXILIARIES)):
        i -= 1
    attribution.content[-1] = (first, i)
    attribution.basis = "parse"


def contradicted(ctx: Context, cue: int, content: Range, end: int) -> bool:
    """Whether the parse denies that ``content``, without a marked string, is what the verb ``cue`` takes."""
    tree, st = ctx.tree, ctx.st
    if tree is None or ctx.text[st.start[cue] : st.end[cue]].isupper():
        return False  # parsers read capitals badly
    if passive(ctx, tree, cue):
        return True  # a film called "…"
    if any(st.mark[i] >= 0 for i in range(*content)):
        return False
    if not tree.pos[cue] & VERB or not tree.governs(cue, content[0]):
        return True
    if st.isa(content[0], COMPLEMENTIZERS | INFINITIVE_MARKERS | WH):
        return False
    if any(complement.content[0] == content[0] for complement in complements(ctx, tree, cue, end)):
        return False
    return not any(tree.pos[i] & VERB and tree.child(i, SUBJECT | AUXILIARY) is not None for i in range(*content))


def _parsed(ctx: Context, tree: Tree, i: int, stop: int) -> Attribution | None:
    """The attribution of the cue at item ``i``, if it is one, by the complement that its entry prefers."""
    pos = tree.pos[i]
    by_form = ctx.lex.verbs if pos & VERB else ctx.lex.nouns if pos & NOUN else ctx.lex.adjectives
    entries = by_form.get(ctx.st.low[i], ())
    if not entries:
        return None
    is_passive = bool(pos & VERB) and passive(ctx, tree, i)
    best: tuple[int, Complement, CueEntry, int] | None = None
    for complement in _complements_of_cue(ctx, tree, i, stop, is_passive):
        for entry in entries:
            end = _cue_end(ctx, i, entry, complement)
            if end is not None and complement.frame in entry.parsed:
                rank = _PREFERENCE.index(complement.frame)
                if best is None or rank < best[0]:
                    best = rank, complement, entry, end
                break
    if best is None:
        return _passive_with_agent(ctx, tree, i, entries) if is_passive else None
    _, complement, entry, end = best
    if about_anonymity(ctx, i, complement.content):
        return None
    if is_passive:
        source = agent(ctx, tree, i, complement.content[0])
        if source is None and not (entry.mode == "speech" and complement.frame in _PASSIVE_FRAMES):
            return None
    else:
        source = source_of(ctx, tree, i)
        if source is None and not (pos & NOUN and complement.frame == "that"):
            return None
    negated = any(ctx.st.isa(k, NEGATORS) for k in range(max(0, i - _NEGATION), i) if tree.head[k] == i)
    rule = "parsed-verb" if pos & VERB else "parsed-noun" if pos & NOUN else "parsed-adjective"
    return Attribution([complement.content], (i, end), entry.lemma, entry.mode, source, rule, negated, basis="parse")


def _passive_with_agent(ctx: Context, tree: Tree, i: int, entries: tuple[CueEntry, ...]) -> Attribution | None:
    """The plan was welcomed by X: the subject of a passive is what its verb has as its object."""
    entry = next((e for e in entries if not e.rest and e.form == "past" and "object" in e.parsed), None)
    about = tree.child(i, SUBJECT)
    if entry is None or about is None:
        return None
    source = agent(ctx, tree, i, i)
    if source is None or ctx.st.isa(about, PRONOUNS):
        return None
    content = phrase(ctx, tree, about, i)
    return Attribution([content], (i, i + 1), entry.lemma, entry.mode, source, "parsed-passive", basis="parse")


def about_anonymity(ctx: Context, cue: int, content: Range) -> bool:
    """Whether a cue tells how its source is named: asked for anonymity; on condition of anonymity to describe …."""
    st = ctx.st
    asked = ctx.asks_for_anonymity(*content)
    allowed = cue > 1 and st.isa(cue - 1, INFINITIVE_MARKERS) and st.isa(cue - 2, GRANT_WORDS)
    return asked or allowed


def _complements_of_cue(ctx: Context, tree: Tree, i: int, stop: int, is_passive: bool) -> Iterator[Complement]:
    """What the cue ``i`` governs; of a passive also what a parse gives to its agent: accused by X of …."""
    yield from complements(ctx, tree, i, stop)
    head = agent_head(ctx, tree, i) if is_passive else None
    if head is not None:
        yield from complements(ctx, tree, head, stop)


def _cue_end(ctx: Context, i: int, entry: CueEntry, complement: Complement) -> int | None:
    """Where the cue of ``entry`` at item ``i`` ends if ``complement`` is its content; None if it is not."""
    rest, start = entry.rest, complement.content[0]
    if not rest:
        return None if complement.preposition else i + 1
    end = i + 1 + len(rest)
    if tuple(ctx.st.low[i + 1 : end]) == rest:
        return end if start >= end else None
    return i + 1 if rest == (complement.preposition,) else None
