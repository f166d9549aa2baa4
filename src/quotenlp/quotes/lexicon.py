"""The compiled form of the quotes lexicon: cue forms and word classes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from typing import Any

from spacy.lookups import load_lookups

from quotenlp.errors import LexiconError
from quotenlp.inflection import noun_forms, verb_forms
from quotenlp.lexicon import Lexicon
from quotenlp.quotes.word_classes import AUXILIARIES, CLASS_NAMES, INFINITIVE_MARKERS
from quotenlp.records import QuoteMode

FRAMES = frozenset(
    {"quote", "that", "bare", "wh", "to", "object", "quoted-object", "object-to", "addressee", "adjunct"}
)
PARSED = frozenset({"that", "bare", "wh", "to", "object", "object-to", "predicate", "ing"})


@dataclass(frozen=True, slots=True)
class CueEntry:
    """One form of one cue.

    Attributes:
        lemma: of the cue.
        form: base, s, past or ing; of a noun or adjective "".
        rest: the words that must follow the first one.
        mode: what the cue reports.
        frames: the contents that it takes.
        parsed: those that count where a parse shows them.
    """

    lemma: str
    form: str
    rest: tuple[str, ...]
    mode: str
    frames: frozenset[str]
    parsed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class QuoteLexicon:
    """Cue entries by their first word, longest first, and the word classes of the lexicon's grammar section.

    Attributes:
        cues: verbs and prepositions, by form, as the token rules read them.
        verbs: verbs, by form, as a parse shows them.
        nouns: noun cues, by form.
        adjectives: adjective cues, by form.
        classes: bits of `quotenlp.quotes.word_classes` per word.
        elisions: words that lose their first letter to an apostrophe.
        measures: words after a number with a mark of feet or inches.
        abbreviations: titles that lose their full stop to the tokenizer.
        past_forms: irregular forms of the past.
        saying: forms of the past and in -s that take a quotation.
        attribution: matches a short clause with a verb of saying at the end of a text.
        suffixes: endings of word classes.
        weights: of what scores an attribution, by name (see `quotenlp.quotes.modelled`).
    """

    cues: dict[str, tuple[CueEntry, ...]]
    verbs: dict[str, tuple[CueEntry, ...]]
    nouns: dict[str, tuple[CueEntry, ...]]
    adjectives: dict[str, tuple[CueEntry, ...]]
    classes: dict[str, int]
    elisions: frozenset[str]
    measures: frozenset[str]
    abbreviations: frozenset[str]
    past_forms: frozenset[str]
    saying: frozenset[str]
    attribution: re.Pattern[str]

    suffixes: dict[str, tuple[str, ...]]
    weights: dict[str, float]

    def isa(self, word: str, classes: int) -> bool:
        """Whether ``word`` (lower case) is in any of ``classes``, bits of `quotenlp.quotes.word_classes`."""
        return self.classes.get(word, 0) & classes != 0

    def finite_auxiliary(self, word: str) -> bool:
        """Whether ``word`` is an auxiliary and not the mark of an infinitive."""
        return self.isa(word, AUXILIARIES) and not self.isa(word, INFINITIVE_MARKERS)

    def finite_cue(self, word: str) -> bool:
        """Whether ``word`` is a form in -s or of the past of a cue."""
        return any(entry.form in {"past", "s"} for entry in self.cues.get(word, ()))

    def regular_past(self, word: str) -> bool:
        """Whether ``word`` ends as a regular past form does."""
        return word.endswith(self.suffixes["past"])

    def participle(self, word: str) -> bool:
        """Whether ``word`` ends as a participle does."""
        return word.endswith(self.suffixes["participle"])

    def gerund(self, word: str) -> bool:
        """Whether ``word`` ends as a present participle does."""
        return word.endswith(self.suffixes["gerund"])

    def adverbial(self, word: str) -> bool:
        """Whether ``word`` ends as an adverb does."""
        return len(word) > 4 and word.endswith(self.suffixes["adverb"])

    def plural(self, word: str) -> bool:
        """Whether ``word`` ends as a plural noun does."""
        return word.endswith(self.suffixes["plural"]) and not word.endswith(self.suffixes["not_plural"])


def compile_lexicon(lexicon: Lexicon) -> QuoteLexicon:
    """Inflect the cues and freeze the word classes.

    Raises:
        LexiconError: a cue lacks its mode or frames, or names one that does not exist.
    """
    verbs = _entries(lexicon["cues"], set(lexicon["same_past"]))
    cues = {form: tuple(e for e in entries if e.frames) for form, entries in verbs.items()}
    cues = {form: entries for form, entries in cues.items() if entries}
    table = load_lookups("en", ["lemma_exc"]).get_table("lemma_exc")["verb"]
    saying = frozenset(
        form
        for form, entries in cues.items()
        for e in entries
        if e.form in {"past", "s"} and "quote" in e.frames and not e.rest
    )
    return QuoteLexicon(
        cues=cues,
        verbs=verbs,
        nouns=_entries(lexicon["noun_cues"], forms_of=noun_forms),
        adjectives=_entries(lexicon["adjective_cues"], forms_of=lambda word: {word}),
        saying=saying,
        attribution=_attribution_pattern(saying, lexicon["grammar"]["subject_pronouns"]),
        classes=_classes(lexicon["grammar"]),
        elisions=frozenset(lexicon["marks"]["elisions"]),
        measures=frozenset(lexicon["marks"]["measures"]),
        abbreviations=frozenset(lexicon["marks"]["abbreviations"]),
        suffixes={name: tuple(endings) for name, endings in lexicon["suffixes"].items()},
        weights=dict(lexicon["score"]),
        past_forms=frozenset(form for form in table if not form.endswith(("ing", "s"))),
    )


def _entries(
    section: Mapping[str, Any], same_past: Set[str] = frozenset(), forms_of: Callable[[str], set[str]] | None = None
) -> dict[str, tuple[CueEntry, ...]]:
    """The cues of a section by the forms of their first word, longest first; verbs where ``forms_of`` is None."""
    modes = {mode.value for mode in QuoteMode}
    out: dict[str, list[CueEntry]] = {}
    for lemma, entry in section.items():
        if not isinstance(entry, dict) or entry.get("mode") not in modes:
            raise LexiconError(f"cue {lemma!r}: 'mode' must be one of {', '.join(sorted(modes))}")
        frames, parsed = frozenset(entry.get("frames", ())), frozenset(entry.get("parsed", ()))
        known = frozenset({"quote"}) if forms_of else FRAMES
        if not frames <= known or not frames | parsed:
            raise LexiconError(f"cue {lemma!r}: 'frames' must be a list of {', '.join(sorted(known))}")
        if not parsed <= PARSED:
            raise LexiconError(f"cue {lemma!r}: 'parsed' must be a list of {', '.join(sorted(PARSED))}")
        if frames & {"quote", "that"} and "adjunct" not in frames and forms_of is None:
            parsed |= {"that"}  # a clause with "that" is content of whatever verb can quote
        first, *rest = lemma.lower().split()
        forms = {first} if "adjunct" in frames else (forms_of or verb_forms)(first)
        for form in forms:
            kind = "" if forms_of else _form_of(form, first, same_past)
            made = CueEntry(lemma, kind, tuple(rest), entry["mode"], frames, parsed | (frames & PARSED))
            out.setdefault(form, []).append(made)
    return {form: tuple(sorted(entries, key=lambda e: -len(e.rest))) for form, entries in out.items()}


def _form_of(form: str, lemma: str, same_past: Set[str]) -> str:
    if form == lemma:
        return "past" if lemma in same_past else "base"
    if form.endswith("ing"):
        return "ing"
    return "s" if form.endswith("s") else "past"


def _attribution_pattern(saying: frozenset[str], pronouns: list[str]) -> re.Pattern[str]:
    """Matches "he said." or "said NAME." after punctuation at the end of a text, as its group "clause"."""
    verb = "(?:" + "|".join(sorted(map(re.escape, saying))) + ")"
    name = r"(?:[A-Z][\w.’'-]*\s+){0,3}[A-Z][\w’'-]*"
    pronoun = "(?:" + "|".join(sorted(map(re.escape, pronouns))) + ")"
    return re.compile(
        rf"[.,?!…]\s+(?P<clause>(?:(?:{pronoun}|{name})\s+{verb}|{verb}\s+(?:{pronoun}|{name}))\s*[.]?)\s*$"
    )


def _classes(grammar: dict[str, list[str]]) -> dict[str, int]:
    bits: dict[str, int] = {}
    for place, name in enumerate(CLASS_NAMES):
        for word in grammar[name]:
            bits[word] = bits.get(word, 0) | 1 << place
    return bits
