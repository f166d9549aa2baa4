"""Documents from Parquet files, some hundred rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from quotenlp.errors import InputError
from quotenlp.tables import required

_ROWS = 256


def read_rows(path: Path, shown: str, columns: dict[str, str | None]) -> Iterator[dict[str, Any] | InputError]:
    """Rows of a Parquet file as dicts of the columns asked for.

    Args:
        path: the file.
        shown: its name for messages.
        columns: by name of the column the option that names it, or None if it need not be there.

    Yields:
        A row, or the error of one whose text is not UTF-8.

    Raises:
        InputError: the file cannot be read, or lacks a column.
        QuoteNLPError: pyarrow is not installed.
    """
    pa, parquet = required("pyarrow", "arrow"), required("pyarrow.parquet", "arrow")
    try:
        with parquet.ParquetFile(path) as file:
            there = file.schema_arrow.names
            for name, option in columns.items():
                if option is not None and name not in there:
                    shown_names = ", ".join(map(repr, there)) or "none"
                    raise InputError(
                        f"{shown}: no column {name!r} (there are: {shown_names}): name the right one with {option}"
                    )
            wanted = [name for name in columns if name in there]
            number = 0
            for batch in file.iter_batches(batch_size=_ROWS, columns=wanted):
                for at in range(batch.num_rows):
                    number += 1
                    yield _row(batch, at, f"{shown} row {number}")
    except (pa.ArrowException, OSError) as error:
        reason = " ".join(str(error).split())
        raise InputError(f"{shown}: cannot be read as Parquet ({reason}): check the file") from None


def _row(batch: Any, at: int, place: str) -> dict[str, Any] | InputError:
    try:
        return {name: batch.column(name)[at].as_py() for name in batch.schema.names}
    except UnicodeDecodeError as error:  # Arrow does not check what others wrote
        return InputError(
            f"{place}: not UTF-8 (byte 0x{error.object[error.start]:02x} at position {error.start}): "
            "write the file again with valid text"
        )
