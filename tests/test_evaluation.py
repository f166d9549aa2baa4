"""Scores, the forms of gold and predictions, ``quotenlp evaluate``, and spaCy's own evaluation."""

import json
import pickle
import re
import subprocess
import sys

import pytest
import spacy
from spacy.tokens import DocBin
from spacy.training import Example
from thinc.api import Config

import quotenlp
from conftest import ROOT
from quotenlp.evaluation import (
    CONSTRUCTIONS,
    annotate_gold,
    construction_of,
    errors_table,
    make_example,
    outcomes,
    score,
    score_sources,
)
from quotenlp.io.gold import read_brat, read_gold
from quotenlp.registry import make_brat_reader

ARTICLES = ROOT / "tests" / "data" / "articles.jsonl"
TEXT = "“The boats will sail,” said Keiko Arai. She denied that the port would close."
QUOTED = {"content": [[0, 22]], "cue": [[23, 27]], "source": [[28, 38]]}
UNQUOTED = {"content": [[51, 76]], "cue": [[44, 50]], "source": [[40, 43]]}
GOLD = {"id": "ferry", "text": TEXT, "attributions": [QUOTED, UNQUOTED]}
PROFILE = {
    "entity": "person",
    "naming": "named",
    "anonymity": "identified",
    "is_anonymous_source": False,
    "role": "unspecified",
    "sector": "unknown",
    "country": None,
    "seniority": "unspecified",
    "tenure": "unspecified",
    "plurality": "one",
    "count": None,
    "knowledge": "unstated",
}
ANONYMOUS = {**PROFILE, "naming": "unnamed", "anonymity": "partial", "is_anonymous_source": True}


def write_lines(path, *rows):
    path.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows), "utf8")
    return path


def assert_fails(done, *parts):
    assert done.returncode == 2, done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr
    for part in parts:
        assert part in done.stderr


# Scores


def test_gold_against_itself():
    for row in score([GOLD], {"ferry": GOLD["attributions"]}).values():
        assert row.whole.f_score == row.exact.f_score == row.source_accuracy == 1
        assert {counts.f_score for counts in row.words.values()} == {1}


def test_counts_of_each_kind():
    wrong_source = {**QUOTED, "source": [[40, 43]]}
    longer = {**UNQUOTED, "content": [[40, 76]]}
    rows = score([GOLD], {"ferry": [wrong_source, longer, {"content": [[56, 60]]}]})
    everything, quoted, unquoted = rows["all"], rows["quoted"], rows["unquoted"]
    assert (everything.whole.right, everything.whole.predicted, everything.whole.gold) == (1, 3, 2)
    assert (quoted.whole.right, quoted.content.right, quoted.exact.right) == (0, 1, 1)
    assert (unquoted.whole.right, unquoted.content.right, unquoted.exact.right) == (1, 1, 0)
    assert (everything.paired, everything.paired_source) == (2, 1)
    content = everything.words["content"]
    assert (content.right, content.predicted, content.gold) == (9, 11, 9)
    assert content.precision == pytest.approx(9 / 11)


def test_no_predictions_and_no_gold():
    nothing = score([GOLD], {})["all"]
    assert (nothing.whole.gold, nothing.whole.predicted, nothing.whole.f_score, nothing.source_accuracy) == (2, 0, 0, 0)
    assert score([], {})["all"].whole.f_score == 0


def test_discarded_words_count_for_nothing():
    row = score([{**GOLD, "discard": [[40, 77]]}], {"ferry": [QUOTED, UNQUOTED]})["all"]
    assert (row.whole.right, row.whole.predicted, row.whole.gold) == (1, 1, 1)


