"""Scores of stance, the forms of its gold, and ``quotenlp evaluate --layer stance``."""

import json

import pytest

import quotenlp
from quotenlp.evaluation import score_stance
from quotenlp.io.stance_gold import read_stance_gold
from test_evaluation import assert_fails, write_lines

TEXT = (
    "“The boats will sail,” said Keiko Arai. She admitted that the port might not close. "
    "Critics claimed that the plan must fail."
)
PLAIN = {"event": "asserted", "act": "assert", "engagement": "acknowledge", "polarity": "none", "force": 0}
SAID = {"cue": [23, 27], **PLAIN}
ADMITTED = {"cue": [44, 52], **PLAIN, "act": "concede", "engagement": "endorse", "force": 2}
CLAIMED = {"cue": [92, 99], **PLAIN, "engagement": "distance", "force": 1}
MIGHT = {"span": [67, 72], "kind": "certainty", "value": "possible", "level": "PS"}
NOT = {"span": [73, 76], "kind": "negation", "value": "syntactic", "level": None}
PORT = {"content": [[53, 82]], "markers": [MIGHT, NOT], "positions": []}
PLAN = {"content": [[100, 123]], "markers": [{"span": [114, 118], "kind": "necessity"}]}
NAMED_LINES = [{"doc": "ferry", **item} for item in (SAID, ADMITTED, CLAIMED, PORT, PLAN)]
DOCUMENT = {"id": "ferry", "text": TEXT, "cues": [SAID, ADMITTED, CLAIMED], "contents": [PORT, PLAN]}


def cue(start, **changes):
    return {"span": [start, start + 4], **PLAIN, **changes}


def empty(**lists):
    return {"cues": [], "markers": [], "positions": [], **lists}


# Scores


def test_cues_are_scored_where_one_overlaps():
    gold = [cue(0, force=2), cue(10, event="negated"), cue(20, event="withheld", act="withhold"), cue(30)]
    found = [cue(3, force=1), cue(10), cue(20, event="withheld", polarity="against"), cue(34)]
    scores = score_stance([{"id": "a", **empty(cues=gold, contents=[])}], {"a": empty(cues=found)})
    assert (scores.cues, scores.cues_found) == (4, 3)
    assert scores.right == {"event": 2, "act": 2, "engagement": 3, "polarity": 2, "force": 3}
    assert scores.share("event") == pytest.approx(2 / 3)
    assert (scores.held, scores.held_asserted) == (2, 1)
    off_by_two = score_stance([{"id": "a", "cues": [cue(0, force=2)], "contents": []}], {"a": empty(cues=[cue(0)])})
    assert off_by_two.share("force") == 0


def test_engagement_by_value():
    values = ("endorse", "endorse", "distance", "acknowledge")
    gold = [cue(10 * i, engagement=value) for i, value in enumerate(values)]
    values = ("endorse", "distance", "distance", "endorse")
    found = [cue(10 * i, engagement=value) for i, value in enumerate(values)]
    scores = score_stance([{"id": "a", "cues": gold, "contents": []}], {"a": empty(cues=found)})
    endorse, distance = scores.engagement["endorse"], scores.engagement["distance"]
    assert (endorse.right, endorse.predicted, endorse.gold) == (1, 2, 2)
    assert (distance.right, distance.predicted, distance.gold) == (1, 2, 1)


def test_markers_of_a_content():
    markers = [{"span": [0, 4], "kind": "certainty"}, {"span": [8, 9], "kind": "negation"}]
    markers += [{"span": [12, 15], "kind": "shift"}]
    content = {"spans": [[0, 10], [12, 20]], "markers": markers, "positions": None}
    found = [{"span": [3, 6], "kind": "attitude"}, {"span": [12, 14], "kind": "shift"}]
    found += [{"span": [17, 18], "kind": "shift"}, {"span": [10, 12], "kind": "shift"}]
    scores = score_stance([{"id": "a", "cues": [], "contents": [content]}], {"a": empty(markers=found)})
    assert (scores.markers.right, scores.markers.predicted, scores.markers.gold) == (2, 3, 3)
    assert scores.kind_accuracy == 0.5


def test_positions_of_a_content():
    gold = [
        {"holder": "Keiko Arai", "target": "the new ferry", "polarity": "favour"},
        {"holder": None, "target": "the bridge", "polarity": "against"},
        {"holder": "the mayor", "target": "the harbour", "polarity": "against"},
        {"holder": "the mayor", "target": "the harbour", "polarity": "against"},
    ]
    found = [
        {"holder": ["Arai", "she"], "target": "Ferry", "polarity": "favour", "evidence": [[1, 2]]},
        {"holder": ["a critic"], "target": "the bridge", "polarity": "favour", "evidence": [[1, 2]]},
        {"holder": ["a critic"], "target": "the harbour", "polarity": "against", "evidence": [[3, 4]]},
        {"holder": ["a critic"], "target": "the bridge", "polarity": "against", "evidence": [[30, 34]]},
    ]
    content = {"spans": [[0, 10]], "markers": [], "positions": gold}
    scores = score_stance([{"id": "a", "cues": [], "contents": [content]}], {"a": empty(positions=found)})
    assert (scores.positions.right, scores.positions.predicted, scores.positions.gold) == (2, 3, 4)
    assert scores.holder_accuracy == 0.5
    untold = {**content, "positions": None}
    scores = score_stance([{"id": "a", "cues": [], "contents": [untold]}], {"a": empty(positions=found)})
    assert (scores.positions.predicted, scores.positions.gold) == (0, 0)


