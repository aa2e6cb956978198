"""What the revisions of the year changed in the cells that a report prints: was, is and because."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from loket.figures import formats
from loket.figures.model import HIDDEN, Coordinates, Table, in_language, is_hidden
from loket.publications.layout.site import addresses, history, names
from loket.publications.layout.site.background import Background, Revision
from loket.publications.layout.site.standing import Standing
from loket.publications.layout.site.words import words

FILE = "revised.html"


@dataclass(frozen=True)
class Line:
    """One cell that changed. ``href`` is where it is explained."""

    name: str
    href: str
    was: str
    now: str
    difference: str
    because: str


@dataclass(frozen=True)
class Sheet:
    """One table with the cells that changed."""

    id: str
    title: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class Revised:
    """What one revision changed. ``about`` says when it was frozen, after which other."""

    number: int
    title: str
    about: str
    reason: str
    sheets: Sequence[Sheet]


def revised(
    tables: Mapping[str, Table], background: Background, standing: Standing, language: str
) -> Iterator[Revised]:
    """Every revision but the first, the newest first."""
    known = words(language)
    for was, now in reversed(list(pairwise(background.revisions))):
        yield Revised(
            number=now.number,
            title=known["revised_by"].format(number=now.number),
            about=known["revised_on"].format(day=formats.day(now.frozen_on, language), before=was.number),
            reason="; ".join(now.because(now.year)),
            sheets=list(_sheets(was, now, tables, standing, language)),
        )


def _sheets(
    was: Revision, now: Revision, tables: Mapping[str, Table], standing: Standing, language: str
) -> Iterator[Sheet]:
    for table, changed in history.differences(was, now):
        lines = [
            _line(table, one, language)
            for one in changed
            if standing.of(table.id, one.at) and _is_told(tables, table.id, one.at)
        ]
        if lines:
            yield Sheet(table.id, in_language(table.definition.title, language), lines)


def _is_told(tables: Mapping[str, Table], name: str, at: Coordinates) -> bool:
    """Whether the report tells a cell: what it hides, it tells of no earlier revision either."""
    return name in tables and not is_hidden(tables[name].cells.get(at, HIDDEN))


def _line(table: Table, one: history.Difference, language: str) -> Line:
    form = formats.form_of(table)
    return Line(
        name=names.of_cell(table, one.at, language),
        href=f"{addresses.page(table.id)}#{addresses.anchor(one.at)}",
        was=form(one.was, language),
        now=form(one.now, language),
        difference=formats.signed(round(one.now - one.was, 1), language),
        because="; ".join(one.because),
    )
