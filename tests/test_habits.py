"""What a user expects of any library: mistakes are named with their remedy, warnings come once, nothing is printed."""

import logging
import subprocess
import sys
import warnings
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc

import quotenlp
from conftest import ARTICLE
from quotenlp import QuoteNLPError, QuoteNLPWarning, document

BLANK = spacy.blank("en")
TEXT = "“The boats will sail,” said Keiko Arai."


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (None, ["not NoneType", "as a string"]),
        (b"abc", ["not bytes", "text.decode('utf-8')"]),
        (Path("article.txt"), ["Path", "path.read_text("]),
        (BLANK(TEXT), ["not Doc", "doc._.quotenlp"]),
        ([TEXT], ["not list", "nlp.pipe"]),
        (3, ["not int", "as a string"]),
    ],
)
def test_extract_of_no_text(text, parts):
    with pytest.raises(QuoteNLPError) as raised:
        quotenlp.extract(text)
    assert all(part in str(raised.value) for part in parts)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("nlp", [None, "en_core_web_sm", BLANK(TEXT)])
def test_add_to_no_pipeline(nlp):
    with pytest.raises(QuoteNLPError, match=r"pipeline is needed, not .*spacy\.load\(\)"):
        quotenlp.add_to(nlp)


def test_extract_with_something_else_than_a_complete_pipeline():
    with pytest.raises(QuoteNLPError, match=r"not str: .*quotenlp\.load\(\)"):
        quotenlp.extract(TEXT, nlp="rules")
    with pytest.raises(QuoteNLPError, match=r"call quotenlp\.add_to\(nlp\) first"):
        quotenlp.extract(TEXT, nlp=BLANK)


@pytest.mark.parametrize("source", [None, BLANK(TEXT)])
def test_classify_no_phrase(source):
    with pytest.raises(QuoteNLPError, match=r"takes a span or a str, not .*doc\[start:end\]"):
        quotenlp.classify_source(source)


@pytest.mark.parametrize("options", [{}, {"translated": True}, {"tagger": True}])
def test_add_to_twice(options):
    nlp = quotenlp.add_to(spacy.blank("en"), **options)
    names = list(nlp.pipe_names)
    assert quotenlp.add_to(nlp, **options).pipe_names == names


def test_translated_does_not_change_what_is_there():
    with pytest.raises(QuoteNLPError, match="translated is its setting"):
        quotenlp.add_to(quotenlp.load("rules"), translated=True)


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (["source_classifier"], "source_classifier: there are no sources to classify: add quote_detector"),
        (["source_classifier", "quote_detector"], "source_classifier: there are no sources to classify"),
        (["stance_cues"], "stance_cues: no quotes are known, .*: add quote_detector before it"),
    ],
)
def test_missing_component_is_named_once(names, text):
    nlp = spacy.blank("en")
    for name in names:
        nlp.add_pipe(name)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        with pytest.warns(QuoteNLPWarning, match=text) as caught:
            docs = list(nlp.pipe([TEXT] * 50))
    assert (len(docs), len(caught)) == (50, 1)


def test_components_in_order_warn_of_nothing():
    nlp = spacy.blank("en")
    nlp.add_pipe("source_classifier", config={"spans_key": "people"})  # a group of one's own may be missing
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        nlp(TEXT)
        quotenlp.load("rules")("")
        quotenlp.classify_source("a senior official", nlp=quotenlp.load("rules"))


PROCESSES = """
import warnings

import spacy

warnings.simplefilter("always")
if __name__ == "__main__":
    nlp = spacy.blank("en")
    nlp.add_pipe("source_classifier")
    print(len(list(nlp.pipe(["A text."] * 200, n_process=2, batch_size=20))))
"""


def test_warnings_of_two_processes(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(PROCESSES)
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout) == (0, "200\n")
    assert 1 <= done.stderr.count("QuoteNLPWarning") <= 2  # one per process


