"""Store processed articles and read them back: the records travel with the Docs, no user data needed.

usage: python examples/docbin.py [FILE...]
"""

import sys
import tempfile
from pathlib import Path

import spacy
from spacy.tokens import DocBin

import quotenlp

paths = [Path(name) for name in sys.argv[1:]] or [Path(__file__).parent / "ferry-subsidy.txt"]
nlp = quotenlp.load()
stored = DocBin(docs=nlp.pipe(path.read_text(encoding="utf8") for path in paths))

with tempfile.TemporaryDirectory() as folder:
    file = Path(folder) / "articles.spacy"
    stored.to_disk(file)

    vocab = spacy.blank("en").vocab
    for path, doc in zip(paths, DocBin().from_disk(file).get_docs(vocab), strict=True):
        found = quotenlp.get_extraction(doc)
        unnamed = sum(source.is_anonymous_source for source in found.sources)
        print(f"{path.name}: {len(found.quotes)} quotes, {len(found.sources)} sources, {unnamed} anonymous")
