"""Put trained parts together into the pipeline that the package embeds.

    python training/assemble.py SYNTAX TAGGER OUT [--meta FILE]

SYNTAX has tok2vec, tagger and parser (training/syntax.cfg), TAGGER the attribution_tagger (training/config.cfg). OUT
becomes a folder that spacy.load takes; src/quotenlp/models/en is the packaged one. ``--meta`` is a JSON file with what
meta.json says beside the usual: description, data, licences, figures, commands.
"""

import argparse
import shutil
from pathlib import Path

import spacy
import srsly
from spacy.util import load_config
from spacy.vocab import Vocab


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("syntax")
    parser.add_argument("tagger")
    parser.add_argument("out", type=Path)
    parser.add_argument("--meta", type=Path)
    args = parser.parse_args()
    nlp = spacy.load(args.syntax)
    nlp.add_pipe("attribution_tagger", source=spacy.load(args.tagger))
    nlp.meta["performance"] = {}  # the figures of each part's training say nothing of the whole
    nlp.meta.update(srsly.read_json(args.meta) if args.meta else {})
    if args.out.exists():
        shutil.rmtree(args.out)
    nlp.to_disk(args.out, exclude=["vocab"])
    config = load_config(args.out / "config.cfg")
    config["paths"].update(train=None, dev=None)  # where the data lay is nobody's business
    config["nlp"]["batch_size"] = 16  # articles are long: the arrays of more do not fit the processor's caches
    config.to_disk(args.out / "config.cfg")
    labels = {label for name in nlp.pipe_names for label in getattr(nlp.get_pipe(name), "labels", ())}
    Vocab(strings=sorted(labels)).to_disk(args.out / "vocab")  # no word of the training texts
    size = sum(file.stat().st_size for file in args.out.rglob("*") if file.is_file())
    print(f"{args.out}: {', '.join(nlp.pipe_names)}; {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
