"""Whom a definite description takes up: "the premier", "the Norwegian official", "the 61-year-old"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from quotenlp.sources.descriptions import Describer
from quotenlp.sources.reading import DOCUMENT, PERSON, POLL, Head, Reading
from quotenlp.sources.sentences import Sentences
from quotenlp.sources.speakers import Place, Speaker, genders_fit
from quotenlp.sources.words import Word, words_of

_ARTIFACTS = (DOCUMENT, POLL)
_PASSING_ROLES = frozenset(
    {"official", "aide", "spokesperson", "unspecified", "ally", "critic", "witness", "involved", "journalist"}
)
_PASSING_TENURES = ("former", "incoming")
_NEAR = 2
_SAME_NOUN = 0.5
_BEFORE = 4000
_MANY = 20
_PHRASE = 12
_MEMBERSHIP = ("belongs", "serves")
_FIRST = 8

# How well a speaker fits, the best first: described by the same noun, by one of the same kind, named and undescribed.
_SAME, _ALIKE, _UNDESCRIBED = 3, 2, 1


class Definites:
    """Finds the earlier speaker that a definite description takes up (sources scheme, section 6, step 5)."""

    def __init__(self, describer: Describer, sentences: Sentences, translated: bool = False) -> None:
        self.text = describer.text
        self.reader = describer.reader
        self.names = describer.names
        self.describer = describer
        self.sentences = sentences
        self.translated = translated
        self._known_ties: dict[str, tuple[set[str], ...]] = {}
        self._described: dict[str, list[int]] | None = None

    def find(self, reading: Reading, head: Head, places: Iterable[Place]) -> tuple[Speaker | None, bool]:
        """The speaker at one of ``places`` who fits best, of equals the last mentioned, and whether by description.

        Args:
            reading: the description.
            head: its noun.
            places: earlier mentions, the last one first.

        Returns:
            None if nobody fits; false if the speaker fits only because the text does not describe them.
        """
        sentence = self.sentences.index(reading.start)
        stated = bool(reading.country or reading.affiliations or any(_holding(reading)) or any(self._ties(reading)))
        best, best_score = None, (0, 0.0)
        grades: dict[int, tuple[int, float]] = {}
        newcomer = False
        for place in places:
            speaker = place.speaker
            grade = grades.get(id(speaker))
            if grade is None:
                grade = grades[id(speaker)] = self._grade(reading, head, speaker)
            rank, evidence = grade
            if rank == _ALIKE and head.lemma in self.reader.general_any and sentence - place.sentence > 2 * _NEAR:
                continue
            if rank == _UNDESCRIBED:
                newcomer = newcomer or (best is None and sentence - place.sentence <= 1)
                if not self._nameable(reading, head, sentence - place.sentence):
                    continue
                score = (
                    rank,
                    place.weight - min(sentence - place.sentence, 6) - 0.0002 * (reading.start - place.start),
                )
            else:
                score = (rank, evidence - (0.1 * min(sentence - place.sentence, 10) if rank == _SAME else 0.0))
            if rank == _SAME and reading.country and newcomer and evidence <= _SAME_NOUN:
                continue  # "the French president" just after someone new was named need not be the president known
            if rank and (best is None or score > best_score):
                best, best_score = speaker, score
                if rank == _SAME and evidence == _SAME_NOUN and not stated:
                    break
        return best, best_score[0] > _UNDESCRIBED

    def named_later(self, reading: Reading, head: Head) -> int | None:
        """The only person of the text whom a title or an apposition describes so, for one not named yet."""
        if not head.named and not head.leader:
            return None
        if self._described is None:
            self._described = {}
            for at, person in enumerate(self.names.people):
                for noun in {noun for fact in self.describer.person(at) for noun in fact.nouns}:
                    if person.places:
                        self._described.setdefault(noun, []).append(at)
        found = [at for at in self._described.get(head.lemma, ())[:_MANY] if self._may_be(reading, head, at)]
        return found[0] if len(found) == 1 else None

    def _may_be(self, reading: Reading, head: Head, at: int) -> bool:
        facts = self.describer.person(at)
        person = self.names.people[at]
        fits = person.places[0][0] > reading.start and genders_fit(reading.gender, person.gender)
        return fits and self.agreement(reading, head, facts) is not None

    def _grade(self, reading: Reading, head: Head, speaker: Speaker) -> tuple[int, float]:
        """How well a speaker fits, and how much of what the description states agrees; rank 0 does not fit."""
        if (speaker.plural != reading.plural and not self._same_number(reading, speaker)) or not genders_fit(
            reading.gender, speaker.gender
        ):
            return 0, 0
        if (speaker.kind in _ARTIFACTS or reading.entity in _ARTIFACTS) and speaker.kind != reading.entity:
            return 0, 0
        if speaker.person is not None:
            return self._grade_named(reading, head, speaker, speaker.person)
        if _contradicts(reading, speaker):
            return 0, 0
        if any(self.covers(head, noun) for noun in speaker.heads):
            agreement = self.agreement(reading, head, speaker.readings[:1])
            return self._same(head, speaker.heads, agreement)
        if reading.entity == PERSON == speaker.kind and speaker.readings and self._general(head, speaker.readings[0]):
            return _ALIKE, 0
        return 0, 0

    def _same_number(self, reading: Reading, speaker: Speaker) -> bool:
        """Whether a translator may have written one number for another; a numeral is the text's own."""
        counted = reading.count is not None or any(known.count is not None for known in speaker.readings)
        return self.translated and speaker.person is None and not counted

    def _grade_named(self, reading: Reading, head: Head, speaker: Speaker, at: int) -> tuple[int, float]:
        if reading.entity != PERSON:
            return 0, 0
        facts = [*self.describer.person(at), *(fact for fact in speaker.readings[:_FIRST] if fact.pronoun is None)]
        nouns = {noun for fact in facts for noun in fact.nouns}
        nouns.update(speaker.heads)
        agreement = self.agreement(reading, head, facts)
        if any(self.covers(head, noun) for noun in nouns):
            return self._same(head, nouns, agreement)
        if agreement is None:
            return 0, 0
        if (nouns and head.lemma not in self.reader.open_heads) or (self.translated and head.role in _PASSING_ROLES):
            return 0, 0
        return (_UNDESCRIBED, 0) if reading.tenure not in _PASSING_TENURES or not head.leader else (0, 0)

    @staticmethod
    def _same(head: Head, nouns: Iterable[str], agreement: int | None) -> tuple[int, float]:
        return (0, 0) if agreement is None else (_SAME, agreement + (_SAME_NOUN if head.lemma in nouns else 0.0))

    def covers(self, head: Head, noun: str) -> bool:
        """Whether the description's noun takes up someone introduced by ``noun``."""
        if noun == head.lemma or noun in self.reader.covers.get(head.lemma, ()):
            return True
        role = self.reader.general_heads.get(head.lemma)
        other = self.reader.heads.get(noun) if role is not None else None
        return other is not None and other.role == role

    def _general(self, head: Head, first: Reading) -> bool:
        return head.lemma in self.reader.general_any or self.reader.general_heads.get(head.lemma) == first.role

    def agreement(self, reading: Reading, head: Head, facts: Sequence[Reading]) -> int | None:
        """How many of the country, body and way of holding office that the description states are known to be right.

        None if one of them is known to be wrong.
        """
        agreement = 0
        countries = {fact.country for fact in facts if fact.country}
        if reading.country and countries:
            if reading.country not in countries:
                return None
            agreement += 1
        held = {_holding(fact) for fact in facts if head.lemma in fact.nouns and len(fact.nouns) == 1}
        if held and _holding(reading) not in held:
            return None
        agreement += bool(held and any(_holding(reading)))
        for stated, known in zip(self._ties(reading), zip(*map(self._ties, facts), strict=True), strict=False):
            others = set().union(*known)
            if stated and others:
                if not stated & others:
                    return None
                agreement += 1
        return agreement

    def bodies(self, readings: Iterable[Reading]) -> set[str]:
        """The names of the bodies and parties that readings tie someone to."""
        return {name for reading in readings for names in self._ties(reading)[::2] for name in names}

    def _ties(self, reading: Reading) -> tuple[set[str], ...]:
        """The bodies with a name, the bodies without one and the parties of a phrase, found once per phrase."""
        phrase = self.text[reading.start : reading.end]
        ties = self._known_ties.get(phrase)
        if ties is None:
            ties = self._names_of_bodies(reading), self._nouns_of_bodies(reading), self._parties(reading)
            self._known_ties[phrase] = ties
        return ties

    def _names_of_bodies(self, reading: Reading) -> set[str]:
        """The telling words of the bodies and places that a phrase ties someone to, and their initials."""
        out: set[str] = set()
        for tie, relation, _, _ in reading.affiliations:
            words = [word for word in re.findall(r"[^\W_]+", tie) if word[0].isupper()]
            if relation not in _MEMBERSHIP or not words or self.reader.determiners.get(words[0].lower()):
                continue
            if any(table.get(tie) for table in (self.reader.demonyms, self.reader.countries, self.reader.parties)):
                continue
            words = [word for word in words if word.lower() not in self.reader.honorifics] or words
            telling = [word for word in words if self.reader.heads.get(word.lower()) is None]
            out.update(telling or words)
            if len(words) > 1:
                out.add("".join(word[0] for word in words))
        return out

    def _nouns_of_bodies(self, reading: Reading) -> set[str]:
        """The bodies without a name and the levels of state in a phrase: "the union's president", "a city official"."""
        words = words_of(self.text, reading.start, reading.end)[:_PHRASE]
        return {
            word.lower
            for index, word in enumerate(words)
            if not word.capital
            and (self.reader.is_body_noun(word) or word.lower in self.reader.levels)
            and self._owns(words, index)
        }

    def _parties(self, reading: Reading) -> set[str]:
        """The parties that a phrase ties someone to; "the Republican" is tied by its noun."""
        ties = [tie.text for tie in reading.affiliations if tie.relation == "belongs"]
        codes = [code[0] for tie in ties if (code := self.reader.party_code.match(tie)) is not None]
        ties.extend(self.reader.party_names.get(code, code) for code in codes)
        ties.extend(noun.capitalize() for noun in reading.nouns)
        return {self.reader.party_names.get(tie, tie) for tie in ties if self.reader.parties.get(tie)}

    def _owns(self, words: Sequence[Word], index: int) -> bool:
        """Whether the word is an owner or stands right before the noun for a person."""
        following = words[index + 1] if index + 1 < len(words) else None
        return following is not None and (words[index].possessive or self.reader.is_person_noun(following))

    def _nameable(self, reading: Reading, head: Head, distance: int) -> bool:
        """Whether the description may stand for someone named ``distance`` sentences before and not described.

        Offices and candidacies nearly always do. Other people do if they were named just before and not
        described as one of many ("a nurse") earlier.
        """
        if head.named:
            return True
        if head.role in _PASSING_ROLES or distance > _NEAR:
            return False
        earlier = rf"\b(?:{self.reader.indefinite})\s+(?:[\w-]+\s+){{0,3}}{re.escape(head.lemma)}\b"
        return re.search(earlier, self.text[max(0, reading.start - _BEFORE) : reading.start], re.IGNORECASE) is None


def _holding(reading: Reading) -> tuple[str, bool]:
    """How an office is held: in the past, in the future, as a deputy."""
    return (reading.tenure if reading.tenure in _PASSING_TENURES else "", reading.deputy)


def _contradicts(reading: Reading, speaker: Speaker) -> bool:
    """Whether the description and the first mention of an unnamed speaker exclude each other."""
    for first in speaker.readings[:1]:
        if first.country and reading.country and first.country != reading.country:
            return True
        if "unspecified" != reading.seniority != first.seniority:
            return True
        if "unknown" not in (reading.sector, first.sector) and reading.sector != first.sector:
            return True
    return False
