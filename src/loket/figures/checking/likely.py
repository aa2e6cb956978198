"""What may have happened to a figure: a slip of the keys, a figure taken from its neighbour, another base, rounding."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from loket.figures.checking.checks import Check
from loket.figures.checking.model import STATEMENT, At, Figure, dutch
from loket.figures.model import TOTAL

_TELLING = 10
"""From this figure on, two that are equal are not likely to be so by chance."""

_FEW = 2
"""With more bases than this that fit, none of them explains anything."""


def slip(printed: Fraction, right: Fraction) -> str:
    """How these digits became those, in Dutch; empty when no single slip does it."""
    one, other = dutch(printed).replace(".", ""), dutch(right).replace(".", "")
    if len(one) == len(other) > 1:
        differing = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        if len(differing) == 1:
            return "één cijfer is anders"
        if len(differing) == 2 and differing[1] == differing[0] + 1 and sorted(one) == sorted(other):
            return "twee cijfers zijn verwisseld"
        return ""
    longer, shorter = sorted((one, other), key=len, reverse=True)
    if len(longer) == len(shorter) + 1 > 2 and any(
        longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer))
    ):
        return "er staat een cijfer te veel" if longer == one else "er ontbreekt een cijfer"
    return ""


def explains(at: At, right: Fraction, values: Mapping[At, Fraction]) -> bool:
    """Whether a slip of the keys or a neighbouring figure explains what stands here instead of what is right."""
    return bool(slip(values[at], right) or neighbour(at, values))


def neighbour(at: At, values: Mapping[At, Fraction]) -> At | None:
    """A figure of the same table, one code away, that is the same while it need not be; None when there is none."""
    if values[at] < _TELLING or at.table == STATEMENT:
        return None
    beside = (one for one in values if one.table == at.table and one.report == at.report and one.measure == at.measure)
    return next((one for one in beside if _apart(one, at) == 1 and values[one] == values[at]), None)


def meant(at: At, check: Check, values: Mapping[At, Fraction]) -> At | None:
    """A figure with the value that is printed here, beside (or among) the ones that this one is checked against: it may
    have been taken for those. None when there is none.
    """
    others = [one for one in check.cells if one != at and one.table != STATEMENT]
    if values[at] < _TELLING or check.kind not in ("same", "is"):
        return None
    tables = {(one.report, one.table, one.measure) for one in others} - {(at.report, at.table, at.measure)}
    beside = (one for one in values if (one.report, one.table, one.measure) in tables and values[one] == values[at])
    return next((one for one in beside if any(_near(one, other) for other in others)), None)


def _near(one: At, other: At) -> bool:
    return one.table == other.table and _apart(one, other) <= 1


def _apart(one: At, other: At) -> int:
    return sum(a != b for a, b in zip(one.codes, other.codes, strict=True))


def bases(check: Check, figures: Mapping[At, Figure], values: Mapping[At, Fraction]) -> list[At]:
    """The other printed totals of which the part is exactly the printed percentage; none when too many fit."""
    if check.percent is None:
        return []
    percent, part, base = (amount.of(values) for amount in check.percent)
    half = max((figures[at].half for at in check.percent[0].cells), default=Fraction(1, 2))
    fits: dict[Fraction, At] = {}
    for at in _totals(figures):
        total = values.get(at)
        if total and total != base and total >= part and abs(100 * part / total - percent) <= half:
            fits.setdefault(total, at)
    return list(fits.values()) if len(fits) <= _FEW else []


def _totals(figures: Mapping[At, Figure]) -> Iterator[At]:
    return (at for at, figure in figures.items() if figure.kind == "count" and not at.report and TOTAL in at.codes)


def rounding(check: Check) -> str:
    """How a percentage that is off by less than a unit came about, in Dutch; empty for any other check."""
    if check.percent is None and check.kind != "growth":
        return ""
    if not isinstance(check.left, Fraction) or not isinstance(check.right, Fraction) or check.severity == "error":
        return ""
    return "naar beneden afgekapt" if check.left < check.right else "naar boven afgerond"
