"""What a person sees: HTML in a notebook, lines in a terminal, spans in displaCy."""

import hashlib
import pickle
import random
import re
from html.parser import HTMLParser

import pytest
import spacy
from spacy import displacy

import quotenlp
from conftest import ARTICLE, ROOT, assert_linear
from quotenlp.view.characters import visible
from quotenlp.view.html import Mark, mark_up

VOID = {"br", "hr", "img", "input", "link", "meta"}


class Page(HTMLParser):
    """Reads a fragment, checks that its tags balance, and keeps the article's words with the spans around them."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.open, self.tags, self.spans, self.article, self.texts = [], [], [], "", []
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names))
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append((tag, dict(attrs)))
        if tag in ("span", "a") and "title" in names:
            self.spans.append({**dict(attrs), "text": "", "label": ""})

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        self.texts.append(data)
        tags = [tag for tag, _ in self.open]
        if any(attrs.get("class") == "quotenlp-article" for _, attrs in self.open):
            if tags[-1] == "small":
                self.spans[-1]["label"] += data
            else:
                self.article += data
                if tags[-1] in ("span", "a"):
                    self.spans[-1]["text"] += data

    def texts_of(self, kind):
        return [span["text"] for span in self.spans if f"quotenlp-{kind}" in span["class"].split()]


@pytest.fixture(scope="module")
def doc(nlp):
    return nlp(ARTICLE)


def test_the_notebook_shows_the_article_with_its_records_marked(doc):
    page = Page(doc._.quotenlp._repr_html_())
    assert page.article == ARTICLE
    assert page.texts_of("content")[:2] == ["“The boats will sail,”", "“They have always sailed.”"]
    assert page.texts_of("cue") == ["said", "warned", "According to", "denied"]
    assert page.texts_of("source")[:2] == ["Keiko Arai, a harbour official", "A senior Finance Ministry official"]
    assert quotenlp.render(doc) == quotenlp.render(doc._.quotenlp) == doc._.quotenlp._repr_html_()


def test_extract_shows_its_article_too(nlp):
    assert Page(quotenlp.extract(ARTICLE, nlp=nlp)._repr_html_()).article == ARTICLE


def test_every_mark_tells_its_record_and_can_be_reached_with_the_keyboard(doc):
    page = Page(quotenlp.render(doc))
    assert all(span["tabindex"] == "0" and span["role"] == "note" for span in page.spans)
    by_text = {span["text"]: span["title"].splitlines() for span in page.spans}
    assert by_text["warned"][:2] == ["q2: indirect speech", "cue: warn (asserted warn, acknowledge)"]
    assert by_text["A senior Finance Ministry official"][:2] == [
        "s2: A senior Finance Ministry official",
        "an anonymous source, partial",
    ]
    assert "speaker: Tomas Lindqvist" in by_text["denied"]


def test_anonymous_sources_are_told_in_words(doc):
    page = Page(quotenlp.render(doc))
    labelled = {span["text"]: span["label"].strip() for span in page.spans}
    assert labelled["A senior Finance Ministry official"] == "anonymous"
    assert labelled["Keiko Arai, a harbour official"] == ""
    assert page.texts_of("anonymous") == ["A senior Finance Ministry official"]
    assert "[anonymous] A senior Finance" in str(doc._.quotenlp)


def test_nothing_runs_and_nothing_is_loaded(doc):
    html = quotenlp.render(doc)
    assert not re.search(r"https?:|//|url\(|@import|<script|<link|<img| on\w+=| id=", html)


def test_records_from_json_are_a_table_until_the_text_is_given(doc):
    read = quotenlp.Extraction.model_validate_json(doc._.quotenlp.model_dump_json())
    table = Page(read._repr_html_())
    assert [tag for tag, _ in table.tags].count("tr") == 1 + len(read.quotes)
    assert {"[anonymous] A senior Finance Ministry official", "warned", "that the port could close"} <= set(table.texts)
    assert read.with_text(ARTICLE)._repr_html_() == quotenlp.render(doc)
    assert read._repr_html_() != quotenlp.render(doc)  # with_text leaves the first as it was


def test_a_wrong_text_is_refused(doc):
    with pytest.raises(quotenlp.QuoteNLPError, match="not the text of the records"):
        doc._.quotenlp.with_text(ARTICLE.replace("Keiko", "Naoko"))


def test_the_text_is_no_part_of_the_record(doc):
    shown = doc._.quotenlp
    read = quotenlp.Extraction.model_validate_json(shown.model_dump_json())
    assert read == shown
    assert ARTICLE not in repr(shown)
    assert read != read.model_copy(update={"id": "x"})
    assert read != "a string"
    assert pickle.loads(pickle.dumps(shown))._repr_html_() == shown._repr_html_()


def test_the_terminal_shows_a_line_for_every_quote(doc):
    lines = str(doc._.quotenlp).splitlines()
    assert lines[0] == "4 quotes, 3 sources (1 anonymous)"
    assert [line.split()[0] for line in lines[1:]] == ["q1", "q2", "q3", "q4"]
    assert max(map(len, lines)) < 140


def test_the_terminal_shows_what_fits(nlp):
    lines = str(nlp("“The boats will sail,” said Keiko Arai. " * 50)._.quotenlp).splitlines()
    assert len(lines) == 22
    assert lines[-1] == "… and 30 more"


def test_ipython_prints_the_same_lines(doc):
    class Printer:
        def text(self, text):
            self.printed = text

    printer = Printer()
    doc._.quotenlp._repr_pretty_(printer, False)
    assert printer.printed == str(doc._.quotenlp)


@pytest.mark.parametrize("text", ["", "Nobody spoke."])
def test_an_article_without_quotes(nlp, text):
    extraction = nlp(text)._.quotenlp
    assert Page(extraction._repr_html_()).article == text
    assert str(extraction) == "0 quotes, 0 sources"


def test_a_source_that_speaks_in_no_quote_is_shown():
    nlp = spacy.blank("en")
    nlp.add_pipe("source_classifier", config={"spans_key": "people"})
    doc = nlp.make_doc("Two people close to the talks left early.")
    doc.spans["people"] = [doc[0:6]]
    found = nlp(doc)._.quotenlp
    assert str(found).splitlines()[1].split(maxsplit=1) == ["s1", "[anonymous] Two people close to the talks"]
    assert Page(found._repr_html_()).texts_of("anonymous") == ["Two people close to the talks"]


def test_a_hostile_article_is_only_text(nlp):
    text = (
        "“<script>alert('x')</script> &amp; </span></div>,” said Keiko \"><img src=x onerror=alert(1)> Arai.\n"
        "A senior <b onclick='x'> official warned that \u202ethe port\u202c could\x00 close\x1b[31m. “Left open, he said."
    )
    page = Page(quotenlp.render(nlp(text)))
    assert page.article == visible(text)
    assert {tag for tag, _ in page.tags} <= {"div", "style", "p", "span", "small"}
    assert {name for _, attrs in page.tags for name in attrs} <= {"class", "title", "tabindex", "role"}
    hidden = re.compile("[\x00\x1b\u202a-\u202e]")
    assert not hidden.search(quotenlp.render(nlp(text)))
    assert not hidden.search(str(nlp(text)._.quotenlp))
    assert "⟨U+202E⟩the port⟨U+202C⟩" in page.article


def test_a_hostile_record_is_only_text():
    evil = '"><script>alert(1)</script>\u202e'
    text = "far away\ud800."
    content = [{"start": 4, "end": 8, "text": "away"}, {"start": 90, "end": 93, "text": "out"}]
    read = quotenlp.Extraction(
        lang=evil,
        text_length=len(text),
        text_sha256=hashlib.sha256(text.encode("utf8", "surrogatepass")).hexdigest(),
        quotes=[{"id": evil, "kind": "direct", "mode": "speech", "content": content, "nested_in": evil, "rule": evil}],
    )
    for html in (read._repr_html_(), read.with_text(text)._repr_html_()):
        page = Page(html)
        assert "script" not in {tag for tag, _ in page.tags}
        assert "\u202e" not in html
        html.encode("utf8")
    assert page.article == "far away⟨U+D800⟩."
    assert "⟨U+202E⟩" in page.spans[0]["title"]


def test_overlapping_marks_keep_the_text_and_the_tags():
    rng = random.Random(7)
    text = "".join(rng.choice("ab <&>\"'\n") for _ in range(60))
    for _ in range(200):
        marks = []
        for number in range(rng.randrange(12)):
            start = rng.randrange(61)
            kind = rng.choice(["content", "cue", "source", "source anonymous"])
            marks.append(Mark(start, rng.randrange(start, 61), kind, str(number)))
        page = Page(f'<div class="quotenlp-article">{mark_up(text, marks)}</div>')
        assert page.article == text
        assert all(span["text"] for span in page.spans)
        for kind in ("content", "cue", "source", "anonymous"):
            under = [range(mark.start, mark.end) for mark in marks if kind in mark.kind.split()]
            assert len("".join(page.texts_of(kind))) == len(set().union(*under))


def test_the_innermost_record_is_told():
    page = Page(
        f'<div class="quotenlp-article">{mark_up("abcdef", [Mark(0, 6, "content", "out"), Mark(2, 4, "cue", "in")])}</div>'
    )
    assert [(span["text"], span["title"], "tabindex" in span) for span in page.spans] == [
        ("ab", "out", True),
        ("cd", "in", True),
        ("ef", "out", False),
    ]


def test_time_is_linear_in_text_and_marks():
    def marked(size):
        text = "word " * (size // 5)
        nested = [Mark(i, size - i, "content", "tip") for i in range(0, size // 2, 10)]
        flat = [Mark(i, i + 4, "source anonymous", "tip") for i in range(0, size, 10)]

        def work():
            assert len(mark_up(text, nested + flat)) < 40 * size

        return work

    assert_linear(marked, 100_000, 1_000_000)


def test_only_docs_and_extractions_are_rendered():
    with pytest.raises(quotenlp.QuoteNLPError, match="not a str"):
        quotenlp.render("“The boats will sail,” said Keiko Arai.")


def test_displacy_draws_the_quotes(doc):
    options = quotenlp.displacy_options(doc)
    assert options["spans_key"] == "quotenlp_quotes"
    html = displacy.render(doc, style="span", options=options, jupyter=False)
    for label in {span.label_ for span in doc.spans["quotenlp_quotes"]}:
        assert label in html
        assert options["colors"][label] in html


def test_displacy_has_a_colour_for_every_label(doc):
    for key in doc.spans:
        options = quotenlp.displacy_options(doc, key)
        assert {span.label_ for span in doc.spans[key]} <= set(options["colors"])
    assert {kind.upper() for kind in quotenlp.records.MarkerKind} <= set(options["colors"])


def test_displacy_finds_the_colours_by_entry_point():
    colors = spacy.registry.displacy_colors.get("quotenlp")()
    assert colors["CONTENT"] == quotenlp.displacy_options(quotenlp.load("rules")("Nobody spoke."))["colors"]["CONTENT"]


def test_displacy_options_need_a_processed_doc():
    with pytest.raises(quotenlp.QuoteNLPError, match="quote_detector"):
        quotenlp.displacy_options(spacy.blank("en")("Nobody spoke."))
    with pytest.raises(quotenlp.QuoteNLPError, match="'people'"):
        quotenlp.displacy_options(quotenlp.load("rules")("Nobody spoke."), "people")


def test_the_terminal_shows_what_the_docs_show():
    page = (ROOT / "docs" / "notebook.md").read_text("utf8")
    (shown,) = re.findall(r"^```text\n(.*?)\n```$", page, re.MULTILINE | re.DOTALL)
    text = "".join(re.findall(r'^    "(.*)"$', page, re.MULTILINE))
    assert str(quotenlp.extract(text)) == shown
