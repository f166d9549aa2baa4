"""The trained tagger: its network, its features and tags, training it, and the embedded pipeline."""

import itertools
import json
import multiprocessing
import pickle
import subprocess
import sys
import warnings
from itertools import pairwise

import numpy as np
import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, DocBin
from spacy.training import Example
from spacy.util import fix_random_seed

import quotenlp
from conftest import ARTICLE, ROOT
from quotenlp.errors import SettingsError
from quotenlp.lexicon import load_lexicon
from quotenlp.models.corpus import Corpus
from quotenlp.models.features import COLUMNS, load_clusters, token_features
from quotenlp.models.fragments import decode, encode
from quotenlp.quotes.lexicon import compile_lexicon
from test_parsed import build
from test_properties import check, dump

# From Python 3.12 on, a fork in a process with threads (spaCy's queues have some) warns.
pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

KEY = "quotenlp_fragments"
ROLES = ("SOURCE", "CUE", "CONTENT")
WEIGHTS = ROOT / "src" / "quotenlp" / "models" / "en"
PARTS = ["tok2vec", "tagger", "parser", "attribution_tagger"]

# [S …] is a source, [C …] a cue, [T …] a content
GOLD = [
    "[S The harbour master] [C warned] [T that the pier might sink] on Tuesday .",
    "[T The lamps are out] , [C said] [S Ines Falk] , a keeper .",
    "Gulls came at noon . [S Falk] [C grumbled about] [T the noise] .",
    "The ferry left late and nobody was on it .",
]
NAMES = {"S": "SOURCE", "C": "CUE", "T": "CONTENT", "X": "DISCARD"}


def small(rows=None, width=32, depth=1, recurrent=True):
    """Config of a tagger that learns in no time."""
    tok2vec = {
        "@architectures": "quotenlp.Tok2Vec.v1",
        "rows": rows or [100] * len(COLUMNS),
        "embed_width": 16,
        "width": width,
        "depth": depth,
        "window_size": 1,
        "maxout_pieces": 2,
        "recurrent": recurrent,
    }
    return {"model": {"@architectures": "quotenlp.AttributionTagger.v1", "tok2vec": tok2vec}}


def example(nlp, marked):
    """An Example from a text with its fragments in brackets."""
    words, spans, begun = [], [], None
    for word in marked.split():
        if word.startswith("["):
            begun = (len(words), NAMES[word[1:]])
            continue
        words.append(word.rstrip("]"))
        if word.endswith("]"):
            spans.append((begun[0], len(words), begun[1]))
    gold = Doc(nlp.vocab, words=words)
    gold.spans[KEY] = [spacy.tokens.Span(gold, start, end, label) for start, end, label in spans]
    return Example(Doc(nlp.vocab, words=words), gold)


def fragments(doc):
    return sorted((span.label_, span.start, span.end) for span in doc.spans[KEY])


def tagged(nlp, doc):
    """What the tagger leaves on a Doc: spans and scores."""
    doc = nlp(Doc(nlp.vocab, words=[token.text for token in doc]))
    return fragments(doc), doc.spans[KEY].attrs["scores"]


@pytest.fixture(scope="module")
def trained():
    """A tagger that knows GOLD by heart, and its Examples."""
    fix_random_seed(0)
    nlp = spacy.blank("en")
    nlp.add_pipe("attribution_tagger", config=small())
    examples = [example(nlp, text) for text in GOLD]
    optimizer = nlp.initialize(lambda: examples)
    optimizer.learn_rate = 0.01
    for _ in range(40):
        nlp.update(examples, sgd=optimizer)
    return nlp, examples


@pytest.fixture(scope="module")
def embedded():
    return quotenlp.load()


# Training


