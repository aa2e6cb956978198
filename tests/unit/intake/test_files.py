"""Files: sealed while they stream in, refused in time, whole or not at all on their way out."""

import datetime as dt
import gc
import logging
import os
import resource
import shutil
import time
import uuid
from base64 import b64decode
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoCaptureOnCommitCallbacks

from loket.core import clock
from loket.intake import drafts, files, storage, tidy
from loket.intake.content import FileNote
from loket.intake.files import Damaged, SealedUpload
from loket.intake.models import Answered, Door, SealedFile
from loket.vault.stream import CHUNK

pytestmark = pytest.mark.django_db

PROVINCE = Path(__file__).resolve().parents[2] / "data" / "voorbeeldland"
SECRET = b"wat niemand mag lezen "


@pytest.fixture
def forms(settings: LazySettings) -> None:
    settings.ROOT_URLCONF = "upload_urls"


@pytest.fixture
def small(settings: LazySettings) -> None:
    """Files of at most one MB, two for a report."""
    settings.DATA = PROVINCE


def on_disk(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def stored(data: bytes, name: str = "foto.jpg") -> FileNote:
    upload = files.store([data], name=name, kind="image/jpeg")
    upload.is_claimed = True
    return upload.note()


# In


@pytest.mark.usefixtures("forms")
def test_a_form_gets_sealed_files_and_what_nobody_claims_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bytes] = []
    close = SealedUpload.close

    def look_and_close(upload: SealedUpload) -> None:
        seen.extend(path.read_bytes() for path in on_disk(tmp_path))
        close(upload)

    monkeypatch.setattr(SealedUpload, "close", look_and_close)
    answer = Client().post("/neemt/", {"said": "dag", "een": SimpleUploadedFile("a.txt", SECRET * 9000, "text/plain")})
    assert answer.json() == {"said": "dag", "files": [["a.txt", len(SECRET) * 9000, "text/plain"]]}
    assert seen
    assert all(SECRET not in data for data in seen)
    assert on_disk(tmp_path) == []


@pytest.mark.usefixtures("forms")
def test_a_view_that_does_not_ask_for_files_stores_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "Incoming", None)
    answer = Client().post("/neemt-niet/", {"said": "dag", "een": BytesIO(SECRET)})
    assert answer.json() == {"said": "dag", "files": []}
    assert on_disk(tmp_path) == []


@pytest.mark.usefixtures("forms", "small")
def test_a_file_that_is_too_big_is_let_go_and_the_rest_of_the_form_is_not(tmp_path: Path) -> None:
    big = SimpleUploadedFile("groot.bin", b"x" * (1024 * 1024 + 1))
    answer = Client().post("/neemt/", {"said": "dag", "groot": big, "klein": SimpleUploadedFile("k.txt", b"k")}).json()
    assert answer["said"] == "dag"
    assert ["groot.bin", "Dit bestand is groter dan 1 MB; maak het kleiner of deel het op"] in answer["files"]
    assert ["k.txt", 1, "text/plain"] in answer["files"]
    assert on_disk(tmp_path) == []


@pytest.mark.usefixtures("forms", "small")
def test_more_files_than_fit_are_let_go() -> None:
    answer = Client().post("/neemt/", {"f": [SimpleUploadedFile(f"{n}.txt", b"k") for n in range(3)]}).json()
    assert ["2.txt", "Bij een melding passen hooguit 2 bestanden; haal er een weg"] in answer["files"]
    assert len(answer["files"]) == 3


