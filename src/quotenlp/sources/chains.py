"""Which mentions are one speaker: names, pronouns, definite descriptions, relative pronouns."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from quotenlp.sources.coreference import Coreference
from quotenlp.sources.definite import Definites
from quotenlp.sources.descriptions import Describer
from quotenlp.sources.phrases import phrase_start
from quotenlp.sources.reading import DOCUMENT, ORGANIZATION, PERSON, Head, Reading
from quotenlp.sources.sentences import Sentences
from quotenlp.sources.speakers import Place, Speaker, genders_fit
from quotenlp.sources.words import words_of

_WINDOW = 24
_REACH = 1500
_QUOTED = re.compile(r"“[^”\n]*(?:”|$)|\"[^\"\n]*(?:\"|$)|''[^\n]*?''", re.MULTILINE)
_OPENING = re.compile(r"([^\W\d_]+)\s+([^\W\d_]+)")
_NEXT_POSSESSIVE = re.compile(r"[’']s?\b")
_PERSONAL = ("one", "several")


class Chains:
    """Speakers of one document, built by feeding mentions in text order."""

    def __init__(
        self, describer: Describer, sentences: Sentences, coreference: Coreference, translated: bool = False
    ) -> None:
        self.text = describer.text
        self.reader = describer.reader
        self.names = describer.names
        self.describer = describer
        self.sentences = sentences
        self.coreference = coreference
        self.definites = Definites(describer, sentences, translated)
        self.speakers: list[Speaker] = []
        self._places: list[Place] = []
        self._people: dict[int, Speaker] = {}
        self._bodies: dict[str, Speaker] = {}
        self._ordinals: dict[str, Speaker] = {}
        self._by_head: dict[str, Speaker] = {}
        self._quoted = [match.span() for match in _QUOTED.finditer(self.text)]
        self._narrated = self._narration()
        self._next = next(self._narrated, None)

    def add(self, reading: Reading, source: bool = True) -> Speaker:
        """Give the mention that ``reading`` describes to its speaker.

        Args:
            reading: mentions must come in text order.
            source: whether the mention is one of the component's inputs.

        Returns:
            The speaker, new or known.
        """
        self._narrate_until(reading.start)
        cluster = self.coreference.cluster(reading.start, reading.end)
        speaker = self._coreferent(reading, cluster) if cluster is not None else None
        if speaker is None:
            speaker = self._resolve(reading)
        if cluster is not None:
            self.coreference.speakers.setdefault(cluster, speaker)
        speaker.readings.append(reading)
        if reading.head is not None and reading.head.lemma not in speaker.heads:
            speaker.heads.append(reading.head.lemma)
        speaker.gender = speaker.gender or reading.gender
        if source:
            speaker.mentions.append((reading.start, reading.end))
        self._place(reading.start, reading.end, speaker, 2.0, reading.determiner == "possessive")
        self._skip_narrated(reading.end)
        return speaker

    # -- places of names in the narration

    def _narration(self) -> Iterator[tuple[int, int, int | str]]:
        """Names, and definite descriptions that begin a sentence: (start, end, person or noun).

        Text between quotation marks is left out.
        """
        places: list[tuple[int, int, int | str]] = [
            (start, end, at) for at, person in enumerate(self.names.people) for start, end in person.places
        ]
        places.extend(self._described())
        places.sort(key=lambda place: place[0])
        quote = 0
        for start, end, at in places:
            while quote < len(self._quoted) and self._quoted[quote][1] <= start:
                quote += 1
            if quote >= len(self._quoted) or start < self._quoted[quote][0]:
                yield start, end, at

    def _described(self) -> Iterator[tuple[int, int, str]]:
        for start in self.sentences.starts:
            opening = _OPENING.match(self.text, start)
            if opening is not None and self.reader.determiners.get(opening[1].lower()) == "definite":
                head = self.reader.heads.get(opening[2].lower())
                if head is not None and head.kind == PERSON:
                    yield opening.start(1), opening.end(), head.lemma

    def _narrate_until(self, position: int) -> None:
        while self._next is not None and self._next[0] < position:
            start, end, at = self._next
            if isinstance(at, int):
                self._place(start, end, self.named(at), self._prominence(start, end))
            elif at in self._by_head and self._by_head[at].person is None:
                self._place(start, end, self._by_head[at], 1.5)
            self._next = next(self._narrated, None)

    def _skip_narrated(self, position: int) -> None:
        while self._next is not None and self._next[0] < position:
            self._next = next(self._narrated, None)

    def _prominence(self, start: int, end: int) -> float:
        """A subject outranks an object, an owner and the object of a preposition."""
        if _NEXT_POSSESSIVE.match(self.text, end):
            return 0.5
        begin = self.sentences.span(self.sentences.index(start))[0]
        before = self.text[max(begin, start - 40) : start].split()
        while before and (before[-1][:1].isupper() or before[-1].endswith(".")) and len(before) > 1:
            before.pop()
        if not before or before[-1].endswith((",", "”", '"')):
            return 1.5
        return 0.3 if before[-1].lower() in self.reader.openers else 1.0

    def _place(self, start: int, end: int, speaker: Speaker, weight: float, owned: bool = False) -> None:
        self._places.append(Place(start, end, self.sentences.index(start), speaker, weight, owned))

    # -- finding the speaker

    def _coreferent(self, reading: Reading, cluster: int) -> Speaker | None:
        """The speaker whom a coreference component gives, if the mention leaves open who it is and nothing contradicts.

        A person named in the cluster comes first, then a speaker already found, then what the cluster describes.
        """
        pronoun = reading.pronoun
        if pronoun is not None:
            asks = pronoun.number in _PERSONAL or pronoun.number in ("body", "relative")
        elif reading.name is not None:
            asks = len(reading.name.split()) == 1
        else:
            asks = reading.determiner in ("definite", "possessive")
        if not asks:
            return None
        for at in self.coreference.people(cluster):
            person = self.names.people[at]
            part = reading.name is None or reading.name in (person.first, person.last)
            if part and self._admits(reading, self.named(at)):
                return self.named(at)
        if reading.name is not None:
            return None
        known = self.coreference.speakers.get(cluster)
        if known is not None:
            return known if self._admits(reading, known) else None
        for start, end in self.coreference.spans(cluster, reading.start):
            other = self.describer.read(start, end)
            if other.entity == "unknown" and other.determiner and pronoun is not None and pronoun.number == "one":
                other.entity, other.plurality = PERSON, "one"  # an unlisted noun: "a diver"
            if other.pronoun is None and other.entity != "unknown":
                speaker = self._resolve(other)
                if self._admits(reading, speaker):
                    self._introduce(other, speaker)
                    return speaker
        return None

    @staticmethod
    def _admits(reading: Reading, speaker: Speaker) -> bool:
        """Whether a mention can be of this speaker at all: "it" is no person, "she" no company and no man."""
        if not genders_fit(reading.gender, speaker.gender):
            return False
        if reading.pronoun is None:
            return reading.entity == "unknown" or reading.entity == speaker.kind or speaker.kind == "unknown"
        number = reading.pronoun.number
        if number == "one":
            return speaker.kind in (PERSON, "unknown") and not speaker.plural
        return number != "body" or speaker.kind not in (PERSON, "group")

    @staticmethod
    def _introduce(reading: Reading, speaker: Speaker) -> None:
        """Keep a description in the narration that introduces a speaker of whom the mentions are pronouns only."""
        speaker.readings.append(reading)
        if speaker.introduced is None:
            speaker.introduced = (reading.start, reading.end)

    def _resolve(self, reading: Reading) -> Speaker:
        if reading.pronoun is not None:
            return self._pronoun(reading)
        if reading.determiner == "possessive":
            reading.owner = self._owner(reading)
        if reading.name is not None and not reading.group_of_names:
            return self._by_name(reading)
        if reading.entity == ORGANIZATION:
            return self._organization(reading)
        if reading.determiner == "new" and self.reader.determiners.get(self._word(reading.start)) == "definite":
            known = self._ordinals.get(self._ordinal(reading))
            if known is not None:
                return known
        if reading.determiner == "definite" and reading.head is not None:
            found = self._definite(reading, reading.head)
            if found is not None:
                return found
        return self._new(reading)

    def _owner(self, reading: Reading) -> str | None:
        """The surname behind "his" in "his advisers"."""
        word = self.text[reading.start : reading.end].split(None, 1)[0].lower()
        pronoun = self.reader.pronouns.get(word)
        if pronoun is None or pronoun.number != "one":
            return None
        owner = self._nearest(Reading(reading.start, reading.start, pronoun=pronoun, gender=pronoun.gender), "one")
        return self.names.people[owner.person].last if owner is not None and owner.person is not None else None

    def _new(self, reading: Reading, inherits: Speaker | None = None) -> Speaker:
        speaker = Speaker(reading.entity, reading.plural, reading.gender, inherits=inherits)
        self.speakers.append(speaker)
        if reading.head is not None and reading.pronoun is None:
            if reading.determiner == "new":
                self._ordinals.setdefault(self._ordinal(reading), speaker)
                earlier = self._by_head.get(reading.head.lemma)
                speaker.inherits = earlier if earlier is not None and earlier.person is None else None
            elif reading.count == 1 and reading.determiner != "definite":
                group = self._by_head.get(reading.head.lemma)
                speaker.inherits = group if group is not None and group.plural and self._partitive(reading) else None
            self._by_head[reading.head.lemma] = speaker
        return speaker

    def _ordinal(self, reading: Reading) -> str:
        """What tells "a second official" and "the second official" from others."""
        return self.text[reading.start : reading.end].split(None, 1)[-1].lower()

    def _partitive(self, reading: Reading) -> bool:
        words = self.text[reading.start : reading.end].split(None, 2)
        return len(words) > 2 and words[1].lower() in self.reader.partitive

    def named(self, at: int) -> Speaker:
        """The speaker who is the person number ``at`` of the document's names."""
        speaker = self._people.get(at)
        if speaker is None:
            person = self.names.people[at]
            speaker = Speaker(PERSON, gender=person.gender, person=at, heads=list(person.titles))
            self._people[at] = speaker
            self.speakers.append(speaker)
        return speaker

    def _by_name(self, reading: Reading) -> Speaker:
        words = [word.rstrip(".") for word in (reading.name or "").replace("’", "'").split()]
        while len(words) > 1 and words[-1].rstrip(",").lower() in self.reader.trailers:
            words.pop()
        words = [word.rstrip(",") for word in words]
        at = self.names.find(words, reading.start, reading.gender)
        if at is None:
            at = self.names.add(
                words if len(words) > 1 else ["", *words], reading.start, reading.end, "", reading.gender
            )
            person = self.names.people[at]
            person.name = " ".join(words)
            first = self.text.find(words[-1])
            if 0 <= first < reading.start:
                person.places.insert(0, (first, first + len(words[-1])))
        return self.named(at)

    def _organization(self, reading: Reading) -> Speaker:
        words = self.text[reading.start : reading.end].split()
        if len(words) > 1 and self.reader.determiners.get(words[0].lower()) == "definite":
            words = words[1:]
        key = " ".join(words)
        key = key if reading.proper else key.lower()
        speaker = self._bodies.get(key)
        if speaker is None and reading.proper:
            speaker = self._bodies.get(self.names.body(words[0]) or words[0])
        if speaker is None and reading.determiner == "definite" and reading.head is not None and not reading.proper:
            speaker = self._earlier_body(reading, reading.head)
        if speaker is None or reading.determiner in ("indefinite", "new"):
            speaker = self._new(reading)
        if reading.determiner not in ("indefinite", "new", "possessive"):
            self._bodies.setdefault(key, speaker)
            if reading.proper:
                self._bodies.setdefault(words[0], speaker)
        return speaker

    def _earlier_body(self, reading: Reading, head: Head) -> Speaker | None:
        """The body of "the ministry" after "the Finance Ministry", of "the Norwegian group" after a firm."""
        for place in self._recent(reading.start, _WINDOW, 10 * _REACH):
            speaker = place.speaker
            if speaker.kind != ORGANIZATION or not speaker.readings:
                continue
            if head.lemma in speaker.heads:
                return speaker
            first = speaker.readings[0]
            sectors = {first.sector, head.sector, reading.sector} - {"unknown"}
            bare = len(self.text[reading.start : reading.end].split()) <= (3 if reading.country else 2)
            other = first.head is not None and first.head.lemma in self.reader.bodies
            if bare and head.lemma in self.reader.bodies and first.proper and not other and len(sectors) < 2:
                return speaker
        return self._narrated_body(reading, head)

    def _narrated_body(self, reading: Reading, head: Head) -> Speaker | None:
        """The body that the narration named last, for "the company" that no mention has introduced."""
        if head.lemma not in self.reader.bodies or reading.country:
            return None
        places = self.names.body_places
        index = bisect_right(places, (reading.start,)) - 1
        if index < 0 or places[index][1] < self.sentences.span(max(0, self.sentences.index(reading.start) - 2))[0]:
            return None
        other = self.describer.read(*places[index])
        sectors = {other.sector, head.sector, reading.sector} - {"unknown"}
        if other.entity != ORGANIZATION or not other.proper or other.head is not None or len(sectors) > 1:
            return None
        speaker = self._organization(other)
        self._introduce(other, speaker)
        return speaker

    def _definite(self, reading: Reading, head: Head) -> Speaker | None:
        found, described = self.definites.find(reading, head, self._recent(reading.start, 3 * _WINDOW, 10 * _REACH))
        if not described and reading.entity == PERSON:
            later = self.definites.named_later(reading, head)
            return self.named(later) if later is not None else found
        return found

    def _pronoun(self, reading: Reading) -> Speaker:
        pronoun = reading.pronoun
        number = pronoun.number if pronoun is not None else ""
        found = None
        if number == "relative":
            found = self._antecedent(reading)
        elif number in _PERSONAL or number == "body":
            found = (self._in_quotation(reading) if number == "one" else None) or self._nearest(reading, number)
        elif number in ("member", "pair", "subset"):
            group = self._nearest(reading, "several")
            if group is not None and group.person is None and group.kind == "group":
                if number == "pair":
                    return group
                reading.entity, reading.plurality = (PERSON, "one") if number == "member" else ("group", "several")
                reading.plural = number == "subset"
                return self._new(reading, inherits=group)
        if found is None and number in _PERSONAL:
            return self._described_before(reading, number == "several")
        if found is not None:
            return found
        if number in ("member", "pair", "subset", "generic"):
            reading.entity = "person" if number == "member" else "group"
            reading.plurality = {"member": "one", "pair": "several", "subset": "several"}.get(number, "generic")
            reading.plural = number != "member"
        if number == "generic" and (reading.has_tie("near") or reading.knowledge != "unstated"):
            reading.plurality = "several"
        return self._new(reading)

    def _nearest(self, reading: Reading, number: str) -> Speaker | None:
        best, best_score = None, -1e9
        sentence = self.sentences.index(reading.start)
        for place in self._recent(reading.start, _WINDOW, _REACH):
            speaker = place.speaker
            weight = place.weight
            if number == "one":
                if speaker.kind != PERSON or speaker.plural or not genders_fit(reading.gender, speaker.gender):
                    continue
                if speaker.person is None and place.owned and not (reading.gender and speaker.gender):
                    continue
                weight += 0.4 if reading.gender and speaker.gender == reading.gender else 0.0
                weight -= 0.0 if speaker.person is not None else 0.8
            elif number == "several":
                if not speaker.plural and speaker.kind != ORGANIZATION:
                    continue
                weight -= 0.0 if speaker.plural else 1.0
            elif speaker.kind not in (ORGANIZATION, DOCUMENT):
                continue
            score = weight - 1.0 * min(sentence - place.sentence, 6) - 0.0002 * (reading.start - place.start)
            if score > best_score:
                best, best_score = speaker, score
        return best

    def _described_before(self, reading: Reading, plural: bool) -> Speaker:
        """The people whom the narration described last, for a pronoun with no other antecedent."""
        begin = self.sentences.span(max(0, self.sentences.index(reading.start) - 2))[0]
        return self._described_since(begin, reading, plural) or self._new(reading)

    def _in_quotation(self, reading: Reading) -> Speaker | None:
        """The person whom a quotation describes before it says "she": “My aunt sold fish, and she used to say …”."""
        index = bisect_right(self._quoted, (reading.start,)) - 1
        if index < 0 or reading.start >= self._quoted[index][1]:
            return None
        return self._described_since(self._quoted[index][0], reading, False)

    def _described_since(self, begin: int, reading: Reading, plural: bool) -> Speaker | None:
        """The last description between ``begin`` and a pronoun that fits it in number and gender."""
        words = words_of(self.text, max(begin, reading.start - 400), reading.start)
        for index in range(len(words), 0, -1):
            found = self.reader.heads.ending(words, 0, index)
            if (
                found is None
                or found[1].kind != PERSON
                or found[1].plural != plural
                or not genders_fit(reading.gender, found[1].gender)
            ):
                continue
            if index < len(words) and words[index].capital:
                continue  # the title of a name
            end = words[index - 1].start + len(words[index - 1].form)
            start = phrase_start(self.text, end, begin, self.reader)
            if start is not None and (first := self.reader.pronouns.get(self._word(start))) is not None:
                start += len(self._word(start)) + 1 if first.number == "relative" and plural else 0
            other = self.describer.read(start, end) if start is not None else None
            if other is None or other.head is None or other.name is not None or other.plural != plural:
                continue
            speaker = self._by_head.get(other.head.lemma)
            if speaker is None or speaker.plural != plural or speaker.person is not None:
                speaker = self._new(other)
                self._introduce(other, speaker)
            return speaker
        return None

    def _word(self, start: int) -> str:
        return self.text[start : start + 20].split(None, 1)[0].lower()

    def _antecedent(self, reading: Reading) -> Speaker | None:
        """The noun phrase right before a relative pronoun."""
        before = (
            self.text[: reading.start].rstrip(" \n,—–-")
            if reading.start < 400
            else self.text[reading.start - 400 : reading.start].rstrip(" \n,—–-")
        )
        end = max(0, reading.start - 400) + len(before)
        for place in self._recent(reading.start, 4, 400):
            if place.end >= end - 1 and place.start < end:
                return place.speaker
        start = phrase_start(self.text, end, self.sentences.span(self.sentences.index(max(0, end - 1)))[0], self.reader)
        if start is None:
            return None
        other = self.describer.read(start, end)
        if other.pronoun is not None or other.entity == "unknown":
            return None
        speaker = self._resolve(other)
        self._introduce(other, speaker)
        return speaker

    def _recent(self, position: int, count: int, reach: int) -> Iterator[Place]:
        for index in range(len(self._places) - 1, max(-1, len(self._places) - 1 - count), -1):
            place = self._places[index]
            if place.start < position - reach:
                return
            if place.end <= position:
                yield place