# The command


def check_figures(scores):
    assert (scores["cues"], scores["cues_found"], scores["contents"]) == (3, 3, 2)
    assert scores["fields"] == dict.fromkeys(("event", "act", "engagement", "polarity", "force_within_one"), 1)
    assert [scores[name]["f"] for name in ("endorse", "distance", "markers")] == [1, 1, 1]
    assert scores["markers"]["kind_accuracy"] == 1


def test_documents_with_their_text(call, tmp_path):
    write_lines(tmp_path / "gold.jsonl", DOCUMENT)
    shown = json.loads(call("evaluate", "gold.jsonl", "--layer", "stance", "--json").stdout)
    assert (shown["layer"], shown["documents"]) == ("stance", 1)
    check_figures(shown["scores"])
    rows = [line.split() for line in call("evaluate", "gold.jsonl", "--layer", "stance").stdout.splitlines()]
    assert ["force", "within", "one", "100.0"] in rows
    assert ["endorse", "1", "1", *["100.0"] * 3] in rows
    assert ["markers", "3", "3", *["100.0"] * 3] in rows


def test_lines_that_name_articles(call, tmp_path):
    write_lines(tmp_path / "gold.jsonl", *NAMED_LINES)
    write_lines(tmp_path / "articles.jsonl", {"id": "other", "text": "Other."}, {"id": "ferry", "text": TEXT})
    args = ("evaluate", "gold.jsonl", "--layer", "stance", "--json")
    by_pipeline = json.loads(call(*args, "--texts", "articles.jsonl").stdout)
    assert by_pipeline["documents"] == 1
    check_figures(by_pipeline["scores"])
    call("extract", "articles.jsonl", "-o", "records.jsonl")
    for texts in ((), ("--texts", "articles.jsonl")):
        assert json.loads(call(*args, "--pred", "records.jsonl", *texts).stdout) == by_pipeline


def test_positions_of_records(call, tmp_path):
    record = quotenlp.extract(TEXT, id="ferry").model_dump(mode="json")
    holder, marker = record["sources"][0]["id"], record["markers"][0]
    target = {"start": 58, "end": 66, "text": "the port"}
    position = {"id": "p1", "holder_chain": [holder], "target": target, "polarity": "favour", "event": "asserted"}
    record["positions"] = [{**position, "voice": "paraphrased", "evidence": [marker["id"]]}]
    write_lines(tmp_path / "pred.jsonl", record)
    content = {**PORT, "positions": [{"holder": "Arai", "target": "port", "polarity": "favour"}]}
    write_lines(tmp_path / "gold.jsonl", {"doc": "ferry", **content}, {"doc": "ferry", **PLAN, "positions": []})
    done = call("evaluate", "gold.jsonl", "--layer", "stance", "--pred", "pred.jsonl", "--json")
    positions = json.loads(done.stdout)["scores"]["positions"]
    assert positions == {"gold": 1, "found": 1, "p": 1, "r": 1, "f": 1, "holder_accuracy": 1}


def test_text_of_a_cue_line(call, tmp_path):
    """Beside ``doc`` it may be the words of the cue; without it, it is the text of the document."""
    lines = [{**line, "text": TEXT[slice(*line["cue"])]} for line in NAMED_LINES[:3]]
    lines.append({**NAMED_LINES[3], "text": TEXT})
    assert read_stance_gold(write_lines(tmp_path / "gold.jsonl", *lines))[0]["text"] == TEXT
    (doc,) = read_stance_gold(write_lines(tmp_path / "gold.jsonl", {"doc": 7, "text": TEXT, **SAID}))
    assert (doc["id"], doc["text"], len(doc["cues"])) == ("7", TEXT, 1)
    alone = [{"text": TEXT, **SAID}, {"text": TEXT, **PORT}]
    docs = read_stance_gold(write_lines(tmp_path / "gold.jsonl", *alone))
    assert [doc["id"] for doc in docs] == ["gold.jsonl:1", "gold.jsonl:2"]
    assert [doc["text"] for doc in docs] == [TEXT, TEXT]


