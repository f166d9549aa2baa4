"""Attributions without a parser: which content, cue and source belong together in a sentence.

Every cue is tried as following its content ("…," X said), then as preceding it (X said that …). Marked strings that no cue takes are
introduced by a colon, signed with a dash, continue the quotation before them, or stand alone; the rest are mentions.
"""

from __future__ import annotations

from dataclasses import dataclass

from quotenlp.quotes.cues import Cue, find_cues
from quotenlp.quotes.lexicon import CueEntry, QuoteLexicon
from quotenlp.quotes.marks import Marked, Span
from quotenlp.quotes.noun_phrase import Range, main_subject, subject_after, subject_before
from quotenlp.quotes.stream import Stream, ends_sentence

_DASHES = frozenset({"—", "–", "-", "--"})
_END = frozenset({".", "!", "?", "…", "...", ";"})


@dataclass(slots=True)
class Attribution:
    """An attribution in items of one stream; ``content`` are item ranges, the cue is [cue, cue_end) or None."""

    content: list[Range]
    cue: Range | None
    lemma: str
    mode: str
    source: Range | None
    rule: str
    negated: bool = False
    speaker: Range | None = None
    follows: Attribution | None = None

    def marks(self, st: Stream) -> list[int]:
        """Indices of the marked strings in the content."""
        return [st.mark[i] for first, last in self.content for i in range(first, last) if st.mark[i] >= 0]


@dataclass(frozen=True, slots=True)
class _Context:
    """What the rules of one stream share."""

    st: Stream
    lex: QuoteLexicon
    text: str
    marked: list[Marked]

    def is_mark(self, i: int, stop: int) -> bool:
        return i < stop and self.st.mark[i] >= 0

    def utterance(self, i: int) -> bool:
        """Whether the marked string at item ``i`` reads as something said: a sentence, or long enough for one."""
        s, e = self.st.start[i], self.st.end[i]
        words = self.text[s:e].split()
        return len(words) >= 4 or (ends_sentence(self.text, e) and len(words) >= 2)

    def comma_inside(self, i: int) -> bool:
        """Whether the marked string ends in a comma, dash or terminal punctuation."""
        tail = self.text[max(self.st.start[i], self.st.end[i] - 5) : self.st.end[i]].rstrip("\"'”’»›」』„“‘` \t\xa0")
        return tail[-1:] in {",", ".", "!", "?", "…", "—", "–", "-", ";", ":"}


def find_attributions(st: Stream, lex: QuoteLexicon, text: str, marked: list[Marked], nested: bool = False) -> list[Attribution]:
    """All attributions of one stream, in text order.

    Args:
        st: the stream.
        lex: compiled lexicon.
        text: the document.
        marked: its marked strings.
        nested: only attributions whose content is a marked string of this stream (inside a quotation, PolNeAR annotates no others).
    """
    ctx = _Context(st, lex, text, marked)
    found: list[list[Attribution]] = []
    turn: int | None = None
    for first, stop in st.sentences:
        speech = None if nested else _turn(ctx, first)
        if speech is not None:
            turn = st.paragraph[first]
            found.append([speech])
        elif turn == st.paragraph[first]:
            found.append([])
        else:
            turn = None
            found.append(_sentence(ctx, first, stop))
    if nested:
        return [a for of_sentence in found for a in of_sentence if a.cue is not None and a.marks(st)]
    _add_alone(ctx, found)
    return [a for of_sentence in found for a in of_sentence]


def _add_alone(ctx: _Context, found: list[list[Attribution]]) -> None:
    """Give the marked strings that no cue took, in sentences of their own, to the quotation before them or to their neighbours."""
    st = ctx.st
    used = {mark for of_sentence in found for attribution in of_sentence for mark in attribution.marks(st)}
    last: Attribution | None = None
    before: Range | None = None
    for (first, stop), of_sentence in zip(st.sentences, found, strict=True):
        if not of_sentence and not used.issuperset(m for m in st.mark[first:stop] if m >= 0):
            same_paragraph = before is not None and st.paragraph[before[0]] == st.paragraph[first]
            alone = _alone(ctx, first, stop, last, before if same_paragraph else None)
            if alone is not None:
                used.update(alone.marks(st))
                if alone is not last:
                    of_sentence.append(alone)
        last = of_sentence[-1] if of_sentence else last
        before = (first, stop)


