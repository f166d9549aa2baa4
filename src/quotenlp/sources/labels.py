"""Lead labels: "a top adviser says …", whose holder the text names right after."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from quotenlp.sources.definite import Definites
from quotenlp.sources.descriptions import Describer
from quotenlp.sources.reading import PERSON, Reading
from quotenlp.sources.sentences import Sentences
from quotenlp.sources.speakers import Speaker, genders_fit

_NEAR = 2
_MANY = 20
_LABELS = ("indefinite", "")
_TIED_ROLES = ("ally", "critic")  # whoever it is has an occupation too
_FELLOWS = {"aide": ("spokesperson",), "spokesperson": ("aide",)}  # they serve one principal
_VAGUE = ("unspecified", "citizen", "witness", "involved")

Offsets = tuple[int, int]


class Labels:
    """Finds the people behind the labels of one document.

    Args:
        describer: what reads phrases.
        sentences: the document's sentences.
        definites: what tells whether descriptions agree.
        spoken: half-open character spans of the sources of quotes.
    """

    def __init__(
        self, describer: Describer, sentences: Sentences, definites: Definites, spoken: Iterable[Offsets]
    ) -> None:
        self.text = describer.text
        self.names = describer.names
        self.describer = describer
        self.sentences = sentences
        self.definites = definites
        self._spoken = sorted(spoken)
        self._places = sorted((place, at) for at, person in enumerate(self.names.people) for place in person.places)

    def holder(self, speaker: Speaker) -> int | None:
        """The person, as an index of the document's names, who is first named right after a label, and fits it."""
        label = self._label(speaker, PERSON)
        if label is None:
            return None
        named = self._named_after(label, _NEAR)
        last = max((reading.start for reading in speaker.readings if reading.pronoun is None), default=0)
        return next((at for place, at, distance in named if self._is_holder(label, place, at, distance, last)), None)

    def reveals(self, speaker: Speaker) -> bool:
        """Whether a group that a label names has a member who is named and speaks right after it."""
        label = self._label(speaker, "group")
        if label is None or label.head is None:
            return False
        if label.count is not None:
            return label.count == len({at for place, at, _ in self._named_after(label, 1) if self._speaks(*place)})
        principals = {word for tie in label.affiliations for word in tie.text.split()}
        return any(
            self.names.people[at].last not in principals
            and place == self.names.people[at].places[0]
            and self._speaks(*place)
            and self._describes(label, self.describer.person(at), _FELLOWS.get(label.role, ()))
            for place, at, _ in self._named_after(label, 1)
        )

    def _label(self, speaker: Speaker, kind: str) -> Reading | None:
        """The first description of an unnamed speaker, if it may stand for someone whom the text is about to name."""
        first = next((reading for reading in speaker.readings if reading.pronoun is None), None)
        if speaker.person is not None or speaker.kind != kind or first is None or first.head is None:
            return None
        single = first.determiner in _LABELS and first.role not in _VAGUE
        told = first.name or first.knowledge != "unstated" or first.called_unnamed
        return first if (single or kind == "group") and not told and speaker.inherits is None else None

    def _named_after(self, label: Reading, reach: int) -> Iterator[tuple[Offsets, int, int]]:
        """Names in the sentences after a label: place, person, distance in sentences."""
        sentence = self.sentences.index(label.start)
        first = bisect_left(self._places, ((label.end, 0), 0))
        for place, at in self._places[first : first + _MANY]:
            distance = self.sentences.index(place[0]) - sentence
            if distance > reach:
                return
            if distance > 0:
                yield place, at, distance

    def _is_holder(self, label: Reading, place: Offsets, at: int, distance: int, last: int) -> bool:
        """Whether a person named at ``place`` fits a label; ``last`` is where the text last describes its holder."""
        person = self.names.people[at]
        first = place == person.places[0]
        leads = self._leads(*place)
        headline = self.sentences.index(label.start) == 0
        if not first or not genders_fit(label.gender, person.gender) or not (headline or leads):
            return False
        opens = label.start == self.sentences.span(self.sentences.index(label.start))[0]
        told = distance == 1 and opens and bool(person.first) and leads and last < place[0]
        told = told and not self.text.startswith(",", place[1])
        facts = self.describer.person(at)
        if any(fact.nouns for fact in facts):
            return self._describes(label, facts) or (told and label.role in _TIED_ROLES)
        return told

    def _describes(self, label: Reading, facts: Iterable[Reading], fellows: Sequence[str] = ()) -> bool:
        """Whether what is said of a person fits a label: the same noun or role, and no other country, body or party."""
        facts = [fact for fact in facts if fact.nouns]
        head = label.head
        if head is None or not facts or self.definites.agreement(label, head, facts) is None:
            return False
        stated, known = self.definites.bodies([label]), self.definites.bodies(facts)
        if stated and known and not stated & known:
            return False
        same = label.role != "unspecified" and any(fact.role in (label.role, *fellows) for fact in facts)
        return same or any(self.definites.covers(head, noun) for fact in facts for noun in fact.nouns)

    def _leads(self, start: int, end: int) -> bool:
        """Whether a name is a speaker's or stands in the first words of a sentence."""
        begin = self.sentences.span(self.sentences.index(start))[0]
        return self._speaks(start, end) or self.describer.around(start, end)[0] == begin

    def _speaks(self, start: int, end: int) -> bool:
        """Whether a name stands in the source of a quote."""
        index = bisect_left(self._spoken, (start + 1, 0)) - 1
        return index >= 0 and end <= self._spoken[index][1]
