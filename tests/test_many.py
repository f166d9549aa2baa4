"""`quotenlp.extract_many`: many texts, in one process and in several."""

import multiprocessing
import os
import subprocess
import sys
import textwrap

import pytest
import spacy
from spacy.language import Language

import quotenlp
from conftest import ARTICLE
from quotenlp.errors import InputError

# From Python 3.12 on, a fork in a process with threads (spaCy's queues have some) warns.
pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

TEXTS = {str(n): ARTICLE.replace("Arai", f"Arai{n}") for n in range(60)}


@Language.component("fails_on_mines")
def fails_on_mines(doc):
    if "mine" in doc.text:
        raise RuntimeError("bang")
    return doc


@pytest.fixture
def mined():
    nlp = spacy.blank("en")
    nlp.add_pipe("fails_on_mines")
    return quotenlp.add_to(nlp)


@pytest.fixture(scope="module")
def expected(nlp):
    return [quotenlp.extract(text, nlp=nlp, id=id) for id, text in TEXTS.items()]


@pytest.mark.parametrize("n_process", [1, 2])
def test_records_are_those_of_extract_in_order(expected, n_process):
    found = list(quotenlp.extract_many(TEXTS.items(), "rules", n_process=n_process))
    assert found == expected
    assert "Harbour vote delayed" in found[0]._repr_html_()
    without_ids = quotenlp.extract_many(iter(TEXTS.values()), quotenlp.load("rules"), n_process=n_process)
    assert list(without_ids) == [each.model_copy(update={"id": None}) for each in expected]


@pytest.mark.parametrize("n_process", [1, 2])
def test_translated(nlp, n_process):
    (found,) = quotenlp.extract_many([ARTICLE], nlp, n_process=n_process, translated=True)
    assert found == quotenlp.extract(ARTICLE, nlp=nlp, translated=True)
    assert found.translated


@pytest.mark.parametrize("n_process", [1, 2])
def test_texts_are_read_as_they_are_needed_and_an_early_end_stops_the_processes(n_process):
    taken = []

    def endless():
        while True:
            taken.append(1)
            yield ARTICLE

    records = quotenlp.extract_many(endless(), "rules", n_process=n_process)
    assert not taken
    assert [next(records).text_length for _ in range(3)] == [len(ARTICLE)] * 3
    assert len(taken) <= 16 * 6
    records.close()
    assert not multiprocessing.active_children()


@pytest.mark.parametrize("n_process", [1, 2])
def test_a_text_that_fails(mined, n_process):
    texts = [("a", "a boat"), ("b", "a mine"), ("c", None), ("d", "a boat")]
    with pytest.raises(InputError, match=r"^text 'b': the pipeline failed \(RuntimeError: bang\): leave .* on_error$"):
        list(quotenlp.extract_many(texts[:2], mined, n_process=n_process))
    errors = []
    found = quotenlp.extract_many(texts, mined, n_process=n_process, on_error=errors.append)
    assert [each.id for each in found] == ["a", "d"]
    assert sorted(str(error).split(": ")[0] for error in errors) == ["text 'b'", "text 'c'"]
    assert not multiprocessing.active_children()


def test_mistakes_are_said_at_once(nlp):
    for arguments, message in [
        ((ARTICLE, nlp), "texts is one string"),
        (([ARTICLE], "en_no_such"), "pipeline en_no_such: cannot be loaded"),
    ]:
        with pytest.raises(quotenlp.QuoteNLPError, match=message):
            quotenlp.extract_many(*arguments)
    with pytest.raises(quotenlp.QuoteNLPError, match="n_process is 0"):
        quotenlp.extract_many([ARTICLE], nlp, n_process=0)
    with pytest.raises(InputError, match="text 2: float, not a string"):
        list(quotenlp.extract_many([ARTICLE, float("nan")], nlp))


SPAWNED = """
    import multiprocessing, sys, quotenlp

    def main():
        multiprocessing.set_start_method("spawn")
        texts = ["“We are ready,” said Ida.", "“No,” he said."] * 20
        for model in ("rules", quotenlp.load("rules")):
            records = list(quotenlp.extract_many(texts, model, n_process=2))
            assert records == list(quotenlp.extract_many(texts, "rules"))

    if {guard}:
        main()
"""


@pytest.mark.parametrize("guard", ['__name__ == "__main__"', "True"])
def test_processes_that_are_no_forks(tmp_path, guard):
    (tmp_path / "script.py").write_text(textwrap.dedent(SPAWNED.format(guard=guard)))
    command = [sys.executable, "script.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, env=os.environ)
    if guard == "True":
        assert "a worker process died" in done.stderr
        assert 'if __name__ == "__main__":' in done.stderr.splitlines()[-1]
    else:
        assert (done.returncode, done.stderr) == (0, "")
