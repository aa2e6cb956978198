"""Pages of a PDF or a picture: which lines they have, how they look, and a PDF of them without what was picked.

PDFium reads PDF, Pillow reads pictures; both are large programs that read what a stranger sends, so this runs apart
(``core.apart``) and imports nothing of the house. What it makes holds pictures of the pages with black boxes *in* the
picture: there is nothing below them to copy, select or bring back. The lines that stayed go along as invisible text, so
that the copy can be searched and heard; a line that lost a part goes along not at all.
"""

import ctypes
import io
import json
import sys
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageDraw, ImageOps

PROGRAM = Path(__file__)

MOST_PAGES = 100
PIXELS = 50_000_000
"""A picture with more takes too much memory to open."""
VIEW, COPY = 90, 150
"""Dots an inch: of the page that is looked at, and of the copy."""
STRIPS = 24
"""A page is divided in so many strips, each of which can be left out: what is no text, as a stamp or a scan, has no
lines."""
_INCH, _A4 = 72, (595.0, 842.0)
_FINE = 1_000_000
"""Into how many parts the width and the height of a page are divided to place a box on it."""
_MARGIN = 0.15
"""How much larger than its line a box is, as a part of the line's height: letters hang out of their box."""

_HYPHENS = ("-", "\u2010", "\u2011", "\u00ad", "\x02")
"""With what a line ends that breaks a word; the last is how PDFium gives a hyphen at the end of a line."""

Box = tuple[float, float, float, float]
"""Left, top, right and bottom, as parts of the page's width and height, from its top left."""


class Refused(Exception):
    """No copy can be made. ``str()`` is the reason as a code: ``broken``, ``locked``, ``too_large``, ``too_long``,
    ``other_kind``."""


class Page(ABC):
    """One page: its size in points, its lines of text with the box of each."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.lines: list[tuple[str, Box]] = []

    @abstractmethod
    def picture(self, dots: int) -> Image.Image:
        """The page as it looks, with so many dots an inch."""

    def found(self, words: str) -> list[Box]:
        """Where these words stand, whatever their capitals, accents, spaces and hyphens. Where only the text of a line
        has them, the whole line, and both when they are broken over two: better too much than too little."""
        boxes, wanted = self.search(words), _plain(words)
        if not wanted:
            return boxes
        lines = [box for text, box in self.lines if wanted in _plain(text)]
        lines = [line for line in lines if not any(_touch(line, box) for box in boxes)]
        broken = [(one, two) for (a, one), (b, two) in pairwise(self.lines) if _is_broken(words, a, b)]
        return [*boxes, *lines, *(box for pair in broken for box in pair)]

    def search(self, _words: str) -> list[Box]:
        """Where these words stand, as far as the page can tell: a picture cannot."""
        return []

    def strips(self) -> list[Box]:
        """The whole page, from above to below."""
        return [(0, n / STRIPS, 1, (n + 1) / STRIPS) for n in range(STRIPS)]


class PdfPage(Page):
    """A page of a PDF."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        super().__init__(*page.get_size())
        self._page, self._text = page, page.get_textpage()
        for number in range(self._text.count_rects()):
            edges = self._text.get_rect(number)
            self._add(self._text.get_text_bounded(*edges), self._box(edges))

    def picture(self, dots: int) -> Image.Image:
        side = max(self.width, self.height) * dots / _INCH
        scale = dots / _INCH * min(1, 4000 / side)
        drawn: Image.Image = self._page.render(scale=scale, draw_annots=False, may_draw_forms=False).to_pil()
        return drawn.convert("RGB")

    def search(self, _words: str) -> list[Box]:
        searcher, boxes = self._text.search(_words), []
        while hit := searcher.get_next():
            rects = range(self._text.count_rects(*hit))
            boxes += [self._box(self._text.get_rect(number)) for number in rects]
        return boxes

    def _add(self, text: str, box: Box) -> None:
        """Pieces of one line follow each other: a change of type within it makes another piece."""
        text = " ".join(text.split())
        if not text:
            return
        if self.lines and _same_line(self.lines[-1][1], box):
            before, at = self.lines[-1]
            around = min(at[0], box[0]), min(at[1], box[1]), max(at[2], box[2]), max(at[3], box[3])
            self.lines[-1] = (f"{before} {text}", around)
        else:
            self.lines.append((text, box))

    def _box(self, edges: Sequence[float]) -> Box:
        """Text has the coordinates of the page as it was made; a page can be turned and cut."""
        left, bottom, right, top = edges
        corners = [self._placed(x, y) for x in (left, right) for y in (bottom, top)]
        across, down = [x for x, _ in corners], [y for _, y in corners]
        return min(across), min(down), max(across), max(down)

    def _placed(self, x: float, y: float) -> tuple[float, float]:
        across, down = ctypes.c_int(), ctypes.c_int()
        given = (self._page, 0, 0, _FINE, _FINE, 0, x, y)
        pdfium.FPDF_PageToDevice(*given, ctypes.byref(across), ctypes.byref(down))
        return across.value / _FINE, down.value / _FINE


