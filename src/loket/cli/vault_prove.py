"""``./loket vault prove``: plant a report and show that it is readable nowhere.

What is planted goes through the real services, in a transaction that is taken back: it reaches the disk like any
report, but nobody gets a notice of it, and no other report waits for the search. That the search can find things is
shown first, with a mark in plain sight.
"""

import argparse
import base64
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from loket.cli import bar, vault_search
from loket.cli.vault_search import Searched, needles, new_mark

if TYPE_CHECKING:
    from loket.intake.files import SealedUpload
    from loket.intake.sealing import OpenMailbox

MB = 1024 * 1024
CONTROL_TABLE = "loket_prove_control"
CONTROL_FILE = "bewijs-controle.tmp"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--body", default="", metavar="CODE", help="het meldpunt (standaard: het eerste met een sleutel)"
    )
    parser.add_argument(
        "--recovery",
        type=Path,
        metavar="BESTAND",
        help="laat met de herstelsleutel zien dat het meldpunt haar wel opent",
    )


def run(args: argparse.Namespace) -> int:
    """0 when the search works, reached everything, and found nothing of what was planted; else 1."""
    from django.conf import settings

    var = settings.VAR
    if missed := control(var):
        print(
            "Het zoeken zelf werkt niet: een teken dat leesbaar was neergezet, werd niet gevonden in", file=sys.stderr
        )
        print("\n".join(f"  {one}" for one in missed), file=sys.stderr)
        return 1
    print("Controle: wat leesbaar was neergezet, werd gevonden: kort, ingepakt, binair en in een bestand.")
    if vault_search.data_folder() is None:
        print("De bestanden van de database staan niet op deze machine: daarvan zijn alleen de rijen doorzocht.")
    recovery = _recovery(args.recovery)
    with planted(body=args.body or first_body(), recovery=recovery) as (plant, rows):
        files = vault_search.search_files(roots(var), needles(plant.mark), _bar(vault_search.size_of(roots(var))))
    return _tell(rows, files, opened_by_body=recovery is not None)


@dataclass
class Plant:
    """What was planted: one mark, in a story, names, a message, a draft, and the name and content of files."""

    mark: str
    uploads: "list[SealedUpload]" = field(default_factory=list)

    def words(self, where: str) -> str:
        """A sentence with the mark, long enough that the database would compress it."""
        return f"{where} {self.mark}. " + "Dit is een proefmelding om te bewijzen dat niemand haar leest. " * 60

    def file(self) -> "SealedUpload":
        """A sealed file with the mark in its name and in its content."""
        from loket.intake import files

        content = [self.words("bestand").encode()] * 40
        upload = files.store(content, name=f"{self.mark}.txt", kind="text/plain")
        self.uploads.append(upload)
        return upload


@contextmanager
def planted(*, body: str, recovery: bytes | None = None) -> Iterator[tuple[Plant, Searched]]:
    """A report, a message and a draft with their files, on disk for as long as the block lasts; with what a search
    through its rows gave. Raises ``NoBodyKey``, ``NotOpen``."""
    from django.db import transaction

    from loket.intake import storage

    plant = Plant(new_mark())
    try:
        with transaction.atomic():
            mailbox = _raise(plant, body)
            _draft(plant, body)
            if recovery:
                _open_for_body(plant, mailbox, body, recovery)
            rows = vault_search.search_tables(vault_search.tables(), needles(plant.mark), only_new=True)
            transaction.set_rollback(True)
        if vault_search.data_folder():
            vault_search.checkpoint()
        yield plant, rows
    finally:
        for upload in plant.uploads:
            storage.delete(upload.id)


def control(var: Path) -> list[str]:
    """Where the search missed a mark that was put there readable, by the road that a planted report goes: nowhere, when
    it works. Leaves nothing behind."""
    from django.db import transaction

    marks = {where: new_mark() for where in ("korte tekst", "ingepakte tekst", "binaire waarde", "bestand")}
    file = var / CONTROL_FILE
    try:
        _control_table(exists=True)
        with transaction.atomic():
            _write_control(marks)
            missed = _missed_in_table(marks)
            transaction.set_rollback(True)
        file.write_bytes(base64.b64encode(b"?" + marks["bestand"].encode()))
        return [*missed, *_missed_in_files(marks, var)]
    finally:
        file.unlink(missing_ok=True)
        _control_table(exists=False)


def roots(var: Path) -> list[Path]:
    """The folders to search: everything that we make, and the database where its files are at hand."""
    folder = vault_search.data_folder()
    return [var] if folder is None or folder.is_relative_to(var.resolve()) else [var, folder]


def first_body() -> str:
    """The first body with a key. Raises ``UserError``."""
    from loket.core.errors import UserError
    from loket.keys import queries

    keys = queries.body_keys()
    if not keys:
        raise UserError("geen meldpunt heeft een sleutel; begin met vault init")
    return keys[0].body


