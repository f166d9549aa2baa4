"""Running a pipeline over a stream of documents, in constant memory and in several processes."""

from __future__ import annotations

import logging
import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import islice, takewhile
from multiprocessing.synchronize import Event
from typing import Generic, TypeVar

from spacy.language import Language
from spacy.tokens import Doc

from quotenlp.document import get_extraction
from quotenlp.errors import InputError, QuoteNLPError
from quotenlp.io.reading import Document, ErrorHandler
from quotenlp.io.threads import use_one_blas_thread
from quotenlp.pipeline import load_any
from quotenlp.records import Extraction

logger = logging.getLogger("quotenlp")

_BATCH = 16
_WARM_UP = 256

T = TypeVar("T")


@dataclass(frozen=True)
class Failure:
    """Why there is no record of a document."""

    place: str
    reason: str
    remedy: str

    def error(self) -> InputError:
        """The failure as an error for users."""
        return InputError(f"{self.place}: {self.reason}: {self.remedy}")


def extract_documents(
    model: str | Language,
    documents: Iterable[Document],
    *,
    n_process: int = 1,
    on_error: ErrorHandler | None = None,
    translated: bool = False,
) -> Iterator[Extraction]:
    """As `extract_json`, records with the article at hand."""
    nlp = _loaded(model, n_process)
    if n_process == 1:
        outcomes = Extractor(nlp, _itself, translated)(documents)
        return (extraction for _, extraction in _without_failures(outcomes, on_error))
    found = _without_failures(_in_workers(model, nlp, documents, n_process, translated), on_error)
    return (Extraction.model_validate_json(record).with_text(document.text) for document, record in found)


def extract_json(
    model: str | Language,
    documents: Iterable[Document],
    *,
    n_process: int = 1,
    on_error: ErrorHandler | None = None,
    translated: bool = False,
) -> Iterator[str]:
    """Extract from documents: one record per document, as JSON, in the order of the documents.

    Args:
        model: see `quotenlp.extract_many`.
        documents: texts with their ids.
        n_process: number of processes.
        on_error: called with the error of a document that is too long or that a component fails on; the
            document is skipped when it returns. If None, the error is raised.
        translated: whether all texts are translated.

    Returns:
        An iterator of records as JSON.

    Raises:
        InputError: see ``on_error``.
        QuoteNLPError: the pipeline cannot be loaded, or a worker process died.
    """
    nlp = _loaded(model, n_process)
    if n_process == 1:
        outcomes = Extractor(nlp, Extraction.model_dump_json, translated)(documents)
    else:
        outcomes = _in_workers(model, nlp, documents, n_process, translated)
    return (record for _, record in _without_failures(outcomes, on_error))


class Extractor(Generic[T]):
    """Runs a pipeline over any number of streams of documents.

    The words of the first documents stay in the pipeline's vocabulary and tokenizer cache; those of later
    ones are freed again by spaCy's memory zone, so that memory does not grow with the streams.

    Args:
        nlp: a pipeline with the quotenlp components. Its ``max_length`` is raised if it has no trained component.
        make: what to make of each record.
        translated: whether all texts are translated.
    """

    def __init__(self, nlp: Language, make: Callable[[Extraction], T], translated: bool = False) -> None:
        if not any(getattr(pipe, "is_trainable", False) for _, pipe in nlp.pipeline):
            nlp.max_length = sys.maxsize  # the limit is for the memory of parser and NER
        self.nlp = nlp
        self.make = make
        self.translated = translated
        self.seen = 0

    def __call__(self, documents: Iterable[Document]) -> Iterator[tuple[Document, T | Failure]]:
        """Each document with what was made of its record; a document that fails is not the end."""
        stream = iter(documents)
        for first in stream:
            yield from self._batch(_with_rest(first, stream, _BATCH))

    def _batch(self, batch: Iterator[Document]) -> Iterator[tuple[Document, T | Failure]]:
        with nullcontext() if self.seen < _WARM_UP else self.nlp.memory_zone():
            underway: deque[Document] = deque()
            while True:
                try:
                    docs = self.nlp.pipe(self._texts(batch, underway), as_tuples=True, batch_size=_BATCH)
                    for doc, document in docs:
                        record = self._record(doc, document)
                        while underway.popleft() is not document:
                            pass
                        yield document, record
                    return
                except InputError:
                    raise
                except Exception:  # some component failed on some document: find out on which
                    while underway:
                        document = underway.popleft()
                        yield document, self._one(document)

    def _texts(self, batch: Iterator[Document], underway: deque[Document]) -> Iterator[tuple[str | Doc, Document]]:
        for document in batch:
            self.seen += 1
            underway.append(document)
            yield self._flagged(document.text) if self.translated else document.text, document

    def _one(self, document: Document) -> T | Failure:
        limit = self.nlp.max_length
        if len(document.text) > limit:
            return Failure(
                document.place,
                f"{len(document.text)} characters, but this pipeline takes {limit} at a time",
                "split the text, or use the model rules, which has no limit",
            )
        try:
            doc = self.nlp(self._flagged(document.text) if self.translated else document.text)
            return self._record(doc, document)
        except Exception as error:
            logger.debug("%s: failed", document.place, exc_info=error)
            reason = " ".join(f"{type(error).__name__}: {error}".split())
            return Failure(
                document.place,
                f"the pipeline failed ({reason})",
                "leave such documents out with --on-error skip, in Python with on_error",
            )

    def _flagged(self, text: str) -> Doc:
        doc = self.nlp.make_doc(text)
        doc._.translated = True
        return doc

    def _record(self, doc: Doc, document: Document) -> T:
        return self.make(get_extraction(doc).model_copy(update={"id": document.id}))


