"""Settings of the three components, checked when a component is made."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, Strict, ValidationError

from quotenlp.document import QUOTE_SOURCES
from quotenlp.errors import SettingsError
from quotenlp.records import QuoteKind, QuoteMode

_LAX = Strict(False)  # a config gives an enum by its value


class LexiconSettings(BaseModel):
    """What every component takes: its lexicon (see `quotenlp.lexicon`)."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    lexicon: dict[str, Any] | None = Field(
        default=None, description="replaces the packaged lexicon of the pipeline's language"
    )
    lexicon_extra: dict[str, Any] | None = Field(default=None, description="adds to the lexicon, in its form")


class QuoteSettings(LexiconSettings):
    """Settings of `quote_detector`: which of the quotes that it finds to keep."""

    kinds: list[Annotated[QuoteKind, _LAX]] | None = Field(default=None, description="kinds to keep; null for all")
    modes: list[Annotated[QuoteMode, _LAX]] | None = Field(default=None, description="modes to keep; null for all")
    min_words: int = Field(default=1, ge=1, description="words that the content of a quote must have")
    min_score: float = Field(
        default=0.2,
        ge=0,
        le=0.5,
        description="where attribution_tagger has run, the score that a quote of the rules must have, and half of what "
        "one must have that only the tagger sees; higher for precision",
    )
    mentions: bool = Field(default=True, description="also keep marked strings that quote nobody")


class SourceSettings(LexiconSettings):
    """Settings of `source_classifier`."""

    spans_key: str = Field(
        default=QUOTE_SOURCES,
        min_length=1,
        description="span group that holds the source mentions to classify",
    )
    coref_prefix: str = Field(
        default="coref_clusters",
        min_length=1,
        description="prefix of the span groups that hold the clusters of a coreference component",
    )
    translated: bool = Field(
        default=False, description="whether all texts are translated; for a single one set doc._.translated"
    )


class StanceSettings(LexiconSettings):
    """Settings of `stance_cues`."""

    markers: bool = Field(default=True, description="also mark stance words, not only what cues do")
    narration: bool = Field(default=True, description="mark them outside the contents of quotes too")


Settings = TypeVar("Settings", bound=LexiconSettings)


def check_settings(kind: type[Settings], component: str, values: dict[str, Any]) -> Settings:
    """Build a settings model.

    Raises:
        SettingsError: one line that names the component, the setting and what is wrong.
    """
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        where = str(first["loc"][0]) if first["loc"] else component
        raise SettingsError(f"{component}: setting {where!r}: {first['msg']} (got {first['input']!r})") from None
