"""The audit of anonymous sources: what it counts, its table, and `quotenlp audit`."""

import json
import re

import pytest
from pydantic import ValidationError

import quotenlp
from conftest import ROOT
from quotenlp.audit import AnonymityCounts, AuditCounts, DisclosureCounts, table, total
from quotenlp.records import Anonymity, Disclosure, Extraction

LEAK = (
    "“The harbour will be sold,” said a source. “Nobody was told,” the source added.\n\n"
    "A senior Finance Ministry official, who spoke on condition of anonymity because she was not authorized to speak, "
    "said: “There is no buyer.”\n\n"
    "“I know of no sale,” said Keiko Arai, the harbour master."
)
UNNAMED = "“It is sold,” said a source. An official said on condition of anonymity that the price was low."


def audit(nlp, text):
    return nlp(text)._.quotenlp.audit


def source(id, **fields):
    """A source that is anonymous of degree partial, unless ``fields`` say otherwise."""
    return {
        "id": id,
        "name": None,
        "mentions": [{"start": 0, "end": 2, "text": id}],
        "entity": "person",
        "naming": "unnamed",
        "anonymity": "partial",
        "is_anonymous_source": True,
        **fields,
    }


def quote(id, speaker, *joined, **fields):
    mention = {"start": 0, "end": 2, "text": speaker, "source_id": speaker, "co_source_ids": joined}
    return {
        "id": id,
        "kind": "direct",
        "mode": "speech",
        "content": [{"start": 3, "end": 4, "text": "x"}],
        "source": mention if speaker else None,
        "speaker_id": speaker or None,
        **fields,
    }


def extraction(quotes, sources):
    return Extraction(lang="en", text_length=9, text_sha256="", quotes=quotes, sources=sources)


NAMED = {"name": "Keiko Arai", "naming": "named", "anonymity": "identified", "is_anonymous_source": False}


# What is counted


def test_an_article(nlp):
    found = audit(nlp, LEAK)
    assert (found.quotes, found.sources, found.without_identified) == (4, 3, 0)
    assert found.anonymity == AnonymityCounts(identified=1, partial=1, full=1)
    assert (found.anonymous, found.anonymous_partial, found.anonymous_full) == (2, 1, 1)
    assert (found.granted, found.explained, found.reasons) == (1, 1, {"not_authorized": 1})
    assert found.disclosure == DisclosureCounts(position=1, institution=1, reason=1, count_known=2)
    assert (found.quotes_on_anonymous, found.quote_ids) == (3, ("q1", "q2", "q3"))
    assert (found.bare, found.unexplained) == (("s1",), ("s1",))
    bare, official = found.anonymous_sources
    assert (bare.text, bare.anonymity, bare.plurality) == ("a source", "full", "one")
    assert (bare.sole_quote_ids, bare.share) == (("q1", "q2"), 0.5)
    assert (official.granted, official.explained, official.sole_quote_ids) == (True, True, ("q3",))


def test_an_article_without_an_identified_source(nlp):
    found = audit(nlp, UNNAMED)
    assert found.without_identified == 1
    assert (found.granted, found.explained) == (1, 0)
    assert found.unexplained == ("s1", "s2")


def test_an_article_without_sources_lacks_none(nlp):
    assert audit(nlp, "The boats sailed.") == quotenlp.Audit(
        documents=1, anonymous_sources=(), quote_ids=(), bare=(), unexplained=()
    )


def test_a_spokesperson_is_no_anonymous_source(nlp):
    found = audit(nlp, "“The boats will sail,” a Finance Ministry spokesman said.")
    assert (found.anonymity.partial, found.anonymous, found.quotes_on_anonymous) == (1, 0, 0)


def test_a_quote_of_several_sources_rests_on_none_alone():
    quotes = [quote("q1", "s1", "s2"), quote("q2", "s2", "s3"), quote("q3", "s3"), quote("q4", "")]
    found = extraction(quotes, [source("s1", **NAMED), source("s2"), source("s3")]).audit
    assert found.quote_ids == ("q1", "q2", "q3")
    assert found.quotes_on_one_anonymous == 1
    joined, alone = found.anonymous_sources
    assert (joined.quote_ids, joined.sole_quote_ids, joined.share) == (("q1", "q2"), (), 0)
    assert (alone.quote_ids, alone.sole_quote_ids, alone.share) == (("q2", "q3"), ("q3",), 0.25)


