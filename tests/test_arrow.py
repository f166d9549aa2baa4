"""Record batches of texts in, record batches of records out."""

import json
import pickle
import subprocess
import sys
import threading
from functools import partial

import pytest
import spacy
from spacy.language import Language

import quotenlp
from conftest import ARTICLE, ROOT

pa = pytest.importorskip("pyarrow")

from quotenlp.arrow import SCHEMA, annotate_batches, schema, to_extraction  # noqa: E402 - needs pyarrow

ENGLISH = "“The boats will sail,” said Keiko Arai, a harbour official. She may stay."
FERRY = (ROOT / "examples" / "ferry-subsidy.txt").read_text("utf8")
TEXTS = {"ferry": FERRY, "null": None, "empty": "", "arai": ENGLISH, "article": ARTICLE}


def batch(texts):
    """A batch of texts by their ids."""
    columns = [pa.array(list(texts), pa.string()), pa.array(list(texts.values()), pa.string())]
    return pa.RecordBatch.from_arrays(columns, ["id", "text"])


def batches(size=2):
    return pa.Table.from_batches([batch(TEXTS)]).to_batches(max_chunksize=size)


@Language.component("faulty")
def faulty(doc):
    if "FAIL" in doc.text:
        raise RuntimeError("bang")
    seen_strings.append(len(doc.vocab.strings))
    return doc


seen_strings: list[int] = []


@pytest.fixture
def own(tmp_path):
    """A pipeline of the user's own, whose component fails on some texts."""
    nlp = spacy.blank("en")
    nlp.add_pipe("faulty")
    nlp.to_disk(tmp_path / "own")
    return str(tmp_path / "own")


@pytest.mark.parametrize("pipeline", quotenlp.pipeline.PIPELINES)
def test_records_are_those_of_extract(pipeline):
    nlp = quotenlp.load(pipeline)
    out = list(annotate_batches(batches(), pipeline))
    assert [each.num_rows for each in out] == [2, 2, 1]
    records = [to_extraction(row) for each in out for row in each.to_pylist()]
    assert records == [quotenlp.extract(text or "", nlp=nlp, id=name) for name, text in TEXTS.items()]
    levels = [marker.level for record in records for marker in record.markers]
    assert {str, int} <= set(map(type, levels)), "the texts should show both forms"
    assert any(source.evidence for record in records for source in record.sources)


def test_translated(nlp):
    (out,) = annotate_batches([batch({"article": ARTICLE})], "rules", translated=True)
    assert to_extraction(out.to_pylist()[0]) == quotenlp.extract(ARTICLE, nlp=nlp, id="article", translated=True)


def test_embedded_is_the_default():
    (out,) = annotate_batches([batch({"arai": ENGLISH})])
    assert to_extraction(out.to_pylist()[0]) == quotenlp.extract(ENGLISH, id="arai")


def test_schema_is_that_of_the_records():
    def names(record):
        return record.get("properties", {})

    records = quotenlp.json_schema()["$defs"]
    assert SCHEMA.names == [*names(quotenlp.json_schema()), "error"]
    nested = {"quotes": "Quote", "sources": "Source", "markers": "StanceMarker", "positions": "Position"}
    for column, record in nested.items():
        assert [field.name for field in SCHEMA.field(column).type.value_type] == list(names(records[record]))
    assert schema() == SCHEMA
    text_span = pa.struct([("start", pa.int64()), ("end", pa.int64()), ("text", pa.string())])
    assert SCHEMA.field("mentions").type == pa.list_(text_span)
    assert SCHEMA.field("sources").type.value_type.field("evidence").type == pa.map_(pa.string(), text_span)


@pytest.mark.parametrize("rows", ["documents", "quotes", "sources", "markers", "positions"])
def test_schema_is_fixed(rows):
    inputs = [*batches(), batch({}), batch({"null": None})]
    out = list(annotate_batches(inputs, "rules", rows=rows))
    assert len(out) == len(inputs)
    assert all(each.schema == schema(rows) for each in out)
    assert sum(each.num_rows for each in out) > 0
    each_as_table = pa.Table.from_batches(out)
    each_as_table.validate(full=True)