def test_sources():
    gold = {
        "id": "a",
        "sources": [
            {"span": [0, 10], **PROFILE, "same_as": None},
            {"span": [20, 30], **ANONYMOUS, "same_as": None, "also_accept": {"role": ["aide"]}},
            {"span": [40, 42], **PROFILE, "same_as": 0},
            {"span": [50, 60], **ANONYMOUS, "same_as": 1},
        ],
    }
    found = [
        {"id": "s1", "mentions": [[0, 10], [40, 42]], **PROFILE, "sector": "party"},
        {"id": "s2", "mentions": [[20, 26]], **ANONYMOUS, "role": "aide"},
        {"id": "s3", "mentions": [[70, 80]], **ANONYMOUS},
    ]
    scores = score_sources([gold], {"a": found})
    assert (scores.mentions, scores.matched) == (4, 3)
    assert scores.share("role") == 1
    assert scores.share("sector") == pytest.approx(1 / 3)
    assert (scores.anonymous.right, scores.anonymous.predicted, scores.anonymous.gold) == (1, 2, 2)
    assert (scores.links.right, scores.links.predicted, scores.links.gold) == (1, 1, 2)
    assert score_sources([gold], {}).to_dict()["fields"]["role"] == 0


@pytest.mark.parametrize(
    ("gold", "found", "right"),
    [
        ("Keiko Arai", ["Arai"], 1),
        ("Keiko Arai", ["Mayor Keiko Arai, 41"], 1),
        ("Mr. Arai", ["she", "KEIKO ARAI"], 1),
        ("Sen. Arai", ["Rep. Arai"], 1),
        ("Keiko Arai", ["Keiko Ito", "the mayor"], 0),
        ("Keiko Arai", ["Mayor"], 0),
        ("the mayor", ["A mayor"], 1),
        ("a senior harbour official", ["the official"], 0),
        ("Keiko Arai", [], 0),
        ("Keiko Arai", None, 0),
        (None, None, 1),
        (None, ["Keiko Arai"], None),
    ],
)
def test_speaker(gold, found, right):
    want = {**GOLD, "attributions": [{**QUOTED, "speaker": gold}]}
    assert score([want], {"ferry": [{**QUOTED, "speaker": found}]})["quoted"].speaker_accuracy == right


def test_speaker_counts_where_the_content_is_found_and_both_sides_tell():
    gold = {**GOLD, "attributions": [{**QUOTED, "speaker": "Keiko Arai"}, UNQUOTED]}
    for found in ([QUOTED], [{**QUOTED, "content": [[0, 4]], "speaker": ["Ito"]}], [{**UNQUOTED, "speaker": ["Ito"]}]):
        assert score([gold], {"ferry": found})["all"].speaker_accuracy is None


def test_speaker_of_a_pronoun(call, tmp_path):
    rows = [{**QUOTED, "speaker": "Keiko Arai"}, {**UNQUOTED, "speaker": "Keiko Arai"}]
    write_lines(tmp_path / "gold.jsonl", {"id": "ferry", "text": TEXT, "quotes": rows})
    done = call("evaluate", "gold.jsonl")
    assert done.stdout.splitlines()[-4].endswith("source right   speaker right")
    assert [line.split()[-1] for line in done.stdout.splitlines()[-3:]] == ["100.0"] * 3
    write_lines(tmp_path / "pred.jsonl", {"id": "ferry", "attributions": [rows[0], {**rows[1], "speaker": "she"}]})
    shown = json.loads(call("evaluate", "gold.jsonl", "--pred", "pred.jsonl", "--json").stdout)["scores"]
    assert [row["speaker_accuracy"] for row in shown.values()] == [0.5, 1, 0]


# The command


def test_evaluate_runs_the_pipeline(run, tmp_path):
    write_lines(tmp_path / "gold.jsonl", GOLD)
    done = run("evaluate", "gold.jsonl")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("gold.jsonl: 1 documents, pipeline embedded\n")
    rows = [line.split() for line in done.stdout.splitlines()]
    assert ["all", "2", "2", *["100.0"] * 9] in rows
    assert ["quoted", *["100.0"] * 10] in rows


def test_evaluate_json_of_the_articles(call):
    for layer in ("quotes", "sources"):
        shown = json.loads(call("evaluate", ARTICLES, "--layer", layer, "--json").stdout)
        assert (shown["layer"], shown["documents"]) == (layer, 10)
        if layer == "quotes":
            assert shown["scores"]["all"]["whole"]["f"] > 0.9
            assert shown["scores"]["all"]["speaker_accuracy"] > 0.85
            assert set(shown["scores"]["quoted"]) == {
                *("gold", "found", "whole", "content", "exact", "words", "source_accuracy", "speaker_accuracy")
            }
        else:
            assert shown["scores"]["fields"]["is_anonymous_source"] > 0.9
            assert shown["scores"]["anonymous"]["f"] > 0.9
            assert shown["scores"]["links"]["gold"] == 25


