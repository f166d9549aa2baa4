"""Failures that users report of other quotation tools, in sentences of our own: none of them may happen here."""

import pytest

import quotenlp


@pytest.fixture(scope="module")
def nlp():
    return quotenlp.load("rules")


def contents(doc):
    return [[span.text for span in quote.content] for quote in doc._.quotes]


def sources(doc):
    return [quote.source.text if quote.source else None for quote in doc._.quotes]


def test_odd_number_of_marks_does_not_abort(nlp):
    doc = nlp('Ana told him she "shouldn‘t pay for that" and left. “Quite,” said Bo. A stray " mark.')
    assert ["“Quite,”"] in contents(doc)


def test_apostrophes_and_possessives_do_not_pair(nlp):
    doc = nlp('"Where are the nurses\' coats?" he asked. The players’ union said: “We are ready,” it is reported.')
    assert contents(doc)[0] == ['"Where are the nurses\' coats?"']
    assert ["“We are ready,”"] in contents(doc)


def test_bullets_primes_and_mojibake(nlp):
    assert contents(nlp("» Weather\n» Sport\nThe plank is 8″ wide.")) == []
    assert contents(nlp("â€œIt is over,â€\x9d Ana said.")) == [["â€œIt is over,â€\x9d"]]


def test_quotation_over_several_paragraphs(nlp):
    doc = nlp("“We saw it grow.\n\n“Then it stopped.\n\n“I ask you to look,” Ana Dubois said.")
    assert contents(doc) == [["“We saw it grow.", "“Then it stopped.", "“I ask you to look,”"]]
    assert sources(doc) == ["Ana Dubois"]


def test_missing_close_does_not_swallow_the_next_speaker(nlp):
    doc = nlp("“Shall we wait? he asked.\n\n“No,” said the second man.")
    assert contents(doc) == [["“Shall we wait?"], ["“No,”"]]
    assert sources(doc) == ["he", "the second man"]


def test_verbless_attributions(nlp):
    doc = nlp(
        "“As I said, it is done.” -Commissioner Ana Dubois\n\n"
        "And from Chairwoman Bo Lind:\n\n“Ana brings us luck and patience.”\n\n"
        "Mayor Cy Ott: “We have waited long enough.”"
    )
    assert sources(doc) == ["Commissioner Ana Dubois", "Chairwoman Bo Lind", "Mayor Cy Ott"]


def test_mark_types_mixed_in_one_quotation(nlp):
    assert contents(nlp('“It’s been good," Ana said. „It is low," Bo said.')) == [
        ['“It’s been good,"'],
        ['„It is low,"'],
    ]


def test_apposition_between_name_and_verb(nlp):
    doc = nlp('Bo Lind, a doctor, said: "They need help now.\n\n"If not, they will die," he added.')
    assert sources(doc)[0] == "Bo Lind, a doctor"


def test_speaker_one_sentence_before_the_quotation(nlp):
    doc = nlp('Last night Ana Dubois, a Labour member, said she was worried. "What he did is wrong."')
    worried, quoted = doc._.quotes
    assert worried.source.text == "Ana Dubois, a Labour member"
    assert quoted.speaker_id == worried.speaker_id is not None


def test_quotation_alone_after_narrative(nlp):
    doc = nlp("Ana turned to Bo. “It cannot go on like this.” Bo nodded.")
    (quote,) = doc._.quotes
    assert quote.text == "“It cannot go on like this.”"
    assert doc._.quotenlp.source_of(quote).name == "Ana"


def test_nickname_is_no_quotation(nlp):
    doc = nlp("“It was a bad night,” said a man who goes by the name “Shorty.”")
    assert contents(doc) == [["“It was a bad night,”"]]
    assert [span.text for span in doc._.quotenlp.mentions] == ["“Shorty.”"]
    assert sources(doc) == ["a man"]


@pytest.mark.parametrize("verb", ["sighed", "harrumphed", "retaliated", "keened", "deadpanned"])
def test_verbs_that_no_list_has(nlp, verb):
    doc = nlp(f"“It is dreadful to be poor!” {verb} Ana.")
    assert sources(doc) == ["Ana"]
    assert doc._.quotes[0].cue.text == verb


def test_a_pronoun_resolves_to_a_name(nlp):
    doc = nlp("Ana Dubois chose the island over the city. She said, “I am going home.”")
    (quote,) = doc._.quotes
    assert quote.source.text == "She"
    assert doc._.quotenlp.source_of(quote).name == "Ana Dubois"


def test_the_same_words_twice_are_two_quotes(nlp):
    doc = nlp("“Never again,” said Ana.\n\n“Never again,” said Bo.")
    assert [quote.id for quote in doc._.quotes] == ["q1", "q2"]
    assert sources(doc) == ["Ana", "Bo"]


@pytest.mark.parametrize("text", ['""=', '"', "“", 'He said "', "“Yes", "'''", "``", '" "" """', "said: “"])
def test_odd_strings_do_not_crash(nlp, text):
    doc = nlp(text)
    for quote in doc._.quotes:
        assert all(text[span.start : span.end] == span.text for span in quote.content)


def test_sentence_splitters_do_not_matter(nlp):
    doc = nlp('This is a sentence. "Don\'t worry!", he said.')
    assert contents(doc) == [['"Don\'t worry!"']]
    assert sources(doc) == ["he"]


def test_indirect_speech_is_found(nlp):
    doc = nlp("Ana Dubois said that the bridge would stay open.")
    assert contents(doc) == [["that the bridge would stay open"]]


def test_parenthetical_attribution(nlp):
    doc = nlp("Five years ago, he said, the mill employed half the town.")
    (quote,) = doc._.quotes
    assert [span.text for span in quote.content] == ["Five years ago", "the mill employed half the town"]


def test_attribution_does_not_leak_over_a_line_break(nlp):
    doc = nlp("The banner reads “Do your best in all things”\nThe chief said the road was closed.")
    assert [(quote.source.text, quote.cue.text) for quote in doc._.quotes] == [
        ("The banner", "reads"),
        ("The chief", "said"),
    ]


def test_ptb_and_latex_marks_and_spaces_inside(nlp):
    assert sources(nlp('" Towns are set against towns , " the minister said')) == ["the minister"]
    assert sources(nlp("``It is over,'' Ana said.")) == ["Ana"]


def test_transcripts(nlp):
    doc = nlp('He called it "closed."\nDUBOIS (voice-over): We are at the gate. It is shut.\nLIND: And now?')
    assert sources(doc)[-2:] == ["DUBOIS", "LIND"]
    assert contents(doc)[-2:] == [["We are at the gate. It is shut."], ["And now?"]]


def test_words_slogans_and_titles_are_mentions(nlp):
    doc = nlp("Nobody is “woke” here. The firm sells it as “the second-best crisp” since 1974.")
    assert contents(doc) == []
    assert len(doc._.quotenlp.mentions) == 2


def test_british_single_marks(nlp):
    doc = nlp("'Hello there,' he said, 'how are you doing?' The drivers' union won't answer.")
    assert contents(doc) == [["'Hello there,'", "'how are you doing?'"]]


def test_offsets_refer_to_the_text_as_given(nlp):
    text = "\ufeff Héllo\u00a0—\r\n\r\n“Ça va,”said Ana.\t“Oui.”"
    doc = nlp(text)
    assert doc.text == text
    assert contents(doc)[0][0] == "“Ça va,”"
    for quote in doc._.quotes:
        assert all(text[span.start : span.end] == span.text for span in quote.content)
