"""The content of a cue: what its frames take on its right, what may stand on its left, and where a content ends."""

from __future__ import annotations

from quotenlp.quotes.context import BREAKS, LINKS, PAUSES, STOPS, Context
from quotenlp.quotes.cues import Cue, find_cues
from quotenlp.quotes.noun_phrase import Range, subject_before
from quotenlp.quotes.stream import DASHES
from quotenlp.quotes.word_classes import (
    ADJUNCT_LEADS,
    ADVERBS,
    AUXILIARIES,
    CLAUSE_ADJUNCTS,
    COMPLEMENTIZERS,
    CONJUNCTIONS,
    DETERMINERS,
    EMBEDDED_CLAUSE_OPENERS,
    INFINITIVE_MARKERS,
    INTERRUPTING_CLAUSES,
    LIGHT_VERBS,
    LINKING_CONJUNCTIONS,
    NARROW_WH,
    NEGATORS,
    OCCASIONS,
    PREPOSITIONS,
    QUANTITY_LEADS,
    QUANTITY_WORDS,
    RELATIVES,
    SUBJECT_PRONOUNS,
    SUBJECT_RELATIVES,
    SUBORDINATORS,
    TELLERS,
    TEMPORAL,
    TIME_LEADS,
    WH,
    WH_ASKERS,
)

_REACH = 16  # how many words an adjunct or addressee may have between cue and content
_OPENING = "\"'“‘«‹„‚「『` "


def complement(ctx: Context, cue: Cue, end: int) -> list[Range] | None:
    """The content to the right of ``cue``, not beyond ``end``, by the frames of its lexicon entry."""
    st, lex, frames = ctx.st, ctx.lex, cue.entry.frames
    j = cue.end
    if j >= end:
        return None
    word = st.low[j]
    introduced = lex.isa(word, COMPLEMENTIZERS) and "that" in frames
    k = j
    while k < end and k - j < 3 and st.mark[k] < 0 and _introduces_quotation(ctx, k):
        k += 1
    if ctx.is_mark(k, end) and ("quote" in frames or introduced):
        return quotation(ctx, j, k, end)
    if introduced:
        return _clause(ctx, j, end)
    asks = not lex.isa(word, NARROW_WH) or lex.isa(cue.entry.lemma, WH_ASKERS)
    if "wh" in frames and lex.isa(word, WH) and asks:
        return _clause(ctx, j, end)
    if "to" in frames and lex.isa(word, INFINITIVE_MARKERS) and j + 1 < end:
        return None if ctx.asks_for_anonymity(j, end) else _clause(ctx, j, end)
    if "object-to" in frames and _object_and_infinitive(ctx, j, end):
        return _clause(ctx, j, end)
    if (found := _beyond(ctx, cue, j, end)) is not None:
        return found
    if "that" in frames and word[:1].isdigit() and cue.entry.mode == "evidence":
        return _clause(ctx, j, end)  # found 52 % of voters …
    if "bare" in frames and not lex.isa(cue.entry.lemma, TELLERS) and _starts_clause(ctx, j, end):
        return _clause(ctx, j, end)
    if frames & {"object", "quoted-object"} and _starts_object(ctx, j):
        content = _clause(ctx, j, end)
        if content and ("object" in frames or _soon_marked(ctx, *content[0])):
            return content
    return None


def _soon_marked(ctx: Context, first: int, stop: int) -> bool:
    """Whether a marked string stands in [first, stop) before any participle with a content of its own."""
    for i in range(first, stop):
        if ctx.st.mark[i] >= 0:
            return True
        if _participle_cue(ctx, i, stop):
            return False
    return False


def _introduces_quotation(ctx: Context, k: int) -> bool:
    word = ctx.st.low[k]
    return word in {",", ":", "—", "–"} or ctx.lex.isa(word, COMPLEMENTIZERS) or ctx.lex.isa(word, ADVERBS)


