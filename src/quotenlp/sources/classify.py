"""From mention spans to sources: read, chain, merge and judge."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from quotenlp.lexicon import Lexicon
from quotenlp.quotes.marks import paragraphs
from quotenlp.sources.chains import Chains
from quotenlp.sources.coreference import Cluster, Coreference
from quotenlp.sources.descriptions import Describer
from quotenlp.sources.grants import GrantClause, GrantFinder, any_of
from quotenlp.sources.names import Entity, NameIndex, NameScanner
from quotenlp.sources.phrases import phrase_start
from quotenlp.sources.profile import Reader
from quotenlp.sources.reading import DOCUMENT, ORGANIZATION, PERSON, POLL, Reading, adopt
from quotenlp.sources.sentences import Sentences
from quotenlp.sources.speakers import Speaker
from quotenlp.sources.turns import Turns
from quotenlp.sources.words import words_of

Record = dict[str, Any]
Offsets = tuple[int, int]
Owner = tuple[Reading, Speaker]

# Roles that speak openly, for a principal or from private experience: anonymous only with a grant.
_OPEN_ROLES = frozenset({"spokesperson", "lawyer", "citizen", "witness", "involved", "journalist"})
_SERVING_ROLES = frozenset({"spokesperson", "aide", "ally"})
_PEOPLE = (PERSON, "group")
_NARRATED_PLACES = 4
_GLUED = re.compile(r".*\S[\"”“](?=\w)", re.DOTALL)
_LABEL_END = re.compile(r"\s*(?:\([^()\n]{1,60}\))?\s*:")
_CLAUSE_END = re.compile(r"[,.;:“”\"\n]")


class Classifier:
    """The sources lexicon, compiled; `classify` is a function of its arguments."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.reader = Reader(lexicon)
        self.scanner = NameScanner(lexicon, self.reader)
        self.grants = GrantFinder(lexicon)
        titles = [*lexicon["titles"], *lexicon["honorifics"]]
        self.abbreviations = frozenset(
            [*lexicon["abbreviations"], *(word for title in titles for word in title.split())]
        )
        self.channels = any_of(lexicon["public_channels"])
        self.pseudonym = any_of(lexicon["pseudonym_phrases"])
        self.partial = any_of(lexicon["partial_phrases"])
        self.public_acts = re.compile(r",?\s+(?:\w+\s+)?(?:" + "|".join(lexicon["public_acts"]) + r")\b", re.IGNORECASE)
        self.campaigns: list[str] = list(lexicon["campaign_words"])

    def classify(
        self,
        text: str,
        spans: Iterable[Offsets],
        entities: Iterable[Entity] = (),
        clusters: Sequence[Cluster] = (),
        quotes: Sequence[Record] = (),
    ) -> Record:
        """Describe the sources of a text.

        Args:
            text: the document's text.
            spans: half-open character spans of the source mentions, in any order.
            entities: (start, end, label) of a pipeline's entities, if it has any.
            clusters: the clusters of a pipeline's coreference component, if it has one.
            quotes: the quotes of the quotes layer, if it is there.

        Returns:
            The sources layer: "sources", one JSON-able record per speaker, in the order of first mentions, with the
            fields of `quotenlp.records.Source`; "turns", who speaks in paragraphs that are quotation only.
        """
        mentions = sorted({(start, end) for start, end in spans if start < end})
        if not mentions:
            return {"sources": []}
        document = _Document(self, text, self.scanner.scan(text, entities), mentions, clusters, quotes)
        records = document.records()
        ids = {tuple(mention): record["id"] for record in records for mention in record["mentions"]}
        return {"sources": records, "turns": document.turns.speakers(ids.get)}


