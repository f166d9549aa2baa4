"""Who is the source of a cue, as a dependency parse has it: its subject, the possessor of a noun, a passive's agent."""

from __future__ import annotations

from bisect import bisect_left

from quotenlp.quotes.context import Attribution, Context
from quotenlp.quotes.noun_phrase import Range
from quotenlp.quotes.tree import (
    ADNOMINAL,
    ADVERBIAL,
    ATTRIBUTE,
    AUXILIARY,
    CLAUSE,
    CONJUNCT,
    NOUN,
    OBJECT,
    OBLIQUE,
    PARATAXIS,
    PASSIVE,
    PAST,
    POSSESSOR,
    PREDICATE,
    RELATIVE,
    SUBJECT,
    VERB,
    Tree,
)
from quotenlp.quotes.word_classes import (
    AGENT_MARKERS,
    AUTHOR_PRONOUNS,
    INFINITIVE_MARKERS,
    MEDIA,
    PREPOSITIONS,
    SUBJECT_RELATIVES,
    SUPPORT_VERBS,
)

_BEFORE = 6  # how many items before a verb its "to" is looked for among
_DEPTH = 12  # how many verbs and nouns a subject may be shared through


def source_of(ctx: Context, tree: Tree, i: int) -> Range | None:
    """The source of the cue ``i``: its subject or its possessor."""
    if tree.pos[i] & NOUN:
        holder = tree.child(i, POSSESSOR)
        if holder is None and tree.role[i] & OBJECT and ctx.st.isa(tree.head[i], SUPPORT_VERBS):
            holder = governing_subject(ctx, tree, tree.head[i])
    else:
        holder = governing_subject(ctx, tree, i)
    return _source(ctx, tree, holder, i)


def _source(ctx: Context, tree: Tree, holder: int | None, cue: int) -> Range | None:
    """The phrase of the source with the head ``holder``; None for the author, or where there is none."""
    if holder is None or ctx.st.isa(holder, AUTHOR_PRONOUNS):
        return None
    return phrase(ctx, tree, holder, cue)


def shared_source(ctx: Context, cue: int, before_it: list[Attribution]) -> Range | None:
    """The source that the parse gives the verb ``cue``, which has no subject of its own right before it.

    None where the verb that it shares its subject with stands in the content of an attribution ``before_it``, or in any
    subordinate clause: a parse seldom tells well which of several verbs a participle goes with.
    """
    tree = ctx.tree
    if tree is None or not tree.pos[cue] & VERB:
        return None
    holder = governing_subject(ctx, tree, cue)
    if holder is None or any(s <= holder < e for a in before_it for s, e in a.content):
        return None
    if tree.role[cue] & ADVERBIAL and tree.role[tree.head[cue]] & (CLAUSE | RELATIVE | ADNOMINAL | ADVERBIAL):
        return None
    return _source(ctx, tree, holder, cue)


def agent_head(ctx: Context, tree: Tree, verb: int) -> int | None:
    """The head of the noun phrase after "by" that ``verb`` governs."""
    for child in tree.after(verb):
        first = tree.edges(child)[0]
        if first > verb and ctx.st.isa(first, AGENT_MARKERS):
            head = child if child > first else next(iter(tree.after(child)), None)
            return None if head is None or tree.pos[head] & VERB else head
    return None


def agent(ctx: Context, tree: Tree, verb: int, content: int) -> Range | None:
    """The noun phrase after "by" that ``verb`` governs, without the ``content`` that follows it."""
    head = agent_head(ctx, tree, verb)
    if head is None:
        return None
    left, stop = phrase(ctx, tree, head, verb)
    if ctx.st.isa(left, AGENT_MARKERS):
        left += 1
    if left <= content < stop:
        stop = content - ctx.st.isa(content - 1, PREPOSITIONS)
    return (left, stop) if left < stop else None


def passive(ctx: Context, tree: Tree, verb: int) -> bool:
    """Whether ``verb`` is passive: with its auxiliary, or a bare past participle."""
    if tree.child(verb, PASSIVE) is not None:
        return True
    if tree.role[verb] & CONJUNCT or tree.child(verb, AUXILIARY | SUBJECT) is not None:
        return False
    participles = [entry for entry in ctx.lex.cues.get(ctx.st.low[verb], ()) if entry.form == "past"]
    if tree.role[verb] & PAST and any("that" in entry.frames for entry in participles):
        return False  # two people briefed on the talks said: the parse has lost the subject of a finite form
    return bool(participles) and bool(tree.role[verb] & (ADNOMINAL | ADVERBIAL | ATTRIBUTE))


def governing_subject(ctx: Context, tree: Tree, verb: int) -> int | None:
    """The head of the subject of ``verb``: its own, or the one that it shares with what governs it."""
    st = ctx.st
    at = verb
    for _ in range(_DEPTH):
        own = tree.child(at, SUBJECT)
        if own is not None:
            return own
        role, above = tree.role[at], tree.head[at]
        if above == at:
            return None
        infinitive = _infinitive(ctx, tree, at)
        if role & ADNOMINAL and not infinitive and tree.pos[above] & NOUN and not st.isa(above, MEDIA):
            return above
        controller = tree.child(above, OBJECT) if role & CLAUSE and not infinitive else None
        if controller is not None and not st.isa(controller, MEDIA):
            return controller  # but of "released a statement saying …" who released it
        if not role & (CONJUNCT | CLAUSE | ADVERBIAL | OBLIQUE | ADNOMINAL | OBJECT | PREDICATE):
            return None
        at = above
    return None


def _infinitive(ctx: Context, tree: Tree, verb: int) -> bool:
    """Whether ``verb`` governs "to" before it."""
    children = tree.children[verb]
    before = children[: bisect_left(children, verb)][-_BEFORE:]
    return any(ctx.st.isa(child, INFINITIVE_MARKERS) for child in before)


def phrase(ctx: Context, tree: Tree, head: int, cue: int) -> Range:
    """The noun phrase of ``head``, less relative clauses, participles set off by commas, and what holds ``cue``."""
    st = ctx.st
    stop = head + 1
    for child in tree.after(head):
        first, last = tree.edges(child)
        if first <= head:
            continue
        if tree.role[child] & (RELATIVE | PARATAXIS) or first <= cue < last:
            break
        if tree.role[child] & (ADNOMINAL | ADVERBIAL) and st.low[first - 1] == ",":
            break
        if tree.pos[child] or tree.children[child]:
            stop = max(stop, last)
    relative = next((k for k in range(head + 1, stop) if st.isa(k, SUBJECT_RELATIVES)), stop)
    while relative - 1 > head and ctx.trails(relative - 1):
        relative -= 1
    return tree.edges(head)[0], relative
