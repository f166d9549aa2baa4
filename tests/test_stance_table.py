"""One article of the constructions in which stance is hardest to read, row by row, with the embedded pipeline."""

from __future__ import annotations

from pathlib import Path

import pytest

import quotenlp
from quotenlp.records import Act, Event, HolderKind, Polarity, Voice, WithheldKind

ROWS = {
    "exclusive focus": (
        "Premier Ida Holm, who has so far followed a policy of focusing on sanctions alone in dealing with the rebels, "
        "is now moving toward holding direct talks with their leader."
    ),
    "restraint": (
        "At the joint news conference, Holm refrained from criticizing Norland directly and did not use the word "
        "“sanctions” even once."
    ),
    "sent": "She sent a positive message to its president. The positive message came late.",
    "forced": "The fishing quota is the reason she has been forced to change tack.",
    "enthusiasm": "She is now very enthusiastic about reconciliation.",
    "no choice": "Since Holm depends on his votes, she has no choice but to fall in step with Dahl.",
    "cannot persist": (
        "A senior Trade Ministry official pointed out: “It is not possible for Norland to persist in talking about "
        "sanctions while the ships are waiting.”"
    ),
    "posture": "Holm has won votes with her hardline stance on Norland. Norland has kept a hardline stance.",
    "appearance": "Holm cannot afford to be seen to have compromised.",
    "tough": (
        "A senior harbour official observed: “This quarrel will be a tough one precisely because this is the Holm cabinet.”"
    ),
    "prospects": "However, prospects for a treaty remain uncertain.",
    "headline": "Holm leaning toward talks with Norland\n\nIt rained.",
}


@pytest.fixture(scope="module")
def pipeline():
    return quotenlp.load()


@pytest.fixture
def row(pipeline):
    return lambda name: quotenlp.extract(ROWS[name], nlp=pipeline)


def marker(extraction, text):
    return next(marker for marker in extraction.markers if marker.text == text)


def text_of(span):
    return span and span.text


def test_focus_on_one_thing_is_for_it_and_gives_way(row):
    extraction = row("exclusive focus")
    focus, talks = extraction.positions
    assert (focus.target.text, focus.polarity, focus.force, focus.exclusive) == ("sanctions", Polarity.FAVOUR, 1, True)
    assert (focus.holder_kind, focus.subject.text, focus.voice) == (
        HolderKind.SUBJECT,
        "Premier Ida Holm",
        Voice.NARRATED,
    )
    assert talks.subject == focus.subject
    assert (talks.shift.direction, talks.shift.current) == ("toward", True)
    assert (talks.shift.away_from.text, talks.shift.toward.text) == ("sanctions", "holding direct talks")
    assert marker(extraction, "moving toward").shift.toward == talks.target


def test_who_refrains_takes_no_side(row):
    extraction = row("restraint")
    stance = extraction.quotes[0].cue.stance
    assert (stance.event, stance.act, stance.polarity) == (Event.WITHHELD, Act.CRITICISE, Polarity.NONE)
    assert (stance.withheld_kind, stance.target.text) == (WithheldKind.RESTRAINED_ACT, "Norland")
    unsaid = marker(extraction, "not")
    assert (unsaid.withheld_kind, unsaid.target.text) == (WithheldKind.OMITTED_TOPIC, "sanctions")
    assert marker(extraction, "even once").direction == "up"
    assert extraction.positions == ()


def test_an_attitude_has_a_holder_only_where_somebody_sends_it(row):
    sent, told = (each for each in row("sent").markers if each.text == "positive")
    assert (sent.value, sent.holder_kind, sent.subject.text) == ("positive", HolderKind.SUBJECT, "She")
    assert (told.holder_kind, told.subject, told.holder) == (HolderKind.UNKNOWN, None, None)


def test_forced_to_change(row):
    extraction = row("forced")
    force, change = marker(extraction, "forced to"), marker(extraction, "change tack")
    assert (force.kind.value, force.value, force.holder_kind) == ("necessity", "compulsion", HolderKind.AUTHOR)
    assert (change.value, change.event, change.subject.text) == ("change", Event.ASSERTED, "she")
    assert extraction.positions == ()


