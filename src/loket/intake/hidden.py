"""Hidden data in a file: which there are, and a copy without them.

Pillow reads JPEG, PNG and WebP, pikepdf reads PDF (``docs/decisions/0011-metadata.md``). Both are large programs that
read what a stranger sends. So this module knows no keys, no database and no Django: ``cleaning`` runs it apart
(``core.apart``). What one sees in the picture or on the page stays.
"""

import io
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pikepdf
from PIL import ExifTags, Image, ImageOps

PIXELS = 50_000_000
"""A picture with more takes too much memory to open: 150 MB."""

FOUND = ("place", "device", "maker", "time", "program", "preview", "text")
"""What may be hidden in a file."""

_EXIF = {
    "device": ("Make", "Model", "HostComputer", "MakerNote", "BodySerialNumber", "LensModel", "LensSerialNumber"),
    "maker": ("Artist", "Copyright", "CameraOwnerName", "XPAuthor"),
    "time": ("DateTime", "DateTimeOriginal", "DateTimeDigitized"),
    "program": ("Software", "ProcessingSoftware"),
    "text": ("ImageDescription", "UserComment", "XPTitle", "XPComment", "XPKeywords", "XPSubject"),
}  # fmt: skip
_TAGS = {getattr(ExifTags.Base, name).value: kind for kind, names in _EXIF.items() for name in names}
_XMP = {
    "place": (b"GPS", b":City", b":Location"),
    "device": (b"Make", b"Model", b"SerialNumber"),
    "maker": (b"creator", b"Author", b"rights"),
    "time": (b"CreateDate", b"ModifyDate", b"DateCreated"),
    "program": (b"CreatorTool", b"Producer", b"softwareAgent"),
}
_TEXT_CHUNKS = {
    "Author": "maker",
    "Copyright": "maker",
    "Creation Time": "time",
    "Software": "program",
    "Source": "device",
}
_DOCINFO = {
    "/Author": "maker",
    "/Creator": "program",
    "/Producer": "program",
    "/CreationDate": "time",
    "/ModDate": "time",
}
_LEFT_OUT = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb")
"""Entries of a PDF's objects that no page shows."""


class Refused(Exception):
    """No copy can be made. ``str()`` is the reason as a code: ``broken``, ``locked``, ``too_large``, ``moving``,
    ``other_kind``."""


def kind_of(data: bytes) -> str:
    """JPEG, PNG, WEBP or PDF, by how the file begins, whatever its name says; "" for everything else."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    begins = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG", b"%PDF-": "PDF"}
    return next((kind for start, kind in begins.items() if data.startswith(start)), "")


def look(data: bytes) -> list[str]:
    """What is hidden in the file, in the order of ``FOUND``. Raises ``Refused``."""
    with _whole():
        found = set(_pdf_found(data) if kind_of(data) == "PDF" else _image_found(data))
    return [kind for kind in FOUND if kind in found]


def clean(data: bytes) -> bytes:
    """The file without it. Raises ``Refused``."""
    with _whole():
        return _clean_pdf(data) if kind_of(data) == "PDF" else _clean_image(data)


@contextmanager
def _whole() -> Iterator[None]:
    """Whatever a file makes of its reader, a file that breaks it is a broken file. What it holds reaches no log."""
    try:
        yield
    except Refused:
        raise
    except pikepdf.PasswordError as error:
        raise Refused("locked") from error
    except Exception as error:
        raise Refused("broken") from error


def _open_image(data: bytes) -> Image.Image:
    kind = kind_of(data)
    if kind not in ("JPEG", "PNG", "WEBP"):
        raise Refused("other_kind")
    Image.MAX_IMAGE_PIXELS = None  # our own limit below comes before any pixel is read
    image = Image.open(io.BytesIO(data), formats=(kind,))
    if image.width * image.height > PIXELS:
        raise Refused("too_large")
    if kind != "JPEG" and getattr(image, "n_frames", 1) > 1:
        raise Refused("moving")
    image.load()
    return image


def _image_found(data: bytes) -> Iterator[str]:
    image = _open_image(data)
    yield from _exif_found(image.getexif())
    yield from _xmp_found(image.info.get("xmp", b"") or image.info.get("XML:com.adobe.xmp", b""))
    yield from (_TEXT_CHUNKS.get(name, "text") for name in getattr(image, "text", {}) if not name.startswith("XML:"))
    if image.info.get("comment") or image.info.get("photoshop"):
        yield "text"


def _exif_found(exif: Image.Exif) -> Iterator[str]:
    if exif.get_ifd(ExifTags.IFD.GPSInfo):
        yield "place"
    if exif.get_ifd(ExifTags.IFD.IFD1):
        yield "preview"
    tags = {**exif, **exif.get_ifd(ExifTags.IFD.Exif)}
    yield from (_TAGS[tag] for tag, value in tags.items() if tag in _TAGS and value)


def _xmp_found(xmp: bytes | str) -> Iterator[str]:
    packet = xmp.encode() if isinstance(xmp, str) else xmp
    found = [kind for kind, marks in _XMP.items() if any(mark in packet for mark in marks)]
    yield from found or (["text"] if packet.strip() else [])


def _clean_image(data: bytes) -> bytes:
    """The pixels, upright, with the colour profile that they need and nothing else."""
    image = _open_image(data)
    turned = image.getexif().get(ExifTags.Base.Orientation.value, 1) != 1
    profile, exact = image.info.get("icc_profile"), image.format == "JPEG" and not turned
    upright = ImageOps.exif_transpose(image) if turned else image
    upright.info = {name: value for name, value in image.info.items() if name == "transparency"}
    ways: dict[str, dict[str, Any]] = {
        "JPEG": {"quality": "keep" if exact else 95, "optimize": True},
        "PNG": {"optimize": False},
        "WEBP": {"quality": 95, "lossless": b"VP8L" in data[:64]},
    }
    out = io.BytesIO()
    upright.save(out, kind_of(data), icc_profile=profile, **ways[kind_of(data)])
    return out.getvalue()


def _pdf_found(data: bytes) -> Iterator[str]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        yield from (_DOCINFO.get(name, "text") for name, value in _docinfo(pdf) if str(value))
        for thing in _things(pdf):
            if isinstance(metadata := thing.get("/Metadata"), pikepdf.Stream):
                yield from _xmp_found(metadata.read_bytes())
            if "/Thumb" in thing:
                yield "preview"
            if _is_note(thing):
                yield "maker"
            if photo := _photo(thing):
                yield from _photo_found(photo)


def _clean_pdf(data: bytes) -> bytes:
    """The same pages, written anew: what an earlier version left behind in the file does not come along."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for name in ("/Info", "/ID"):
            if name in pdf.trailer:
                del pdf.trailer[name]
        for thing in _things(pdf):
            for name in (*_LEFT_OUT, *(("/T", "/M", "/CreationDate") if _is_note(thing) else ())):
                if name in thing:
                    del thing[name]
            if photo := _photo(thing):
                thing.write(_bare(photo), filter=pikepdf.Name.DCTDecode)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def _docinfo(pdf: pikepdf.Pdf) -> list[tuple[str, object]]:
    info = pdf.trailer.get("/Info")
    return list(info.items()) if isinstance(info, pikepdf.Dictionary) else []