@pytest.mark.parametrize("layer", ["quotes", "sources"])
def test_records_score_as_the_pipeline_does(call, layer, tmp_path):
    call("extract", ARTICLES, "-o", "records.jsonl")
    by_records = call("evaluate", ARTICLES, "--pred", "records.jsonl", "--layer", layer)
    by_pipeline = call("evaluate", ARTICLES, "--layer", layer)
    assert by_records.stdout.splitlines()[1:] == by_pipeline.stdout.splitlines()[1:]
    assert by_records.stderr == ""


def test_predictions_as_attributions(call, tmp_path):
    gold = write_lines(tmp_path / "gold.jsonl", GOLD, {**GOLD, "id": 7}, {"text": "", "attributions": []})
    write_lines(
        tmp_path / "pred.jsonl",
        {"id": "elsewhere", "attributions": []},
        {"id": 7, "attributions": [QUOTED]},
        {"id": "gold.jsonl:3", "attributions": []},
    )
    done = call("evaluate", gold, "--pred", "pred.jsonl", "--json")
    figures = json.loads(done.stdout)["scores"]["all"]
    assert (figures["gold"], figures["found"], figures["whole"]["p"]) == (4, 1, 1.0)
    assert "nothing about 1 of 3 documents" in done.stderr
    assert_fails(call("evaluate", gold, "--pred", "none.jsonl"), "none.jsonl", "cannot be read")


@pytest.mark.parametrize(
    ("rows", "parts"),
    [
        ([], ["no documents"]),
        (["{"], ["line 1", "not JSON"]),
        ([GOLD, GOLD], ["line 2", "'id'", "second time"]),
        ([{"id": "a", "attributions": []}], ["line 1", "'text'"]),
        ([{"text": "a"}], ["line 1", "'attributions'", "docs/evaluation.md"]),
        ([{"text": "a", "attributions": {}}, "[]"], ["line 2", "a list"]),
        ([{"text": "a", "attributions": [1]}], ["'attributions'", "list of objects"]),
        ([{"text": "a", "attributions": [{"content": 3}]}], ["'attributions[0].content'", "list of spans"]),
        ([{"text": "a", "attributions": [{"content": [0, 1]}]}], ["'attributions[0].content[0]'", "not a span"]),
        ([{"text": "a", "quotes": [{"cue": [[0, 9]]}]}], ["'quotes[0].cue[0]'", "[0, 9]", "1 characters"]),
        ([{"text": "a", "quotes": [{"speaker": ["b"]}]}], ["'quotes[0].speaker'", "give a string, or null"]),
        ([{"text": "a", "attributions": [], "discard": [[1, 0]]}], ["'discard[0]'", "[1, 0]"]),
    ],
)
def test_wrong_gold(call, tmp_path, rows, parts):
    write_lines(tmp_path / "gold.jsonl", *rows)
    assert_fails(call("evaluate", "gold.jsonl"), "gold.jsonl", *parts)


@pytest.mark.parametrize(
    ("change", "parts"),
    [
        (None, ["no field 'sources'"]),
        ({"span": [0, 99]}, ["'sources[0].span'"]),
        ({"same_as": 0}, ["'sources[0].same_as'"]),
        ({"is_anonymous_source": 1}, ["'sources[0].is_anonymous_source'"]),
        ({"also_accept": ["role"]}, ["'sources[0].also_accept'"]),
    ],
)
def test_wrong_sources(call, tmp_path, change, parts):
    source = {"span": [0, 1], "same_as": None, **PROFILE}
    rows = {"text": "a", "quotes": []} | ({} if change is None else {"sources": [source | change]})
    write_lines(tmp_path / "gold.jsonl", rows)
    assert_fails(call("evaluate", "gold.jsonl", "--layer", "sources"), "gold.jsonl line 1", *parts)
    del source["role"]
    write_lines(tmp_path / "gold.jsonl", {"text": "a", "quotes": [], "sources": [source]})
    assert_fails(call("evaluate", "gold.jsonl", "--layer", "sources"), "gold.jsonl line 1", "'sources[0].role'")


