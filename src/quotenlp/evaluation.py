"""Scores what was found against gold: attributions, sources, and both inside spaCy's own evaluation.

Gold and predictions are plain data, as `quotenlp.io.gold` reads them. An attribution has a ``source``, a ``cue`` and a
``content``; each is a list of ``[start, end)`` character offsets, only the content never empty. A gold document is
``{"id", "text", "attributions"}``, with ``discard`` where stretches of the text count for nothing. The words of a role
are compared, not its characters, so that punctuation and quotation marks at an edge never matter. Gold and
predicted attributions are paired one to one by content (Jaccard overlap, best first), as evaluations on PolNeAR do
(Newell, Margolin and Ruths 2018).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from quotenlp.document import QUOTES, Layer, doc_text, read_layer, write_layer
from quotenlp.errors import QuoteNLPError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.training import Example

_WORD = re.compile(r"\w+(?:[’']\w+)*")
_MARK = re.compile(r"[“”\"«»„]")
ROLES = ("source", "cue", "content")
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

Attribution = dict[str, list[list[int]]]


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


@dataclass(slots=True)
class Scores:
    """Scores of one kind of attribution.

    Attributes:
        whole: content overlaps by half (Jaccard), cue and source overlap, or the source is absent on both sides.
        content: content overlaps by half.
        exact: content has the same words.
        words: for each role, the words that stand in it in any attribution of a document.
        paired: gold attributions whose content shares a word with that of their predicted partner.
        paired_source: those of them whose sources overlap, or are absent on both sides.
    """

    whole: Counts = field(default_factory=Counts)
    content: Counts = field(default_factory=Counts)
    exact: Counts = field(default_factory=Counts)
    words: dict[str, Counts] = field(default_factory=lambda: {role: Counts() for role in ROLES})
    paired: int = 0
    paired_source: int = 0

    @property
    def source_accuracy(self) -> float:
        """Share of the paired attributions whose source is right; 0 without any."""
        return self.paired_source / self.paired if self.paired else 0.0

    def to_dict(self) -> dict[str, Any]:
        """All figures as JSON-able data, shares between 0 and 1."""
        return {
            "gold": self.whole.gold,
            "found": self.whole.predicted,
            "whole": self.whole.to_dict(),
            "content": self.content.to_dict(),
            "exact": self.exact.to_dict(),
            "words": {role: counts.to_dict() for role, counts in self.words.items()},
            "source_accuracy": round(self.source_accuracy, 4),
        }

    def _each(self) -> tuple[Counts, Counts, Counts]:
        return self.whole, self.content, self.exact


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of an attribution's roles, as indices, and whether its content touches a quotation mark."""

    source: frozenset[int]
    cue: frozenset[int]
    content: frozenset[int]
    quoted: bool

    def like(self, other: _Words) -> float:
        return len(self.content & other.content) / len(self.content | other.content)


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


def score(gold: Iterable[dict[str, Any]], predicted: dict[str, list[Attribution]]) -> dict[str, Scores]:
    """Score predicted attributions.

    Args:
        gold: documents as the module describes.
        predicted: attributions by document id; a document that is absent counts as one without any.

    Returns:
        Scores under "all", "quoted" (the content holds or touches a quotation mark) and "unquoted".
    """
    out = {name: Scores() for name in ("all", "quoted", "unquoted")}
    for doc in gold:
        text: str = doc["text"]
        words = [match.span() for match in _WORD.finditer(text)]
        skipped = _inside(words, doc.get("discard") or [])
        want = [_words(a, text, words, skipped) for a in doc["attributions"]]
        have = [_words(a, text, words, skipped) for a in predicted.get(doc["id"], [])]
        _count([w for w in want if w.content], [w for w in have if w.content], out)
    return out


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


