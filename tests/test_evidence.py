"""What `quote_detector` makes of the tagger's fragments: written by hand here, so that no weights are needed."""

import pytest
import spacy
from spacy.tokens import Span, SpanGroup

import quotenlp
from conftest import assert_linear
from test_parsed import build

SURE, UNSURE, NO = 250, 110, 2
VOICED = "Lind/NNP/3/nsubj had/VBD/3/aux voiced/VBD/0/ROOT doubts/NNS/3/dobj about/IN/4/prep the/DT/7/det log/NN/5/pobj"


def evident(doc, score=SURE, **fragments):
    """Leave on ``doc`` what the tagger would: fragments by role, each a part of the text."""
    spans, scores = [], {}
    for role in ("SOURCE", "CUE", "CONTENT"):
        inside = [NO] * len(doc)
        for part in fragments.get(role.lower(), ()):
            start = doc.text.index(part)
            span = doc.char_span(start, start + len(part), label=role)
            inside[span.start : span.end] = [score] * len(span)
            spans.append(span)
        scores[role] = "".join(map(chr, inside))
    doc.spans["quotenlp_fragments"] = SpanGroup(doc, name="quotenlp_fragments", attrs={"scores": scores}, spans=spans)
    return doc


@pytest.fixture(scope="module")
def blank():
    nlp = spacy.blank("en")
    nlp.add_pipe("quote_detector")
    return nlp


def quotes(nlp, doc):
    return nlp.get_pipe("quote_detector")(doc)._.quotes


def test_a_cue_that_only_the_tagger_sees(blank):
    text = "Lind grumbled about the log on Monday."
    assert quotes(blank, blank.make_doc(text)) == ()
    doc = evident(blank.make_doc(text), source=["Lind"], cue=["grumbled about"], content=["the log"])
    (quote,) = quotes(blank, doc)
    assert (quote.source.text, quote.cue.text, quote.text) == ("Lind", "grumbled about", "the log")
    assert (quote.basis, quote.rule) == ("model", "tagged")
    assert 0.4 < quote.score <= 1
    assert "tagger" in quotenlp.explain(quote)


def test_content_before_the_cue(blank):
    doc = evident(
        blank.make_doc("The log is gone, Lind groused."), source=["Lind"], cue=["groused"], content=["The log is gone"]
    )
    (quote,) = quotes(blank, doc)
    assert (quote.source.text, quote.cue.text, quote.text) == ("Lind", "groused", "The log is gone")


def test_the_parse_completes_what_the_tagger_cut_short():
    nlp = spacy.blank("en")
    nlp.add_pipe("quote_detector")
    doc = evident(build(nlp, VOICED), source=["Lind"], cue=["had voiced"], content=["doubts about"])
    (quote,) = quotes(nlp, doc)
    assert (quote.source.text, quote.text) == ("Lind", "doubts about the log")
    assert (quote.cue.text, quote.cue.head.text) == ("had voiced", "voiced")


def test_what_the_tagger_finds_unlikely_goes(blank):
    text = "Lind said the log was gone."
    assert len(quotes(blank, blank.make_doc(text))) == 1
    assert quotes(blank, evident(blank.make_doc(text))) == ()


def test_the_cue_takes_no_half_of_a_phrase_along(blank):
    doc = blank.make_doc("Lind said on Monday that the log was gone.")
    (quote,) = quotes(blank, evident(doc, source=["Lind"], cue=["said on"], content=["that the log was gone"]))
    assert quote.cue.text == "said"
    doc = blank.make_doc("Lind railed against the log.")
    (quote,) = quotes(blank, evident(doc, source=["Lind"], cue=["railed against"], content=["the log"]))
    assert quote.cue.text == "railed against"
    doc = blank.make_doc("The log is gone, an aide said on condition of anonymity.")
    doc = evident(doc, source=["an aide"], cue=["said on condition of"], content=["The log is gone"])
    assert [quote.cue.text for quote in quotes(blank, doc)] == ["said"]


def test_the_cue_takes_its_auxiliaries_along(blank):
    doc = blank.make_doc("Lind has repeatedly said that the log was gone.")
    evident(doc, source=["Lind"], cue=["has repeatedly said"], content=["that the log was gone"])
    (quote,) = quotes(blank, doc)
    assert (quote.cue.text, quote.cue.head.text, quote.cue.lemma) == ("has repeatedly said", "said", "say")
    assert (quote.basis, quote.rule) == ("token", "preposed")


def test_a_request_for_anonymity_is_no_quote(blank):
    doc = evident(
        blank.make_doc("Lind asked not to be named."), source=["Lind"], cue=["asked"], content=["not to be named"]
    )
    assert quotes(blank, doc) == ()


def test_only_the_tagger_needs_twice_the_score(blank):
    text = "Lind grumbled about the log on Monday."
    doc = evident(blank.make_doc(text), score=UNSURE, cue=["grumbled about"], content=["the log"])
    assert quotes(blank, doc) == ()


@pytest.mark.parametrize("attrs", [{}, {"scores": {"CUE": "ab"}}, {"scores": {"SOURCE": "", "CUE": "", "CONTENT": ""}}])
def test_a_group_without_scores_is_no_evidence(blank, attrs):
    doc = blank.make_doc("Lind said the log was gone.")
    doc.spans["quotenlp_fragments"] = SpanGroup(doc, name="quotenlp_fragments", attrs=attrs)
    (quote,) = quotes(blank, doc)
    assert quote.score is None


def test_a_clause_that_the_tagger_keeps_out_ends_the_content(blank):
    text = "Lind said that the log was gone, while Oki grumbled about the weather."
    (alone,) = quotes(blank, blank.make_doc(text))
    assert alone.text == "that the log was gone, while Oki grumbled about the weather"
    doc = evident(
        blank.make_doc(text),
        source=["Lind", "Oki"],
        cue=["said", "grumbled about"],
        content=["that the log was gone", "the weather"],
    )
    first, second = quotes(blank, doc)
    assert first.text == "that the log was gone"
    assert (second.source.text, second.cue.text, second.text) == ("Oki", "grumbled about", "the weather")


def test_a_quotation_goes_on_behind_the_cue(blank):
    text = "“The log is gone,” the angry captain Lind up in the bow groused. “It was there on Monday.”"
    doc = blank.make_doc(text)
    evident(
        doc,
        source=["the angry captain Lind"],
        cue=["groused"],
        content=["“The log is gone,”", "“It was there on Monday.”"],
    )
    (quote,) = quotes(blank, doc)
    assert [span.text for span in quote.content] == ["“The log is gone,”", "“It was there on Monday.”"]
    assert quote.cue.text == "groused"


def test_cost_grows_with_length_alone(blank):
    def detect(times):
        doc = blank.make_doc("Lind grumbled about the log. " * times)
        scores = {"SOURCE": [SURE, NO, NO, NO, NO, NO], "CUE": [NO, SURE, SURE, NO, NO, NO]}
        scores["CONTENT"] = [NO, NO, NO, SURE, SURE, NO]
        spans = []
        for at in range(0, len(doc), 6):
            for role, first, last in (("SOURCE", 0, 1), ("CUE", 1, 3), ("CONTENT", 3, 5)):
                spans.append(Span(doc, at + first, at + last, label=role))
        attrs = {"scores": {role: "".join(map(chr, row)) * times for role, row in scores.items()}}
        doc.spans["quotenlp_fragments"] = SpanGroup(doc, name="quotenlp_fragments", attrs=attrs, spans=spans)

        def work():
            assert len(blank.get_pipe("quote_detector")(doc)._.quotes) == times

        return work

    assert_linear(detect, 300, 2400)
