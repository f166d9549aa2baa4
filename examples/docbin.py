"""Store processed articles and read them back: the records travel with the Docs, no user data needed.

usage: python examples/docbin.py [FILE...]
"""

import sys
import tempfile
from pathlib import Path

import spacy
from spacy.tokens import DocBin

import quotenlp


def store(paths: list[Path], file: Path) -> None:
    """Process the articles and write them to a DocBin."""
    nlp = quotenlp.load()
    DocBin(docs=nlp.pipe(path.read_text(encoding="utf-8") for path in paths)).to_disk(file)


def report(paths: list[Path], file: Path) -> None:
    """Read the DocBin, which needs a vocabulary and no pipeline, and print what the articles hold."""
    vocab = spacy.blank("en").vocab
    for path, doc in zip(paths, DocBin().from_disk(file).get_docs(vocab), strict=True):
        found = quotenlp.get_extraction(doc)  # doc._.quotenlp, where a pipeline with the components was made before
        unnamed = sum(source.is_anonymous_source for source in found.sources)
        print(f"{path.name}: {len(found.quotes)} quotes, {len(found.sources)} sources, {unnamed} anonymous")


if __name__ == "__main__":
    paths = [Path(name) for name in sys.argv[1:]] or [Path(__file__).parent / "ferry-subsidy.txt"]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "articles.spacy"
        store(paths, file)
        report(paths, file)
