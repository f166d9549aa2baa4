"""The classification of sources, rule by rule: what a text must say for a field to have a value.

A row is a text with its mentions in brackets, ``=>``, and what must come out. Mentions with one number (none is 1) are
one speaker, those with different numbers are different ones. Words on the right are values of the fields
(``NO`` a country, ``2`` a count, ``open`` and ``anonymous`` tell `is_anonymous_source`), ``field=value`` is for the
rest, with ``_`` for a space; ``tie=X:belongs`` is one of the affiliations, ``tie=none`` says that there are none.
"""

import re

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from quotenlp import records
from quotenlp.records import Source

FIELDS = ("entity", "naming", "role", "sector", "seniority", "tenure", "plurality", "knowledge")
VALUES = {value.value: "anonymity" for value in records.Anonymity}
for _field in ("role", "sector", *FIELDS):
    for _value in getattr(records, _field.capitalize()):
        VALUES.setdefault(_value.value, _field)

MENTION = re.compile(r"\[(?:(\d) )?([^\]]+)\]")


def scheme(**tables: str) -> pytest.MarkDecorator:
    """The rows of tables as parameters."""
    out = []
    for name, table in tables.items():
        for row in table.strip().splitlines():
            if not row.startswith("#"):
                text, expected = row.split(" => ")
                out.append(pytest.param(text, expected, id=f"{name}: {MENTION.findall(text)[0][1]} => {expected}"))
    return pytest.mark.parametrize(("marked", "expected"), out)


def unmark(marked: str) -> tuple[str, list[tuple[str, int, int]]]:
    """The text without its brackets, and number, start and end of every mention."""
    text, spans, at = "", [], 0
    for match in MENTION.finditer(marked):
        text += marked[at : match.start()]
        spans.append((match[1] or "1", len(text), len(text) + len(match[2])))
        text += match[2]
        at = match.end()
    return text + marked[at:], spans


def source_at(doc: Doc, start: int, end: int) -> Source:
    """The source with the mention that fits the characters [start, end) best."""
    near = [
        (abs(mention.start - start) + abs(mention.end - end), source.id)
        for source in doc._.sources
        for mention in source.mentions
        if mention.start < end and start < mention.end
    ]
    found = [mention.text for source in doc._.sources for mention in source.mentions]
    assert near, f"no mention at {doc.text[start:end]!r}, but {found}"
    return next(source for source in doc._.sources if source.id == min(near)[1])


def as_field(word: str) -> tuple[str, str]:
    """Field and value of one word of what a row expects."""
    if "=" in word:
        field, value = word.split("=")
        return field, value.replace("_", " ") if field in ("tie", "topic", "name") else value
    if word in ("open", "anonymous"):
        return "is_anonymous_source", str(word == "anonymous")
    if word.isdigit():
        return "count", word
    return ("country" if word.isupper() else VALUES[word]), word


def differences(source: Source, expected: str) -> dict[str, str]:
    """What the source has where it is not what a row expects."""
    out = {}
    for word in expected.split():
        field, value = as_field(word)
        if field == "tie":
            ties = [f"{tie.text.removeprefix('the ').lower()}:{tie.relation}" for tie in source.affiliations]
            got = ",".join(ties) or "none"
            fits = got == value if value == "none" else any(tie.startswith(value.lower()) for tie in ties)
        elif field == "grant":
            got = "none" if source.grant is None else ",".join(sorted(source.grant.reasons)) or "bare"
            fits = got == value or (value == "some" and got != "none")
        else:
            got = str(source.grant.scope if field == "scope" and source.grant else getattr(source, field, None))
            fits = got == value
        if not fits:
            out[field] = got
    return out


def check(doc: Doc, spans: list[tuple[str, int, int]], expected: str) -> None:
    """Compare the speakers of a text with a row."""
    speakers: dict[str, Source] = {}
    for number, start, end in spans:
        source = source_at(doc, start, end)
        assert speakers.setdefault(number, source).id == source.id, f"{doc.text[start:end]!r} is another speaker"
    assert len({source.id for source in speakers.values()}) == len(speakers), "different speakers are one"
    for profile in expected.split("; "):
        number, fields = profile.split(": ") if ": " in profile else ("1", profile)
        wrong = differences(speakers[number], fields)
        assert not wrong, f"speaker {number} has {wrong}"


