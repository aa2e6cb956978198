"""How an adviser comes to their desk: with their own key unlocked, and to no other one's rows."""

import pytest
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from tally_world import adviser_at_desk, registered

from loket.accounts.models import Role
from loket.advisers import queries
from loket.advisers.access import desk_of, with_key
from loket.advisers.errors import Locked, NotThere
from loket.advisers.models import Entry
from loket.core import clock
from people import adviser, person, sign_in

pytestmark = pytest.mark.django_db


@with_key
def locked(_request: object) -> HttpResponse:
    raise Locked


@with_key
def absent(_request: object) -> HttpResponse:
    raise NotThere


def test_who_has_not_unlocked_is_led_to_where_they_can_and_back() -> None:
    ask = RequestFactory()
    answer = locked(ask.get("/beheer/tellijst/mijn-lijst/?jaar=2026"))
    assert answer["Location"] == reverse("keys:unlock") + "?volgende=%2Fbeheer%2Ftellijst%2Fmijn-lijst%2F%3Fjaar%3D2026"
    after_a_form = locked(ask.post("/beheer/tellijst/register/"))
    assert after_a_form["Location"].endswith("?volgende=%2Fbeheer%2Ftellijst%2F")


def test_what_is_not_theirs_is_not_there() -> None:
    with pytest.raises(Http404):
        absent(RequestFactory().get("/"))


def test_what_was_changed_in_the_database_is_said_to_be_so(client: Client) -> None:
    account, private = adviser("luister")
    sign_in(client, account, private)
    entry = registered(desk_of(account, private))
    Entry.objects.filter(pk=entry.pk).update(version=7)
    for page in (reverse("advisers:tally"), reverse("advisers:entry", args=[entry.pk])):
        answer = client.get(page)
        assert (answer.status_code, "buiten het loket om veranderd" in answer.content.decode()) == (409, True)


def test_nobody_but_an_adviser_comes_in(client: Client) -> None:
    for number, role in enumerate(Role.values):
        if role != Role.ADVISER:
            sign_in(client, person(f"iemand{number}", role, body="oif", unit="douane"))
            assert client.get(reverse("advisers:tally")).status_code == 404


def test_an_adviser_whose_key_is_locked_is_led_to_unlocking(client: Client) -> None:
    account, _private = adviser("luister")
    answer = sign_in(client, account).get(reverse("advisers:tally"))
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, reverse("keys:unlock"))


def test_an_adviser_sees_their_own_and_nothing_of_another(client: Client) -> None:
    other = adviser_at_desk("gehoor")
    entry = registered(other)
    account, private = adviser("luister")
    sign_in(client, account, private)
    assert client.get(reverse("advisers:tally")).status_code == 200
    assert client.get(reverse("advisers:entry", args=[entry.pk])).status_code == 404
    assert queries.number_in_year(other, clock.today().year) == 1
