"""Forms come from our own pages only (WEB-3), also under a policy that sends no referrer."""

import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
SIGN_IN = "/aanmelden/"


@pytest.fixture
def visitor() -> Client:
    return Client(enforce_csrf_checks=True)


def post(visitor: Client, token: str, **headers: str) -> int:
    data = {"csrfmiddlewaretoken": token, "username": "", "password": ""}
    return visitor.post(SIGN_IN, data, headers=headers).status_code


def token_of(visitor: Client) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', visitor.get(SIGN_IN).content.decode())
    assert found
    return found[1]


def test_our_own_form_is_accepted_though_the_browser_hides_its_origin(visitor: Client) -> None:
    assert post(visitor, token_of(visitor), origin="null", sec_fetch_site="same-origin") == 422


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", ""])
def test_a_form_of_somebody_else_is_refused(visitor: Client, site: str) -> None:
    assert post(visitor, token_of(visitor), origin="null", sec_fetch_site=site) == 403


def test_another_origin_is_refused(visitor: Client) -> None:
    assert post(visitor, token_of(visitor), origin="https://evil.example", sec_fetch_site="same-origin") == 403


def test_a_form_without_token_is_refused_with_help(visitor: Client) -> None:
    answer = visitor.post(SIGN_IN, {"username": "fictie"})
    assert answer.status_code == 403
    assert "Er is niets verstuurd" in answer.content.decode()
