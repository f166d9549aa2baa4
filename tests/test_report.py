"""The report: one page that stands by itself, whatever the articles hold."""

import base64
import hashlib
import json
import re
from functools import cache

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

import quotenlp
from conftest import ARTICLE
from test_view import Page

OTHER = (
    "Mayor asks for patience\n\n"
    "“Wait for the report,” said Keiko Arai. Tomas Lindqvist, the mayor, urged the council to drop the levy.\n\n"
    "A person who asked not to be named because the talks are private said that the levy is dead.\n"
)


class Report(Page):
    """A page, with what its links, ids and tags say."""

    def __init__(self, html):
        super().__init__(html)
        self.html = html
        self.ids = [attrs["id"] for _, attrs in self.tags if "id" in attrs]
        self.targets = [attrs["href"].removeprefix("#") for tag, attrs in self.tags if tag == "a"]
        self.words = " ".join(" ".join(self.texts).split())


@pytest.fixture(scope="module")
def articles():
    nlp = quotenlp.load()
    return [quotenlp.extract(text, nlp=nlp) for text in (ARTICLE, OTHER)]


@pytest.fixture(scope="module")
def page(articles):
    return Report(quotenlp.report(articles))


def test_every_link_leads_somewhere_on_the_page(page):
    assert len(page.ids) == len(set(page.ids))
    assert set(page.targets) <= set(page.ids)
    assert {"a1", "a2", "overview", "a1-s1", "a1-q1", "a2-s1"} <= set(page.ids)


def test_the_whole_article_is_there(page):
    assert page.article == ARTICLE + OTHER
    for article, words in (("a1", "Harbour vote delayed"), ("a2", "Mayor asks for patience")):
        assert re.search(rf'<h2 id="{article}-title">{words}</h2>', page.html)


def test_sources_stand_in_groups_with_the_reasons_given(page):
    _, last = page.html.split('<section id="a2"')
    named, partly = last.index("Named or identified"), last.index("Fully anonymous")
    assert named < last.index("<h5>Keiko Arai") < partly < last.index("<h5>A person")
    assert "reasons given: <strong>private deliberations</strong>" in last
    assert "no reason given for anonymity" in page.html.split('<section id="a2"')[0]


def test_quotes_lead_to_their_source_and_back(page):
    first = page.html.split('<section id="a2"')[0]
    (source,) = re.findall(r'<a href="#(a1-s\d+)"[^>]*>“The boats will sail,”</a>', first)
    card = first.split(f'id="{source}"')[1].split('<div class="card"')[0]
    assert "<h5>Keiko Arai" in card
    assert '<a href="#a1-q1">“The boats will sail,” “They have always sailed.”</a>' in card
    assert first.index('id="a1-q1"') < first.index("“The boats will sail,”</a>")


def test_sides_are_drawn(page):
    last = page.html.split("<h4>For and against")[2]
    row = next(row for row in last.split("<tr>") if "Tomas Lindqvist" in row)
    assert re.search(r'aria-label="against 0, for 1, neutral 0"', row)
    assert "▲" in row
    assert "found to take a side" not in last


def test_the_overview_adds_up(page, articles):
    table = page.html.split('id="overview"')[1].split("</table>")[0]
    rows = [re.findall(r"<td>(\d+)</td>", row) for row in table.split("<tr>")[1:]]
    numbers = [[int(cell) for cell in row] for row in rows if row]
    assert len(numbers) == 3
    assert [sum(column) for column in zip(*numbers[:2], strict=True)] == numbers[2]
    assert numbers[2][0] == sum(len(article.quotes) for article in articles)
    assert "in more than one article" in page.words  # Keiko Arai and Tomas Lindqvist
    assert "The same name need not be the same person" in page.words


def test_one_article_has_no_overview(nlp):
    page = Report(quotenlp.report([nlp(ARTICLE)]))
    assert "overview" not in page.ids
    assert set(page.targets) <= set(page.ids)
    assert "<title>Harbour vote delayed</title>" in page.html
    assert "<title>Week 12 &amp; 13</title>" in quotenlp.report([nlp(ARTICLE)], title="Week 12 & 13")


def test_no_article_is_a_page_too():
    assert "all 0 articles" in Report(quotenlp.report([])).words


def test_records_without_text_are_a_table(nlp):
    read = quotenlp.Extraction.model_validate_json(nlp(ARTICLE)._.quotenlp.model_dump_json())
    page = Report(quotenlp.report([read]))
    assert page.article == ""
    assert {"that the port could close", "Keiko Arai"} <= set(page.texts)