def quotes_table(scores: dict[str, Scores]) -> list[str]:
    """Lines of a table of what `score` returned: attributions, in percent."""
    lines = [f"{'':10}{'gold':>6}{'found':>7}   {'whole attribution':<22}{'content by half':<22}content exact"]
    for name, row in scores.items():
        cells = "".join(f"{_percent(counts)}     " for counts in row._each())
        lines.append(f"{name:10}{row.whole.gold:6}{row.whole.predicted:7}   {cells}".rstrip())
    return [*lines, "(precision, recall, F of each)"]


def words_table(scores: dict[str, Scores]) -> list[str]:
    """Lines of a second table of what `score` returned: words by role, and sources, in percent."""
    lines = [f"{'':10}{'words of content':<22}{'words of cue':<22}{'words of source':<22}source right"]
    for name, row in scores.items():
        cells = "".join(f"{_percent(row.words[role])}     " for role in reversed(ROLES))
        lines.append(f"{name:10}{cells}{100 * row.source_accuracy:5.1f}")
    return lines


def sources_table(scores: SourceScores) -> list[str]:
    """Lines of a table of what `score_sources` returned, in percent."""
    lines = [f"{scores.matched} of {scores.mentions} mentions found; of these right in"]
    lines += [f"  {name:22}{100 * scores.share(name):5.1f}" for name in SOURCE_FIELDS]
    lines.append(f"{'':24}{'gold':>6}{'found':>7}   precision, recall, F")
    for name, counts in (("anonymous sources", scores.anonymous), ("same-speaker links", scores.links)):
        lines.append(f"{name:24}{counts.gold:6}{counts.predicted:7}   {_percent(counts)}")
    return lines


def _percent(counts: Counts) -> str:
    return f"{100 * counts.precision:5.1f} {100 * counts.recall:5.1f} {100 * counts.f_score:5.1f}"


def _inside(words: Sequence[tuple[int, int]], spans: Iterable[Sequence[int]]) -> frozenset[int]:
    spans = list(spans)
    return frozenset(i for i, (s, e) in enumerate(words) if any(s < end and e > start for start, end in spans))


def _words(a: Attribution, text: str, words: Sequence[tuple[int, int]], skipped: frozenset[int]) -> _Words:
    source, cue, content = (_inside(words, a.get(role) or []) - skipped for role in ROLES)
    quoted = any(_MARK.search(text[max(0, s - 1) : e + 1]) for s, e in a.get("content") or [])
    return _Words(source, cue, content, quoted)


def _count(gold: list[_Words], predicted: list[_Words], out: dict[str, Scores]) -> None:
    for items, side in ((gold, "gold"), (predicted, "predicted")):
        for item in items:
            for name in ("all", "quoted" if item.quoted else "unquoted"):
                for counts in out[name]._each():
                    setattr(counts, side, getattr(counts, side) + 1)
    _count_words(gold, predicted, out["all"])
    for name, quoted in (("quoted", True), ("unquoted", False)):
        _count_words([w for w in gold if w.quoted is quoted], [w for w in predicted if w.quoted is quoted], out[name])
    for want, have in _pairs(gold, predicted):
        half = want.like(have) >= 0.5
        source = bool(want.source & have.source) if want.source else not have.source
        cue = bool(want.cue & have.cue) or not want.cue
        for name in ("all", "quoted" if want.quoted else "unquoted"):
            scores = out[name]
            scores.content.right += half
            scores.exact.right += want.content == have.content
            scores.whole.right += half and source and cue
            scores.paired += 1
            scores.paired_source += source


def _count_words(gold: list[_Words], predicted: list[_Words], scores: Scores) -> None:
    for role, counts in scores.words.items():
        want = frozenset[int]().union(*(getattr(item, role) for item in gold))
        have = frozenset[int]().union(*(getattr(item, role) for item in predicted))
        counts.right += len(want & have)
        counts.predicted += len(have)
        counts.gold += len(want)


