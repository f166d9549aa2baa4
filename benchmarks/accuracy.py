"""Measure the accuracy of quote detection.

    python benchmarks/accuracy.py [GOLD.jsonl] [--part tune|report] [--model NAME|PATH] [--errors] [--curve]

Without GOLD: the project's own ten annotated articles (tests/data/articles.jsonl), on which the rules were developed.
tests/data/registers-*.jsonl has 24 more, in other registers. Any file in a form that docs/evaluation.md describes will
do, for one PolNeAR converted to it. ``--part`` splits it by the hash of the document ids, three quarters to one: the
rules, the lexicon and the tagger were made with the part "tune" of PolNeAR's training articles and of the registers,
and figures are reported on the part "report". ``--model`` is embedded, rules, or what spacy.load takes. ``--errors``
adds a table of errors by construction, ``--curve`` one of precision against recall by the setting min_score of
quote_detector.
"""

import argparse
import hashlib
import re
from pathlib import Path

import spacy

import quotenlp
from quotenlp.evaluation import ROLES, errors_table, quotes_table, score, words_table
from quotenlp.evaluation.counts import Counts, percent
from quotenlp.io.gold import documents_of, predictions_of, read_gold
from quotenlp.io.stream import extract_json
from quotenlp.pipeline import PIPELINES

ARTICLES = Path(__file__).parent.parent / "tests" / "data" / "articles.jsonl"


def part_of(doc):
    """Which part a document belongs to."""
    return "report" if int(hashlib.md5(doc["id"].encode()).hexdigest(), 16) % 4 == 3 else "tune"


def options(description, default=ARTICLES):
    """The options that choose annotated articles."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="?", type=Path, default=default)
    parser.add_argument("--part", choices=("tune", "report"))
    return parser


def gold_of(args):
    """The annotated articles that the options ask for."""
    return [doc for doc in read_gold(args.gold) if args.part in (None, part_of(doc))]


def pipeline(name, config):
    """The embedded pipelines by name, any other as spacy.load takes it; ``config`` is for quote_detector."""
    nlp = quotenlp.load(name) if name in PIPELINES else quotenlp.add_to(spacy.load(name))
    detector = next(pipe for pipe in nlp.pipe_names if nlp.get_pipe_meta(pipe).factory == "quote_detector")
    if config:
        nlp.replace_pipe(detector, "quote_detector", config=config)
    return nlp


def predict(nlp, gold):
    """Attributions by document id."""
    return predictions_of(extract_json(nlp, documents_of(gold)), gold).attributions


def fragments(attributions, text, role):
    """The fragments of one role without punctuation at their edges."""
    out = set()
    for start, end in (span for a in attributions for span in a.get(role) or []):
        words = list(re.finditer(r"\w(?:.*\w)?", text[start:end], re.DOTALL))
        out |= {(start + m.start(), start + m.end()) for m in words}
    return out


def fragments_table(gold, predicted):
    """Fragments found exactly, as papers on tagging report them: precision, recall, F by role."""
    lines = [f"{'':10}fragments found exactly (precision, recall, F)"]
    for role in ROLES:
        counts = Counts()
        for doc in gold:
            want, have = (fragments(a, doc["text"], role) for a in (doc["attributions"], predicted[doc["id"]]))
            counts.right += len(want & have)
            counts.predicted += len(have)
            counts.gold += len(want)
        lines.append(f"{role:10}{percent(counts)}")
    return lines


def curve(name, gold):
    """Precision, recall and F of whole attributions, and F of quoted ones, for several values of min_score."""
    yield f"{'min_score':10}{'precision':>10}{'recall':>8}{'F':>7}{'F quoted':>10}"
    for least in (0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5):
        scores = score(gold, predict(pipeline(name, {"min_score": least}), gold))
        whole, quoted = scores["all"].whole, scores["quoted"].whole
        cells = (100 * whole.precision, 100 * whole.recall, 100 * whole.f_score, 100 * quoted.f_score)
        yield "{:<10}{:10.1f}{:8.1f}{:7.1f}{:10.1f}".format(least, *cells)


def main():
    parser = options(__doc__)
    parser.add_argument("--errors", action="store_true", help="also print errors by construction")
    parser.add_argument("--curve", action="store_true", help="also print precision against recall")
    parser.add_argument("--model", default="embedded", help="embedded, rules, or what spacy.load takes")
    args = parser.parse_args()
    gold = gold_of(args)
    predicted = predict(pipeline(args.model, {}), gold)
    print(f"{args.gold.name}, {args.part or 'all'}: {len(gold)} documents, pipeline {args.model}")
    scores = score(gold, predicted)
    print("\n".join([*quotes_table(scores), "", *words_table(scores), "", *fragments_table(gold, predicted)]))
    if args.errors:
        print("\n".join(["", *errors_table(gold, predicted)]))
    if args.curve:
        print("\n".join(["", *curve(args.model, gold)]))


if __name__ == "__main__":
    main()