class PicturePage(Page):
    """A picture, as one page."""

    def __init__(self, image: Image.Image) -> None:
        self._image = image
        scale = min(_A4[0] / image.width, _A4[1] / image.height)
        super().__init__(image.width * scale, image.height * scale)

    def picture(self, dots: int) -> Image.Image:
        size = (round(self.width * dots / _INCH), round(self.height * dots / _INCH))
        return self._image.resize(size)


def pages_of(data: bytes) -> list[Page]:
    """The pages of this file. Raises ``Refused``."""
    if data.startswith(b"%PDF-"):
        return list(_of_pdf(data))
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")):
        return [_of_picture(data)]
    raise Refused("other_kind")


def look(data: bytes) -> dict[str, Any]:
    """For each page its lines of text, and in how many strips it is divided."""
    pages = pages_of(data)
    return {"pages": [{"lines": [text for text, _ in page.lines], "strips": len(page.strips())} for page in pages]}


def view(data: bytes, number: int) -> bytes:
    """One page (from 0) as PNG, with the numbers of its lines left, and those of its strips right."""
    page = pages_of(data)[number]
    image, out = page.picture(VIEW), io.BytesIO()
    draw = ImageDraw.Draw(image)
    for place, box in enumerate(_pickable(page), 1):
        top, is_strip = round(box[1] * image.height), place > len(page.lines)
        left = image.width - 24 if is_strip else 0
        if is_strip:
            draw.line([(left if page.lines else 0, top), (image.width, top)], fill=(120, 120, 120))
        draw.rectangle([(left, top), (left + 22, top + 11)], fill=(255, 255, 255))
        draw.text((left + 2, top), str(place), fill=(11, 89, 97))
    image.save(out, "PNG")
    return out.getvalue()


def copy(data: bytes, *, picked: Sequence[Sequence[int]], words: Sequence[str], title: str) -> bytes:
    """A PDF of all pages. ``picked``: for each page the numbers (from 0) of lines or strips that are left out;
    ``words`` are left out wherever they stand."""
    made = pikepdf.new()
    for number, page in enumerate(pages_of(data)):
        chosen = picked[number] if number < len(picked) else ()
        boxes = [_pickable(page)[place] for place in chosen]
        boxes += [box for word in words for box in page.found(word)]
        _add_page(made, page, boxes)
    made.Root.Lang = pikepdf.String("nl")
    made.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    made.docinfo["/Title"] = title
    out = io.BytesIO()
    made.save(out, deterministic_id=True)
    return out.getvalue()


def _pickable(page: Page) -> list[Box]:
    """The lines, and after them the strips."""
    return [*(box for _, box in page.lines), *page.strips()]


