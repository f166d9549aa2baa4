"""Who speaks: names, descriptions, pronouns, paragraphs that are quotation only, transcripts, coreference."""

import re
from collections.abc import Callable

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span

import quotenlp
from conftest import assert_linear
from quotenlp.records import Extraction, Quote


@pytest.fixture(scope="module")
def nlp() -> Language:
    return quotenlp.load("rules")


def label(extraction: Extraction, quote: Quote) -> str | None:
    """The name of a quote's speaker, else the words of the first mention."""
    source = next((s for s in extraction.sources if s.id == quote.speaker_id), None)
    return None if source is None else source.name or source.mentions[0].text


def speakers(nlp: Language, text: str) -> list[str | None]:
    """The speaker of every quote, in text order."""
    extraction = nlp(text)._.quotenlp
    return [label(extraction, quote) for quote in extraction.quotes]


def grouped(nlp: Language, text: str) -> list[str | None]:
    """The speaker id of every quote, in text order."""
    return [quote.speaker_id for quote in nlp(text)._.quotes]


# -- names and descriptions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "French President Luc Moreau met Chancellor Anke Vogel. The French president said it was good. "
            "The chancellor said it was long. The Italian president said it was late.",
            ["Luc Moreau", "Anke Vogel", "The Italian president"],
            id="country",
        ),
        pytest.param(
            "President Omar Diaz of Chile met Prime Minister Ana Ruiz. The French president said it was good.",
            ["The French president"],
            id="country after the name",
        ),
        pytest.param(
            "President Omar Diaz spoke with Marc Moreau. The French president said the talks were good.",
            ["Marc Moreau"],
            id="country of somebody named just before",
        ),
        pytest.param(
            "Former President Carlos Menda said it was stolen. President Rita Solis said it was fair. "
            "The president said he was bitter. The former president said he was not.",
            ["Carlos Menda", "Rita Solis", "Rita Solis", "Carlos Menda"],
            id="former",
        ),
        pytest.param(
            "Prime Minister Keir Dolan met Health Minister Ada Roy. The minister said the ward was full. "
            "The prime minister said it was not. The premier said so twice.",
            ["Ada Roy", "Keir Dolan", "Keir Dolan"],
            id="titles of two words",
        ),
        pytest.param(
            "U.S. Secretary of State Dana Fox left. The secretary of state said the talks were over.",
            ["Dana Fox"],
            id="title with a preposition",
        ),
        pytest.param(
            "Erik Lund, CEO of Alder Foods, met Sara Vik, CEO of Birch Foods. The Alder chief said the deal was dead. "
            "The Birch CEO said it was not.",
            ["Erik Lund", "Sara Vik"],
            id="body",
        ),
        pytest.param(
            "The union’s president, Carla Ruiz, left. The company’s president, Tom Hale, stayed. "
            "The union president said the offer was an insult. The company president said it was fair.",
            ["Carla Ruiz", "Tom Hale"],
            id="body without a name",
        ),
        pytest.param(
            "Omar Diaz, the mayor of Porto Azul, resigned. The mayor said he was tired. "
            "The deputy mayor said the city was ready.",
            ["Omar Diaz", "The deputy mayor"],
            id="deputy",
        ),
        pytest.param(
            "Tomas Reyes, a lawyer for the union, spoke first. The attorney said the case was closed. "
            "The senator said it was not.",
            ["Tomas Reyes", "The senator"],
            id="another occupation",
        ),
        pytest.param(
            "Senator Kay Dunn met Governor Pat Hale. The lawmaker said the bill was ready.", ["Kay Dunn"], id="covering"
        ),
        pytest.param(
            "The suspect, Lee Marsh, was arrested. The victim said he ran. The suspect said he did not.",
            ["The victim", "Lee Marsh"],
            id="apposition before the name",
        ),
        pytest.param(
            "Kofi Mensah, a fisherman, lost his boat. A neighbor helped him. “He is good,” the neighbor said. "
            "“I had nothing,” the fisherman said.",
            ["the neighbor", "Kofi Mensah"],
            id="two of the public",
        ),
        pytest.param(
            "“I never said that,” Berg told the court. “He did,” the judge said. Judge Ruth Amsel then adjourned.",
            ["Berg", "Ruth Amsel"],
            id="named later",
        ),
        pytest.param(
            "Republican candidate Ted Lowe met Democratic candidate Ann Poe. The GOP candidate said it was late. "
            "The Democrat said it was early.",
            ["Ted Lowe", "Ann Poe"],
            id="party",
        ),
        pytest.param("Emma Poe, 29, a nurse, was late. “It never ends,” the 29-year-old said.", ["Emma Poe"], id="age"),
        pytest.param(
            "Sen. Luis Barrios (D-N.M.) met Rep. Ann Cole (R-Ohio). The Democrat said it was late. "
            "The Republican said it was early.",
            ["Luis Barrios", "Ann Cole"],
            id="party code",
        ),
        pytest.param(
            "Iran’s foreign minister, Reza Karimi, met Sen. Dana Fox. The Omani foreign minister said the tea was good. "
            "The Iranian minister said it was not.",
            ["The Omani foreign minister", "Reza Karimi"],
            id="owner before the name",
        ),
        pytest.param(
            "LDP Secretary-General Taro Mabe left. The secretary-general said it was late.",
            ["Taro Mabe"],
            id="title with a hyphen",
        ),
        pytest.param(
            "“It is late,” said the harbor master, Peter Berg. “It is,” Berg said.",
            ["Peter Berg", "Peter Berg"],
            id="definite unlisted noun before a name",
        ),
        pytest.param(
            "Aya Kuroda said the ship was safe. Her predecessor, Ken Mori, said it was not. “It sank,” he said.",
            ["Aya Kuroda", "Ken Mori", "Ken Mori"],
            id="unlisted noun before a name",
        ),
    ],
)
def test_descriptions(nlp: Language, text: str, expected: list[str]) -> None:
    assert speakers(nlp, text) == expected


