"""A redacted copy: what was picked is gone from the text and from the picture; what was not, is still there."""

import io
import json
from contextlib import suppress

import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from redaction_letters import LINES, letter, written_over

from loket.casework.redaction import pages
from loket.core import apart
from unit.intake import photos


def text_of(pdf: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


def ink(pdf: bytes, page: int = 0) -> Image.Image:
    drawn: Image.Image = pypdfium2.PdfDocument(pdf)[page].render(scale=2).to_pil()
    return drawn.convert("L")


def darkness(image: Image.Image, box: pages.Box) -> float:
    """Which part of this box is black."""
    width, height = image.size
    cut = image.crop((round(box[0] * width), round(box[1] * height), round(box[2] * width), round(box[3] * height)))
    return sum(cut.histogram()[:40]) / (cut.width * cut.height)


def test_lines_are_found_in_order() -> None:
    assert pages.look(letter()) == {"pages": [{"lines": list(LINES), "strips": pages.STRIPS}]}


def test_a_line_that_was_picked_is_gone_and_the_others_stay() -> None:
    source = letter()
    made = pages.copy(source, picked=[[1]], words=[], title="Afschrift")
    assert "Fictief" not in text_of(made)
    assert "dienstbus" in text_of(made)
    assert "sleutel" in text_of(made)
    before, after = ink(source), ink(made)
    boxes = [box for _text, box in pages.pages_of(source)[0].lines]
    assert darkness(after, boxes[1]) > 0.99
    assert abs(darkness(after, boxes[2]) - darkness(before, boxes[2])) < 0.1


@pytest.mark.parametrize("words", ["voorbeeld", "VOORBEELD", "Vóórbeeld"])
def test_words_go_wherever_they_stand_whatever_their_capitals(words: str) -> None:
    source = letter(LINES, ("Voorbeeld tekende op 3 maart.", "Niemand anders."))
    made = pages.copy(source, picked=[], words=[words], title="")
    assert "Voorbeeld" not in text_of(made)
    assert "Niemand anders" in text_of(made)
    assert darkness(ink(made), pages.pages_of(source)[0].found(words)[0]) > 0.99


def test_nothing_of_the_source_goes_along_but_its_looks() -> None:
    source = photos.pdf()
    made = pages.copy(source, picked=[[0]], words=[], title="Afschrift")
    for secret in photos.SECRETS:
        assert secret in source or secret in (b"Exif", b"GPS", b"Telefoon van Fictief")
        assert secret not in made
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert set(opened.Root.keys()) <= {"/Pages", "/Type", "/Lang", "/ViewerPreferences"}
        assert opened.docinfo["/Title"] == "Afschrift"


def test_a_page_without_text_is_divided_in_strips() -> None:
    image, out = Image.new("RGB", (595, 842), "white"), io.BytesIO()
    ImageDraw.Draw(image).rectangle([(0, 0), (595, 842)], fill=(200, 200, 200))
    image.save(out, "PNG")
    assert pages.look(out.getvalue()) == {"pages": [{"lines": [], "strips": pages.STRIPS}]}
    made = ink(pages.copy(out.getvalue(), picked=[[3]], words=[], title=""))
    assert darkness(made, (0.1, 3.2 / 24, 0.9, 3.8 / 24)) == 1
    assert darkness(made, (0.1, 5.2 / 24, 0.9, 5.8 / 24)) == 0


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("cut", [None, [40, 60, 500, 800]])
def test_a_page_that_was_turned_or_cut_loses_the_same_words(turn: int, cut: list[int] | None) -> None:
    with pikepdf.open(io.BytesIO(letter())) as opened:
        opened.pages[0].Rotate = turn
        if cut:
            opened.pages[0].CropBox = pikepdf.Array(cut)
        out = io.BytesIO()
        opened.save(out)
    source = out.getvalue()
    box = pages.pages_of(source)[0].found("Fictief")[0]
    before, after = ink(source), ink(pages.copy(source, picked=[], words=["Fictief"], title=""))
    assert 0.05 < darkness(before, box) < 0.7
    assert darkness(after, box) > 0.97


@pytest.mark.parametrize("word", ["Fictief", "Jan de Vries", "Ján de Vries"])
def test_words_that_are_broken_over_two_lines_go_too(word: str) -> None:
    source = letter(("Daarna nam Jan Fic-", "tief de bus.", "Later zag Jan de", "Vries het ook.", "Tot zover."))
    made = pages.copy(source, picked=[], words=[word], title="")
    gone = {"Fictief": ("Fic", "tief")}.get(word, ("Jan de", "Vries"))
    assert not any(part in text_of(made) for part in gone)
    assert "Tot zover" in text_of(made)


def test_what_was_filled_in_or_written_over_a_page_is_found_and_goes() -> None:
    source = written_over()
    (page,) = pages.look(source)["pages"]
    assert page["lines"][-2:] == ["Ingevuld Modelburger", "Modelburger deed het"]
    made = pages.copy(source, picked=[], words=["modelburger"], title="")
    assert "Modelburger" not in text_of(made)
    boxes = pages.pages_of(source)[0].found("modelburger")
    assert len(boxes) == 2
    assert all(darkness(ink(made), box) > 0.99 for box in boxes)


def test_on_a_page_with_text_a_strip_can_be_left_out_too() -> None:
    """A stamp or a scan has no line; what lies in the strip goes from the text as well."""
    source = letter()
    strip = len(LINES) + 2
    made = pages.copy(source, picked=[[strip]], words=[], title="")
    assert "Voorbeeld" not in text_of(made)
    assert "sleutel" in text_of(made)
    assert darkness(ink(made), pages.pages_of(source)[0].strips()[2]) > 0.99


@pytest.mark.parametrize(
    ("reason", "data"),
    [
        ("other_kind", b"PK\x03\x04"),
        ("broken", b"%PDF-1.7 nothing more"),
        ("locked", photos.locked_pdf()),
        ("too_long", letter(*[()] * (pages.MOST_PAGES + 1))),
        ("broken", photos.jpeg()[:300]),
    ],
)
def test_what_cannot_be_copied_is_refused_with_its_reason(reason: str, data: bytes) -> None:
    with pytest.raises(pages.Refused, match=reason):
        pages.look(data)


def test_the_same_outside_our_own_process() -> None:
    given = json.dumps({"picked": [[0]], "words": [], "title": ""}).encode()
    made = apart.run(pages.PROGRAM, "copy", data=given + b"\n" + letter()).partition(b"\n")[2]
    assert "Voorbeeld" not in text_of(made)
    assert "Fictief" in text_of(made)
    view = apart.run(pages.PROGRAM, "view", data=b'{"page": 0}\n' + letter()).partition(b"\n")[2]
    assert Image.open(io.BytesIO(view)).width > 500
    assert json.loads(apart.run(pages.PROGRAM, "look", data=b"{}\nPK")) == {"refused": "other_kind"}


WORD = st.text("abcdefgh", min_size=2, max_size=6)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(WORD, min_size=1, max_size=4, unique=True), st.data())
def test_no_word_that_was_picked_is_left(words: list[str], data: st.DataObject) -> None:
    """Whatever is picked, by line or by word: not one of those lines or words can be read in the copy."""
    lines = tuple(" ".join(data.draw(st.lists(WORD, min_size=1, max_size=5))) for _ in range(3))
    picked = data.draw(st.sets(st.integers(0, 2)))
    left = text_of(pages.copy(letter(lines), picked=[sorted(picked)], words=words, title=""))
    assert not any(word in left for word in words)
    kept = [
        line
        for number, line in enumerate(lines)
        if number not in picked and not any(word in line.replace(" ", "") for word in words)
    ]
    assert left.split() == " ".join(kept).split()


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_no_file_breaks_the_reader(data: st.DataObject) -> None:
    whole = letter()
    cut = whole[: data.draw(st.integers(0, len(whole)))]
    spot, byte = data.draw(st.integers(0, max(0, len(cut) - 1))), data.draw(st.binary(min_size=1, max_size=4))
    with suppress(pages.Refused, pypdfium2.PdfiumError):
        pages.look(cut[:spot] + byte + cut[spot + len(byte) :])
