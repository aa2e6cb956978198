"""A small report made by hand: two chapters, one figure, a wide and a long table, and text that looks like
code.
"""

from datetime import date

from loket.publications.text.document import (
    Chapter,
    Column,
    Document,
    Figure,
    FigureBlock,
    Heading,
    ItemList,
    KeyFigure,
    Number,
    Overview,
    Paragraph,
    PrintedRow,
    PrintedTable,
    TableBlock,
    Text,
)

MOMENT = date(2024, 12, 31)

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} 146" width="{width}" height="146" '
    'font-family="Fira Sans" data-rows="1.200|1.200|1.200|1.200"><title>Staven</title><desc>Rijen</desc>'
    '<text class="row-label" x="0" y="49" font-size="12">Rij 0</text>'
    '<g class="row-bar"><rect x="0" y="51" width="150" height="14" fill="#0B5961"/>'
    '<text x="158" y="63" font-size="12">1.200</text></g></svg>'
)


def printed(name: str, number: str, rows: int, columns: int) -> PrintedTable:
    """A table of this size with a total row."""
    heads = (
        Column("Onderdeel", numeric=False),
        *(Column(f"Waarschuwing nummer {n}") for n in range(columns)),
    )
    items = tuple(PrintedRow(f"Rij {n}", ("1.200",) * columns) for n in range(rows))
    total = PrintedRow("Totaal", ("2.400",) * columns, "total")
    return PrintedTable(
        name, number, f"Tabel {name}", heads, (*items, total), ("Een noot.",), "Elke zaak.", "4.3", False
    )


def small_report(language: str = "nl") -> Document:
    """The report, complete enough for every block of the layout."""
    side = printed("side", "1.1", 4, 3)
    tables = {table.id: table for table in (side, printed("wide", "1.2", 15, 15), printed("long", "A.1", 80, 4))}
    figures = {
        "bars": Figure(
            "bars",
            "1.1",
            "In 86 van de 186 zaken volgde een maatregel",
            "Zaken, 2024",
            SVG.format(width=319),
            "Staven",
            side,
        ),
        "wide": Figure("wide", "1.0", "Wat je ziet", "Wat het is", SVG.format(width=674), "Blokken", None),
    }
    n = Number("186", "side", ("total",), 186)
    words = Text("#panic() $x$ ook gezegd: " + "integriteitsschendingen onderzoeken " * 8)
    chapters = (
        Chapter(
            "1",
            "01-zaken",
            "Zaken & <namen>",
            (
                Paragraph((Text("In 2024 zijn "), n, Text(" zaken afgedaan.")), lead=True),
                Paragraph((words,)),
                Paragraph(
                    (
                        Text("Zie "),
                        Text("de bijlage", href="a-tabellen.html"),
                        Text(" of "),
                        Text("de site", href="https://example.org"),
                    )
                ),
                ItemList(((Text("een"),), (Text("twee", strong=True),))),
                Heading(2, (Text("Hoe zaken afliepen"),), "hoe"),
                FigureBlock("bars"),
                TableBlock("wide"),
            ),
        ),
        Chapter("A", "a-tabellen", "Tabellen", (TableBlock("long"),), annex=True),
    )
    key = KeyFigure(n, "zaken afgedaan", "14 na feitenonderzoek")
    overview = Overview(
        "",
        (("omgangsvormen", 683), ("personeel", 386), ("overig", 131)),
        "Elk streepje is één vraag",
        (key,) * 4,
        ("wide", "bars", "bars"),
    )
    return Document(
        2024,
        language,
        "Integriteit in 2024",
        "Jaarrapportage",
        "Ministerie van Voorbeelden",
        "Voorbeeldrapport",
        "2024-r1",
        1,
        "2024-12-31",
        chapters,
        overview,
        figures,
        tables,
        False,
    )
