"""What the clause of a stance word tells: who holds it, towards what, and whether it is said to hold."""

from __future__ import annotations

from typing import NamedTuple

from quotenlp.quotes.tree import NOUN, OBJECT, POSSESSOR, PREDICATE, VERB, Tree
from quotenlp.records import Act, Event, HolderKind, MarkerKind, Polarity, QuoteKind
from quotenlp.stance.event import find_event, group_start
from quotenlp.stance.holders import Holders
from quotenlp.stance.lookup import UNMARKED, EventPhrase, Grammar, Reading, StanceLookup
from quotenlp.stance.markers import Marked
from quotenlp.stance.nounphrase import noun_phrase
from quotenlp.stance.outcome import Outcome, settle
from quotenlp.stance.patterns import longest
from quotenlp.stance.syntax import (
    Range,
    agent_of,
    is_passive,
    left_edge,
    main_verb,
    modified,
    object_of,
    phrase,
    subject_of,
)
from quotenlp.stance.words import CLAUSE_ENDS, SENTENCE_OPENERS, Words

_LEFT = 12
_SENTENCE = 60
_POSTURE_REACH = 3
_FOR_REACH = 6
_CUE = 4
_REACH = {MarkerKind.CERTAINTY: 4, MarkerKind.NECESSITY: 8}
_BASE_FORM = "VB"
_ACTS = {Polarity.FAVOUR.value: Act.PRAISE.value, Polarity.AGAINST.value: Act.CRITICISE.value}


class Holder(NamedTuple):
    """Who holds a stance.

    Attributes:
        chain: source ids, the outermost first.
        kind: who the innermost holder is.
        subject: the tokens that name it, where it is no source of these words.
    """

    chain: list[str]
    kind: str
    subject: Range | None = None


class Target(NamedTuple):
    """Tokens of a target, the one that heads it, and whether the parse tells."""

    span: Range
    head: int
    parsed: bool


