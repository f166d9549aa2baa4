"""Parquet in and out, interrupted runs that go on, and what is said of speed."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

import quotenlp
from conftest import ARTICLE

# From Python 3.12 on, a fork in a process with threads (spaCy's queues have some) warns.
pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

COMMAND = [sys.executable, "-c", "from quotenlp.cli import main; main()", "extract"]
DONE = 30  # lines to wait for before a run is ended


def write_lines(path, count, start=0):
    rows = ({"id": f"n{i}", "text": ARTICLE.replace("Arai", f"Arai{i}")} for i in range(start, start + count))
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf8")


def end_in_the_middle(tmp_path, number, n_process):
    """Start a run on standard input that waits for more than it is given, and end it."""
    options = [
        "--stdin-format",
        "jsonl",
        "--model",
        "rules",
        "--n-process",
        str(n_process),
        "--resume",
        "-o",
        "o.jsonl",
    ]
    process = subprocess.Popen(
        [*COMMAND, "-", *options], cwd=tmp_path, stdin=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    process.stdin.write((tmp_path / "n.jsonl").read_bytes())
    process.stdin.flush()
    part = tmp_path / "o.jsonl.part"
    deadline = time.monotonic() + 60
    while (not part.exists() or part.read_bytes().count(b"\n") < DONE) and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(process.pid, number)
    process.communicate(timeout=60)
    return process.returncode


@pytest.mark.parametrize(("number", "n_process"), [("SIGINT", 2), ("SIGKILL", 1), ("SIGKILL", 2)])
def test_a_run_goes_on_where_it_ended(call, tmp_path, number, n_process):
    write_lines(tmp_path / "n.jsonl", 100)
    (tmp_path / "o.jsonl").write_text("before")
    status = end_in_the_middle(tmp_path, getattr(signal, number), n_process)
    assert status == (130 if number == "SIGINT" else -signal.SIGKILL)
    assert (tmp_path / "o.jsonl").read_text() == "before"
    if number == "SIGINT":
        assert (tmp_path / "o.jsonl.part").read_bytes().endswith(b"\n")
    else:
        with (tmp_path / "o.jsonl.part").open("ab") as part:
            part.write(b'{"id": "half a li')
    done = (tmp_path / "o.jsonl.part").read_bytes().count(b"\n")
    assert DONE <= done < 100
    resumed = call(
        "extract", "-", "--stdin-format", "jsonl", "--model", "rules", "--resume", "-o", "o.jsonl",
        stdin=(tmp_path / "n.jsonl").read_text("utf8"),
    )  # fmt: skip
    assert (resumed.returncode, resumed.stderr) == (
        0,
        f"quotenlp: going on after {done} documents in o.jsonl.part\n",
    )
    whole = call("extract", "n.jsonl", "--model", "rules").stdout
    assert (tmp_path / "o.jsonl").read_text("utf8") == whole
    assert sorted(os.listdir(tmp_path)) == ["n.jsonl", "o.jsonl"]


def test_a_mistake_in_the_input_is_mended_and_the_run_goes_on(call, tmp_path):
    write_lines(tmp_path / "n.jsonl", 40)
    good = (tmp_path / "n.jsonl").read_text("utf8")
    lines = good.splitlines(keepends=True)
    (tmp_path / "n.jsonl").write_text("".join([*lines[:35], "{\n", *lines[35:]]), "utf8")
    command = ("extract", "n.jsonl", "--model", "rules", "--resume", "-o", "o.jsonl")
    assert call(*command).returncode == 2
    assert (tmp_path / "o.jsonl.part").exists()
    assert not (tmp_path / "o.jsonl").exists()
    (tmp_path / "n.jsonl").write_text(good, "utf8")
    assert call(*command).returncode == 0
    assert (tmp_path / "o.jsonl").read_text("utf8") == call("extract", "n.jsonl", "--model", "rules").stdout


def test_documents_that_were_skipped_are_not_records(call, tmp_path):
    write_lines(tmp_path / "n.jsonl", 20)
    lines = (tmp_path / "n.jsonl").read_text("utf8").splitlines(keepends=True)
    (tmp_path / "n.jsonl").write_text("".join([lines[0], "{\n", *lines[1:], "{\n"]), "utf8")
    command = ("extract", "n.jsonl", "--model", "rules", "--on-error", "skip")
    whole = call(*command).stdout
    (tmp_path / "o.jsonl.part").write_text("".join(whole.splitlines(keepends=True)[:5]), "utf8")
    settings = {"quotenlp": quotenlp.__version__, "model": "rules", "translated": False}
    (tmp_path / "o.jsonl.part.json").write_text(json.dumps({**settings, "text_field": "text", "id_field": None}))
    done = call(*command, "--resume", "-o", "o.jsonl")
    assert done.stderr.splitlines()[-1] == "quotenlp: 20 documents written, 2 skipped"
    assert (tmp_path / "o.jsonl").read_text("utf8") == whole


def test_other_inputs_or_settings_are_refused(call, tmp_path):
    write_lines(tmp_path / "n.jsonl", 20)
    with (tmp_path / "n.jsonl").open("a") as file:
        file.write("{\n")
    command = ("extract", "n.jsonl", "--resume", "-o", "o.jsonl", "--model")
    assert call(*command, "rules").returncode == 2
    part = (tmp_path / "o.jsonl.part").read_bytes()
    done = call(*command, "rules", "--translated")
    message = "o.jsonl.part: was made with another translated (False, now True): give the same, or delete the file"
    assert (done.returncode, message in done.stderr) == (2, True)
    write_lines(tmp_path / "n.jsonl", 20, start=1)
    done = call(*command, "rules")
    assert (done.returncode, "line 1: no such document in the input (id 'n0')" in done.stderr) == (2, True)
    assert (tmp_path / "o.jsonl.part").read_bytes() == part
    (tmp_path / "o.jsonl.part.json").unlink()
    assert "o.jsonl.part.json beside it is missing" in call(*command, "rules").stderr


@pytest.mark.parametrize("options", [["--format", "csv", "-o", "o.csv"], []])
def test_resume_needs_lines_in_a_file(call, tmp_path, options):
    done = call("extract", "-", "--resume", *options)
    assert (done.returncode, "--resume goes with JSON lines in a file" in done.stderr) == (2, True)


def test_speed_is_said(run, tmp_path):
    write_lines(tmp_path / "n.jsonl", 3)
    done = run("-v", "extract", "n.jsonl", "--model", "rules", "-o", "o.jsonl")
    (line,) = (line for line in done.stderr.splitlines() if "per second" in line)
    assert line.startswith(f"quotenlp: 3 documents, {3 * len(ARTICLE) + 3:,} characters in ")


# Parquet


@pytest.fixture
def news(tmp_path):
    pa, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    write_lines(tmp_path / "n.jsonl", 5)
    rows = [json.loads(line) for line in (tmp_path / "n.jsonl").read_text("utf8").splitlines()]
    table = pa.table({"url": [row["id"] for row in rows], "body": [row["text"] for row in rows], "n": range(5)})
    (tmp_path / "in").mkdir()
    parquet.write_table(table, tmp_path / "in" / "news.parquet", row_group_size=2)


@pytest.mark.parametrize("path", ["in", "in/news.parquet"])
def test_parquet_in(call, news, path):
    found = call("extract", path, "--model", "rules", "--text-field", "body", "--id-field", "url")
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout == call("extract", "n.jsonl", "--model", "rules").stdout
    found = call("extract", path, "--model", "rules", "--text-field", "body")
    assert [json.loads(line)["id"] for line in found.stdout.splitlines()] == [f"news.parquet:{n}" for n in range(1, 6)]


def test_parquet_out_nested(call, news, tmp_path):
    from quotenlp.arrow import SCHEMA, to_extraction

    parquet = pytest.importorskip("pyarrow.parquet")
    done = call(
        "extract", "n.jsonl", "--model", "rules", "--format", "parquet", "--rows", "documents", "-o", "o.parquet"
    )
    assert (done.returncode, done.stderr) == (0, "")
    table = parquet.read_table(tmp_path / "o.parquet")
    assert table.schema.equals(SCHEMA)
    lines = call("extract", "n.jsonl", "--model", "rules").stdout.splitlines()
    expected = [quotenlp.Extraction.model_validate_json(line) for line in lines]
    assert [to_extraction(row) for row in table.to_pylist()] == expected
    refused = call("extract", "n.jsonl", "--model", "rules", "--format", "csv", "--rows", "documents")
    assert (refused.returncode, "--rows documents goes with --format parquet" in refused.stderr) == (2, True)


def test_parquet_that_cannot_be_read(call, news, tmp_path, monkeypatch):
    def refused(path, *options):
        done = call("extract", path, "--model", "rules", *options)
        assert (done.returncode, done.stdout) == (2, "")
        return done.stderr

    there = "in/news.parquet: no column 'text' (there are: 'url', 'body', 'n'): name the right one with --text-field"
    assert refused("in/news.parquet") == f"quotenlp: {there}\n"
    assert "no column 'x'" in refused("in/news.parquet", "--text-field", "body", "--id-field", "x")
    assert "news.parquet row 1: field 'n' holds a number" in refused("in/news.parquet", "--text-field", "n")
    (tmp_path / "bad.parquet").write_text("no parquet")
    assert "bad.parquet: cannot be read as Parquet" in refused("bad.parquet")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    message = "pyarrow is not installed: install it with pip install 'quotenlp[arrow]'"
    assert refused("in/news.parquet") == f"quotenlp: {message}\n"


def test_rows_of_parquet_that_are_no_texts(call, tmp_path):
    pa, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    data = pa.array([b"\xff said", b"A boat."], pa.binary())
    broken = pa.Array.from_buffers(pa.string(), 2, data.buffers())
    parquet.write_table(pa.table([broken], ["text"]), tmp_path / "b.parquet")
    done = call("extract", "b.parquet", "--model", "rules", "--on-error", "skip")
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["b.parquet:2"]
    assert "b.parquet row 1: not UTF-8 (byte 0xff at position 0)" in done.stderr
    parquet.write_table(pa.table({"text": pa.array([None, "A boat."])}), tmp_path / "n.parquet")
    lengths = [
        json.loads(line)["text_length"] for line in call("extract", "n.parquet", "--model", "rules").stdout.splitlines()
    ]
    assert lengths == [0, 7]
