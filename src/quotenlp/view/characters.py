"""Text made safe to look at: control characters become visible, long stretches short."""

from __future__ import annotations

import re

# C0 and C1 controls (not tab and line ends), bidirectional controls, lone surrogates and two noncharacters.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def visible(text: str) -> str:
    """``text`` with every control character as its code point, such as ``⟨U+202E⟩``: none can reorder what is shown."""
    return _HIDDEN.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text)


def shorten(text: str, width: int) -> str:
    """The first ``width`` characters of ``text`` on one line, made visible; an ellipsis stands for the rest."""
    head = " ".join(text[: 2 * width].split())
    whole = len(text) <= 2 * width and len(head) <= width
    return visible(head if whole else head[: width - 1] + "…")
