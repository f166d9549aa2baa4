"""Records that ``quotenlp extract`` wrote, read back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import ValidationError

from quotenlp.errors import InputError
from quotenlp.io.reading import ErrorHandler, Input, read_lines, record_id
from quotenlp.records import Extraction


def read_records(inputs: Iterable[Input], *, on_error: ErrorHandler | None = None) -> Iterator[Extraction]:
    """Read records one by one.

    Args:
        inputs: what `quotenlp.io.reading.find_inputs` or ``stdin_input`` returned; all are read as JSON lines.
        on_error: called with each error; the file or line is skipped when it returns. If None, the error is raised.

    Yields:
        Records in order. One without an id is called FILE:LINE.

    Raises:
        InputError: a file cannot be read, or a line is no record.
    """

    def named(record: dict[str, Any], default: str, place: str) -> Extraction:
        if "text_sha256" not in record:
            raise InputError(f"{place}: not a record (no field 'text_sha256'): give what quotenlp extract wrote")
        return checked(record, place).model_copy(update={"id": record_id(record, None, default, place)})

    return read_lines(inputs, named, on_error=on_error)


def checked(record: dict[str, Any], place: str) -> Extraction:
    """The record that a JSON object holds; an InputError names ``place`` and the field that is wrong."""
    try:
        return Extraction.model_validate(record)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(map(str, first["loc"]))
        raise InputError(f"{place}: field {name!r}: {first['msg']}: make it again with quotenlp extract") from None
