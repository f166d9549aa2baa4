"""One thread per worker process: numpy's BLAS would otherwise start as many as there are cores, in each of them."""

from __future__ import annotations

import ctypes
from pathlib import Path

import numpy

_SETTERS = ("scipy_openblas_set_num_threads64_", "scipy_openblas_set_num_threads", "openblas_set_num_threads64_")


def use_one_blas_thread() -> None:
    """Let the OpenBLAS that comes with numpy's wheels use one thread in this process; others are left as they are."""
    site = Path(numpy.__file__).parent
    for library in (*site.parent.glob("numpy.libs/*openblas*"), *site.glob(".dylibs/*openblas*")):
        loaded = ctypes.CDLL(str(library))
        for name in _SETTERS:
            if hasattr(loaded, name):
                getattr(loaded, name)(1)
