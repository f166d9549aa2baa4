"""What the event of a cue makes of its act, polarity, force, engagement and commitment.

The absence of an act is not the opposite act: only an attitude ("does not support") turns round under
negation, and only a refusal to favour something counts as being against it.
"""

from __future__ import annotations

from typing import NamedTuple

from quotenlp.records import Act, Engagement, Event, Polarity, WithheldKind
from quotenlp.stance.lookup import EventPhrase, Reading

PLAIN_SPEECH = {Act.ASSERT, Act.QUESTION, Act.THINK}
"""Acts that take no side: to withhold them is to withhold content."""

_FACTIVE = "+/+"
_REVERSED = {Polarity.FAVOUR.value: Polarity.AGAINST.value}
_UNSAID = {
    WithheldKind.DECLINED_COMMENT,
    WithheldKind.NO_RESPONSE,
    WithheldKind.WITHHELD_CONTENT,
    WithheldKind.SILENCE,
}


class Outcome(NamedTuple):
    """Act, polarity and force of a cue under its event."""

    event: str
    kind: str | None
    act: str
    polarity: str
    force: int


def settle(reading: Reading, phrase: EventPhrase, frame: str, inner: Reading) -> Outcome:
    """Apply an event to a reading.

    Args:
        reading: what the cue does when nothing modifies it.
        phrase: what bears on the event.
        frame: the form of the content.
        inner: the reading of the verb that a withholding cue governs; ``reading`` itself elsewhere.
    """
    event = phrase.event
    if event == Event.WITHHELD or (event == Event.ASSERTED and reading.act == Act.WITHHOLD):
        return _withheld(reading, phrase, inner)
    if event != Event.NEGATED:
        return Outcome(event, None, reading.act, reading.polarity, reading.force)
    if not reading.raising or phrase.withheld:
        return Outcome(event, phrase.withheld, reading.act, Polarity.NONE.value, 0)
    polarity = _REVERSED.get(reading.polarity, Polarity.NONE.value)
    if reading.act == Act.THINK and frame == "np":
        polarity = Polarity.AGAINST.value
    return Outcome(event, phrase.withheld, reading.act, polarity, max(reading.force - 1, 0))


def _withheld(reading: Reading, phrase: EventPhrase, inner: Reading) -> Outcome:
    kind, act, polarity = phrase.withheld or WithheldKind.WITHHELD_ACT.value, reading.act, phrase.polarity
    if kind in _UNSAID or act in PLAIN_SPEECH:
        act = Act.WITHHOLD.value
    if kind in _UNSAID:
        polarity = Polarity.NONE.value
    elif inner.act in PLAIN_SPEECH:
        kind, polarity = WithheldKind.WITHHELD_CONTENT.value, Polarity.NONE.value
    elif inner.polarity == Polarity.AGAINST and inner.act != Act.WITHHOLD:
        kind, polarity = WithheldKind.RESTRAINED_ACT.value, Polarity.NONE.value
    elif inner.polarity == Polarity.FAVOUR and inner.act != Act.COMMIT and kind == WithheldKind.WITHHELD_ACT:
        polarity = Polarity.AGAINST.value
    return Outcome(Event.WITHHELD.value, kind, act, polarity, min(reading.force, 1))


def engagement(reading: Reading, outcome: Outcome) -> tuple[str, int]:
    """Engagement and its strength: unless the act is asserted, only factives and concessions endorse."""
    if outcome.act == Act.WITHHOLD:
        return Engagement.ACKNOWLEDGE.value, 0
    presupposed = reading.that == _FACTIVE or reading.act == Act.CONCEDE
    if outcome.event != Event.ASSERTED and reading.engagement == Engagement.ENDORSE and not presupposed:
        return Engagement.ACKNOWLEDGE.value, 0
    return reading.engagement, reading.strength


def commitment(signature: str, event: str) -> str:
    """The author's commitment ("+", "-" or "o") that follows from a signature such as "+/o" and the event."""
    asserted, _, negated = signature.partition("/")
    if event == Event.ASSERTED:
        return asserted
    if event == Event.NEGATED:
        return negated
    return "+" if signature == _FACTIVE else "o"
