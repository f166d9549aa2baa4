"""Tables to files: CSV line by line, Parquet by row groups."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any, BinaryIO, Literal

from quotenlp.records import Extraction
from quotenlp.tables import COLUMNS, Cell, Rows, arrow_schema, required, to_dicts

ROW_GROUP = 10_000
RECORD_GROUP = 500


def csv_lines(extractions: Iterable[Extraction], rows: Rows = "quotes") -> Iterator[str]:
    """Lines of CSV (RFC 4180, without their ends): the names of the columns, then a line per row.

    A null is an empty cell, a truth value ``true`` or ``false``. A line may hold line ends, in quotation marks.

    Args:
        extractions: read one by one; if the first fails, there is no line.
        rows: see `quotenlp.to_dicts`.
    """
    stream = iter(extractions)
    first = list(islice(stream, 1))
    yield _csv(COLUMNS[rows])
    for row in to_dicts(chain(first, stream), rows):
        yield _csv(row.values())


def write_parquet(
    extractions: Iterable[Extraction], stream: BinaryIO, rows: Rows | Literal["documents"] = "quotes"
) -> None:
    """Write Parquet, with the schema of `quotenlp.to_arrow`, in row groups of `ROW_GROUP` rows.

    With ``rows="documents"`` there is a row per record, with the schema `quotenlp.arrow.SCHEMA`, in row groups of
    `RECORD_GROUP` rows.

    Args:
        extractions: read one by one; if the first fails, nothing is written.
        stream: need not be seekable.
        rows: "documents", or see `quotenlp.to_dicts`.

    Raises:
        QuoteNLPError: pyarrow is not installed.
    """
    pa, parquet = required("pyarrow", "arrow"), required("pyarrow.parquet", "arrow")
    size = ROW_GROUP
    if rows == "documents":
        from quotenlp.arrow import SCHEMA, record_row  # needs pyarrow

        schema, size = SCHEMA, RECORD_GROUP
        table: Iterator[dict[str, Any]] = map(record_row, extractions)
    else:
        schema, table = arrow_schema(rows), to_dicts(extractions, rows)
    group = list(islice(table, size))
    with parquet.ParquetWriter(stream, schema) as writer:
        while group:
            writer.write_table(pa.Table.from_pylist(group, schema=schema))
            group = list(islice(table, size))


def _csv(cells: Iterable[Cell]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(str(cell).lower() if isinstance(cell, bool) else cell for cell in cells)
    return line.getvalue().removesuffix("\r\n")
