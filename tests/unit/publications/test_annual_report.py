"""The annual report of the data folder itself, on facts as they are loaded from it."""

import io
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import ibis
import pikepdf
import pyarrow as pa
import pytest

from loket.facts.build import build
from loket.facts.folder import DataFolder, read_folder
from loket.figures.engine import compute
from loket.figures.model import Table
from loket.publications.layout import pdf
from loket.publications.text.compose import Edition, compose
from loket.publications.text.definition import read_definition
from loket.publications.text.document import (
    Chapter,
    Document,
    FigureBlock,
    Heading,
    ItemList,
    Number,
    Paragraph,
    Run,
    TableBlock,
)

FOLDER = Path(__file__).parents[3] / "data" / "financien"
YEAR = 2024


@dataclass(frozen=True)
class Facts:
    """The facts of a data folder, straight from the folder."""

    rows: Mapping[str, list[dict[str, object]]]

    def table(self, fact: str) -> ibis.Table:
        return ibis.memtable(pa.Table.from_pylist(self.rows[fact]))

    def answer(self, question: ibis.Table) -> pa.Table:
        return question.to_pyarrow()

    def years(self, fact: str) -> Collection[int]:
        return {int(str(row["year"])) for row in self.rows.get(fact, [])}


@pytest.fixture(scope="module")
def folder() -> DataFolder:
    return read_folder(FOLDER)


@pytest.fixture(scope="module")
def tables(folder: DataFolder) -> Mapping[str, Table]:
    rows: dict[str, list[dict[str, object]]] = {}
    for batch in build(folder):
        made = " ".join(batch.reconstructed)
        rows.setdefault(batch.kind, []).extend(
            {**fact, "year": batch.year, "reconstructed": made} for fact in batch.facts
        )
    places = {year: folder.places(year, year)[year] for year in (YEAR - 2, YEAR - 1, YEAR)}
    return compute(list(folder.definitions.values()), Facts(rows), folder.lists, YEAR, places=places)


@pytest.fixture(scope="module")
def documents(folder: DataFolder, tables: Mapping[str, Table]) -> dict[str, Document]:
    return {
        language: compose(
            definition=read_definition(FOLDER),
            tables=tables,
            lists=folder.lists,
            organisation={"nl": "Ministerie"},
            edition=Edition("2024/r1", 1, date(2025, 2, 25)),
            year=YEAR,
            language=language,
        )
        for language in ("nl", "en")
    }


def runs(chapter: Chapter) -> Iterator[Run]:
    for block in chapter.blocks:
        if isinstance(block, Paragraph | Heading):
            yield from block.runs
        elif isinstance(block, ItemList):
            for item in block.items:
                yield from item


def numbers(chapter: Chapter) -> Iterator[Number]:
    return (run for run in runs(chapter) if isinstance(run, Number))


def test_every_number_is_what_its_cells_hold(documents: dict[str, Document], tables: Mapping[str, Table]) -> None:
    found = [number for document in documents.values() for chapter in document.chapters for number in numbers(chapter)]
    assert len(found) > 300
    for number in found:
        for cell in number.cells:
            assert tables[cell.table].cells[cell.coordinates] == cell.n
        assert (number.table, number.coordinates) == (number.cells[0].table, number.cells[0].coordinates)


def test_both_languages_say_the_same(documents: dict[str, Document]) -> None:
    for dutch, english in zip(documents["nl"].chapters, documents["en"].chapters, strict=True):
        assert [type(block) for block in dutch.blocks] == [type(block) for block in english.blocks], dutch.slug
        assert sorted((n.table, n.coordinates, n.n) for n in numbers(dutch)) == sorted(
            (n.table, n.coordinates, n.n) for n in numbers(english)
        ), dutch.slug
        assert [block for block in dutch.blocks if isinstance(block, FigureBlock | TableBlock)] == [
            block for block in english.blocks if isinstance(block, FigureBlock | TableBlock)
        ]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_name_on_paper_is_cut(documents: dict[str, Document], language: str) -> None:
    for figure in documents[language].figures.values():
        assert "…" not in figure.paper, figure.id


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_year_stands_on_one_page_of_paper(documents: dict[str, Document], language: str) -> None:
    made = pikepdf.open(io.BytesIO(pdf.render(documents[language], [], moment=date(2025, 2, 25))))
    with made.open_outline() as outline:
        overview, first, *_ = (made.pages.index(pikepdf.Page(item.destination[0])) for item in outline.root)
    assert first == overview + 1


def test_every_table_is_printed_or_quoted(documents: dict[str, Document], tables: Mapping[str, Table]) -> None:
    document = documents["nl"]
    printed = {table.id for table in document.tables.values()}
    quoted = {number.table for chapter in document.chapters for number in numbers(chapter)}
    assert set(tables) == printed | quoted