# -- kinds of phrase: the edge cases

EDGE_CASES = """
# sources and people without a position
[A Danish government source] said that the ferry deal was close. => person unnamed unspecified government DK one partial anonymous
[A source close to Varga] said that the vote could slip. => person unspecified unknown tie=Varga:near partial anonymous
[Sources close to the merger] said that a price had been agreed. => group several unspecified unknown familiar tie=none full anonymous
[Two people familiar with the bidding] said that one offer was withdrawn. => group several 2 familiar unspecified full anonymous
“It is far too loud,” [two people waiting at a tram stop] said. => group several 2 open
[People familiar with the central bank's plans] said that rates would fall. => group several familiar topic=the_central_bank's_plans sector=unknown tie=none full anonymous
“The shop will close,” said [a person who asked not to be identified]. => person unspecified grant=bare full anonymous
[A person concerned] said that the papers were signed. => unspecified unknown full anonymous
[Related parties] said that the loan was repaid. => group unspecified full anonymous
# officials
“The visa talks will go on,” [a senior Trade Ministry official] said. => person official government senior one tie=Trade_Ministry:belongs country=None partial anonymous
[A senior government official] noted that the bridge would cost more. => person unnamed official government senior partial anonymous
“The pilot is ill,” said [an official] not authorized to speak to the press. => official government grant=not_authorized partial anonymous
[Navy officials] said that the frigate was late. => group several official military tie=Navy:belongs partial anonymous
[Downing Street officials] said that nobody had called. => group several official government partial anonymous
[Current and former diplomats] said that the files were gone. => group several official mixed partial anonymous
[A Western envoy] said that the border was open. => official government country=None tie=none partial anonymous
[A Justice Ministry executive] said that the law was old. => person official government senior tie=Justice_Ministry:belongs anonymous
“We will call a vote,” [a senior official], speaking on background, said. => official senior grant=bare anonymous
[Prosecutors] said that he kept the money. => group several official law_enforcement partial anonymous
[Prosecutors] said in a filing that he kept the money. => group several official law_enforcement partial open
[Prosecutors] told the court that he kept the money. => group official law_enforcement open
[A police source] said that the car was stolen. => person unspecified law_enforcement partial anonymous
# politicians and parties
[One Republican] said that the bill was lost. => person politician party one 1 partial anonymous
[Democrats] said that the bill was lost. => group generic politician party diffuse open
[Republicans on the budget panel] said that the bill was lost. => group generic politician diffuse open
[The Green Party] said that the bill was lost. => organization named party identified open
[Some lawmakers] said that the levy was unfair. => group generic politician legislature diffuse open
[Several lawmakers] said that the levy was unfair. => group several politician legislature count=None partial anonymous
[A former transport minister] said that the coalition would hold. => person politician government former one partial anonymous
[A member of the Diet] said that the coalition would hold. => person politician legislature seniority=unspecified partial anonymous
[A veteran senator] said that the coalition would hold. => person politician legislature seniority=unspecified partial anonymous
[A Komeito executive] said that the coalition would hold. => person politician party senior partial anonymous
[Some in the party] said that she should go. => group generic party diffuse open
[Labour Party insiders] said that she should go. => group several unspecified party partial anonymous
The election is on Sunday. [The campaign] said that it had paid. => organization party identified open
The election is on Sunday. [Lindholm's team] said that it had paid. => organization party identified open tie=Lindholm
The election is on Sunday. [The Lindholm camp] said that it had paid. => organization party identified open tie=Lindholm
[Lindholm aides] said that the bus had broken down. => group several aide tie=Lindholm:serves partial anonymous
# those who speak for somebody
“No,” said [a spokesman for Adell Foods]. => person spokesperson unnamed tie=Adell_Foods:serves partial open
[A Harbour Ministry spokeswoman] said that nobody was hurt. => person spokesperson unnamed tie=Harbour_Ministry:serves partial open
“Jobs will go,” said [a spokesman for Adell Foods] who asked not to be named. => spokesperson grant=bare partial anonymous
[Varga's lawyer] said that her client was ill. => person lawyer tie=Varga:serves partial open
[Attorneys for Varga] said that the trial would start late. => group several lawyer tie=Varga:serves partial open
“Both sides shouted,” said [a lawyer] who sat in on the talks and asked for anonymity. => lawyer grant=bare partial anonymous
[Adell Foods' spokesman, Piet Holm], said that jobs would go. => person named spokesperson name=Piet_Holm identified open
# bodies and documents
[Downing Street] said that nobody had called. => organization named government identified open
[Ottawa] said that it would sign. => organization named government identified open
[The Kremlin] said that it would sign. => organization named government identified open
[Police] said that the car was stolen. => organization law_enforcement identified open
[Authorities] said that the road was shut. => organization law_enforcement identified open
[The official Meridian news agency] said that the envoy had landed. => organization named media identified open
[A rival airline] said that fares would rise. => organization unnamed partial open
[The audit] says that three receipts are missing. => document identified open
According to [a letter seen by the Courier], three receipts are missing. => document identified open
[Leaked memos] show that three receipts are missing. => document identified open
According to [a person who read the letter], three receipts are missing. => person present anonymous
[Seven in 10 pensioners] said that they feel safe. => poll identified open
# critics, experts and allies
[Critics] say that the toll is a trap. => group generic critic diffuse open
Varga spoke for an hour. [His critics] say that the toll is a trap. => group generic critic tie=his:against diffuse open
[Two critics of the toll] said that it was a trap. => group several 2 critic partial
[Experts] said that the dam was old. => group generic expert diffuse open
[Analysts] said that the dam was old. => group generic expert diffuse open
[An analyst at a large insurer] said that the dam was old. => person expert business partial anonymous
[Analysts at Nordbank] said that prices would fall. => group several expert tie=Nordbank:belongs partial anonymous
[A Nordbank executive] said that prices would fall. => person one staff tie=Nordbank:belongs partial anonymous
[An old friend of Varga] said that he loved boats. => person ally tie=Varga:near partial open
[Friends] said that he loved boats. => group several ally partial
# the public
[Residents] said that the water smelled. => group generic citizen public diffuse open
[Voters] said that the queue was long. => group generic citizen public diffuse open
“I queued for an hour,” said [a voter]. => person citizen public one partial open
[A 51-year-old welder] said that the queue was long. => person citizen public one partial open
“The pipes leak,” said [a welder] who feared losing his pension and asked not to be named. => person grant=fear_of_consequences partial anonymous
[A bus driver], who gave only her first name, Marta, said that the brakes were bad. => person citizen naming=partial grant=bare partial anonymous
[Odile], not her real name, said that the nights were cold. => person pseudonym grant=some partial anonymous
[Odile], whose name has been changed to protect her identity, said that the nights were cold. => pseudonym grant=identity_protection partial anonymous
[Witnesses] said that the roof shook. => group several witness public partial open
“The roof shook,” said [one of three witnesses] who would not go on the record because they feared reprisals. => person witness one 1 grant=fear_of_consequences anonymous
[The suspect] said that he was asleep. => person involved unnamed partial open
[The victim], who cannot be named for legal reasons, said that she ran. => person involved unnamed grant=legal_or_contract
# second mentions
[1 An aide] said that it would work. Later [1 the aide] said that it would not. => 1: person aide unnamed anonymous
[1 A judge] said that it would work. [2 Another judge] said that it would not. => 2: official judiciary
Elias Varga, 46, left the court at noon. “I am tired,” [1 the 46-year-old] said. => 1: named name=Elias_Varga open
Joan Pell, a native of Texas, won the race. “I am tired,” [1 the Texas native] said. => 1: named name=Joan_Pell open
[1 Three officials] said that the deal was close. [2 One] said that it was signed. => 2: person official one 1 partial anonymous
"""


