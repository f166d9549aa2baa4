"""Factories and registered functions: the one module that entry points name.

spaCy imports it at the first ``spacy.blank()`` or ``spacy.load()`` of any program in the environment, so it stays
light: the components are imported when one is made.
"""

from typing import Any

from spacy.language import Language

from quotenlp.document import QUOTE_SOURCES
from quotenlp.lexicon import Lexicon, load_lexicon


def make_lexicon(layer: str, lang: str = "en", extend: dict[str, Any] | None = None) -> Lexicon:
    """Registered as ``quotenlp.lexicon.v1`` in ``misc``: see `quotenlp.lexicon.load_lexicon`."""
    return load_lexicon(layer, lang, extend)


@Language.factory("quote_detector", assigns=["doc.spans", "doc._.quotes"])
def make_quote_detector(
    nlp: Language,
    name: str,
    lexicon: dict[str, Any] | None = None,
    lexicon_extra: dict[str, Any] | None = None,
) -> Any:
    """Make a `quotenlp.quotes.component.QuoteDetector`."""
    from quotenlp.quotes.component import QuoteDetector

    return QuoteDetector(nlp.vocab, name, nlp.lang or "en", lexicon=lexicon, lexicon_extra=lexicon_extra)


@Language.factory("source_classifier", requires=["doc.spans"], assigns=["doc.spans", "doc._.sources"])
def make_source_classifier(
    nlp: Language,
    name: str,
    spans_key: str = QUOTE_SOURCES,
    lexicon: dict[str, Any] | None = None,
    lexicon_extra: dict[str, Any] | None = None,
) -> Any:
    """Make a `quotenlp.sources.component.SourceClassifier`."""
    from quotenlp.sources.component import SourceClassifier

    return SourceClassifier(
        nlp.vocab, name, nlp.lang or "en", spans_key=spans_key, lexicon=lexicon, lexicon_extra=lexicon_extra
    )


@Language.factory("stance_cues", requires=["doc._.quotes"], assigns=["doc.spans", "doc._.stance_cues"])
def make_stance_cues(
    nlp: Language,
    name: str,
    markers: bool = True,
    lexicon: dict[str, Any] | None = None,
    lexicon_extra: dict[str, Any] | None = None,
) -> Any:
    """Make a `quotenlp.stance.component.StanceCues`."""
    from quotenlp.stance.component import StanceCues

    return StanceCues(nlp.vocab, name, nlp.lang or "en", markers=markers, lexicon=lexicon, lexicon_extra=lexicon_extra)
