"""The website stands on its own: every link leads somewhere, every number to what it is."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from posixpath import join, normpath

import pytest
from small_folder import source, table, write_folder

from loket.publications import build
from loket.publications.layout import site
from loket.publications.layout.site import assets, parts
from loket.publications.text.document import Block, Chapter, Document, Number, Paragraph, TableBlock, Text

DOWNLOADS = {
    "report-nl.pdf",
    "report-en.pdf",
    "tables.ods",
    "figures.json",
    "lists.rdf",
    "csv/by_unit.csv",
    "csv/csv-metadata.json",
}


MARKED = ("index", "zaken", "tabellen", "tables", "definitions", "cells-by_unit")
"""The pages with a number that was reconstructed."""


class Page(HTMLParser):
    """Ids, links and the words of one page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[tuple[str, str]] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        if found.get("id"):
            self.ids.append(str(found["id"]))
        for name in ("href", "src"):
            if found.get(name):
                self.links.append((tag, str(found[name])))

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.fixture
def documents(tmp_path: Path) -> list[Document]:
    return build.fill_in(source(write_folder(tmp_path / "data")))


@pytest.fixture
def written(documents: list[Document]) -> dict[str, Page]:
    return {path: Page(text) for path, text in site.pages(documents, {"by_unit": table()})}


def targets(written: dict[str, Page]) -> Iterator[tuple[str, str, str]]:
    """Page, the path of the page that a link leads to, and the anchor there."""
    for path, page in written.items():
        for _, link in page.links:
            where, _, anchor = link.partition("#")
            yield path, normpath(join(path, "..", where)) if where else path, anchor


def test_there_is_a_page_for_each_chapter_in_each_language(written: dict[str, Page]) -> None:
    names = {"index", "chapters", "zaken", "tabellen", "tables", "downloads", "definitions", "cells-by_unit"}
    assert set(written) == {f"{language}/{name}.html" for language in ("nl", "en") for name in names}


def _with(document: Document, *blocks: Block) -> Document:
    return replace(document, chapters=(Chapter("1", "een", "Een", blocks),))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_downloads_name_the_code_lists_and_the_description_of_the_csv(
    written: dict[str, Page], language: str
) -> None:
    page = written[f"{language}/downloads.html"]
    assert {"../lists.rdf", "../csv/csv-metadata.json"} <= {link for _, link in page.links}
    assert {"nl": "Codelijsten (SKOS)", "en": "Code lists (SKOS)"}[language] in page.words


def test_every_link_leads_somewhere_in_the_publication(written: dict[str, Page]) -> None:
    shared = {"assets/theme.css", "assets/report.css", "assets/cells.css", "assets/mark.svg"}
    for page, path, anchor in targets(written):
        assert path in written or path in DOWNLOADS | shared, f"{page} -> {path}"
        if anchor:
            assert anchor in written[path].ids, f"{page} -> {path}#{anchor}"


def test_every_number_opens_its_note_and_the_note_leads_to_its_definition(written: dict[str, Page]) -> None:
    page = written["nl/zaken.html"]
    numbers = [found for tag, found in page.tags if tag == "a" and found.get("class") == "number"]
    assert [found["href"] for found in numbers] == ["#n1"]
    assert {("a", "definitions.html#by_unit"), ("a", "cells-by_unit.html#cel.total")} <= set(page.links)
    assert "Elke zaak" in page.words
    assert "Momentopname 2024, versie 1" in page.words


def test_a_number_marks_the_cells_on_its_page_that_it_comes_from(documents: list[Document]) -> None:
    text = Paragraph((Number("31", "by_unit", ("douane",), 31),))
    page = dict(site.pages([_with(documents[0], text, TableBlock("units_table"))], {"by_unit": table()}))["nl/een.html"]
    row = next(row for row in documents[0].tables["units_table"].rows if row.sources[0] == (("douane",),))
    assert f'{row.head}</th><td class="n c1"><a href="cells-by_unit.html#cel.douane" tabindex="-1">31</a></td>' in page
    assert page.count(" c1") == 1


def test_what_was_reconstructed_says_so_on_every_page_that_uses_it(written: dict[str, Page]) -> None:
    marked = {path for path, page in written.items() if "econstrueerd uit gepubliceerde totalen" in page.words}
    assert marked == {f"nl/{name}.html" for name in MARKED}


