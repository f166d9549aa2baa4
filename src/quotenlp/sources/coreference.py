"""Clusters of a coreference component as evidence for who is meant."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from quotenlp.sources.descriptions import Describer
from quotenlp.sources.speakers import Speaker

Cluster = Sequence[tuple[int, int]]


class Coreference:
    """The clusters of one document; each is a list of half-open character spans."""

    def __init__(self, clusters: Sequence[Cluster], describer: Describer) -> None:
        self.text = describer.text
        self.reader = describer.reader
        self.clusters = [sorted(cluster) for cluster in clusters]
        self.speakers: dict[int, Speaker] = {}
        self._at: dict[int, list[tuple[int, int]]] = {}
        for number, cluster in enumerate(self.clusters):
            for start, end in cluster:
                self._at.setdefault(start, []).append((end, number))
        people = describer.names.people
        self._names = (
            sorted((s, e, at) for at, person in enumerate(people) for s, e in person.places) if clusters else []
        )

    def cluster(self, start: int, end: int) -> int | None:
        """The number of the cluster that holds the mention ``[start, end)``, or a longer phrase that begins with it."""
        return next((number for stop, number in sorted(self._at.get(start, ())) if stop >= end), None)

    def people(self, number: int) -> Iterator[int]:
        """The people, as indexes of the document's names, whose names head a span of the cluster."""
        for start, end in self.clusters[number]:
            index = bisect_left(self._names, (start,))
            while index < len(self._names) and self._names[index][0] < end:
                name_start, name_end, at = self._names[index]
                if name_end <= end and self._heads(start, name_start, name_end, end):
                    yield at
                index += 1

    def spans(self, number: int, before: int) -> Iterator[tuple[int, int]]:
        """The spans of the cluster that end before a position."""
        for start, end in self.clusters[number]:
            if end > before:
                return
            yield start, end

    def _heads(self, start: int, name_start: int, name_end: int, end: int) -> bool:
        """Whether a name is the head of a span: in "Ida Holm, mayor", not in "Ida Holm's aide", "friends of Holm"."""
        after = self.text[name_end:end].lstrip()
        if after and not after.startswith((",", "(")):
            return False
        words = self.text[start:name_start].lower().split()
        return not any(word in self.reader.openers or word in self.reader.conjunctions for word in words)
