"""Documents from text files, JSON lines, Parquet, folders and standard input.

Text is UTF-8 and is passed on as it stands in the file, line ends included, so that offsets hold for the
decoded file. A byte order mark is not part of the text. In JSON lines every line is one object; the text is
the string in one of its fields. In Parquet every row is a document, and a field is a column; a null text is empty.
"""

from __future__ import annotations

import codecs
import json
import logging
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from quotenlp.errors import InputError
from quotenlp.io.parquet import read_rows

JSONL_SUFFIXES = (".jsonl", ".ndjson", ".json")
PARQUET_SUFFIX = ".parquet"
FOLDER_SUFFIXES = (".txt", ".jsonl", ".ndjson", PARQUET_SUFFIX)
ID_FIELD = "id"

_JSON_TYPES = {
    dict: "an object",
    list: "a list",
    str: "a string",
    bool: "true or false",
    int: "a number",
    float: "a number",
    type(None): "null",
}

logger = logging.getLogger("quotenlp")

ErrorHandler = Callable[[InputError], None]
T = TypeVar("T")


@dataclass(frozen=True)
class Input:
    """One file to read, or standard input where ``path`` is None; ``name`` is the id of its record."""

    name: str
    path: Path | None
    is_jsonl: bool

    @property
    def is_parquet(self) -> bool:
        """Whether it is a Parquet file, by its name."""
        return self.path is not None and self.path.suffix.lower() == PARQUET_SUFFIX


@dataclass(frozen=True)
class Document:
    """One text to process; ``place`` says where it came from, for messages ("news.jsonl line 3")."""

    id: str | None
    text: str
    place: str


def stdin_input(is_jsonl: bool) -> Input:
    """Standard input as an `Input`."""
    return Input("stdin", None, is_jsonl)


def find_inputs(path: Path) -> list[Input]:
    """List the files that a path names, those of a folder recursively and in sorted order.

    Args:
        path: a file of any name, or a folder, of which the ``.txt``, ``.jsonl``, ``.ndjson`` and ``.parquet``
            files are taken (hidden ones left out).

    Returns:
        One `Input` per file. A file's name is its last part; in a folder it is the path below that folder.

    Raises:
        InputError: the path does not exist, or the folder holds no document.
    """
    if path.is_dir():
        return _folder_inputs(path)
    if path.exists():
        return [_file_input(path, path.name)]
    raise InputError(f"{_printable(path)}: no such file or folder: check the path")


def read_documents(
    inputs: Iterable[Input],
    *,
    text_field: str = "text",
    id_field: str | None = None,
    on_error: ErrorHandler | None = None,
) -> Iterator[Document]:
    """Read documents one by one.

    Args:
        inputs: what `find_inputs` or `stdin_input` returned.
        text_field: field of a JSON line that holds the text.
        id_field: field of a JSON line that holds the id, which every line must then have. If None, the
            field "id" where there is one, else the name of the input and the line's number.
        on_error: called with each error; the input or line is skipped when it returns. If None, the error
            is raised.

    Yields:
        Documents, in order.

    Raises:
        InputError: a file cannot be read, is not UTF-8 or not JSON lines, or a line lacks a field.
    """

    def document(record: dict[str, Any], default: str, place: str) -> Document:
        return Document(record_id(record, id_field, default, place), record_text(record, text_field, place), place)

    for source in inputs:
        if source.is_jsonl:
            yield from read_lines([source], document, on_error=on_error)
        elif source.is_parquet:
            columns = {text_field: "--text-field", id_field or ID_FIELD: "--id-field" if id_field else None}
            yield from _read_parquet(source, columns, text_field, document, on_error or _raise)
        else:
            yield from _read_text(source, on_error or _raise)


def read_lines(
    inputs: Iterable[Input], make: Callable[[dict[str, Any], str, str], T], *, on_error: ErrorHandler | None = None
) -> Iterator[T]:
    """Read JSON lines, whatever the names of the files.

    Args:
        inputs: what `find_inputs` or `stdin_input` returned.
        make: called with the object of a line, the id "FILE:LINE" and the place for messages.
        on_error: as for `read_documents`.

    Yields:
        What ``make`` returns, in order; blank lines are passed over.

    Raises:
        InputError: a file cannot be read, is not UTF-8 or not JSON lines; or as ``make`` does.
    """
    handle = on_error or _raise
    for source in inputs:
        try:
            with _opened(source) as (stream, shown):
                for number, line in enumerate(stream, 1):
                    place = f"{shown} line {number}"
                    try:
                        record = parse_line(decode_line(line, place, first=number == 1), place)
                        if record is not None:
                            yield make(record, f"{source.name}:{number}", place)
                    except InputError as error:
                        handle(error)
        except InputError as error:
            handle(error)