class _Document:
    """The classification of one text."""

    def __init__(
        self,
        lexicon: Classifier,
        text: str,
        names: NameIndex,
        mentions: Sequence[Offsets],
        clusters: Sequence[Cluster],
        quotes: Sequence[Record],
    ) -> None:
        self.lexicon = lexicon
        self.reader = lexicon.reader
        self.text = text
        self.names = names
        self.sentences = Sentences(text, lexicon.abbreviations)
        self.clauses = lexicon.grants.find(text, self.sentences)
        self.describer = Describer(text, self.reader, names)
        self.candidates: dict[str, bool] = {}
        self.turns = Turns(quotes, paragraphs(text) if quotes else [], self.describer, self.sentences)
        self.coreference = Coreference(clusters, self.describer)
        self.owners = self._chain(self._with_introductions(mentions))
        speakers = {id(speaker): speaker for _, speaker in self.owners}
        self.half_named = [speaker for speaker in speakers.values() if self._partly_named(speaker)]
        self.granted = self._granted()

    def records(self) -> list[Record]:
        speakers: dict[int, Speaker] = {}
        for _, speaker in self.owners:
            if speaker.mentions:
                self._show_introduction(speaker)
                speakers.setdefault(id(speaker), speaker)
        return [self._record(f"s{number}", speaker) for number, speaker in enumerate(speakers.values(), 1)]

    def _show_introduction(self, speaker: Speaker) -> None:
        """Make the description that introduces a speaker a mention if the others are pronouns only."""
        if speaker.introduced is None or speaker.person is not None:
            return
        mentions = set(speaker.mentions)
        given = [reading for reading in speaker.readings if (reading.start, reading.end) in mentions]
        if all(reading.pronoun is not None or _is_bare_body(reading) for reading in given):
            speaker.mentions.insert(0, speaker.introduced)
        speaker.introduced = None

    def _with_introductions(self, mentions: Sequence[Offsets]) -> list[Offsets]:
        """The mentions, and the phrases beyond them that introduce the speaker of a quotation."""
        found = set(mentions)
        starts = {start for start, _ in mentions}
        found.update(span for span in self.turns.mentions() if span[0] not in starts)
        return sorted(found)

    # -- chains and grants

    def _chain(self, mentions: Sequence[tuple[int, int]]) -> list[Owner]:
        """Every mention with its speaker, and who else asked for anonymity in the narration."""
        chains = Chains(self.describer, self.sentences, self.coreference)
        readings = []
        for start, end in mentions:
            glued = _GLUED.search(self.text, start, end)
            reading = self._label(start, end) or self.describer.read(glued.end() if glued else start, end)
            reading.start = start
            self._knowledge_after(reading)
            readings.append(reading)
        told = [(reading, False) for reading in self._told(readings)]
        given = [(reading, True) for reading in readings]
        ordered = sorted([*given, *told], key=lambda item: (item[0].start, item[0].end))
        return [(reading, chains.add(reading, is_mention)) for reading, is_mention in ordered]

    def _label(self, start: int, end: int) -> Reading | None:
        """Read the name or the role before a line of a transcript: "HOLM:", "HOLM (voice-over):", "HOST:"."""
        label = self.text[start:end]
        at_start = start == 0 or self.text[start - 1] == "\n"
        if not (at_start and label.isupper() and _LABEL_END.match(self.text, end)):
            return None
        known = self.names.find_upper(label)
        reading = self.reader.read(label.lower(), 0, end - start, self.names)
        if known is not None or reading.entity not in _PEOPLE:
            reading = Reading(start, end, PERSON, plurality="one")
            reading.name = self.names.people[known].name if known is not None else label
        reading.start, reading.end = start, end
        return reading

    def _told(self, readings: Sequence[Reading]) -> Iterator[Reading]:
        """Whom a grant clause is about where no mention in its sentence fits: "The officials spoke on …"."""
        at = 0
        for clause in self.clauses:
            start, end = clause.sentence
            while at < len(readings) and readings[at].end <= start:
                at += 1
            inside = at
            while inside < len(readings) and readings[inside].start < end:
                inside += 1
            if any(r.name is None and (r.pronoun or r.entity in _PEOPLE) for r in readings[at:inside]):
                continue
            words = words_of(self.text, start, clause.start)
            if not words:
                continue
            pronoun = self.reader.pronouns.get(words[0].lower)
            if clause.blanket and pronoun is not None and pronoun.number == "generic":
                continue
            if pronoun is not None:
                yield self.describer.read(words[0].start, words[0].end)
                continue
            for index in range(len(words), max(0, len(words) - 14), -1):
                found = self.reader.heads.ending(words, 0, index)
                if found is None or found[1].kind != PERSON:
                    continue
                stop = words[index - 1].end
                begin = phrase_start(self.text, stop, start, self.reader)
                reading = self.describer.read(begin, stop) if begin is not None else None
                if reading is not None and reading.entity in _PEOPLE and reading.name is None:
                    yield reading
                break

    def _knowledge_after(self, reading: Reading) -> None:
        """Read knowledge from a relative clause or complement that follows the mention."""
        if reading.entity not in _PEOPLE:
            return
        end = reading.end
        begin = end + 1 if self.text[end : end + 1] == "," else end
        stop = _CLAUSE_END.search(self.text, begin + 1, begin + 140)
        limit = stop.start() if stop else min(len(self.text), begin + 140)
        first = self.text[begin:limit].split(None, 1)
        pronoun = self.reader.pronouns.get(first[0].lower()) if first else None
        if pronoun is not None and pronoun.number == "relative":
            self.reader.read_knowledge(self.text, begin, limit, reading)
        elif begin == end and first and first[0].lower() in self.reader.openers:
            self.reader.read_knowledge(self.text, begin, limit, reading, adjacent=True)

    def _granted(self) -> dict[int, GrantClause]:
        """The grant clause of each speaker, by identity; a blanket one without a speaker covers all unnamed people."""
        out: dict[int, GrantClause] = {}
        general = None
        at = 0
        for clause in self.clauses:
            start, end = clause.sentence
            while at < len(self.owners) and self.owners[at][0].end <= start:
                at += 1
            near = []
            index = at
            while index < len(self.owners) and self.owners[index][0].start < end:
                near.append(self.owners[index])
                index += 1
            owner = self._grantee(clause, near)
            if owner is not None:
                out.setdefault(id(owner), clause)
            elif clause.blanket:
                general = general or clause
        if general is not None:
            for _, speaker in self.owners:
                if speaker.person is None and speaker.kind in _PEOPLE:
                    out.setdefault(id(speaker), general)
        return out

    def _grantee(self, clause: GrantClause, near: Sequence[Owner]) -> Speaker | None:
        start, end = clause.sentence
        for speaker in self.half_named:
            if any(start <= place < end for place, _ in self.names.people[speaker.person or 0].places):
                return speaker
        fit = [
            (reading, speaker)
            for reading, speaker in near
            if (speaker.kind in _PEOPLE or reading.pronoun is not None) and speaker.person is None
        ]
        before = [owner for owner in fit if owner[0].start <= clause.start]
        if before:
            return before[-1][1]
        return fit[0][1] if fit else None

    def _partly_named(self, speaker: Speaker) -> bool:
        """Whether the text gives a first name only, and says so."""
        person = self.names.people[speaker.person] if speaker.person is not None else None
        if person is None or person.first:
            return False
        for start, _ in person.places[:_NARRATED_PLACES]:
            begin, end = self.sentences.span(self.sentences.index(start))
            if self.lexicon.partial.search(self.text, begin, end) or self.lexicon.pseudonym.search(
                self.text, begin, end
            ):
                return True
        return False

    # -- merging

    def _merged(self, speaker: Speaker) -> Reading:
        """One reading from all that the text says about a speaker."""
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
        if speaker.inherits is not None and speaker.inherits is not speaker:
            group = self._merged(speaker.inherits)
            if described.determiner == "new":
                group.seniority, group.tenure, group.knowledge = "unspecified", "unspecified", "unstated"
            adopt(whole, group)
        self._from_principal(whole)
        if (
            speaker.person is not None
            and whole.role == "unspecified"
            and self._campaigns(self.names.people[speaker.person].last)
        ):
            whole.role, whole.sector = "politician", "party"
        if (
            whole.role == "unspecified"
            and whole.sector == "unknown"
            and whole.entity == PERSON
            and self._acts_in_public(speaker)
        ):
            whole.role, whole.sector = "citizen", "public"
        if whole.aged and whole.role == "unspecified" and whole.entity == PERSON:
            whole.role, whole.sector = "citizen", "public"
        return whole

    def _narrated(self, speaker: Speaker) -> list[Reading]:
        """Readings of the noun phrases around a person's name in the narration."""
        person = self.names.people[speaker.person or 0]
        out = []
        if self._partly_named(speaker):
            start = person.places[0][0]
            begin = self.sentences.span(self.sentences.index(start))[0]
            out.append(self.describer.read(begin, start))
        return [*out, *self.describer.person(speaker.person or 0)]

    def _acts_in_public(self, speaker: Speaker) -> bool:
        """Whether an undescribed person is seen shouting or posting: a member of the public."""
        return any(self.lexicon.public_acts.match(self.text, end) for _, end in speaker.mentions[:1])

    def _from_principal(self, whole: Reading) -> None:
        """Take an open sector of an aide, ally or spokesperson from the body or person served."""
        if whole.sector != "unknown" or (whole.role not in _SERVING_ROLES and whole.entity != ORGANIZATION):
            return
        if whole.entity == ORGANIZATION and whole.proper:
            whole.sector = self._principal_sector(self.text[whole.start : whole.end], False)
        for text, relation in whole.affiliations:
            if relation == "serves":
                owned = text.lower() in self.reader.pronouns and whole.owner is not None
                whole.sector = self._principal_sector(
                    whole.owner if owned and whole.owner else text, whole.role != "spokesperson"
                )
            if whole.sector != "unknown":
                return

    def _principal_sector(self, text: str, campaigning: bool) -> str:
        """The sector of a body, or the party sector of people who work for someone with a campaign."""
        words = [word.form for word in words_of(text, 0, len(text))]
        words = [word for word in words if word.lower() not in self.lexicon.scanner.honorifics] or words
        if not words:
            return "unknown"
        if self.names.find(words) is not None:
            return "party" if campaigning and self._campaigns(words[-1]) else "unknown"
        body = self.names.body(" ".join(words)) or self.names.body(words[0])
        return self.reader.read(body, 0, len(body), self.names).sector if body is not None else "unknown"

    def _campaigns(self, last: str) -> bool:
        """Whether the text speaks of the campaign of someone with this surname."""
        if last not in self.candidates:
            owned = (f"{last}{mark} {word}" for word in self.lexicon.campaigns for mark in ("", "'s", "’s", "'", "’"))
            self.candidates[last] = any(phrase in self.text for phrase in owned)
        return self.candidates[last]

    # -- judging

    def _record(self, id: str, speaker: Speaker) -> Record:
        whole = self._merged(speaker)
        entity = whole.entity
        grant = self._grant(speaker)
        name = self.names.people[speaker.person].name if speaker.person is not None else None
        naming = self._naming(speaker, whole)
        known = entity in _PEOPLE
        anonymity = _anonymity(whole, naming)
        anonymous = (
            known
            and anonymity in ("partial", "full")
            and (grant is not None or (whole.role not in _OPEN_ROLES and not self._public_voice(speaker, whole)))
        )
        return {
            "id": id,
            "name": name,
            "mentions": [list(mention) for mention in speaker.mentions],
            "entity": entity,
            "naming": naming,
            "anonymity": anonymity,
            "is_anonymous_source": anonymous,
            "role": whole.role if known else "unspecified",
            "sector": whole.sector,
            "affiliations": [{"text": text, "relation": relation} for text, relation in whole.affiliations],
            "country": whole.country,
            "seniority": whole.seniority if known else "unspecified",
            "tenure": whole.tenure if known else "unspecified",
            "plurality": whole.plurality if known else None,
            "count": whole.count if known else None,
            "knowledge": whole.knowledge,
            "topic": whole.topic,
            "grant": grant,
            "disclosure": {
                "position": whole.role != "unspecified" or whole.sector != "unknown",
                "institution": bool(whole.affiliations),
                "basis": whole.knowledge != "unstated",
                "first_hand": whole.knowledge in ("participant", "present", "direct"),
                "reason": bool(grant and grant["reasons"]),
                "allegiance": whole.sector == "party"
                or any(r in ("serves", "near", "against") for _, r in whole.affiliations),
                "count_known": known and (whole.plurality == "one" or whole.count is not None),
            },
        }

    def _grant(self, speaker: Speaker) -> Record | None:
        member = speaker.inherits is not None and not any(reading.determiner == "new" for reading in speaker.readings)
        holder = speaker.inherits if id(speaker) not in self.granted and member else speaker
        clause = self.granted.get(id(holder))
        if clause is None:
            return None
        return {
            "text": clause.text,
            "scope": "blanket" if clause.blanket else "this_source",
            "reasons": list(clause.reasons),
        }

    def _naming(self, speaker: Speaker, whole: Reading) -> str:
        if speaker.person is not None:
            if not self._partly_named(speaker):
                return "named"
            return "pseudonym" if self._pseudonymous(speaker) else "partial"
        known = whole.head is not None and whole.head.named and whole.determiner == "definite"
        if whole.group_of_names or (known and whole.entity == "group" and whole.knowledge == "unstated"):
            return "named"
        if whole.entity == ORGANIZATION:
            return "unnamed" if whole.determiner in ("indefinite", "new") or whole.called_unnamed else "named"
        if whole.entity in (DOCUMENT, POLL):
            return "named" if whole.proper else "unnamed"
        single_office = whole.determiner == "definite" or any(
            relation == "belongs" for _, relation in whole.affiliations
        )
        if (
            whole.entity == PERSON
            and whole.head is not None
            and whole.head.leader
            and whole.determiner == "definite"
            and single_office
        ):
            return "office"
        kin = whole.entity == PERSON and whole.head is not None and whole.head.lemma in self.reader.single_kin
        return "office" if kin and (whole.determiner == "possessive" or whole.affiliations) else "unnamed"

    def _pseudonymous(self, speaker: Speaker) -> bool:
        person = self.names.people[speaker.person or 0]
        spans = [self.sentences.span(self.sentences.index(start)) for start, _ in person.places[:_NARRATED_PLACES]]
        return any(self.lexicon.pseudonym.search(self.text, start, end) for start, end in spans)

    def _public_voice(self, speaker: Speaker, whole: Reading) -> bool:
        """Officials as a body, or a court, speaking through a filing, a hearing or a ruling."""
        if whole.role != "official" or not (whole.entity == "group" or whole.sector == "judiciary"):
            return False
        start, end = self.sentences.span(self.sentences.index(speaker.mentions[0][0]))
        return self.lexicon.channels.search(self.text, start, end) is not None


def _is_bare_body(reading: Reading) -> bool:
    """Whether the mention is a body without its name: "the company"."""
    return reading.entity == ORGANIZATION and not reading.proper and reading.determiner == "definite"


def _anonymity(whole: Reading, naming: str) -> str | None:
    """How far a reader could narrow the source down (sources scheme, section 5.2)."""
    if whole.entity == "unknown":
        return None
    if whole.entity in (DOCUMENT, POLL) or naming in ("named", "office"):
        return "identified"
    if whole.plurality == "generic":
        return "diffuse"
    described = whole.role != "unspecified" or whole.sector != "unknown" or whole.affiliations or whole.country
    if naming == "unnamed" and not described and whole.entity != ORGANIZATION:
        return "full"
    return "partial"
