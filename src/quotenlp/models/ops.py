"""How a network multiplies matrices on a CPU."""

from __future__ import annotations

from typing import Any

from thinc.api import Model, NumpyOps


def use_numpy_blas(model: Model[Any, Any]) -> None:
    """Let a network on the CPU multiply with the BLAS that numpy brings, not with thinc's.

    The results are the same but for rounding; numpy's BLAS takes a third of the time on common processors, and a
    pipeline two thirds (benchmarks/speed.py).
    """
    for node in model.walk():
        if type(node.ops) is NumpyOps:  # not those of a GPU, nor Apple's
            node.ops = NumpyOps(use_blis=False)
