"""Everything that docs/speed.md says, measured and written by one command.

usage: python benchmarks/suite.py [--texts FILE.jsonl] [--parser PIPELINE] [--words N] [--rounds N] [--write FILE.md]

Texts as for benchmarks/speed.py. Without --write the tables are printed; with it they replace what stands between the
two marks in that file, and with matplotlib a plot is drawn beside it. What is compared runs in turn on the same
machine; what needs a clean memory runs in a process of its own. Spark is measured where pyspark and Java are.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import version
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

import quotenlp
from speed import Table, articles, drain, markdown, options, pipelines, run_components, timed

MARKS = ("<!-- measured -->", "<!-- end of what was measured -->")
T = TypeVar("T")

# Long and odd documents: their text from a number of characters.
ODD: dict[str, Callable[[int], str]] = {
    "quotation marks only": lambda n: '“ "' * (n // 3),
    "marks that open and never close": lambda n: "“ a " * (n // 4),
    "quotes of three words": lambda n: "“Yes,” he said. " * (n // 16),
    "one sentence": lambda n: "the boats and the port and " * (n // 27),
    "words in quotation marks": lambda n: "The word “pressure” is out. " * (n // 28),
    "a name for every quote": lambda n: " ".join(f"“Yes,” said {_name(i)} {_name(i + 9)}." for i in range(n // 26)),
    "unnamed speakers": lambda n: "“Yes,” said another official. " * (n // 31),
    "words of stance": lambda n: "Perhaps the mayor must not support the terrible levy. " * (n // 54),
}


def _name(number: int) -> str:
    return "Z" + "".join("abcdefghijklmnopqrstuvwxyz"[number // 26**place % 26] for place in range(4))


def fresh(work: Callable[..., T], *arguments: object) -> T:
    """What a function returns in a process of its own: what ran before leaves no objects that slow it down."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(work, *arguments).result()


