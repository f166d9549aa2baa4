"""Add the three components to a pipeline and print who said what.

usage: python examples/add_to_pipeline.py [FILE] [--model NAME]
"""

import argparse
from pathlib import Path

import spacy

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("file", nargs="?", type=Path, default=Path(__file__).parent / "ferry-subsidy.txt")
parser.add_argument("--model", help="an English pipeline, such as en_core_web_sm; a blank one if left out")
arguments = parser.parse_args()

nlp = spacy.load(arguments.model) if arguments.model else spacy.blank("en")
nlp.add_pipe("quote_detector")
nlp.add_pipe("source_classifier", config={"translated": False})  # settings go into config: docs/components.md
nlp.add_pipe("stance_cues")

doc = nlp(arguments.file.read_text(encoding="utf-8"))

for quote in doc._.quotes:
    speaker = doc._.quotenlp.source_of(quote)
    who = speaker.text if speaker else "(nobody named)"
    unnamed = " (anonymous)" if speaker and speaker.is_anonymous_source else ""
    cue = quote.cue.lemma if quote.cue else "-"
    print(f"{who}{unnamed} | {cue} | {quote.text}")
