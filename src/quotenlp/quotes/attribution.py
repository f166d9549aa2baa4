"""Attributions without a parser: which content, cue and source belong together in a sentence.

Every cue is tried as following its content ("…," X said), then as preceding it (X said that …). What no cue takes is
left to `quotenlp.quotes.verbless`; the marked strings that remain are mentions. What counts as an attribution follows
the PolNeAR guideline.
"""

from __future__ import annotations

from quotenlp.quotes.content import complement, content_end, left_content, resumed
from quotenlp.quotes.context import PAUSES, Attribution, Context, sentence_end
from quotenlp.quotes.cues import Cue, find_cues
from quotenlp.quotes.lexicon import CueEntry
from quotenlp.quotes.modelled import add_tagged, weigh
from quotenlp.quotes.noun_phrase import Range, main_subject, subject_after, subject_before
from quotenlp.quotes.parsed import add_parsed, contradicted
from quotenlp.quotes.parsed_source import shared_source
from quotenlp.quotes.verbless import add_alone, introduced_or_signed, turn
from quotenlp.quotes.word_classes import (
    ADVERBS,
    ALSO_NOUNS,
    AUTHOR_PRONOUNS,
    AUXILIARIES,
    BE,
    CATENATIVE_PARTICLES,
    CATENATIVES,
    CLAUSE_LINKERS,
    COMPLEMENTIZERS,
    CONJUNCTIONS,
    COORDINATORS,
    IMPERSONAL_PRONOUNS,
    LINKING_CONJUNCTIONS,
    PREPOSITIONS,
    RELATIVES,
    SAY,
    SUBJECT_PRONOUNS,
    SUBJECT_RELATIVES,
    SUBORDINATORS,
    TAIL_LEADS,
    TELLERS,
    TEMPORAL,
)

_LEADS = PREPOSITIONS | SUBORDINATORS


def find_attributions(ctx: Context, nested: bool = False) -> list[Attribution]:
    """All attributions of one stream, in text order.

    Args:
        ctx: the stream, lexicon and text.
        nested: only attributions with a cue whose content holds a marked string of this stream (inside a quotation).
    """
    st = ctx.st
    found: list[list[Attribution]] = []
    in_turn: int | None = None
    for first, stop in st.sentences:
        if in_turn is not None and st.paragraph[first] == in_turn:
            found.append([])
        elif not nested and (speech := turn(ctx, first)) is not None:
            in_turn = st.paragraph[first]
            found.append([speech])
        else:
            found.append(_sentence(ctx, first, stop))
    if nested:
        return [a for of_sentence in found for a in of_sentence if a.cue is not None and a.marks(st)]
    add_parsed(ctx, found)
    add_alone(ctx, found)
    weigh(ctx, found)
    add_tagged(ctx, found)
    return [a for of_sentence in found for a in of_sentence]


def _sentence(ctx: Context, first: int, stop: int) -> list[Attribution]:
    st = ctx.st
    end = sentence_end(ctx, first, stop)
    cues = find_cues(st, ctx.lex, first, end)
    if len(cues) > 1 and (outer := _closing(ctx, cues[-1], first, end)) is not None:
        return [outer]
    out: list[Attribution] = []
    done = begin = first
    for cue in cues:
        if cue.head < done:
            continue
        if "adjunct" in cue.entry.frames:
            attribution = _adjunct(ctx, cue, begin, end)
            begin = cue.end  # a second one does not reach back beyond the first
        else:
            attribution = _postposed(ctx, cue, done, end) or _preposed(ctx, cue, first, done, end, out)
        if attribution is not None:
            out.append(attribution)
            done = max(done, max(last for _, last in attribution.content), cue.end)
            if attribution.source is not None and attribution.rule.startswith("postposed"):
                done = max(done, attribution.source[1])
    return out or _unknown_verb(ctx, first, end) or introduced_or_signed(ctx, first, end)


def _made(cue: Cue, content: list[Range], source: Range | None, rule: str) -> Attribution:
    return Attribution(content, (cue.head, cue.end), cue.entry.lemma, cue.entry.mode, source, rule, negated=cue.negated)


# -- content before the cue


