"""Person names anywhere in a text: one light scan, no tags or entities needed."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from quotenlp.lexicon import Lexicon
from quotenlp.sources.phrases import Grammar
from quotenlp.sources.reading import ORGANIZATION, PERSON
from quotenlp.sources.words import words_of

_TITLE_ROLES = frozenset(
    {"official", "politician", "spokesperson", "aide", "staff", "expert", "lawyer", "journalist", "advocate"}
)

Entity = tuple[int, int, str]

_UPPER = "A-ZÀ-ÖØ-ÞĀĆČĎĐĒĚĞĪŁŃŇŌŐŘŚŞŠŪŮŰŹŻŽ"
_WORD = rf"[{_UPPER}]\w*(?:(?:[-.&]|[’'](?![sS]\b))\w+)*"
_CAPITAL = re.compile(rf"[{_UPPER}]")
_LONGEST_TITLE = 4
_MANY_BEARERS = 64
_REMEMBERED = 1 << 15
_STOP = re.compile(r"[.;:!?\n“”\"]")
_AGE_FOLLOWS = re.compile(r",? \(?\d{1,3}[,).]")
_PLACE = "place"
_KIND_OF_LABEL = {
    "PERSON": PERSON,
    **dict.fromkeys(("GPE", "LOC", "FAC"), _PLACE),
    **dict.fromkeys(("ORG", "NORP", "EVENT", "LAW", "WORK_OF_ART"), ORGANIZATION),
}


@dataclass(slots=True)
class Person:
    """A person whom the text names: every place where, and the titles that go before the name."""

    name: str
    first: str
    last: str
    gender: str = ""
    titles: list[str] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class _Run:
    start: int
    end: int
    words: list[str]
    title: str = ""
    gender: str = ""
    kind: str | None = None  # what its words tell, whatever stands around them


class NameScanner:
    """The name lexicon, compiled for scanning a text."""

    def __init__(self, lexicon: Lexicon, reader: Grammar) -> None:
        self.reader = reader
        abbreviations = sorted(
            {title.split()[-1].capitalize() for title in [*lexicon["titles"], *lexicon["honorifics"]]}
        )
        word = rf"(?:(?:{'|'.join(abbreviations)}|[{_UPPER}](?:\.[{_UPPER}])*)\.|{_WORD})"
        particles = "|".join(lexicon["name_particles"])
        self.run = re.compile(rf"{word}(?:[ \xa0](?:(?:{particles})[ \xa0]){{0,2}}{word})*")
        self.not_names = frozenset(lexicon["not_names"])
        self.honorifics: dict[str, str] = dict(lexicon["honorifics"])
        self.first_names = reader.first_names
        self.suffixes = reader.trailers
        self.abbreviations = frozenset(lexicon["abbreviations"])
        self._known: dict[str, _Run] = {}

    def scan(self, text: str, entities: Iterable[Entity] = ()) -> NameIndex:
        """Find the people and the bodies that ``text`` names.

        Args:
            text: the document's text.
            entities: (start, end, label) of a pipeline's entities, if it has any; labels as in OntoNotes.

        Returns:
            The index of names.
        """
        kinds = _entity_kinds(text, entities)
        strong: list[_Run] = []
        weak: list[_Run] = []
        bodies: list[_Run] = []
        alone: dict[str, list[int]] = {}
        for match in self._runs(text):
            name = match[0]
            if " " not in name and "\xa0" not in name:
                if name not in self.not_names and not self._abbreviation(text, name, match.end()):
                    alone.setdefault(name, []).append(match.start())
                continue
            run = self._trimmed(match.start(), name.replace("\xa0", " "))
            self._cut_title_before(text, run)
            if not run.words:
                continue
            kind = kinds.get(" ".join(run.words))
            if kind is None or self._mistaken(text, run, kind):
                kind = run.kind or (PERSON if self._told(text, run) else None)
            if len(run.words) == 1 and not run.gender and not (run.title and kind == PERSON):
                alone.setdefault(run.words[0], []).append(run.start)
            elif kind == PERSON:
                strong.append(run)
            elif kind is not None:
                bodies.append(run)
            else:
                weak.append(run)
        strong.extend(
            _Run(start, start + len(name), [name])
            for name, starts in alone.items()
            if kinds.get(name) == PERSON
            for start in starts
        )
        last = {_plain(word) for word in alone}.union(_plain(run.words[0]) for run in strong if len(run.words) == 1)
        strong.extend(run for run in weak if len(run.words) <= 3 and _plain(run.words[-1]) in last)
        index = NameIndex(kinds)
        for run in bodies:
            index.add_body(run.words, run.start, run.end)
        strong.sort(key=lambda run: (len(run.words) == 1, run.start))
        for run in strong:
            if len(run.words) > 1:
                index.add(
                    run.words,
                    run.start,
                    run.end,
                    run.title,
                    run.gender or self.first_names.get(run.words[0], ""),
                )
            else:
                index.add_part(run.words[0], run.start, run.title, run.gender, create=True)
        for word, starts in alone.items():
            if index.bears(word):
                for start in starts:
                    index.add_part(word, start)
        index.close()
        return index

    def _runs(self, text: str) -> Iterator[re.Match[str]]:
        """Runs of capitalised words; a search for their first letters is faster than one for the whole pattern."""
        done = 0
        for letter in _CAPITAL.finditer(text):
            at = letter.start()
            if at >= done and not (at and (text[at - 1].isalnum() or text[at - 1] in "_@#")):
                match = self.run.match(text, at)
                if match is not None:
                    done = match.end()
                    yield match

    def _abbreviation(self, text: str, word: str, end: int) -> bool:
        """Whether the word is short for something else: "Pa.", "U.S."."""
        return text[end : end + 1] == "." and word.rstrip(".").lower() in self.abbreviations

    def _kind(self, run: _Run) -> str | None:
        """Tell a person or a body by honorific, first name or noun; None if the words of the run do not tell."""
        if not run.words:
            return None
        if run.gender or self._has_first_name(run.words):
            return PERSON
        return ORGANIZATION if self._institutional(run.words) else None

    def _mistaken(self, text: str, run: _Run, kind: str) -> bool:
        """Whether the words speak clearly against what an entity says."""
        if kind == PERSON:
            return not run.gender and run.words[0] not in self.first_names and self._institutional(run.words)
        return run.words[0] in self.first_names and (kind == _PLACE or self._told(text, run))

    def _told(self, text: str, run: _Run) -> bool:
        """Whether a title, an initial, an age or an apposition shows that the run names a person."""
        return bool(
            run.title
            or any(len(word.rstrip(".")) == 1 for word in run.words[:-1])
            or self._titled_before(text, run.start)
            or self._described_before(text, run.start, run.end)
            or _AGE_FOLLOWS.match(text, run.end)
            or self._described_after(text, run.end)
        )

    def _trimmed(self, start: int, name: str) -> _Run:
        """What `_trim` makes of the run ``name``, which is taken apart once however often texts repeat it."""
        known = self._known.get(name)
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[name] = self._trim(0, name.split(" "))
            known.kind = self._kind(known)
        return _Run(start + known.start, start + known.end, known.words, known.title, known.gender, known.kind)

    def _trim(self, start: int, words: list[str]) -> _Run:
        """Cut what precedes and follows the name in a run of capitalised words; keep the last title."""
        begin, offset, title, gender = 0, start, "", ""
        stop = len(words)
        while stop > 1 and words[stop - 1].rstrip(".").lower() in self.suffixes:
            stop -= 1
        end = start + len(" ".join(words[:stop]))
        for index in range(stop):
            word = words[index].rstrip(".")
            lower = word.lower()
            cut = word in self.not_names
            if lower in self.honorifics:
                cut, gender = True, self.honorifics[lower] or "?"
            elif (long := self._long_title(words, begin, index)) is not None:
                cut, title = True, long
            elif index < stop - 1 and (head := self._title(lower)) is not None and not self._given(words, begin, index):
                cut, title = True, head
            elif cut and index > begin and index == stop - 1:
                stop = index
                end = start + len(" ".join(words[:stop]))
                break
            if cut:
                begin = index + 1
                offset = start + len(" ".join(words[: index + 1])) + 1
        name = words[begin:stop]
        return _Run(offset, end, name if offset < end else [], title, gender)

    def _given(self, words: Sequence[str], begin: int, index: int) -> bool:
        """Whether a title-like word at ``index`` stands inside a name: "Martin King Jr."."""
        return index > begin and words[begin] in self.first_names

    def _cut_title_before(self, text: str, run: _Run) -> None:
        """Cut a title that the run continues: "Secretary of | State Dana Fox"."""
        before = text[max(0, run.start - 30) : run.start].split()
        if len(before) < 2 or before[-1] not in self.reader.partitive or not run.words:
            return
        head = self.reader.heads.get(f"{before[-2]} {before[-1]} {run.words[0]}".lower())
        if head is not None and head.kind == PERSON:
            run.start += len(run.words[0]) + 1
            run.words = run.words[1:]
            run.title = run.title or head.lemma
            run.kind = self._kind(run)

    def _long_title(self, words: Sequence[str], begin: int, end: int) -> str | None:
        """The title of several words that ends at index ``end``: "Prime Minister", "Inspector General"."""
        for start in range(max(0, end + 1 - _LONGEST_TITLE), end):
            head = self.reader.heads.get(" ".join(words[start : end + 1]).replace(".", "").lower())
            if head is not None and head.kind == PERSON and not head.plural and not self._given(words, begin, end):
                return head.lemma
        return None

    def _title(self, lower: str) -> str | None:
        if self.reader.heads.get(lower) is None:
            lower = lower.rsplit("-", 1)[-1]
        lemma = self.reader.titles.get(lower)
        if lemma is not None:
            return lemma
        head = self.reader.heads.get(lower)
        fit = head is not None and head.kind == PERSON and not head.plural and head.role in _TITLE_ROLES
        return head.lemma if fit and head is not None else None

    def _has_first_name(self, words: Sequence[str]) -> bool:
        if words[0] not in self.first_names or len(words) > 4:
            return False
        head = self.reader.heads.get(words[-1].lower())
        return (head is None or head.kind == PERSON) and self.reader.places.get(" ".join(words)) is None

    def _institutional(self, words: Sequence[str]) -> bool:
        reader = self.reader
        joined = " ".join(words)
        if reader.places.get(joined) or reader.countries.get(joined) or reader.demonyms.get(words[0]) or len(words) > 4:
            return True
        for word in words[0 if words[0] not in self.first_names else 1 :]:
            head = reader.heads.get(word.lower())
            if (
                (head is not None and head.kind != PERSON)
                or reader.sectors.get(word)
                or reader.sectors.get(word.lower())
            ):
                return True
            if reader.parties.get(word) or (len(word) > 1 and word.isupper() and "." not in word):
                return True
        return False

    def _titled_before(self, text: str, start: int) -> bool:
        before = text[max(0, start - 30) : start].split()
        if not before or not text[start - 1].isspace():
            return False
        head = self.reader.heads.get(before[-1].lower())
        return head is not None and head.kind == PERSON and not head.plural

    def _described_before(self, text: str, start: int, end: int) -> bool:
        """Whether the name stands in apposition to a person's noun: "the foreign minister, NAME,"."""
        between = text[start - 2 : start] == ", " and text[end : end + 1] == ","
        before = text[max(0, start - 30) : start - 2].split() if between else []
        head = self.reader.heads.get(before[-1].lower()) if before else None
        return head is not None and head.kind == PERSON and not head.plural

    def _described_after(self, text: str, end: int) -> bool:
        """Whether an apposition follows whose first listed noun is a person's: ", policy chief of"."""
        if text[end : end + 2] != ", ":
            return False
        stop = _STOP.search(text, end + 2, end + 80)
        words = words_of(text, end + 2, stop.start() if stop else min(len(text), end + 80))[:7]
        for index, word in enumerate(words):
            found = self.reader.heads.starting(words, index, len(words))
            if found is not None:
                return found[1].kind == PERSON and not found[1].plural
            if word.mark or word.lower in self.reader.openers or word.lower in self.reader.pronouns:
                return False
        return False