@pytest.mark.parametrize(
    "text", ["It is understood that the port will be sold.", "It is said that the port will be sold."]
)
def test_a_source_that_stays_implicit_has_no_profile(nlp: Language, text: str) -> None:
    assert nlp(text)._.sources == ()


# -- the decision procedure, with a counter-example to every step

PROCEDURE = """
# 1 unlike conjuncts are speakers of their own; like ones are one group
[1 The senator] and [2 his aides] said that the vote was fair. => 1: person politician; 2: group several aide anonymous
[1 Governor Lena Brandt] and [2 two of her advisers] said that the vote was fair. => 1: named name=Lena_Brandt open; 2: group several 2 aide anonymous
[Doctors and nurses] said that the ward was full. => group plurality=generic
# 2 polls, documents, bodies
[A third of respondents] said that they feel safe. => poll identified open
[Forty percent of drivers] said that they feel safe. => poll identified open
[Figures] show that exports fell. => document identified open
[Court records] show that the fine was paid. => document identified open
[Brussels] said that the subsidy was illegal. => organization named government identified open
[At least a dozen voters] said that they were turned away. => group several 12 citizen open
# 3 a name makes named as head or apposition, not as modifier or possessor
[Strategist Ana Reyes] said that the race was over. => person named aide name=Ana_Reyes identified open
[A spokesman, Piet Holm], said that the race was over. => person named spokesperson name=Piet_Holm identified open
[Reyes aides] said that the race was over. => group unnamed aide tie=Reyes:serves anonymous
[Ana Reyes's lawyer] said that the race was over. => person unnamed lawyer tie=Ana_Reyes:serves open
[An adviser to Ana Reyes] said that the race was over. => person unnamed aide tie=Ana_Reyes:serves partial anonymous
# 4 pronouns
[1 A customs official] waved. “Go on,” [1 she] said. => 1: person official unnamed anonymous
The vault was opened by a bank official, [who] said that it was empty. => person staff unnamed partial anonymous
It rained all night. “Go on,” [she] said. => entity=unknown anonymity=None open
# 5 definite descriptions
Senator Ana Reyes came late. “I was stuck,” [1 the senator] said. => 1: named name=Ana_Reyes open
[The Dutch finance minister] said that the euro was safe. => person office politician government NL identified open
[1 An aide to the mayor] said that it would work. Piet Holm left. Later [1 the aide] said that it would not. => 1: aide unnamed anonymous
[1 A federal official] said that it would work. Later [2 the city official] said that it would not. => 2: official government unnamed anonymous
[The source] said that the vault was empty. => person unnamed unspecified full anonymous
# 6 new speakers by "another", "second" and the like
[1 A Trade Ministry official] said that it would work. [2 A second official] said that it would not. => 2: official government tie=Trade_Ministry:belongs anonymous
[1 An airline executive] said that it would work. [2 A separate executive] said that it would not. => 2: person staff business anonymous
[1 Two aides] said that it would work. [2 The other aide] said that it would not. => 2: person aide anonymous
[1 Two aides] said that it would work. [2 One of those aides] said that it would not. => 2: person aide one 1 anonymous
[1 A clerk], who asked not to be named, said that it would work. [2 Another clerk] said that it would not. => 1: grant=bare; 2: grant=none
[1 A clerk] said that it would work. Later [1 the clerk] said that it would not. => 1: person
# 7 bounded and generic plurals
[Many officials] said that it was late. => group several official anonymous
[Officials] said that it was late. => group several official partial anonymous
[Aides] said that it was late. => group several aide partial anonymous
[Multiple sources] said that it was late. => group several unspecified count=None full anonymous
[Both executives] said that it was late. => group several 2 staff anonymous
[Many analysts] said that it was late. => group generic expert diffuse open
[Most voters] said that it was late. => group generic citizen diffuse open
[Critics at the hearing] said that it was late. => group several critic
[Voters interviewed in Malmo] said that it was late. => group several citizen partial open
# 8 named members of a group
[1 Experts like Ida Holm] say that the dam is old. => 1: group unnamed generic expert diffuse tie=none open
[1 Lawmakers, including Ida Holm], say that the dam is old. => 1: group unnamed politician tie=none open
[Two analysts, Ida Holm and Piet Dahl], say that the dam is old. => group named expert identified open
# 9 sector: keyword, then head, then principal, never the topic
[A U.S. military official] said that the base was safe. => official military US anonymous
[A U.S. intelligence official] said that the base was safe. => official intelligence US anonymous
[A U.S. official] said that the base was safe. => official government US anonymous
[A diplomat] said that the base was safe. => official government anonymous
[A person familiar with the police investigation] said that he confessed. => unspecified sector=unknown tie=none familiar full anonymous
[A person close to the navy inquiry] said that he confessed. => unspecified sector=unknown tie=none full anonymous
# 10 role: spokespersons first, then the head
[A police spokesman] said that he confessed. => spokesperson law_enforcement partial open
[The senator's spokeswoman] said that he confessed. => spokesperson tie=senator:serves partial open
[A representative for Adell Foods] said that jobs would go. => spokesperson tie=Adell_Foods:serves partial open
[A member of Congress] said that jobs would go. => politician legislature partial anonymous
[A member of the choir] said that jobs would go. => role=advocate anonymous
[A company executive] said that jobs would go. => staff business partial anonymous
[A police executive] said that jobs would go. => official law_enforcement senior partial anonymous
# 11 knowledge and grant: the phrase, the sentence, the sentence after it
[An aide briefed on the visit] said that it went well. => aide briefed topic=the_visit
[An aide], who attended the dinner, said that it went well. => aide present
[An aide with direct knowledge of the sale] said that it went well. => aide direct topic=the_sale
[An aide who took part in the talks] said that it went well. => aide participant
[An aide with no direct knowledge of the sale] said that it went well. => aide unstated
“It went well,” [an aide] said. The aide spoke on condition of anonymity. => aide grant=bare
“It went well,” [1 an aide] said. The clerk spoke on condition of anonymity. => 1: aide grant=none
# 12 agreed, negated and reported namelessness
[A clerk] who agreed to be named said that it went well. => grant=none
"""