def _closing(ctx: Context, cue: Cue, first: int, end: int) -> Attribution | None:
    """A last cue whose content is the whole sentence before it, whatever cues that holds, without a marked string."""
    if not cue.entry.frames & {"bare", "that"} or ctx.st.low[cue.group - 1] == ",":
        return None
    outer = _postposed(ctx, cue, first, end)
    return outer if outer is not None and outer.content[0][0] == first and outer.content[0][1] > first + 1 else None


def _postposed(ctx: Context, cue: Cue, first: int, end: int) -> Attribution | None:
    """A cue after its content: "…," X said; "…," said X; …, X said, …; "…" is all X would say."""
    st, lex = ctx.st, ctx.lex
    if not cue.entry.frames & {"quote", "bare", "that"} or cue.passive or cue.infinitive or cue.entry.form == "ing":
        return None
    rule = "postposed-inverted"
    source = _inverted_source(ctx, cue, first, end)
    clause, tail = cue.group, source[1] if source is not None else cue.end
    if source is None:
        rule = "postposed"
        source = subject_before(st, lex, first, cue.group)
        if source is None:
            return None
        clause, tail = source[0], cue.end
    if clause <= first:
        return None
    if cue.end >= end and first + 1 < clause and st.mark[first] >= 0 and st.isa(first + 1, BE):
        return _made(cue, [(first, first + 1)], source, "postposed-cleft") if ctx.utterance(first) else None
    left = clause - 1
    while left > first and st.isa(left, ADVERBS | CLAUSE_LINKERS | LINKING_CONJUNCTIONS):
        left -= 1  # "…," as X put it
    comma = st.low[left] == ","
    left -= comma
    if left < first:
        return None
    quoted = st.mark[left] >= 0
    if quoted and "quote" in cue.entry.frames:
        allowed = comma or ctx.pauses(left) or _plain_clause(ctx, left == first, source, tail - clause, tail >= end)
    else:
        allowed = not quoted and comma and _clause_before(ctx, cue, first, left, tail, end)
    adjunct = lex.participle(st.low[first]) or st.isa(first, PREPOSITIONS)
    led = (left > first and adjunct) or st.isa(clause - 1, LINKING_CONJUNCTIONS)
    if quoted and led and complement(ctx, cue, end) is not None:
        allowed = False  # Walking in to "…," X said …; … "…," and X said …
    content = left_content(ctx, first, left + 1) if allowed else []
    if quoted and content[:1] == [(first, left + 1)] and st.isa(first, PREPOSITIONS | SUBORDINATORS):
        quoted = False  # Despite “…,” he said, the clause goes on
    return _made(cue, [*content, *resumed(ctx, tail, end, quoted)], source, rule) if content else None


def _inverted_source(ctx: Context, cue: Cue, first: int, end: int) -> Range | None:
    """The source of "…," said X."""
    st, lex = ctx.st, ctx.lex
    before = cue.group - 1
    if cue.group != cue.head or before < first:
        return None
    if cue.entry.form == "base" and lex.isa(cue.entry.lemma, ALSO_NOUNS):
        return None  # "…," state Sen. NAME said
    beside_quotation = st.mark[before] >= 0 or (st.low[before] == "," and before > first and st.mark[before - 1] >= 0)
    source = subject_after(st, lex, cue.end, end)
    if source is None or st.isa(source[0], PREPOSITIONS | ADVERBS | SUBORDINATORS | TEMPORAL):
        return None
    if beside_quotation:
        return source
    if not st.cap[source[0]] and lex.adverbial(st.low[source[0]]):
        return None  # said quietly
    if st.low[before] != "," or before == first:
        return None
    closed = source[1] >= end or st.low[source[1]] in {",", "."} or _modifies(ctx, source[1])
    resumes = closed and ctx.is_mark(source[1] + 1, end) and "quote" in cue.entry.frames  # But, said X, "…"
    return source if closed and (resumes or lex.isa(cue.entry.lemma, SAY)) else None


def _plain_clause(ctx: Context, at_start: bool, source: Range, length: int, at_end: bool) -> bool:
    """Whether a short clause ends the sentence (“…” he said), so that the mark before it needs no punctuation."""
    pronoun = source[1] - source[0] == 1 and ctx.st.isa(source[0], SUBJECT_PRONOUNS)
    return at_start and at_end and (pronoun or (length <= 4 and ctx.utterance(source[0] - 1)))


