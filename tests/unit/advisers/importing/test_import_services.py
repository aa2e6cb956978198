"""Reading in an existing tally: all or nothing, once, and only for the adviser."""

import datetime as dt

import pytest
from django.db import transaction
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
from loket.facts.kinds import KINDS
from loket.facts.models import AdviceRequest

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


def csv(*rows: list[str]) -> bytes:
    return comma_separated(
        [["Maand", "Onderdeel", "Hoofdcategorie", "Subcategorie", "Wie", "Aantal", "Minuten"], *rows]
    )


def row(month: str = "2026-03", sub: str = "Intimidatie", number: str = "", minutes: str = "") -> list[str]:
    return [month, "Douane", "Ongewenste omgangsvormen", sub, "Melder zelf", number, minutes]


def problems(desk: Desk, *rows: list[str]) -> dict[str, list[int]]:
    with clock.as_of(LATER):
        draft = started(desk, csv(*rows))
        return {one.what: one.rows for one in services.plan(draft.content).problems}


def test_a_wrong_row_is_named_with_what_is_wrong_and_how_to_mend_it(desk: Desk) -> None:
    found = problems(desk, row(), row(sub="iets heel anders"), row(), row(month="2027-01"), row(number="veel"))
    assert found == {
        "‘Ongewenste omgangsvormen: iets heel anders’ is geen subcategorie. Kies er een bij stap 3": [3],
        "‘2027-01’ ligt in de toekomst. Verbeter de maand": [5],
        "‘veel’ is geen aantal. Schrijf een getal van 1 tot en met 1.000": [6],
    }


@pytest.mark.parametrize("month", ["", "2026-13", "1999-03", "ooit", "3 of 4"])
def test_what_is_no_month_is_wrong(desk: Desk, month: str) -> None:
    assert list(problems(desk, row(), row(month=month)).values()) == [[3]]


@pytest.mark.parametrize("minutes", ["1441", "-1", "veel", "1.5", "9" * 30])
def test_what_is_no_number_of_minutes_is_wrong(desk: Desk, minutes: str) -> None:
    assert list(problems(desk, row(), row(minutes=minutes)).values()) == [[3]]


def test_a_near_wording_is_guessed_and_not_certain(desk: Desk) -> None:
    with clock.as_of(LATER):
        draft = services.opened(desk, services.begin(desk=desk, data=csv(row(sub="Intimidtie"))).pk)
        columns = guessed(draft.content.sheets[0], 0)
        services.choose_columns(desk=desk, id=draft.id, sheet=0, head=0, columns=columns, year=2026, month="")
        content = services.opened(desk, draft.id).content
    found = {one.name: one for one in meanings(content, services.plan(content).advisers)}
    assert (found["subcategory"].code, found["subcategory"].is_certain) == ("intimidation", False)
    assert (found["unit"].code, found["unit"].is_certain) == ("douane", True)


def test_a_row_with_a_number_counts_as_often_and_shares_its_minutes(desk: Desk) -> None:
    with clock.as_of(LATER):
        draft = started(desk, csv(row(number="3", minutes="100"), row()))
        assert services.read_in(desk=desk, id=draft.id) == 4
        entries = tally.entries(desk, 2026)
    assert sorted(sum(one.minutes for one in entry.content.contacts) for entry in entries) == [0, 33, 33, 34]


def test_wrong_rows_are_left_out_only_when_that_is_said_with_their_number(desk: Desk) -> None:
    with clock.as_of(LATER):
        draft = started(desk, csv(row(), row(month="ooit"), row()))
        for count in (0, 2):
            with pytest.raises(OtherCount):
                services.read_in(desk=desk, id=draft.id, leave_out=count)
        assert Entry.objects.count() == 0
        assert services.read_in(desk=desk, id=draft.id, leave_out=1) == 2


def test_with_nothing_but_wrong_rows_nothing_is_read_in(desk: Desk) -> None:
    draft = started(desk, csv(row(month="ooit")))
    with pytest.raises(NothingToRead):
        services.read_in(desk=desk, id=draft.id, leave_out=1)
    assert services.current(desk) is not None


def test_the_same_file_again_counts_once_and_adds_what_was_left_out(desk: Desk) -> None:
    """Also when the codes were mended in between: what stands is left as it is."""
    data = csv(row(), row(sub="iets heel anders"))
    with clock.as_of(LATER):
        services.read_in(desk=desk, id=started(desk, data).id, leave_out=1)
        draft = started(desk, data)
        services.choose_codes(
            desk=desk,
            id=draft.id,
            codes={"subcategory": {"Ongewenste omgangsvormen\niets heel anders": "intimidation"}},
        )
        content = services.opened(desk, draft.id).content
        assert services.standing(desk, content, services.plan(content).requests) == 1
        assert services.read_in(desk=desk, id=draft.id) == 2
    assert Entry.objects.count() == 2
    assert len(facts.live_facts("advice_request", 2026)) == 2


