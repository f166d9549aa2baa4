"""The spaCy face of the quotes layer."""

from __future__ import annotations

from spacy.tokens import Doc

from quotenlp.component import LexiconPipe
from quotenlp.lexicon import Lexicon
from quotenlp.settings import QuoteSettings


class QuoteDetector(LexiconPipe[QuoteSettings]):
    """Placeholder."""

    layer = "quotes"
    settings_type = QuoteSettings

    def compile(self, lexicon: Lexicon) -> None:
        pass

    def annotate(self, doc: Doc) -> None:
        pass
