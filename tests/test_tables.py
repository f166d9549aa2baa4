"""Flat tables: the same cells in every form, in columns that do not depend on the data."""

import csv
import io
import json
import subprocess
import sys

import pytest

import quotenlp
from conftest import ARTICLE, ROOT
from quotenlp.records import Affiliation, Extraction, Grant, HolderKind, Quote, Source, SourceMention, TextSpan
from quotenlp.tables import COLUMNS

TEXT = (
    "“The pier,” said the mayor, Tomas Lindqvist, “may be sold.” "
    "A senior Finance Ministry official, who spoke on condition of anonymity because she was not authorized to speak, "
    "denied that it will be sold. Two aides to the premier insisted that nobody would buy."
)
ROWS = ("quotes", "sources", "markers", "positions")


@pytest.fixture(scope="module")
def extraction(nlp):
    return quotenlp.extract(TEXT, nlp=nlp, id="pier")


@pytest.fixture(scope="module")
def many(nlp, extraction):
    return [extraction, quotenlp.extract("", nlp=nlp, id="empty"), quotenlp.extract(ARTICLE, nlp=nlp)]


def test_a_row_per_quote(extraction):
    first, *rest = quotenlp.to_dicts(extraction)
    assert len(rest) == len(extraction.quotes) - 1
    assert first["doc_id"] == "pier"
    assert (first["kind"], first["mode"], first["cue_lemma"], first["act"]) == ("direct", "speech", "say", "assert")
    assert (first["speaker_name"], first["speaker_is_anonymous_source"]) == ("Tomas Lindqvist", False)
    assert first["source"] == TEXT[first["source_start"] : first["source_end"]]
    denied = next(row for row in rest if row["cue_lemma"] == "deny")
    assert denied["speaker"] == "A senior Finance Ministry official"
    assert (denied["speaker_name"], denied["speaker_is_anonymous_source"]) == (None, True)
    assert (denied["speaker_affiliations"], denied["speaker_affiliation_relations"]) == ("Finance Ministry", "belongs")
    assert denied["speaker_grant_reasons"] == "not_authorized"


def test_fragments_are_joined_and_counted(extraction):
    row = next(quotenlp.to_dicts(extraction))
    assert row["text"] == "“The pier,” “may be sold.”"
    starts, ends = ([int(each) for each in row[name].split("; ")] for name in ("fragment_starts", "fragment_ends"))
    fragments = [TEXT[start:end] for start, end in zip(starts, ends, strict=True)]
    assert fragments == ["“The pier,”", "“may be sold.”"]
    assert (row["fragments"], row["start"], row["end"]) == (2, starts[0], ends[-1])


def test_a_row_per_source(extraction):
    rows = {row["source_id"]: row for row in quotenlp.to_dicts(extraction, rows="sources")}
    assert list(rows) == [source.id for source in extraction.sources]
    for source in extraction.sources:
        row = rows[source.id]
        assert (row["doc_id"], row["name"], row["role"]) == ("pier", source.name, source.role.value)
        assert row["text"] == TEXT[row["start"] : row["end"]] == source.mentions[0].text
        assert row["mentions"] == len(source.mentions)
        assert row["quotes"] == sum(quote.speaker_id == source.id for quote in extraction.quotes)
        assert row["disclosure_reason"] is source.disclosure.reason
    assert next(row for row in rows.values() if row["role"] == "aide")["count"] == 2


def test_a_row_per_marker(extraction):
    rows = list(quotenlp.to_dicts(extraction, rows="markers"))
    assert [row["marker_id"] for row in rows] == [marker.id for marker in extraction.markers]
    may = next(row for row in rows if row["text"] == "may")
    assert (may["kind"], may["voice"], may["holder"]) == ("certainty", "quoted", "Tomas Lindqvist")
    assert TEXT[may["start"] : may["end"]] == "may"


