"""From mention spans to sources: read, chain, merge and judge."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from quotenlp.lexicon import Lexicon
from quotenlp.quotes.marks import paragraphs
from quotenlp.sources.chains import Chains
from quotenlp.sources.conjuncts import Conjuncts
from quotenlp.sources.coreference import Cluster, Coreference
from quotenlp.sources.descriptions import Describer
from quotenlp.sources.grants import GrantClause, GrantFinder
from quotenlp.sources.judging import PEOPLE, Judge, Judging, anonymity_of, disclosure_of
from quotenlp.sources.labels import Labels
from quotenlp.sources.merging import Merger, Merging
from quotenlp.sources.names import Entity, NameIndex, NameScanner
from quotenlp.sources.phrases import phrase_start
from quotenlp.sources.profile import Reader
from quotenlp.sources.reading import ORGANIZATION, PERSON, Reading
from quotenlp.sources.sentences import Sentences
from quotenlp.sources.speakers import Speaker
from quotenlp.sources.turns import Turns
from quotenlp.sources.words import words_of

Record = dict[str, Any]
Offsets = tuple[int, int]
Owner = tuple[Reading, Speaker]

_GLUED = re.compile(r".*\S[\"”“](?=\w)", re.DOTALL)
_LABEL_END = re.compile(r"\s*(?:\([^()\n]{1,60}\))?\s*:")
_BEFORE = 8
_MARKS = frozenset("“\"‘«„'")
_CLAUSE_END = re.compile(r"[,.;:“”\"\n]")


class Classifier:
    """The sources lexicon, compiled; `classify` is a function of its arguments."""

    def __init__(self, lexicon: Lexicon, translated: bool = False) -> None:
        """Compile ``lexicon``, for translated texts with the ranks that its words have in them."""
        if translated:
            ranks = lexicon["translated_seniority"]
            lexicon = {**lexicon, "seniority": _moved(lexicon["seniority"], ranks)}
        self.translated = translated
        self.reader = Reader(lexicon)
        self.scanner = NameScanner(lexicon, self.reader)
        self.grants = GrantFinder(lexicon)
        titles = [*lexicon["titles"], *lexicon["honorifics"]]
        self.abbreviations = frozenset(
            [*lexicon["abbreviations"], *(word for title in titles for word in title.split())]
        )
        self.merging = Merging(lexicon)
        self.judging = Judging(lexicon)

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
            fields of `quotenlp.records.Source`; "turns", who speaks in paragraphs that are quotation only; "joined",
            the further sources of mentions that join several.
        """
        mentions = sorted({(start, end) for start, end in spans if start < end})
        if not mentions:
            return {"sources": []}
        document = _Document(self, text, self.scanner.scan(text, entities), mentions, clusters, quotes)
        records = document.records()
        ids = {tuple(mention): record["id"] for record in records for mention in record["mentions"]}
        return {
            "sources": records,
            "turns": document.turns.speakers(ids.get),
            "joined": [
                {"mention": list(mention), "sources": [ids[span] for span in spans if span in ids]}
                for mention, spans in document.joined.items()
            ],
        }


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
        spoken = [quote for quote in quotes if quote["source"] is not None]
        cues = sorted(
            (quote["cue"]["span"][0], quote["source"][0])
            for quote in spoken
            if quote["cue"] is not None and not self._is_relative(*quote["source"])
        )
        self.clauses = lexicon.grants.find(text, self.sentences, cues)
        self.describer = Describer(text, self.reader, names)
        contents = [(start, end) for quote in quotes for start, end in quote["content"]]
        self.marked = sorted((start, end) for start, end in contents if text[start] in _MARKS)
        self.spoken = [(quote["source"][0], quote["source"][1]) for quote in spoken]
        self.merger = Merger(lexicon.merging, self.describer, self.sentences)
        self.judge = Judge(lexicon.judging, self.describer, self.sentences, contents)
        self.turns = Turns(quotes, paragraphs(text) if quotes else [], self.describer, self.sentences)
        self.coreference = Coreference(clusters, self.describer)
        self.conjuncts = Conjuncts(self.describer)
        self.joined: dict[Offsets, list[Offsets]] = {}
        self.chains = Chains(self.describer, self.sentences, self.coreference, lexicon.translated)
        self.owners = self._chain(self._with_introductions(mentions))
        for speaker in self._speakers():
            speaker.half_named = speaker.person is not None and self.judge.half_named(speaker.person)
        self.half_named = [speaker for speaker in self._speakers() if speaker.half_named]
        self.granted = self._granted()
        self._find_holders()

    def _is_relative(self, start: int, end: int) -> bool:
        pronoun = self.reader.pronouns.get(self.text[start:end].lower())
        return pronoun is not None and pronoun.number == "relative"

    def records(self) -> list[Record]:
        speakers = [speaker for speaker in self._speakers() if speaker.mentions]
        for speaker in speakers:
            self._show_introduction(speaker)
        return [self._record(f"s{number}", speaker) for number, speaker in enumerate(speakers, 1)]

    def _speakers(self) -> list[Speaker]:
        """Every speaker once, in the order of first mentions."""
        return list({id(speaker): speaker for _, speaker in self.owners}.values())

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
        readings = []
        known = set(mentions)
        for start, end in mentions:
            glued = _GLUED.match(self.text, start, end)
            reading = self._label(start, end) or self.describer.read(glued.end() if glued else start, end)
            reading.start = start
            self._knowledge_after(reading)
            readings.append(reading)
            further = self.conjuncts.find(reading)
            if further:
                self.joined[start, end] = further
                readings.extend(self.describer.read(*span) for span in further if span not in known)
                known.update(further)
        readings.sort(key=lambda reading: (reading.start, -reading.end))
        told = [(reading, False) for reading in self._told(readings)]
        for reading, _ in told:
            self._knowledge_after(reading)
        given = [(reading, True) for reading in readings]
        ordered = sorted([*given, *told], key=lambda item: (item[0].start, item[0].end))
        owners = [(reading, self.chains.add(reading, is_mention)) for reading, is_mention in ordered]
        by_mention = {(reading.start, reading.end): speaker for reading, speaker in owners}
        for reading, speaker in owners:
            if reading.members:
                speaker.revealed = True
                for span in self.joined[reading.start, reading.end]:
                    member = by_mention[span]
                    member.inherits = member.inherits or speaker
        return owners

    def _find_holders(self) -> None:
        """Give the mentions of a lead label to the person who is named right after, and mark groups of such people."""
        labels = Labels(self.describer, self.sentences, self.chains.definites, self.spoken)
        holders: dict[int, Speaker] = {}
        for speaker in self._speakers():
            if id(speaker) in self.granted:
                continue
            at = labels.holder(speaker)
            if at is not None:
                holders[id(speaker)] = self.chains.named(at)
                holders[id(speaker)].take(speaker)
            elif labels.reveals(speaker):
                speaker.revealed = True
        if holders:
            self.owners = [(reading, holders.get(id(speaker), speaker)) for reading, speaker in self.owners]

    def _label(self, start: int, end: int) -> Reading | None:
        """Read the name or the role before a line of a transcript: "HOLM:", "HOLM (voice-over):", "HOST:"."""
        label = self.text[start:end]
        at_start = start == 0 or self.text[start - 1] == "\n"
        if not (at_start and label.isupper() and _LABEL_END.match(self.text, end)):
            return None
        known = self.names.find_upper(label)
        reading = self.reader.read(label.lower(), 0, end - start, self.names).at(start, end)
        if known is not None or reading.entity not in PEOPLE:
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
            if any(r.name is None and (r.pronoun or r.entity in PEOPLE) for r in readings[at:inside]):
                continue
            words = words_of(self.text, start, clause.start)
            if not words:
                continue
            pronoun = self.reader.pronouns.get(words[0].lower)
            if len(words) > 2 and words[1].lower in self.reader.partitive:
                whole = self.reader.pronouns.get(words[2].lower)  # "some of them"
                if whole is not None and whole.number == "several":
                    yield self.describer.read(words[2].start, words[2].end)
                    continue
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
                if reading is not None and reading.entity in PEOPLE and reading.name is None:
                    yield reading
                break

    def _knowledge_after(self, reading: Reading) -> None:
        """Read knowledge from a relative clause or complement that follows the mention."""
        if reading.entity not in PEOPLE:
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
            inside = bisect_right(self.marked, (clause.start, len(self.text))) - 1
            if inside >= 0 and clause.start < self.marked[inside][1]:
                continue  # said by a source, not by the text
            owner = self._grantee(clause, near)
            for owner_id in self._pair(owner, near) if owner is not None else ():
                out.setdefault(owner_id, clause)
            if clause.universal or (owner is None and clause.blanket):
                general = general or clause
        if general is not None:
            for _, speaker in self.owners:
                if speaker.person is None and speaker.kind in PEOPLE:
                    out.setdefault(id(speaker), general)
        return out

    def _pair(self, owner: Speaker, near: Sequence[Owner]) -> list[int]:
        """The speaker, and where it is "both" the two people before whom it stands for."""
        reading = next((reading for reading, speaker in near if speaker is owner), None)
        if reading is None or reading.pronoun is None or reading.pronoun.number != "pair" or owner.heads:
            return [id(owner)]
        at = bisect_left(self.owners, reading.start, key=lambda owner: owner[0].start)
        before = [speaker for _, speaker in self.owners[max(0, at - _BEFORE) : at] if speaker.person is None]
        single = [id(speaker) for speaker in before if speaker.kind == PERSON and not speaker.plural]
        return [id(owner), *list(dict.fromkeys(reversed(single)))[:2]]

    def _grantee(self, clause: GrantClause, near: Sequence[Owner]) -> Speaker | None:
        start, end = clause.sentence
        for speaker in self.half_named:
            if any(start <= place < end for place, _ in self.names.people[speaker.person or 0].places):
                return speaker
        fit = [
            (reading, speaker)
            for reading, speaker in near
            if (speaker.kind in PEOPLE or reading.pronoun is not None) and speaker.person is None
        ]
        before = [owner for owner in fit if owner[0].start <= clause.start]
        if before:
            return before[-1][1]
        return fit[0][1] if fit else None

    # -- judging

    def _record(self, id: str, speaker: Speaker) -> Record:
        whole = self.merger.merge(speaker)
        entity = whole.entity
        grant = self._grant(speaker)
        clause = self._clause(speaker)
        naming = self.judge.naming(speaker, whole, (clause.start, clause.end) if clause is not None else (0, 0))
        known = entity in PEOPLE
        anonymity = anonymity_of(whole, naming)
        record: Record = {
            "id": id,
            "name": self.names.people[speaker.person].name if speaker.person is not None else None,
            "mentions": [list(mention) for mention in speaker.mentions],
            "entity": entity,
            "naming": naming,
            "anonymity": anonymity,
            "is_anonymous_source": self.judge.is_anonymous(speaker, whole, anonymity, grant is not None),
            "role": whole.role if known else "unspecified",
            "sector": whole.sector,
            "affiliations": [
                {"span": [tie.start, tie.end], "relation": tie.relation, "kind": self.merger.kind(tie)}
                for tie in whole.affiliations
            ],
            "country": whole.country,
            "seniority": whole.seniority if known else "unspecified",
            "tenure": whole.tenure if known else "unspecified",
            "plurality": whole.plurality if known else None,
            "count": whole.count if known else None,
            "knowledge": whole.knowledge,
            "topic": whole.topic,
            "grant": grant,
            "disclosure": disclosure_of(whole, bool(grant and grant["reasons"]), self.lexicon.translated),
        }
        record["evidence"] = {
            name: list(span)
            for name, span in whole.evidence.items()
            if record[name] not in (None, "unspecified", "unknown", "unstated")
        }
        return record

    def _clause(self, speaker: Speaker) -> GrantClause | None:
        """The grant clause of a speaker or of its group; "another official" shares a blanket one only."""
        clause = self.granted.get(id(speaker))
        if clause is not None or speaker.inherits is None or speaker.person is not None:
            return clause
        clause = self.granted.get(id(speaker.inherits))
        new = any(reading.determiner == "new" for reading in speaker.readings)
        return clause if clause is not None and (clause.blanket or not new) else None

    def _grant(self, speaker: Speaker) -> Record | None:
        clause = self._clause(speaker)
        if clause is None:
            return None
        return {
            "span": [clause.start, clause.end],
            "scope": "blanket" if clause.blanket else "this_source",
            "reasons": list(clause.reasons),
            "reason_span": list(clause.reason_span) if clause.reason_span is not None else None,
        }


def _moved(ranks: dict[str, list[str]], given: dict[str, list[str]]) -> dict[str, list[str]]:
    """The words of each rank, where those of ``given`` have the rank that they have there."""
    moved = {word for words in given.values() for word in words}
    out = {rank: [word for word in words if word not in moved] for rank, words in ranks.items()}
    return {**out, **{rank: [*out.get(rank, ()), *words] for rank, words in given.items()}}


def _is_bare_body(reading: Reading) -> bool:
    """Whether the mention is a body without its name: "the company"."""
    return reading.entity == ORGANIZATION and not reading.proper and reading.determiner == "definite"
