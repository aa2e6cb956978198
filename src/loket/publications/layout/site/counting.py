"""How a table counts, in words that follow from its definition."""

from collections.abc import Iterator, Mapping

from loket.facts.kinds import KINDS
from loket.figures.model import CodeList, Dimension, RollUp, Table, in_language
from loket.publications.layout.site import names
from loket.publications.layout.site.words import words

RULES: Mapping[RollUp, str] = {
    "renamed": "roll_renamed",
    "parent": "roll_parent",
    "then": "roll_then",
    "now": "roll_now",
}
"""The word for each way to count a code under another."""


def rules(table: Table, lists: Mapping[str, CodeList], language: str) -> list[str]:
    """What counts, and then how codes are put together."""
    said = [in_language(table.definition.rule, language)]
    return said + [line for dimension in table.definition.dimensions for line in _of(dimension, lists, language)]


def _of(dimension: Dimension, lists: Mapping[str, CodeList], language: str) -> Iterator[str]:
    known, name = words(language), names.of_dimension(dimension, lists, language)
    if dimension.roll_up in RULES:
        yield known[RULES[dimension.roll_up]].format(name=name)
    if dimension.only:
        yield f"{name}: {known['only']} {_listed(dimension.only, dimension.codes, lists, language)}."


def filters(table: Table, lists: Mapping[str, CodeList], language: str) -> list[str]:
    """What is left out of the count: the codes that count, of each column that is no dimension."""
    kind = KINDS.get(table.definition.fact)
    listed = {column.name: column.code_list for column in kind.columns} if kind else {}
    found = []
    for column, codes in table.definition.filters.items():
        known = lists.get(listed.get(column) or "")
        name = in_language(known.label, language) if known else column
        found.append(f"{name}: {words(language)['only']} {_listed(codes, listed.get(column), lists, language)}.")
    return found


def _listed(codes: tuple[str, ...], name: str | None, lists: Mapping[str, CodeList], language: str) -> str:
    return ", ".join(names.of_codes(codes, lists.get(name or ""), language))
