"""Who the sources are: profiles, anonymity, grants, and the mentions of one speaker."""

import json
import pickle
from collections.abc import Callable

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

import quotenlp
from conftest import assert_linear
from quotenlp.document import QUOTE_SOURCES, SOURCES, get_extraction, read_layer
from quotenlp.records import Source

KEY = "speakers"


@pytest.fixture(scope="module")
def nlp() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("source_classifier", config={"spans_key": KEY})
    return nlp


def classify(nlp: Language, text: str, phrases: list[str]) -> list[Source]:
    """The source of each phrase; phrases are looked up in text order, one after another."""
    doc = nlp.make_doc(text)
    offsets, at = [], 0
    for phrase in phrases:
        at = text.index(phrase, at)
        offsets.append([at, at + len(phrase)])
        at += len(phrase)
    doc.spans[KEY] = SpanGroup(doc, name=KEY, attrs={"quotenlp": {"offsets": offsets}})
    nlp.get_pipe("source_classifier")(doc)
    by_mention = {(m.start, m.end): source for source in doc._.sources for m in source.mentions}
    return [by_mention[start, end] for start, end in offsets]


def one(nlp: Language, phrase: str, after: str = " said the plan was dead.", before: str = "") -> Source:
    return classify(nlp, before + phrase + after, [phrase])[0]


CASES = [
    # phrase, expected fields
    ("A Norwegian government source", "person unnamed partial anonymous unspecified government NO one"),
    (
        "A senior Transport Ministry official",
        "person unnamed partial anonymous official government senior one",
    ),
    ("A senior government official", "person unnamed partial anonymous official government senior one"),
    ("A source close to Marlow", "person unnamed partial anonymous unspecified unknown one"),
    ("Sources close to the talks", "group unnamed full anonymous unspecified unknown familiar several"),
    ("Two people familiar with the merger", "group unnamed full anonymous unspecified familiar several 2"),
    ("People familiar with the bank's plans", "group unnamed full anonymous familiar several"),
    ("A spokesman for the port authority", "person unnamed partial open spokesperson"),
    ("An Interior Ministry spokeswoman", "person unnamed partial open spokesperson government"),
    ("Attorneys for the shipyard", "group unnamed partial open lawyer several"),
    ("The White House", "organization named identified open government"),
    ("White House officials", "group unnamed partial anonymous official government several"),
    ("Pentagon officials", "group unnamed partial anonymous official military several"),
    ("The campaign", "organization identified open party"),
    ("Police", "organization identified open law_enforcement"),
    ("A police source", "person unnamed partial anonymous unspecified law_enforcement"),
    ("Prosecutors", "group unnamed partial anonymous official law_enforcement several"),
    ("Critics", "group unnamed diffuse open critic generic"),
    ("Two critics of the toll", "group unnamed partial anonymous critic several 2"),
    ("Many experts", "group unnamed diffuse open expert generic"),
    ("An analyst at a major bank", "person unnamed partial anonymous expert business one"),
    ("Republicans", "group unnamed diffuse open politician party generic"),
    ("One Democrat", "person unnamed partial anonymous politician party one 1"),
    ("Some lawmakers", "group unnamed diffuse open politician legislature generic"),
    ("Three lawmakers", "group unnamed partial anonymous politician legislature several 3"),
    ("Residents", "group unnamed diffuse open citizen public generic"),
    ("A 52-year-old baker", "person unnamed partial open citizen public one"),
    ("Witnesses", "group unnamed partial open witness public several"),
    ("A former Cabinet minister", "person unnamed partial anonymous politician government former"),
    ("Current and former officials", "group unnamed partial anonymous official government mixed several"),
    ("A Western diplomat", "person unnamed partial anonymous official government one"),
    ("A veteran lawmaker", "person unnamed partial anonymous politician legislature unspecified"),
    ("An LDP executive", "person unnamed partial anonymous politician party senior"),
    ("A Finance Ministry executive", "person unnamed partial anonymous official government senior"),
    ("A person concerned", "person unnamed full anonymous unspecified unknown"),
    ("Party insiders", "group unnamed partial anonymous unspecified party several"),
    ("The report", "document identified open"),
    ("Six percent of voters", "poll identified open"),
    ("A new Gallup poll", "poll identified open"),
    ("A rival company", "organization unnamed partial open"),
    ("The French president", "person office identified open politician government FR leader"),
    ("Governor Lena Brandt", "person named identified open politician government leader one"),
    ("Tomas Reyes, a lawyer for the union", "person named identified open lawyer"),
    ("The mayor's spokesman, Piet Okafor,", "person named identified open spokesperson"),
    ("FBI Director Carla Voss", "person named identified open official law_enforcement leader"),
    ("Hannah Oduya, 61, a retired nurse", "person named identified open citizen public former"),
    ("Rubens, Okafor and Lindqvist", "group named identified open several"),
]


