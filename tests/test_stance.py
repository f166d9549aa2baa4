"""What cues do, and markers inside contents; the quotes are written by hand, so no detector is needed."""

from __future__ import annotations

import pickle

import pytest
import spacy
from spacy.tokens import Doc

from quotenlp.document import QUOTES, SOURCES, STANCE, read_layer, write_layer
from quotenlp.errors import LexiconError
from quotenlp.records import Act, Engagement, Event, MarkerKind, Polarity, SummaryLabel, Voice, WithheldKind


@pytest.fixture(scope="module")
def nlp():
    nlp = spacy.blank("en")
    nlp.add_pipe("stance_cues")
    return nlp


def place(text, part, start=0):
    """Character offsets of ``part`` in ``text``, as a list."""
    at = text.index(part, start)
    return [at, at + len(part)]


def quote(text, cue, content, *, lemma=None, head=None, source=None, kind="indirect", id="q1", nested_in=None):
    """One quote of the quotes layer; parts are given as strings of the text."""
    span = place(text, cue) if cue else None
    head_span = place(text, head or cue.split()[-1], span[0]) if cue else None
    parts = [content] if isinstance(content, str) else content
    return {
        "id": id,
        "kind": kind,
        "mode": "speech",
        "content": [place(text, part, span[1] if span and part in text[span[1] :] else 0) for part in parts],
        "cue": {"span": span, "head": head_span, "lemma": lemma or cue.lower()} if cue else None,
        "source": place(text, source) if source else None,
        "speaker": None,
        "speaker_of": None,
        "nested_in": nested_in,
        "closed": True,
        "negated": False,
        "basis": "token",
        "rule": "test",
    }


def annotate(nlp, text, *quotes, sources=()):
    doc = nlp.make_doc(text)
    layer = {"quotes": list(quotes), "mentions": []}
    write_layer(doc, QUOTES, layer)
    if sources:
        layer = {
            "sources": [
                {
                    "id": f"s{n}",
                    "name": None,
                    "mentions": [place(text, mention) for mention in mentions],
                    "entity": "person",
                    "naming": "named",
                    "anonymity": "identified",
                    "is_anonymous_source": False,
                    "affiliations": [],
                    "grant": None,
                    "evidence": {},
                }
                for n, mentions in enumerate(sources, start=1)
            ]
        }
        write_layer(doc, SOURCES, layer)
    return nlp.get_pipe("stance_cues")(doc)


def cue_of(nlp, text, cue, content, **fields):
    """The CueStance of a single quote."""
    return annotate(nlp, text, quote(text, cue, content, **fields))._.quotes[0].cue.stance


def markers_of(nlp, content, kind="indirect"):
    """The markers inside one content."""
    text = f"Ito said {content}." if kind == "indirect" else f"“{content},” Ito said."
    inside = content if kind == "indirect" else f"“{content},”"
    return annotate(nlp, text, quote(text, "said", inside, lemma="say", kind=kind))._.stance_cues


def summary_of(markers):
    return [(marker.text, marker.kind.value, marker.value) for marker in markers]


# --- engagement ---


@pytest.mark.parametrize(
    ("cue", "lemma", "engagement", "strength"),
    [
        ("said", "say", Engagement.ACKNOWLEDGE, 0),
        ("stated", "state", Engagement.ACKNOWLEDGE, 0),
        ("insisted", "insist", Engagement.ACKNOWLEDGE, 0),
        ("maintained", "maintain", Engagement.ACKNOWLEDGE, 0),
        ("boasted", "boast", Engagement.ACKNOWLEDGE, 0),
        ("warned", "warn", Engagement.ACKNOWLEDGE, 0),
        ("explained", "explain", Engagement.ENDORSE, 1),
        ("observed", "observe", Engagement.ENDORSE, 1),
        ("pointed out", "point out", Engagement.ENDORSE, 2),
        ("revealed", "reveal", Engagement.ENDORSE, 2),
        ("claimed", "claim", Engagement.DISTANCE, 2),
        ("alleged", "allege", Engagement.DISTANCE, 2),
    ],
)
def test_engagement_classes(nlp, cue, lemma, engagement, strength):
    text = f"The mayor {cue} that the bridge was safe."
    stance = cue_of(nlp, text, cue, "that the bridge was safe", lemma=lemma, head=cue.split()[0], source="The mayor")
    assert (stance.engagement, stance.engagement_strength) == (engagement, strength)
    assert stance.event is Event.ASSERTED


