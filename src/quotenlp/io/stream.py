"""Running a pipeline over a stream of documents in constant memory."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from itertools import chain, islice
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from quotenlp.document import get_extraction
from quotenlp.errors import InputError, QuoteNLPError
from quotenlp.io.reading import Document, ErrorHandler
from quotenlp.records import Extraction

logger = logging.getLogger("quotenlp")

_BATCH = 64
_WARM_UP = 256
_PER_START = 10_000


def extract_documents(
    nlp: Language,
    documents: Iterable[Document],
    *,
    n_process: int = 1,
    on_error: ErrorHandler | None = None,
    starting: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> Iterator[Extraction]:
    """Extract from documents, one record per document and in their order.

    The words of the first documents stay in the pipeline's vocabulary; those of later ones are freed again
    with spaCy's memory zone, so that memory does not grow with the stream.

    Args:
        nlp: a pipeline with the quotenlp components. Its ``max_length`` is raised if it has no trained
            component.
        documents: texts with their ids.
        n_process: number of worker processes.
        on_error: called with the error of a document that is too long or that a component fails on; the
            document is skipped when it returns. If None, the error is raised.
        starting: context in which worker processes are started.

    Raises:
        QuoteNLPError: see ``on_error``.
    """
    if not any(getattr(pipe, "is_trainable", False) for _, pipe in nlp.pipeline):
        nlp.max_length = sys.maxsize  # the limit is for the memory of parser and NER
    nlp.set_error_handler(_ComponentErrors(on_error))  # type: ignore[arg-type]  # it may return
    stream = iter(_short_enough(documents, nlp.max_length, on_error))
    size, zone = (_WARM_UP, nullcontext) if n_process == 1 else (_PER_START, nlp.memory_zone)
    for first in stream:
        batch = chain([first], islice(stream, size - 1))
        with zone():
            yield from _extract_batch(nlp, batch, n_process, starting)
        if n_process == 1:
            size, zone = _BATCH, nlp.memory_zone


def _extract_batch(
    nlp: Language,
    batch: Iterable[Document],
    n_process: int,
    starting: Callable[[], AbstractContextManager[None]],
) -> Iterator[Extraction]:
    texts = ((document.text, (document.id, document.place)) for document in batch)
    docs = nlp.pipe(texts, as_tuples=True, n_process=n_process, batch_size=_BATCH)
    with starting():
        first = next(docs, None)
    for doc, (doc_id, place) in chain([] if first is None else [first], docs):
        logger.debug("%s: done", place)
        yield get_extraction(doc).model_copy(update={"id": doc_id})


def _short_enough(
    documents: Iterable[Document], limit: int, on_error: ErrorHandler | None
) -> Iterator[Document]:
    for document in documents:
        if len(document.text) <= limit:
            yield document
            continue
        error = InputError(
            f"{document.place}: {len(document.text)} characters, but this pipeline takes {limit} at a time: "
            "split the text, or use --model rules, which has no limit"
        )
        if on_error is None:
            raise error
        on_error(error)


class _ComponentErrors:
    """spaCy's error handler, which names document and component; an object, so that workers can have it."""

    def __init__(self, on_error: ErrorHandler | None) -> None:
        self.on_error = on_error

    def __call__(self, name: str | None, component: Any, docs: list[Doc] | None, error: Exception) -> None:
        if isinstance(error, QuoteNLPError):
            raise error
        if docs:
            logger.debug("component %r failed", name, exc_info=error)
            what = f"component {name!r} failed ({type(error).__name__}: {error})"
            messages = [
                f"{doc._context[1]}: {what}: leave such documents out with --on-error skip" for doc in docs
            ]
        else:  # raised in a worker: spaCy hands over the traceback as text, and its last line is the error
            messages = [str(error).strip().splitlines()[-1].removeprefix("quotenlp.errors.InputError: ")]
        for message in messages:
            if self.on_error is None:
                raise InputError(message)
            self.on_error(InputError(message))
