"""The text of the advisers' report: of 2024 on the facts of the data folder, and of any year on any facts."""

import io
import random
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_annual_report import FOLDER, Facts, numbers

from loket.facts.build import build as build_facts
from loket.facts.folder import DataFolder, read_folder
from loket.figures.engine import compute
from loket.figures.model import Table
from loket.publications import build, catalogue, checks
from loket.publications.layout import pdf
from loket.publications.source import Source
from loket.publications.text.compose import Edition
from loket.publications.text.document import Document, FigureBlock, TableBlock
from loket.publications.text.recommended import Recommendations, Recommended

SLUGS = [one.slug for one in catalogue.offers(FOLDER) if one.name == "advisers-report"]
RECOMMENDED = Recommendations(
    (Recommended(2024, 1, "everyone", {"nl": "Luister eerst.", "en": "Listen first."}, {}, 2023),),
    (Recommended(2023, 1, "managers", {"nl": "Vraag het.", "en": "Ask."}, {"nl": "Het gebeurt.", "en": "Done."}),),
)
Rows = dict[str, list[dict[str, object]]]


@cache
def the_folder() -> DataFolder:
    return read_folder(FOLDER)


@pytest.fixture(scope="module")
def folder() -> DataFolder:
    return the_folder()


def source(folder: DataFolder, rows: Rows, year: int) -> Source:
    """What the publications of this year are made from."""
    years = sorted({int(str(row["year"])) for facts in rows.values() for row in facts})
    places = {one: folder.places(year, year)[year] for one in years}
    tables = compute(list(folder.definitions.values()), Facts(rows), folder.lists, year, places=places)
    return Source(
        tables=tables,
        lists=folder.lists,
        organisation={"nl": "Ministerie", "en": "Ministry"},
        namespace="https://example.org/",
        languages=("nl", "en"),
        edition=Edition(f"{year}/r1", 1, date(year + 1, 2, 25)),
        year=year,
        data=FOLDER,
        recommendations=RECOMMENDED,
    )


@pytest.fixture(scope="module")
def of_2024(folder: DataFolder) -> Source:
    rows: Rows = {}
    for batch in build_facts(folder):
        made = " ".join(batch.reconstructed)
        rows.setdefault(batch.kind, []).extend(
            {**fact, "year": batch.year, "reconstructed": made} for fact in batch.facts
        )
    return source(folder, rows, 2024)


@pytest.fixture(scope="module")
def documents(of_2024: Source) -> Mapping[str, list[Document]]:
    return {slug: build.fill_in(of_2024, offer=catalogue.find(FOLDER, slug)) for slug in SLUGS}


@pytest.mark.parametrize("slug", SLUGS)
def test_every_number_is_what_its_cells_hold(
    slug: str, documents: Mapping[str, list[Document]], of_2024: Source
) -> None:
    tables = build.tables_of(of_2024, catalogue.find(FOLDER, slug))
    found = [number for one in documents[slug] for chapter in one.chapters for number in numbers(chapter)]
    assert len(found) > 30
    for number in found:
        for cell in number.cells:
            assert tables[cell.table].cells[cell.coordinates] == cell.n


@pytest.mark.parametrize("slug", SLUGS)
def test_both_languages_say_the_same(slug: str, documents: Mapping[str, list[Document]]) -> None:
    dutch, english = documents[slug]
    for one, other in zip(dutch.chapters, english.chapters, strict=True):
        assert [type(block) for block in one.blocks] == [type(block) for block in other.blocks], one.slug
        assert sorted((n.table, n.coordinates, n.n) for n in numbers(one)) == sorted(
            (n.table, n.coordinates, n.n) for n in numbers(other)
        ), one.slug
        placed = [[b for b in found.blocks if isinstance(b, FigureBlock | TableBlock)] for found in (one, other)]
        assert placed[0] == placed[1]


@pytest.mark.parametrize("slug", SLUGS)
def test_no_name_on_paper_is_cut_and_the_year_stands_on_one_page(
    slug: str, documents: Mapping[str, list[Document]]
) -> None:
    for document in documents[slug]:
        for figure in document.figures.values():
            assert "…" not in figure.paper, (document.language, figure.id)
        made = pikepdf.open(io.BytesIO(pdf.render(document, [], moment=date(2025, 2, 25))))
        with made.open_outline() as outline:
            overview, first, *_ = (made.pages.index(pikepdf.Page(item.destination[0])) for item in outline.root)
        assert first == overview + 1


