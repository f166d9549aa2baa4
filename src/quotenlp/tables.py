"""Flat tables of records: a row per quote, source, marker or position, with columns that do not depend on the data.

A column is a type and the path of an attribute. Where the path meets null the cell is null. Where it leads to several
values, a string column holds their texts, joined by `SEPARATOR`, and an int column their number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import reduce
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, get_args

from quotenlp.document import extractions_of
from quotenlp.errors import QuoteNLPError
from quotenlp.records import (
    Disclosure,
    Extraction,
    HolderKind,
    Position,
    Quote,
    Records,
    Source,
    StanceMarker,
    TextSpan,
)

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

Rows = Literal["quotes", "sources", "markers", "positions"]
Cell = str | int | float | bool | None
Row = dict[str, Cell]

SEPARATOR = "; "


@dataclass(frozen=True)
class _QuoteRow:
    extraction: Extraction
    quote: Quote
    speaker: Source | None

    @property
    def start(self) -> int:
        return min(span.start for span in self.quote.content)

    @property
    def end(self) -> int:
        return max(span.end for span in self.quote.content)


@dataclass(frozen=True)
class _SourceRow:
    extraction: Extraction
    source: Source
    quotes: tuple[Quote, ...]

    @property
    def first(self) -> TextSpan:
        return self.source.mentions[0]


@dataclass(frozen=True)
class _MarkerRow:
    extraction: Extraction
    marker: StanceMarker
    holder: Source | None


@dataclass(frozen=True)
class _PositionRow:
    extraction: Extraction
    position: Position
    chain: tuple[Source, ...]

    @property
    def holder(self) -> Source | None:
        """The innermost one, where it is a `Source`."""
        return self.chain[-1] if self.chain and self.position.holder_kind is HolderKind.SOURCE else None


_Column = tuple[type, str]

_DOCUMENT: dict[str, _Column] = {"doc_id": (str, "extraction.id")}


def _profile(source: str, prefix: str = "") -> dict[str, _Column]:
    """The columns that say who a source is; ``source`` is the path to it."""
    columns: dict[str, _Column] = {
        "name": (str, "name"),
        "entity": (str, "entity"),
        "naming": (str, "naming"),
        "anonymity": (str, "anonymity"),
        "is_anonymous_source": (bool, "is_anonymous_source"),
        "role": (str, "role"),
        "sector": (str, "sector"),
        "affiliations": (str, "affiliations"),
        "affiliation_relations": (str, "affiliations.relation"),
        "country": (str, "country"),
        "seniority": (str, "seniority"),
        "tenure": (str, "tenure"),
        "plurality": (str, "plurality"),
        "count": (int, "count"),
        "knowledge": (str, "knowledge"),
        "grant": (str, "grant.text"),
        "grant_reasons": (str, "grant.reasons"),
    }
    return {f"{prefix}{name}": (kind, f"{source}.{path}") for name, (kind, path) in columns.items()}


def _span(name: str, path: str) -> dict[str, _Column]:
    """The columns of a `TextSpan`: ``name`` with its text, and its offsets."""
    return {name: (str, f"{path}.text"), f"{name}_start": (int, f"{path}.start"), f"{name}_end": (int, f"{path}.end")}


def _shift(path: str) -> dict[str, _Column]:
    """The columns of a reported change of stance."""
    return {"shift": (str, f"{path}.shift.direction"), "shift_current": (bool, f"{path}.shift.current")}


_COLUMNS: dict[Rows, dict[str, _Column]] = {
    "quotes": {
        **_DOCUMENT,
        "quote_id": (str, "quote.id"),
        "kind": (str, "quote.kind"),
        "mode": (str, "quote.mode"),
        "text": (str, "quote.text"),
        "start": (int, "start"),
        "end": (int, "end"),
        "fragments": (int, "quote.content"),
        "fragment_starts": (str, "quote.content.start"),
        "fragment_ends": (str, "quote.content.end"),
        "nested_in": (str, "quote.nested_in"),
        "closed": (bool, "quote.closed"),
        "negated": (bool, "quote.negated"),
        "basis": (str, "quote.basis"),
        "score": (float, "quote.score"),
        "rule": (str, "quote.rule"),
        **_span("cue", "quote.cue"),
        "cue_head": (str, "quote.cue.head.text"),
        "cue_lemma": (str, "quote.cue.lemma"),
        "event": (str, "quote.cue.stance.event"),
        "act": (str, "quote.cue.stance.act"),
        "engagement": (str, "quote.cue.stance.engagement"),
        "engagement_strength": (int, "quote.cue.stance.engagement_strength"),
        "withheld_kind": (str, "quote.cue.stance.withheld_kind"),
        "veridicality": (str, "quote.cue.stance.veridicality"),
        "commitment": (str, "quote.cue.stance.commitment"),
        "polarity": (str, "quote.cue.stance.polarity"),
        "target": (str, "quote.cue.stance.target.text"),
        "force": (int, "quote.cue.stance.force"),
        "hearsay": (bool, "quote.cue.stance.hearsay"),
        **_span("source", "quote.source"),
        "source_id": (str, "quote.source.source_id"),
        "co_source_ids": (str, "quote.source.co_source_ids"),
        "speaker_id": (str, "quote.speaker_id"),
        "speaker": (str, "speaker.text"),
        **_profile("speaker", "speaker_"),
    },
    "sources": {
        **_DOCUMENT,
        "source_id": (str, "source.id"),
        "text": (str, "first.text"),
        "start": (int, "first.start"),
        "end": (int, "first.end"),
        "mentions": (int, "source.mentions"),
        "quotes": (int, "quotes"),
        **_profile("source"),
        "grant_scope": (str, "source.grant.scope"),
        "topic": (str, "source.topic"),
        **{f"disclosure_{name}": (bool, f"source.disclosure.{name}") for name in Disclosure.model_fields},
    },
    "markers": {
        **_DOCUMENT,
        "marker_id": (str, "marker.id"),
        "kind": (str, "marker.kind"),
        "value": (str, "marker.value"),
        "level": (str, "marker.level"),
        "text": (str, "marker.text"),
        "start": (int, "marker.start"),
        "end": (int, "marker.end"),
        **_span("scope", "marker.scope"),
        **_span("target", "marker.target"),
        "voice": (str, "marker.voice"),
        "negated": (bool, "marker.negated"),
        "basis": (str, "marker.basis"),
        "holder_id": (str, "marker.holder"),
        "holder": (str, "holder.text"),
        "holder_is_anonymous_source": (bool, "holder.is_anonymous_source"),
        "holder_kind": (str, "marker.holder_kind"),
        **_span("subject", "marker.subject"),
        "event": (str, "marker.event"),
        "withheld_kind": (str, "marker.withheld_kind"),
        "direction": (str, "marker.direction"),
        "ambiguous": (bool, "marker.ambiguous"),
        "entry": (str, "marker.entry"),
        **_shift("marker"),
    },
    "positions": {
        **_DOCUMENT,
        "position_id": (str, "position.id"),
        "polarity": (str, "position.polarity"),
        "holder_kind": (str, "position.holder_kind"),
        "holder_ids": (str, "position.holder_chain"),
        "holders": (str, "chain.text"),
        "holder_is_anonymous_source": (bool, "holder.is_anonymous_source"),
        **_span("subject", "position.subject"),
        **_span("target", "position.target"),
        "target_id": (str, "position.target_id"),
        "event": (str, "position.event"),
        "force": (int, "position.force"),
        "certainty": (str, "position.certainty"),
        "constraint": (str, "position.constraint"),
        **_shift("position"),
        "exclusive": (bool, "position.exclusive"),
        "voice": (str, "position.voice"),
        "evidence": (str, "position.evidence"),
        "rule": (str, "position.rule"),
        "basis": (str, "position.basis"),
    },
}

COLUMNS: Mapping[Rows, Mapping[str, type]] = MappingProxyType(
    {rows: MappingProxyType({name: kind for name, (kind, _) in columns.items()}) for rows, columns in _COLUMNS.items()}
)
"""By kind of row the columns in their order, each with its Python type; every cell may also be None."""


def to_dicts(extractions: Records, rows: Rows = "quotes") -> Iterator[Row]:
    """Flat rows, document by document.

    Args:
        extractions: one Extraction, or Doc that the components have processed, or any number of them; read one by one.
        rows: "quotes", "sources", "markers" or "positions": what has a row of its own.

    Returns:
        An iterator of dicts with the keys of ``COLUMNS[rows]`` in their order.

    Raises:
        QuoteNLPError: no such rows, or something in ``extractions`` is no `Extraction`.
    """
    columns = _COLUMNS[_checked(rows)]
    paths = {name: (kind, path.split(".")) for name, (kind, path) in columns.items()}
    views = (view for extraction in extractions_of(extractions) for view in _VIEWS[rows](extraction))
    return ({name: _cell(kind, reduce(_follow, path, view)) for name, (kind, path) in paths.items()} for view in views)


def to_pandas(extractions: Records, rows: Rows = "quotes") -> pandas.DataFrame:
    """A pandas DataFrame in nullable dtypes: ``string``, ``Int64``, ``Float64``, ``boolean``.

    Args and errors are those of `to_dicts`; without pandas there is a QuoteNLPError that names the extra.
    """
    pd = required("pandas")
    dtypes = {str: "string", int: "Int64", float: "Float64", bool: "boolean"}
    columns = _by_column(extractions, rows)
    return pd.DataFrame({name: pd.array(columns[name], dtype=dtypes[kind]) for name, kind in COLUMNS[rows].items()})


def to_polars(extractions: Records, rows: Rows = "quotes") -> polars.DataFrame:
    """A polars DataFrame of ``String``, ``Int64``, ``Float64`` and ``Boolean``.

    Args and errors are those of `to_dicts`; without polars there is a QuoteNLPError that names the extra.
    """
    pl = required("polars")
    dtypes = {str: pl.String, int: pl.Int64, float: pl.Float64, bool: pl.Boolean}
    columns = _by_column(extractions, rows)
    return pl.DataFrame(columns, schema={name: dtypes[kind] for name, kind in COLUMNS[rows].items()})


def to_arrow(extractions: Records, rows: Rows = "quotes") -> pyarrow.Table:
    """A pyarrow Table of ``string``, ``int64``, ``double`` and ``bool``.

    Args and errors are those of `to_dicts`; without pyarrow there is a QuoteNLPError that names the extra.
    """
    pa = required("pyarrow", "arrow")
    return pa.Table.from_pydict(_by_column(extractions, rows), schema=arrow_schema(rows))


def arrow_schema(rows: Rows) -> pyarrow.Schema:
    """The schema of `to_arrow`; errors as there."""
    pa = required("pyarrow", "arrow")
    types = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    return pa.schema([(name, types[kind]) for name, kind in COLUMNS[_checked(rows)].items()])


def required(package: str, extra: str | None = None) -> Any:
    """Import an optional package, or raise a QuoteNLPError that names the extra it comes with."""
    try:
        return import_module(package)
    except ImportError:
        raise QuoteNLPError(
            f"{package} is not installed: install it with pip install 'quotenlp[{extra or package}]'"
        ) from None


def _checked(rows: Rows) -> Rows:
    if rows not in get_args(Rows):
        raise QuoteNLPError(f"no table has rows={rows!r}: choose one of {', '.join(get_args(Rows))}")
    return rows


def _by_column(extractions: Records, rows: Rows) -> dict[str, list[Cell]]:
    table: dict[str, list[Cell]] = {name: [] for name in COLUMNS[_checked(rows)]}
    for row in to_dicts(extractions, rows):
        for name, cell in row.items():
            table[name].append(cell)
    return table


def _quote_rows(extraction: Extraction) -> Iterator[object]:
    by_id = {source.id: source for source in extraction.sources}
    for quote in extraction.quotes:
        yield _QuoteRow(extraction, quote, by_id.get(quote.speaker_id or ""))


def _source_rows(extraction: Extraction) -> Iterator[object]:
    spoken: dict[str, list[Quote]] = {}
    for quote in extraction.quotes:
        spoken.setdefault(quote.speaker_id or "", []).append(quote)
    for source in extraction.sources:
        yield _SourceRow(extraction, source, tuple(spoken.get(source.id, ())))


def _marker_rows(extraction: Extraction) -> Iterator[object]:
    by_id = {source.id: source for source in extraction.sources}
    for marker in extraction.markers:
        yield _MarkerRow(extraction, marker, by_id.get(marker.holder or ""))


def _position_rows(extraction: Extraction) -> Iterator[object]:
    by_id = {source.id: source for source in extraction.sources}
    for position in extraction.positions:
        chain = tuple(by_id[holder] for holder in position.holder_chain if holder in by_id)
        yield _PositionRow(extraction, position, chain)


_VIEWS: dict[Rows, Callable[[Extraction], Iterator[object]]] = {
    "quotes": _quote_rows,
    "sources": _source_rows,
    "markers": _marker_rows,
    "positions": _position_rows,
}


def _follow(value: Any, name: str) -> Any:
    """One step of a path; from several values, to one of each."""
    if value is None:
        return None
    if isinstance(value, tuple):
        return tuple(getattr(item, name) for item in value)
    return getattr(value, name)


def _cell(kind: type, value: Any) -> Cell:
    if value is None:
        return None
    if isinstance(value, tuple) and kind is int:
        return len(value)
    if kind is str:
        return (SEPARATOR.join(map(_text, value)) if isinstance(value, tuple) else _text(value)) or None
    return kind(value)  # type: ignore[no-any-return]


def _text(value: Any) -> str:
    if isinstance(value, TextSpan):
        return value.text
    return str(value.value if isinstance(value, Enum) else value)
