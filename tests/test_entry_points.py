"""The package as spaCy and Python find it."""

import subprocess
import sys
from importlib.metadata import entry_points

import pytest
import spacy

import quotenlp


def python(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error::ImportWarning", "-c", code], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_components_without_importing_quotenlp():
    code = """
import spacy
nlp = spacy.blank("en")
for name in ("quote_detector", "source_classifier", "stance_cues"):
    nlp.add_pipe(name)
doc = nlp("“The boats will sail,” said Keiko Arai.")
print(doc._.quotes[0].content[0].text, doc._.sources[0].name)
"""
    assert python(code) == "“The boats will sail,” Keiko Arai"


def test_importing_spacy_does_not_import_quotenlp():
    assert python("import spacy, sys; print([m for m in sys.modules if m.startswith('quotenlp')])") == "[]"


def test_blank_pipelines_stay_light():
    code = """
import sys, spacy
before = set(sys.modules)
spacy.blank("en")
heavy = {"pandas", "pyarrow", "torch", "polars", "sklearn", "typer", "tqdm.auto"}
new = set(sys.modules) - before
print(sorted(new & heavy), sorted(m for m in new if m.startswith("quotenlp") and m.count(".") > 1))
"""
    assert python(code) == "[] []"


@pytest.mark.parametrize(
    "group",
    ["spacy_factories", "spacy_misc", "spacy_scorers", "spacy_readers", "spacy_architectures", "console_scripts"],
)
def test_entry_points_load(group):
    ours = [point for point in entry_points(group=group) if point.value.startswith("quotenlp.")]
    assert ours
    for point in ours:
        assert callable(point.load())


def test_lexicon_is_registered():
    load = spacy.registry.misc.get("quotenlp.lexicon.v1")
    assert load("quotes") == quotenlp.load_lexicon("quotes")


def test_all_names_exist_and_are_sorted():
    assert list(quotenlp.__all__) == sorted(quotenlp.__all__)
    for name in quotenlp.__all__:
        assert hasattr(quotenlp, name)


def test_public_names():
    assert {"load", "extract", "add_to", "get_extraction", "realign", "json_schema"} <= set(quotenlp.__all__)
    assert {"Extraction", "Quote", "Source", "StanceMarker", "QuoteNLPError"} <= set(quotenlp.__all__)


def test_adding_twice_changes_nothing():
    nlp = quotenlp.add_to(quotenlp.load("rules"))
    assert nlp.pipe_names == ["quote_detector", "source_classifier", "stance_cues"]


def test_pipeline_analysis_finds_no_gaps():
    problems = quotenlp.load("rules").analyze_pipes()["problems"]
    assert not any(problems.values())


def test_the_pipeline_without_weights_takes_texts_of_any_length():
    nlp = quotenlp.load("rules")
    text = "The boats will sail. " * 50_000 + "“They will,” said Keiko Arai."
    assert len(text) > spacy.blank("en").max_length
    assert [quote.text for quote in nlp(text)._.quotes] == ["“They will,”"]
