"""Gold annotation and predictions to score against it: JSON lines, and brat's standoff files.

A gold document comes out as a dict with ``id``, ``text``, ``attributions`` (each with ``source``, ``cue`` and
``content``, lists of ``[start, end)`` character offsets), ``discard`` (stretches that count for nothing) and, where the
file has them, ``sources`` (one dict per source mention). See docs/evaluation.md for the forms of the files.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from quotenlp.errors import InputError
from quotenlp.evaluation import CUE_FIELDS, ROLES, SOURCE_FIELDS, Attribution
from quotenlp.io.gold_fields import Span, read_lines, read_objects, read_span, read_spans
from quotenlp.io.reading import Document, decode_line, record_text
from quotenlp.io.records import checked
from quotenlp.records import HolderKind

Gold = dict[str, Any]

_LABEL = re.compile(r"(\S+) (\d+ \d+(?:;\d+ \d+)*)$")


@dataclass(slots=True)
class Predictions:
    """What was predicted, by document id; sources and stance are None where the file holds attributions alone."""

    attributions: dict[str, list[Attribution]] = field(default_factory=dict)
    sources: dict[str, list[dict[str, Any]]] | None = field(default_factory=dict)
    stance: dict[str, dict[str, list[dict[str, Any]]]] | None = field(default_factory=dict)


def read_gold(path: Path, *, sources: bool = False) -> list[Gold]:
    """Read gold documents.

    Args:
        path: JSON lines, in which a line has either ``attributions`` and perhaps ``discard``, or ``quotes`` and perhaps
            ``sources`` and ``neutral`` (whose contents count for nothing); or a folder, which `read_brat` reads.
        sources: whether ``sources`` are needed.

    Returns:
        Documents in order. One without an id is called ``FILE:LINE``, as by ``quotenlp extract``.

    Raises:
        InputError: a file cannot be read, is not in this form, or gives one id twice.
    """
    if path.is_dir():
        if sources:
            raise InputError(f"{path}: brat files hold no profiles of sources: score them with --layer quotes")
        return read_brat(path)
    docs: dict[str, Gold] = {}
    for place, doc_id, record in read_lines(path):
        if doc_id in docs:
            raise InputError(
                f"{place}: field 'id' holds {doc_id!r} a second time: give every document an id of its own"
            )
        docs[doc_id] = _gold(record, doc_id, place, sources=sources)
    if not docs:
        raise InputError(f"{path}: no documents in this file: it should hold one JSON object per line")
    return list(docs.values())


def read_predictions(path: Path, gold: Iterable[Gold]) -> Predictions:
    """Read predictions.

    Args:
        path: JSON lines, either the records that ``quotenlp extract`` writes, or with ``id`` and ``attributions``.
        gold: the documents to score against; other documents of the file are passed over.

    Raises:
        InputError: the file cannot be read, is not in this form, has none of the documents, or was made from
            other texts.
    """
    texts = {doc["id"]: doc["text"] for doc in gold}
    records = ((place, doc_id, record) for place, doc_id, record in read_lines(path) if doc_id in texts)
    out = _predictions(records, texts)
    if not out.attributions:
        raise InputError(f"{path}: none of its ids is in the gold file: they must be those of the gold documents")
    return out


def predictions_of(records: Iterable[str], gold: Iterable[Gold]) -> Predictions:
    """Predictions from records as JSON, as `quotenlp.io.stream.extract_json` yields them."""
    parsed = map(json.loads, records)
    return _predictions((("record", item["id"], item) for item in parsed), {doc["id"]: doc["text"] for doc in gold})


def documents_of(gold: Iterable[Gold]) -> Iterator[Document]:
    """The texts of gold documents, to run a pipeline over."""
    return (Document(doc["id"], doc["text"], f"gold document {doc['id']!r}") for doc in gold)


def read_brat(folder: Path) -> list[Gold]:
    """Read the brat standoff files below a folder: pairs of ``NAME.txt`` and ``NAME.ann``.

    What is read; letter case of labels never matters, other lines are passed over:

    - ``T`` lines labelled Source, Cue or Content are spans, also discontinuous ones ("12 20;25 30"); those labelled
      Discard are stretches that count for nothing.
    - An ``E`` line with two or more such spans, its trigger and its arguments, is one attribution. The label of a span
      tells its role, so the names of event and arguments do not matter. An event of one span stands for that span.
    - An ``R`` line between two such spans joins them. Every cue with the contents joined to it is one attribution, and
      so is every content that no cue is joined to; its sources are those joined to the cue or to one of its contents.
    - ``A`` lines named Attribution put the spans with the same value into one attribution ("A1 Attribution T1 7").

    Args:
        folder: read with the folders in it; hidden files are left out.

    Returns:
        Documents sorted by id, which is the path below the folder without its ending. Attributions without
        content are left out.

    Raises:
        InputError: a file of a pair is missing or cannot be read, or a line has no valid form.
    """
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder: name the folder of the .txt and .ann files")
    names = {p.with_suffix("") for p in folder.rglob("*.*") if p.suffix in (".txt", ".ann")}
    names = {p for p in names if not any(part.startswith(".") for part in p.relative_to(folder).parts)}
    if not names:
        raise InputError(f"{folder}: no .txt and .ann files in this folder: brat keeps one of each per document")
    return [_brat_document(name, name.relative_to(folder).as_posix()) for name in sorted(names)]


# JSON lines


def _gold(record: dict[str, Any], doc_id: str, place: str, *, sources: bool) -> Gold:
    if not isinstance(record.get("text"), str):
        raise InputError(f"{place}: no field 'text' that holds a string: gold needs the text that it annotates")
    text = record_text(record, "text", place)
    name = "quotes" if "quotes" in record else "attributions"
    if name not in record:
        raise InputError(f"{place}: no field 'attributions' or 'quotes': see docs/evaluation.md for the forms of gold")
    neutral = _attributions(record, "neutral", len(text), place)
    discard = read_spans(record.get("discard"), "discard", len(text), place)
    doc: Gold = {
        "id": doc_id,
        "text": text,
        "attributions": _attributions(record, name, len(text), place),
        "discard": discard + [span for item in neutral for span in item["content"]],
    }
    if sources:
        doc["sources"] = _gold_sources(record, len(text), place)
    return doc


def _attributions(record: dict[str, Any], name: str, length: int | None, place: str) -> list[Attribution]:
    out: list[Attribution] = []
    for i, item in enumerate(read_objects(record, name, place)):
        out.append({role: read_spans(item.get(role), f"{name}[{i}].{role}", length, place) for role in ROLES})
        if "speaker" in item:
            speaker = item["speaker"]
            if not (speaker is None or (isinstance(speaker, str) and speaker.strip())):
                raise InputError(
                    f"{place}: field '{name}[{i}].speaker' is not a name: give a string, or null if unknown"
                )
            out[-1]["speaker"] = speaker
    return out


def _gold_sources(record: dict[str, Any], length: int, place: str) -> list[dict[str, Any]]:
    if "sources" not in record:
        raise InputError(f"{place}: no field 'sources': --layer sources needs them (see docs/evaluation.md)")
    items = read_objects(record, "sources", place)
    for i, item in enumerate(items):
        name = f"sources[{i}]"
        for wanted in ("span", *SOURCE_FIELDS, "same_as"):
            if wanted not in item:
                raise InputError(f"{place}: no field '{name}.{wanted}': give every source all fields, null if unknown")
        read_span(item["span"], f"{name}.span", length, place)
        if item["same_as"] is not None and not (type(item["same_as"]) is int and 0 <= item["same_as"] < i):
            raise InputError(f"{place}: field '{name}.same_as' names no earlier source: give its index, or null")
        if type(item["is_anonymous_source"]) is not bool:
            raise InputError(f"{place}: field '{name}.is_anonymous_source' is not true or false: give one of them")
        accept = item.get("also_accept", {})
        if not (isinstance(accept, dict) and all(isinstance(values, list) for values in accept.values())):
            raise InputError(f"{place}: field '{name}.also_accept' is not lists of values by field: give such, or none")
    return items


def _predictions(records: Iterable[tuple[str, str, dict[str, Any]]], texts: dict[str, str | None]) -> Predictions:
    out = Predictions()
    for place, doc_id, record in records:
        text = texts[doc_id]
        if doc_id in out.attributions:
            raise InputError(f"{place}: a second prediction for document {doc_id!r}: leave one of them out")
        if "attributions" in record:
            length = None if text is None else len(text)
            out.attributions[doc_id] = _attributions(record, "attributions", length, place)
            out.sources = out.stance = None
        elif "text_sha256" not in record or (text is not None and record["text_sha256"] != _hash(text)):
            wrong = "made from another text than the gold document" if "text_sha256" in record else "not a prediction"
            raise InputError(
                f"{place}: {wrong}: give what quotenlp extract wrote about the gold texts, or lines with 'attributions'"
            )
        else:
            record = checked(record, place).model_dump(mode="json")  # with the fields that it leaves out
            names = {source["id"]: _names(source) for source in record["sources"]}
            out.attributions[doc_id] = [_extracted(quote, names) for quote in record["quotes"]]
            if out.sources is not None and out.stance is not None:
                out.sources[doc_id] = [
                    {**source, "mentions": [_offsets(span) for span in source["mentions"]]}
                    for source in record["sources"]
                ]
                out.stance[doc_id] = _stance(record, names)
    return out


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf8")).hexdigest()


def _names(source: dict[str, Any]) -> list[str]:
    """A speaker's name, if there is one, and the words of all mentions."""
    return ([source["name"]] if source["name"] else []) + [mention["text"] for mention in source["mentions"]]


