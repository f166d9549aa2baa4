"""The spaCy face of the stance layer."""

from __future__ import annotations

from spacy.tokens import Doc

from quotenlp.component import LexiconPipe
from quotenlp.document import QUOTES, SOURCES, STANCE, quote_speakers, read_layer, write_layer
from quotenlp.lexicon import Lexicon
from quotenlp.settings import StanceSettings
from quotenlp.stance.cues import cue_stance
from quotenlp.stance.lookup import compile_lookup
from quotenlp.stance.markers import find_markers
from quotenlp.stance.positions import find_positions, summarize
from quotenlp.stance.words import Words


class StanceCues(LexiconPipe[StanceSettings]):
    """Says what the cues of quotes do, and finds stance markers inside the quotes' contents.

    Reads the quotes of `quote_detector` and, where they are there, the sources of `source_classifier`; writes
    the layer ``doc.spans["quotenlp_stance"]``.
    """

    layer = "stance"
    settings_type = StanceSettings

    def compile(self, lexicon: Lexicon) -> None:
        """Compile patterns and readings."""
        self.lookup = compile_lookup(lexicon)

    def annotate(self, doc: Doc) -> None:
        """Write cue stances, markers, positions and summaries."""
        quotes = (read_layer(doc, QUOTES) or {"quotes": []})["quotes"]
        sources = read_layer(doc, SOURCES) or {"sources": []}
        words = Words(doc)
        holders = quote_speakers(quotes, sources)
        cues = {quote["id"]: cue_stance(quote, words, self.lookup) for quote in quotes if quote["cue"]}
        markers = []
        if self.settings.markers:
            tagged = doc.has_annotation("POS") or doc.has_annotation("TAG")
            markers = find_markers(quotes, words, holders, self.lookup, tagged)
        positions = find_positions(quotes, cues, holders)
        summaries = summarize(positions, words, self.lookup.grammar)
        layer = {"cues": cues, "markers": markers, "positions": positions, "summaries": summaries}
        write_layer(doc, STANCE, layer)