def _raise(plant: Plant, body: str) -> "OpenMailbox":
    """A report by the wizard's own road, and a message with a file; gives it as its reporter opens it."""
    from loket.intake import drafts, services
    from loket.intake.models import Report
    from loket.intake.sealing import open_mailbox

    token = _draft(plant, body)
    raised = drafts.send(token)
    mailbox = open_mailbox(Report.objects.get(pk=raised.report_id), raised.receipt.pair.private)
    services.write_as_reporter(mailbox=mailbox, text=plant.words("bericht"), files=[plant.file()])
    _same(plant, mailbox.content().story)
    return mailbox


def _draft(plant: Plant, body: str) -> str:
    from loket.intake import drafts

    token = drafts.start(body=body)
    said = {"story": plant.words("verhaal"), "place": plant.mark, "concerned": plant.mark}
    who = {"disclosure": "in_confidence", "name": plant.mark, "email": f"{plant.mark}@example.org"}
    drafts.change(token, content=said, identity=who)
    drafts.add_files(token, [plant.file()])
    drafts.save_for_later(token)
    return token


def _open_for_body(plant: Plant, mailbox: "OpenMailbox", body: str, recovery: bytes) -> None:
    from loket.intake.sealing import open_report
    from loket.keys import services

    private = services.open_body_with_recovery(body=body, recovery_private=recovery)
    _same(plant, open_report(mailbox.report, private).content().story)


def _same(plant: Plant, story: str) -> None:
    if story != plant.words("verhaal").strip():
        raise AssertionError("what was planted is not what came back")


def _write_control(marks: dict[str, str]) -> None:
    from django.db import connection
    from psycopg import sql

    text, binary = "van alles en nog wat ", marks["binaire waarde"].encode("utf-16-le")
    values = [marks["korte tekst"], text * 200 + marks["ingepakte tekst"] + text * 200, None]
    with connection.cursor() as cursor:
        rows = [(said, None if said else binary) for said in values]
        insert = sql.SQL("INSERT INTO {} VALUES (%s, %s)").format(sql.Identifier(CONTROL_TABLE))
        cursor.executemany(insert, rows)


def _missed_in_table(marks: dict[str, str]) -> list[str]:
    written = {where: mark for where, mark in marks.items() if where != "bestand"}
    written["binaire waarde"] = written["binaire waarde"].encode("utf-16-le").hex()
    return [
        f"tabel: {where}"
        for where, mark in written.items()
        if not vault_search.search_tables([CONTROL_TABLE], needles(mark) | {mark.encode(): "hexadecimaal"}).found
    ]


def _missed_in_files(marks: dict[str, str], var: Path) -> list[str]:
    from django.db import connection

    where_to = {"bestand": var / CONTROL_FILE}
    if folder := vault_search.data_folder():
        vault_search.checkpoint()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_relation_filepath(%s)", [CONTROL_TABLE])
            table = folder / cursor.fetchone()[0]
        where_to |= {where: table for where in marks if where != "bestand"}
    return [
        f"bestand {path.name}: {where}"
        for where, path in where_to.items()
        if not any(
            Path(one.place) == path for one in vault_search.search_files([path.parent], needles(marks[where])).found
        )
    ]


def _control_table(*, exists: bool) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {CONTROL_TABLE}")
        if exists:
            cursor.execute(f"CREATE TABLE {CONTROL_TABLE} (said text, raw bytea)")


def _recovery(file: Path | None) -> bytes | None:
    from loket.keys.recovery import from_text

    return from_text(file.read_text("utf-8")) if file else None


def _tell(rows: Searched, files: Searched, *, opened_by_body: bool) -> int:
    who = "haar woorden en de sleutel van het meldpunt" if opened_by_body else "haar woorden"
    print(f"Een proefmelding ging open met {who}.")
    print(f"Doorzocht: {rows.files} tabellen, {files.files} bestanden, {(rows.bytes + files.bytes) / MB:.1f} MB.")
    for found in [*rows.found, *files.found]:
        print(f"  LEESBAAR: {found}")
    for path in files.unread:
        print(f"  niet te openen, dus niet doorzocht: {path}")
    if rows.found or files.found or files.unread:
        print("Niet bewezen. Laat dit aan de beheerder van de software zien.")
        return 1
    print("Nergens leesbaar. De proefmelding is weer weg.")
    return 0


def _bar(total: int) -> Callable[[int], None]:
    """Shows how much was read, told piece by piece."""
    done = 0

    def show(read: int) -> None:
        nonlocal done
        done += read
        bar.show(done, total, f"{done // MB} van {total // MB} MB")

    return show
