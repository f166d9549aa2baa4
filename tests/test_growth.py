"""Cost grows with the length of a text, not faster, whatever it is made of; see also benchmarks/suite.py.

A text of four times the length may take ten times as long here: what grows with the square takes sixteen times, and
the cases have been chosen long enough for that part to show.
"""

import pytest
import spacy
from spacy.tokens import Doc

import quotenlp
from conftest import assert_linear


def name(number):
    letters = "abcdefghijklmnopqrstuvwxyz"
    return "Z" + "".join(letters[number // 26**place % 26] for place in range(4))


CASES = {
    "quotation marks": (lambda n: '“ "' * n, 3000),
    "quotation marks that never close": (lambda n: "“ a " * n, 5000),
    "quotes": (lambda n: "“Yes,” he said. " * n, 700),
    "words in quotation marks": (lambda n: "The word “pressure” is out. " * n, 2000),
    "quoted paragraphs": (lambda n: "“It goes on.\n\n" * n, 3000),
    "one sentence": (lambda n: "the boats and the port and " * n, 8000),
    "one sentence with cues": (lambda n: "he said the boats and " * n, 2000),
    "names": (lambda n: " ".join(f"“Yes,” said {name(i)} {name(i + 9)}." for i in range(n)), 500),
    "unnamed speakers": (lambda n: " ".join(f"“Yes,” said a {name(i)} official." for i in range(n)), 400),
    "speakers told from those before": (lambda n: "“Yes,” said another official. " * n, 400),
    "grants of anonymity": (lambda n: "An aide, who asked not to be named, said it was done. " * n, 400),
    "a dialogue without speakers": (lambda n: "“Yes.” " * n, 3000),
    "people of one surname": (lambda n: " ".join(f"“Yes,” said {name(i)} Lee." for i in range(n)), 800),
    "a list of names": (lambda n: "“Yes,” said " + "Ann Lee, " * n + "of Norland.", 2000),
    "stance words": (lambda n: "Perhaps the mayor must not support the terrible levy. " * n, 1000),
    "positions": (lambda n: "“I oppose the levy and praise the port,” said Ann Lee. " * n, 300),
    "lines": (lambda n: "HOLM: Yes.\n" * n, 500),
}


@pytest.fixture(scope="module")
def nlp():
    return quotenlp.load("rules")


@pytest.mark.parametrize("case", CASES)
def test_time_grows_with_length(nlp, case):
    """Of the components and the records, without the tokenizer."""
    make, size = CASES[case]

    def extract(n):
        doc = nlp.make_doc(make(n))

        def work():
            done = doc
            for _, component in nlp.pipeline:
                done = component(done)
            return quotenlp.get_extraction(done).audit

        return work

    assert_linear(extract, size // 4, size)


def test_a_chain_of_speakers_is_no_recursion(nlp):
    doc = nlp("“Yes,” said an official. " + "“Yes,” said another official. " * 1500)
    assert len(doc._.sources) == 1501


def test_a_very_long_word_is_read():
    vocab = spacy.blank("en").vocab
    doc = Doc(vocab, words=["“" * 100_000, "a" * 1_000_000, "said", "Ann", "Lee", "."])
    assert len(quotenlp.load("rules")(doc)._.quotenlp.quotes) <= 1