# -- labels of the Japanese press, in translation

JAPANESE_PRESS = """
[A Kantei source] said that the visit was off. => person unspecified government country=None partial anonymous
[A Kantei official] said that the visit was off. => person official government partial anonymous
[The Kantei] said that the visit was off. => organization named government identified open
[A government leader] said that the visit was off. => person official government leader partial anonymous
[A top government official] said that the visit was off. => official government senior partial anonymous
[A high-ranking government official] said that the visit was off. => official government senior partial anonymous
[A person connected with the government] said that the visit was off. => person government partial anonymous
[A source close to the prime minister] said that the visit was off. => person government tie=prime_minister:near partial anonymous
[Those around the prime minister] said that the visit was off. => group several aide government tie=prime_minister:near partial anonymous
[A close aide to the prime minister] said that the visit was off. => person aide government tie=prime_minister:serves partial anonymous
[A top Finance Ministry official] said that the visit was off. => official government senior tie=Finance_Ministry:belongs country=None anonymous
[A Finance Ministry source] said that the visit was off. => unspecified government tie=Finance_Ministry:belongs partial anonymous
[A person connected with the ministry] said that the visit was off. => person government partial anonymous
[An LDP executive] said that the list was final. => politician party senior tie=LDP:belongs country=None partial anonymous
[A senior LDP official] said that the list was final. => politician party senior partial anonymous
[A top LDP official] said that the list was final. => politician party senior partial anonymous
[An LDP source] said that the list was final. => person party tie=LDP:belongs partial anonymous
[A mid-ranking lawmaker] said that the list was final. => politician legislature mid partial anonymous
[A junior Diet member] said that the list was final. => politician legislature junior partial anonymous
[Investigative sources] said that the safe was empty. => group several unspecified law_enforcement partial anonymous
[A diplomatic source] said that the safe was empty. => person unspecified government partial anonymous
[An authoritative source] said that the safe was empty. => person unspecified unknown full anonymous
[A well-informed source] said that the safe was empty. => person unspecified unknown knowledge=unstated full anonymous
[Parties concerned] said that the safe was empty. => group unspecified unknown full anonymous
"""


