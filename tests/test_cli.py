"""The command line, run as a subprocess."""

import fcntl
import json
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
import time
import weakref
from pathlib import Path

import pytest
import spacy

import quotenlp
from conftest import ARTICLE
from quotenlp.io.interrupts import noted_interrupts

# From Python 3.12 on, a fork in a process with threads (spaCy's queues have some) warns.
pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

ENGLISH = "“The boats will sail,” said Keiko Arai, a harbour official."
COMMAND = [sys.executable, "-c", "from quotenlp.cli import main; main()", "extract"]


def records(text):
    return [json.loads(line) for line in text.splitlines()]


def write_lines(path: Path, *rows) -> Path:
    path.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows), "utf8")
    return path


def assert_fails(done, *parts: str) -> None:
    """One line on standard error that holds all parts; exit status 2."""
    assert done.returncode == 2, done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr
    for part in parts:
        assert part in done.stderr


# What comes out


def test_text_file(run, tmp_path):
    (tmp_path / "a.txt").write_text(ARTICLE, "utf8")
    done = run("extract", "a.txt")
    assert done.returncode == 0
    assert done.stderr == ""
    assert done.stdout.startswith('{"id":"a.txt",')
    (record,) = records(done.stdout)
    expected = quotenlp.extract(ARTICLE, id="a.txt")
    assert quotenlp.Extraction.model_validate(record) == expected
    assert expected.quotes


def test_record_has_the_contents_of_the_text(call, tmp_path):
    (tmp_path / "a.txt").write_text(ENGLISH, "utf8")
    (record,) = records(call("extract", "a.txt").stdout)
    (quote,) = record["quotes"]
    assert quote["content"][0]["text"] == "“The boats will sail,”"
    assert quote["cue"]["lemma"] == "say"
    assert quote["source"]["text"].startswith("Keiko Arai")
    assert record["sources"][0]["name"] == "Keiko Arai"


def test_json_lines(call, tmp_path):
    write_lines(
        tmp_path / "n.jsonl",
        {"id": "x", "text": ENGLISH},
        "",
        {"text": ENGLISH},
        {"id": 7, "text": ""},
        {"id": None, "text": "."},
    )
    done = call("extract", "n.jsonl")
    assert [record["id"] for record in records(done.stdout)] == ["x", "n.jsonl:3", "7", "n.jsonl:5"]


def test_fields(call, tmp_path):
    write_lines(tmp_path / "n.ndjson", {"url": "u1", "id": 1, "body": ENGLISH})
    (record,) = records(call("extract", "n.ndjson", "--text-field", "body", "--id-field", "url").stdout)
    assert record["id"] == "u1"
    assert record["quotes"]


def test_folder_recursive_and_sorted(run, tmp_path):
    folder = tmp_path / "news"
    (folder / "b" / "c").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    for name in ("z.txt", "b/y.txt", "b/c/x.txt", ".hidden/no.txt", "no.html", ".no.txt"):
        (folder / name).write_text(ENGLISH, "utf8")
    write_lines(folder / "m.jsonl", {"text": ENGLISH})
    done = run("extract", "news")
    assert [record["id"] for record in records(done.stdout)] == ["b/c/x.txt", "b/y.txt", "m.jsonl:1", "z.txt"]


@pytest.mark.parametrize("args", [["-"], []])
def test_stdin_text(run, args):
    (record,) = records(run("extract", *args, stdin=ENGLISH).stdout)
    assert record["id"] == "stdin"
    assert record["quotes"]


def test_stdin_json_lines(call):
    lines = json.dumps({"id": "a", "text": ENGLISH}) + "\n" + json.dumps({"text": "Nothing."}) + "\n"
    done = call("extract", "-", "--stdin-format", "jsonl", stdin=lines)
    assert [record["id"] for record in records(done.stdout)] == ["a", "stdin:2"]


def test_empty_text_is_an_empty_record(call, tmp_path):
    (tmp_path / "e.txt").write_bytes(b"")
    (record,) = records(call("extract", "e.txt").stdout)
    assert (record["text_length"], record["quotes"], record["sources"]) == (0, [], [])


def test_offsets_hold_for_the_file_as_it_is(call, tmp_path):
    data = "\ufeff" + ARTICLE.replace("\n", "\r\n")
    (tmp_path / "a.txt").write_bytes(data.encode("utf8"))
    (record,) = records(call("extract", "a.txt").stdout)
    text = (tmp_path / "a.txt").read_bytes().decode("utf-8-sig")
    assert record["text_length"] == len(text)
    for quote in record["quotes"]:
        for span in quote["content"]:
            assert text[span["start"] : span["end"]] == span["text"]