def quotation(ctx: Context, j: int, k: int, end: int) -> list[Range]:
    """Content that begins with the marked string at ``k``: the string alone if it stands for itself, else the clause.

    Args:
        ctx: the stream.
        j: first item after the cue; a "that" there belongs to a content that is not the string alone.
        k: the marked string.
        end: end of the sentence.
    """
    st = ctx.st
    after = k + 1
    alone = (
        after >= end
        or ctx.pauses(k)
        or st.low[after] in PAUSES
        or (st.isa(after, INTERRUPTING_CLAUSES) and ctx.utterance(k))
    )
    if not alone:
        return [(j if st.isa(j, COMPLEMENTIZERS) else k, content_end(ctx, k + 1, end))]
    content = [(k, k + 1)]
    while after < end:
        joined = (st.low[after] == "," or st.isa(after, LINKING_CONJUNCTIONS)) and st.mark[after] < 0
        following = after + joined
        if not ctx.is_mark(following, end):
            break
        content.append((following, following + 1))
        after = following + 1
    return content


def _clause(ctx: Context, start: int, end: int) -> list[Range] | None:
    stop = content_end(ctx, start, end)
    if stop - start < 2 and ctx.st.mark[start] < 0:
        return None
    return [(start, stop)]


def _object_and_infinitive(ctx: Context, j: int, end: int) -> bool:
    """Whether an object with an infinitive begins at ``j``, as in "urge X to …"; both belong to the content."""
    st = ctx.st
    if st.isa(j, PREPOSITIONS | NEGATORS | ADVERBS):
        return False
    for k in range(j + 1, min(end - 1, j + 10)):
        if st.isa(k, INFINITIVE_MARKERS):
            return True
        if st.mark[k] >= 0 or st.low[k] in BREAKS or st.isa(k, AUXILIARIES):
            return False
    return False


def _beyond(ctx: Context, cue: Cue, j: int, end: int) -> list[Range] | None:
    """Content behind an adjunct or addressee: "said in a filing that …", "told reporters he …"."""
    st, lex, frames = ctx.st, ctx.lex, cue.entry.frames
    addressee = "addressee" in frames
    lead = st.isa(j, PREPOSITIONS) or (not addressee and st.isa(j, ADJUNCT_LEADS | TEMPORAL))
    if not (lead or addressee or "quote" in frames):
        return None
    if st.low[j] == ",":
        return _after_parenthesis(ctx, cue, j, end)
    time = st.isa(j, TEMPORAL | TIME_LEADS)
    clause = False
    for k in range(j, min(end, j + _REACH)):
        word = st.low[k]
        if st.mark[k] >= 0 and lead and ctx.is_word(k + 1, end, COMPLEMENTIZERS):
            continue  # said on "NAME OF A SHOW" that …
        if st.mark[k] >= 0:
            spoken = k > j and "quote" in frames and (lead or addressee) and ctx.utterance(k)
            return quotation(ctx, k, k, end) if spoken else None
        if word == "," and clause:
            return None  # said the plan was sound, "mostly"
        clause = clause or (k > j and not lead and lex.finite_auxiliary(word))
        if word in {":", ","} and "quote" in frames:
            at = k + 1 + ctx.is_word(k + 1, end, COMPLEMENTIZERS)
            if ctx.is_mark(at, end) and (word == ":" or at > k + 1 or ctx.utterance(at)):
                return quotation(ctx, at, at, end)
        if word in STOPS or word == ":" or (word == "," and not (lead and not _participle_cue(ctx, k + 1, end))):
            return None
        if word == "," and ctx.is_word(k + 1, end, PREPOSITIONS):
            return None  # reported on Tuesday, in a finding that …
        if k > j and word in lex.saying and not st.cap[k]:
            return None  # said it was late and added, "…"
        if k == j or not (lead or addressee):
            continue
        if lex.isa(word, COMPLEMENTIZERS) and "that" in frames and not st.isa(k - 1, PREPOSITIONS):
            return quotation(ctx, k, k + 1, end) if ctx.is_mark(k + 1, end) else _clause(ctx, k, end)
        if "bare" not in frames:
            continue
        if not lead and _opens_embedded_clause(ctx, cue, k):
            return _clause(ctx, k, end)
        after_time = time and st.isa(k - 1, TEMPORAL | OCCASIONS)
        if lead and after_time and _opens_clause_after_time(ctx, k):
            return _clause(ctx, k, end)
    return None