# -- who speaks openly without a name

OPEN_SPEAKERS = """
# a lead label whose holder is named right after
[1 A top adviser to Governor Reyes] says that the toll is dead. “It never paid,” [1 Piet Holm], the governor's chief adviser, said. => 1: person named name=Piet_Holm aide identified open
[1 A former minister] says that the coalition lied. [1 Karin Dahl] said on Sunday that the figures were false. => 1: person named name=Karin_Dahl identified open
[1 A top adviser to the mayor] says that the toll is dead. [2 Karin Dahl], who opposes the mayor, said that she would fight. => 1: unnamed anonymous; 2: named open
[1 Two former ministers] say that the coalition lied. [2 Karin Dahl] and Piet Holm said on Sunday that the figures were false. => 1: group unnamed politician partial open
# the public, at public events or from private life
[Two supporters of Reyes] said at a rally in Malmo that the hall was too small. => group several 2 ally partial open
“The hall is too small,” said [a supporter at the rally]. => person ally partial open
[A close ally of Reyes] said that the hall was too small. => person ally tie=Reyes:near partial anonymous
[A cousin of the pilot] said that he loved boats. => person open
[The pilot's brother] said that he loved boats. => person open
[Two friends of the pilot] said that he loved boats. => group several 2 ally partial open
“He loved boats,” said [a friend of the pilot] who asked not to be named. => ally grant=bare partial anonymous
# a public channel, whatever the role
[Two executives at the mill] said in a statement that it would close. => group staff partial open
[A senior official] told a press conference that it would close. => official senior partial open
[An aide to the mayor] said in a court filing that it would close. => aide partial open
“It will close,” [a group of economists] said in a study published in May. => group expert open
[Three lawmakers] voted against the plan and said that it would close. => group several 3 politician partial open
“It will close,” [an expert] said in a report published by the university. => expert partial open
[Two allies of Reyes] said in an open letter that it would close. => group several 2 ally partial open
“The statement came late,” [an aide to the mayor] said. => aide partial anonymous
[A senior official] said over coffee that it would close. => official senior partial anonymous
[An expert] said that it would close. => person expert partial anonymous
# authors of records and narrators
[An officer] wrote in a police report that the door was open. => person partial open
[A clerk] wrote in an internal email that the door was open. => person open
[A narrator] says in the ad that the mayor lied. => person open
# "official" outside public office goes with the body
[A senior Reyes campaign official] said that money was short. => aide party senior partial anonymous
[A Labour Party official] said that money was short. => politician party partial anonymous
[A company official] said that money was short. => staff business partial anonymous
[A union official] said that money was short. => staff labor partial anonymous
[A city official] said that money was short. => official government partial anonymous
# a demonym says the country and nothing else
[A Norwegian economist] said that money was short. => expert NO tie=none partial anonymous
[A French diplomat] said that money was short. => official government FR tie=none partial anonymous
[Two Israeli farmers] said that money was short. => group several 2 IL tie=none
"""


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("The senator and his aides said that the vote was fair.", "aides"),
        ("Governor Lena Brandt and two of her advisers said that the vote was fair.", "advisers"),
    ],
)
def test_a_quote_rests_on_all_conjuncts(nlp: Language, text: str, other: str) -> None:
    doc = nlp(text)
    (mention,) = [quote.source for quote in doc._.quotes if quote.source]
    other_source = source_at(doc, text.index(other), text.index(other) + len(other))
    assert mention.co_source_ids == (other_source.id,)
    assert other_source.id != mention.source_id