def _sentence(ctx: _Context, first: int, stop: int) -> list[Attribution]:
    st = ctx.st
    out: list[Attribution] = []
    done = first
    end = stop
    while end > first and (st.low[end - 1] in _END or st.low[end - 1] in {")", "]"}) and st.mark[end - 1] < 0:
        end -= 1
    cues = find_cues(st, ctx.lex, first, end)
    final = cues[-1] if len(cues) > 1 else None
    if final is not None and "bare" in final.entry.frames and st.low[final.group - 1] != ",":
        # "…, X said." ends the sentence: all before it is the content, whatever cues that holds
        outer = _postposed(ctx, final, first, end, [])
        if outer is not None and outer.content[0][0] == first and not any(st.mark[i] >= 0 for s, e in outer.content for i in range(s, e)):
            return [outer]
    for cue in cues:
        if cue.head < done and not ("adjunct" in cue.entry.frames):
            continue
        if "adjunct" in cue.entry.frames:
            attribution = _adjunct(ctx, cue, first, end, out)
        else:
            attribution = _postposed(ctx, cue, done, end, out) or _preposed(ctx, cue, first, done, end, out)
        if attribution is not None:
            out.append(attribution)
            done = max(done, max(e for _, e in attribution.content), cue.end)
            if attribution.source is not None and attribution.rule.startswith("postposed"):
                done = max(done, attribution.source[1])
    return out or _unknown_verb(ctx, first, end) or _verbless(ctx, first, end)


def _unknown_verb(ctx: _Context, first: int, end: int) -> list[Attribution]:
    """ "…," NAME retaliated: a past form that the lexicon does not know reports if it stands alone with a name beside the quotation."""
    st, lex = ctx.st, ctx.lex
    mark = first
    while mark < end and st.mark[mark] >= 0:
        mark += 1
    if mark == first or not ctx.comma_inside(mark - 1):
        return []
    for i in range(mark, min(end, mark + 8)):
        word = st.low[i]
        if st.mark[i] >= 0 or word in {",", ":", ";"} | _DASHES:
            return []
        if st.cap[i] or not (word.endswith("ed") or word in lex.past_forms) or word in lex["auxiliaries"]:
            continue
        entry = CueEntry(word, "past", (), "speech", frozenset({"quote"}))
        cue = Cue(i, i, i + 1, entry, False, False, False)
        attribution = _postposed(ctx, cue, first, end, [])
        after = i + 1 if attribution is None or attribution.source is None else max(i + 1, attribution.source[1])
        if attribution is not None and (after >= end or st.low[after] in {",", "."} or st.mark[after] >= 0 or st.low[after] in lex["prepositions"]):
            return [attribution]
        return []
    return []


def _turn(ctx: _Context, first: int) -> Attribution | None:
    """A transcript line: "SMITH: …" or "SMITH (voice-over): …" at the start of a paragraph, its content the rest of the paragraph."""
    st = ctx.st
    if (first > 0 and st.paragraph[first - 1] == st.paragraph[first]) or not st.cap[first]:
        return None
    k = first
    while k < len(st.low) and k - first < 6 and ctx.text[st.start[k] : st.end[k]].isupper() and len(st.low[k]) > 1:
        k += 1
    name = (first, k)
    if k < len(st.low) and st.low[k] == "(":
        while k < len(st.low) and k - first < 14 and st.low[k] not in {")", "):"}:
            k += 1
        k += st.low[k] == ")" if k < len(st.low) else 0
    if name[1] == first or k + 1 >= len(st.low) or st.low[k] not in {":", "):"} or st.mark[k + 1] >= 0:
        return None
    stop = k + 1
    while stop < len(st.low) and st.paragraph[stop] == st.paragraph[first]:
        stop += 1
    if stop - k < 3:
        return None
    return Attribution([(k + 1, stop)], (k, k + 1), ":", "speech", name, "transcript")


