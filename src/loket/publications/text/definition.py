"""What a publication is made of: its chapters, figures with their claims, printed tables and overview.

One YAML file of the organisation, for instance ``publications/annual-report.yaml``; what a publication has of its own
for each unit stands in ``publications/editions/`` under the same name. Every sentence in it may hold references
(``references``) and no literal number that counts something. A text is about one ``year``, or serves any year ``since``
one: then years are written as ``year - 1`` in expressions, and as ``year-1`` where a code stands.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from loket.core.badfile import BadFile
from loket.core.located import CodeName, Located, Strict, Text, Texts, Year, read_located

Slug = Annotated[str, Field(pattern=r"^([a-z][a-z0-9]*(-[a-z0-9]+)*)?$")]
"""A part of an address; empty for the publication that has the addresses of the years themselves."""

ANNUAL_REPORT = "annual-report"


class Stroke(Strict):
    """A group of marks on the cover: one mark for each thing counted."""

    label: Texts
    value: Text


class KeyFigureText(Strict):
    """One big number: ``value`` is an expression, ``label`` says of what, ``hint`` adds one thing. ``when`` is a
    condition: without it the number is shown each year."""

    value: Text
    label: Texts
    hint: Texts
    when: Text | None = None


class OverviewText(Strict):
    """The page that shows the year at a glance; ``figures`` are ids, in order. ``strokes_total`` is what the strokes
    are together, for when one of their numbers is not told."""

    lead: Texts
    strokes: list[Stroke]
    strokes_total: Stroke | None = None
    strokes_caption: Texts
    key_figures: list[KeyFigureText]
    figures: list[CodeName]
    other_title: Texts
    other_figures: list[KeyFigureText]


class ChapterText(Strict):
    """``narrative`` is the file name in ``narrative/<language>/``; ``number`` is a letter for an annex."""

    number: Text
    slug: Text
    title: Texts
    narrative: Text
    annex: bool = False


class Group(Strict):
    """Codes in one row or column; the label may stay away when it is one code."""

    codes: list[Text]
    label: Texts | None = None


class TableText(Strict):
    """A computed table laid out for reading.

    ``rows``, ``within`` (indented below a row of one code) and ``columns`` are dimensions; ``at`` pins others to a
    code; what is not named stands at its total. ``row_groups`` and ``column_groups`` choose and join codes.
    ``sort``: the largest of the last column first, joined rows last; ``zeros: false`` leaves out empty rows.
    ``shares`` adds the part of each column's total in percent, unless that is small; ``change`` compares the last two
    columns.
    ``per_thousand``: in place of these numbers what ``benchmarks.yaml`` counts, for each thousand employees.
    ``short`` and ``short_rows`` print the short labels of columns and rows (beside a chart: as in the chart).
    """

    id: CodeName
    table: CodeName
    rows: CodeName
    within: CodeName | None = None
    columns: CodeName | None = None
    at: dict[str, str] = Field(default_factory=dict)
    row_groups: list[Group] = Field(default_factory=list)
    column_groups: list[Group] = Field(default_factory=list)
    title: Texts | None = None
    head: Texts | None = None
    shares: bool = False
    change: bool = False
    per_thousand: bool = False
    short: bool = False
    short_rows: bool = False
    sort: bool = False
    zeros: bool = True
    total: bool = True
    notes: list[Texts] = Field(default_factory=list)


class FigureText(Strict):
    """A chart with its claim. ``holds`` are conditions over cells that make the claim true; a claim that is made of
    cells needs none. ``otherwise`` is what it says when a number that this rests on is not told, or rounded numbers do
    not bear it out: that claims nothing. ``when``: a condition for the overview to show it."""

    id: CodeName
    kind: Literal["bars", "stacked", "blocks", "multiples", "slope", "strokes"]
    table: CodeName
    options: dict[str, object] = Field(default_factory=dict)
    beside: CodeName | None = None
    claim: Texts
    otherwise: Texts | None = None
    subtitle: Texts
    holds: list[Text] = Field(default_factory=list)
    when: Text | None = None
    notes: list[Texts] = Field(default_factory=list)


class ListText(Strict):
    """A list of single cases: a table that is a list, its columns in print order. It is printed grouped, or row by row
    for a profile with ``line_lists``."""

    id: CodeName
    table: CodeName
    title: Texts | None = None
    notes: list[Texts] = Field(default_factory=list)


class PublicationText(Strict):
    """The whole file. Its sentences are about one ``year``, or about any year ``since`` one.

    A ``disclaimer`` says that this is not a publication of the organisation itself. ``slug`` stands in its address.
    ``facts``: kinds of facts without which there is nothing to say about a year. ``units``: in the text of editions,
    the units that have one; ``uncounted`` is then the code of facts of which the unit was not published.
    ``least``: for tables of answers, how many must have answered (``slicing.from_enough``). ``recommends``: whether it
    prints recommendations. ``profile``: the one of ``protection.yaml`` that says for whom it is; without it the first.
    ``explained_in`` is the slug of the chapter that says how small numbers are protected.
    """

    id: Text
    slug: Slug = ""
    year: int | None = None
    since: Year | None = None
    facts: list[CodeName] = Field(default_factory=list)
    units: list[CodeName] = Field(default_factory=list)
    uncounted: CodeName | None = None
    least: dict[CodeName, int] = Field(default_factory=dict)
    recommends: bool = False
    explained_in: Slug = ""
    profile: CodeName | None = None
    title: Texts
    subtitle: Texts
    disclaimer: Texts | None = None
    overview: OverviewText
    chapters: list[ChapterText]
    figures: list[FigureText]
    tables: list[TableText]
    lists: list[ListText] = Field(default_factory=list)


@dataclass(frozen=True)
class Definition:
    """A publication's file, where each part of it stands, and the folder of its organisation."""

    folder: Path
    located: Located[PublicationText]

    @property
    def text(self) -> PublicationText:
        return self.located.value

    def is_about(self, year: int) -> bool:
        """Whether its sentences are about this year."""
        return self.text.year == year or (self.text.since is not None and self.text.since <= year)

    def narrative(self, chapter: ChapterText, language: str) -> Path:
        return self.folder / "narrative" / language / chapter.narrative

    def bad(self, message: str, *where: str | int) -> BadFile:
        return self.located.bad(message, *where)


