"""Running a pipeline over a stream of documents, in constant memory and in several processes."""

from __future__ import annotations

import logging
import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import islice, takewhile
from multiprocessing.synchronize import Event

from spacy.language import Language
from spacy.tokens import Doc

from quotenlp.document import get_extraction
from quotenlp.errors import InputError, QuoteNLPError
from quotenlp.io.reading import Document, ErrorHandler

logger = logging.getLogger("quotenlp")

_BATCH = 16
_WARM_UP = 256


@dataclass(frozen=True)
class Failure:
    """Why there is no record of a document; ``remedy`` is for the command line."""

    place: str
    reason: str
    remedy: str

    def error(self) -> InputError:
        """The failure as an error of the command line."""
        return InputError(f"{self.place}: {self.reason}: {self.remedy}")


Outcome = str | Failure  # a record as JSON, or why there is none


def extract_json(
    nlp: Language,
    documents: Iterable[Document],
    *,
    n_process: int = 1,
    on_error: ErrorHandler | None = None,
) -> Iterator[str]:
    """Extract from documents: one record per document, as JSON, in the order of the documents.

    Worker processes get texts and return records; unlike with ``nlp.pipe(n_process=...)`` no Doc travels.

    Args:
        nlp: a pipeline with the quotenlp components. Its ``max_length`` is raised if it has no trained
            component.
        documents: texts with their ids.
        n_process: number of processes.
        on_error: called with the error of a document that is too long or that a component fails on; the
            document is skipped when it returns. If None, the error is raised.

    Yields:
        Records as JSON.

    Raises:
        InputError: see ``on_error``.
        QuoteNLPError: a worker process died.
    """
    outcomes = Extractor(nlp)(documents) if n_process == 1 else _in_workers(nlp, documents, n_process)
    for outcome in outcomes:
        if isinstance(outcome, str):
            yield outcome
        elif on_error is None:
            raise outcome.error()
        else:
            on_error(outcome.error())


class Extractor:
    """Runs a pipeline over any number of streams of documents.

    The words of the first documents stay in the pipeline's vocabulary and tokenizer cache; those of later
    ones are freed again by spaCy's memory zone, so that memory does not grow with the streams.

    Args:
        nlp: a pipeline with the quotenlp components. Its ``max_length`` is raised if it has no trained component.
    """

    def __init__(self, nlp: Language) -> None:
        if not any(getattr(pipe, "is_trainable", False) for _, pipe in nlp.pipeline):
            nlp.max_length = sys.maxsize  # the limit is for the memory of parser and NER
        self.nlp = nlp
        self.seen = 0

    def __call__(self, documents: Iterable[Document]) -> Iterator[Outcome]:
        """One outcome per document, in their order; a document that fails is not the end."""
        stream = iter(documents)
        for first in stream:
            yield from self._batch(_with_rest(first, stream, _BATCH))

    def _batch(self, batch: Iterator[Document]) -> Iterator[Outcome]:
        with nullcontext() if self.seen < _WARM_UP else self.nlp.memory_zone():
            underway: deque[Document] = deque()
            while True:
                try:
                    docs = self.nlp.pipe(self._texts(batch, underway), as_tuples=True, batch_size=_BATCH)
                    for doc, document in docs:
                        record = _record(doc, document)
                        while underway.popleft() is not document:
                            pass
                        yield record
                    return
                except InputError:
                    raise
                except Exception:  # some component failed on some document: find out on which
                    while underway:
                        yield self._one(underway.popleft())

    def _texts(self, batch: Iterator[Document], underway: deque[Document]) -> Iterator[tuple[str, Document]]:
        for document in batch:
            self.seen += 1
            underway.append(document)
            yield document.text, document

    def _one(self, document: Document) -> Outcome:
        limit = self.nlp.max_length
        if len(document.text) > limit:
            return Failure(
                document.place,
                f"{len(document.text)} characters, but this pipeline takes {limit} at a time",
                "split the text, or use --model rules, which has no limit",
            )
        try:
            return _record(self.nlp(document.text), document)
        except Exception as error:
            logger.debug("%s: failed", document.place, exc_info=error)
            reason = " ".join(f"{type(error).__name__}: {error}".split())
            return Failure(
                document.place, f"the pipeline failed ({reason})", "leave such documents out with --on-error skip"
            )


def _with_rest(first: Document, stream: Iterator[Document], size: int) -> Iterator[Document]:
    yield first
    yield from islice(stream, size - 1)


def _in_workers(nlp: Language, documents: Iterable[Document], n_process: int) -> Iterator[Outcome]:
    stream = iter(documents)
    stop = multiprocessing.Event()
    pending: deque[Future[list[Outcome]]] = deque()
    with ProcessPoolExecutor(n_process, initializer=_start_worker, initargs=(nlp, stop)) as workers:
        try:
            for first in stream:
                pending.append(workers.submit(_work, list(_with_rest(first, stream, _BATCH))))
                if len(pending) > 2 * n_process:
                    yield from pending.popleft().result()
            while pending:
                yield from pending.popleft().result()
        except BrokenProcessPool:
            raise QuoteNLPError(
                "a worker process died, perhaps for want of memory: use fewer with --n-process"
            ) from None
        finally:
            stop.set()
            for future in pending:
                future.cancel()


_extractor: Extractor
_stop: Event


def _start_worker(nlp: Language, stop: Event) -> None:
    global _extractor, _stop
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all processes; the parent sees to it
    _extractor = Extractor(nlp)
    _stop = stop


def _work(batch: list[Document]) -> list[Outcome]:
    outcomes: list[Outcome] = []
    if not _stop.is_set():
        outcomes += takewhile(lambda _: not _stop.is_set(), _extractor(batch))
    return outcomes


def _record(doc: Doc, document: Document) -> str:
    return get_extraction(doc).model_copy(update={"id": document.id}).model_dump_json()
