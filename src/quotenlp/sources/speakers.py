"""A speaker, and a place where the text speaks of one."""

from __future__ import annotations

from dataclasses import dataclass, field

from quotenlp.sources.reading import Reading


@dataclass(slots=True)
class Speaker:
    """One speaker and what its mentions say.

    ``person`` points into the document's names; ``half_named`` tells that the text gives it a first name only, and says
    so. ``revealed`` marks a group of which the text names members: "experts like NAME". ``introduced`` is a description
    in the narration that is no mention of the component's input.
    """

    kind: str
    plural: bool = False
    gender: str = ""
    person: int | None = None
    inherits: Speaker | None = None
    heads: list[str] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    mentions: list[tuple[int, int]] = field(default_factory=list)
    introduced: tuple[int, int] | None = None
    half_named: bool = False
    revealed: bool = False

    def take(self, other: Speaker) -> None:
        """Make the mentions of another speaker this one's."""
        self.readings = sorted([*self.readings, *other.readings], key=lambda reading: reading.start)
        self.mentions = sorted([*self.mentions, *other.mentions])
        self.heads.extend(head for head in other.heads if head not in self.heads)
        self.gender = self.gender or other.gender


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere that a speaker is mentioned; ``weight`` is its prominence there.

    ``owned`` marks "her opponent": a description that "she" cannot take up.
    """

    start: int
    end: int
    sentence: int
    speaker: Speaker
    weight: float
    owned: bool = False


def genders_fit(one: str, other: str) -> bool:
    """Whether two genders, either of which may be unknown (""), can be one person's."""
    return not one or not other or one == other
