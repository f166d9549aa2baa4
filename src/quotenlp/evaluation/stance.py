"""Scores of stance: what reporting cues do, and the markers and positions inside contents.

Gold cues are compared with the predicted cues that they overlap, and gold markers with the predicted markers that stand
in the same content. Gold need not be complete: cues and contents that it does not list are not looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from quotenlp.evaluation.counts import Counts, counts_line, shared_part
from quotenlp.evaluation.names import names_one, within

CUE_FIELDS = ("event", "act", "engagement", "polarity", "force")
_HELD = ("negated", "withheld")
_LABELS = {name: "force within one" if name == "force" else name for name in CUE_FIELDS}


@dataclass(slots=True)
class StanceScores:
    """Scores of cues, markers and positions.

    Attributes:
        cues: gold cues.
        cues_found: gold cues that a predicted one overlaps.
        right: for each of `CUE_FIELDS`, the found cues that have the gold value; for force, one at most one off.
        held: found cues whose gold event is negated or withheld.
        held_asserted: those of them that were taken as asserted.
        engagement: found cues whose engagement is "endorse" or "distance".
        contents: gold contents.
        markers: markers in gold contents; a gold one is right when a predicted one overlaps it.
        kinds_right: gold markers that a predicted one of the same kind overlaps.
        positions: positions expressed in gold contents, right when polarity and target are.
        holders: right positions whose gold holder is known.
        holders_right: those of them whose holder is right.
    """

    cues: int = 0
    cues_found: int = 0
    right: dict[str, int] = field(default_factory=lambda: dict.fromkeys(CUE_FIELDS, 0))
    held: int = 0
    held_asserted: int = 0
    engagement: dict[str, Counts] = field(default_factory=lambda: {"endorse": Counts(), "distance": Counts()})
    contents: int = 0
    markers: Counts = field(default_factory=Counts)
    kinds_right: int = 0
    positions: Counts = field(default_factory=Counts)
    holders: int = 0
    holders_right: int = 0

    def share(self, name: str) -> float:
        """Share of the found cues that are right in a field; 0 without any."""
        return _share(self.right[name], self.cues_found)

    @property
    def kind_accuracy(self) -> float:
        """Share of the found markers whose kind is right; 0 without any."""
        return _share(self.kinds_right, self.markers.right)

    @property
    def holder_accuracy(self) -> float:
        """Share of the right positions with a known holder whose holder is right; 0 without any."""
        return _share(self.holders_right, self.holders)

    def to_dict(self) -> dict[str, Any]:
        """All figures as JSON-able data, shares between 0 and 1."""
        return {
            "cues": self.cues,
            "cues_found": self.cues_found,
            "cue_coverage": round(_share(self.cues_found, self.cues), 4),
            "fields": {label.replace(" ", "_"): round(self.share(name), 4) for name, label in _LABELS.items()},
            "negated_or_withheld": self.held,
            "taken_as_asserted": self.held_asserted,
            **{name: _dict(counts) for name, counts in self.engagement.items()},
            "contents": self.contents,
            "markers": {**_dict(self.markers), "kind_accuracy": round(self.kind_accuracy, 4)},
            "positions": {**_dict(self.positions), "holder_accuracy": round(self.holder_accuracy, 4)},
        }


def score_stance(gold: Iterable[dict[str, Any]], predicted: dict[str, dict[str, list[dict[str, Any]]]]) -> StanceScores:
    """Score predicted stance.

    Args:
        gold: documents with ``id``, ``cues`` (each with its ``span`` and the `CUE_FIELDS`) and ``contents``. A content
            has its ``spans``, ``markers`` (``span`` and ``kind``) and ``positions`` (``target`` in words, ``polarity``,
            and ``holder`` in words or None), which are None where they were not annotated.
        predicted: by document id, ``cues`` and ``markers`` in the same form, and ``positions`` with ``target``,
            ``polarity``, ``holder`` (the list of all names and descriptions of the innermost holder) and ``evidence``
            (the spans of the cues and markers that the position rests on). A document that is absent counts as one
            without any. Spans are ``[start, end)`` character offsets.

    Returns:
        Scores over all documents.
    """
    out = StanceScores()
    for doc in gold:
        found = predicted.get(doc["id"], {"cues": [], "markers": [], "positions": []})
        for cue in doc["cues"]:
            _count_cue(cue, found["cues"], out)
        for content in doc["contents"]:
            _count_markers(content, found["markers"], out)
            if content["positions"] is not None:
                _count_positions(content, found["positions"], out)
    return out


def stance_table(scores: StanceScores) -> list[str]:
    """Lines of a table of what `score_stance` returned, in percent; parts that gold does not have are left out."""
    lines: list[str] = []
    counted: dict[str, Counts] = {}
    if scores.cues:
        lines.append(f"{scores.cues_found} of {scores.cues} cues found; of these right in")
        lines += [f"  {label:22}{100 * scores.share(name):5.1f}" for name, label in _LABELS.items()]
        lines.append(f"{scores.held_asserted} of {scores.held} negated or withheld ones taken as asserted")
        counted |= scores.engagement
    if scores.contents:
        counted |= {"markers": scores.markers, "positions": scores.positions}
    lines.append(f"{'':24}{'gold':>6}{'found':>7}   precision, recall, F")
    lines += [counts_line(name, counts) for name, counts in counted.items()]
    if scores.markers.right:
        lines.append(f"{'kind of found markers':24}{100 * scores.kind_accuracy:5.1f}")
    if scores.holders:
        lines.append(f"{'holder of positions':24}{100 * scores.holder_accuracy:5.1f}")
    return lines


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _dict(counts: Counts) -> dict[str, float]:
    return {"gold": counts.gold, "found": counts.predicted, **counts.to_dict()}


def _count_cue(gold: dict[str, Any], predicted: Sequence[dict[str, Any]], out: StanceScores) -> None:
    out.cues += 1
    found = next((cue for cue in predicted if shared_part(cue["span"], gold["span"])), None)
    if found is None:
        return
    out.cues_found += 1
    for name in CUE_FIELDS:
        out.right[name] += abs(found[name] - gold[name]) <= 1 if name == "force" else found[name] == gold[name]
    if gold["event"] in _HELD:
        out.held += 1
        out.held_asserted += found["event"] == "asserted"
    for value, counts in out.engagement.items():
        counts.gold += gold["engagement"] == value
        counts.predicted += found["engagement"] == value
        counts.right += gold["engagement"] == found["engagement"] == value


def _count_markers(gold: dict[str, Any], predicted: Sequence[dict[str, Any]], out: StanceScores) -> None:
    inside = [marker for marker in predicted if _touches(marker["span"], gold["spans"])]
    out.contents += 1
    out.markers.predicted += len(inside)
    out.markers.gold += len(gold["markers"])
    for marker in gold["markers"]:
        kinds = {other["kind"] for other in inside if shared_part(other["span"], marker["span"])}
        out.markers.right += bool(kinds)
        out.kinds_right += marker["kind"] in kinds


def _count_positions(gold: dict[str, Any], predicted: Sequence[dict[str, Any]], out: StanceScores) -> None:
    inside = [item for item in predicted if any(_touches(span, gold["spans"]) for span in item["evidence"])]
    out.positions.predicted += len(inside)
    out.positions.gold += len(gold["positions"])
    for position in gold["positions"]:
        found = next((item for item in inside if _same_position(position, item)), None)
        if found is not None:
            inside.remove(found)
            out.positions.right += 1
            if position["holder"] is not None:
                out.holders += 1
                out.holders_right += names_one(position["holder"], found["holder"])


def _same_position(gold: dict[str, Any], predicted: dict[str, Any]) -> bool:
    return bool(gold["polarity"] == predicted["polarity"] and within(gold["target"], predicted["target"]))


def _touches(span: Sequence[int], spans: Iterable[Sequence[int]]) -> bool:
    return any(shared_part(span, other) > 0 for other in spans)
