"""The annotated articles of the project, and the article it started from where it is at hand."""

import json
from pathlib import Path

import pytest

import quotenlp
from quotenlp.evaluation import score
from quotenlp.io.gold import documents_of, predictions_of, read_gold
from quotenlp.io.stream import extract_json

DATA = Path(__file__).parent / "data" / "articles.jsonl"
SEED = Path(__file__).parent.parent.parent / "shared" / "seed"
EDGE = " \t\n\xa0.,;:!?\"'“”‘’()"


def trimmed(text, span):
    start, end = span
    while start < end and text[start] in EDGE:
        start += 1
    while end > start and text[end - 1] in EDGE:
        end -= 1
    return start, end


@pytest.fixture(scope="module")
def articles():
    nlp = quotenlp.load("rules")
    golds = [json.loads(line) for line in DATA.read_text(encoding="utf8").splitlines()]
    return [(gold, nlp(gold["text"])) for gold in golds]


def counts(articles, only):
    """Gold, found and exactly right contents, and gold sources that were found with exactly their span."""
    gold_n = found_n = right = sources = with_source = 0
    for gold, doc in articles:
        text = gold["text"]
        neutral = [span for item in gold["neutral"] for span in item["content"]]
        want = {
            tuple(sorted(trimmed(text, s) for s in quote["content"])): quote
            for quote in gold["quotes"]
            if only(quote["kind"])
        }
        have = {
            tuple(sorted(trimmed(text, (s.start, s.end)) for s in quote.content)): quote
            for quote in doc._.quotes
            if only(quote.kind.value)
            and not any(s.start < end and start < s.end for s in quote.content for start, end in neutral)
        }
        gold_n, found_n = gold_n + len(want), found_n + len(have)
        for content, quote in want.items():
            with_source += bool(quote["source"])
            if content in have:
                right += 1
                source = have[content].source
                sources += (
                    bool(quote["source"]) and source is not None and [source.start, source.end] in quote["source"]
                )
    return gold_n, found_n, right, sources, with_source


def test_direct_and_mixed_quotes_of_the_articles(articles):
    gold, found, right, sources, with_source = counts(articles, lambda kind: kind != "indirect")
    assert 2 * right / (gold + found) >= 0.9
    assert sources / with_source >= 0.85


def test_all_quotes_of_the_articles(articles):
    gold, found, right, _, _ = counts(articles, lambda kind: True)
    assert 2 * right / (gold + found) >= 0.85


def test_mentions_of_the_articles_are_not_quotes(articles):
    taken = 0
    for gold, doc in articles:
        spans = {(s.start, s.end) for quote in doc._.quotes for s in quote.content}
        taken += sum(tuple(span) in spans for span in gold["not_quotes"])
    assert taken <= 1


def test_anonymous_sources_of_the_articles(articles):
    right = wanted = 0
    for gold, doc in articles:
        by_span = {(m.start, m.end): source for source in doc._.sources for m in source.mentions}
        for item in gold["sources"]:
            source = by_span.get(tuple(item["span"]))
            wanted += source is not None
            right += source is not None and source.is_anonymous_source == item["is_anonymous_source"]
    assert wanted >= 90
    assert right / wanted >= 0.9


@pytest.mark.skipif(not SEED.exists(), reason="the seed article is not part of the project")
def test_the_seed_article():
    text = (SEED / "abe-dialogue.txt").read_text(encoding="utf8")
    gold = json.loads((SEED / "abe-dialogue.gold.json").read_text(encoding="utf8"))
    doc = quotenlp.load("rules")(text)
    by_content = {tuple(trimmed(text, (s.start, s.end)) for s in quote.content): quote for quote in doc._.quotes}
    extraction = doc._.quotenlp
    for item in gold["quotes"]:
        quote = by_content[tuple(trimmed(text, span) for span in item["content"])]
        assert [quote.source.start, quote.source.end] in item["source"]
        assert any(quote.cue.start < end and start < quote.cue.end for start, end in item["cue"])
        source, attributes = extraction.source_of(quote), item["source_attributes"]
        if attributes["naming"] == "unnamed":
            assert source.naming.value == "unnamed"
            assert source.sector.value == attributes["affiliation"]
            assert source.seniority.value == (attributes["seniority"] or "unspecified")
            assert source.is_anonymous_source
        else:
            assert attributes["refers_to"] == source.name
    kept = {(span.start, span.end) for span in extraction.mentions}
    assert {tuple(span) for span in gold["mentioned_not_said"]} <= kept


@pytest.mark.parametrize("name", ["registers-tune", "registers-report"])
def test_other_registers(name):
    """A floor below the figures of docs/accuracy.md, so that a change that hurts other registers is seen."""
    gold = read_gold(DATA.parent / f"{name}.jsonl")
    predicted = predictions_of(extract_json(quotenlp.load("rules"), documents_of(gold)), gold)
    scores = score(gold, predicted.attributions)
    assert scores["all"].whole.f_score >= 0.72
    assert scores["all"].whole.precision >= 0.8
    assert scores["quoted"].whole.f_score >= 0.77