@pytest.mark.usefixtures("forms")
def test_one_request_takes_no_more_of_the_disk_than_one_report_may(
    settings: LazySettings, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The second is let go as it comes in; the third, smaller one fits."""
    settings.DATA = shutil.copytree(PROVINCE, tmp_path_factory.mktemp("data") / "province")
    file = settings.DATA / "intake.yaml"
    file.write_text(file.read_text().replace("most: 2, one_mb: 1, report_mb: 2", "most: 3, one_mb: 1, report_mb: 1"))
    sizes = {"a.bin": 700_000, "b.bin": 700_000, "c.bin": 300_000}
    sent = [SimpleUploadedFile(name, bytes(size), "text/plain") for name, size in sizes.items()]
    first, second, third = Client().post("/neemt/", {"f": sent}).json()["files"]
    assert [first[:2], third[:2]] == [["a.bin", 700_000], ["c.bin", 300_000]]
    assert second == ["b.bin", "Alle bestanden samen mogen hooguit 1 MB zijn; haal er een weg"]
    assert on_disk(tmp_path) == []


@pytest.mark.usefixtures("forms")
def test_files_leave_room_on_the_disk_for_reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of reports that were sent have no bound together: whoever fills the disk stops only files."""
    monkeypatch.setattr(storage, "SPARE", 1 << 60)
    told = Client().post("/neemt/", {"said": "dag", "een": SimpleUploadedFile("a.txt", SECRET)}).json()
    assert told["said"] == "dag"
    assert "geen ruimte" in told["files"][0][1]
    assert files.store([SECRET], name="a.txt", kind="text/plain").refused
    assert on_disk(tmp_path) == []


MULTIPART = "multipart/form-data; boundary=grens"
START = b'--grens\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\n\r\n'


@pytest.mark.usefixtures("forms")
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (MULTIPART, START + b"half"),
        (MULTIPART, START + b"half\r\n--gre"),
        (MULTIPART, b"helemaal geen multipart"),
        (MULTIPART, b""),
        ("multipart/form-data", START),
        ("multipart/form-data; boundary=", START),
        ("multipart/form-data; boundary=" + "x" * 500, START),
        ("multipart/form-data; boundary=gr\xc3\xa9ns", START),
        (MULTIPART, b'--grens\r\nContent-Disposition: form-data; name="f"\r\n\r\nx\r\n' * 10_000 + b"--grens--\r\n"),
        (MULTIPART, (START + b"x\r\n") * 10_000 + b"--grens--\r\n"),
        (
            MULTIPART,
            START.replace(b"\r\n\r\n", b"\r\nContent-Transfer-Encoding: base64\r\n\r\n") + b"a===\r\n--grens--\r\n",
        ),
        (MULTIPART, START.replace(b"a.txt", b"..") + b"x\r\n--grens--\r\n"),
        (MULTIPART, START.replace(b"a.txt", b"a" * 9000) + b"x\r\n--grens--\r\n"),
    ],
    ids=range(13),
)
def test_whatever_calls_itself_a_form_is_no_error_of_ours(tmp_path: Path, kind: str, body: bytes) -> None:
    assert Client(raise_request_exception=False).generic("POST", "/neemt/", body, content_type=kind).status_code in {
        200,
        400,
    }
    gc.collect()
    assert on_disk(tmp_path) == []


@pytest.mark.usefixtures("forms")
def test_a_form_that_breaks_off_within_a_file_is_refused() -> None:
    answer = Client().generic("POST", "/neemt/", START + b"half", content_type=MULTIPART)
    assert answer.status_code == 400


def test_memory_stays_flat(tmp_path: Path) -> None:
    """80 MB in pieces takes a few; ``./loket bench`` does it with 500 MB."""
    files.store([b"x"], name="warm", kind="").close()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    piece = os.urandom(CHUNK)
    upload = files.store((piece for _ in range(80 * 16)), name="groot.bin", kind="")
    upload.is_claimed = True
    assert sum(len(part) for part in files.unsealed(upload.note())) == 80 * 1024 * 1024
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 16 * 1024


# On the disk


def test_a_file_says_nothing_about_itself(tmp_path: Path) -> None:
    note = stored(SECRET * 1000, "geheim.pdf")
    (path,) = on_disk(tmp_path)
    assert path.name == str(note.id)
    assert path.parent.name == str(note.id)[:2]
    assert SECRET not in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600
    midnight = clock.midnight(clock.today()).timestamp()
    assert (path.stat().st_mtime, path.parent.stat().st_mtime) == (midnight, midnight)