def test_an_edition_has_no_cell_that_is_not_of_its_unit(of_2024: Source) -> None:
    for unit in ("belastingdienst", "douane", "toeslagen"):
        found = build.tables_of(of_2024, catalogue.find(FOLDER, f"vertrouwenspersonen-{unit}"))
        assert found.keys() >= {"advice_by_unit", "advice_by_unit_category", "advice_by_unit_situation"}
        for name, table in found.items():
            whole = of_2024.tables[name]
            place = [one.name for one in whole.definition.dimensions].index("unit")
            for at, n in table.cells.items():
                assert whole.cells[(*at[:place], unit, *at[place:])] == n
        years = {at[0] for at in found["advice_by_unit"].cells}
        assert years == ({"2022", "2023", "2024"} if unit == "belastingdienst" else {"2023", "2024"})


def test_protection_is_told_of_each_publication(documents: Mapping[str, list[Document]], of_2024: Source) -> None:
    for slug, found in documents.items():
        notices = checks.notices(build.tables_of(of_2024, catalogue.find(FOLDER, slug)), found)
        assert notices[-1].text.startswith("Beschermd voor “Openbaar”: ")


def test_what_is_recommended_stands_in_the_report_with_what_came_of_last_years(
    documents: Mapping[str, list[Document]],
) -> None:
    for found in documents.values():
        (chapter,) = (one for one in found[0].chapters if one.slug == "aanbevelingen")
        said = str(chapter.blocks)
        assert "Luister eerst. Dit stond ook in het verslag over 2023." in said
        assert "Wat ermee is gedaan: Het gebeurt." in said
        assert "Wat er met de aanbevelingen van 2023 is gedaan" in said.replace("'), Text(text='", "")


def test_every_table_that_is_asked_for_exists(folder: DataFolder) -> None:
    """``has`` of a misspelt table would leave its part out without a word."""
    texts = [*(FOLDER / "narrative").rglob("*.md"), *(FOLDER / "publications").rglob("*.yaml")]
    asked = {name for path in texts for name in re.findall(r"has\((\w+)", path.read_text())}
    assert len(asked) > 10
    assert asked <= folder.definitions.keys()


def test_a_year_without_requests_is_refused_and_so_is_one_before_the_text(of_2024: Source) -> None:
    offer = catalogue.find(FOLDER, "vertrouwenspersonen")
    without: Mapping[str, Table] = {
        name: table for name, table in of_2024.tables.items() if table.definition.fact != "advice_request"
    }
    with pytest.raises(Exception, match="over 2024 zijn geen feiten advice_request vastgelegd"):
        build.fill_in(replace(of_2024, tables=without), offer=offer)
    with pytest.raises(Exception, match="deze tekst kan pas vanaf 2024"):
        build.fill_in(replace(of_2024, year=2023), offer=offer)


def some_facts(folder: DataFolder, year: int, count: int, draw: random.Random, *, all_kinds: bool) -> Rows:
    """Facts of a year with any codes that hold in it."""

    def one(name: str) -> str:
        hidden = {"not_published"}
        return draw.choice(
            [code.code for code in folder.lists[name] if code.holds_in(year) and code.code not in hidden]
        )

    rows: Rows = {}

    def add(kind: str, **columns: object) -> None:
        rows.setdefault(kind, []).append({**columns, "year": year, "reconstructed": ""})

    for _ in range(count):
        subcategory = one("subcategory")
        request = {
            "category": folder.lists["subcategory"].get(subcategory).parent,
            "subcategory": subcategory,
            "unit": one("unit"),
            "accused": one("accused"),
            "settlement": one("advice_settlement"),
            "situation": one("situation"),
        }
        add("advice_request", **request)
        if all_kinds:
            add("advice_carried", **request, from_year=year - 1)
            add("advice_reporter_accused", unit=request["unit"], reporter_accused=one("yes_no"))
            add("adviser_hours", core_function=one("core_function"), minutes=draw.randrange(1000))
            add("adviser", certification=one("certification"))
            add("adviser_evaluation", evaluation_state=draw.choice(["responses", "no_response", "link_not_sent"]))
            add("evaluation_answer", question=one("evaluation_question"), answer=one("evaluation_answer"))
    return rows


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 12), st.integers(0, 12), st.booleans())
def test_any_year_gives_a_report(seed: int, now: int, before: int, all_kinds: bool) -> None:
    """However little was counted, and in whatever codes: no sentence fails, what is not there is left out, and nothing
    is said that was true of 2024 only."""
    folder, draw = the_folder(), random.Random(seed)  # noqa: S311 (which codes; nothing secret)
    rows = some_facts(folder, 2027, now, draw, all_kinds=all_kinds)
    for kind, facts in some_facts(folder, 2026, before, draw, all_kinds=all_kinds).items():
        rows[kind] = rows.get(kind, []) + facts
    made = source(folder, rows, 2027)
    for slug in SLUGS:
        for document in build.fill_in(made, offer=catalogue.find(FOLDER, slug)):
            assert document.title.endswith("2027")
            told = str(document.chapters)
            assert "Melders noemen" not in told
            assert "Reporters mention" not in told
            assert not document.reconstructed
