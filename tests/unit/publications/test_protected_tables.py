"""Tables and figures of a protected table: cells that are not told, codes counted together, rounded counts."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hand_tables import CLASSES, MARGIN, SUBJECTS, YEARS, cases, nested, requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_hidden_numbers import hiding

from loket.core.badfile import BadFile
from loket.figures.model import HIDDEN, TOTAL, Code, CodeList, Coordinates, Merged, Table, is_hidden
from loket.publications.text.charted import options
from loket.publications.text.compose import Edition, compose
from loket.publications.text.definition import Group, TableText, read_definition
from loket.publications.text.document import Document, PrintedTable
from loket.publications.text.printing import print_table
from loket.publications.text.protected import together

LISTS = {"subject": CodeList("subject", {"nl": "Onderwerp", "en": "Subject"}, SUBJECTS)}
X_NOTE = "x: Dit aantal tonen we niet, om niemand herkenbaar te maken."
BY_YEAR = TableText(id="x", table="requests", rows="subject", columns="year")


def printed(table: Table, spec: TableText, language: str = "nl", more: str = "") -> PrintedTable:
    return print_table(spec, table, LISTS, "1.1", [], language, more)


def lines(table: PrintedTable) -> list[tuple[str, ...]]:
    return [(row.head, *row.cells) for row in table.rows]


def test_a_hidden_cell_prints_x_and_says_so() -> None:
    table = printed(hiding(requests(), ("2024", "staff")), BY_YEAR, more="Lees meer in bijlage F.")
    assert lines(table)[1] == ("Personeel", "467", "x")
    assert [row.hidden for row in table.rows] == [(False, False), (False, True), *[(False, False)] * 3]
    assert table.notes == (f"{X_NOTE} Lees meer in bijlage F.",)
    assert printed(requests(), BY_YEAR).notes == ()


def test_what_joins_a_hidden_cell_is_hidden() -> None:
    spec = BY_YEAR.model_copy(
        update={"row_groups": [Group(codes=["conduct", "staff"], label={"nl": "Samen"}), Group(codes=["new"])]}
    )
    table = printed(hiding(requests(), ("2024", "staff"), ("2024", TOTAL)), spec)
    assert lines(table) == [("Samen", "1.073", "x"), ("Nieuw", "–", "12"), ("Totaal", "1.073", "x")]


def test_a_hidden_change_is_hidden_and_the_others_are_judged_without_it() -> None:
    spec = BY_YEAR.model_copy(update={"change": True})
    table = printed(hiding(requests(), ("2023", "staff")), spec)
    assert lines(table)[1] == ("Personeel", "x", "386", "x", "x")
    assert lines(table)[0] == ("Omgangsvormen", "606", "1.683", "+1.077", "ja")


def test_hidden_rows_come_after_those_that_are_told_in_print_order() -> None:
    spec = TableText(id="x", table="requests", rows="subject", at={"year": "2024"}, sort=True)
    table = printed(hiding(requests(), ("2024", "conduct"), ("2024", "staff")), spec)
    assert [row.head for row in table.rows] == ["Nieuw", "Oud", "Omgangsvormen", "Personeel", "Totaal"]


def test_hidden_rows_are_no_empty_rows() -> None:
    spec = TableText(id="x", table="requests", rows="subject", at={"year": "2024"}, zeros=False)
    assert len(printed(hiding(requests(), ("2024", "old")), spec).rows) == 5


SHARES = TableText(id="x", table="requests", rows="subject", at={"year": "2024"}, shares=True)


def test_beside_a_hidden_part_shares_are_of_the_total_that_is_told() -> None:
    table = printed(hiding(requests(), ("2024", "staff"), ("2024", "new")), SHARES)
    assert [row.cells for row in table.rows] == [
        ("1.683", "81%"), ("x", "x"), ("x", "x"), ("1", "0%"), ("2.082", "100%"),
    ]  # fmt: skip


def test_without_a_total_that_is_told_there_are_no_shares() -> None:
    table = printed(hiding(requests(), ("2024", "staff"), ("2024", TOTAL)), SHARES)
    assert {row.cells[1] for row in table.rows} == {"–"}
    assert table.notes[0] == "Geen percentages: het geheel tonen we niet."
    some = SHARES.model_copy(update={"row_groups": [Group(codes=["conduct"]), Group(codes=["staff"])]})
    table = printed(hiding(requests(), ("2024", "staff")), some)
    assert {row.cells[1] for row in table.rows} == {"–"}


def test_a_small_total_beside_hidden_parts_gives_no_shares() -> None:
    spec = TableText(id="x", table="cases", rows="class", shares=True)
    table = printed(hiding(cases(3, 9), ("none",), ("measure",)), spec)
    assert [row.cells for row in table.rows] == [("x", "–"), ("x", "–"), ("12", "–")]


def test_a_rounded_table_says_so() -> None:
    found = replace(requests(), base=5)
    assert printed(found, BY_YEAR).notes == (
        "Aantallen zijn afgerond op een veelvoud van 5, om niemand herkenbaar te maken.",
    )
    assert printed(found, BY_YEAR, "en").notes[0].startswith("Numbers are rounded to a multiple of 5")


def merging(table: Table, dimension: str, *codes: str) -> Table:
    """The table with these codes of a dimension counted as one, where the last of them stood."""
    one = Merged(dimension, codes)
    moving = replace(table, merged=(*table.merged, one))
    cells: dict[Coordinates, float] = {}
    for at, n in table.cells.items():
        cells[moving.home(at)] = cells.get(moving.home(at), 0) + n
    place = [each.name for each in table.definition.dimensions].index(dimension)
    kept = [
        Code(one.into, {"nl": " en ".join(codes)}, parent=code.parent) if code.code == codes[-1] else code
        for code in table.labels[place]
        if code.code not in codes[:-1]
    ]
    return replace(moving, cells=cells, labels=(*table.labels[:place], kept, *table.labels[place + 1 :]))


def test_codes_that_were_merged_are_one_row() -> None:
    table = printed(merging(requests(), "subject", "new", "old"), BY_YEAR)
    assert lines(table)[2] == ("new en old", "0", "13")
    assert table.notes == ("Samen geteld, om niemand herkenbaar te maken: new en old (Nieuw, Oud).",)
    named = replace(LISTS["subject"], codes=(Code("new", {"nl": "New"}), Code("old", {"nl": "Old"})))
    table = print_table(BY_YEAR, merging(requests(), "subject", "new", "old"), {"subject": named}, "1", [], "nl")
    assert table.notes == ("Samen geteld, om niemand herkenbaar te maken: new en old.",)
    assert table.rows[2].sources[1] == (("2024", "new+old"),)


@pytest.mark.parametrize(
    ("groups", "rows"),
    [
        ([["conduct"], ["new", "old"]], [("Omgangsvormen", "1.683"), ("B", "13")]),
        ([["conduct", "new"], ["old"]], [("new en old", "13"), ("A", "x")]),
        ([["new"], ["staff", "conduct"]], [("new en old", "13"), ("B", "2.069")]),
        ([["conduct"], ["rest"]], [("Omgangsvormen", "1.683"), ("B", "399")]),
        ([["new"], ["rest"]], [("new en old", "13"), ("B", "2.069")]),
        ([["conduct"], ["new", "rest"]], [("Omgangsvormen", "1.683"), ("B", "399")]),
    ],
)
def test_groups_take_what_was_merged(groups: list[list[str]], rows: list[tuple[str, ...]]) -> None:
    """Within a group it counts in it; across groups it has a row of its own, and the rest of a group is not told."""
    named = zip("ABC", groups, strict=False)
    spec = TableText(
        id="x",
        table="requests",
        rows="subject",
        at={"year": "2024"},
        row_groups=[Group(codes=codes, label={"nl": name} if len(codes) > 1 or "rest" in codes else None)
                    for name, codes in named],
    )  # fmt: skip
    found = printed(merging(requests(), "subject", "new", "old"), spec)
    assert lines(found) == [*rows, ("Totaal", "2.082")]


def test_a_table_within_a_code_that_is_counted_with_others_is_hidden() -> None:
    spec = TableText(id="x", table="nested", rows="part", at={"subject": "conduct"})
    table = print_table(spec, merging(nested(), "subject", "conduct", "staff"), LISTS, "1", [], "nl")
    assert lines(table) == [("Schreeuwen", "x"), ("Totaal", "x")]
    assert table.notes == (
        X_NOTE,
        "Samen geteld, om niemand herkenbaar te maken: conduct en staff (Omgangsvormen, Personeel).",
    )


def test_columns_take_what_was_merged_too() -> None:
    by_subject = BY_YEAR.model_copy(update={"rows": "year", "columns": "subject"})
    table = printed(merging(requests(), "subject", "conduct", "staff"), by_subject)
    assert [column.head for column in table.columns[1:]] == ["conduct en staff", "Nieuw", "Oud", "Totaal"]


CODES = ["a", "b", "c", "d", "e", "f"]


@given(
    st.lists(st.lists(st.sampled_from(CODES), min_size=1, max_size=4, unique=True), min_size=1, max_size=4),
    st.lists(st.sampled_from(CODES), min_size=2, max_size=4, unique=True),
)
def test_no_code_is_counted_twice_or_lost(groups: list[list[str]], codes: list[str]) -> None:
    one = Merged("x", tuple(codes))
    disjoint = [[code for code in group if not any(code in g for g in groups[:at])] for at, group in enumerate(groups)]
    found = list(together(disjoint, [one]))
    asked = [code for group in disjoint for code in group]
    counted = [code for each in found for code in each.codes]
    assert len(counted) == len(set(counted))
    assert set(counted) == {one.into if code in codes else code for code in asked}
    for each in found:
        if each.place is not None and each.is_whole:
            held = {part for code in each.codes for part in code.split("+")}
            assert held == set(disjoint[each.place])


def test_a_chart_has_the_rows_of_the_table_beside_it() -> None:
    table = merging(requests(), "subject", "new", "old")
    asked = options({"rows": "subject", "codes": ["conduct", "new", "old"], "at": {"year": "year-0"}}, table)
    assert asked["codes"] == ["conduct", "new+old"]
    assert asked["at"] == {"year": "2024"}
    groups = [{"label": {"nl": "Rest"}, "codes": ["rest"]}]
    assert options({"rows": "subject", "codes": ["new"], "groups": groups}, table) == {
        "rows": "subject",
        "codes": ["new+old"],
        "groups": [{"label": {"nl": "Rest"}, "codes": ["conduct", "staff"]}],
    }


def test_parts_of_a_chart_that_were_merged_stand_by_themselves() -> None:
    table = merging(requests(), "subject", "staff", "new")
    label = {"nl": "Met"}
    asked = options(
        {"rows": "year", "parts": "subject", "part_groups": [{"label": label, "codes": ["conduct", "staff"]}]}, table
    )
    assert asked["part_groups"] == [
        {"label": label, "codes": ["conduct", "staff"]},
        {"label": {"nl": "staff en new"}, "codes": ["staff+new"]},
    ]


DEFINITION = """\
id: annual-report
year: 2024
title: {nl: Zaken, en: Cases}
subtitle: {nl: Jaarverslag, en: Report}
explained_in: uitleg
overview:
  lead: {nl: "Samen {{ cases[total] }}.", en: "Together {{ cases[total] }}."}
  strokes:
    - {label: {nl: zonder, en: without}, value: "cases[none]"}
    - {label: {nl: met, en: with}, value: "cases[total] - cases[none]"}
  strokes_total: {label: {nl: zaken, en: cases}, value: "cases[total]"}
  strokes_caption: {nl: Elk streepje is één zaak, en: Each stroke is one case}
  key_figures:
    - {value: "cases[none]", label: {nl: zonder, en: without}, hint: {nl: "{{ cases[none] | words }}", en: so many}}
  figures: [classes]
  other_title: {nl: Anders, en: Other}
  other_figures: []
