"""Regular expressions of the sources lexicon."""

from __future__ import annotations

import re

_SPACE = re.compile(r"(\(\?<[=!][^)]*\))| (?![?*+{])")  # not in a look-behind, which has a fixed width


def any_of(patterns: list[str]) -> re.Pattern[str]:
    """One pattern that matches where any of ``patterns`` does, in any case; a space stands for any white space."""
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    return re.compile(_SPACE.sub(lambda match: match[1] or r"\s+", joined), re.IGNORECASE)