@pytest.mark.parametrize(
    ("row", "parts"),
    [
        ({"id": "other", "attributions": []}, ["none of its ids"]),
        ({"id": "ferry", "quotes": []}, ["line 1", "not a prediction"]),
        (quotenlp.extract("Another text.", id="ferry").model_dump_json(), ["line 1", "another text"]),
        (quotenlp.extract(TEXT, id="ferry").model_dump(mode="json") | {"quotes": [{}]}, ["line 1", "'quotes.0.id'"]),
        ({"id": "ferry", "attributions": [{"content": [[0, 99]]}]}, ["line 1", "[0, 99]"]),
    ],
)
def test_wrong_predictions(call, tmp_path, row, parts):
    write_lines(tmp_path / "gold.jsonl", GOLD)
    write_lines(tmp_path / "pred.jsonl", row)
    assert_fails(call("evaluate", "gold.jsonl", "--pred", "pred.jsonl"), "pred.jsonl", *parts)


def test_options_that_do_not_go_together(call, tmp_path):
    write_lines(tmp_path / "gold.jsonl", {"id": "a", "text": "a", "quotes": [], "sources": []})
    write_lines(tmp_path / "pred.jsonl", {"id": "a", "attributions": []})
    assert_fails(call("evaluate", "gold.jsonl", "--pred", "pred.jsonl", "--model", "rules"), "--pred", "--model")
    assert_fails(call("evaluate", "gold.jsonl", "--pred", "pred.jsonl", "--layer", "sources"), "quotenlp extract")
    assert_fails(call("evaluate", "gold.jsonl", "--model", "nowhere"), "pipeline nowhere")
    assert_fails(call("evaluate", "."), "no .txt and .ann files")
    assert_fails(call("evaluate", ".", "--layer", "sources"), "brat")


def test_neutral_is_discarded(tmp_path):
    row = {"text": TEXT, "quotes": [QUOTED], "neutral": [UNQUOTED], "discard": [[0, 1]]}
    (doc,) = read_gold(write_lines(tmp_path / "gold.jsonl", row))
    assert doc == {"id": "gold.jsonl:1", "text": TEXT, "attributions": [QUOTED], "discard": [[0, 1], [51, 76]]}


# spaCy


def test_nlp_evaluate(nlp):
    scores = nlp.evaluate([make_example(nlp, TEXT, GOLD["attributions"])])
    for name in ("p", "r", "f", "content_f", "exact_f", "source_acc"):
        assert scores[f"quotes_{name}"] == 1.0
    assert 0 < scores["spans_quotenlp_quotes_f"] <= 1
    assert set(scores["spans_quotenlp_quotes_per_type"]) == {"CONTENT", "CUE", "SOURCE"}
    missed = nlp.evaluate([make_example(nlp, TEXT, [QUOTED])])
    assert (missed["quotes_p"], missed["quotes_r"]) == (0.5, 1.0)
    discarded = nlp.evaluate([make_example(nlp, TEXT, [QUOTED], discard=[[40, 77]])])
    assert discarded["quotes_p"] == 1.0


def test_examples_without_gold_are_left_out(nlp):
    bare = Example(nlp.make_doc(TEXT), nlp.make_doc(TEXT))
    assert nlp.evaluate([bare])["quotes_f"] is None
    assert nlp.evaluate([bare, make_example(nlp, TEXT, GOLD["attributions"])])["quotes_f"] == 1.0


def test_a_corrected_doc_is_gold(nlp):
    assert nlp.evaluate([Example(nlp.make_doc(TEXT), nlp(TEXT))])["quotes_exact_f"] == 1.0


def test_gold_on_a_doc_makes_records(nlp):
    parted = {**QUOTED, "source": [[28, 33], [34, 38]]}
    doc = annotate_gold(nlp.make_doc(TEXT), [parted, UNQUOTED, {"content": []}])
    quotes = doc._.quotes
    assert [quote.kind.value for quote in quotes] == ["direct", "indirect"]
    assert [quote.source.text for quote in quotes] == ["Keiko", "She"]
    assert [quote.cue.text for quote in quotes] == ["said", "denied"]
    assert nlp.evaluate([Example(nlp.make_doc(TEXT), doc)])["quotes_f"] == 1.0