@pytest.mark.parametrize(("phrase", "expected"), CASES, ids=[phrase for phrase, _ in CASES])
def test_reads_the_phrase(nlp: Language, phrase: str, expected: str) -> None:
    source = one(nlp, phrase)
    dumped = source.model_dump(mode="json")
    values = {str(value) for key, value in dumped.items() if not isinstance(value, (list, dict))}
    values.add("anonymous" if source.is_anonymous_source else "open")
    assert set(expected.split()) <= values, dumped


@pytest.mark.parametrize(
    ("phrase", "affiliation"),
    [
        ("A senior Transport Ministry official", ("Transport Ministry", "belongs")),
        ("A source close to Marlow", ("Marlow", "near")),
        ("A spokesman for Governor Brandt", ("Governor Brandt", "serves")),
        ("Critics of Marlow", ("Marlow", "against")),
        ("Marlow's lawyer", ("Marlow", "serves")),
        ("A Democratic strategist", ("Democratic", "belongs")),
        ("Economists at Tidewater University", ("Tidewater University", "belongs")),
        ("a transport ministry official", ("transport ministry", "belongs")),
    ],
)
def test_ties_are_kept_as_written(nlp: Language, phrase: str, affiliation: tuple[str, str]) -> None:
    ties = [(tie.text, tie.relation.value) for tie in one(nlp, phrase).affiliations]
    assert affiliation in ties


def test_a_topic_is_no_tie(nlp: Language) -> None:
    source = one(nlp, "A person familiar with the board's thinking")
    assert source.affiliations == ()
    assert source.topic == "the board's thinking"
    assert source.disclosure.basis
    assert not source.disclosure.first_hand


def test_negated_knowledge_is_unstated(nlp: Language) -> None:
    assert one(nlp, "An officer with no direct knowledge of the case").knowledge == "unstated"


def test_knowledge_from_the_relative_clause_after_the_mention(nlp: Language) -> None:
    assert one(nlp, "Two aides", ", who attended the dinner, said nothing was settled.").knowledge == "present"


# -- grants


@pytest.mark.parametrize(
    ("after", "reasons"),
    [
        (", who asked not to be named, said it was over.", []),
        (" said on condition of anonymity because the talks are private.", ["private_deliberations"]),
        (", who was not authorized to speak to the press, said no.", ["not_authorized"]),
        (
            ", speaking on condition of anonymity for fear of losing his job, said so.",
            ["fear_of_consequences"],
        ),
        (" spoke on background, citing the sensitivity of the visit.", ["sensitivity"]),
        (" requested anonymity to speak candidly about the race.", ["candor"]),
        (" declined to be identified, citing a non-disclosure agreement.", ["legal_or_contract"]),
    ],
)
def test_grants_and_their_reasons(nlp: Language, after: str, reasons: list[str]) -> None:
    grant = one(nlp, "An aide to the mayor", after).grant
    assert grant is not None
    assert [reason.value for reason in grant.reasons] == reasons
    assert grant.text in f"An aide to the mayor{after}"


def test_a_grant_makes_a_spokesman_anonymous(nlp: Language) -> None:
    source = one(nlp, "A spokesman for the port", ", who asked not to be named, said it would close.")
    assert source.is_anonymous_source