def test_a_row_per_position(nlp):
    text = "“I support the pier plan,” said Ida Holm."
    extraction = quotenlp.extract(text, nlp=nlp)
    (row,) = quotenlp.to_dicts(extraction, rows="positions")
    assert (row["position_id"], row["polarity"], row["holder_kind"]) == ("p1", "favour", "source")
    assert (row["holder_ids"], row["holders"], row["holder_is_anonymous_source"]) == ("s1", "Ida Holm", False)
    assert text[row["target_start"] : row["target_end"]] == row["target"] == "the pier plan"
    (marker,) = quotenlp.to_dicts(extraction, rows="markers")
    assert (marker["holder_kind"], marker["event"], marker["entry"]) == ("source", "asserted", "position: support/v")
    assert row["evidence"] == marker["marker_id"]

    (position,) = extraction.positions
    subject = TextSpan(start=2, end=5, text="sup")
    other = position.model_copy(update={"holder_kind": HolderKind.SUBJECT, "subject": subject})
    (row,) = quotenlp.to_dicts(extraction.model_copy(update={"positions": (other,)}), rows="positions")
    assert (row["subject"], row["subject_start"], row["subject_end"]) == ("sup", 2, 5)
    assert row["holders"] == "Ida Holm"
    assert row["holder_is_anonymous_source"] is None, "the innermost holder is no source"


def test_lists_and_nulls():
    """Several of everything, which no text need show; nothing where there is nothing."""
    span = {"start": 0, "end": 1, "text": "a"}
    tie = Affiliation(**span, relation="belongs", kind="organization")
    source = Source(
        id="s1",
        name=None,
        mentions=(TextSpan(**span),),
        entity="person",
        naming="unnamed",
        anonymity=None,
        is_anonymous_source=False,
        affiliations=(tie, tie.model_copy(update={"relation": "near"})),
        grant=Grant(**span, reasons=("candor", "embargo")),
    )
    mention = SourceMention(**span, source_id="s1", co_source_ids=("s2", "s3"))
    quote = Quote(id="q1", kind="direct", mode="speech", content=(TextSpan(**span),), source=mention, speaker_id="s1")
    extraction = Extraction(lang="en", text_length=1, text_sha256="", quotes=(quote,), sources=(source,))
    (row,) = quotenlp.to_dicts(extraction)
    assert row["speaker_affiliations"] == "a; a"
    assert row["speaker_affiliation_relations"] == "belongs; near"
    assert row["speaker_grant_reasons"] == "candor; embargo"
    assert row["co_source_ids"] == "s2; s3"
    empty = ("doc_id", "cue", "cue_start", "act", "hearsay", "score", "speaker_anonymity", "speaker_count", "rule")
    assert {row[name] for name in empty} == {None}
    (row,) = quotenlp.to_dicts(extraction.model_copy(update={"sources": ()}))
    assert (row["speaker_id"], row["speaker"], row["speaker_role"]) == ("s1", None, None)


@pytest.mark.parametrize("rows", ROWS)
def test_columns_and_their_types(many, rows):
    table = list(quotenlp.to_dicts(many, rows=rows))
    assert len(table) == sum(len(getattr(each, rows)) for each in many)
    for row in table:
        assert list(row) == list(COLUMNS[rows])
        for name, cell in row.items():
            assert cell is None or type(cell) is COLUMNS[rows][name], name


def test_rows_are_made_one_by_one(extraction):
    def endless():
        while True:
            yield extraction

    rows = quotenlp.to_dicts(endless())
    assert [next(rows)["doc_id"] for _ in range(50)] == ["pier"] * 50


def test_the_page_names_every_column_in_order():
    page = (ROOT / "docs" / "tables.md").read_text("utf8")
    for rows in ROWS:
        section = page.split(f"### `{rows}`")[1].split("\n#")[0]
        cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
        assert ", ".join(cell.strip() for cell in cells) == ", ".join(f"`{name}`" for name in COLUMNS[rows]), rows


@pytest.mark.parametrize("to", [quotenlp.to_dicts, quotenlp.to_pandas, quotenlp.to_polars, quotenlp.to_arrow])
def test_what_makes_no_table_is_refused(to, nlp, extraction):
    if to is not quotenlp.to_dicts:
        pytest.importorskip(to.__name__.removeprefix("to_").replace("arrow", "pyarrow"))
    with pytest.raises(quotenlp.QuoteNLPError, match=r"rows='cues': choose one of quotes, sources, markers"):
        to(extraction, rows="cues")
    with pytest.raises(quotenlp.QuoteNLPError, match=r"not of str: pass nlp\(text\)"):
        list(to(["“Yes,” said Ann Lee."]))


