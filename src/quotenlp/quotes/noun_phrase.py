"""Noun phrases without a parser: the subject before a verb group, or the inverted one after it.

The phrase is what stands between the verb and the nearest clause boundary, less what introduces the clause.
Appositions and ages stay in, relative clauses and participles set off by commas stay out (annotation guide of the
project's article set).
"""

from __future__ import annotations

from quotenlp.quotes.lexicon import QuoteLexicon
from quotenlp.quotes.stream import DASHES, Stream
from quotenlp.quotes.word_classes import (
    ADJUNCT_LEADS,
    ADVERBS,
    ADVERSATIVES,
    ARTICLES,
    ATTACHING,
    AUXILIARIES,
    CLAUSE_LINKERS,
    CONJUNCTIONS,
    DETERMINERS,
    GENITIVE_ENDINGS,
    GENITIVES,
    INDEFINITE_ARTICLES,
    INFINITIVE_MARKERS,
    NEGATORS,
    PREPOSITIONS,
    PRONOUNS,
    REFLEXIVES,
    RELATIVES,
    REPRESENTING,
    SUBJECT_PRONOUNS,
    SUBJECT_RELATIVES,
    SUBORDINATORS,
    TEMPORAL,
    TIME_DETERMINERS,
    TIME_LEADS,
)

Range = tuple[int, int]

_STOPS = DASHES | frozenset(',;:()[]….!?•|/=*"') | {"..."}
_MAX_WORDS = 40
_NICKNAME = 28  # characters, marks included


def subject_before(st: Stream, lex: QuoteLexicon, low_limit: int, verb: int) -> Range | None:
    """The subject that ends right before item ``verb``; not before ``low_limit``.

    Returns:
        Item range, or None if what stands there cannot be a subject.
    """
    j = verb - 1
    while j > low_limit and st.isa(j, REFLEXIVES):
        j -= 1
    if j < low_limit:
        return None
    if st.isa(j, SUBJECT_PRONOUNS | RELATIVES):
        return (j, j + 1)
    if st.isa(j, PRONOUNS):
        before = st.low[j - 1] if j > low_limit else ""
        if lex.isa(before, SUBJECT_PRONOUNS):
            return (j - 1, j)  # they all said
        if not lex.isa(before, PREPOSITIONS | DETERMINERS):
            return (j, j + 1)
    if st.low[j] == ",":
        return _before_comma(st, lex, low_limit, j)
    if st.low[j] == ")":
        k = j
        while k > low_limit and st.low[k] != "(":
            k -= 1
        return subject_before(st, lex, low_limit, k) if k > low_limit and j - k < 12 else None
    if st.low[j] in DASHES:
        k = j - 1
        while k > low_limit and st.low[k] not in DASHES:
            k -= 1
        return subject_before(st, lex, low_limit, k) if k > low_limit else None
    return _contiguous(st, lex, low_limit, j + 1)


def _before_comma(st: Stream, lex: QuoteLexicon, low_limit: int, comma: int) -> Range | None:
    """Subject with a parenthesis between commas before the verb: "NAME, a baker, said"."""
    opening = comma - 1
    while opening > low_limit and st.low[opening] != "," and comma - opening <= _MAX_WORDS:
        if st.mark[opening] >= 0 and st.end[opening] - st.start[opening] > 60:
            return None
        opening -= 1
    if opening <= low_limit or comma - opening > _MAX_WORDS:
        return None
    if _is_age(st, opening + 1, comma) or not _starts_phrase(st, lex, low_limit, opening):
        head = _before_comma(st, lex, low_limit, opening) or _contiguous(st, lex, low_limit, opening)
    else:
        head = _contiguous(st, lex, low_limit, opening)
    if head is None:
        return None
    if not _is_apposition(st, lex, opening + 1, comma):
        return head
    relative = next((k for k in range(opening + 2, comma) if st.isa(k, SUBJECT_RELATIVES)), comma)
    return head[0], relative


def _starts_phrase(st: Stream, lex: QuoteLexicon, low_limit: int, opening: int) -> bool:
    """Whether the stretch before the comma at ``opening`` can be the head, not one more apposition or age."""
    previous = opening - 1
    while previous >= low_limit and st.low[previous] != ",":
        previous -= 1
    if previous < low_limit:
        return True
    if _is_age(st, previous + 1, opening):
        return False
    first = previous + 1
    named_before = previous > low_limit and st.cap[previous - 1]
    return not (named_before and (st.isa(first, ARTICLES) or not st.cap[first]))


