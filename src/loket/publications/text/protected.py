"""What a printed table and a chart do with a protected table: which codes stand together, and what is said below it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from loket.figures import formats
from loket.figures.model import Code, CodeList, Coordinates, Merged, Table

_MERGED = {
    "nl": "Samen geteld, om niemand herkenbaar te maken: {}.",
    "en": "Counted together, so that nobody can be recognised: {}.",
}
_ROUNDED = {
    "nl": "Aantallen zijn afgerond op een veelvoud van {}, om niemand herkenbaar te maken.",
    "en": "Numbers are rounded to a multiple of {}, so that nobody can be recognised.",
}
NO_WHOLE = {
    "nl": "Geen percentages: het geheel tonen we niet.",
    "en": "No percentages: we do not show the whole.",
}
"""Said below a table with shares when their whole is not told."""


def where(number: str, language: str, *, annex: bool) -> str:
    """In which chapter to read more."""
    name = {"nl": ("hoofdstuk", "bijlage"), "en": ("chapter", "annex")}
    said = formats.ours({"nl": "Lees meer in {} {}.", "en": "Read more in {} {}."}, language)
    return said.format(name.get(language, name["en"])[annex], number)


def notes(
    table: Table,
    printed: Collection[Coordinates],
    language: str,
    lists: Mapping[str, CodeList] | None = None,
    *,
    hidden: bool,
    more: str,
) -> list[str]:
    """What stands below a table of which these cells are ``printed``, and ``hidden`` numbers or none. ``lists`` name
    what was counted together, ``more`` says where to read about it."""
    told = [f"{formats.SIGN}: {formats.ours(formats.HIDES, language)}"] if hidden else []
    if joined := list(_joined(table, printed, lists or {}, language)):
        told.append(formats.ours(_MERGED, language).format("; ".join(joined)))
    if table.base:
        told.append(formats.ours(_ROUNDED, language).format(table.base))
    return [*told[:-1], f"{told[-1]} {more}".strip()] if told else []


def _joined(
    table: Table, printed: Collection[Coordinates], lists: Mapping[str, CodeList], language: str
) -> Iterator[str]:
    """What was merged, by the name that it got, and the names of its codes where that does not have them."""
    for place, (dimension, codes) in enumerate(zip(table.definition.dimensions, table.labels, strict=True)):
        met = {at[place] for at in printed}
        merged = {into: parts for into, parts in table.held(dimension.name).items() if into in met}
        known = {code.code: code.name(language) for code in lists.get(dimension.codes or "", ())}
        for code in codes:
            name, parts = code.name(language), [known[one] for one in merged.get(code.code, ()) if one in known]
            tells = all(part.lower() in name.lower() for part in parts)
            if code.code in merged:
                yield name if tells else f"{name} ({', '.join(parts)})"


def apart(codes: Sequence[Code], merged: Sequence[Merged]) -> list[Code]:
    """The codes of a dimension, with those that were merged each by itself again: as an organisation names them."""
    parts = {one.into: one.codes for one in merged}
    return [each for code in codes for each in [Code(part, {}) for part in parts.get(code.code, ())] or [code]]


def taken(groups: Sequence[Sequence[str]], place: int, merged: Sequence[Merged]) -> list[str]:
    """What is no part of the rest for the group at this place: what the others name, and what is counted with it."""
    named = {code for at, codes in enumerate(groups) if at != place for code in codes}
    return [*named, *(code for one in merged if not named.isdisjoint(one.codes) for code in one.codes)]


class Together(NamedTuple):
    """Codes in one row or column. ``place`` is that of the group that asked for them: None for what was merged across
    groups. ``is_whole``: nothing of what the group asked for is counted elsewhere.
    """

    place: int | None
    codes: tuple[str, ...]
    is_whole: bool = True


def together(groups: Sequence[Sequence[str]], merged: Sequence[Merged]) -> Iterator[Together]:
    """Groups of codes as a protected table can show them, with what was merged as one code. What was merged across
    groups, or with a code outside them, stands by itself, before the first group that it takes from.
    """
    into = {code: one for one in merged for code in one.codes}
    alone: set[Merged] = set()
    for place, codes in enumerate(groups):
        within = {one for one in merged if set(one.codes) <= set(codes)}
        for one in dict.fromkeys(into[code] for code in codes if code in into):
            if one not in within and one not in alone:
                alone.add(one)
                yield Together(None, (one.into,))
        kept = [code for code in codes if code not in into or into[code] in within]
        if kept:
            found = tuple(dict.fromkeys(into[code].into if code in into else code for code in kept))
            yield Together(place, found, len(kept) == len(codes))
