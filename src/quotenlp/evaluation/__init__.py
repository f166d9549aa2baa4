"""Scores what was found against gold: attributions, sources, and quotes inside spaCy's own evaluation."""

from quotenlp.evaluation.counts import Counts
from quotenlp.evaluation.examples import annotate_gold, make_example, quotes_scorer
from quotenlp.evaluation.quotes import ROLES, Attribution, Scores, quotes_table, score, words_table
from quotenlp.evaluation.sources import SOURCE_FIELDS, SourceScores, score_sources, sources_table

__all__ = [
    "ROLES",
    "SOURCE_FIELDS",
    "Attribution",
    "Counts",
    "Scores",
    "SourceScores",
    "annotate_gold",
    "make_example",
    "quotes_scorer",
    "quotes_table",
    "score",
    "score_sources",
    "sources_table",
    "words_table",
]