def _extracted(quote: dict[str, Any], names: dict[str, list[str]]) -> Attribution:
    return {
        "source": [_offsets(quote["source"])] if quote["source"] else [],
        "cue": [_offsets(quote["cue"])] if quote["cue"] else [],
        "content": [_offsets(span) for span in quote["content"]],
        "speaker": names.get(quote.get("speaker_id") or ""),
    }


def _stance(record: dict[str, Any], names: dict[str, list[str]]) -> dict[str, list[dict[str, Any]]]:
    """Cues, markers and positions of a record, as `quotenlp.evaluation.score_stance` takes them."""
    cues = [quote["cue"] for quote in record["quotes"] if quote["cue"] and quote["cue"]["stance"]]
    places = {quote["id"]: _offsets(quote["cue"]) for quote in record["quotes"] if quote["cue"]}
    places |= {marker["id"]: _offsets(marker) for marker in record["markers"]}
    return {
        "cues": [{"span": _offsets(cue), **{name: cue["stance"][name] for name in CUE_FIELDS}} for cue in cues],
        "markers": [{"span": _offsets(marker), "kind": marker["kind"]} for marker in record["markers"]],
        "positions": [
            {
                "target": position["target"]["text"],
                "polarity": position["polarity"],
                "holder": _holder(position, names),
                "evidence": [places[i] for i in position["evidence"] if i in places],
            }
            for position in record["positions"]
        ],
    }