# -- content before the cue ---------------------------------------------------------------------------------------------------


def _postposed(ctx: _Context, cue: Cue, first: int, end: int, earlier: list[Attribution]) -> Attribution | None:
    """ "…," X said / "…," said X / …, X said, …"""
    st, lex = ctx.st, ctx.lex
    if "quote" not in cue.entry.frames and "bare" not in cue.entry.frames:
        return None
    if cue.passive or cue.infinitive or cue.entry.form == "ing":
        return None
    before = cue.group - 1
    inverted = before >= first and (st.mark[before] >= 0 or (st.low[before] == "," and before > first))
    source: Range | None = None
    clause_start = clause_end = -1
    if inverted and cue.group == cue.head and (st.mark[before] >= 0 or st.mark[before - 1] >= 0 or cue.entry.lemma == "say"):
        source = subject_after(st, lex, cue.end, end)
        if source is not None and st.low[source[0]] in lex["prepositions"] | lex["adverbs"] | lex["subordinators"] | lex["temporal"]:
            source = None
        if source is not None and st.mark[before] < 0 and st.mark[before - 1] < 0 and source[1] < end and st.low[source[1]] not in {",", "."}:
            source = None
        clause_start, clause_end = cue.group, source[1] if source else cue.end
    if source is None:
        source = subject_before(st, lex, first, cue.group)
        if source is None:
            return None
        clause_start, clause_end = source[0], cue.end
    left = clause_start - 1
    if left < first:
        return None
    if st.mark[first] >= 0 and cue.end >= end and first + 1 < clause_start and st.low[first + 1] in lex["be"] and ctx.utterance(first):
        return Attribution([(first, first + 1)], (cue.head, cue.end), cue.entry.lemma, cue.entry.mode, source, "postposed-cleft", cue.negated)
    while left > first and (st.low[left] in lex["adverbs"] or st.low[left] in {"and", "as", "but"}):
        left -= 1  # "…," also said X; "…," as X put it
    comma = st.low[left] == ","
    if comma:
        left -= 1
    if left < first:
        return None
    quoted = st.mark[left] >= 0
    if not quoted and not comma and st.low[left] not in _DASHES:
        return None
    if not quoted and st.low[left] in _DASHES:
        return None
    tail = clause_end
    if not quoted:
        # an unmarked content must be a clause of its own, and nothing may follow the cue but adjuncts or the rest of it
        nxt = st.low[tail] if tail < end else "."
        if not (tail >= end or nxt == "," or nxt in lex["temporal"] or nxt in {"in", "on", "at", "during", "after"}):
            return None
        if "bare" not in cue.entry.frames or (tail < end and nxt != "," and _complement(ctx, cue, end) is not None):
            return None
        if st.low[first] in lex["prepositions"] and left - first < 6 and tail >= end:
            return None
    elif not comma and not ctx.comma_inside(left):
        # a mark that closes without punctuation: only before a plain "he said"
        plain = source[1] - source[0] == 1 and st.low[source[0]] in lex["subject_pronouns"]
        if not (left == first and tail >= end and (plain or (ctx.utterance(left) and clause_end - clause_start <= 4))):
            return None
    content = _left_content(ctx, first, left + 1)
    if content is None:
        return None
    rule = "postposed-inverted" if clause_start == cue.group else "postposed"
    right, after = _resumed(ctx, tail, end, quoted)
    content = [*content, *right]
    return Attribution(content, (cue.head, cue.end), cue.entry.lemma, cue.entry.mode, source, rule, cue.negated)