def _after_parenthesis(ctx: Context, cue: Cue, j: int, end: int) -> list[Range] | None:
    """Content behind a parenthesis that begins at the comma ``j``: "reported, citing officials, that …"."""
    for k in range(j + 1, min(end - 1, j + _REACH)):
        if ctx.st.mark[k] >= 0 or ctx.st.low[k] in STOPS:
            return None
        if ctx.st.low[k] == ",":
            if "quote" in cue.entry.frames and ctx.is_mark(k + 1, end):
                return quotation(ctx, k + 1, k + 1, end)
            that = "that" in cue.entry.frames and ctx.is_word(k + 1, end, COMPLEMENTIZERS)
            return _clause(ctx, k + 1, end) if that else None
    return None


def _opens_embedded_clause(ctx: Context, cue: Cue, k: int) -> bool:
    """Whether a clause without "that" begins at ``k``, after an addressee."""
    lex, word = ctx.lex, ctx.st.low[k]
    if lex.isa(word, SUBJECT_PRONOUNS):
        return True
    if lex.isa(word, EMBEDDED_CLAUSE_OPENERS):
        return not ctx.st.isa(k - 1, PREPOSITIONS | CONJUNCTIONS)
    return "wh" in cue.entry.frames and lex.isa(word, WH) and not lex.isa(word, SUBJECT_RELATIVES)


def _opens_clause_after_time(ctx: Context, k: int) -> bool:
    lex, word = ctx.lex, ctx.st.low[k]
    return word != "," and not word.isdigit() and not lex.isa(word, TEMPORAL | PREPOSITIONS | CONJUNCTIONS)


def _starts_clause(ctx: Context, j: int, end: int) -> bool:
    """Whether a clause without "that" may begin at ``j``."""
    st, lex = ctx.st, ctx.lex
    word = st.low[j]
    if st.mark[j] >= 0:
        return True
    if lex.isa(word, QUANTITY_LEADS) and j + 1 < end:
        return st.isa(j + 1, QUANTITY_WORDS) or st.low[j + 1][:1].isdigit()
    if lex.isa(word, TEMPORAL):
        return False  # said Monday
    if lex.isa(word, PREPOSITIONS | CONJUNCTIONS | SUBORDINATORS | INFINITIVE_MARKERS):
        return lex.isa(word, CLAUSE_ADJUNCTS) and end - j > 5
    return end - j >= 2 and any(ch.isalnum() for ch in word)


def _starts_object(ctx: Context, j: int) -> bool:
    """Whether a noun phrase may begin at ``j``."""
    st, lex = ctx.st, ctx.lex
    word = st.low[j]
    if st.mark[j] >= 0:
        return True
    if lex.isa(word, PREPOSITIONS | CONJUNCTIONS | ADVERBS | SUBORDINATORS):
        return lex.isa(word, COMPLEMENTIZERS)  # "that account"
    return any(ch.isalnum() for ch in word)


def content_end(ctx: Context, start: int, end: int) -> int:
    """Where a content that begins at ``start`` ends: with the sentence, or before what somebody does next."""
    st = ctx.st
    k = start + 1
    while k < end:
        if st.mark[k] < 0 and _breaks_off(ctx, start, k, end):
            return k
        k += 1
    while k > start + 1 and st.mark[k - 1] < 0 and st.low[k - 1] in PAUSES:
        k -= 1
    return k


