"""The command line: ``quotenlp extract``, ``evaluate``, ``info`` and ``schema``."""

from __future__ import annotations

import json
import logging
import os
import platform
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from importlib import metadata, resources
from pathlib import Path
from typing import Annotated, NoReturn, Optional

import spacy
import typer
from spacy.language import Language
from tqdm import tqdm

import quotenlp
from quotenlp.errors import InputError, QuoteNLPError
from quotenlp.evaluation import (
    quotes_table,
    score,
    score_sources,
    score_stance,
    sources_table,
    stance_table,
    words_table,
)
from quotenlp.io.gold import Gold, Predictions, documents_of, predictions_of, read_gold, read_predictions
from quotenlp.io.interrupts import noted_interrupts
from quotenlp.io.reading import ErrorHandler, Input, find_inputs, read_documents, stdin_input
from quotenlp.io.stance_gold import read_stance_gold
from quotenlp.io.stream import extract_json
from quotenlp.io.writing import open_output
from quotenlp.pipeline import COMPONENTS, PIPELINES, TAGGER

logger = logging.getLogger("quotenlp")

STDIN = Path("-")

USER_ERROR = 2
INTERRUPTED = 130

app = typer.Typer(
    name="quotenlp",
    help="Who said what, how openly, and with what stance, in English news.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


class StdinFormat(str, Enum):
    """What comes in on standard input."""

    TEXT = "text"
    JSONL = "jsonl"


class OnError(str, Enum):
    """What to do with a document that cannot be processed."""

    STOP = "stop"
    SKIP = "skip"


class GoldLayer(str, Enum):
    """What to score."""

    QUOTES = "quotes"
    SOURCES = "sources"
    STANCE = "stance"


def main() -> None:
    """Run the command line (the ``quotenlp`` script)."""
    app()


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"quotenlp {quotenlp.__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit."),
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Log to standard error what is being done.")] = False,
) -> None:
    if verbose:
        logging.basicConfig(format="%(name)s: %(message)s")
        logger.setLevel(logging.DEBUG)


@app.command()
def extract(
    paths: Annotated[
        Optional[list[Path]],  # noqa: UP045 - older releases of typer do not read "| None"
        typer.Argument(
            metavar="PATH",
            show_default=False,
            help="Text files, JSON lines (.jsonl, .ndjson, .json), folders of them, or - for standard input.",
        ),
    ] = None,
    output: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write here, not to standard output; replaced only on success.",
        ),
    ] = None,
    text_field: Annotated[
        str, typer.Option(metavar="FIELD", help="Field of a JSON line that holds the text.")
    ] = "text",
    id_field: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            metavar="FIELD",
            help="Field of a JSON line that holds the id.  [default: id if there is one, else FILE:LINE]",
        ),
    ] = None,
    model: Annotated[
        str,
        typer.Option(
            metavar="NAME|PATH",
            help="Packaged pipeline (embedded, rules), or any English spaCy pipeline by name or path.",
        ),
    ] = "embedded",
    n_process: Annotated[int, typer.Option(min=1, help="Worker processes; worth it with a parser pipeline.")] = 1,
    on_error: Annotated[
        OnError,
        typer.Option(help="At a document that cannot be processed: stop, or report it, skip it and go on."),
    ] = OnError.STOP,
    stdin_format: Annotated[
        StdinFormat, typer.Option(help="Form of standard input: one text, or JSON lines.")
    ] = StdinFormat.TEXT,
) -> None:
    """Extract quotes, sources and stance: one JSON line per document.

    \b
    Examples:
      quotenlp extract article.txt
      quotenlp extract news.jsonl --text-field body -o records.jsonl
      quotenlp extract archive/ --on-error skip -o records.jsonl
      curl -s https://example.org/news.txt | quotenlp extract -
      quotenlp extract archive/ --model en_core_web_sm --n-process 4 -o records.jsonl

    \b
    Exit status: 0 when documents were written (with --on-error skip also when some were skipped),
    2 at an error, 130 after Ctrl-C. After an error or Ctrl-C, FILE is as it was before.
    """  # noqa: D301 - \b is typer's mark for a paragraph not to be wrapped
    try:
        tally = _Tally()
        skip = tally.skip if on_error is OnError.SKIP else None
        inputs = _find(paths, stdin_format, skip)
        _check_output(output, inputs)
        nlp = _load_pipeline(model)
        documents = read_documents(inputs, text_field=text_field, id_field=id_field, on_error=skip)
        records = extract_json(nlp, documents, n_process=n_process, on_error=skip)
        with noted_interrupts() as check_interrupts, open_output(output) as write:
            for record in _with_progress(records, output, inputs):
                check_interrupts()
                write(record)
                tally.written += 1
            tally.check()
        if tally.skipped:
            typer.echo(f"quotenlp: {tally.written} documents written, {tally.skipped} skipped", err=True)
    except QuoteNLPError as error:
        _fail(error)
    except KeyboardInterrupt:
        typer.echo("quotenlp: interrupted", err=True)
        raise typer.Exit(INTERRUPTED) from None
    except BrokenPipeError:  # the reader has what it wanted (quotenlp extract ... | head)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@app.command()
