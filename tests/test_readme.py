"""What the README, the docs and the examples show is what happens."""

import json
import os
import re
import shlex
import subprocess
import sys

import pytest

import quotenlp
from conftest import ROOT
from pages import PAGES, blocks, clone, run_blocks, section

ARTICLE = ROOT / "examples" / "ferry-subsidy.txt"


def contains(whole, part) -> bool:
    """Whether ``part`` is ``whole`` with some fields and list items left out."""
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(key in whole and contains(whole[key], part[key]) for key in part)
    if isinstance(part, list):
        return isinstance(whole, list) and all(any(contains(item, wanted) for item in whole) for wanted in part)
    return bool(whole == part)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_python_blocks(page, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(clone(tmp_path))
    run_blocks(page, capsys)


def test_commands_of_the_first_steps(tmp_path):
    (page,) = [page for page in PAGES if page.name == "start.md"]
    (block,) = re.findall(r"^```console\n(.*?)^```$", section(page, "## On the command line"), re.MULTILINE | re.DOTALL)
    shim = tmp_path / "bin" / "quotenlp"
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m quotenlp "$@"\n', "utf8")
    shim.chmod(0o755)
    path = f"{shim.parent}:{os.environ['PATH']}"
    script = ["bash", "-euo", "pipefail", "-c", block]
    done = subprocess.run(
        script, cwd=clone(tmp_path), env={**os.environ, "PATH": path}, capture_output=True, text=True, timeout=120
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert {"records.jsonl", "quotes.csv", "report.html"} <= {file.name for file in tmp_path.iterdir()}
    assert "total; documents: 1" in done.stdout


def test_there_are_python_blocks():
    assert len(blocks(PAGES[0], "python")) >= 3


def test_every_engine_block_has_its_test():
    page = (ROOT / "docs" / "scale.md").read_text("utf8")
    sections = [section.splitlines()[0] for section in page.split("\n## ")[1:] if "\n```py\n" in section]
    run = "".join(path.read_text("utf8") for path in (ROOT / "tests" / "extra").glob("test_*.py"))
    assert len(sections) == len(re.findall(r"^```py$", page, re.MULTILINE)) == 3
    assert all(f'block("{section}")' in run for section in sections)


def test_first_command_and_its_output():
    venv, install, command = blocks(PAGES[0], "console")[0].strip().split(" && ")
    assert (venv, install) == ("python3 -m venv .venv", ".venv/bin/pip install .")
    name, *args = shlex.split(command)
    assert name == ".venv/bin/quotenlp"
    program = [sys.executable, "-c", "from quotenlp.cli import main; main()", *args]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, check=True)
    (shown,) = blocks(PAGES[0], "json")
    assert contains(json.loads(done.stdout), json.loads(shown))


def test_options_in_the_readme_exist():
    program = [sys.executable, "-c", "from quotenlp.cli import main; main()"]
    known = "".join(
        subprocess.run([*program, *arguments], capture_output=True, text=True, check=True).stdout
        for arguments in (["--help"], ["extract", "--help"])
    )
    readme = PAGES[0].read_text("utf8").split("## Measured")[0]
    for option in set(re.findall(r"(?<![\w!-])--[a-z][a-z-]+", readme)):
        assert option in known


def test_ci_runs_the_test_command_of_the_readme():
    commands = [block.strip() for block in blocks(PAGES[0], "console")]
    assert 'python3 -m venv .venv && .venv/bin/pip install ".[test]" && .venv/bin/pytest' in commands
    assert "README.md" in (ROOT / ".ci" / "run").read_text("utf8")


@pytest.mark.parametrize("name", ["add_to_pipeline.py", "docbin.py"])
def test_examples(name):
    done = subprocess.run([sys.executable, ROOT / "examples" / name], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    if name == "docbin.py":
        assert re.fullmatch(r"ferry-subsidy\.txt: \d+ quotes, \d+ sources, \d+ anonymous\n", done.stdout)
    else:
        assert "Chiyo Tomari | deny | that the harbour stands empty" in done.stdout
        assert "A Kantei source (anonymous) | explain | “The minister is holding" in done.stdout


def test_article_is_understood():
    extraction = quotenlp.extract(ARTICLE.read_text("utf8"))
    direct = {quote.content[0].text: extraction.source_of(quote) for quote in extraction.quotes}
    assert direct["“The sea is a road,”"].name == "Haruto Minamoto"
    assert direct["“Give us five years and leave us alone,”"].name == "Rintaro Oki"
    assert direct["“In this town,”"].is_anonymous_source
    assert "“untouchable,”" in {mention.text for mention in extraction.mentions}


def test_schema_is_current():
    shown = json.loads((ROOT / "docs" / "schema.json").read_text("utf8"))
    assert shown == quotenlp.json_schema(), "run: quotenlp schema > docs/schema.json"


def test_schema_page_names_every_record_field_and_value():
    schema = quotenlp.json_schema()
    page = (ROOT / "docs" / "schema.md").read_text("utf8")
    sections = dict(re.findall(r"^#+ (\w+)\n(.*?)(?=^#|\Z)", page, re.MULTILINE | re.DOTALL))
    for name, record in {"Extraction": schema, **schema["$defs"]}.items():
        for word in record.get("enum", record.get("properties", ())):
            assert f"`{word}`" in sections[name], f"{name}: {word}"


def test_accuracy_of_the_articles_is_what_the_docs_say():
    program = [sys.executable, ROOT / "benchmarks" / "accuracy.py"]
    printed = subprocess.run(program, capture_output=True, text=True, check=True).stdout
    measured = {row.split()[0]: row.split()[1:] for row in printed.splitlines()[2:5]}
    page = (ROOT / "docs" / "accuracy.md").read_text("utf8")
    table = page.split("| articles.jsonl |")[1].split("\n\n")[0]
    for name, row in measured.items():
        gold, found, precision, recall, f_score, *_, exact = row
        assert f"| {name} | {gold} | {found} | {precision} | {recall} | {f_score} | {exact} |" in table