def read_definition(folder: Path, name: str = ANNUAL_REPORT) -> Definition:
    """The publication ``name`` of an organisation's folder. Raises ``BadFile``: what is wrong, and where."""
    definition = Definition(folder, read_located(folder / "publications" / f"{name}.yaml", PublicationText))
    text = definition.text
    if (text.year is None) == (text.since is None):
        raise definition.bad("zet bij een tekst over één jaar year, en bij een tekst voor elk jaar since", "id")
    for kind, ids in (
        ("tables", [one.id for one in text.tables]),
        ("lists", [one.id for one in text.lists]),
        ("figures", [one.id for one in text.figures]),
        ("chapters", [one.slug for one in text.chapters]),
    ):
        for index, name_ in enumerate(ids):
            if name_ in ids[:index]:
                raise definition.bad(f"'{name_}' staat er twee keer; geef elk een eigen naam", kind, index)
    tables = {one.id for one in text.tables}
    for index, listed in enumerate(text.lists):
        if listed.id in tables:
            raise definition.bad(f"'{listed.id}' is al een tabel; geef de lijst een andere naam", "lists", index, "id")
    _check_figures(definition)
    if text.explained_in and text.explained_in not in {one.slug for one in text.chapters}:
        raise definition.bad(f"hoofdstuk '{text.explained_in}' staat niet onder chapters", "explained_in")
    return definition


def _check_figures(definition: Definition) -> None:
    """Refuse a claim without conditions, and what is not there."""
    text = definition.text
    for index, figure in enumerate(text.figures):
        if not figure.holds and not all("{{" in said for said in figure.claim.values()):
            message = "holds mag niet leeg zijn bij een titel zonder cel; schrijf wanneer de titel klopt"
            raise definition.bad(message, "figures", index, "holds")
    tables = {one.id for one in text.tables}
    for index, figure in enumerate(text.figures):
        if figure.beside and figure.beside not in tables:
            raise definition.bad(f"tabel '{figure.beside}' staat niet onder tables", "figures", index, "beside")
    known = {one.id for one in text.figures}
    for index, id_ in enumerate(text.overview.figures):
        if id_ not in known:
            raise definition.bad(f"figuur '{id_}' staat niet onder figures", "overview", "figures", index)