def test_docs_are_tables_too(nlp):
    doc = nlp("“Yes,” said Ann Lee.")
    assert (
        list(quotenlp.to_dicts(doc))
        == list(quotenlp.to_dicts([doc, doc]))[:1]
        == list(quotenlp.to_dicts(doc._.quotenlp))
    )


# pandas, polars, pyarrow


@pytest.mark.parametrize("rows", ROWS)
def test_pandas(many, rows):
    pytest.importorskip("pandas")
    table, empty = quotenlp.to_pandas(many, rows=rows), quotenlp.to_pandas([], rows=rows)
    names = {str: "string", int: "Int64", float: "Float64", bool: "boolean"}
    expected = {name: names[kind] for name, kind in COLUMNS[rows].items()}
    assert {name: str(dtype) for name, dtype in table.dtypes.items()} == expected
    assert {name: str(dtype) for name, dtype in empty.dtypes.items()} == expected
    cells = table.astype(object).where(table.notna(), None).to_dict("records")
    assert cells == list(quotenlp.to_dicts(many, rows=rows))
    assert list(table.columns) == list(COLUMNS[rows])


@pytest.mark.parametrize("rows", ROWS)
def test_polars(many, rows):
    pl = pytest.importorskip("polars")
    table, empty = quotenlp.to_polars(many, rows=rows), quotenlp.to_polars([], rows=rows)
    types = {str: pl.String, int: pl.Int64, float: pl.Float64, bool: pl.Boolean}
    assert list(empty.schema.items()) == [(name, types[kind]) for name, kind in COLUMNS[rows].items()]
    assert table.schema == empty.schema
    assert table.to_dicts() == list(quotenlp.to_dicts(many, rows=rows))


@pytest.mark.parametrize("rows", ROWS)
def test_arrow(many, rows):
    pa = pytest.importorskip("pyarrow")
    table, empty = quotenlp.to_arrow(many, rows=rows), quotenlp.to_arrow([], rows=rows)
    types = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    assert [(field.name, field.type) for field in empty.schema] == [
        (name, types[kind]) for name, kind in COLUMNS[rows].items()
    ]
    assert table.schema == empty.schema
    assert table.to_pylist() == list(quotenlp.to_dicts(many, rows=rows))


@pytest.mark.parametrize(("name", "extra"), [("pandas", "pandas"), ("polars", "polars"), ("pyarrow", "arrow")])
def test_a_missing_package_names_its_extra(monkeypatch, extraction, name, extra):
    monkeypatch.setitem(sys.modules, name, None)  # as if it were not installed
    with pytest.raises(quotenlp.QuoteNLPError) as error:
        getattr(quotenlp, f"to_{extra}")(extraction)
    assert str(error.value) == f"{name} is not installed: install it with pip install 'quotenlp[{extra}]'"


def test_importing_quotenlp_imports_no_optional_package():
    code = "import quotenlp, sys; print(sorted({'pandas', 'polars', 'pyarrow'} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


# quotenlp extract --format


AWKWARD = 'the "mayor",\r\n\rno\n'


@pytest.fixture
def news(tmp_path):
    """Two articles, and one without a quote between them; the id of the last needs care in CSV."""
    path = tmp_path / "news.jsonl"
    texts = {"pier": TEXT, "empty": "", AWKWARD: ARTICLE}
    path.write_text("".join(json.dumps({"id": id, "text": text}) + "\n" for id, text in texts.items()), "utf8")
    return path


def expected_rows(call, news, rows):
    lines = call("extract", news.name, "--model", "rules").stdout.splitlines()
    return list(quotenlp.to_dicts(map(Extraction.model_validate_json, lines), rows))


def as_csv(cell):
    return "" if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell)


@pytest.mark.parametrize("rows", ROWS)
def test_csv(call, news, rows):
    done = call("extract", news.name, "--model", "rules", "--format", "csv", "--rows", rows)
    assert (done.returncode, done.stderr) == (0, "")
    header, *lines = csv.reader(io.StringIO(done.stdout, newline=""))
    assert header == list(COLUMNS[rows])
    expected = expected_rows(call, news, rows)
    assert lines == [[as_csv(cell) for cell in row.values()] for row in expected]
    if rows != "positions":
        assert {line[0] for line in lines} == {"pier", AWKWARD}