def test_adverbs_and_adjectives_change_engagement(nlp):
    text = "The clerk reportedly argued that the vote was void."
    stance = cue_of(nlp, text, "reportedly argued", "that the vote was void", lemma="argue", source="The clerk")
    assert stance.engagement is Engagement.DISTANCE
    assert stance.hearsay
    text = "He repeated the baseless assertion that the vote was void."
    stance = cue_of(nlp, text, "the baseless assertion", "that the vote was void", lemma="assertion")
    assert stance.engagement is Engagement.DISTANCE


def test_hearsay_phrase(nlp):
    text = "The firm is said to be close to ruin."
    stance = cue_of(nlp, text, "is said to", "be close to ruin", lemma="say", head="said")
    assert stance.hearsay
    assert stance.engagement is Engagement.DISTANCE


def test_claim_with_a_noun_is_not_distance(nlp):
    text = "The group claimed responsibility for the blast."
    stance = cue_of(nlp, text, "claimed", "responsibility for the blast", lemma="claim")
    assert stance.engagement is Engagement.ACKNOWLEDGE


def test_negation_takes_endorsement_away_unless_factive(nlp):
    text = "The agency did not reveal that the dam leaked."
    stance = cue_of(nlp, text, "did not reveal", "that the dam leaked", lemma="reveal", source="The agency")
    assert (stance.event, stance.engagement) == (Event.NEGATED, Engagement.ACKNOWLEDGE)
    text = "The agency did not realize that the dam leaked."
    stance = cue_of(nlp, text, "did not realize", "that the dam leaked", lemma="realize", source="The agency")
    assert (stance.event, stance.engagement, stance.commitment) == (Event.NEGATED, Engagement.ENDORSE, "+")


# --- acts and readings ---


@pytest.mark.parametrize(
    ("text", "cue", "content", "lemma", "act"),
    [
        ("Rao asked whether it was safe.", "asked", "whether it was safe", "ask", Act.QUESTION),
        ("Rao asked them to leave.", "asked", "to leave", "ask", Act.DIRECT),
        ("Rao asked both parties to leave.", "asked", "both parties to leave", "ask", Act.DIRECT),
        ("Rao urged them to leave.", "urged", "to leave", "urge", Act.DIRECT),
        ("Rao pledged to build it.", "pledged", "to build it", "pledge", Act.COMMIT),
        ("Rao warned that it may fail.", "warned", "that it may fail", "warn", Act.WARN),
        ("Rao expects it to fail.", "expects", "it to fail", "expect", Act.PREDICT),
        ("Rao admitted that it had failed.", "admitted", "that it had failed", "admit", Act.CONCEDE),
        ("Rao denied that it had failed.", "denied", "that it had failed", "deny", Act.DENY),
        ("Rao blasted the plan.", "blasted", "the plan", "blast", Act.CRITICISE),
        ("Rao backed the plan.", "backed", "the plan", "back", Act.PRAISE),
        ("The poll shows that it failed.", "shows", "that it failed", "show", Act.SHOW),
        ("Rao believes that it failed.", "believes", "that it failed", "believe", Act.THINK),
        ("Rao hopes to win.", "hopes", "to win", "hope", Act.WANT),
        ("Rao regrets that it failed.", "regrets", "that it failed", "regret", Act.FEEL),
        ("Rao agreed that it failed.", "agreed", "that it failed", "agree", Act.CONCEDE),
        ("Rao agreed to sign it.", "agreed", "to sign it", "agree", Act.COMMIT),
        ("Rao raised serious questions about the plan.", "raised", "the plan", "raise", Act.QUESTION),
    ],
)
def test_acts(nlp, text, cue, content, lemma, act):
    source = text.split(" " + cue)[0]
    assert cue_of(nlp, text, cue, content, lemma=lemma, source=source).act is act


def test_british_spelling_has_the_american_entry(nlp):
    for verb, lemma in (("criticized", "criticize"), ("criticised", "criticise")):
        text = f"The union {verb} the law."
        stance = cue_of(nlp, text, verb, "the law", lemma=lemma, source="The union")
        assert (stance.act, stance.target.text) == (Act.CRITICISE, "the law")


def test_noun_cue(nlp):
    text = "Her call for a new vote went unheard."
    stance = cue_of(nlp, text, "call for", "a new vote", lemma="call", head="call")
    assert (stance.act, stance.polarity) == (Act.DIRECT, Polarity.FAVOUR)