def test_a_nested_quote_counts_for_its_own_speaker():
    quotes = [quote("q1", "s1"), quote("q2", "s2", nested_in="q1")]
    told = extraction(quotes, [source("s1"), source("s2", **NAMED)]).audit
    assert (told.quotes, told.quote_ids) == (2, ("q1",))
    telling = extraction(quotes, [source("s1", **NAMED), source("s2")]).audit
    assert telling.quote_ids == ("q2",)


def test_a_source_of_unknown_kind_is_counted_as_such():
    found = extraction([], [source("s1", entity="unknown", anonymity=None, is_anonymous_source=False)]).audit
    assert found.anonymity == AnonymityCounts(unknown=1)


def test_counts_have_the_values_of_the_records():
    assert set(AnonymityCounts.model_fields) == {*Anonymity, "unknown"}
    assert set(DisclosureCounts.model_fields) == set(Disclosure.model_fields)


def test_the_audit_is_frozen_and_no_part_of_the_record(nlp):
    found = nlp(LEAK)._.quotenlp
    with pytest.raises(ValidationError):
        found.audit.quotes = 0
    assert "audit" not in found.model_dump()
    assert Extraction.model_validate_json(found.model_dump_json()).audit == found.audit


# A batch


def test_total(nlp):
    first, second = audit(nlp, LEAK), audit(nlp, UNNAMED)
    batch = total([first, second])
    assert (batch.documents, batch.without_identified) == (2, 1)
    assert (batch.quotes, batch.sources, batch.anonymous) == (6, 5, 4)
    assert (batch.granted, batch.explained, batch.reasons) == (2, 1, {"not_authorized": 1})
    assert batch.anonymity.full == first.anonymity.full + second.anonymity.full
    assert batch.disclosure.count_known == 4
    assert total([total([first]), total([second])]) == batch
    assert total([]) == AuditCounts()


def test_table(nlp):
    named = [nlp(text)._.quotenlp.model_copy(update={"id": id}) for id, text in [("a\nb", LEAK), ("c", UNNAMED)]]
    lines = list(table(each.audit for each in named))
    titles, headings, first, second, whole, told, reasons = lines
    assert titles.split() == ["quotes", "sources", "anonymous", "sources"]
    assert headings.endswith("document")
    assert first[headings.index("document") :] == "a b"
    assert second[headings.index("document") :] == "c"
    assert [int(cell) for cell in whole.split()[:14]] == [6, 5, 5, 5, 1, 2, 2, 0, 0, 4, 2, 2, 2, 1]
    assert "documents: 2, without an identified source: 1" in whole
    assert "4 anonymous sources: position 2, institution 1" in told
    assert reasons.endswith(": not_authorized 1")
    listed = list(table([named[0].audit], listed=True))
    assert listed[3] == "    s1  a source: full, unexplained; 50% of the quotes rest on it alone"
    assert listed[4].startswith("    s2  A senior Finance Ministry official: partial, explained; 25%")


def test_table_of_nothing():
    assert list(table([]))[2].split()[:3] == ["0", "0", "0"]


# The command line


def write(folder, *rows):
    (folder / "n.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf8")


def fails(done, *parts):
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert all(part in done.stderr for part in parts), done.stderr


ROWS = [{"url": "a", "body": LEAK}, {"url": "b", "body": UNNAMED}]
FIELDS = ["--text-field", "body", "--id-field", "url"]


def test_command_prints_a_table(run, nlp, tmp_path):
    write(tmp_path, *ROWS)
    done = run("audit", "n.jsonl", *FIELDS, "--model", "rules")
    assert (done.returncode, done.stderr) == (0, "")
    named = [nlp(row["body"])._.quotenlp.model_copy(update={"id": row["url"]}) for row in ROWS]
    assert done.stdout.splitlines() == list(table(each.audit for each in named))


