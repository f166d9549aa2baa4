"""The spaCy face of the sources layer."""

from __future__ import annotations

from spacy.tokens import Doc

from quotenlp.component import LexiconPipe
from quotenlp.lexicon import Lexicon
from quotenlp.settings import SourceSettings


class SourceClassifier(LexiconPipe[SourceSettings]):
    """Placeholder."""

    layer = "sources"
    settings_type = SourceSettings

    def compile(self, lexicon: Lexicon) -> None:
        pass

    def annotate(self, doc: Doc) -> None:
        pass