def test_scorer_travels_and_can_be_left_out(nlp, tmp_path):
    example = make_example(nlp, TEXT, GOLD["attributions"])
    nlp.to_disk(tmp_path / "rules")
    for other in (spacy.load(tmp_path / "rules"), pickle.loads(pickle.dumps(nlp))):
        assert other.evaluate([example])["quotes_f"] == 1.0
    silent = spacy.blank("en")
    silent.add_pipe("quote_detector", config={"scorer": None})
    assert "quotes_f" not in silent.evaluate([example])


def test_score_weights(nlp):
    weights = nlp.get_pipe_meta("quote_detector").default_score_weights
    assert weights["quotes_f"] == 1.0
    assert set(weights) <= set(nlp.evaluate([make_example(nlp, TEXT, [QUOTED])]))


# brat

T_LINES = (
    "T1\tContent 0 22\t“The boats will sail,”",
    "T2\tCUE 23 27\tsaid",
    "T3\tsource 28 38\tKeiko Arai",
    "T4\tContent 51 59;60 76\tthat the port would close",
    "T5\tCue 44 50\tdenied",
    "T6\tSource 40 43\tShe",
    "#1\tAnnotatorNotes T1\ta note",
)
PARTED = {**UNQUOTED, "content": [[51, 59], [60, 76]]}


def write_brat(folder, *lines, name="ferry"):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.txt").write_text(TEXT, "utf8")
    (folder / f"{name}.ann").write_text("\n".join([*T_LINES, *lines]) + "\n", "utf8")
    return folder


@pytest.mark.parametrize(
    "lines",
    [
        ["E1\tCue:T2 Source:T3 Content:T1", "E2\tAttribution:T5 content:T4 x:T6"],
        ["R1\tAttribution Arg1:T2 Arg2:T1", "R2\tBy Arg1:T2 Arg2:T3", "R3\tx Arg1:T4 Arg2:T5", "R4\tx Arg1:T4 Arg2:T6"],
        [
            *("E1\tContent:T1", "E2\tCue:T2", "R1\tof Arg1:E1 Arg2:E2", "R2\tof Arg1:T3 Arg2:E2"),
            *("A1\tattribution T4 9", "A2\tattribution T5 9", "A3\tattribution T6 9", "A4\tSure T1 9", "A5\tNew T1"),
        ],
    ],
    ids=["events", "relations", "mixed"],
)
def test_brat(tmp_path, lines):
    (doc,) = read_brat(write_brat(tmp_path / "brat" / "deep", *lines).parent)
    assert (doc["id"], doc["text"], doc["discard"]) == ("deep/ferry", TEXT, [])
    assert sorted(doc["attributions"], key=lambda a: a["content"]) == [QUOTED, PARTED]


def test_brat_without_cue_or_content(tmp_path):
    lines = ["R1\tBy Arg1:T1 Arg2:T3", "E1\tCue:T5 Source:T6", "T9\tDiscard 40 77\t" + TEXT[40:77], "T10\tOther 0 1\t“"]
    (doc,) = read_brat(write_brat(tmp_path / "brat", *lines))
    assert doc["attributions"] == [{**QUOTED, "cue": []}]
    assert doc["discard"] == [[40, 77]]


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("T9\tCue 4\tboats", ["not a span"]),
        ("T9\tCue 4 900\tboats", ["span 4 900", "77 characters"]),
        ("T9\tCue 5 10\tother", ["'boats'", "'other'", "check the .txt"]),
    ],
)
def test_wrong_brat(call, tmp_path, line, parts):
    write_brat(tmp_path / "brat", line)
    assert_fails(call("evaluate", "brat"), "ferry.ann line 8", *parts)


def test_half_of_a_brat_pair(call, tmp_path):
    (write_brat(tmp_path / "brat") / "ferry.ann").unlink()
    assert_fails(call("evaluate", "brat"), "ferry.ann", "cannot be read")
    with pytest.raises(quotenlp.InputError, match="no such folder"):
        read_brat(tmp_path / "nowhere")


def test_evaluate_brat(call, tmp_path):
    write_brat(tmp_path / "brat", "E1\tCue:T2 Source:T3 Content:T1", "E2\tCue:T5 Source:T6 Content:T4")
    figures = json.loads(call("evaluate", "brat", "--json").stdout)["scores"]["all"]
    assert figures["whole"] == {"p": 1.0, "r": 1.0, "f": 1.0}


