"""Measure the accuracy of quote detection.

    python benchmarks/accuracy.py [GOLD.jsonl] [--half tune|report] [--model rules|NAME|PATH]

Without GOLD: the project's own ten annotated articles (tests/data/articles.jsonl), on which the rules were developed.
Any file in a form that docs/evaluation.md describes will do, for one PolNeAR converted to it. ``--half`` splits it by
the hash of the document ids: the rules were tuned on the half "tune" of PolNeAR's training articles, and figures are
reported on the half "report".
"""

import argparse
import hashlib
from pathlib import Path

import spacy

import quotenlp
from quotenlp.evaluation import quotes_table, score
from quotenlp.io.gold import documents_of, predictions_of, read_gold
from quotenlp.io.stream import extract_json

ARTICLES = Path(__file__).parent.parent / "tests" / "data" / "articles.jsonl"


def half_of(doc):
    """Which half a document belongs to."""
    return ("tune", "report")[int(hashlib.md5(doc["id"].encode()).hexdigest(), 16) % 2]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="?", type=Path, default=ARTICLES)
    parser.add_argument("--half", choices=("tune", "report"))
    parser.add_argument("--model", default="rules", help="rules, or a pipeline that spacy.load takes (default: rules)")
    args = parser.parse_args()
    nlp = quotenlp.load() if args.model == "rules" else quotenlp.add_to(spacy.load(args.model))
    gold = [doc for doc in read_gold(args.gold) if args.half in (None, half_of(doc))]
    predicted = predictions_of(extract_json(nlp, documents_of(gold)), gold)
    print(f"{args.gold.name}, {args.half or 'all'}: {len(gold)} documents, pipeline {args.model}")
    print("\n".join(quotes_table(score(gold, predicted.attributions))))


if __name__ == "__main__":
    main()
