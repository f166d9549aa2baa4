"""The pages name everything that is public, and what they link to or call exists."""

import configparser
import inspect
import itertools
import json
import re
import shlex
from importlib import import_module
from importlib.metadata import distribution

import pytest
import typer
from pydantic import BaseModel
from spacy.language import Language

import quotenlp
import quotenlp.registry
from conftest import ROOT
from pages import DOCS, PAGES, anchors, blocks, prose, section
from quotenlp import evaluation, records, settings
from quotenlp.cli import app

API = ROOT / "docs" / "api.md"
CLI = ROOT / "docs" / "cli.md"

REGISTERED = [point for point in distribution("quotenlp").entry_points if point.group.startswith("spacy_")]
FACTORIES = sorted(point.name for point in REGISTERED if point.group == "spacy_factories")
COMMANDS = typer.main.get_command(app).commands
SETTINGS = {
    "quote_detector": settings.QuoteSettings,
    "source_classifier": settings.SourceSettings,
    "stance_cues": settings.StanceSettings,
}


def documented(module):
    """The names in the tables of the reference below the headings of ``module``."""
    text = API.read_text("utf8")
    found = re.findall(rf"^## `{re.escape(module)}`.*?\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return {name for part in found for name in re.findall(r"^\| `(\w+)`", part, re.MULTILINE)}


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CHANGELOG.md"], ids=lambda page: page.name)
def test_relative_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(page)):
        if "://" in target:
            continue
        name, _, anchor = target.partition("#")
        path = (page.parent / name).resolve() if name else page
        assert path.exists(), f"{page.name}: {target}"
        assert not anchor or anchor in anchors(path), f"{page.name}: {target}"


def test_start_page_lists_every_page():
    listed = re.findall(r"^- \[[^]]+\]\((\w+\.md)\)", (ROOT / "docs" / "index.md").read_text("utf8"), re.MULTILINE)
    assert sorted(listed) == sorted(page.name for page in DOCS if page.name != "index.md")


def test_reference_names_what_is_public():
    assert documented("quotenlp") == set(quotenlp.__all__) - {"__version__"}
    assert documented("quotenlp.evaluation") == {*evaluation.__all__} - {"Attribution"}
    models = [found for name, found in inspect.getmembers(records, inspect.isclass) if not name.startswith("_")]
    own = {found.__name__ for found in models if found.__module__ == records.__name__} - {"Record"}
    assert own <= documented("quotenlp.records") | documented("quotenlp")
    models = [found for _, found in inspect.getmembers(settings, inspect.isclass) if issubclass(found, BaseModel)]
    assert documented("quotenlp.settings") == {model.__name__ for model in models} - {"BaseModel"}


def test_reference_names_what_exists():
    for module in set(re.findall(r"^## `([\w.]+)`", API.read_text("utf8"), re.MULTILINE)):
        for name in documented(module):
            found = getattr(import_module(module), name)
            assert not callable(found) or inspect.getdoc(found), f"{module}.{name}"


@pytest.mark.parametrize("name", FACTORIES)
def test_component_has_a_page_with_its_settings(name):
    page = ROOT / "docs" / f"{name}.md"
    rows = dict(re.findall(r"^\| `(\w+)` \| (.+?) \|", section(page, "## Settings"), re.MULTILINE))
    fields = SETTINGS[name].model_fields if name in SETTINGS else {}
    assert set(rows) == {*Language.get_factory_meta(name).default_config, *fields}
    for setting, field in fields.items():
        assert rows[setting] == f"`{field.default!r}`".replace("'", '"')
    for place in Language.get_factory_meta(name).assigns:
        assert place in page.read_text("utf8"), place


def test_registered_names_are_documented():
    page = section(ROOT / "docs" / "components.md", "## Registered names")
    for point in REGISTERED:
        assert f"`{point.group.removeprefix('spacy_')}`" in page
        assert f"`{point.name}`" in page


def test_every_component_is_known_here():
    assert set(FACTORIES) == {"attribution_tagger", *SETTINGS}


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_command_and_its_options_are_documented(name):
    told = section(CLI, f"## quotenlp {name}") + section(CLI, "## Options for documents")
    for parameter in COMMANDS[name].params:
        for option in parameter.opts if parameter.param_type_name == "option" else []:
            assert f"`{option}`" in told or f"`{option} " in told, f"{name}: {option}"


def commands(page):
    """The commands that a page shows, each as its words."""
    for block in blocks(page, "console"):
        for line in re.sub(r" *\\\n *", " ", block).splitlines():
            words = shlex.shlex(line, posix=True, punctuation_chars=True)
            words.whitespace_split = True
            for operator, part in itertools.groupby(words, lambda word: word in ("&&", "|", ";", ">")):
                if not operator:
                    yield list(part)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_are_valid(page):
    for program, *arguments in commands(page):
        if program.split("/")[-1] == "quotenlp":
            name = next((word for word in arguments if not word.startswith("-")), None)
            if name in COMMANDS and "--help" not in arguments:
                COMMANDS[name].make_context(name, arguments[arguments.index(name) + 1 :])  # raises for a wrong option
            else:
                assert name is None or name in COMMANDS
        elif program == "python" and arguments[0].endswith(".py"):
            script = (ROOT / arguments[0]).read_text("utf8")
            beside = [
                (ROOT / arguments[0]).with_name(f"{name}.py") for name in re.findall(r"(?m)^from (\w+) import", script)
            ]
            script += "".join(file.read_text("utf8") for file in beside if file.exists())  # options may be shared
            for option in arguments[1:]:
                assert not option.startswith("--") or f'"{option}"' in script, f"{arguments[0]} {option}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_data_that_a_page_shows_can_be_read(page):
    for block in blocks(page, "ini"):
        config = configparser.ConfigParser(interpolation=None)
        config.read_string(block)
        for name in config.sections():
            assert [json.loads(value) for value in config[name].values()]
    for block in blocks(page, "json"):
        try:
            json.loads(block)
        except json.JSONDecodeError:
            assert [json.loads(line) for line in block.splitlines()]


def test_wrong_commands_are_noticed():
    with pytest.raises(Exception, match="no-such"):
        COMMANDS["extract"].make_context("extract", ["a.txt", "--no-such"])
