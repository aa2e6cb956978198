"""What follows from a request, in every order of contacts, escalations, mistakes, endings, reopenings and year-ends:
the margins of each year add up, and what a year said stays said."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.advisers import reckoning
from loket.advisers.content import Contact, EntryContent, Step
from loket.advisers.reckoning import facts_of, is_counted_in, is_open_at, next_number, number_in, settlement_at

FIRST, LAST = 2024, 2028
YEARS = range(FIRST, LAST + 1)
ORDER = ("talk", "three_way", "director", "criminal")
RANK = {code: place for place, code in enumerate(ORDER)}


@dataclass(frozen=True)
class Going:
    settlement: str = "goes_on"
    situation: str = "still_open"


ONGOING = Going()
months = st.builds(lambda year, month: f"{year}-{month:02}", st.sampled_from(YEARS), st.integers(1, 12))
flags = st.sampled_from([False, False, False, True])


def steps(*codes: str) -> st.SearchStrategy[tuple[Step, ...]]:
    one = st.builds(Step, code=st.sampled_from(codes), month=months, is_taken_back=flags)
    return st.lists(one, max_size=6).map(tuple)


@st.composite
def requests(draw: st.DrawFn) -> EntryContent:
    """Any history, also one whose months do not follow each other: nothing here leans on the services."""
    return EntryContent(
        month=draw(months.filter(lambda month: month < f"{LAST - 1}")),
        unit=draw(st.sampled_from(["douane", "toeslagen"])),
        category="conduct",
        subcategory="bullying",
        accused="colleague",
        reporter_accused=draw(st.sampled_from(["", "yes", "no"])),
        contacts=tuple(draw(st.lists(st.builds(Contact, month=months, minutes=st.integers(1, 1440)), max_size=4))),
        settlements=draw(steps("old_code", *ORDER)),
        situations=draw(steps("resolved", "sick", "")),
        evaluation=draw(st.sampled_from(["", "link_sent"])),
    )


def facts(content: EntryContent, through: int = LAST) -> dict[str, reckoning.Counted]:
    return facts_of(content, through, ONGOING, RANK)


def stand(counted: reckoning.Counted) -> object:
    return counted[2]["situation"]


@given(st.lists(requests(), max_size=12))
def test_the_margins_of_every_year_add_up(everything: list[EntryContent]) -> None:
    """What is new and what is carried, is handled or goes on; and what goes on, with what is reopened, is carried by
    the next year."""
    counted = [fact for content in everything for fact in facts(content).values()]
    for year in YEARS:
        new = [fact for fact in counted if fact[:2] == ("advice_request", year)]
        carried = [fact for fact in counted if fact[:2] == ("advice_carried", year)]
        going_on = [fact for fact in (*new, *carried) if stand(fact) == ONGOING.situation]
        handled = [fact for fact in (*new, *carried) if stand(fact) != ONGOING.situation]
        assert len(new) + len(carried) == len(handled) + len(going_on)
        if year < LAST:
            reopened = [one for one in everything if reopened_in(one, year + 1)]
            following = [fact for fact in counted if fact[:2] == ("advice_carried", year + 1)]
            assert len(going_on) + len(reopened) == len(following)


def reopened_in(content: EntryContent, year: int) -> bool:
    """Had ended when the year began, and went on in it."""
    again = any(
        not one.code and not one.is_taken_back and one.month.startswith(str(year)) for one in content.situations
    )
    return content.year < year and again and not is_open_at(content, year - 1)


@given(st.lists(requests(), max_size=8))
def test_a_request_is_new_in_one_year_and_each_kind_counts_it_once_a_year(everything: list[EntryContent]) -> None:
    for content in everything:
        found = list(facts(content).values())
        assert [fact[1] for fact in found if fact[0] == "advice_request"] == [content.year]
        assert [fact[1] for fact in found if fact[0] == "advice_month"] == [content.year]
        assert len({fact[:2] for fact in found}) == len(found)
        years = {fact[1] for fact in found if fact[0] in {"advice_request", "advice_carried"}}
        assert years == {year for year in YEARS if is_counted_in(content, year)}
        assert {fact[2]["from_year"] for fact in found if fact[0] == "advice_carried"} <= {content.year}


@given(requests(), st.sampled_from(ORDER), st.sampled_from(["resolved", "sick", ""]), months)
def test_a_step_of_a_later_year_does_not_change_what_an_earlier_one_said(
    content: EntryContent, settlement: str, situation: str, month: str
) -> None:
    changed = content.model_copy(
        update={
            "settlements": (*content.settlements, Step(code=settlement, month=month)),
            "situations": (*content.situations, Step(code=situation, month=month)),
        }
    )
    year = int(month[:4])
    assert of_years_before(year, changed) == of_years_before(year, content)


def of_years_before(year: int, content: EntryContent) -> dict[str, reckoning.Counted]:
    return {key: fact for key, fact in facts(content).items() if fact[1] < year}


@given(requests())
def test_what_is_known_through_a_year_is_the_beginning_of_what_is_known_later(content: EntryContent) -> None:
    for year in YEARS:
        some, more = facts(content, year), facts(content, year + 1)
        assert {key: more[key] for key in some} == some


@given(requests(), st.sampled_from(ORDER), months)
def test_the_settlement_rises_and_never_falls(content: EntryContent, code: str, month: str) -> None:
    higher = content.model_copy(update={"settlements": (*content.settlements, Step(code=code, month=month))})
    for year in YEARS:
        assert rank_of(higher, year) >= rank_of(content, year)
        assert rank_of(content, year) <= rank_of(content, year + 1)


def rank_of(content: EntryContent, year: int) -> int:
    """How high the settlement is; a code that nobody ranks is above none at all."""
    code = settlement_at(content, year, RANK)
    return -2 if code is None else RANK.get(code, -1)


@given(requests(), st.data())
def test_what_is_taken_back_counts_as_if_it_was_never_entered(content: EntryContent, data: st.DataObject) -> None:
    for field in ("settlements", "situations"):
        found: tuple[Step, ...] = getattr(content, field)
        if not found:
            continue
        index = data.draw(st.integers(0, len(found) - 1))
        taken = found[index].model_copy(update={"is_taken_back": True})
        back = content.model_copy(update={field: (*found[:index], taken, *found[index + 1 :])})
        never = content.model_copy(update={field: (*found[:index], *found[index + 1 :])})
        assert facts(back) == facts(never)


@given(requests())
def test_contacts_count_in_their_own_year_and_change_no_fact(content: EntryContent) -> None:
    assert sum(reckoning.minutes(content, year) for year in YEARS) == sum(one.minutes for one in content.contacts)
    assert sum(reckoning.contacts(content, year) for year in YEARS) == len(content.contacts)
    assert facts(content.model_copy(update={"contacts": ()})) == facts(content)


@given(requests())
def test_a_correction_of_the_labels_reaches_every_year_and_nothing_else(content: EntryContent) -> None:
    corrected = facts(content.model_copy(update={"unit": "kerndepartement"}))
    for key, (kind, year, columns) in facts(content).items():
        unit = {"unit": "kerndepartement"} if "unit" in columns else {}
        assert corrected[key] == (kind, year, {**columns, **unit})


@given(st.integers(2**53, 2**63 - 1))
def test_the_numbers_of_carried_facts_follow_and_stay_where_live_facts_are(number: int) -> None:
    assert 2**53 <= next_number(number) < 2**63 - 1
    assert number_in(number, 3) == next_number(next_number(next_number(number)))
    assert number_in(number, 0) == number != next_number(number)


def test_a_number_follows_the_same_way_in_every_version_of_this_program() -> None:
    """Another rule would count what is open now twice in the next year."""
    assert next_number(2**53) == 325114868296660372


@pytest.mark.parametrize(
    ("situations", "ended", "carried"),
    [
        ([], None, [2025, 2026]),
        ([("resolved", "2024-12")], "2024-12", []),
        ([("resolved", "2025-01")], "2025-01", [2025]),
        ([("resolved", "2024-12"), ("", "2026-03")], None, [2026]),
        ([("resolved", "2024-12"), ("", "2026-03"), ("sick", "2026-04")], "2026-04", [2026]),
        ([("resolved", "2024-05"), ("", "2024-06"), ("sick", "2024-07")], "2024-07", []),
    ],
)
def test_examples(situations: list[tuple[str, str]], ended: str | None, carried: list[int]) -> None:
    content = EntryContent(
        month="2024-03",
        unit="douane",
        category="conduct",
        subcategory="bullying",
        accused="colleague",
        settlements=(Step(code="talk", month="2024-03"), Step(code="criminal", month="2025-02")),
        situations=tuple(Step(code=code, month=month) for code, month in situations),
    )
    assert reckoning.ended_month(content) == ended
    found = facts(content, 2026)
    assert [int(key[-4:]) for key in found if key.startswith("advice_carried")] == carried
    assert found["advice_request:2024"][2]["settlement"] == "talk"
    assert all(found[f"advice_carried:{year}"][2]["settlement"] == "criminal" for year in carried)
