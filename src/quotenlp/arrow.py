"""Arrow record batches of texts in, record batches of records out: for engines that run a function over batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from functools import lru_cache
from threading import Lock
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from spacy.language import Language

from quotenlp.errors import QuoteNLPError
from quotenlp.io.reading import Document
from quotenlp.io.stream import Extractor, Failure
from quotenlp.pipeline import load_any
from quotenlp.records import Extraction
from quotenlp.tables import COLUMNS, Rows, arrow_schema, required, to_dicts

if TYPE_CHECKING:
    import pyarrow as pa
else:
    pa = required("pyarrow", "arrow")

ERROR = "error"

_STRINGS = (pa.string(), pa.large_string(), pa.string_view(), pa.null())

_one_at_a_time = Lock()  # a pipeline is not made for threads


def _type(annotation: Any) -> pa.DataType:
    """The Arrow type of what a field of a record holds; null is allowed everywhere."""
    origin, args = get_origin(annotation), [arg for arg in get_args(annotation) if arg not in (NoneType, ...)]
    if origin in (Union, UnionType):
        return _type(args[0]) if len(args) == 1 else pa.string()
    if origin is tuple:
        return pa.list_(_type(args[0]))
    if origin is dict:
        return pa.map_(_type(args[0]), _type(args[1]))
    if issubclass(annotation, BaseModel):
        return pa.struct(_fields(annotation))
    if issubclass(annotation, (str, Enum)):
        return pa.string()
    return {bool: pa.bool_(), int: pa.int64(), float: pa.float64()}[annotation]


def _fields(record: type[BaseModel]) -> list[tuple[str, pa.DataType]]:
    return [(name, _type(field.annotation)) for name, field in record.model_fields.items()]


_ERROR_FIELD = pa.field(ERROR, pa.string())

SCHEMA: pa.Schema = pa.schema(_fields(Extraction)).append(_ERROR_FIELD)
"""A row per document: the fields of `Extraction`, nested as there, and ``error``."""


def schema(rows: Rows | Literal["documents"] = "documents") -> pa.Schema:
    """The schema of what `annotate_batches` yields: `SCHEMA`, or that of `quotenlp.to_arrow` with ``error``.

    Raises:
        QuoteNLPError: no such rows.
    """
    if rows == "documents":
        return SCHEMA
    if rows not in COLUMNS:
        raise QuoteNLPError(f"no rows={rows!r}: choose one of documents, {', '.join(COLUMNS)}")
    return arrow_schema(rows).append(_ERROR_FIELD)


def annotate_batches(
    batches: Iterable[pa.RecordBatch],
    pipeline: str = "embedded",
    text_column: str = "text",
    id_column: str | None = "id",
    *,
    rows: Rows | Literal["documents"] = "documents",
    translated: bool = False,
) -> Iterator[pa.RecordBatch]:
    """Extract from the texts of record batches; the records are those of `quotenlp.extract`.

    The pipeline is loaded once per process. A document that fails costs no other its record: its row has the
    reason in ``error``, and null everywhere else but in the id.

    Args:
        batches: read one by one; other columns than the two named are left aside.
        pipeline: "embedded", "rules", an installed spaCy package, or the folder of a pipeline.
        text_column: strings; null is taken for an empty text.
        id_column: strings or whole numbers, which become strings; None if there are no ids.
        rows: "documents" for a row per document (`SCHEMA`); "quotes", "sources", "markers" or "positions" for the rows
            of `quotenlp.to_dicts` with ``error``, where a document without any has no row and one that failed has one.
        translated: whether all texts are translated, see `quotenlp.extract`.

    Returns:
        An iterator of as many batches, in the same order, with the schema ``schema(rows)``.

    Raises:
        QuoteNLPError: no such pipeline or rows; or, when a batch comes, it lacks a column or has one of another type.
    """
    to = schema(rows)
    with _one_at_a_time:
        extractor = _extractor(pipeline, translated)

    def annotated() -> Iterator[pa.RecordBatch]:
        for batch in batches:
            if not isinstance(batch, pa.RecordBatch):
                raise QuoteNLPError(
                    f"batches are RecordBatches, not {type(batch).__name__}: of a Table pass table.to_batches()"
                )
            documents = list(_documents(batch, text_column, id_column))
            with _one_at_a_time:
                made = [row for id, outcome in _outcomes(documents, extractor) for row in _rows(id, outcome, rows)]
            yield to_batch(made, to)

    return annotated()


def record_row(extraction: Extraction) -> dict[str, Any]:
    """A record as a row of `SCHEMA`, in the form that pyarrow builds batches from."""
    row: dict[str, Any] = extraction.model_dump(warnings=False)
    for marker in row["markers"]:
        marker["level"] = None if marker["level"] is None else str(marker["level"])
    for source in row["sources"]:
        source["evidence"] = list(source["evidence"].items())
    return row


def to_batch(rows: list[dict[str, Any]], to: pa.Schema) -> pa.RecordBatch:
    """A batch with the columns of ``to``; a cell that a row does not have is null."""
    return pa.RecordBatch.from_pylist(rows, schema=to)


def to_extraction(row: Mapping[str, Any]) -> Extraction:
    """The record that a row of `SCHEMA` holds, as ``to_pylist()`` gives it.

    Raises:
        QuoteNLPError: the row has an error in the place of a record.
    """
    if row[ERROR] is not None:
        raise QuoteNLPError(f"document {row['id']}: no record ({row[ERROR]}): leave out the rows with an error")
    record = {name: value for name, value in row.items() if name != ERROR}
    record["sources"] = [{**source, "evidence": dict(source["evidence"])} for source in row["sources"]]
    record["markers"] = [{**marker, "level": _level(marker["level"])} for marker in row["markers"]]
    return Extraction.model_validate(record)


@lru_cache
def _extractor(pipeline: str, translated: bool) -> Extractor[Extraction]:
    return Extractor(_pipeline(pipeline), lambda extraction: extraction, translated)


@lru_cache
def _pipeline(name: str) -> Language:
    return load_any(name)


_Input = tuple[str | None, str | Failure]  # id and text


def _documents(batch: pa.RecordBatch, text_column: str, id_column: str | None) -> Iterator[_Input]:
    texts = _column(batch, text_column, "text_column", whole_numbers=False)
    ids = [None] * len(texts) if id_column is None else _column(batch, id_column, "id_column", whole_numbers=True)
    for id_cell, text_cell in zip(ids, texts, strict=True):
        id, text = _value(id_cell), _value(text_cell)
        if isinstance(id, Failure):
            yield None, id
        else:
            yield id, text or ""


def _column(batch: pa.RecordBatch, name: str, argument: str, *, whole_numbers: bool) -> pa.Array:
    at = batch.schema.get_field_index(name)
    if at < 0:
        there = ", ".join(map(repr, batch.schema.names)) or "none"
        raise QuoteNLPError(f"no single column {name!r} (there are: {there}): name the right one with {argument}")
    column = batch.column(at)
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if kind not in _STRINGS and not (whole_numbers and pa.types.is_integer(kind)):
        wanted = "strings or whole numbers" if whole_numbers else "strings"
        raise QuoteNLPError(f"column {name!r} holds {kind}, not {wanted}: name the right one with {argument}")
    return column


def _value(cell: pa.Scalar | None) -> str | Failure | None:
    try:
        value = None if cell is None else cell.as_py()
    except UnicodeDecodeError as error:  # Arrow does not check what others wrote
        return Failure("", f"not UTF-8 (byte 0x{error.object[error.start]:02x} at position {error.start})", "")
    return None if value is None else str(value)


def _outcomes(
    documents: Iterable[_Input], extractor: Extractor[Extraction]
) -> Iterator[tuple[str | None, Extraction | Failure]]:
    found = extractor(Document(id, text, "") for id, text in documents if isinstance(text, str))
    for id, text in documents:
        yield id, next(found)[1] if isinstance(text, str) else text


def _rows(id: str | None, outcome: Extraction | Failure, rows: Rows | Literal["documents"]) -> Iterator[dict[str, Any]]:
    if isinstance(outcome, Failure):
        yield {"id" if rows == "documents" else "doc_id": id, ERROR: outcome.reason}
    elif rows == "documents":
        yield record_row(outcome)
    else:
        yield from to_dicts(outcome, rows)


def _level(level: str | None) -> int | str | None:
    return int(level) if level is not None and level.isdecimal() else level