@pytest.mark.parametrize(
    ("text", "cue", "content", "lemma"),
    [
        ("Rao: “It failed.”", ":", "“It failed.”", ":"),
        ("“It failed.” — Rao", "—", "“It failed.”", "—"),
        ("It failed, according to Rao.", "according to", "It failed", "according to"),
        ("Rao yodelled that it failed.", "yodelled", "that it failed", "yodel"),
    ],
)
def test_plain_and_unknown_cues(nlp, text, cue, content, lemma):
    kind = "direct" if "“" in content else "indirect"
    stance = cue_of(nlp, text, cue, content, lemma=lemma, head=cue.split()[0], kind=kind, source="Rao")
    assert stance.neutral_quotative
    assert stance.event is Event.ASSERTED
    assert stance.polarity is Polarity.NONE


# --- event ---


@pytest.mark.parametrize(
    ("text", "cue", "content", "lemma", "event"),
    [
        ("Rao said it failed.", "said", "it failed", "say", Event.ASSERTED),
        ("Rao did not say it failed.", "say", "it failed", "say", Event.NEGATED),
        ("Rao didn't say it failed.", "say", "it failed", "say", Event.NEGATED),
        ("Rao didn’t ever say it failed.", "say", "it failed", "say", Event.NEGATED),
        ("Rao has never said it failed.", "said", "it failed", "say", Event.NEGATED),
        ("Rao failed to explain why it broke.", "explain", "why it broke", "explain", Event.NEGATED),
        ("Rao left without saying why it broke.", "saying", "why it broke", "say", Event.NEGATED),
        ("No minister said it failed.", "said", "it failed", "say", Event.NEGATED),
        ("Nobody said it failed.", "said", "it failed", "say", Event.NEGATED),
        ("Rao will say it failed.", "say", "it failed", "say", Event.IRREALIS),
        ("Rao may say it failed.", "say", "it failed", "say", Event.IRREALIS),
        ("Rao is expected to announce a sale.", "announce", "a sale", "announce", Event.IRREALIS),
        ("If Rao says it failed, we stop.", "says", "it failed", "say", Event.IRREALIS),
        ("Rao would like to win.", "like", "to win", "like", Event.ASSERTED),
        ("Rao not only said it failed.", "said", "it failed", "say", Event.ASSERTED),
        ("Rao declined to comment.", "declined", "to comment", "decline", Event.WITHHELD),
        ("Rao would not say if it failed.", "say", "if it failed", "say", Event.WITHHELD),
        ("Rao has refused to say if it failed.", "say", "if it failed", "say", Event.WITHHELD),
        ("Rao did not refuse to sign it.", "refuse", "to sign it", "refuse", Event.NEGATED),
        ("A man named Will said it failed.", "said", "it failed", "say", Event.ASSERTED),
    ],
)
def test_event(nlp, text, cue, content, lemma, event):
    source = next((s for s in ("A man named Will", "No minister", "Nobody", "Rao") if s in text), None)
    assert cue_of(nlp, text, cue, content, lemma=lemma, source=source).event is event


def test_event_looks_into_the_same_clause_only(nlp):
    text = "The plan will not work, Rao said."
    assert cue_of(nlp, text, "said", "The plan will not work", lemma="say", source="Rao").event is Event.ASSERTED


@pytest.mark.parametrize(
    ("text", "cue", "lemma", "content", "kind"),
    [
        ("Rao declined to comment.", "declined", "decline", "to comment", WithheldKind.DECLINED_COMMENT),
        ("Rao did not respond to calls.", "respond", "respond", "calls", WithheldKind.NO_RESPONSE),
        ("Rao did not return two calls.", "return", "return", "two calls", WithheldKind.NO_RESPONSE),
        ("Rao refused to say why.", "refused", "refuse", "to say why", WithheldKind.WITHHELD_CONTENT),
        ("Rao refused to endorse Lund.", "endorse", "endorse", "Lund", WithheldKind.WITHHELD_ACT),
        ("Rao did not mention Lund.", "mention", "mention", "Lund", WithheldKind.OMITTED_TOPIC),
        ("Rao refrained from attacking Lund.", "attacking", "attack", "Lund", WithheldKind.RESTRAINED_ACT),
        (
            "Rao remained silent on the sale.",
            "remained silent",
            "remain silent",
            "the sale",
            WithheldKind.SILENCE,
        ),
    ],
)
def test_withheld_kind(nlp, text, cue, lemma, content, kind):
    assert cue_of(nlp, text, cue, content, lemma=lemma, source="Rao").withheld_kind is kind


