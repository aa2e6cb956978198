"""The page of a computed table: how it counts, all its cells, and a section about each of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from loket.figures import formats
from loket.figures.export import hides
from loket.figures.model import Coordinates, Table, in_language, is_hidden
from loket.publications.layout.crosstab import crosstab
from loket.publications.layout.site import addresses, counting, history, names
from loket.publications.layout.site.background import Background
from loket.publications.layout.site.standing import Place, Standing
from loket.publications.layout.site.words import words


@dataclass(frozen=True)
class Link:
    """A number, or the sign of one that is not told, and where it is explained."""

    n: str
    is_hidden: bool
    name: str
    href: str


@dataclass(frozen=True)
class Version:
    """What a revision told of a cell: ``said`` is which one it was."""

    said: str
    n: str
    is_hidden: bool
    is_changed: bool
    because: str


@dataclass(frozen=True)
class CellView:
    """One cell. ``versions`` is empty when it was told once, or is hidden now."""

    anchor: str
    n: str
    is_hidden: bool
    name: str
    protection: str
    versions: Sequence[Version]
    places: Sequence[Place]


@dataclass(frozen=True)
class SumView:
    """A printed number that comes from several cells."""

    anchor: str
    name: str
    parts: Sequence[Link]


@dataclass(frozen=True)
class Row:
    head: str
    kind: str
    cells: Sequence[Link | None]


@dataclass(frozen=True)
class TablePage:
    """Everything that the page of one table shows. ``places`` are the tables and figures that print it."""

    id: str
    name: str
    title: str
    unit: str
    rules: Sequence[str]
    filters: Sequence[str]
    source: str
    reconstructed: bool
    protection: Sequence[str]
    heads: Sequence[str]
    rows: Sequence[Row]
    cells: Sequence[CellView]
    sums: Sequence[SumView]
    places: Sequence[Place]


class Explained:
    """The pages of the tables in one language."""

    def __init__(self, tables: Mapping[str, Table], standing: Standing, background: Background, language: str) -> None:
        self._tables, self._standing, self._background = tables, standing, background
        self._language, self._words = language, words(language)

    def pages(self) -> Iterator[TablePage]:
        for table in self._tables.values():
            yield self._page(table)

    def _page(self, table: Table) -> TablePage:
        found, unit = crosstab(table, self._language), names.unit(table, self._language)
        return TablePage(
            id=table.id,
            name=addresses.page(table.id),
            title=in_language(table.definition.title, self._language),
            unit=unit,
            rules=counting.rules(table, self._background.lists, self._language),
            filters=counting.filters(table, self._background.lists, self._language),
            source=table.definition.source,
            reconstructed=table.reconstructed,
            protection=list(self._of_table(table)),
            heads=["", *([code.name(self._language) for code in found.columns] or [unit])],
            rows=[
                Row(line.head, line.kind, [self._link(table, at) if at else None for at in line.cells])
                for line in found.lines
            ],
            cells=[self._cell(table, at) for at in table.cells],
            sums=list(self._sums(table)),
            places=[*self._standing.printed(table.id), *self._standing.drawn(table.id)],
        )

    def _link(self, table: Table, at: Coordinates, page: str = "") -> Link:
        n = table.cells[at]
        name = names.of_cell(table, at, self._language)
        return Link(self._written(table, n), is_hidden(n), name, f"{page}#{addresses.anchor(at)}")

    def _cell(self, table: Table, at: Coordinates) -> CellView:
        n = table.cells[at]
        return CellView(
            anchor=addresses.anchor(at),
            n=self._written(table, n),
            is_hidden=is_hidden(n),
            name=f"{names.unit(table, self._language)}: {names.of_cell(table, at, self._language)}",
            protection=" ".join(self._of_cell(table, at)),
            versions=[] if is_hidden(n) else self._versions(table, at),
            places=list(self._standing.of(table.id, at)),
        )

    def _sums(self, table: Table) -> Iterator[SumView]:
        for parts, place in self._standing.sums.items():
            if parts[0][0] == table.id:
                links = [self._link(self._tables[name], at, addresses.page(name)) for name, at in parts]
                yield SumView(addresses.sum_anchor(parts), place.label, links)

    def _versions(self, table: Table, at: Coordinates) -> list[Version]:
        told = list(history.of_cell(self._background, table, at))
        return [self._version(table, one) for one in told] if len(told) > 1 else []

    def _version(self, table: Table, one: history.Told) -> Version:
        revision, is_ours = one.revision, one.revision.year == table.year
        said = self._words["version" if is_ours else "version_of"]
        return Version(
            said=said.format(
                year=revision.year, revision=revision.number, day=formats.day(revision.frozen_on, self._language)
            ),
            n=self._words["not_there"] if one.n is None else self._written(table, one.n),
            is_hidden=one.n is not None and is_hidden(one.n),
            is_changed=one.is_changed,
            because="; ".join(one.because),
        )

    def _of_cell(self, table: Table, at: Coordinates) -> Iterator[str]:
        """What was done to a cell so that nobody can be recognised in it."""
        yield from (
            self._words["merged"].format(codes="; ".join(self._merged(table, place, one.codes)))
            for one in table.merged
            for place, dimension in enumerate(table.definition.dimensions)
            if dimension.name == one.dimension and at[place] == one.into
        )
        if is_hidden(table.cells[at]):
            yield formats.ours(formats.WHY_NOT, self._language)
        elif table.base:
            yield self._words["rounded"].format(base=table.base)
        else:
            yield self._words["shown"]

    def _of_table(self, table: Table) -> Iterator[str]:
        """What was done to the table as a whole."""
        if hides(table):
            yield f"{formats.SIGN}: {formats.ours(formats.WHY_NOT, self._language)}"
        if table.base:
            yield self._words["rounded"].format(base=table.base)
        for one in table.merged:
            place = [dimension.name for dimension in table.definition.dimensions].index(one.dimension)
            yield self._words["merged"].format(codes="; ".join(self._merged(table, place, one.codes)))

    def _written(self, table: Table, n: float) -> str:
        return formats.form_of(table)(n, self._language)

    def _merged(self, table: Table, place: int, codes: Sequence[str]) -> list[str]:
        known = self._background.lists.get(table.definition.dimensions[place].codes or "")
        return names.of_codes(codes, known, self._language)
