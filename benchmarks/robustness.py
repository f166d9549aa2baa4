"""Measure what odd typography costs: the same articles in other marks, without marks, in capitals, wrapped.

    python benchmarks/robustness.py [GOLD.jsonl] [--part tune|report] [--model NAME|PATH]

Every variant changes characters one for one, so that the gold offsets stay right. GOLD, ``--part`` and ``--model`` are
those of accuracy.py. Prints F of whole attributions: all, and those that are quoted in the original.
"""

import re

from accuracy import gold_of, options, pipeline, predict
from quotenlp.evaluation import score

MARKS = {"“": '"', "”": '"', "‘": "'", "’": "'"}


def _replaced(table):
    return lambda text: text.translate(str.maketrans(table))


def _wrapped(text):
    """Lines of about 80 characters, as in mail and old archives."""
    return re.sub(r"([^\n]{60,80}) (?=\S)", r"\1\n", text)


VARIANTS = {
    "as it is": str,
    "straight marks": _replaced(MARKS),
    "guillemets": _replaced({"“": "«", "”": "»", '"': '"'}),
    "single marks": _replaced({"“": "‘", "”": "’", '"': "'"}),
    "no marks": _replaced({"“": " ", "”": " ", '"': " "}),
    "capitals": lambda text: "".join(c.upper() if len(c.upper()) == 1 else c for c in text),
    "small letters": lambda text: "".join(c.lower() if len(c.lower()) == 1 else c for c in text),
    "no paragraphs": _replaced({"\n": " "}),
    "no-break spaces": lambda text: re.sub(r" (?=\w{2}\b)", "\u00a0", text),
    "lines wrapped": _wrapped,
}


def main():
    parser = options(__doc__)
    parser.add_argument("--model", default="embedded")
    args = parser.parse_args()
    gold = gold_of(args)
    nlp = pipeline(args.model, {})
    print(f"{args.gold.name}, {args.part or 'all'}: {len(gold)} documents, pipeline {args.model}")
    print(f"{'variant':16}{'all':>7}{'quoted':>8}")
    for name, change in VARIANTS.items():
        found = predict(nlp, [{**doc, "text": change(doc["text"])} for doc in gold])
        scores = score(gold, found)
        print(f"{name:16}{100 * scores['all'].whole.f_score:7.1f}{100 * scores['quoted'].whole.f_score:8.1f}")


if __name__ == "__main__":
    main()