# --- polarity under event status ---


@pytest.mark.parametrize(
    ("text", "cue", "lemma", "content", "polarity", "force"),
    [
        ("Rao supports the ban.", "supports", "support", "the ban", Polarity.FAVOUR, 2),
        ("Rao opposes the ban.", "opposes", "oppose", "the ban", Polarity.AGAINST, 2),
        ("Rao denounced the ban.", "denounced", "denounce", "the ban", Polarity.AGAINST, 3),
        ("Rao will support the ban.", "support", "support", "the ban", Polarity.FAVOUR, 2),
        ("Rao did not praise the ban.", "praise", "praise", "the ban", Polarity.NONE, 0),
        ("Rao did not criticize the ban.", "criticize", "criticize", "the ban", Polarity.NONE, 0),
        ("Rao does not support the ban.", "support", "support", "the ban", Polarity.AGAINST, 1),
        ("Rao does not want to win.", "want", "want", "to win", Polarity.AGAINST, 0),
        ("Rao refused to endorse the ban.", "endorse", "endorse", "the ban", Polarity.AGAINST, 1),
        ("Rao refused to endorse the ban.", "refused", "refuse", "to endorse the ban", Polarity.AGAINST, 1),
        ("Rao declined to criticize the ban.", "criticize", "criticize", "the ban", Polarity.NONE, 1),
        ("Rao declined to comment.", "declined", "decline", "to comment", Polarity.NONE, 0),
        ("Rao never mentioned the ban.", "mentioned", "mention", "the ban", Polarity.NONE, 0),
        ("Rao threatened to sue.", "threatened", "threaten", "to sue", Polarity.AGAINST, 2),
        ("Rao said it failed.", "said", "say", "it failed", Polarity.NONE, 0),
    ],
)
def test_polarity(nlp, text, cue, lemma, content, polarity, force):
    stance = cue_of(nlp, text, cue, content, lemma=lemma, source="Rao")
    assert (stance.polarity, stance.force) == (polarity, force)


def test_manner_adverbs_change_force_within_its_bounds(nlp):
    def force(text, cue, lemma, content="the ban"):
        return cue_of(nlp, text, cue, content, lemma=lemma, source="Rao").force

    assert force("Rao opposed the ban.", "opposed", "oppose") == 2
    assert force("Rao fiercely opposed the ban.", "opposed", "oppose") == 3
    assert force("Rao mildly criticized the ban.", "mildly criticized", "criticize") == 1
    assert force("Rao bitterly denounced the ban.", "denounced", "denounce") == 3
    assert force("Rao softly said it failed.", "said", "say", "it failed") == 0


# --- target ---


@pytest.mark.parametrize(
    ("text", "cue", "lemma", "content", "target"),
    [
        ("Rao accused Lund of theft.", "accused", "accuse", "of theft", "Lund"),
        (
            "Rao praised the new harbor law on Monday.",
            "praised",
            "praise",
            "the new harbor law",
            "the new harbor law",
        ),
        ("Rao called for a new vote in May.", "called for", "call for", "a new vote in May", "a new vote"),
        ("Rao criticized Lund’s tax plan.", "criticized", "criticize", "Lund’s tax plan", "Lund’s tax plan"),
        ("Rao criticized him.", "criticized", "criticize", "him", "him"),
        ("Rao criticized her sharply.", "criticized", "criticize", "her", "her"),
        ("Rao criticized her aides.", "criticized", "criticize", "her aides", "her aides"),
        ("Rao denied it happened.", "denied", "deny", "it happened", None),
        (
            "Rao slammed the profit-seeking board.",
            "slammed",
            "slam",
            "the profit",
            "the profit-seeking board",
        ),
        ("Rao did not use the word “ruin” once.", "use", "use", "ruin", "ruin"),
        ("Rao was accused of theft.", "accused", "accuse", "of theft", None),
        ("Rao urged Lund to resign.", "urged", "urge", "to resign", None),
        ("Rao denied that he lied.", "denied", "deny", "that he lied", None),
        ("Rao fears Lund will resign.", "fears", "fear", "Lund will resign", None),
        (
            "Rao blamed Lund aide Jo Ek for it.",
            "blamed",
            "blame",
            "Lund aide Jo Ek for it",
            "Lund aide Jo Ek",
        ),
        ("Rao said Lund lied.", "said", "say", "Lund lied", None),
        ("Rao criticized, then left.", "criticized", "criticize", "then left", None),
    ],
)
def test_target(nlp, text, cue, lemma, content, target):
    stance = cue_of(nlp, text, cue, content, lemma=lemma, head=cue.split()[0], source="Rao")
    assert (stance.target and stance.target.text) == target


