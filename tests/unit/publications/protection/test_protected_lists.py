"""A grouped list among other tables: neither gives the other away, and who may see every row sees every row."""

from collections import Counter
from dataclasses import replace
from itertools import product
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loket.figures.axes import MARGIN
from loket.figures.model import TOTAL, Code, CodeList, Coordinates, Dimension, Labels, Table, TableDefinition, is_hidden
from loket.figures.protection.audit import audit
from loket.figures.protection.line_lists import grouped
from loket.figures.protection.linking import link
from loket.figures.protection.regions import World
from loket.figures.protection.rules import Status, is_primary
from loket.publications.protection.lists import as_they_are, losses, with_lists
from loket.publications.protection.profile import OPEN
from loket.publications.protection.protecting import protect
from loket.publications.protection.showing import shown
from loket.publications.truth import Truth

WORDS: Labels = {"nl": "zaken"}
CODES = {
    "unit": ("north", "south", "east"),
    "kind": ("theft", "fraud", "gossip", "leak"),
    "how": ("talk", "fine", "gone"),
}
LISTS = {
    name: CodeList(name, {"nl": name}, tuple(Code(one, {"nl": one}) for one in codes)) for name, codes in CODES.items()
}
THRESHOLD = OPEN.threshold

Cases = Counter[Coordinates]


def defined(*names: str, is_list: bool = False) -> TableDefinition:
    dimensions = tuple(Dimension(name, name, name, total=not is_list) for name in names)
    return TableDefinition("_".join(names), WORDS, "case", dimensions, WORDS, "none", WORDS, is_list=is_list)


LIST = replace(defined(*CODES, is_list=True), id="rows")
PRINTED = tuple(defined(*names) for names in (("unit", "kind"), ("unit", "how"), ("kind", "how"), ("kind",)))
WORLD = World((LIST, *PRINTED), LISTS, {})


def table(definition: TableDefinition, cases: Cases) -> Table:
    """As the engine counts it: with zeros and margins, a list only with what was counted."""
    names = [one.name for one in definition.dimensions]
    places = [[*CODES].index(name) for name in names]
    counted: Counter[Coordinates] = Counter()
    for at, n in cases.items():
        own = tuple(at[place] for place in places)
        for cell in [own] if definition.is_list else product(*((code, TOTAL) for code in own)):
            counted[cell] += n
    margin = () if definition.is_list else (MARGIN,)
    labels = tuple((*LISTS[name].codes, *margin) for name in names)
    every = product(*([code.code for code in axis] for axis in labels))
    cells: dict[Coordinates, float] = {at: counted[at] for at in every if counted[at] or not definition.is_list}
    return Table(definition, 2024, cells, labels, reconstructed=False)


cases = st.dictionaries(
    st.tuples(*(st.sampled_from(codes) for codes in CODES.values())), st.sampled_from([1, 2, 3, 5, 8, 13]), max_size=20
).map(Counter)


def printed(every: list[Table], method: str = "suppress") -> dict[str, Table]:
    """What is left of these after protection, together."""
    profile = OPEN.model_copy(update={"method": method})
    decided = protect(every, WORLD, profile, seconds=5.0)
    return shown({one.id: one for one in every}, decided)


def exposed(every: list[Table], told: dict[str, Table]) -> tuple[int, ...]:
    """The small cells that follow from what is told of these tables, by the audit. Cells of several tables that count
    the same are told alike."""
    linked = link([recounted(one, told[one.id]) for one in every], WORLD)
    counts, values = linked.lattice.counts, dict[int, float]()
    for name, places in linked.lattice.places.items():
        for at, cell in places.items():
            value = told[name].cells[at]
            if not is_hidden(value):
                values[cell] = value
    seen = [int(values[cell]) if cell in values else None for cell in range(len(counts))]
    kinds = [Status.PRIMARY if is_primary(count, THRESHOLD) else Status.SECONDARY for count in counts]
    statuses = [kind if value is None else Status.SHOWN for kind, value in zip(kinds, seen, strict=True)]
    return audit(linked.lattice.relations, statuses, seen, THRESHOLD, hint=counts).exposed


def recounted(counted: Table, told: Table) -> Table:
    """The true counts in the shape of a protected table."""
    cells: dict[Coordinates, float] = {}
    for at, n in counted.cells.items():
        cells[told.home(at)] = cells.get(told.home(at), 0) + n
    return replace(told, cells=cells)


def tables(found: Cases) -> list[Table]:
    return [table(definition, found) for definition in PRINTED]


def listed(found: Cases) -> Table:
    return grouped(table(LIST, found), LISTS, THRESHOLD)[0]


@settings(max_examples=30)
@given(cases, st.sampled_from(["suppress", "merge"]))
def test_no_small_count_follows_from_a_list_and_the_tables_together(found: Cases, method: str) -> None:
    """Where codes of tables are merged, those of the list are too, with what it had merged itself."""
    every = [listed(found), *tables(found)]
    assert not exposed(every, printed(every, method))


EXAMPLE = Counter({("east", "fraud", "fine"): 13, ("south", "gossip", "gone"): 1, ("east", "leak", "fine"): 5})


def test_a_list_that_is_only_laid_beside_the_tables_gives_people_away() -> None:
    """Why it is protected with them: each of its rows counts enough, and still it fills in what a table hides."""
    every = [listed(EXAMPLE), *tables(EXAMPLE)]
    apart = {**printed(every[1:]), "rows": every[0]}
    assert all(n >= THRESHOLD for n in every[0].cells.values() if n)
    assert exposed(every, apart)
    assert not exposed(every, printed(every))


def truth(found: Cases) -> Truth:
    snapshot = SimpleNamespace(lists=LISTS)
    counted = {one.id: one for one in tables(found)}
    return Truth(cast("object", snapshot), counted, {"rows": table(LIST, found)})  # type: ignore[arg-type]  # only its lists are asked


FOUND = Counter({("north", "theft", "talk"): 7, ("south", "theft", "fine"): 2, ("east", "leak", "gone"): 6})


def test_for_everybody_a_list_is_grouped_and_among_the_tables() -> None:
    before = truth(FOUND)
    after = with_lists(before, OPEN)
    assert set(after.tables) == {*before.tables, "rows"}
    assert all(n == 0 or n >= OPEN.threshold for n in after.tables["rows"].cells.values())
    assert as_they_are(before, OPEN) == {}
    assert losses(before, OPEN).keys() == {"rows"}


def test_whoever_may_see_every_row_gets_the_list_as_it_is() -> None:
    before, inside = truth(FOUND), OPEN.model_copy(update={"line_lists": True})
    assert with_lists(before, inside).tables == before.tables
    assert as_they_are(before, inside)["rows"].cells == dict(FOUND)
    assert losses(before, inside) == {}


@pytest.mark.parametrize("threshold", [2, 8, 20])
def test_the_threshold_of_the_profile_decides(threshold: int) -> None:
    asked = OPEN.model_copy(update={"threshold": threshold})
    cells = with_lists(truth(FOUND), asked).tables["rows"].cells
    assert all(n == 0 or n >= threshold for at, n in cells.items() if TOTAL not in at)
