"""Noun phrases: the lexicon's nouns, and the determiner, core and name of a phrase."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from quotenlp.inflection import noun_forms
from quotenlp.lexicon import Lexicon
from quotenlp.sources.reading import DOCUMENT, ORGANIZATION, PERSON, POLL, THING, Head, Names, Pronoun
from quotenlp.sources.words import Terms, Word, words_of

_RELATION_OF_ROLE = {
    "spokesperson": "serves",
    "aide": "serves",
    "lawyer": "serves",
    "ally": "near",
    "critic": "against",
}
_KNOWLEDGE_ORDER = ("participant", "present", "direct", "briefed", "familiar")
_DEFINITE = ("definite", "possessive")
_OWNED = re.compile(r"(?<![\w’'])[^\W\d_a-z][\w.-]*(?: [^\W\d_a-z][\w.-]*){0,2}[’']s?(?: [\w-]+){1,4}$")
_APPOSITION = re.compile(
    r", ((?:\d{1,3}, )?(?:[^,.;:\n“”\"()]|\.(?=[\w-])|(?<=\b[MD][rs])\.|(?<=\b(?:Mrs|Sen|Rep|Gov))\.){3,90})"
    r"(?=[,.;:\n])"
)
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")


@dataclass(slots=True)
class Core:
    """The words of a noun phrase before its postmodifiers: ``words[begin:end]``, after its determiners."""

    first: int
    begin: int
    end: int
    determiner: str = ""
    count: int | None = None
    quantity: str = ""
    numbered: bool = False
    partitive: bool = False


class NamePlace(NamedTuple):
    """A person name in a core: ``words[start:end]``, its title from ``title_start``."""

    title_start: int
    start: int
    end: int
    title: Head | None


class Grammar:
    """The sources lexicon, compiled for finding the parts of a noun phrase."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.heads = _heads(lexicon)
        self.titles: Terms[str] = Terms(lexicon["titles"].items())
        self.honorifics: dict[str, str] = dict(lexicon["honorifics"])
        self.pronouns = {word: Pronoun(**value) for word, value in lexicon["pronouns"].items()}
        self.sectors: Terms[str] = Terms(
            (term, sector) for sector, terms in lexicon["sector_keywords"].items() for term in terms
        )
        self.demonyms: Terms[str] = Terms(
            (term, iso) for iso, item in lexicon["countries"].items() for term in item["demonyms"]
        )
        self.countries: Terms[str] = Terms(
            (term, iso) for iso, item in lexicon["countries"].items() for term in item["names"]
        )
        self.parties: Terms[bool] = Terms((term, True) for term in lexicon["parties"])
        self.party_names: dict[str, str] = dict(lexicon["party_names"])
        self.places: Terms[bool] = Terms((term, True) for term in lexicon["places"])
        self.metonyms = frozenset(lexicon["metonyms"])
        self.abbreviations = frozenset(lexicon["abbreviations"])
        self.seniority: Terms[str] = Terms(
            (term, rank) for rank, terms in lexicon["seniority"].items() for term in terms
        )
        self.insider_ranks: dict[str, str] = dict(lexicon["insider_ranks"])
        self.tenure: Terms[str] = Terms((term, tenure) for tenure, terms in lexicon["tenure"].items() for term in terms)
        self.numerals: dict[str, int] = dict(lexicon["numerals"])
        self.quantifiers: Terms[str] = Terms(
            (term, kind) for kind, terms in lexicon["quantifiers"].items() for term in terms
        )
        self.determiners: Terms[str] = Terms(
            (term, kind) for kind, terms in lexicon["determiners"].items() for term in terms
        )
        self.adverbs = frozenset(lexicon["adverbs"])
        self.trailers = frozenset(lexicon["trailers"])
        self.openers = frozenset(lexicon["openers"])
        self.conjunctions = frozenset(lexicon["conjunctions"])
        self.belonging = frozenset(lexicon["belonging_prepositions"])
        self.relation_prepositions = frozenset(lexicon["relation_prepositions"])
        self.partitive = frozenset(lexicon["partitive_prepositions"])
        self.not_names = frozenset(lexicon["not_names"]) - set(lexicon["parties"])
        self.name_adjectives = frozenset(lexicon["name_adjectives"])
        self.bodies = frozenset(lexicon["body_nouns"])
        self.indefinite = "|".join(lexicon["determiners"]["indefinite"])
        self.officials = frozenset(lexicon["official_heads"])
        self.portfolios = frozenset(lexicon["portfolio_heads"])
        self.members = frozenset(lexicon["member_heads"])
        self.origins = frozenset(lexicon["origin_heads"])
        self.campaigns = frozenset(lexicon["campaign_words"])
        self.exemplars = frozenset(lexicon["exemplar_openers"])
        self.knowing = frozenset(lexicon["knowledge_openers"])
        self.circles = frozenset(lexicon["circle_prepositions"])
        self.near: Terms[bool] = Terms((term, True) for term in lexicon["near_phrases"])
        self.first_names = {name: gender for gender, names in lexicon["first_names"].items() for name in names}
        self.particles = frozenset(lexicon["name_particles"])
        self.unnamed = frozenset(lexicon["unnamed_words"])
        self.fractions = frozenset(lexicon["fractions"])
        self.levels = frozenset(lexicon["levels"])
        self.events = frozenset(form for noun in lexicon["event_nouns"] for form in noun_forms(noun))
        self.restrictors = frozenset(lexicon["restrictors"])
        self.percent = frozenset(lexicon["percent_words"])
        self.topics = frozenset(form for topic in lexicon["topics"] for form in noun_forms(topic))
        self.common_bodies = frozenset(lexicon["common_bodies"])
        self.blocs = frozenset(lexicon["bloc_adjectives"])
        self.human_relatives = frozenset(lexicon["human_relatives"])
        self.copulas: Terms[bool] = Terms((term, True) for term in lexicon["copulas"])
        self.scales = frozenset(lexicon["scales"])
        self.deputies = frozenset(lexicon["deputy_words"])
        self.single_kin = frozenset(lexicon["single_kin"])
        self.asking = frozenset(lexicon["asking_cues"])
        self.age_nouns = tuple(f"-{noun}" for noun in lexicon["age_nouns"])
        self.covers = {noun: frozenset(others) for noun, others in lexicon["covering_heads"].items()}
        self.general_heads = {noun: role for role, nouns in lexicon["general_heads"].items() for noun in nouns}
        self.general_any = frozenset(lexicon["general_heads"]["any"])
        self.open_heads = frozenset([*lexicon["open_heads"], *lexicon["age_nouns"]])
        self.agents = {number: tuple(endings) for number, endings in lexicon["agent_endings"].items()}
        self.participles = tuple(lexicon["participle_endings"])
        nationalities = [(term, iso) for iso, item in lexicon["countries"].items() for term in item["demonyms"]]
        self.peoples: Terms[str] = Terms((form, iso) for term, iso in nationalities for form in (term, f"{term}s"))
        self.party_code = re.compile(lexicon["party_code"])
        topics = "|".join(sorted(self.topics))
        self.knowledge = [
            (
                kind,
                re.compile(
                    r"\b(?:" + "|".join(lexicon["knowledge"][kind]).replace("TOPIC", topics) + ")", re.IGNORECASE
                ),
            )
            for kind in _KNOWLEDGE_ORDER
        ]
        self.negation = re.compile(r"\b(?:" + "|".join(lexicon["negations"]) + r")\s+(?:\w+\s+)?$", re.IGNORECASE)
        fixed: tuple[Terms[Any], ...] = (self.heads, self.sectors, self.countries)
        self.fixed_phrases: Terms[bool] = Terms((text, True) for terms in fixed for text, _ in terms.sequences())

    def pronoun_at(self, words: Sequence[Word], at: int) -> Pronoun | None:
        """The pronoun or bare quantifier that is the head of the phrase."""
        pronoun = self.pronouns.get(words[at].lower)
        rest = at + 1
        if pronoun is None and len(words) == at + 2:
            pronoun, rest = self.pronouns.get(f"{words[at].lower} {words[at + 1].lower}"), at + 2
        if pronoun is None:
            return None
        if rest >= len(words):
            return pronoun
        follower = words[rest]
        if follower.lower in self.partitive:
            return self._part_of(words, rest + 1, pronoun)
        if follower.mark or follower.lower in self.trailers or follower.lower in self.conjunctions:
            return pronoun
        return pronoun if follower.lower in self.openers else None

    def _part_of(self, words: Sequence[Word], at: int, part: Pronoun) -> Pronoun | None:
        """What "one of them" or "some of those" asks for."""
        whole = self.pronouns.get(words[at].lower) if at < len(words) else None
        alone = at + 1 >= len(words) or words[at + 1].mark or words[at + 1].lower in self.openers
        if whole is None or not alone or not (whole.number == "several" or words[at].lower == "those"):
            return None
        return replace(part, number="member" if part.number == "member" else "subset")

    def is_coordinated(self, words: Sequence[Word], at: int) -> bool:
        """Whether a conjunction follows."""
        return any(word.lower in self.conjunctions for word in words[at:])

    def is_poll(self, words: Sequence[Word], at: int) -> bool:
        """Whether the phrase begins with a percentage, "seven in 10" or a fraction of the public."""
        if self.is_share(words, at):
            return True
        for index in range(at, min(len(words), at + 9)):
            word = words[index]
            if word.form in self.percent or word.lower in self.percent:
                return True
            if word.lower in self.openers and word.lower not in self.adverbs and index > at + 1:
                return False
        return False

    def is_share(self, words: Sequence[Word], at: int) -> bool:
        """Whether the phrase begins with "seven in 10" or "a third of the voters"."""
        first = [word.lower for word in words[at : at + 5]]
        if len(first) > 2 and self._is_number(first[0]):
            joined = 2 if first[1] == "in" else 3 if first[1:3] == ["out", "of"] else 0
            return bool(joined) and joined < len(first) and self._is_number(first[joined])
        of = next((index for index, word in enumerate(first) if word in self.partitive), 0)
        if not of or not any(word in self.fractions for word in first[:of]):
            return False
        core = self.core(words, at + of + 1) if at + of + 1 < len(words) else None
        head = self.heads.ending(words, core.begin, core.end) if core is not None and core.end > core.begin else None
        return head is not None and head[1].plural and head[1].role == "citizen"

    def _is_number(self, word: str) -> bool:
        return word in self.numerals or word.isdecimal()

    def core(self, words: Sequence[Word], at: int) -> Core:
        """Read determiners, numbers and quantifiers, and find the words up to the first postmodifier."""
        core = Core(at, at, at)
        position = at
        while position < len(words):
            word = words[position]
            numeral = self.numerals.get(word.lower)
            found = self.determiners.starting(words, position, len(words))
            quantity = self.quantifiers.starting(words, position, len(words))
            if numeral is None and _DIGITS.fullmatch(word.form):
                numeral = int(word.form.replace(",", ""))
            if quantity is not None and (found is None or quantity[0] > found[0]):
                core.quantity = core.quantity or quantity[1]
                position = quantity[0]
            elif found is not None:
                core.determiner = core.determiner or found[1]
                if numeral is not None:
                    core.count, core.numbered = numeral, True
                position = found[0]
            elif numeral is not None:
                if not core.partitive:  # "one of three": one
                    core.count, core.numbered = numeral, True
                position += 1
            elif core.numbered and word.lower in self.scales:
                core.count, core.quantity = None, "generic"
                position += 1
            elif (
                word.lower in self.partitive
                and position > at
                and (core.numbered or core.quantity)
                and position + 1 < len(words)
            ):
                core.partitive = True
                position += 1
                core.begin = position
                continue
            else:
                break
            core.begin = position
        if core.begin >= len(words) or words[core.begin].mark:
            core.begin = at
        core.end = self.core_end(words, core.begin)
        return core

    def core_end(self, words: Sequence[Word], begin: int) -> int:
        """Where the postmodifiers, a mark or a second conjunct begin."""
        position = begin
        while position < len(words):
            word = words[position]
            fixed = self.fixed_phrases.starting(words, position, len(words))
            if fixed is not None:
                position = fixed[0]
                continue
            if word.mark or (position > begin and word.lower in self.pronouns and word.lower not in self.numerals):
                break
            if word.lower in self.conjunctions:
                mixed = position > begin and self.tenure.starting(words, position - 1, len(words))
                if (
                    not (mixed and mixed[0] > position)
                    and position > begin
                    and self._complete(words, begin, position)
                    and not self._shares_head(words, begin, position)
                    and not self._doubles_title(words, begin, position)
                ):
                    break
            elif (
                word.lower in self.openers
                and position > begin
                and not (word.lower in self.partitive and self._joins_names(words, position))
            ):
                break
            position += 1
        return position

    def _joins_names(self, words: Sequence[Word], position: int) -> bool:
        """Whether the preposition stands inside a body's name: "University of the Cape"."""
        after = position + 1
        if after < len(words) and self.determiners.get(words[after].lower) == "definite":
            after += 1
        before = words[position - 1]
        return after < len(words) and words[after].capital and before.capital and self.is_body_noun(before)

    def _complete(self, words: Sequence[Word], begin: int, end: int) -> bool:
        return words[end - 1].capital or self.heads.ending(words, begin, end) is not None

    def _doubles_title(self, words: Sequence[Word], begin: int, position: int) -> bool:
        """Whether the conjunction joins two titles of one name: "author and activist NAME"."""
        before = self.heads.ending(words, begin, position)
        bare = not (begin and self.determiners.get(words[begin - 1].lower))
        if before is None or not bare or before[1].kind != PERSON or before[1].plural or words[position - 1].capital:
            return False
        for index in range(position + 1, min(len(words) - 1, position + 4)):
            title = self.heads.starting(words, index, len(words))
            if title is not None:
                named = title[0] < len(words) and words[title[0]].capital and not words[title[0] - 1].possessive
                return named and title[1].kind == PERSON and not title[1].plural
            if words[index].mark or self.determiners.get(words[index].lower) or words[index].lower in self.openers:
                return False
        return False

    def _shares_head(self, words: Sequence[Word], begin: int, position: int) -> bool:
        """Whether the conjunction joins modifiers of one noun: "House and Senate Republicans".

        A bare singular common noun is no noun phrase ("state and city officials"); capitals may be one, so that what
        follows the conjunction must have capitals too, unless they are those of a party or a nationality.
        """
        before, after = words[begin:position], position + 1
        if len(before) > 3 or after >= len(words) or (begin and self.determiners.get(words[begin - 1].lower)):
            return False
        head = self.heads.ending(words, begin, position)
        if head is not None and head[1].plural:
            return False
        bare = head is not None and len(before) == 1 and (head[1].kind == ORGANIZATION or head[1].role == "citizen")
        adjective = len(before) == 1 and bool(self.parties.get(before[0].form) or self.demonyms.get(before[0].form))
        capitals = all(word.capital and not word.possessive for word in before) and words[after].capital
        if not (capitals or adjective or (bare and not before[0].capital)):
            return False
        if words[after].lower in self.honorifics or self.titles.get(words[after].lower):
            return False
        for index in range(after, min(len(words), after + 4)):
            word = words[index]
            if word.mark or word.possessive or self.determiners.get(word.lower) or word.lower in self.openers:
                return False
            found = self.heads.get(word.lower)
            if found is not None and found.plural:
                return index > after
            if self.seniority.get(word.lower) or self.tenure.get(word.lower) or self.quantifiers.get(word.lower):
                return False
        return False

    def is_person_noun(self, word: Word) -> bool:
        """Whether the word is a listed noun for people."""
        head = self.heads.get(word.lower)
        return head is not None and head.kind == PERSON

    def office_sector(self, text: str) -> str | None:
        """The sector of the one office that a phrase without a name stands for: "the prime minister"."""
        words = words_of(text, 0, len(text))
        found = self.heads.ending(words, 0, len(words)) if words else None
        office = found is not None and found[1].kind == PERSON and found[1].leader and not found[1].plural
        definite = bool(words) and self.determiners.get(words[0].lower) == "definite"
        return found[1].sector if found is not None and office and definite and found[1].sector != "unknown" else None

    def is_body_noun(self, word: Word) -> bool:
        """Whether the word is a listed noun for bodies."""
        head = self.heads.get(word.lower)
        return head is not None and head.kind == ORGANIZATION

    def name(self, words: Sequence[Word], begin: int, end: int, core: Core, names: Names) -> NamePlace | None:
        """The person name that ends the core, with its title."""
        stop = end
        while stop > begin and words[stop - 1].lower in self.trailers:
            stop -= 1
        if stop <= begin or not words[stop - 1].capital:
            return None
        run = stop
        while (
            run > begin
            and (words[run - 1].capital or words[run - 1].lower in self.particles)
            and not (words[run - 1].possessive and run < stop)
        ):
            run -= 1
        while run < stop and words[run].lower in self.particles and not words[run].capital:
            run += 1
        before, at, head, titled = run, run, None, False
        for index in range(stop - 1, run, -1):
            title = self.title_ending(words, begin, index)
            if title is not None:
                before, at, head, titled = title[0], index, title[1], True
                break
            if words[index - 1].lower in self.honorifics:
                before, at, titled = index - 1, index, True
                title = self.title_ending(words, begin, before) if before > begin else None
                if title is not None and not words[before - 1].possessive:  # "British diplomat Sir NAME"
                    before, head = title
                break
        if not titled and run > begin:
            title = self.title_ending(words, begin, run)
            if title is not None and not words[run - 1].possessive:
                before, head, titled = title[0], title[1], True
        forms = [word.form for word in words[at:stop]]
        if titled:
            if self._plural_or_listed(words, at, stop, names):
                return None
            if self._is_organization(words, at, stop) and names.kind_of(forms) != PERSON:
                return None
            return NamePlace(before, at, stop, head)
        if self._plural_or_listed(words, at, stop, names):
            return None
        kind = names.kind_of(forms)
        if kind == PERSON and not (core.determiner and at == begin and self.is_coordinated(words[end : end + 1], 0)):
            return NamePlace(at, at, stop, None)
        possessor = run > begin and words[run - 1].possessive
        if (
            core.numbered
            or kind == ORGANIZATION
            or (core.determiner and not possessor)
            or self._is_organization(words, at, stop)
        ):
            return None
        if run > begin and not possessor and len(forms) == 1:
            return None
        if len(forms) == 1 and forms[0].lower() in self.abbreviations:
            return None
        if len(forms) == 1 and (self._acronym(forms[0]) or self.countries.get(forms[0]) or forms[0] in self.metonyms):
            return None
        return NamePlace(at, at, stop, None) if len(forms) <= 4 else None

    def title_ending(self, words: Sequence[Word], begin: int, end: int) -> tuple[int, Head] | None:
        """The title or role noun that stops at ``end``: (start index, head)."""
        title = self.titles.ending(words, begin, end)
        head = self.heads.get(title[1]) if title is not None else None
        if title is not None and head is not None and words[title[0]].capital:
            return title[0], head
        found = self.heads.ending(words, begin, end)
        if found is None or found[1].kind != PERSON or self.demonyms.get(words[found[0]].form):
            return None
        return found

    def _plural_or_listed(self, words: Sequence[Word], at: int, stop: int, names: Names) -> bool:
        """Whether the capitalised words end in a listed noun, not in a surname that looks like one."""
        found = self.heads.ending(words, at, stop)
        if found is None:
            return False
        forms = [word.form for word in words[at:stop]]
        if names.kind_of(forms) == PERSON:
            return False
        given = len(forms) > 1 and (forms[0] in self.first_names or len(forms[0]) == 1)
        return not given or found[1].plural or found[1].kind != PERSON

    def _is_organization(self, words: Sequence[Word], at: int, stop: int) -> bool:
        if words[at].form in self.first_names and stop - at > 1:
            return False
        return (
            self.sectors.ending(words, at, stop) is not None
            or self.places.ending(words, at, stop) is not None
            or any(self.is_body_noun(word) for word in words[at:stop])
            or any(self.countries.starting(words, index, stop) for index in range(at, stop))
            or any(self._acronym(word.form) for word in words[at:stop])
        )

    @staticmethod
    def _acronym(form: str) -> bool:
        letters = form.replace(".", "").replace("&", "")
        return (
            len(letters) > 1 and letters.isupper() and not letters.isdigit() and letters.isalnum() and len(letters) < 7
        )

    def is_outlet(self, words: Sequence[Word], begin: int, end: int, head: Head) -> bool:
        """Whether capitals make a body of what is otherwise a document: "the Washington Post"."""
        if head.kind != DOCUMENT or not words[end - 1].capital or end - begin < 2:
            return False
        sector = self.sectors.ending(words, begin, end)
        return sector is not None and (sector[0] < end - 1 or self.sectors.get(words[end - 1].form) is not None)


