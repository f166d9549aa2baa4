"""What one phrase says about a speaker, and the values it is made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import NamedTuple, Protocol

PERSON, ORGANIZATION, DOCUMENT, POLL = "person", "organization", "document", "poll"
THING = "thing"  # the kind of a noun that is no source: "energy source"


@dataclass(frozen=True, slots=True)
class Head:
    """What a head noun says by itself."""

    lemma: str
    kind: str
    role: str = "unspecified"
    sector: str = "unknown"
    plural: bool = False
    leader: bool = False
    relation: str = "belongs"
    gender: str = ""
    generic: bool = False
    named: bool = False
    collective: bool = False


@dataclass(frozen=True, slots=True)
class Pronoun:
    """What a pronoun or a bare quantifier asks for."""

    number: str
    gender: str = ""
    count: int | None = None


class Tie(NamedTuple):
    """A body or principal that a phrase ties someone to, as written, with its half-open character span."""

    text: str
    relation: str
    start: int
    end: int


@dataclass(slots=True)
class Reading:
    """What one phrase says.

    ``determiner`` is "definite", "indefinite", "new", "possessive" or "". ``name`` has no title;
    ``group_of_names`` marks a coordination of names, ``members`` a group with names ("experts like NAME").
    ``owner`` is the surname behind a possessive pronoun.
    ``nouns`` are the lemmas of all nouns that describe a person: the head, a title, an apposition; ``deputy`` marks a
    deputy holder of an office, ``human`` a phrase that what follows shows to be a person's. ``evidence`` gives, by
    field, the half-open character span of the words that say so.
    """

    start: int
    end: int
    entity: str = "unknown"
    pronoun: Pronoun | None = None
    name: str | None = None
    group_of_names: bool = False
    members: bool = False
    head: Head | None = None
    determiner: str = ""
    gender: str = ""
    plural: bool = False
    proper: bool = False
    aged: bool = False
    role: str = "unspecified"
    sector: str = "unknown"
    affiliations: list[Tie] = field(default_factory=list)
    country: str | None = None
    seniority: str = "unspecified"
    tenure: str = "unspecified"
    plurality: str | None = None
    count: int | None = None
    knowledge: str = "unstated"
    topic: str | None = None
    called_unnamed: bool = False
    owner: str | None = None
    nouns: tuple[str, ...] = ()
    deputy: bool = False
    human: bool = False
    evidence: dict[str, tuple[int, int]] = field(default_factory=dict)

    def at(self, start: int, end: int) -> Reading:
        """A copy of this reading for the same words at another place."""
        new = Reading(*_values(self))
        by = start - self.start
        new.start, new.end = start, end
        new.affiliations = [Tie(tie.text, tie.relation, tie.start + by, tie.end + by) for tie in self.affiliations]
        new.evidence = {name: (begin + by, stop + by) for name, (begin, stop) in self.evidence.items()}
        return new

    def add_ties(self, ties: Iterable[Tie]) -> None:
        """Add the ties that are not known yet."""
        known = {(tie.text, tie.relation) for tie in self.affiliations}
        for tie in ties:
            if (tie.text, tie.relation) not in known:
                known.add((tie.text, tie.relation))
                self.affiliations.append(tie)

    def has_tie(self, *relations: str) -> bool:
        """Whether a tie has one of ``relations``."""
        return any(tie.relation in relations for tie in self.affiliations)


_values = attrgetter(*(each.name for each in fields(Reading)))


class Names(Protocol):
    """What the document tells about capitalised words."""

    def kind_of(self, words: Sequence[str]) -> str | None:
        """Tell "person" or "organization" for capitalised words, None if the document does not tell."""


def adopt(reading: Reading, other: Reading) -> None:
    """Fill what ``reading`` leaves open with what ``other``, about the same speaker, says."""
    taken = [name for name, empty in _OPEN.items() if getattr(reading, name) == empty]
    if "role" in taken and (reading.sector == "unknown" or other.sector != "unknown"):
        taken.append("sector")
    if "knowledge" in taken:
        taken.append("topic")
    for name in taken:
        setattr(reading, name, getattr(other, name))
        if name in other.evidence:
            reading.evidence[name] = other.evidence[name]
        else:
            reading.evidence.pop(name, None)
    reading.add_ties(other.affiliations)
    reading.gender = reading.gender or other.gender
    reading.called_unnamed = reading.called_unnamed or other.called_unnamed
    reading.aged = reading.aged or other.aged


_OPEN = {
    "role": "unspecified",
    "sector": "unknown",
    "country": None,
    "seniority": "unspecified",
    "tenure": "unspecified",
    "knowledge": "unstated",
}