def test_an_upload_that_fails_leaves_no_half_file(tmp_path: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield SECRET
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011 (any will do)
        files.store(pieces(), name="half", kind="")
    assert on_disk(tmp_path) == []


# Out


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_a_download_is_the_file_as_an_attachment(size: int) -> None:
    data = os.urandom(size)
    answer = files.download(stored(data, 'a"b;c\\d é€.html'))
    assert answer.getvalue() == data
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Length"] == str(size)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    expected = "attachment; filename=\"d __.html\"; filename*=UTF-8''d%20%C3%A9%E2%82%AC.html"
    assert answer.headers["Content-Disposition"] == expected


def test_what_was_cut_off_extended_changed_or_swapped_is_not_shown() -> None:
    data = os.urandom(3 * CHUNK)
    for change in (
        lambda raw: raw[: -CHUNK - 17],
        lambda raw: raw[:-1],
        lambda raw: raw + b"x",
        lambda raw: raw[:100] + bytes([raw[100] ^ 1]) + raw[101:],
        lambda raw: raw[:24] + raw[24 + CHUNK + 17 : 24 + 2 * (CHUNK + 17)] + raw[24 : 24 + CHUNK + 17],
        lambda _raw: b"",
    ):
        note = stored(data)
        path = storage.path_of(note.id)
        path.write_bytes(change(path.read_bytes()))
        with pytest.raises(Damaged):
            files.download(note)
    one, other = stored(b"een"), stored(b"twee")
    storage.path_of(other.id).write_bytes(storage.path_of(one.id).read_bytes())
    for note in (other, one.model_copy(update={"key": other.key}), one.model_copy(update={"id": uuid.uuid4()})):
        with pytest.raises(Damaged):
            files.download(note)
    with pytest.raises(Damaged):
        files.download(one.model_copy(update={"id": other.id}))


@given(st.binary(max_size=3 * CHUNK), st.integers(1, 50_000))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_in_any_pieces_come_back(data: bytes, step: int) -> None:
    upload = files.store((data[at : at + step] for at in range(0, len(data), step)), name="x", kind="")
    assert b"".join(files.unsealed(upload.note())) == data
    assert len(b64decode(upload.note().key)) == 32
    upload.close()


@given(st.text(max_size=400))
@settings(max_examples=200)
def test_any_name_becomes_a_safe_one(name: str) -> None:
    safe = files.safe_name(name)
    assert 0 < len(safe) <= files.LONGEST_NAME
    assert not set(safe) & set("/\\\x00\r\n\u202e\u2066\u200f")
    assert safe.strip(". ")
    assert files.safe_name(safe) == safe
    header = files.disposition(name)
    assert header.isascii()
    assert header.isprintable()


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\map\\brief.docx", "brief.docx"),
        ("foto\u202egpj.exe", "fotogpj.exe"),
        ("a\x00b\r\nc.txt", "abc.txt"),
        ("...", "bestand"),
        ("", "bestand"),
        ("x" * 400 + ".pdf", "x" * 146 + ".pdf"),
        ("verslag 1 (2).pdf", "verslag 1 (2).pdf"),
    ],
)
def test_names(name: str, safe: str) -> None:
    assert files.safe_name(name) == safe


# Tidy


@pytest.mark.usefixtures("body_private")
def test_what_belongs_to_nobody_goes_and_what_belongs_to_somebody_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    token = drafts.start(body="oif")
    (kept,) = drafts.add_files(token, [files.store([b"een"], name="a", kind="")])
    lost = stored(b"twee")
    assert tidy.delete_orphans() == 0
    later = clock.today() + dt.timedelta(days=2)
    monkeypatch.setattr(clock, "today", lambda: later)
    assert tidy.delete_orphans() == 1
    assert tidy.delete_orphans() == 0
    assert [id_ for id_, _ in storage.stored()] == [kept.id]
    assert lost.id != kept.id


def test_half_files_of_yesterday_go(tmp_path: Path) -> None:
    incoming = storage.Incoming()
    incoming.write(b"half")
    (part,) = on_disk(tmp_path)
    assert tidy.delete_orphans() == 0
    old = time.time() - 3 * 24 * 3600
    os.utime(part, (old, old))
    assert tidy.delete_orphans() == 1
    assert on_disk(tmp_path) == []


@pytest.mark.usefixtures("body_private")
def test_a_file_that_is_missing_is_said_once_a_day(caplog: pytest.LogCaptureFixture) -> None:
    token = drafts.start(body="oif")
    gone, cut = drafts.add_files(token, [files.store([b"een"], name=name, kind="") for name in "ab"])
    assert tidy.disagreement() == tidy.Disagreement((), ())
    storage.delete(gone.id)
    storage.path_of(cut.id).write_bytes(b"")
    assert tidy.disagreement() == tidy.Disagreement((gone.id,), (cut.id,))
    tidy._walk.cache_clear()
    with caplog.at_level(logging.ERROR):
        tidy.sweep()
        tidy.sweep()
    assert len(caplog.messages) == 2
    assert str(gone.id) not in caplog.text


def test_what_has_had_its_day_goes(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> None:
    today = clock.today()
    for number, days in enumerate((-1, 0)):
        Answered.objects.create(lookup=bytes([number]), sealed=b"", expires_on=today + dt.timedelta(days=days))
    for minutes in (0, 60):
        Door.objects.create(minute=clock.now() - dt.timedelta(minutes=minutes), wrong=3)
    with django_capture_on_commit_callbacks(execute=True):
        tidy.sweep()
        tidy.sweep()
    assert (Answered.objects.count(), Door.objects.count(), SealedFile.objects.count()) == (1, 1, 0)