def phrase_start(text: str, end: int, begin: int, reader: Grammar) -> int | None:
    """Where the noun phrase that ends at ``end`` may begin: its last determiner, number or capitals."""
    begin = max(begin, end - 90)
    words = list(re.finditer(r"[^\s,;:“”\"()]+", text[begin:end]))
    for match in reversed(words[-9:]):
        lower = match[0].lower()
        if (
            reader.determiners.get(lower) is not None
            or lower in reader.numerals
            or reader.quantifiers.get(lower) is not None
        ):
            return begin + match.start()
    start = None
    for match in reversed(words[-6:]):
        lower = match[0].lower()
        head = reader.heads.get(lower)
        if match[0][:1].isupper() or head is not None or reader.seniority.get(lower) or reader.tenure.get(lower):
            start = begin + match.start()
        else:
            break
    return start


def phrase_around(text: str, start: int, end: int, reader: Grammar) -> tuple[int, int]:
    """The noun phrase around a name at ``[start, end)``: its title before, its apposition after."""
    line = text.rfind("\n", 0, start) + 1
    left = start
    words = list(re.finditer(r"\S+", text[max(line, start - 80) : start]))
    base = max(line, start - 80)
    if words and _titles(words[-1][0], reader):
        capital = False
        for index, match in reversed([*enumerate(words)][-8:]):
            word = match[0]
            if capital and word.islower() and not _modifies(word, reader):
                break  # a verb: "Rivera met Senator | Kay Dunn"
            capital = capital or word[0].isupper()
            lower = word.lower().rstrip(".")
            if lower in reader.partitive and index > 0 and words[index - 1][0][:1].isupper():
                continue
            if word[-1] in ',;:”"' or lower in reader.openers or lower in reader.conjunctions:
                break
            left = base + match.start()
            if reader.determiners.get(lower) is not None or word[0] in '“"(':
                break
    if left == start and text[start - 2 : start] == ", " and text[end : end + 1] == ",":
        described = _described_start(text, start - 2, line, reader)
        left = described if described is not None else start
    code = re.match(rf" \((?:{reader.party_code.pattern})[^()\n]{{0,20}}\)", text[end : end + 40])
    right = end + code.end() if code else _origin_end(text, end, reader) if left < start else end
    follows = _APPOSITION.match(text, right, right + 110)
    if follows and follows[1].split()[0].lower() not in reader.openers:
        right = follows.end()
    return left, right


