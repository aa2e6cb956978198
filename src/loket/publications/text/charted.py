"""What a figure asks of its chart, for the table that it draws: with its years, and codes as that table counts them."""

from collections.abc import Mapping
from typing import Any

from loket.figures.formats import NOT_SHOWN, SIGN, ours
from loket.figures.model import TOTAL, Table
from loket.publications.text.document import PrintedTable
from loket.publications.text.protected import apart, taken, together
from loket.publications.text.years import spread, with_years


def options(given: Mapping[str, object], table: Table) -> dict[str, object]:
    """The options with the years and the codes of this table filled in: for rows within a code that is pinned those of
    that code, for ``rest`` all that are not named, and for codes that were merged the one that holds them, as a printed
    table has it.
    """
    asked = with_years(given, table.year)
    places = {one.name: place for place, one in enumerate(table.definition.dimensions)}
    named = str(asked["rows"]) if "rows" in asked else next(name for name, at in places.items() if at != _years(table))
    if named in places:
        asked = _rows(_within(asked, table, places, named), table, places[named])
    parts = str(asked.get("parts"))
    if parts in places and asked.get("part_groups"):
        alone, groups = _grouped([], asked["part_groups"], table, places[parts])
        labels = {code.code: code.label for code in table.labels[places[parts]]}
        asked = {**asked, "part_groups": [*groups, *({"label": labels[code], "codes": [code]} for code in alone)]}
    return dict(asked)


def _years(table: Table) -> int | None:
    return table.definition.year_place


def _within(asked: dict[str, Any], table: Table, places: Mapping[str, int], name: str) -> dict[str, Any]:
    """For rows within a code that is pinned: the codes of that code."""
    above, down = table.definition.dimensions[places[name]].within, places[name]
    if above is None or above not in asked.get("at", {}):
        return asked
    pinned = {asked["at"][above], *(one.into for one in table.merged if asked["at"][above] in one.codes)}
    found = {at[down] for at in table.cells if at[places[above]] in pinned}
    return {"codes": [one.code for one in table.labels[down] if one.code in found and one.code != TOTAL], **asked}


def _rows(asked: dict[str, Any], table: Table, down: int) -> dict[str, Any]:
    """Codes and groups of rows. What was merged across groups stands among the codes, where its first code did."""
    codes, groups = _grouped(asked.get("codes", []), asked.get("groups", []), table, down)
    return {**asked, **({"codes": codes} if "codes" in asked else {}), "groups": groups}


def _grouped(codes: list[str], groups: list[Any], table: Table, axis: int) -> tuple[list[str], list[dict[str, Any]]]:
    """These codes and groups as the table counts them. A group of which a code is counted elsewhere stays as it was
    asked for: the chart hides it."""
    merged = [one for one in table.merged if one.dimension == table.definition.dimensions[axis].name]
    known = apart(table.labels[axis], merged)
    every = [*([code] for code in codes), *(group["codes"] for group in groups)]
    wanted = [spread(asked, taken(every, place, merged), known) for place, asked in enumerate(every)]
    alone: list[str] = []
    kept: list[dict[str, Any]] = []
    for found in together(wanted, merged):
        if found.place is None or found.place < len(codes):
            alone += found.codes
        else:
            asked = found.codes if found.is_whole else wanted[found.place]
            kept.append({**groups[found.place - len(codes)], "codes": list(asked)})
    return alone, kept


def alternative(claim: str, subtitle: str, table: PrintedTable | None, language: str) -> str:
    """What the chart shows, in words: its claim, and the numbers of the table beside it; the sign of one that is not
    told in words too.
    """
    if table is None:
        return f"{claim}. {subtitle}"
    heads, untold = [column.head for column in table.columns[1:]], ours(NOT_SHOWN, language)
    rows = (
        f"{row.head}: "
        + ", ".join(f"{head} {untold if cell == SIGN else cell}" for head, cell in zip(heads, row.cells, strict=True))
        for row in table.rows
    )
    return f"{claim}. {subtitle} " + "; ".join(rows)