class NameIndex:
    """The names of one document."""

    def __init__(self, kinds: dict[str, str]) -> None:
        self.people: list[Person] = []
        self.kinds = kinds
        self.body_places: list[tuple[int, int]] = []
        self._full: dict[tuple[str, str], int] = {}
        self._last: dict[str, list[int]] = {}
        self._first: dict[str, list[int]] = {}
        self._bodies: dict[str, str] = {}
        self._upper: dict[str, list[int]] | None = None

    def add(self, words: Sequence[str], start: int, end: int, title: str = "", gender: str = "") -> int:
        """Note a name of two words or more; returns the person's index."""
        key = (_plain(words[0]), _plain(words[-1]))
        at = self._full.get(key)
        if at is None:
            at = len(self.people)
            self._full[key] = at
            self.people.append(Person(" ".join(words), words[0], words[-1]))
            self._last.setdefault(key[1], []).append(at)
            self._first.setdefault(key[0], []).append(at)
        self._note(at, start, end, title, gender)
        if len(words) > len(self.people[at].name.split()):
            self.people[at].name = " ".join(words)
        return at

    def bears(self, word: str) -> bool:
        """Whether someone is called ``word``, by first or last name."""
        word = _plain(word)
        return word in self._last or word in self._first

    def add_part(self, word: str, start: int, title: str = "", gender: str = "", create: bool = False) -> int | None:
        """Note a name of one word, if someone bears it; ``create`` makes a person of a titled one."""
        at = self.find([word], start, gender)
        if at is None:
            if not create:
                return None
            at = len(self.people)
            self.people.append(Person(word, "", word))
            self._last.setdefault(_plain(word), []).append(at)
        self._note(at, start, start + len(word), title, gender)
        return at

    def add_body(self, words: Sequence[str], start: int, end: int) -> None:
        """Note the name of a body; its first word alone may stand for it."""
        self._bodies.setdefault(" ".join(words), " ".join(words))
        self._bodies.setdefault(words[0], " ".join(words))
        self.body_places.append((start, end))

    def close(self) -> None:
        """Sort the places of every person."""
        for person in self.people:
            person.places.sort()

    def find(self, words: Sequence[str], position: int = 0, gender: str = "") -> int | None:
        """The person who bears a name, the one last named before ``position`` if several do."""
        words = [_plain(word) for word in words]
        if len(words) > 1:
            return self._full.get((words[0], words[-1]))
        bearers = self._last.get(words[0]) or self._first.get(words[0]) or []
        if len(bearers) > _MANY_BEARERS:  # they stand in the order of their first names in full
            known = bisect_left(bearers, position, key=lambda at: self.people[at].places[0][0])
            bearers = bearers[max(0, known - _MANY_BEARERS) : known + 1]
        gender = gender.strip("?")
        fitting = [at for at in bearers if not gender or self.people[at].gender in ("", gender)]
        if len(fitting) < 2:
            return fitting[0] if fitting else None
        return max(fitting, key=lambda at: self._nearness(at, position))

    def find_upper(self, label: str) -> int | None:
        """The only person whose full or last name is ``label`` in capitals."""
        if self._upper is None:
            self._upper = {}
            for at, person in enumerate(self.people):
                for form in {person.last.upper(), f"{person.first} {person.last}".strip().upper()}:
                    self._upper.setdefault(form, []).append(at)
        found = self._upper.get(label, ())
        return found[0] if len(found) == 1 else None

    def kind_of(self, words: Sequence[str]) -> str | None:
        """Tell "person" or "organization" for capitalised words, None if the document does not tell."""
        joined = " ".join(words)
        if self.find(words) is not None:
            return PERSON
        kind = self.kinds.get(joined)
        return PERSON if kind == PERSON else ORGANIZATION if kind or joined in self._bodies else None

    def body(self, word: str) -> str | None:
        """The full name of the body that ``word`` begins."""
        return self._bodies.get(word)

    def _nearness(self, at: int, position: int) -> int:
        places = self.people[at].places
        before = bisect_left(places, (position,))
        return places[before - 1][0] if before else -places[0][0] - 1 if places else -(10**9)

    def _note(self, at: int, start: int, end: int, title: str, gender: str) -> None:
        person = self.people[at]
        gender = gender.strip("?")
        person.gender = gender if gender and (title or not person.gender) else person.gender
        if title and title not in person.titles:
            person.titles.append(title)
        person.places.append((start, end))


def _plain(word: str) -> str:
    """The word with straight apostrophes."""
    return word.replace("’", "'")


def _entity_kinds(text: str, entities: Iterable[Entity]) -> dict[str, str]:
    votes: dict[str, dict[str, int]] = {}
    for start, end, label in entities:
        kind = _KIND_OF_LABEL.get(label)
        if kind is not None:
            count = votes.setdefault(text[start:end].removeprefix("the ").removeprefix("The "), {})
            count[kind] = count.get(kind, 0) + 1
    return {name: max(sorted(count), key=lambda kind: count[kind]) for name, count in votes.items()}
