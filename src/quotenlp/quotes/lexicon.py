"""The compiled form of the quotes lexicon: cue forms and word classes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.lookups import load_lookups

from quotenlp.errors import LexiconError
from quotenlp.inflection import verb_forms
from quotenlp.lexicon import Lexicon
from quotenlp.quotes.word_classes import CLASS_NAMES
from quotenlp.records import QuoteMode

FRAMES = frozenset(
    {"quote", "that", "bare", "wh", "to", "object", "quoted-object", "object-to", "addressee", "adjunct"}
)


@dataclass(frozen=True, slots=True)
class CueEntry:
    """One form of one cue: ``rest`` are the words that must follow the first one, ``form`` is base, s, past or ing."""

    lemma: str
    form: str
    rest: tuple[str, ...]
    mode: str
    frames: frozenset[str]


@dataclass(frozen=True, slots=True)
class QuoteLexicon:
    """Cue entries by their first word, longest first, and the word classes of the lexicon's grammar section."""

    cues: dict[str, tuple[CueEntry, ...]]
    classes: dict[str, int]
    elisions: frozenset[str]
    measures: frozenset[str]
    past_forms: frozenset[str]
    saying: frozenset[str]
    attribution: re.Pattern[str]

    suffixes: dict[str, tuple[str, ...]]

    def isa(self, word: str, classes: int) -> bool:
        """Whether ``word`` (lower case) is in any of ``classes``, bits of `quotenlp.quotes.word_classes`."""
        return bool(self.classes.get(word, 0) & classes)

    def finite_cue(self, word: str) -> bool:
        """Whether ``word`` is a form in -s or of the past of a cue."""
        return any(entry.form in {"past", "s"} for entry in self.cues.get(word, ()))

    def regular_past(self, word: str) -> bool:
        """Whether ``word`` ends as a regular past form does."""
        return word.endswith(self.suffixes["past"])

    def participle(self, word: str) -> bool:
        """Whether ``word`` ends as a participle does."""
        return word.endswith(self.suffixes["participle"])

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
    cues: dict[str, list[CueEntry]] = {}
    modes = {mode.value for mode in QuoteMode}
    for lemma, entry in lexicon["cues"].items():
        if not isinstance(entry, dict) or entry.get("mode") not in modes:
            raise LexiconError(f"cue {lemma!r}: 'mode' must be one of {', '.join(sorted(modes))}")
        frames = frozenset(entry.get("frames", ()))
        if not frames or not frames <= FRAMES:
            raise LexiconError(f"cue {lemma!r}: 'frames' must be a list of {', '.join(sorted(FRAMES))}")
        first, *rest = lemma.lower().split()
        forms = {first} if "adjunct" in frames else verb_forms(first)
        for form in forms:
            made = CueEntry(
                lemma,
                _form_of(form, first, lexicon["same_past"]),
                tuple(rest),
                entry["mode"],
                frames,
            )
            cues.setdefault(form, []).append(made)
    table = load_lookups("en", ["lemma_exc"]).get_table("lemma_exc")["verb"]
    saying = frozenset(
        form
        for form, entries in cues.items()
        for e in entries
        if e.form in {"past", "s"} and "quote" in e.frames and not e.rest
    )
    return QuoteLexicon(
        cues={form: tuple(sorted(entries, key=lambda e: -len(e.rest))) for form, entries in cues.items()},
        saying=saying,
        attribution=_attribution_pattern(saying, lexicon["grammar"]["subject_pronouns"]),
        classes=_classes(lexicon["grammar"]),
        elisions=frozenset(lexicon["marks"]["elisions"]),
        measures=frozenset(lexicon["marks"]["measures"]),
        suffixes={name: tuple(endings) for name, endings in lexicon["suffixes"].items()},
        past_forms=frozenset(form for form in table if not form.endswith(("ing", "s"))),
    )


def _form_of(form: str, lemma: str, same_past: list[str]) -> str:
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