def test_brat_reader_in_a_config(nlp, tmp_path):
    folder = write_brat(tmp_path / "brat", "E1\tCue:T2 Source:T3 Content:T1", "E2\tCue:T5 Source:T6 Content:T4")
    config = Config({"corpora": {"dev": {"@readers": "quotenlp.brat.v1", "path": str(folder)}}})
    reader = spacy.registry.resolve(config)["corpora"]["dev"]
    assert nlp.evaluate(reader(nlp))["quotes_f"] == 1.0


def test_spacy_benchmark_accuracy(nlp, tmp_path):
    folder = write_brat(tmp_path / "brat", "E1\tCue:T2 Source:T3 Content:T1", "E2\tCue:T5 Source:T6 Content:T4")
    DocBin(docs=[example.reference for example in make_brat_reader(folder)(nlp)]).to_disk(tmp_path / "gold.spacy")
    nlp.to_disk(tmp_path / "rules")
    command = [sys.executable, "-m", "spacy", "benchmark", "accuracy", "rules", "gold.spacy"]
    done = subprocess.run(
        [*command, "--spans-key", "quotenlp_quotes"], cwd=tmp_path, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert "SPAN F" in done.stdout
    assert re.search(r"SOURCE +100\.00 +100\.00 +100\.00", done.stdout)
    done = subprocess.run(
        [*command, "--per-component", "--output", "scores.json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    scores = json.loads((tmp_path / "scores.json").read_text("utf8"))
    assert scores["quote_detector"]["quotes_f"] == 1.0


# -- errors by construction

BUILT = {
    "quotation first": "[“We go,”] {said} Arai.",
    "quotation last": "Arai {said}: [“We go.”]",
    "quotation around the cue": "[“We,”] Arai {said}, [“go.”]",
    "partly quoted": "Arai {called} [it “a gift”].",
    "no cue": "Arai{:} [“We go.”]",
    "preposition": "{According to} Arai, [they go].",
    "that": "Arai {said} [that they go].",
    "wh-word": "Arai {asked} [whether they go].",
    "to": "Arai {vowed} [to go].",
    "gerund": "Arai {denied} [going].",
    "other content last": "Arai {praised} [the plan].",
    "content first": "[They go], Arai {said}.",
    "content around the cue": "[They], Arai {said}, [will go].",
}


@pytest.mark.parametrize("name", BUILT)
def test_construction(name):
    text = re.sub(r"[][{}]", "", BUILT[name])
    content, cue = (re.findall(pattern, BUILT[name]) for pattern in (r"\[(.*?)\]", r"\{(.*?)\}"))
    attribution = {
        "content": [[text.index(part), text.index(part) + len(part)] for part in content],
        "cue": [[text.index(part), text.index(part) + len(part)] for part in cue],
    }
    assert construction_of(attribution, text) == name
    assert set(BUILT) == set(CONSTRUCTIONS)


def test_outcomes_and_their_table():
    text = "Arai said that it rained. Oki praised the plan."
    said = {"content": [[10, 24]], "cue": [[5, 9]], "source": [[0, 4]]}
    praised = {"content": [[38, 46]], "cue": [[30, 37]], "source": [[26, 29]]}
    doc = {"id": "a", "text": text, "attributions": [said, praised]}
    assert [o.wrong for o in outcomes(doc, [said, praised])] == ["", ""]
    assert [o.wrong for o in outcomes(doc, [{**said, "source": [[26, 29]]}])] == ["source", "missed"]
    assert [o.wrong for o in outcomes(doc, [{**said, "cue": [[26, 29]]}])] == ["cue", "missed"]
    assert [o.wrong for o in outcomes(doc, [said, {**praised, "content": [[26, 29]]}])] == ["", "missed", "spurious"]
    (_, *rows) = errors_table([doc], {"a": [said]})
    assert [row.split()[0] for row in rows] == ["that", "other"]
    assert rows[0].split()[1:] == ["1", "1", "100.0", "0", "0", "0", "0"]
    assert rows[1].split()[-7:] == ["1", "0", "0.0", "1", "0", "0", "0"]
