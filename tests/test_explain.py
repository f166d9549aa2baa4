"""`quotenlp.explain` and the rules that it names."""

import pytest

import quotenlp
from quotenlp.explanation import RULES
from test_parsed import CONSTRUCTIONS, build

TEXTS = {
    "preposed": "Lind said that the log was gone.",
    "preposed-passive": "It was reported that the log was gone.",
    "coordinated": "Lind took the floor and said the log was gone.",
    "participle": "Lind left, saying that the log was gone.",
    "infinitive": "Lind went on to say that the log was gone.",
    "postposed": "“The log is gone,” Lind said.",
    "postposed-inverted": "“The log is gone,” said Lind.",
    "postposed-cleft": "“Nobody asked us about it” was all Lind would say.",
    "adjunct": "According to Lind, the log was gone.",
    "colon": "Petra Lind: “The log is gone.”",
    "dash": "“The log is gone.” — Petra Lind",
    "transcript": "LIND: The log is gone.",
    "alone": "Lind pointed at the shelf. “The log was there.”",
    "noun": "Lind’s verdict: the log was gone.",
}


def test_every_rule_has_an_example():
    parsed = {rule for *_, (_, _, _, rule) in CONSTRUCTIONS.values() if rule is not None}
    assert set(TEXTS) | parsed | {"tagged"} == set(RULES)  # "tagged" has its example in test_evidence.py


def test_the_evidence_is_told():
    nlp = quotenlp.load("rules")
    (quote,) = nlp(build(nlp, CONSTRUCTIONS["object"][0]))._.quotes
    assert RULES["parsed-verb"] in quotenlp.explain(quote)
    assert "basis: parse" in quotenlp.explain(quote)


@pytest.mark.parametrize("rule", TEXTS)
def test_one_line_that_names_the_rule(rule):
    (quote,) = quotenlp.extract(TEXTS[rule]).quotes
    assert quote.rule == rule
    line = quotenlp.explain(quote)
    assert "\n" not in line
    assert RULES[rule] in line
    assert quote.basis.value in line
    if quote.cue:
        assert repr(quote.cue.text) in line
