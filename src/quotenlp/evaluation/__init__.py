"""Scores what was found against gold: attributions, sources, stance, and quotes inside spaCy's own evaluation."""

from quotenlp.evaluation.constructions import CONSTRUCTIONS, construction_of, errors_table
from quotenlp.evaluation.counts import Counts
from quotenlp.evaluation.examples import annotate_gold, make_example, quotes_scorer
from quotenlp.evaluation.quotes import ROLES, Attribution, Outcome, Scores, outcomes, quotes_table, score, words_table
from quotenlp.evaluation.sources import SOURCE_FIELDS, SourceScores, score_sources, sources_table
from quotenlp.evaluation.stance import CUE_FIELDS, StanceScores, score_stance, stance_table

__all__ = [
    "CONSTRUCTIONS",
    "CUE_FIELDS",
    "ROLES",
    "SOURCE_FIELDS",
    "Attribution",
    "Counts",
    "Outcome",
    "Scores",
    "SourceScores",
    "StanceScores",
    "annotate_gold",
    "construction_of",
    "errors_table",
    "make_example",
    "outcomes",
    "quotes_scorer",
    "quotes_table",
    "score",
    "score_sources",
    "score_stance",
    "sources_table",
    "stance_table",
    "words_table",
]
