"""Tables to files: CSV line by line, Parquet by row groups."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import BinaryIO

from quotenlp.records import Extraction
from quotenlp.tables import COLUMNS, Cell, Rows, arrow_schema, required, to_dicts

ROW_GROUP = 10_000


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


def write_parquet(extractions: Iterable[Extraction], stream: BinaryIO, rows: Rows = "quotes") -> None:
    """Write Parquet, with the schema of `quotenlp.to_arrow`, in row groups of `ROW_GROUP` rows.

    Args:
        extractions: read one by one; if the first fails, nothing is written.
        stream: need not be seekable.
        rows: see `quotenlp.to_dicts`.

    Raises:
        QuoteNLPError: pyarrow is not installed.
    """
    pa, parquet = required("pyarrow", "arrow"), required("pyarrow.parquet", "arrow")
    table = to_dicts(extractions, rows)
    group = list(islice(table, ROW_GROUP))
    schema = arrow_schema(rows)
    with parquet.ParquetWriter(stream, schema) as writer:
        while group:
            writer.write_table(pa.Table.from_pylist(group, schema=schema))
            group = list(islice(table, ROW_GROUP))


def _csv(cells: Iterable[Cell]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(str(cell).lower() if isinstance(cell, bool) else cell for cell in cells)
    return line.getvalue().removesuffix("\r\n")
