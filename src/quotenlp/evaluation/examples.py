"""Scores inside spaCy's own evaluation: gold attributions on Docs, Examples, and the scorer of `quote_detector`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from quotenlp.document import QUOTES, Layer, read_layer, write_layer
from quotenlp.errors import QuoteNLPError
from quotenlp.evaluation.quotes import MARK, ROLES, Attribution, score
from quotenlp.tokens import doc_text

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.training import Example


def annotate_gold(doc: Doc, attributions: Iterable[dict[str, Any]], discard: Iterable[Sequence[int]] = ()) -> Doc:
    """Write gold attributions onto a Doc, as the layer that `quotes_scorer` reads.

    They are kept as they are; the spans in ``doc.spans["quotenlp_quotes"]`` and the records in ``doc._.quotes`` show a
    cue or source of several stretches by its longest, and every mode as "speech".

    Args:
        doc: a Doc over the text that the offsets refer to; changed in place.
        attributions: see `quotenlp.evaluation.quotes`.
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
    edges = [bool(MARK.search(text[max(0, at - 1) : at + 1])) for span in content for at in span]
    if all(edges):
        return "direct"
    return "mixed" if any(MARK.search(text[max(0, s - 1) : e + 1]) for s, e in content) else "indirect"
