"""Facts as Parquet: the same facts give the same bytes, in whatever order the database hands them over."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

ROWS_IN_A_GROUP = 1 << 20


def write_facts(table: pa.Table, path: Path) -> None:
    """Write one kind of fact, its rows sorted by all their columns."""
    ordered = table.sort_by([(name, "ascending") for name in table.column_names])
    pq.write_table(
        ordered.combine_chunks(),
        path,
        version="2.6",
        compression="zstd",
        use_dictionary=True,
        store_schema=False,
        row_group_size=ROWS_IN_A_GROUP,
    )
