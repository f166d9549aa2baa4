"""Reading one source phrase: what the words themselves say about who it is.

The fields and values are those of `quotenlp.records.Source`; nothing here looks beyond the phrase.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from quotenlp.sources.phrases import Core, Grammar, NamePlace
from quotenlp.sources.reading import ORGANIZATION, PERSON, POLL, THING, Head, Names, Reading, Tie, adopt
from quotenlp.sources.words import Word, words_of

# A more specific institution beats a more general one: "U.S. intelligence officials" are intelligence.
_SECTOR_ORDER = (
    "intelligence",
    "military",
    "law_enforcement",
    "judiciary",
    "party",
    "legislature",
    "international",
    "media",
    "academia",
    "labor",
    "civil_society",
    "business",
    "government",
    "public",
)
_TOPICAL_ROLES = {"expert", "lawyer"}
_PRIVATE_SECTORS = {"business", "labor", "academia", "civil_society", "media"}
_STATE_SECTORS = {"government", "military", "law_enforcement", "intelligence"}
_YIELDING_SECTORS = {"unknown", "government", "business", "public", "academia", "labor"}
_INSTITUTION_FREE = {"journalist"}
_INSIDER_ROLES = {"official", "aide", "spokesperson", "unspecified"}
_GENERIC_ROLES = {"expert", "critic", "citizen"}
_KEEPS_SECTOR = {"judiciary", "legislature", "media"}
LONGEST_PHRASE = 200
"""So many words of a phrase are read; where it is longer, what it lists is no description."""

_AGE = re.compile(r"\d{1,3}")
_TOPIC = re.compile(r"\s*([^\s,.;:()—“”\"](?:[^,.;:()—“”\"]*[^\s,.;:()—“”\"])?)")


class Reader(Grammar):
    """Reads phrases."""

    def read(self, text: str, start: int, end: int, names: Names, human: bool = False) -> Reading:
        """Read the phrase ``text[start:end]``.

        Args:
            text: the document's text.
            start: first character of the phrase.
            end: end of the phrase, exclusive.
            names: what the document tells about names.
            human: whether the words after the phrase show that it describes a person: "a welder | who said".

        Returns:
            A new `Reading`; its entity is "unknown" where the phrase describes no speaker.
        """
        words = words_of(text, start, end)[:LONGEST_PHRASE]
        at = 0
        while at < len(words) - 1 and (words[at].mark or words[at].lower in self.adverbs) and not words[at].possessive:
            if words[at].lower == "both" and not self.is_coordinated(words, at):
                break
            at += 1
        reading = Reading(start, end, human=human)
        if at >= len(words):
            return reading
        pronoun = self.pronoun_at(words, at)
        if pronoun is not None:
            reading.pronoun = pronoun
            reading.gender = pronoun.gender
            reading.count = pronoun.count
            self._tied_pronoun(text, words, at, reading)
            self.read_knowledge(text, words[at].end, end, reading)
            return reading
        if self.is_poll(words, at):
            return self._poll(text, words, reading)
        core = self.core(words, at)
        self._phrase(text, words, core, reading, names)
        self._appositions(text, words, core, reading, names)
        if reading.entity in (PERSON, "group"):
            self.read_knowledge(text, words[core.end - 1].end if core.end > core.begin else start, end, reading)
        return reading

    def _tied_pronoun(self, text: str, words: Sequence[Word], at: int, reading: Reading) -> None:
        """Read the complement of a bare quantifier: "some in the party", "those around the premier"."""
        for shown, start, stop, tie in self._complements(words, at + 1, None):
            reading.affiliations.append(_tie(text, words, shown, stop, tie))
            if words[at + 1].lower in self.circles and tie == "near":
                reading.role = "aide"
                reading.evidence["role"] = _span(words, at + 1, at + 2)
            for first, last, sector in self.sectors.all(words, start, stop):
                reading.sector = sector
                reading.evidence["sector"] = _span(words, first, last)
                break

    def read_knowledge(self, text: str, start: int, end: int, reading: Reading, adjacent: bool = False) -> None:
        """Set the strongest knowledge that ``text[start:end]`` states, and its topic, unless negated.

        ``adjacent`` asks for a statement right at ``start``.
        """
        if reading.knowledge != "unstated":
            return
        for kind, pattern in self.knowledge:
            for match in pattern.finditer(text, start, end):
                if adjacent and text[start : match.start()].strip():
                    break
                if kind == "present" and reading.name:
                    continue
                if self.negation.search(text, max(start, match.start() - 20), match.start()):
                    continue
                reading.knowledge = kind
                reading.evidence["knowledge"] = match.span()
                topic = _TOPIC.match(text, match.end(), end)
                if topic is not None:
                    reading.topic = topic[1]
                    reading.evidence["topic"] = topic.span(1)
                return

    def _phrase(self, text: str, words: Sequence[Word], core: Core, reading: Reading, names: Names) -> None:
        begin, end = core.begin, core.end
        while end > begin + 1 and words[end - 1].lower in self.trailers and not words[end - 1].capital:
            end -= 1
        if end <= begin:
            return
        name = self.name(words, begin, end, core, names)
        if name is not None:
            self._named(text, words, core, name, reading, names)
            return
        found = None
        for stop in range(end, begin, -1):
            found = self.heads.ending(words, begin, stop)
            if found is not None:
                break
            if not words[stop - 1].lower.endswith(self.participles):
                break
        if found is not None and (found[1].kind == THING or self._is_origin(words, found[1], stop, len(words))):
            return
        body = self.is_outlet(words, begin, end, found[1]) if found is not None else False
        if found is not None and not body:
            self._common(text, words, core, found[0], found[1], reading, names)
            return
        self._unlisted(text, words, core, end, reading, names)

    def _is_origin(self, words: Sequence[Word], head: Head, at: int, end: int) -> bool:
        """Whether a source is where something comes from: "a source of income", not "a source of the ministry"."""
        if head.lemma not in self.origins or at + 1 >= end or words[at].lower not in self.partitive:
            return False
        return not any(word.capital or self.is_body_noun(word) for word in words[at + 1 : self.core_end(words, at + 1)])

    def _named(
        self,
        text: str,
        words: Sequence[Word],
        core: Core,
        name: NamePlace,
        reading: Reading,
        names: Names,
    ) -> None:
        at, stop, head = name.start, name.end, name.title
        reading.entity, reading.plurality = PERSON, "one"
        reading.name = text[words[at].start : words[stop - 1].end]
        reading.evidence["naming"] = reading.evidence["entity"] = _span(words, at, stop)
        reading.determiner = core.determiner
        first = words[at].form
        reading.gender = self.first_names.get(first, "") if stop - at > 1 else ""
        if at > core.begin:
            reading.gender = self.honorifics.get(words[at - 1].lower, reading.gender)
        if head is not None:
            reading.gender = head.gender or reading.gender
            reading.nouns = (*reading.nouns, head.lemma)
        self._profile(text, words, core, core.begin, max(core.begin, name.title_start), stop, head, reading, names)
        self._first_title(words, core.begin, name.title_start, reading)
        if head is None and reading.role == "unspecified" and reading.sector == "media" and reading.affiliations:
            reading.role = "journalist"
            reading.evidence["role"] = reading.affiliations[0][2:]
        self._coordination(text, words, core, reading, names)

    def _first_title(self, words: Sequence[Word], begin: int, end: int, reading: Reading) -> None:
        """Read the first of two titles before a name: "journalist and author NAME"."""
        if end <= begin + 1 or words[end - 1].lower not in self.conjunctions:
            return
        found = self.heads.ending(words, begin, end - 1)
        if found is not None and found[1].kind == PERSON:
            reading.nouns = (*reading.nouns, found[1].lemma)
            if reading.sector == "unknown":
                reading.sector = found[1].sector
                reading.evidence["sector"] = _span(words, found[0], end - 1)

    def _coordination(self, text: str, words: Sequence[Word], core: Core, reading: Reading, names: Names) -> None:
        """Turn "NAME, NAME and NAME" into a named group."""
        position = core.end
        found = 1
        while position < len(words) and (words[position].form == "," or words[position].lower in self.conjunctions):
            joined = words[position].lower in self.conjunctions
            following = self.core(words, position + 1)
            if following.end <= following.begin:
                return
            if self.name(words, following.begin, following.end, following, names) is None:
                return
            found += 1
            if joined:
                reading.entity, reading.plurality, reading.group_of_names, reading.plural = (
                    "group",
                    "several",
                    True,
                    True,
                )
                return
            position = following.end

    def _common(
        self,
        text: str,
        words: Sequence[Word],
        core: Core,
        head_at: int,
        head: Head,
        reading: Reading,
        names: Names,
    ) -> None:
        reading.head = head
        reading.determiner = core.determiner
        if head.leader and not head.plural and not core.determiner and not core.numbered:
            reading.determiner = "definite"
        reading.gender = head.gender
        reading.plural = head.plural
        end = head_at + len(head.lemma.split())
        reading.evidence["entity"] = _span(words, head_at, end)
        reading.evidence["plurality"] = _span(words, core.first, end)
        if head.kind == POLL:
            self._poll(text, words, reading)
            return
        if head.kind != PERSON:
            reading.entity = head.kind
            reading.proper = self._proper(words, core, end)
            self._profile(text, words, core, core.begin, head_at, end, head, reading, names)
            if head.kind == ORGANIZATION:
                self._read_country(words, ((core.begin, end),), reading)
            return
        reading.nouns = (*reading.nouns, head.lemma)
        bare_party = not core.determiner and not head.plural and self.parties.get(words[core.end - 1].form)
        if bare_party and core.end == len(words):
            reading.plural, reading.entity, reading.plurality = True, "group", "generic"
        elif core.partitive and core.count == 1:
            reading.plural, reading.entity, reading.plurality = False, PERSON, "one"
        elif head.plural:
            reading.entity = "group"
            reading.plurality = self._plurality(words, core, head)
        else:
            reading.entity, reading.plurality = PERSON, "one"
        if core.numbered:
            reading.count = core.count
            reading.evidence["count"] = _span(words, core.first, max(core.begin, core.first + 1))
        self._profile(text, words, core, core.begin, head_at, end, head, reading, names)

    def _plurality(self, words: Sequence[Word], core: Core, head: Head) -> str:
        if core.numbered or core.quantity == "several":
            return "several"
        if core.quantity == "generic":
            return "several" if head.role in _INSIDER_ROLES and not head.generic else "generic"
        if head.collective:
            return "generic"
        if core.determiner == "definite":
            return "several"
        generic = head.generic or head.role in _GENERIC_ROLES
        return "generic" if generic and not self._is_restricted(words[core.end :], head) else "several"

    def _is_restricted(self, after: Sequence[Word], head: Head) -> bool:
        """Whether what follows the noun limits the group: "analysts at the bank".

        Members of a party are limited by an event only: not "Democrats on the committee", but "Democrats at the rally".
        """
        if not after or after[0].lower not in self.openers | self.restrictors:
            return False
        if after[0].lower in self.partitive or after[0].lower in self.exemplars:
            return False
        if self.parties.get(head.lemma.capitalize()) is None or after[0].lower in self.restrictors:
            return True
        pronoun = self.pronouns.get(after[0].lower)
        return pronoun is not None or any(word.lower in self.events for word in after[1:])

    def _unlisted(self, text: str, words: Sequence[Word], core: Core, end: int, reading: Reading, names: Names) -> None:
        """A phrase whose head is in no list: a proper name of a body, a nationality, or an unknown noun."""
        last = words[end - 1]
        reading.determiner = core.determiner
        forms = [word.form for word in words[core.begin : end]]
        people = self.peoples.get(last.form)
        if people is not None and end - core.begin == 1:
            reading.entity, reading.plural, reading.plurality = "group", True, "generic"
            reading.role, reading.sector, reading.country = "citizen", "public", people
            reading.evidence.update(dict.fromkeys(("entity", "role", "sector", "country"), _span(words, end - 1, end)))
            return
        if core.numbered and last.capital and end - core.begin == 1:
            self._common(text, words, core, end - 1, Head(last.lower, PERSON, "citizen", plural=True), reading, names)
            return
        capital_run = [word for word in words[core.begin : end] if word.capital]
        if last.capital or (capital_run and names.kind_of(forms) == ORGANIZATION):
            reading.entity, reading.proper = ORGANIZATION, core.determiner not in ("indefinite", "new")
            reading.evidence["entity"] = _span(words, core.begin, end)
            country = self.countries.starting(words, core.begin, end)
            if (country is not None and country[0] == end) or last.form in self.metonyms:
                reading.sector = "government"
                reading.evidence["sector"] = _span(words, core.begin, end)
            self._profile(text, words, core, core.begin, end, end, None, reading, names)
            reading.affiliations.clear()
            reading.country = None
            self._read_country(words, ((core.begin, end),), reading)
            return
        if last.lower.endswith(self.age_nouns) and not last.capital:
            age = Head(last.lower.split("-", 1)[-1], PERSON, named=True)
            self._common(text, words, core, end - 1, age, reading, names)
            reading.aged = True
            return
        human = reading.human if core.end >= len(words) else words[core.end].lower in self.human_relatives
        aged = any(word.lower.endswith(self.age_nouns) for word in words[core.begin : end - 1])
        if not last.capital and (aged or (human and core.determiner == "indefinite")):
            worker = Head(last.lower, PERSON, "citizen", "public")
            self._common(text, words, core, end - 1, worker, reading, names)
            return
        plural = last.lower.endswith(self.agents["plural"])
        if (plural or last.lower.endswith(self.agents["singular"])) and not last.capital:
            head = Head(last.lower, PERSON, plural=plural)
            self._common(text, words, core, end - 1, head, reading, names)

    def _poll(self, text: str, words: Sequence[Word], reading: Reading) -> Reading:
        reading.entity = POLL
        found = [
            found for found in self.sectors.all(words, 0, len(words)) if found[2] in ("media", "academia", "business")
        ]
        reading.proper = any(
            word.capital
            and word.lower not in self.adverbs
            and self.determiners.get(word.lower) is None
            and not self.heads.get(word.lower)
            for word in words[1:]
            if not self.places.get(word.form) and not self.parties.get(word.form)
        ) and bool(self.heads.ending(words, 0, len(words)) or any(self._poll_word(word) for word in words))
        shares = (
            [0]
            if self.is_share(words, 0)
            else [at for at, word in enumerate(words) if word.form in self.percent or word.lower in self.percent]
        )
        if found or shares:
            start, stop, reading.sector = found[0] if found else (shares[0], shares[0] + 1, "public")
            reading.evidence["sector"] = _span(words, start, stop)
        return reading

    def _poll_word(self, word: Word) -> bool:
        head = self.heads.get(word.lower)
        return head is not None and head.kind == POLL

    def _proper(self, words: Sequence[Word], core: Core, end: int) -> bool:
        """Whether capitals beyond the phrase's first word make the phrase a proper name."""
        first = core.first
        return any(
            word.capital and not self.demonyms.get(word.form) and not (index == first and core.begin >= end - 1)
            for index, word in enumerate(words[:end])
            if index > first or (index >= core.begin and word.capital and end - core.begin > 1)
        )

    def _profile(
        self,
        text: str,
        words: Sequence[Word],
        core: Core,
        begin: int,
        head_at: int,
        end: int,
        head: Head | None,
        reading: Reading,
        names: Names,
    ) -> None:
        """Fill the fields from the modifiers ``words[begin:head_at]`` and from what follows the core."""
        if head is not None and reading.entity in (PERSON, "group"):
            reading.role = head.role
            # a title's words are those before the name
            shown = _span(words, head_at, min(end, head_at + len(head.lemma.split())))
            reading.evidence["role"] = shown
            if head.leader and not (head.plural and head.generic):
                reading.seniority = "leader"
                reading.evidence["seniority"] = shown
        owners = [index for index in range(begin, head_at) if words[index].possessive]
        own = owners[-1] + 1 if owners else begin
        for name, table in (("seniority", self.seniority), ("tenure", self.tenure)):
            for first, last, value in table.all(words, own, head_at):
                setattr(reading, name, value)
                reading.evidence[name] = _span(words, first, last)
                break
        reading.deputy = any(word.lower in self.deputies for word in words[own:head_at])
        if any(word.lower in self.unnamed for word in words[own:head_at]):
            reading.called_unnamed = True
        relation = head.relation if head is not None else "belongs"
        if relation == "belongs" and reading.entity == ORGANIZATION:
            relation = (
                "serves"
                if core.determiner == "possessive" or any(w.possessive for w in words[begin:head_at])
                else "belongs"
            )
        ties = list(self._premodifier_ties(text, words, core, begin, head_at, head, relation, reading, names))
        institution = [(begin, max(begin, head_at if reading.entity in (PERSON, "group") else end))]
        for at, start, stop, tie in self._complements(words, self._last_of_role(words, core.end, head), head):
            if tie != "near" or not self._is_topic(words, start, stop):
                ties.append(_tie(text, words, at, stop, tie))
            if tie in ("belongs", "serves"):
                institution.append((start, stop))
        if reading.entity in (PERSON, "group", ORGANIZATION):
            reading.add_ties(ties)
        self._read_country(words, institution, reading)
        sector, shown_by = self._sector(words, institution, head, reading)
        if sector != "unknown":
            reading.sector = sector
            reading.evidence["sector"] = shown_by or reading.evidence.get("role") or _span(words, head_at, end)
        if head is not None and reading.entity in (PERSON, "group"):
            self._role_of_body(words, head, ties, reading, names)

    def _last_of_role(self, words: Sequence[Word], at: int, head: Head | None) -> int:
        """Where the postmodifiers begin that nouns of one role share: "aides and advisers | to NAME"."""
        while head is not None and at + 1 < len(words) and words[at].lower in self.conjunctions:
            following = self.core(words, at + 1)
            other = (
                self.heads.ending(words, following.begin, following.end) if following.end > following.begin else None
            )
            if following.determiner or other is None or other[1].role != head.role:
                break
            at = following.end
        return at

    def _role_of_body(
        self,
        words: Sequence[Word],
        head: Head,
        ties: Sequence[Tie],
        reading: Reading,
        names: Names,
    ) -> None:
        """Let the institution set the role where the noun leaves it open (scheme, section 6, step 10)."""
        state = reading.sector in _STATE_SECTORS
        if head.lemma in self.insider_ranks and (state or reading.sector == "party"):
            # Translated Japanese "kanbu": a ministry or party executive is a senior official or politician.
            reading.role = "politician" if reading.sector == "party" else "official"
            reading.seniority = self.insider_ranks[head.lemma]
        elif head.lemma in self.officials:
            reading.role = {"party": "politician", "business": "staff", "labor": "staff"}.get(
                reading.sector, "official"
            )
            person = any(names.kind_of(tie.text.split()) == PERSON for tie in ties)
            campaign = any(word.lower in self.campaigns for word in words)
            if (reading.sector == "party" and campaign) or (person and reading.sector == head.sector and not campaign):
                reading.role = "aide"
                reading.sector = "party" if campaign else "unknown"
        elif head.lemma in self.members:
            reading.role = "politician" if reading.sector in ("party", "legislature") else head.role
        elif head.role == "staff" and head.leader and (state or reading.sector == "party"):
            reading.role = "politician" if reading.sector == "party" else "official"
        elif head.role == "expert" and reading.sector == "intelligence":
            reading.role = "official"
        elif head.role == "politician" and head.leader and head.sector == "government":
            if reading.sector in _PRIVATE_SECTORS:
                reading.role = "staff"
            self._head_of_body(words, ties, reading)

    def _head_of_body(self, words: Sequence[Word], ties: Sequence[Tie], reading: Reading) -> None:
        """A president or governor of a bank, company or association holds no political office."""
        for tie, relation, start, end in ties:
            parts = words_of(tie, 0, len(tie))
            named_place = self.places.ending(parts, 0, len(parts)) or self.countries.ending(parts, 0, len(parts))
            body = any(self.is_body_noun(part) for part in parts)
            if relation != "belongs" or (named_place and not body) or self.demonyms.get(tie) or self.parties.get(tie):
                continue
            sector = next((sector for _, _, sector in self.sectors.all(parts, 0, len(parts))), "unknown")
            if sector in ("legislature", "party", "military") or (sector in ("government", "unknown") and not body):
                continue
            reading.role = "official" if sector == "government" else "staff"
            reading.sector = sector
            reading.evidence["sector"] = (start, end)

    def _premodifier_ties(
        self,
        text: str,
        words: Sequence[Word],
        core: Core,
        begin: int,
        head_at: int,
        head: Head | None,
        relation: str,
        reading: Reading,
        names: Names,
    ) -> Iterator[Tie]:
        if core.determiner == "possessive" and (relation != "belongs" or reading.entity == ORGANIZATION):
            at = max(core.first, core.begin - 1)
            yield _tie(text, words, at, at + 1, relation)
        position = begin
        proper_body = reading.entity == ORGANIZATION and head_at < len(words) and words[head_at].capital
        while position < head_at:
            word = words[position]
            if proper_body and not any(later.possessive for later in words[position:head_at]):
                return
            if word.possessive and not word.capital and relation != "belongs":
                yield _tie(text, words, begin, position + 1, relation)
                position += 1
                continue
            if self._plain_body(words, position, head_at):
                yield _tie(text, words, position, position + 2, relation)
                position += 2
                continue
            if (
                not word.capital
                or self._is_common(words, position)
                or self._skipped_premodifier(words, position, head_at)
            ):
                position += 1
                continue
            stop = position + 1
            while (
                stop < head_at
                and not words[stop - 1].possessive
                and (words[stop].capital or words[stop].lower in self.partitive)
            ):
                stop += 1
            while stop > position + 1 and (not words[stop - 1].capital):
                stop -= 1
            if (
                head is not None
                and head.lemma in self.portfolios
                and stop - position == 1
                and not self.places.get(word.form)
            ):
                position = stop
                continue
            party = self.parties.get(words[stop - 1].form) is not None
            while party and position < stop - 1 and self.places.starting(words, position, stop) is None:
                position += 1
            if party or stop - position > 1 or self.title_ending(words, position, stop) is None:
                yield _tie(text, words, position, stop, "belongs" if party or head is None else relation)
            position = stop

    def _is_common(self, words: Sequence[Word], position: int) -> bool:
        """Whether only the beginning of a sentence gives a word its capital: "Government sources"."""
        word = words[position]
        if position or (len(words) > 1 and words[1].capital) or self.sectors.get(word.form) is not None:
            return False
        listed = self.sectors.get(word.lower) is not None
        return listed and (not self.is_body_noun(word) or word.lower in self.common_bodies)

    def _plain_body(self, words: Sequence[Word], position: int, stop: int) -> bool:
        """A body named by common nouns: "transport ministry"."""
        word = words[position]
        return (
            stop < len(words)
            and self.is_person_noun(words[stop])
            and not word.capital
            and position + 1 < stop
            and not words[position + 1].capital
            and self.is_body_noun(words[position + 1])
            and not any(
                terms.get(word.lower) for terms in (self.sectors, self.seniority, self.tenure, self.quantifiers)
            )
            and word.lower not in self.unnamed
        )

    def _skipped_premodifier(self, words: Sequence[Word], position: int, stop: int) -> bool:
        """Nationalities are a country, not a tie; ranks, tenures and honorifics are neither."""
        word = words[position]
        single = position + 1 >= stop or not words[position + 1].capital
        if not single and (word.lower in self.honorifics or self.titles.get(word.lower)):
            return False
        return bool(
            (single and (self.demonyms.get(word.form) or word.form in self.blocs))
            or self.seniority.get(word.lower)
            or self.tenure.get(word.lower)
            or word.lower in self.honorifics
            or word.lower in self.unnamed
            or word.lower in self.name_adjectives
            or word.lower in self.openers
            or word.form in self.not_names
            or self.titles.get(word.lower)
            or (
                single
                and position == 0
                and self.sectors.get(word.lower) is None
                and not word.possessive
                and word.lower.endswith(self.participles)
            )
        )

    def _complements(self, words: Sequence[Word], at: int, head: Head | None) -> Iterator[tuple[int, int, int, str]]:
        """Objects of the prepositions after the head: (start of its capitals, start, end, relation)."""
        own = head.relation if head is not None else "belongs"
        position, direct = at, True
        while position < len(words) and position < at + 14:
            word = words[position]
            if word.form == "(":
                if position + 1 < len(words) and self.party_code.match(words[position + 1].form):
                    yield position + 1, position + 1, position + 2, "belongs"
                return
            if word.mark or word.lower in self.knowing:
                return
            near = self.near.starting(words, position, len(words))
            relation = ""
            if near is not None:
                position, relation = near[0], "near"
            elif word.lower in self.relation_prepositions and direct and own != "belongs":
                position, relation = position + 1, own
            elif word.lower in self.belonging:
                position, relation = position + 1, "belongs"
            else:
                direct = False
                position += 1
                continue
            start = position
            while (
                start < len(words) and self.determiners.get(words[start].lower) is not None and start + 1 < len(words)
            ):
                start += 1
            stop = self.core_end(words, start)
            if stop <= start:
                continue
            listed = any(self._institutional(words, start, stop))
            person = relation != "belongs" and self.heads.ending(words, start, stop) is not None
            known = person or relation == "serves"
            if known or any(w.capital for w in words[start:stop]) or listed:
                shown = next((index for index in range(start, stop) if words[index].capital), position)
                yield shown, start, stop, relation
            direct = False
            position = stop

    def _institutional(self, words: Sequence[Word], start: int, stop: int) -> Iterator[bool]:
        for index in range(start, stop):
            yield (self.is_body_noun(words[index]) or self.sectors.starting(words, index, stop) is not None)

    def _is_topic(self, words: Sequence[Word], start: int, stop: int) -> bool:
        return words[stop - 1].lower in self.topics and not words[start].capital

    def _read_country(self, words: Sequence[Word], spans: Iterable[tuple[int, int]], reading: Reading) -> None:
        """Set the country that a demonym or a country's name in ``spans`` tells, if none is known."""
        for index, end in spans if reading.country is None else ():
            while index < end:
                place = self.places.starting(words, index, end)
                if place is not None:
                    index = place[0]
                    continue
                found = self.demonyms.starting(words, index, end) or self.countries.starting(words, index, end)
                if found is not None:
                    reading.country = found[1]
                    reading.evidence["country"] = _span(words, index, found[0])
                    return
                index += 1

    def _sector(
        self,
        words: Sequence[Word],
        institution: Sequence[tuple[int, int]],
        head: Head | None,
        reading: Reading,
    ) -> tuple[str, tuple[int, int] | None]:
        """The sector, and the span of the words of an institution that tell it."""
        own = head.sector if head is not None else "unknown"
        if (
            head is not None
            and (head.role in _INSTITUTION_FREE or own in _KEEPS_SECTOR)
            and reading.entity in (PERSON, "group")
        ):
            return own, None
        found: dict[str, tuple[int, int]] = {}
        topical = head is not None and head.role in _TOPICAL_ROLES and not self._named_body(words, institution[0])
        for begin, end in institution[1:] if topical else institution:
            for first, last, sector in self.sectors.all(words, begin, end):
                found.setdefault(sector, _span(words, first, last))
        if reading.entity == PERSON and head is not None and head.leader and own == "government":
            found.pop("party", None)
            found.pop("legislature", None)
        for sector in _SECTOR_ORDER:
            if sector in found:
                if sector == "government" and own not in _YIELDING_SECTORS:
                    return own, None
                return sector, found[sector]
        return own, None

    def _named_body(self, words: Sequence[Word], span: tuple[int, int]) -> bool:
        return any(word.capital for word in words[span[0] + 1 : span[1]]) or any(
            self.is_body_noun(word) for word in words[span[0] : span[1]]
        )

    def _predicate(self, words: Sequence[Word], at: int) -> int | None:
        """Where the noun phrase of "who was an adviser to X" begins."""
        pronoun = self.pronouns.get(words[at].lower)
        if pronoun is None or pronoun.number != "relative":
            return None
        found = self.copulas.starting(words, at + 1, len(words)) if at + 1 < len(words) else None
        return found[0] if found is not None and found[0] < len(words) else None

    @staticmethod
    def _known_person(words: Sequence[Word], core: Core, other: Reading, names: Names) -> bool:
        """Whether a known name follows a definite unlisted noun: "the harbor master, NAME"."""
        definite = core.determiner in ("definite", "possessive") or any(word.possessive for word in words[: core.end])
        return definite and other.name is not None and names.kind_of(other.name.split()) == PERSON

    def _appositions(self, text: str, words: Sequence[Word], core: Core, reading: Reading, names: Names) -> None:
        """Read the comma-separated parts: "NAME, 41, a strategist for X" and "the spokesman, NAME"."""
        if reading.group_of_names or reading.entity not in (PERSON, "unknown"):
            return
        position = core.end
        while position < len(words):
            while position < len(words) and words[position].form not in (",", "(", "—", "–", "-"):
                position += 1
            position += 1
            if position >= len(words):
                return
            if _AGE.fullmatch(words[position].form) and reading.name:
                reading.aged = True
                continue
            start = self._predicate(words, position)
            if start is not None:
                position = start
            elif (
                words[position].lower in self.openers
                or words[position].lower in self.conjunctions
                or (words[position].lower in self.pronouns and not self.determiners.get(words[position].lower))
            ):
                return
            part = self.core(words, position)
            other = Reading(words[position].start, reading.end)
            self._phrase(text, words, part, other, names)
            if reading.name is None:
                known = reading.head is not None or self._known_person(words, core, other, names)
                if other.name and known and not other.group_of_names:
                    reading.evidence["naming"] = other.evidence["naming"]
                    reading.name, reading.gender = other.name, other.gender or reading.gender
                    reading.entity, reading.plurality = PERSON, "one"
            elif other.name is None and other.entity == PERSON and other.head is not None:
                adopt(reading, other)
                reading.nouns = (*reading.nouns, *other.nouns)
            position = max(part.end, position)


def _span(words: Sequence[Word], start: int, stop: int) -> tuple[int, int]:
    """The characters of ``words[start:stop]``."""
    return words[start].start, words[stop - 1].end


def _tie(text: str, words: Sequence[Word], start: int, stop: int, relation: str) -> Tie:
    begin, end = _span(words, start, stop)
    return Tie(text[begin:end], relation, begin, end)
