"""What all scores are made of: counts of what is right, was found and is gold; stretches compared; lines of tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(slots=True)
class Counts:
    """True positives, predictions and gold items."""

    right: int = 0
    predicted: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        """Share of the predictions that are right; 0 without any."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold items that were found; 0 without any."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f_score(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.predicted + self.gold
        return 2 * self.right / total if total else 0.0

    def to_dict(self) -> dict[str, float]:
        """Precision, recall and F as "p", "r" and "f"."""
        return {"p": round(self.precision, 4), "r": round(self.recall, 4), "f": round(self.f_score, 4)}


def percent(counts: Counts) -> str:
    """Precision, recall and F in percent, as cells of a table."""
    return f"{100 * counts.precision:5.1f} {100 * counts.recall:5.1f} {100 * counts.f_score:5.1f}"


def counts_line(name: str, counts: Counts) -> str:
    """A line of a table: gold, found, precision, recall and F."""
    return f"{name:24}{counts.gold:6}{counts.predicted:7}   {percent(counts)}"


def shared_part(a: Sequence[int], b: Sequence[int]) -> float:
    """Length of what two stretches share, over that of what they cover together; 0 where they do not touch."""
    inside = min(a[1], b[1]) - max(a[0], b[0])
    return inside / (max(a[1], b[1]) - min(a[0], b[0])) if inside > 0 else 0.0
