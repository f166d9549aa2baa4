"""The same records come back however a Doc or a pipeline has travelled."""

import json
import multiprocessing
import pickle
import subprocess
import sys

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

import quotenlp
from conftest import ARTICLE
from quotenlp.document import QUOTE_SOURCES, QUOTES, SOURCES, STANCE

# From Python 3.12 on, a fork in a process with threads (spaCy's queues have some) warns.
pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

TEXTS = [ARTICLE, "", "Nothing is said here.", ARTICLE.replace("Keiko Arai", "Mia Lund")]


def dump(doc):
    return quotenlp.get_extraction(doc).model_dump_json()


def groups(doc):
    """The token view: text, label and id of every span."""
    keys = (QUOTES, QUOTE_SOURCES, SOURCES, STANCE)
    return {key: [(s.text, s.label_, s.id_) for s in doc.spans[key]] for key in keys if key in doc.spans}


@pytest.fixture(scope="module")
def expected(nlp):
    return [dump(doc) for doc in nlp.pipe(TEXTS)]


@pytest.fixture
def doc(nlp):
    return nlp(ARTICLE)


def test_there_is_something_to_keep(doc):
    first, *_ = doc._.quotes
    assert first.content[0].text == "“The boats will sail,”"
    assert first.cue is not None
    assert first.cue.lemma == "say"
    assert doc._.quotenlp.source_of(first).name == "Keiko Arai"
    assert [mention.text for mention in doc._.quotenlp.mentions] == ["“closure”"]
    assert len(doc._.sources) >= 3
    assert doc._.stance_cues


# Docs


@pytest.mark.parametrize("store_user_data", [False, True])
def test_doc_bin(nlp, doc, store_user_data):
    data = DocBin(docs=[doc], store_user_data=store_user_data).to_bytes()
    for vocab in (nlp.vocab, spacy.blank("en").vocab):
        (back,) = DocBin(store_user_data=store_user_data).from_bytes(data).get_docs(vocab)
        assert dump(back) == dump(doc)
        assert groups(back) == groups(doc)


