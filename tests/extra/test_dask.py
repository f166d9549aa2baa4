"""`annotate_batches` on Dask, as docs/scale.md shows it."""

from engines import TEXTS, block, run_script

from conftest import need

need("dask", "pandas", "pyarrow")

import pyarrow.parquet as pq  # noqa: E402

import quotenlp  # noqa: E402

ENDING = """
if __name__ == "__main__":
    quotes.compute(scheduler="processes", num_workers=2).to_parquet("quotes.parquet", index=False)
"""


def test_rows_are_those_of_one_process(tmp_path, nlp):
    run_script(tmp_path, block("Dask") + ENDING, timeout=120)
    found = {row["doc_id"]: row for row in pq.read_table(tmp_path / "quotes.parquet").to_pylist()}
    records = quotenlp.extract_many(((id, text or "") for id, text in TEXTS.items()), nlp)
    assert found == {row["doc_id"]: {**row, "error": None} for row in quotenlp.to_dicts(records)}