def _holder(position: dict[str, Any], names: dict[str, list[str]]) -> list[str]:
    """What the innermost holder of a position is called: the words of its subject, and all names of its source."""
    subject, kind = position.get("subject"), position.get("holder_kind", HolderKind.SOURCE.value)
    chain = position["holder_chain"][-1:] if kind == HolderKind.SOURCE else []
    return [*([subject["text"]] if subject else []), *(name for i in chain for name in names.get(i, ()))]


def _offsets(span: dict[str, Any]) -> Span:
    return [span["start"], span["end"]]


# brat


@dataclass(slots=True)
class _Annotation:
    """What an ``.ann`` file says: labelled spans by id, events, relations and values, by ids of spans."""

    spans: dict[str, tuple[str, list[Span]]] = field(default_factory=dict)
    events: dict[str, list[str]] = field(default_factory=dict)
    relations: list[tuple[str, str]] = field(default_factory=list)
    values: dict[str, list[str]] = field(default_factory=dict)


def _brat_document(name: Path, doc_id: str) -> Gold:
    text_file, ann_file = (name.with_name(name.name + suffix) for suffix in (".txt", ".ann"))
    text = _brat_text(text_file)
    ann = _Annotation()
    for number, line in enumerate(_brat_text(ann_file).split("\n"), 1):
        _brat_line(line.rstrip("\r"), ann, text, f"{ann_file} line {number}")
    return {
        "id": doc_id,
        "text": text,
        "attributions": [a for a in _brat_attributions(ann) if a["content"]],
        "discard": [span for label, spans in ann.spans.values() if label == "discard" for span in spans],
    }


