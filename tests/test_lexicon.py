"""Lexicons: replacing, extending, saving, and what a wrong one is told."""

import pytest
import spacy

import quotenlp
from quotenlp import LexiconError, SettingsError, extend_lexicon, load_lexicon

NEW_CUE = {"cues": {"spitball": {"mode": "speech", "frames": ["that"]}}}
TEXT = "Lind spitballed that the log was gone."


def cues(nlp, text=TEXT):
    return [quote.cue.lemma for quote in nlp(text)._.quotes]


def detector(**config):
    nlp = spacy.blank("en")
    nlp.add_pipe("quote_detector", config=config)
    return nlp


@pytest.mark.parametrize("layer", ["quotes", "sources", "stance"])
def test_every_layer_loads_a_copy(layer):
    first = load_lexicon(layer)
    first.clear()
    assert load_lexicon(layer)


def test_extending():
    assert cues(detector()) == []
    assert cues(detector(lexicon_extra=NEW_CUE)) == ["spitball"]


def test_removing_an_entry():
    text = "Lind said that the log was gone."
    assert cues(detector(), text) == ["say"]
    assert cues(detector(lexicon_extra={"cues": {"say": None}}), text) == []


def test_replacing():
    lexicon = load_lexicon("quotes")
    lexicon["cues"] = NEW_CUE["cues"]
    nlp = detector(lexicon=lexicon)
    assert cues(nlp) == ["spitball"]
    assert cues(nlp, "Lind said that the log was gone.") == []


def test_from_the_registry_in_a_config():
    config = {"lexicon": {"@misc": "quotenlp.lexicon.v1", "layer": "quotes", "extend": NEW_CUE}}
    assert cues(detector(**config)) == ["spitball"]


def test_a_saved_pipeline_keeps_its_lexicon(tmp_path):
    detector(lexicon_extra=NEW_CUE).to_disk(tmp_path)
    assert cues(spacy.load(tmp_path)) == ["spitball"]


def test_extending_leaves_the_original_alone():
    lexicon = {"a": ["x"], "b": {"k": 1}}
    assert extend_lexicon(lexicon, {"a": ["y", "x"], "b": {"k": None, "l": 2}}) == {"a": ["x", "y"], "b": {"l": 2}}
    assert lexicon == {"a": ["x"], "b": {"k": 1}}


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({"lexicon_extra": {"cue": {}}}, "unknown lexicon section 'cue'"),
        ({"lexicon_extra": {"cues": ["say"]}}, "'cues' must be an object"),
        ({"lexicon_extra": {"cues": {"spit": {"mode": "loud", "frames": ["that"]}}}}, "'mode' must be one of"),
        ({"lexicon_extra": {"cues": {"spit": {"mode": "speech", "frames": ["thet"]}}}}, "'frames' must be a list of"),
        ({"lexicon": {"cues": {}}}, "lacks section"),
    ],
)
def test_a_wrong_lexicon_is_named(config, message):
    with pytest.raises(LexiconError, match=message):
        detector(**config)


def test_other_errors_name_the_remedy():
    with pytest.raises(LexiconError, match="no lexicon layer 'quote'"):
        load_lexicon("quote")
    with pytest.raises(LexiconError, match="no quotes lexicon for language 'fr'"):
        spacy.blank("fr").add_pipe("quote_detector")
    with pytest.raises(quotenlp.QuoteNLPError, match="no embedded pipeline 'big'"):
        quotenlp.load("big")
    with pytest.raises(SettingsError, match="setting 'spans_key'"):
        spacy.blank("en").add_pipe("source_classifier", config={"spans_key": ""})


def test_add_to_twice_changes_nothing():
    nlp = quotenlp.add_to(quotenlp.add_to(spacy.blank("en")))
    assert nlp.pipe_names == ["quote_detector", "source_classifier", "stance_cues"]
    other = spacy.blank("en")
    other.add_pipe("quote_detector", name="mine")
    assert quotenlp.add_to(other).pipe_names == ["mine", "source_classifier", "stance_cues"]
