"""Files that go along: each a copy of its own, sealed anew, so that destroying one case leaves the other whole."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from loket.casework.handover.plan import File
from loket.intake import files
from loket.intake.files import SealedUpload

Copies = dict[tuple[int, str], SealedUpload]
"""A copy of each file, by the number of its part and its id."""


@contextmanager
def copied(wanted: Iterable[File]) -> Iterator[Copies]:
    """The copies, read and sealed piece by piece; make them before anything is locked. When the block fails, nothing is
    left of them. Raises ``Damaged``, ``TooBig``."""
    copies: Copies = {}
    try:
        for file in wanted:
            upload = files.store(files.unsealed(file.note), name=file.note.name, kind=file.note.kind)
            copies[key_of(file)] = upload
            upload.note()
        yield copies
    except BaseException:
        for upload in copies.values():
            upload.is_claimed = False
        raise
    finally:
        for upload in copies.values():
            upload.close()


def key_of(file: File) -> tuple[int, str]:
    """How a file is found among the copies."""
    return file.number, str(file.note.id)