@pytest.mark.parametrize("rows", ["quotes", "sources", "markers", "positions"])
def test_flat_rows_are_those_of_the_tables(nlp, rows):
    out = [row for each in annotate_batches(batches(), "rules", rows=rows) for row in each.to_pylist()]
    records = [quotenlp.extract(text or "", nlp=nlp, id=name) for name, text in TEXTS.items()]
    assert out == [{**row, "error": None} for row in quotenlp.to_dicts(records, rows)]


def test_null_and_empty_texts_are_empty_records():
    (out,) = annotate_batches([batch({"null": None, "empty": ""})], "rules")
    for row in out.to_pylist():
        assert (row["text_length"], row["quotes"], row["sources"], row["error"]) == (0, [], [], None)
    (out,) = annotate_batches([batch({"null": None, "empty": ""})], "rules", rows="quotes")
    assert out.num_rows == 0


def test_a_document_that_fails_has_its_error_and_costs_no_other(own):
    texts = {"a": ENGLISH, "b": f"{ENGLISH} FAIL", "c": "FAIL", "d": ENGLISH, **{str(n): ENGLISH for n in range(30)}}
    (out,) = annotate_batches([batch(texts)], own)
    rows = out.to_pylist()
    assert [row["id"] for row in rows] == list(texts)
    failed = [row for row in rows if row["error"] is not None]
    assert [row["id"] for row in failed] == ["b", "c"]
    for row in failed:
        assert row["error"] == "the pipeline failed (RuntimeError: bang)"
        assert {value for name, value in row.items() if name not in ("id", "error")} == {None}
    assert all(row["quotes"] for row in rows if row["error"] is None)
    with pytest.raises(quotenlp.QuoteNLPError, match="document b: no record"):
        to_extraction(failed[0])
    (flat,) = annotate_batches([batch(texts)], own, rows="quotes")
    rows = flat.to_pylist()
    assert [row["doc_id"] for row in rows] == list(texts)  # one quote each
    assert [row["quote_id"] for row in rows[:4]] == ["q1", None, None, "q1"]
    assert [row["error"] is None for row in rows[:4]] == [True, False, False, True]


def test_a_text_too_long_for_the_pipeline_is_such_a_document(tmp_path):
    own = spacy.blank("en")
    own.add_pipe("ner").add_label("PERSON")
    own.initialize()
    own.to_disk(tmp_path / "own")
    (out,) = annotate_batches([batch({"long": "a" * 1_000_001, "short": ENGLISH})], str(tmp_path / "own"))
    errors = out.column("error").to_pylist()
    assert errors == ["1000001 characters, but this pipeline takes 1000000 at a time", None]


def test_bytes_that_are_no_text_are_such_a_document():
    data = pa.array([b"\xff said", ENGLISH.encode(), b"."], pa.binary())
    broken = pa.Array.from_buffers(pa.string(), 3, data.buffers())
    (out,) = annotate_batches(
        [pa.RecordBatch.from_arrays([pa.array(["a", "b", "c"]), broken], ["id", "text"])], "rules"
    )
    assert out.column("id").to_pylist() == ["a", "b", "c"]
    assert out.column("error").to_pylist() == ["not UTF-8 (byte 0xff at position 0)", None, None]
    (out,) = annotate_batches([pa.RecordBatch.from_arrays([broken, broken], ["id", "text"])], "rules")
    assert out.column("id").to_pylist() == [None, ENGLISH, "."]


@pytest.mark.parametrize("form", ["large_string", "string_view", "dictionary"])
def test_forms_of_strings(form):
    column = pa.array([ENGLISH, None, ENGLISH])
    column = column.dictionary_encode() if form == "dictionary" else column.cast(getattr(pa, form)())
    (out,) = annotate_batches([pa.RecordBatch.from_arrays([column, column], ["id", "text"])], "rules")
    assert out.column("id").to_pylist() == [ENGLISH, None, ENGLISH]
    assert [len(quotes) for quotes in out.column("quotes").to_pylist()] == [1, 0, 1]


