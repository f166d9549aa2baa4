"""Ctrl-C in a program that writes lines and may have worker processes."""

from __future__ import annotations

import multiprocessing
import signal
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Interrupts:
    """While entered, Ctrl-C ends worker processes and raises `KeyboardInterrupt`, but never inside `held`.

    Outside the main thread, where Python allows no signal handlers, it does nothing.
    """

    def __init__(self) -> None:
        self._holding = False
        self._pending = False

    def __enter__(self) -> Interrupts:
        """Install the handler."""
        self._main = threading.current_thread() is threading.main_thread()
        if self._main:
            self._before = signal.signal(signal.SIGINT, self._handle)
        return self

    def __exit__(self, *_: object) -> None:
        """Put back the handler that was there."""
        if self._main:
            signal.signal(signal.SIGINT, self._before)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Put off an interrupt until the end of the block."""
        self._holding = True
        try:
            yield
        finally:
            self._holding = False
        if self._pending:
            self._stop()

    @contextmanager
    def kept_from_workers(self) -> Iterator[None]:
        """Keep Ctrl-C from processes started in the block: a terminal sends it to all of them."""
        if not self._main or not hasattr(signal, "pthread_sigmask"):
            yield
            return
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def _handle(self, number: int, frame: FrameType | None) -> None:
        if self._holding:
            self._pending = True
        else:
            self._stop()

    def _stop(self) -> None:
        self._pending = False
        warnings.filterwarnings("ignore", message=r"\[W127\]")  # spaCy's remark that workers did not finish
        for worker in multiprocessing.active_children():
            worker.terminate()
        raise KeyboardInterrupt
