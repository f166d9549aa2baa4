"""Lines or bytes to a file or standard output."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import BinaryIO

from quotenlp.errors import QuoteNLPError

LineWriter = Callable[[str], None]


@contextmanager
def open_output(path: Path | None) -> Iterator[LineWriter]:
    """Open lines for writing; as `open_binary`, but each line is written whole and at once.

    Yields:
        A function that writes one line.
    """
    with open_binary(path) as stream:
        yield line_writer(stream)


@contextmanager
def open_binary(path: Path | None) -> Iterator[BinaryIO]:
    """Open a file or standard output for writing.

    A regular file comes into being, or is replaced, only when the block ends without an error; until then
    what is written is in a temporary file beside it.

    Args:
        path: the file to write; standard output if None.

    Yields:
        A stream of bytes.

    Raises:
        QuoteNLPError: the file cannot be written.
        BrokenPipeError: the reader of standard output has gone.
    """
    if path is None:
        yield sys.stdout.buffer
        return
    target = Path(os.path.realpath(path))  # a link stays a link
    try:
        if target.is_dir():
            raise QuoteNLPError(f"{path}: cannot be written (is a folder): name a file with -o")
        if target.exists() and not target.is_file():
            with target.open("wb") as stream:
                yield stream
        else:
            with _replace(target) as stream:
                yield stream
    except BrokenPipeError:
        raise
    except OSError as error:
        raise QuoteNLPError(
            f"{path}: cannot be written ({error.strerror or error}): "
            "check the folder, its permissions and the free space"
        ) from None


@contextmanager
def _replace(target: Path) -> Iterator[BinaryIO]:
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with draft.open("wb") as stream:
            yield stream
        if target.exists():
            shutil.copymode(target, draft)
        os.replace(draft, target)
    finally:
        draft.unlink(missing_ok=True)


def line_writer(stream: BinaryIO) -> LineWriter:
    """A function that writes a line whole and at once to ``stream``; Ctrl-C waits for its end."""

    def write(line: str) -> None:
        with _uninterrupted():
            stream.write(line.encode("utf8") + b"\n")
            stream.flush()

    return write


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Put off Ctrl-C to the end of the block; it only ever arrives in the main thread."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    pending: list[tuple[int, FrameType | None]] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: pending.append((number, frame)))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pending and callable(before):
        before(*pending[0])