def _pairs(gold: list[_Words], predicted: list[_Words]) -> list[tuple[_Words, _Words]]:
    candidates = [
        (want.like(have), i, j)
        for i, want in enumerate(gold)
        for j, have in enumerate(predicted)
        if want.content & have.content
    ]
    used_gold: set[int] = set()
    used_predicted: set[int] = set()
    out = []
    for _, i, j in sorted(candidates, key=lambda c: (-c[0], c[1], c[2])):
        if i not in used_gold and j not in used_predicted:
            used_gold.add(i)
            used_predicted.add(j)
            out.append((gold[i], predicted[j]))
    return out


def _count_sources(gold: list[dict[str, Any]], predicted: list[dict[str, Any]], out: SourceScores) -> None:
    mentions = [(span, source) for source in predicted for span in source["mentions"]]
    found: dict[int, dict[str, Any]] = {}
    for i, item in enumerate(gold):
        span, source = max(mentions, key=lambda m: _shared(m[0], item["span"]), default=((0, 0), {}))
        if _shared(span, item["span"]) >= 0.5:
            found[i] = source
            for name in SOURCE_FIELDS:
                out.right[name] += source[name] in (item[name], *item.get("also_accept", {}).get(name, ()))
    elsewhere = [source for span, source in mentions if not any(_shared(span, item["span"]) >= 0.5 for item in gold)]
    out.mentions += len(gold)
    out.matched += len(found)
    out.anonymous.gold += sum(item["is_anonymous_source"] for item in gold)
    out.anonymous.predicted += sum(source["is_anonymous_source"] for source in [*found.values(), *elsewhere])
    out.anonymous.right += sum(gold[i]["is_anonymous_source"] and found[i]["is_anonymous_source"] for i in found)
    links = [(i, item["same_as"]) for i, item in enumerate(gold) if item["same_as"] is not None]
    out.links.gold += len(links)
    out.links.predicted += len(found) - len({source["id"] for source in found.values()})
    out.links.right += sum(i in found and j in found and found[i]["id"] == found[j]["id"] for i, j in links)


def _shared(a: Sequence[int], b: Sequence[int]) -> float:
    """Length of what two stretches share, over that of what they cover together; 0 where they do not touch."""
    inside = min(a[1], b[1]) - max(a[0], b[0])
    return inside / (max(a[1], b[1]) - min(a[0], b[0])) if inside > 0 else 0.0


# spaCy's own evaluation


def annotate_gold(doc: Doc, attributions: Iterable[dict[str, Any]], discard: Iterable[Sequence[int]] = ()) -> Doc:
    """Write gold attributions onto a Doc, as the layer that `quotes_scorer` reads.

    They are kept as they are; the spans in ``doc.spans["quotenlp_quotes"]`` and the records in ``doc._.quotes`` show a
    cue or source of several stretches by its longest, and every mode as "speech".

    Args:
        doc: a Doc over the text that the offsets refer to; changed in place.
        attributions: see the module.
        discard: stretches that count for nothing.

    Returns:
        ``doc`` itself.
    """
    text = doc_text(doc)
    items = [a for a in attributions if a["content"]]
    layer: Layer = {
        "quotes": [_gold_quote(f"q{i}", a, text) for i, a in enumerate(items, 1)],
        "mentions": [],
        "gold": {
            "attributions": [{role: [list(s) for s in a.get(role) or []] for role in ROLES} for a in items],
            "discard": [list(span) for span in discard],
        },
    }
    write_layer(doc, QUOTES, layer)
    return doc


def make_example(
    nlp: Language, text: str, attributions: Iterable[dict[str, Any]], discard: Iterable[Sequence[int]] = ()
) -> Example:
    """Make an Example from a text and its gold attributions, for ``nlp.evaluate``.

    Args:
        nlp: the pipeline whose tokenizer makes both Docs of the Example.
        text: the text.
        attributions: see `annotate_gold`.
        discard: see `annotate_gold`.
    """
    from spacy.training import Example

    return Example(nlp.make_doc(text), annotate_gold(nlp.make_doc(text), attributions, discard))


