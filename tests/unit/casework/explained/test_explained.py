"""How bodies work, for anybody to read: in both languages, without a cookie, and nothing of an unknown procedure."""

import pytest
from django.test import Client

from loket.casework.configuration import configuration
from loket.casework.reading import procedures


@pytest.mark.parametrize(("start", "language"), [("", "nl"), ("/en", "en")])
def test_every_procedure_of_a_body_is_listed_and_explained(client: Client, start: str, language: str) -> None:
    listed = client.get(f"{start}/zo-werkt-het/")
    used = {code for body in configuration().bodies.values() for code in body.procedures}
    for code in used:
        assert f'href="{start}/zo-werkt-het/{code}/"' in listed.content.decode()
        page = client.get(f"{start}/zo-werkt-het/{code}/")
        assert page.status_code == 200
        assert not page.cookies
        text = page.content.decode()
        assert "<svg" in text
        for stage in procedures()[code].stages:
            assert stage.label[language] in text


@pytest.mark.parametrize("code", ["niets", "%00", "OIF", "../oif"])
def test_what_nobody_works_by_is_not_there(client: Client, code: str) -> None:
    assert client.get(f"/zo-werkt-het/{code}/").status_code == 404
