"""Pipelines ready to use."""

from __future__ import annotations

import warnings
from functools import lru_cache
from pathlib import Path

import spacy
from spacy.language import Language

from quotenlp.document import get_extraction
from quotenlp.errors import QuoteNLPError
from quotenlp.records import Extraction

COMPONENTS = ("quote_detector", "source_classifier", "stance_cues")
TAGGER = "attribution_tagger"

PIPELINES = ("embedded", "rules")

_SYNTAX = ("tok2vec", "tagger", "parser")
_WEIGHTS = Path(__file__).parent / "models" / "en"


def load(name: str = "embedded") -> Language:
    """Load a pipeline that comes with the package; nothing is downloaded.

    Args:
        name: "embedded", the English pipeline with trained weights (tagger, parser, `attribution_tagger`), or "rules",
            the one without: faster, and it finds less indirect speech. Both end in the same three components.

    Raises:
        QuoteNLPError: no such pipeline.
    """
    if name not in PIPELINES:
        raise QuoteNLPError(
            f"no embedded pipeline {name!r}: choose one of {', '.join(PIPELINES)}, "
            "or load your own with spacy.load() and pass it to quotenlp.add_to()"
        )
    return add_to(_trained() if name == "embedded" else spacy.blank("en"))


def add_to(nlp: Language, *, tagger: bool = False) -> Language:
    """Add the three components to the end of a pipeline, those that it lacks; a second call changes nothing.

    Args:
        nlp: any English pipeline; changed in place.
        tagger: whether to add the trained `attribution_tagger` of the embedded pipeline too, before `quote_detector`.
            It has weights of its own and leaves the other components as they are.

    Returns:
        ``nlp`` itself.
    """
    for component in COMPONENTS:
        if not _has(nlp, component):
            nlp.add_pipe(component)
    if tagger and not _has(nlp, TAGGER):
        detector = next(p for p in nlp.pipe_names if nlp.get_pipe_meta(p).factory == COMPONENTS[0])
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=r"\[W113\]")  # word vectors may differ: the tagger reads none
            nlp.add_pipe(TAGGER, source=spacy.load(_WEIGHTS, exclude=_SYNTAX), before=detector)
    return nlp


def _trained() -> Language:
    """What training made: the packaged weights, without the three components."""
    from quotenlp.models.ops import use_numpy_blas  # an import that spacy.blank() should not pay for

    nlp = spacy.load(_WEIGHTS)
    for name in _SYNTAX:  # attribution_tagger does so by itself
        use_numpy_blas(nlp.get_pipe(name).model)  # type: ignore[attr-defined]
    return nlp


def _has(nlp: Language, factory: str) -> bool:
    return any(nlp.get_pipe_meta(pipe).factory == factory for pipe in nlp.component_names)


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
