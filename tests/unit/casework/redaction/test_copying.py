"""Making a redacted copy on its pages: of the story, of a text of the file, of a file."""

import io
import uuid
from collections.abc import Sequence

import pikepdf
import pypdfium2
import pytest
from case_world import House
from django.http import HttpResponse
from django.test import Client
from PIL import Image
from redaction_letters import LINES, letter

from loket.casework import services
from loket.casework.content import ItemContent
from loket.casework.models import Item, ItemKind
from loket.casework.redaction.services import COPY
from loket.casework.sealing import OpenCase
from loket.core.models import AuditEntry
from loket.intake import files
from loket.intake.files import unsealed


def with_file(opened: OpenCase, data: bytes, name: str = "brief.pdf") -> str:
    """A document of the case with this file; gives what a copy calls the file."""
    upload = files.store([data], name=name, kind="application/pdf")
    content = ItemContent(title="Brief")
    item = services.add_item(opened=opened, kind=ItemKind.DOCUMENT, content=content, files=[upload], actor="staal")
    return str(opened.item(item).files[0].id)


def sent(client: Client, opened: OpenCase, slug: str, *, go: str = "maak", **fields: object) -> HttpResponse:
    url = f"/beheer/zaken/{opened.case.reference}/afschrift/{slug}/"
    form = {"token": uuid.uuid4(), "version": opened.case.version, "page": "1", "words": "", "whom": "court", **fields}
    return client.post(url, {**form, "go": go})


def copies(opened: OpenCase) -> list[tuple[Item, ItemContent]]:
    found = [(item, opened.item(item)) for item in opened.items()]
    return [(item, content) for item, content in found if content.code == COPY]


def text_of(content: ItemContent) -> str:
    made = pypdfium2.PdfDocument(b"".join(unsealed(content.files[0])))
    return "\n".join(page.get_textpage().get_text_range() for page in made)


def test_a_copy_of_a_file_stands_in_the_case_without_what_was_picked(client: Client, opened: OpenCase) -> None:
    slug = with_file(opened, letter())
    page = client.get(f"/beheer/zaken/{opened.case.reference}/afschrift/{slug}/").content.decode()
    assert all(line in page for line in LINES)
    answer = sent(client, opened, slug, pick=["0-1"], words="Voorbeeld")
    ((item, content),) = copies(opened)
    assert (answer.status_code, answer["Location"]) == (
        303,
        f"/beheer/zaken/{opened.case.reference}/stuk/{item.number}/",
    )
    assert content.values == {"whom": "court", "of": slug}
    assert "sleutel" in text_of(content)
    assert not {"Voorbeeld", "Fictief"} & set(text_of(content).replace(".", " ").split())
    entry = AuditEntry.objects.filter(action="case.redact").get()
    assert entry.summary == {"body": "oif", "number": item.number, "whom": "court"}


def test_a_copy_is_not_called_after_what_may_name_who_was_left_out(client: Client, opened: OpenCase) -> None:
    slug = with_file(opened, letter(), name="Verslag S. Voorbeeld.pdf")
    sent(client, opened, slug, words="Voorbeeld")
    ((_item, content),) = copies(opened)
    made = b"".join(unsealed(content.files[0]))
    with pikepdf.open(io.BytesIO(made)) as copied:
        assert "Voorbeeld" not in str(dict(copied.docinfo))
    assert "Voorbeeld" not in content.files[0].name


def test_a_copy_of_the_story(client: Client, opened: OpenCase) -> None:
    story = client.get(f"/beheer/zaken/{opened.case.reference}/afschrift/melding/")
    assert story.status_code == 200
    word = opened.report.content().story.split()[0] if opened.report else ""
    assert sent(client, opened, "melding", words=word).status_code == 303
    ((_item, content),) = copies(opened)
    assert word not in text_of(content).split()


def test_what_was_picked_travels_from_page_to_page(client: Client, opened: OpenCase) -> None:
    slug = with_file(opened, letter(LINES, ("Een tweede bladzijde.", "Met twee regels.")))
    second = sent(client, opened, slug, go="2", pick=["0-0"], words="Fictief")
    assert second.status_code == 200
    page = second.content.decode()
    assert '<input type="hidden" name="pick" value="0-0">' in page
    assert "Fictief</textarea>" in page
    assert "error-summary" not in page
    assert sent(client, opened, slug, page="2", pick=["0-0", "1-1"]).status_code == 303
    ((_item, content),) = copies(opened)
    assert "tweede" in text_of(content)
    assert not {"twee", "dienstbus"} & set(text_of(content).split())


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"pick": [], "words": ""}, "Kies ten minste een regel"),
        ({"pick": ["0-0"], "whom": ""}, "Kies voor wie"),
        ({"pick": ["0-999", "9-0", "x", "0-٣"], "words": ""}, "Kies ten minste een regel"),
        ({"words": "x"}, "ten minste twee tekens"),
        ({"words": "\0"}, "error-summary"),
        ({"words": "a" * 101}, "hooguit 100 tekens"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(
    client: Client, opened: OpenCase, fields: dict[str, Sequence[str]], says: str
) -> None:
    answer = sent(client, opened, with_file(opened, letter()), **fields)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert copies(opened) == []


def test_sent_twice_it_is_made_once(client: Client, opened: OpenCase) -> None:
    slug, token = with_file(opened, letter()), uuid.uuid4()
    answers = [sent(client, opened, slug, pick=["0-0"], token=token).status_code for _ in range(2)]
    assert answers == [303, 303]
    assert len(copies(opened)) == 1


def test_the_page_is_shown_as_a_picture_that_nobody_keeps(client: Client, opened: OpenCase) -> None:
    slug = with_file(opened, letter())
    answer = client.get(f"/beheer/zaken/{opened.case.reference}/afschrift/{slug}/bladzijde/1/")
    assert Image.open(io.BytesIO(answer.content)).format == "PNG"
    assert "no-store" in answer.headers["Cache-Control"]
    for number in ("0", "2", "99999999"):
        gone = client.get(f"/beheer/zaken/{opened.case.reference}/afschrift/{slug}/bladzijde/{number}/")
        assert gone.status_code == 404


@pytest.mark.parametrize(
    "slug", ["melding2", "stuk-1", "stuk-99999999999", "stuk-x", "6f1c2d4e-0a3b-4c5d-8e7f-901a2b3c4d5e", "%00"]
)
def test_what_is_not_there_is_not_there(client: Client, opened: OpenCase, slug: str) -> None:
    assert client.get(f"/beheer/zaken/{opened.case.reference}/afschrift/{slug}/").status_code == 404


def test_a_file_that_cannot_be_copied_says_why(client: Client, opened: OpenCase) -> None:
    slug = with_file(opened, b"PK\x03\x04", name="brief.docx")
    answer = client.get(f"/beheer/zaken/{opened.case.reference}/afschrift/{slug}/")
    assert answer.status_code == 422
    assert "Sla het op als pdf" in answer.content.decode()


def test_a_colleague_without_access_makes_none(house: House, opened: OpenCase) -> None:
    slug = with_file(opened, letter())
    assert sent(house.client("proef"), opened, slug, pick=["0-0"]).status_code == 403
    assert sent(house.client("denkbeeld"), opened, slug, pick=["0-0"]).status_code == 404
    assert copies(opened) == []
