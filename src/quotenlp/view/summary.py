"""An extraction in rows of words: who said what, one quote a row, with the plain-text form for a terminal.

This module and `quotenlp.view.html` stand below `quotenlp.records`, whose `Extraction` shows itself with them: they
read plain attributes and know the records as types only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotenlp.view.characters import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quotenlp.records import Extraction, Source

Row = tuple[str, str, str, str]

_SHOWN = 20
_CELLS = (8, 48, 20, 56)


def headline(extraction: Extraction) -> str:
    """The counts of quotes and sources, and how many of the sources are anonymous."""
    anonymous = sum(source.is_anonymous_source for source in extraction.sources)
    counts = f"{_count(len(extraction.quotes), 'quote')}, {_count(len(extraction.sources), 'source')}"
    return f"{counts} ({anonymous} anonymous)" if extraction.sources else counts


def rows(extraction: Extraction) -> Iterator[Row]:
    """Of every quote its id, who speaks, the cue and the content; then the sources that speak in none."""
    sources = {source.id: source for source in extraction.sources}
    heard: set[str] = set()
    for quote in extraction.quotes:
        ids = [quote.speaker_id, *(quote.source.co_source_ids if quote.source else ())]
        found = [sources[id] for id in ids if id in sources]
        heard.update(source.id for source in found)
        if quote.source and len(found) != 1:
            name = quote.source.text
        else:
            name = found[0].text if found else "nobody named here"
        yield quote.id, _named(name, found), quote.cue.text if quote.cue else "", quote.text
    for source in extraction.sources:
        if source.id not in heard:
            yield source.id, _named(source.text, [source]), "", ""


def plain(extraction: Extraction) -> str:
    """The headline and the first rows, in short lines for a terminal."""
    every = list(rows(extraction))
    cut = [[shorten(cell, width) for cell, width in zip(row, _CELLS, strict=True)] for row in every[:_SHOWN]]
    widths = [max(map(len, column)) for column in zip(*cut, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cut]
    more = [f"… and {len(every) - _SHOWN} more"] if len(every) > _SHOWN else []
    return "\n".join([headline(extraction), *lines, *more])


def _named(name: str, sources: list[Source]) -> str:
    short = shorten(name, 60)
    return f"[anonymous] {short}" if any(source.is_anonymous_source for source in sources) else short


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