def _is_age(st: Stream, first: int, last: int) -> bool:
    return last - first == 1 and st.low[first].isdigit() and len(st.low[first]) <= 3


def _is_apposition(st: Stream, lex: QuoteLexicon, first: int, last: int) -> bool:
    word = st.low[first]
    if _is_age(st, first, last):
        return True
    if lex.isa(word, RELATIVES | SUBORDINATORS | ADVERBS | CONJUNCTIONS):
        return False
    if lex.isa(word, PREPOSITIONS) and not lex.isa(word, GENITIVES):
        return False
    participle = not st.cap[first] and (lex.participle(word) or word in lex.past_forms)
    return not participle and st.mark[first] < 0 and not lex.adverbial(word)


def _contiguous(st: Stream, lex: QuoteLexicon, low_limit: int, stop: int) -> Range | None:
    """The noun phrase that ends before ``stop``, back to the clause boundary."""
    k = stop - 1
    while k >= low_limit and stop - k <= _MAX_WORDS:
        word = st.low[k]
        classes = st.bits[k]
        if st.mark[k] >= 0:
            if not (k > low_limit and k + 1 < stop and _nickname(st, k)):
                break
        elif word in _STOPS:
            if word == "-" and k > low_limit and st.end[k - 1] == st.start[k]:
                k -= 1
                continue
            break
        elif classes & AUXILIARIES and not classes & INFINITIVE_MARKERS and not st.cap[k]:
            return _after_verb(st, lex, low_limit, k, stop)
        elif k > low_limit and st.low[k - 1] == "-" and st.start[k] == st.end[k - 1]:
            pass  # part of a compound: "warm-and-fuzzy"
        elif k > low_limit and classes & SUBORDINATORS and _finite_before(st, lex, low_limit, k):
            break  # "shares fell after the company said"
        elif classes & RELATIVES:
            opens = k + 1 < stop and (st.cap[k + 1] or st.isa(k + 1, DETERMINERS | SUBJECT_PRONOUNS))
            told = not opens or _finite_before(st, lex, k + 1, stop)
            if classes & SUBJECT_RELATIVES and k > low_limit and st.mark[k - 1] < 0 and told:
                # "a clerk who wore a wire testified": the subject stands before its relative clause
                return _contiguous(st, lex, low_limit, k)
            break
        elif (classes & SUBORDINATORS and not classes & PREPOSITIONS) or (
            classes & CONJUNCTIONS and not _joins_phrases(st, lex, low_limit, k)
        ):
            break
        elif k + 1 < stop and not st.cap[k] and _reports(st, lex, low_limit, k):
            return _after_verb(st, lex, low_limit, k, stop)
        k -= 1
    return _trim(st, lex, k + 1, stop)


def _after_verb(st: Stream, lex: QuoteLexicon, low_limit: int, verb: int, stop: int) -> Range | None:
    """The phrase before ``stop`` behind a finite verb, or the one before the relative clause of that verb."""
    relative = _relative_before(st, lex, low_limit, verb)
    return _contiguous(st, lex, low_limit, relative) if relative is not None else _trim(st, lex, verb + 1, stop)


def _relative_before(st: Stream, lex: QuoteLexicon, low_limit: int, k: int) -> int | None:
    """The "who" whose clause holds the verb at item ``k``: "an aide who asked not to be named | said"."""
    for j in range(k - 1, max(low_limit, k - _MAX_WORDS), -1):
        if st.low[j] in _STOPS or st.mark[j] >= 0:
            return None
        if st.isa(j, SUBJECT_RELATIVES):
            after = st.low[j + 1]
            subject = st.cap[j + 1] or lex.isa(after, DETERMINERS | SUBJECT_PRONOUNS)
            return None if subject or st.mark[j - 1] >= 0 or st.low[j - 1] in _STOPS else j
    return None


def _nickname(st: Stream, k: int) -> bool:
    """Whether the marked string at item ``k`` stands inside a name: NAME “Shorty” NAME."""
    return st.cap[k - 1] and st.cap[k + 1] and st.end[k] - st.start[k] <= _NICKNAME


def _reports(st: Stream, lex: QuoteLexicon, low_limit: int, k: int) -> bool:
    """Whether item ``k`` is the finite verb of another attribution: a form that only a verb of saying has."""
    entry = next(iter(lex.cues.get(st.low[k], ())), None)
    return entry is not None and k > low_limit and entry.form == "past" and "bare" in entry.frames