def evaluate(
    gold: Annotated[
        Path,
        typer.Argument(metavar="GOLD", show_default=False, help="Gold JSON lines, or a folder of brat files."),
    ],
    pred: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(metavar="FILE", help="Score these predictions, matched by id, and run no pipeline."),
    ] = None,
    model: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            metavar="NAME|PATH", help="Pipeline to run over the gold texts, as for extract.  [default: embedded]"
        ),
    ] = None,
    layer: Annotated[GoldLayer, typer.Option(help="What to score.")] = GoldLayer.QUOTES,
    texts: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(metavar="PATH", help="With --layer stance: the articles that gold names, as for extract."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object, shares between 0 and 1.")] = False,
) -> None:
    """Score a pipeline, or predictions, against gold annotation: precision, recall and F.

    \b
    Examples:
      quotenlp evaluate gold.jsonl
      quotenlp evaluate gold.jsonl --model en_core_web_sm --json
      quotenlp extract gold.jsonl -o records.jsonl && quotenlp evaluate gold.jsonl --pred records.jsonl
      quotenlp evaluate articles.jsonl --layer sources
      quotenlp evaluate stance.jsonl --layer stance --texts articles.jsonl

    \b
    The forms of the files and the meaning of the figures: docs/evaluation.md.
    Exit status: 0, 2 at an error, 130 after Ctrl-C.
    """  # noqa: D301 - see extract
    try:
        if pred is not None and model is not None:
            raise InputError("--pred and --model exclude each other: give predictions, or the pipeline to make them")
        if layer is GoldLayer.STANCE:
            docs = read_stance_gold(gold, texts=texts, need_texts=pred is None)
        elif texts is not None:
            raise InputError("--texts goes with --layer stance: gold of the other layers holds its texts")
        else:
            docs = read_gold(gold, sources=layer is GoldLayer.SOURCES)
        predicted = _predict(model or "embedded", docs) if pred is None else _read_predictions(pred, docs)
        figures, table = _score(docs, predicted, layer)
    except QuoteNLPError as error:
        _fail(error)
    except KeyboardInterrupt:
        typer.echo("quotenlp: interrupted", err=True)
        raise typer.Exit(INTERRUPTED) from None
    if as_json:
        typer.echo(json.dumps({"layer": layer.value, "documents": len(docs), "scores": figures}, indent=2))
        return
    made_by = f"pipeline {model or 'embedded'}" if pred is None else f"predictions {pred}"
    typer.echo("\n".join([f"{gold}: {len(docs)} documents, {made_by}", *table]))


@app.command()
def info() -> None:
    """Print versions, components, embedded pipelines and lexicon languages."""
    languages = sorted(folder.name for folder in (resources.files("quotenlp") / "lang").iterdir() if folder.is_dir())
    typer.echo(f"quotenlp            {quotenlp.__version__}")
    typer.echo(f"spaCy               {metadata.version('spacy')}")
    typer.echo(f"Python              {platform.python_version()}")
    typer.echo(f"components          {', '.join((TAGGER, *COMPONENTS))}")
    typer.echo(f"packaged pipelines  {', '.join(PIPELINES)}")
    typer.echo(f"lexicon languages   {', '.join(name for name in languages if not name.startswith('_'))}")