# --- veridicality and commitment ---


@pytest.mark.parametrize(
    ("text", "cue", "lemma", "content", "signature", "commitment"),
    [
        ("Rao knew that it leaked.", "knew", "know", "that it leaked", "+/+", "+"),
        ("Rao did not know that it leaked.", "know", "know", "that it leaked", "+/+", "+"),
        ("Rao may know that it leaked.", "know", "know", "that it leaked", "+/+", "+"),
        ("Rao revealed that it leaked.", "revealed", "reveal", "that it leaked", "+/o", "+"),
        ("Rao did not reveal that it leaked.", "reveal", "reveal", "that it leaked", "+/o", "o"),
        ("Rao forgot that it leaked.", "forgot", "forget", "that it leaked", "+/+", "+"),
        ("Rao forgot to sign it.", "forgot", "forget", "to sign it", "-/+", "-"),
        ("Rao said it leaked.", "said", "say", "it leaked", "o/o", "o"),
        ("It leaked, Rao said.", "said", "say", "It leaked", "o/o", "o"),
        ("Rao knows why it leaked.", "knows", "know", "why it leaked", None, None),
        ("Rao praised the dam.", "praised", "praise", "the dam", None, None),
    ],
)
def test_signature_and_commitment(nlp, text, cue, lemma, content, signature, commitment):
    stance = cue_of(nlp, text, cue, content, lemma=lemma, source="Rao")
    assert (stance.veridicality, stance.commitment) == (signature, commitment)


def test_no_commitment_to_a_direct_quotation(nlp):
    text = "“It leaked,” Rao revealed."
    stance = cue_of(nlp, text, "revealed", "“It leaked,”", lemma="reveal", source="Rao", kind="direct")
    assert (stance.veridicality, stance.commitment) == (None, None)
    assert stance.engagement is Engagement.ENDORSE


# --- markers ---


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("the sale might fail", [("might", "certainty", "possible")]),
        ("the sale will probably fail", [("probably", "certainty", "probable")]),
        ("the sale is certainly lawful", [("certainly", "certainty", "certain")]),
        ("there is no doubt about it", [("no doubt", "certainty", "certain")]),
        ("the outcome remains to be seen", [("remains to be seen", "certainty", "unknown")]),
        ("they stay as long as it rains", [("as long as", "certainty", "conditional")]),
        ("farmers must sell", [("must", "necessity", "obligation")]),
        ("farmers had to sell", [("had to", "necessity", "obligation")]),
        (
            "nobody is banned from it",
            [("nobody", "negation", "syntactic"), ("banned from", "necessity", "prohibition")],
        ),
        ("it rarely rains", [("rarely", "negation", "semi")]),
        ("not only farmers came", []),
        ("it was an outrageous speech", [("outrageous", "attitude", "negative")]),
        ("critics opposed the speech", [("opposed", "position", "against")]),
        ("critics softened their stance", [("softened their stance", "shift", "soften")]),
        ("they changed their public tune", [("changed their public tune", "shift", "change")]),
        ("the U-turn came early", [("U-turn", "shift", "reverse")]),
        ("farmers came in May", []),
    ],
)
def test_markers(nlp, content, expected):
    assert summary_of(markers_of(nlp, content)) == expected


def test_cannot_is_necessity_and_negation(nlp):
    for text in ("they cannot leave", "they can't leave", "they can’t leave"):
        found = markers_of(nlp, text)
        assert [marker.kind for marker in found] == [MarkerKind.NECESSITY, MarkerKind.NEGATION]
        assert found[1].text in ("not", "n't", "n’t")
        assert found[0].start < found[1].start
        assert found[0].end == found[1].end


def test_gap_has_at_most_three_words_and_no_punctuation(nlp):
    assert summary_of(markers_of(nlp, "he changed his own very old mind")) == []
    assert summary_of(markers_of(nlp, "he changed his very old mind")) == [
        ("changed his very old mind", "shift", "change")
    ]
    assert summary_of(markers_of(nlp, "he changed, in his mind")) == []


def test_levels(nlp):
    assert [m.level for m in markers_of(nlp, "it may well be unlikely")] == ["PS", "PR"]
    assert [m.level for m in markers_of(nlp, "it was useful")] == [1]
    assert [m.level for m in markers_of(nlp, "it was very useful")] == [2]
    assert [m.level for m in markers_of(nlp, "it was a very horrible day")] == [3]