def _joins_phrases(st: Stream, lex: QuoteLexicon, low_limit: int, k: int) -> bool:
    """Whether the conjunction at ``k`` joins two noun phrases, not two clauses: no finite verb back to the boundary."""
    if st.isa(k, ADVERSATIVES) or k == low_limit or st.low[k - 1] in _STOPS:
        return False
    return not _finite_before(st, lex, low_limit, k)


def _finite_before(st: Stream, lex: QuoteLexicon, low_limit: int, k: int) -> bool:
    """Whether a finite verb or its pronoun stands between item ``k`` and the clause boundary before it."""
    j = k - 1
    while j >= max(low_limit, k - _MAX_WORDS) and st.low[j] not in _STOPS and st.mark[j] < 0:
        word = st.low[j]
        if lex.finite_auxiliary(word) or (
            not st.cap[j] and word in lex.past_forms and (j == low_limit or not st.isa(j - 1, DETERMINERS))
        ):
            return True
        if lex.finite_cue(word) and not st.cap[j] and j > low_limit:
            return True
        if lex.isa(word, SUBJECT_PRONOUNS):
            return True
        j -= 1
    return False


def _trim(st: Stream, lex: QuoteLexicon, first: int, stop: int) -> Range | None:
    """Drop what introduces the clause: conjunctions, adverbs, a prepositional phrase of time or place."""
    while first < stop and (
        st.isa(first, CONJUNCTIONS)
        or (st.isa(first, ADVERBS) and not (first + 1 < stop and st.isa(first + 1, ARTICLES | GENITIVES)))
        or (st.isa(first, SUBORDINATORS) and (not st.isa(first, PREPOSITIONS) or st.isa(first, CLAUSE_LINKERS)))
        or st.isa(first, GENITIVE_ENDINGS)
    ):
        first += 1
    if first >= stop:
        return None
    stop = _without_time(st, lex, first, stop)
    time = st.isa(first, TEMPORAL) and not (first + 1 < stop and st.isa(first + 1, GENITIVES))
    if time or st.isa(first, PREPOSITIONS) or st.isa(first, TIME_DETERMINERS):
        start = _after_adjunct(st, lex, first, stop)
        if start is None and st.isa(first, SUBORDINATORS) and first + 1 < stop:
            start = first + 1  # "since the mayor said"
        if start is None:
            return None
        first = start
    last = st.low[stop - 1]
    hyphened = stop - 2 >= first and st.low[stop - 2] == "-"
    if (
        not any(ch.isalnum() for ch in last)
        or (lex.isa(last, PREPOSITIONS) and not hyphened)
        or (lex.isa(last, DETERMINERS) and not lex.isa(last, PRONOUNS))
    ):
        return None
    return first, stop


def _without_time(st: Stream, lex: QuoteLexicon, first: int, stop: int) -> int:
    """The end of the phrase less a time between it and its verb: "the agency on Tuesday said"."""
    k = stop
    while k - 1 > first and (st.isa(k - 1, TEMPORAL) or st.low[k - 1].isdigit()):
        k -= 1
    introduced = k < stop and k - 1 > first and st.isa(k - 1, TIME_LEADS)
    return k - 1 if introduced else stop


def _after_adjunct(st: Stream, lex: QuoteLexicon, first: int, stop: int) -> int | None:
    """Where the subject begins after an adjunct without a comma: "In August she", "On Monday the agency"."""
    for k in range(stop - 1, first, -1):
        before = st.low[k - 1]
        starts = (
            st.isa(k, DETERMINERS)
            or st.isa(k, SUBJECT_PRONOUNS)
            or (st.cap[k] and not st.cap[k - 1])
            or (st.cap[k] and lex.isa(before, TEMPORAL))
        )
        if (
            starts
            and not st.isa(k, TEMPORAL)
            and not lex.isa(before, PREPOSITIONS)
            and not lex.isa(before, CONJUNCTIONS)
        ):
            if lex.isa(before, DETERMINERS) or lex.isa(before, GENITIVE_ENDINGS):
                continue
            return k
    return None


def subject_after(st: Stream, lex: QuoteLexicon, first: int, limit: int) -> Range | None:
    """The inverted subject that begins at ``first`` ("said NAME, 41, a baker"); not beyond ``limit``."""
    if first >= limit:
        return None
    if st.isa(first, SUBJECT_PRONOUNS):
        return first, first + 1
    k = _phrase_end(st, lex, first, limit)
    if k == first:
        return None
    # ages and appositions after a comma
    while k + 1 < limit and st.low[k] == ",":
        nxt = k + 1
        if _is_age(st, nxt, nxt + 1):
            k = nxt + 1
            continue
        if not _is_apposition(st, lex, nxt, limit):
            break
        if st.mark[nxt] >= 0 or not (
            st.isa(nxt, ARTICLES)
            or (not st.cap[nxt] and st.low[nxt].isalpha())
            or _is_title(st, nxt)
            or (st.cap[nxt] and not st.cap[k - 1])
        ):
            break
        end = _phrase_end(st, lex, nxt, limit)
        if end == nxt or (
            end < limit
            and st.low[end] not in _STOPS
            and not st.isa(end, SUBJECT_RELATIVES)
            and st.mark[end] < 0
            and not st.isa(end, ADJUNCT_LEADS)
            and not st.isa(end, SUBORDINATORS)
        ):
            break
        k = end
    return first, k