def _folder_inputs(folder: Path) -> list[Input]:
    found = []
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(parent, name) for name in files if name.endswith(FOLDER_SUFFIXES) and not name.startswith(".")]
    if not found:
        raise InputError(f"{folder}: no documents in this folder: it should hold {', '.join(FOLDER_SUFFIXES)} files")
    return [_file_input(path, path.relative_to(folder).as_posix()) for path in sorted(found)]


def _printable(path: Path | str) -> str:
    """A path as text: a file name need not be valid Unicode, but ids and messages must be."""
    return os.fsencode(path).decode("utf8", "replace")


def _file_input(path: Path, name: str) -> Input:
    return Input(_printable(name), path, path.suffix.lower() in JSONL_SUFFIXES)


def _read_text(source: Input, handle: ErrorHandler) -> Iterator[Document]:
    try:
        with _opened(source) as (stream, shown):
            yield Document(source.name, decode_line(stream.read(), shown, first=True), shown)
    except InputError as error:
        handle(error)


def _read_parquet(
    source: Input,
    columns: dict[str, str | None],
    text_field: str,
    make: Callable[[dict[str, Any], str, str], Document],
    handle: ErrorHandler,
) -> Iterator[Document]:
    assert source.path is not None
    shown = _printable(source.path)
    logger.info("reading %s", shown)
    try:
        for number, row in enumerate(read_rows(source.path, shown, columns), 1):
            try:
                if isinstance(row, InputError):
                    raise row
                if row[text_field] is None:
                    row[text_field] = ""
                yield make(row, f"{source.name}:{number}", f"{shown} row {number}")
            except InputError as error:
                handle(error)
    except InputError as error:
        handle(error)


@contextmanager
def _opened(source: Input) -> Iterator[tuple[BinaryIO, str]]:
    """The bytes of an input, and its name for messages."""
    shown = source.name if source.path is None else _printable(source.path)
    logger.info("reading %s", shown)
    try:
        with nullcontext(sys.stdin.buffer) if source.path is None else source.path.open("rb") as stream:
            yield stream, shown
    except OSError as error:
        raise InputError(
            f"{shown}: cannot be read ({error.strerror or error}): check the file and its permissions"
        ) from None


def decode_line(data: bytes, place: str, *, first: bool) -> str:
    """Decode UTF-8, in the first line without a byte order mark; an InputError names ``place``."""
    try:
        return data.decode("utf-8-sig" if first else "utf8")
    except UnicodeDecodeError as error:
        encoding = "UTF-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "WINDOWS-1252"
        raise InputError(
            f"{place}: not UTF-8 (byte 0x{data[error.start]:02x} at position {error.start}): "
            f"convert the file, for example with iconv -f {encoding} -t UTF-8"
        ) from None


def parse_line(line: str, place: str) -> dict[str, Any] | None:
    """The object on a line, or None if the line is blank."""
    if not line.strip():
        return None
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(
            f"{place}: not JSON ({error.msg} at column {error.colno}): every line must be one JSON object"
        ) from None
    except (ValueError, RecursionError) as error:
        raise InputError(f"{place}: not JSON ({error}): every line must be one JSON object") from None
    if not isinstance(record, dict):
        raise InputError(f"{place}: {_type_name(record)}, not an object: every line must be one JSON object")
    return record


def record_text(record: dict[str, Any], field: str, place: str) -> str:
    """The text of a JSON line; an InputError names ``place`` and the field."""
    text = _field(record, field, "--text-field", place)
    if not isinstance(text, str):
        raise InputError(
            f"{place}: field {field!r} holds {_type_name(text)}, not a string: "
            "name the field that holds the text with --text-field"
        )
    return _check_unicode(text, field, place)


def record_id(record: dict[str, Any], field: str | None, default: str, place: str) -> str:
    """The id of a JSON line, or ``default``; an InputError names ``place`` and the field."""
    value = record.get(ID_FIELD) if field is None else _field(record, field, "--id-field", place)
    if field is None and value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise InputError(
            f"{place}: field {field or ID_FIELD!r} holds {_type_name(value)}, "
            "not a string or whole number: name the field that holds the id with --id-field"
        )
    return _check_unicode(str(value), field or ID_FIELD, place)


def _field(record: dict[str, Any], field: str, option: str, place: str) -> Any:
    if field not in record:
        fields = ", ".join(map(repr, record)) or "none"
        raise InputError(f"{place}: no field {field!r} (there are: {fields}): name the right one with {option}")
    return record[field]


def _type_name(value: object) -> str:
    return _JSON_TYPES.get(type(value), f"a {type(value).__name__}")


def _check_unicode(text: str, field: str, place: str) -> str:
    try:
        text.encode("utf8")
    except UnicodeEncodeError as error:
        raise InputError(
            f"{place}: field {field!r} holds half of a surrogate pair at character {error.start}: "
            "repair the \\u escape there"
        ) from None
    return text


def _raise(error: InputError) -> None:
    raise error
