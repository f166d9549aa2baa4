"""Who said what, how openly, and with what stance: spaCy components for English news."""

from quotenlp.audit import Audit
from quotenlp.document import (
    get_extraction,
    get_quotes,
    get_sources,
    get_stance_cues,
    realign,
    register_extensions,
)
from quotenlp.errors import InputError, LexiconError, QuoteNLPError, QuoteNLPWarning, SettingsError
from quotenlp.explanation import explain
from quotenlp.lexicon import extend_lexicon, load_lexicon
from quotenlp.many import extract_many
from quotenlp.network import NetworkRow, network_rows, write_network
from quotenlp.pipeline import add_to, classify_source, extract, load
from quotenlp.records import (
    Cue,
    CueStance,
    Extraction,
    Position,
    Quote,
    Shift,
    Source,
    SourceMention,
    StanceMarker,
    StanceSummary,
    TextSpan,
    json_schema,
)
from quotenlp.tables import to_arrow, to_dicts, to_pandas, to_polars
from quotenlp.view import displacy_options, render, report

__version__ = "0.1.0"

__all__ = [
    "Audit",
    "Cue",
    "CueStance",
    "Extraction",
    "InputError",
    "LexiconError",
    "NetworkRow",
    "Position",
    "Quote",
    "QuoteNLPError",
    "QuoteNLPWarning",
    "SettingsError",
    "Shift",
    "Source",
    "SourceMention",
    "StanceMarker",
    "StanceSummary",
    "TextSpan",
    "__version__",
    "add_to",
    "classify_source",
    "displacy_options",
    "explain",
    "extend_lexicon",
    "extract",
    "extract_many",
    "get_extraction",
    "get_quotes",
    "get_sources",
    "get_stance_cues",
    "json_schema",
    "load",
    "load_lexicon",
    "network_rows",
    "realign",
    "register_extensions",
    "render",
    "report",
    "to_arrow",
    "to_dicts",
    "to_pandas",
    "to_polars",
    "write_network",
]

register_extensions()