def in_turn(works: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The median seconds of each, run in turn."""
    seconds: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            seconds[name].append(timed(work))
    return {name: statistics.median(values) for name, values in seconds.items()}


def child(code: str, *arguments: str) -> dict[str, float]:
    """What a fresh process prints as JSON, and the most memory that it took (MB)."""
    done = subprocess.run([sys.executable, "-c", code + ENDING, *arguments], capture_output=True, text=True, check=True)
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


ENDING = """
import json
kilobytes = [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")]
print(json.dumps({**out, "mb": int(kilobytes[0]) / 1e3}))
"""
START = """
import sys, time
t = time.perf_counter()
import spacy
t1 = time.perf_counter()
import quotenlp
t2 = time.perf_counter()
nlp = spacy.blank("en") if sys.argv[1] == "tokenizer" else quotenlp.load(sys.argv[1])
nlp("“The boats will sail,” said Keiko Arai.")
out = {"spacy": t1 - t, "quotenlp": t2 - t1, "load": time.perf_counter() - t2}
texts = open(sys.argv[2], encoding="utf8").read().split("\\0")
for _ in nlp.pipe(texts) if sys.argv[1] == "tokenizer" else quotenlp.extract_many(texts, nlp):
    pass
"""


def start_up(texts: list[str]) -> Table:
    """Import, load and the most memory, each in a process of its own."""
    rows = [["what", "import of quotenlp, beyond spaCy's", "load and first text", "peak memory"]]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "texts")
        file.write_text("\0".join(texts[:100]), "utf8")
        for name in ("tokenizer", "rules", "embedded"):
            runs = [child(START, name, str(file)) for _ in range(3)]
            median = {key: statistics.median(run[key] for run in runs) for key in runs[0]}
            rows.append([name, f"{median['quotenlp']:.2f} s", f"{median['load']:.2f} s", f"{median['mb']:.0f} MB"])
    return rows


def records(texts: list[str], rounds: int) -> list[str]:
    """What it takes to build the records of an article, and to write them as JSON."""
    nlp = quotenlp.load("rules")
    for doc in nlp.pipe(texts[:4]):
        quotenlp.get_extraction(doc)  # the first one makes the validators
    build, write = [], []
    for _ in range(rounds):
        seconds = [0.0, 0.0]
        for doc in nlp.pipe(texts):
            seconds[0] += timed(lambda doc=doc: quotenlp.get_extraction(doc))
            seconds[1] += timed(lambda doc=doc: quotenlp.get_extraction(doc).model_dump_json())
        build.append(seconds[0] / len(texts))
        write.append(seconds[1] / len(texts))
    return [f"{1000 * statistics.median(build):.2f} ms", f"{1000 * statistics.median(write):.2f} ms"]


def ways(texts: list[str], rounds: int) -> tuple[Table, dict[str, float]]:
    """One process, two, and batches of Arrow; articles per second and core."""
    works: dict[str, Callable[[], object]] = {}
    for model in ("rules", "embedded"):
        repeated = texts * (10 if model == "rules" else 2)
        nlp = quotenlp.load(model)
        works[f"{model}, one process"] = lambda t=repeated, p=nlp: drain(quotenlp.extract_many(t, p))
        works[f"{model}, two processes"] = lambda t=repeated, p=nlp: drain(quotenlp.extract_many(t, p, n_process=2))
        if find_spec("pyarrow"):
            works[f"{model}, batches of Arrow"] = lambda t=repeated, m=model: _arrow(t, m)
    seconds = in_turn(works, rounds)
    numbers = {"rules": 10 * len(texts), "embedded": 2 * len(texts)}
    rows = [["what", "articles/s", "against one process"]]
    for name, each in seconds.items():
        model = name.split(",")[0]
        rows.append([name, f"{numbers[model] / each:.1f}", f"{seconds[f'{model}, one process'] / each:.2f}×"])
    return rows, {model: numbers[model] / seconds[f"{model}, one process"] for model in numbers}


def _arrow(texts: list[str], model: str) -> None:
    import pyarrow as pa

    from quotenlp.arrow import annotate_batches

    table = pa.table({"id": [str(i) for i in range(len(texts))], "text": texts})
    drain(annotate_batches(table.to_batches(max_chunksize=256), model))


SPARK = """
import sys, time
from pyspark.sql import SparkSession
from pyspark.sql.pandas.types import from_arrow_schema
from quotenlp.arrow import SCHEMA, annotate_batches
builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
builder = builder.config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
spark = builder.getOrCreate()
texts = open(sys.argv[1], encoding="utf8").read().split("\\0") * int(sys.argv[2])
news = spark.createDataFrame([(str(i), t) for i, t in enumerate(texts)], "id string, text string").coalesce(1).cache()
news.count()
def annotate(batches):
    yield from annotate_batches(batches, "rules")
run = lambda: news.mapInArrow(annotate, from_arrow_schema(SCHEMA)).write.mode("overwrite").format("noop").save()
run()
t = time.perf_counter()
run()
out = {"seconds": time.perf_counter() - t}
"""


def spark(texts: list[str]) -> str | None:
    """Articles per second of Spark with one core, rules; None without Spark."""
    if find_spec("pyspark") is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "texts")
        file.write_text("\0".join(texts), "utf8")
        os.environ["PYSPARK_PYTHON"] = sys.executable
        return f"{4 * len(texts) / child(SPARK, str(file), '4')['seconds']:.1f}"


def growth(lengths: Iterable[int], article: str) -> tuple[Table, dict[int, float]]:
    """Microseconds per character as a document grows: tokenizer, and rules on top of it."""
    nlp = quotenlp.load("rules")
    quotenlp.get_extraction(nlp(article))  # what is made at first use is not measured
    rows, rules = [["characters", "tokenizer, µs/character", "three components and records, µs/character"]], {}
    for length in lengths:
        text = (article + "\n\n") * (length // len(article) + 1)
        began = time.perf_counter()
        doc = nlp.make_doc(text[:length])
        tokenized = time.perf_counter()
        run_components(nlp, doc)
        quotenlp.get_extraction(doc)
        rules[length] = 1e6 * (time.perf_counter() - tokenized) / length
        rows.append([f"{length:,}", f"{1e6 * (tokenized - began) / length:.2f}", f"{rules[length]:.2f}"])
    return rows, rules


def odd(lengths: Iterable[int], normal: float) -> Table:
    """The same for documents that no newspaper prints; ``normal`` is what a normal one takes."""
    nlp = quotenlp.load("rules")
    lengths = list(lengths)
    rows = [["document", *(f"{length:,} characters" for length in lengths)]]
    for name, make in ODD.items():
        cells = []
        for length in lengths:
            doc = nlp.make_doc(make(length))
            seconds = timed(lambda doc=doc: (run_components(nlp, doc), quotenlp.get_extraction(doc)))
            cells.append(f"{1e6 * seconds / length:.2f}")
        rows.append([name, *cells])
    return [*rows, ["(an article)", *[f"{normal:.2f}"] * len(lengths)]]


def sizing(rates: dict[str, float], memory: dict[str, str]) -> Table:
    """Core hours for an archive, from articles per second and core."""
    rows = [["articles", *(f"core hours, {model}" for model in rates)]]
    for number, name in ((1_000_000, "1 million"), (100_000_000, "100 million"), (1_000_000_000, "1 billion")):
        rows.append([name, *(f"{number / rate / 3600:,.1f}" for rate in rates.values())])
    rows.append(["articles per core hour", *(f"{3600 * rate:,.0f}" for rate in rates.values())])
    rows.append(["memory per Python worker", *(memory[model] for model in rates)])
    return rows


def machine() -> str:
    """Processor, cores and versions."""
    name = next(
        (line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        platform.processor() or platform.machine(),
    )
    versions = ", ".join(f"{package} {version(package)}" for package in ("quotenlp", "spacy", "numpy"))
    return f"{name}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, {versions}"


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines() if Path(path).exists() else []


def plot(medians: dict[str, float], words: int, by_length: dict[int, float], file: Path) -> None:
    """Words per second of all pipelines, and cost per character by length."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams.update({"svg.hashsalt": "quotenlp", "text.color": "#777", "axes.labelcolor": "#777"})
    mpl.rcParams.update({"xtick.color": "#777", "ytick.color": "#777", "axes.edgecolor": "#999"})
    from matplotlib import pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.2), gridspec_kw={"width_ratios": [3, 2]})
    names = list(medians)[::-1]
    left.barh(names, [words / medians[name] for name in names], color="#4a7fb5")
    left.set(xscale="log", xlabel="words per second, one core")
    right.plot(list(by_length), list(by_length.values()), marker="o", color="#b5562a")
    right.set(xscale="log", ylim=(0, None), xlabel="characters of one document", ylabel="µs per character, rules")
    for axes in (left, right):
        axes.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    figure.savefig(file, transparent=True, metadata={"Date": None})


