"""How openly a source speaks: naming, anonymity, whether it is an anonymous source, and what the reader is told."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

from quotenlp.lexicon import Lexicon
from quotenlp.sources.descriptions import Describer
from quotenlp.sources.patterns import any_of
from quotenlp.sources.reading import DOCUMENT, ORGANIZATION, PERSON, POLL, Reading
from quotenlp.sources.sentences import Sentences
from quotenlp.sources.speakers import Speaker

PEOPLE = (PERSON, "group")

# Roles that speak openly, for a principal or from private experience: anonymous only with a grant.
_OPEN_ROLES = frozenset({"spokesperson", "lawyer", "citizen", "witness", "involved", "journalist"})
_FIRST_HAND = ("participant", "present", "direct")
_NARRATED_PLACES = 4
_REACH = 500

Offsets = tuple[int, int]


class Judging:
    """The parts of the sources lexicon that judging needs, compiled."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.pseudonym = any_of(lexicon["pseudonym_phrases"])
        self.partial = any_of(lexicon["partial_phrases"])
        self.channels = any_of(lexicon["public_channels"])
        self.institutional = any_of(lexicon["institutional_channels"])
        self.events = any_of(lexicon["public_events"])
        self.event_roles = frozenset(lexicon["event_roles"])
        self.private = frozenset(lexicon["private_heads"])


class Judge:
    """Judges the speakers of one document (sources scheme, section 5.2).

    Args:
        lexicon: the compiled lexicon.
        describer: what reads phrases.
        sentences: the document's sentences.
        contents: half-open character spans of quoted contents, in which no channel is looked for.
    """

    def __init__(
        self, lexicon: Judging, describer: Describer, sentences: Sentences, contents: Sequence[Offsets]
    ) -> None:
        self.lexicon = lexicon
        self.text = describer.text
        self.reader = describer.reader
        self.names = describer.names
        self.sentences = sentences
        self._contents = sorted(contents)

    def half_named(self, person: int) -> bool:
        """Whether the text gives a first name only, and says so."""
        return not self.names.people[person].first and any(
            self.lexicon.partial.search(self.text, *sentence) or self.lexicon.pseudonym.search(self.text, *sentence)
            for sentence in self._named_in(person)
        )

    def naming(self, speaker: Speaker, whole: Reading, clause: Offsets) -> str:
        """The value of `quotenlp.records.Naming`; ``clause`` is the span of the speaker's grant, empty without one."""
        if speaker.person is not None:
            if not speaker.half_named:
                return "named"
            changed = any(self.lexicon.pseudonym.search(self.text, *span) for span in self._named_in(speaker.person))
            return "pseudonym" if changed else "partial"
        for value, pattern in (("pseudonym", self.lexicon.pseudonym), ("partial", self.lexicon.partial)):
            if whole.entity == PERSON and pattern.search(self.text, *clause):
                return value
        definite = whole.determiner == "definite"
        head = whole.head
        known = head is not None and head.named and definite
        if whole.group_of_names or (known and whole.entity == "group" and whole.knowledge == "unstated"):
            return "named"
        if whole.entity == ORGANIZATION:
            return "unnamed" if whole.determiner in ("indefinite", "new") or whole.called_unnamed else "named"
        if whole.entity in (DOCUMENT, POLL):
            return "named" if whole.proper else "unnamed"
        if whole.entity != PERSON or head is None:
            return "unnamed"
        kin = head.lemma in self.reader.single_kin and (whole.determiner == "possessive" or whole.affiliations)
        return "office" if kin or (head.leader and definite) else "unnamed"

    def is_anonymous(self, speaker: Speaker, whole: Reading, anonymity: str | None, granted: bool) -> bool:
        """Whether the speaker is an anonymous source; what shows an open speaker is noted as evidence."""
        if whole.entity not in PEOPLE or anonymity not in ("partial", "full"):
            return False
        return granted or not self._is_open(speaker, whole)

    def _is_open(self, speaker: Speaker, whole: Reading) -> bool:
        """Whether a person without a name speaks openly all the same."""
        head = whole.head.lemma if whole.head is not None else ""
        private = head in self.lexicon.private and whole.knowledge == "unstated"
        if speaker.revealed or whole.role in _OPEN_ROLES or private:
            return True
        patterns = [self.lexicon.channels]
        if whole.role == "official" and (whole.entity == "group" or whole.sector == "judiciary"):
            patterns.append(self.lexicon.institutional)
        if whole.role in self.lexicon.event_roles or self.reader.parties.get(head.capitalize()):
            patterns.append(self.lexicon.events)
        for start, end in self._narration(speaker.mentions[0][0]):
            for pattern in patterns:
                told = pattern.search(self.text, start, end)
                if told is not None:
                    whole.evidence["is_anonymous_source"] = told.span()
                    return True
        return False

    def _narration(self, position: int) -> Iterator[Offsets]:
        """The parts of the sentence around ``position`` that are not quoted contents."""
        start, end = self._near(position)
        index = max(0, bisect_right(self._contents, (start,)) - 1)
        for begin, stop in self._contents[index:]:
            if begin >= end:
                break
            if start < begin:
                yield start, begin
            start = max(start, stop)
        if start < end:
            yield start, end

    def _named_in(self, person: int) -> Iterator[Offsets]:
        """The sentences that name a person first."""
        for start, _ in self.names.people[person].places[:_NARRATED_PLACES]:
            yield self._near(start)

    def _near(self, position: int) -> Offsets:
        """The sentence around ``position``, as far as it is near."""
        start, end = self.sentences.span(self.sentences.index(position))
        return max(start, position - _REACH), min(end, position + _REACH)


def anonymity_of(whole: Reading, naming: str) -> str | None:
    """How far a reader could narrow the source down, as a value of `quotenlp.records.Anonymity`."""
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


def disclosure_of(whole: Reading, explained: bool, translated: bool) -> dict[str, Any]:
    """The fields of `quotenlp.records.Disclosure` (sources scheme, section 5.4).

    Args:
        whole: all that the text says about the source.
        explained: whether it gives a reason for anonymity.
        translated: whether the text is translated: then the number of a noun tells nothing.
    """
    one = whole.plurality == "one" and (not translated or whole.name is not None)
    return {
        "position": whole.role != "unspecified" or whole.sector != "unknown",
        "institution": bool(whole.affiliations),
        "basis": whole.knowledge != "unstated",
        "first_hand": whole.knowledge in _FIRST_HAND,
        "reason": explained,
        "allegiance": whole.sector == "party" or whole.has_tie("serves", "near", "against"),
        "count_known": whole.entity in PEOPLE and (one or whole.count is not None),
    }