def test_agreeing_to_be_named_is_no_grant(nlp: Language) -> None:
    assert one(nlp, "A clerk", " who agreed to be identified said the drawer was empty.").grant is None


def test_grant_in_the_next_sentence(nlp: Language) -> None:
    text = (
        "Two officials said the bridge would close. The officials spoke on condition of anonymity "
        "because they were not authorized to discuss it. Mayor Ida Holm said it would not."
    )
    officials, mayor = classify(nlp, text, ["Two officials", "Mayor Ida Holm"])
    assert officials.grant is not None
    assert [reason.value for reason in officials.grant.reasons] == ["not_authorized"]
    assert officials.disclosure.reason
    assert mayor.grant is None


def test_blanket_grant_covers_the_unnamed(nlp: Language) -> None:
    text = (
        "A clerk said the mill was closing. Mayor Ida Holm said it was not. "
        "All of those interviewed for this article asked for anonymity."
    )
    clerk, mayor = classify(nlp, text, ["A clerk", "Mayor Ida Holm"])
    assert clerk.grant is not None
    assert clerk.grant.scope == "blanket"
    assert mayor.grant is None


def test_blanket_grant_is_marked(nlp: Language) -> None:
    text = "One guest, who like others spoke on condition of anonymity, said the soup was cold."
    grant = classify(nlp, text, ["One guest"])[0].grant
    assert grant is not None
    assert grant.scope == "blanket"


def test_first_name_only(nlp: Language) -> None:
    text = "A neighbor who gave only his first name, Ken, had a theory. “He will be back,” Ken said."
    (_, source) = classify(nlp, text, ["Ken", "Ken"])
    assert (source.naming, source.anonymity, source.role) == ("partial", "partial", "citizen")
    assert source.is_anonymous_source


def test_pseudonym(nlp: Language) -> None:
    text = "Greta, which is not her real name, said the night shift was worse."
    source = classify(nlp, text, ["Greta"])[0]
    assert source.naming == "pseudonym"
    assert source.grant is not None


def test_public_channel_is_an_institutional_voice(nlp: Language) -> None:
    assert not one(nlp, "Prosecutors", " said in a court filing that he paid in cash.").is_anonymous_source
    assert one(nlp, "Prosecutors", " said over lunch that he paid in cash.").is_anonymous_source


# -- chains


def names(sources: list[Source]) -> list[str | None]:
    return [source.name for source in sources]


def test_full_name_surname_pronoun_and_office(nlp: Language) -> None:
    text = (
        "Premier Koji Arata flew to Oslo on Monday. He said the visit was routine. Arata later told "
        "reporters that fish was discussed. “It went well,” the premier added."
    )
    sources = classify(nlp, text, ["He", "Arata", "the premier"])
    assert len({source.id for source in sources}) == 1
    assert sources[0].name == "Koji Arata"
    assert sources[0].role == "politician"
    assert [mention.text for mention in sources[0].mentions] == ["He", "Arata", "the premier"]


def test_names_in_the_narration_resolve_without_being_mentions(nlp: Language) -> None:
    text = "Finance Minister Lena Brandt met President Omar Diaz. She said the loan was safe. He said it was not."
    sources = classify(nlp, text, ["She", "He"])
    assert names(sources) == ["Lena Brandt", "Omar Diaz"]


def test_honorifics_tell_two_people_apart(nlp: Language) -> None:
    text = (
        "Peter Holm and Ida Holm run the mill. “We grind at dawn,” Mrs. Holm said. Mr. Holm said the stones were old."
    )
    assert names(classify(nlp, text, ["Mrs. Holm", "Mr. Holm"])) == ["Ida Holm", "Peter Holm"]


def test_relative_pronoun_takes_the_noun_before_it(nlp: Language) -> None:
    text = "The dam was checked by an engineer from Bergen, who said the crack was old."
    (source,) = classify(nlp, text, ["who"])
    assert (source.entity, source.role) == ("person", "staff")
    text = "He praised Maya Lund, who said thanks."
    assert names(classify(nlp, text, ["who"])) == ["Maya Lund"]


