"""Attributions weighed by what the trained tagger found, and those that only it sees.

Every attribution, of the rules or of the tagger's own fragments, gets a score between 0 and 1: how likely it is to be
one that people would annotate. The weights are the section "score" of the lexicon, fitted by training/weigh.py.
"""

from __future__ import annotations

import math

from quotenlp.quotes.complements import complements
from quotenlp.quotes.context import Attribution, Context, sentence_end
from quotenlp.quotes.evidence import Evidence
from quotenlp.quotes.noun_phrase import Range
from quotenlp.quotes.parsed import about_anonymity
from quotenlp.quotes.parsed_source import agent, passive, source_of
from quotenlp.quotes.tree import VERB
from quotenlp.quotes.word_classes import ADVERBS, ARTICLES, PREPOSITIONS, SUBORDINATORS

_INSIDE = 0.5  # what the tagger finds less likely is outside a content
_REACH = 100  # how far from its cue, in items, a content or source may begin
_SEEN = 0.3  # a cue or a content that the tagger finds less likely is no candidate


def weigh(ctx: Context, found: list[list[Attribution]]) -> None:
    """End contents before clauses of others, score the attributions per sentence, and drop those below the least."""
    evidence = ctx.evidence
    if evidence is None:
        return
    for of_sentence in found:
        for attribution in of_sentence:
            _cut(ctx, evidence, attribution)
            attribution.score = _score(ctx, evidence, attribution)
        of_sentence[:] = [a for a in of_sentence if (a.score or 0.0) >= ctx.min_score]


def add_tagged(ctx: Context, found: list[list[Attribution]]) -> None:
    """Add the attributions of cues that only the tagger sees, and fit all cues to its fragments."""
    evidence, st = ctx.evidence, ctx.st
    if evidence is None:
        return
    taken = bytearray(len(st.start))  # items of contents that have a cue
    for of_sentence in found:
        for attribution in of_sentence:
            if attribution.cue is not None:
                _mark(taken, attribution.content)
    for n, ((first, stop), of_sentence) in enumerate(zip(st.sentences, found, strict=True)):
        extents, contents = _items(of_sentence)
        for cue in evidence.within("CUE", first, stop):
            if evidence.mean("CUE", cue) < _SEEN or not extents.isdisjoint(range(*cue)):
                continue
            made = _linked(ctx, evidence, cue, first, stop, taken, of_sentence)
            if made is None:
                continue
            made.score = _score(ctx, evidence, made)
            if made.score < 2 * ctx.min_score:
                continue
            content = made.content[0]
            if not contents.isdisjoint(range(*content)):
                of_sentence[:] = [a for a in of_sentence if not any(_meet(span, content) for span in a.content)]
                extents, contents = _items(of_sentence)
            of_sentence.append(made)
            own_extent, own_content = _items([made])
            extents |= own_extent
            contents |= own_content
            if n + 1 < len(found):
                _take_up(ctx, made, found[n + 1], stop)
            _mark(taken, made.content)
        of_sentence.sort(key=lambda a: min(a.extent))
        for attribution in of_sentence:
            _fit(ctx, evidence, attribution)


def _items(attributions: list[Attribution]) -> tuple[set[int], set[int]]:
    """The items of the extents and of the contents of attributions."""
    extents = {i for a in attributions for span in a.extent for i in range(*span)}
    return extents, {i for a in attributions for span in a.content for i in range(*span)}


def _mark(taken: bytearray, spans: list[Range]) -> None:
    for first, last in spans:
        taken[first:last] = b"\1" * (last - first)


def _free(taken: bytearray, span: Range) -> bool:
    return taken.find(1, *span) < 0


def _cut(ctx: Context, evidence: Evidence, a: Attribution) -> None:
    """End a content before a clause that the tagger keeps out of it: X said it rained, while Y denied it."""
    begin, last = a.content[-1]
    for cue in evidence.within("CUE", begin + 2, last):
        if evidence.mean("CUE", cue) < _SEEN or evidence.mean("CONTENT", cue) > _INSIDE:
            continue
        sources = [s for s in evidence.within("SOURCE", begin + 1, cue[0]) if s[1] <= cue[0]]
        clause = cue[0] if not sources or evidence.mean("CONTENT", sources[-1]) > _INSIDE else sources[-1][0]
        cut = clause
        while cut - 1 > begin and (ctx.trails(cut - 1) or ctx.st.isa(cut - 1, SUBORDINATORS | ADVERBS)):
            cut -= 1
        if cut < clause:
            a.content[-1] = (begin, cut)
            return


def _take_up(ctx: Context, made: Attribution, following: list[Attribution], stop: int) -> None:
    """Let a quotation alone right behind the sentence of ``made`` belong to it: “…,” X groused. “…”."""
    if not made.marks(ctx.st) or not following:
        return
    alone = following[0]
    same = ctx.st.paragraph[alone.content[0][0]] == ctx.st.paragraph[made.content[0][0]]
    if alone.cue is None and alone.source is None and alone.content[0][0] == stop and same:
        made.content.extend(alone.content)
        del following[0]


