"""The notebook: sealed to one adviser, with its term, and linked to a request inside the seal only."""

import datetime as dt
import re
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tally_pages import LIST, Sitting

from loket.advisers import services as tally
from loket.advisers.errors import BadId, Changed, NotThere
from loket.advisers.models import Page
from loket.advisers.notebook import queries, services
from loket.core import clock
from loket.core.models import AuditEntry

pytestmark = pytest.mark.django_db
NOTEBOOK = "/beheer/schrift/"


@pytest.fixture
def sitting() -> Sitting:
    return Sitting()


def written(sitting: Sitting, **given: str) -> Page:
    return services.write(desk=sitting.desk, id=uuid4(), **{"title": "Driegesprek", "text": "Vraag na", **given})


def test_a_page_is_written_read_changed_and_thrown_away(sitting: Sitting) -> None:
    sent = {"id": str(uuid4()), "title": "Driegesprek", "text": "Vraag na hoe het ging"}
    assert sitting.client.post(f"{NOTEBOOK}nieuw/", sent).status_code == 303
    row = Page.objects.get()
    assert "Driegesprek" in sitting.page(NOTEBOOK)
    assert "Vraag na hoe het ging" in sitting.page(f"{NOTEBOOK}{row.pk}/")
    changed = {"version": "1", "title": "Driegesprek", "text": "Het ging goed"}
    assert sitting.client.post(f"{NOTEBOOK}{row.pk}/", changed).status_code == 303
    assert queries.page(sitting.desk, row.pk).content.text == "Het ging goed"
    assert sitting.client.post(f"{NOTEBOOK}{row.pk}/weg/").status_code == 303
    assert Page.objects.count() == 0


def test_sent_twice_it_is_one_page(sitting: Sitting) -> None:
    sent, before = {"id": str(uuid4()), "text": "Vraag na"}, AuditEntry.objects.count()
    for _ in range(2):
        assert sitting.client.post(f"{NOTEBOOK}nieuw/", sent).status_code == 303
    assert Page.objects.count() == 1
    assert [one.action for one in AuditEntry.objects.all()[before:]] == ["notebook.change"]


def test_nothing_of_it_is_readable_at_rest(sitting: Sitting) -> None:
    opened, before = sitting.registered(), AuditEntry.objects.count()
    row = written(sitting, text="onvindbaar", entry=str(opened.entry.pk))
    stored = Page.objects.values().get(pk=row.pk)
    told = " ".join(str(value) for value in stored.values()) + bytes(stored["content"]).hex()
    for secret in ("onvindbaar", "Driegesprek", str(opened.entry.pk), opened.entry.pk.hex, "luister"):
        assert secret not in told
        assert secret.encode().hex() not in told
    entries = list(AuditEntry.objects.all()[before:])
    assert [(one.actor, one.target, one.summary) for one in entries] == [("vertrouwenspersoon", "notebook", {})]


def test_nobody_else_opens_it(sitting: Sitting) -> None:
    row, other = written(sitting), Sitting("gehoor")
    other.page(f"{NOTEBOOK}{row.pk}/", 404)
    other.page(f"{NOTEBOOK}{row.pk}/weg/", 404)
    assert other.client.post(f"{NOTEBOOK}{row.pk}/weg/").status_code == 404
    assert "Driegesprek" not in other.page(NOTEBOOK)
    with pytest.raises(BadId):
        services.write(desk=other.desk, id=row.pk, title="", text="van een ander")
    with pytest.raises(NotThere):
        services.destroy(desk=other.desk, page=row.pk)
    assert queries.page(sitting.desk, row.pk).content.text == "Vraag na"


def test_a_page_about_a_request_stands_on_its_page(sitting: Sitting) -> None:
    opened = sitting.registered()
    form = sitting.page(f"{NOTEBOOK}nieuw/?adviesvraag={opened.entry.pk}")
    assert re.search(rf'value="{opened.entry.pk}" selected', form)
    sent = {"id": str(uuid4()), "text": "Vraag na", "entry": str(opened.entry.pk)}
    assert sitting.client.post(f"{NOTEBOOK}nieuw/", sent).status_code == 303
    assert "Vraag na" in sitting.page(f"{LIST}{opened.entry.pk}/")
    assert "Vraag na" not in sitting.page(f"{LIST}{sitting.registered().entry.pk}/")


def test_two_windows_keep_what_both_wrote(sitting: Sitting) -> None:
    row = written(sitting)
    services.change(desk=sitting.desk, page=row.pk, version=1, title="", text="uit het andere venster")
    answer = sitting.client.post(f"{NOTEBOOK}{row.pk}/", {"version": "1", "text": "uit dit venster"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "uit het andere venster" in page
    assert "uit dit venster" in page
    assert 'name="version" value="2"' in page
    assert sitting.client.post(f"{NOTEBOOK}{row.pk}/", {"version": "2", "text": "samen"}).status_code == 303


def test_the_same_change_twice_is_one_and_another_is_refused(sitting: Sitting) -> None:
    row = written(sitting)
    for _ in range(2):
        services.change(desk=sitting.desk, page=row.pk, version=1, title="", text="anders")
    assert Page.objects.get().version == 2
    with pytest.raises(Changed):
        services.change(desk=sitting.desk, page=row.pk, version=1, title="", text="nog anders")


def test_a_page_is_gone_with_its_term_which_a_change_begins_anew(sitting: Sitting) -> None:
    with clock.as_of(dt.date(2026, 1, 20)):
        first, second = written(sitting), written(sitting)
    assert first.destroy_after == dt.date(2027, 2, 1)
    with clock.as_of(dt.date(2026, 6, 2)):
        services.change(desk=sitting.desk, page=second.pk, version=1, title="", text="later")
    with clock.as_of(dt.date(2027, 1, 31)):
        tally.destroy_due()
        assert Page.objects.count() == 2
    with clock.as_of(dt.date(2027, 2, 1)):
        tally.destroy_due()
    assert [one.row.pk for one in queries.pages(sitting.desk)] == [second.pk]


@given(st.dates(min_value=dt.date(2020, 1, 1), max_value=dt.date(2090, 12, 31)))
def test_a_term_does_not_tell_on_which_day_was_written(day: dt.date) -> None:
    with clock.as_of(day):
        end = services.last_day()
    with clock.as_of(day.replace(day=1)):
        assert services.last_day() == end
    assert end.day == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"text": "x" * 20_001},
        {"text": "a\x00"},
        {"title": "x" * 201},
        {"entry": "geen"},
        {"entry": str(UUID(int=1))},
        {"id": "geen"},
    ],
)
def test_what_is_wrong_is_said_and_what_was_written_stays(sitting: Sitting, wrong: dict[str, str]) -> None:
    sent = {"id": str(uuid4()), "title": "Titel", "text": "Vraag na", **wrong}
    answer = sitting.client.post(f"{NOTEBOOK}nieuw/", sent)
    assert answer.status_code == 422
    assert sent["text"].partition("\x00")[0] in answer.content.decode()
    assert Page.objects.count() == 0


def test_an_address_about_no_request_is_a_new_page(sitting: Sitting) -> None:
    assert "Nieuwe bladzijde" in sitting.page(f"{NOTEBOOK}nieuw/?adviesvraag=geen-id")
    assert "Nieuwe bladzijde" in sitting.page(f"{NOTEBOOK}nieuw/?adviesvraag={uuid4()}")