def test_the_official_is_the_senior_official(nlp: Language) -> None:
    text = (
        "A senior Transport Ministry official said the toll would stay. Another official said it would not. "
        "The senior official also said the ferry was late."
    )
    first, another, again = classify(
        nlp, text, ["A senior Transport Ministry official", "Another official", "The senior official"]
    )
    assert first.id == again.id != another.id
    assert another.is_anonymous_source
    assert another.seniority == "unspecified"


def test_another_does_not_take_over_the_grant(nlp: Language) -> None:
    text = "An official, who asked not to be named, said yes. Another official said no."
    first, another = classify(nlp, text, ["An official", "Another official"])
    assert first.grant is not None
    assert another.grant is None


def test_member_of_a_group_is_a_speaker_of_its_own(nlp: Language) -> None:
    text = (
        "Two people familiar with the deal said it was close. The people asked for anonymity. "
        "One of the people said a signature was near."
    )
    group, member = classify(nlp, text, ["Two people familiar with the deal", "One of the people"])
    assert group.id != member.id
    assert (member.entity, member.plurality, member.count, member.knowledge) == (
        "person",
        "one",
        1,
        "familiar",
    )
    assert member.grant is not None


def test_companies_are_taken_up_by_descriptions(nlp: Language) -> None:
    text = "Alder Foods said it would sell the plant. The company said no jobs would go. Alder said so twice."
    sources = classify(nlp, text, ["Alder Foods", "The company", "Alder"])
    assert len({source.id for source in sources}) == 1
    assert sources[0].sector == "business"


def test_pronoun_does_not_cross_number_or_gender(nlp: Language) -> None:
    text = "Mayor Ida Holm left. Two officials stayed. They said the vote was close. She said it was not."
    officials, they, she = classify(nlp, text, ["Two officials", "They", "She"])
    assert officials.id == they.id
    assert she.name == "Ida Holm"


def test_she_is_not_her_own_opponent(nlp: Language) -> None:
    text = "Mayor Ida Holm spoke first. Her opponent said the mayor was late. She said the clock was fast."
    opponent, she = classify(nlp, text, ["Her opponent", "She"])
    assert she.name == "Ida Holm"
    assert opponent.id != she.id


def test_names_inside_quotations_are_not_antecedents(nlp: Language) -> None:
    text = "Omar Diaz was asked about the flood. “Peter Holm did nothing about it,” he said."
    assert names(classify(nlp, text, ["he"])) == ["Omar Diaz"]


def test_an_unresolved_pronoun_is_unknown(nlp: Language) -> None:
    (source,) = classify(nlp, "It was late. She said nothing.", ["She"])
    assert (source.entity, source.anonymity, source.is_anonymous_source) == ("unknown", None, False)


def test_ids_follow_first_mentions(nlp: Language) -> None:
    text = "A clerk said one. A judge said two. A nurse said three."
    assert [s.id for s in classify(nlp, text, ["A clerk", "A judge", "A nurse"])] == ["s1", "s2", "s3"]


# -- the component


def test_user_filled_span_group_and_exact_offsets(nlp: Language) -> None:
    doc = nlp.make_doc("A harbor official told us so.")
    doc.spans[KEY] = [doc[0:3]]
    doc = nlp.get_pipe("source_classifier")(doc)
    (source,) = doc._.sources
    assert [(m.start, m.end, m.text) for m in source.mentions] == [(0, 17, "A harbor official")]
    assert [span.text for span in doc.spans[SOURCES]] == ["A harbor official"]
    assert get_extraction(doc).sources == doc._.sources


def test_default_group_is_what_the_quote_detector_leaves() -> None:
    nlp = spacy.blank("en")
    pipe = nlp.add_pipe("source_classifier")
    doc = nlp.make_doc("A judge said no.")
    doc.spans[QUOTE_SOURCES] = [doc[0:2]]
    assert [source.role for source in pipe(doc)._.sources] == ["official"]


def test_classifying_twice_equals_once(nlp: Language) -> None:
    doc = nlp.make_doc("Mayor Ida Holm left. She said the vote was close.")
    doc.spans[KEY] = [doc[5:6]]
    pipe = nlp.get_pipe("source_classifier")
    first = json.dumps(read_layer(pipe(doc), SOURCES))
    assert json.dumps(read_layer(pipe(doc), SOURCES)) == first