def _left_content(ctx: _Context, first: int, stop: int) -> list[Range] | None:
    """The content that ends before item ``stop``: marked strings alone, or all words from ``first`` on."""
    st = ctx.st
    while first < stop and (st.low[first] in {",", "•", "-", "–", "—", ";", ":"} and st.mark[first] < 0):
        first += 1
    if first >= stop:
        return None
    words = [i for i in range(first, stop) if st.mark[i] < 0 and st.low[i] not in {",", "and", "but", "•", "—", "–"}]
    if not words:
        return [(i, i + 1) for i in range(first, stop) if st.mark[i] >= 0]
    last = stop - 1
    if st.mark[last] >= 0 and ctx.utterance(last) and _sentence_before(ctx, first, last):
        return [(last, last + 1)]
    return [(first, stop)]


def _sentence_before(ctx: _Context, first: int, mark: int) -> bool:
    """Whether the words before a marked string are no part of what is said: the string opens with a capital after a comma or colon."""
    st = ctx.st
    inner = ctx.text[st.start[mark] : st.end[mark]].lstrip("\"'“‘«‹„‚「『` ")
    return st.low[mark - 1] in {":", ","} and inner[:1].isupper() and mark > first + 1


def _resumed(ctx: _Context, tail: int, end: int, quoted: bool) -> tuple[list[Range], int]:
    """What follows an attribution in the middle of its content: a marked string, or the rest of the sentence after a comma."""
    st = ctx.st
    k = tail
    steps = 0
    while k < end and steps < 16 and st.mark[k] < 0 and st.low[k] not in {",", ":", ";"} | _DASHES:
        k, steps = k + 1, steps + 1
    if k >= end or steps >= 16:
        return [], end
    if st.mark[k] >= 0 and k > tail and not (quoted and ctx.utterance(k)):
        return [], end
    if st.mark[k] < 0:
        k += 1
    if k < end and st.low[k] in {"and", "but"} and ctx.is_mark(k + 1, end):
        k += 1
    if ctx.is_mark(k, end):
        if quoted and not ctx.utterance(k) and not (k + 1 >= end):
            return [], end
        after = k + 1
        if after < end and st.low[after] not in {",", "."} and not ctx.comma_inside(k) and not quoted:
            return [(k, _content_end(ctx, k, end))], end
        return [(k, k + 1)], after
    if not quoted and tail < end and st.low[tail] == "," and k < end:
        if ctx.lex.cues.get(st.low[k]) and st.low[k].endswith("ing"):
            return [], end
        if st.low[k] in ctx.lex["relatives"] or st.low[k] in {"according"}:
            return [], end
        return [(k, _content_end(ctx, k, end))], end
    return [], end


# -- content after the cue ----------------------------------------------------------------------------------------------------


def _preposed(ctx: _Context, cue: Cue, first: int, done: int, end: int, earlier: list[Attribution]) -> Attribution | None:
    """X said that … / X said: "…" / X called for …"""
    st, lex = ctx.st, ctx.lex
    content = _complement(ctx, cue, end)
    if content is None:
        return None
    if cue.entry.form == "ing" and cue.group == cue.head and not _may_be_participle(ctx, cue, first, content):
        return None
    source: Range | None
    rule = "preposed"
    if cue.passive:
        if not any(st.low[i] == "it" for i in range(max(first, cue.group - 1), cue.group)):
            return None
        source, rule = None, "preposed-passive"
    elif cue.entry.form == "ing" and cue.group == cue.head:
        source = earlier[-1].source if earlier else main_subject(st, lex, first, cue.head)
        rule = "participle"
    elif cue.infinitive:
        if st.low[cue.group - 1] not in lex["catenatives"] | {"on"}:
            return None
        governor = cue.group
        while governor > done and (st.low[governor - 1] in lex["catenatives"] | lex["auxiliaries"] | lex["adverbs"] | {"on"}):
            governor -= 1
        source = subject_before(st, lex, done, governor) if governor < cue.group else None
        source = source or main_subject(st, lex, first, cue.group)
        rule = "infinitive"
    elif cue.group > first and st.low[cue.group - 1] in {"and", "but", "or", "then"} | {","}:
        if st.low[cue.group - 1] == ",":
            source = subject_before(st, lex, done, cue.group)
        else:
            source = earlier[-1].source if earlier else None
        source = source or main_subject(st, lex, first, cue.group)
        rule = "coordinated"
    else:
        source = subject_before(st, lex, done, cue.group)
    if source is None and rule != "preposed-passive":
        return None
    if rule == "preposed" and source is not None and source[0] < cue.group and st.low[source[0]] in {"i", "we", "you"} and not nested_level(ctx):
        return None
    return Attribution(content, (cue.head, cue.end), cue.entry.lemma, cue.entry.mode, source, rule, cue.negated)