def test_by_name_without_importing_quotenlp():
    code = """
import spacy
from spacy.training import Example
nlp = spacy.blank("en")
nlp.add_pipe("attribution_tagger")
doc = nlp.make_doc("Falk said the pier sank.")
doc.spans["quotenlp_fragments"] = [doc.char_span(5, 9, label="CUE")]
example = Example(nlp.make_doc(doc.text), doc)
optimizer = nlp.initialize(lambda: [example])
losses = nlp.update([example], sgd=optimizer)
assert losses["attribution_tagger"] > 0
print(sorted(nlp(doc.text).spans["quotenlp_fragments"].attrs["scores"]))
"""
    command = [sys.executable, "-W", "error::UserWarning", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "['CONTENT', 'CUE', 'SOURCE']"


def test_learns_by_heart(trained):
    nlp, examples = trained
    for known in examples:
        spans, scores = tagged(nlp, known.reference)
        assert spans == fragments(known.reference)
        for role in ROLES:
            inside = {i for label, start, end in spans if label == role for i in range(start, end)}
            assert len(scores[role]) == len(known.reference)
            assert {i for i, letter in enumerate(scores[role]) if ord(letter) > 127} == inside


def test_evaluate(trained):
    nlp, examples = trained
    scores = nlp.evaluate(examples)
    assert scores["fragments_p"] == scores["fragments_r"] == scores["fragments_f"] == 1.0
    assert {label: of["f"] for label, of in scores["fragments_per_type"].items()} == dict.fromkeys(ROLES, 1.0)
    wrong = nlp.evaluate([example(nlp, GOLD[0]), example(nlp, GOLD[1].replace("[C said]", "said"))])
    assert wrong["fragments_r"] == 1.0
    assert wrong["fragments_per_type"]["CUE"]["p"] == 0.5
    assert wrong["fragments_per_type"]["SOURCE"]["p"] == 1.0


def test_discard_is_not_scored(trained):
    nlp, _ = trained
    scores = nlp.evaluate([example(nlp, GOLD[0].replace("on Tuesday", "[X on Tuesday]"))])
    assert scores["fragments_f"] == 1.0
    assert "DISCARD" not in scores["fragments_per_type"]


def test_nothing_is_learned_from_what_was_set_aside(trained):
    nlp, _ = trained
    tagger = nlp.get_pipe("attribution_tagger")
    plain = example(nlp, "[S Falk] [C said] nothing on Tuesday .")
    aside = example(nlp, "[S Falk] [C said] nothing [X on Tuesday] .")
    scores = [np.full((6, 9), 1 / 3, dtype="float32")]
    loss, (gradient,) = tagger.get_loss([plain], scores)
    less, (without,) = tagger.get_loss([aside], scores)
    assert (without[3:5] == 0).all()
    assert (gradient[3:5] != 0).all()
    kept = [0, 1, 2, 5]
    assert (without[kept] == gradient[kept]).all()
    assert less == pytest.approx(loss * 4 / 6)


def test_gradient_points_to_the_gold(trained):
    nlp, _ = trained
    gold = example(nlp, "[S Ines Falk] [C said] nothing")
    _, (gradient,) = nlp.get_pipe("attribution_tagger").get_loss([gold], [np.full((4, 9), 1 / 3, dtype="float32")])
    down = [[np.argmin(row[3 * r : 3 * r + 3]).item() for row in gradient] for r in range(3)]
    assert down == [[1, 2, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0]]


def test_gold_in_other_tokens(trained):
    nlp, _ = trained
    text = "Falk said nothing-at-all."
    gold = Doc(nlp.vocab, words=["Falk", "said", "nothing-at-all", "."], spaces=[True, True, False, False])
    gold.spans[KEY] = [spacy.tokens.Span(gold, 2, 3, "CONTENT")]
    made = nlp.make_doc(text)
    assert len(made) > len(gold)
    scores = np.full((len(made), 9), 1 / 3, dtype="float32")
    _, (gradient,) = nlp.get_pipe("attribution_tagger").get_loss([Example(made, gold)], [scores])
    assert [np.argmin(row[6:]).item() for row in gradient] == [0, 0, 1, *[2] * (len(made) - 4), 0]


def test_no_tokens(trained):
    nlp, _ = trained
    empty = [nlp(""), *nlp.pipe(["", "Falk said nothing.", ""])]
    assert [len(doc.spans[KEY]) for doc in (empty[0], empty[1], empty[3])] == [0, 0, 0]
    assert empty[0].spans[KEY].attrs["scores"] == {"SOURCE": "", "CUE": "", "CONTENT": ""}


def test_learning_with_empty_docs_among_the_others():
    nlp = spacy.blank("en")
    nlp.add_pipe("attribution_tagger", config=small())
    examples = [example(nlp, text) for text in ("", GOLD[0], "")]
    optimizer = nlp.initialize(lambda: examples)
    assert nlp.update(examples, sgd=optimizer)["attribution_tagger"] > 0
    assert nlp.update(examples[:1], sgd=optimizer) == {"attribution_tagger": 0.0}


@pytest.mark.parametrize("rows", [[100], [100] * (len(COLUMNS) + 1)])
def test_wrong_number_of_rows(rows):
    with pytest.raises(ValueError, match=rf"quotenlp\.Tok2Vec\.v1.*'rows' needs {len(COLUMNS)} numbers"):
        spacy.blank("en").add_pipe("attribution_tagger", config=small(rows))


def test_without_the_lstm():
    nlp = spacy.blank("en")
    nlp.add_pipe("attribution_tagger", config=small(recurrent=False))
    nlp.initialize(lambda: [example(nlp, GOLD[0])])
    assert "lstm" not in {node.name for node in nlp.get_pipe("attribution_tagger").model.walk()}
    assert set(nlp(ARTICLE).spans[KEY].attrs["scores"]) == set(ROLES)


# Serialization


def predictions(nlp, examples):
    return [tagged(nlp, known.reference) for known in examples] + [tagged(nlp, nlp.make_doc(ARTICLE))]


def test_to_disk(trained, tmp_path):
    nlp, examples = trained
    nlp.to_disk(tmp_path)
    assert predictions(spacy.load(tmp_path), examples) == predictions(nlp, examples)


def test_to_bytes(trained):
    nlp, examples = trained
    back = spacy.blank("en")
    back.add_pipe("attribution_tagger", config=small())
    back.from_bytes(nlp.to_bytes())
    assert predictions(back, examples) == predictions(nlp, examples)


def test_pickle(trained):
    nlp, examples = trained
    assert predictions(pickle.loads(pickle.dumps(nlp)), examples) == predictions(nlp, examples)


# Tags


@st.composite
def disjoint(draw):
    """Ranges that do not overlap, and a length that holds them."""
    length = draw(st.integers(0, 30))
    cuts = sorted(draw(st.sets(st.integers(0, length))))
    ranges = [pair for pair in pairwise(cuts) if draw(st.booleans())]
    return draw(st.permutations(ranges)), length


def certain(tags):
    return np.eye(3)[tags]


@given(disjoint())
def test_round_trip(case):
    ranges, length = case
    assert decode(certain(encode(ranges, length))) == sorted(ranges)


@given(disjoint(), st.data())
def test_the_outer_of_nested_ranges_is_kept(case, data):
    inner, length = case
    outer = (0, length + 2)
    ranges = data.draw(st.permutations([outer, *((start + 1, end + 1) for start, end in inner)]))
    assert decode(certain(encode(ranges, length + 2))) == [outer]


probabilities = st.lists(st.lists(st.integers(1, 50), min_size=3, max_size=3), max_size=6).map(
    lambda rows: np.array([[n / sum(row) for n in row] for row in rows]).reshape(-1, 3)
)


def allowed(length):
    """All ways to tag tokens."""
    for tags in itertools.product(range(3), repeat=length):
        if all(tag != 2 or (i and tags[i - 1]) for i, tag in enumerate(tags)):
            yield list(tags)


@given(probabilities)
@settings(deadline=None)
def test_decode_finds_the_likeliest_tags(scores):
    own = np.arange(len(scores))
    logs = np.log(scores + 1e-8)
    best = max(logs[own, tags].sum() for tags in allowed(len(scores)))
    assert logs[own, encode(decode(scores), len(scores))].sum() == pytest.approx(best)


def test_nothing_goes_on_at_the_start():
    assert decode(np.array([[0.0, 0.1, 0.9], [0.0, 0.1, 0.9], [1.0, 0.0, 0.0]])) == [(0, 2)]
    assert decode(np.array([[0.5, 0.0, 0.5]])) == []
    assert decode(np.array([[0.9, 0.1, 0.0], [0.1, 0.3, 0.6]])) == [(1, 2)]


@given(probabilities, st.integers(-30, 30), st.integers(1, 30))
def test_a_larger_bias_finds_no_less(scores, low, more):
    def inside(bias):
        return sum(end - start for start, end in decode(scores, bias))

    assert inside(low / 10) <= inside((low + more) / 10)


def test_bias_at_its_ends():
    scores = np.full((4, 3), 1 / 3)
    assert decode(scores, -50) == []
    assert sum(end - start for start, end in decode(scores, 50)) == 4


# Features


@pytest.fixture(scope="module")
def features():
    lexicon, clusters = compile_lexicon(load_lexicon("quotes", "en")), load_clusters("en")
    return lambda doc: token_features(doc, lexicon, clusters)


BLANK = spacy.blank("en")
MARKS = [*"“”‘’\"'«»—:,.?", "''", "``", "\n", "\n\n", " ", "\t", "\u200b"]
WORDS = ["said", "warned that", "according to", "Ines Falk", "she", "a port official", "the pier sank"]
short = st.lists(st.sampled_from(WORDS) | st.sampled_from(MARKS), max_size=25)
small_texts = short.map(" ".join) | short.map("".join)


@given(st.text(max_size=200) | small_texts)
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_features_of_any_text(features, text):
    doc = BLANK.make_doc(text)
    array = features(doc)
    assert array.shape == (len(doc), len(COLUMNS))
    assert array.dtype == "uint64"
    assert not array[:, -8:].any()


@pytest.mark.parametrize("text", ["", " ", "\n", "\n\n", "\n Falk said no.", "“", "\u200b"])
def test_features_of_odd_texts(embedded, features, text):
    doc = BLANK.make_doc(text)
    assert features(doc).shape == (len(doc), 19)
    assert quotenlp.get_extraction(embedded(text)).text_length == len(text)


def test_number_of_columns():
    assert len(COLUMNS) == 19


def test_features_of_a_parse(features):
    sentence = (
        "Falk/NNP/2/nsubj said/VBD/0/ROOT that/IN/5/mark Oki/NNP/5/nsubj claimed/VBD/2/ccomp "
        "that/IN/8/mark boats/NNS/8/nsubj sank/VBD/5/ccomp ././2/punct"
    )
    doc = build(BLANK, sentence)
    array = features(doc)
    column = {name: array[:, i].tolist() for i, name in enumerate(COLUMNS)}
    assert all(column["function"])
    assert all(column["head_cluster"])
    assert column["head"] == [token.head.norm for token in doc]
    said, claimed, that = (BLANK.vocab.strings[word] for word in ("said", "claimed", "that"))
    assert column["governor"] == [0, 0, *[said + 1] * 3, *[claimed + 1] * 3, 0]
    assert column["lead"] == [0, 0, *[that] * 6, 0]
    assert [bool(n) for n in column["governor_cluster"]] == [2 <= i < 8 for i in range(9)]
    assert [bool(n) for n in column["outer_cluster"]] == [5 <= i < 8 for i in range(9)]
    assert [bool(n) for n in column["subject_of"]] == [i in {0, 3, 6} for i in range(9)]
    plain = features(Doc(BLANK.vocab, words=[token.text for token in doc]))
    assert not plain[:, -8:].any()
    assert (plain[:, :8] == array[:, :8]).all()


def test_marks_and_rules_among_the_features(features):
    doc = BLANK.make_doc("“The pier sank,” said Falk.\n\nNobody came.")
    array = features(doc)
    mark, rule, cue = (array[:, COLUMNS.index(name)] for name in ("mark", "rule", "cue"))
    said = [token.text for token in doc].index("said")
    assert mark[:said].all()
    assert not mark[said:].any()
    assert rule[: said + 2].all()
    assert not rule[said + 2 :].any()
    assert cue[said]
    assert not cue[said + 1]


# The embedded pipeline

REPORT = (
    "Port faces closure\n\n"
    "“The lamps are out,” said Ines Falk, a keeper. “They have been out for weeks.”\n\n"
    "The mayor, Oskar Oki, has repeatedly said that the pier might sink. He rejected claims that nobody was told, "
    "and wants an inquiry.\n\n"
    "Two people familiar with the plan questioned its cost. The council is believed to be divided, and a spokesman "
    "declined to say whether a vote is near. Critics see a gift to the rich.\n"
)


def test_order(embedded):
    assert embedded.pipe_names == [*PARTS, "quote_detector", "source_classifier", "stance_cues"]
    assert quotenlp.load("rules").pipe_names == ["quote_detector", "source_classifier", "stance_cues"]


def test_size_on_disk():
    assert sum(file.stat().st_size for file in WEIGHTS.rglob("*") if file.is_file()) <= 15e6


def test_a_quote_has_a_score(embedded):
    text = "“The lamps are out,” said Ines Falk."
    (quote,) = embedded(text)._.quotes
    assert (quote.text, quote.cue.text, quote.source.text) == ("“The lamps are out,”", "said", "Ines Falk")
    assert 0 < quote.score < 1
    (plain,) = quotenlp.load("rules")(text)._.quotes
    assert plain.score is None


def test_every_quote_has_a_score(embedded):
    doc = embedded(REPORT)
    assert len(doc._.quotes) >= 4
    assert all(0.2 <= quote.score <= 1 for quote in doc._.quotes)
    assert quotenlp.extract(REPORT) == quotenlp.get_extraction(doc)


def test_the_head_of_the_cue(embedded):
    text = "The mayor has repeatedly said that the pier might sink."
    (quote,) = embedded(text)._.quotes
    cue = quote.cue
    assert (cue.lemma, cue.head.text) == ("say", "said")
    assert cue.text == "has repeatedly said"
    assert cue.start <= cue.head.start < cue.head.end <= cue.end
    assert text[cue.head.start : cue.head.end] == "said"


def tags(nlp, text):
    """The text as a Doc that everything up to the tagger has seen."""
    with nlp.select_pipes(enable=PARTS):
        return nlp(text)


def at_least(score, doc):
    """The quotes of a Doc with evidence, with a score of at least that."""
    return spacy.blank("en").create_pipe("quote_detector", config={"min_score": score})(doc)._.quotes


@pytest.mark.parametrize("text", [ARTICLE, REPORT])
def test_min_score(embedded, text):
    doc = tags(embedded, text)
    found = []
    for least in (0.0, 0.1, 0.2, 0.35, 0.5):
        quotes = at_least(least, doc)
        assert all(quote.score >= least for quote in quotes)
        found.append(len(quotes))
    assert found == sorted(found, reverse=True)
    assert found[-1] >= 2


def test_min_score_drops_what_is_unsure(embedded):
    doc = tags(embedded, REPORT)
    everything = at_least(0.0, doc)
    sure = at_least(0.5, doc)
    assert len(sure) < len(everything)
    assert {quote.text for quote in sure} <= {quote.text for quote in everything}


@pytest.mark.parametrize("wrong", [2, -0.1, 0.6])
def test_wrong_min_score(wrong):
    with pytest.raises(SettingsError, match="min_score"):
        spacy.blank("en").add_pipe("quote_detector", config={"min_score": wrong})


@pytest.mark.parametrize("vectors", [False, True])
def test_adding_the_tagger_to_an_own_pipeline(vectors):
    nlp = spacy.blank("en")
    if vectors:
        nlp.vocab.set_vector("pier", np.ones(4, dtype="float32"))
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": "Ines Falk"}])

    def entities():
        return [(entity.text, entity.label_) for entity in nlp(REPORT).ents]

    before = entities()
    assert before == [("Ines Falk", "PERSON")]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert quotenlp.add_to(nlp, tagger=True) is nlp
        names = ["entity_ruler", "attribution_tagger", "quote_detector", "source_classifier", "stance_cues"]
        assert nlp.pipe_names == names
        tagger = nlp.get_pipe("attribution_tagger")
        quotenlp.add_to(nlp, tagger=True)
    assert nlp.pipe_names == names
    assert nlp.get_pipe("attribution_tagger") is tagger
    assert entities() == before
    quotes = nlp(REPORT)._.quotes
    assert quotes
    assert all(0 <= quote.score <= 1 for quote in quotes)


def test_the_tagger_goes_before_a_detector_of_any_name():
    nlp = spacy.blank("en")
    nlp.add_pipe("quote_detector", name="finder")
    nlp.add_pipe("sentencizer")
    quotenlp.add_to(nlp, tagger=True)
    assert nlp.pipe_names == ["attribution_tagger", "finder", "sentencizer", "source_classifier", "stance_cues"]


def test_own_pipeline_from_disk(tmp_path):
    nlp = quotenlp.add_to(spacy.blank("en"), tagger=True)
    nlp.to_disk(tmp_path)
    assert dump(spacy.load(tmp_path)(REPORT)) == dump(nlp(REPORT))


def test_embedded_pipeline_from_disk(embedded, tmp_path):
    embedded.to_disk(tmp_path)
    assert dump(spacy.load(tmp_path)(REPORT)) == dump(embedded(REPORT))


# Evidence that travels


@pytest.mark.parametrize("store_user_data", [False, True])
def test_evidence_in_a_doc_bin(embedded, store_user_data):
    expected = embedded(REPORT)
    data = DocBin(docs=[tags(embedded, REPORT)], store_user_data=store_user_data).to_bytes()
    (doc,) = DocBin(store_user_data=store_user_data).from_bytes(data).get_docs(embedded.vocab)
    assert doc._.quotes == ()
    embedded.get_pipe("quote_detector")(doc)
    with embedded.select_pipes(disable=["source_classifier", "stance_cues"]):
        assert doc._.quotes == embedded(REPORT)._.quotes
    for name in ("source_classifier", "stance_cues"):
        embedded.get_pipe(name)(doc)
    assert dump(doc) == dump(expected)


TEXTS = [REPORT, "", "Nobody came.", ARTICLE]


@pytest.fixture(scope="module")
def records(embedded):
    return [dump(embedded(text)) for text in TEXTS]


@pytest.mark.parametrize("size", [1, 2, 64])
def test_batch_size_changes_nothing(embedded, records, size):
    assert [dump(doc) for doc in embedded.pipe(TEXTS, batch_size=size)] == records


def test_processes(embedded, records):
    assert [dump(doc) for doc in embedded.pipe(TEXTS, n_process=2, batch_size=2)] == records


def test_spawned_processes(embedded, records):
    before = multiprocessing.get_start_method(allow_none=True)
    multiprocessing.set_start_method("spawn", force=True)
    try:
        assert [dump(doc) for doc in embedded.pipe(TEXTS, n_process=2, batch_size=2)] == records
    finally:
        multiprocessing.set_start_method(before, force=True)


@given(small_texts)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_embedded_pipeline_never_raises(embedded, text):
    doc = embedded(text)
    check(text, quotenlp.get_extraction(doc))
    assert dump(embedded(text)) == dump(doc)


# The corpus


@pytest.fixture(scope="module")
def stored(embedded):
    """Docs with a parse and gold fragments."""
    texts = [
        REPORT,
        "“The lamps are out,” said Ines Falk. ‘Nobody came’ .",
        *(f"Falk said no {n} times." for n in "12345678"),
    ]
    docs = []
    for text in texts:
        with embedded.select_pipes(enable=["tok2vec", "tagger", "parser"]):
            doc = embedded(text)
        doc.spans[KEY] = [
            spacy.tokens.Span(doc, 0, 2, "SOURCE"),
            spacy.tokens.Span(doc, 1, len(doc), "CONTENT"),
            spacy.tokens.Span(doc, 3, 4, "DISCARD"),
        ]
        docs.append(doc)
    return docs


@pytest.fixture
def file(stored, tmp_path):
    DocBin(docs=stored, attrs=["ORTH", "TAG", "HEAD", "DEP", "SENT_START", "SPACY"]).to_disk(tmp_path / "a.spacy")
    return tmp_path / "a.spacy"


def spans_of(doc):
    return [(span.start, span.end, span.label_) for span in doc.spans[KEY]]


def test_corpus_as_it_is(stored, file):
    examples = list(Corpus(file)(spacy.blank("en")))
    assert len(examples) == len(stored)
    for made, doc in zip(examples, stored, strict=True):
        assert made.x.text == made.y.text == doc.text
        for key in ("text", "tag_", "dep_"):
            assert [getattr(token, key) for token in made.x] == [getattr(token, key) for token in doc]
        assert [token.head.i for token in made.x] == [token.head.i for token in doc]
        assert KEY not in made.x.spans
        assert spans_of(made.y) == spans_of(doc)


def test_corpus_that_varies(stored, file):
    read = Corpus(file, parsed=0.5, vary=1.0)
    nlp = spacy.blank("en")
    parsed, seen = set(), set()
    by_length = sorted(len(doc) for doc in stored)
    for _ in range(6):
        examples = list(read(nlp))
        assert sorted(len(made.x) for made in examples) == by_length
        for made in examples:
            doc = next(doc for doc in stored if len(doc) == len(made.x))
            assert spans_of(made.y) == spans_of(doc)
            assert [token.text for token in made.x] == [token.text for token in made.y]
            assert KEY not in made.x.spans
            aligned = made.get_aligned_spans_y2x(made.y.spans[KEY], allow_overlap=True)
            assert [(span.start, span.end) for span in aligned] == [(start, end) for start, end, _ in spans_of(doc)]
            parsed.add(made.x.has_annotation("DEP"))
            if "LAMPS" in made.x.text.upper() and len(made.x) < 30:
                seen.add(made.x.text)
    assert parsed == {False, True}
    assert len(seen) >= 3
    assert any("“" not in text for text in seen)


def test_corpus_without_parses_and_seed(file):
    nlp = spacy.blank("en")
    assert not any(made.x.has_annotation("DEP") for made in Corpus(file, parsed=0.0)(nlp))
    first, second = ([made.x.text for made in Corpus(file, vary=0.5, seed=3)(nlp)] for _ in range(2))
    assert first == second


# The scripts


def python(*args):
    done = subprocess.run([sys.executable, *map(str, args)], capture_output=True, text=True, cwd=ROOT, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_scripts(tmp_path):
    gold = ROOT / "tests" / "data" / "registers-tune.jsonl"
    (tmp_path / "ids").write_text("uk_court-1\nsport-1\n")
    data = tmp_path / "a.spacy"
    said = python("training/convert.py", gold, data, "--ids", tmp_path / "ids")
    assert said.strip().endswith("2 documents")
    docs = list(DocBin().from_disk(data).get_docs(spacy.blank("en").vocab))
    assert {span.label_ for doc in docs for span in doc.spans[KEY]} >= set(ROLES)

    model = "--components.attribution_tagger.model.tok2vec."
    python(
        *("-m", "spacy", "train", "training/config.cfg", "--output", tmp_path / "out"),
        *("--paths.train", data, "--paths.dev", data, "--training.max_steps", 2, "--training.eval_frequency", 1),
        *(f"{model}width", 16, f"{model}embed_width", 8, f"{model}depth", 1, f"{model}rows", json.dumps([50] * 19)),
    )
    best = tmp_path / "out" / "model-best"
    python("-m", "spacy", "benchmark", "accuracy", best, data, "--output", tmp_path / "scores.json")
    scores = json.loads((tmp_path / "scores.json").read_text())
    assert 0 <= scores["fragments_f"] <= 1
    assert set(scores["fragments_per_type"]) == set(ROLES)
    assert '"score": {"bias": ' in python("training/weigh.py", best, gold, "--ids", tmp_path / "ids")
    nlp = spacy.load(best)
    assert nlp.config["components"]["attribution_tagger"]["model"]["tok2vec"]["width"] == 16


def test_convert_with_a_parse(tmp_path):
    gold = ROOT / "tests" / "data" / "registers-tune.jsonl"
    (tmp_path / "ids").write_text("sport-1")
    python("training/convert.py", gold, tmp_path / "a.spacy", "--model", WEIGHTS, "--ids", tmp_path / "ids")
    (made,) = Corpus(tmp_path / "a.spacy")(spacy.blank("en"))
    assert made.x.has_annotation("DEP")
    assert all(token.tag_ for token in made.x)
    record = next(json.loads(line) for line in gold.read_text("utf8").splitlines() if '"sport-1"' in line)
    assert made.y.text == record["text"]


def test_a_cue_without_a_head_is_its_head():
    record = {"start": 3, "end": 14, "text": "pointed out", "lemma": "point out", "stance": None}
    cue = quotenlp.Cue.model_validate(record)
    assert (cue.head.start, cue.head.end, cue.head.text) == (3, 14, "pointed out")
