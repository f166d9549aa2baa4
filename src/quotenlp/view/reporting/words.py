"""Parts of the page that all its sections are made of: escaped text, links, labels and bars."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import TYPE_CHECKING

from quotenlp.view.characters import shorten, visible

if TYPE_CHECKING:
    from quotenlp.records import CueStance

Shares = Mapping[str, int]
"""Counts by class, in the order in which a bar shows them."""


def shown(text: str, width: int | None = None) -> str:
    """``text`` for the page: controls visible, escaped, and no longer than ``width`` characters."""
    return escape(visible(text) if width is None else shorten(text, width))


def plain(value: object) -> str:
    """The value of a closed enum in words."""
    return str(value).replace("_", " ")


def act(stance: CueStance) -> str:
    """What the source does, in words that are not those of a kind of quote."""
    return "demand" if str(stance.act) == "direct" else plain(stance.act)


def counted(number: int, noun: str) -> str:
    """“1 quote”, “2 quotes”."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def tags(words: Iterable[str], kind: str = "tag") -> str:
    """Short labels in a row."""
    return " ".join(f'<span class="{kind}">{escape(word)}</span>' for word in words if word)


def anchor(article: str, id: str) -> str:
    """The id on the page of a record, safe in an attribute: records read from files may hold anything."""
    return escape(f"{article}-{''.join(c if c.isalnum() else f'.{ord(c):x}.' for c in id)}")


def link(article: str, id: str, words: str, kind: str = "") -> str:
    """A link to a record; ``words`` is HTML."""
    classes = f' class="{kind}"' if kind else ""
    return f'<a{classes} href="#{anchor(article, id)}">{words}</a>'


def bar(counts: Shares, names: Mapping[str, str]) -> str:
    """Counts as one stacked bar, with the same in words for those who do not see it.

    Args:
        counts: number by class; a class is the name of a colour in the style sheet.
        names: what the classes are called.
    """
    total = sum(counts.values())
    if not total:
        return ""
    told = ", ".join(f"{names[kind]} {number}" for kind, number in counts.items() if number)
    at, parts = 0.0, []
    for kind, number in counts.items():
        if number:
            width = 100 * number / total
            parts.append(f'<rect class="fill-{kind}" x="{at:.2f}%" width="{width:.2f}%" height="100%"/>')
            at += width
    return f'<svg class="bar" role="img" aria-label="{told}"><title>{told}</title>{"".join(parts)}</svg>'


def legend(names: Mapping[str, str]) -> str:
    """What the colours of bars mean."""
    keys = (
        f'<svg class="key" aria-hidden="true"><rect class="fill-{kind}" width="100%" height="100%"/></svg> {name}'
        for kind, name in names.items()
    )
    return f'<p class="legend">{", ".join(f"<span>{key}</span>" for key in keys)}</p>'