def _may_be_participle(ctx: _Context, cue: Cue, first: int, content: list[Range]) -> bool:
    """An -ing form after a comma, or one whose content is a clause or a quotation: not "avoided criticizing the plan"."""
    st = ctx.st
    if cue.head == first or st.low[cue.head - 1] in {",", "and"} or cue.entry.lemma == "say":
        return True
    start = content[0][0]
    return st.mark[start] >= 0 or st.low[start] == "that"


def nested_level(ctx: _Context) -> bool:
    """First-person sources count only inside quotations; in narration they are the author."""
    return False


def _complement(ctx: _Context, cue: Cue, end: int) -> list[Range] | None:
    """The content to the right of a cue, by the frames of its lexicon entry."""
    st, lex, frames = ctx.st, ctx.lex, cue.entry.frames
    j = cue.end
    if j >= end:
        return None
    # a marked string, at once or after a comma, a colon or "that"
    k = j
    while k < end and k - j < 3 and (st.low[k] in {",", ":", "that", "—", "–"} or st.low[k] in lex["adverbs"]) and st.mark[k] < 0:
        k += 1
    if ctx.is_mark(k, end) and "quote" in frames | ({"quote"} if st.low[j] == "that" and "that" in frames else set()):
        return _quote_content(ctx, j, k, end)
    word = st.low[j]
    if word == "that" and "that" in frames:
        return _clause(ctx, j, end)
    if "wh" in frames and word in lex["wh"] and (word not in {"if", "who", "which"} or cue.entry.lemma in {"ask", "wonder"}):
        return _clause(ctx, j, end)
    if "to" in frames and word == "to" and j + 1 < end:
        return _clause(ctx, j, end)
    if "object-to" in frames and (at := _object_to(ctx, j, end)) is not None:
        return _clause(ctx, at, end)
    # adjuncts and addressees before the content
    if word in lex["prepositions"] | lex["adjunct_leads"] | lex["temporal"] or "addressee" in frames or "quote" in frames:
        found = _beyond(ctx, cue, j, end)
        if found is not None:
            return found
    if "bare" in frames and _clause_start(ctx, j, end):
        return _clause(ctx, j, end)
    if ("object" in frames or "quoted-object" in frames) and _object_start(ctx, j, end):
        content = _clause(ctx, j, end)
        if content and ("object" in frames or any(st.mark[i] >= 0 for i in range(*content[0]))):
            return content
    return None


def _quote_content(ctx: _Context, j: int, k: int, end: int) -> list[Range] | None:
    """Content that begins with the marked string at ``k``: the string alone if it stands for itself, else the clause."""
    st = ctx.st
    after = k + 1
    alone = (
        after >= end
        or ctx.comma_inside(k)
        or st.low[after] in {",", ";", ":"} | _DASHES
        or (st.low[after] in {"and", "but", "while", "as", "when", "before", "after"} and ctx.utterance(k))
    )
    if alone:
        content = [(k, k + 1)]
        # "…" and "…": several strings in a row
        while after + 1 < end and st.low[after] in {"and", ","} and st.mark[after + 1] >= 0:
            content.append((after + 1, after + 2))
            after += 2
        while after < end and st.mark[after] >= 0:
            content.append((after, after + 1))
            after += 1
        return content
    start = j if st.low[j] == "that" else k
    return [(start, _content_end(ctx, k + 1, end))]


def _clause(ctx: _Context, start: int, end: int) -> list[Range] | None:
    stop = _content_end(ctx, start, end)
    if stop - start < 2 and ctx.st.mark[start] < 0:
        return None
    return [(start, stop)]


