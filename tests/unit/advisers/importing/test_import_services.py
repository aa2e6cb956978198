"""Reading in an existing tally: all or nothing, once, and only for the adviser."""

import datetime as dt

import pytest
from sheet_files import comma_separated, ods, xlsx
from tally_world import adviser_at_desk

from loket.advisers import queries as tally
from loket.advisers.access import Desk
from loket.advisers.errors import NotThere
from loket.advisers.importing import services
from loket.advisers.importing.content import guessed
from loket.advisers.importing.errors import BadColumns, BadSheet, NothingToRead, OtherCount
from loket.advisers.importing.planning import meanings
from loket.advisers.models import Entry, ImportDraft
from loket.core import clock
from loket.core.models import AuditEntry
from loket.facts import queries as facts

pytestmark = pytest.mark.django_db

HEAD = ["Datum", "Onderdeel", "Hoofdcategorie", "Subcategorie", "Betreft", "Afdoening", "Situatie", "Toelichting"]
TALK = "Klankbordgesprek/advies/ incl. nazorgcontact (ook telefonisch, mail)"
CONDUCT = "5. Ongewenste omgangsvormen"
ROWS = [
    HEAD,
    ["14-03-2026", "Douane", CONDUCT, "Intimidatie", "Direct leidinggevende", TALK, "Genormaliseerd", "S. Voorbeeld"],
    ["2026-04-02", "Toeslagen", CONDUCT, "Overig", "Melder zelf", "Loopt nog", "", "een heel verhaal"],
    ["mei", "Anders", "8. Problematiek Personeel & Organisatie", "Overig", "Andere leidinggevende", "", "", ""],
]
LATER = dt.date(2026, 11, 20)


@pytest.fixture
def desk(db: None) -> Desk:
    return adviser_at_desk()


def started(desk: Desk, data: bytes) -> services.OpenDraft:
    """A draft of this file with its columns and codes as they were guessed."""
    draft = services.opened(desk, services.begin(desk=desk, data=data).pk)
    sheet = draft.content.sheets[0]
    columns = guessed(sheet, sheet.head)
    services.choose_columns(desk=desk, id=draft.id, sheet=0, head=sheet.head, columns=columns, year=2026, month="")
    return with_guesses(desk, draft)


def with_guesses(desk: Desk, draft: services.OpenDraft) -> services.OpenDraft:
    codes: dict[str, dict[str, str]] = {}
    content = services.opened(desk, draft.id).content
    for one in meanings(content, services.plan(content).advisers):
        codes.setdefault(one.name, {})[one.text] = one.code
    services.choose_codes(desk=desk, id=draft.id, codes=codes)
    return services.opened(desk, draft.id)


@pytest.mark.parametrize(
    "data",
    [
        xlsx({"Blad1": ROWS}),
        ods({"Blad1": ROWS}),
        comma_separated(ROWS),
        comma_separated(ROWS, sign=",", encoding="utf-8-sig"),
        comma_separated(ROWS, sign="\t", encoding="cp1252"),
    ],
    ids=["xlsx", "ods", "csv", "csv with a mark and commas", "csv of Windows with tabs"],
)
def test_a_tally_is_read_in(desk: Desk, data: bytes) -> None:
    with clock.as_of(LATER):
        draft = started(desk, data)
        assert services.plan(draft.content).problems == []
        assert services.read_in(desk=desk, id=draft.id) == 3
    rows = facts.live_facts("advice_request", 2026).values()
    assert sorted((row["unit"], row["subcategory"], row["settlement"], row["situation"]) for row in rows) == [
        ("douane", "intimidation", "sounding_board_talk_advice", "normalised_and_resolved"),
        ("other_or_unknown", "personnel_other", "settlement_ongoing", "situation_ongoing"),
        ("toeslagen", "conduct_other", "settlement_ongoing", "situation_ongoing"),
    ]
    assert not ImportDraft.objects.exists()
