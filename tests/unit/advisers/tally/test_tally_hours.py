"""Hours by month and core function: as people write them, against the norm; and the year at a glance."""

import datetime as dt
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from tally_pages import HOME, HOURS, Sitting
from tally_world import registered

from loket.advisers import queries, services
from loket.advisers.tally.hours_form import HoursField, in_hours
from loket.advisers.tally.hours_views import norm_of
from loket.advisers.tally.months import back_to, in_words, month_choices, month_of
from loket.core import clock
from loket.facts.models import AdviserHours

FIELD = HoursField(required=False)
OTHERS = ("information", "signalling", "professional_skill")


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("", 0), ("  ", 0), ("2", 120), ("1,5", 90), ("1.25", 75), ("1:05", 65), ("0:30", 30), ("12,5", 750)],
)
def test_hours_are_read_as_people_write_them(typed: str, minutes: int) -> None:
    assert FIELD.clean(typed) == minutes


@pytest.mark.parametrize("typed", ["1:60", "1:5", "anderhalf", "-1", "1,234", "9999", "1:", "1\x00", "1,5 uur"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        FIELD.clean(typed)


@given(st.integers(1, 999 * 60))
def test_what_is_shown_reads_back_the_same(minutes: int) -> None:
    assert FIELD.clean(in_hours(minutes)) == minutes


@given(st.dates(min_value=dt.date(2020, 1, 1), max_value=dt.date(2100, 1, 1)))
def test_the_months_to_choose_are_those_of_a_year_that_is_not_closed(today: dt.date) -> None:
    months = [month for month, _name in month_choices(today)]
    assert months[0] == month_of(today)
    assert months == sorted(months, reverse=True)
    assert len(months) == (13 if today.month == 1 else today.month)
    assert list(back_to(today, today.year)) == months[: today.month]


def test_the_norm_counts_until_today_and_not_beyond_its_year() -> None:
    year_over = norm_of(2025, {"2025-03": {"support": 600}}, dt.date(2026, 3, 1))
    assert (year_over.spent, year_over.asked, year_over.a_week) == (10, 208, 4)
    assert year_over.is_over
    this_year = norm_of(2026, {}, dt.date(2026, 1, 15))
    assert (this_year.asked, this_year.is_over) == (8, False)


def test_the_norm_begins_with_the_appointment() -> None:
    today = dt.date(2026, 3, 1)
    assert norm_of(2026, {}, today, dt.date(2026, 2, 1)).asked == 16
    assert norm_of(2026, {}, today, dt.date(2020, 2, 1)).asked == norm_of(2026, {}, today).asked == 34
    assert norm_of(2025, {}, today, dt.date(2026, 2, 1)).asked == 0


@pytest.mark.django_db
class TestPages:
    def test_hours_are_kept_and_counted_without_whose_and_when(self) -> None:
        sitting, month = Sitting(), month_of(clock.today())
        answer = sitting.client.post(HOURS, {"support": "2,5", "information": "0:45"})
        assert answer.status_code == 303
        held = queries.hours(sitting.desk, clock.today().year).minutes
        assert held == {month: {"support": 150, "information": 45}}
        assert {fact.core_function: fact.minutes for fact in AdviserHours.objects.all()} == held[month]
        assert "3:15" in sitting.page(HOURS)

    def test_the_contacts_of_a_month_are_suggested_as_support(self) -> None:
        sitting = Sitting()
        opened = sitting.registered(minutes="90")
        sitting.act(opened, "contact", minutes="45", token=str(uuid4()))
        page = sitting.page(HOURS)
        assert "Uit je contacten: 2:15 uur" in page
        assert 'value="2:15"' in page
        assert AdviserHours.objects.count() == 0

    def test_a_contact_about_a_request_of_last_year_that_ended_is_suggested_too(self) -> None:
        sitting, year = Sitting(), clock.today().year
        with clock.as_of(dt.date(year - 1, 11, 10)):
            entry = registered(sitting.desk, settlement="three_way_talk").pk
        march = {"desk": sitting.desk, "entry": entry, "month": f"{year}-03"}
        with clock.as_of(dt.date(year, 3, 5)):
            services.add_contact(**march, version=1, minutes=40, token=uuid4())
            services.set_situation(**march, version=2, code="reported_sick")
        assert queries.contact_minutes(sitting.desk, f"{year}-03") == 40

    @pytest.mark.parametrize("typed", ["anderhalf", "800", "1:75", "\x00", "9" * 3000])
    def test_a_wrong_time_is_said_and_what_was_typed_stays(self, typed: str) -> None:
        sitting = Sitting()
        answer = sitting.client.post(HOURS, {"support": typed, "information": "1:15"})
        assert answer.status_code == 422
        assert 'value="1:15"' in answer.content.decode()
        assert AdviserHours.objects.count() == 0

    def test_an_unknown_month_is_this_one(self) -> None:
        sitting = Sitting()
        assert f"Uren in {in_words(month_of(clock.today()))}" in sitting.page(f"{HOURS}?maand=1999-01")

    def test_the_year_adds_up_and_explains_what_goes_on(self) -> None:
        sitting = Sitting()
        sitting.registered(settlement="three_way_talk", situation="reported_sick", minutes="30")
        sitting.registered()
        page = sitting.page(f"{HOME}jaar/")
        assert "nieuw 2 + meegekomen 0 = afgehandeld 1 + loopt nog 1" in page
        assert "Nu loopt 1 adviesvraag nog" in page
        assert "<svg" in page
        assert "Ziek gemeld" in page

    def test_a_year_without_anything_and_years_that_cannot_be(self) -> None:
        sitting, today = Sitting(), clock.today()
        assert "Je telde dit jaar nog niets" in sitting.page(f"{HOME}jaar/")
        past = sitting.page(f"{HOME}jaar/{today.year - 1}/")
        assert f"In {today.year - 1} telde je niets" in past
        assert "was voor het hele jaar" in past
        for year in (today.year + 1, 0, 1, 99999999999999999999):
            sitting.page(f"{HOME}jaar/{year}/", 404 if year else 200)
