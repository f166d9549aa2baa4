"""The spaCy face of the sources layer."""

from __future__ import annotations

from spacy.tokens import Doc

from quotenlp.component import LexiconPipe
from quotenlp.document import QUOTES, SOURCES, doc_text, group_offsets, read_layer, write_layer
from quotenlp.lexicon import Lexicon
from quotenlp.settings import SourceSettings
from quotenlp.sources.classify import Classifier


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

    def annotate(self, doc: Doc) -> None:
        """Write the sources of ``doc``; without mentions, an empty layer."""
        spans = group_offsets(doc, self.settings.spans_key)
        entities = [(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents] if spans else []
        clusters = _clusters(doc, self.settings.coref_prefix) if spans else []
        quotes = (read_layer(doc, QUOTES) or {"quotes": []})["quotes"]
        write_layer(doc, SOURCES, self._classifier.classify(doc_text(doc), spans, entities, clusters, quotes))


def _clusters(doc: Doc, prefix: str) -> list[list[tuple[int, int]]]:
    """Character offsets of the span groups that a coreference component left, one group a cluster."""
    groups = [doc.spans[key] for key in sorted(doc.spans) if key.startswith(prefix)]
    return [[(span.start_char, span.end_char) for span in group] for group in groups]
