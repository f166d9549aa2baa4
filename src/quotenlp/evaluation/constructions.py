"""Errors by construction: which kinds of attribution are found, and what is wrong with the others.

The construction of an attribution is read off its spans and the words at their edges, so that any gold will do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from quotenlp.evaluation.quotes import MARK, Attribution, outcomes

CONSTRUCTIONS = {
    "quotation first": "“…,” X said",
    "quotation last": "X said: “…”",
    "quotation around the cue": "“…,” X said, “…”",
    "partly quoted": "X called it “…”; X said that it was “…”",
    "no cue": "X: “…”; “…” beside its speaker",
    "preposition": "according to X, …",
    "that": "X said that …",
    "wh-word": "X asked whether …",
    "to": "X vowed to …",
    "gerund": "X denied knowing …",
    "other content last": "X said it rained; X praised the plan",
    "content first": "it rained, X said",
    "content around the cue": "the plan, X said, was sound",
}
"""Each construction with an example."""

_WRONG = ("missed", "content", "cue", "source")
_WORD = re.compile(r"[^\W_]+")
_PREPOSITIONS = frozenset({"according", "in", "as", "per", "under", "for", "from", "with"})
_WH = frozenset({"whether", "if", "how", "why", "what", "when", "where", "who", "which"})


def construction_of(attribution: Attribution, text: str) -> str:
    """The construction of an attribution of ``text``, one of `CONSTRUCTIONS`."""
    content, cue = sorted(attribution["content"]), sorted(attribution.get("cue") or [])
    fragments = [text[s:e].strip() for s, e in content]
    words = [word.lower() for s, e in cue for word in _WORD.findall(text[s:e])]
    if not words:
        return "no cue"
    before = content[0][0] < cue[0][0]
    place = "around the cue" if before and content[-1][0] > cue[0][0] else "first" if before else "last"
    marked = [bool(MARK.search(f[:1]) or MARK.search(f[-1:])) for f in fragments if f]
    if words[0] in _PREPOSITIONS:
        return "preposition"
    if all(marked) and all(MARK.search(f[:1]) for f in fragments):
        return f"quotation {place}"
    if any(MARK.search(f) for f in fragments):
        return "partly quoted"
    if before:
        return f"content {place}"
    first = next(iter(_WORD.findall(fragments[0].lower())), "")
    if first in {"that", "to"}:
        return first
    return "wh-word" if first in _WH else "gerund" if first.endswith("ing") else "other content last"


def errors_table(gold: Iterable[dict[str, Any]], predicted: dict[str, list[Attribution]]) -> list[str]:
    """Lines of a table: how many attributions of each construction are right, and what is wrong with the others.

    Args:
        gold: documents, as `quotenlp.evaluation.score` takes them.
        predicted: attributions by document id.
    """
    total: Counter[str] = Counter()
    wrong: Counter[tuple[str, str]] = Counter()
    for doc in gold:
        for outcome in outcomes(doc, predicted.get(doc["id"], [])):
            if outcome.gold is not None:
                name = construction_of(outcome.gold, doc["text"])
                total[name] += 1
                wrong[name, outcome.wrong] += 1
    lines = [f"{'':26}{'gold':>6}{'right':>7}{'%':>7}   " + "".join(f"{name:>9}" for name in _WRONG)]
    for name in CONSTRUCTIONS:
        if total[name]:
            right = wrong[name, ""]
            cells = "".join(f"{wrong[name, what]:9}" for what in _WRONG)
            lines.append(f"{name:26}{total[name]:6}{right:7}{100 * right / total[name]:7.1f}   {cells}")
    return lines
