"""Make src/quotenlp/lang/en/clusters.npz: Brown clusters of frequent words, from the tables of spacy-lookups-data.

    python training/clusters.py OUT.npz [--words 60000]

The clusters say which words behave alike ("argued", "insisted", "warned"), for words that the annotated articles never
use. Of the spellings of a word that differ in capitals, the most frequent one counts.
"""

import argparse

import numpy as np
import srsly
from spacy.strings import hash_string
from spacy_lookups_data import en


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out")
    parser.add_argument("--words", type=int, default=60_000)
    args = parser.parse_args()
    clusters, logs = (srsly.read_gzip_json(f"{en[table]}.gz") for table in ("lexeme_cluster", "lexeme_prob"))
    best = {}
    for word, cluster in clusters.items():
        if cluster:
            found = (logs.get(word, -99.0), cluster)
            best[word.lower()] = max(best.get(word.lower(), found), found)
    kept = sorted(best, key=lambda word: (-best[word][0], word))[: args.words]
    entries = sorted((hash_string(word), best[word][1]) for word in kept)
    np.savez_compressed(
        args.out,
        words=np.array([key for key, _ in entries], dtype="uint64"),
        clusters=np.array([cluster for _, cluster in entries], dtype="uint32"),
    )
    print(f"{args.out}: {len(entries)} words, {len({cluster for _, cluster in entries})} clusters")


if __name__ == "__main__":
    main()
