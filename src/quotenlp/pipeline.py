"""Pipelines ready to use."""

from __future__ import annotations

from functools import lru_cache

import spacy
from spacy.language import Language

from quotenlp.document import get_extraction
from quotenlp.errors import QuoteNLPError
from quotenlp.records import Extraction

COMPONENTS = ("quote_detector", "source_classifier", "stance_cues")

PIPELINES = {"rules": "en"}


def load(name: str = "rules") -> Language:
    """Load the embedded pipeline; nothing is downloaded.

    Args:
        name: "rules", the weightless English pipeline.

    Raises:
        QuoteNLPError: no such pipeline.
    """
    if name not in PIPELINES:
        raise QuoteNLPError(
            f"no embedded pipeline {name!r}: choose one of {', '.join(PIPELINES)}, "
            "or load your own with spacy.load() and pass it to quotenlp.add_to()"
        )
    return add_to(spacy.blank(PIPELINES[name]))


def add_to(nlp: Language) -> Language:
    """Add the three components to the end of a pipeline, those that it lacks; a second call changes nothing.

    Args:
        nlp: any English pipeline; changed in place.

    Returns:
        ``nlp`` itself.
    """
    for component in COMPONENTS:
        if not any(nlp.get_pipe_meta(pipe).factory == component for pipe in nlp.component_names):
            nlp.add_pipe(component)
    return nlp


def extract(text: str, *, nlp: Language | None = None, id: str | None = None) -> Extraction:
    """Extract quotes, sources and stance from one text.

    Args:
        text: the article; offsets of all records refer to it, unchanged.
        nlp: a pipeline with the quotenlp components; the embedded one if None.
        id: carried into the record.

    Returns:
        One `Extraction`.
    """
    doc = (nlp or _default())(text)
    return get_extraction(doc).model_copy(update={"id": id})


@lru_cache(maxsize=1)
def _default() -> Language:
    return load()
