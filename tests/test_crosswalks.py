"""Sources in the classes of published schemes: total functions, and the table of docs/crosswalks.md."""

import re
import subprocess
import sys
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import ROOT
from quotenlp import crosswalks
from quotenlp.records import Anonymity, Entity, Naming, Role, Sector, Seniority, Source, Tenure

CLASSES = {
    crosswalks.markkula: crosswalks.MarkkulaType,
    crosswalks.sir: crosswalks.SirClass,
    crosswalks.spangher_type: crosswalks.SpangherType,
    crosswalks.spangher_affiliation: crosswalks.SpangherAffiliation,
    crosswalks.spangher_role: crosswalks.SpangherRole,
    crosswalks.spangher_status: crosswalks.SpangherStatus,
}
PEOPLE = ("person", "group")


def span(text, **fields):
    return {"start": 0, "end": len(text), "text": text, **fields}


def source(**fields):
    default = {
        "id": "s1",
        "name": None,
        "mentions": [span("x")],
        "entity": "person",
        "naming": "unnamed",
        "anonymity": "partial",
        "is_anonymous_source": False,
    }
    return Source.model_validate({**default, **fields})


SOURCES = st.builds(
    source,
    entity=st.sampled_from(Entity),
    naming=st.sampled_from(Naming),
    anonymity=st.sampled_from([*Anonymity, None]),
    role=st.sampled_from(Role),
    sector=st.sampled_from(Sector),
    seniority=st.sampled_from(Seniority),
    tenure=st.sampled_from(Tenure),
    affiliations=st.sampled_from([[], [span("Finance Ministry", relation="belongs", kind="organization")]]),
    grant=st.sampled_from([None, span("anonymity")]),
)


@given(SOURCES)
def test_every_source_has_a_class_or_none_as_documented(source):
    answers = {scheme: scheme(source) for scheme in CLASSES}
    for scheme, answer in answers.items():
        assert answer is None or answer in get_args(CLASSES[scheme])
    people = source.entity in PEOPLE
    unnamed = source.anonymity != "identified"
    without = {
        crosswalks.markkula: source.entity in ("poll", "unknown") or (source.entity == "organization" and unnamed),
        crosswalks.sir: not people and source.entity != "organization",
        crosswalks.spangher_type: source.entity == "unknown",
        crosswalks.spangher_affiliation: source.sector == "unknown"
        and source.role not in ("witness", "citizen", "involved"),
        crosswalks.spangher_role: source.entity == "unknown" or (people and source.role == "unspecified"),
        crosswalks.spangher_status: not people,
    }
    assert {scheme: answer is None for scheme, answer in answers.items()} == without


def test_every_class_can_be_reached():
    found = {scheme: set() for scheme in CLASSES}

    @settings(max_examples=1500, derandomize=True, database=None)
    @given(SOURCES)
    def collect(source):
        for scheme, values in found.items():
            values.add(scheme(source))

    collect()
    for scheme, values in found.items():
        assert values - {None} == set(get_args(CLASSES[scheme]))


# What tells the classes apart


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "Unnamed Person"),
        ({"entity": "group"}, "Unnamed Group of People"),
        ({"grant": span("anonymity")}, "Anonymous Source"),
        ({"naming": "pseudonym"}, "Anonymous Source"),
        ({"naming": "named", "grant": span("anonymity")}, "Named Person"),
        ({"naming": "partial"}, "Named Person"),
    ],
)
def test_markkula_wants_a_stated_grant(fields, expected):
    assert crosswalks.markkula(source(**fields)) == expected


