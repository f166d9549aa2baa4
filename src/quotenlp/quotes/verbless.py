"""Attributions without a reporting verb: colons, nouns, signatures, transcripts, sentences that are only quotations."""

from __future__ import annotations

from quotenlp.quotes.content import content_end, quotation
from quotenlp.quotes.context import BULLETS, Attribution, Context, sentence_end
from quotenlp.quotes.noun_phrase import Range, main_subject, subject_after
from quotenlp.quotes.stream import DASHES, Stream, closing_character
from quotenlp.quotes.word_classes import (
    ADVERBS,
    AUXILIARIES,
    BE,
    CONJUNCTIONS,
    GENITIVE_ENDINGS,
    LABELS,
    POSSESSIVES,
    PREPOSITIONS,
    SUBORDINATORS,
    TURN_LABELS,
)

_MAX_NAME = 14
_MEMORY = 60  # how many items back a question still waits for its answer
_PARTS = 4
_SPOKEN_MODES = frozenset({"speech", "writing"})


def introduced_or_signed(ctx: Context, first: int, end: int) -> list[Attribution]:
    """NAME: "…", X turned away: "…", his verdict: …, "…" was his reply and "…" — NAME."""
    st, lex = ctx.st, ctx.lex
    if (named := _named_by_noun(ctx, first, end)) is not None:
        return [named]
    if ctx.is_mark(first, end) and ctx.utterance(first):
        signed = first + 1 < end and st.low[first + 1] in DASHES
        source = _name(ctx, first + 2, end) if signed else None
        if source is None:
            return []
        return [Attribution([(first, first + 1)], (first + 1, first + 2), st.low[first + 1], "speech", source, "dash")]
    for k in range(first + 1, end - 1):
        if st.low[k] == ":" and st.mark[k + 1] >= 0:
            inverted = st.cap[first + 1] and st.low[first] in lex.saying
            source = subject_after(st, lex, first + 1, k) if inverted else _main_subject(ctx, first, k)
            source = source or _name(ctx, first, k)
            if source is None and not ctx.utterance(k + 1):
                return []
            cue, lemma = _doing(ctx, source, first if inverted else None, k)
            content = quotation(ctx, k + 1, k + 1, end)
            return [Attribution(content, cue, lemma, "speech", source, "colon")]
    return []


def _main_subject(ctx: Context, first: int, stop: int) -> Range | None:
    """The subject of the main clause in [first, stop), behind a clause or phrase before a comma if there is one."""
    st, lex = ctx.st, ctx.lex
    if st.isa(first, SUBORDINATORS):
        comma = max((i for i in range(first, stop) if st.low[i] == ","), default=-1)
        if comma >= 0 and (behind := main_subject(st, lex, comma + 1, stop)) is not None:
            return behind
    return main_subject(st, lex, first, stop)


def _doing(ctx: Context, source: Range | None, verb: int | None, colon: int) -> tuple[Range, str]:
    """The cue and its lemma before a ``colon``: what the source is said to do, or else the colon itself.

    The verb is the item ``verb``, or the one right after the source.
    """
    st, lex = ctx.st, ctx.lex
    if verb is None and source is not None:
        verb = source[1]
        if verb < colon and st.low[verb] == ",":  # a parenthesis between commas
            verb = next((k + 1 for k in range(verb + 1, colon) if st.low[k] == ","), verb)
        while verb < colon and (
            (st.isa(verb, ADVERBS | AUXILIARIES) and not st.isa(verb, BE)) or lex.adverbial(st.low[verb])
        ):
            verb += 1
    if verb is None or verb >= colon or st.isa(verb, BE | PREPOSITIONS) or not st.low[verb].isalpha():
        return (colon, colon + 1), ":"
    word = st.low[verb]
    entry = next((e for e in lex.verbs.get(word, ()) if not e.rest), None)
    return (verb, colon + 1 if verb + 1 == colon else verb + 1), entry.lemma if entry is not None else word