def _breaks_off(ctx: Context, start: int, k: int, end: int) -> bool:
    st, lex = ctx.st, ctx.lex
    word = st.low[k]
    classes = st.bits[k]
    if word == ";":
        return True
    if classes & LINKING_CONJUNCTIONS:
        after_mark = st.mark[k - 1] >= 0 and k + 1 < end and not st.cap[k + 1]
        following = st.low[k + 1] if after_mark else ""
        verb = following in lex.past_forms or lex.participle(following) or lex.finite_cue(following)
        pause = after_mark and (ctx.pauses(k - 1) or st.isa(k + 1, SUBJECT_PRONOUNS))
        if pause and _finite_after(ctx, k + 1, end):
            return True  # “…,” and the mayor has left; “…” and he left
        return verb or _new_predicate(ctx, k + 1, end)
    if st.mark[k - 1] >= 0:
        if word in DASHES or classes & INTERRUPTING_CLAUSES:
            return True  # “…” – the …; “…” as he left
        if ctx.pauses(k - 1) and not st.cap[k] and lex.gerund(word):
            return True  # “…,” adding that …; “…,” pointing at the sea
    if word != "," or k + 1 >= end:
        return _adjunct_cue(ctx, k, end)
    if st.low[k + 1] in lex.saying and k + 2 < end and (st.mark[k + 2] >= 0 or st.low[k + 2] in {",", ":"}):
        return True  # X, noting …, said: "…"
    conjunction = ctx.is_word(k + 1, end, LINKING_CONJUNCTIONS)
    return (
        _participle_cue(ctx, k + 1, end)
        or _adjunct_cue(ctx, k + 1, end)
        or _new_predicate(ctx, k + 1 + conjunction, end)
        or (k - start > 1 and _new_clause(ctx, k + 1, end))
    )


def _finite_after(ctx: Context, k: int, end: int) -> bool:
    """Whether a clause with a subject of its own begins at ``k``."""
    lex, low = ctx.lex, ctx.st.low
    if not lex.isa(low[k], DETERMINERS | SUBJECT_PRONOUNS) or lex.isa(low[k], COMPLEMENTIZERS):
        return False
    for i in range(k + 1, min(end, k + 8)):
        if ctx.st.mark[i] >= 0 or low[i] in BREAKS:
            return False
        if lex.finite_auxiliary(low[i]) or low[i] in lex.past_forms:
            return True
    return False


def _adjunct_cue(ctx: Context, k: int, end: int) -> bool:
    """Whether "according to" stands at ``k``."""
    entries = ctx.lex.cues.get(ctx.st.low[k])
    return entries is not None and any(
        "adjunct" in e.frames and tuple(ctx.st.low[k + 1 : k + 1 + len(e.rest)]) == e.rest for e in entries
    )


def _participle_cue(ctx: Context, k: int, end: int) -> bool:
    """Whether a participle with a content of its own begins at ``k``: "…, adding that …"."""
    st, lex = ctx.st, ctx.lex
    entries = lex.cues.get(st.low[k], ()) if k < end else ()
    if k + 1 >= end or not any(e.form == "ing" for e in entries):
        return False
    return (
        st.mark[k + 1] >= 0
        or st.low[k + 1] in {",", ":"}
        or st.isa(k + 1, COMPLEMENTIZERS)
        or any(e.frames & {"bare", "object"} for e in entries)
    )


def _new_predicate(ctx: Context, k: int, end: int) -> bool:
    """Whether a coordinated main verb begins at ``k``: a cue with a content of its own, or a light verb."""
    st, lex = ctx.st, ctx.lex
    while k < end and (st.isa(k, ADVERBS) or lex.adverbial(st.low[k])):
        k += 1
    if k >= end or st.cap[k]:
        return False
    if lex.finite_cue(st.low[k]):
        cues = find_cues(st, lex, k, min(end, k + 3))
        return bool(cues) and cues[0].head == k and complement(ctx, cues[0], end) is not None
    return st.isa(k, LIGHT_VERBS)


def _new_clause(ctx: Context, k: int, end: int) -> bool:
    """Whether another clause with an attribution begins at ``k``: X said that …, X said, "…"."""
    st, lex = ctx.st, ctx.lex
    if st.isa(k, RELATIVES):
        return False
    for cue in find_cues(st, lex, k, min(end, k + 12)):
        finite = cue.entry.form != "ing" and not cue.passive and not cue.infinitive and cue.group > k
        j = cue.end
        if not finite or not cue.entry.frames & {"that", "quote"} or j + 1 >= end:
            continue
        takes = st.mark[j] >= 0 or st.low[j] == ":" or st.isa(j, COMPLEMENTIZERS)
        takes = takes or ("to" in cue.entry.frames and st.isa(j, INFINITIVE_MARKERS))
        if takes or (st.low[j] == "," and st.mark[j + 1] >= 0):
            source = subject_before(st, lex, k, cue.group)
            return source is not None and all(
                st.low[i] == "," or st.isa(i, CONJUNCTIONS | ADVERBS) for i in range(k, source[0])
            )
    return False


