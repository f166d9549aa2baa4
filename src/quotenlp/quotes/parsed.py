"""Attributions that a dependency parse shows: complements of verbs, nouns and adjectives of the cue lexicon.

The tree tells what governs what, so that words which often stand in attributions and often do not ("support", "plan",
"want") can be read as cues: the entry of a cue says under "parsed" which complements make it one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quotenlp.quotes.content import content_end
from quotenlp.quotes.context import Attribution, Context, sentence_end
from quotenlp.quotes.lexicon import CueEntry
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
    POSSESSOR,
    PREDICATE,
    RELATIVE,
    SUBJECT,
    VERB,
    Tree,
)
from quotenlp.quotes.word_classes import (
    ADVERBS,
    AGENT_MARKERS,
    AUTHOR_PRONOUNS,
    AUXILIARIES,
    COMPLEMENTIZERS,
    CONJUNCTIONS,
    GRANT_WORDS,
    INFINITIVE_MARKERS,
    MEDIA,
    NEGATORS,
    PREPOSITIONS,
    SUBJECT_RELATIVES,
    SUPPORT_VERBS,
    WH,
)

_DEPTH = 12
_PREFERENCE = ("that", "wh", "bare", "to", "object-to", "predicate", "ing", "object")
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
        for i in range(first, end):
            if not tree.pos[i] or tree.role[i] & ATTRIBUTE or st.mark[i] >= 0:
                continue
            around = [a for a in of_sentence if any(s <= i < e for s, e in _extent(a))]
            joined = next((a for a in around if _coordinated(tree, a, i)), None)
            if around and joined is None:
                continue
            added = _parsed(ctx, tree, i, end)
            if added is None:
                continue
            if joined is not None:
                _cut(ctx, joined, i)
            ((begin, last),) = added.content
            met = [a for a in of_sentence if any(s < last and begin < e for s, e in _extent(a))]
            if all(a.cue is not None and begin <= a.cue[0] < last and a.content[0][0] >= begin for a in met):
                kept = [*(a for a in of_sentence if a not in met), added]
                of_sentence[:] = sorted(kept, key=lambda a: min(_extent(a)))


def _coordinated(tree: Tree, attribution: Attribution, i: int) -> bool:
    """Whether item ``i``, in the content of ``attribution``, is a verb coordinated with its cue, not part of it."""
    cue, (first, last) = attribution.cue, attribution.content[-1]
    joined = cue is not None and bool(tree.role[i] & CONJUNCT) and tree.head[i] == cue[0]
    return joined and first + 1 < i < last and tree.child(i, SUBJECT) is None


def _cut(ctx: Context, attribution: Attribution, i: int) -> None:
    """End the content of ``attribution`` before the coordinated verb ``i``."""
    first = attribution.content[-1][0]
    while (
        i - 1 > first
        and ctx.st.mark[i - 1] < 0
        and (_trails(ctx, i - 1) or ctx.lex.isa(ctx.st.low[i - 1], ADVERBS | AUXILIARIES))
    ):
        i -= 1
    attribution.content[-1] = (first, i)


def _extent(attribution: Attribution) -> list[Range]:
    """The content and the cue of an attribution."""
    return attribution.content if attribution.cue is None else [*attribution.content, attribution.cue]


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
    if ctx.lex.isa(st.low[content[0]], COMPLEMENTIZERS | INFINITIVE_MARKERS | WH):
        return False
    if any(complement.content[0] == content[0] for complement in complements(ctx, tree, cue, end)):
        return False
    return not any(tree.pos[i] & VERB and tree.child(i, SUBJECT | AUXILIARY) is not None for i in range(*content))


def _parsed(ctx: Context, tree: Tree, i: int, stop: int) -> Attribution | None:
    """The attribution of the cue at item ``i``, if it is one, by the complement that its entry prefers."""
    pos = tree.pos[i]
    by_form = ctx.lex.verbs if pos & VERB else ctx.lex.nouns if pos & NOUN else ctx.lex.adjectives
    entries = by_form.get(ctx.st.low[i], ())
    best: tuple[int, Complement, CueEntry, int] | None = None
    for complement in _complements_of_cue(ctx, tree, i, stop) if entries else ():
        for entry in entries:
            end = _cue_end(ctx, i, entry, complement)
            if end is not None and complement.frame in entry.parsed:
                rank = _PREFERENCE.index(complement.frame)
                if best is None or rank < best[0]:
                    best = rank, complement, entry, end
                break
    if best is None:
        return None
    _, complement, entry, end = best
    if _about_anonymity(ctx, i, complement.content):
        return None
    if pos & VERB and passive(ctx, tree, i):
        source = _agent(ctx, tree, i, complement.content[0])
        if source is None and not (entry.mode == "speech" and complement.frame in _PASSIVE_FRAMES):
            return None
    else:
        source = _source(ctx, tree, i)
        if source is None and not (pos & NOUN and complement.frame == "that"):
            return None
    negated = any(ctx.lex.isa(ctx.st.low[child], NEGATORS) for child in tree.children[i])
    rule = "parsed-verb" if pos & VERB else "parsed-noun" if pos & NOUN else "parsed-adjective"
    return Attribution([complement.content], (i, end), entry.lemma, entry.mode, source, rule, negated, basis="parse")


def _about_anonymity(ctx: Context, cue: int, content: Range) -> bool:
    """Whether a cue tells how its source is named: asked for anonymity; on condition of anonymity to describe …."""
    st, lex = ctx.st, ctx.lex
    asked = any(lex.isa(st.low[i], GRANT_WORDS) for i in range(content[0], min(content[1], content[0] + 3)))
    allowed = cue > 1 and lex.isa(st.low[cue - 1], INFINITIVE_MARKERS) and lex.isa(st.low[cue - 2], GRANT_WORDS)
    return asked or allowed


def _complements_of_cue(ctx: Context, tree: Tree, i: int, stop: int) -> Iterator[Complement]:
    """What the cue ``i`` governs; of a passive also what a parse gives to its agent: accused by X of …."""
    yield from complements(ctx, tree, i, stop)
    if tree.pos[i] & VERB and (agent := _agent_head(ctx, tree, i)) is not None and passive(ctx, tree, i):
        yield from complements(ctx, tree, agent, stop)


def _cue_end(ctx: Context, i: int, entry: CueEntry, complement: Complement) -> int | None:
    """Where the cue of ``entry`` at item ``i`` ends if ``complement`` is its content; None if it is not."""
    rest, start = entry.rest, complement.content[0]
    if not rest:
        return None if complement.preposition else i + 1
    end = i + 1 + len(rest)
    if tuple(ctx.st.low[i + 1 : end]) == rest:
        return end if start >= end else None
    return i + 1 if rest == (complement.preposition,) else None


def _source(ctx: Context, tree: Tree, i: int) -> Range | None:
    """The source of the cue ``i``: its subject or its possessor."""
    if tree.pos[i] & NOUN:
        holder = tree.child(i, POSSESSOR)
        if holder is None and tree.role[i] & OBJECT and ctx.lex.isa(ctx.st.low[tree.head[i]], SUPPORT_VERBS):
            holder = governing_subject(ctx, tree, tree.head[i])
    else:
        holder = governing_subject(ctx, tree, i)
    if holder is None or ctx.lex.isa(ctx.st.low[holder], AUTHOR_PRONOUNS):
        return None
    return phrase(ctx, tree, holder, i)


def parsed_source(ctx: Context, cue: int, before_it: list[Attribution]) -> Range | None:
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
    return _source(ctx, tree, cue)


def _agent_head(ctx: Context, tree: Tree, verb: int) -> int | None:
    """The head of the noun phrase after "by" that ``verb`` governs."""
    for child in tree.children[verb]:
        first = tree.edges(child)[0]
        if first > verb and ctx.lex.isa(ctx.st.low[first], AGENT_MARKERS):
            head = child if child > first else next((c for c in tree.children[child] if c > child), None)
            return None if head is None or tree.pos[head] & VERB else head
    return None


def _agent(ctx: Context, tree: Tree, verb: int, content: int) -> Range | None:
    """The noun phrase after "by" that ``verb`` governs, without the ``content`` that follows it."""
    head = _agent_head(ctx, tree, verb)
    if head is None:
        return None
    left, stop = phrase(ctx, tree, head, verb)
    if ctx.lex.isa(ctx.st.low[left], AGENT_MARKERS):
        left += 1
    if left <= content < stop:
        stop = content - ctx.lex.isa(ctx.st.low[content - 1], PREPOSITIONS)
    return (left, stop) if left < stop else None


def passive(ctx: Context, tree: Tree, verb: int) -> bool:
    """Whether ``verb`` is passive: with its auxiliary, or a bare past participle."""
    if tree.child(verb, PASSIVE) is not None:
        return True
    bare = tree.child(verb, AUXILIARY | SUBJECT) is None and not tree.role[verb] & CONJUNCT
    past = any(entry.form == "past" for entry in ctx.lex.cues.get(ctx.st.low[verb], ()))
    return bare and past and bool(tree.role[verb] & (ADNOMINAL | ADVERBIAL | ATTRIBUTE))


def governing_subject(ctx: Context, tree: Tree, verb: int) -> int | None:
    """The head of the subject of ``verb``: its own, or the one that it shares with what governs it."""
    st, lex = ctx.st, ctx.lex
    at = verb
    for _ in range(_DEPTH):
        own = tree.child(at, SUBJECT)
        if own is not None:
            return own
        role, above = tree.role[at], tree.head[at]
        if above == at:
            return None
        infinitive = any(lex.isa(st.low[child], INFINITIVE_MARKERS) for child in tree.children[at] if child < at)
        if role & ADNOMINAL and not infinitive and tree.pos[above] & NOUN and not lex.isa(st.low[above], MEDIA):
            return above
        if role & CLAUSE and not infinitive and (controller := tree.child(above, OBJECT)) is not None:
            return controller
        if not role & (CONJUNCT | CLAUSE | ADVERBIAL | OBLIQUE | ADNOMINAL | OBJECT | PREDICATE):
            return None
        at = above
    return None


def phrase(ctx: Context, tree: Tree, head: int, cue: int) -> Range:
    """The noun phrase of ``head``, less relative clauses, participles set off by commas, and what holds ``cue``."""
    st = ctx.st
    stop = head + 1
    for child in tree.children[head]:
        first, last = tree.edges(child)
        if first <= head:
            continue
        if tree.role[child] & (RELATIVE | PARATAXIS) or first <= cue < last:
            break
        if tree.role[child] & (ADNOMINAL | ADVERBIAL) and st.low[first - 1] == ",":
            break
        if tree.pos[child] or tree.children[child]:
            stop = max(stop, last)
    relative = next((k for k in range(head + 1, stop) if ctx.lex.isa(st.low[k], SUBJECT_RELATIVES)), stop)
    while relative - 1 > head and _trails(ctx, relative - 1):
        relative -= 1
    return tree.edges(head)[0], relative


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
    if (
        tree.pos[word] & NOUN
        and word + 2 < end
        and lex.isa(st.low[word + 1], COMPLEMENTIZERS)
        and not (tree.pos[word + 2] & VERB or lex.isa(st.low[word + 2], AUXILIARIES))
    ):
        yield Complement("that", "", (word + 1, content_end(ctx, word + 1, end)))  # parses attach it anywhere
    for child in tree.children[word]:
        first = tree.edges(child)[0]
        if child <= word or first <= word or first >= end:
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
        elif role & CLAUSE and clause and opening.endswith("ing"):
            frame = "ing"
        elif lex.isa(opening, PREPOSITIONS):
            frame, preposition, start = "object", opening, first + 1
        elif role & (OBJECT | PREDICATE | CLAUSE) and after >= 0:
            frame, start = "predicate", after
        elif role & OBJECT:
            frame, after = "object", first
        if frame and start < end:
            stop = _reach(ctx, tree, word, child, start, end)
            if frame == "object" and not preposition and stop < end and lex.isa(st.low[stop], AUXILIARIES):
                frame, stop = "bare", content_end(ctx, start, end)  # a clause of which the parse lost the verb
            yield Complement(frame, preposition, (start, stop))


def _reach(ctx: Context, tree: Tree, word: int, child: int, start: int, end: int) -> int:
    """Where the content that begins with ``child`` ends: with what the cue governs, before other clauses of its own."""
    stop = max(tree.edges(child)[1], start + 1)
    for other in tree.children[word]:
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
    while stop - 1 > start and ctx.st.mark[stop - 1] < 0 and _trails(ctx, stop - 1):
        stop -= 1
    return stop


def _trails(ctx: Context, i: int) -> bool:
    return not ctx.st.low[i][:1].isalnum() or ctx.lex.isa(ctx.st.low[i], CONJUNCTIONS)
