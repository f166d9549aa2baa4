"""Fit the weights by which `quote_detector` scores attributions where `attribution_tagger` has run.

    python training/weigh.py PIPELINE GOLD... [--ids FILE]

PIPELINE has a trained attribution_tagger; GOLD, in a form that docs/evaluation.md describes, must be articles that the
tagger was not trained on. Every candidate that the rules and the tagger come up with is an example, a good one if
people annotated it too (half of its content, its source and cue); a logistic regression tells them apart. Each
document counts twice, with its parse and without. Prints the section "score" of the quotes lexicon: put it there, or
pass it to quote_detector as config={"lexicon_extra": {"score": {...}}}.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import spacy

from quotenlp.evaluation import outcomes
from quotenlp.io.gold import read_gold
from quotenlp.lexicon import load_lexicon
from quotenlp.quotes.attribution import find_attributions
from quotenlp.quotes.context import Context
from quotenlp.quotes.detect import read
from quotenlp.quotes.evidence import evidence_of
from quotenlp.quotes.lexicon import compile_lexicon
from quotenlp.quotes.modelled import features
from quotenlp.quotes.tree import tree_of

PENALTY = 1.0


def candidates(doc, lexicon):
    """The attributions of a Doc, as dicts of spans, each with its features."""
    reading = read(doc, lexicon)
    st = reading.levels[None]
    context = Context(st, lexicon, reading.text, tree_of(doc, st), evidence_of(doc, st), min_score=0.0)
    for a in find_attributions(context):
        spans = {
            "source": [st.span(*a.source)] if a.source else [],
            "cue": [st.span(*a.cue)] if a.cue else [],
            "content": [st.span(*span) for span in a.content],
        }
        yield spans, features(context, context.evidence, a)


def examples(gold, docs, lexicon):
    """The features of every candidate, and whether it is good."""
    for record, doc in zip(gold, docs, strict=True):
        found = list(candidates(doc, lexicon))
        good = {id(o.predicted) for o in outcomes(record, [spans for spans, _ in found]) if o.right}
        yield from ((row, id(spans) in good) for spans, row in found)


def fit(rows, labels, rounds=50):
    """Newton's method for a logistic regression with an L2 penalty."""
    x, y = np.array(rows), np.array(labels, dtype=float)
    w = np.zeros(x.shape[1])
    for _ in range(rounds):
        p = 1 / (1 + np.exp(-x @ w))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + PENALTY * np.eye(len(w))
        w -= np.linalg.solve(hessian, x.T @ (p - y) + PENALTY * w)
    return w


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pipeline")
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--ids", type=Path)
    args = parser.parse_args()
    nlp = spacy.load(args.pipeline, exclude=["quote_detector", "source_classifier", "stance_cues"])
    wanted = set(args.ids.read_text(encoding="utf8").split()) if args.ids else None
    gold = [record for path in args.gold for record in read_gold(path) if wanted is None or record["id"] in wanted]
    texts = [record["text"] for record in gold]
    lexicon = compile_lexicon(load_lexicon("quotes", nlp.lang))
    tagger = nlp.get_pipe("attribution_tagger")
    parsed = list(nlp.pipe(texts))
    rows = [*examples(gold, parsed, lexicon)]
    if parsed[0].has_annotation("DEP"):
        rows += examples(gold, tagger.pipe(map(nlp.make_doc, texts)), lexicon)
    names = list(rows[0][0])
    weights = fit([[row[name] for name in names] for row, _ in rows], [good for _, good in rows])
    print(f"{len(rows)} candidates, {sum(good for _, good in rows)} good")
    print('"score":', json.dumps({name: round(float(w), 3) for name, w in zip(names, weights, strict=True)}))


if __name__ == "__main__":
    main()