def features(ctx: Context, evidence: Evidence, a: Attribution) -> dict[str, float]:
    """What a score is made of."""
    st = ctx.st
    content = sum(evidence.mean("CONTENT", span) for span in a.content) / len(a.content)
    first, last = a.content[0][0], a.content[-1][1]
    inside = evidence.scores["CONTENT"]
    cue = max(evidence.scores["CUE"][slice(*a.cue)]) if a.cue else None
    source = max(evidence.scores["SOURCE"][slice(*a.source)]) if a.source else None
    return {
        "bias": 1.0,
        "content": _logit(content),
        "content_first": _logit(inside[first]),
        "content_last": _logit(inside[last - 1]),
        "content_after": _logit(inside[last]) if last < len(inside) else 0.0,
        "cue": _logit(cue) if cue is not None else 0.0,
        "no_cue": float(cue is None),
        "source": _logit(source) if source is not None else 0.0,
        "no_source": float(source is None),
        "quotation": float(bool(a.marks(st))),
        "parse": float(a.basis == "parse"),
        "model": float(a.basis == "model"),
        "speech": float(a.mode == "speech"),
        "short": float(sum(e - s for s, e in a.content) <= 3 and not a.marks(st)),
    }


def _score(ctx: Context, evidence: Evidence, a: Attribution) -> float:
    weights = ctx.lex.weights
    z = sum(weights.get(name, 0.0) * value for name, value in features(ctx, evidence, a).items())
    return 1 / (1 + math.exp(-z))


def _logit(p: float) -> float:
    p = min(max(p, 0.01), 0.99)
    return math.log(p / (1 - p))


def _meet(a: Range, b: Range) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _fit(ctx: Context, evidence: Evidence, a: Attribution) -> None:
    """Let the cue reach as far as the tagger's fragment: has repeatedly said."""
    if a.cue is None:
        return
    first, last = evidence.meeting("CUE", a.cue) or a.cue
    if last > a.cue[1] and about_anonymity(ctx, a.cue[0], (a.cue[1], min(last + 2, len(ctx.st.low)))):
        last = a.cue[1]  # said | on condition of anonymity
    opening = {span[0] for span in a.content}
    while last > a.cue[1] and (
        ctx.trails(last - 1)
        or (last not in opening and ctx.st.isa(last - 1, PREPOSITIONS | ARTICLES))  # said on | Monday that
    ):
        last -= 1
    a.whole_cue = min(first, a.cue[0]), max(last, a.cue[1])


def _linked(
    ctx: Context,
    evidence: Evidence,
    cue: Range,
    first: int,
    stop: int,
    taken: bytearray,
    of_sentence: list[Attribution],
) -> Attribution | None:
    """The attribution of a cue that only the tagger sees: content and source by the parse, or the nearest fragments."""
    st, tree = ctx.st, ctx.tree
    end = sentence_end(ctx, first, stop)
    content, source, head = None, None, _head(ctx, cue)
    if tree is not None and head is not None:
        options = [
            (evidence.mean("CONTENT", c.content), c.content)
            for c in complements(ctx, tree, head, end)
            if c.content[0] >= cue[1] and _free(taken, c.content)
        ]
        likely, span = max(options, default=(0.0, cue))
        content = span if likely >= _SEEN else None
    if content is None:
        content = _nearest_content(evidence, cue, first, stop, taken)
    if content is None or about_anonymity(ctx, cue[0] if head is None else head, content):
        return None
    by_agent = tree is not None and head is not None and bool(tree.pos[head] & VERB) and passive(ctx, tree, head)
    if tree is not None and head is not None:
        source = agent(ctx, tree, head, content[0]) if by_agent else source_of(ctx, tree, head)
    if source is None and not by_agent:
        others = [content, cue, *(span for a in of_sentence for span in a.content)]
        source = _nearest_source(evidence, cue, first, stop, others)
    known = ctx.lex.verbs if head is None or tree is None or tree.pos[head] & VERB else ctx.lex.nouns
    entry = next(iter(known.get(st.low[head], ())), None) if head is not None else None
    return Attribution(
        [content],
        (head, cue[1]) if head is not None else cue,
        entry.lemma if entry is not None else " ".join(st.low[head if head is not None else cue[0] : cue[1]]),
        entry.mode if entry is not None else "speech",
        source,
        "tagged",
        basis="model",
    )


def _head(ctx: Context, cue: Range) -> int | None:
    """The last verb, noun or adjective of the cue, by the parse; else the last word that the lexicon knows."""
    st, lex = ctx.st, ctx.lex
    for i in range(cue[1] - 1, cue[0] - 1, -1):
        known = ctx.tree.pos[i] if ctx.tree is not None else st.low[i] in lex.verbs or st.low[i] in lex.nouns
        if known:
            return i
    return None


def _nearest_content(evidence: Evidence, cue: Range, first: int, stop: int, taken: bytearray) -> Range | None:
    """The fragment right after the cue, or else right before it, with no other cue between."""
    first, stop = max(first, cue[0] - _REACH), min(stop, cue[1] + _REACH)
    free = [c for c in evidence.within("CONTENT", first, stop) if not _meet(c, cue) and _free(taken, c)]
    after = next((c for c in free if c[0] >= cue[1]), None)
    if after is not None and not evidence.within("CUE", cue[1], after[0]):
        return after
    before = next((c for c in reversed(free) if c[1] <= cue[0]), None)
    if before is not None and not evidence.within("CUE", before[1], cue[0]):
        return before
    return None


def _nearest_source(evidence: Evidence, cue: Range, first: int, stop: int, others: list[Range]) -> Range | None:
    """The fragment right before the cue, or right after it, that is no part of ``others``."""
    first, stop = max(first, cue[0] - _REACH), min(stop, cue[1] + _REACH)
    free = [s for s in evidence.within("SOURCE", first, stop) if not any(_meet(s, other) for other in others)]
    left = next((s for s in reversed(free) if s[1] <= cue[0]), None)
    right = next((s for s in free if s[0] >= cue[1]), None)
    if right is not None and (left is None or right[0] - cue[1] < min(2, cue[0] - left[1])):
        return right
    return left
