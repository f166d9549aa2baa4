"""Attributions that need a dependency parse, on Docs built by hand in both label schemes."""

from collections.abc import Callable

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

import quotenlp
from conftest import assert_linear

CONSTRUCTIONS = {
    # name: (sentence in ClearNLP labels, in Universal Dependencies, source, cue, content, rule)
    "object": (
        "The/DT/2/det mayor/NN/3/nsubj favors/VBZ/0/ROOT a/DT/5/det ban/NN/3/dobj",
        "The/DT/2/det mayor/NN/3/nsubj favors/VBZ/0/root a/DT/5/det ban/NN/3/obj",
        ("The mayor", "favors", "a ban", "parsed-verb"),
    ),
    "infinitive": (
        "The/DT/2/det club/NN/3/nsubj wants/VBZ/0/ROOT to/TO/5/aux sell/VB/3/xcomp the/DT/7/det ground/NN/5/dobj",
        "The/DT/2/det club/NN/3/nsubj wants/VBZ/0/root to/TO/5/mark sell/VB/3/xcomp the/DT/7/det ground/NN/5/obj",
        ("The club", "wants", "to sell the ground", "parsed-verb"),
    ),
    "preposition apart from its verb": (
        "Arai/NNP/2/nsubj called/VBD/0/ROOT again/RB/2/advmod for/IN/2/prep calm/NN/4/pobj",
        "Arai/NNP/2/nsubj called/VBD/0/root again/RB/2/advmod for/IN/5/case calm/NN/2/obl",
        ("Arai", "called", "calm", "parsed-verb"),
    ),
    "clause behind an addressee": (
        "Oki/NNP/2/nsubj told/VBD/0/ROOT a/DT/4/det crowd/NN/2/dobj in/IN/4/prep Izu/NNP/5/pobj that/IN/9/mark he/PRP/9/nsubj "
        "lost/VBD/2/ccomp",
        "Oki/NNP/2/nsubj told/VBD/0/root a/DT/4/det crowd/NN/2/obj in/IN/6/case Izu/NNP/4/nmod that/IN/9/mark he/PRP/9/nsubj "
        "lost/VBD/2/ccomp",
        ("Oki", "told", "that he lost", None),
    ),
    "object and predicate": (
        "Oki/NNP/2/nsubj considers/VBZ/0/ROOT the/DT/4/det plan/NN/2/dobj a/DT/6/det gift/NN/2/oprd",
        "Oki/NNP/2/nsubj considers/VBZ/0/root the/DT/4/det plan/NN/2/obj a/DT/6/det gift/NN/2/xcomp",
        ("Oki", "considers", "the plan a gift", "parsed-verb"),
    ),
    "passive with its agent": (
        "Oki/NNP/3/nsubjpass was/VBD/3/auxpass accused/VBN/0/ROOT by/IN/3/agent rivals/NNS/4/pobj of/IN/3/prep lying/VBG/6/pcomp",
        "Oki/NNP/3/nsubj:pass was/VBD/3/aux:pass accused/VBN/0/root by/IN/5/case rivals/NNS/3/obl:agent of/IN/7/mark "
        "lying/VBG/3/advcl",
        ("rivals", "accused", "lying", "parsed-verb"),
    ),
    "reduced relative with its agent": (
        "Oki/NNP/7/nsubj accused/VBN/1/acl by/IN/2/agent rivals/NNS/3/pobj of/IN/4/prep lying/VBG/5/pcomp smiled/VBD/0/ROOT",
        "Oki/NNP/7/nsubj accused/VBN/1/acl by/IN/4/case rivals/NNS/2/obl:agent of/IN/6/mark lying/VBG/2/advcl smiled/VBD/0/root",
        ("rivals", "accused", "lying", "parsed-verb"),
    ),
    "subject of a passive": (
        "The/DT/2/det ruling/NN/4/nsubjpass was/VBD/4/auxpass welcomed/VBN/0/ROOT by/IN/4/agent Oki/NNP/5/pobj",
        "The/DT/2/det ruling/NN/4/nsubj:pass was/VBD/4/aux:pass welcomed/VBN/0/root by/IN/6/case Oki/NNP/4/obl:agent",
        ("Oki", "welcomed", "The ruling", "parsed-passive"),
    ),
    "shared subject": (
        "Arai/NNP/2/nsubj rose/VBD/0/ROOT and/CC/2/cc backed/VBD/2/conj the/DT/6/det plan/NN/4/dobj",
        "Arai/NNP/2/nsubj rose/VBD/0/root and/CC/4/cc backed/VBD/2/conj the/DT/6/det plan/NN/4/obj",
        ("Arai", "backed", "the plan", "parsed-verb"),
    ),
    "subject of a statement's verb": (
        "The/DT/2/det club/NN/3/nsubj issued/VBD/0/ROOT a/DT/5/det statement/NN/3/dobj backing/VBG/5/acl the/DT/8/det plan/NN/6/dobj",
        "The/DT/2/det club/NN/3/nsubj issued/VBD/0/root a/DT/5/det statement/NN/3/obj backing/VBG/5/acl the/DT/8/det plan/NN/6/obj",
        ("The club", "backing", "the plan", "parsed-verb"),
    ),
    "noun with a clause": (
        "His/PRP$/2/poss claim/NN/8/nsubj that/IN/6/mark they/PRP/6/nsubjpass were/VBD/6/auxpass warned/VBN/2/acl is/VBZ/8/aux "
        "false/JJ/0/ROOT",
        "His/PRP$/2/nmod:poss claim/NN/8/nsubj that/IN/6/mark they/PRP/6/nsubj:pass were/VBD/6/aux:pass warned/VBN/2/acl "
        "is/VBZ/8/cop false/JJ/0/root",
        ("His", "claim", "that they were warned", "parsed-noun"),
    ),
    "noun of a light verb": (
        "Arai/NNP/2/nsubj made/VBD/0/ROOT a/DT/4/det promise/NN/2/dobj to/TO/6/aux resign/VB/4/acl",
        "Arai/NNP/2/nsubj made/VBD/0/root a/DT/4/det promise/NN/2/obj to/TO/6/mark resign/VB/4/acl",
        ("Arai", "promise", "to resign", "parsed-noun"),
    ),
    "adjective": (
        "Officials/NNS/2/nsubj are/VBP/0/ROOT adamant/JJ/2/acomp that/IN/6/mark it/PRP/6/nsubj works/VBZ/3/ccomp",
        "Officials/NNS/3/nsubj are/VBP/3/cop adamant/JJ/0/root that/IN/6/mark it/PRP/6/nsubj works/VBZ/3/ccomp",
        ("Officials", "adamant", "that it works", "parsed-adjective"),
    ),
}