def _clause_before(ctx: Context, cue: Cue, first: int, left: int, tail: int, end: int) -> bool:
    """Whether unmarked words before a comma can be content: only adjuncts or the rest of it follow the cue."""
    st, lex = ctx.st, ctx.lex
    if not cue.entry.frames & {"bare", "that"}:
        return False
    if tail >= end or (tail > cue.end and _modifies(ctx, tail)) or _addressed(ctx, cue, first, left, end):
        return not (st.isa(first, PREPOSITIONS) and left - first < 6)  # "In short, he said."
    if st.low[tail] == ",":
        # Asked about it, X replied, "…"
        return not (ctx.is_mark(tail + 1, end) and (lex.participle(st.low[first]) or st.isa(first, _LEADS)))
    return st.isa(tail, TEMPORAL | TAIL_LEADS) and complement(ctx, cue, end) is None


def _modifies(ctx: Context, i: int) -> bool:
    """Whether a clause behind the source begins at item ``i``: …, said an official who …; …, said an aide because …."""
    return ctx.st.isa(i, SUBJECT_RELATIVES | SUBORDINATORS) and not ctx.st.isa(i, COMPLEMENTIZERS)


def _addressed(ctx: Context, cue: Cue, first: int, left: int, end: int) -> bool:
    """Whether nothing but who is told follows the cue, and a clause without marks stands before: …, an aide told it."""
    st, lex = ctx.st, ctx.lex
    if not lex.isa(cue.entry.lemma, TELLERS) or st.isa(first, _LEADS) or max(st.mark[first : left + 1]) >= 0:
        return False
    hearer = subject_after(st, lex, cue.end, end)
    return hearer is not None and hearer[1] >= end and complement(ctx, cue, end) is None


def _unknown_verb(ctx: Context, first: int, end: int) -> list[Attribution]:
    """A past form that the lexicon does not know reports if a name and a quotation frame it: "…," NAME retaliated."""
    st, lex = ctx.st, ctx.lex
    after_marks = first
    while ctx.is_mark(after_marks, end):
        after_marks += 1
    if after_marks == first or not ctx.pauses(after_marks - 1):
        return []
    for i in range(after_marks, min(end, after_marks + 8)):
        word = st.low[i]
        if st.mark[i] >= 0 or word in PAUSES:
            return []
        if st.cap[i] or lex.isa(word, AUXILIARIES) or not (lex.regular_past(word) or word in lex.past_forms):
            continue
        entry = CueEntry(word, "past", (), "speech", frozenset({"quote"}))
        attribution = _postposed(ctx, Cue(i, i, i + 1, entry, False, False, False), first, end)
        if attribution is None or attribution.source is None:
            return []
        tail = max(i + 1, attribution.source[1])
        ends = tail >= end or st.low[tail] in PAUSES or st.mark[tail] >= 0 or st.isa(tail, PREPOSITIONS)
        return [attribution] if ends else []
    return []


# -- content after the cue


