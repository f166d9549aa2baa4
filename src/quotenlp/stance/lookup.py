"""The stance lexicon in the form that the rules look things up in.

Sections of the lexicon (``lang/<lang>/stance.json``):

- ``spelling``, ``variants``: see `quotenlp.stance.patterns.Speller`.
- ``grammar``: closed word classes and suffixes of the language.
- ``cues``: what a reporting cue does, by lemma with its particle. ``lemma (noun)`` holds for the noun, ``lemma (that)``, ``(to)``,
  ``(wh)`` and ``(np)`` before a content of that form; these come before the bare lemma. ``that`` and ``to`` give the signature: what
  the author is committed to under the asserted and the negated cue ("+", "-" or "o"). ``target``: the object is what the source is for
  or against. ``raising``: the negated attitude is the opposite attitude.
- ``cue_phrases``: the same for patterns of several words.
- ``cue_adverbs``: adverbs beside a cue that change its force, its engagement or make it hearsay.
- ``events``: patterns in the verb group that decide whether the act took place.
- ``certainty`` to ``shift``: patterns of markers; ``pos`` names the parts of speech without which a weak entry does not count.
- ``intensifiers``: words that raise the level of the marker that they precede.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from quotenlp.lexicon import Lexicon
from quotenlp.records import Act, Engagement, Event, MarkerKind, Polarity
from quotenlp.stance.patterns import Speller, Trie
from quotenlp.stance.words import Ids, word_ids

CERTAINTY_LEVELS = {"certain": "CT", "probable": "PR", "improbable": "PR", "possible": "PS", "unknown": "U", "conditional": "U"}
"""Level of a certainty value, after the certainty axis of FactBank (Saurí and Pustejovsky 2009)."""

UNMARKED = "none"
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


class EventPhrase(NamedTuple):
    """What a negator, auxiliary or withholding verb does to the act of a cue."""

    event: str = Event.ASSERTED.value
    kind: str | None = None
    polarity: str = Polarity.NONE.value


class CueAdverb(NamedTuple):
    """What an adverb beside a cue changes."""

    force: int = 0
    engagement: str | None = None
    strength: int = 0
    hearsay: bool = False


class MarkerEntry(NamedTuple):
    """One kind and value of stance marker."""

    kind: str
    value: str
    level: int | str | None
    pos: frozenset[str]
    target: bool


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
    adverbs: dict[int, CueAdverb]
    markers: Trie
    grammar: Grammar


def compile_lookup(lexicon: Lexicon) -> StanceLookup:
    """Compile the stance lexicon."""
    speller = Speller(lexicon["spelling"], lexicon["variants"])
    readings: dict[str, Reading] = {}
    verbs: dict[int, Reading] = {}
    phrases: Trie = {}
    for key, fields in lexicon["cues"].items():
        reading = Reading(**fields)
        for spelling in speller.spellings(key):
            readings.setdefault(spelling, reading)
        if "(" in key:
            continue
        if " " in key:
            verb, rest = key.split(" ", 1)
            speller.add(phrases, f"{verb}/v {rest}", reading)
        else:
            for word in word_ids(speller.forms(f"{key}/v")):
                verbs.setdefault(word, reading)
    for pattern, fields in lexicon["cue_phrases"].items():
        speller.add(phrases, pattern, Reading(**fields))
    events: Trie = {}
    for pattern, fields in lexicon["events"].items():
        speller.add(events, pattern, EventPhrase(**fields))
    adverbs = {
        word: CueAdverb(**fields) for adverb, fields in lexicon["cue_adverbs"].items() for word in word_ids([adverb])
    }
    return StanceLookup(
        readings, verbs, phrases, events, adverbs, _markers(lexicon, speller), _grammar(lexicon, speller)
    )


def _markers(lexicon: Lexicon, speller: Speller) -> Trie:
    trie: Trie = {}
    for kind in MarkerKind:
        for pattern, fields in lexicon[kind.value].items():
            value = fields["value"]
            level = CERTAINTY_LEVELS.get(value) if kind is MarkerKind.CERTAINTY else fields.get("level")
            entry = MarkerEntry(kind.value, value, level, frozenset(fields.get("pos", ())), fields.get("target", False))
            speller.add(trie, pattern, entry)
    return trie


def _grammar(lexicon: Lexicon, speller: Speller) -> Grammar:
    words: Mapping[str, Any] = lexicon["grammar"]
    in_events = {
        form for pattern in lexicon["events"] for word in pattern.split() if word != "*" for form in speller.forms(word)
    }
    return Grammar(
        group=word_ids({*words["auxiliaries"], *words["adverbs"], *in_events}),
        intensifiers=word_ids(lexicon["intensifiers"]),
        adverb_suffix=words["suffixes"]["adverb"],
        progressive_suffix=words["suffixes"]["progressive"],
        participle_suffix=words["suffixes"]["participle"],
        **{name: word_ids(words[name]) for name in words if name not in {"auxiliaries", "adverbs", "suffixes"}},
    )
