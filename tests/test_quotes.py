"""Quote detection on a blank pipeline: content, cue, source, kind."""

import pytest
import spacy

import quotenlp
from conftest import assert_linear


@pytest.fixture(scope="module")
def nlp():
    nlp = spacy.blank("en")
    nlp.add_pipe("quote_detector")
    return nlp


def found(nlp, text):
    """(kind, content fragments, cue, source) of every quote."""
    return [
        (
            quote.kind.value,
            [span.text for span in quote.content],
            quote.cue and quote.cue.text,
            quote.source and quote.source.text,
        )
        for quote in nlp(text)._.quotes
    ]


DIRECT = [
    ("“The boats will sail,” said Keiko Arai.", ["“The boats will sail,”"], "said", "Keiko Arai"),
    ("“The boats will sail,” Arai said.", ["“The boats will sail,”"], "said", "Arai"),
    ("“Will the boats sail?” she asked.", ["“Will the boats sail?”"], "asked", "she"),
    ("“Will the boats sail?” Arai asked on Monday.", ["“Will the boats sail?”"], "asked", "Arai"),
    ("Arai said: “The boats will sail.”", ["“The boats will sail.”"], "said", "Arai"),
    ("Arai said, “The boats will sail.”", ["“The boats will sail.”"], "said", "Arai"),
    ("Arai observed that, “The boats will sail.”", ["“The boats will sail.”"], "observed", "Arai"),
    ("Arai told the harbour board, “The boats will sail.”", ["“The boats will sail.”"], "told", "Arai"),
    ("In May Arai insisted that “the boats will sail.”", ["“the boats will sail.”"], "insisted", "Arai"),
    ("“The boats,” Arai said, “will sail.”", ["“The boats,”", "“will sail.”"], "said", "Arai"),
    ("“The boats will sail,” Arai said. “All of them.”", ["“The boats will sail,”", "“All of them.”"], "said", "Arai"),
    ("Keiko Arai: “The boats will sail.”", ["“The boats will sail.”"], ":", "Keiko Arai"),
    ("“The boats will sail.” — Keiko Arai, mayor", ["“The boats will sail.”"], "—", "Keiko Arai, mayor"),
    ("“The boats will sail,” the mayor went on.", ["“The boats will sail,”"], "went on", "the mayor"),
    (
        "A Kantei source pointed out: “The boats will sail.”",
        ["“The boats will sail.”"],
        "pointed out",
        "A Kantei source",
    ),
    ("“Nobody asked us about the boats” was all she would say.", ["“Nobody asked us about the boats”"], "say", "she"),
]


@pytest.mark.parametrize(("text", "content", "cue", "source"), DIRECT)
def test_direct(nlp, text, content, cue, source):
    assert found(nlp, text) == [("direct", content, cue, source)]


INDIRECT = [
    ("Arai said that the boats would sail.", "that the boats would sail", "said", "Arai"),
    ("Arai said the boats would sail.", "the boats would sail", "said", "Arai"),
    ("The boats would sail, Arai said.", "The boats would sail", "said", "Arai"),
    ("The boats would sail, the harbour office said on Monday.", "The boats would sail", "said", "the harbour office"),
    (
        "According to the harbour office, the boats would sail.",
        "the boats would sail",
        "According to",
        "the harbour office",
    ),
    (
        "The boats would sail, according to two people on the board.",
        "The boats would sail",
        "according to",
        "two people on the board",
    ),
    ("Arai told reporters she would resign.", "she would resign", "told", "Arai"),
    ("Arai asked whether the boats would sail.", "whether the boats would sail", "asked", "Arai"),
    ("Arai urged the board to hold a vote.", "the board to hold a vote", "urged", "Arai"),
    ("Arai called for a vote.", "a vote", "called for", "Arai"),
    ("Arai vowed to stop the boats.", "to stop the boats", "vowed", "Arai"),
    ("Prosecutors said in a filing that the boats were sold.", "that the boats were sold", "said", "Prosecutors"),
    ("It was reported that the boats were sold.", "that the boats were sold", "reported", None),
]