def test_sent_twice_counts_once(desk: Desk) -> None:
    with clock.as_of(LATER):
        draft = started(desk, csv(row()))
        services.read_in(desk=desk, id=draft.id)
        with pytest.raises(NotThere):
            services.read_in(desk=desk, id=draft.id)
    assert Entry.objects.count() == 1


@transaction.atomic
def killed(desk: Desk, draft: services.OpenDraft) -> None:
    services.read_in(desk=desk, id=draft.id)
    raise KeyboardInterrupt


def test_killed_half_way_it_leaves_nothing(desk: Desk) -> None:
    """The draft stays, so that it can be done again."""
    with clock.as_of(LATER):
        draft = started(desk, csv(*[row() for _ in range(20)]))
        with pytest.raises(KeyboardInterrupt):
            killed(desk, draft)
    assert Entry.objects.count() == len(facts.live_facts("advice_request", 2026)) == 0
    assert services.current(desk) is not None


def test_a_year_that_was_loaded_is_refused(desk: Desk) -> None:
    AdviceRequest.objects.create(
        year=2024, origin=AdviceRequest.Origin.values[0], **dict.fromkeys(KINDS["advice_request"].names, "x")
    )
    found = problems(desk, row(month="2024-05"), row())
    assert list(found.values()) == [[2]]
    assert "De cijfers van 2024 staan al in het jaarverslag" in next(iter(found))


def test_a_code_that_no_longer_holds_counts_in_its_own_year_only(desk: Desk) -> None:
    rows = [[*row(month="2023-05")], [*row(month="2026-05")]]
    for one in rows:
        one[4] = "Leidinggevende"
    assert problems(desk, *rows) == {"‘Leidinggevende’ bestond niet in 2026. Kies bij stap 3 iets anders": [3]}


def test_another_adviser_neither_sees_nor_reads_in_a_draft(desk: Desk) -> None:
    draft, other = started(desk, csv(row())), adviser_at_desk("gehoor")
    assert services.current(other) is None
    for act in (services.opened, lambda desk, id: services.read_in(desk=desk, id=id)):
        with pytest.raises(NotThere):
            act(other, draft.id)


def test_stories_names_and_days_are_nowhere(desk: Desk) -> None:
    """Neither in the draft, nor in what is left of it: the columns are gone before anything is sealed."""
    with clock.as_of(LATER):
        content = services.opened(desk, services.begin(desk=desk, data=comma_separated(ROWS)).pk).content
    said = content.model_dump_json()
    assert "Voorbeeld" not in said
    assert "verhaal" not in said
    assert "14-03" not in said
    assert content.sheets[0].unread == ("Toelichting",)


def test_columns_that_were_not_chosen_are_gone(desk: Desk) -> None:
    draft = services.opened(desk, services.begin(desk=desk, data=csv(row(minutes="45"))).pk)
    services.choose_columns(desk=desk, id=draft.id, sheet=0, head=0, columns={"unit": 1}, year=2026, month="03")
    assert services.opened(desk, draft.id).content.chosen.rows == ((1, ("Onderdeel",)), (2, ("Douane",)))


@pytest.mark.parametrize(
    "given",
    [{"sheet": 1}, {"sheet": -1}, {"head": 1}, {"head": -1}, {"columns": {}}, {"columns": {"unit": 1, "accused": 1}}],
)
def test_columns_that_do_not_fit_are_refused(desk: Desk, given: dict[str, object]) -> None:
    draft = services.begin(desk=desk, data=csv(row()))
    values = {"sheet": 0, "head": 0, "columns": {"unit": 1}, "year": 2026, "month": "", **given}
    with pytest.raises(BadColumns):
        services.choose_columns(desk=desk, id=draft.pk, **values)


def test_the_next_file_takes_the_place_of_the_one_before(desk: Desk) -> None:
    services.begin(desk=desk, data=csv(row()))
    second = services.begin(desk=desk, data=csv(row(), row()))
    assert [one.pk for one in ImportDraft.objects.all()] == [second.pk]


def test_a_file_that_is_refused_leaves_the_draft_that_was_there(desk: Desk) -> None:
    first = services.begin(desk=desk, data=csv(row()))
    with pytest.raises(BadSheet):
        services.begin(desk=desk, data=b"\x89PNG\r\n\x1a\n\0")
    assert services.opened(desk, first.pk).id == first.pk


def test_a_draft_goes_after_three_days(desk: Desk) -> None:
    services.begin(desk=desk, data=csv(row()))
    with clock.as_of(clock.today() + dt.timedelta(days=3)):
        services.sweep()
    assert ImportDraft.objects.count() == 1
    with clock.as_of(clock.today() + dt.timedelta(days=4)):
        services.sweep()
    assert ImportDraft.objects.count() == 0


def test_the_trail_does_not_say_whose_it_was(desk: Desk) -> None:
    before = AuditEntry.objects.count()
    with clock.as_of(LATER):
        services.read_in(desk=desk, id=started(desk, csv(row())).id)
    entries = AuditEntry.objects.order_by("position")[before:]
    assert {entry.actor for entry in entries} == {"vertrouwenspersoon"}
    assert not any("luister" in str((entry.target, entry.summary)) for entry in entries)