def test_nothing_but_its_own_style_and_script_can_run(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page.html)[1]
    for tag in ("style", "script"):
        (content,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page.html, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert not re.search(r"https?:|url\(|@import|<link|<img|<iframe| on\w+=| style=", page.html)


HOSTILE = (
    "</title><script>alert(1)</script>\n\n"
    "“<script>alert('x')</script> &amp; </span></div>,” said Keiko \"><img src=x onerror=alert(1)> Arai.\n"
    "A senior <b onclick='x'> official warned that \u202ethe port\u202c could\x00 close\x1b[31m. “Left open, he said."
)


def test_a_hostile_article_is_only_text(nlp):
    extraction = quotenlp.extract(HOSTILE, nlp=nlp).model_copy(update={"id": '"><script>alert(2)</script>'})
    page = Report(quotenlp.report([extraction, extraction], title="</title><script>alert(3)</script>"))
    assert page.html.count("<script") == 1
    assert not {"b", "img"} & {tag for tag, _ in page.tags}
    assert not any(name.startswith("on") for _, attrs in page.tags for name in attrs)
    assert not re.search("[\x00\x1b\u202a-\u202e]", page.html)


def test_hostile_ids_of_records_stay_apart():
    text = "“Away,” he said."
    evil = ['"><script>', "q 1", "q.1", "q.20.1", ""]
    content = [{"start": 0, "end": 7, "text": "“Away,”"}]
    read = quotenlp.Extraction(
        lang="en",
        text_length=len(text),
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        quotes=[{"id": id, "kind": "direct", "mode": "speech", "content": content} for id in evil],
    )
    page = Report(quotenlp.report([read.with_text(text)]))
    assert page.html.count("<script") == 1
    assert len(page.ids) == len(set(page.ids))


@cache
def rules():
    return quotenlp.load("rules")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("“”\"'.,\n<>&\u202e"), max_size=80),
        max_size=3,
    )
)
def test_any_text_makes_a_page(texts):
    nlp = rules()
    page = Report(quotenlp.report(nlp(f"{text} said Ann Lee. “{text}” A source denied it.") for text in texts))
    page.html.encode("utf8")
    assert len(page.ids) == len(set(page.ids))
    assert set(page.targets) <= set(page.ids)


def test_a_source_that_speaks_in_no_quote_has_a_card():
    nlp = spacy.blank("en")
    nlp.add_pipe("source_classifier", config={"spans_key": "people"})
    doc = nlp.make_doc("Two people close to the talks left early.")
    doc.spans["people"] = [doc[0:6]]
    page = Report(quotenlp.report([nlp(doc)]))
    assert "speaks in no quote" in page.words
    assert "plural" not in page.words
    assert "several" in page.words
    assert "count 2" in page.words


def test_many_sources_and_long_articles_are_linear(nlp):
    names = " ".join(f"“Word {i},” said Anna L{i:05d}x." for i in range(300))
    page = quotenlp.report([nlp(names)])
    assert page.count('class="card"') == 300
    assert "… and 270 sources more" in page
    assert len(page) < 2_000 * 300


def test_report_wants_articles(nlp):
    with pytest.raises(quotenlp.QuoteNLPError, match=r"pass \[nlp\(text\)\]"):
        quotenlp.report(nlp(ARTICLE))
    with pytest.raises(quotenlp.QuoteNLPError, match="not a str"):
        quotenlp.report(["“Hi,” said Ann Lee."])


def test_command_line(call, tmp_path):
    lines = [{"id": "one", "body": ARTICLE}, {"id": "two"}, {"id": "three", "body": OTHER}]
    (tmp_path / "news.jsonl").write_text("\n".join(map(json.dumps, lines)))
    arguments = ("report", "news.jsonl", "--text-field", "body", "--model", "rules", "-o", "page.html")
    refused = call(*arguments)
    assert refused.returncode == 2
    assert "news.jsonl line 2" in refused.stderr
    assert not (tmp_path / "page.html").exists()
    done = call(*arguments, "--on-error", "skip", "--title", "Two articles")
    assert done.returncode == 0
    assert "2 documents written, 1 skipped" in done.stderr
    page = Report((tmp_path / "page.html").read_text("utf8"))
    assert page.article == ARTICLE + OTHER
    assert "<title>Two articles</title>" in page.html


def test_standard_input_and_output(call):
    done = call("report", "-", "--model", "rules", stdin=ARTICLE)
    assert Report(done.stdout).article == ARTICLE


def test_the_overview_adds_up_sides_by_name_and_word(articles):
    page = Report(quotenlp.report([*articles, articles[1]]))
    table = page.html.split('id="overview"')[1].split("</section>")[0].split("For and against: ")[1]
    row = next(row for row in table.split("<tr>") if "Tomas Lindqvist" in row)
    assert 'aria-label="against 0, for 2, neutral 0"' in row
    assert [link.split("-")[0] for link in re.findall(r'href="#([^"]*)"', row)] == ["a2", "a3"]