@pytest.mark.parametrize(("text", "content", "cue", "source"), INDIRECT)
def test_indirect(nlp, text, content, cue, source):
    assert found(nlp, text) == [("indirect", [content], cue, source)]


MIXED = [
    ("Arai called the plan “a gift to the rich” and left.", "the plan “a gift to the rich”", "called", "Arai"),
    ("Arai dismissed the report as “harbour gossip.”", "the report as “harbour gossip.”", "dismissed", "Arai"),
    (
        "Arai said the plan was “dead on arrival” in the town.",
        "the plan was “dead on arrival” in the town",
        "said",
        "Arai",
    ),
    ("The plan is “dead on arrival,” Arai said.", "The plan is “dead on arrival,”", "said", "Arai"),
]


@pytest.mark.parametrize(("text", "content", "cue", "source"), MIXED)
def test_mixed(nlp, text, content, cue, source):
    assert found(nlp, text) == [("mixed", [content], cue, source)]


SOURCES = [
    ("“Yes, it is so,” said Maria Ospina, 41, who sells bread.", "Maria Ospina, 41"),
    ("“Yes, it is so,” said a 34-year-old nurse who was there.", "a 34-year-old nurse"),
    (
        "“Yes, it is so,” said lead author Dana Weld of the Institute of Tides.",
        "lead author Dana Weld of the Institute of Tides",
    ),
    ("“Yes, it is so,” said Weld's lawyer, Petra Lind.", "Weld's lawyer, Petra Lind"),
    (
        "“Yes, it is so,” said a senior Foreign Ministry official with knowledge of the talks.",
        "a senior Foreign Ministry official with knowledge of the talks",
    ),
    ("“Yes, it is so,” a passer-by said with a grin.", "a passer-by"),
    ("Hugo Lind, a doctor, said: “Yes, it is so.”", "Hugo Lind, a doctor"),
    (
        "Hugo Lind, policy chief of the Reform Party, said: “Yes, it is so.”",
        "Hugo Lind, policy chief of the Reform Party",
    ),
    ("An officer, who was not authorized to speak, said the log was gone.", "An officer"),
    ("Two officials, speaking on condition of anonymity, said the log was gone.", "Two officials"),
    ("A clerk who wore a wire said the log was gone.", "A clerk"),
    (
        "A person familiar with the board's thinking said the log was gone.",
        "A person familiar with the board's thinking",
    ),
    (
        "In a note to clients, Banque Lind analyst Petra Ruiz argued that the log was gone.",
        "Banque Lind analyst Petra Ruiz",
    ),
    ("Lind himself said the log was gone.", "Lind"),
    ("Since Lind has said that “the log is gone,” nobody looks for it.", "Lind"),
    ("The log was gone, the mayor of the town said.", "the mayor of the town"),
    ("Lind and Ruiz said the log was gone.", "Lind and Ruiz"),
    ("Lind took the floor and said the log was gone.", "Lind"),
]


@pytest.mark.parametrize(("text", "source"), SOURCES)
def test_source_noun_phrases(nlp, text, source):
    assert [quote[3] for quote in found(nlp, text)] == [source]


def test_several_cues_of_one_sentence(nlp):
    text = "Lind confirmed that the log was gone, adding that nobody looked for it, and vowed to find it."
    assert found(nlp, text) == [
        ("indirect", ["that the log was gone"], "confirmed", "Lind"),
        ("indirect", ["that nobody looked for it"], "adding", "Lind"),
        ("indirect", ["to find it"], "vowed", "Lind"),
    ]


def test_two_quotations_of_one_sentence_keep_their_own_speakers(nlp):
    text = "In May Lind insisted that “there will be no talks,” but in June Ruiz said: “We are going to talk.”"
    assert [(q[1], q[3]) for q in found(nlp, text)] == [
        (["“there will be no talks,”"], "Lind"),
        (["“We are going to talk.”"], "Ruiz"),
    ]


