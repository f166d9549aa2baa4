"""Lexicons: word lists per language and layer, as data.

A lexicon is a plain JSON object. The packaged ones are ``lang/<lang>/<layer>.json``; another one replaces or extends
it from a pipeline's config or from Python. What a layer may hold is what its packaged file holds: unknown sections
and wrong types are refused by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from typing import Any

import srsly

from quotenlp.errors import LexiconError

LAYERS = ("quotes", "sources", "stance")

Lexicon = dict[str, Any]


def load_lexicon(layer: str, lang: str = "en", extend: Mapping[str, Any] | None = None) -> Lexicon:
    """Load a packaged lexicon.

    Args:
        layer: "quotes", "sources" or "stance".
        lang: language code of a folder under ``quotenlp/lang``.
        extend: additions, in the form of the lexicon itself (see `extend_lexicon`).

    Returns:
        A new dict that the caller may change.

    Raises:
        LexiconError: no such layer or language, or ``extend`` does not fit.
    """
    if layer not in LAYERS:
        raise LexiconError(f"no lexicon layer {layer!r}: choose one of {', '.join(LAYERS)}")
    path = resources.files("quotenlp") / "lang" / lang / f"{layer}.json"
    if not path.is_file():
        raise LexiconError(
            f"quotenlp has no {layer} lexicon for language {lang!r}: "
            "pass one of your own as config={'lexicon': {...}}"
        )
    lexicon: Lexicon = srsly.json_loads(path.read_text(encoding="utf8"))
    return extend_lexicon(lexicon, extend) if extend else lexicon


def extend_lexicon(lexicon: Lexicon, extra: Mapping[str, Any]) -> Lexicon:
    """Merge ``extra`` into a copy of ``lexicon``: lists grow, objects merge key by key, a null value removes its key.

    Args:
        lexicon: the lexicon to start from; unchanged.
        extra: the same shape, holding only what is added, changed (a new value) or removed (null).

    Raises:
        LexiconError: a section of ``extra`` that ``lexicon`` does not have, or one of another type.
    """
    unknown = sorted(set(extra) - set(lexicon))
    if unknown:
        raise LexiconError(f"unknown lexicon section {unknown[0]!r}: the sections are {', '.join(sorted(lexicon))}")
    return _merge(lexicon, extra, "")


def check_lexicon(lexicon: Any, layer: str, lang: str = "en") -> Lexicon:
    """Check a user's whole lexicon against the sections of the packaged one.

    Raises:
        LexiconError: not an object, a section is missing or unknown, or has another type.
    """
    if not isinstance(lexicon, Mapping):
        raise LexiconError(f"the {layer} lexicon must be an object of sections, not {type(lexicon).__name__}")
    model = load_lexicon(layer, lang)
    missing = sorted(set(model) - set(lexicon))
    if missing:
        raise LexiconError(
            f"the {layer} lexicon lacks section {missing[0]!r}: "
            "to add to the packaged one, use 'lexicon_extra' instead of 'lexicon'"
        )
    unknown = sorted(set(lexicon) - set(model))
    if unknown:
        raise LexiconError(
            f"unknown section {unknown[0]!r} in the {layer} lexicon: the sections are {', '.join(sorted(model))}"
        )
    for section, value in lexicon.items():
        _same_type(model[section], value, section)
    return dict(lexicon)


def _merge(old: Mapping[str, Any], new: Mapping[str, Any], where: str) -> Lexicon:
    out = dict(old)
    for key, value in new.items():
        place = f"{where}.{key}" if where else key
        if value is None:
            out.pop(key, None)
        elif key not in out:
            out[key] = value
        else:
            _same_type(out[key], value, place)
            if isinstance(value, Mapping):
                out[key] = _merge(out[key], value, place)
            elif isinstance(value, (list, tuple)):
                out[key] = [*out[key], *(item for item in value if item not in out[key])]
            else:
                out[key] = value
    return out


def _same_type(old: Any, new: Any, where: str) -> None:
    for kind, name in ((Mapping, "an object"), ((list, tuple), "a list"), (str, "a string")):
        if isinstance(old, kind) and not isinstance(new, kind):
            raise LexiconError(f"lexicon section {where!r} must be {name}, not {type(new).__name__}")