def test_pages_need_nothing_from_elsewhere(written: dict[str, Page]) -> None:
    for page in written.values():
        assert not {tag for tag, _ in page.tags} & {"script", "iframe", "style"}
        assert not [found for _, found in page.tags if "style" in found]
        assert not [link for _, link in page.links if re.match(r"[a-z]+:|/", link)]


def test_pages_can_be_found_by_those_who_do_not_see_them(written: dict[str, Page]) -> None:
    for path, page in written.items():
        tags = [tag for tag, _ in page.tags]
        assert page.tags[0] == ("html", {"lang": path[:2]})
        assert (tags.count("h1"), tags.count("main"), tags.count("header"), tags.count("footer")) == (1, 1, 1, 1)
        assert ("a", "#inhoud") in page.links
        assert len(page.ids) == len(set(page.ids)), path
        for tag, found in page.tags:
            if tag == "div" and found.get("class") == "scroll":
                assert found["tabindex"] == "0"
                assert found["aria-label"]


def test_each_page_leads_to_itself_in_the_other_language(written: dict[str, Page]) -> None:
    assert ("a", "../en/zaken.html") in written["nl/zaken.html"].links
    assert ("a", "../nl/tables.html") in written["en/tables.html"].links


def test_text_is_never_markup(documents: list[Document]) -> None:
    words = Paragraph((Text("<script>alert(1)</script> & meer", strong=True),))
    chapter = Chapter("1", "een", "<b>Een</b>", (words,))
    document = replace(documents[0], chapters=(chapter,), subtitle="A&B")
    text = dict(site.pages([document], {"by_unit": table()}))["nl/een.html"]
    assert "<script" not in text
    assert "<strong>&lt;script&gt;alert(1)&lt;/script&gt; &amp; meer</strong>" in text
    assert "A&amp;B" in text


def test_search_engines_do_as_they_are_told(documents: list[Document]) -> None:
    text = dict(site.pages(documents, {"by_unit": table()}, robots="noindex"))["nl/index.html"]
    assert '<meta name="robots" content="noindex">' in text


def test_a_report_in_the_application_leads_back_to_it_and_an_export_to_nothing_outside(
    documents: list[Document],
) -> None:
    shown = dict(site.pages(documents, {"by_unit": table()}, at_home=True))
    exported = dict(site.pages(documents, {"by_unit": table()}))
    assert '<a class="brand" href="/">' in shown["nl/index.html"]
    assert '<a class="brand" href="index.html">' in shown["nl/zaken.html"]
    assert all('href="/publicaties/"' in text for name, text in shown.items() if name.startswith("nl/"))
    assert not any('href="/' in text for text in exported.values())


def test_a_chart_stands_beside_its_table_only_when_they_read_across(documents: list[Document]) -> None:
    figure = documents[0].figures["units"]
    printed = documents[0].tables["units_table"]
    assert parts.reads_across(replace(figure, table=printed))
    assert parts.fits_beside(printed)
    turned = replace(printed, rows=(*reversed(printed.rows[:2]), *printed.rows[2:]))
    assert not parts.reads_across(replace(figure, table=turned))
    long = replace(printed, rows=(replace(printed.rows[0], head="een lange naam van een onderdeel " * 6),))
    assert not parts.fits_beside(long)


def test_the_site_is_whole(documents: list[Document], tmp_path: Path) -> None:
    fonts, out = tmp_path / "fonts", tmp_path / "out"
    fonts.mkdir()
    out.mkdir()
    with pytest.raises(assets.FontMissing, match="haal de lettertypen op"):
        site.write(documents, tmp_path / "out", {"by_unit": table()}, fonts=fonts)
    for name in assets.font_names():
        (fonts / name).write_bytes(b"font")
    again = tmp_path / "again"
    again.mkdir()
    site.write(documents, again, {"by_unit": table()}, fonts=fonts)
    style = (again / "assets" / "theme.css").read_text(encoding="utf-8")
    named = re.findall(r'url\("([^")]+)"\)', style)
    assert named
    assert all((again / "assets" / name).is_file() for name in named)
    assert (again / "nl" / "index.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert "article:has(#n1:target) .c1,\n" in (again / "assets" / "cells.css").read_text(encoding="utf-8")