def build(nlp: Language, sentence: str) -> Doc:
    """A Doc from "word/TAG/head/label" per word; heads count from 1, 0 is the root."""
    rows = [token.rsplit("/", 3) for token in sentence.split()]
    return Doc(
        nlp.vocab,
        words=[row[0] for row in rows],
        tags=[row[1] for row in rows],
        heads=[int(row[2]) - 1 if row[2] != "0" else i for i, row in enumerate(rows)],
        deps=[row[3] for row in rows],
    )


def bare(doc: Doc) -> Doc:
    """The words of ``doc`` without tags and parse."""
    return Doc(doc.vocab, words=[token.text for token in doc])


def found(nlp: Language, doc: Doc) -> list[tuple[str | None, str, str]]:
    return [
        (quote.source.text if quote.source else None, quote.cue.text if quote.cue else "", quote.text)
        for quote in nlp(doc)._.quotes
    ]


@pytest.mark.parametrize("scheme", [0, 1], ids=["ClearNLP", "UD"])
@pytest.mark.parametrize("name", CONSTRUCTIONS)
def test_constructions(nlp: Language, name: str, scheme: int) -> None:
    *sentences, (source, cue, content, rule) = CONSTRUCTIONS[name]
    doc = build(nlp, sentences[scheme])
    assert found(nlp, doc) == [(source, cue, content)]
    (quote,) = doc._.quotes
    if rule is not None:
        assert (quote.rule, quote.basis.value) == (rule, "parse")
        assert found(nlp, bare(doc)) != [(source, cue, content)]


def test_tags_without_a_parse_change_nothing(nlp: Language) -> None:
    doc = build(nlp, CONSTRUCTIONS["object"][0])
    tagged = Doc(nlp.vocab, words=[t.text for t in doc], tags=[t.tag_ for t in doc])
    assert found(nlp, tagged) == found(nlp, bare(doc)) == []


def test_coarse_parts_of_speech_do_where_there_are_no_tags(nlp: Language) -> None:
    doc = build(nlp, CONSTRUCTIONS["object"][1])
    coarse = Doc(
        nlp.vocab,
        words=[t.text for t in doc],
        pos=["DET", "NOUN", "VERB", "DET", "NOUN"],
        heads=[t.head.i for t in doc],
        deps=[t.dep_ for t in doc],
    )
    assert found(nlp, coarse) == [("The mayor", "favors", "a ban")]


def test_the_outer_attribution_takes_the_place_of_what_it_contains(nlp: Language) -> None:
    sentence = (
        "Oki/NNP/2/nsubj rejected/VBD/0/ROOT the/DT/4/det idea/NN/2/dobj that/IN/7/mark Arai/NNP/7/nsubj said/VBD/4/acl "
        "that/IN/10/mark he/PRP/10/nsubj lied/VBD/7/ccomp"
    )
    assert found(nlp, build(nlp, sentence)) == [("Oki", "rejected", "the idea that Arai said that he lied")]


def test_a_parse_corrects_what_words_suggest(nlp: Language) -> None:
    """Only one verb is in the sentence, and it does not report: "states" is a noun."""
    sentence = "Five/CD/2/nummod Pacific/JJ/3/amod states/NNS/7/nsubj that/WDT/5/nsubj trade/VBP/3/relcl fish/NN/5/dobj met/VBD/0/ROOT"
    doc = build(nlp, sentence)
    assert found(nlp, bare(doc)) == [("Five Pacific", "states", "that trade fish met")]
    assert found(nlp, doc) == []


