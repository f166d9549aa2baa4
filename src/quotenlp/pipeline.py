"""Pipelines ready to use."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from quotenlp.document import get_extraction, source_fields
from quotenlp.errors import QuoteNLPError
from quotenlp.records import Extraction, Source
from quotenlp.tokens import doc_text

COMPONENTS = ("quote_detector", "source_classifier", "stance_cues")
CLASSIFIER = "source_classifier"
TAGGER = "attribution_tagger"

PIPELINES = ("embedded", "rules")

_SYNTAX = ("tok2vec", "tagger", "parser")
_WEIGHTS = Path(__file__).parent / "models" / "en"


def load(name: str = "embedded", *, translated: bool = False) -> Language:
    """Load a pipeline that comes with the package; nothing is downloaded.

    Args:
        name: "embedded", the English pipeline with trained weights (tagger, parser, `attribution_tagger`), or "rules",
            the one without: faster, and it finds less indirect speech. Both end in the same three components.
        translated: see `add_to`.

    Raises:
        QuoteNLPError: no such pipeline.
    """
    if name not in PIPELINES:
        raise QuoteNLPError(
            f"no embedded pipeline {name!r}: choose one of {', '.join(PIPELINES)}, "
            "or load your own with spacy.load() and pass it to quotenlp.add_to()"
        )
    return add_to(_trained() if name == "embedded" else _blank(), translated=translated)


def load_any(name: str, *, translated: bool = False) -> Language:
    """Load a packaged pipeline, or any English spaCy pipeline, to which the components that it lacks are added.

    Args:
        name: as for `load`, or an installed spaCy package, or the folder of a pipeline.
        translated: see `add_to`.

    Raises:
        QuoteNLPError: the pipeline cannot be loaded.
    """
    if name in PIPELINES:
        return load(name, translated=translated)
    try:
        nlp = spacy.load(name)
    except (OSError, ValueError, ImportError) as error:
        reason = str(error).strip().splitlines()[0]
        raise QuoteNLPError(
            f"pipeline {name}: cannot be loaded ({reason}): "
            f"give {', '.join(PIPELINES)}, an installed spaCy package or a pipeline's folder"
        ) from None
    return add_to(nlp, translated=translated)


def add_to(nlp: Language, *, tagger: bool = False, translated: bool = False) -> Language:
    """Add the three components to the end of a pipeline, those that it lacks; a second call changes nothing.

    Args:
        nlp: any English pipeline; changed in place.
        tagger: whether to add the trained `attribution_tagger` of the embedded pipeline too, before `quote_detector`.
            It has weights of its own and leaves the other components as they are.
        translated: whether all texts are translated (the setting of `source_classifier`).

    Returns:
        ``nlp`` itself.

    Raises:
        QuoteNLPError: ``nlp`` is no pipeline; or ``translated`` is given and the pipeline has a `source_classifier`
            already, without that setting.
    """
    _check_pipeline(nlp)
    if translated and _has(nlp, CLASSIFIER) and not _is_translating(nlp):
        raise QuoteNLPError(
            "the pipeline has a source_classifier already, and translated is its setting: "
            "make it with config={'translated': True}, or set doc._.translated on the Docs"
        )
    for component in COMPONENTS:
        if not _has(nlp, component):
            nlp.add_pipe(component, config={"translated": True} if translated and component == CLASSIFIER else {})
    if tagger and not _has(nlp, TAGGER):
        detector = next(p for p in nlp.pipe_names if nlp.get_pipe_meta(p).factory == COMPONENTS[0])
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=r"\[W113\]")  # word vectors may differ: the tagger reads none
            nlp.add_pipe(TAGGER, source=spacy.load(_WEIGHTS, exclude=_SYNTAX), before=detector)
    return nlp


def _blank() -> Language:
    """A blank pipeline for texts of any length: the limit of spaCy guards the memory of parser and NER."""
    nlp = spacy.blank("en")
    nlp.max_length = sys.maxsize
    return nlp


def _trained() -> Language:
    """What training made: the packaged weights, without the three components."""
    from quotenlp.models.ops import use_numpy_blas  # an import that spacy.blank() should not pay for

    nlp = spacy.load(_WEIGHTS)
    for name in _SYNTAX:  # attribution_tagger does so by itself
        use_numpy_blas(nlp.get_pipe(name).model)  # type: ignore[attr-defined]
    return nlp


def _check_pipeline(nlp: Language) -> None:
    if not isinstance(nlp, Language):
        raise QuoteNLPError(
            f"a spaCy pipeline is needed, not {type(nlp).__name__}: pass what quotenlp.load() or spacy.load() returned"
        )


def _is_translating(nlp: Language) -> bool:
    names = [name for name in nlp.component_names if nlp.get_pipe_meta(name).factory == CLASSIFIER]
    return any(nlp.get_pipe_config(name).get("translated") for name in names)


def _has(nlp: Language, factory: str) -> bool:
    return any(nlp.get_pipe_meta(pipe).factory == factory for pipe in nlp.component_names)


def extract(text: str, *, nlp: Language | None = None, id: str | None = None, translated: bool = False) -> Extraction:
    """Extract quotes, sources and stance from one text.

    Args:
        text: the article; offsets of all records refer to it, unchanged.
        nlp: a pipeline with the quotenlp components; the embedded one if None.
        id: carried into the record.
        translated: whether the text is translated, so that its articles, numbers and ranks may be the translator's.

    Returns:
        One `Extraction`.

    Raises:
        QuoteNLPError: ``text`` is no string, ``nlp`` no pipeline, or one without the quotenlp components.
    """
    if not isinstance(text, str):
        raise QuoteNLPError(f"extract() takes a str, not {type(text).__name__}: {_remedy(text)}")
    nlp = _default() if nlp is None else nlp
    _check_pipeline(nlp)
    if not any(_has(nlp, component) for component in COMPONENTS):
        raise QuoteNLPError("the pipeline has no quotenlp component: call quotenlp.add_to(nlp) first")
    doc = nlp.make_doc(text)
    if translated:
        doc._.translated = True
    return get_extraction(nlp(doc)).model_copy(update={"id": id})


def _remedy(text: object) -> str:
    """What to pass in place of something that is no text."""
    if isinstance(text, bytes):
        return "decode it, as in text.decode('utf-8')"
    if isinstance(text, Path):
        return "read the file, as in path.read_text(encoding='utf-8')"
    if isinstance(text, Doc):
        return "pass doc.text, or take doc._.quotenlp if a pipeline with the components made the Doc"
    if isinstance(text, Iterable):
        return "call it for each text, or use nlp.pipe with nlp = quotenlp.load()"
    return "pass the article as a string"


def classify_source(source: Span | str, *, nlp: Language | None = None) -> Source:
    """Say who a noun phrase describes, as a source: role, sector, ties, anonymity and all other fields of `Source`.

    Args:
        source: a span of a Doc, which is read with the text around it and with the quotes, entities and other mentions
            that the Doc has; or a phrase by itself.
        nlp: a pipeline with a `source_classifier`, whose lexicon and settings count; the packaged ones if None.

    Returns:
        The record; its offsets refer to the Doc's text, or to the phrase. The Doc stays as it is.

    Raises:
        QuoteNLPError: the phrase is empty or neither a span nor a string, or ``nlp`` has no `source_classifier`.
    """
    if not isinstance(source, str | Span):
        raise QuoteNLPError(
            f"classify_source() takes a span or a str, not {type(source).__name__}: "
            "pass doc[start:end], or a phrase such as 'a senior official'"
        )
    from quotenlp.sources.component import SourceClassifier

    pipes = [pipe for _, pipe in (nlp or _classifying()).pipeline if isinstance(pipe, SourceClassifier)]
    if not pipes:
        raise QuoteNLPError("the pipeline has no source_classifier: call quotenlp.add_to(nlp) first")
    doc = _classifying().make_doc(source) if isinstance(source, str) else source.doc
    start, end = (0, len(source)) if isinstance(source, str) else (source.start_char, source.end_char)
    if not doc_text(doc)[start:end].strip():
        raise QuoteNLPError("the phrase is empty: give a span or a string with a source, such as 'a senior official'")
    layer = pipes[0].classify(doc, (start, end))
    item = next(item for item in layer["sources"] if [start, end] in item["mentions"])
    return Source.model_validate(source_fields(doc_text(doc), item))


@lru_cache(maxsize=1)
def _classifying() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe(CLASSIFIER)
    return nlp


@lru_cache(maxsize=1)
def _default() -> Language:
    return load()
