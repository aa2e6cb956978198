"""What follows from an advice request, pure: how it stood at the end of a year, and which facts count it.

A request counts as new once, in the year in which it was registered. In each later year at whose beginning it was open,
or in which it was reopened, it is counted as carried. What a year says is how it stood on 31 December, or how it stands
now when that day has yet to come: a step of a later year does not change it. So for every year: what was open at its
end, and what was reopened in the next, is what the next year carries (advisers' annual report 2024, 3.2: "lopen door in
2025")."""

from collections.abc import Mapping
from hashlib import blake2b
from typing import Protocol

from loket.advisers.content import EntryContent, Step

FIRST_LIVE, LAST_LIVE = 2**53, 2**63 - 1
"""Between these lie the numbers of live facts."""

EVALUATION, SENT, NO_RESPONSE, RESPONSE = "adviser_evaluation", "link_sent", "no_response", "responses"
"""The kind of fact, and codes of the list ``evaluation_state``: what an adviser says of a link that went out, and what
that counts as until and after somebody answers."""

Columns = dict[str, str | int | None]
Counted = tuple[str, int, Columns]
"""The kind, the year and the columns of a fact."""


class Ongoing(Protocol):
    """The codes under which an open request counts (``advisers.yaml``)."""

    @property
    def settlement(self) -> str: ...

    @property
    def situation(self) -> str: ...


def settlement_at(content: EntryContent, year: int, rank: Mapping[str, int]) -> str | None:
    """The settlement at the end of a year: the highest so far by ``rank`` (3.5), None when there is none yet. A code
    without a rank, which nobody chooses any more, is the lowest."""
    codes = [step.code for step in _until(content.settlements, year)]
    return max(codes, key=lambda code: rank.get(code, -1), default=None)


def situation_at(content: EntryContent, year: int) -> str | None:
    """The situation of the reporter at the end of a year: the one that was entered last. None when the request is open:
    there is none yet, or it was reopened."""
    steps = _until(content.situations, year)
    return steps[-1].code or None if steps else None


def is_open_at(content: EntryContent, year: int) -> bool:
    """Whether the request goes on in the next year, as far as is known."""
    return situation_at(content, year) is None


def is_counted_in(content: EntryContent, year: int) -> bool:
    """Whether a year counts this request: as new, or as carried."""
    return year == content.year or _is_carried_in(content, year)


def ended_month(content: EntryContent) -> str | None:
    """The month in which the request ended, as "2026-05"; None while it is open."""
    steps = [step for step in content.situations if not step.is_taken_back]
    return steps[-1].month if steps and steps[-1].code else None


def minutes(content: EntryContent, year: int) -> int:
    """The minutes of contact in a year."""
    return sum(contact.minutes for contact in content.contacts if _year(contact.month) == year)


def contacts(content: EntryContent, year: int) -> int:
    """How many times there was contact in a year."""
    return sum(_year(contact.month) == year for contact in content.contacts)


def without_settlement(content: EntryContent, through_year: int, rank: Mapping[str, int]) -> set[int]:
    """The years at whose end the situation stands and no settlement does."""
    years = range(content.year, through_year + 1)
    return {year for year in years if situation_at(content, year) and not settlement_at(content, year, rank)}


def facts_of(content: EntryContent, through_year: int, ongoing: Ongoing, rank: Mapping[str, int]) -> dict[str, Counted]:
    """Every fact that counts this request up to and including a year, by kind and year as in "advice_request:2026".

    When it is new: the request, its month, and whether the reporter is accused (when that was asked). For each later
    year that counts it: that it was carried. Once it ended: what became of the evaluation (when that was said)."""
    found: list[Counted] = [*_new(content, ongoing, rank), *_evaluation(content)]
    for year in range(content.year + 1, through_year + 1):
        if _is_carried_in(content, year):
            stand = _stand(content, year, ongoing, rank)
            found.append(("advice_carried", year, {"from_year": content.year, **stand}))
    return {f"{kind}:{year}": (kind, year, columns) for kind, year, columns in found}


def number_in(number: int, years: int) -> int:
    """The number of the carried fact, so many years after the fact with this number that counted the request as
    new."""
    for _year_later in range(years):
        number = next_number(number)
    return number


def next_number(number: int) -> int:
    """The number of the fact by which the next year carries what this fact counts. Who closes a year makes it without
    any key, and who opens the request afterwards knows it: nothing needs to be written in between."""
    mixed = blake2b(number.to_bytes(8, "big"), digest_size=16, person=b"loket.carried").digest()
    return FIRST_LIVE + int.from_bytes(mixed, "big") % (LAST_LIVE - FIRST_LIVE)


def _new(content: EntryContent, ongoing: Ongoing, rank: Mapping[str, int]) -> list[Counted]:
    year, unit = content.year, content.unit
    month: Columns = {"unit": unit, "category": content.category, "month": int(content.month[5:])}
    found: list[Counted] = [
        ("advice_request", year, _stand(content, year, ongoing, rank)),
        ("advice_month", year, month),
    ]
    if content.reporter_accused:
        accused: Columns = {"unit": unit, "reporter_accused": content.reporter_accused}
        found.append(("advice_reporter_accused", year, accused))
    return found


def _evaluation(content: EntryContent) -> list[Counted]:
    """In the year in which the request first ended: reopening it later does not change what that year said. A link that
    was sent counts as not answered; an answer changes the fact, and not the entry (``responses``)."""
    ends = [step.month for step in content.situations if step.code and not step.is_taken_back]
    if not ends or not content.evaluation:
        return []
    state = NO_RESPONSE if content.evaluation == SENT else content.evaluation
    return [(EVALUATION, _year(min(ends)), {"evaluation_state": state})]


def _stand(content: EntryContent, year: int, ongoing: Ongoing, rank: Mapping[str, int]) -> Columns:
    return {
        "category": content.category,
        "subcategory": content.subcategory,
        "unit": content.unit,
        "accused": content.accused,
        "settlement": settlement_at(content, year, rank) or ongoing.settlement,
        "situation": situation_at(content, year) or ongoing.situation,
    }


def _is_carried_in(content: EntryContent, year: int) -> bool:
    if year <= content.year:
        return False
    return is_open_at(content, year - 1) or any(
        not step.code and not step.is_taken_back and _year(step.month) == year for step in content.situations
    )


def _until(steps: tuple[Step, ...], year: int) -> list[Step]:
    return [step for step in steps if not step.is_taken_back and _year(step.month) <= year]


def _year(month: str) -> int:
    return int(month[:4])
