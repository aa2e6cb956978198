"""The live facts that count a request, kept equal to what follows from its entry (``reckoning``). The trail of them
says neither whose they are nor at what time."""

from collections.abc import Mapping, Sequence

from loket.advisers import responses
from loket.advisers.configuration import Advisers, configuration
from loket.advisers.content import EntryContent, HoursContent
from loket.advisers.reckoning import EVALUATION, Columns, Counted, facts_of, next_number, number_in
from loket.core import clock
from loket.facts import queries
from loket.facts import services as facts

ADVISER = "vertrouwenspersoon"
"""Who does what is done to a tally, in the trail: never which adviser."""


def numbered(content: EntryContent, configured: Advisers) -> EntryContent:
    """The entry with a number for each fact that it counts in; those of carried facts follow from that of the first."""
    drawn = {key: content.facts.get(key) or facts.draw() for key in _counted(content, configured) if _is_drawn(key)}
    return content.model_copy(update={"facts": drawn})


def yield_new(contents: Sequence[EntryContent], configured: Advisers) -> None:
    """Write the facts of entries that are new and ``numbered``."""
    new = [(fact, _number(content, key)) for content in contents for key, fact in _counted(content, configured).items()]
    numbers = [number for _fact, number in new]
    facts.yield_facts(facts=[fact for fact, _number in new], numbers=numbers, actor=ADVISER, day_only=True)


def recount(before: EntryContent, after: EntryContent, configured: Advisers) -> None:
    """Write the difference that a change makes; ``after`` is ``numbered``. A carried fact may stand already or not yet:
    whoever closes the year makes it too."""
    stood, wanted = _counted(before, configured), _counted(after, configured)
    _keep_answers(stood, wanted, before)
    new: list[tuple[Counted, int]] = []
    for key, fact in wanted.items():
        kind, year, columns = fact
        if kind == EVALUATION and stood.get(key) == fact:
            continue  # an answer may have changed it since, and that stays
        number = _number(after, key)
        found = queries.live_fact(kind, number)
        if found is None:
            new.append((fact, number))
        elif found != {"year": year, **columns}:
            _correct(kind, number, year, columns)
    numbers = [number for _fact, number in new]
    facts.yield_facts(facts=[fact for fact, _number in new], numbers=numbers, actor=ADVISER, day_only=True)
    for key in stood.keys() - wanted.keys():
        _withdraw(stood[key][0], _number(before, key))


def _keep_answers(stood: Mapping[str, Counted], wanted: Mapping[str, Counted], before: EntryContent) -> None:
    """What an adviser says anew of a link that was sent takes no answer away. First of all, before any entry of the
    trail (``responses.hold``)."""
    for key, fact in stood.items():
        if fact[0] == EVALUATION and wanted.get(key) != fact:
            responses.let_go(_number(before, key), fact[1], actor=ADVISER)


def hours_with(content: HoursContent, month: str, function: str, minutes: int) -> HoursContent:
    """The hours with so many minutes for one core function in a month; without it when they are 0."""
    of_month = {**content.minutes.get(month, {}), function: minutes}
    of_month = {name: spent for name, spent in sorted(of_month.items()) if spent}
    months = {**content.minutes, month: of_month}
    return content.model_copy(update={"minutes": {name: held for name, held in sorted(months.items()) if held}})


def recount_hours(before: HoursContent, after: HoursContent, year: int) -> HoursContent:
    """Write the difference between the facts of two states of an adviser's hours; gives the hours with the numbers of
    their facts."""
    stood, wanted, numbers = _spent(before), _spent(after), dict[str, int]()
    for key, columns in wanted.items():
        numbers[key] = before.facts.get(key) or _yield_hours(year, columns)
        if key in stood and stood[key] != columns:
            _correct("adviser_hours", numbers[key], year, columns)
    for key in stood.keys() - wanted.keys():
        _withdraw("adviser_hours", before.facts[key])
    return after.model_copy(update={"facts": numbers})


def carry_over() -> None:
    """Make the facts by which each year carries what was open at the end of the year before, as far as they are not
    there. Nobody else yields meanwhile: an act that ends a request is before this, or after it."""
    facts.hold_still()
    for year in range(min(queries.years(), default=clock.today().year) + 1, clock.today().year + 1):
        _carry_into(year)


def _carry_into(year: int) -> None:
    """What is carried in a year goes on to the next, so years follow each other."""
    ongoing = {"situation": configuration().file.ongoing.situation}
    new: dict[int, Columns] = {}
    for kind in ("advice_request", "advice_carried"):
        for number, columns in queries.live_facts(kind, year - 1, **ongoing).items():
            new[next_number(number)] = {"from_year": year - 1, **columns}
    numbers = sorted(new.keys() - queries.live_facts("advice_carried", year).keys())
    carried: list[Counted] = [("advice_carried", year, new[number]) for number in numbers]
    facts.yield_facts(facts=carried, numbers=numbers, actor=ADVISER, day_only=True)


def _spent(content: HoursContent) -> dict[str, Columns]:
    return {
        f"{month}:{function}": {"core_function": function, "minutes": minutes}
        for month, spent in content.minutes.items()
        for function, minutes in spent.items()
    }


def _yield_hours(year: int, columns: Columns) -> int:
    return facts.yield_facts(facts=[("adviser_hours", year, columns)], actor=ADVISER, day_only=True)[0]


def _correct(kind: str, number: int, year: int, columns: Columns) -> None:
    facts.correct_fact(kind=kind, fact=number, year=year, columns=columns, actor=ADVISER, day_only=True)


def _withdraw(kind: str, number: int) -> None:
    if queries.live_fact(kind, number) is not None:
        facts.withdraw_fact(kind=kind, fact=number, actor=ADVISER, day_only=True)


def _counted(content: EntryContent, configured: Advisers) -> dict[str, Counted]:
    return facts_of(content, clock.today().year, configured.file.ongoing, configured.rank)


def _is_drawn(key: str) -> bool:
    return not key.startswith("advice_carried:")


def _number(content: EntryContent, key: str) -> int:
    if _is_drawn(key):
        return content.facts[key]
    year = int(key.rpartition(":")[2])
    return number_in(content.facts[f"advice_request:{content.year}"], year - content.year)
