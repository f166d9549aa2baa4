"""Ctrl-C that is not lost."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def noted_interrupts() -> Iterator[Callable[[], None]]:
    """Note Ctrl-C, so that it can be raised again where Python has swallowed it.

    Python drops an exception in the callback of a weak reference, which runs whenever a Doc is freed, and a
    KeyboardInterrupt is no exception to that. The block calls what it gets between its steps.

    Yields:
        A function that raises KeyboardInterrupt if there was one.
    """
    default = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if not default or threading.current_thread() is not threading.main_thread():
        yield lambda: None
        return
    noted: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        noted.append(number)
        raise KeyboardInterrupt

    def check() -> None:
        if noted:
            raise KeyboardInterrupt

    unraisable = sys.unraisablehook
    signal.signal(signal.SIGINT, note)
    sys.unraisablehook = lambda args: None if args.exc_type is KeyboardInterrupt else unraisable(args)
    try:
        yield check
    finally:
        sys.unraisablehook = unraisable
        signal.signal(signal.SIGINT, signal.default_int_handler)