def test_nothing_is_printed_and_logging_is_left_alone(capfd):
    before = list(logging.getLogger().handlers)
    quotenlp.extract(ARTICLE)
    assert capfd.readouterr() == ("", "")
    assert logging.getLogger().handlers == before
    assert all(isinstance(handler, logging.NullHandler) for handler in logging.getLogger("quotenlp").handlers)


def test_module_runs_as_the_script_does():
    done = subprocess.run([sys.executable, "-m", "quotenlp", "--version"], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, f"quotenlp {quotenlp.__version__}\n")


@pytest.mark.parametrize("command", ["extract", "report", "audit", "evaluate", "info", "schema"])
def test_help_has_an_example(call, command):
    shown = call(command, "--help").stdout
    assert f"    quotenlp {command}" in shown


@pytest.mark.parametrize(
    ("shell", "variables", "line", "expected"),
    [
        ("bash", {"COMP_CWORD": "3"}, "quotenlp extract --format ", ["jsonl", "csv", "parquet"]),
        ("bash", {"COMP_CWORD": "3"}, "quotenlp extract --model ru", ["rules"]),
        ("bash", {"COMP_CWORD": "1"}, "quotenlp ex", ["extract"]),
        ("fish", {"_TYPER_COMPLETE_FISH_ACTION": "get-args"}, "quotenlp audit --on-error ", ["stop", "skip"]),
    ],
)
def test_shell_completion(call, monkeypatch, shell, variables, line, expected):
    words = {"COMP_WORDS": line, "_TYPER_COMPLETE_ARGS": line, "_QUOTENLP_COMPLETE": f"complete_{shell}"}
    for name, value in {**words, **variables}.items():
        monkeypatch.setenv(name, value)
    done = call()
    assert (done.stdout.split(), done.stderr) == (expected, "")


@pytest.mark.parametrize(
    ("shell", "part"), [("bash", "complete -o"), ("zsh", "#compdef quotenlp"), ("fish", "complete --command quotenlp")]
)
def test_completion_script(call, monkeypatch, shell, part):
    monkeypatch.setenv("_QUOTENLP_COMPLETE", f"source_{shell}")
    assert part in call().stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("command", ["schema", "extract article.txt --model rules"])
def test_full_disk_is_one_line(tmp_path, command):
    (tmp_path / "article.txt").write_text(ARTICLE, encoding="utf-8")
    with open("/dev/full", "wb") as full:
        arguments = [sys.executable, "-m", "quotenlp", *command.split()]
        done = subprocess.run(arguments, stdout=full, stderr=subprocess.PIPE, text=True, cwd=tmp_path, timeout=60)
    assert done.returncode == 2
    assert done.stderr == "quotenlp: standard output: cannot be written (No space left on device): free some space\n"


@pytest.mark.parametrize("wrong", ["q1", 3, None])
def test_what_is_no_record_is_named(wrong):
    with pytest.raises(QuoteNLPError, match=rf"explain\(\) takes one record, not a {type(wrong).__name__}: pass"):
        quotenlp.explain(wrong)


def test_a_network_of_one_document(nlp):
    doc = nlp("Mayor Ida Holm opposes the plan.")
    extraction = quotenlp.get_extraction(doc)
    assert quotenlp.network_rows(doc) == quotenlp.network_rows(extraction) == quotenlp.network_rows([doc])
    with pytest.raises(QuoteNLPError, match="not of str: pass"):
        quotenlp.network_rows("Mayor Ida Holm opposes the plan.")


@pytest.mark.parametrize("name", ["quotes", "quotenlp"])
def test_an_attribute_that_is_taken_has_another_way(name):
    Doc.set_extension(name, getter=len, force=True)
    try:
        with pytest.raises(QuoteNLPError, match=rf"doc\._\.{name} is already registered") as caught:
            quotenlp.load("rules")
    finally:
        Doc.remove_extension(name)
    nlp = quotenlp.load("rules")
    way = str(caught.value).rpartition("quotenlp.document.")[2].partition("(doc)")[0]
    doc = nlp(TEXT)
    assert getattr(document, way)(doc) == getattr(doc._, name)
