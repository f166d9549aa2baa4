"""Who is for or against what: holders, targets, events, sums, the network, and what stays unsaid."""

from __future__ import annotations

import io

import pytest
import spacy

import quotenlp
from quotenlp import network_rows, write_network
from quotenlp.explanation import POSITION_RULES
from quotenlp.records import Event, HolderKind, Polarity, SummaryLabel, Voice

FAVOUR, AGAINST = Polarity.FAVOUR, Polarity.AGAINST


@pytest.fixture(scope="module")
def pipeline():
    return quotenlp.load()


@pytest.fixture
def read(pipeline):
    return lambda text: quotenlp.extract(text, nlp=pipeline)


def holders(position, extraction):
    """The chain behind the author, in words."""
    names = {source.id: source.text for source in extraction.sources}
    own = [position.subject.text] if position.holder_kind is HolderKind.SUBJECT else []
    return [*(names[name] for name in position.holder_chain), *own]


# Holder and target


@pytest.mark.parametrize(
    ("text", "chain", "target", "polarity"),
    [
        ("Lund praised the levy.", ["Lund"], "the levy", FAVOUR),
        ("The mayors are opposed to the levy.", ["The mayors"], "the levy", AGAINST),
        ("“I am opposed to the levy,” Lund said.", ["Lund"], "the levy", AGAINST),
        ("“We are tired of the levy,” the union said.", ["the union"], "the levy", AGAINST),
        ("“The mayor is very keen on the merger,” an aide said.", ["an aide", "The mayor"], "the merger", FAVOUR),
        ("Dahl said that the unions were critical of the levy.", ["Dahl", "the unions"], "the levy", AGAINST),
        ("The levy, which the unions have long opposed, was passed.", ["the unions"], "The levy", AGAINST),
        ("The levy was criticized by Lund.", ["Lund"], "The levy", AGAINST),
        ("Lund is a critic of the levy.", ["Lund"], "the levy", AGAINST),
        ("The mayor’s support for the levy surprised everybody.", ["The mayor"], "the levy", FAVOUR),
        ("The mayors favor raising the levy.", ["The mayors"], "raising the levy", FAVOUR),
        ("Lund warned against the merger.", ["Lund"], "the merger", AGAINST),
        ("Dahl urged the council to sell the harbour.", ["Dahl"], "sell the harbour", FAVOUR),
        ("Dahl called on the council to sell the harbour.", ["Dahl"], "sell the harbour", FAVOUR),
        ("Dahl accused the council of theft.", ["Dahl"], "the council", AGAINST),
    ],
)
def test_holder_and_target(read, text, chain, target, polarity):
    extraction = read(text)
    (position,) = extraction.positions
    assert holders(position, extraction) == chain
    assert (position.target.text, position.polarity) == (target, polarity)
    assert position.rule in POSITION_RULES


@pytest.mark.parametrize(
    "text",
    [
        "Calls for restraint grew louder.",
        "The levy was criticized.",
        "Lund won support for the levy.",
        "Ships were rattled by the opposition to the levy.",
        "Norland kept a hardline stance.",
        "Lund agrees that the levy is law.",
        "The bombers attacked the harbour.",
        "Lund did not use the word “terrible” in the debate.",
        "Dahl spoke on Monday.",
        "Dahl asked for nothing in return.",
    ],
)
def test_no_position_is_better_than_a_guess(read, text):
    assert read(text).positions == ()


def test_a_term_in_marks_has_no_attitude(read):
    assert {marker.kind.value for marker in read("The paper used the word “horrible” on Monday.").markers} <= {
        "negation",
        "certainty",
    }


def test_without_a_parse_the_holder_is_a_source_or_unknown():
    nlp = quotenlp.load("rules")
    extraction = quotenlp.extract(
        "“I am opposed to the levy,” Lund said. The unions are critical of the merger.", nlp=nlp
    )
    (position,) = extraction.positions
    assert (holders(position, extraction), position.target.text, position.basis.value) == (
        ["Lund"],
        "the levy",
        "token",
    )
    assert extraction.markers[-1].holder_kind is HolderKind.UNKNOWN