def test_names_with_either_apostrophe(nlp: Language) -> None:
    text = "Dina D’Orsi was late. “Sorry,” D'Orsi said."
    assert speakers(nlp, text) == ["Dina D’Orsi"]


@pytest.mark.parametrize("place", ["Allentown, Pa.", "Portland, Ore."])
def test_an_abbreviated_place_is_no_name(nlp: Language, place: str) -> None:
    text = f"Ida Holm, 61, a retired clerk in {place}, said in an interview. But, she added, “I think so.”"
    assert "Ida Holm" in speakers(nlp, text)


def test_a_representative_may_be_a_woman(nlp: Language) -> None:
    text = "Rep. Tavi Lowe met Peter Holm. “It was long,” she said. “It was,” he said."
    assert speakers(nlp, text) == ["Tavi Lowe", "Peter Holm"]


# -- pronouns


def test_a_pronoun_takes_neither_a_company_nor_the_other_gender(nlp: Language) -> None:
    text = "Alder Foods named Ida Holm as its chief. “It was late,” he said."
    assert speakers(nlp, text)[0] not in ("Ida Holm", "Alder Foods")


def test_her_mother_may_be_she(nlp: Language) -> None:
    text = "Maria Gomez was shot on Monday. Her mother said the street was dark. “We miss her,” she said."
    assert speakers(nlp, text) == ["Her mother", "Her mother"]


def test_a_pronoun_in_a_quotation_takes_what_the_quotation_describes(nlp: Language) -> None:
    text = "“My grandmother sold fish, and she used to say, ‘That one is doing sums,’” Ida Holm said."
    doc = nlp(text)
    assert speakers(nlp, text) == ["Ida Holm", "My grandmother"]
    kin = doc._.sources[0]
    assert (kin.naming, kin.is_anonymous_source) == ("office", False)


