"""Factories and registered functions: the one module that entry points name.

spaCy imports it at the first ``spacy.blank()`` or ``spacy.load()`` of any program in the environment, so it stays
light: the components are imported when one is made.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spacy.language import Language
from thinc.api import Config

from quotenlp.document import QUOTE_SOURCES
from quotenlp.lexicon import Lexicon, load_lexicon

if TYPE_CHECKING:
    from spacy.training import Example


def make_lexicon(layer: str, lang: str = "en", extend: dict[str, Any] | None = None) -> Lexicon:
    """Registered as ``quotenlp.lexicon.v1`` in ``misc``: see `quotenlp.lexicon.load_lexicon`."""
    return load_lexicon(layer, lang, extend)


def make_quotes_scorer() -> Callable[..., dict[str, Any]]:
    """Registered as ``quotenlp.quotes_scorer.v1`` in ``scorers``: see `quotenlp.evaluation.quotes_scorer`."""
    from quotenlp.evaluation import quotes_scorer

    return quotes_scorer


def make_displacy_colors() -> dict[str, str]:
    """Registered as ``quotenlp`` in ``displacy_colors``: see `quotenlp.view.COLORS`."""
    from quotenlp.view import COLORS

    return COLORS


def make_brat_reader(path: Path) -> Callable[[Language], Iterable["Example"]]:
    """Registered as ``quotenlp.brat.v1`` in ``readers``: Examples from the brat files below ``path``.

    See `quotenlp.io.gold.read_brat`.
    """

    def read(nlp: Language) -> Iterator["Example"]:
        from quotenlp.evaluation import make_example
        from quotenlp.io.gold import read_brat

        for doc in read_brat(Path(path)):
            yield make_example(nlp, doc["text"], doc["attributions"], doc["discard"])

    return read


def make_fragments_scorer() -> Callable[..., dict[str, Any]]:
    """Registered as ``quotenlp.fragments_scorer.v1`` in ``scorers``: see `quotenlp.models.tagger.fragments_scorer`."""
    from quotenlp.models.tagger import fragments_scorer

    return fragments_scorer


def make_tagger_model(tok2vec: Any) -> Any:
    """Registered as ``quotenlp.AttributionTagger.v1`` in ``architectures``."""
    from quotenlp.models.architecture import build_tagger

    return build_tagger(tok2vec)


def make_tok2vec(
    rows: list[int],
    embed_width: int,
    width: int,
    depth: int,
    window_size: int,
    maxout_pieces: int,
    recurrent: bool = True,
) -> Any:
    """Registered as ``quotenlp.Tok2Vec.v1`` in ``architectures``."""
    from quotenlp.models.architecture import build_tok2vec

    return build_tok2vec(rows, embed_width, width, depth, window_size, maxout_pieces, recurrent)


def make_corpus(path: Path, parsed: float = 1.0, vary: float = 0.0, seed: int = 0) -> Any:
    """Registered as ``quotenlp.Corpus.v1`` in ``readers``: see `quotenlp.models.corpus.Corpus`."""
    from quotenlp.models.corpus import Corpus

    return Corpus(Path(path), parsed=parsed, vary=vary, seed=seed)


_TAGGER_CONFIG = """
[model]
@architectures = "quotenlp.AttributionTagger.v1"

[model.tok2vec]
@architectures = "quotenlp.Tok2Vec.v1"
rows = [4000, 1000, 2000, 1000, 1500, 800, 64, 64, 256, 512, 64, 1024, 2000, 1500, 2000, 2000, 1500, 500, 1500]
embed_width = 48
width = 96
depth = 4
window_size = 2
maxout_pieces = 2
recurrent = true
"""


@Language.factory(
    "attribution_tagger",
    assigns=["doc.spans"],
    default_config={
        **Config().from_str(_TAGGER_CONFIG),
        "scorer": {"@scorers": "quotenlp.fragments_scorer.v1"},
    },
    default_score_weights={"fragments_f": 1.0, "fragments_p": 0.0, "fragments_r": 0.0, "fragments_per_type": None},
)
def make_attribution_tagger(
    nlp: Language, name: str, model: Any, scorer: Callable[..., dict[str, Any]] | None = None
) -> Any:
    """Make a `quotenlp.models.tagger.AttributionTagger`."""
    from quotenlp.models.tagger import AttributionTagger

    return AttributionTagger(nlp.vocab, model, name, nlp.lang or "en", scorer=scorer)


@Language.factory(
    "quote_detector",
    assigns=["doc.spans", "doc._.quotes"],
    default_config={"scorer": {"@scorers": "quotenlp.quotes_scorer.v1"}},
    default_score_weights={
        "quotes_f": 1.0,
        "quotes_p": 0.0,
        "quotes_r": 0.0,
        "quotes_content_f": 0.0,
        "quotes_exact_f": 0.0,
    },
)
def make_quote_detector(
    nlp: Language,
    name: str,
    lexicon: dict[str, Any] | None = None,
    lexicon_extra: dict[str, Any] | None = None,
    kinds: list[str] | None = None,
    modes: list[str] | None = None,
    min_words: int = 1,
    min_score: float = 0.2,
    mentions: bool = True,
    scorer: Callable[..., dict[str, Any]] | None = None,
) -> Any:
    """Make a `quotenlp.quotes.component.QuoteDetector`."""
    from quotenlp.quotes.component import QuoteDetector

    return QuoteDetector(
        nlp.vocab,
        name,
        nlp.lang or "en",
        lexicon=lexicon,
        lexicon_extra=lexicon_extra,
        kinds=kinds,
        modes=modes,
        min_words=min_words,
        min_score=min_score,
        mentions=mentions,
        scorer=scorer,
    )


@Language.factory("source_classifier", requires=["doc.spans"], assigns=["doc.spans", "doc._.sources"])
def make_source_classifier(
    nlp: Language,
    name: str,
    spans_key: str = QUOTE_SOURCES,
    coref_prefix: str = "coref_clusters",
    translated: bool = False,
    lexicon: dict[str, Any] | None = None,
    lexicon_extra: dict[str, Any] | None = None,
) -> Any:
    """Make a `quotenlp.sources.component.SourceClassifier`."""
    from quotenlp.sources.component import SourceClassifier

    return SourceClassifier(
        nlp.vocab,
        name,
        nlp.lang or "en",
        spans_key=spans_key,
        coref_prefix=coref_prefix,
        translated=translated,
        lexicon=lexicon,
        lexicon_extra=lexicon_extra,
    )


@Language.factory("stance_cues", requires=["doc._.quotes"], assigns=["doc.spans", "doc._.stance_cues"])
def make_stance_cues(
    nlp: Language,
    name: str,
    markers: bool = True,
    narration: bool = True,
    lexicon: dict[str, Any] | None = None,
    lexicon_extra: dict[str, Any] | None = None,
) -> Any:
    """Make a `quotenlp.stance.component.StanceCues`."""
    from quotenlp.stance.component import StanceCues

    settings = {"markers": markers, "narration": narration, "lexicon": lexicon, "lexicon_extra": lexicon_extra}
    return StanceCues(nlp.vocab, name, nlp.lang or "en", **settings)