def test_nested_quotation(nlp):
    text = "“He looked at me and said, ‘You get fed first,’ and shut the drawer,” the clerk testified."
    outer, inner = nlp(text)._.quotes
    assert (outer.cue.text, outer.source.text) == ("testified", "the clerk")
    assert (inner.text, inner.cue.text, inner.source.text) == ("‘You get fed first,’", "said", "He")
    assert inner.nested_in == outer.id
    assert outer.nested_in is None


def test_quotation_over_paragraphs_is_one_quote(nlp):
    text = "“People laugh,” he said. “In March a boat came close.\n\n“Nobody was laughing then.”\n\nThe end."
    (quote,) = nlp(text)._.quotes
    assert [span.text for span in quote.content] == [
        "“People laugh,”",
        "“In March a boat came close.",
        "“Nobody was laughing then.”",
    ]
    assert quote.closed


def test_unclosed_quotation_is_flagged(nlp):
    (quote,) = nlp("A diplomat put it this way: “We spent more on the argument.\n\nADVERTISEMENT")._.quotes
    assert quote.text == "“We spent more on the argument."
    assert not quote.closed


def test_quotation_beside_its_speaker_has_no_cue(nlp):
    nlp_sources = spacy.blank("en")
    nlp_sources.add_pipe("quote_detector")
    nlp_sources.add_pipe("source_classifier")
    doc = nlp_sources("“I came early,” Petra Ruiz said.\n\nRuiz pointed to the empty spot. “That was my bakery.”")
    first, second = doc._.quotes
    assert (second.cue, second.source) == (None, None)
    assert second.speaker_id == first.speaker_id
    assert doc._.quotenlp.source_of(second).name == "Petra Ruiz"


def test_negated_cue(nlp):
    (quote,) = nlp("Lind did not say that the log was gone.")._.quotes
    assert quote.negated
    (quote,) = nlp("Lind said that the log was not gone.")._.quotes
    assert not quote.negated


MENTIONS = [
    ("Lind did not use the word “pressure” even once.", "“pressure”"),
    ("The so-called “smart horn” was found in a box.", "“smart horn”"),
    ("Lind, nicknamed “the Dam” by friends, smiled.", "“the Dam”"),
    ("The project has a code name, “Popcorn.”", "“Popcorn.”"),
    ("The band played “Harbour Lights” at noon.", "“Harbour Lights”"),
    ("• “Ask the Harbour Master”\n• Weather", "“Ask the Harbour Master”"),
]


@pytest.mark.parametrize(("text", "mention"), MENTIONS)
def test_mentions_are_kept_apart(nlp, text, mention):
    doc = nlp(text)
    assert [span.text for span in doc._.quotenlp.mentions] == [mention]
    assert not any(span.text == mention for quote in doc._.quotes for span in quote.content)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n\n",
        "“",
        "”",
        "said",
        ": “",
        "“”",
        "“” said.",
        "— “Yes.” — ",
        "according to",
        ", said, said, said.",
        "A said B said C said D said.",
        "“A” “B” “C” said X “D”",
        "that that that said that",
    ],
)
def test_odd_texts(nlp, text):
    for quote in nlp(text)._.quotes:
        assert all(text[span.start : span.end] == span.text for span in quote.content)


def test_narration_in_the_first_person_is_the_author(nlp):
    assert found(nlp, "I said that the log was gone.") == []


TEXT_OF_ALL_KINDS = (
    "“The log is gone,” Lind said. He called the search “a waste of our time” yesterday. He hopes to find it. "
    "Ruiz said that it was so. The word “log” is short."
)


def kept(**config):
    nlp = spacy.blank("en")
    nlp.add_pipe("quote_detector", config=config)
    return nlp(TEXT_OF_ALL_KINDS)


def test_kinds_modes_length_and_mentions_are_settings():
    assert [q.cue.lemma for q in kept()._.quotes] == ["say", "call", "hope", "say"]
    assert [q.cue.lemma for q in kept(kinds=["direct"])._.quotes] == ["say"]
    assert [q.id for q in kept(kinds=["indirect"])._.quotes] == ["q1", "q2"]
    assert [q.cue.lemma for q in kept(modes=["intention"])._.quotes] == ["hope"]
    assert [q.cue.lemma for q in kept(min_words=5)._.quotes] == ["call"]
    assert [m.text for m in kept()._.quotenlp.mentions] == ["“log”"]
    assert kept(mentions=False)._.quotenlp.mentions == ()


