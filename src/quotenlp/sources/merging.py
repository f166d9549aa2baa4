"""One reading from all that a text says about a speaker."""

from __future__ import annotations

import re
from functools import cached_property

from quotenlp.lexicon import Lexicon
from quotenlp.sources.descriptions import Describer
from quotenlp.sources.patterns import any_of
from quotenlp.sources.reading import ORGANIZATION, PERSON, Reading, Tie, adopt
from quotenlp.sources.sentences import Sentences
from quotenlp.sources.speakers import Speaker
from quotenlp.sources.words import words_of

_OPENING = "“‘\"'«„([—–-"
_POSSESSIVE = re.compile(r"['’]s?$")
_SERVING_ROLES = frozenset({"spokesperson", "aide", "ally", "unspecified"})


class Merging:
    """The parts of the sources lexicon that merging needs, compiled."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.honorifics = frozenset(lexicon["honorifics"])
        self.campaigns: list[str] = list(lexicon["campaign_words"])
        self.campaign = re.compile(rf"(\S+) (?={'|'.join(map(re.escape, self.campaigns))})")
        self.camps = frozenset(lexicon["camp_heads"])
        self.bystanders = any_of(lexicon["bystander_phrases"])
        self.public_acts = re.compile(r",?\s+(?:\w+\s+)?(" + "|".join(lexicon["public_acts"]) + r")\b", re.IGNORECASE)


class Merger:
    """Merges the readings of each speaker of one document."""

    def __init__(self, lexicon: Merging, describer: Describer, sentences: Sentences) -> None:
        self.lexicon = lexicon
        self.text = describer.text
        self.reader = describer.reader
        self.names = describer.names
        self.describer = describer
        self.sentences = sentences
        self._merged: dict[int, Reading] = {}

    def merge(self, speaker: Speaker) -> Reading:
        """What all mentions of a speaker, and the phrases around a name in the narration, say together."""
        line: dict[int, Speaker] = {}  # the speaker, the group that it belongs to, the group of that one, …
        at: Speaker | None = speaker
        while at is not None and id(at) not in self._merged and id(at) not in line:
            line[id(at)] = at
            at = at.inherits
        for key, each in reversed(line.items()):
            self._merged[key] = self._merge(each)
        return self._merged[id(speaker)]

    def _merge(self, speaker: Speaker) -> Reading:
        first = speaker.readings[0] if speaker.readings else Reading(0, 0)
        whole = Reading(first.start, first.end, first.entity)
        readings = list(speaker.readings)
        if speaker.person is not None:
            whole.entity = PERSON
            readings = [r for r in readings if r.name] + self._narrated(speaker) + [r for r in readings if not r.name]
        for reading in readings:
            adopt(whole, reading)
        described = next((r for r in readings if r.pronoun is None), first)
        if speaker.person is None:
            whole.entity = described.entity if described.entity != "unknown" else speaker.kind
        whole.plurality = "one" if whole.entity == PERSON else described.plurality
        if described.plurality == "generic":
            whole.plurality = "generic"
        whole.count = described.count
        whole.owner = described.owner
        whole.head, whole.determiner = described.head, described.determiner
        whole.proper = any(r.proper for r in readings)
        whole.group_of_names = described.group_of_names
        for name in ("entity", "naming", "plurality", "count"):
            if name in described.evidence:
                whole.evidence[name] = described.evidence[name]
        group = self._merged.get(id(speaker.inherits))
        if group is not None:
            if described.determiner == "new":
                group = group.at(group.start, group.end)
                group.seniority, group.tenure, group.knowledge = "unspecified", "unspecified", "unstated"
            adopt(whole, group)
        self._from_principal(whole)
        self._from_life(speaker, whole)
        return whole

    def _narrated(self, speaker: Speaker) -> list[Reading]:
        """Readings of the noun phrases around a person's name in the narration."""
        person = self.names.people[speaker.person or 0]
        out = []
        if speaker.half_named:
            start = person.places[0][0]
            begin = self.sentences.span(self.sentences.index(start))[0]
            out.append(self.describer.read(begin, start))
        return [*out, *self.describer.person(speaker.person or 0)]

    def _from_life(self, speaker: Speaker, whole: Reading) -> None:
        """A role that no noun gives: a candidate by the campaign, a member of the public by age or by what they do."""
        if whole.role != "unspecified" or whole.entity not in (PERSON, "group"):
            return
        passing = self.lexicon.bystanders.search(self.text, whole.start, whole.end)
        if passing is not None and whole.sector == "unknown":
            self._set(whole, "citizen", "public", passing.span())
            return
        if whole.entity != PERSON:
            return
        if speaker.person is not None:
            campaign = self._campaign(self.names.people[speaker.person].last)
            if campaign is not None:
                self._set(whole, "politician", "party", campaign)
                return
        if whole.sector == "unknown":
            for _, end in speaker.mentions[:1]:
                act = self.lexicon.public_acts.match(self.text, end)
                if act is not None:
                    self._set(whole, "citizen", "public", act.span(1))
                    return
        if whole.aged:
            self._set(whole, "citizen", "public", whole.evidence.get("entity"))

    @staticmethod
    def _set(whole: Reading, role: str, sector: str, shown_by: tuple[int, int] | None) -> None:
        whole.role, whole.sector = role, sector
        if shown_by is not None:
            whole.evidence["role"] = whole.evidence["sector"] = shown_by

    def _from_principal(self, whole: Reading) -> None:
        """Take an open sector of an aide, ally or spokesperson from the body or person served."""
        if whole.sector != "unknown" or (whole.role not in _SERVING_ROLES and whole.entity != ORGANIZATION):
            return
        head = whole.head.lemma if whole.head is not None else ""
        if whole.entity == ORGANIZATION and whole.proper:
            whole.sector = self._principal_sector(self.text[whole.start : whole.end], True)
            shown_by = (whole.start, whole.end)
        for tie in whole.affiliations:
            office = self.reader.office_sector(tie.text) if tie.relation in ("serves", "near") else None
            if office is not None:
                whole.sector = office
                shown_by = (tie.start, tie.end)
            elif tie.relation == "serves":
                owned = tie.text.lower() in self.reader.pronouns and whole.owner is not None
                whole.sector = self._principal_sector(
                    whole.owner if owned and whole.owner else tie.text, whole.role == "spokesperson"
                )
                shown_by = (tie.start, tie.end)
                if whole.sector == "unknown" and head in self.lexicon.camps and self._is_name(tie):
                    whole.sector = "party"  # "NAME's team"
            if whole.sector != "unknown":
                break
        if whole.sector != "unknown":
            whole.evidence["sector"] = shown_by

    def _is_name(self, tie: Tie) -> bool:
        return tie.text[0].isupper() and self.kind(tie) == PERSON

    def kind(self, tie: Tie) -> str:
        """What a tie leads to, as a value of `quotenlp.records.AffiliationKind`."""
        reader = self.reader
        words = tie.text.split()
        pronoun = reader.pronouns.get(words[0].lower()) if len(words) == 1 else None
        if pronoun is not None:
            return ORGANIZATION if pronoun.number == "body" else PERSON
        if reader.parties.get(words[-1]) or reader.parties.get(tie.text):
            return "party"
        if any(table.get(tie.text) for table in (reader.places, reader.countries, reader.demonyms)):
            return "place"
        head = reader.heads.get(words[-1].lower())
        known = self.names.kind_of(words)
        if known is not None or head is not None:
            return PERSON if known == PERSON or (head is not None and head.kind == PERSON) else ORGANIZATION
        alone = len(words) == 1 and words[0].istitle() and reader.sectors.get(words[0]) is None
        return PERSON if alone and tie.relation != "belongs" else ORGANIZATION

    def _principal_sector(self, text: str, speaks_for: bool) -> str:
        """The sector of a body, or of people who work for someone: for a campaign, or ``speaks_for`` an office."""
        words = [word.form for word in words_of(text, 0, len(text))]
        words = [word for word in words if word.lower() not in self.lexicon.honorifics] or words
        if not words:
            return "unknown"
        at = self.names.find(words)
        if at is not None and speaks_for:
            held = (
                fact for fact in self.describer.person(at) if fact.seniority == "leader" and fact.tenure != "former"
            )
            return next((fact.sector for fact in held), "unknown")
        if at is not None:
            return "party" if self._campaign(words[-1]) else "unknown"
        body = self.names.body(" ".join(words)) or self.names.body(words[0])
        return self.reader.read(body, 0, len(body), self.names).sector if body is not None else "unknown"

    def _campaign(self, last: str) -> tuple[int, int] | None:
        """Where the text speaks of the campaign of someone with this surname."""
        return self._candidates.get(last)

    @cached_property
    def _candidates(self) -> dict[str, tuple[int, int]]:
        """Where the text speaks of somebody's campaign first, by the word before it: "Lund's campaign"."""
        found: dict[str, tuple[int, int]] = {}
        for match in self.lexicon.campaign.finditer(self.text):
            owner = match[1].lstrip(_OPENING)
            name = _POSSESSIVE.sub("", owner)
            word = next(word for word in self.lexicon.campaigns if self.text.startswith(word, match.end()))
            for each in (owner, name):
                found.setdefault(each, (match.end(1) - len(owner), match.end() + len(word)))
        return found