def test_csv_is_written_as_it_comes(news):
    """A reader sees the rows of a document while the next one is still to come."""
    options = ["--model", "rules", "--format", "csv", "--stdin-format", "jsonl"]
    command = [sys.executable, "-c", "from quotenlp.cli import main; main()", "extract", "-", *options]
    line = news.read_bytes().splitlines(keepends=True)[0]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdin.write(line * 20)
        process.stdin.flush()
        assert process.stdout.readline().startswith(b"doc_id,quote_id,")
        assert process.stdout.readline().startswith(b"pier,q1,")
        process.stdin.close()


@pytest.mark.parametrize("rows", ROWS)
def test_parquet(call, news, tmp_path, monkeypatch, rows):
    parquet = pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr("quotenlp.io.tables.ROW_GROUP", 2)
    done = call("extract", news.name, "--model", "rules", "--format", "parquet", "--rows", rows, "-o", "t.parquet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    file = parquet.ParquetFile(tmp_path / "t.parquet")
    expected = expected_rows(call, news, rows)
    assert file.read().to_pylist() == expected
    assert file.schema_arrow.equals(quotenlp.to_arrow([], rows).schema)
    assert file.num_row_groups == -(-len(expected) // 2)


def test_parquet_on_standard_output(news):
    pa, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    options = ["--model", "rules", "--format", "parquet"]
    command = [sys.executable, "-c", "from quotenlp.cli import main; main()", "extract", str(news), *options]
    done = subprocess.run(command, capture_output=True, check=True)
    assert parquet.read_table(pa.BufferReader(done.stdout)).column("doc_id").unique().to_pylist() == [
        "pier",
        AWKWARD,
    ]


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_table_without_rows_has_its_columns(call, tmp_path, form):
    if form == "parquet":
        pytest.importorskip("pyarrow")
    (tmp_path / "none.jsonl").write_text("\n", "utf8")
    assert call("extract", "none.jsonl", "--model", "rules", "--format", form, "-o", "out").returncode == 0
    if form == "csv":
        assert (tmp_path / "out").read_text("utf8") == ",".join(COLUMNS["quotes"]) + "\n"
    else:
        table = pytest.importorskip("pyarrow.parquet").read_table(tmp_path / "out")
        assert (table.num_rows, table.column_names) == (0, list(COLUMNS["quotes"]))


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_an_error_leaves_no_table(call, tmp_path, news, form):
    if form == "parquet":
        pytest.importorskip("pyarrow")
    with news.open("a") as lines:
        lines.write('{"id": "bad"}\n')
    (tmp_path / "out").write_text("before")
    done = call("extract", news.name, "--model", "rules", "--format", form, "-o", "out")
    assert (done.returncode, done.stdout) == (2, "")
    assert "news.jsonl line 4: no field 'text'" in done.stderr
    assert (tmp_path / "out").read_text() == "before"
    skipping = call("extract", news.name, "--model", "rules", "--format", form, "-o", "out", "--on-error", "skip")
    assert skipping.returncode == 0
    assert "3 documents written, 1 skipped" in skipping.stderr
    first_fails = call("extract", "-", "--stdin-format", "jsonl", "--format", form, "--model", "rules", stdin="[]")
    assert (first_fails.returncode, first_fails.stdout) == (2, "")


def assert_refused(done, message):
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"quotenlp: {message}\n")


def test_rows_are_for_tables(call, news):
    message = "--rows goes with --format csv or parquet: JSON lines hold whole records"
    assert_refused(call("extract", news.name, "--rows", "quotes"), message)


def test_parquet_needs_pyarrow(call, news, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    message = "pyarrow is not installed: install it with pip install 'quotenlp[arrow]'"
    assert_refused(call("extract", news.name, "--format", "parquet"), message)


def test_parquet_is_not_for_a_terminal(call, news, monkeypatch):
    pytest.importorskip("pyarrow")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    message = "--format parquet is not for a terminal: name a file with -o"
    assert_refused(call("extract", news.name, "--format", "parquet"), message)
