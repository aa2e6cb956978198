"""Codes that count as one: their cells are sums that link as all others, and joining them leaves nothing exposed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_world import CATEGORY, LISTS, SUB, UNIT, YEAR, Row, code, code_list, definition, source_of

from loket.figures.engine import compute
from loket.figures.model import TOTAL, Code, CodeList, Merged, Table
from loket.figures.protection.guard import release
from loket.figures.protection.joining import Joined, join
from loket.figures.protection.linking import Linked, link
from loket.figures.protection.merged import called, merged
from loket.figures.protection.regions import World

SUBS = code_list(
    "sub",
    code("shouting", parent="loud"),
    code("singing", parent="loud"),
    code("loud_other", parent="loud"),
    code("sleeping", parent="late"),
    code("dozing", parent="late"),
)
WORLD_LISTS: Mapping[str, CodeList] = {**LISTS, "sub": replace(SUBS, parent_list="category")}
PARENT = {one.code: one.parent for one in SUBS}
DEFINITIONS = tuple(
    replace(one, id=name)
    for name, one in {
        "tree": definition(YEAR, UNIT, CATEGORY, SUB, years=(-1, 0)),
        "categories": definition(UNIT, CATEGORY),
        "subs": definition(YEAR, replace(SUB, within=None), years=(-1, 0)),
        "units": definition(UNIT),
    }.items()
)
WORLD = World(DEFINITIONS, WORLD_LISTS, {})
UNITS = ("harbour", "market", "archive")


def rows_of(counts: Mapping[tuple[int, str, str], int]) -> list[Row]:
    return [
        {"year": year, "unit": unit, "category": PARENT[sub], "sub": sub}
        for (year, unit, sub), n in counts.items()
        for _ in range(n)
    ]


def tables(rows: Sequence[Row]) -> list[Table]:
    return list(compute(DEFINITIONS, source_of(rows), WORLD_LISTS, 2024).values())


def linker(found: Sequence[Table]) -> Linked:
    return link(found, WORLD)


def joining(found: Iterable[Table], **options: object) -> Joined:
    return join(found, WORLD_LISTS, 5, linker=linker, **options)  # type: ignore[arg-type]  # each test names its own


def unprotectable(found: Sequence[Table], joins: Joined) -> int:
    """What the audit names, whatever is hidden."""
    return len(release(linker([joins.apply(one) for one in found]).lattice, 5, seconds=5).finding.unprotectable)


GROUPS = st.sampled_from(
    [
        {("fact", "sub", "loud"): ("shouting", "loud_other")},
        {
            ("fact", "sub", "loud"): ("shouting", "singing", "loud_other"),
            ("fact", "sub", "late"): ("sleeping", "dozing"),
        },
        {("fact", "unit", ""): ("market", "archive", "guest")},
        {("fact", "unit", ""): ("harbour", "market", "archive"), ("fact", "category", ""): ("loud", "late")},
    ]
)
COUNTS = st.fixed_dictionaries(
    {(year, unit, sub): st.integers(0, 3) for year in (2023, 2024) for unit in UNITS for sub in PARENT}
)


@settings(max_examples=20, deadline=None)
@given(counts=COUNTS, groups=GROUPS, spared=st.frozensets(st.sampled_from([("tree", "sub"), ("categories", "unit")])))
def test_a_merged_cell_counts_what_its_codes_do_together_and_every_sum_holds(
    counts: Mapping[tuple[int, str, str], int],
    groups: Mapping[tuple[str, str, str], tuple[str, ...]],
    spared: frozenset[tuple[str, str]],
) -> None:
    rows = rows_of(counts)
    found = linker([Joined(groups, spared).apply(table) for table in tables(rows)])
    naive = [
        sum(row["year"] in region.years and all(row[name] in codes for name, codes in region.kept) for row in rows)
        for region in found.regions
    ]
    assert naive == list(found.lattice.counts)
    for one in found.lattice.relations:
        assert found.lattice.counts[one.total] == sum(found.lattice.counts[part] for part in one.parts)


def test_a_merged_code_in_one_table_is_the_sum_of_its_codes_in_another() -> None:
    found = tables(rows_of(dict.fromkeys(((2024, unit, sub) for unit in UNITS for sub in PARENT), 1)))
    groups = {("fact", "sub", "loud"): ("shouting", "loud_other")}
    joins = Joined(groups, frozenset({("subs", "sub")}))
    linked = linker([joins.apply(table) for table in found])
    whole = linked.lattice.places["tree"]["2024", TOTAL, "loud", "shouting+loud_other"]
    parts = {linked.lattice.places["subs"]["2024", sub] for sub in ("shouting", "loud_other")}
    assert parts in [set(one.parts) for one in linked.lattice.relations if one.total == whole]


FOUR_ONES = {(2024, "harbour", sub): 1 for sub in ("shouting", "singing", "loud_other", "sleeping")} | {
    (year, unit, sub): 9 for year in (2023, 2024) for unit in ("market", "archive") for sub in PARENT
}
"""In the harbour three cases of loud and one of late: four, which nothing hides."""


def test_four_ones_under_a_total_of_four_are_joined_until_they_can_be_hidden() -> None:
    found = tables(rows_of(FOUR_ONES))
    assert unprotectable(found, Joined()) > 0
    joins = joining(found)
    assert joins.groups
    assert unprotectable(found, joins) == 0
    assert joining(found) == joins


@settings(max_examples=10, deadline=None)
@given(counts=COUNTS)
def test_joining_never_leaves_more_that_cannot_be_protected(counts: Mapping[tuple[int, str, str], int]) -> None:
    found = tables(rows_of(counts))
    joins = joining(found)
    assert unprotectable(found, joins) <= unprotectable(found, Joined())
    for (_, name, parent), codes in joins.groups.items():
        assert {one.parent or "" for one in WORLD_LISTS[name] if one.code in codes} == {parent}


def test_codes_that_are_to_stay_apart_do() -> None:
    joins = joining(tables(rows_of(FOUR_ONES)), keep=("harbour", "loud_other", "shouting", "singing"))
    assert not {"harbour", "loud_other", "shouting", "singing"} & {
        code for group in joins.groups.values() for code in group
    }


def test_a_total_that_is_to_be_told_can_be_told_after_joining() -> None:
    """Hiding alone would take the total of a unit along: 8 is two times 4, the most that is small."""
    counts = {(2024, "harbour", "shouting"): 4, (2024, "harbour", "sleeping"): 4} | {
        (2024, unit, sub): 9 for unit in ("market", "archive") for sub in PARENT
    }
    found = tables(rows_of(counts))

    def hold(linked: Linked) -> set[int]:
        return {cell for at, cell in linked.lattice.places["units"].items() if linked.lattice.counts[cell] >= 5}

    joins = joining(found, hold=hold)
    linked = linker([joins.apply(table) for table in found])
    told = release(linked.lattice, 5, fixed=dict.fromkeys(hold(linked), True), seconds=5)
    assert joins.groups
    assert not joins.unheld
    assert not told.finding.unprotectable


def test_without_time_nothing_is_joined() -> None:
    assert joining(tables(rows_of(FOUR_ONES)), seconds=0) == Joined()


def names(*codes: str, only: Iterable[str] = ()) -> Mapping[str, str]:
    shown = set(only) or set(PARENT)
    return called(Merged("sub", codes), WORLD_LISTS["sub"], WORLD_LISTS, shown).label


def test_merged_codes_are_called_in_plain_words() -> None:
    assert names("shouting", "singing") == {"nl": "SHOUTING en SINGING", "en": "shouting and singing"}
    assert names("shouting", "loud_other")["nl"] == "SHOUTING en lOUD_OTHER"
    assert names("sleeping", "dozing") == {"nl": "LATE", "en": "late"}
    assert names("shouting", "singing", "loud_other") == {"nl": "LOUD", "en": "loud"}
    units = called(Merged("unit", ("harbour", "market", "archive")), LISTS["unit"], LISTS, {*UNITS, "guest"})
    assert units.label == {"nl": "Overig", "en": "Other"}


def test_a_long_name_gives_way_to_short_ones_and_else_to_the_rest() -> None:
    long = Code("a", {"nl": "Ontslag op initiatief van de medewerker"}, {"nl": "Ontslag"})
    other = Code("b", {"nl": "Einde van een tijdelijke arbeidsovereenkomst"}, {"nl": "Einde contract"})
    endless = Code("c", {"nl": "Einde van een tijdelijke arbeidsovereenkomst, contract of stage"})
    codes = code_list("sub", long, other, endless)

    def label(*of: str) -> str:
        return called(Merged("sub", of), codes, {"sub": codes}, {"a", "b", "c"}).label["nl"]

    assert label("a", "b") == "Ontslag en Einde contract"
    assert label("b", "c") == "Overig"


def test_in_a_language_without_words_for_it_names_stand_behind_each_other() -> None:
    codes = code_list("sub", Code("a", {"de": "Eins"}), Code("b", {"de": "Zwei"}))
    assert called(Merged("sub", ("a", "b")), codes, {"sub": codes}, {"a", "b"}).label == {"de": "Eins, Zwei"}


def test_nothing_changes_without_codes_to_merge() -> None:
    table = tables(rows_of(FOUR_ONES))[0]
    assert merged(table, ()) is table
    with pytest.raises(StopIteration):
        next(iter(Joined().of(table)))