def test_entities_are_evidence_when_a_pipeline_has_them(nlp: Language) -> None:
    text = "Quill Marrow said the fleet was ready."
    doc = nlp.make_doc(text)
    doc.ents = [Span(doc, 0, 2, label="ORG")]
    doc.spans[KEY] = [doc[0:2]]
    assert nlp.get_pipe("source_classifier")(doc)._.sources[0].entity == "organization"
    doc.ents = [Span(doc, 0, 2, label="PERSON")]
    assert nlp.get_pipe("source_classifier")(doc)._.sources[0].name == "Quill Marrow"


def test_empty_documents_and_groups(nlp: Language) -> None:
    for text in ("", " ", "No one spoke."):
        doc = nlp(text)
        assert doc._.sources == ()
        assert read_layer(doc, SOURCES) == {"sources": []}


@pytest.mark.parametrize(
    "text",
    [
        "…",
        "\n\n",
        "“”",
        "said",
        "'s",
        "’",
        "A",
        "of of of",
        "the the",
        "one of",
        "U.S.",
        "Mr.",
        "Mr. Mr.",
        "100%",
        "、。「首相」",
        "🙂 said",
        "who",
        "both",
        "and",
        "\ud800",
        "A (B",
        "Jr.",
        "his",
        "3,000,000",
        "—",
    ],
)
def test_odd_spans_never_raise(nlp: Language, text: str) -> None:
    doc = Doc(nlp.vocab, words=[text], spaces=[False]) if "\ud800" not in text else nlp.make_doc("x")
    doc.spans[KEY] = [doc[:]]
    sources = nlp.get_pipe("source_classifier")(doc)._.sources
    assert len(sources) == 1
    assert sources[0].mentions[0].text == doc.text


def test_every_window_of_a_text_can_be_a_mention(nlp: Language) -> None:
    doc = nlp.make_doc(
        "According to a (senior) U.S. official, who asked not to be named, “Mr. Holm’s aides” said 40% left."
    )
    doc.spans[KEY] = [doc[start:end] for start in range(len(doc)) for end in range(start + 1, len(doc) + 1)]
    sources = nlp.get_pipe("source_classifier")(doc)._.sources
    assert sum(len(source.mentions) for source in sources) == len(doc) * (len(doc) + 1) // 2


def test_pipeline_survives_pickling_and_bytes(nlp: Language) -> None:
    again = pickle.loads(pickle.dumps(nlp.get_pipe("source_classifier")._classifier))
    assert again.classify("A judge said no.", [(0, 7)])["sources"][0]["role"] == "official"
    copy = spacy.blank("en")
    copy.add_pipe("source_classifier", config={"spans_key": KEY})
    copy.from_bytes(nlp.to_bytes())
    assert one(copy, "A judge").role == "official"


def test_lexicon_can_be_extended() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe(
        "source_classifier",
        config={"spans_key": KEY, "lexicon_extra": {"roles": {"expert": ["hydrographer"]}}},
    )
    assert one(nlp, "A hydrographer").role == "expert"


def test_many_mentions_stay_linear(nlp: Language) -> None:
    sentence = "Mayor Ida Holm said one. An official said two. He said three. The official said four. "

    def classify(copies: int) -> Callable[[], object]:
        text = sentence * copies
        spans, at = [], 0
        for _ in range(copies):
            for phrase in ("Mayor Ida Holm", "An official", "He", "The official"):
                at = text.index(phrase, at)
                spans.append((at, at + len(phrase)))
                at += len(phrase)
        return lambda: nlp.get_pipe("source_classifier")._classifier.classify(text, spans)

    assert_linear(classify, 300, 2400)


def test_a_grant_ends_where_its_source_begins_to_speak():
    text = "An official who asked not to be named said the talks had failed because he feared war."
    (source,) = quotenlp.extract(text, nlp=quotenlp.load("rules")).sources
    assert source.grant.text == "asked not to be named"
    assert not source.grant.reasons