@app.command()
def schema() -> None:
    """Print the JSON Schema of a record."""
    typer.echo(json.dumps(quotenlp.json_schema(), indent=2))


@dataclass
class _Tally:
    """Documents written and skipped."""

    written: int = 0
    skipped: int = 0

    def skip(self, error: InputError) -> None:
        self.skipped += 1
        tqdm.write(f"quotenlp: skipped: {error}", file=sys.stderr)

    def check(self) -> None:
        if self.skipped and not self.written:
            raise InputError(f"no document could be processed: all {self.skipped} were skipped, see above")


def _find(paths: list[Path] | None, stdin_format: StdinFormat, skip: ErrorHandler | None) -> list[Input]:
    if not paths and sys.stdin.isatty():
        raise InputError("nothing to read: name files or folders, or pipe text in (see quotenlp extract --help)")
    inputs: list[Input] = []
    for path in paths or [STDIN]:
        try:
            inputs += [stdin_input(stdin_format is StdinFormat.JSONL)] if path == STDIN else find_inputs(path)
        except InputError as error:
            if skip is None:
                raise
            skip(error)
    return inputs


def _check_output(output: Path | None, inputs: list[Input]) -> None:
    if output is not None and output.is_file():
        for source in inputs:
            if source.path is not None and os.path.samefile(source.path, output):
                raise InputError(f"{output}: is also an input: write the records to another file with -o")


def _load_pipeline(model: str) -> Language:
    if model in PIPELINES:
        return quotenlp.load(model)
    try:
        nlp = spacy.load(model)
    except (OSError, ValueError, ImportError) as error:
        reason = str(error).strip().splitlines()[0]
        raise QuoteNLPError(
            f"--model {model}: cannot be loaded ({reason}): "
            f"give {', '.join(PIPELINES)}, an installed spaCy package or a pipeline's folder"
        ) from None
    return quotenlp.add_to(nlp)


def _predict(model: str, docs: list[Gold]) -> Predictions:
    return predictions_of(extract_json(_load_pipeline(model), documents_of(docs)), docs)


def _read_predictions(path: Path, docs: list[Gold]) -> Predictions:
    predicted = read_predictions(path, docs)
    if missing := len(docs) - len(predicted.attributions):
        typer.echo(f"quotenlp: {path}: nothing about {missing} of {len(docs)} documents, scored as empty", err=True)
    return predicted


def _score(docs: list[Gold], predicted: Predictions, layer: GoldLayer) -> tuple[dict[str, object], list[str]]:
    """The figures as JSON-able data and as a table."""
    if layer is GoldLayer.QUOTES:
        scores = score(docs, predicted.attributions)
        return {name: row.to_dict() for name, row in scores.items()}, [*quotes_table(scores), *words_table(scores)]
    if predicted.sources is None or predicted.stance is None:
        raise InputError(
            f"the predictions hold attributions alone: --layer {layer.value} needs what quotenlp extract writes"
        )
    if layer is GoldLayer.SOURCES:
        of_sources = score_sources(docs, predicted.sources)
        return of_sources.to_dict(), sources_table(of_sources)
    of_stance = score_stance(docs, predicted.stance)
    return of_stance.to_dict(), stance_table(of_stance)


def _with_progress(records: Iterator[str], output: Path | None, inputs: list[Input]) -> Iterable[str]:
    wanted = sys.stderr.isatty() and (output is not None or not sys.stdout.isatty())
    total = None if any(source.is_jsonl for source in inputs) else len(inputs)
    progress: Iterable[str] = tqdm(records, total=total, unit=" documents", disable=not wanted)
    return progress


def _fail(error: QuoteNLPError) -> NoReturn:
    logger.debug("failed", exc_info=error)
    typer.echo(f"quotenlp: {error}", err=True)
    raise typer.Exit(USER_ERROR)