def test_voice_and_negation_of_markers(nlp):
    marker = markers_of(nlp, "it is useful", kind="direct")[0]
    assert (marker.voice, marker.negated) == (Voice.QUOTED, False)
    markers = markers_of(nlp, "it is not useful")
    assert [(m.text, m.voice, m.negated) for m in markers] == [
        ("not", Voice.PARAPHRASED, False),
        ("useful", Voice.PARAPHRASED, True),
    ]
    assert not markers_of(nlp, "it is not, and this is useful")[1].negated


def test_voice_inside_a_mixed_content(nlp):
    text = "Ito said the useful law was “a horrible idea” and harmful."
    item = quote(text, "said", text[9:-1], lemma="say", kind="mixed")
    found = {marker.text: marker.voice for marker in annotate(nlp, text, item)._.stance_cues}
    assert found == {"useful": Voice.PARAPHRASED, "horrible": Voice.QUOTED, "harmful": Voice.PARAPHRASED}


def test_scope_runs_to_the_end_of_the_clause(nlp):
    marker = markers_of(nlp, "the sale might fail this year, which is fine")[0]
    assert marker.scope.text == "fail this year"
    assert markers_of(nlp, "it was useful")[0].scope is None


def test_weak_entries_need_tags(nlp):
    text = "Ito said farmers want rain."
    item = quote(text, "said", "farmers want rain", lemma="say")
    assert annotate(nlp, text, item)._.stance_cues == ()
    words = ["Ito", "said", "farmers", "want", "rain", "."]
    for pos, count in (("VERB", 1), ("NOUN", 0)):
        doc = Doc(nlp.vocab, words=words, spaces=[True] * 4 + [False] * 2, pos=["X", "X", "X", pos, "X", "X"])
        layer = {"quotes": [item], "mentions": []}
        write_layer(doc, QUOTES, layer)
        assert len(nlp.get_pipe("stance_cues")(doc)._.stance_cues) == count


def test_nested_contents_are_marked_once(nlp):
    text = "Ito said that Lund said it was useful."
    outer = quote(text, "said", "that Lund said it was useful", lemma="say", source="Ito", kind="indirect")
    inner = quote(text, "said", "it was useful", lemma="say", source="Lund", id="q2", nested_in="q1")
    inner["cue"]["span"] = inner["cue"]["head"] = place(text, "said", 10)
    doc = annotate(nlp, text, outer, inner, sources=(["Ito"], ["Lund"]))
    assert [(marker.text, marker.holder) for marker in doc._.stance_cues] == [("useful", "s2")]


def test_holder_is_the_source_of_the_quote(nlp):
    text = "Ito said it was useful."
    item = quote(text, "said", "it was useful", lemma="say", source="Ito")
    assert annotate(nlp, text, item)._.stance_cues[0].holder is None
    assert annotate(nlp, text, item, sources=(["Ito"],))._.stance_cues[0].holder == "s1"


# --- positions ---


def _critic(second="praised", lemma="praise"):
    text = f"Ito blasted the levy. Ito {second} the levy."
    first = quote(text, "blasted", "the levy", lemma="blast", source="Ito")
    other = quote(text, second, "the levy", lemma=lemma, source="Ito", id="q2")
    return text, first, other


def test_positions_need_sources_and_targets(nlp):
    text, first, other = _critic()
    assert annotate(nlp, text, first, other)._.quotenlp.positions == ()
    position = annotate(nlp, text, first, other, sources=(["Ito"],))._.quotenlp.positions[0]
    assert position.holder_chain == ("s1",)
    assert (position.target.text, position.polarity, position.force) == ("the levy", Polarity.AGAINST, 3)
    assert (position.voice, position.evidence) == (Voice.NARRATED, ("q1",))
    text = "Ito complained that it rained."
    item = quote(text, "complained", "that it rained", lemma="complain", source="Ito")
    assert annotate(nlp, text, item, sources=(["Ito"],))._.quotenlp.positions == ()