def _add_page(made: pikepdf.Pdf, page: Page, boxes: Sequence[Box]) -> None:
    image, jpeg = page.picture(COPY), io.BytesIO()
    draw = ImageDraw.Draw(image)
    for left, top, right, bottom in boxes:
        over = (bottom - top) * image.height * _MARGIN
        corners = [left * image.width - over, top * image.height - over]
        draw.rectangle([*corners, right * image.width + over, bottom * image.height + over], fill=(0, 0, 0))
    image.save(jpeg, "JPEG", quality=85)
    made.add_blank_page(page_size=(page.width, page.height))
    drawn = made.make_stream(
        jpeg.getvalue(),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=image.width,
        Height=image.height,
        ColorSpace=pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )
    last = made.pages[-1]
    last.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Page=drawn), Font=pikepdf.Dictionary(F=font))
    last.Contents = made.make_stream(_content(page, boxes))


def _content(page: Page, boxes: Sequence[Box]) -> bytes:
    """The picture over the whole page, and the lines that stayed whole as text that is not drawn (mode 3)."""
    parts = [b"q %.2f 0 0 %.2f 0 0 cm /Page Do Q" % (page.width, page.height)]
    for text, box in page.lines:
        if any(_touch(box, other) for other in boxes):
            continue
        size = max(1.0, (box[3] - box[1]) * page.height)
        left, bottom = box[0] * page.width, (1 - box[3]) * page.height
        parts.append(b"BT 3 Tr /F %.2f Tf %.2f %.2f Td (%s) Tj ET" % (size, left, bottom, _literal(text)))
    return b"\n".join(parts)


def _literal(text: str) -> bytes:
    """The text in the alphabet of the font (cp1252), with what has a meaning in PDF marked as text."""
    plain = text.encode("cp1252", "replace")
    return plain.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _same_line(one: Box, other: Box) -> bool:
    """Whether two pieces share at least half the height of the lower one, and follow each other."""
    shared = min(one[3], other[3]) - max(one[1], other[1])
    return shared > min(one[3] - one[1], other[3] - other[1]) / 2 and other[0] >= one[0]


def _plain(text: str) -> str:
    """Small letters without accents, and digits: nothing of what stands between them, seen or unseen."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in apart if char.isalnum())


def _is_broken(words: str, line: str, following: str) -> bool:
    """Whether these words begin on a line and end on the one below it: at a hyphen, or between two of them."""
    wanted = _plain(words)
    if not line.rstrip().endswith(_HYPHENS) and len(words.split()) < 2:
        return False
    most = len(wanted) - 1
    return most > 0 and wanted in _plain(line)[-most:] + _plain(following)[:most]


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _of_pdf(data: bytes) -> Iterator[Page]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Refused("locked" if "password" in str(error).lower() else "broken") from error
    if len(document) > MOST_PAGES:
        raise Refused("too_long")
    document.init_forms()
    for number, page in enumerate(document):
        # what was filled in or written over a page becomes part of it, so that it is found and can be picked
        if pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_FAIL:
            raise Refused("broken")
        yield PdfPage(document[number])


def _of_picture(data: bytes) -> Page:
    try:
        image = Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP"))
        if image.width * image.height > PIXELS:
            raise Refused("too_large")
        return PicturePage(_flat(ImageOps.exif_transpose(image)))
    except (OSError, ValueError, SyntaxError) as error:
        raise Refused("broken") from error


def _flat(image: Image.Image) -> Image.Image:
    """Upright and opaque: on white, where it was transparent."""
    whole = image.convert("RGBA")
    ground = Image.new("RGBA", whole.size, (255, 255, 255, 255))
    return Image.alpha_composite(ground, whole).convert("RGB")


def _answer(act: str, given: dict[str, Any], data: bytes) -> Iterable[bytes]:
    """A line of JSON, and after it a picture or a copy."""
    if act == "look":
        return [json.dumps(look(data)).encode()]
    made = view(data, given["page"]) if act == "view" else copy(data, **given)
    return [b"{}\n", made]


def main() -> None:
    """``pages.py look|view|copy``: a line of JSON comes in, and after it the file. A reason for not answering is JSON
    too."""
    line, data = sys.stdin.buffer.readline(), sys.stdin.buffer.read()
    try:
        answer = list(_answer(sys.argv[1], json.loads(line), data))
    except Refused as refused:
        answer = [json.dumps({"refused": str(refused)}).encode()]
    sys.stdout.buffer.write(b"".join(answer))


if __name__ == "__main__":
    main()