def _object_to(ctx: _Context, j: int, end: int) -> int | None:
    """The object of "urge X to …", which belongs to the content."""
    st, lex = ctx.st, ctx.lex
    if st.low[j] in lex["prepositions"] | lex["negators"] | lex["adverbs"] | {"to"}:
        return None
    for k in range(j + 1, min(end - 1, j + 10)):
        if st.low[k] == "to":
            return j
        if st.mark[k] >= 0 or st.low[k] in _END or st.low[k] in {",", ":"} or (st.low[k] in lex["auxiliaries"]):
            return None
    return None


def _beyond(ctx: _Context, cue: Cue, j: int, end: int) -> list[Range] | None:
    """Content behind an adjunct or addressee: "said in a filing that …", "told reporters he …", "said on Monday, “…”"."""
    st, lex, frames = ctx.st, ctx.lex, cue.entry.frames
    addressee = "addressee" in frames
    lead = st.low[j] in lex["prepositions"] or (not addressee and st.low[j] in lex["adjunct_leads"] | lex["temporal"])
    only_time = st.low[j] in lex["temporal"] or st.low[j] in {"on", "in", "at", "last", "this"}
    for k in range(j, min(end, j + 16)):
        word = st.low[k]
        if st.mark[k] >= 0:
            if k > j and "quote" in frames and (lead or addressee) and ctx.utterance(k):
                return _quote_content(ctx, k, k, end)
            return None
        if word in {":", ","} and ctx.is_mark(k + 1, end) and "quote" in frames:
            if word == ":" or ctx.utterance(k + 1):
                return _quote_content(ctx, k + 1, k + 1, end)
        if word in {":", ","} and k + 2 < end and st.low[k + 1] == "that" and ctx.is_mark(k + 2, end) and "quote" in frames:
            return _quote_content(ctx, k + 2, k + 2, end)
        if word == "," and not lead:
            return None
        if word in _END or word == ":":
            return None
        if word == "that" and k > j and "that" in frames and (lead or addressee) and st.low[k - 1] not in lex["prepositions"]:
            if ctx.is_mark(k + 1, end):
                return _quote_content(ctx, k, k + 1, end)
            return _clause(ctx, k, end)
        if addressee and k > j and "bare" in frames and not lead:
            if word in lex["subject_pronouns"] and word != "one":
                return _clause(ctx, k, end)
            if word in {"the", "a", "an", "his", "her", "its", "their", "there", "this"} and st.low[k - 1] not in lex["prepositions"] | lex["conjunctions"]:
                return _clause(ctx, k, end)
            if "wh" in frames and word in lex["wh"] and word not in {"who", "which"}:
                return _clause(ctx, k, end)
        if lead and only_time and k > j and "bare" in frames and st.low[k - 1] in lex["temporal"] | {"interview", "statement", "tweet"}:
            if word not in lex["temporal"] and word not in lex["prepositions"] and word not in lex["conjunctions"] and word != "," and not word.isdigit():
                return _clause(ctx, k, end)
    return None


def _clause_start(ctx: _Context, j: int, end: int) -> bool:
    st, lex = ctx.st, ctx.lex
    word = st.low[j]
    if st.mark[j] >= 0:
        return True
    if word in lex["prepositions"] or word in lex["conjunctions"] or word in lex["subordinators"] or word in {",", ":", ";", "so", "to", "("} | _DASHES:
        if word in {"at", "about", "around", "over", "between"} and j + 1 < end:
            return st.low[j + 1] in {"least", "most"} or st.low[j + 1][:1].isdigit()
        return word in {"if", "when", "while", "although", "after", "before", "since", "as", "despite", "because"} and end - j > 5
    return end - j >= 2 and any(ch.isalnum() for ch in word)


