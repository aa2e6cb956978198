"""The publications of the data folder when any of their cells are not told: no sentence fails, and none tells them."""

import random
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from test_advisers_text import Rows, some_facts, source, the_folder
from test_annual_report import FOLDER, numbers
from test_protected_tables import merging

from loket.facts.build import build as build_facts
from loket.figures.model import HIDDEN, TOTAL, Table, is_hidden
from loket.publications import build, catalogue
from loket.publications.source import Source
from loket.publications.text.document import Document, FigureBlock, Number, PrintedTable, TableBlock

OFFERS = {one.slug: one for one in catalogue.offers(FOLDER)}
ANY_YEAR = [slug for slug, one in OFFERS.items() if one.definition.text.since]
QUICK = settings(max_examples=4, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
"""A pattern of hidden cells does not shrink."""


@cache
def of_2024() -> Source:
    folder = the_folder()
    rows: Rows = {}
    for batch in build_facts(folder):
        made = " ".join(batch.reconstructed)
        rows.setdefault(batch.kind, []).extend(
            {**fact, "year": batch.year, "reconstructed": made} for fact in batch.facts
        )
    return source(folder, rows, 2024)


def hiding(tables: Mapping[str, Table], draw: random.Random, part: float) -> dict[str, Table]:
    """These tables with about this part of their cells hidden. A zero is shown: it is nobody; and a list of cases is
    grouped, never hidden."""
    return {name: table if table.definition.is_list else some(table, draw, part) for name, table in tables.items()}


def some(table: Table, draw: random.Random, part: float) -> Table:
    return replace(table, cells={at: HIDDEN if n and draw.random() < part else n for at, n in table.cells.items()})


def all_numbers(document: Document) -> list[Number]:
    shown = [one.number for one in (*document.overview.key_figures, *document.overview.other_figures)]
    return shown + [number for chapter in document.chapters for number in numbers(chapter)]


def check(made: Source, slug: str) -> None:
    """What each publication must be, whatever is hidden."""
    tables = build.tables_of(made, OFFERS[slug])
    dutch, english = build.fill_in(made, offer=OFFERS[slug])
    for document in (dutch, english):
        for number in all_numbers(document):
            hides = any(is_hidden(cell.n) for cell in number.cells)
            assert number.is_hidden is hides or (hides and len(number.cells) > 1), number
        for table in document.tables.values():
            check_printed(table, tables)
        assert not re.search(r"\bnan\b", str((document, document.chapters)).replace("n=nan", ""))
    for one, other in zip(dutch.chapters, english.chapters, strict=True):
        assert [type(block) for block in one.blocks] == [type(block) for block in other.blocks], one.slug
        assert shape(one.blocks) == shape(other.blocks), one.slug
        said = [sorted((n.table, n.coordinates, repr(n.n)) for n in numbers(chapter)) for chapter in (one, other)]
        assert said[0] == said[1], one.slug


def shape(blocks: object) -> list[object]:
    assert isinstance(blocks, tuple)
    return [block for block in blocks if isinstance(block, FigureBlock | TableBlock)]


def check_printed(printed: PrintedTable, tables: Mapping[str, Table]) -> None:
    if printed.id not in tables:
        return
    for row in printed.rows:
        for sources, hidden in zip(row.sources, row.hidden, strict=False):
            if sources:
                assert hidden is is_hidden(tables[printed.id].together(sources)), (printed.id, row)
    told = any("niemand herkenbaar" in note or "nobody can be recognised" in note for note in printed.notes)
    assert told is any(any(row.hidden) for row in printed.rows)


@pytest.mark.parametrize("slug", OFFERS)
@QUICK
@given(st.integers(0, 2**32), st.sampled_from([0.02, 0.2, 0.6, 1.0]))
def test_any_cell_of_2024_may_be_hidden(slug: str, seed: int, part: float) -> None:
    draw = random.Random(seed)  # noqa: S311 (which cells; nothing secret)
    check(replace(of_2024(), tables=hiding(of_2024().tables, draw, part)), slug)


def counting_together(tables: Mapping[str, Table], draw: random.Random) -> dict[str, Table]:
    """Of about half of these tables two or three codes of a dimension counted as one."""
    return {name: merged_at_random(table, draw) if draw.random() < 0.5 else table for name, table in tables.items()}


def merged_at_random(table: Table, draw: random.Random) -> Table:
    dimensions = [(place, one) for place, one in enumerate(table.definition.dimensions) if one.codes]
    if table.definition.is_list or table.definition.measure or not dimensions:
        return table
    place, dimension = draw.choice(dimensions)
    by_parent: dict[str | None, list[str]] = {}
    for code in table.labels[place]:
        if code.code != TOTAL:
            by_parent.setdefault(code.parent if dimension.within else None, []).append(code.code)
    siblings = draw.choice([*by_parent.values()])
    if len(siblings) < 2:
        return table
    return merging(table, dimension.name, *draw.sample(siblings, min(len(siblings), draw.choice([2, 3]))))


@pytest.mark.parametrize("slug", OFFERS)
@QUICK
@given(st.integers(0, 2**32), st.sampled_from([0.0, 0.2]))
def test_any_codes_of_2024_may_be_counted_as_one(slug: str, seed: int, part: float) -> None:
    draw = random.Random(seed)  # noqa: S311 (which codes; nothing secret)
    found = counting_together(hiding(of_2024().tables, draw, part), draw)
    build.fill_in(replace(of_2024(), tables=found), offer=OFFERS[slug])


@pytest.mark.parametrize("slug", ANY_YEAR)
@QUICK
@given(st.integers(0, 2**32), st.integers(1, 40), st.integers(0, 40), st.booleans(), st.sampled_from([0.2, 0.6, 1.0]))
def test_any_cell_of_a_later_year_may_be_hidden(
    slug: str, seed: int, now: int, before: int, all_kinds: bool, part: float
) -> None:
    folder, draw = the_folder(), random.Random(seed)  # noqa: S311 (which codes; nothing secret)
    rows = some_facts(folder, 2027, now, draw, all_kinds=all_kinds)
    for kind, facts in some_facts(folder, 2026, before, draw, all_kinds=all_kinds).items():
        rows[kind] = rows.get(kind, []) + facts
    made = source(folder, rows, 2027)
    check(replace(made, tables=hiding(made.tables, draw, part)), slug)
