"""The spaCy face of the sources layer."""

from __future__ import annotations

from spacy.tokens import Doc

from quotenlp.component import LexiconPipe
from quotenlp.document import SOURCES, doc_text, group_offsets, write_layer
from quotenlp.lexicon import Lexicon
from quotenlp.settings import SourceSettings
from quotenlp.sources.classify import Classifier


class SourceClassifier(LexiconPipe[SourceSettings]):
    """Describes who the sources are and which mentions are one speaker.

    Reads the span group ``spans_key`` and, where the pipeline has them, entities; writes the sources layer.
    """

    layer = "sources"
    settings_type = SourceSettings

    def compile(self, lexicon: Lexicon) -> None:
        """Build the classifier from the lexicon."""
        self._classifier = Classifier(lexicon)

    def annotate(self, doc: Doc) -> None:
        """Write the sources of ``doc``; without mentions, an empty layer."""
        spans = group_offsets(doc, self.settings.spans_key)
        entities = [(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents] if spans else []
        layer = {"sources": self._classifier.classify(doc_text(doc), spans, entities)}
        write_layer(doc, SOURCES, layer)
