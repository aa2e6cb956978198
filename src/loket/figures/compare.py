"""A change against an earlier year: up, down or equal, and whether it is more than chance.

Two counts of things that happen independently are Poisson counts. If both years had the same rate, the later
count given the sum of both would be binomial with probability one half; the exact two-sided test asks how
often that gives a difference at least this large (Przyborowski and Wilenski, 1940). Up to 1 in 20 we call
one change more than chance.

Who looks at a hundred changes sees some that large for no reason. So the changes of a table are judged as one family:
of all that we call more than chance, at most 1 in 20 is chance on average (Benjamini and Hochberg, 1995).

Of a count that is not told no change is to be said, and it is in no family.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from loket.figures.model import HIDDEN, Table, is_hidden

Direction = Literal["up", "down", "equal", "untold"]

SIGNIFICANT = 0.05

_DIRECTION = {
    "nl": {"up": "meer", "down": "minder", "equal": "evenveel", "untold": "niet te zeggen"},
    "en": {"up": "more", "down": "fewer", "equal": "as many", "untold": "not to say"},
}
_CHANCE = {
    "nl": {True: "kan toeval zijn", False: "meer dan toeval kan verklaren"},
    "en": {True: "may be chance", False: "more than chance can explain"},
}


@dataclass(frozen=True)
class Change:
    """From ``before`` to ``now``. ``p`` is the chance of a difference at least this large when nothing
    changed; up to ``level`` it is more than chance. When one of both is not told, neither is the difference nor ``p``.
    """

    now: float
    before: float
    p: float
    level: float = SIGNIFICANT

    @property
    def difference(self) -> float:
        return self.now - self.before

    @property
    def is_untold(self) -> bool:
        """Whether one of both counts is not told, so that nothing can be said of the change."""
        return is_hidden(self.difference)

    @property
    def direction(self) -> Direction:
        if self.is_untold:
            return "untold"
        if self.difference == 0:
            return "equal"
        return "up" if self.difference > 0 else "down"

    @property
    def can_be_chance(self) -> bool:
        """Whether it is not shown to be more than chance."""
        return not self.p <= self.level

    def direction_in(self, language: str) -> str:
        """One of "meer", "minder", "evenveel" and "niet te zeggen"; English for any language other than Dutch."""
        return _DIRECTION.get(language, _DIRECTION["en"])[self.direction]

    def chance_in(self, language: str) -> str:
        """One of "meer dan toeval kan verklaren", "kan toeval zijn" and "niet te zeggen"; English for any language
        other than Dutch.
        """
        if self.is_untold:
            return self.direction_in(language)
        return _CHANCE.get(language, _CHANCE["en"])[self.can_be_chance]


def change(now: float, before: float, level: float = SIGNIFICANT) -> Change:
    """The change between two counts of equal periods, untold when one of them is. Raises ValueError unless both are
    whole and zero or more.
    """
    if is_hidden(now) or is_hidden(before):
        return Change(now, before, HIDDEN, level)
    if min(now, before) < 0 or now != int(now) or before != int(before):
        raise ValueError("only two counts can be compared")
    return Change(int(now), int(before), _two_sided(int(now), int(before)), level)


def family_level(pairs: Iterable[tuple[float, float]]) -> float:
    """The p up to which a change is more than chance when all of these are looked at together; 0 when none is.

    ``pairs``: now and before. Two zeros can show nothing, and a count that is not told neither: they are not counted.
    Raises ValueError as ``change``.
    """
    return together([change(*pair).p for pair in pairs if any(pair) and not any(map(is_hidden, pair))])


def together(chances: Collection[float]) -> float:
    """The p up to which each of these shows more than chance when all are looked at together; 0 when none does."""
    ranked = enumerate(sorted(chances), start=1)
    return max((p for rank, p in ranked if p <= SIGNIFICANT * rank / len(chances)), default=0.0)


def table_level(table: Table, now: str, before: str) -> float:
    """``family_level`` of every cell of a table, from one of its years to another, so that a change is judged alike
    wherever it is printed. Codes that were not in use in both years are left out. What was measured is no count: each
    change stands for itself then.
    """
    place = table.definition.year_place
    if place is None or table.definition.measure:
        return SIGNIFICANT
    codes = [{code.code: code for code in known} for known in table.labels]
    pairs = {at: (*at[:place], before, *at[place + 1 :]) for at in table.cells if at[place] == now}
    return family_level(
        (table.cells[at], table.cells[then])
        for at, then in pairs.items()
        if then in table.cells
        and all(
            known[part].holds_in(int(year)) for known, part in zip(codes, at, strict=True) for year in (now, before)
        )
    )


def _two_sided(one: int, other: int) -> float:
    """Both tails of a symmetric binomial are equal, so twice the lower tail, and 1 where the tails meet."""
    from scipy.special import bdtr

    return min(1.0, 2 * float(bdtr(min(one, other), one + other, 0.5)))