def test_enthusiasm_of_the_subject(row):
    (position,) = row("enthusiasm").positions
    assert (position.target.text, position.polarity, position.force) == ("reconciliation", Polarity.FAVOUR, 3)
    assert (position.holder_kind, position.subject.text) == (HolderKind.SUBJECT, "She")


def test_alignment_without_a_choice_is_constrained(row):
    (position,) = row("no choice").positions
    assert (position.target.text, position.polarity) == ("Dahl", Polarity.FAVOUR)
    assert (position.constraint, position.subject.text) == ("compulsion", "she")


def test_persisting_in_vain_is_a_derived_shift(row):
    extraction = row("cannot persist")
    (position,) = extraction.positions
    (source,) = extraction.sources
    assert position.holder_chain == (source.id,)
    assert (position.holder_kind, position.subject.text, position.voice) == (
        HolderKind.SUBJECT,
        "Norland",
        Voice.QUOTED,
    )
    assert (position.shift.direction, position.shift.derived) == ("away", True)
    assert position.shift.away_from.text == position.target.text == "talking about sanctions"
    assert marker(extraction, "not possible").value == "impossibility"
    assert extraction.quotes[0].cue.stance.engagement.value == "endorse"


def test_a_posture_is_a_position_only_towards_something(row):
    extraction = row("posture")
    towards, bare = (each for each in extraction.markers if each.text == "hardline")
    (position,) = extraction.positions
    assert (position.rule, position.target.text, position.evidence) == ("posture", "Norland", (towards.id,))
    assert (position.subject.text, position.polarity) == ("her", Polarity.AGAINST)
    assert bare.target is None


def test_what_must_not_be_seen_is_not_asserted(row):
    extraction = row("appearance")
    assert marker(extraction, "cannot afford to").value == "prohibition"
    assert marker(extraction, "be seen to").value == "unknown"
    softened = marker(extraction, "have compromised")
    assert (softened.value, softened.event) == ("soften", Event.IRREALIS)
    assert extraction.positions == ()


def test_a_tough_one(row):
    extraction = row("tough")
    found = [(each.text, each.kind.value, each.value) for each in extraction.markers]
    assert found == [("tough one", "necessity", "difficulty"), ("precisely because", "certainty", "certain")]
    assert {each.holder for each in extraction.markers} == {extraction.sources[0].id}


def test_uncertain_prospects_are_the_authors_view(row):
    (uncertain,) = row("prospects").markers
    assert (uncertain.value, uncertain.level) == ("unknown", "U")
    assert (uncertain.holder_kind, uncertain.voice) == (HolderKind.AUTHOR, Voice.NARRATED)


def test_leaning_in_a_headline(row):
    (position,) = row("headline").positions
    assert (position.subject.text, position.shift.direction) == ("Holm", "toward")
    assert position.shift.toward.text == "talks with Norland"


SEED = Path(__file__).parents[2] / "shared" / "seed" / "abe-dialogue.txt"


@pytest.mark.skipif(not SEED.exists(), reason="the article is not part of the project")
def test_the_article_itself(pipeline):
    extraction = quotenlp.extract(SEED.read_text(encoding="utf8"), nlp=pipeline)
    names = {source.id: source.name for source in extraction.sources}
    found = {
        (text_of(p.subject) if p.holder_kind is HolderKind.SUBJECT else names[p.holder_chain[-1]], p.target.text): p
        for p in extraction.positions
    }
    premier = next(name for name in names.values() if name and name.endswith("Abe"))
    assert found[premier, "pressure"].exclusive
    assert found[premier, "holding direct dialogue"].shift.away_from.text == "pressure"
    assert found["He", "rapprochement"].force == 3
    assert found["he", "Trump"].constraint == "compulsion"
    assert found["Japan", "talking about pressure"].shift.derived
    assert found["his", "North Korea"].rule == "posture"
    assert found[premier, "dialogue"].shift.direction == "toward"
    by_text = {each.text: each for each in extraction.markers}
    assert by_text["criticizing"].withheld_kind is WithheldKind.RESTRAINED_ACT
    assert by_text["even once"].value == "certain"
    assert by_text["positive"].holder_kind is HolderKind.SOURCE
    assert by_text["change tack"].value == "change"
    assert by_text["cannot afford to"].value == "prohibition"
    assert by_text["tough one"].value == "difficulty"
    assert by_text["uncertain"].holder_kind is HolderKind.AUTHOR