# -- one speaker, one source

CHAINS = """
[1 Minister Lena Brandt] said that it was over. Later [1 Brandt] said that it had begun. “We start now,” [1 she] said. “Soon,” [1 the minister] added. => 1: named name=Lena_Brandt politician
[1 A senior Harbour Ministry official] said that it was over. Later [1 the official] said that it had begun. => 1: official government senior anonymous
[1 Two executives] said that it was over. [1 The executives] said that nobody had paid. => 1: group several 2 staff
[1 A senior official] said that it would work. [2 A junior official] said that it would not. => 1: senior; 2: junior
[1 An official] said that it would work. [2 Another official] said that it would not. [3 A third official] said that it might. => 3: official anonymous
[1 An army officer] said that it would work. [2 The second officer] said that it would not. => 2: official military anonymous
[1 Three Trade Ministry officials] said that it would work. [2 One of them] said that it would not. => 1: 3; 2: person one 1 official government tie=Trade_Ministry:belongs anonymous
[1 Several lawmakers] said that it would work. “Never,” [2 one lawmaker] said. => 1: group several; 2: person politician legislature one 1 anonymous
[1 Critics like Ida Holm] say that the toll is a trap. “Nobody pays,” [2 Holm] said. => 1: group generic critic diffuse open; 2: named name=Ida_Holm
[1 Ida Holm], a harbour pilot, said that it would work. Later [1 the pilot] said that it would not. => 1: named name=Ida_Holm
[1 Adell Foods] said that jobs would go. [1 The company] said that pay would rise. => 1: organization named business identified
[1 A spokeswoman for Adell Foods] said that it would work. “Really,” [1 she] said. Later [1 the spokeswoman] said that it would not. => 1: person spokesperson tie=Adell_Foods:serves open
[1 A Danish diplomat] said that it would work. Later [2 the Swedish diplomat] said that it would not. => 1: DK; 2: SE
[1 A former judge] said that it would work. Later [2 the current judge] said that it would not. => 1: former; 2: current
[1 Mayor Ida Holm] said that it would work. [2 Her opponent] said that it would not. => 1: named; 2: unnamed
# grants go with the speaker
[1 An official] said that it was over. The official spoke on condition of anonymity. => 1: official grant=bare anonymous
[1 A spokesman for the port] said that it was over. He asked not to be named because the sale is not public. => 1: spokesperson grant=embargo anonymous
[1 A diplomat], who asked for anonymity to speak freely, said that it would work. Later [1 the diplomat] said that it would not. => 1: grant=candor anonymous
[1 Two aides] said that it would work. The aides asked not to be named. [2 One of the aides] said that it would not. => 1: grant=bare; 2: grant=bare one 1
[1 A clerk] said that it would work. [2 A guard] said that it would not. Everyone interviewed for this article asked for anonymity. => 1: grant=bare scope=blanket anonymous; 2: grant=bare scope=blanket anonymous
[1 A guest], who like others spoke on condition of anonymity, said that it would work. [2 Another guest] said that it would not. => 1: grant=bare scope=blanket; 2: grant=bare scope=blanket
[1 A clerk] said that it would work. [2 Mayor Ida Holm] said that it would not. All of those interviewed asked for anonymity. => 1: grant=bare; 2: named grant=none open
"""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Experts like Ida Holm say that the dam is old.", "Ida Holm"),
        ("Several lawmakers, including Ida Holm, say that the dam is old.", "Ida Holm"),
        ("Economists such as Piet Dahl say that the loan is safe.", "Piet Dahl"),
    ],
)
def test_exemplars_are_further_sources(nlp: Language, text: str, name: str) -> None:
    sources = nlp(text)._.sources
    assert [source.name for source in sources] == [None, name]
    assert sources[1].entity == "person"