def report(given: argparse.Namespace) -> tuple[str, Callable[[Path], None]]:
    """All tables as Markdown, and what draws the plot."""
    texts, words = articles(given)
    speeds, medians = fresh(pipelines, texts, words, given.parser, given.rounds)
    start = start_up(texts)
    built, written = fresh(records, texts, given.rounds)
    by_way, rates = fresh(ways, texts, given.rounds)
    by_length, rules = fresh(growth, (1_000, 10_000, 100_000, 1_000_000, given.longest), texts[0])
    on_spark = spark(texts)
    if on_spark is not None:
        by_way.append(["rules, Spark with one core", on_spark, f"{float(on_spark) / rates['rules']:.2f}×"])
    source = f"`{Path(given.texts).name}`" if given.texts else "articles made by the benchmark"
    out = [
        f"{len(texts)} articles of {words / len(texts):,.0f} words on average, {source}; "
        f"medians of {given.rounds} rounds. {machine()}.",
        "",
        *markdown(speeds),
        "",
        *markdown(start),
        "",
        f"The records of one article take {built} to build from the Doc, and {written} to write as JSON.",
        "",
        *markdown(by_way),
        "",
        *markdown(by_length),
        "",
        *markdown(fresh(odd, (100_000, 1_000_000), statistics.median(rules.values()))),
        "",
        *markdown(sizing(rates, {row[0]: row[3] for row in start[1:]})),
    ]
    return "\n".join(out), lambda file: plot(medians, words, rules, file)


def main() -> None:
    """Measure; print or write."""
    parser = options(__doc__, words=90_000, rounds=3)
    parser.add_argument("--longest", type=int, default=10_000_000, help="length of the longest document (default: 10M)")
    parser.add_argument("--write", type=Path, metavar="FILE", help="replace the tables in this file")
    given = parser.parse_args()
    tables, draw = report(given)
    if given.write is None:
        print(tables)
        return
    page = given.write.read_text("utf8")
    first, last = MARKS
    page = re.sub(f"{first}.*?{last}", lambda _: f"{first}\n{tables}\n{last}", page, flags=re.DOTALL)
    given.write.write_text(page, "utf8")
    if find_spec("matplotlib"):
        draw(given.write.with_suffix(".svg"))


if __name__ == "__main__":
    main()
