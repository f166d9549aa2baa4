"""State on the Doc, and the records built from it.

Each component owns one span group (`QUOTES`, `SOURCES`, `STANCE`). The group's ``attrs`` hold the layer as JSON-able
data with character offsets; its spans are the token view of the same layer. This survives ``DocBin``,
``Doc.to_bytes``, pickling and ``n_process``, and because offsets are characters a later retokenizer cannot corrupt
the records. `QUOTE_SOURCES` is a plain group of the source mentions, the default input of `source_classifier`.

Extensions on the Doc (``doc._.quotes`` and so on) are getters that build the records from the layers and keep them as
long as the Doc.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from spacy.tokens import Doc, Span, SpanGroup

from quotenlp.errors import QuoteNLPError
from quotenlp.tokens import doc_text, tokens_of

if TYPE_CHECKING:
    from quotenlp.records import Extraction, Quote, Records, Source, StanceMarker

QUOTES = "quotenlp_quotes"
QUOTE_SOURCES = "quotenlp_quote_sources"
SOURCES = "quotenlp_sources"
STANCE = "quotenlp_stance"
FRAGMENTS = "quotenlp_fragments"
FRAGMENT_LABELS = ("SOURCE", "CUE", "CONTENT")

Layer = dict[str, Any]
Offsets = tuple[int, int]
LabelledOffsets = tuple[int, int, str, str]

_LAYER = "quotenlp"
_memo: WeakKeyDictionary[Doc, tuple[tuple[Any, ...], Extraction]] = WeakKeyDictionary()


def write_layer(doc: Doc, key: str, layer: Layer) -> None:
    """Replace the layer ``key`` of ``doc``, and its token view: a span that begins or ends inside a token is widened.

    Args:
        doc: the document.
        key: span group to write.
        layer: JSON-able data; offsets are characters.
    """
    tokens, strings = tokens_of(doc), doc.vocab.strings
    starts, ends = tokens.starts, tokens.ends
    hashes: dict[str, int] = {}
    spans = []
    for start, end, label, span_id in _layer_spans(key, layer):
        first, last = bisect_right(ends, start), bisect_left(starts, end)
        if first < last:
            if label not in hashes:
                hashes[label] = strings.add(label)
            spans.append(Span(doc, first, last, label=hashes[label], span_id=strings.add(span_id)))
    doc.spans[key] = SpanGroup(doc, name=key, attrs={_LAYER: layer}, spans=spans)


def read_layer(doc: Doc, key: str) -> Layer | None:
    """The layer ``key`` as its component wrote it, or None."""
    if key not in doc.spans:
        return None
    layer: Layer | None = doc.spans[key].attrs.get(_LAYER)
    return layer


def group_offsets(doc: Doc, key: str) -> list[Offsets]:
    """Character offsets of the spans in group ``key``, in the group's order.

    Groups written by quotenlp answer from their stored offsets; a user's own group answers from its spans.
    """
    if key not in doc.spans:
        return []
    layer = read_layer(doc, key)
    if layer is not None and "offsets" in layer:
        return [(start, end) for start, end in layer["offsets"]]
    return [(span.start_char, span.end_char) for span in doc.spans[key]]


def realign(doc: Doc) -> Doc:
    """Rebuild the token view of quotenlp's span groups after a component has split or merged tokens.

    Records do not need this: they are always built from character offsets.
    """
    for key in (QUOTES, QUOTE_SOURCES, SOURCES, STANCE):
        layer = read_layer(doc, key)
        if layer is not None:
            write_layer(doc, key, layer)
    return doc


def _layer_spans(key: str, layer: Layer) -> list[LabelledOffsets]:
    """The token view that belongs to a layer: (start, end, label, id) in character offsets."""
    if key == QUOTES:
        spans = [(s, e, "CONTENT", quote["id"]) for quote in layer["quotes"] for s, e in quote["content"]]
        spans += [(*quote["cue"]["span"], "CUE", quote["id"]) for quote in layer["quotes"] if quote["cue"]]
        spans += [(*quote["source"], "SOURCE", quote["id"]) for quote in layer["quotes"] if quote["source"]]
        spans += [(s, e, "MENTION", "") for s, e in layer["mentions"]]
    elif key == QUOTE_SOURCES:
        spans = [(s, e, "SOURCE", "") for s, e in layer["offsets"]]
    elif key == SOURCES:
        spans = [(s, e, "SOURCE", source["id"]) for source in layer["sources"] for s, e in source["mentions"]]
    else:
        spans = [(*marker["span"], marker["kind"].upper(), marker["id"]) for marker in layer["markers"]]
    return spans


def get_extraction(doc: Doc) -> Extraction:
    """All records of ``doc``; empty where a component has not run."""
    layers = tuple(read_layer(doc, key) for key in (QUOTES, SOURCES, STANCE))
    kept = _memo.get(doc)
    if kept is not None and all(a is b for a, b in zip(kept[0], layers, strict=True)):
        return kept[1]
    extraction = _build(doc, *layers)
    _memo[doc] = (layers, extraction)
    return extraction


def extractions_of(records: Records) -> Iterator[Extraction]:
    """The records of one or several Docs and Extractions.

    Raises:
        QuoteNLPError: something is neither.
    """
    from quotenlp.records import Extraction

    for each in (records,) if isinstance(records, (Extraction, Doc, str)) else records:
        extraction = get_extraction(each) if isinstance(each, Doc) else each
        if not isinstance(extraction, Extraction):
            raise QuoteNLPError(
                f"records are those of Extractions and Docs, not of {type(each).__name__}: "
                "pass nlp(text) or what quotenlp.extract returned"
            )
        yield extraction


def get_quotes(doc: Doc) -> tuple[Quote, ...]:
    """The quotes of ``doc`` in text order."""
    return get_extraction(doc).quotes


def get_sources(doc: Doc) -> tuple[Source, ...]:
    """The sources of ``doc`` in the order of their first mention."""
    return get_extraction(doc).sources


def get_stance_cues(doc: Doc) -> tuple[StanceMarker, ...]:
    """The stance markers of ``doc`` in text order."""
    return get_extraction(doc).markers


def _build(doc: Doc, quotes: Layer | None, sources: Layer | None, stance: Layer | None) -> Extraction:
    from quotenlp.records import Extraction, text_sha256

    text = doc_text(doc)

    def span(offsets: Iterable[int]) -> Layer:
        return _span(text, offsets)

    def optional(offsets: Iterable[int] | None) -> Layer | None:
        return None if offsets is None else span(offsets)

    quotes = quotes or {"quotes": [], "mentions": []}
    sources = sources or {"sources": []}
    stance = stance or {"cues": {}, "markers": [], "positions": [], "summaries": []}
    source_ids = {tuple(m): source["id"] for source in sources["sources"] for m in source["mentions"]}
    joined = {tuple(each["mention"]): each["sources"] for each in sources.get("joined", ())}
    speakers = quote_speakers(quotes["quotes"], sources)

    def cue(quote: Layer) -> Layer | None:
        if quote["cue"] is None:
            return None
        held = stance["cues"].get(quote["id"])
        if held is not None:
            held = {**held, "target": optional(held.get("target"))}
        return {
            **span(quote["cue"]["span"]),
            "lemma": quote["cue"]["lemma"],
            "head": span(quote["cue"]["head"]),
            "stance": held,
        }

    def source(quote: Layer) -> Layer | None:
        if quote["source"] is None:
            return None
        return {
            **span(quote["source"]),
            "source_id": source_ids.get(tuple(quote["source"])),
            "co_source_ids": joined.get(tuple(quote["source"]), ()),
        }

    def shift(item: Layer | None) -> Layer | None:
        if item is None:
            return None
        return {**item, "away_from": optional(item["away_from"]), "toward": optional(item["toward"])}

    def stance_of(item: Layer) -> Layer:
        out = {name: value for name, value in item.items() if name != "span"}
        for name in {"subject", "scope", "target"} & out.keys():
            out[name] = optional(out[name])
        out["shift"] = shift(item.get("shift"))
        return out

    def marker(item: Layer) -> Layer:
        return {**stance_of(item), **span(item["span"])}

    def summary(item: Layer) -> Layer:
        return {**item, "shifts": [shift(each) for each in item["shifts"]]}

    extraction = Extraction.model_validate(
        {
            "lang": doc.lang_ or "xx",
            "translated": sources.get("translated", False),
            "text_length": len(text),
            "text_sha256": text_sha256(text),
            "quotes": [
                {
                    **{k: v for k, v in quote.items() if k not in {"speaker", "speaker_of"}},
                    "content": [span(s) for s in quote["content"]],
                    "cue": cue(quote),
                    "source": source(quote),
                    "speaker_id": speakers.get(quote["id"]),
                }
                for quote in quotes["quotes"]
            ],
            "mentions": [span(s) for s in quotes["mentions"]],
            "sources": [source_fields(text, item) for item in sources["sources"]],
            "markers": [marker(m) for m in stance["markers"]],
            "positions": [stance_of(p) for p in stance["positions"]],
            "summaries": [summary(s) for s in stance["summaries"]],
        }
    )
    extraction._text = text  # as with_text does, which would compare the digest that was just made
    return extraction


def source_fields(text: str, item: Layer) -> Layer:
    """The fields of a `Source` from an item of the sources layer of ``text``."""
    grant = item.get("grant")
    if grant is not None:
        reason = grant["reason_span"]
        grant = {
            **_span(text, grant["span"]),
            "scope": grant["scope"],
            "reasons": grant["reasons"],
            "reason_text": None if reason is None else _span(text, reason),
        }
    return {
        **item,
        "mentions": [_span(text, mention) for mention in item["mentions"]],
        "affiliations": [
            {**_span(text, tie["span"]), "relation": tie["relation"], "kind": tie["kind"]}
            for tie in item.get("affiliations", ())
        ],
        "grant": grant,
        "evidence": {name: _span(text, offsets) for name, offsets in item.get("evidence", {}).items()},
    }


def _span(text: str, offsets: Iterable[int]) -> Layer:
    start, end = offsets
    return {"start": start, "end": end, "text": text[start:end]}


def quote_speakers(quotes: list[Layer], sources: Layer) -> dict[str, str]:
    """Source id per quote id.

    A quotation without a source of its own has the speaker that `source_classifier` gives it, else that of the quote
    that it follows (``speaker_of``).
    """
    source_ids = {tuple(mention): source["id"] for source in sources["sources"] for mention in source["mentions"]}
    turns = {tuple(turn["content"]): turn["source"] for turn in sources.get("turns", ())}
    by_id = {quote["id"]: quote for quote in quotes}
    out = {}
    known: dict[str, str | None] = {}  # of every quote on a way already gone: a chain may be as long as the text
    for quote in quotes:
        seen: set[str] = set()
        at: Layer | None = quote
        found = None
        while at is not None and at["id"] not in seen:
            if at["id"] in known:
                found = known[at["id"]]
                break
            seen.add(at["id"])
            mention = at["source"] or at.get("speaker")
            if mention is not None:
                found = source_ids.get(tuple(mention))
                break
            first = tuple(at["content"][0])
            if first in turns:
                found = turns[first]
                break
            at = by_id.get(at["speaker_of"] or "")
        known.update(dict.fromkeys(seen, found))
        if found is not None:
            out[quote["id"]] = found
    return out


def is_translated(doc: Doc) -> bool:
    """Whether the user has marked ``doc`` as a translated text, with ``doc._.translated = True``."""
    return bool(doc._.translated) if Doc.has_extension("translated") else False


def register_extensions() -> None:
    """Register ``doc._.quotes``, ``.sources``, ``.stance_cues`` and ``.quotenlp``; a second call does nothing.

    ``doc._.translated``, a flag for users to set before the components run, is registered where the name is free.

    Raises:
        QuoteNLPError: one of the names is taken by other code.
    """
    getters = {
        "quotes": get_quotes,
        "sources": get_sources,
        "stance_cues": get_stance_cues,
        "quotenlp": get_extraction,
    }
    for name, getter in getters.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, getter=getter)
        elif (taken := Doc.get_extension(name)[2]) is not getter and getattr(taken, "__module__", "") != __name__:
            raise QuoteNLPError(
                f"doc._.{name} is already registered by other code: remove it with Doc.remove_extension({name!r}) "
                f"before adding quotenlp, or call quotenlp.document.{getter.__name__}(doc) instead"
            )
    if not Doc.has_extension("translated"):
        Doc.set_extension("translated", default=False)
