"""Properties that hold for every text."""

from functools import lru_cache
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import quotenlp
from conftest import ARTICLE
from quotenlp.document import QUOTE_SOURCES, QUOTES, SOURCES, STANCE
from quotenlp.records import Extraction, TextSpan

MARKS = "“”‘’\"'«»‹›„‚「」『』`´′″"
WORDS = (
    """
said|says|told|warned that|according to|denied|claimed|asked|the word|so-called|Keiko Arai|Mr. Oki|he|she|they
a senior official|sources close to the talks|the ministry|boats|will sail|'90s|5'10"|don't|it’s|rock ’n’ roll
--|—|:|,|.|?|``|''|on condition of anonymity|must|if|I am not sure|supports the plan
""".strip()
    .replace("\n", "|")
    .split("|")
)
WORDS += ["\n", "\n\n"]

any_text = st.text(max_size=2000)
marked_text = st.text(alphabet=st.sampled_from(MARKS + "ab .,:?!\n\tS—-"), max_size=600)
news_like = st.lists(st.sampled_from(WORDS) | st.sampled_from(MARKS), max_size=250).map(" ".join)
glued = st.lists(st.sampled_from(WORDS) | st.sampled_from(MARKS), max_size=120).map("".join)
texts = any_text | marked_text | news_like | glued

few = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@lru_cache(maxsize=1)
def pipeline():
    return quotenlp.load("rules")


def dump(doc):
    return quotenlp.get_extraction(doc).model_dump_json()


def spans_in(value):
    """All text spans inside a record."""
    if isinstance(value, TextSpan):
        yield value
    if isinstance(value, tuple):
        for item in value:
            yield from spans_in(item)
    elif hasattr(type(value), "model_fields"):
        for field in type(value).model_fields:
            yield from spans_in(getattr(value, field))


def check(text: str, extraction: Extraction) -> None:
    assert extraction.text_length == len(text)
    for span in spans_in(extraction):
        assert 0 <= span.start < span.end <= len(text)
        assert span.text == text[span.start : span.end]
    quotes = [quote.id for quote in extraction.quotes]
    sources = [source.id for source in extraction.sources]
    markers = [marker.id for marker in extraction.markers]
    for ids in (quotes, sources, markers):
        assert len(set(ids)) == len(ids)
    for quote in extraction.quotes:
        assert quote.nested_in is None or (quote.nested_in in quotes and quote.nested_in != quote.id)
        assert quote.speaker_id is None or quote.speaker_id in sources
        assert quote.source is None or quote.source.source_id in {None, *sources}
        fragments = [(span.start, span.end) for span in quote.content]
        assert fragments == sorted(fragments)
        assert all(left[1] <= right[0] for left, right in pairwise(fragments))
    assert {marker.holder for marker in extraction.markers} <= {None, *sources}
    for position in extraction.positions:
        assert set(position.holder_chain) <= set(sources)
        assert set(position.evidence) <= {*quotes, *markers}
    assert {summary.source_id for summary in extraction.summaries} <= set(sources)


@few
@given(texts)
def test_never_raises_and_offsets_slice_back(text):
    check(text, quotenlp.extract(text, nlp=pipeline()))


@few
@given(texts)
def test_deterministic_and_idempotent(text):
    nlp = pipeline()
    first = nlp(text)
    expected = dump(first)
    assert dump(nlp(text)) == expected
    for name in nlp.pipe_names:
        nlp.get_pipe(name)(first)
    assert dump(first) == expected


@few
@given(texts)
def test_json_round_trip(text):
    extraction = quotenlp.extract(text, nlp=pipeline(), id="x")
    assert Extraction.model_validate_json(extraction.model_dump_json()) == extraction


@few
@given(texts)
def test_token_view_covers_the_records(text):
    doc = pipeline()(text)
    for key in (QUOTES, QUOTE_SOURCES, SOURCES, STANCE):
        for span in doc.spans.get(key, []):
            assert text[span.start_char : span.end_char] == span.text
    covered = {(span.id_, span.label_) for span in doc.spans.get(QUOTES, [])}
    for quote in doc._.quotes:
        assert (quote.id, "CONTENT") in covered


@settings(max_examples=15, deadline=None)
@given(st.lists(news_like | marked_text, max_size=7))
def test_batch_size_changes_nothing(batch):
    nlp = pipeline()
    expected = [dump(nlp(text)) for text in batch]
    for size in (1, 3, 64):
        assert [dump(doc) for doc in nlp.pipe(batch, batch_size=size)] == expected


@few
@given(st.integers(0, len(ARTICLE)), st.integers(0, len(ARTICLE)))
def test_any_cut_of_an_article(start, end):
    text = ARTICLE[start:end]
    check(text, quotenlp.extract(text, nlp=pipeline()))


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "“", "”", "“”", "' '", "“” said he.", "\x00", "\ufeff“a”", "a" * 5000, "“" * 3000]
)
def test_small_and_odd_texts(text):
    check(text, quotenlp.extract(text, nlp=pipeline()))


def test_text_outside_quotes_may_be_repeated():
    text = ARTICLE * 3
    extraction = quotenlp.extract(text, nlp=pipeline())
    check(text, extraction)
    direct = [quote for quote in extraction.quotes if quote.content[0].text == "“The boats will sail,”"]
    assert len(direct) == 3
