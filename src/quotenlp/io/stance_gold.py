"""Gold annotation of stance: JSON lines of cues, of contents, or of documents with both.

See docs/evaluation.md for the forms. The text of a document stands in the line or in a file of articles.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from quotenlp.errors import InputError
from quotenlp.evaluation import CUE_FIELDS
from quotenlp.io.gold_fields import read_lines, read_objects, read_span, read_spans
from quotenlp.io.reading import find_inputs, read_documents, record_text
from quotenlp.records import Act, Engagement, Event, MarkerKind, Polarity

_SIDES = [side.value for side in Polarity if side is not Polarity.NONE]
_VALUES: dict[str, list[Any]] = {
    "event": [value.value for value in Event],
    "act": [value.value for value in Act],
    "engagement": [value.value for value in Engagement],
    "polarity": [value.value for value in Polarity],
    "force": [0, 1, 2, 3],
}
_KINDS = [value.value for value in MarkerKind]


def read_stance_gold(path: Path, *, texts: Path | None = None, need_texts: bool = True) -> list[dict[str, Any]]:
    """Read gold documents for `quotenlp.evaluation.score_stance`.

    Args:
        path: JSON lines, each a cue, a content, or a document with ``cues`` and ``contents``.
        texts: file or folder of the articles that the lines name in ``doc``, in a form that ``quotenlp extract`` reads.
        need_texts: whether every document must have a text.

    Returns:
        Documents in the order of their first line, each with ``id``, ``text`` (None if there is none), ``cues`` and
        ``contents``.

    Raises:
        InputError: a file cannot be read or is not in this form, or a document has no text or two different ones.
    """
    if path.is_dir():
        raise InputError(f"{path}: brat files hold no stance: score them with --layer quotes")
    rows = [(place, _document_id(record, doc_id, place), record) for place, doc_id, record in read_lines(path)]
    if not rows:
        raise InputError(f"{path}: no documents in this file: it should hold one JSON object per line")
    known = _texts(rows, texts)
    docs: dict[str, dict[str, Any]] = {}
    for place, doc_id, record in rows:
        text = known.get(doc_id)
        if text is None and need_texts:
            where = "name the articles with --texts" if texts is None else f"add it to {texts}"
            raise InputError(f"{place}: no text of document {doc_id!r}: {where}, or give it in field 'text'")
        doc = docs.setdefault(doc_id, {"id": doc_id, "text": text, "cues": [], "contents": []})
        for kind, name, item in _items(record, place):
            read = _cue if kind == "cues" else _content
            doc[kind].append(read(item, name, text, place))
    return list(docs.values())


def _document_id(record: dict[str, Any], default: str, place: str) -> str:
    value = record.get("doc", default)
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise InputError(f"{place}: field 'doc' is not a string or whole number: give the id of the document")
    return str(value)


def _texts(rows: list[tuple[str, str, dict[str, Any]]], articles: Path | None) -> dict[str, str]:
    """Text by document: that of the articles, else the one in a line."""
    given: dict[str, str] = {}
    if articles is not None:
        wanted = {doc_id for _, doc_id, _ in rows}
        given = {doc.id: doc.text for doc in read_documents(find_inputs(articles)) if doc.id in wanted}
    found: dict[str, str] = {}
    for place, doc_id, record in rows:
        if doc_id not in given and _holds_document(record, place):
            text = record_text(record, "text", place)
            if found.setdefault(doc_id, text) != text:
                raise InputError(f"{place}: field 'text' is a second text of document {doc_id!r}: give each its own id")
    return given | found


def _holds_document(record: dict[str, Any], place: str) -> bool:
    """Whether ``text`` is that of the document; beside a cue of a named document it may be the words of the cue."""
    text, cue = record.get("text"), record.get("cue")
    if not isinstance(text, str):
        return False
    if "doc" not in record or "content" in record or "cue" not in record:
        return True
    start, end = read_span(cue, "cue", None, place)
    return end - start < len(text) >= end


def _items(record: dict[str, Any], place: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Kind, name in messages, and object of each cue and content on a line."""
    if "cues" in record or "contents" in record:
        for kind in ("cues", "contents"):
            for i, item in enumerate(read_objects(record, kind, place)):
                yield kind, f"{kind}[{i}].", item
    elif "content" in record:
        yield "contents", "", record
    elif "cue" in record:
        yield "cues", "", record
    else:
        raise InputError(
            f"{place}: no field 'cue', 'content', 'cues' or 'contents': see docs/evaluation.md for the forms of gold"
        )


def _cue(item: dict[str, Any], name: str, text: str | None, place: str) -> dict[str, Any]:
    span = read_span(item.get("cue"), f"{name}cue", _length(text), place)
    words = item.get("text")
    if text is not None and isinstance(words, str) and words != text:
        there = text[slice(*span)]
        if not "".join(there.split()).startswith("".join(words.split())):
            raise InputError(
                f"{place}: field '{name}text': the document has {there[:40]!r} at {span}, not {words[:40]!r}: "
                "give the text that was annotated"
            )
    return {"span": span, **{field: _value(item, field, name, place, _VALUES[field]) for field in CUE_FIELDS}}


def _content(item: dict[str, Any], name: str, text: str | None, place: str) -> dict[str, Any]:
    spans = read_spans(item.get("content"), f"{name}content", _length(text), place)
    if not spans:
        raise InputError(
            f"{place}: field '{name}content' holds no span: give the [start, end] offsets of its stretches"
        )
    if "markers" not in item:
        raise InputError(f"{place}: no field '{name}markers': give the markers in this content, [] if there are none")
    markers = []
    for i, marker in enumerate(read_objects(item, "markers", place)):
        at = f"{name}markers[{i}]."
        span = read_span(marker.get("span"), f"{at}span", _length(text), place)
        markers.append({"span": span, "kind": _value(marker, "kind", at, place, _KINDS)})
    positions = None
    if item.get("positions") is not None:
        positions = [
            _position(position, f"{name}positions[{i}].", place)
            for i, position in enumerate(read_objects(item, "positions", place))
        ]
    return {"spans": spans, "markers": markers, "positions": positions}


def _position(item: dict[str, Any], name: str, place: str) -> dict[str, Any]:
    target, holder = item.get("target"), item.get("holder")
    if not isinstance(target, str):
        raise InputError(f"{place}: field '{name}target' is not a string: give the words that name the target")
    if not (holder is None or isinstance(holder, str)):
        raise InputError(f"{place}: field '{name}holder' is not a string: give the words that name it, or null")
    return {"target": target, "holder": holder, "polarity": _value(item, "polarity", name, place, _SIDES)}


def _value(item: dict[str, Any], field: str, name: str, place: str, values: Sequence[Any]) -> Any:
    if field not in item:
        raise InputError(f"{place}: no field '{name}{field}': give one of {', '.join(map(str, values))}")
    value = item[field]
    if isinstance(value, bool) or value not in values:
        raise InputError(f"{place}: field '{name}{field}' holds {value!r}: give one of {', '.join(map(str, values))}")
    return value


def _length(text: str | None) -> int | None:
    return None if text is None else len(text)
