"""Which codes stand in each row and part of a chart, also where a protected table counts several as one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from loket.figures.charts.options import ChartError, Options, row_axis
from loket.figures.model import TOTAL, Table, in_language


@dataclass(frozen=True)
class Group:
    """Codes that are shown as one, with the label that they get. ``untold``: one of those asked for is counted with a
    code that is none of them, so that their sum is not to be said.
    """

    label: str
    codes: tuple[str, ...]
    merged: bool = False
    untold: bool = False


def at_home(table: Table, asked: Options) -> Options:
    """The options with, for codes of rows that a protected table counts as one, the code that they were merged into:
    once, at the first place that names one of them.
    """
    down = row_axis(table, asked)
    codes, strong = (_moved(table, down, given) for given in (asked.codes, asked.strong))
    scales: list[Sequence[str]] = []
    for given in asked.scales:
        before = {code for scale in scales for code in scale}
        scales.append([code for code in _moved(table, down, given) if code not in before])
    return replace(asked, codes=codes, strong=strong, scales=[scale for scale in scales if scale])


def _moved(table: Table, axis: int, codes: Sequence[str]) -> list[str]:
    """Each code, or the one that it was merged into, once."""
    around = (TOTAL,) * len(table.labels)
    return list(dict.fromkeys(table.home((*around[:axis], code, *around[axis + 1 :]))[axis] for code in codes))


def groups(
    table: Table, axis: int, chosen: Sequence[str], merged: Sequence[Mapping[str, object]], language: str
) -> list[Group]:
    """The chosen codes of a dimension, or all that no group has, and then the groups. Raises ``ChartError``."""
    by_code = {code.code: code for code in table.labels[axis]}
    together = [_merged(table, axis, group, chosen, language) for group in merged]
    taken = {code for group in together for code in group.codes}
    wanted = chosen or [code for code in by_code if code != TOTAL and code not in taken]
    for code in (*wanted, *taken):
        if code not in by_code:
            raise ChartError(f"geen code {code!r} in deze tabel; kies uit: {', '.join(by_code)}")
    shown = [Group(by_code[code].name(language, short=True), (code,)) for code in wanted]
    return shown + [group for group in together if group.codes or group.untold]


def _merged(table: Table, axis: int, group: Mapping[str, object], chosen: Sequence[str], language: str) -> Group:
    """A group as asked for. A code of the table that holds others than those of the group does not count in it, and
    hides its sum; one that stands as a row of its own already is left out of it.
    """
    labels, codes = group.get("label"), group.get("codes")
    if not isinstance(labels, Mapping) or not labels or not isinstance(codes, Sequence):
        raise ChartError("een groep in een grafiek heeft een label (per taal) en codes (een lijst) nodig")
    asked = {*map(str, codes)}
    name = table.definition.dimensions[axis].name
    held = {into: asked.issuperset(parts) or into in asked for into, parts in table.held(name).items()}
    found = _moved(table, axis, [*map(str, codes)])
    return Group(
        str(in_language(labels, language)),
        tuple(code for code in found if held.get(code, True) and not (code in held and code in chosen)),
        merged=True,
        untold=not all(held.get(code, True) for code in found),
    )