chapters:
  - {number: "1", slug: zaken, title: {nl: Zaken, en: Cases}, narrative: 1.md}
  - {number: A, slug: uitleg, title: {nl: Uitleg, en: Explained}, narrative: a.md, annex: true}
figures:
  - id: classes
    kind: bars
    table: cases
    options: {sort: true}
    claim: {nl: De meeste zaken zonder maatregel, en: Most cases without a measure}
    otherwise: {nl: Zaken naar maatregel, en: Cases by measure}
    subtitle: {nl: Zaken, en: Cases}
    holds: ["cases[measure] < cases[none]"]
    beside: classes
tables:
  - {id: subjects, table: requests, rows: subject, columns: year, change: true, sort: true}
  - {id: classes, table: cases, rows: class, shares: true, sort: true}
"""
NARRATIVE = """\
In 2024 {{ requests[2024, conduct] }}, {{ requests[2024, conduct] | than(requests[2023, conduct]) }} eerder.

{% told %}
Dat is {{ says("veel", requests[2024, conduct] > 50) }}: {{ requests[2024, conduct] | words }}.
{% else %}
Hoeveel dat is, tonen we niet.
{% end %}
Er {{ word(cases[none] == 1, "is", "zijn") }} {{ cases[none] | counted("zaak", "zaken") }}.