@pytest.mark.parametrize("role", ["official", "spokesperson"])
def test_markkula_takes_unnamed_officials_for_their_named_body(role):
    body = span("Finance Ministry", relation="belongs", kind="organization")
    thing = span("company", relation="belongs", kind="organization")
    person = span("Keiko Arai", relation="serves", kind="person")
    assert crosswalks.markkula(source(role=role, affiliations=[body])) == "Named Organization"
    assert crosswalks.markkula(source(role=role, affiliations=[thing, person])) == "Unnamed Person"
    granted = source(role=role, affiliations=[body], grant=span("anonymity"))
    assert crosswalks.markkula(granted) == "Anonymous Source"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"anonymity": "full"}, "anonymous"),
        ({"anonymity": "diffuse"}, "anonymous-partial"),
        ({"role": "spokesperson"}, "official-non-political"),
        ({"role": "spokesperson", "sector": "government"}, "official-political"),
        ({"role": "spokesperson", "grant": span("anonymity")}, "anonymous-partial"),
        ({"anonymity": "identified", "role": "politician"}, "official-political"),
        ({"anonymity": "identified", "role": "official", "sector": "judiciary"}, "official-non-political"),
        ({"anonymity": "identified", "role": "staff"}, "unofficial"),
        ({"anonymity": "identified", "role": "staff", "seniority": "leader"}, "official-non-political"),
        ({"anonymity": "identified", "entity": "organization", "sector": "media"}, "unofficial"),
    ],
)
def test_sir_wants_a_mandate(fields, expected):
    assert crosswalks.sir(source(**fields)) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"entity": "person", "anonymity": "identified"}, "Named Individual"),
        ({"entity": "group", "anonymity": "diffuse"}, "Unnamed Group"),
        ({"entity": "organization", "anonymity": "identified"}, "Named Group"),
        ({"entity": "organization", "anonymity": "partial"}, "Unnamed Group"),
        ({"naming": "pseudonym", "grant": span("anonymity")}, "Unnamed Individual"),
    ],
)
def test_spangher_type_asks_whether_a_reader_could_tell(fields, expected):
    assert crosswalks.spangher_type(source(**fields)) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        *(({"sector": sector}, "Government") for sector in ("government", "legislature", "judiciary")),
        *(({"sector": sector}, "Government") for sector in ("law_enforcement", "military", "intelligence")),
        ({"sector": "party"}, "Political Group"),
        ({"sector": "international"}, "Other Group"),
        ({"sector": "business"}, "Corporate"),
        ({"sector": "labor"}, "Union"),
        ({"sector": "civil_society"}, "NGO"),
        ({"sector": "academia"}, "Academic"),
        ({"sector": "media"}, "Media"),
        ({"sector": "public"}, "Witness"),
        ({"sector": "public", "role": "involved"}, "Actor"),
        ({"role": "citizen"}, "Witness"),
        ({"sector": "military", "role": "witness"}, "Government"),
    ],
)
def test_spangher_affiliation_is_of_the_sector_before_the_role(fields, expected):
    assert crosswalks.spangher_affiliation(source(**fields)) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        *(({"role": role}, "Representative") for role in ("spokesperson", "lawyer", "aide")),
        *(({"role": role}, "Informational") for role in ("expert", "journalist", "witness", "ally")),
        *(({"role": role}, "Participant") for role in ("official", "politician", "staff", "involved", "citizen")),
        ({"entity": "document"}, "Informational"),
        ({"entity": "poll"}, "Informational"),
        ({"entity": "organization"}, "Participant"),
    ],
)
def test_spangher_role(fields, expected):
    assert crosswalks.spangher_role(source(**fields)) == expected


@pytest.mark.parametrize(
    ("tenure", "expected"),
    [
        ("current", "Current"),
        ("unspecified", "Current"),
        ("former", "Former"),
        ("mixed", "Other"),
        ("incoming", "Other"),
    ],
)
def test_spangher_status(tenure, expected):
    assert crosswalks.spangher_status(source(tenure=tenure)) == expected


# The docs


def test_the_table_of_the_docs_is_what_the_functions_say(nlp):
    page = (ROOT / "docs" / "crosswalks.md").read_text("utf8")
    shown = re.findall(r"^\| (\*.*) \|$", page, re.M)
    assert len(shown) >= 12
    made = []
    for row in shown:
        phrase = row.split("*")[1]
        (found, *rest) = nlp(f"{phrase[0].upper()}{phrase[1:]} said that the talks had failed.")._.sources
        assert not rest, phrase
        anonymous = ", anonymous source" if found.is_anonymous_source else ""
        schemes = (crosswalks.markkula, crosswalks.sir, crosswalks.spangher_type)
        classes = [scheme(found) or "–" for scheme in schemes]
        made.append(" | ".join([f"*{phrase}*", f"{found.entity}, {found.anonymity}{anonymous}", *classes]))
    assert shown == made, "\n".join(["the table should be:", *(f"| {row} |" for row in made)])


def test_benchmark():
    command = [sys.executable, ROOT / "benchmarks" / "crosswalks.py", "--model", "rules"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert printed.startswith("articles.jsonl: 10 documents, ")
    assert re.search(r"^  Named Person +\d+ +\d+% +0$", printed, re.M)