def _loaded(model: str | Language, n_process: int) -> Language:
    if n_process < 1:
        raise QuoteNLPError(f"n_process is {n_process}: it is a number of processes, 1 or more")
    return load_any(model) if isinstance(model, str) else model


def _itself(extraction: Extraction) -> Extraction:
    return extraction


def _without_failures(
    outcomes: Iterator[tuple[Document, T | Failure]], on_error: ErrorHandler | None
) -> Iterator[tuple[Document, T]]:
    for document, outcome in outcomes:
        if not isinstance(outcome, Failure):
            yield document, outcome
        elif on_error is None:
            raise outcome.error()
        else:
            on_error(outcome.error())


def _with_rest(first: Document, stream: Iterator[Document], size: int) -> Iterator[Document]:
    yield first
    yield from islice(stream, size - 1)


def _in_workers(
    model: str | Language, nlp: Language, documents: Iterable[Document], n_process: int, translated: bool
) -> Iterator[tuple[Document, str | Failure]]:
    """Records as JSON. A worker that is a fork shares ``nlp``; another one loads ``model``."""
    stream = iter(documents)
    stop = multiprocessing.Event()
    shared = nlp if multiprocessing.get_start_method() == "fork" else model
    pending: deque[tuple[list[Document], Future[list[str | Failure]]]] = deque()
    with ProcessPoolExecutor(n_process, initializer=_start_worker, initargs=(shared, translated, stop)) as workers:
        try:
            for first in stream:
                batch = list(_with_rest(first, stream, _BATCH))
                pending.append((batch, workers.submit(_work, batch)))
                while pending and (len(pending) > 2 * n_process or pending[0][1].done()):
                    yield from _results(*pending.popleft())
            while pending:
                yield from _results(*pending.popleft())
        except BrokenProcessPool:
            raise QuoteNLPError(
                "a worker process died: if for want of memory, use fewer (--n-process, n_process); "
                'a script may need if __name__ == "__main__": around what starts them'
            ) from None
        finally:
            stop.set()
            for _, future in pending:
                future.cancel()


def _results(batch: list[Document], future: Future[list[str | Failure]]) -> Iterator[tuple[Document, str | Failure]]:
    return zip(batch, future.result(), strict=True)


_extractor: Extractor[str]
_stop: Event


def _start_worker(model: str | Language, translated: bool, stop: Event) -> None:
    global _extractor, _stop
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all processes; the parent sees to it
    use_one_blas_thread()
    nlp = load_any(model) if isinstance(model, str) else model
    _extractor = Extractor(nlp, Extraction.model_dump_json, translated)
    _stop = stop


def _work(batch: list[Document]) -> list[str | Failure]:
    outcomes: list[str | Failure] = []
    if not _stop.is_set():
        outcomes += (outcome for _, outcome in takewhile(lambda _: not _stop.is_set(), _extractor(batch)))
    return outcomes