{{ figure("classes") }}

{{ table("subjects") }}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "publications").mkdir()
    (tmp_path / "publications" / "annual-report.yaml").write_text(DEFINITION)
    for language in ("nl", "en"):
        (tmp_path / "narrative" / language).mkdir(parents=True)
        (tmp_path / "narrative" / language / "1.md").write_text(NARRATIVE)
        (tmp_path / "narrative" / language / "a.md").write_text("Zo tellen wij.\n")
    return tmp_path


def composed(folder: Path, tables: Mapping[str, Table], language: str = "nl") -> Document:
    return compose(
        definition=read_definition(folder),
        tables=tables,
        lists={**LISTS, "class": CodeList("class", {"nl": "Soort", "en": "Kind"}, CLASSES)},
        organisation={"nl": "Voorbeelddienst", "en": "Sample Service"},
        edition=Edition("2024/r1", 1, date(2025, 2, 25)),
        year=2024,
        language=language,
    )


def some(*hidden: Coordinates) -> dict[str, Table]:
    return {"cases": hiding(cases(), *hidden), "requests": hiding(requests(), *hidden)}


def said(document: Document) -> str:
    return str(document.chapters[0].blocks)


def test_a_figure_claims_nothing_that_is_not_told(folder: Path) -> None:
    assert composed(folder, some()).figures["classes"].claim == "De meeste zaken zonder maatregel"
    assert composed(folder, some(("none",))).figures["classes"].claim == "Zaken naar maatregel"
    path = folder / "publications" / "annual-report.yaml"
    path.write_text(DEFINITION.replace("    otherwise: {nl: Zaken naar maatregel, en: Cases by measure}\n", ""))
    with pytest.raises(BadFile, match=r"Tabel cases: Geen maatregel.*shown"):
        composed(folder, some(("none",)))