def test_a_speaker_of_pronouns_shows_the_description_before_them(nlp: Language) -> None:
    text = "The line was long. A nurse stood at the gate. “I have waited since dawn,” he said."
    (source,) = nlp(text)._.sources
    assert [mention.text for mention in source.mentions] == ["A nurse", "he"]


def test_the_author_is_nobody_else(nlp: Language) -> None:
    text = "I met Peter Berg at noon. “I have no idea,” I said. “Neither do I,” he said."
    first, second = grouped(nlp, text)
    assert first != second
    assert speakers(nlp, text)[1] == "Peter Berg"


# -- paragraphs that are quotation only


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        pytest.param(
            ["“The pier is safe,” Ida Holm said.", "“It has been safe for years.”"],
            ["Ida Holm"],
            id="one quote that goes on",
        ),
        pytest.param(
            [
                "“Are we going?” asked Ida Holm.",
                "“Not yet,” said Peter Berg.",
                "“When, then?”",
                "“When the boat comes.”",
                "“It never comes,” Holm said.",
            ],
            ["Ida Holm", "Peter Berg", "Ida Holm", "Peter Berg", "Ida Holm"],
            id="turns",
        ),
        pytest.param(
            ["“We won,” said Ida Holm.", "“We lost,” said Peter Berg.", "“It was a long night.”"],
            ["Ida Holm", "Peter Berg"],
            id="no dialogue: one quote that goes on",
        ),
        pytest.param(
            ["Ida Holm said: “We won.”", "“It was a long night.”"],
            ["Ida Holm", "Ida Holm"],
            id="goes on",
        ),
        pytest.param(
            ["“Are we going?” Ida Holm asked Peter Berg.", "“Not yet.”"], ["Ida Holm", "Peter Berg"], id="addressee"
        ),
        pytest.param(["“Are we going?” Ida Holm asked.", "“Not yet.”"], ["Ida Holm", None], id="nobody told"),
        pytest.param(
            ["“It is late,” Peter Berg said.", "Maria Quispe had lost her house.", "“I had nothing left.”"],
            ["Peter Berg", "Maria Quispe"],
            id="a new subject between",
        ),
        pytest.param(
            ["“We lost everything.”", "“It was a long night,” said Maria Quispe."],
            ["Maria Quispe", "Maria Quispe"],
            id="told by the next",
        ),
        pytest.param(
            [
                "“It is late,” Peter Berg said.",
                "The ferry left at noon.",
                "It was full.",
                "It rained.",
                "“I had nothing left.”",
            ],
            ["Peter Berg", None],
            id="too far",
        ),
    ],
)
def test_paragraphs_of_quotation_only(nlp: Language, paragraphs: list[str], expected: list[str | None]) -> None:
    assert speakers(nlp, "\n\n".join(paragraphs)) == expected


def test_stance_and_copies_know_the_turns(nlp: Language) -> None:
    doc = nlp("“Are we going?” asked Ida Holm.\n\n“Not yet,” said Peter Berg.\n\n“When, then?”")
    (again,) = DocBin().from_bytes(DocBin(docs=[doc]).to_bytes()).get_docs(nlp.vocab)
    assert quotenlp.get_extraction(again) == doc._.quotenlp
    assert doc._.quotes[2].speaker_id == doc._.quotes[0].speaker_id


# -- transcripts


def test_transcript_labels_are_people(nlp: Language) -> None:
    text = (
        "Lena Holm hosts the show. Her guest is the mayor, Ed Lunt.\n\n"
        "HOLM: Thank you for coming tonight.\n\nLUNT (laughing): I am glad to be here.\n\n"
        "MODERATOR: Let us begin with the dam.\n\nOKAFOR: We have a lot to discuss.\n\nHOLM: We certainly do."
    )
    assert speakers(nlp, text) == ["Lena Holm", "Ed Lunt", "MODERATOR", "OKAFOR", "Lena Holm"]
    sources = {source.mentions[0].text: source for source in nlp(text)._.sources}
    assert sources["OKAFOR"].entity == "person"
    assert (sources["MODERATOR"].naming, sources["MODERATOR"].role) == ("unnamed", "journalist")