# Whether it holds


@pytest.mark.parametrize(
    ("text", "polarity", "event"),
    [
        ("Lund does not support the levy.", AGAINST, Event.NEGATED),
        ("The mayors are not in favor of the levy.", AGAINST, Event.NEGATED),
        ("Lund no longer supports the levy.", AGAINST, Event.NEGATED),
        ("Lund refused to endorse the levy.", AGAINST, Event.WITHHELD),
        ("Lund may support the levy.", FAVOUR, Event.IRREALIS),
        ("Does Lund support the levy?", FAVOUR, Event.IRREALIS),
        ("If Lund supports the levy, they leave.", FAVOUR, Event.IRREALIS),
        ("“Support the levy,” Lund said.", FAVOUR, Event.IRREALIS),
    ],
)
def test_events(read, text, polarity, event):
    (position,) = read(text).positions
    assert (position.polarity, position.event) == (polarity, event)


@pytest.mark.parametrize(
    "text",
    [
        "Lund did not praise the levy.",
        "Lund does not criticize the levy.",
        "Lund declined to criticize the levy.",
        "Lund declined to comment on the levy.",
        "Lund is not ready to endorse the levy.",
    ],
)
def test_silence_takes_no_side(read, text):
    assert read(text).positions == ()


@pytest.mark.parametrize(
    ("text", "constraint"),
    [
        ("Lund has no choice but to support the levy.", "compulsion"),
        ("The mayors were forced to go along with the levy.", "compulsion"),
        ("Lund supports the levy.", None),
        ("Lund does not support the levy.", None),
    ],
)
def test_constraints(read, text, constraint):
    (position,) = read(text).positions
    assert position.constraint == constraint


def test_certainty(read):
    (position,) = read("Lund may support the levy.").positions
    assert position.certainty == "possible"


# Shifts


def test_a_turn_within_one_sentence(read):
    before, after = read("Lund once opposed the levy but now supports the merger.").positions
    assert before.shift is None
    assert (after.shift.direction, after.shift.away_from.text, after.shift.toward.text, after.shift.current) == (
        "change",
        "the levy",
        "the merger",
        True,
    )


def test_a_turn_on_one_thing(read):
    after = read("Lund once opposed the levy but now supports the levy.").positions[1]
    assert (after.shift.direction, after.shift.away_from, after.shift.toward.text) == ("toward", None, "the levy")


def test_no_turn_between_two_holders_or_sentences(read):
    for text in (
        "Lund once opposed the levy, but Dahl now supports the merger.",
        "Lund once opposed the levy. Lund now supports the merger.",
    ):
        assert [position.shift for position in read(text).positions] == [None, None]


def test_physical_movement_is_no_shift(read):
    assert read("The ferry moved slowly to the pier while the shift ended.").positions == ()


# Sums


def test_two_independent_positions_make_a_label(read):
    (summary,) = read("Lund attacked the levy. “I am opposed to the levy,” Lund said.").summaries
    assert (summary.target, summary.against, summary.label) == ("levy", 2, SummaryLabel.AGAINST)
    assert len(summary.evidence) == 2


def test_both_sides_are_mixed(read):
    (summary,) = read("Lund praised the levy. Later Lund criticized the levy.").summaries
    assert (summary.favour, summary.against, summary.label) == (1, 1, SummaryLabel.MIXED)


def test_constrained_and_unreal_positions_make_no_label(read):
    text = "Lund has no choice but to support the levy. Lund may support the levy. Lund may back the levy."
    (summary,) = read(text).summaries
    assert (summary.favour, summary.constrained.favour, summary.irrealis.favour) == (0, 1, 2)
    assert summary.label is SummaryLabel.INSUFFICIENT


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Dahl asked for the evacuation of four villages.", "evacuation"),
        ("Dahl demanded that the governor appear before the committee.", "appear"),
        ("Dahl urged the council to sell the harbour.", "sell"),
    ],
)
def test_a_demand_is_summed_up_under_its_head(read, text, target):
    assert [summary.target for summary in read(text).summaries] == [target]


