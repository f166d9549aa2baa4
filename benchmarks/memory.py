"""Memory of `quotenlp.extract_many` over many short articles: resident megabytes as it goes on.

usage: python benchmarks/memory.py [--documents N] [--model NAME]

Every article has words that no other has, so that nothing can be kept by accident. Linux only.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from pathlib import Path

import quotenlp

ARTICLE = (
    "“The boats{n} will sail,” said Keiko Arai{n}, a harbour official. “They have always sailed.”\n\n"
    "A senior Finance{n} Ministry official warned that the port{n} could close. "
    "According to the mayor, Tomas Lindqvist{n}, nobody was asked. He denied that he knew."
)


def texts(count: int) -> Iterator[str]:
    return (ARTICLE.format(n=number) for number in range(count))


def resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=50_000)
    parser.add_argument("--model", default="rules")
    args = parser.parse_args()
    step = max(args.documents // 10, 1)
    print("documents  MB")
    for number, _ in enumerate(quotenlp.extract_many(texts(args.documents), args.model), 1):
        if number == 500 or number % step == 0:
            print(f"{number:9,}  {resident():.0f}", flush=True)


if __name__ == "__main__":
    main()