# -- evidence of other components


def with_clusters(nlp: Language, text: str, *clusters: list[tuple[str, int]]) -> Extraction:
    """Run the pipeline on a Doc with coreference clusters; a span is given by its words and which occurrence it is."""
    doc = nlp.make_doc(text)
    for number, cluster in enumerate(clusters, 1):
        places = [[*re.finditer(rf"\b{words}\b", text)][occurrence - 1] for words, occurrence in cluster]
        spans = [doc.char_span(*place.span()) for place in places]
        doc.spans[f"coref_clusters_{number}"] = spans
    for _, pipe in nlp.pipeline:
        doc = pipe(doc)
    extraction: Extraction = doc._.quotenlp
    return extraction


def test_coreference_decides_between_two_people(nlp: Language) -> None:
    text = "Peter Berg met Olaf Lund at the pier. “It is late,” he said."
    for name in ("Peter Berg", "Olaf Lund"):
        extraction = with_clusters(nlp, text, [(name, 1), ("he", 1)])
        assert label(extraction, extraction.quotes[0]) == name


def test_coreference_links_descriptions_and_surnames(nlp: Language) -> None:
    text = "Peter Berg met Anna Berg, a diver. The newcomer said the pier was safe. “It is,” Berg said."
    extraction = with_clusters(nlp, text, [("Peter Berg", 1), ("The newcomer", 1), ("Berg", 3)])
    assert [label(extraction, quote) for quote in extraction.quotes] == ["Peter Berg", "Peter Berg"]


def test_coreference_of_what_is_only_described(nlp: Language) -> None:
    text = "The pier was closed by a diver from Bergen after a welder fell. “It is late,” he said."
    extraction = with_clusters(nlp, text, [("a diver from Bergen", 1), ("he", 1)])
    assert label(extraction, extraction.quotes[0]) == "a diver from Bergen"


@pytest.mark.parametrize(
    ("text", "cluster"),
    [
        ("Ida Holm met Olaf Lund. “It is late,” he said.", [("Ida Holm", 1), ("he", 1)]),
        ("Ida Holm’s brother met Olaf Lund. “It is late,” he said.", [("Ida Holm’s brother", 1), ("he", 1)]),
        ("Alder Foods hired Olaf Lund. “It is late,” he said.", [("Alder Foods", 1), ("he", 1)]),
    ],
)
def test_coreference_does_not_override_what_contradicts_it(
    nlp: Language, text: str, cluster: list[tuple[str, int]]
) -> None:
    extraction = with_clusters(nlp, text, cluster)
    assert label(extraction, extraction.quotes[0]) not in ("Ida Holm", "Alder Foods")


def test_the_prefix_of_the_clusters_is_a_setting() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("quote_detector")
    nlp.add_pipe("source_classifier", config={"coref_prefix": "same_"})
    text = "Peter Berg met Olaf Lund. “It is late,” he said."
    doc = nlp.make_doc(text)
    he = next(token.i for token in doc if token.text == "he")
    doc.spans["same_1"] = [doc[0:2], doc[he : he + 1]]
    for _, pipe in nlp.pipeline:
        doc = pipe(doc)
    assert doc._.sources[0].name == "Peter Berg"


def test_a_name_of_one_word_from_the_entities(nlp: Language) -> None:
    text = "Quillan waited at the gate. Nobody came. “It is late,” she said."

    def run(*labels: str) -> str | None:
        doc = nlp.make_doc(text)
        doc.ents = [Span(doc, 0, 1, label=label) for label in labels]
        for _, pipe in nlp.pipeline:
            doc = pipe(doc)
        return label(doc._.quotenlp, doc._.quotes[0])

    assert run("PERSON") == "Quillan"
    assert run("GPE") != "Quillan"


