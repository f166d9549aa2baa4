"""The trained component: fragments of sources, cues and contents, token by token."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

import numpy as np
from spacy.pipeline import TrainablePipe
from spacy.scorer import Scorer
from spacy.tokens import Doc, Span, SpanGroup
from spacy.training import Example
from spacy.vocab import Vocab
from thinc.api import Model

from quotenlp.document import FRAGMENT_LABELS, FRAGMENTS
from quotenlp.lexicon import load_lexicon
from quotenlp.models.architecture import set_features
from quotenlp.models.features import TokenFeatures, load_clusters
from quotenlp.models.fragments import TAGS, decode, encode
from quotenlp.models.ops import use_numpy_blas
from quotenlp.quotes.lexicon import compile_lexicon

DISCARD = "DISCARD"
"""Label of stretches that annotators set aside: nothing is learned from them."""


class AttributionTagger(TrainablePipe):  # type: ignore[misc]
    """Predicts fragments of attributions; `quote_detector` takes them as evidence.

    Assigns ``doc.spans["quotenlp_fragments"]``: spans labelled SOURCE, CUE and CONTENT, and in the group's ``attrs``
    under "scores" one string per label, a character per token, whose code point is the probability that the token is
    in such a fragment, times 255.

    Gold for training is a span group of the same name and labels in the reference Docs.
    """

    def __init__(
        self,
        vocab: Vocab,
        model: Model[Any, Any],
        name: str,
        lang: str,
        *,
        scorer: Callable[..., dict[str, Any]] | None = None,
    ) -> None:
        """Make the component.

        Args:
            vocab: the pipeline's vocabulary.
            model: see `quotenlp.models.architecture.build_tagger`.
            name: name of the component in the pipeline.
            lang: language code that selects the lexicon of the rules, which are among the features.
            scorer: what ``score`` scores Examples with; nothing if None.
        """
        self.vocab = vocab
        self.model = model
        self.name = name
        self.scorer = scorer
        self.cfg: dict[str, Any] = {}
        use_numpy_blas(model)
        set_features(model, TokenFeatures(compile_lexicon(load_lexicon("quotes", lang)), load_clusters(lang)))

    def predict(self, docs: Iterable[Doc]) -> Any:
        """Probabilities of the tags, an array of shape (tokens, roles * tags) per Doc."""
        docs = list(docs)
        if not any(len(doc) for doc in docs):
            return [np.zeros((0, len(FRAGMENT_LABELS) * len(TAGS)), dtype="float32") for _ in docs]
        return [self.model.ops.to_numpy(scores) for scores in self.model.predict(docs)]  # type: ignore[no-untyped-call]

    def set_annotations(self, docs: Iterable[Doc], scores: Any) -> None:
        """Write the span group."""
        for doc, of_doc in zip(docs, scores, strict=True):
            spans: list[Span] = []
            inside: dict[str, str] = {}
            for r, role in enumerate(FRAGMENT_LABELS):
                of_role = of_doc[:, 3 * r : 3 * r + 3]
                spans.extend(Span(doc, first, last, label=role) for first, last in decode(of_role))
                probability = np.clip((1 - of_role[:, 0]) * 255, 0, 255).astype("uint8")
                inside[role] = probability.tobytes().decode("latin-1")
            doc.spans[FRAGMENTS] = SpanGroup(doc, name=FRAGMENTS, attrs={"scores": inside}, spans=spans)

    def get_loss(self, examples: Iterable[Example], scores: Any) -> tuple[float, list[Any]]:
        """Cross entropy of the tags, and its gradient."""
        loss, gradients = 0.0, []
        for example, of_doc in zip(examples, scores, strict=True):
            truth, weight = _targets(example)
            gradient = (of_doc - truth) * weight
            loss += float((gradient**2).sum())
            gradients.append(self.model.ops.asarray(gradient, dtype="float32"))
        return loss, gradients

    def initialize(self, get_examples: Callable[[], Iterable[Example]], *, nlp: Any = None, labels: Any = None) -> None:
        """Initialize the weights; the labels are always SOURCE, CUE and CONTENT."""
        sample = [example.x for example in islice(get_examples(), 10) if len(example.x)]
        self.model.initialize(X=sample or [Doc(self.vocab, words=["."])])

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of the spans."""
        return FRAGMENT_LABELS


def _targets(example: Example) -> tuple[Any, Any]:
    """One-hot tags per role, and 0 for the tokens that count for nothing."""
    n = len(example.predicted)
    truth = np.zeros((n, len(FRAGMENT_LABELS) * len(TAGS)), dtype="float32")
    weight = np.ones((n, 1), dtype="float32")
    gold = example.reference.spans.get(FRAGMENTS, ())
    for r, role in enumerate(FRAGMENT_LABELS):
        spans = example.get_aligned_spans_y2x([s for s in gold if s.label_ == role], allow_overlap=True)
        tags = encode([(s.start, s.end) for s in spans], n)
        truth[np.arange(n), 3 * r + tags] = 1.0
    for span in example.get_aligned_spans_y2x([s for s in gold if s.label_ == DISCARD], allow_overlap=True):
        weight[span.start : span.end] = 0.0
    return truth, weight


def fragments_scorer(examples: Iterable[Example], **_: Any) -> dict[str, Any]:
    """Score fragments by exact tokens; registered as ``quotenlp.fragments_scorer.v1`` in ``scorers``.

    Returns:
        ``fragments_p``, ``fragments_r``, ``fragments_f`` and ``fragments_per_type``, between 0 and 1.
    """
    scores = Scorer.score_spans(
        list(examples),
        attr=f"spans_{FRAGMENTS}",
        getter=lambda doc, _: [span for span in doc.spans.get(FRAGMENTS, ()) if span.label_ != DISCARD],
        has_annotation=lambda doc: FRAGMENTS in doc.spans,
        allow_overlap=True,
        labeled=True,
    )
    return {key.replace(f"spans_{FRAGMENTS}", "fragments"): value for key, value in scores.items()}
