"""Lines of gold and of predictions, and the fields that all their forms share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from quotenlp.errors import InputError
from quotenlp.io.reading import decode_line, parse_line, record_id

Span = list[int]

_REMEDY = "give [start, end] offsets of characters of the text, end exclusive"


def read_lines(path: Path) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Place ("gold.jsonl line 3"), id and object of each line; an InputError names the place."""
    try:
        with path.open("rb") as stream:
            for number, line in enumerate(stream, 1):
                place = f"{path} line {number}"
                record = parse_line(decode_line(line, place, first=number == 1), place)
                if record is not None:
                    yield place, record_id(record, None, f"{path.name}:{number}", place), record
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read ({error.strerror or error}): check the path and its permissions"
        ) from None


def read_objects(record: dict[str, Any], name: str, place: str) -> list[dict[str, Any]]:
    """The objects in a field, none if it is absent; an InputError names ``place`` and the field."""
    items: Any = record.get(name) or []
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise InputError(f"{place}: field {name!r} is not a list of objects: see docs/evaluation.md for its form")
    return list(items)


def read_spans(value: Any, name: str, length: int | None, place: str) -> list[Span]:
    """``value`` as spans, none if it is None, in a text of ``length`` characters (None: unknown); see `read_span`."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise InputError(f"{place}: field {name!r} is not a list of spans: {_REMEDY}")
    return [read_span(item, f"{name}[{i}]", length, place) for i, item in enumerate(value)]


def read_span(value: Any, name: str, length: int | None, place: str) -> Span:
    """``value`` as a span in a text of ``length`` characters (None: unknown); an InputError names it ``name``."""
    if not (isinstance(value, list) and len(value) == 2 and all(type(at) is int for at in value)):
        raise InputError(f"{place}: field {name!r} is not a span: {_REMEDY}")
    if not 0 <= value[0] <= value[1]:
        raise InputError(f"{place}: field {name!r} holds {value}, which is no stretch of a text: {_REMEDY}")
    if length is not None and value[1] > length:
        raise InputError(f"{place}: field {name!r} holds {value}, but the text has {length} characters: {_REMEDY}")
    return value
