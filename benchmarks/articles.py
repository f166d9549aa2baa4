"""Articles to measure speed on: those of a file, or made of the one in examples/ and of templates.

Real news is the better measure: made articles have a seeded vocabulary and sentences of few kinds.
"""

from __future__ import annotations

import json
import random
from pathlib import Path

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