@pytest.mark.parametrize(
    ("config", "setting"),
    [({"kinds": ["loud"]}, "kinds"), ({"modes": ["song"]}, "modes"), ({"min_words": 0}, "min_words")],
)
def test_wrong_settings_are_named(config, setting):
    with pytest.raises(quotenlp.SettingsError, match=f"quote_detector: setting '{setting}'"):
        kept(**config)


def test_a_speaker_survives_a_filter():
    nlp = spacy.blank("en")
    nlp.add_pipe("quote_detector", config={"kinds": ["direct"]})
    nlp.add_pipe("source_classifier")
    doc = nlp("Last night Ana Dubois said she was worried. “What he did is wrong.”")
    (quote,) = doc._.quotes
    assert doc._.quotenlp.source_of(quote).name == "Ana Dubois"


def test_settings_and_lexicon():
    nlp = spacy.blank("en")
    nlp.add_pipe(
        "quote_detector",
        config={"lexicon_extra": {"cues": {"blog-post": {"mode": "writing", "frames": ["that"]}, "say": None}}},
    )
    assert [q.cue.lemma for q in nlp("Lind blog-posts nothing. Lind said that it was so.")._.quotes] == []


# -- one sentence per real failure

RULES = {
    "a noun names it": ("The club’s position: the coach stays.", [("The club", "position", "the coach stays")]),
    "a noun names it after it": ("“Rubbish,” was his only reply.", [("his", "reply", "“Rubbish,”")]),
    "a verb before a colon": (
        "Arai turned to the hall: “Who paid for this bridge?”",
        [("Arai", "turned", "“Who paid for this bridge?”")],
    ),
    "a verb and a parenthesis before a colon": (
        "Arai, asked about the pier, sat down: “Which pier do you mean?”",
        [("Arai", "sat", "“Which pier do you mean?”")],
    ),
    "an inverted clause before a colon": (
        "Declared Keiko Arai: “The boats will sail today.”",
        [("Keiko Arai", "Declared", "“The boats will sail today.”")],
    ),
    "a signature below": (
        "“The boats will sail today.”\n\n— Keiko Arai",
        [("Keiko Arai", "—", "“The boats will sail today.”")],
    ),
    "a view": (
        "In the view of one minister, the plan has no friends.",
        [("one minister", "In the view of", "the plan has no friends")],
    ),
    "a headline": ("Mayor Says Ice Rink Will Stay Closed", [("Mayor", "Says", "Ice Rink Will Stay Closed")]),
    "capitals": (
        "THE MAYOR SAID THAT THE RINK WOULD NOT OPEN THIS YEAR.",
        [("THE MAYOR", "SAID", "THAT THE RINK WOULD NOT OPEN THIS YEAR")],
    ),
    "an adverb before a participle": (
        "The crowd left, Arai and Oki reportedly shouting: “Come back tomorrow!”",
        [("The crowd", "shouting", "“Come back tomorrow!”")],
    ),
    "the name of an office is no verb": (
        "“We will not wait for them,” state Sen. Ida Lund said.",
        [("state Sen. Ida Lund", "said", "“We will not wait for them,”")],
    ),
    "a quotation inside a clause is no nickname": (
        "Arai “never once answered the phone,” Oki said.",
        [("Oki", "said", "Arai “never once answered the phone,”")],
    ),
    "somebody else shouts": (
        "“He has a problem with us,” Arai said as a man shouted: “You lie!”",
        [("Arai", "said", "“He has a problem with us,”"), ("a man", "shouted", "“You lie!”")],
    ),
    "an adjunct first": (
        "Asked about the pier, Arai replied, “It was never mine.”",
        [("Arai", "replied", "“It was never mine.”")],
    ),
    "the next sentence introduces another": (
        "He says the pier is “a gift to the whole town.” He adds, “It will last.”",
        [("He", "says", "the pier is “a gift to the whole town.”"), ("He", "adds", "“It will last.”")],
    ),
    "what is done after a quotation": (
        "Arai called him “the worst mayor in years,” pointing at the pier.",
        [("Arai", "called", "him “the worst mayor in years,”")],
    ),
    "another clause after a quotation": (
        "Arai called the pier “a gift to the town,” and the council has paid for it.",
        [("Arai", "called", "the pier “a gift to the town,”")],
    ),
    "a second cue": (
        "Arai said it was too early to tell but added, “We hope for the best.”",
        [("Arai", "said", "it was too early to tell"), ("Arai", "added", "“We hope for the best.”")],
    ),
    "questions and answers": (
        "Q: When does the pier open?\n\nA: On Sunday, I hope.",
        [("Q", ":", "When does the pier open?"), ("A", ":", "On Sunday, I hope.")],
    ),
    "a participle before the cue": (
        "Arai, noting the size of the crowd, said: “They all came.”",
        [("Arai", "said", "“They all came.”")],
    ),
    "a participle after the cue": (
        "“We had a plan for them,” Arai said before adding: “Nobody read it.”",
        [("Arai", "said", "“We had a plan for them,”"), ("Arai", "adding", "“Nobody read it.”")],
    ),
    "a clause before what introduces a quotation": (
        "When the mayor died in May, Arai released a short note: “He was a good man.”",
        [("Arai", "released", "“He was a good man.”")],
    ),
    "a relative clause": (
        "The money, which they say paid for the pier, is gone.",
        [("they", "say", "which paid for the pier")],
    ),
    "a relative clause after a subject": (
        "He crossed a bridge which Arai said was unsafe.",
        [("Arai", "said", "which was unsafe")],
    ),
    "reported on a day, in a study": (
        "Nurses who sleep at noon live longer, researchers reported on Tuesday, in a study that took ten years.",
        [("researchers", "reported", "Nurses who sleep at noon live longer")],
    ),
}