def test_unicode_line_separators_do_not_split_json_lines(call, tmp_path):
    write_lines(tmp_path / "n.jsonl", json.dumps({"text": "a\u2028b\x85c"}, ensure_ascii=False))
    (record,) = records(call("extract", "n.jsonl").stdout.replace("\u2028", " "))
    assert record["text_length"] == 5


@pytest.mark.parametrize("n_process", [1, 2])
def test_many_documents_in_order(call, tmp_path, n_process):
    rows = [{"id": str(i), "text": f"“Boat {i} will sail,” said Keiko Arai."} for i in range(400)]
    write_lines(tmp_path / "n.jsonl", *rows)
    done = call("extract", "n.jsonl", "--n-process", n_process)
    found = records(done.stdout)
    assert [record["id"] for record in found] == [row["id"] for row in rows]
    assert all(f"“Boat {r['id']} will sail,”" == r["quotes"][0]["content"][0]["text"] for r in found)


def test_own_pipeline(call, tmp_path):
    own = spacy.blank("en")
    own.add_pipe("sentencizer")
    own.to_disk(tmp_path / "own")
    (tmp_path / "a.txt").write_text(ENGLISH, "utf8")
    (record,) = records(call("extract", "a.txt", "--model", "own").stdout)
    assert record["quotes"]


def test_long_text_is_no_trouble_without_a_parser(call, tmp_path):
    (tmp_path / "long.txt").write_text("No one spoke. " * 80_000 + ENGLISH, "utf8")
    (record,) = records(call("extract", "long.txt", "--model", "rules").stdout)
    assert record["text_length"] > 1_000_000
    assert record["quotes"]


# Output file


def test_output_file(run, tmp_path):
    (tmp_path / "a.txt").write_text(ENGLISH, "utf8")
    (tmp_path / "out.jsonl").write_text("old\n")
    done = run("extract", "a.txt", "-o", "out.jsonl")
    assert (done.returncode, done.stdout) == (0, "")
    assert records((tmp_path / "out.jsonl").read_text("utf8"))[0]["id"] == "a.txt"
    assert sorted(os.listdir(tmp_path)) == ["a.txt", "out.jsonl"]


def test_output_file_is_untouched_after_an_error(call, tmp_path):
    write_lines(tmp_path / "n.jsonl", {"text": ENGLISH}, "{")
    (tmp_path / "out.jsonl").write_text("old\n")
    assert_fails(call("extract", "n.jsonl", "-o", "out.jsonl"), "n.jsonl line 2", "not JSON")
    assert (tmp_path / "out.jsonl").read_text() == "old\n"
    assert sorted(os.listdir(tmp_path)) == ["n.jsonl", "out.jsonl"]


def test_output_must_be_writable_and_no_input(call, tmp_path):
    write_lines(tmp_path / "n.jsonl", {"text": ENGLISH})
    assert_fails(call("extract", "n.jsonl", "-o", "no/out.jsonl"), "no/out.jsonl", "cannot be written")
    assert_fails(call("extract", "n.jsonl", "-o", "."), "is a folder")
    assert_fails(call("extract", ".", "-o", "n.jsonl"), "n.jsonl", "also an input")
    assert records((tmp_path / "n.jsonl").read_text("utf8"))[0]["text"] == ENGLISH


def test_output_to_a_device(call, tmp_path):
    write_lines(tmp_path / "n.jsonl", {"text": ENGLISH})
    assert call("extract", "n.jsonl", "-o", "/dev/null").returncode == 0
    assert not Path("/dev/null").is_file()


# Errors: one line that says where, what, and what to do


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("{'text': 1}", ["not JSON", "column 2", "one JSON object"]),
        ("[1]", ["a list, not an object"]),
        ('{"body": "x"}', ["no field 'text'", "'body'", "--text-field"]),
        ('{"text": null}', ["field 'text'", "null, not a string", "--text-field"]),
        ('{"text": ["x"]}', ["field 'text'", "a list, not a string"]),
        ('{"text": "x", "id": {}}', ["field 'id'", "an object", "--id-field"]),
        ('{"text": "half \\ud83d"}', ["field 'text'", "surrogate", "character 5"]),
        ("[" * 100_000, ["not JSON"]),
    ],
)
def test_bad_line(call, tmp_path, line, parts):
    write_lines(tmp_path / "n.jsonl", {"text": "fine"}, line)
    assert_fails(call("extract", "n.jsonl"), "n.jsonl line 2:", *parts)


def test_missing_id_field(call, tmp_path):
    write_lines(tmp_path / "n.jsonl", {"text": "fine"})
    assert_fails(call("extract", "n.jsonl", "--id-field", "url"), "line 1", "no field 'url'", "--id-field")


