"""Sentence limits, from punctuation and line breaks."""

from __future__ import annotations

import re
from bisect import bisect_right

_SENTENCE_END = re.compile(r"(\.)[\"”’')\]]*\s+(?=[\"“‘'(\[]*[A-Z0-9])|[!?][\"”’')\]]*\s+(?=[\"“‘'(\[]*[A-Z])|\n\s*")


class Sentences:
    """Sentences of a text, found by punctuation and line breaks, as half-open character spans."""

    def __init__(self, text: str, abbreviations: frozenset[str]) -> None:
        self.starts = [0]
        self.size = len(text)
        for match in _SENTENCE_END.finditer(text):
            if match[1] is not None and "\n" not in match[0]:
                word = text[max(0, match.start() - 12) : match.start()].rsplit(None, 1)[-1:]
                last = word[0].lstrip("(“\"'").lower() if word else ""
                if last in abbreviations or (len(last) == 1 and last.isalpha()) or ("." in last and len(last) < 5):
                    continue
            self.starts.append(match.end())

    def index(self, position: int) -> int:
        """The number of the sentence that holds ``position``."""
        return bisect_right(self.starts, position) - 1

    def span(self, index: int) -> tuple[int, int]:
        """The limits of sentence number ``index``."""
        end = self.starts[index + 1] if index + 1 < len(self.starts) else self.size
        return self.starts[index], end