@pytest.mark.parametrize("name", RULES)
def test_real_failures(nlp, name):
    text, expected = RULES[name]
    found = [(q.source.text if q.source else None, q.cue.text if q.cue else "", q.text) for q in nlp(text)._.quotes]
    assert found == expected


def test_a_quotation_goes_on_outside_its_marks(nlp):
    (quote,) = nlp("“They like him,” Arai said. “They are not there yet” to vote for him.")._.quotes
    assert [span.text for span in quote.content] == ["“They like him,”", "“They are not there yet” to vote for him"]


def test_a_quotation_goes_on_in_a_paragraph_of_its_own(nlp):
    (quote,) = nlp("“The pier is safe,” Arai said.\n\n“It has been safe for years.”")._.quotes
    assert [span.text for span in quote.content] == ["“The pier is safe,”", "“It has been safe for years.”"]


@pytest.mark.parametrize("gap", [" ", "\n\n"])
def test_quotations_in_a_row_cost_alike(nlp, gap):
    def detect(n):
        doc = nlp.make_doc("“We go home today,” Arai said." + f"{gap}“We go home today.”" * n)
        return lambda: nlp.get_pipe("quote_detector")(doc)

    assert_linear(detect, 800, 8000)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("An official who asked not to be named said that the ferry had sunk.", "An official"),
        ("Two clerks who were not authorized to talk to reporters said the vault was empty.", "Two clerks"),
        (
            "An aide who spoke on condition of anonymity because the talks are private said the deal was near.",
            "An aide",
        ),
        ("One person who declined to be identified told reporters that it was over.", "One person"),
        ("A baker who had seen the fire said that nobody was hurt.", "A baker"),
        ("The pilot, who asked not to be named, said no one would come.", "The pilot"),
    ],
)
def test_subject_before_its_relative_clause(text, source):
    (quote,) = quotenlp.extract(text, nlp=quotenlp.load("rules")).quotes
    assert quote.source.text == source


def test_a_request_for_anonymity_is_no_quote():
    assert not quotenlp.extract("He declined to be identified.", nlp=quotenlp.load("rules")).quotes
