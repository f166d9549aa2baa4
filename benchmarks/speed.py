"""Words per second of the three components, beside spaCy's tokenizer and textacy's quotation extractor.

usage: python benchmarks/speed.py [--texts FILE.jsonl] [--words N] [--rounds N] [--parser PIPELINE]

FILE.jsonl has one article per line in the field "text". Without it, articles are made from the one in
examples/ and from templates with a seeded vocabulary; real news is the better measure. What is measured
alternates in rounds, so that a busy machine troubles all alike, each time with a new pipeline, so that the
tokenizer's cache does not know the texts yet; the table gives medians. A word is a token that is neither space
nor punctuation. textacy's ``direct_quotations`` needs a pipeline with a parser, which is measured with it, on a
tenth of the articles; it gives up on an article with an odd number of marks, and such articles count as done.
It is left out if textacy or ``--parser`` is missing. With ``--parser`` the last line tells what the components
add to that pipeline, on the same tenth.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

import quotenlp

ARTICLE = Path(__file__).parent.parent / "examples" / "ferry-subsidy.txt"

ATTRIBUTED = """
“{claim},” {name} {verb}. “{claim2}.”
{name}, {post} of {place}, {verb} that {claim}.
{unnamed} {verb}: “{claim}, because {claim2}.”
According to {unnamed2}, {claim}.
{Claim}, {name} {verb} on {day}.
{name} denied that {claim}, and did not rule out that {claim2}.
""".strip().splitlines()
NARRATED = """
{Claim}, and {claim2}.
The word “{noun}” is not in the {noun2}. {Claim}, but {claim2}.
On {day}, {claim}, while in {place} {claim2}.
{Claim}; {claim2}. It was {day}, and {claim3}.
""".strip().splitlines()
NAMES = "Keiko Tomas Ines Ravi Maren Joel Aiko Petra Samir Lotte".split()  # noqa: SIM905
VERBS = ["said", "warned", "insisted", "noted", "argued", "told reporters", "conceded", "announced", "claimed"]
POSTS = ["mayor", "chief engineer", "deputy chair", "spokeswoman", "harbour master"]
UNNAMED = """
A senior {noun} Ministry official
Two people familiar with the {noun}
A source close to the {noun}
An aide to the mayor of {place}
""".strip().splitlines()
DAYS = ["Monday", "Tuesday", "Oct. 3", "Nov. 20", "the eve of the vote"]
SYLLABLES = "ba den for gal hin jor kel lam mur nos pal rin sor tam vel wik yar zen ol esh".split()  # noqa: SIM905
CLAIMS = """
the {a} {n} of the {n2} {v} more than {k} percent of its {a2} {n3} by the end of the year
no {n} {v} a {a} {n2} without asking the {n3} in the {a2} part of the country
every {n} that {v} the {n2} has to wait for another {a} {n3}
the {n} and its {a} {n2} {v} less than they did {k} years ago
""".strip().splitlines()
ENDINGS = {"n": ["er", "age", "ment", "ing", ""], "v": ["ed", "es", "s"], "a": ["al", "ish", "ic", "y"]}


def made_articles(words: int, seed: int = 0) -> list[str]:
    """About ``words`` words of articles: the shipped one, cut and mixed with varied sentences."""
    rng = random.Random(seed)
    stems = ["".join(rng.choices(SYLLABLES, k=rng.randint(2, 4))) for _ in range(20_000)]
    paragraphs = [p for p in ARTICLE.read_text(encoding="utf8").split("\n\n") if p.strip()]

    def word(kind: str) -> str:
        # Few words are frequent and most are rare, as in a language (Zipf's law).
        return stems[int(len(stems) ** rng.random()) - 1] + rng.choice(ENDINGS[kind])

    def claim() -> str:
        slots = {slot: word(slot[0]) for slot in ("a", "a2", "n", "n2", "n3", "v")}
        return rng.choice(CLAIMS).format(k=rng.randint(2, 99), **slots)

    def sentence() -> str:
        slots = {name: claim() for name in ("claim", "claim2", "claim3")}
        slots |= {name.title(): slots[name].capitalize() for name in ("claim", "claim2")}
        slots |= {"noun": word("n"), "noun2": word("n"), "place": word("n").title(), "day": rng.choice(DAYS)}
        slots |= {
            "post": rng.choice(POSTS),
            "verb": rng.choice(VERBS),
            "name": f"{rng.choice(NAMES)} {word('n').title()}",
        }
        unnamed = rng.choice(UNNAMED).format(noun=slots["noun"], place=slots["place"])
        slots |= {"unnamed": unnamed, "unnamed2": unnamed[0].lower() + unnamed[1:]}
        return rng.choice(ATTRIBUTED if rng.random() < 0.4 else NARRATED).format(**slots)

    articles, count = [], 0
    while count < words:
        made = [" ".join(sentence() for _ in range(rng.randint(1, 5))) for _ in range(rng.randint(6, 20))]
        made += rng.sample(paragraphs, 3)
        rng.shuffle(made)
        articles.append("\n\n".join(made))
        count += len(articles[-1].split())
    return articles


def read_articles(path: str, words: int) -> list[str]:
    """The first articles of a file that together have ``words`` words."""
    articles: list[str] = []
    count = 0
    with open(path, encoding="utf8") as lines:
        for line in lines:
            if count >= words:
                break
            articles.append(json.loads(line)["text"])
            count += len(articles[-1].split())
    return articles


@dataclass(frozen=True)
class Contestant:
    """What is measured: a pipeline and what is done with each Doc, on a share of the articles."""

    name: str
    load: Callable[[], Language]
    after: Callable[[Doc], object] = id
    tenth: bool = False

    def seconds(self, texts: list[str]) -> float:
        """Time for all of ``texts``; what is not run is extrapolated by length."""
        some = texts[: max(1, len(texts) // 10)] if self.tenth else texts
        nlp = self.load()
        nlp("“The boats will sail,” said Keiko Arai.")  # what is made at first use is not measured
        start = time.perf_counter()
        for doc in nlp.pipe(some):
            self.after(doc)
        return (time.perf_counter() - start) * sum(map(len, texts)) / sum(map(len, some))


def textacy_quotations() -> Callable[[Doc], object] | None:
    """The extractor of textacy, or None where it is not installed."""
    try:
        from textacy.extract.triples import direct_quotations
    except ImportError:
        return None

    def quotations(doc: Doc) -> None:
        with suppress(ValueError):
            list(direct_quotations(doc))

    return quotations


def contestants(parser: str | None) -> list[Contestant]:
    """Everything that can be measured here."""
    found = [
        Contestant("tokenizer", partial(spacy.blank, "en")),
        Contestant("tokenizer + three components", partial(quotenlp.load, "rules")),
        Contestant("embedded pipeline", quotenlp.load, tenth=True),
    ]
    quotations = textacy_quotations()
    if parser is None:
        print("textacy left out: name a pipeline that has a parser with --parser", file=sys.stderr)
    elif quotations is None:
        print("textacy left out: it is not installed (pip install textacy)", file=sys.stderr)
    else:
        nlp = spacy.load(parser)
        found.append(Contestant("parser pipeline + textacy", lambda: nlp, quotations, tenth=True))
    return found


def added_to(parser: str, texts: list[str]) -> float:
    """The time of the three components on parsed Docs, as a share of the time that it took to parse them."""
    nlp = spacy.load(parser)
    some = texts[: max(1, len(texts) // 10)]
    start = time.perf_counter()
    docs = list(nlp.pipe(some))
    parsing = time.perf_counter() - start
    quotenlp.add_to(nlp)
    components = [nlp.get_pipe(name) for name in quotenlp.pipeline.COMPONENTS]
    start = time.perf_counter()
    for doc in docs:
        for component in components:
            component(doc)
    return (time.perf_counter() - start) / parsing


def main() -> None:
    """Measure and print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--texts", help="JSON lines with the articles")
    options.add_argument("--words", type=int, default=150_000, help="number of words to run over (default: 150,000)")
    options.add_argument("--rounds", type=int, default=5, help="number of rounds (default: 5)")
    options.add_argument("--parser", help="pipeline with a parser, for textacy and the last line")
    given = options.parse_args()

    texts = read_articles(given.texts, given.words) if given.texts else made_articles(given.words)
    count = sum(not (token.is_space or token.is_punct) for doc in spacy.blank("en").pipe(texts) for token in doc)
    measured = contestants(given.parser)
    seconds: dict[str, list[float]] = {contestant.name: [] for contestant in measured}
    for _ in range(given.rounds):
        for contestant in measured:
            seconds[contestant.name].append(contestant.seconds(texts))

    pairs = zip(seconds["tokenizer"], seconds["tokenizer + three components"], strict=True)
    seconds["three components alone"] = [both - alone for alone, both in pairs]
    base = statistics.median(seconds["tokenizer"])
    print(
        f"{len(texts)} articles, {count} words, {given.rounds} rounds; quotenlp {quotenlp.__version__}, ",
        end="",
    )
    print(f"spaCy {version('spacy')}, Python {platform.python_version()}\n")
    print(f"| {'what':30} | words/s | of the tokenizer's time |")
    print(f"|{'-' * 32}|--------:|------------------------:|")
    for name, values in seconds.items():
        median = statistics.median(values)
        print(f"| {name:30} | {count / median:7.0f} | {median / base:22.2f}× |")
    if given.parser:
        share = statistics.median(added_to(given.parser, texts) for _ in range(given.rounds))
        print(f"\nThe three components on Docs of {given.parser} add {100 * share:.1f} % to its time.")


if __name__ == "__main__":
    main()
