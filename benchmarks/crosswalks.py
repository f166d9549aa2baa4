"""Count the sources of articles by their classes in quotenlp's scheme and in the published ones.

    python benchmarks/crosswalks.py [FILE.jsonl] [--text-field FIELD] [--model NAME|PATH]

Without FILE: the project's own ten articles (tests/data/articles.jsonl). Counted is what was found, not gold.
"""

import argparse
from collections import Counter
from pathlib import Path

import spacy

import quotenlp
from quotenlp import crosswalks
from quotenlp.io.reading import find_inputs, read_documents
from quotenlp.pipeline import PIPELINES

ARTICLES = Path(__file__).parent.parent / "tests" / "data" / "articles.jsonl"

SCHEMES = {
    "quotenlp anonymity": lambda source: source.anonymity,
    "Markkula": crosswalks.markkula,
    "SiR": crosswalks.sir,
    "Spangher type": crosswalks.spangher_type,
    "Spangher affiliation": crosswalks.spangher_affiliation,
    "Spangher role": crosswalks.spangher_role,
    "Spangher status": crosswalks.spangher_status,
}


def distribution(name, sources):
    """Lines with the classes of one scheme: all sources, their share, and the anonymous ones among them."""
    found = Counter(str(SCHEMES[name](source)) for source in sources)
    anonymous = Counter(str(SCHEMES[name](source)) for source in sources if source.is_anonymous_source)
    yield f"{name:<24}  sources  share  anonymous"
    for value, number in found.most_common():
        yield f"  {value:<22}  {number:>7}  {number / len(sources):>5.0%}  {anonymous[value]:>9}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, default=ARTICLES)
    parser.add_argument("--text-field", default="text", help="field of a line that holds the text")
    parser.add_argument("--model", default="embedded", help="embedded, rules, or what spacy.load takes")
    args = parser.parse_args()
    nlp = quotenlp.load(args.model) if args.model in PIPELINES else quotenlp.add_to(spacy.load(args.model))
    texts = [document.text for document in read_documents(find_inputs(args.file), text_field=args.text_field)]
    sources = [source for doc in nlp.pipe(texts) for source in doc._.sources]
    print(f"{args.file.name}: {len(texts)} documents, {len(sources)} sources, pipeline {args.model}")
    for name in SCHEMES:
        print("\n".join(["", *distribution(name, sources)]))


if __name__ == "__main__":
    main()