def test_a_claim_with_a_number_that_is_not_told_gives_way_too(folder: Path) -> None:
    path = folder / "publications" / "annual-report.yaml"
    claim = 'claim: {nl: "{{ cases[none] }} zonder", en: "{{ cases[none] }} without"}'
    text = DEFINITION.replace("claim: {nl: De meeste zaken zonder maatregel, en: Most cases without a measure}", claim)
    path.write_text(text.replace('    holds: ["cases[measure] < cases[none]"]\n', ""))
    assert composed(folder, some()).figures["classes"].claim == "100 zonder"
    assert composed(folder, some(("none",))).figures["classes"].claim == "Zaken naar maatregel"


def test_a_claim_that_rounded_numbers_do_not_bear_out_gives_way(folder: Path) -> None:
    tables = {name: replace(table, base=5) for name, table in some().items()}
    assert composed(folder, tables).figures["classes"].claim == "De meeste zaken zonder maatregel"
    tables["cases"] = replace(cases(90, 90), base=5)
    assert composed(folder, tables).figures["classes"].claim == "Zaken naar maatregel"
    with pytest.raises(BadFile, match="beweert iets dat niet klopt"):
        composed(folder, {"cases": cases(90, 90), "requests": requests()})


def test_strokes_are_the_total_when_a_part_is_not_told(folder: Path) -> None:
    assert composed(folder, some()).overview.strokes == (("zonder", 100), ("met", 86))
    assert composed(folder, some(("none",))).overview.strokes == (("zaken", 186),)
    assert composed(folder, some(("none",), (TOTAL,))).overview.strokes == ()
    path = folder / "publications" / "annual-report.yaml"
    path.write_text("".join(line for line in DEFINITION.splitlines(keepends=True) if "strokes_total" not in line))
    with pytest.raises(BadFile, match="niet elk aantal streepjes wordt getoond; zet bij strokes_total"):
        composed(folder, some(("none",)))


