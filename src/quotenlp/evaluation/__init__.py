"""Scores what was found against gold: attributions, sources, stance, and quotes inside spaCy's own evaluation."""

from quotenlp.evaluation.counts import Counts
from quotenlp.evaluation.examples import annotate_gold, make_example, quotes_scorer
from quotenlp.evaluation.quotes import ROLES, Attribution, Scores, quotes_table, score, words_table
from quotenlp.evaluation.sources import SOURCE_FIELDS, SourceScores, score_sources, sources_table
from quotenlp.evaluation.stance import CUE_FIELDS, StanceScores, score_stance, stance_table

__all__ = [
    "CUE_FIELDS",
    "ROLES",
    "SOURCE_FIELDS",
    "Attribution",
    "Counts",
    "Scores",
    "SourceScores",
    "StanceScores",
    "annotate_gold",
    "make_example",
    "quotes_scorer",
    "quotes_table",
    "score",
    "score_sources",
    "score_stance",
    "sources_table",
    "stance_table",
    "words_table",
]