def test_wrong_encoding(call, tmp_path):
    (tmp_path / "a.txt").write_bytes("caf\xe9".encode("latin-1"))
    assert_fails(call("extract", "a.txt"), "a.txt", "not UTF-8", "0xe9 at position 3", "iconv")
    (tmp_path / "b.jsonl").write_bytes('{"text": "x"}'.encode("utf-16"))
    assert_fails(call("extract", "b.jsonl"), "b.jsonl line 1", "not UTF-8", "iconv -f UTF-16")


def test_bad_paths(call, tmp_path):
    (tmp_path / "empty").mkdir()
    assert_fails(call("extract", "none.txt"), "none.txt", "no such file")
    assert_fails(call("extract", "empty"), "empty", "no documents", ".txt")


def test_unreadable_file(call, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("x")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user can read everything")
    assert_fails(call("extract", "a.txt"), "a.txt", "cannot be read", "permissions")


def test_unknown_model(run, tmp_path):
    (tmp_path / "a.txt").write_text(ENGLISH, "utf8")
    assert_fails(run("extract", "a.txt", "--model", "en_no_such"), "en_no_such", "cannot be loaded", "rules")
    spacy.blank("fi").to_disk(tmp_path / "finnish")
    assert_fails(run("extract", "a.txt", "--model", "finnish"), "'fi'")


def test_usage_errors(call):
    for args in (["extract", "--n-process", "0"], ["extract", "--no-such-option"], ["no-such-command"]):
        assert call(*args).returncode == 2


# --on-error skip


@pytest.mark.parametrize("n_process", [1, 2])
def test_skip(run, tmp_path, n_process):
    write_lines(tmp_path / "n.jsonl", {"text": "one"}, "{", {"text": 3}, {"text": "four"})
    (tmp_path / "bad.txt").write_bytes(b"\xff")
    done = run(
        "extract",
        "n.jsonl",
        "bad.txt",
        "none.txt",
        "--on-error",
        "skip",
        "--n-process",
        n_process,
        "-o",
        "o.jsonl",
    )
    assert done.returncode == 0
    assert [r["id"] for r in records((tmp_path / "o.jsonl").read_text("utf8"))] == ["n.jsonl:1", "n.jsonl:4"]
    *reports, count = done.stderr.splitlines()
    assert sorted(line.split(": ")[2] for line in reports) == [
        "bad.txt",
        "n.jsonl line 2",
        "n.jsonl line 3",
        "none.txt",
    ]
    assert count == "quotenlp: 2 documents written, 4 skipped"


def test_everything_skipped_is_an_error(call, tmp_path):
    write_lines(tmp_path / "n.jsonl", {"body": "one"}, {"body": "two"})
    done = call("extract", "n.jsonl", "--on-error", "skip", "-o", "o.jsonl")
    assert done.returncode == 2
    assert "all 2 were skipped" in done.stderr
    assert not (tmp_path / "o.jsonl").exists()


BROKEN = """
from spacy.language import Language
from quotenlp.cli import main

@Language.component("fails_on_mines")
def fails_on_mines(doc):
    if "mine" in doc.text:
        raise RuntimeError("bang")
    return doc

if __name__ == "__main__":
    main()
"""


@pytest.mark.parametrize("n_process", [1, 2])
@pytest.mark.parametrize("on_error", ["stop", "skip"])
def test_failing_component(tmp_path, n_process, on_error):
    (tmp_path / "own.py").write_text(BROKEN)
    make = "import own, spacy; nlp = spacy.blank('en'); nlp.add_pipe('fails_on_mines'); nlp.to_disk('own')"
    subprocess.run([sys.executable, "-c", make], cwd=tmp_path, check=True)
    rows = [{"id": str(i), "text": "a mine" if i in {30, 70} else "a boat"} for i in range(100)]
    write_lines(tmp_path / "n.jsonl", *rows)
    command = [
        sys.executable,
        "own.py",
        "extract",
        "n.jsonl",
        "--model",
        "./own",
        "--n-process",
        str(n_process),
    ]
    done = subprocess.run([*command, "--on-error", on_error], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    if on_error == "stop":
        assert_fails(done, "n.jsonl line 31", "RuntimeError: bang", "--on-error skip")
    else:
        assert done.returncode == 0
        assert len(done.stdout.splitlines()) == 98
        assert done.stderr.splitlines()[-1] == "quotenlp: 98 documents written, 2 skipped"


def test_text_too_long_for_a_parser_is_skipped(call, tmp_path):
    own = spacy.blank("en")
    own.add_pipe("ner").add_label("PERSON")
    own.initialize()
    own.max_length = 50
    own.to_disk(tmp_path / "own")
    rows = [{"id": i, "text": "x" * length} for i, length in enumerate((10, 1_000_001, 10))]
    write_lines(tmp_path / "n.jsonl", *rows)
    done = call("extract", "n.jsonl", "--model", "own", "--on-error", "skip")
    assert [record["id"] for record in records(done.stdout)] == ["0", "2"]
    assert "n.jsonl line 2: 1000001 characters" in done.stderr


# Ends


def start(tmp_path: Path, *args: str) -> "subprocess.Popen[bytes]":
    """Start on more documents than can be processed in a test."""
    with (tmp_path / "many.jsonl").open("w") as file:
        file.writelines(json.dumps({"id": i, "text": ENGLISH * 20}) + "\n" for i in range(30_000))
    with (tmp_path / "stdout").open("wb") as stdout:
        return subprocess.Popen(
            [*COMMAND, "many.jsonl", *args],
            cwd=tmp_path,
            stdout=stdout,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )


@pytest.mark.parametrize("n_process", ["1", "2"])
def test_ctrl_c_leaves_whole_lines(tmp_path, n_process):
    process = start(tmp_path, "--n-process", n_process)
    deadline = time.monotonic() + 60
    while not (tmp_path / "stdout").stat().st_size and time.monotonic() < deadline:
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGINT)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert stderr == b"quotenlp: interrupted\n"
    output = (tmp_path / "stdout").read_text("utf8")
    assert output.endswith("\n")
    assert records(output)


def test_ctrl_c_leaves_no_output_file(tmp_path):
    process = start(tmp_path, "-o", "out.jsonl")
    deadline = time.monotonic() + 60
    while len(os.listdir(tmp_path)) == 2 and time.monotonic() < deadline:
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=60)
    assert process.returncode == 130
    assert sorted(os.listdir(tmp_path)) == ["many.jsonl", "stdout"]