def _described_start(text: str, end: int, line: int, reader: Grammar) -> int | None:
    """Where the definite description that ends at ``end`` begins: "the suspect", "Iran's foreign minister"."""
    if not _titles(_last_word(text, end), reader):
        return None
    begin = phrase_start(text, end, line, reader)
    if begin is not None and reader.determiners.get(text[begin:end].split()[0].lower()) in _DEFINITE:
        return begin
    owner = _OWNED.search(text, max(line, end - 80), end)
    return owner.start() if owner is not None else None


def _modifies(word: str, reader: Grammar) -> bool:
    """Whether a lower-case word is listed as part of a noun phrase."""
    listed = (reader.determiners, reader.heads, reader.seniority, reader.tenure, reader.sectors)
    return any(table.get(word) is not None for table in listed) or word in reader.partitive or "-" in word


def _origin_end(text: str, end: int, reader: Grammar) -> int:
    """Where the country after a titled name ends: "President Omar Diaz of Chile"."""
    if text[end : end + 1] != " ":
        return end
    words = words_of(text, end, min(len(text), end + 40))[:4]
    if len(words) < 2 or words[0].lower not in reader.belonging or text[end : words[0].start] != " ":
        return end
    found = reader.countries.starting(words, 1, len(words)) or reader.places.starting(words, 1, len(words))
    return words[found[0] - 1].end if found is not None else end