def _named_by_noun(ctx: Context, first: int, end: int) -> Attribution | None:
    """What a noun names: his verdict: …; the club's position: …; "…" was his only reply."""
    st, lex = ctx.st, ctx.lex
    if ctx.is_mark(first, end):
        noun = end - 1
        at = first + 1
        if noun <= at or not st.isa(at, BE):
            return None
        content, begin = (first, first + 1), at + 1
    else:
        noun = next((k - 1 for k in range(first + 1, min(end, first + _MAX_NAME)) if st.low[k] == ":"), first)
        content, begin = (noun + 2, end), first
        if content[0] >= end:
            return None
    entry = next((e for e in lex.nouns.get(st.low[noun], ()) if "quote" in e.frames), None)
    if entry is None:
        return None
    for k in range(noun - 1, max(begin, noun - 4) - 1, -1):
        if st.isa(k, POSSESSIVES | GENITIVE_ENDINGS):
            source = (begin, k) if st.isa(k, GENITIVE_ENDINGS) else (k, k + 1)
            if source[0] < source[1]:
                return Attribution([content], (noun, noun + 1), entry.lemma, entry.mode, source, "noun")
    return None


def _name(ctx: Context, first: int, stop: int) -> Range | None:
    """A short stretch without a marked string that begins with a capital: a signature or a label."""
    st = ctx.st
    while first < stop and (st.low[first] in BULLETS or st.isa(first, CONJUNCTIONS | PREPOSITIONS)):
        first += 1
    if first >= stop or stop - first > _MAX_NAME or not (st.cap[first] or st.low[first].startswith("@")):
        return None
    return (first, stop) if all(st.mark[i] < 0 for i in range(first, stop)) else None


def turn(ctx: Context, first: int) -> Attribution | None:
    """A transcript line: "SMITH: …", "SMITH (voice-over): …" or "Q: …"; its content is the rest of the paragraph."""
    st = ctx.st
    n = len(st.low)
    if not st.cap[first] or (first > 0 and st.paragraph[first - 1] == st.paragraph[first]):
        return None
    k = first
    if st.isa(first, TURN_LABELS):
        k += 1  # Q: …
    while k < min(n, first + 6) and len(st.low[k]) > 1 and ctx.text[st.start[k] : st.end[k]].isupper():
        k += 1
    name = (first, k)
    if any(ctx.lex.isa(word, LABELS) for word in st.low[first:k]):
        return None  # BREAKING: …
    if k < n and st.low[k] == "(":
        while k < min(n, first + _MAX_NAME) and st.low[k] not in {")", "):"}:
            k += 1
        k += k < n and st.low[k] == ")"
    if name[1] == first or k + 1 >= n or st.low[k] not in {":", "):"} or st.mark[k + 1] >= 0:
        return None
    stop = k + 1
    while stop < n and st.paragraph[stop] == st.paragraph[first]:
        stop += 1
    return Attribution([(k + 1, stop)], (k, k + 1), ":", "speech", name, "transcript") if stop - k >= 3 else None


def add_alone(ctx: Context, found: list[list[Attribution]]) -> None:
    """Give marked strings in sentences of their own to the quotation before them or to their neighbours.

    Args:
        ctx: the stream.
        found: the attributions per sentence; changed in place.
    """
    st = ctx.st
    used = {mark for of_sentence in found for attribution in of_sentence for mark in attribution.marks(st)}
    last: Attribution | None = None
    before: Range | None = None
    following: list[Range | None] = [*st.sentences[1:], None][: len(st.sentences)]
    for (first, stop), after, of_sentence in zip(st.sentences, following, found, strict=True):
        if not of_sentence and not used.issuperset(m for m in st.mark[first:stop] if m >= 0):
            alone = _signed_below(ctx, first, stop, after) or _alone(ctx, first, stop, last, before)
            if alone is not None:
                used.update(m for m in st.mark[first:stop] if m >= 0)
                if alone is not last:
                    of_sentence.append(alone)
        if of_sentence:
            last = max(of_sentence, key=lambda a: _likeness(a, st))
        before = (first, stop)


