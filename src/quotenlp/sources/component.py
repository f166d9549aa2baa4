"""The spaCy face of the sources layer."""

from __future__ import annotations

from typing import Any

from spacy.tokens import Doc

from quotenlp.component import LexiconPipe
from quotenlp.document import (
    QUOTE_SOURCES,
    QUOTES,
    SOURCES,
    group_offsets,
    is_translated,
    read_layer,
    write_layer,
)
from quotenlp.lexicon import Lexicon
from quotenlp.settings import SourceSettings
from quotenlp.sources.classify import Classifier
from quotenlp.tokens import doc_text


class SourceClassifier(LexiconPipe[SourceSettings]):
    """Describes who the sources are and which mentions are one speaker.

    Reads the span group ``spans_key`` and, where they are there, quotes, entities and the clusters of a coreference
    component; writes the sources layer.
    """

    layer = "sources"
    settings_type = SourceSettings

    def compile(self, lexicon: Lexicon) -> None:
        """Build the classifier from the lexicon."""
        self._classifier = Classifier(lexicon)
        self._of_translated: Classifier | None = None  # made when a text needs it

    def annotate(self, doc: Doc) -> None:
        """Write the sources of ``doc``; without mentions, an empty layer."""
        if self.settings.spans_key == QUOTE_SOURCES and QUOTE_SOURCES not in doc.spans:
            self.warn(
                "there are no sources to classify: add quote_detector before it, or name your span group in spans_key"
            )
        write_layer(doc, SOURCES, self.classify(doc))

    def classify(self, doc: Doc, span: tuple[int, int] | None = None) -> dict[str, Any]:
        """The sources layer of ``doc``, which stays as it is.

        Args:
            doc: the document.
            span: half-open character span of a mention beyond those of the span group.
        """
        spans = group_offsets(doc, self.settings.spans_key)
        if span is not None:
            spans = [*(other for other in spans if other[1] <= span[0] or span[1] <= other[0]), span]
        entities = [(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents] if spans else []
        clusters = _clusters(doc, self.settings.coref_prefix) if spans else []
        quotes = (read_layer(doc, QUOTES) or {"quotes": []})["quotes"]
        translated = self.settings.translated or is_translated(doc)
        classifier = self._translation_classifier() if translated else self._classifier
        layer = classifier.classify(doc_text(doc), spans, entities, clusters, quotes)
        return {**layer, "translated": True} if translated else layer

    def _translation_classifier(self) -> Classifier:
        if self._of_translated is None:
            self._of_translated = Classifier(self.lexicon, translated=True)
        return self._of_translated


def _clusters(doc: Doc, prefix: str) -> list[list[tuple[int, int]]]:
    """Character offsets of the span groups that a coreference component left, one group a cluster."""
    groups = [doc.spans[key] for key in sorted(doc.spans) if key.startswith(prefix)]
    return [[(span.start_char, span.end_char) for span in group] for group in groups]