def _last_word(text: str, end: int) -> str:
    words = text[max(0, end - 40) : end].split()
    return words[-1] if words else " "


def _titles(word: str, reader: Grammar) -> bool:
    form = word.rstrip(".").lower()
    if word[-1] in ',;:”")':
        return False
    head = reader.heads.get(form)
    listed = form in reader.honorifics or reader.titles.get(form) is not None
    return listed or (head is not None and head.kind == PERSON)


def _heads(lexicon: Lexicon) -> Terms[Head]:
    sectors = {noun: sector for sector, nouns in lexicon["head_sectors"].items() for noun in nouns}
    relations = {noun: relation for relation, nouns in lexicon["relations"].items() for noun in nouns}
    genders = {noun: gender for gender, nouns in lexicon["gendered_nouns"].items() for noun in nouns}
    leaders, generic = set(lexicon["leader_heads"]), set(lexicon["generic_heads"])
    named, collectives = set(lexicon["named_heads"]), set(lexicon["collective_nouns"])
    plurals = collectives | set(lexicon["plural_nouns"])
    terms: Terms[Head] = Terms()

    def add(noun: str, kind: str, role: str = "unspecified") -> None:
        single = Head(
            noun.lower(),
            kind,
            role,
            sectors.get(noun, "unknown"),
            noun in plurals,
            noun in leaders,
            relations.get(noun, _RELATION_OF_ROLE.get(role, "belongs")),
            genders.get(noun, ""),
            noun.lower() in generic,
            noun in named,
            noun in collectives,
        )
        terms.add(noun, single)
        stem, *rest = noun.split(" of ", 1)
        forms = noun_forms(stem)
        if stem.endswith("man"):
            forms.add(stem.removesuffix("man") + "men")
        for form in forms:
            if form != stem:
                terms.add(" of ".join([form, *rest]), replace(single, plural=True))

    for role, nouns in lexicon["roles"].items():
        for noun in nouns:
            add(noun, PERSON, role)
    for section, kind in (
        ("poll_heads", POLL),
        ("organization_heads", ORGANIZATION),
        ("document_heads", DOCUMENT),
        ("thing_heads", THING),
    ):
        for noun in lexicon[section]:
            add(noun, kind)
    return terms
