"""What one phrase says about a speaker, and the values it is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Protocol

PERSON, ORGANIZATION, DOCUMENT, POLL = "person", "organization", "document", "poll"


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


@dataclass(slots=True)
class Reading:
    """What one phrase says.

    ``determiner`` is "definite", "indefinite", "new", "possessive" or "". ``name`` has no title;
    ``group_of_names`` marks a coordination of names. ``owner`` is the surname behind a possessive pronoun.
    ``affiliations`` are (text, relation) pairs. ``nouns`` are the lemmas of all nouns that describe a person: the
    head, a title, an apposition; ``deputy`` marks a deputy holder of an office.
    """

    start: int
    end: int
    entity: str = "unknown"
    pronoun: Pronoun | None = None
    name: str | None = None
    group_of_names: bool = False
    head: Head | None = None
    determiner: str = ""
    gender: str = ""
    plural: bool = False
    proper: bool = False
    aged: bool = False
    role: str = "unspecified"
    sector: str = "unknown"
    affiliations: list[tuple[str, str]] = field(default_factory=list)
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

    def at(self, start: int, end: int) -> Reading:
        """A copy of this reading for the same words at another place."""
        new = object.__new__(Reading)
        for name in _FIELDS:
            setattr(new, name, getattr(self, name))
        new.start, new.end, new.affiliations = start, end, list(self.affiliations)
        return new


_FIELDS = tuple(each.name for each in fields(Reading))


class Names(Protocol):
    """What the document tells about capitalised words."""

    def kind_of(self, words: Sequence[str]) -> str | None:
        """Tell "person" or "organization" for capitalised words, None if the document does not tell."""


def adopt(reading: Reading, other: Reading) -> None:
    """Fill what ``reading`` leaves open with what ``other``, about the same speaker, says."""
    if reading.role == "unspecified":
        reading.role = other.role
        if reading.sector == "unknown" or other.sector != "unknown":
            reading.sector = other.sector
    elif reading.sector == "unknown":
        reading.sector = other.sector
    reading.affiliations.extend(tie for tie in other.affiliations if tie not in reading.affiliations)
    reading.country = reading.country or other.country
    reading.gender = reading.gender or other.gender
    reading.seniority = other.seniority if reading.seniority == "unspecified" else reading.seniority
    reading.tenure = other.tenure if reading.tenure == "unspecified" else reading.tenure
    if reading.knowledge == "unstated":
        reading.knowledge, reading.topic = other.knowledge, other.topic
    reading.called_unnamed = reading.called_unnamed or other.called_unnamed
    reading.aged = reading.aged or other.aged
