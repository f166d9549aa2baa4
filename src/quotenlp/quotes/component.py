"""The spaCy face of the quotes layer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from spacy.tokens import Doc
from spacy.vocab import Vocab

from quotenlp.component import LexiconPipe
from quotenlp.document import QUOTE_SOURCES, QUOTES, write_layer
from quotenlp.lexicon import Lexicon
from quotenlp.quotes.detect import detect
from quotenlp.quotes.lexicon import compile_lexicon
from quotenlp.settings import QuoteSettings


class QuoteDetector(LexiconPipe[QuoteSettings]):
    """Finds quotes (content, cue, source) and mentions; needs no other component.

    Assigns ``doc.spans["quotenlp_quotes"]`` (the layer behind ``doc._.quotes``) and
    ``doc.spans["quotenlp_quote_sources"]`` (the source mentions, which `source_classifier` reads).
    """

    layer = "quotes"
    settings_type = QuoteSettings

    def __init__(
        self,
        vocab: Vocab,
        name: str,
        lang: str,
        *,
        scorer: Callable[..., dict[str, Any]] | None = None,
        **settings: Any,
    ) -> None:
        """Make the component.

        Args:
            vocab: the pipeline's vocabulary.
            name: name of the component in the pipeline.
            lang: language code that selects the packaged lexicon.
            scorer: what ``score`` (and so ``nlp.evaluate``) scores Examples with; nothing if None.
            **settings: see `quotenlp.settings.QuoteSettings`.
        """
        super().__init__(vocab, name, lang, **settings)
        self.scorer = scorer

    def compile(self, lexicon: Lexicon) -> None:
        """Inflect the cues."""
        self.compiled = compile_lexicon(lexicon)

    def annotate(self, doc: Doc) -> None:
        """Write the quotes layer."""
        layer = detect(doc, self.compiled, self.settings)
        write_layer(doc, QUOTES, layer)
        found = {tuple(s) for quote in layer["quotes"] for s in (quote["source"], quote["speaker"]) if s}
        sources = {"offsets": [list(span) for span in sorted(found)]}
        write_layer(doc, QUOTE_SOURCES, sources)