class Clauses:
    """Answers about the clauses of one document."""

    def __init__(
        self,
        words: Words,
        tree: Tree | None,
        holders: Holders,
        lookup: StanceLookup,
        demands: frozenset[str] = frozenset(),
    ) -> None:
        """Take what has been read of a document.

        Args:
            words: the tokens.
            tree: the parse, where there is one.
            holders: who the sources are.
            lookup: the compiled lexicon.
            demands: ids of the quotes whose cue asks somebody for something.
        """
        self.words, self.tree, self.holders, self.lookup, self.demands = words, tree, holders, lookup, demands
        self.grammar: Grammar = lookup.grammar

    # who

    def holder(self, marked: Marked) -> Holder:
        """Who holds a position, shift or attitude (rules P1 and P2)."""
        quote = marked.stretch.quote
        if quote is None and self.tree is None:
            return Holder([], HolderKind.UNKNOWN.value)
        chain = self.holders.chain(quote) if quote is not None else []
        subject = self._subject(marked)
        own = Holder(chain or [], (HolderKind.SOURCE if chain else HolderKind.UNKNOWN).value)
        if subject is None:
            return own if quote is not None and self._speakers_own(marked) else own._replace(kind="unknown")
        if self.words.ids[subject] in self.grammar.first_person:
            return own
        if self.words.ids[subject] in self.grammar.expletives:
            return own._replace(kind=HolderKind.UNKNOWN.value)
        span = self._phrase(subject)
        if subject < marked.at < span[1]:
            span = (span[0], max(subject + 1, group_start(self.words, marked.at, subject + 1, self.grammar)))
        found = self.holders.source_at(subject) or self._apposed(subject)
        if found is not None:
            known = own.chain if found in own.chain[-1:] else [*own.chain, found]
            return Holder(known, HolderKind.SOURCE.value, span)
        return Holder(own.chain, HolderKind.SUBJECT.value, span)

    def _apposed(self, noun: int) -> str | None:
        """The source that an apposition names ("the leader, Per Dahl, …")."""
        if self.tree is None:
            return None
        for child in self.tree.after(noun):
            start = left_edge(self.tree, child)
            if self.tree.pos[child] == NOUN and not self.tree.role[child] and self.words.ids[start - 1] in CLAUSE_ENDS:
                return self.holders.source_at(child)
        return None

    def _phrase(self, head: int) -> Range:
        found = phrase(self.tree, head, self.words) if self.tree is not None else None
        return found or (head, head + 1)

    def _subject(self, marked: Marked) -> int | None:
        """The token that heads the subject; behind "for" before an infinitive, else by the parse, else the pronoun."""
        named = self._beneficiary(marked.at)
        if named is not None:
            return named
        if self.tree is None:
            start = group_start(self.words, marked.at, marked.stretch.first, self.grammar)
            before = start - 1
            own = before >= marked.stretch.first and self.words.ids[before] in self.grammar.first_person
            return before if own else None
        if marked.entry.bearer:
            return self._bearer(marked.at)
        at = self._predicate(marked)
        if self.tree.pos[at] == VERB and at == marked.end - 1 and is_passive(self.tree, at):
            return agent_of(self.tree, at, self.words, self.grammar)
        if not self._owned(at):
            return None
        found = subject_of(self.tree, at, self.words, self.grammar)
        return None if found is not None and marked.at <= found < marked.end else found

    def _owned(self, at: int) -> bool:
        """Whether the subject of a noun can be told: it has a possessor, or is what somebody is, voices or shows.

        Who "won support" is for nothing, and nobody is said to hold the opposition in "rattled by the opposition".
        """
        tree = self.tree
        assert tree is not None
        role = tree.role[at]
        if tree.pos[at] != NOUN or role & PREDICATE or tree.child(at, POSSESSOR) is not None:
            return True
        return bool(role & OBJECT) and self.words.ids[tree.head[at]] in self.grammar.conveying

    def _bearer(self, noun: int) -> int:
        """Of "is a critic of" the subject, of "critics of … said" the noun itself."""
        assert self.tree is not None
        if self.tree.role[noun] & PREDICATE:
            subject = subject_of(self.tree, noun, self.words, self.grammar)
            if subject is not None:
                return subject
        return noun

    def _predicate(self, marked: Marked) -> int:
        """The token of a marker that the others hang on."""
        assert self.tree is not None
        inside = range(marked.at, marked.end)
        verb = main_verb(self.tree, marked.at, marked.end)
        top = next((i for i in inside if not marked.at <= self.tree.head[i] < marked.end), marked.at)
        at = verb if verb is not None else top
        return modified(self.tree, at) if marked.entry.posture else at

    def _beneficiary(self, at: int) -> int | None:
        """The noun between "for" and the infinitive ("for Japan to …")."""
        ids, grammar = self.words.ids, self.grammar
        to = at - 1
        if to < 1 or ids[to] not in grammar.infinitive:
            return None
        for i in range(to - 1, max(to - _FOR_REACH, 0) - 1, -1):
            if ids[i] in CLAUSE_ENDS or ids[i] in grammar.finite:
                return None
            if ids[i] in grammar.beneficiaries:
                return to - 1 if i < to - 1 else None
        return None

    def _speakers_own(self, marked: Marked) -> bool:
        """Whether the content itself begins with the predicate: an infinitive, a gerund, or a request."""
        if self.tree is not None and self.tree.pos[self._predicate(marked)] == NOUN:
            return False
        start = group_start(self.words, marked.at, marked.stretch.first, self.grammar)
        return start == marked.stretch.first or self._requested(marked, start)

    def _requested(self, marked: Marked, start: int) -> bool:
        """Whether the predicate is an imperative; what is paraphrased has none."""
        quote, before = marked.stretch.quote, start - 1
        if quote is not None and quote["kind"] == QuoteKind.INDIRECT:
            return False
        opens = start == marked.stretch.first or self.words.ids[before] in SENTENCE_OPENERS
        return opens and self.words.doc[marked.at].tag_ == _BASE_FORM

    def _demanded(self, marked: Marked) -> bool:
        """Whether a cue asks somebody for it ("asked them to reject it")."""
        quote = marked.stretch.quote
        asks = quote is not None and quote["kind"] == QuoteKind.INDIRECT and quote["id"] in self.demands
        before = marked.at - 1
        return asks and before >= 0 and self.words.ids[before] in self.grammar.infinitive

    def sender(self, marked: Marked) -> Holder | None:
        """Who sends, gives or voices what an attitude word in narration describes ("sent a positive message")."""
        if self.tree is None or marked.stretch.quote is not None:
            return None
        noun = modified(self.tree, marked.at)
        verb = self.tree.head[noun]
        if noun == marked.at or not self.tree.role[noun] & OBJECT or self.words.ids[verb] not in self.grammar.conveying:
            return None
        return self.holder(marked._replace(at=verb, end=verb + 1))

    # towards what

    def target(self, marked: Marked) -> Target | None:
        """What a marker with a target is about (rules P3 and P7)."""
        at, end, entry, stretch, _ = marked
        if entry.posture:
            return self._counterpart(marked)
        if self.tree is not None:
            head = object_of(self.tree, at, end, self.words, self.grammar)
            if head is not None and not at <= head < end and stretch.first <= head < stretch.last:
                span = phrase(self.tree, head, self.words, end if head >= end else stretch.first)
                if span is None or span[1] > stretch.last:
                    return None
                vague = {self.words.ids[head], self.words.ids[span[0]]} & (
                    self.grammar.pointers | self.grammar.wh_words
                )
                return Target(span, head, True) if not vague or self._determined(span, head) else None
            return None
        if marked.layer["target"] is None:
            return None
        span = self.words.span(marked.layer["target"])
        return Target(span, span[1] - 1, False)

    def _determined(self, span: Range, head: int) -> bool:
        """Whether a phrase that begins with a pointing word goes on to name something ("this ban")."""
        opening = self.words.ids[span[0]]
        return (
            head > span[0] and opening in self.grammar.determiners and self.words.ids[head] not in self.grammar.pointers
        )

    def _counterpart(self, marked: Marked) -> Target | None:
        """The object of "on", "toward" or "against" behind a posture noun."""
        end, stretch = marked.end, marked.stretch
        for i in range(end, min(end + _POSTURE_REACH, stretch.last)):
            if self.words.ids[i] in CLAUSE_ENDS:
                return None
            if self.words.ids[i] in self.grammar.posture_prepositions:
                span = noun_phrase(self.words, i + 1, self.grammar)
                return Target(span, span[1] - 1, False) if span and span[1] <= stretch.last else None
        return None

    # whether it holds

    def outcome(self, marked: Marked, necessity: str | None) -> tuple[Outcome, EventPhrase]:
        """Polarity, force and event of a position or shift where it stands (rules P4 and P10).

        Args:
            marked: its marker.
            necessity: value of the necessity marker that it stands under.
        """
        words, grammar, entry = self.words, self.grammar, marked.entry
        quote, floor = marked.stretch.quote, marked.stretch.first
        if quote is None or quote["kind"] == QuoteKind.INDIRECT:
            floor = max(floor - _CUE, 0)  # an infinitive stands under the event of its cue ("refused to endorse")
        start = group_start(words, marked.at, floor, grammar)
        before = start - 1
        source = (before, start) if before >= floor and words.ids[before] not in CLAUSE_ENDS else None
        found = find_event(words, (start, marked.end), marked.at, source, self.lookup)
        polarity = entry.value if entry.value in _ACTS or entry.value == Polarity.NEUTRAL else Polarity.NONE.value
        if entry.kind == MarkerKind.SHIFT:
            polarity = _OF_SHIFT.get(entry.value, Polarity.NONE.value)
        force = marked.layer["level"] if isinstance(marked.layer["level"], int) else 1
        act = _ACTS.get(polarity, Act.THINK.value)
        reading = Reading(act=act, polarity=polarity, force=force, raising=entry.state or found.ends)
        outcome = settle(reading, found, "that", reading)
        if self._denied(marked):
            return outcome._replace(event=Event.NEGATED.value, polarity=Polarity.NONE.value), found
        if outcome.event == Event.ASSERTED and (necessity in _NOT_YET[entry.kind] or self._may_not_hold(marked, start)):
            outcome = outcome._replace(event=Event.IRREALIS.value)
        return outcome, found

    def over(self, at: int, kind: MarkerKind) -> str | None:
        """The value of the certainty or necessity marker right before token ``at`` in its clause (rule P5)."""
        ids, value, end, i = self.words.ids, None, 0, max(at - _LEFT, 0)
        while i < at:
            if ids[i] in CLAUSE_ENDS:
                value = None
            match = longest(self.lookup.markers, ids, i, at) if ids[i] in self.lookup.markers else None
            if match is None:
                i += 1
                continue
            i = match[0]
            if match[1].kind == kind and match[1].value != UNMARKED:
                value, end = match[1].value, i
        return value if at - end <= _REACH[kind] else None

    def _denied(self, marked: Marked) -> bool:
        """Whether a lexical negation governs the predicate ("his refusal at times to disavow …")."""
        if self.tree is None:
            return False
        above = self.tree.head[self._predicate(marked)]
        match = longest(self.lookup.markers, self.words.ids, above, min(above + 1, len(self.words)))
        return match is not None and match[1].kind == MarkerKind.NEGATION and match[1].value == "lexical"

    def _may_not_hold(self, marked: Marked, start: int) -> bool:
        """Whether the clause is a condition, a question or a request."""
        ids, stretch = self.words.ids, marked.stretch
        for i in range(start - 1, max(stretch.first, start - _LEFT) - 1, -1):
            if ids[i] in CLAUSE_ENDS:
                break
            if ids[i] in self.grammar.conditionals:
                return True
        if self.asked(marked.end, stretch.last):
            return True
        return self._requested(marked, start) or self._demanded(marked)

    def asked(self, end: int, last: int) -> bool:
        """Whether the sentence that goes on at token ``end`` is a question; what it quotes is not looked at."""
        for i in range(end, min(end + _SENTENCE, last)):
            if self.words.ids[i] in SENTENCE_OPENERS:
                return self.words.form(i) == "?"
        return False


_BOUND = frozenset({"obligation", "prohibition", "impossibility", "permission", "difficulty"})
_NOT_YET = {MarkerKind.POSITION.value: _BOUND, MarkerKind.SHIFT.value: _BOUND | {"volition"}}
_OF_SHIFT = {"toward": Polarity.FAVOUR.value, "away": Polarity.AGAINST.value}
