"""From a Doc to the quotes layer: marks, streams, attributions, mentions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from spacy.tokens import Doc

from quotenlp.document import Layer
from quotenlp.quotes.attribution import find_attributions
from quotenlp.quotes.context import Attribution, Context
from quotenlp.quotes.evidence import evidence_of
from quotenlp.quotes.lexicon import QuoteLexicon
from quotenlp.quotes.marks import Marked, Span, paragraphs, scan
from quotenlp.quotes.stream import Stream, streams, words
from quotenlp.quotes.tree import tree_of
from quotenlp.records import QuoteKind
from quotenlp.settings import QuoteSettings
from quotenlp.tokens import tokens_of


@dataclass(frozen=True, slots=True)
class Reading:
    """A Doc as the rules read it.

    Attributes:
        text: of the Doc.
        paragraphs: character spans.
        marked: the marked strings.
        levels: the streams: the top-level one under None, one per marked string with others in it under its index.
    """

    text: str
    paragraphs: list[Span]
    marked: list[Marked]
    levels: dict[int | None, Stream]


def read(doc: Doc, lex: QuoteLexicon) -> Reading:
    """Find paragraphs and marked strings, and fold these into streams."""
    tokens = tokens_of(doc)
    text = tokens.text
    stretches = paragraphs(text)
    marked = scan(text, stretches, lex.elisions, lex.measures, lex.attribution)
    levels = streams(text, words(tokens, marked, lex), marked, stretches, lex)
    return Reading(text, stretches, marked, levels)


def detect(
    doc: Doc, lex: QuoteLexicon, settings: QuoteSettings, *, tagged: bool = True, reading: Reading | None = None
) -> Layer:
    """The quotes layer of ``doc``: JSON-able, offsets in characters (see `quotenlp.document`).

    Args:
        doc: the document.
        lex: the lexicon.
        settings: what to keep.
        tagged: whether to use what `attribution_tagger` left on the Doc.
        reading: of ``doc``, where the caller has it.
    """
    reading = reading or read(doc, lex)
    text, marked, levels = reading.text, reading.marked, reading.levels
    quotes: list[Layer] = []
    used: set[int] = set()
    for level in sorted(levels, key=lambda key: -1 if key is None else key):
        st = levels[level]
        tree = tree_of(doc, st) if level is None else None  # what stands inside a quotation is told by its words
        evidence = evidence_of(doc, st) if level is None and tagged else None
        found = find_attributions(Context(st, lex, text, tree, evidence, settings.min_score), nested=level is not None)
        made = {id(attribution): _quote(attribution, st, marked, used) for attribution in found}
        for attribution in found:
            made[id(attribution)]["_follows"] = made.get(id(attribution.follows))
        quotes.extend(made.values())
    quotes = _kept(quotes, text, settings)
    quotes.sort(key=lambda quote: (quote["content"][0][0], -quote["content"][-1][1]))
    _number(quotes)
    mentions = [list(span) for i, item in enumerate(marked) if i not in used for span in item.fragments]
    return {"quotes": quotes, "mentions": mentions if settings.mentions else []}


def _kept(quotes: list[Layer], text: str, settings: QuoteSettings) -> list[Layer]:
    """The quotes that the settings ask for; one that follows another keeps its speaker when that is left out."""

    def wanted(quote: Layer) -> bool:
        return (
            (settings.kinds is None or quote["kind"] in settings.kinds)
            and (settings.modes is None or quote["mode"] in settings.modes)
            and (
                settings.min_words == 1
                or sum(len(text[s:e].split()) for s, e in quote["content"]) >= settings.min_words
            )
        )

    kept = [quote for quote in quotes if wanted(quote)]
    here = {id(quote) for quote in kept}
    for quote in kept:
        follows = quote["_follows"]
        while follows is not None and id(follows) not in here:
            quote["speaker"] = quote["speaker"] or follows["source"] or follows["speaker"]
            follows = follows["_follows"]
        quote["_follows"] = follows
    return kept


def _quote(attribution: Attribution, st: Stream, marked: list[Marked], used: set[int]) -> Layer:
    content: list[Span] = []
    folded: list[int] = []
    bare = False
    for first, last in attribution.content:
        marks = [st.mark[i] for i in range(first, last) if st.mark[i] >= 0]
        folded.extend(marks)
        if last - first == 1 and marks:
            content.extend(marked[marks[0]].fragments)
        else:
            bare = bare or any(st.mark[i] < 0 and any(ch.isalnum() for ch in st.low[i]) for i in range(first, last))
            content.append(st.span(first, last))
    used.update(folded)
    kind = QuoteKind.INDIRECT if not folded else QuoteKind.MIXED if bare else QuoteKind.DIRECT
    cue: Any = None
    if attribution.cue is not None:
        span, head = st.span(*(attribution.whole_cue or attribution.cue)), st.span(*attribution.cue)
        cue = {"span": list(span), "head": list(head), "lemma": attribution.lemma}
    return {
        "kind": kind.value,
        "mode": attribution.mode,
        "content": [list(span) for span in sorted(set(content))],
        "cue": cue,
        "source": None if attribution.source is None else list(st.span(*attribution.source)),
        "speaker": None if attribution.speaker is None else list(st.span(*attribution.speaker)),
        "closed": all(marked[m].closed for m in folded),
        "negated": attribution.negated,
        "basis": attribution.basis,
        "score": None if attribution.score is None else round(attribution.score, 3),
        "rule": attribution.rule,
    }


def _number(quotes: list[Layer]) -> None:
    """Give ids in text order; link what follows and what is nested."""
    for n, quote in enumerate(quotes, 1):
        quote["id"] = f"q{n}"
    around: list[Layer] = []
    for quote in quotes:
        start, end = quote["content"][0][0], quote["content"][-1][1]
        while around and around[-1]["content"][-1][1] <= start:
            around.pop()
        outer = next((o for o in reversed(around) if any(s <= start and end <= e for s, e in o["content"])), None)
        quote["nested_in"] = outer["id"] if outer is not None else None
        follows = quote.pop("_follows")
        quote["speaker_of"] = follows["id"] if follows is not None else None
        around.append(quote)
