"""Files of reports: sealed while they stream in, claimed by the draft or the report that mentions them, and shown again
as attachments only after the whole stream has proved right."""

import unicodedata
import uuid
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count, QuerySet, Sum
from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _

from loket.core import clock
from loket.core.errors import UserError
from loket.intake import storage
from loket.intake.configuration import MB, configuration
from loket.intake.content import FileNote
from loket.intake.models import Draft, Report, SealedFile
from loket.intake.sealing import file_place
from loket.vault.errors import WontOpen
from loket.vault.sealing import new_key
from loket.vault.stream import Sealer, check_stream, unseal_stream

if TYPE_CHECKING:
    _Uploaded = UploadedFile[bytes]
else:
    _Uploaded = UploadedFile

LONGEST_NAME = 150
"""Characters of a file name."""
LONGEST_KIND = 100
LONGEST_EXTENSION = 10
NAMELESS = "bestand"
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Unicode categories that a name does without: control, direction, half characters, line ends."""


class FileRefused(UserError):
    """A file that is not taken, and why; the rest of what was sent is."""


class TooBig(FileRefused):
    """Above the size for one file, for one report, or for all drafts together."""


class TooMany(FileRefused):
    """More files than a report may have."""


class Damaged(UserError):
    """A stored file that does not open: bytes were lost, changed, or belong to another file."""


class SealedUpload(_Uploaded):
    """A file that was received and lies sealed in the storage; nobody has claimed it yet. ``refused``: why it was not
    kept, None when it was. A form field may hold one. Closing it deletes it when nothing claimed it."""

    def __init__(self, incoming: storage.Incoming, key: bytes, *, name: str, kind: str, size: int) -> None:
        super().__init__(None, name, kind, size)
        self.id, self.key, self.stored = incoming.id, key, incoming.stored
        self.refused: FileRefused | None = None
        self.is_claimed = False
        self._incoming = incoming

    def close(self) -> None:
        if not self.is_claimed:
            self._incoming.discard()

    def note(self, *, cleaned: bool = False) -> FileNote:
        """What the report keeps about it. Raises the reason why it was refused."""
        if self.refused:
            raise self.refused
        key, kind = b64encode(self.key).decode(), str(self.content_type)[:LONGEST_KIND]
        return FileNote(id=self.id, key=key, name=str(self.name), kind=kind, size=self.size or 0, cleaned=cleaned)


class Receiving:
    """One file, sealed piece by piece as it comes in. Above ``limit`` bytes, or when the disk is full, the rest is let
    go and nothing is kept."""

    def __init__(self, *, name: str, kind: str, limit: int) -> None:
        self.name, self.kind, self.limit = safe_name(name), kind, limit
        self.key = new_key()
        self.incoming = storage.Incoming()
        self.refused: FileRefused | None = None
        self._sealer = Sealer(key=self.key, place=file_place(self.incoming.id))

    def write(self, data: bytes) -> None:
        if self.refused:
            return
        if self._sealer.size + len(data) > self.limit:
            self.refuse(too_big())
            return
        if storage.is_full():
            self.refuse(no_room())
            return
        self.incoming.write(self._sealer.push(data))

    def refuse(self, why: FileRefused) -> None:
        """Keep nothing of it; the upload says why."""
        self.refused = why
        self.incoming.discard()

    def finish(self) -> SealedUpload:
        if not self.refused:
            self.incoming.write(self._sealer.finish())
            self.incoming.finish()
        upload = SealedUpload(self.incoming, self.key, name=self.name, kind=self.kind, size=self._sealer.size)
        upload.refused = self.refused
        return upload


def store(chunks: Iterable[bytes], *, name: str, kind: str) -> SealedUpload:
    """Seal a file that does not come from a form; close the upload when nothing claimed it."""
    receiving = Receiving(name=name, kind=kind, limit=configuration().limits.one)
    try:
        for chunk in chunks:
            receiving.write(chunk)
        return receiving.finish()
    except BaseException:
        receiving.incoming.discard()
        raise


def too_big() -> TooBig:
    """One file above the limit, in words."""
    return TooBig(
        _("Dit bestand is groter dan %d MB; maak het kleiner of deel het op") % (configuration().limits.one // MB)
    )


def no_room() -> TooBig:
    """No room on the disk, or for more files of drafts, in words."""
    return TooBig(
        _("Er is nu geen ruimte voor dit bestand. Verstuur je melding zonder; stuur het later via je postvak")
    )


def too_big_together() -> TooBig:
    """All files of a report above the limit, in words."""
    return TooBig(
        _("Alle bestanden samen mogen hooguit %d MB zijn; haal er een weg") % (configuration().limits.report // MB)
    )


def too_many() -> TooMany:
    """More files than fit, in words."""
    return TooMany(_("Bij een melding passen hooguit %d bestanden; haal er een weg") % configuration().limits.most)


def safe_name(name: str) -> str:
    """The last part of a file's name, without control and direction characters, at most 150 characters with its
    extension."""
    base = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(char for char in base if unicodedata.category(char) not in _INVISIBLE).strip()
    if not clean.strip("."):
        return NAMELESS
    stem, dot, extension = clean.rpartition(".")
    if len(clean) > LONGEST_NAME and dot and len(extension) < LONGEST_EXTENSION:
        return stem[: LONGEST_NAME - len(extension) - 1] + dot + extension
    return clean[:LONGEST_NAME]


def claim(
    uploads: Sequence[SealedUpload], *, owner: Draft | Report | None = None, case: uuid.UUID | None = None
) -> None:
    """The draft, the report, or the case file with this id, holds these files now. Call it under the lock of its row.
    Raises ``TooMany`` or ``TooBig`` (then nothing changed), or why a file was refused when it came in."""
    notes = [upload.note() for upload in uploads]
    if not notes:
        return
    whose: dict[str, Draft | Report | uuid.UUID | None]
    whose = {"draft": owner} if isinstance(owner, Draft) else {"report": owner} if owner else {"case": case}
    stored = sum(upload.stored for upload in uploads)
    _check(SealedFile.objects.filter(**whose), len(notes), stored)
    if isinstance(owner, Draft):
        check_room(stored)
    on = clock.today()
    SealedFile.objects.bulk_create(SealedFile(id=upload.id, stored=upload.stored, on=on, **whose) for upload in uploads)
    for upload in uploads:
        upload.is_claimed = True


def check_room(size: int = 0) -> None:
    """Raises ``TooBig`` when all drafts together have no room for this many bytes more."""
    waiting = SealedFile.objects.filter(draft__isnull=False).aggregate(total=Sum("stored"))["total"] or 0
    if waiting + size > configuration().limits.drafts:
        raise no_room()


def take_over(notes: Sequence[FileNote], *, draft: Draft, report: Report) -> None:
    """What the draft held, its report holds now. Raises ``Damaged`` when one of them is gone."""
    ids = [note.id for note in notes]
    moved = SealedFile.objects.filter(draft=draft, id__in=ids).update(draft=None, report=report) if ids else 0
    if moved != len(ids):
        raise Damaged(_("Een van je bestanden is er niet meer. Haal het weg uit je melding en voeg het opnieuw toe"))


def forget(note: FileNote) -> None:
    """Delete a file that its draft no longer mentions: the row now, the bytes when the act stands."""
    SealedFile.objects.filter(id=note.id).delete()
    transaction.on_commit(partial(storage.delete, note.id))


def forget_all(draft: Draft) -> None:
    """Delete every file of a draft: the rows now, the bytes when the act stands."""
    _destroy(SealedFile.objects.filter(draft=draft))


def destroy_report(report: uuid.UUID) -> int:
    """Delete every file of a report and its dialogue: the rows now, the bytes when the act stands; gives how many."""
    return _destroy(SealedFile.objects.filter(report=report))


def destroy_case(case: uuid.UUID) -> int:
    """Delete every file of the case file with this id: the rows now, the bytes when the act stands; gives how many."""
    return _destroy(SealedFile.objects.filter(case=case))


def _destroy(held: QuerySet[SealedFile]) -> int:
    ids = list(held.values_list("id", flat=True))
    held.delete()
    for id_ in ids:
        transaction.on_commit(partial(storage.delete, id_))
    return len(ids)


def unsealed(note: FileNote) -> Iterator[bytes]:
    """The bytes of a file in pieces. Raises ``Damaged``, possibly halfway: see ``check``."""
    try:
        with storage.open_sealed(note.id) as file:
            yield from unseal_stream(file, key=b64decode(note.key), place=file_place(note.id))
    except (FileNotFoundError, WontOpen) as error:
        raise _damaged() from error


def check(note: FileNote) -> None:
    """Read a file through. Raises ``Damaged`` when it is gone, cut off, extended, reordered or changed."""
    try:
        with storage.open_sealed(note.id) as file:
            check_stream(file, key=b64decode(note.key), place=file_place(note.id))
    except (FileNotFoundError, WontOpen) as error:
        raise _damaged() from error


def download(note: FileNote) -> StreamingHttpResponse:
    """The file as an attachment that no browser opens by itself. It is read through first: nothing of a damaged file
    is shown. Raises ``Damaged``."""
    check(note)
    response = StreamingHttpResponse(unsealed(note), content_type="application/octet-stream")
    response.headers["Content-Length"] = str(note.size)
    response.headers["Content-Disposition"] = disposition(note.name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def disposition(name: str) -> str:
    """``Content-Disposition`` for an attachment (RFC 6266): the name in ASCII, and whole in UTF-8."""
    clean = safe_name(name)
    plain = "".join(char if char.isascii() and char not in '"%\\;' else "_" for char in clean)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(clean, safe='')}"


def _check(held: QuerySet[SealedFile], more: int, size: int) -> None:
    limits = configuration().limits
    found = held.aggregate(count=Count("id"), stored=Sum("stored"))
    if found["count"] + more > limits.most:
        raise too_many()
    if (found["stored"] or 0) + size > limits.report:
        raise too_big_together()


def _damaged() -> Damaged:
    return Damaged(_("Dit bestand is beschadigd en gaat niet open. Vraag de afzender het opnieuw te sturen"))