@pytest.mark.parametrize(
    ("second", "lemma", "label"),
    [
        ("denounced", "denounce", SummaryLabel.AGAINST),
        ("praised", "praise", SummaryLabel.MIXED),
        ("described", "describe", SummaryLabel.INSUFFICIENT),
    ],
)
def test_summary_labels(nlp, second, lemma, label):
    text, first, other = _critic(second, lemma)
    other["source"] = place(text, "Ito", 10)
    doc = annotate(nlp, text, first, other, sources=(["Ito"],))
    assert doc._.quotenlp.summaries[0].label is SummaryLabel.INSUFFICIENT
    other["source"] = first["source"]
    summary = annotate(nlp, text, first, other, sources=(["Ito"],))._.quotenlp.summaries[0]
    assert (summary.source_id, summary.target, summary.label) == ("s1", "levy", label)


def test_what_may_not_hold_is_not_summed(nlp):
    text = "Ito will praise the levy."
    item = quote(text, "praise", "the levy", lemma="praise", source="Ito")
    extraction = annotate(nlp, text, item, sources=(["Ito"],))._.quotenlp
    assert extraction.positions[0].event is Event.IRREALIS
    (summary,) = extraction.summaries
    assert (summary.favour, summary.irrealis.favour, summary.label) == (0, 1, SummaryLabel.INSUFFICIENT)


def test_nested_holder_chain(nlp):
    text = "Ito said Lund praised the levy."
    outer = quote(text, "said", "Lund praised the levy", lemma="say", source="Ito")
    inner = quote(text, "praised", "the levy", lemma="praise", source="Lund", id="q2", nested_in="q1")
    position = annotate(nlp, text, outer, inner, sources=(["Ito"], ["Lund"]))._.quotenlp.positions[0]
    assert (position.holder_chain, position.voice) == (("s1", "s2"), Voice.PARAPHRASED)


# --- the constructions of the seed article ---


def test_restrained_criticism_keeps_its_target(nlp):
    text = "The envoy refrained from criticizing Port Sol."
    cue = "refrained from criticizing"
    for head, lemma in (("criticizing", "criticize"), ("refrained", "refrain")):
        stance = cue_of(nlp, text, cue, "Port Sol", lemma=lemma, head=head, source="The envoy")
        assert (stance.event, stance.act) == (Event.WITHHELD, Act.CRITICISE)
        assert (stance.polarity, stance.withheld_kind) == (Polarity.NONE, WithheldKind.RESTRAINED_ACT)
        assert stance.target.text == "Port Sol"


def test_omitted_word(nlp):
    text = "The envoy did not use the word “embargo” even once."
    stance = cue_of(nlp, text, "did not use", "embargo", lemma="use", head="use", source="The envoy")
    assert (stance.event, stance.withheld_kind) == (Event.NEGATED, WithheldKind.OMITTED_TOPIC)
    assert (stance.polarity, stance.target.text) == (Polarity.NONE, "embargo")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("it sent a positive signal", [("positive", "attitude", "positive")]),
        (
            "Sol was forced to change tack",
            [("forced to", "necessity", "compulsion"), ("change tack", "shift", "change")],
        ),
        ("Sol is very enthusiastic about the pact", [("enthusiastic about", "position", "favour")]),
        (
            "Sol had no option but to go along with the pact",
            [
                ("had no option but to", "necessity", "compulsion"),
                ("no", "negation", "syntactic"),
                ("go along with", "position", "favour"),
            ],
        ),
        (
            "it is not possible to persist in fishing",
            [
                ("not possible", "necessity", "impossibility"),
                ("not", "negation", "syntactic"),
                ("persist in", "shift", "persist"),
            ],
        ),
        ("Sol kept its hardline stance", [("hardline", "position", "against")]),
        (
            "Sol cannot afford to have compromised",
            [
                ("cannot afford to", "necessity", "prohibition"),
                ("not", "negation", "syntactic"),
                ("have compromised", "shift", "soften"),
            ],
        ),
        ("the case is a tough one", [("tough one", "necessity", "difficulty")]),
        ("the prospects remain uncertain", [("uncertain", "certainty", "unknown")]),
        ("Sol is leaning toward talks", [("leaning toward", "shift", "toward")]),
    ],
)
def test_seed_constructions(nlp, content, expected):
    assert summary_of(markers_of(nlp, content)) == expected


def test_position_marker_has_level_and_target(nlp):
    marker = markers_of(nlp, "Sol is very enthusiastic about the pact")[0]
    assert (marker.level, marker.target.text) == (3, "the pact")
    assert markers_of(nlp, "Sol is leaning toward holding direct talks")[0].target.text == "holding direct talks"


# --- settings, state, robustness ---