def test_a_target_that_speaks_is_a_source(read):
    extraction = read("Jon Dahl spoke. “I am tired of Dahl,” Ida Lund said. “Go away,” Jon Dahl said.")
    (position,) = extraction.positions
    names = {source.id: source.name for source in extraction.sources}
    assert names[position.target_id] == "Jon Dahl"
    assert (extraction.summaries[0].target, extraction.summaries[0].target_id) == ("Jon Dahl", position.target_id)


# The network


def test_network(read):
    text = (
        "Ida Holm, a spokeswoman for the Harbour Board, praised the levy. "
        "The Harbour Board criticized the merger. Jon Dahl may support the merger. Jon Dahl refused to endorse the levy."
    )
    rows = network_rows([read(text), read("Dahl praised the merger.")])
    assert [tuple(row) for row in rows] == [
        ("Ida Holm", "Harbour Board", "levy", True),
        ("", "The Harbour Board", "merger", False),
        ("Jon Dahl", "", "levy", False),
        ("Dahl", "", "merger", True),
    ]
    out = io.StringIO(newline="")
    write_network(rows, out)
    assert out.getvalue().splitlines()[:2] == ["person,organization,concept,agreement", "Ida Holm,Harbour Board,levy,1"]


# Settings, lexicon, explanation


def test_narration_can_be_switched_off():
    nlp = quotenlp.load()
    nlp.remove_pipe("stance_cues")
    nlp.add_pipe("stance_cues", config={"narration": False})
    extraction = quotenlp.extract("The unions are critical of the levy. “It might sink,” Lund said.", nlp=nlp)
    assert [(marker.text, marker.voice) for marker in extraction.markers] == [("might", Voice.QUOTED)]
    assert extraction.positions == ()


@pytest.mark.filterwarnings("ignore:stance_cues. no quotes")
def test_a_users_entry_with_its_condition():
    extra = {
        "position": {"gung-ho about": {"value": "favour", "level": 3, "target": True}},
        "attitude": {"grim": {"value": "negative", "level": 2, "pos": ["ADJ"]}},
    }
    nlp = quotenlp.load()
    nlp.remove_pipe("stance_cues")
    nlp.add_pipe("stance_cues", config={"lexicon_extra": extra})
    extraction = quotenlp.extract("The mayors are gung-ho about the grim levy.", nlp=nlp)
    (position,) = extraction.positions
    assert (position.target.text, position.polarity, position.force) == ("the grim levy", FAVOUR, 3)
    assert [marker.entry for marker in extraction.markers] == ["position: gung-ho about", "attitude: grim"]
    blank = spacy.blank("en")
    blank.add_pipe("stance_cues", config={"lexicon_extra": extra})
    assert [marker.text for marker in blank("The grim levy.")._.stance_cues] == []


def test_explain_names_the_entry(read):
    extraction = read("Lund falsely claimed that the unions may be opposed to the levy. Lund praised the merger.")
    quote = quotenlp.explain(extraction.quotes[0])
    assert "cues: claim" in quote
    assert "cue_modifiers: falsely" in quote
    lines = [quotenlp.explain(record) for record in (*extraction.markers, *extraction.positions, *extraction.summaries)]
    assert all("\n" not in line for line in lines)
    assert any("position: opposed to" in line and "the unions" in line for line in lines)
    assert any(POSITION_RULES["cue"] in line for line in lines)
    assert any("'merger'" in line and "1 for" in line for line in lines)


def test_the_lexicon_says_its_version_and_conditions():
    lexicon = quotenlp.load_lexicon("stance")
    assert lexicon["version"].isdigit()
    assert "ambiguous" in lexicon["_about"]
