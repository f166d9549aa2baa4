"""What the tests of engines share: the blocks of docs/scale.md, and a run in a process group that leaves nothing behind."""

import contextlib
import os
import re
import signal
import subprocess
import sys

from conftest import ROOT

TEXTS = {f"n{i}": f"“The boats will sail,” said Keiko Arai{i}, a harbour official." for i in range(24)} | {"null": None}


def block(section):
    """The Python of a section of docs/scale.md."""
    text = (ROOT / "docs" / "scale.md").read_text("utf8").split(f"## {section}\n")[1]
    return re.search(r"^```py\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)[1]


def run_script(folder, script, timeout):
    """Run a script in ``folder``, with the texts in news.parquet; what it prints."""
    import pyarrow as pa
    from pyarrow import parquet

    table = pa.table({"url": list(TEXTS), "body": pa.array(list(TEXTS.values()), pa.string())})
    parquet.write_table(table, folder / "news.parquet", row_group_size=5)
    (folder / "script.py").write_text(script, "utf8")
    env = {**os.environ, "PYSPARK_PYTHON": sys.executable, "RAY_USAGE_STATS_ENABLED": "0"}
    process = subprocess.Popen(
        [sys.executable, "script.py"],
        cwd=folder,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        out, err = process.communicate(timeout=timeout)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode == 0, err[-4000:]
    return out
