"""A table with some of its codes counted as one, and what that one is called."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from loket.figures.model import Code, CodeList, Coordinates, Labels, Merged, Table, first_of, in_language

WORDS = {"nl": ("overig", "en"), "en": ("other", "and")}
"""By language: what the rest is called, and what joins two names. Elsewhere names are joined by a comma."""

LONGEST = 60
"""A name of more characters is too long for a row of a table."""


def merged(table: Table, merges: Iterable[Merged], names: Mapping[Merged, Code] | None = None) -> Table:
    """The table with these codes as one, its cells their sums. It stands where the last of them stood, under its name
    (without ``names``: under none). What was merged before is merged whole: its codes are all among the new ones.
    """
    known = {one: (names or {}).get(one) or Code(one.into, {}) for one in merges}
    if not known:
        return table
    dimensions = [dimension.name for dimension in table.definition.dimensions]
    into = [{code: one.into for one in known if one.dimension == name for code in one.codes} for name in dimensions]
    cells: dict[Coordinates, float] = {}
    for at, n in table.cells.items():
        home = tuple(homes.get(first_of(code), code) for homes, code in zip(into, at, strict=True))
        cells[home] = cells.get(home, 0) + n
    labels = tuple(
        tuple(_labels(codes, {one: code for one, code in known.items() if one.dimension == name}))
        for codes, name in zip(table.labels, dimensions, strict=True)
    )
    before = [
        one
        for one in table.merged
        if not any(one.dimension == new.dimension and one.codes[0] in new.codes for new in known)
    ]
    return replace(table, cells=cells, labels=labels, merged=(*before, *known))


def _labels(codes: Sequence[Code], merges: Mapping[Merged, Code]) -> Iterator[Code]:
    """The codes in print order, of those that are merged only the last, under its new name."""
    ends = {[code.code for code in codes if first_of(code.code) in one.codes][-1]: into for one, into in merges.items()}
    gone = {code for one in merges for code in one.codes}
    for code in codes:
        if code.code in ends:
            yield ends[code.code]
        elif first_of(code.code) not in gone:
            yield code


def called(one: Merged, codes: CodeList, lists: Mapping[str, CodeList], shown: Collection[str]) -> Code:
    """Merged codes of a list as one code. Two keep their names, or their short ones where that is too long; all codes
    that are ``shown`` under a parent are called after that parent; others are the rest of it.
    """
    parts = [codes.get(code) for code in one.codes]
    parent = parts[0].parent
    above = lists[codes.parent_list or codes.code].get(parent).label if parent else {}
    siblings = {code.code for code in codes if code.parent == parent and code.code in shown}
    languages = [*parts[0].label]
    if above and siblings <= set(one.codes):
        return Code(one.into, above, parent=parent)
    label = {language: _name(parts, above, language) for language in languages}
    short = {language: _name(parts, {}, language, short=True) for language in languages}
    return Code(one.into, label, short, parent)


def is_other(code: str) -> bool:
    """Whether a code is its list's own rest: ``other`` is a word of it."""
    return "other" in code.split("_")


def _names(parts: Sequence[Code], language: str, *, short: bool = False) -> list[str]:
    """The rest comes last, in small letters."""
    named = [(is_other(part.code), part.name(language, short=short)) for part in parts]
    return [name[:1].lower() + name[1:] if rest else name for rest, name in sorted(named, key=lambda one: one[0])]


def _name(parts: Sequence[Code], above: Labels, language: str, *, short: bool = False) -> str:
    names = _names(parts, language, short=short)
    if language not in WORDS:
        return ", ".join(names)
    rest, also = WORDS[language]
    both = (f" {also} ".join(found) for found in (names, _names(parts, language, short=True)) if len(found) == 2)
    others = f"{in_language(above, language)}: {rest}" if above else rest.capitalize()
    return next((name for name in both if len(name) <= LONGEST), others)
