"""Words per second of the tokenizer, of the pipelines of quotenlp, and of textacy's quotation extractor.

usage: python benchmarks/speed.py [--texts FILE.jsonl] [--words N] [--rounds N] [--parser PIPELINE]

FILE.jsonl has one article per line in the field "text"; without it articles are made (see articles.py). What is
measured alternates in rounds, so that a busy machine troubles all alike, each time with a new pipeline, so that the
tokenizer's cache does not know the texts yet; the table gives medians. A word is a token that is neither space nor
punctuation. textacy's ``direct_quotations`` needs a pipeline with a parser, which is measured with it, on a tenth of
the articles; it gives up on an article with an odd number of marks, and such articles count as done. It is left out
if textacy or ``--parser`` is missing. With ``--parser`` the table also tells what that pipeline takes alone and with
the three components.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

import spacy
from spacy.language import Language
from spacy.tokens import Doc

import quotenlp
from articles import made_articles, read_articles
from quotenlp.pipeline import COMPONENTS

Table = list[list[str]]


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


def count_words(texts: Iterable[str]) -> int:
    """Tokens that are neither space nor punctuation."""
    return sum(not (token.is_space or token.is_punct) for doc in spacy.blank("en").pipe(texts) for token in doc)


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def drain(items: Iterable[object]) -> None:
    for _ in items:
        pass


def pipelines(texts: list[str], words: int, parser: str | None, rounds: int) -> tuple[Table, dict[str, float]]:
    """Words per second of the pipelines, and of a parser pipeline with and without the three components."""
    seconds: dict[str, list[float]] = {}
    measured = contestants(parser)
    for _ in range(rounds):
        for each in measured:
            seconds.setdefault(each.name, []).append(each.seconds(texts))
    medians = {name: statistics.median(values) for name, values in seconds.items()}
    medians["three components alone"] = statistics.median(
        both - alone for alone, both in zip(seconds["tokenizer"], seconds["tokenizer + three components"], strict=True)
    )
    if parser is not None:
        medians |= _parsed(parser, texts, rounds)
    base = medians["tokenizer"]
    rows = [[name, f"{words / each:,.0f}", f"{each / base:.2f}×"] for name, each in medians.items()]
    return [["what", "words/s", "of the tokenizer's time"], *rows], medians


def _parsed(parser: str, texts: list[str], rounds: int) -> dict[str, float]:
    nlp = spacy.load(parser)
    some = texts[: max(1, len(texts) // 10)]
    scale = sum(map(len, texts)) / sum(map(len, some))
    parsing, components = [], []
    full = quotenlp.add_to(spacy.load(parser))
    for _ in range(rounds):
        parsing.append(timed(lambda: drain(nlp.pipe(some))) * scale)
        docs = list(full.pipe(some, disable=list(COMPONENTS)))
        components.append(timed(lambda docs=docs: [run_components(full, doc) for doc in docs]) * scale)
    alone, added = statistics.median(parsing), statistics.median(components)
    return {"parser pipeline": alone, "parser pipeline + three components": alone + added}


def run_components(nlp: Language, doc: Doc) -> None:
    for name in COMPONENTS:
        nlp.get_pipe(name)(doc)


def markdown(table: Table) -> Iterator[str]:
    head, *rows = table
    yield f"| {' | '.join(head)} |"
    yield "|---|" + "--:|" * (len(head) - 1)
    yield from (f"| {' | '.join(row)} |" for row in rows)


def options(description: str | None, words: int, rounds: int) -> argparse.ArgumentParser:
    """The options that choose texts and rounds, with these defaults."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", help="JSON lines with the articles")
    parser.add_argument("--words", type=int, default=words, help=f"number of words to run over (default: {words:,})")
    parser.add_argument("--rounds", type=int, default=rounds, help=f"number of rounds (default: {rounds})")
    parser.add_argument("--parser", help="a pipeline with a parser: name or folder")
    return parser


def articles(given: argparse.Namespace) -> tuple[list[str], int]:
    """The texts that the options ask for, and the number of their words."""
    texts = read_articles(given.texts, given.words) if given.texts else made_articles(given.words)
    return texts, count_words(texts)


def main() -> None:
    """Measure and print the table."""
    given = options(__doc__, words=150_000, rounds=5).parse_args()
    texts, words = articles(given)
    print(f"{len(texts)} articles, {words:,} words, {given.rounds} rounds\n")
    print("\n".join(markdown(pipelines(texts, words, given.parser, given.rounds)[0])))


if __name__ == "__main__":
    main()
