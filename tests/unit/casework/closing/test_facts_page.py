"""The page of facts: all that crosses, in words; what is missing and where to fill it in; and confirming it."""

import datetime as dt

import pytest
from case_world import House
from django.test import Client
from settling import SETTLED, again, before_decision, change_person, do, new_case

from loket.casework import queries
from loket.core.models import AuditEntry
from loket.facts.models import SettledCase

pytestmark = pytest.mark.django_db
DECIDED = {**SETTLED, "decided_on": dt.date(2024, 11, 5), "about": "Een geheim verhaal"}


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def shown(text: str) -> str:
    return text.partition('name="shown" value="')[2].partition('"')[0]


def test_only_codes_in_words_by_the_year_in_which_they_count(house: House) -> None:
    opened = before_decision(new_case(house), DECIDED)
    text = page(house.client("staal"), f"/beheer/zaken/{opened.case.reference}/feiten/")
    assert "Telt mee in 2024" in text
    assert "Corrigerend gesprek" in text
    assert "Douane" in text
    assert "Afgedane zaak van één betrokkene: persoon 1" in text
    assert "staat in de cijfers" in text
    assert "komt erbij met de stap: Doe de zaak af" in text
    assert "geheim" not in text
    assert "Verzinsel" not in text


def test_confirming_opens_the_way_to_settle_and_stands_in_the_trail(house: House) -> None:
    opened = before_decision(new_case(house), DECIDED)
    client, address = house.client("staal"), f"/beheer/zaken/{opened.case.reference}/feiten/"
    answer = client.post(address, {"shown": shown(page(client, address))})
    assert (answer.status_code, answer.headers["Location"]) == (303, address)
    assert "Deze feiten zijn nagekeken" in page(client, address)
    entry = AuditEntry.objects.get(action="case.facts")
    assert (entry.actor, entry.target) == ("staal", f"case:{opened.case.reference}")
    assert "facts_reviewed" in queries.requirements_met(again(opened))
    do(opened, "settle")
    assert SettledCase.objects.get().year == 2024


def test_what_is_missing_is_named_with_the_way_to_fill_it_in(house: House) -> None:
    opened = before_decision(new_case(house), {"settlement": "no_action"})
    client, address = house.client("staal"), f"/beheer/zaken/{opened.case.reference}/feiten/"
    text = page(client, address)
    assert "Er ontbreken 3 codes" in text
    assert "Het jaar is nog niet bekend" in text
    assert f'href="/beheer/zaken/{opened.case.reference}/persoon/1/"' in text
    assert 'name="shown"' not in text
    assert client.post(address, {"shown": "0" * 64}).status_code == 422


@pytest.mark.parametrize("sent", [{}, {"shown": ""}, {"shown": "x" * 70}, {"shown": "a\0b"}, {"shown": "0" * 64}])
def test_a_form_that_does_not_fit_confirms_nothing(house: House, sent: dict[str, str]) -> None:
    opened = before_decision(new_case(house), DECIDED)
    answer = house.client("staal").post(f"/beheer/zaken/{opened.case.reference}/feiten/", sent)
    assert answer.status_code == 422
    assert "Bevestig deze feiten" in answer.content.decode()
    assert not AuditEntry.objects.filter(action="case.facts").exists()


def test_what_changed_meanwhile_is_shown_before_it_is_confirmed(house: House) -> None:
    opened = before_decision(new_case(house), DECIDED)
    client, address = house.client("staal"), f"/beheer/zaken/{opened.case.reference}/feiten/"
    before = shown(page(client, address))
    change_person(opened, 1, settlement="dismissal")
    answer = client.post(address, {"shown": before})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "intussen veranderd" in text
    assert "Beëindiging van het dienstverband" in text
    assert client.post(address, {"shown": shown(text)}).status_code == 303


def test_who_does_not_read_the_case_sees_no_facts_of_it(house: House) -> None:
    opened = before_decision(new_case(house), DECIDED)
    address = f"/beheer/zaken/{opened.case.reference}/feiten/"
    assert house.client("proef").get(address).status_code == 403
    assert house.client("denkbeeld").get(address).status_code == 404


def test_a_case_of_which_nothing_follows_says_so(house: House) -> None:
    opened = new_case(house)
    assert "volgt nu nog geen feit" in page(house.client("staal"), f"/beheer/zaken/{opened.case.reference}/feiten/")