def test_columns_are_named():
    table = pa.RecordBatch.from_pydict({"body": [ENGLISH, "."], "number": [7, None], "date": [1.5, 2.5]})
    (out,) = annotate_batches([table], "rules", text_column="body", id_column="number")
    assert out.column("id").to_pylist() == ["7", None]
    (out,) = annotate_batches([table], "rules", "body", None, rows="quotes")
    assert out.column("doc_id").to_pylist() == [None]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "no single column 'text' (there are: 'body', 'date'): name the right one with text_column"),
        ({"text_column": "date"}, "column 'date' holds double, not strings: name the right one with text_column"),
        (
            {"text_column": "body"},
            "no single column 'id' (there are: 'body', 'date'): name the right one with id_column",
        ),
        (
            {"text_column": "body", "id_column": "date"},
            "column 'date' holds double, not strings or whole numbers: name the right one with id_column",
        ),
    ],
)
def test_a_column_that_is_not_there(options, message):
    table = pa.RecordBatch.from_pydict({"body": [ENGLISH], "date": [1.5]})
    with pytest.raises(quotenlp.QuoteNLPError) as error:
        list(annotate_batches([table], "rules", **options))
    assert str(error.value) == message


def test_what_is_wrong_from_the_start_is_said_at_once(tmp_path):
    with pytest.raises(quotenlp.QuoteNLPError, match="pipeline en_no_such: cannot be loaded"):
        annotate_batches([], "en_no_such")
    with pytest.raises(
        quotenlp.QuoteNLPError, match="rows='cues': choose one of documents, quotes, sources, markers, positions"
    ):
        annotate_batches([], "rules", rows="cues")
    with pytest.raises(quotenlp.QuoteNLPError, match=r"not ChunkedArray: of a Table pass table.to_batches"):
        list(annotate_batches(pa.table({"id": ["a"], "text": ["b"]}), "rules"))


def test_batches_come_one_by_one():
    taken = []

    def endless():
        while True:
            taken.append(1)
            yield batch({"arai": ENGLISH})

    out = annotate_batches(endless(), "rules")
    for number in range(1, 4):
        assert next(out).num_rows == 1
        assert len(taken) == number


def test_memory_does_not_grow_with_the_batches(own):
    """After the first 256 documents the strings of a batch are freed again, across batches and calls."""
    seen_strings.clear()
    for call in range(10):
        list(
            annotate_batches([batch({str(n): f"word{call}x{n} “is so,” said Ida{call}x{n}." for n in range(60)})], own)
        )
    assert len(seen_strings) == 600
    assert max(seen_strings[-60:]) - max(seen_strings[300:360]) < 20
    assert seen_strings[255] - seen_strings[0] > 255


def test_a_pipeline_is_loaded_once(own, monkeypatch):
    loaded = []
    load = spacy.load
    monkeypatch.setattr(spacy, "load", lambda *args, **kwargs: loaded.append(args) or load(*args, **kwargs))
    for _ in range(3):
        list(annotate_batches(batches(), own))
    assert len(loaded) == 1


def test_threads_of_one_process_wait_for_each_other():
    expected = [each.to_pylist() for each in annotate_batches(batches(), "rules")]
    found = [[] for _ in range(3)]

    def work(into):
        for _ in range(5):
            into[:] = [each.to_pylist() for each in annotate_batches(batches(), "rules")]

    threads = [threading.Thread(target=work, args=(into,)) for into in found]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 3


def test_the_function_travels():
    """As engines send it to their workers: by name."""
    function = pickle.loads(pickle.dumps(partial(annotate_batches, pipeline="rules", rows="quotes")))
    assert sum(each.num_rows for each in function(batches())) > 0


def test_without_pyarrow_one_line_names_the_extra():
    code = (
        "import sys; sys.modules['pyarrow'] = None; import quotenlp\n"
        "try: import quotenlp.arrow\n"
        "except quotenlp.QuoteNLPError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "pyarrow is not installed: install it with pip install 'quotenlp[arrow]'\n"


def test_rows_are_the_json_of_the_command_line(call, tmp_path):
    (tmp_path / "a.txt").write_text(ENGLISH, "utf8")
    record = json.loads(call("extract", "a.txt", "--model", "rules").stdout)
    (out,) = annotate_batches([batch({"a.txt": ENGLISH})], "rules")
    (row,) = out.to_pylist()
    assert row.pop("error") is None
    for source in row["sources"]:
        source["evidence"] = dict(source["evidence"])
    for marker in record["markers"]:
        marker["level"] = marker["level"] and str(marker["level"])
    assert row == record