def test_command_prints_json_lines(call, tmp_path):
    write(tmp_path, *ROWS)
    done = call("audit", "n.jsonl", *FIELDS, "--model", "rules", "--json")
    first, second = map(quotenlp.Audit.model_validate_json, done.stdout.splitlines())
    assert (first.id, first.bare, second.id) == ("a", ("s1",), "b")


@pytest.mark.parametrize("args", [[], ["--json"], ["--list"]])
def test_records_are_audited_as_their_texts_are(call, tmp_path, args):
    write(tmp_path, *ROWS)
    call("extract", "n.jsonl", *FIELDS, "--model", "rules", "-o", "r.txt")
    of_texts = call("audit", "n.jsonl", *FIELDS, "--model", "rules", *args)
    assert of_texts.stdout
    assert call("audit", "--records", "r.txt", *args).stdout == of_texts.stdout
    assert call("audit", "--records", *args, stdin=(tmp_path / "r.txt").read_text("utf8")).stdout == of_texts.stdout


def test_record_without_an_id_is_called_by_its_line(call, nlp, tmp_path):
    write(tmp_path, json.loads(nlp(LEAK)._.quotenlp.model_dump_json()))
    (line,) = call("audit", "--records", "n.jsonl", "--json").stdout.splitlines()
    assert json.loads(line)["id"] == "n.jsonl:1"


def test_output_file(call, tmp_path):
    write(tmp_path, {"text": LEAK}, {"text": 3})
    assert call("audit", "n.jsonl", "--model", "rules", "-o", "out").returncode == 2
    assert not (tmp_path / "out").exists()
    assert call("audit", "n.jsonl", "--model", "rules", "-o", "out", "--on-error", "skip").returncode == 0
    assert "documents: 1" in (tmp_path / "out").read_text("utf8")


def test_errors(call, nlp, tmp_path):
    record = json.loads(nlp(LEAK)._.quotenlp.model_dump_json())
    write(tmp_path, {"text": LEAK})
    fails(call("audit", "n.jsonl", "--text-field", "body"), "n.jsonl line 1", "no field 'body'", "--text-field")
    fails(call("audit", "none.txt"), "none.txt", "no such file")
    fails(call("audit", "--records", "n.jsonl"), "n.jsonl line 1", "not a record", "quotenlp extract")
    write(tmp_path, {**record, "quotes": 3})
    fails(call("audit", "--records", "n.jsonl"), "n.jsonl line 1", "field 'quotes'", "quotenlp extract")
    fails(call("audit", "n.jsonl", "--json", "--list"), "--json", "--list")


@pytest.mark.parametrize("option", ["--model", "--n-process", "--text-field", "--id-field", "--stdin-format"])
def test_records_take_no_options_of_texts(call, tmp_path, option):
    value = {"--n-process": "1", "--stdin-format": "jsonl"}.get(option, "rules")
    fails(call("audit", "--records", "n.jsonl", option, value), "--records", option)


def test_records_are_not_translated_again(call):
    fails(call("audit", "--records", "n.jsonl", "--translated"), "--records", "--translated")


def test_skip(call, nlp, tmp_path):
    write(tmp_path, json.loads(nlp(LEAK)._.quotenlp.model_dump_json()), {}, [])
    done = call("audit", "--records", "n.jsonl", "--on-error", "skip")
    assert done.returncode == 0
    assert "documents: 1" in done.stdout
    assert done.stderr.splitlines()[-1] == "quotenlp: 1 documents written, 2 skipped"
    write(tmp_path, {}, [])
    fails_all = call("audit", "--records", "n.jsonl", "--on-error", "skip", "-o", "out")
    assert fails_all.returncode == 2
    assert "all 2 were skipped" in fails_all.stderr
    assert not (tmp_path / "out").exists()


def test_help(call):
    assert "Examples:" in call("audit", "--help").stdout


# The docs


def test_table_of_the_docs():
    page = (ROOT / "docs" / "audit.md").read_text("utf8")
    (python, text) = (re.search(rf"^```{kind}\n(.*?)^```$", page, re.M | re.S).group(1) for kind in ("python", "text"))
    namespace = {}
    exec(python, namespace)
    assert text.splitlines() == list(table([namespace["audit"]], listed=True))
