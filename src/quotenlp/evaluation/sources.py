"""Scores of sources: their profiles, the anonymous ones among them, and mentions of one speaker."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from quotenlp.evaluation.counts import Counts, counts_line, shared_part

SOURCE_FIELDS = (
    "entity",
    "naming",
    "anonymity",
    "is_anonymous_source",
    "role",
    "sector",
    "country",
    "seniority",
    "tenure",
    "plurality",
    "count",
    "knowledge",
)


@dataclass(slots=True)
class SourceScores:
    """Scores of the source mentions of documents.

    A gold mention and a predicted one match where the stretch they share is at least half of the stretch that they
    cover together.

    Attributes:
        mentions: gold mentions.
        matched: gold mentions that a predicted one matches.
        right: for each of `SOURCE_FIELDS`, the matched mentions whose source has a right value in it.
        anonymous: mentions of anonymous sources.
        links: later mentions of a speaker, joined to an earlier one.
    """

    mentions: int = 0
    matched: int = 0
    right: dict[str, int] = field(default_factory=lambda: dict.fromkeys(SOURCE_FIELDS, 0))
    anonymous: Counts = field(default_factory=Counts)
    links: Counts = field(default_factory=Counts)

    def share(self, name: str) -> float:
        """Share of the matched mentions that are right in a field; 0 without any."""
        return self.right[name] / self.matched if self.matched else 0.0

    def to_dict(self) -> dict[str, Any]:
        """All figures as JSON-able data, shares between 0 and 1."""
        return {
            "mentions": self.mentions,
            "matched": self.matched,
            "fields": {name: round(self.share(name), 4) for name in SOURCE_FIELDS},
            "anonymous": {"gold": self.anonymous.gold, "found": self.anonymous.predicted, **self.anonymous.to_dict()},
            "links": {"gold": self.links.gold, "found": self.links.predicted, **self.links.to_dict()},
        }


def score_sources(gold: Iterable[dict[str, Any]], predicted: dict[str, list[dict[str, Any]]]) -> SourceScores:
    """Score predicted sources.

    Args:
        gold: documents with ``sources``: one dict per mention, in text order, with its ``span``, the `SOURCE_FIELDS`,
            ``same_as`` (the index of the speaker's first mention, or null) and, where more than one value of a field is
            right, ``also_accept`` (further values by field).
        predicted: by document id, one dict per source with ``id``, ``mentions`` (``[start, end)`` offsets) and the
            `SOURCE_FIELDS`; a document that is absent counts as one without any.

    Returns:
        Scores over all documents.
    """
    out = SourceScores()
    for doc in gold:
        _count_sources(doc["sources"], predicted.get(doc["id"], []), out)
    return out


def sources_table(scores: SourceScores) -> list[str]:
    """Lines of a table of what `score_sources` returned, in percent."""
    lines = [f"{scores.matched} of {scores.mentions} mentions found; of these right in"]
    lines += [f"  {name:22}{100 * scores.share(name):5.1f}" for name in SOURCE_FIELDS]
    lines.append(f"{'':24}{'gold':>6}{'found':>7}   precision, recall, F")
    lines.append(counts_line("anonymous sources", scores.anonymous))
    lines.append(counts_line("same-speaker links", scores.links))
    return lines


def _count_sources(gold: list[dict[str, Any]], predicted: list[dict[str, Any]], out: SourceScores) -> None:
    mentions = [(span, source) for source in predicted for span in source["mentions"]]
    found: dict[int, dict[str, Any]] = {}
    for i, item in enumerate(gold):
        span, source = max(mentions, key=lambda m: shared_part(m[0], item["span"]), default=((0, 0), {}))
        if shared_part(span, item["span"]) >= 0.5:
            found[i] = source
            for name in SOURCE_FIELDS:
                out.right[name] += source[name] in (item[name], *item.get("also_accept", {}).get(name, ()))
    elsewhere = [
        source for span, source in mentions if not any(shared_part(span, item["span"]) >= 0.5 for item in gold)
    ]
    out.mentions += len(gold)
    out.matched += len(found)
    out.anonymous.gold += sum(item["is_anonymous_source"] for item in gold)
    out.anonymous.predicted += sum(source["is_anonymous_source"] for source in [*found.values(), *elsewhere])
    out.anonymous.right += sum(gold[i]["is_anonymous_source"] and found[i]["is_anonymous_source"] for i in found)
    links = [(i, item["same_as"]) for i, item in enumerate(gold) if item["same_as"] is not None]
    out.links.gold += len(links)
    out.links.predicted += len(found) - len({source["id"] for source in found.values()})
    out.links.right += sum(i in found and j in found and found[i]["id"] == found[j]["id"] for i, j in links)