def _things(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every object of the file that can hold entries, with the notes that stand inside a page."""
    for thing in pdf.objects:
        if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
            yield thing
            notes = thing.get("/Annots")
            if isinstance(notes, pikepdf.Array):
                yield from (note for note in notes if isinstance(note, pikepdf.Dictionary))


def _is_note(thing: pikepdf.Object) -> bool:
    """A remark on a page, with who made it; not a field of a form, whose name is its own."""
    return thing.get("/Type") == pikepdf.Name.Annot and thing.get("/Subtype") != pikepdf.Name.Widget and "/T" in thing


def _photo(thing: pikepdf.Object) -> bytes:
    """The JPEG in this object, if it is a photo that carries more than its pixels."""
    if isinstance(thing, pikepdf.Stream) and thing.get("/Filter") == pikepdf.Name.DCTDecode:
        raw = thing.read_raw_bytes()
        return raw if _bare(raw) != raw else b""
    return b""


def _photo_found(photo: bytes) -> list[str]:
    try:
        return list(_image_found(photo)) or ["text"]
    except Refused:
        return ["text"]


def _bare(jpeg: bytes) -> bytes:
    """A JPEG without Exif, XMP, Photoshop data and comments: these stand in segments before its pixels (ITU-T T.81)."""
    kept, place = [jpeg[:2]], 2
    while place + 4 <= len(jpeg) and jpeg[place] == 0xFF and jpeg[place + 1] != 0xDA:
        end = place + 2 + int.from_bytes(jpeg[place + 2 : place + 4], "big")
        if jpeg[place + 1] not in (0xE1, 0xED, 0xFE):
            kept.append(jpeg[place:end])
        place = end
    return b"".join([*kept, jpeg[place:]])


def main() -> int:
    """``hidden.py look|clean``: the file comes in, one line of JSON goes out, and after it the copy. A reason for not
    making one stands in that line too."""
    act: Callable[[bytes], bytes] = {"look": lambda _data: b"", "clean": clean}[sys.argv[1]]
    data = sys.stdin.buffer.read()
    try:
        found, copy = look(data), act(data)
        answer: dict[str, list[str] | str] = {"found": found}
    except Refused as refused:
        answer, copy = {"refused": str(refused)}, b""
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + copy)
    return 0


PROGRAM = Path(__file__)

if __name__ == "__main__":
    sys.exit(main())