def _object_start(ctx: _Context, j: int, end: int) -> bool:
    st, lex = ctx.st, ctx.lex
    word = st.low[j]
    if st.mark[j] >= 0:
        return True
    if word in {",", ":", ";", "so", "(", ")"} | _DASHES or word in lex["prepositions"] or word in lex["conjunctions"]:
        return False
    return end - j >= 1 and (word not in lex["adverbs"]) and any(ch.isalnum() for ch in word)


def _content_end(ctx: _Context, start: int, end: int) -> int:
    """Where a content that begins at item ``start`` ends: at the sentence end, or before the next thing its speaker or another does."""
    st, lex = ctx.st, ctx.lex
    k = start + 1
    while k < end:
        word = st.low[k]
        if st.mark[k] < 0:
            if word == "," and k + 1 < end:
                nxt = st.low[k + 1]
                if nxt in lex.cues and nxt.endswith("ing") and k + 2 < end and (st.low[k + 2] in {"that", ",", ":"} or st.mark[k + 2] >= 0 or any(e.frames & {"bare", "object"} for e in lex.cues[nxt])):
                    return k
                if nxt == "according" and k + 2 < end and st.low[k + 2] == "to":
                    return k
                if _new_predicate(ctx, k + 2 if nxt in {"and", "but"} else k + 1, end):
                    return k
                if k - start > 1 and _new_clause(ctx, k + 1, end):
                    return k
            elif word == "according" and k + 1 < end and st.low[k + 1] == "to":
                return k
            elif word in {"and", "but"} and _new_predicate(ctx, k + 1, end):
                return k
            elif word == ";":
                return k
        k += 1
    while k > start + 1 and st.low[k - 1] in {",", ";", ":"} | _DASHES and st.mark[k - 1] < 0:
        k -= 1
    return k


def _new_predicate(ctx: _Context, k: int, end: int) -> bool:
    """Whether a coordinated verb of the main clause begins at ``k``: a cue with a content of its own."""
    st, lex = ctx.st, ctx.lex
    while k < end and (st.low[k] in lex["adverbs"] or st.low[k].endswith("ly")):
        k += 1
    if k >= end or st.cap[k]:
        return False
    entries = lex.cues.get(st.low[k])
    if entries and any(e.form in {"past", "s"} for e in entries):
        cues = find_cues(st, lex, k, min(end, k + 3))
        return bool(cues) and cues[0].head == k and _complement(ctx, cues[0], end) is not None
    return st.low[k] in {"gave", "made", "took"}


def _new_clause(ctx: _Context, k: int, end: int) -> bool:
    """Whether another clause with an attribution begins after the comma: X said that …, X said, "…"."""
    st, lex = ctx.st, ctx.lex
    if st.low[k] in lex["relatives"]:
        return False
    for cue in find_cues(st, lex, k, min(end, k + 12)):
        if not cue.entry.frames & {"that", "quote"} or cue.passive or cue.entry.form == "ing" or cue.infinitive or cue.group == k:
            continue
        j = cue.end
        if j + 1 < end and (st.low[j] in {":", "that"} or st.mark[j] >= 0 or (st.low[j] == "," and st.mark[j + 1] >= 0)):
            source = subject_before(st, lex, k, cue.group)
            return source is not None and all(st.low[i] in lex["conjunctions"] | lex["adverbs"] | {","} for i in range(k, source[0]))
    return False


# -- according to -------------------------------------------------------------------------------------------------------------


