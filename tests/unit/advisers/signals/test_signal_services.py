"""An anonymous signal: to a unit that is large enough only, with three codes and a month, and never twice the same."""

import datetime as dt
import threading
from pathlib import Path

import pytest
import yaml
from django.conf import settings as django_settings
from django.db import connection
from pytest_django import Settings

from loket.accounts.models import Account, Role
from loket.advisers.errors import BadCode
from loket.advisers.models import Signal
from loket.advisers.signals import queries, services
from loket.advisers.signals.size import TooSmall, known_size
from loket.advisers.signals.words import text_of
from loket.core import clock
from loket.core.models import AuditEntry, Notice
from people import person

pytestmark = pytest.mark.django_db

CODES = {"unit": "douane", "category": "undesirable_conduct", "accused": "direct_manager"}


def director(unit: str = "douane", username: str = "directie") -> Account:
    account = person(username, Role.DIRECTOR, unit=unit)
    Account.objects.filter(pk=account.pk).update(email=f"{username}@voorbeeld.nl")
    return account


def folder_with(tmp_path: Path, headcounts: list[dict[str, object]]) -> Path:
    """The data folder of the demonstration, with other headcounts."""
    here = tmp_path / "data"
    here.mkdir()
    for name in ("advisers.yaml", "lists"):
        (here / name).symlink_to(django_settings.DATA / name)
    organisation = yaml.safe_load((django_settings.DATA / "organisation.yaml").read_text("utf-8"))
    organisation["headcounts"] = headcounts
    (here / "organisation.yaml").write_text(yaml.safe_dump(organisation, allow_unicode=True), "utf-8")
    return here


def test_it_holds_three_codes_and_a_month_and_nobody() -> None:
    director()
    services.send(**CODES)
    (row,) = Signal.objects.values()
    assert {name: row[name] for name in CODES} == CODES
    assert (row["month"].day, row["read_on"]) == (1, None)
    assert set(row) == {"id", "unit", "category", "accused", "month", "read_on"}


def test_the_trail_says_that_an_adviser_did_on_a_day_and_no_more() -> None:
    director()
    signal = services.send(**CODES)
    entry = AuditEntry.objects.get(action="signal.send")
    assert (entry.actor, entry.target, entry.summary) == ("vertrouwenspersoon", "signals", {})
    assert entry.at == clock.midnight(clock.today())
    assert str(signal.pk) not in str(AuditEntry.objects.values_list("target", "summary"))


@pytest.mark.parametrize("unit", ["inspectorate_btd", "adr", "drz", "other_or_unknown"])
def test_to_a_unit_of_which_nobody_knows_the_size_it_does_not_go(unit: str) -> None:
    director(unit)
    with pytest.raises(TooSmall, match="Niemand weet"):
        services.send(**{**CODES, "unit": unit})
    assert not Signal.objects.exists()
    assert not AuditEntry.objects.filter(action="signal.send").exists()


@pytest.mark.parametrize(("persons", "goes"), [(49, False), (50, True), (0, False)])
def test_the_last_headcount_decides(settings: Settings, tmp_path: Path, persons: int, goes: bool) -> None:
    counts = [{"year": 2023, "unit": "adr", "persons": 600}, {"year": 2024, "unit": "adr", "persons": persons}]
    settings.DATA = folder_with(tmp_path, counts)
    director("adr")
    assert known_size("adr") == persons
    if goes:
        services.send(**{**CODES, "unit": "adr"})
        return
    with pytest.raises(TooSmall, match="te weinig"):
        services.send(**{**CODES, "unit": "adr"})


def test_without_a_director_nobody_would_read_it() -> None:
    person("coördinator", Role.INTEGRITY_COORDINATOR, unit="douane")
    director("toeslagen")
    with pytest.raises(services.NoDirector):
        services.send(**CODES)


@pytest.mark.parametrize(
    "wrong",
    [{"accused": "reporter_self"}, {"accused": "concerns_unknown"}, {"unit": "not_published"}, {"category": "x\0"}],
)
def test_what_would_name_somebody_or_is_no_code_is_refused(wrong: dict[str, str]) -> None:
    """A signal about the reporter would be a signal about who told it."""
    director()
    with pytest.raises(BadCode):
        services.send(**CODES | wrong)


def test_the_same_again_is_the_same_signal_and_its_director_hears_nothing_new() -> None:
    """Attack: count how often it is sent, and lay the days beside diaries."""
    about = director()
    first = services.send(**CODES)
    services.read(signal=first, actor=about.username)
    Notice.objects.all().delete()
    again = services.send(**CODES)
    assert (again.pk, Signal.objects.count(), Notice.objects.count()) == (first.pk, 1, 0)
    assert Signal.objects.get().read_on == clock.today()


def test_in_another_month_it_is_another_signal() -> None:
    director()
    services.send(**CODES)
    with clock.as_of(clock.today() + dt.timedelta(days=40)):
        services.send(**CODES)
    assert Signal.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_sent_by_five_at_once_it_is_one() -> None:
    director()

    def one() -> None:
        try:
            services.send(**CODES)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (Signal.objects.count(), Notice.objects.count()) == (1, 1)


def test_read_once_and_by_name() -> None:
    signal = (director(), services.send(**CODES))[1]
    for _ in range(2):
        services.read(signal=signal, actor="directie")
    entry = AuditEntry.objects.get(action="signal.read")
    assert (entry.actor, entry.target, entry.summary) == ("directie", "signals", {})


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_text_is_the_same_for_everybody(language: str) -> None:
    text = " ".join(text_of(**CODES, language=language))
    assert "Douane" in text or "Customs" in text
    assert not any(character.isdigit() for character in text)


def test_a_director_sees_those_of_their_own_units_and_a_coordinator_none() -> None:
    about = director()
    director("toeslagen", "ander")
    services.send(**CODES)
    services.send(**{**CODES, "unit": "toeslagen"})
    assert [one.signal.unit for one in queries.signals(queries.units_of(about), "nl")] == ["douane"]
    assert queries.units_of(person("coordinator", Role.INTEGRITY_COORDINATOR, unit="douane")) == []


def test_after_its_term_it_is_gone() -> None:
    director()
    services.send(**CODES)
    with clock.as_of(clock.today() + dt.timedelta(days=720)):
        services.sweep()
        assert Signal.objects.count() == 1
    with clock.as_of(clock.today() + dt.timedelta(days=770)):
        services.sweep()
        assert not Signal.objects.exists()
