"""The page on which a request is counted: a few taps, one request to the server, each sent one counted once."""

import re
from uuid import uuid4

import pytest
from tally_pages import CHOSEN, HOME, LIST, Sitting

from loket.advisers.models import Entry
from loket.core.models import AuditEntry
from loket.facts.models import AdviceRequest

pytestmark = pytest.mark.django_db
TAPS = 6


@pytest.fixture
def sitting() -> Sitting:
    return Sitting()


def test_the_first_time_every_unit_is_in_sight_and_none_is_chosen(sitting: Sitting) -> None:
    page = sitting.page(HOME)
    assert not re.search(r'name="unit"[^>]*checked', page)
    assert "zoals vorige keer" not in page
    assert "Dit wordt adviesvraag 1 van jou in" in page


def test_on_the_first_day_no_page_speaks_of_what_was_never_counted(sitting: Sitting) -> None:
    assert "afgehandeld" not in sitting.page(HOME)
    listed = sitting.page(LIST)
    assert "Je telde nog niets" in listed
    assert "Loopt nog" not in listed
    sitting.registered()
    assert "Loopt nog: 1 adviesvraag" in sitting.page(HOME)
    assert "Loopt nog: 1 adviesvraag" in sitting.page(LIST)


def test_the_unit_of_the_last_request_is_chosen_beforehand(sitting: Sitting) -> None:
    sitting.registered(unit="toeslagen")
    sitting.registered(unit="douane")
    page = sitting.page(HOME)
    assert re.search(r'value="douane"[^>]*checked', page)
    assert not re.search(r'value="toeslagen"[^>]*checked', page)
    assert "zoals vorige keer" in page
    assert "Dit wordt adviesvraag 3 van jou in" in page


def test_the_group_of_the_last_request_is_open_and_the_others_folded(sitting: Sitting) -> None:
    sitting.registered(subcategory="fraud")
    opened, _, folded = sitting.page(HOME).partition("Kies een ander onderwerp (5)")
    for code, is_open in {"fraud": True, "intimidation": True, "labour_conflict": True, "perjury": False}.items():
        assert (f'value="{code}"' in opened) == is_open
        assert (f'value="{code}"' in folded) != is_open


def test_registering_is_one_request_and_says_which_number_it_became(sitting: Sitting) -> None:
    answer = sitting.register()
    assert answer.status_code == 303
    entry = Entry.objects.get()
    page = sitting.page(answer.headers["Location"])
    assert "Geteld: adviesvraag 1 van jou in" in page
    assert f"/mijn-lijst/{entry.pk}/" in page
    fact = AdviceRequest.objects.get()
    assert (fact.unit, fact.category, fact.subcategory) == ("douane", "undesirable_conduct", "intimidation")


def test_nothing_of_it_stands_in_an_address_the_trail_or_the_session(sitting: Sitting) -> None:
    before = AuditEntry.objects.count()
    answer = sitting.register()
    told = [answer.headers["Location"], str(dict(sitting.client.session))]
    told += [f"{one.actor} {one.target} {one.summary}" for one in AuditEntry.objects.all()[before:]]
    for word in ("douane", "intimidation", "undesirable_conduct", "direct_manager"):
        assert not any(word in text for text in told)
    assert all(one.actor == "vertrouwenspersoon" for one in AuditEntry.objects.all()[before:])


def test_the_same_form_twice_counts_once(sitting: Sitting) -> None:
    id = str(uuid4())
    first, second = sitting.register(id=id), sitting.register(id=id)
    assert (first.status_code, second.status_code) == (303, 303)
    assert Entry.objects.count() == AdviceRequest.objects.count() == 1


def test_the_id_of_somebody_elses_request_is_refused_and_nothing_is_lost(sitting: Sitting) -> None:
    id = str(uuid4())
    Sitting("gehoor").register(id=id)
    answer = sitting.register(id=id, accused="reporter_self")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert re.search(r'value="reporter_self"[^>]*checked', page)
    assert f'value="{id}"' not in page
    assert Entry.objects.count() == 1