def test_doc_bin_on_disk_in_a_process_without_quotenlp(doc, tmp_path):
    DocBin(docs=[doc]).to_disk(tmp_path / "a.spacy")
    code = (
        "import sys, spacy; from spacy.tokens import DocBin; nlp = spacy.blank('en');"
        "doc, = DocBin().from_disk(sys.argv[1]).get_docs(nlp.vocab);"
        "import quotenlp; print(quotenlp.get_extraction(doc).model_dump_json())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "a.spacy"], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == dump(doc)


def test_doc_to_bytes(nlp, doc):
    back = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert dump(back) == dump(doc)
    assert groups(back) == groups(doc)


def test_doc_pickle_and_copy(doc):
    for back in (pickle.loads(pickle.dumps(doc)), doc.copy()):
        assert dump(back) == dump(doc)
        assert groups(back) == groups(doc)


def test_records_outlive_the_doc_and_its_memory_zone(nlp):
    with nlp.memory_zone():
        extraction = quotenlp.get_extraction(nlp(ARTICLE))
    assert extraction.quotes[0].content[0].text == "“The boats will sail,”"


def test_records_are_kept_until_a_layer_changes(nlp, doc):
    assert doc._.quotenlp is doc._.quotenlp
    first = doc._.quotenlp
    nlp.get_pipe("quote_detector")(doc)
    assert doc._.quotenlp == first


# Retokenization


@Language.component("quotenlp_test_merge")
def merge(doc):
    """Merge the first tokens of the text and the words of every source."""
    with doc.retokenize() as retokenizer:
        for span in [doc[0:2], *doc.spans[QUOTE_SOURCES]]:
            retokenizer.merge(span)
    return doc


@Language.component("quotenlp_test_split")
def split(doc):
    """Split every long word in two."""
    with doc.retokenize() as retokenizer:
        for token in doc:
            if len(token) > 5 and token.is_alpha:
                retokenizer.split(token, [token.text[:2], token.text[2:]], heads=[(token, 0), (token, 0)])
    return doc


@pytest.mark.parametrize("component", ["quotenlp_test_merge", "quotenlp_test_split"])
def test_retokenizer_later_in_the_pipeline(expected, component):
    nlp = quotenlp.load("rules")
    nlp.add_pipe(component)
    doc = nlp(ARTICLE)
    assert dump(doc) == expected[0]
    quotenlp.realign(doc)
    assert dump(doc) == expected[0]
    quotes = doc.spans[QUOTES]
    assert {span.text for span in quotes if span.label_ == "CUE"} >= {"said"}
    starts = {offset for quote in doc._.quotes for offset in [quote.content[0].start]}
    assert starts <= {span.start_char for span in quotes if span.label_ == "CONTENT"}


@pytest.mark.parametrize("component", ["quotenlp_test_merge", "quotenlp_test_split"])
def test_retokenized_doc_travels(nlp, doc, component):
    before = dump(doc)
    nlp_with = quotenlp.load("rules")
    nlp_with.add_pipe(component)
    moved = quotenlp.realign(nlp_with(ARTICLE))
    (back,) = DocBin().from_bytes(DocBin(docs=[moved]).to_bytes()).get_docs(nlp.vocab)
    assert dump(back) == before


# Processes


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_n_process(nlp, expected, method):
    if method not in multiprocessing.get_all_start_methods():
        pytest.skip(f"no {method} on this system")
    before = multiprocessing.get_start_method(allow_none=True)
    multiprocessing.set_start_method(method, force=True)
    try:
        assert [dump(doc) for doc in nlp.pipe(TEXTS, n_process=2, batch_size=2)] == expected
    finally:
        multiprocessing.set_start_method(before, force=True)


def test_command_line_with_spawned_processes(tmp_path, expected):
    code = (
        "import multiprocessing; from quotenlp.cli import main\n"
        "if __name__ == '__main__':\n    multiprocessing.set_start_method('spawn'); main()\n"
    )
    (tmp_path / "spawned.py").write_text(code)
    (tmp_path / "a.txt").write_text(ARTICLE, "utf8")
    command = [sys.executable, "spawned.py", "extract", "a.txt", "--model", "rules", "--n-process", "2"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    back = quotenlp.Extraction.model_validate_json(done.stdout)
    assert back.model_copy(update={"id": None}).model_dump_json() == expected[0]


# Pipelines


def test_pickled_pipeline(nlp, expected):
    assert dump(pickle.loads(pickle.dumps(nlp))(ARTICLE)) == expected[0]


def lexicon_with_own_verb():
    """An addition to the packaged lexicon that makes “foghorned” a cue."""
    return {"cues": {"foghorn": {"mode": "speech", "frames": ["quote", "that"]}}}


def own_pipeline():
    nlp = spacy.blank("en")
    nlp.add_pipe("quote_detector", config={"lexicon_extra": lexicon_with_own_verb()})
    nlp.add_pipe("source_classifier", config={"lexicon_extra": {}})
    nlp.add_pipe("stance_cues", config={"markers": False})
    return nlp


def test_settings_and_lexicon_from_disk(tmp_path):
    nlp = own_pipeline()
    nlp.to_disk(tmp_path / "own")
    back = spacy.load(tmp_path / "own")
    text = "“The boats will sail,” foghorned Keiko Arai. “Nothing is certain.”"
    assert dump(back(text)) == dump(nlp(text))
    assert back.get_pipe("stance_cues").settings.markers is False
    for name in nlp.pipe_names:
        assert back.get_pipe(name).lexicon == nlp.get_pipe(name).lexicon
        assert back.get_pipe(name).settings == nlp.get_pipe(name).settings


def test_own_verb_is_used(tmp_path):
    nlp = own_pipeline()
    nlp.to_disk(tmp_path / "own")
    for pipeline in (nlp, spacy.load(tmp_path / "own")):
        (quote,) = pipeline("“The boats will sail,” foghorned Keiko Arai.")._.quotes
        assert quote.cue.lemma == "foghorn"


def test_saved_lexicon_wins_over_the_packaged_one(tmp_path):
    nlp = own_pipeline()
    nlp.get_pipe("quote_detector").to_disk(tmp_path)
    other = spacy.blank("en").add_pipe("quote_detector")
    assert other.from_disk(tmp_path).lexicon == nlp.get_pipe("quote_detector").lexicon


def test_pipeline_to_bytes(expected):
    nlp = own_pipeline()
    back = spacy.blank("en")
    for name in nlp.pipe_names:
        back.add_pipe(name)
    back.from_bytes(nlp.to_bytes())
    assert back.get_pipe("quote_detector").lexicon == nlp.get_pipe("quote_detector").lexicon
    (quote,) = back("“The boats will sail,” foghorned Keiko Arai.")._.quotes
    assert quote.cue.lemma == "foghorn"


def test_exclude(tmp_path):
    pipe = own_pipeline().get_pipe("quote_detector")
    plain = spacy.blank("en").add_pipe("quote_detector")
    packaged = plain.lexicon
    assert plain.from_bytes(pipe.to_bytes(exclude=["lexicon"])).lexicon == packaged
    assert plain.from_bytes(pipe.to_bytes(), exclude=["lexicon"]).lexicon == packaged
    pipe.to_disk(tmp_path, exclude=["lexicon"])
    assert plain.from_disk(tmp_path).lexicon == packaged


def test_disabled_and_excluded_components(nlp, expected, tmp_path):
    with nlp.select_pipes(disable=["quote_detector", "source_classifier", "stance_cues"]):
        assert nlp(ARTICLE)._.quotes == ()
    with nlp.select_pipes(disable=["source_classifier", "stance_cues"]):
        doc = nlp(ARTICLE)
    everything = quotenlp.Extraction.model_validate_json(expected[0])
    assert [quote.content for quote in doc._.quotes] == [quote.content for quote in everything.quotes]
    assert doc._.sources == ()
    assert all(quote.cue is None or quote.cue.stance is None for quote in doc._.quotes)
    nlp.to_disk(tmp_path / "own")
    assert spacy.load(tmp_path / "own", exclude=["stance_cues"])(ARTICLE)._.quotes
    later = spacy.load(tmp_path / "own", disable=["stance_cues"])
    later.enable_pipe("stance_cues")
    assert dump(later(ARTICLE)) == expected[0]


def test_components_by_name_in_a_config_file(tmp_path, expected):
    names = ("quote_detector", "source_classifier", "stance_cues")
    config = f'[nlp]\nlang = "en"\npipeline = {json.dumps(names)}\n\n[components]\n'
    config += "".join(f'\n[components.{name}]\nfactory = "{name}"\n' for name in names)
    (tmp_path / "config.cfg").write_text(config)
    nlp = spacy.util.load_model_from_config(spacy.util.load_config(tmp_path / "config.cfg"), auto_fill=True)
    assert dump(nlp(ARTICLE)) == expected[0]
