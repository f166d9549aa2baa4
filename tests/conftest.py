"""Fixtures that all tests share."""

import gc
import importlib.util
import io
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from spacy.language import Language

import quotenlp
from quotenlp import cli

ROOT = Path(__file__).parent.parent

ARTICLE = (
    "Harbour vote delayed\n\n"
    "“The boats will sail,” said Keiko Arai, a harbour official. “They have always sailed.”\n\n"
    "A senior Finance Ministry official warned that the port could close. "
    "The word “closure” is not in the plan.\n\n"
    "According to the mayor, Tomas Lindqvist, nobody was asked. He denied that he knew: “I was at sea.”\n"
)


def need(*modules: str, programs: tuple[str, ...] = ()) -> None:
    """Skip what follows where a module or program is missing; with QUOTENLP_TEST_ALL set, as in .ci/run, fail."""
    missing = [name for name in modules if importlib.util.find_spec(name) is None]
    missing += [name for name in programs if shutil.which(name) is None]
    if missing and os.environ.get("QUOTENLP_TEST_ALL"):
        pytest.fail(f"missing: {', '.join(missing)}", pytrace=False)
    if missing:
        pytest.skip(f"needs {', '.join(missing)}", allow_module_level=True)


def assert_linear(prepare: Callable[[int], Callable[[], object]], small: int, large: int, slack: float = 2.5) -> None:
    """The call that `prepare(n)` returns takes time that grows with n, not faster: `slack` is what noise may add.

    What grows with the square takes large / small times more than that. The best of some rounds counts, without the
    garbage collector, which looks through all that the other tests have left.
    """
    best = {small: float("inf"), large: float("inf")}
    for _ in range(6):
        for size in best:
            work = prepare(size)
            gc.disable()
            try:
                began = time.process_time()
                work()
                best[size] = min(best[size], time.process_time() - began)
            finally:
                gc.enable()
        if best[large] <= slack * large / small * best[small]:
            return
    pytest.fail(f"{small} take {best[small]:.4f} s, {large} take {best[large]:.4f} s", pytrace=False)


Quotenlp = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session", autouse=True)
def heeded_interrupts() -> None:
    """What a shell starts in the background ignores Ctrl-C, and so do the processes that it starts."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def nlp() -> Language:
    return quotenlp.load("rules")


@pytest.fixture
def run(tmp_path: Path) -> Quotenlp:
    """Run the command line as a user does, in an empty folder."""

    def run(*args: object, stdin: str | bytes = b"") -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-c", "from quotenlp.cli import main; main()", *map(str, args)]
        data = stdin.encode() if isinstance(stdin, str) else stdin
        env = {**os.environ, "COLUMNS": "200"}
        done = subprocess.run(command, input=data, capture_output=True, cwd=tmp_path, env=env, timeout=120)
        return subprocess.CompletedProcess(command, done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Quotenlp:
    """Run the command line in this process, in an empty folder: the same as `run`, and faster."""

    def call(*args: object, stdin: str = "") -> "subprocess.CompletedProcess[str]":
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "argv", ["quotenlp", *map(str, args)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode("utf8")), "utf8"))
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capfd.readouterr()
        return subprocess.CompletedProcess(sys.argv, int(ended.value.code or 0), out, err)

    return call
