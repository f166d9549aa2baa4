"""Add the three components to a pipeline and print who said what.

usage: python examples/add_to_pipeline.py [FILE]
"""

import sys
from pathlib import Path

import spacy

nlp = spacy.blank("en")  # or any English pipeline: spacy.load("en_core_web_sm")
nlp.add_pipe("quote_detector")
nlp.add_pipe("source_classifier")
nlp.add_pipe("stance_cues")

path = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "ferry-subsidy.txt"
doc = nlp(path.read_text(encoding="utf8"))

for quote in doc._.quotes:
    speaker = doc._.quotenlp.source_of(quote)
    who = speaker.text if speaker else "(nobody named)"
    unnamed = " (anonymous)" if speaker and speaker.is_anonymous_source else ""
    cue = quote.cue.lemma if quote.cue else "-"
    print(f"{who}{unnamed} | {cue} | {quote.text}")
