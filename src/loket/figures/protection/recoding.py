"""A table of which columns are told coarser or not at all: an ordinary table, with margins and ``merged`` codes."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product

from loket.figures.axes import MARGIN
from loket.figures.model import TOTAL, Code, CodeList, Coordinates, Merged, Table
from loket.figures.protection.coarsening import Group, Step, path

NAMED = 4
"""With more codes in it the rest is not named code by code in its label."""

WORDS = {"nl": ("Overig", "soorten", "en"), "en": ("Other", "kinds", "and")}
"""By language: what the rest is called, what it has several of, and what joins two names. English elsewhere."""


def counted(cases: Mapping[Coordinates, int], into: Sequence[Mapping[str, str]]) -> Counter[Coordinates]:
    """The cases by the codes that theirs count under."""
    found: Counter[Coordinates] = Counter()
    for at, n in cases.items():
        found[tuple(under[code] for under, code in zip(into, at, strict=True))] += n
    return found


def recoded(
    table: Table,
    codes: Sequence[Sequence[Code]],
    cases: Mapping[Coordinates, int],
    chosen: Sequence[Step],
    lists: Mapping[str, CodeList],
) -> Table:
    """The table with each column told as was chosen. When none is left it is the total alone, under its first
    dimension.
    """
    left = [place for place, step in enumerate(chosen) if not step.is_left_out]
    if not left:
        return _total(table, sum(cases.values()))
    dimensions = tuple(replace(table.definition.dimensions[place], total=True) for place in left)
    labels = tuple(
        (*_labels(table, place, codes[place], chosen[place].groups, lists), _margin(table, place)) for place in left
    )
    inner = counted(_cut(cases, left), [chosen[place].into for place in left])
    return replace(
        table,
        definition=replace(table.definition, dimensions=dimensions),
        cells=_with_margins(inner, labels),
        labels=labels,
        merged=tuple(one for place in left for one in _merged(table, place, chosen[place].groups)),
    )


def _total(table: Table, n: int) -> Table:
    """Only how many there are."""
    first = replace(table.definition.dimensions[0], total=True)
    definition = replace(table.definition, dimensions=(first,))
    return replace(table, definition=definition, cells={(TOTAL,): n}, labels=((_margin(table, 0),),), merged=())


def _margin(table: Table, place: int) -> Code:
    return next((code for code in table.labels[place] if code.code == TOTAL), MARGIN)


def _cut(cases: Mapping[Coordinates, int], left: Sequence[int]) -> Counter[Coordinates]:
    found: Counter[Coordinates] = Counter()
    for at, n in cases.items():
        found[tuple(at[place] for place in left)] += n
    return found


def _with_margins(inner: Mapping[Coordinates, int], labels: Sequence[Sequence[Code]]) -> dict[Coordinates, float]:
    """Every combination in print order, with its zeros and the sums."""
    sums: Counter[Coordinates] = Counter()
    for at, n in inner.items():
        for cell in product(*({code, TOTAL} for code in at)):
            sums[cell] += n
    return {at: sums[at] for at in product(*([code.code for code in axis] for axis in labels))}


def _members(table: Table, place: int, group: Group) -> Group:
    """The codes of a group, those that were merged before as they were."""
    known = table.held(table.definition.dimensions[place].name)
    return tuple(code for part in group for code in known.get(part, (part,)))


def _merged(table: Table, place: int, groups: Sequence[Group]) -> list[Merged]:
    name = table.definition.dimensions[place].name
    found = (_members(table, place, group) for group in groups)
    return [Merged(name, members) for members in found if len(members) > 1]


def _labels(
    table: Table, place: int, codes: Sequence[Code], groups: Sequence[Group], lists: Mapping[str, CodeList]
) -> list[Code]:
    own = lists.get(table.definition.dimensions[place].codes or "")
    paths = {code.code: path(code, own, lists) for code in codes}
    by_code = {code.code: code for code in codes}
    found = []
    for group in groups:
        if len(group) == 1:
            found.append(by_code[group[0]])
            continue
        heads = [_find(name, own, lists) or by_code[name] for name in _heads(group, paths)]
        label, short = (heads[0].label, heads[0].short) if len(heads) == 1 else (_rest(heads), {})
        above = {by_code[code].parent for code in group}
        found.append(Code("+".join(group), label, short, parent=above.pop() if len(above) == 1 else None))
    return found


def _heads(group: Group, paths: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The fewest codes that say what is in a group: for all that stands under a code, that code."""
    inside = set(group)
    under: dict[str, set[str]] = defaultdict(set)
    for code, above in paths.items():
        for one in above:
            under[one] |= {code} | ({one} & paths.keys())
    heads = (next((one for one in paths[code] if under[one] <= inside), code) for code in group)
    return list(dict.fromkeys(heads))


def _find(code: str, own: CodeList | None, lists: Mapping[str, CodeList]) -> Code | None:
    while own is not None:
        if found := next((one for one in own if one.code == code), None):
            return found
        own = lists.get(own.parent_list or "")
    return None


def _rest(codes: Sequence[Code]) -> dict[str, str]:
    """``a en b``, ``Overig: a, b, c``; of many codes only how many there are."""
    label = {}
    for language in codes[0].label:
        rest, kinds, also = WORDS.get(language, WORDS["en"])
        names = [code.name(language, short=True) for code in codes]
        several = f"{rest}: {', '.join(names)}" if len(codes) <= NAMED else f"{rest} ({len(codes)} {kinds})"
        label[language] = f" {also} ".join(names) if len(codes) == 2 else several
    return label
