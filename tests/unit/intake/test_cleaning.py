"""Hidden data in files: found, said, and gone from the copy; what one sees stays."""

import io
import struct
import zlib
from collections.abc import Callable
from contextlib import suppress

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from loket.core import apart
from loket.intake import cleaning, hidden
from unit.intake import photos

MAKERS: list[Callable[[], bytes]] = [photos.jpeg, photos.png, photos.webp, photos.pdf]


@pytest.mark.parametrize("make", MAKERS)
def test_what_is_hidden_is_named_and_then_gone(make: Callable[[], bytes]) -> None:
    before = make()
    assert {"maker"} <= set(hidden.look(before))
    after = hidden.clean(before)
    assert hidden.look(after) == []
    assert [secret for secret in photos.SECRETS if secret in after] == []


@pytest.mark.parametrize("make", [photos.jpeg, photos.png, photos.webp])
def test_a_photo_tells_place_device_and_time(make: Callable[[], bytes]) -> None:
    assert {"place", "device", "time"} <= set(hidden.look(make()))


@pytest.mark.parametrize("make", [photos.jpeg, photos.png, photos.webp])
def test_the_picture_itself_stays(make: Callable[[], bytes]) -> None:
    before, after = Image.open(io.BytesIO(make())), Image.open(io.BytesIO(hidden.clean(make())))
    assert (before.size, before.mode) == (after.size, after.mode)
    pairs = [(before.getpixel(spot), after.getpixel(spot)) for spot in ((3, 3), (50, 36))]
    assert all(abs(a - b) < 6 for one, other in pairs for a, b in zip(one, other, strict=True))


def test_a_photo_that_was_held_upright_stays_upright() -> None:
    """Orientation 6: the red half stands on the right, once turned."""
    after = Image.open(io.BytesIO(hidden.clean(photos.jpeg(orientation=6))))
    assert after.size == (40, 60)
    assert after.getpixel((36, 30))[0] > 150
    assert after.getpixel((3, 30))[2] > 150


def test_the_colour_profile_stays() -> None:
    assert Image.open(io.BytesIO(hidden.clean(photos.jpeg()))).info["icc_profile"]


def test_what_stands_on_a_page_stays() -> None:
    with pikepdf.open(io.BytesIO(hidden.clean(photos.pdf()))) as cleaned:
        page = cleaned.pages[0]
        assert page.Contents.read_bytes() == b"q 100 0 0 100 0 0 cm /Im0 Do Q"
        assert str(page.Annots[0].Contents) == "Kijk hier"
        assert Image.open(io.BytesIO(page.Resources.XObject.Im0.read_raw_bytes())).size == (60, 40)
        assert "/Info" not in cleaned.trailer


def test_an_older_version_inside_a_pdf_does_not_come_along() -> None:
    """A PDF that was changed holds its earlier text too."""
    first = photos.pdf()
    appended = first + b"\n99 0 obj\n(een oude zin van S. Voorbeeld)\nendobj\n" + first[first.rindex(b"startxref") :]
    assert b"een oude zin" not in hidden.clean(appended)


def bomb() -> bytes:
    """A PNG of a few kilobytes that says it has 20,000 by 20,000 points."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(10**6))) + chunk(b"IEND", b"")
    )


def moving() -> bytes:
    out = io.BytesIO()
    photos.picture().save(out, "WEBP", save_all=True, append_images=[photos.picture().rotate(180)], duration=100)
    return out.getvalue()


REFUSED = {
    "broken": lambda: photos.jpeg()[:900],
    "locked": photos.locked_pdf,
    "too_large": bomb,
    "moving": moving,
    "other_kind": lambda: b"PK\x03\x04 dit heet .jpg",
}


@pytest.mark.parametrize("reason", REFUSED)
def test_what_cannot_be_cleaned_is_refused_with_its_reason(reason: str) -> None:
    with pytest.raises(cleaning.NotCleaned, match="meesturen") as refused:
        cleaning.clean(REFUSED[reason]())
    assert refused.value.reason == reason


def test_the_same_outside_our_own_process() -> None:
    copy = cleaning.clean(photos.jpeg())
    assert hidden.look(copy.data) == []
    assert copy.found == cleaning.find(photos.jpeg()) == ("place", "device", "maker", "time", "text")
    assert cleaning.in_words(("place", "device", "maker")) == "de plaats, het toestel en de maker"


def test_a_file_that_is_too_big_is_not_looked_into() -> None:
    assert not cleaning.can_be_cleaned("foto.jpg", cleaning.LARGEST + 1)
    assert cleaning.can_be_cleaned("FOTO.JPG", 1)
    assert not cleaning.can_be_cleaned("brief.docx", 1)
    with pytest.raises(cleaning.NotCleaned, match="25 MB"):
        cleaning.find(bytes(cleaning.LARGEST + 1))


@settings(max_examples=120, deadline=None)
@given(st.data(), st.sampled_from([make() for make in MAKERS]))
def test_no_file_breaks_the_reader(data: st.DataObject, whole: bytes) -> None:
    """Cut off or changed anywhere: cleaned or refused, never anything else."""
    cut = whole[: data.draw(st.integers(0, len(whole)))]
    spot, byte = data.draw(st.integers(0, max(0, len(cut) - 1))), data.draw(st.binary(min_size=1, max_size=4))
    with suppress(hidden.Refused):
        hidden.clean(cut[:spot] + byte + cut[spot + len(byte) :])


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_cutting_a_jpeg_bare_always_ends(rubbish: bytes) -> None:
    assert hidden._bare(b"\xff\xd8" + rubbish).startswith(b"\xff\xd8")


def test_a_file_that_finds_no_turn_is_not_looked_into(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each may take a gigabyte: two at once in a process, and the others hear that soon."""
    monkeypatch.setattr(apart, "PATIENCE", 0.01)
    with apart.AT_ONCE, apart.AT_ONCE, pytest.raises(cleaning.NotCleaned, match="heel druk"):
        cleaning.find(photos.jpeg())
    assert cleaning.find(photos.jpeg())
