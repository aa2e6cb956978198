"""The page of one request: what is added to it, what is taken back, and two windows at once."""

import re
from uuid import uuid4

import pytest
from tally_pages import LIST, Sitting

from loket.facts.models import AdviceRequest, AdviserEvaluation

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting() -> Sitting:
    return Sitting()


def test_a_contact_is_two_taps_and_counts_once(sitting: Sitting) -> None:
    opened, token = sitting.registered(minutes="30"), str(uuid4())
    for _ in range(2):
        assert sitting.act(opened, "contact", minutes="45", token=token).status_code == 303
    now = sitting.again(opened.entry.pk)
    assert [one.minutes for one in now.content.contacts] == [30, 45]
    assert "30 + 45 min" in sitting.page(f"{LIST}{opened.entry.pk}/")


def test_minutes_can_be_typed_and_go_before_a_tap(sitting: Sitting) -> None:
    opened = sitting.registered()
    sitting.act(opened, "contact", minutes="45", amount="20", token=str(uuid4()))
    assert sitting.again(opened.entry.pk).content.contacts[0].minutes == 20


@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"amount": "0"},
        {"amount": "1441"},
        {"amount": "9" * 5000},
        {"amount": "anderhalf"},
        {"amount": "5\x00"},
        {"minutes": "31"},
        {"minutes": "30", "month": "1999-01"},
        {"minutes": "30", "token": "geen"},
        {"minutes": "30", "version": "9" * 30},
        {"minutes": "30", "version": "-1"},
        {"minutes": "30", "seen": "x" * 30_000},
    ],
)
def test_a_contact_that_is_wrong_is_refused_and_nothing_is_written(sitting: Sitting, chosen: dict[str, str]) -> None:
    opened = sitting.registered()
    answer = sitting.act(opened, "contact", **{"token": str(uuid4()), **chosen})
    assert answer.status_code == 422
    assert "<title>Fout:" in answer.content.decode()
    assert sitting.again(opened.entry.pk).content == opened.content


def test_the_highest_settlement_counts_and_the_others_stay_in_the_history(sitting: Sitting) -> None:
    opened = sitting.registered(settlement="escalation_to_director")
    assert sitting.act(opened, "afdoening", code="sounding_board_talk_advice").status_code == 303
    page = sitting.page(f"{LIST}{opened.entry.pk}/")
    assert re.search(r'class="holds">Escalatie naar de directeur<', page)
    assert re.search(r"<span>Klankbordgesprek of advies[^<]*</span><form", page)
    assert AdviceRequest.objects.get().settlement == "escalation_to_director"


def test_what_was_taken_back_is_struck_through_and_counts_no_more(sitting: Sitting) -> None:
    opened = sitting.registered(settlement="criminal_report")
    assert sitting.act(opened, "terugnemen", which="settlement", index=0).status_code == 303
    assert "<s>Aangifte" in sitting.page(f"{LIST}{opened.entry.pk}/")
    assert AdviceRequest.objects.get().settlement == "settlement_ongoing"


@pytest.mark.parametrize(
    "chosen", [{"which": "ander", "index": 0}, {"which": "settlement", "index": 7}, {"index": "x"}]
)
def test_a_step_that_is_not_there_cannot_be_taken_back(sitting: Sitting, chosen: dict[str, str]) -> None:
    opened = sitting.registered(settlement="criminal_report")
    assert sitting.act(opened, "terugnemen", **{"which": "settlement", **chosen}).status_code == 422
    assert sitting.again(opened.entry.pk).content == opened.content


def test_a_situation_ends_a_request_and_says_something_of_the_evaluation(sitting: Sitting) -> None:
    opened = sitting.registered(settlement="three_way_talk")
    answer = sitting.act(opened, "situatie", code="reported_sick", evaluation="link_not_sent")
    assert answer.status_code == 303
    page = sitting.page(f"{LIST}{opened.entry.pk}/")
    assert "afgehandeld" in page
    assert "Link niet meegegeven" in page
    assert AdviserEvaluation.objects.get().evaluation_state == "link_not_sent"


def test_who_gives_the_link_along_is_led_to_a_code(sitting: Sitting) -> None:
    opened = sitting.registered(settlement="three_way_talk")
    answer = sitting.act(opened, "situatie", code="reported_sick", evaluation="link_sent")
    assert answer.status_code == 303
    assert answer.headers["Location"].partition("?")[0] == "/beheer/tellijst/evaluatie/"
    assert "Maak een code" in sitting.page(answer.headers["Location"])
    assert str(opened.entry.pk) not in answer.headers["Location"]
    assert sitting.again(opened.entry.pk).content.evaluation == "link_sent"


