"""Compose a publication: definition, narrative and computed tables to one ``Document`` for each language.

Nothing here knows where the tables come from: no database, no Django. Whatever is wrong is a ``BadFile``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from loket.core.badfile import BadFile
from loket.figures import formats
from loket.figures.charts import drawings
from loket.figures.model import CodeList, FiguresError, Labels, Table, in_language
from loket.figures.protection.line_lists import ToldLoss
from loket.publications.text.charted import alternative, options
from loket.publications.text.definition import (
    ChapterText,
    Definition,
    FigureText,
    KeyFigureText,
    ListText,
    OverviewText,
    TableText,
)
from loket.publications.text.document import (
    Chapter,
    Document,
    Figure,
    KeyFigure,
    Number,
    Overview,
    PrintedTable,
    Run,
)
from loket.publications.text.filling import plain, sentence
from loket.publications.text.listing import print_list
from loket.publications.text.narrative import read_narrative
from loket.publications.text.numbering import Numbering
from loket.publications.text.per_thousand import print_rates
from loket.publications.text.printing import print_table
from loket.publications.text.protected import where
from loket.publications.text.recommended import Recommendations
from loket.publications.text.references import Scope
from loket.publications.text.values import BadReference, HiddenCell

Where = tuple[str | int, ...]


@dataclass(frozen=True)
class Edition:
    """The snapshot that the tables were computed from."""

    snapshot: str
    revision: int
    reference_date: date


def compose(
    *,
    definition: Definition,
    tables: Mapping[str, Table],
    lists: Mapping[str, CodeList],
    organisation: Labels,
    edition: Edition,
    year: int,
    language: str,
    unit: str = "",
    recommendations: Recommendations | None = None,
    losses: Mapping[str, ToldLoss] | None = None,
) -> Document:
    """The publication in one language; ``unit`` when it is an edition about one, ``losses`` what grouping each of its
    lists of cases cost. Raises ``BadFile`` with the place of the first thing that is wrong."""
    found = recommendations or Recommendations()
    scope = Scope(tables, year=year, unit=unit, lists=lists, language=language, recommendations=found)
    composer = _Composer(definition, tables, lists, language, scope, found, losses or {})
    return composer.document(organisation, edition, year)


class _Composer:
    """One publication in one language on its way."""

    def __init__(
        self,
        definition: Definition,
        tables: Mapping[str, Table],
        lists: Mapping[str, CodeList],
        language: str,
        scope: Scope,
        recommendations: Recommendations,
        losses: Mapping[str, ToldLoss],
    ) -> None:
        self._definition, self._tables, self._lists, self._language = definition, tables, lists, language
        self._text, self._scope, self._recommendations = definition.text, scope, recommendations
        self._losses = losses
        self._numbering = Numbering(definition)

    def document(self, organisation: Labels, edition: Edition, year: int) -> Document:
        chapters = tuple(self._chapter(chapter) for chapter in self._text.chapters)
        self._numbering.check_complete()
        tables = {
            spec.id: self._table(index, spec)
            for index, spec in enumerate(self._text.tables)
            if self._numbering.stands("table", spec.id)
        }
        tables |= {
            spec.id: self._list(index, spec)
            for index, spec in enumerate(self._text.lists)
            if self._numbering.stands("table", spec.id)
        }
        shown = self._shown()
        figures = {
            spec.id: self._figure(index, spec, tables)
            for index, spec in enumerate(self._text.figures)
            if spec.id in shown or self._numbering.stands("figure", spec.id)
        }
        return Document(
            year=year,
            language=self._language,
            title=self._say(self._text.title, "title"),
            subtitle=self._say(self._text.subtitle, "subtitle"),
            organisation=in_language(organisation, self._language),
            disclaimer=self._say(self._text.disclaimer, "disclaimer") if self._text.disclaimer else "",
            snapshot=edition.snapshot,
            revision=edition.revision,
            reference_date=formats.day(edition.reference_date, self._language),
            chapters=chapters,
            overview=self._overview(self._text.overview, shown),
            figures=figures,
            tables=tables,
            reconstructed=any(table.reconstructed for table in self._tables.values()),
        )

    def _shown(self) -> list[str]:
        """The figures that the overview shows this year."""
        wanted = {spec.id: (index, spec.when) for index, spec in enumerate(self._text.figures)}
        return [
            name
            for name in self._text.overview.figures
            if self._is_wanted(wanted[name][1], "figures", wanted[name][0], "when")
        ]

    def _is_wanted(self, condition: str | None, *where: str | int) -> bool:
        try:
            return condition is None or self._scope.decides(condition)
        except BadReference as error:
            raise self._definition.bad(str(error), *where) from error

    def _chapter(self, chapter: ChapterText) -> Chapter:
        path = self._definition.narrative(chapter, self._language)
        pages = {f"{one.slug}.html" for one in self._text.chapters}
        blocks = read_narrative(path, self._scope, self._language, pages, self._recommendations)
        self._numbering.place(chapter.number, blocks, path)
        title = self._say(chapter.title, "chapters", self._text.chapters.index(chapter), "title")
        return Chapter(chapter.number, chapter.slug, title, blocks, chapter.annex)

    def _table(self, index: int, spec: TableText) -> PrintedTable:
        place: Where = ("tables", index)
        self._refuse_literals_in(spec, *place)
        notes = [self._say(note, *place, "notes", at) for at, note in enumerate(spec.notes)]
        computed = self._computed(spec.table, *place)
        number = self._numbering.table(spec.id)
        try:
            if spec.per_thousand:
                folder = self._definition.folder
                found = print_rates(folder, self._tables, self._scope, number, self._language, self._more())
            else:
                found = print_table(spec, computed, self._lists, number, notes, self._language, self._more())
        except FiguresError as error:
            raise self._definition.bad(str(error), *place) from error
        return replace(found, title=self._say(spec.title, *place, "title")) if spec.title else found

    def _list(self, index: int, spec: ListText) -> PrintedTable:
        place: Where = ("lists", index)
        notes = [self._say(note, *place, "notes", at) for at, note in enumerate(spec.notes)]
        computed = self._computed(spec.table, *place)
        if not computed.definition.is_list:
            raise self._definition.bad(
                f"tabel '{spec.table}' is geen lijst; zet bij de tabel list: true", *place, "table"
            )
        title = spec.title and {self._language: self._say(spec.title, *place, "title")}
        told = spec.model_copy(update={"title": title})
        number, loss = self._numbering.table(spec.id), self._losses.get(spec.table)
        return print_list(told, computed, self._lists, loss, number, notes, self._language, self._more())

    def _refuse_literals_in(self, spec: TableText, *where: str | int) -> None:
        """The labels that a definition gives to rows and columns are sentences like all others."""
        for name, groups in (("row_groups", spec.row_groups), ("column_groups", spec.column_groups)):
            for at, group in enumerate(groups):
                if group.label:
                    self._say(group.label, *where, name, at, "label")

    def _figure(self, index: int, spec: FigureText, tables: Mapping[str, PrintedTable]) -> Figure:
        place: Where = ("figures", index)
        claim, subtitle = self._claim(index, spec), self._say(spec.subtitle, *place, "subtitle")
        beside = tables[spec.beside] if spec.beside else None
        computed = self._computed(spec.table, *place)
        asked = {**options(spec.options, computed), "title": claim}
        try:
            drawn = drawings(spec.kind, computed, asked, self._language)
        except FiguresError as error:
            raise self._definition.bad(str(error), *place, "options") from error
        return Figure(
            id=spec.id,
            number=self._numbering.figure(spec.id),
            claim=claim,
            subtitle=subtitle,
            svg=drawn.svg,
            narrow=drawn.narrow,
            paper=drawn.paper,
            column=drawn.column,
            source=spec.table,
            alt=alternative(claim, subtitle, beside, self._language),
            table=beside,
            notes=tuple(self._say(note, *place, "notes", at) for at, note in enumerate(spec.notes)),
        )

    def _claim(self, index: int, spec: FigureText) -> str:
        """What the figure says, or ``otherwise`` when a number that this rests on or prints is not told, or rounded
        numbers do not bear it out."""
        place: Where = ("figures", index)
        try:
            self._check_claim(index, spec)
            runs = self._runs(in_language(spec.claim, self._language), *place, "claim")
        except BadFile as error:
            is_rounded = error.__cause__ is None and any(table.base for table in self._tables.values())
            if spec.otherwise is None or not (is_rounded or isinstance(error.__cause__, HiddenCell)):
                raise
            return self._say(spec.otherwise, *place, "otherwise")
        hides = any(isinstance(run, Number) and run.is_hidden for run in runs)
        return self._say(spec.otherwise, *place, "otherwise") if hides and spec.otherwise else plain(runs)

    def _check_claim(self, index: int, spec: FigureText) -> None:
        for at, condition in enumerate(spec.holds):
            place: Where = ("figures", index, "holds", at)
            try:
                holds = self._scope.holds(condition)
            except BadReference as error:
                raise self._definition.bad(str(error), *place) from error
            if not holds:
                message = f"figuur '{spec.id}' beweert iets dat niet klopt: {condition}; pas de titel aan"
                raise self._definition.bad(message, *place)

    def _overview(self, text: OverviewText, shown: Sequence[str]) -> Overview:
        return Overview(
            lead=self._say(text.lead, "overview", "lead"),
            strokes=tuple(self._strokes(text)),
            strokes_caption=self._say(text.strokes_caption, "overview", "strokes_caption"),
            key_figures=tuple(self._key_figures(text.key_figures, "key_figures")),
            figures=tuple(shown),
            other_figures=tuple(self._key_figures(text.other_figures, "other_figures")),
            other_title=self._say(text.other_title, "overview", "other_title"),
            strokes_table=next((self._number(one.value, "overview", "strokes").table for one in text.strokes), ""),
        )

    def _strokes(self, text: OverviewText) -> list[tuple[str, int]]:
        """The groups of strokes; when one of them is not told, only what they are together, or none."""
        found = [
            self._stroke(self._say(one.label, "overview", "strokes", at), one.value, "overview", "strokes", at)
            for at, one in enumerate(text.strokes)
        ]
        if None in found:
            if text.strokes_total is None:
                message = "niet elk aantal streepjes wordt getoond; zet bij strokes_total wat ze samen zijn"
                raise self._definition.bad(message, "overview", "strokes")
            label = self._say(text.strokes_total.label, "overview", "strokes_total")
            found = [self._stroke(label, text.strokes_total.value, "overview", "strokes_total")]
        return [one for one in found if one is not None]

    def _stroke(self, label: str, value: str, *where: str | int) -> tuple[str, int] | None:
        number = self._number(value, *where)
        return None if number.is_hidden else (label, int(number.n))

    def _more(self) -> str:
        """Where to read how small numbers are protected."""
        explained = (one for one in self._text.chapters if one.slug == self._text.explained_in)
        return next((where(one.number, self._language, annex=one.annex) for one in explained), "")

    def _key_figures(self, texts: Sequence[KeyFigureText], name: str) -> Iterator[KeyFigure]:
        for index, text in enumerate(texts):
            place: Where = ("overview", name, index)
            if not self._is_wanted(text.when, *place, "when"):
                continue
            yield KeyFigure(
                self._number(text.value, *place, "value"),
                self._say(text.label, *place, "label"),
                self._say(text.hint, *place, "hint"),
            )

    def _number(self, expression: str, *where: str | int) -> Number:
        (run,) = self._runs(f"{{{{ {expression} }}}}", *where)
        if not isinstance(run, Number):
            raise self._definition.bad("hier hoort een cel; schrijf tabel[code, code]", *where)
        return run

    def _say(self, texts: Labels, *where: str | int) -> str:
        return plain(self._runs(in_language(texts, self._language), *where))

    def _runs(self, text: str, *where: str | int) -> tuple[Run, ...]:
        place = (*where, self._language)
        return sentence(text, self._scope, self._language, lambda _, message: self._definition.bad(message, *place))

    def _computed(self, name: str, *where: str | int) -> Table:
        if name not in self._tables:
            raise self._definition.bad(f"tabel '{name}' bestaat niet", *where, "table")
        return self._tables[name]
