"""The stance lexicon in the form that the rules look things up in.

Sections of the lexicon (``lang/<lang>/stance.json``):

- ``spelling``, ``variants``: see `quotenlp.stance.patterns.Speller`.
- ``grammar``: closed word classes and suffixes of the language.
- ``cues``: what a reporting cue does, by lemma with its particle. ``lemma (noun)`` holds for the noun, and
  ``lemma (that)``, ``(to)``, ``(wh)``, ``(ing)`` and ``(np)`` before a content of that form; they come before
  the bare lemma. ``that`` and ``to`` give the signature: what the author is committed to under the asserted
  and the negated cue ("+", "-" or "o"). ``target``: the object is what the source is for or against.
  ``raising``: the negated attitude is the opposite attitude.
- ``cue_phrases``: the same for patterns of several words.
- ``cue_modifiers``: adverbs and adjectives beside a cue that change its force or engagement, or make it
  hearsay.
- ``events``: patterns in the verb group that decide whether the act took place; with ``ends`` the act has come to
  an end, which makes it the opposite one ("no longer supports").
- ``certainty`` to ``shift``: patterns of markers; ``pos`` names the parts of speech that a weak entry must
  have. ``target``: what follows is what it is about. ``posture``: a noun or its adjective, whose target is named by
  a preposition. ``exclusive``: only with a word such as "alone". ``bearer``: the noun is the one who holds it ("a
  critic of"). ``ambiguous``: the reading is only the more frequent one.
- ``intensifiers``: words that raise the level of the marker that they precede.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from spacy.strings import get_string_id

from quotenlp.errors import LexiconError
from quotenlp.lexicon import Lexicon
from quotenlp.records import Act, Engagement, Event, MarkerKind, Polarity, WithheldKind
from quotenlp.stance.patterns import Speller, Trie
from quotenlp.stance.words import Ids, word_ids

CERTAINTY_LEVELS = {
    "certain": "CT",
    "probable": "PR",
    "improbable": "PR",
    "possible": "PS",
    "unknown": "U",
    "conditional": "U",
}
"""Level of a certainty value, after the certainty axis of FactBank (Saurí and Pustejovsky 2009)."""

DIRECTIONS = {"certain": "up", "probable": "down", "possible": "down", "improbable": "down", "unknown": "down"}
"""Whether a certainty value strengthens a statement or weakens it."""

UNMARKED = "unmarked"
"""Value of a marker entry that only keeps its words from being marked ("not only")."""


class Reading(NamedTuple):
    """What a cue does when nothing modifies it."""

    act: str = Act.ASSERT.value
    engagement: str = Engagement.ACKNOWLEDGE.value
    strength: int = 0
    polarity: str = Polarity.NONE.value
    force: int = 0
    that: str = "o/o"
    to: str = "o/o"
    target: bool = False
    raising: bool = False
    hearsay: bool = False
    entry: str = ""


class EventPhrase(NamedTuple):
    """What a negator, auxiliary or withholding verb does to the act of a cue."""

    event: str = Event.ASSERTED.value
    withheld: str | None = None
    polarity: str = Polarity.NONE.value
    ends: bool = False
    entry: str = ""


class Modifier(NamedTuple):
    """What an adverb or adjective beside a cue changes."""

    force: int = 0
    engagement: str | None = None
    strength: int = 0
    hearsay: bool = False
    entry: str = ""


class MarkerEntry(NamedTuple):
    """One kind and value of stance marker."""

    kind: str
    value: str
    level: int | str | None = None
    pos: Sequence[str] = ()
    target: bool = False
    posture: bool = False
    exclusive: bool = False
    bearer: bool = False
    state: bool = False
    direction: str | None = None
    ambiguous: bool = False
    entry: str = ""


Entry = TypeVar("Entry", Reading, EventPhrase, Modifier, MarkerEntry)

_MIXED_CLASSES = {"auxiliaries", "adverbs", "suffixes"}
_VALUES = {
    "act": [act.value for act in Act],
    "engagement": [engagement.value for engagement in Engagement],
    "polarity": [polarity.value for polarity in Polarity],
    "event": [event.value for event in Event],
    "withheld": [kind.value for kind in WithheldKind],
    "kind": [kind.value for kind in MarkerKind],
}


@dataclass(frozen=True)
class Grammar:
    """Closed word classes as token hashes, and suffixes as strings."""

    group: Ids
    passive: Ids
    negators: Ids
    negative_subjects: Ids
    conditionals: Ids
    determiners: Ids
    noun_determiners: Ids
    possessives: Ids
    complementizers: Ids
    infinitive: Ids
    wh_words: Ids
    subject_pronouns: Ids
    object_pronouns: Ids
    finite: Ids
    phrase_stops: Ids
    target_prepositions: Ids
    noun_target_prepositions: Ids
    scope_stops: Ids
    agents: Ids
    relatives: Ids
    first_person: Ids
    expletives: Ids
    beneficiaries: Ids
    subject_control: Ids
    conveying: Ids
    pointers: Ids
    former: Ids
    current: Ids
    exclusives: Ids
    posture_prepositions: Ids
    intensifiers: Ids
    adverb_suffix: str
    progressive_suffix: str
    participle_suffix: str


@dataclass(frozen=True)
class StanceLookup:
    """The compiled stance lexicon; plain data, can be pickled."""

    readings: dict[str, Reading]
    verbs: dict[int, Reading]
    phrases: Trie
    events: Trie
    modifiers: dict[int, Modifier]
    markers: Trie
    grammar: Grammar


def compile_lookup(lexicon: Lexicon) -> StanceLookup:
    """Compile the stance lexicon.

    Raises:
        LexiconError: an entry has an unknown field or value.
    """
    speller = Speller(lexicon["spelling"], lexicon["variants"])
    readings: dict[str, Reading] = {}
    verbs: dict[int, Reading] = {}
    phrases: Trie = {}
    for key, fields in lexicon["cues"].items():
        reading = _entry(Reading, "cues", key, fields)
        for spelling in speller.spellings(key):
            readings.setdefault(spelling, reading)
        if "(" in key:
            continue
        if " " in key:
            verb, rest = key.split(" ", 1)
            speller.add(phrases, f"{verb}/v {rest}", reading)
        else:
            for word in speller.ids(f"{key}/v"):
                verbs.setdefault(word, reading)
    for pattern, fields in lexicon["cue_phrases"].items():
        speller.add(phrases, pattern, _entry(Reading, "cue_phrases", pattern, fields))
    events: Trie = {}
    for pattern, fields in lexicon["events"].items():
        speller.add(events, pattern, _entry(EventPhrase, "events", pattern, fields))
    modifiers = {
        get_string_id(word): _entry(Modifier, "cue_modifiers", word, fields)
        for word, fields in lexicon["cue_modifiers"].items()
    }
    return StanceLookup(
        readings, verbs, phrases, events, modifiers, _markers(lexicon, speller, readings), _grammar(lexicon, speller)
    )


def _entry(kind: type[Entry], section: str, key: str, fields: Mapping[str, Any]) -> Entry:
    where = f"stance lexicon, {section}, {key!r}"
    if not isinstance(fields, Mapping):
        raise LexiconError(f"{where}: an entry must be an object, not {type(fields).__name__}")
    for field, values in _VALUES.items():
        if fields.get(field, values[0]) not in values:
            raise LexiconError(f"{where}: {field} {fields[field]!r} is not one of {', '.join(values)}")
    try:
        return kind(**{**fields, "entry": f"{section}: {key}"})
    except TypeError as error:
        raise LexiconError(f"{where}: {error}") from None


def _is_state(pattern: str, readings: Mapping[str, Reading]) -> bool:
    """Whether the negation of a position is the opposite position: of adjectives, nouns and verbs of attitude."""
    verb, mark, _ = pattern.partition("/v")
    return not mark or readings.get(verb, Reading()).raising


def _markers(lexicon: Lexicon, speller: Speller, readings: Mapping[str, Reading]) -> Trie:
    trie: Trie = {}
    for kind in MarkerKind:
        for pattern, fields in lexicon[kind.value].items():
            entry = _entry(MarkerEntry, kind.value, pattern, {"kind": kind.value, **fields})
            if kind is MarkerKind.CERTAINTY:
                direction = entry.direction or DIRECTIONS.get(entry.value)
                entry = entry._replace(level=CERTAINTY_LEVELS.get(entry.value), direction=direction)
            elif kind is MarkerKind.POSITION:
                entry = entry._replace(state=_is_state(pattern, readings))
            speller.add(trie, pattern, entry)
    return trie


def _grammar(lexicon: Lexicon, speller: Speller) -> Grammar:
    words: Mapping[str, Any] = lexicon["grammar"]
    event_words = {form for pattern in lexicon["events"] for form in speller.ids(pattern.split()[0])}
    return Grammar(
        group=word_ids([*words["auxiliaries"], *words["adverbs"]]) | event_words,
        intensifiers=word_ids(lexicon["intensifiers"]),
        adverb_suffix=words["suffixes"]["adverb"],
        progressive_suffix=words["suffixes"]["progressive"],
        participle_suffix=words["suffixes"]["participle"],
        **{name: word_ids(words[name]) for name in words.keys() - _MIXED_CLASSES},
    )