def _brat_text(path: Path) -> str:
    try:
        return decode_line(path.read_bytes(), str(path), first=False)
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read ({error.strerror or error}): brat keeps a .txt and an .ann file of one name"
        ) from None


def _brat_line(line: str, ann: _Annotation, text: str, place: str) -> None:
    kind, columns = line[:1], line.split("\t")
    if kind == "T":
        ann.spans[columns[0]] = _brat_span(columns, text, place)
    elif kind in "ERA" and len(columns) > 1:
        words = columns[1].split()
        if kind == "E":
            ann.events[columns[0]] = [word.rpartition(":")[2] for word in words]
        elif kind == "R" and len(words) >= 3:
            ann.relations.append((words[1].rpartition(":")[2], words[2].rpartition(":")[2]))
        elif kind == "A" and len(words) == 3 and words[0].lower() == "attribution":
            ann.values.setdefault(words[2], []).append(words[1])


def _brat_span(columns: list[str], text: str, place: str) -> tuple[str, list[Span]]:
    match = _LABEL.match(columns[1]) if len(columns) > 2 else None
    if match is None:
        raise InputError(f"{place}: not a span: it should read T1, tab, LABEL START END, tab, and the words")
    spans = [[int(at) for at in part.split()] for part in match[2].split(";")]
    if not all(start <= end <= len(text) for start, end in spans):
        raise InputError(f"{place}: span {match[2]} is not in the text of {len(text)} characters: check the .txt file")
    words = " ".join(text[start:end] for start, end in spans)
    if "".join(words.split()) != "".join(columns[2].split()):
        raise InputError(f"{place}: the text has {words[:40]!r} there, not {columns[2][:40]!r}: check the .txt file")
    return match[1].lower(), spans


def _brat_attributions(ann: _Annotation) -> Iterator[Attribution]:
    """Attributions in the order events, values, relations."""

    def resolve(ids: Iterable[str]) -> list[str]:
        """Ids of spans with a role; an event of one span stands for that span."""
        ids = [ann.events[i][0] if len(ann.events.get(i, ())) == 1 else i for i in ids]
        return [i for i in dict.fromkeys(ids) if i in ann.spans and ann.spans[i][0] in ROLES]

    groups = [resolve(ids) for ids in ann.events.values()]
    groups += [resolve(ids) for ids in ann.values.values()]
    for group in groups:
        if len(group) > 1:
            yield _brat_attribution(ann, group)
    joined: dict[str, dict[str, None]] = {}
    for pair in ann.relations:
        ends = resolve(pair)
        if len(ends) == 2:
            joined.setdefault(ends[0], {})[ends[1]] = None
            joined.setdefault(ends[1], {})[ends[0]] = None

    def partners(span_id: str, role: str) -> list[str]:
        return [i for i in joined.get(span_id, ()) if ann.spans[i][0] == role]

    for span_id in joined:
        role = ann.spans[span_id][0]
        if role == "cue" or (role == "content" and not partners(span_id, "cue")):
            contents = partners(span_id, "content") if role == "cue" else []
            sources = [s for i in (span_id, *contents) for s in partners(i, "source")]
            yield _brat_attribution(ann, dict.fromkeys([span_id, *contents, *sources]))


def _brat_attribution(ann: _Annotation, ids: Iterable[str]) -> Attribution:
    out: Attribution = {role: [] for role in ROLES}
    for span_id in ids:
        role, spans = ann.spans[span_id]
        out[role] += spans
    return {role: sorted(spans) for role, spans in out.items()}
