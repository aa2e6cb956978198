"""What nobody asked about "other", as what came from a phone without a connection or from a file, is asked once on the
page of the request, and the list says that there is something to ask."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from tally_pages import LIST, Sitting
from tally_world import NEW

from loket.advisers import services
from loket.advisers.checks import this_month
from loket.advisers.queries import OpenEntry
from loket.facts.models import AdviceRequest

pytestmark = pytest.mark.django_db
OTHER = replace(NEW, subcategory="conduct_other")
ASKED, TO_ASK = "Deze adviesvraag staat onder Overig", "Kijk of een ander onderwerp past"


@pytest.fixture
def sitting() -> Sitting:
    return Sitting()


def from_a_file(sitting: Sitting, new: services.NewEntry = OTHER, count: int = 1) -> list[OpenEntry]:
    rows = services.register_many(desk=sitting.desk, entries=[(uuid4(), new, this_month()) for _ in range(count)])
    return [sitting.again(row.pk) for row in rows]


def page_of(sitting: Sitting, id: UUID) -> str:
    return sitting.page(f"{LIST}{id}/")


@pytest.mark.parametrize(("chosen", "became"), [("bullying_exclusion", "bullying_exclusion"), ("", "conduct_other")])
def test_it_is_asked_until_there_is_an_answer_and_then_no_more(sitting: Sitting, chosen: str, became: str) -> None:
    opened = from_a_file(sitting)[0]
    assert ASKED in page_of(sitting, opened.entry.pk)
    answer = sitting.act(opened, "overig", subcategory=chosen)
    assert answer.status_code == 303
    assert sitting.again(opened.entry.pk).content.subcategory == AdviceRequest.objects.get().subcategory == became
    assert ASKED not in page_of(sitting, opened.entry.pk)
    assert TO_ASK not in sitting.page(answer.headers["Location"])


def test_the_list_shows_what_there_is_to_ask_and_where_the_next_one_is(sitting: Sitting) -> None:
    first, second = from_a_file(sitting, count=2)
    from_a_file(sitting, replace(NEW, unit="toeslagen"))
    assert "2 adviesvragen staan onder Overig" in sitting.page(LIST)
    answer = sitting.act(first, "overig", subcategory="")
    page = sitting.page(answer.headers["Location"])
    assert "Staat onder Overig: 1 adviesvraag" in page
    assert str(second.entry.pk) in page
    assert str(first.entry.pk) not in page


def test_what_was_asked_when_it_was_counted_is_not_asked_again(sitting: Sitting) -> None:
    opened = sitting.registered(subcategory="conduct_other")
    assert ASKED not in page_of(sitting, opened.entry.pk)
    assert TO_ASK not in sitting.page(LIST)


def test_who_mends_the_codes_was_asked(sitting: Sitting) -> None:
    opened = from_a_file(sitting)[0]
    codes: dict[str, Any] = {name: getattr(OTHER, name) for name in ("unit", "subcategory")}
    sitting.act(opened, "verbeteren", **codes, accused="reporter_self", reporter_accused="no")
    assert ASKED not in page_of(sitting, opened.entry.pk)


def test_an_answer_that_cannot_be_kept_leaves_the_question(sitting: Sitting) -> None:
    opened = from_a_file(sitting)[0]
    answer = sitting.act(opened, "overig", subcategory="fraud")
    assert answer.status_code == 422
    assert ASKED in answer.content.decode()
    assert sitting.again(opened.entry.pk).content == opened.content
