"""Letters as PDF, with lines that can be left out."""

import io

import pikepdf

from loket.casework.redaction import pages

LINES = ("S. Voorbeeld nam de dienstbus mee.", "R. Fictief zag het (twee keer).", "De sleutel hing ernaast.")


def letter(*sheets: tuple[str, ...]) -> bytes:
    """A PDF with these lines on its pages."""
    made = pikepdf.new()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )
    for lines in sheets or (LINES,):
        made.add_blank_page(page_size=(595, 842))
        page = made.pages[-1]
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        shown = [
            b"BT /F 12 Tf 60 %d Td (%s) Tj ET" % (760 - 30 * number, pages._literal(line))
            for number, line in enumerate(lines)
        ]
        page.Contents = made.make_stream(b"\n".join(shown))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()
