"""textacy's quotation extractor on the same articles, by the same scores.

    python benchmarks/peers.py [GOLD.jsonl] [--part tune|report] [--parser NAME|PATH]

needs ``pip install textacy``. Without GOLD: tests/data/registers-report.jsonl; ``--part`` as in accuracy.py.
``direct_quotations`` of textacy wants a parsed Doc with lemmas and parts of speech: by default the syntax of the
embedded pipeline, completed with a table of parts of speech and spaCy's lemmatizer by rules; with ``--parser`` any
spaCy pipeline that has all of them. It raises an error at an odd number of quotation marks; such an article counts as
one in which nothing was found.
"""

from importlib.metadata import version
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from textacy.extract.triples import direct_quotations

from accuracy import gold_of, options
from quotenlp.evaluation import quotes_table, score

ROOT = Path(__file__).parent.parent
ARTICLES = ROOT / "tests" / "data" / "registers-report.jsonl"
SYNTAX = ROOT / "src" / "quotenlp" / "models" / "en"

PARTS_OF_SPEECH = {"NN": "NOUN", "NNP": "PROPN", "VB": "VERB", "MD": "AUX", "JJ": "ADJ", "RB": "ADV", "PRP": "PRON"}


@Language.component("parts_of_speech")
def parts_of_speech(doc: Doc) -> Doc:
    """Coarse parts of speech from Penn tags, as far as textacy and the lemmatizer look at them."""
    for token in doc:
        same = (PARTS_OF_SPEECH[token.tag_[:n]] for n in (3, 2) if token.tag_[:n] in PARTS_OF_SPEECH)
        token.pos_ = "PUNCT" if token.is_punct else "AUX" if token.dep_.startswith("aux") else next(same, "X")
    return doc


def embedded_syntax() -> Language:
    """The embedded tagger and parser, with what textacy needs beside them."""
    nlp = spacy.load(SYNTAX, exclude=["attribution_tagger"])
    nlp.add_pipe("parts_of_speech")
    nlp.add_pipe("lemmatizer", config={"mode": "rule"}).initialize()
    return nlp


def quotations(doc: Doc) -> list[dict]:
    """What textacy finds, as attributions."""
    return [
        {
            "source": [_span(found.speaker)],
            "cue": [_span(found.cue)],
            "content": [[found.content.start_char, found.content.end_char]],
        }
        for found in direct_quotations(doc)
    ]


def _span(tokens):
    return [tokens[0].idx, tokens[-1].idx + len(tokens[-1])]


def main():
    parser = options(__doc__, ARTICLES)
    parser.add_argument("--parser", help="a spaCy pipeline with parser, parts of speech and lemmas")
    args = parser.parse_args()
    nlp = spacy.load(args.parser) if args.parser else embedded_syntax()
    gold = gold_of(args)
    predicted, refused = {}, 0
    for article, doc in zip(gold, nlp.pipe(article["text"] for article in gold), strict=True):
        try:
            predicted[article["id"]] = quotations(doc)
        except ValueError:
            predicted[article["id"]] = []
            refused += 1
    print(f"{args.gold.name}: {len(gold)} documents, textacy {version('textacy')}, {refused} refused")
    print("\n".join(quotes_table(score(gold, predicted))))


if __name__ == "__main__":
    main()
