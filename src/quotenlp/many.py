"""Many texts at a time, from Python."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from spacy.language import Language

from quotenlp.errors import InputError, QuoteNLPError
from quotenlp.records import Extraction

if TYPE_CHECKING:
    from quotenlp.io.reading import Document, ErrorHandler


def extract_many(
    texts: Iterable[str | tuple[str | None, str]],
    model: str | Language = "embedded",
    *,
    n_process: int = 1,
    on_error: ErrorHandler | None = None,
    translated: bool = False,
) -> Iterator[Extraction]:
    """Extract from any number of texts, in constant memory; the records are those of `quotenlp.extract`.

    With several processes texts go out and records come back; no Doc travels.

    Args:
        texts: strings, or pairs of an id and a string, as ``dict.items()`` gives them; read as they are needed, at
            most some dozens ahead.
        model: "embedded", "rules", an installed spaCy package or the folder of a pipeline; or a pipeline with the
            quotenlp components, which with a start method other than fork must be one that pickle can copy.
        n_process: number of processes. A script on macOS or Windows needs ``if __name__ == "__main__":`` around its
            call, as with everything that starts processes there.
        on_error: called with the error of a text that is no string, that is too long for the pipeline or that a
            component fails on; the text has no record when it returns. If None, the error is raised.
        translated: whether all texts are translated, see `quotenlp.extract`.

    Returns:
        An iterator of one `Extraction` per text, in the order of the texts. Closing it stops the processes.

    Raises:
        QuoteNLPError: at once, if there is no such pipeline or number of processes; while iterating, see ``on_error``,
            and if a process died.
    """
    from quotenlp.io.stream import extract_documents  # an import that spacy.blank() should not pay for

    if isinstance(texts, str):
        raise QuoteNLPError("texts is one string: pass a list of strings, or call quotenlp.extract")
    return extract_documents(
        model, _numbered(texts, on_error), n_process=n_process, on_error=on_error, translated=translated
    )


def _numbered(texts: Iterable[str | tuple[str | None, str]], on_error: ErrorHandler | None) -> Iterator[Document]:
    from quotenlp.io.reading import Document

    for number, item in enumerate(texts, 1):
        id, text = item if isinstance(item, tuple) and len(item) == 2 else (None, item)
        place = f"text {number}" if id is None else f"text {id!r}"
        if isinstance(text, str):
            yield Document(None if id is None else str(id), text, place)
            continue
        error = InputError(
            f"{place}: {type(text).__name__}, not a string: texts are strings, or pairs of an id and a string"
        )
        if on_error is None:
            raise error
        on_error(error)