# -- grants and reasons

GRANTS = """
# where the clause stands
“The depot is full,” said [a driver] who spoke on condition of anonymity. => grant=bare
[A driver], speaking anonymously, said that the depot was full. => grant=bare
“The depot is full,” [a driver] said on the condition of anonymity. => grant=bare
[A driver] said that the depot was full but declined to be identified. => grant=bare
“The depot is full,” [a driver] said. He requested anonymity. => grant=bare
“The depot is full,” [a driver] said. The driver asked that his name not be used. => grant=bare
# reasons
“It is full,” said [an aide], who was not authorized to discuss the matter publicly. => grant=not_authorized
“It is full,” said [an aide], who asked not to be named for fear of losing her job. => grant=fear_of_consequences
“It is full,” said [an aide], who requested anonymity because he feared retaliation. => grant=fear_of_consequences
“It is full,” said [an aide], who was granted anonymity to speak candidly. => grant=candor
“It is full,” said [an aide], who asked for anonymity to describe private conversations. => grant=private_deliberations
“It is full,” said [an aide], who asked for anonymity to discuss internal deliberations. => grant=private_deliberations
“It is full,” said [an aide], who asked not to be named, citing the sensitivity of the issue. => grant=sensitivity
“It is full,” said [an aide], who asked not to be named because the matter is classified. => grant=sensitivity
“It is full,” said [an aide], who asked not to be named because the negotiations are still under way. => grant=ongoing_process
“It is full,” said [an aide], who asked not to be named because the investigation is ongoing. => grant=ongoing_process
“It is full,” said [an aide], who asked not to be named because the plan has not been announced. => grant=embargo
“It is full,” said [an aide], who asked not to be named ahead of the official announcement. => grant=embargo
“It is full,” said [an aide], who asked not to be named because she had signed a nondisclosure agreement. => grant=legal_or_contract
“It is full,” said [an aide], who asked not to be named to protect his identity. => grant=identity_protection
“It is full,” said [an aide], who asked not to be named because he was ashamed of the story. => grant=other
“It is full,” said [an aide], who was not authorized to speak and feared losing her job. => grant=fear_of_consequences,not_authorized
# none
“The depot is full,” said [a driver] who agreed to be named. => grant=none
“It is full,” said [a driver], who did not ask for anonymity. => grant=none
“It is full,” said [a driver], to whom the Courier would not grant anonymity. => grant=none
“It is full,” said [a driver], who refused to speak on condition of anonymity. => grant=none
“It is full,” said [a driver], who would talk only if he was not named. => grant=none
“It is full,” said [a driver], who was authorized to speak for the depot. => grant=none
“It is full,” [a driver] said of the man who had asked for anonymity in 1998. => grant=none
“It is full,” said [a driver] of the tank that an anonymous donor paid for. => grant=none
"""


