"""Anonymity clauses: where a text says that a source asked not to be named, and why."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from quotenlp.lexicon import Lexicon
from quotenlp.sources.patterns import any_of
from quotenlp.sources.sentences import Sentences


@dataclass(frozen=True, slots=True)
class GrantClause:
    """One statement of anonymity, up to the end of its clause, and its reasons; spans are half-open characters.

    ``blanket`` tells that it speaks of several sources of the article, ``universal`` of all.
    """

    start: int
    end: int
    sentence: tuple[int, int]
    blanket: bool
    universal: bool
    reasons: tuple[str, ...]
    reason_span: tuple[int, int] | None


_QUOTE = re.compile(r"[“\"\n]")
_JOINED = re.compile(r"\b(?:and|but)\s+$")
_OPENING = re.compile(r"[,;:“”\"]\s*|\bwho\s+")
_CLAUSE_LENGTH = 120


class GrantFinder:
    """The grant patterns of the lexicon; they are tried only where their trigger word stands."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.patterns = [
            (trigger, re.compile(rf"\b(?:{any_of(patterns).pattern})", re.IGNORECASE))
            for trigger, patterns in lexicon["grants"].items()
        ]
        self.negated = any_of(lexicon["grant_negations"])
        self.blanket = any_of(lexicon["blanket_grants"])
        self.universal = any_of(lexicon["universal_grants"])
        self.connector = re.compile(r",?\s+(?:" + "|".join(lexicon["reason_connectors"]) + r")\b", re.IGNORECASE)
        self.telling = re.compile(r",?\s+(?:" + "|".join(lexicon["telling_connectors"]) + r")\b", re.IGNORECASE)
        self.reasons = [(reason, any_of(patterns)) for reason, patterns in lexicon["grant_reasons"].items()]

    def find(self, text: str, sentences: Sentences, cues: Sequence[tuple[int, int]] = ()) -> list[GrantClause]:
        """All anonymity clauses of a text, one per sentence, in text order.

        Args:
            text: the text.
            sentences: its sentences.
            cues: where the cue and where the source of each quote begins, in text order; a clause about a source before
                it ends at the cue: "an aide who asked not to be named | said".
        """
        found: dict[int, GrantClause] = {}
        for trigger, pattern in self.patterns:
            at = text.find(trigger)
            while at >= 0:
                number = sentences.index(at)
                start, end = sentences.span(number)
                if number not in found:
                    match = pattern.search(text, start, end)
                    if match is not None and not self.negated.search(text, start, end):
                        found[number] = self._clause(text, match, (start, end), cues)
                at = text.find(trigger, max(end, at + 1))
        return [found[number] for number in sorted(found)]

    def _clause(
        self, text: str, match: re.Match[str], sentence: tuple[int, int], cues: Sequence[tuple[int, int]]
    ) -> GrantClause:
        start, end = sentence
        close = _QUOTE.search(text, match.end(), end)
        stop = close.start() if close else end
        for cue, source in cues[bisect_left(cues, (match.end(), 0)) :]:
            if cue >= stop:
                break
            joined = self.connector.match(text, cue - 1) or _JOINED.search(text, match.end(), cue)
            if start <= source < match.start() and not joined:
                stop = cue
        comma = text.find(",", match.end(), stop)
        while comma >= 0:
            if not self.connector.match(text, comma):
                stop = comma
                break
            comma = text.find(",", comma + 1, stop)
        stop = match.start() + len(text[match.start() : stop].rstrip(" \n,.;:"))
        begin = self._begin(text, match.start(), start)
        reasons = tuple(reason for reason, pattern in self.reasons if pattern.search(text, begin, stop))
        if not reasons and (told := self.telling.search(text, match.end(), stop)):
            reasons = ("other",) if stop - told.end() > 2 else ()
        universal = self.universal.search(text, start, match.start()) is not None
        blanket = universal or self.blanket.search(text, start, match.start()) is not None
        reason_span = self._reason_span(text, match, begin, stop) if reasons else None
        return GrantClause(begin, stop, sentence, blanket, universal, reasons, reason_span)

    def _begin(self, text: str, at: int, start: int) -> int:
        """Where a clause begins that tells a reason before the request: "who feared dismissal and asked not to …"."""
        begin = max(start, at - _CLAUSE_LENGTH)
        if not _JOINED.search(text, begin, at):
            return at
        for opening in _OPENING.finditer(text, begin, at):
            begin = opening.end()
        return begin if any(pattern.search(text, begin, at) for _, pattern in self.reasons) else at

    def _reason_span(self, text: str, match: re.Match[str], begin: int, stop: int) -> tuple[int, int]:
        """From the first word that introduces a reason on; the whole clause if the request itself tells why."""
        told = self.connector.search(text, match.end(), stop)
        stated = told is not None and any(pattern.search(text, told.start(), stop) for _, pattern in self.reasons)
        if told is None or not (stated or self.telling.match(text, told.start())):
            return begin, stop
        return told.end() - len(told[0].lstrip(", \n\t\xa0")), stop