def test_everything_that_can_be_chosen_arrives(sitting: Sitting) -> None:
    opened = sitting.registered(
        settlement="three_way_talk", situation="reported_sick", minutes="45", reporter_accused="yes"
    )
    content = opened.content
    assert [step.code for step in content.settlements] == ["three_way_talk"]
    assert [step.code for step in content.situations] == ["reported_sick"]
    assert [contact.minutes for contact in content.contacts] == [45]
    assert (content.reporter_accused, content.evaluation) == ("yes", "link_not_stated")
    assert not opened.entry.is_open


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ({"unit": ""}, "Kies het onderdeel"),
        ({"subcategory": ""}, "Kies waar het over gaat"),
        ({"accused": ""}, "Kies over wie het gaat"),
        ({"situation": "reported_sick"}, "Kies ook wat je hebt gedaan"),
        ({"unit": "bestaat_niet"}, "Kies een van de antwoorden"),
        ({"unit": "douane\x00"}, "Kies een van de antwoorden"),
        ({"settlement": "settlement_ongoing"}, "Kies een van de antwoorden"),
        ({"minutes": "9" * 400}, "Kies een van de antwoorden"),
        ({"month": "2031-01"}, "Kies een maand"),
        ({"id": "geen-id"}, "Deze pagina was niet compleet"),
        ({"id": "\x00" * 36}, "Deze pagina was niet compleet"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_chosen_stays(sitting: Sitting, chosen: dict[str, str], words: str) -> None:
    answer = sitting.register(**chosen)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Fout:" in page
    assert words in page
    kept = {**CHOSEN, **chosen}
    for name in ("unit", "subcategory", "accused"):
        if name not in chosen:
            assert re.search(rf'name="{name}" value="{kept[name]}"[^>]*checked', page)
    assert Entry.objects.count() == 0


def test_every_link_of_the_summary_leads_to_a_question(sitting: Sitting) -> None:
    page = sitting.register(unit="", subcategory="", accused="", situation="reported_sick").content.decode()
    for target in re.findall(r'<a href="#([^"]+)">', page.partition("</ul>")[0]):
        assert f'id="{target}"' in page
    assert page.count('href="#id_') == 4


def test_overig_is_asked_once_and_a_choice_is_kept(sitting: Sitting) -> None:
    answer = sitting.register(subcategory="conduct_other")
    page = sitting.page(answer.headers["Location"])
    assert "Je koos Overig" in page
    opened = sitting.again(Entry.objects.get().pk)
    assert opened.content.asked_other
    after = sitting.act(opened, "overig", subcategory="bullying_exclusion")
    assert after.status_code == 303
    assert sitting.again(opened.entry.pk).content.subcategory == "bullying_exclusion"
    assert AdviceRequest.objects.get().subcategory == "bullying_exclusion"
    assert "Je koos Overig" not in sitting.page(after.headers["Location"])
    assert "Je koos Overig" not in sitting.page(HOME)


def test_overig_may_stay(sitting: Sitting) -> None:
    opened = sitting.registered(subcategory="conduct_other")
    after = sitting.act(opened, "overig", subcategory="")
    assert after.status_code == 303
    assert sitting.again(opened.entry.pk).content.subcategory == "conduct_other"
    assert sitting.act(opened, "overig", subcategory="fraud").status_code == 422


def test_what_is_not_overig_is_not_asked_about(sitting: Sitting) -> None:
    answer = sitting.register()
    assert "Je koos Overig" not in sitting.page(f"{answer.headers['Location']}&vraag=1")


def test_somebody_elses_request_is_not_shown_as_just_counted(sitting: Sitting) -> None:
    location = Sitting("gehoor").register().headers["Location"]
    assert "Geteld" not in sitting.page(location)
    assert "Geteld" not in sitting.page(f"{HOME}?geteld=geen-id")


def test_who_locked_their_key_is_led_to_unlock(sitting: Sitting) -> None:
    sitting.client.post("/beheer/vergrendelen/")
    answer = sitting.client.get(HOME)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/beheer/ontgrendelen/")


def test_any_request_takes_at_most_six_taps(sitting: Sitting) -> None:
    """The worst: another unit and a folded subject, each one tap further; with what is required, and the button."""
    sitting.registered()
    page = sitting.page(HOME)
    folded = {"unit": 1, "subcategory": 1, "accused": 0, "reporter_accused": 0}
    required = [name for name in folded if not (name == "reporter_accused" and is_chosen(page, name))]
    assert sum(1 + folded[name] for name in required) + 1 <= TAPS
    assert is_chosen(page, "unit")


def is_chosen(page: str, name: str) -> bool:
    return bool(re.search(rf'name="{name}"[^>]*checked', page))