def _preposed(
    ctx: Context, cue: Cue, first: int, done: int, end: int, before_it: list[Attribution]
) -> Attribution | None:
    """A cue before its content: X said that …; X said: "…"; X called for …; X left, saying that …."""
    st, lex = ctx.st, ctx.lex
    earlier = before_it[-1].source if before_it else None
    content = complement(ctx, cue, end)
    if content is None:
        return None
    if not cue.passive and contradicted(ctx, cue.head, content[0], end):
        return None
    opening = content[0][0]
    marks = [i for i in range(*content[0]) if st.mark[i] >= 0]
    if cue.negated and marks == [opening] and not ctx.utterance(opening):
        return None  # did not use the word "…"
    if cue.passive:
        # only "it was reported that …", which has no source
        impersonal = st.isa(cue.group, IMPERSONAL_PRONOUNS) or (
            cue.group > first and st.isa(cue.group - 1, IMPERSONAL_PRONOUNS)
        )
        return _made(cue, content, None, "preposed-passive") if impersonal else None
    before = st.low[cue.group - 1] if cue.group > first else ""
    rule = "preposed"
    if cue.entry.form == "ing" and not any(st.isa(i, AUXILIARIES) for i in range(cue.group, cue.head)):
        rule = "participle"
        clause = st.mark[opening] >= 0 or st.isa(opening, COMPLEMENTIZERS)
        if not (
            clause or before in {"", ","} or lex.isa(before, LINKING_CONJUNCTIONS) or lex.isa(cue.entry.lemma, SAY)
        ):
            return None  # avoided criticizing the plan
        source = earlier or main_subject(st, lex, first, cue.head)
    elif cue.infinitive:
        rule = "infinitive"
        source = _governing_subject(ctx, cue, first, done)
    elif lex.isa(before, COORDINATORS):
        rule = "coordinated"
        source = earlier or main_subject(st, lex, first, cue.group)
    else:
        source = subject_before(st, lex, done, cue.group)
        if source is None and before == ",":
            rule = "coordinated"
            source = main_subject(st, lex, first, cue.group)
    shared = shared_source(ctx, cue.head, before_it) if rule in {"coordinated", "participle"} and source else None
    source = shared or source
    if source is None or (rule == "preposed" and st.isa(source[0], AUTHOR_PRONOUNS)):
        return None  # in narration the first person is the author
    made = _made(cue, _with_relative(ctx, source, content, first), source, rule)
    if shared is not None:
        made.basis = "parse"
    return made


def _with_relative(ctx: Context, source: Range, content: list[Range], first: int) -> list[Range]:
    """The content with the relative pronoun that is its subject: a bridge which X said was unsafe."""
    st, lex = ctx.st, ctx.lex
    at, (opening, stop) = source[0] - 1, content[0]
    verb = lex.finite_auxiliary(st.low[opening]) or st.low[opening] in lex.past_forms
    if not verb or at < first or not st.isa(at, RELATIVES):
        return content
    if at > first and st.low[at - 1] == ",":  # a clause between commas ends with the second
        stop = next((k for k in range(opening, stop) if st.low[k] == ","), stop)
    return [(at, at + 1), (opening, stop), *content[1:]]


def _governing_subject(ctx: Context, cue: Cue, first: int, done: int) -> Range | None:
    """The subject of "went on to say"; None if no such verb governs the infinitive."""
    st, lex = ctx.st, ctx.lex
    governor = cue.group
    if governor <= done or not st.isa(governor - 1, CATENATIVES | CATENATIVE_PARTICLES):
        return None
    while governor > done and st.isa(governor - 1, CATENATIVES | CATENATIVE_PARTICLES | AUXILIARIES | ADVERBS):
        governor -= 1
    return subject_before(st, lex, done, governor) or main_subject(st, lex, first, cue.group)


# -- according to


def _adjunct(ctx: Context, cue: Cue, first: int, end: int) -> Attribution | None:
    """According to X, …; …, according to X; …, according to X, …."""
    st, lex = ctx.st, ctx.lex
    if all(st.isa(i, CONJUNCTIONS | ADVERBS) for i in range(first, cue.head)):
        close = next((k for k in range(cue.end, end) if st.low[k] in {",", ":"} or st.mark[k] >= 0), end)
        begin = close + (st.mark[close] < 0) if close < end else end
        if begin >= end or close == cue.end:
            return None
        return _made(cue, [(begin, content_end(ctx, begin, end))], (cue.end, close), "adjunct")
    close = cue.end
    while close < end and st.mark[close] < 0 and st.low[close] not in PAUSES:
        if st.isa(close, SUBJECT_RELATIVES | SUBORDINATORS):
            break
        close += 1
    left = cue.head
    while left > first and (st.low[left - 1] in PAUSES or st.isa(left - 1, ADVERBS)):
        left -= 1
    content = left_content(ctx, first, left)
    if not content or close == cue.end:
        return None
    following = close + 1
    between_commas = following < end and st.low[close] == "," and st.low[cue.head - 1] == ","
    if between_commas and not st.isa(following, RELATIVES) and st.low[following] not in lex.cues:
        content.append((following, content_end(ctx, following, end)))
    return _made(cue, content, (cue.end, close), "adjunct")