def test_only_one_kind_of_line(call, tmp_path):
    write_lines(tmp_path / "cues.jsonl", {"text": TEXT, "cues": [SAID]})
    write_lines(tmp_path / "contents.jsonl", {"text": TEXT, "contents": [PORT]})
    cues = call("evaluate", "cues.jsonl", "--layer", "stance").stdout
    contents = call("evaluate", "contents.jsonl", "--layer", "stance").stdout
    assert ("engagement" in cues, "markers" in cues) == (True, False)
    assert ("engagement" in contents, "markers" in contents) == (False, True)


@pytest.mark.parametrize(
    ("rows", "parts"),
    [
        ([], ["no documents"]),
        ([{"text": TEXT}], ["line 1", "'cue', 'content', 'cues' or 'contents'", "docs/evaluation.md"]),
        ([DOCUMENT, {"doc": "b", **SAID}], ["line 2", "no text of document 'b'", "--texts", "'text'"]),
        ([{"doc": [], **SAID}], ["line 1", "'doc'", "give the id"]),
        ([DOCUMENT, {**DOCUMENT, "text": "a"}], ["line 2", "'text'", "second text of document 'ferry'"]),
        ([{"text": TEXT, **SAID, "cue": [0, 900]}], ["line 1", "'cue'", "[0, 900]", f"{len(TEXT)} characters"]),
        ([{"text": TEXT, **SAID, "event": "assertive"}], ["'event'", "'assertive'", "asserted, negated"]),
        ([{"text": TEXT, **SAID, "force": True}], ["'force'", "True", "0, 1, 2, 3"]),
        ([{"text": TEXT, **SAID, "act": ["assert"]}], ["'act'", "assert, question"]),
        ([{"text": TEXT, "cues": [{"cue": [0, 1]}]}], ["'cues[0].event'", "give one of"]),
        ([{"text": TEXT, "cues": [{**SAID, "text": "says"}]}], ["'cues[0].text'", "'said'", "'says'"]),
        ([{"text": TEXT, "contents": {}}, "1"], ["line 2", "not an object"]),
        ([{"text": TEXT, "contents": 3}], ["'contents'", "list of objects"]),
        ([{"text": TEXT, "contents": [{"markers": []}]}], ["'contents[0].content'", "no span"]),
        ([{"text": TEXT, "content": [[0, 3]]}], ["'markers'", "[] if there are none"]),
        ([{"text": TEXT, **PORT, "markers": [{"span": [0, 1]}]}], ["'markers[0].kind'", "certainty"]),
        ([{"text": TEXT, **PORT, "markers": [{"kind": "shift"}]}], ["'markers[0].span'", "not a span"]),
        ([{"text": TEXT, **PORT, "positions": [{}]}], ["'positions[0].target'", "words"]),
        ([{"text": TEXT, **PORT, "positions": [{"target": "a", "holder": 1}]}], ["'positions[0].holder'", "or null"]),
        (
            [{"text": TEXT, **PORT, "positions": [{"target": "a", "polarity": "none"}]}],
            ["'positions[0].polarity'", "favour, against"],
        ),
    ],
)
def test_wrong_gold(call, tmp_path, rows, parts):
    write_lines(tmp_path / "gold.jsonl", *rows)
    assert_fails(call("evaluate", "gold.jsonl", "--layer", "stance"), "gold.jsonl", *parts)


def test_wrong_articles_and_predictions(call, tmp_path):
    write_lines(tmp_path / "gold.jsonl", {**NAMED_LINES[0], "text": "said"})
    write_lines(tmp_path / "other.jsonl", {"id": "other", "text": TEXT})
    write_lines(tmp_path / "moved.jsonl", {"id": "ferry", "text": f"Harbour news. {TEXT}"})
    args = ("evaluate", "gold.jsonl", "--layer", "stance")
    assert_fails(call(*args, "--texts", "other.jsonl"), "gold.jsonl line 1", "'ferry'", "add it to other.jsonl")
    assert_fails(
        call(*args, "--texts", "moved.jsonl"), "gold.jsonl line 1", "'text'", "give the text that was annotated"
    )
    assert_fails(call(*args, "--texts", "none.jsonl"), "none.jsonl", "check the path")
    assert_fails(call("evaluate", "gold.jsonl", "--texts", "other.jsonl"), "--texts", "--layer stance")
    assert_fails(call("evaluate", ".", "--layer", "stance"), "brat")
    write_lines(tmp_path / "pred.jsonl", {"id": "ferry", "attributions": [{"content": [[0, 4]]}]})
    assert_fails(call(*args, "--pred", "pred.jsonl"), "--layer stance", "quotenlp extract")
    write_lines(tmp_path / "pred.jsonl", quotenlp.extract("Another text.", id="ferry").model_dump_json())
    write_lines(tmp_path / "articles.jsonl", {"id": "ferry", "text": TEXT})
    assert_fails(call(*args, "--pred", "pred.jsonl", "--texts", "articles.jsonl"), "pred.jsonl", "another text")
