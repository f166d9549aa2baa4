"""The command line: ``quotenlp extract``, ``report``, ``audit``, ``evaluate``, ``info`` and ``schema``."""

from __future__ import annotations

import errno
import json
import logging
import os
import platform
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from enum import Enum
from importlib import metadata, resources
from pathlib import Path
from typing import Annotated, Any, Literal, Optional, TypeVar, cast

import typer
from spacy.util import get_installed_models
from tqdm import tqdm

import quotenlp
from quotenlp.audit import table
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
from quotenlp.io.reading import Document, Input, find_inputs, read_documents, stdin_input
from quotenlp.io.records import read_records
from quotenlp.io.resuming import Resumable
from quotenlp.io.stance_gold import read_stance_gold
from quotenlp.io.stream import extract_documents, extract_json
from quotenlp.io.tables import csv_lines, write_parquet
from quotenlp.io.writing import open_binary, open_output
from quotenlp.pipeline import COMPONENTS, PIPELINES, TAGGER
from quotenlp.records import Extraction
from quotenlp.tables import Rows, required
from quotenlp.view import report_pieces

logger = logging.getLogger("quotenlp")

T = TypeVar("T")

STDIN = Path("-")

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)  # of a disk

USER_ERROR = 2
INTERRUPTED = 130

app = typer.Typer(
    name="quotenlp",
    help="Who said what, how openly, and with what stance, in English news.",
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


class OutputFormat(str, Enum):
    """What extract writes."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"


class TableRows(str, Enum):
    """What has a row of its own in a table."""

    QUOTES = "quotes"
    SOURCES = "sources"
    MARKERS = "markers"
    POSITIONS = "positions"
    DOCUMENTS = "documents"


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


def _complete_model(incomplete: str) -> list[str]:
    return [name for name in (*PIPELINES, *get_installed_models()) if name.startswith(incomplete)]


# Options that commands over documents share

Paths = Annotated[
    Optional[list[Path]],  # noqa: UP045 - older releases of typer do not read "| None"
    typer.Argument(
        metavar="PATH",
        show_default=False,
        help="Text files, JSON lines (.jsonl, .ndjson, .json), .parquet, folders of them, or - for standard input.",
    ),
]
Output = Annotated[
    Optional[Path],  # noqa: UP045
    typer.Option(
        "--output", "-o", metavar="FILE", help="Write here, not to standard output; replaced only on success."
    ),
]
TextField = Annotated[
    str, typer.Option(metavar="FIELD", help="Field of a JSON line, or Parquet column, that holds the text.")
]
IdField = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option(
        metavar="FIELD",
        help="Field of a JSON line, or Parquet column, with the id.  [default: id if there is one, else FILE:LINE]",
    ),
]
Model = Annotated[
    str,
    typer.Option(
        metavar="NAME|PATH",
        help="Packaged pipeline (embedded, rules), or any English spaCy pipeline by name or path.",
        autocompletion=_complete_model,
    ),
]
Processes = Annotated[int, typer.Option(min=1, help="Worker processes; worth it with a parser pipeline.")]
WhatOnError = Annotated[
    OnError, typer.Option(help="At a document that cannot be processed: stop, or report it, skip it and go on.")
]
Translated = Annotated[
    bool, typer.Option("--translated", help="The texts are translated: see Translated text in docs/sources.md.")
]
FormOfStdin = Annotated[StdinFormat, typer.Option(help="Form of standard input: one text, or JSON lines.")]


@app.command()
def extract(
    context: typer.Context,
    paths: Paths = None,
    output: Output = None,
    format: Annotated[
        OutputFormat, typer.Option("--format", help="JSON lines with whole records, or a flat table: see --rows.")
    ] = OutputFormat.JSONL,
    rows: Annotated[
        TableRows,
        typer.Option(
            "--rows",
            help="What has a row of its own in the table (columns: docs/tables.md); documents, nested: Parquet only.",
        ),
    ] = TableRows.QUOTES,
    resume: Annotated[
        bool,
        typer.Option("--resume", help="Keep what an interrupted run has done in FILE.part, and go on after it."),
    ] = False,
    text_field: TextField = "text",
    id_field: IdField = None,
    model: Model = "embedded",
    n_process: Processes = 1,
    on_error: WhatOnError = OnError.STOP,
    stdin_format: FormOfStdin = StdinFormat.TEXT,
    translated: Translated = False,
) -> None:
    """Extract quotes, sources and stance: one JSON line per document, or a table.

    \b
    Examples:
      quotenlp extract article.txt
      quotenlp extract news.jsonl --text-field body -o records.jsonl
      quotenlp extract archive/ --on-error skip -o records.jsonl
      quotenlp extract archive/ --format csv --rows sources -o sources.csv
      curl -s https://example.org/news.txt | quotenlp extract -
      quotenlp extract archive/ --model en_core_web_sm --n-process 4 -o records.jsonl
      quotenlp extract archive/ --n-process 4 --resume -o records.jsonl
      quotenlp extract news.parquet --text-field body --id-field url -o records.jsonl
      quotenlp extract news.parquet --format parquet --rows documents -o records.parquet

    \b
    Exit status: 0 when documents were written (with --on-error skip also when some were skipped),
    2 at an error, 130 after Ctrl-C. After an error or Ctrl-C, FILE is as it was before; with --resume
    the same command goes on where it ended.
    """  # noqa: D301 - \b is typer's mark for a paragraph not to be wrapped
    with _exit_status():
        if format is OutputFormat.JSONL and _given(context, "rows"):
            raise InputError("--rows goes with --format csv or parquet: JSON lines hold whole records")
        if format is OutputFormat.PARQUET:
            required("pyarrow", "arrow")
            if output is None and sys.stdout.isatty():
                raise InputError("--format parquet is not for a terminal: name a file with -o")
        elif rows is TableRows.DOCUMENTS:
            raise InputError("--rows documents goes with --format parquet: whole records are nested")
        if resume and (format is not OutputFormat.JSONL or output is None):
            raise InputError("--resume goes with JSON lines in a file: leave --format out, and name a file with -o")
        run = _Run(paths, output, on_error, stdin_format)
        if resume and output is not None:
            fields = {"text_field": text_field, "id_field": id_field}
            settings = {"quotenlp": quotenlp.__version__, "model": model, "translated": translated, **fields}
            run.resume(Resumable(output, settings))
        if format is OutputFormat.JSONL:
            run.write(run.extract(model, text_field, id_field, n_process=n_process, translated=translated))
            return
        extractions = run.extract_with_text(model, text_field, id_field, n_process=n_process, translated=translated)
        if format is OutputFormat.CSV:
            run.write(csv_lines(extractions, cast(Rows, rows.value)))
        else:
            run.write_parquet(extractions, rows.value)


@app.command()
def report(
    paths: Paths = None,
    output: Output = None,
    title: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(metavar="TEXT", help="Title of the page.  [default: made from the articles]"),
    ] = None,
    text_field: TextField = "text",
    id_field: IdField = None,
    model: Model = "embedded",
    n_process: Processes = 1,
    on_error: WhatOnError = OnError.STOP,
    stdin_format: FormOfStdin = StdinFormat.TEXT,
    translated: Translated = False,
) -> None:
    """Make a page to read: articles, their sources and how openly they are named, and their stances.

    \b
    Examples:
      quotenlp report article.txt -o report.html
      quotenlp report news.jsonl --text-field body --title "Week 12" -o report.html
      quotenlp report archive/ --model rules --on-error skip -o report.html

    \b
    The page stands by itself: nothing is loaded from elsewhere. The articles are in it: mind whose they are.
    Exit status: as of extract.
    """  # noqa: D301 - see extract
    with _exit_status():
        if output is None and sys.stdout.isatty():
            raise InputError("a page is not for a terminal: name a file with -o")
        run = _Run(paths, output, on_error, stdin_format)
        run.write_page(
            run.extract_with_text(model, text_field, id_field, n_process=n_process, translated=translated), title
        )


@app.command()
def audit(
    context: typer.Context,
    paths: Paths = None,
    records: Annotated[
        bool, typer.Option("--records", help="The input is what quotenlp extract wrote: no text is processed again.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON line per document, with ids; no total: add up what you need.")
    ] = False,
    listed: Annotated[
        bool, typer.Option("--list", help="Also list the anonymous sources of each document below its row.")
    ] = False,
    output: Output = None,
    text_field: TextField = "text",
    id_field: IdField = None,
    model: Model = "embedded",
    n_process: Processes = 1,
    on_error: WhatOnError = OnError.STOP,
    stdin_format: FormOfStdin = StdinFormat.TEXT,
    translated: Translated = False,
) -> None:
    """Count anonymous sources, what the reader is told of them, and the quotes that rest on them.

    \b
    Examples:
      quotenlp audit article.txt --list
      quotenlp audit news.jsonl --text-field body
      quotenlp extract archive/ -o records.jsonl && quotenlp audit --records records.jsonl
      quotenlp audit --records records.jsonl --json | jq -r 'select(.bare != []) | .id'

    \b
    What the figures mean, and what not to conclude from them: docs/audit.md.
    Exit status: as of extract.
    """  # noqa: D301 - see extract
    with _exit_status():
        if as_json and listed:
            raise InputError("--json and --list exclude each other: JSON always has the anonymous sources")
        if records:
            _refuse_with_records(context)
        run = _Run(paths, output, on_error, StdinFormat.JSONL if records else stdin_format)
        if records:
            extractions = run.read_records()
        else:
            extractions = run.extract_with_text(model, text_field, id_field, n_process=n_process, translated=translated)
        audits = (extraction.audit for extraction in extractions)
        run.write((each.model_dump_json() for each in audits) if as_json else table(audits, listed=listed))


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
            metavar="NAME|PATH",
            help="Pipeline to run over the gold texts, as for extract.  [default: embedded]",
            autocompletion=_complete_model,
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
    with _exit_status():
        if pred is not None and model is not None:
            raise InputError("--pred and --model exclude each other: give predictions, or the pipeline to make them")
        if layer is GoldLayer.STANCE:
            docs = read_stance_gold(gold, texts=texts, need_texts=pred is None)
        elif texts is not None:
            raise InputError("--texts goes with --layer stance: gold of the other layers holds its texts")
        else:
            docs = read_gold(gold, sources=layer is GoldLayer.SOURCES)
        predicted = _predict(model or "embedded", docs) if pred is None else _read_predictions(pred, docs)
        figures, lines = _score(docs, predicted, layer)
        if as_json:
            typer.echo(json.dumps({"layer": layer.value, "documents": len(docs), "scores": figures}, indent=2))
            return
        made_by = f"pipeline {model or 'embedded'}" if pred is None else f"predictions {pred}"
        typer.echo("\n".join([f"{gold}: {len(docs)} documents, {made_by}", *lines]))


@app.command()
def info() -> None:
    """Print versions, components, packaged pipelines and lexicon languages.

    \b
    Example:
      quotenlp info
    """  # noqa: D301 - see extract
    languages = sorted(folder.name for folder in (resources.files("quotenlp") / "lang").iterdir() if folder.is_dir())
    typer.echo(f"quotenlp            {quotenlp.__version__}")
    typer.echo(f"spaCy               {metadata.version('spacy')}")
    typer.echo(f"Python              {platform.python_version()}")
    typer.echo(f"components          {', '.join((TAGGER, *COMPONENTS))}")
    typer.echo(f"packaged pipelines  {', '.join(PIPELINES)}")
    typer.echo(f"lexicon languages   {', '.join(name for name in languages if not name.startswith('_'))}")


@app.command()
def schema() -> None:
    """Print the JSON Schema of a record.

    \b
    Examples:
      quotenlp schema > schema.json
      quotenlp schema | jq '."$defs".Quote'
    """  # noqa: D301 - see extract
    with _exit_status():
        typer.echo(json.dumps(quotenlp.json_schema(), indent=2))


class _Run:
    """One run over documents: its inputs and output, and how many documents were written and skipped."""

    def __init__(
        self, paths: list[Path] | None, output: Path | None, on_error: OnError, stdin_format: StdinFormat
    ) -> None:
        self.output = output
        self.resumable: Resumable | None = None
        self.written = 0
        self.characters = 0
        self.skipped = 0
        self.on_error = self._skip if on_error is OnError.SKIP else None
        self.inputs = self._find(paths, stdin_format)
        self._check_output()

    def extract(self, model: str, text_field: str, id_field: str | None, **options: Any) -> Iterator[str]:
        """Records as JSON; ``options`` are those of `extract_json`."""
        documents = self._documents(text_field, id_field)
        return self._counted(extract_json(model, documents, on_error=self.on_error, **options))

    def extract_with_text(
        self, model: str, text_field: str, id_field: str | None, **options: Any
    ) -> Iterator[Extraction]:
        """Records with the article at hand."""
        documents = self._documents(text_field, id_field)
        return self._counted(extract_documents(model, documents, on_error=self.on_error, **options))

    def resume(self, resumable: Resumable) -> None:
        """Go on with what an earlier run has done."""
        self.resumable = resumable
        if resumable.done:
            typer.echo(f"quotenlp: going on after {resumable.done} documents in {resumable.shown}", err=True)

    def read_records(self) -> Iterator[Extraction]:
        """Records that the inputs hold."""
        return self._counted(read_records(self.inputs, on_error=self.on_error))

    def write(self, lines: Iterable[str]) -> None:
        """Write what was made of the documents, and say how many were skipped."""
        opened = open_output(self.output) if self.resumable is None else self.resumable.writing()
        with noted_interrupts() as check_interrupts, opened as write:
            for line in lines:
                check_interrupts()
                write(line)
        self._say_skipped()

    def write_page(self, extractions: Iterable[Extraction], title: str | None) -> None:
        """As `write`, a page of all articles."""
        with noted_interrupts() as check_interrupts, open_output(self.output) as write:
            for piece in report_pieces(_checked(extractions, check_interrupts), title=title):
                write(piece)
        self._say_skipped()

    def write_parquet(self, extractions: Iterable[Extraction], rows: Rows | Literal["documents"]) -> None:
        """As `write`, a table in Parquet."""
        with noted_interrupts() as check_interrupts, open_binary(self.output) as stream:
            write_parquet(_checked(extractions, check_interrupts), stream, rows)
        self._say_skipped()

    def _documents(self, text_field: str, id_field: str | None) -> Iterator[Document]:
        documents = read_documents(self.inputs, text_field=text_field, id_field=id_field, on_error=self.on_error)
        for document in documents if self.resumable is None else self.resumable.rest(documents):
            self.characters += len(document.text)
            yield document

    def _say_skipped(self) -> None:
        if self.skipped:
            typer.echo(f"quotenlp: {self.written} documents written, {self.skipped} skipped", err=True)

    def _counted(self, items: Iterator[T]) -> Iterator[T]:
        """The items of all documents, with a progress bar where it disturbs no output."""
        wanted = sys.stderr.isatty() and (self.output is not None or not sys.stdout.isatty())
        total = None if any(source.is_jsonl or source.is_parquet for source in self.inputs) else len(self.inputs)
        start = time.perf_counter()
        before = 0 if self.resumable is None else self.resumable.done
        for item in tqdm(items, total=total, initial=before, unit=" documents", disable=not wanted):
            yield item
            self.written += 1
        self._say_speed(time.perf_counter() - start, wanted)
        self.written += before
        if self.skipped and not self.written:
            raise InputError(f"no document could be processed: all {self.skipped} were skipped, see above")

    def _say_speed(self, seconds: float, wanted: bool) -> None:
        documents, characters = (count / max(seconds, 1e-9) for count in (self.written, self.characters))
        speed = f"{self.written:,} documents, {self.characters:,} characters in {seconds:,.1f} s"
        speed += f": {documents:,.1f} documents, {characters:,.0f} characters per second"
        if logger.isEnabledFor(logging.INFO):
            logger.info(speed)
        elif wanted:
            typer.echo(f"quotenlp: {speed}", err=True)

    def _skip(self, error: InputError) -> None:
        self.skipped += 1
        tqdm.write(f"quotenlp: skipped: {error}", file=sys.stderr)

    def _find(self, paths: list[Path] | None, stdin_format: StdinFormat) -> list[Input]:
        if not paths and sys.stdin.isatty():
            raise InputError("nothing to read: name files or folders, or pipe text in (see --help)")
        inputs: list[Input] = []
        for path in paths or [STDIN]:
            try:
                inputs += [stdin_input(stdin_format is StdinFormat.JSONL)] if path == STDIN else find_inputs(path)
            except InputError as error:
                if self.on_error is None:
                    raise
                self.on_error(error)
        return inputs

    def _check_output(self) -> None:
        if self.output is not None and self.output.is_file():
            for source in self.inputs:
                if source.path is not None and os.path.samefile(source.path, self.output):
                    raise InputError(f"{self.output}: is also an input: write the records to another file with -o")


def _checked(items: Iterable[T], check_interrupts: Callable[[], None]) -> Iterator[T]:
    """The items; Ctrl-C ends them."""
    for item in items:
        check_interrupts()
        yield item


def _refuse_with_records(context: typer.Context) -> None:
    """Options that say how to process texts make no sense where no text is processed."""
    for name in ("text_field", "id_field", "model", "n_process", "stdin_format", "translated"):
        if _given(context, name):
            option = "--" + name.replace("_", "-")
            raise InputError(
                f"--records and {option} exclude each other: records are read as they are, leave {option} out"
            )


def _given(context: typer.Context, name: str) -> bool:
    """Whether an option was given, and not left at its default."""
    source = context.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


def _predict(model: str, docs: list[Gold]) -> Predictions:
    return predictions_of(extract_json(model, documents_of(docs)), docs)


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


@contextmanager
def _exit_status() -> Iterator[None]:
    """Ends the command as its help says: one line on standard error and the exit status of what went wrong."""
    try:
        yield
    except QuoteNLPError as error:
        logger.debug("failed", exc_info=error)
        typer.echo(f"quotenlp: {error}", err=True)
        raise typer.Exit(USER_ERROR) from None
    except KeyboardInterrupt:
        typer.echo("quotenlp: interrupted", err=True)
        raise typer.Exit(INTERRUPTED) from None
    except BrokenPipeError:  # the reader has what it wanted (quotenlp extract ... | head)
        _leave_stdout()
    except OSError as error:
        if error.errno not in _FULL:
            raise
        _leave_stdout()
        typer.echo(f"quotenlp: standard output: cannot be written ({error.strerror}): free some space", err=True)
        raise typer.Exit(USER_ERROR) from None


def _leave_stdout() -> None:
    """What is still in the buffer goes nowhere, so that the end of the process says nothing about it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
