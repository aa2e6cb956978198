"""Nothing of a tally leads to whose it is: not its rows, not the trail, not the facts; and only one key opens it."""

from typing import Any

import pytest
from django.apps import apps
from tally_world import RESOLVED, TALK, adviser_at_desk, registered

from loket.advisers import services
from loket.advisers.access import Desk
from loket.advisers.content import EntryContent, HoursContent
from loket.advisers.models import Entry, Hours, Owned
from loket.advisers.sealing import open_row, tag
from loket.core import clock
from loket.core.models import AuditEntry
from loket.vault.errors import WontOpen
from loket.vault.keys import new_pair

pytestmark = pytest.mark.django_db

WHO = "luister-die-niemand-kent"


@pytest.fixture
def desk(db: None) -> Desk:
    return adviser_at_desk(WHO)


def busy(desk: Desk) -> Entry:
    """An entry to which everything happened, and hours."""
    today = clock.today()
    entry = registered(desk, settlement=TALK, minutes=30)
    services.set_situation(desk=desk, entry=entry.pk, version=1, code=RESOLVED)
    services.reopen(desk=desk, entry=entry.pk, version=2)
    services.take_back(desk=desk, entry=entry.pk, version=3, which="situation", index=1)
    services.set_evaluation(desk=desk, entry=entry.pk, version=4, code="link_sent")
    services.set_hours(desk=desk, year=today.year, month=today.month, function="support", minutes=60)
    services.carry()
    return Entry.objects.get(pk=entry.pk)


def test_neither_the_rows_nor_the_trail_say_who_or_what_or_when(desk: Desk) -> None:
    before = AuditEntry.objects.count()
    busy(desk)
    trail = list(AuditEntry.objects.filter(position__gt=before))
    assert {entry.actor for entry in trail} == {services.ADVISER}
    assert {entry.at for entry in trail} == {clock.midnight(clock.now().date())}
    said = str([(entry.target, entry.summary) for entry in trail])
    held = str([list(model.objects.values()) for model in (Entry, Hours)])
    for secret in (WHO, desk.code, "douane", "intimidation", "undesirable_conduct", TALK, RESOLVED):
        assert secret not in said
        assert secret not in held


def test_no_table_of_an_adviser_alone_has_a_column_that_leads_to_somebody() -> None:
    owned = [model for model in apps.get_app_config("advisers").get_models() if issubclass(model, Owned)]
    assert len(owned) >= 5
    for model in owned:
        assert not [field.name for field in model._meta.get_fields() if field.is_relation]
        assert not {"by", "actor", "username", "created_at", "at"} & {field.name for field in model._meta.get_fields()}


def test_the_tags_of_two_tables_or_two_advisers_have_nothing_in_common(desk: Desk) -> None:
    other = adviser_at_desk("gehoor")
    tables = [model._meta.model_name or "" for model in Owned.__subclasses__()]
    tags = [tag(one.private, table) for one in (desk, other) for table in tables]
    assert len(set(tags)) == 2 * len(tables)
    busy(desk)
    assert bytes(Entry.objects.get().owner) == tag(desk.private, "entry")
    assert bytes(Hours.objects.get().owner) == tag(desk.private, "hours")


def test_only_the_key_that_sealed_it_opens_it(desk: Desk) -> None:
    entry = busy(desk)
    assert open_row(entry, EntryContent, desk.private).unit == "douane"
    for private in (adviser_at_desk("gehoor").private, new_pair().private, bytes(32)):
        with pytest.raises(WontOpen):
            open_row(entry, EntryContent, private)


@pytest.mark.parametrize("moved", [{"version": 1}, {"owner": b"x" * 16}, {"id": "b" * 32}, {"content": b""}])
def test_a_row_that_was_moved_or_put_back_does_not_open(desk: Desk, moved: dict[str, Any]) -> None:
    entry = busy(desk)
    for name, value in moved.items():
        setattr(entry, name, value)
    with pytest.raises(WontOpen):
        open_row(entry, EntryContent, desk.private)


def test_what_is_sealed_in_one_table_does_not_open_in_another(desk: Desk) -> None:
    entry = busy(desk)
    hours = Hours(id=entry.pk, owner=entry.owner, version=entry.version, content=entry.content, year=entry.year)
    with pytest.raises(WontOpen):
        open_row(hours, HoursContent, desk.private)


def test_neither_a_desk_nor_an_error_shows_the_key(desk: Desk) -> None:
    assert desk.private.hex() not in repr(desk)
    assert repr(desk.private) not in repr(desk)
