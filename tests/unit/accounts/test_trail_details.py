"""The details of an entry, as the auditor reads them: words for codes, yes for 1, and a year without a full stop."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation
from pytest_django import Settings

import loket
from loket.accounts.models import Role
from loket.accounts.trail_details import in_words, known
from loket.accounts.trail_words import DETAILS
from loket.core import audit
from loket.facts.kinds import KINDS
from people import person

SOURCE = Path(loket.__file__).parent


def said(action: str, **summary: int | str) -> list[str]:
    return [f"{name}: {value}" for name, value in in_words(action, summary, known())]


@pytest.mark.parametrize(
    ("action", "summary", "words"),
    [
        ("fact.correct", {"year": 2026}, ["jaar: 2026"]),
        (
            "fact.yield",
            {"advice_request": 2, "adviser_hours": 1},
            ["adviesvragen: 2", "uren van vertrouwenspersonen: 1"],
        ),
        ("handover.do", {"to": "mediation", "identity": 1}, ["aan: Mediation", "wie de melder is: ja"]),
        ("handover.ask", {"to": "oif"}, ["aan: Onderzoeksbureau Integriteit Financiën"]),
        ("case.hand-over", {"report": 0, "named": 1}, ["melding: nee", "met naam: 1"]),
        ("tally.device", {"act": "add"}, ["stap: toestel toegevoegd"]),
        ("report.hand-over", {"from": "oif"}, ["van: Onderzoeksbureau Integriteit Financiën"]),
        ("case.hold", {"reason": "police"}, ["reden: Politie of justitie doet onderzoek"]),
        ("case.search", {"by": "name", "found": 0}, ["gezocht op: een naam", "gevonden: 0"]),
        ("audit.export", {"wat": "account.create"}, ["handeling: account gemaakt"]),
        ("account.grant", {"unit": "douane"}, ["onderdeel: Douane"]),
        ("key.take-back", {"from": "oif"}, ["van: oif"]),
        ("something.else", {"k": "x", "empty": "", "n": 0}, ["k: x", "n: 0"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_detail_is_said_in_words(action: str, summary: Mapping[str, int | str], words: list[str]) -> None:
    assert said(action, **summary) == words


def test_the_same_code_is_said_as_its_own_list_says_it() -> None:
    """A court is a reason to keep a case, and a ground to tell of a reporter."""
    assert said("case.hold", reason="court") != said("case.disclose", reason="court")


def test_the_words_follow_the_language() -> None:
    with translation.override("en"):
        assert said("handover.do", identity=0) == ["who the reporter is: no"]


@pytest.mark.django_db
def test_the_page_shows_them(client: Client) -> None:
    client.force_login(person("model", Role.AUDITOR))
    audit.record(actor="a", action="fact.correct", target="fact:incident", summary={"year": 2026})
    page = client.get("/beheer/logboek/", {"wie": "a"}).content.decode()
    assert "jaar: 2026" in page
    assert "2.026" not in page


def test_the_trail_can_be_read_whatever_is_wrong_with_the_files_of_a_room(settings: Settings, tmp_path: Path) -> None:
    for path in ("organisation.yaml", "lists"):
        (tmp_path / path).symlink_to(settings.DATA / path)
    (tmp_path / "advisers.yaml").write_text("wrong")
    settings.DATA = tmp_path
    assert said("handover.do", to="oif", identity=1) == ["aan: oif", "wie de melder is: ja"]


def test_every_detail_that_a_room_writes_has_a_name() -> None:
    written = {name for path in SOURCE.rglob("*.py") for name in details(ast.parse(path.read_text("utf-8")))}
    assert {"body", "ground", "to"} <= written
    assert sorted(written - set(DETAILS)) == []
    assert sorted(set(KINDS) - set(DETAILS)) == []


def details(tree: ast.Module) -> Iterator[str]:
    """The keys of each ``summary``, and what is given to a ``note`` beside who and when."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            given = {one.arg: one.value for one in node.keywords if one.arg}
            yield from keys(given.get("summary"))
            if isinstance(node.func, ast.Name) and node.func.id in {"note", "_note"}:
                yield from given.keys() - {"actor", "day_only", "uploads"}
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(one, ast.Name) and one.id == "summary" for one in targets):
                yield from keys(node.value)


def keys(value: ast.expr | None) -> Iterator[str]:
    if isinstance(value, ast.Dict):
        yield from (key.value for key in value.keys if isinstance(key, ast.Constant) and isinstance(key.value, str))
