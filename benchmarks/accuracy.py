"""Measure the accuracy of quote detection.

    python benchmarks/accuracy.py [GOLD.jsonl] [--part tune|report] [--model rules|NAME|PATH] [--errors]

Without GOLD: the project's own ten annotated articles (tests/data/articles.jsonl), on which the rules were developed.
tests/data/registers.jsonl has 24 more, in other registers. Any file in a form that docs/evaluation.md describes will
do, for one PolNeAR converted to it. ``--part`` splits it by the hash of the document ids, three quarters to one: the
rules and the lexicon were tuned on the part "tune" of PolNeAR's training articles and of the registers, and figures are
reported on the part "report". ``--errors`` adds a table of errors by construction.
"""

import argparse
import hashlib
from pathlib import Path

import spacy

import quotenlp
from quotenlp.evaluation import errors_table, quotes_table, score, words_table
from quotenlp.io.gold import documents_of, predictions_of, read_gold
from quotenlp.io.stream import extract_json

ARTICLES = Path(__file__).parent.parent / "tests" / "data" / "articles.jsonl"


def part_of(doc):
    """Which part a document belongs to."""
    return "report" if int(hashlib.md5(doc["id"].encode()).hexdigest(), 16) % 4 == 3 else "tune"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="?", type=Path, default=ARTICLES)
    parser.add_argument("--part", choices=("tune", "report"))
    parser.add_argument("--errors", action="store_true", help="also print errors by construction")
    parser.add_argument("--model", default="rules", help="rules, or a pipeline that spacy.load takes (default: rules)")
    args = parser.parse_args()
    nlp = quotenlp.load() if args.model == "rules" else quotenlp.add_to(spacy.load(args.model))
    gold = [doc for doc in read_gold(args.gold) if args.part in (None, part_of(doc))]
    predicted = predictions_of(extract_json(nlp, documents_of(gold)), gold)
    print(f"{args.gold.name}, {args.part or 'all'}: {len(gold)} documents, pipeline {args.model}")
    scores = score(gold, predicted.attributions)
    print("\n".join([*quotes_table(scores), "", *words_table(scores)]))
    if args.errors:
        print("\n".join(["", *errors_table(gold, predicted.attributions)]))


if __name__ == "__main__":
    main()
