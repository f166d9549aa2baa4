"""What a word governs on its right, as a dependency parse has it: the contents that a cue may take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quotenlp.quotes.content import content_end
from quotenlp.quotes.context import Context
from quotenlp.quotes.noun_phrase import Range
from quotenlp.quotes.tree import (
    ADVERBIAL,
    AUXILIARY,
    CLAUSE,
    CONJUNCT,
    NOUN,
    OBJECT,
    PARATAXIS,
    PREDICATE,
    SUBJECT,
    VERB,
    Tree,
)
from quotenlp.quotes.word_classes import (
    AUXILIARIES,
    COMPLEMENTIZERS,
    INFINITIVE_MARKERS,
    PREPOSITIONS,
    WH,
)

_LONGEST = 300  # words of one content in one sentence


@dataclass(frozen=True, slots=True)
class Complement:
    """What a word governs on its right.

    Attributes:
        frame: that, wh, to, ing, bare, object, object-to or predicate, as in the lexicon.
        preposition: the word between cue and content, or "".
        content: item range.
    """

    frame: str
    preposition: str
    content: Range


def complements(ctx: Context, tree: Tree, word: int, end: int) -> Iterator[Complement]:
    """The complements of item ``word``, not beyond ``end``, as a parse has them."""
    st, lex = ctx.st, ctx.lex
    after = -1
    clause_follows = False
    for child in tree.after(word):
        first = tree.edges(child)[0]
        if first <= word or first >= end:
            continue
        opening, role = st.low[first], tree.role[child]
        clause = bool(tree.pos[child] & VERB or tree.child(child, SUBJECT) is not None)
        frame, preposition, start = "", "", first
        if lex.isa(opening, COMPLEMENTIZERS) and clause:
            frame = "that"
        elif lex.isa(opening, WH) and clause and st.mark[first] < 0:
            frame = "wh"
        elif lex.isa(opening, INFINITIVE_MARKERS) and clause:
            frame, start = ("object-to", after) if after >= 0 else ("to", first)
        elif role & CLAUSE and tree.child(child, SUBJECT) is not None:
            frame = "bare" if tree.pos[child] & VERB or tree.child(child, AUXILIARY) is not None else "predicate"
        elif role & CLAUSE and clause and lex.gerund(opening):
            frame = "ing"
        elif lex.isa(opening, PREPOSITIONS):
            frame, preposition, start = "object", opening, first + 1
        elif role & (OBJECT | PREDICATE | CLAUSE) and after >= 0:
            frame, start = "predicate", after
        elif role & OBJECT:
            frame, after = "object", first
        if frame and start < end:
            stop = _reach(ctx, tree, word, child, start, end)
            if frame == "object" and not preposition and stop < end and st.isa(stop, AUXILIARIES):
                frame, stop = "bare", content_end(ctx, start, end)  # a clause of which the parse lost the verb
            clause_follows = clause_follows or (frame == "that" and start == word + 1)
            yield Complement(frame, preposition, (start, stop))
    if tree.pos[word] & NOUN and not clause_follows and _clause_behind(ctx, tree, word, end):
        yield Complement("that", "", (word + 1, content_end(ctx, word + 1, end)))


def _clause_behind(ctx: Context, tree: Tree, noun: int, end: int) -> bool:
    """Whether a clause with "that" follows ``noun`` at once, wherever the parse attaches it."""
    at = noun + 2
    return (
        ctx.is_word(noun + 1, end, COMPLEMENTIZERS)
        and at < end
        and not (tree.pos[at] & VERB or ctx.st.isa(at, AUXILIARIES))
    )


def _reach(ctx: Context, tree: Tree, word: int, child: int, start: int, end: int) -> int:
    """Where the content that begins with ``child`` ends: with what the cue governs, before other clauses of its own."""
    end = min(end, start + _LONGEST)
    stop = max(tree.edges(child)[1], start + 1)
    for other in tree.after(word):
        first, last = tree.edges(other)
        if first < stop or tree.pos[word] & ~VERB:
            continue
        if tree.role[other] & (CONJUNCT | PARATAXIS):
            break
        if tree.role[other] & ADVERBIAL and ctx.st.low[first - 1] == ",":
            break
        if not ctx.st.low[other][:1].isalnum() and ctx.st.mark[other] < 0:
            continue
        stop = max(stop, last)
    stop = min(stop, content_end(ctx, start, end))
    while stop - 1 > start and ctx.trails(stop - 1):
        stop -= 1
    return stop