def test_a_note_says_where_to_read_more(folder: Path) -> None:
    document = composed(folder, some(("none",)))
    assert document.tables["classes"].notes == (f"{X_NOTE} Lees meer in bijlage A.",)
    assert composed(folder, some(("none",)), "en").tables["classes"].notes[0].endswith("Read more in annex A.")
    path = folder / "publications" / "annual-report.yaml"
    path.write_text(DEFINITION.replace("explained_in: uitleg", "explained_in: weg"))
    with pytest.raises(BadFile, match="hoofdstuk 'weg' staat niet onder chapters"):
        read_definition(folder)


def test_a_part_is_printed_when_all_its_numbers_are_told(folder: Path) -> None:
    assert "Dat is " in said(composed(folder, some()))
    found = said(composed(folder, some(("2024", "conduct"))))
    assert "Hoeveel dat is, tonen we niet." in found
    assert "Dat is " not in found
    assert "x meer of minder dan" in found


COUNTS = st.integers(1, 30)
PLACES = [(year.code, subject.code) for year in YEARS for subject in SUBJECTS[:2]]
HIDDEN_PLACES = st.sets(st.sampled_from([*PLACES, *((year.code, TOTAL) for year in YEARS)]))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(st.data(), HIDDEN_PLACES, st.sets(st.sampled_from([("none",), ("measure",), (TOTAL,)])))
def test_two_truths_that_show_the_same_give_the_same_bytes(
    folder: Path, data: st.DataObject, years: set[Coordinates], classes: set[Coordinates]
) -> None:
    """Whatever was counted in the cells that are hidden: order, rows, notes, charts, alt texts and chance are alike."""
    first = {at: data.draw(COUNTS) for at in PLACES}
    second = {at: data.draw(COUNTS) if at in years else n for at, n in first.items()}
    counts = [(data.draw(COUNTS), data.draw(COUNTS))]
    counts.append(tuple(data.draw(COUNTS) if (name,) in classes else n
                        for name, n in zip(("none", "measure"), counts[0], strict=True)))  # fmt: skip
    both = []
    for requested, (none, measure) in zip((first, second), counts, strict=True):
        found = {"requests": requests(requested), "cases": cases(none, measure)}
        hidden = {"requests": totals(found["requests"], first, years), "cases": classes}
        if found["cases"].cells[TOTAL,] != sum(counts[0]):
            hidden["cases"] = classes | {(TOTAL,)}
        both.append({name: hiding(table, *hidden[name]) for name, table in found.items()})
    shown = [{name: repr(table.cells) for name, table in found.items()} for found in both]
    if shown[0] != shown[1]:
        return
    for language in ("nl", "en"):
        documents = [document_or_error(folder, found, language) for found in both]
        assert documents[0] == documents[1]


def document_or_error(folder: Path, tables: Mapping[str, Table], language: str) -> str:
    try:
        return repr(composed(folder, tables, language))
    except BadFile as error:
        return str(error)


def totals(table: Table, first: Mapping[Coordinates, float], years: set[Coordinates]) -> set[Coordinates]:
    """What is hidden, with the totals that would tell the two truths apart."""
    was = requests(first)
    return years | {at for at, n in table.cells.items() if at[1] == TOTAL and n != was.cells[at]}


@given(HIDDEN_PLACES, st.booleans(), st.booleans(), st.booleans())
def test_a_printed_number_is_hidden_exactly_when_one_of_its_cells_is(
    hidden: set[Coordinates], shares: bool, change: bool, sort: bool
) -> None:
    table = hiding(requests(), *hidden)
    spec = BY_YEAR.model_copy(update={"shares": shares, "change": change, "sort": sort})
    for row in printed(table, spec).rows:
        for sources, is_x in zip(row.sources, row.hidden, strict=False):
            assert is_x is any(is_hidden(table.cells[one]) for one in sources)


def test_the_value_of_a_hidden_cell_is_the_one_of_the_model(folder: Path) -> None:
    document = composed(folder, some(("none",)))
    (key,) = document.overview.key_figures
    assert key.number.n is HIDDEN
    assert MARGIN.code == TOTAL
