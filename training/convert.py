"""Make training data for `attribution_tagger`: gold attributions to a spaCy DocBin.

    python training/convert.py GOLD OUT.spacy [--model PIPELINE] [--ids FILE]

GOLD is JSON lines or a folder of brat files, in a form that docs/evaluation.md describes. With ``--model`` a pipeline
parses the texts, so that the tagger can learn from the parse too. ``--ids`` keeps the documents named in a file.
"""

import argparse
from pathlib import Path

import spacy
from spacy.tokens import DocBin

from quotenlp.document import FRAGMENTS
from quotenlp.evaluation import ROLES
from quotenlp.io.gold import read_gold
from quotenlp.models.tagger import DISCARD


def fragments(doc, gold):
    """The gold fragments of a Doc as labelled spans; one that begins or ends inside a token is widened."""
    spans = [(s, e, role.upper()) for a in gold["attributions"] for role in ROLES for s, e in a.get(role) or []]
    spans += [(s, e, DISCARD) for s, e in gold["discard"]]
    made = (doc.char_span(s, e, label=label, alignment_mode="expand") for s, e, label in sorted(set(spans)))
    return [span for span in made if span is not None]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--model")
    parser.add_argument("--ids", type=Path)
    args = parser.parse_args()
    nlp = spacy.load(args.model) if args.model else spacy.blank("en")
    gold = read_gold(args.gold)
    if args.ids:
        wanted = set(args.ids.read_text(encoding="utf8").split())
        gold = [doc for doc in gold if doc["id"] in wanted]
    out = DocBin(attrs=["ORTH", "TAG", "HEAD", "DEP", "SENT_START", "SPACY"])
    for doc, record in zip(nlp.pipe(doc["text"] for doc in gold), gold, strict=True):
        doc.spans.clear()
        doc.spans[FRAGMENTS] = fragments(doc, record)
        out.add(doc)
    out.to_disk(args.out)
    print(f"{args.out}: {len(gold)} documents")


if __name__ == "__main__":
    main()
