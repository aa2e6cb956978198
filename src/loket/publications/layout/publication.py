"""Write a publication's files: CSV, code lists, ODS and website, while Typst lays out a PDF of every language in
threads.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from loket.figures.export import as_json
from loket.figures.model import Table, in_language
from loket.publications.layout import downloads, pdf, site, workbook
from loket.publications.layout.site.background import NOTHING, Background
from loket.publications.text.document import Document

Report = Callable[[int, int, str], None]
"""Called with how many parts are done, how many there are, and the one that comes next."""


def lay_out(
    documents: Sequence[Document],
    tables: Mapping[str, Table],
    lists: bytes,
    about: downloads.About,
    folder: Path,
    report: Report = lambda *_: None,
    *,
    background: Background = NOTHING,
    at_home: bool = False,
) -> None:
    """Everything but the manifest, in an empty folder; ``lists`` are the code lists as SKOS, ``background`` is what the
    website tells of its figures.

    Raises ``NoPdf`` or ``FontMissing``.
    """
    parts = len(documents) + 3
    with pdfs(documents, tables, about, folder) as jobs:
        report(0, parts, "CSV")
        _write_csv(documents[0].year, tables, about, folder)
        (folder / "lists.rdf").write_bytes(lists)
        report(1, parts, "ODS")
        (folder / "tables.ods").write_bytes(workbook.workbook(list(tables.values()), about))
        report(2, parts, "website")
        site.write(documents, folder, tables, background, at_home=at_home)
        for done, job in enumerate(jobs, start=3):
            report(done, parts, "PDF")
            job.result()
    report(parts, parts, "website, PDF, ODS en CSV")


@contextmanager
def pdfs(
    documents: Sequence[Document], tables: Mapping[str, Table], about: downloads.About, folder: Path
) -> Iterator[list[Future[None]]]:
    """The PDFs on their way; the block ends when the last is written."""

    def write(document: Document) -> None:
        made = pdf.render(
            document,
            list(_attachments(tables, about, document.language)),
            moment=about.reference_date,
        )
        (folder / f"report-{document.language}.pdf").write_bytes(made)

    with ThreadPoolExecutor(max_workers=len(documents)) as threads:
        yield [threads.submit(write, document) for document in documents]


def _attachments(tables: Mapping[str, Table], about: downloads.About, language: str) -> Iterator[pdf.Attachment]:
    for table in tables.values():
        title = in_language(table.definition.title, language)
        yield pdf.Attachment(f"{table.id}.csv", title, downloads.csv_text(table, about.languages))


def _write_csv(year: int, tables: Mapping[str, Table], about: downloads.About, folder: Path) -> None:
    (folder / "csv").mkdir()
    files = {f"csv/{table.id}.csv": downloads.csv_text(table, about.languages) for table in tables.values()}
    files["csv/csv-metadata.json"] = downloads.csvw(tables.values(), about)
    files["figures.json"] = as_json(tables.values(), year=year, snapshot=about.snapshot, profile=about.profile)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
