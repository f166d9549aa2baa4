"""One phrase, translated text, evidence: what `source_classifier` offers beyond its layer."""

import json
import subprocess
import sys

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

import quotenlp
from quotenlp import QuoteNLPError

OFFICIAL = "A senior official said the bridge was safe. The official spoke on condition of anonymity."


def test_a_phrase_by_itself():
    source = quotenlp.classify_source("two former Navy officers close to the talks")
    assert (source.role, source.sector, source.tenure, source.count) == ("official", "military", "former", 2)
    assert (source.knowledge, source.topic) == ("familiar", None)
    assert source.mentions[0].text == "two former Navy officers close to the talks"


def test_a_span_is_read_with_the_text_around_it_and_changes_nothing():
    doc = quotenlp.add_to(spacy.blank("en"))(OFFICIAL)
    before = {key: group.to_bytes() for key, group in doc.spans.items()}
    source = quotenlp.classify_source(doc[0:3])
    assert source.grant.text == "on condition of anonymity"
    assert {key: group.to_bytes() for key, group in doc.spans.items()} == before
    plain = spacy.blank("en")(OFFICIAL)  # no other layer is needed
    assert quotenlp.classify_source(plain[0:3]).grant.text == "on condition of anonymity"


def test_a_span_that_no_component_took_for_a_source():
    doc = quotenlp.add_to(spacy.blank("en"))("“It is over,” said a diplomat. A nurse wept.")
    nurse = quotenlp.classify_source(doc[-4:-2])
    assert (nurse.text, nurse.role) == ("A nurse", "citizen")


def test_the_lexicon_of_a_pipeline_counts():
    nlp = spacy.blank("en")
    nlp.add_pipe("source_classifier", config={"lexicon_extra": {"roles": {"expert": ["soothsayer"]}}})
    assert quotenlp.classify_source("a soothsayer", nlp=nlp).role == "expert"
    assert quotenlp.classify_source("a soothsayer").role == "unspecified"


def test_errors_name_the_remedy():
    with pytest.raises(QuoteNLPError, match=r"empty: give a span or a string"):
        quotenlp.classify_source(" ")
    with pytest.raises(QuoteNLPError, match=r"call quotenlp.add_to\(nlp\) first"):
        quotenlp.classify_source("an aide", nlp=spacy.blank("en"))


@given(st.text(min_size=1, max_size=60).filter(lambda text: text.strip()))
def test_any_phrase_gives_a_record(phrase):
    source = quotenlp.classify_source(phrase)
    assert phrase in [mention.text for mention in source.mentions]


@pytest.mark.parametrize(
    ("phrase", "field", "words"),
    [
        ("a former aide to the mayor", "tenure", "former"),
        ("a top Norwegian official", "country", "Norwegian"),
        ("a top Norwegian official", "seniority", "top"),
        ("three bank employees", "count", "three"),
        ("three bank employees", "sector", "bank"),
        ("a lawyer briefed on the case", "knowledge", "briefed on"),
        ("a lawyer briefed on the case", "topic", "the case"),
        ("Ida Holm, a lawyer", "role", "lawyer"),
        ("Ida Holm, a lawyer", "naming", "Ida Holm"),
    ],
)
def test_evidence_is_the_words_that_say_so(phrase, field, words):
    assert quotenlp.classify_source(phrase).evidence[field].text == words


def test_evidence_lies_where_the_words_stand():
    text = (
        "Nobody slept. A senior Navy officer said the ship was lost. A senior Navy officer in Oslo said it was found."
    )
    for source in quotenlp.extract(text, nlp=quotenlp.load("rules")).sources:
        for span in [*source.evidence.values(), *source.affiliations]:
            assert text[span.start : span.end] == span.text
        assert source.evidence["seniority"].start == source.mentions[0].start + 2


def test_a_public_channel_is_the_evidence_of_an_open_speaker():
    text = "A company official said in a statement that the mine would close."
    (source,) = quotenlp.extract(text, nlp=quotenlp.load("rules")).sources
    assert not source.is_anonymous_source
    assert source.evidence["is_anonymous_source"].text == "in a statement"
    assert "no anonymous source ('in a statement')" in quotenlp.explain(source)


def test_a_channel_within_the_content_shows_nothing():
    text = "An official said that the mayor lied in a statement."
    (source,) = quotenlp.extract(text, nlp=quotenlp.load("rules")).sources
    assert source.is_anonymous_source


TRANSLATED = "A top government official said the talks had failed. Government sources said so too. The government source said they would resume."


def test_translated_text():
    nlp = quotenlp.load("rules")
    plain, translated = (quotenlp.extract(TRANSLATED, nlp=nlp, translated=flag) for flag in (False, True))
    assert (plain.translated, translated.translated) == (False, True)
    assert [extraction.sources[0].seniority for extraction in (plain, translated)] == ["senior", "leader"]
    assert [extraction.sources[0].disclosure.count_known for extraction in (plain, translated)] == [True, False]
    assert [mention.text for mention in translated.sources[1].mentions] == [
        "Government sources",
        "The government source",
    ]


def test_translated_is_a_flag_of_the_doc_or_a_setting():
    nlp = quotenlp.load("rules")
    doc = nlp.make_doc(TRANSLATED)
    doc._.translated = True
    flagged = nlp(doc)._.quotenlp
    assert flagged == quotenlp.extract(TRANSLATED, nlp=quotenlp.load("rules", translated=True))
    assert flagged == quotenlp.extract(TRANSLATED, nlp=quotenlp.add_to(spacy.blank("en"), translated=True))
    with pytest.raises(QuoteNLPError, match="translated is its setting"):
        quotenlp.add_to(nlp, translated=True)


def test_translated_on_the_command_line(tmp_path):
    (tmp_path / "a.txt").write_text(TRANSLATED, "utf8")
    command = [sys.executable, "-m", "quotenlp", "extract", str(tmp_path / "a.txt"), "--model", "rules", "--translated"]
    record = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    assert record["translated"]
    assert record["sources"][0]["seniority"] == "leader"


def test_evidence_of_a_transcript_label():
    text = "The tape ran on.\n\nMODERATOR: Who was there?\n\nFORMER AIDE: I was."
    sources = quotenlp.extract(text, nlp=quotenlp.load("rules")).sources
    assert {source.evidence["role"].text for source in sources} == {"MODERATOR", "AIDE"}


def test_a_member_named_in_two_phrases_is_mentioned_once_in_each():
    text = "Experts like Ida Holm said it was late. Experts like Ida Holm said it was done."
    sources = quotenlp.extract(text, nlp=quotenlp.load("rules")).sources
    holm = next(source for source in sources if source.name == "Ida Holm")
    assert [text[mention.start - 5 : mention.start] for mention in holm.mentions] == ["like ", "like "]
