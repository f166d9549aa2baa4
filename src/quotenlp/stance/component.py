"""The spaCy face of the stance layer."""

from __future__ import annotations

from spacy.tokens import Doc

from quotenlp.component import LexiconPipe
from quotenlp.lexicon import Lexicon
from quotenlp.settings import StanceSettings


class StanceCues(LexiconPipe[StanceSettings]):
    """Placeholder."""

    layer = "stance"
    settings_type = StanceSettings

    def compile(self, lexicon: Lexicon) -> None:
        pass

    def annotate(self, doc: Doc) -> None:
        pass