@scheme(
    edge=EDGE_CASES,
    procedure=PROCEDURE,
    japan=JAPANESE_PRESS,
    open=OPEN_SPEAKERS,
    chain=CHAINS,
    grant=GRANTS,
)
def test_speakers_of_quotes(nlp: Language, marked: str, expected: str) -> None:
    text, spans = unmark(marked)
    check(nlp(text), spans, expected)


def test_the_clause_and_its_reason_are_spans_of_the_text(nlp: Language) -> None:
    text = "“It is full,” said an aide, who asked for anonymity because he feared retaliation."
    grant = nlp(text)._.sources[0].grant
    assert grant is not None
    assert grant.reason_text is not None
    assert "anonymity" in text[grant.start : grant.end]
    assert "feared retaliation" in text[grant.reason_text.start : grant.reason_text.end]


# -- what is no speaker, and who is quoted at second hand: any span can be asked about

MARKED = """
“The port is sold,” [a local news source] reported. => organization media open
[A WHO official] said that the vaccine works. => person official international partial anonymous
He thanked Maya Lund, [who] said that it was late. => person named name=Maya_Lund identified open
[An energy industry source] said that the port was sold. => person unspecified business partial anonymous
[1 Reuters] reported, citing [2 government sources], that the port would be sold. => 1: organization media named identified open; 2: group several unspecified government partial anonymous
The Courier quoted [an anonymous official] as saying that it went well. => unnamed grant=none
According to [a Danish government website], the port was sold. => document open
"""


@pytest.fixture(scope="module")
def marker() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("source_classifier", config={"spans_key": "marked"})
    return nlp


def mark(marker: Language, marked: str) -> tuple[Doc, list[tuple[str, int, int]]]:
    """A Doc whose sources are the mentions in brackets."""
    text, spans = unmark(marked)
    doc = marker.make_doc(text)
    doc.spans["marked"] = SpanGroup(doc, spans=[doc.char_span(start, end) for _, start, end in spans])
    return marker.get_pipe("source_classifier")(doc), spans


@scheme(marked=MARKED)
def test_any_marked_span(marker: Language, marked: str, expected: str) -> None:
    check(*mark(marker, marked), expected)


@pytest.mark.parametrize(
    "marked",
    [
        "Peat is [an energy source] that never fails, engineers said.",
        "The report called tidal power [a cheap source of energy].",
        "The ministry wants [an open source tool], it said.",
        "The bank lost [a funding source], it said.",
        "[A data source] shows that exports fell.",
    ],
)
def test_a_source_that_is_not_human(marker: Language, marked: str) -> None:
    doc, _ = mark(marker, marked)
    (source,) = doc._.sources
    assert source.entity not in ("person", "group")
    assert not source.is_anonymous_source