@pytest.mark.parametrize("n_process", ["1", "2"])
def test_broken_pipe_ends_quietly(tmp_path, n_process):
    write_lines(tmp_path / "n.jsonl", *({"text": ENGLISH} for _ in range(2000)))
    process = subprocess.Popen(
        [*COMMAND, "n.jsonl", "--n-process", n_process],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert json.loads(process.stdout.readline())["id"] == "n.jsonl:1"
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(timeout=60) == 0


def test_progress_bar_only_on_a_terminal(tmp_path):
    write_lines(tmp_path / "n.jsonl", *({"text": ENGLISH} for _ in range(3)))
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    with subprocess.Popen([*COMMAND, "n.jsonl", "-o", "o.jsonl"], cwd=tmp_path, stdin=theirs, stderr=theirs) as process:
        os.close(theirs)
        shown = b""
        try:
            while chunk := os.read(ours, 4096):
                shown += chunk
        except OSError:  # the other side has closed
            pass
    os.close(ours)
    assert process.returncode == 0
    assert b"3 documents" in shown


def test_no_input_on_a_terminal(tmp_path):
    ours, theirs = pty.openpty()
    done = subprocess.run(COMMAND, cwd=tmp_path, stdin=theirs, capture_output=True, text=True, timeout=60)
    os.close(ours)
    os.close(theirs)
    assert_fails(done, "nothing to read", "--help")


# Other commands


def test_info(run):
    lines = dict(line.split(None, 1) for line in run("info").stdout.splitlines())
    assert lines["quotenlp"] == quotenlp.__version__
    assert lines["spaCy"] == spacy.__version__
    assert lines["components"] == "attribution_tagger, quote_detector, source_classifier, stance_cues"


def test_version_and_help(call):
    assert call("--version").stdout == f"quotenlp {quotenlp.__version__}\n"
    assert "Examples:" in call("extract", "--help").stdout
    assert "extract" in call("--help").stdout


def test_schema_command(call):
    assert json.loads(call("schema").stdout) == quotenlp.json_schema()


def test_verbose_logs(run):
    done = run("-v", "extract", "-", stdin=ENGLISH)
    assert "quotenlp: reading stdin" in done.stderr.splitlines()


class Freed:
    """Something that a weak reference can point at."""


def test_an_interrupt_in_a_callback_is_not_lost(capfd):
    """Python drops what is raised in the callback of a weak reference, as when a Doc is freed."""
    with noted_interrupts() as check:
        check()
        freed = Freed()
        reference = weakref.ref(freed, lambda _: signal.raise_signal(signal.SIGINT))
        del freed
        assert reference() is None
        with pytest.raises(KeyboardInterrupt):
            check()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert capfd.readouterr().err == ""
