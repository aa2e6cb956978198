"""Small files with everything in them that a telephone or an office program hides there."""

import io

import pikepdf
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>S. Voorbeeld</dc:creator>'
    b"</rdf:Description></rdf:RDF></x:xmpmeta>"
)
SECRETS = (b"S. Voorbeeld", b"Telefoon van Fictief", b"Exif", b"GPS", b"xmpmeta")
"""What must not be left in a cleaned file."""


def picture(size: tuple[int, int] = (60, 40)) -> Image.Image:
    """Red above, blue below."""
    image = Image.new("RGB", size, "#c00000")
    image.paste("#0000c0", (0, size[1] // 2, *size))
    return image


def exif(orientation: int = 1) -> Image.Exif:
    data = Image.Exif()
    data[0x0112] = orientation
    data[0x010F] = "Telefoon van Fictief"
    data[0x0132] = "2026:10:03 14:00:00"
    data[0x013B] = "S. Voorbeeld"
    data.get_ifd(0x8825).update({1: "N", 2: (52.0, 4.0, 12.0), 3: "E", 4: (4.0, 18.0, 0.0)})
    return data


def jpeg(orientation: int = 1) -> bytes:
    out = io.BytesIO()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture().save(
        out, "JPEG", exif=exif(orientation), comment="S. Voorbeeld", xmp=XMP, icc_profile=profile, quality=90
    )
    return out.getvalue()


def png() -> bytes:
    out, text = io.BytesIO(), PngInfo()
    text.add_text("Author", "S. Voorbeeld")
    text.add_itxt("XML:com.adobe.xmp", XMP.decode())
    picture().save(out, "PNG", pnginfo=text, exif=exif())
    return out.getvalue()


def webp() -> bytes:
    out = io.BytesIO()
    picture().save(out, "WEBP", exif=exif(), xmp=XMP, lossless=True)
    return out.getvalue()


def pdf() -> bytes:
    """One page with a photo that has its own hidden data, a remark with a name, and data about the whole."""
    out = io.BytesIO()
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=(200, 200))
        photo = pikepdf.Stream(made, jpeg())
        photo.Type, photo.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        photo.Width, photo.Height, photo.BitsPerComponent = 60, 40, 8
        photo.ColorSpace, photo.Filter = pikepdf.Name.DeviceRGB, pikepdf.Name.DCTDecode
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=photo))
        page.Contents = pikepdf.Stream(made, b"q 100 0 0 100 0 0 cm /Im0 Do Q")
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Text,
            Rect=[0, 0, 10, 10],
            T=pikepdf.String("S. Voorbeeld"),
            Contents=pikepdf.String("Kijk hier"),
        )
        page.Annots = pikepdf.Array([note])
        made.docinfo["/Author"] = "S. Voorbeeld"
        made.Root.Metadata = pikepdf.Stream(made, XMP)
        made.save(out)
    return out.getvalue()


def locked_pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(out, encryption=pikepdf.Encryption(owner="fictief", user="fictief"))
    return out.getvalue()