def test_markers_can_be_switched_off():
    nlp = spacy.blank("en")
    nlp.add_pipe("stance_cues", config={"markers": False})
    text = "Ito said it was useful."
    doc = annotate(nlp, text, quote(text, "said", "it was useful", lemma="say"))
    assert doc._.stance_cues == ()
    assert doc._.quotes[0].cue.stance is not None


def test_lexicon_can_be_extended():
    extra = {
        "cues": {"yodel": {"act": "praise", "polarity": "favour", "force": 3}, "say": None},
        "attitude": {"splendiferous": {"value": "positive", "level": 3}, "useful": None},
    }
    nlp = spacy.blank("en")
    nlp.add_pipe("stance_cues", config={"lexicon_extra": extra})
    text = "Ito yodelled that it was splendiferous and useful."
    item = quote(text, "yodelled", "that it was splendiferous and useful", lemma="yodel")
    doc = annotate(nlp, text, item)
    assert doc._.quotes[0].cue.stance.act is Act.PRAISE
    assert summary_of(doc._.stance_cues) == [("splendiferous", "attitude", "positive")]


@pytest.mark.parametrize(
    ("extra", "word"),
    [
        ({"cues": {"yodel": {"act": "sing"}}}, "'sing'"),
        ({"cues": {"yodel": {"actt": "assert"}}}, "actt"),
        ({"cues": {"yodel": "assert"}}, "object"),
        ({"events": {"almost": {"event": "never"}}}, "'never'"),
        ({"attitude": {"grand": {}}}, "value"),
        ({"attitudes": {}}, "attitudes"),
    ],
)
def test_wrong_lexicon_entries_are_named(extra, word):
    with pytest.raises(LexiconError, match=word):
        spacy.blank("en").add_pipe("stance_cues", config={"lexicon_extra": extra})


def test_running_twice_equals_running_once(nlp):
    text = "Ito blasted the horrible levy."
    doc = annotate(nlp, text, quote(text, "blasted", "the horrible levy", lemma="blast", source="Ito"))
    once = read_layer(doc, STANCE)
    assert read_layer(nlp.get_pipe("stance_cues")(doc), STANCE) == once


@pytest.mark.filterwarnings("ignore:stance_cues. no quotes")
def test_without_quotes_the_layer_is_empty(nlp):
    for text in ("", "\n", "It rained."):
        layer = read_layer(nlp(text), STANCE)
        assert layer == {"cues": {}, "markers": [], "positions": [], "summaries": []}


def test_quotes_without_cues(nlp):
    text = "“It was useful.”"
    doc = annotate(nlp, text, quote(text, None, text, kind="direct"))
    assert read_layer(doc, STANCE)["cues"] == {}
    assert [marker.text for marker in doc._.stance_cues] == ["useful"]


@pytest.mark.parametrize("cue", ["", " ", "said", "…", "\n"])
def test_odd_spans_do_not_raise(nlp, cue):
    text = "Ito said… \n it was 👍🏽 İzmir useful "
    span = place(text, cue) if cue else [len(text), len(text)]
    item = quote(text, "said", "it was 👍🏽 İzmir useful", lemma="say", source="Ito")
    item["cue"] = {"span": span, "head": span, "lemma": cue}
    for content in ([0, 0], [len(text), len(text)], [0, len(text)], place(text, "useful")):
        item["content"] = [content]
        annotate(nlp, text, item)._.quotenlp.model_dump_json()


def test_markers_keep_offsets_with_unusual_characters(nlp):
    text = "Ito said 👍🏽 İ it was useful."
    marker = annotate(nlp, text, quote(text, "said", "👍🏽 İ it was useful", lemma="say"))._.stance_cues[0]
    assert text[marker.start : marker.end] == marker.text == "useful"


def test_layer_has_a_token_view(nlp):
    text = "Ito said it was useful."
    doc = annotate(nlp, text, quote(text, "said", "it was useful", lemma="say"))
    assert [(span.text, span.label_, span.id_) for span in doc.spans[STANCE]] == [("useful", "ATTITUDE", "m1")]


def test_component_pickles_and_serializes(nlp):
    pipe = nlp.get_pipe("stance_cues")
    again = pickle.loads(pickle.dumps(pipe.lookup))
    assert again == pipe.lookup
    other = spacy.blank("en")
    other.add_pipe("stance_cues", config={"lexicon_extra": {"attitude": {"useful": None}}})
    other.get_pipe("stance_cues").from_bytes(pipe.to_bytes())
    assert other.get_pipe("stance_cues").lookup == pipe.lookup