def test_what_was_said_of_the_evaluation_can_change(sitting: Sitting) -> None:
    opened = sitting.registered(settlement="three_way_talk", situation="reported_sick")
    assert sitting.act(opened, "evaluatie", code="link_not_sent").status_code == 303
    assert AdviserEvaluation.objects.get().evaluation_state == "link_not_sent"
    assert sitting.act(sitting.registered(), "evaluatie", code="link_not_sent").status_code == 422


def test_without_a_settlement_a_request_does_not_end(sitting: Sitting) -> None:
    opened = sitting.registered()
    answer = sitting.act(opened, "situatie", code="reported_sick", evaluation="link_not_sent")
    assert answer.status_code == 422
    assert re.search(r'value="reported_sick"[^>]*checked', answer.content.decode())
    assert sitting.again(opened.entry.pk).content == opened.content


def test_a_request_goes_on_after_all(sitting: Sitting) -> None:
    opened = sitting.registered(settlement="three_way_talk", situation="reported_sick")
    assert sitting.act(opened, "heropenen").status_code == 303
    page = sitting.page(f"{LIST}{opened.entry.pk}/")
    assert "Heropend" in page
    assert "loopt nog" in page


def test_codes_are_mended(sitting: Sitting) -> None:
    opened = sitting.registered()
    wanted = {"unit": "toeslagen", "subcategory": "fraud", "accused": "reporter_self", "reporter_accused": "yes"}
    assert sitting.act(opened, "verbeteren", **wanted).status_code == 303
    content = sitting.again(opened.entry.pk).content
    assert (content.unit, content.category, content.subcategory) == ("toeslagen", "financial_violation", "fraud")
    assert AdviceRequest.objects.get().unit == "toeslagen"


def test_another_window_was_first(sitting: Sitting) -> None:
    """What was chosen stays, what changed is said, and sent again it is done."""
    opened = sitting.registered()
    sitting.act(opened, "contact", minutes="30", token=str(uuid4()))
    sitting.act(sitting.again(opened.entry.pk), "afdoening", code="three_way_talk")
    answer = sitting.act(opened, "afdoening", code="referral_social_work")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Er is 1 contact bij, van 30 minuten" in page
    assert "Wat je deed: (Drie)gesprek" in page
    assert re.search(r'id="settlement_code_\d+"[^>]*checked', page)
    assert 'value="referral_social_work"' in page
    again = sitting.act(sitting.again(opened.entry.pk), "afdoening", code="referral_social_work")
    assert again.status_code == 303


def test_the_form_of_a_page_that_was_refused_carries_what_stands_now(sitting: Sitting) -> None:
    opened = sitting.registered()
    sitting.act(opened, "contact", minutes="30", token=str(uuid4()))
    page = sitting.act(
        opened, "verbeteren", unit="toeslagen", subcategory="fraud", accused="reporter_self", reporter_accused="no"
    ).content.decode()
    assert "Er is 1 contact bij" in page
    assert re.search(r'name="unit" value="toeslagen"[^>]*checked', page)
    assert set(re.findall(r'name="version" value="(\d+)"', page)) == {"2"}


@pytest.mark.parametrize("seen", ["", "geen json", "[]", '{"month": 1}', '{"contacts": 1}'])
def test_what_a_page_carried_may_be_anything(sitting: Sitting, seen: str) -> None:
    opened = sitting.registered()
    sitting.act(opened, "contact", minutes="30", token=str(uuid4()))
    answer = sitting.act(opened, "afdoening", code="three_way_talk", seen=seen)
    assert answer.status_code == 422
    assert "Dit veranderde intussen" not in answer.content.decode()


def test_nobody_else_opens_it(sitting: Sitting) -> None:
    opened, other = sitting.registered(), Sitting("gehoor")
    other.page(f"{LIST}{opened.entry.pk}/", 404)
    for what in ("contact", "afdoening", "situatie", "heropenen", "terugnemen", "verbeteren", "overig", "evaluatie"):
        assert other.act(opened, what).status_code == 404
    assert sitting.again(opened.entry.pk).content == opened.content


def test_the_list_has_what_is_open_first_with_what_is_missing(sitting: Sitting) -> None:
    sitting.registered(settlement="three_way_talk", situation="reported_sick", accused="reporter_self")
    sitting.registered(settlement="three_way_talk")
    sitting.registered()
    page = sitting.page(LIST)
    opened, _, ended = page.partition('id="ended"')
    assert "Loopt nog: 2 adviesvragen" in opened
    assert "vul in wat je deed, en hoe het nu is" in opened
    assert "Ziek gemeld" in ended
    assert "Ziek gemeld" not in opened
    assert 'id="ended"' not in sitting.page(f"{LIST}?toon=loopt")
    assert 'id="open"' not in sitting.page(f"{LIST}?toon=klaar&jaar=abc")


def test_the_list_of_one_adviser_holds_nothing_of_another(sitting: Sitting) -> None:
    sitting.registered(subcategory="perjury")
    assert "Meineed" in sitting.page(LIST)
    assert "Meineed" not in Sitting("gehoor").page(LIST)
