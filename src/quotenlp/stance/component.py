"""The spaCy face of the stance layer."""

from __future__ import annotations

from spacy.tokens import Doc

from quotenlp.component import LexiconPipe
from quotenlp.document import QUOTES, SOURCES, STANCE, quote_speakers, read_layer, write_layer
from quotenlp.lexicon import Lexicon
from quotenlp.records import Act
from quotenlp.settings import StanceSettings
from quotenlp.stance.clauses import Clauses
from quotenlp.stance.cues import cue_stance
from quotenlp.stance.holders import Holders
from quotenlp.stance.lookup import compile_lookup
from quotenlp.stance.markers import Marked, find_markers
from quotenlp.stance.positions import find_positions
from quotenlp.stance.stretches import contents, narration
from quotenlp.stance.summaries import summarize
from quotenlp.stance.syntax import parse_of
from quotenlp.stance.words import Words


class StanceCues(LexiconPipe[StanceSettings]):
    """Says what the cues of quotes do, finds stance words, and tells who is for or against what.

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
        layer = read_layer(doc, QUOTES)
        if layer is None:
            self.warn("no quotes are known, so only words outside of quotes are marked: add quote_detector before it")
            layer = {"quotes": [], "mentions": []}
        quotes = layer["quotes"]
        sources = read_layer(doc, SOURCES) or {"sources": []}
        words = Words(doc)
        tree = parse_of(doc)
        holders = Holders(quotes, sources, quote_speakers(quotes, sources), words)
        cues = {quote["id"]: cue_stance(quote, words, self.lookup, tree) for quote in quotes if quote["cue"]}
        demands = frozenset(name for name, stance in cues.items() if stance["act"] == Act.DIRECT)
        clauses = Clauses(words, tree, holders, self.lookup, demands)
        marked: list[Marked] = []
        if self.settings.markers:
            marked = find_markers(
                contents(quotes, words),
                narration(quotes, words) if self.settings.narration else [],
                words,
                self.lookup,
                tagged=doc.has_annotation("POS") or doc.has_annotation("TAG"),
                tree=tree,
                holders=holders.speakers,
                mentions=layer["mentions"],
            )
        positions = find_positions(quotes, cues, marked, clauses)
        written = {
            "cues": cues,
            "markers": [each.layer for each in marked],
            "positions": [position.layer for position in positions],
            "summaries": summarize(positions, holders.names, words, self.lookup.grammar),
        }
        write_layer(doc, STANCE, written)