def quotes_scorer(examples: Iterable[Example], **_: Any) -> dict[str, Any]:
    """Score the quotes of Examples; registered as ``quotenlp.quotes_scorer.v1`` in ``scorers``.

    Examples whose reference Doc has no layer of quotes are left out.

    Args:
        examples: their reference Docs hold gold (see `annotate_gold`).

    Returns:
        Between 0 and 1, or None without gold: ``quotes_p``, ``quotes_r``, ``quotes_f`` (whole attributions),
        ``quotes_content_f`` and ``quotes_exact_f``, as in `Scores`; ``quotes_source_acc``; and
        ``spans_quotenlp_quotes_p``, ``_r``, ``_f`` and ``_per_type`` (spans of content, cue and source with exactly
        the same tokens).

    Raises:
        QuoteNLPError: the two Docs of an Example have different texts.
    """
    from spacy.scorer import Scorer

    examples = [example for example in examples if read_layer(example.reference, QUOTES) is not None]
    gold, predicted = [], {}
    for i, example in enumerate(examples):
        text = example.reference.text
        if example.predicted.text != text:
            raise QuoteNLPError(
                f"the Docs of example {i + 1} have different texts: make both from one text, "
                "for example with quotenlp.evaluation.make_example"
            )
        want = read_layer(example.reference, QUOTES) or {}
        kept = want.get("gold") or {"attributions": _attributions(want), "discard": []}
        gold.append({"id": str(i), "text": text, **kept})
        predicted[str(i)] = _attributions(read_layer(example.predicted, QUOTES) or {"quotes": []})
    scores = score(gold, predicted)["all"]
    out: dict[str, Any] = {
        "quotes_p": scores.whole.precision,
        "quotes_r": scores.whole.recall,
        "quotes_f": scores.whole.f_score,
        "quotes_content_f": scores.content.f_score,
        "quotes_exact_f": scores.exact.f_score,
        "quotes_source_acc": scores.source_accuracy,
    }
    if not gold:
        out = dict.fromkeys(out)
    spans = Scorer.score_spans(
        examples,
        attr=f"spans_{QUOTES}",
        getter=lambda doc, _: [span for span in doc.spans.get(QUOTES, ()) if span.label_ != "MENTION"],
        has_annotation=lambda doc: QUOTES in doc.spans,
        allow_overlap=True,
    )
    return {**out, **spans}


def _attributions(layer: Layer) -> list[Attribution]:
    return [
        {
            "source": [quote["source"]] if quote["source"] else [],
            "cue": [quote["cue"]["span"]] if quote["cue"] else [],
            "content": quote["content"],
        }
        for quote in layer["quotes"]
    ]


def _gold_quote(quote_id: str, a: dict[str, Any], text: str) -> Layer:
    """A gold attribution in the form of the quotes layer."""
    cue, source = (max(a.get(role) or [None], key=_length) for role in ("cue", "source"))
    return {
        "id": quote_id,
        "kind": _kind(a["content"], text),
        "mode": "speech",
        "content": [list(span) for span in a["content"]],
        "cue": {"span": list(cue), "head": list(cue), "lemma": text[slice(*cue)].lower()} if cue else None,
        "source": list(source) if source else None,
        "speaker": None,
        "speaker_of": None,
        "nested_in": None,
        "closed": True,
        "negated": False,
        "basis": "token",
        "rule": "gold",
    }


def _length(span: Sequence[int] | None) -> int:
    return span[1] - span[0] if span else 0


def _kind(content: Sequence[Sequence[int]], text: str) -> str:
    """How much of a content stands in quotation marks, told from the marks at the edges of its stretches."""
    edges = [bool(_MARK.search(text[max(0, at - 1) : at + 1])) for span in content for at in span]
    if all(edges):
        return "direct"
    return "mixed" if any(_MARK.search(text[max(0, s - 1) : e + 1]) for s, e in content) else "indirect"
