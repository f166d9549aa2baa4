"""`annotate_batches` on Ray Data, as docs/scale.md shows it."""

from engines import TEXTS, block, run_script

from conftest import need

need("ray", "pyarrow")

import pyarrow.parquet as pq  # noqa: E402

import quotenlp  # noqa: E402

START = """
import ray
ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, object_store_memory=100_000_000)
"""


def test_rows_are_those_of_one_process(tmp_path, nlp):
    run_script(tmp_path, START + block("Ray Data") + "\nray.shutdown()\n", timeout=180)
    found = {row["doc_id"]: row for row in pq.read_table(tmp_path / "quotes").to_pylist()}
    records = quotenlp.extract_many(((id, text or "") for id, text in TEXTS.items()), nlp)
    assert found == {row["doc_id"]: {**row, "error": None} for row in quotenlp.to_dicts(records)}