def test_a_film_called_something_is_no_quotation(nlp: Language) -> None:
    sentence = (
        "Arai/NNP/2/nsubj made/VBD/0/ROOT a/DT/4/det film/NN/2/dobj called/VBN/4/acl “/``/8/punct The/DT/8/det Pier/NNP/5/oprd "
        "”/''/8/punct"
    )
    assert found(nlp, build(nlp, sentence)) == []


def test_clauses_about_anonymity_are_no_attributions(nlp: Language) -> None:
    sentence = "Both/DT/2/nsubj requested/VBD/0/ROOT anonymity/NN/2/dobj"
    assert found(nlp, build(nlp, sentence)) == []
    assert found(nlp, build(nlp, sentence.replace("anonymity", "silence"))) == [("Both", "requested", "silence")]


def test_a_coordinated_verb_ends_the_content_of_the_first(nlp: Language) -> None:
    sentence = "She/PRP/2/nsubj demanded/VBD/0/ROOT patience/NN/2/dobj and/CC/2/cc backed/VBD/2/conj the/DT/7/det deal/NN/5/dobj"
    doc = build(nlp, sentence)
    assert found(nlp, doc) == [("She", "demanded", "patience"), ("She", "backed", "the deal")]
    assert {quote.basis.value for quote in doc._.quotes} == {"parse"}


def test_entries_of_the_user(nlp: Language) -> None:
    own = spacy.blank("en")
    entry = {"mode": "attitude", "parsed": ["object"]}
    own.add_pipe("quote_detector", config={"lexicon_extra": {"cues": {"relish": entry}}})
    sentence = "The/DT/2/det mayor/NN/3/nsubj relishes/VBZ/0/ROOT the/DT/5/det fight/NN/3/dobj"
    doc = own(build(own, sentence))
    assert [quote.text for quote in doc._.quotes] == ["the fight"]
    assert nlp(build(nlp, sentence))._.quotes == ()


LABELS = [
    "nsubj",
    "nsubjpass",
    "dobj",
    "ccomp",
    "xcomp",
    "prep",
    "pobj",
    "conj",
    "acl",
    "relcl",
    "punct",
    "agent",
    "mark",
    "dep",
]
TAGS = ["VBD", "VBZ", "NN", "NNP", "JJ", "IN", "TO", ""]
WORDS = [
    "said",
    "wants",
    "to",
    "that",
    "by",
    "“",
    "”",
    "claim",
    "Arai",
    ",",
    "accused",
    "of",
    "critical",
    "and",
    ".",
    "\n\n",
]


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_no_parse_makes_it_raise(nlp: Language, data: st.DataObject) -> None:
    words = data.draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=40))
    n = len(words)
    # a tree: each word hangs on an earlier one, or on a later one of a reversed order
    heads = [0] + [data.draw(st.integers(0, i - 1)) for i in range(1, n)]
    if data.draw(st.booleans()):
        heads = [n - 1 - heads[n - 1 - i] for i in range(n)]
    labels = [data.draw(st.sampled_from(LABELS)) if heads[i] != i else "ROOT" for i in range(n)]
    tags = [data.draw(st.sampled_from(TAGS)) for _ in range(n)]
    doc = Doc(nlp.vocab, words=words, heads=heads, deps=labels, tags=tags)
    extraction = quotenlp.get_extraction(nlp(doc))
    for quote in extraction.quotes:
        for span in quote.content:
            assert doc.text[span.start : span.end] == span.text
            assert span.start < span.end


@pytest.mark.parametrize("shape", ["deep", "flat"])
def test_cost_of_odd_parses_grows_with_length(nlp: Language, shape: str) -> None:
    """A parse of a sentence without end, as deep or as flat as it is long."""
    detector = nlp.get_pipe("quote_detector")

    def detect(n: int) -> Callable[[], object]:
        words = ["Arai", "wants", "calm", ","] * n
        heads = [max(0, i - 1) if shape == "deep" else 1 for i in range(len(words))]
        labels = ["nsubj", "conj", "dobj", "punct"] * n
        doc = Doc(nlp.vocab, words=words, tags=["NNP", "VBZ", "NN", ","] * n, heads=heads, deps=labels)
        return lambda: detector(doc)

    assert_linear(detect, 400, 4000)


@pytest.mark.parametrize(("tag", "source"), [("VBD", "People briefed on the talks"), ("VBN", None)])
def test_a_past_form_whose_subject_the_parse_lost(nlp: Language, tag: str, source: str | None) -> None:
    """Parsers take the participle before it for the verb of the sentence; a finite form is no participle."""
    sentence = (
        f"People/NNS/2/nsubj briefed/VBD/0/ROOT on/IN/2/prep the/DT/5/det talks/NNS/3/pobj said/{tag}/2/advcl "
        "calm/NN/8/nsubj was/VBD/6/ccomp near/JJ/8/acomp"
    )
    expected = [(source, "said", "calm was near")] if source else []
    assert found(nlp, build(nlp, sentence)) == expected
