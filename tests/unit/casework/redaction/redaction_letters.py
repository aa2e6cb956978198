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


def written_over() -> bytes:
    """The letter with a form field that was filled in and a remark over the page: both name somebody, neither is text
    of the page."""
    made = pikepdf.open(io.BytesIO(letter()))
    look = {"DA": pikepdf.String("/F 12 Tf 0 g"), "F": 4, "Type": pikepdf.Name.Annot}
    field = pikepdf.Dictionary(
        Subtype=pikepdf.Name.Widget,
        FT=pikepdf.Name.Tx,
        T=pikepdf.String("naam"),
        V=pikepdf.String("Ingevuld Modelburger"),
        Rect=[60, 600, 300, 630],
        **look,
    )
    remark = pikepdf.Dictionary(
        Subtype=pikepdf.Name.FreeText, Contents=pikepdf.String("Modelburger deed het"), Rect=[60, 500, 300, 530], **look
    )
    over = [made.make_indirect(one) for one in (field, remark)]
    made.pages[0].Annots = pikepdf.Array(over)
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    made.Root.AcroForm = pikepdf.Dictionary(
        Fields=pikepdf.Array(over[:1]),
        NeedAppearances=True,
        DR=pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font)),
    )
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()
