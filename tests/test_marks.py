"""The character scanner: which strings are marked, and which marks are none."""

import pytest

from conftest import assert_linear
from quotenlp.lexicon import load_lexicon
from quotenlp.quotes.lexicon import compile_lexicon
from quotenlp.quotes.marks import paragraphs, scan

LEXICON = compile_lexicon(load_lexicon("quotes"))


def marked(text):
    return scan(text, paragraphs(text), LEXICON.elisions, LEXICON.measures, LEXICON.attribution)


def strings(text):
    return ["|".join(text[s:e] for s, e in item.fragments) for item in marked(text)]


@pytest.mark.parametrize(
    "text",
    [
        "“Yes,”",
        '"Yes,"',
        "„Yes,“",
        "„Yes,”",
        "”Yes,”",
        "«Yes,»",
        "»Yes,«",
        "‹Yes,›",
        "「Yes,」",
        "『Yes,』",
        "``Yes,''",
        "''Yes,''",
        "〝Yes,〞",
        "❝Yes,❞",
        "＂Yes,＂",
        "‘Yes,’",
        "'Yes,'",
        "`Yes,'",
        "â€œYes,â€\x9d",
    ],
)
def test_styles(text):
    assert strings(f"Then {text} she said.") == [text]
    assert strings(f"{text} she said.") == [text]


@pytest.mark.parametrize(
    "text",
    [
        "the drivers' canteen and the boss's chair and James' hat",
        "the ’80s, the '90s and the class of '97",
        'a board 6\' 2" long and 9" wide under 5" of snow',
        "rock 'n' roll, 'twas the night, get 'em",
        "rock ’n’ roll, ’tis so",
        "don't, won’t, o‘clock",
        "» first item\n» second item",
        "5'10\" tall",
    ],
)
def test_apostrophes_inches_and_bullets_are_no_marks(text):
    assert strings(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('“It’s been great," Ida said.', ['“It’s been great,"']),
        ("\"The drivers' union won't wait,\" she said.", ["\"The drivers' union won't wait,\""]),
        ("'The drivers' union won't wait,' she said.", ["'The drivers' union won't wait,'"]),
        ("'Hello,' he said, 'who are you?'", ["'Hello,'", "'who are you?'"]),
        ("He's 'so sure' of it.", ["'so sure'"]),
        ('a toll."I will take it down."', ['"I will take it down."']),
        ("he remarked:“News to us.”", ["“News to us.”"]),
        ('" We wait … , " the minister said', ['" We wait … , "']),
        ('"The board is 9" wide," he said.', ['"The board is 9" wide,"']),
        ("“Apparently not,“ he said. “Never.“", ["“Apparently not,“", "“Never.“"]),
    ],
)
def test_mixed_glued_and_turned_marks(text, expected):
    assert strings(text) == expected


def test_nesting_to_any_depth():
    text = "“A ‘b “c ‘d’ e” f’ g,” he said."
    found = marked(text)
    assert strings(text) == ["“A ‘b “c ‘d’ e” f’ g,”", "‘b “c ‘d’ e” f’", "“c ‘d’ e”", "‘d’"]
    assert [item.parent for item in found] == [None, 0, 1, 2]
    assert all(item.closed for item in found)


def test_a_paragraph_that_reopens_continues():
    text = "“One.\n\n“Two.\n\n“Three,” she said. “Four.”"
    found = marked(text)
    assert strings(text) == ["“One.|“Two.|“Three,”", "“Four.”"]
    assert [item.closed for item in found] == [True, True]


def test_a_paragraph_that_only_closes_continues():
    assert strings("“One.\n\nTwo,” she said.") == ["“One.|Two,”"]


def test_what_nobody_closes_ends_with_its_paragraph():
    text = "A diplomat said: “It cost too much.\n\nThe end."
    (item,) = marked(text)
    assert not item.closed
    assert strings(text) == ["“It cost too much."]


def test_a_missing_close_does_not_swallow_the_next_speaker():
    text = "“Should we go? he asked.\n\n“Yes,” says the second man."
    found = marked(text)
    assert strings(text) == ["“Should we go?", "“Yes,”"]
    assert [item.closed for item in found] == [False, True]


def test_an_unclosed_string_ends_where_the_next_begins():
    assert strings("“Yes, and so on. “No,” she said.") == ["“Yes, and so on.", "“No,”"]


def test_inner_spans_leave_out_the_marks():
    text = "Then ``Yes,'' he said."
    (item,) = marked(text)
    assert [text[s:e] for s, e in item.inner] == ["Yes,"]


def test_hard_wrapped_lines_are_one_paragraph():
    text = "The minister told the committee on Thursday that the log\nhad gone. “Nobody on this ship has\nseen it.”\n\nNext."
    assert len(paragraphs("short line\nanother line")) == 2
    assert [text[s:e] for s, e in paragraphs(text)][-1] == "Next."
    assert len(paragraphs(text)) < 4


@pytest.mark.parametrize("unit", ["“", "” ", "'a ", '"', "’s ", '9" ', "«» ", "“a‘b", "“a” ", "word ", "» "])
def test_cost_grows_with_length_not_its_square(unit):
    def scanned(n):
        text = unit * n
        return lambda: scan(text, paragraphs(text), LEXICON.elisions, LEXICON.measures, LEXICON.attribution)

    assert_linear(scanned, 5_000, 40_000)
