"""Markdown with references, to blocks."""

from pathlib import Path

import pytest
from hand_tables import cases, tables
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from loket.core.badfile import BadFile
from loket.publications.text.document import (
    Block,
    FigureBlock,
    Heading,
    ItemList,
    Number,
    Paragraph,
    TableBlock,
    Text,
)
from loket.publications.text.narrative import read_narrative
from loket.publications.text.references import Scope

PLACES = [
    "Er waren {} zaken.",
    "{} zaken",
    "## Over {} zaken",
    "- een punt\n- nog {} zaken",
    "1. eerst\n2. dan {} zaken",
    "**{}** zaken",
    "*{}* zaken",
    "[{} zaken](https://example.nl/)",
    "Regel een\nen {} zaken",
    "Er waren {{{{ cases[none] }}}} en {} zaken.",
    "({} zaken)",
]
relaxed = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def read(folder: Path, text: str, language: str = "nl", scope: Scope | None = None) -> tuple[Block, ...]:
    path = folder / "tekst.md"
    path.write_text(text, encoding="utf-8")
    return read_narrative(path, scope or Scope(tables()), language, {"zaken.html"})


def refused(folder: Path, text: str, language: str = "nl") -> str:
    with pytest.raises(BadFile) as error:
        read(folder, text, language)
    return str(error.value).removeprefix(f"{folder / 'tekst.md'}:")


def test_a_chapter_becomes_blocks(tmp_path: Path) -> None:
    text = (
        "In 2024 waren er {{ cases[total] }}\nzaken, **vooral** *kleine*.\n\nMeer.\n\n"
        '## Één kop\n\n## Één kop\n\n{{ figure("soorten") }}\n\n{{ table("zaken") }}\n\n'
        "1. eerst [dit](https://example.nl/123)\n2. dan [dat](zaken.html)\n"
    )
    number = Number("186", "cases", ("total",), 186, (cases().cell("total"),))
    assert read(tmp_path, text) == (
        Paragraph(
            (Text("In 2024 waren er "), number, Text(" zaken, "), Text("vooral", strong=True), Text(" "),
             Text("kleine", emphasis=True), Text(".")),
            lead=True,
        ),
        Paragraph((Text("Meer."),)),
        Heading(2, (Text("Één kop"),), "een-kop"),
        Heading(2, (Text("Één kop"),), "een-kop-2"),
        FigureBlock("soorten"),
        TableBlock("zaken"),
        ItemList(
            ((Text("eerst "), Text("dit", href="https://example.nl/123")),
             (Text("dan "), Text("dat", href="zaken.html"))),
            ordered=True,
        ),
    )  # fmt: skip


@given(none=st.integers(0, 10**6), measure=st.integers(0, 10**6), place=st.sampled_from(PLACES))
@relaxed
def test_any_number_in_the_text_equals_its_cell(tmp_path: Path, none: int, measure: int, place: str) -> None:
    scope = Scope({"cases": cases(none, measure)})
    blocks = read(tmp_path, place.format("{{ cases[measure] }}"), scope=scope)
    runs = [
        run
        for block in blocks
        for run in (
            block.runs
            if isinstance(block, Paragraph | Heading)
            else [run for item in block.items for run in item]
            if isinstance(block, ItemList)
            else []
        )
    ]
    last = [run for run in runs if isinstance(run, Number)][-1]
    assert (last.n, last.coordinates, last.text.replace(".", "")) == (measure, ("measure",), str(measure))


@given(
    found=st.one_of(
        st.integers(0, 10**7).filter(lambda n: not 1900 <= n <= 2099).map(str),
        st.sampled_from(["1.200", "7,9", "54%", "2024%", "2.024", "½", "²", "٥", "&#53;", "20/30", "3e"]),
        st.sampled_from(["twee", "vijf", "twaalf", "negentien", "twintig", "honderd", "vijfentwintigduizend", "helft"]),
        st.sampled_from(["Twee", "HONDERD", "drieëndertig", "tweehonderd", "éénentwintig", "twin**tig**"]),
    ),
    place=st.sampled_from(PLACES),
)
@example(found="2024", place="{} zaken")
@relaxed
def test_a_literal_is_refused_wherever_it_stands(tmp_path: Path, found: str, place: str) -> None:
    assert "telt iets maar verwijst nergens naar" in refused(tmp_path, place.format(found))


@given(found=st.sampled_from(["two", "nine", "eleven", "fifty", "hundred", "thousands", "half", "twenty-five"]))
@relaxed
def test_english_words_are_refused_in_english(tmp_path: Path, found: str) -> None:
    assert "telt iets" in refused(tmp_path, f"There were {found} cases.", "en")


@pytest.mark.parametrize(
    "text",
    [
        "In 2024 meldingen, en tussen 2022 en 2023.",
        "Ambities 2025",
        "2022-2024",
        "Op 25 februari 2025 en 1 augustus 2023.",
        "Een driegesprek, elk streepje is één vraag.",
        "Bel {{ fixed('112') }}.",
        "De bron zegt {{ quoted('56%') }}.",
    ],
)
def test_what_counts_nothing_may_be_typed(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text)


def test_a_number_cannot_hide_as_the_marker_of_a_list(tmp_path: Path) -> None:
    assert refused(tmp_path, "Er waren\n12. zaken").startswith("1:1: '12' telt iets")


def test_a_refusal_says_where(tmp_path: Path) -> None:
    assert refused(tmp_path, "Goed.\n\nEr waren 186 zaken.").startswith("3:10: '186' telt iets")
    assert refused(tmp_path, "Goed.\n\nWel {{ cases[nune] }}.").startswith("3:5: tabel cases heeft geen cel")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Zie {% if x %}.", "losse accolades"),
        ("{% if x %}\n{% end %}", "'x' bestaat niet"),
        ("{% for x %}", "dit kan hier niet"),
        ("{# weg #}", "losse accolades"),
        ("een }} twee", "losse accolades"),
        ("\ue000", "eigen gebruik"),
        ("# Titel", "kop van niveau 1"),
        ("```\ncode\n```", "fence kan hier niet"),
        ("> citaat", "blockquote_open kan hier niet"),
        ("![beeld](https://example.nl/)", "image kan hier niet"),
        ("[los](http://example.nl/)", "link naar 'http://example.nl/'"),
        ("[los](elders.html)", "link naar 'elders.html'"),
        ("- een\n  - sub", "bullet_list_open kan hier niet"),
        ('Zie {{ figure("x") }} hier.', "zet haar op een eigen regel"),
        ("{{ cases[none] > cases[measure] }}", "een bewering is geen getal"),
    ],
)
def test_markdown_that_a_report_does_not_use_is_refused(tmp_path: Path, text: str, says: str) -> None:
    assert says in refused(tmp_path, text)


def test_html_stays_text(tmp_path: Path) -> None:
    assert read(tmp_path, "<b>vet</b>") == (Paragraph((Text("<b>vet</b>"),), lead=True),)


def test_a_missing_narrative_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="het bestand is er niet"):
        read_narrative(tmp_path / "weg.md", Scope(tables()), "nl")