@pytest.mark.parametrize(
    ("text", "mistake", "expected"),
    [
        ("Emma Stone, 29, a nurse, was late. “It never ends,” the nurse said.", "ORG", "Emma Stone"),
        ("Emma Stone was late. “It never ends,” she said.", "GPE", "Emma Stone"),
        ("Alder Foods was late. “It never ends,” he said.", "PERSON", "he"),
    ],
)
def test_the_words_may_speak_against_an_entity(nlp: Language, text: str, mistake: str, expected: str) -> None:
    doc = nlp.make_doc(text)
    doc.ents = [Span(doc, 0, 2, label=mistake)]
    for _, pipe in nlp.pipeline:
        doc = pipe(doc)
    assert label(doc._.quotenlp, doc._.quotes[0]) == expected


def test_a_company_from_the_entities(nlp: Language) -> None:
    text = "Quillan Marrow will close a depot in Hull. “We had no choice,” the company said."

    def run(*labels: str) -> str | None:
        doc = nlp.make_doc(text)
        doc.ents = [Span(doc, 0, 2, label=label) for label in labels]
        for _, pipe in nlp.pipeline:
            doc = pipe(doc)
        return doc._.sources[0].mentions[0].text

    assert run("ORG") == "Quillan Marrow"
    assert run() == run("PERSON") == "the company"


def test_long_dialogues_and_many_clusters_stay_linear(nlp: Language) -> None:
    turn = "“Are we going?” asked Ida Holm.\n\n“Not yet,” said the French minister, Peter Berg.\n\n“When, then?”\n\n"
    detector, classifier = nlp.get_pipe("quote_detector"), nlp.get_pipe("source_classifier")

    def classify(copies: int) -> Callable[[], object]:
        doc: Doc = detector(nlp.make_doc(turn * copies))
        for number in range(copies):
            at = number * len(doc) // copies
            doc.spans[f"coref_clusters_{number}"] = [doc[at : at + 2], doc[at + 3 : at + 5]]
        return lambda: classifier(doc)

    assert_linear(classify, 60, 600)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("A WHO official said that it was over.", "A WHO official"),
        ("“It is over,” said a WHO official.", "a WHO official"),
        ("The WHO said that it was over.", "The WHO"),
        ("OFFICIALS WHO ASKED NOT TO BE NAMED SAID THAT IT WAS OVER.", "OFFICIALS"),
    ],
)
def test_an_acronym_is_no_pronoun(nlp: Language, text: str, source: str) -> None:
    doc = nlp(text)
    assert [quote.source.text for quote in doc._.quotes] == [source]
    assert [found.text for found in doc._.sources] == [source]


@pytest.mark.parametrize(
    ("clause", "reason"),
    [
        ("", None),
        (" because no decision has been made", "ongoing_process"),
        (" because she has not been cleared to speak", "not_authorized"),
    ],
)
def test_a_relative_clause_behind_the_source_of_a_clause(nlp: Language, clause: str, reason: str | None) -> None:
    extraction = quotenlp.get_extraction(
        nlp(f"The port will close, said an official who asked not to be named{clause}.")
    )
    (quote,) = extraction.quotes
    assert (quote.text, quote.cue.text, quote.source.text) == ("The port will close", "said", "an official")
    (source,) = extraction.sources
    assert source.is_anonymous_source
    assert list(source.grant.reasons) == ([reason] if reason else [])


@pytest.mark.parametrize(
    ("text", "content", "source"),
    [
        ("The chief will leave, an aide told the agency.", "The chief will leave", "an aide"),
        ("The chief, who asked not to be quoted, said the raid had failed.", "the raid had failed", "The chief"),
        ("An aide, who gave no name, said the raid had failed.", "the raid had failed", "An aide"),
        ("Police held three men, said an aide because the law allows it.", "Police held three men", "an aide"),
    ],
)
def test_a_source_with_more_around_it(nlp: Language, text: str, content: str, source: str) -> None:
    quote = nlp(text)._.quotes[-1]
    assert (quote.text, quote.source.text) == (content, source)