def _adjunct(ctx: _Context, cue: Cue, first: int, end: int, earlier: list[Attribution]) -> Attribution | None:
    """According to X, … / …, according to X / …, according to X, …"""
    st, lex = ctx.st, ctx.lex
    at_start = cue.head == first or all(st.low[i] in lex["conjunctions"] | lex["adverbs"] for i in range(first, cue.head))
    content: list[Range]
    if at_start:
        comma = next((k for k in range(cue.end, end) if st.low[k] in {",", ":"} or st.mark[k] >= 0), end)
        if comma >= end:
            return None
        source = (cue.end, comma)
        begin = comma if st.mark[comma] >= 0 else comma + 1
        if begin >= end:
            return None
        content = [(begin, _content_end(ctx, begin, end))]
    else:
        close = cue.end
        while close < end and st.mark[close] < 0 and st.low[close] not in {",", ";", ":", "who", "which"} | _DASHES | lex["subordinators"]:
            close += 1
        source = (cue.end, close)
        left = cue.head
        while left > first and st.low[left - 1] in {",", "—", "–"} | lex["adverbs"]:
            left -= 1
        if left <= first:
            return None
        begin = first
        while begin < left and st.low[begin] in {"•", "-", "–", "—"} and st.mark[begin] < 0:
            begin += 1
        content = _left_content(ctx, begin, left) or []
        if not content:
            return None
        if source[1] + 1 < end and st.low[source[1]] == "," and st.low[source[1] + 1] not in lex["relatives"]:
            nxt = source[1] + 1
            entries = lex.cues.get(st.low[nxt])
            if not entries and st.low[cue.head - 1] == ",":
                content.append((nxt, _content_end(ctx, nxt, end)))
    if source[1] <= source[0]:
        return None
    return Attribution(content, (cue.head, cue.end), cue.entry.lemma, cue.entry.mode, source, "adjunct")


# -- no cue -------------------------------------------------------------------------------------------------------------------


def _verbless(ctx: _Context, first: int, end: int) -> list[Attribution]:
    """NAME: "…" and "…" — NAME."""
    st, lex = ctx.st, ctx.lex
    for k in range(first + 1, end - 1):
        if st.low[k] == ":" and st.mark[k + 1] >= 0 and st.mark[k] < 0:
            source = main_subject(st, lex, first, k) or _name(ctx, first, k)
            if source is None and not ctx.utterance(k + 1):
                return []
            content = _quote_content(ctx, k + 1, k + 1, end) or []
            return [Attribution(content, (k, k + 1), ":", "speech", source, "colon")]
        if st.mark[k] >= 0 and k == first and ctx.utterance(k):
            break
    if ctx.is_mark(first, end) and first + 2 < end + 1 and first + 1 < end and st.low[first + 1] in _DASHES and ctx.utterance(first):
        source = _name(ctx, first + 2, end)
        if source is not None:
            return [Attribution([(first, first + 1)], (first + 1, first + 2), st.low[first + 1], "speech", source, "dash")]
    return []


def _name(ctx: _Context, first: int, stop: int) -> Range | None:
    """A short stretch without a marked string that begins with a capital: a signature or a label."""
    st = ctx.st
    while first < stop and st.low[first] in ctx.lex["conjunctions"] | ctx.lex["prepositions"] | {"•"}:
        first += 1
    if first >= stop or stop - first > 14 or any(st.mark[i] >= 0 for i in range(first, stop)) or not st.cap[first]:
        return None
    return first, stop


def _alone(ctx: _Context, first: int, stop: int, last: Attribution | None, before: Range | None) -> Attribution | None:
    """A sentence that is only marked strings: it continues the quotation before it, or stands beside its speaker."""
    st = ctx.st
    items = [i for i in range(first, stop) if st.mark[i] >= 0]
    words = [i for i in range(first, stop) if st.mark[i] < 0 and any(ch.isalnum() for ch in st.low[i])]
    if not items or words or not any(ctx.utterance(i) for i in items):
        return None
    content = [(i, i + 1) for i in items]
    if last is not None and before is not None and _continues(ctx, last, before):
        last.content.extend(content)
        return last
    if not any(ends_sentence(ctx.text, st.end[i]) or ctx.comma_inside(i) for i in items):
        return None
    speaker = main_subject(st, ctx.lex, *before) if before is not None else None
    return Attribution(content, None, "", "speech", None, "alone", speaker=speaker, follows=last)


def _continues(ctx: _Context, last: Attribution, before: Range) -> bool:
    """Whether a marked string right after the sentence ``before`` goes on with ``last``, a direct quotation of that sentence."""
    if last.cue is None or last.mode not in {"speech", "writing"} or last.content[-1][1] <= before[0]:
        return False
    return bool(last.marks(ctx.st))