def _alone(ctx: Context, first: int, stop: int, last: Attribution | None, before: Range | None) -> Attribution | None:
    """A sentence that is only marked strings: it goes on with ``last`` or stands beside its speaker.

    A paragraph goes on with the one before only if that ends in the attribution of a quotation ("…," X said).
    """
    st = ctx.st
    items = [i for i in range(first, stop) if st.mark[i] >= 0]
    if not any(ctx.utterance(i) for i in items):
        return None
    same_paragraph = before is not None and st.paragraph[before[0]] == st.paragraph[first]
    all_marked = not any(st.mark[i] < 0 and any(ch.isalnum() for ch in st.low[i]) for i in range(first, stop))
    begins = same_paragraph and items[0] == first and ctx.utterance(first)  # “…” that goes on outside its marks
    if not all_marked and not begins:
        return None
    goes_on = last is not None and before is not None and _goes_on(ctx, last, before)
    if last is not None and goes_on and (same_paragraph or not _dialogue(ctx, last, stop)):
        goes_to = content_end(ctx, first, sentence_end(ctx, first, stop))
        last.content.extend([(i, i + 1) for i in items] if all_marked else [(first, goes_to)])
        return last
    if not all_marked or not any(ctx.pauses(i) for i in items):
        return None
    speaker = main_subject(st, ctx.lex, *before) if before is not None and same_paragraph else None
    return Attribution([(i, i + 1) for i in items], None, "", "speech", None, "alone", speaker=speaker, follows=last)


def _signed_below(ctx: Context, first: int, stop: int, after: Range | None) -> Attribution | None:
    """A quotation with its signature in the line below: "…" ⏎ — NAME."""
    st = ctx.st
    if after is None or stop - first > 1 or st.mark[first] < 0 or st.low[after[0]] not in DASHES:
        return None
    end = after[1] - (st.low[after[1] - 1] == ".")
    source = _name(ctx, after[0] + 1, end)
    if source is None or st.paragraph[after[0]] == st.paragraph[first] or not ctx.utterance(first):
        return None
    return Attribution([(first, stop)], (after[0], after[0] + 1), st.low[after[0]], "speech", source, "dash")


def _goes_on(ctx: Context, last: Attribution, before: Range) -> bool:
    """Whether ``last`` is a quotation spoken in the sentence ``before``, so that what follows can go on with it."""
    return last.content[-1][1] > before[0] and _likeness(last, ctx.st)[0] > 0


def _dialogue(ctx: Context, last: Attribution, stop: int) -> bool:
    """Whether a paragraph of its own that ends at ``stop`` may be another speaker's than that of ``last`` before it.

    It is not after a quotation with its attribution ("…," X said) where nobody has just asked anything.
    """
    st = ctx.st
    if not last.rule.startswith("postposed") or _likeness(last, st)[0] < 2:
        return True
    near = [i for i in range(max(0, stop - _MEMORY), stop) if st.mark[i] >= 0][-4:]
    return any(closing_character(ctx.text, st.start[i], st.end[i]) == "?" for i in near)


def _likeness(attribution: Attribution, st: Stream) -> tuple[int, Range]:
    """How like an attribution is to one that a quotation goes on with: spoken, marks in every part; then the last."""
    parts = attribution.content[:_PARTS]  # a quotation may have any number
    marked = [any(st.mark[i] >= 0 for i in range(*part)) for part in parts] if _spoken(attribution) else []
    return any(marked) + (bool(marked) and all(marked)), attribution.content[0]


def _spoken(attribution: Attribution) -> bool:
    return attribution.cue is not None and attribution.mode in _SPOKEN_MODES
