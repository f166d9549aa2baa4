"""Measure the accuracy of quote detection.

    python benchmarks/accuracy.py [GOLD.jsonl] [--half tune|report] [--model rules|NAME|PATH]

Without GOLD: the project's own ten annotated articles (tests/data/articles.jsonl), on which the rules were developed.
Any file in the form that `quotenlp.evaluation` documents will do, for one PolNeAR converted to it. ``--half`` splits it
by the hash of the document ids: the rules were tuned on the half "tune" of PolNeAR's training articles, and figures are
reported on the half "report".
"""

import argparse
import hashlib
import json
from pathlib import Path

import spacy

import quotenlp
from quotenlp.evaluation import score

ARTICLES = Path(__file__).parent.parent / "tests" / "data" / "articles.jsonl"


def read(path):
    """Gold documents of a file; the articles' own form is turned into the one that the scorer reads."""
    for line in path.read_text(encoding="utf8").splitlines():
        doc = json.loads(line)
        if "quotes" in doc:
            doc["attributions"] = doc["quotes"]
            doc["discard"] = [span for neutral in doc["neutral"] for span in neutral["content"]]
        yield doc


def half_of(doc):
    """Which half a document belongs to."""
    return ("tune", "report")[int(hashlib.md5(doc["id"].encode()).hexdigest(), 16) % 2]


def predict(doc):
    """The attributions of a Doc, as the scorer reads them."""
    return [
        {
            "source": [[quote.source.start, quote.source.end]] if quote.source else [],
            "cue": [[quote.cue.start, quote.cue.end]] if quote.cue else [],
            "content": [[span.start, span.end] for span in quote.content],
        }
        for quote in doc._.quotes
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="?", type=Path, default=ARTICLES)
    parser.add_argument("--half", choices=("tune", "report"))
    parser.add_argument("--model", default="rules", help="rules, or a pipeline that spacy.load takes (default: rules)")
    args = parser.parse_args()
    nlp = quotenlp.load() if args.model == "rules" else quotenlp.add_to(spacy.load(args.model))
    gold = [doc for doc in read(args.gold) if args.half in (None, half_of(doc))]
    docs = nlp.pipe(((doc["text"], doc["id"]) for doc in gold), as_tuples=True)
    scores = score(gold, {name: predict(doc) for doc, name in docs})
    print(f"{args.gold.name}, {args.half or 'all'}: {len(gold)} documents, pipeline {args.model}")
    print(f"{'':10}{'gold':>6}{'found':>7}   {'whole attribution':<22}{'content by half':<22}content exact")
    for name, row in scores.items():
        cells = "".join(
            f"{100 * c.precision:5.1f} {100 * c.recall:5.1f} {100 * c.f_score:5.1f}     "
            for c in (row.whole, row.content, row.exact)
        )
        print(f"{name:10}{row.whole.gold:6}{row.whole.predicted:7}   {cells}".rstrip())
    print("(precision, recall, F of each)")


if __name__ == "__main__":
    main()