def _is_title(st: Stream, first: int) -> bool:
    """Whether a party and state such as "D-Ohio" stand at ``first``."""
    return st.cap[first] and "-" in st.low[first]


def _phrase_end(st: Stream, lex: QuoteLexicon, first: int, limit: int) -> int:
    k = first
    while k < limit and k - first <= _MAX_WORDS:
        word = st.low[k]
        if st.mark[k] >= 0:
            if not (k > first and k + 1 < limit and _nickname(st, k)):
                break
        elif word in _STOPS:
            if word in {"-", "/"} and k > first and st.end[k - 1] == st.start[k]:
                k += 1
                continue
            break
        elif k > first and _ends_phrase(st, lex, k, limit):
            break
        k += 1
    return k


def _ends_phrase(st: Stream, lex: QuoteLexicon, k: int, limit: int) -> bool:
    """Whether the word at ``k`` cannot belong to the noun phrase of the words before it."""
    word = st.low[k]
    classes = st.bits[k]
    if classes & PREPOSITIONS:
        return not _continues_phrase(st, lex, k, limit)
    if classes & (RELATIVES | SUBORDINATORS | REFLEXIVES | NEGATORS | AUXILIARIES):
        return True
    if classes & TEMPORAL:
        return st.low[k - 1] != "-" and not st.isa(k - 1, PREPOSITIONS)
    if classes & CONJUNCTIONS:
        return classes & ADVERSATIVES != 0 or (k + 1 < limit and _looks_finite(st, lex, k + 1))
    if st.cap[k]:
        return False
    return classes & ADVERBS != 0 or (st.cap[k - 1] and (lex.participle(word) or word in lex.past_forms))


def _looks_finite(st: Stream, lex: QuoteLexicon, k: int) -> bool:
    word = st.low[k]
    return not st.cap[k] and (lex.isa(word, AUXILIARIES) or word in lex.past_forms or lex.regular_past(word))


def _continues_phrase(st: Stream, lex: QuoteLexicon, k: int, limit: int) -> bool:
    """Whether the preposition at ``k`` belongs to the phrase: "professor at NAME", not "NAME in an interview"."""
    word = st.low[k]
    if lex.isa(word, GENITIVES):
        return True
    if k + 1 >= limit or st.isa(k + 1, TEMPORAL):
        return False
    determined = st.isa(k + 1, ARTICLES)
    if st.cap[k - 1]:  # after a name only what says whom it represents or where it comes from
        return lex.isa(word, REPRESENTING) and (st.cap[k + 1] or determined)
    if lex.isa(word, ATTACHING):
        return not st.isa(k - 1, TEMPORAL) and (
            not determined or not st.isa(k + 1, INDEFINITE_ARTICLES) or lex.isa(word, REPRESENTING)
        )
    return False


def main_subject(st: Stream, lex: QuoteLexicon, first: int, stop: int) -> Range | None:
    """The subject of the clause that begins at ``first``: what stands before its first finite verb."""
    k = first
    while k < min(stop, first + 2 * _MAX_WORDS):
        word = st.low[k]
        if st.mark[k] >= 0:
            return None
        if k > first and not st.cap[k] and not st.isa(k - 1, DETERMINERS):
            finite = lex.finite_auxiliary(word) or word in lex.past_forms or lex.isa(word, ADVERBS)
            finite = finite or (lex.regular_past(word) and not st.isa(k - 1, RELATIVES))
            finite = finite or lex.finite_cue(word)
            finite = finite or (lex.plural(word) and st.cap[k - 1] and not lex.isa(word, GENITIVE_ENDINGS))
            if finite and (found := subject_before(st, lex, first, k)) is not None:
                comma = found[0] - 1
                if st.isa(found[0], SUBJECT_RELATIVES) and comma > first and st.low[comma] == ",":
                    return _contiguous(st, lex, first, comma) or found  # an aide, who asked not to be named, | said
                return found
        k += 1
    return None