def left_content(ctx: Context, first: int, stop: int) -> list[Range]:
    """The content that ends before ``stop``: marked strings alone, or all words from ``first`` on."""
    st = ctx.st
    while first < stop and st.mark[first] < 0 and not st.low[first][:1].isalnum():
        first += 1
    if first >= stop:
        return []
    if all(st.mark[i] >= 0 or st.low[i] in LINKS or st.isa(i, LINKING_CONJUNCTIONS) for i in range(first, stop)):
        return [(i, i + 1) for i in range(first, stop) if st.mark[i] >= 0]
    last = stop - 1
    if st.mark[last] >= 0 and ctx.utterance(last) and last > first + 1 and st.low[last - 1] in {":", ","}:
        inner = ctx.text[st.start[last] : st.start[last] + 8].lstrip(_OPENING)
        if inner[:1].isupper():
            return [(last, last + 1)]  # a sentence of its own; the words before it introduce it
    return [(first, stop)]


def resumed(ctx: Context, tail: int, end: int, quoted: bool) -> list[Range]:
    """The content that goes on after its attribution: a marked string, or the rest of the sentence after a comma.

    Args:
        ctx: the stream.
        tail: first item after source and cue.
        end: end of the sentence.
        quoted: whether the content before the cue is a marked string.
    """
    st, lex = ctx.st, ctx.lex
    if quoted and (k := _resumed_mark(ctx, tail, end)) is not None:
        return [(k, k + 1)]
    k = tail
    while k < min(end, tail + _REACH) and st.mark[k] < 0 and st.low[k] not in PAUSES:
        if not st.cap[k] and (st.low[k] in lex.saying or _quoting_gerund(ctx, k)):
            return []  # …," X said as Y shouted: "…"; …," X said before adding: "…"
        k += 1
    if k >= min(end, tail + _REACH) or (st.mark[k] >= 0 and k > tail and not (quoted and ctx.utterance(k))):
        return []
    k += st.mark[k] < 0
    if ctx.is_word(k, end, LINKING_CONJUNCTIONS) and ctx.is_mark(k + 1, end):
        k += 1
    if ctx.is_mark(k, end):
        if quoted:
            return [(k, k + 1)] if ctx.utterance(k) or k + 1 >= end else []
        alone = k + 1 >= end or st.low[k + 1] in {",", "."} or ctx.pauses(k)
        return [(k, k + 1 if alone else content_end(ctx, k, end))]
    if quoted or k >= end or st.low[tail] != "," or st.isa(k, RELATIVES):
        return []
    if any(e.form == "ing" for e in lex.cues.get(st.low[k], ())) or _adjunct_cue(ctx, k, end):
        return []
    return [(k, content_end(ctx, k, end))]


def _quoting_gerund(ctx: Context, k: int) -> bool:
    """Whether item ``k`` is a participle that can introduce a quotation."""
    return any(e.form == "ing" and "quote" in e.frames for e in ctx.lex.cues.get(ctx.st.low[k], ()))


def _resumed_mark(ctx: Context, tail: int, end: int) -> int | None:
    """The marked string that goes on after a participle between commas: "…," X said, speaking softly, "…"."""
    st, lex = ctx.st, ctx.lex
    if tail >= end or st.low[tail] != ",":
        return None
    for k in range(tail + 1, min(end, tail + 2 * _REACH)):
        if st.mark[k] >= 0:
            inner = ctx.text[st.start[k] : st.start[k] + 8].lstrip(_OPENING)
            return k if st.low[k - 1] == "," and k - 1 > tail and inner[:1].islower() else None
        if any("quote" in e.frames and e.form != "base" for e in lex.cues.get(st.low[k], ())):
            return None
    return None
