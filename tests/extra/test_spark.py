"""`annotate_batches` on Spark, with executors of their own processes, as docs/scale.md shows it."""

import os

import pytest
from engines import TEXTS, block, run_script

from conftest import need

need("pyspark", "pyarrow", programs=("java",))

import pyarrow.parquet as pq  # noqa: E402

import quotenlp  # noqa: E402
from quotenlp.arrow import to_extraction  # noqa: E402

# Two processes die, each once: the Python worker of the first partition, then an executor.
SCRIPT = """
import os, signal, sys
from pathlib import Path
from pyspark.sql import SparkSession
from pyspark.sql.pandas.types import from_arrow_schema
from quotenlp.arrow import SCHEMA, annotate_batches

marks = Path("marks").absolute()
marks.mkdir()
settings = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "4",
    "spark.sql.files.maxPartitionBytes": "2000",
}
builder = SparkSession.builder.master("local-cluster[2,1,1024]")
for name, value in settings.items():
    builder = builder.config(name, value)
builder.getOrCreate()


def first_time(name):
    try:
        os.close(os.open(marks / name, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return False
    return True


def executor():
    pid = os.getpid()
    while b"java" not in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\\0")[0]:
        pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    return pid


def with_deaths(batches):
    for batch in annotate_batches(batches, "rules", text_column="body", id_column="url"):
        if first_time("worker"):
            os.kill(os.getpid(), signal.SIGKILL)
        if first_time("executor"):
            os.kill(executor(), signal.SIGKILL)
        yield batch

"""
ENDING = """
again = news.mapInArrow(with_deaths, from_arrow_schema(SCHEMA))
again.write.parquet("again.parquet")
print(sorted(os.listdir(marks)))
spark.stop()
"""


@pytest.mark.skipif(not os.path.exists("/proc/self/stat"), reason="finds the executor in /proc")
def test_records_are_those_of_one_process_also_when_workers_die(tmp_path, nlp):
    out = run_script(tmp_path, SCRIPT + block("Spark") + ENDING, timeout=180)
    assert out.splitlines()[-1] == "['executor', 'worker']"
    expected = [quotenlp.extract(text or "", nlp=nlp, id=id) for id, text in TEXTS.items()]
    for name in ("records.parquet", "again.parquet"):
        rows = {row["id"]: row for row in pq.read_table(tmp_path / name).to_pylist()}
        assert [to_extraction(rows[id]) for id in TEXTS] == expected
        assert len(rows) == pq.read_table(tmp_path / name).num_rows
