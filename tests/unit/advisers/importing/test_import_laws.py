"""Whatever stands in a tally: written as a spreadsheet of any kind and read in, it counts what it counted."""

from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sheet_files import Rows, comma_separated, ods, xlsx
from tally_world import adviser_at_desk

from loket.advisers.access import Desk
from loket.advisers.checks import NewEntry, this_month
from loket.advisers.configuration import configuration
from loket.advisers.importing import services
from loket.advisers.importing.content import guessed
from loket.advisers.importing.guessing import FIELDS, guess
from loket.advisers.importing.months import minutes_of, month_of, shares
from loket.advisers.importing.planning import CODED, meanings

HEAD = [
    "Maand",
    "Onderdeel",
    "Hoofdcategorie",
    "Subcategorie",
    "Wie betreft de melding",
    "Afdoening",
    "Situatie",
    "Minuten",
]
KINDS: dict[str, Callable[[Rows], bytes]] = {
    "xlsx": lambda rows: xlsx({"Blad1": rows}),
    "ods": lambda rows: ods({"Blad1": rows}),
    "csv": comma_separated,
    "csv of Windows": lambda rows: comma_separated(rows, sign="\t", encoding="cp1252"),
}


@pytest.fixture
def desk(db: None) -> Desk:
    return adviser_at_desk()


@st.composite
def entries(draw: st.DrawFn) -> tuple[NewEntry, str]:
    """Any entry that a page could register, in a month of a year without figures."""
    known = configuration()
    month = f"2026-{draw(st.integers(1, 6)):02}"
    subcategory = draw(st.sampled_from(list(known.lists["subcategory"])))
    settlement = draw(st.sampled_from(["", *known.held("settlement", 2026)]))
    return (
        NewEntry(
            unit=draw(st.sampled_from(known.held("unit", 2026))),
            category=subcategory.parent or "",
            subcategory=subcategory.code,
            accused=draw(st.sampled_from(known.held("accused", 2026))),
            settlement=settlement,
            situation=draw(st.sampled_from(["", *known.held("situation", 2026)])) if settlement else "",
            minutes=draw(st.sampled_from([0, 1, 45, 1440])),
        ),
        month,
    )


def as_row(new: NewEntry, month: str, language: str) -> list[str]:
    known = configuration()
    labels = [
        known.label(name, getattr(new, name), language) if getattr(new, name) else ""
        for name in ("unit", "category", "subcategory", "accused", "settlement", "situation")
    ]
    return [month, *labels, str(new.minutes or "")]


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tally=st.lists(entries(), min_size=1, max_size=12), language=st.sampled_from(["nl", "en"]))
def test_what_is_exported_and_read_in_is_the_same(
    desk: Desk, kind: str, tally: list[tuple[NewEntry, str]], language: str
) -> None:
    data = KINDS[kind]([HEAD, *(as_row(new, month, language) for new, month in tally)])
    draft = services.opened(desk, services.begin(desk=desk, data=data).pk)
    columns = guessed(draft.content.sheets[0], 0)
    assert set(columns) == set(FIELDS) - {"number", "reporter_accused"}
    services.choose_columns(desk=desk, id=draft.id, sheet=0, head=0, columns=columns, year=2026, month="")
    content = services.opened(desk, draft.id).content
    codes: dict[str, dict[str, str]] = {name: {} for name in CODED}
    for one in meanings(content, configuration()):
        assert one.is_certain, one
        codes[one.name][one.text] = one.code
    services.choose_codes(desk=desk, id=draft.id, codes=codes)
    plan = services.plan(services.opened(desk, draft.id).content)
    assert plan.problems == []
    assert Counter((one.new, one.month) for one in plan.requests) == Counter(tally)


@given(st.integers(0, 100_000), st.integers(1, 1000))
def test_shares_add_up_and_differ_by_one_at_most(total: int, count: int) -> None:
    found = shares(total, count)
    assert (sum(found), len(found)) == (total, count)
    assert max(found) - min(found) <= 1


@given(st.text(max_size=40), st.integers(2000, 2100))
def test_any_text_is_a_month_or_nothing(text: str, year: int) -> None:
    found = month_of(text, year)
    assert found == "" or (len(found) == 7 and 1 <= int(found[5:]) <= 12)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2026-03", "2026-03"),
        ("03-2026", "2026-03"),
        ("3/2026", "2026-03"),
        ("maart 2025", "2025-03"),
        ("mrt '25", "2025-03"),
        ("March", "2026-03"),
        ("3", "2026-03"),
        ("augustus", "2026-08"),
        ("meisje", ""),
        ("2026", ""),
        ("3 4", ""),
    ],
)
def test_months_as_people_write_them(text: str, month: str) -> None:
    assert month_of(text, 2026) == month


@given(st.text(max_size=20))
def test_any_text_is_minutes_or_nothing(text: str) -> None:
    found = minutes_of(text)
    assert found is None or 0 <= found < 1_000_000


@given(st.text(max_size=60))
def test_any_text_is_guessed_as_an_offered_code_or_not_at_all(text: str) -> None:
    units = configuration().lists["unit"]
    assert guess(text, units, ["douane", "adr"]).code in {"", "douane", "adr"}


def test_this_month_is_the_last_that_is_read_in() -> None:
    assert len(this_month()) == 7
