"""What would stop a publication, and what whoever publishes it has to know first.

A publication stops at the first thing that is wrong; here all of it is gathered, so that one look is enough.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from loket.core.errors import UserError
from loket.figures.checking.ours import examination
from loket.figures.model import TOTAL, Coordinates, Table, in_language, is_hidden
from loket.publications.protection.profile import OPEN, Profile
from loket.publications.text.document import Document

LANGUAGE = "nl"
"""Of findings."""

NAMED = 10
"""Cells that a notice names."""


@dataclass(frozen=True)
class Finding:
    """``refused`` stops the publication, ``noticed`` does not, ``pending`` is not known yet. ``text`` is Dutch;
    ``where`` a table id, or empty.
    """

    level: Literal["refused", "noticed", "pending"]
    text: str
    where: str = ""


class DoesNotAddUp(UserError):
    """Tables whose margins differ from the sum of their cells."""


def notices(
    tables: Mapping[str, Table],
    documents: Iterable[Document],
    profile: Profile = OPEN,
    known: Sequence[str] = (),
) -> list[Finding]:
    """What does not stop these documents, but whoever publishes them has to know. ``known`` are the small cells that
    were published before."""
    printed = printed_tables(documents)
    return [
        *reconstructed(tables, printed),
        *protected(tables, printed, profile),
        *out_already(known),
    ]


def printed_tables(documents: Iterable[Document]) -> list[str]:
    """The ids of the tables that a reader sees: printed, in a figure, or behind a number."""
    seen = {
        table.id
        for document in documents
        for table in (*document.tables.values(), *(figure.table for figure in document.figures.values()))
        if table
    }
    return sorted(seen)


def sums(tables: Iterable[Table]) -> Iterator[Finding]:
    """Every margin that is not the sum of what stands under it."""
    for table in tables:
        for axis in range(len(table.definition.dimensions)):
            for coordinates, margin, total in _margins(table, axis):
                if abs(margin - total) > 1e-6:
                    place = ", ".join(coordinates)
                    text = f"tabel {table.id}, cel [{place}]: er staat {margin:g}, maar de som is {total:g}"
                    yield Finding("refused", text, table.id)


def _margins(table: Table, axis: int) -> Iterator[tuple[Coordinates, float, float]]:
    """The margins over one dimension, each with the sum of its cells; a margin without cells has no sum."""

    def others(coordinates: Coordinates) -> Coordinates:
        return (*coordinates[:axis], *coordinates[axis + 1 :])

    for _, group in groupby(sorted(table.cells, key=others), key=others):
        cells = list(group)
        parts = [table.cells[cell] for cell in cells if cell[axis] != TOTAL]
        for cell in cells:
            if cell[axis] == TOTAL and parts:
                yield cell, table.cells[cell], sum(parts)


def contradictions(tables: Iterable[Table]) -> Iterator[Finding]:
    """Every place where these tables contradict themselves or each other: the checks of ``./loket check-report``, for
    what we print ourselves.
    """
    for one in examination(tables).run().findings:
        yield Finding("refused", f"{one.place}: {one.explanation} {one.undecided}".strip())


def reconstructed(tables: Mapping[str, Table], printed: Iterable[str]) -> Iterator[Finding]:
    """How many of the printed tables rest on records that were reconstructed from published totals."""
    names = [name for name in printed if name in tables and tables[name].reconstructed]
    if names:
        count = _counted(len(names), "tabel gebruikt", "tabellen gebruiken")
        text = "gegevens die zijn gereconstrueerd uit gepubliceerde totalen; onder elk van die tabellen staat dat."
        yield Finding("noticed", f"{count} {text}")


def protected(tables: Mapping[str, Table], printed: Iterable[str], profile: Profile) -> Iterator[Finding]:
    """What protecting these tables under a profile cost their readers."""
    found = [tables[name] for name in printed if name in tables]
    hidden = [sum(is_hidden(n) for n in table.cells.values()) for table in found]
    merged = [table for table in found if table.merged]
    said = []
    if any(hidden):
        said.append(
            f"{_counted(sum(hidden), 'aantal is', 'aantallen zijn')} verborgen, "
            f"in {_counted(sum(map(bool, hidden)), 'tabel', 'tabellen')}"
        )
    if merged:
        said.append(f"in {_counted(len(merged), 'tabel', 'tabellen')} zijn codes samengevoegd")
    if bases := sorted({table.base for table in found if table.base}):
        said.append(f"aantallen zijn afgerond op veelvouden van {bases[0]}")
    what = "; ".join(said) or "niets hoefde verborgen te worden"
    yield Finding("noticed", f"Beschermd voor “{in_language(profile.label, LANGUAGE)}”: {what}.")


def out_already(known: Sequence[str]) -> Iterator[Finding]:
    """Small cells that are known for good."""
    if known:
        more = f"; en nog {len(known) - NAMED}" if len(known) > NAMED else ""
        said = (
            f"{_counted(len(known), 'klein aantal is', 'kleine aantallen zijn')} al eerder gepubliceerd, en dus bekend"
        )
        yield Finding("noticed", f"{said}: {'; '.join(known[:NAMED])}{more}.")


def _counted(n: int, one: str, more: str) -> str:
    return f"{n} {one if n == 1 else more}"


def refuse(found: Iterable[Finding]) -> None:
    """Raises ``DoesNotAddUp`` when anything found stops a publication."""
    wrong = [finding.text for finding in found if finding.level == "refused"]
    if wrong:
        raise DoesNotAddUp("; ".join(wrong))
