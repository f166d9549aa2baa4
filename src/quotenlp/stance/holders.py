"""Who holds a stance: the sources of nested quotes, and sources that the narration names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quotenlp.document import Layer
from quotenlp.stance.words import Words


class Holders:
    """Sources by quote, by mention and by name."""

    def __init__(self, quotes: Sequence[Layer], sources: Layer, speakers: Mapping[str, str], words: Words) -> None:
        """Read the layers.

        Args:
            quotes: quotes of the quotes layer.
            sources: the sources layer.
            speakers: source id per quote id.
            words: the tokens of the document.
        """
        self.speakers = speakers
        self._quotes = {quote["id"]: quote for quote in quotes}
        self._words = words
        self._at: dict[int, str] = {}
        self._named: dict[str, str | None] = {}
        self.names: dict[str, str] = {}
        for source in sources["sources"]:
            for mention in source["mentions"]:
                self._at.update(dict.fromkeys(range(*words.span(mention)), source["id"]))
            if source["name"]:
                self.names[source["id"]] = source["name"]
                last = source["name"].split()[-1].lower()
                self._named[last] = None if last in self._named else source["id"]

    def outer(self, quote: Layer) -> Layer | None:
        """The quote that a quote is nested in."""
        return self._quotes.get(quote["nested_in"] or "")

    def chain(self, quote: Layer) -> list[str] | None:
        """Source ids from the outermost quote to this one; None if one of them has no known source."""
        chain: list[str] = []
        seen: set[str] = set()
        at: Layer | None = quote
        while at is not None and at["id"] not in seen:
            seen.add(at["id"])
            holder = self.speakers.get(at["id"])
            if holder is None:
                return None
            chain.insert(0, holder)
            at = self.outer(at)
        return chain

    def source_at(self, token: int) -> str | None:
        """The id of the source that a token is a mention of, or whose last name it is; None without just one."""
        found = self._at.get(token)
        if found is None and self._words.form(token)[:1].isupper():
            found = self._named.get(self._words.lower(token))
        return found
