"""Time as shares that add up. Pure."""

from collections.abc import Mapping
from decimal import Decimal

TENTHS = 1000
"""Tenths of a per cent in the whole."""


def shares(minutes: Mapping[str, int]) -> dict[str, Decimal]:
    """The part of each in per cent, to one decimal, adding up to exactly 100: what is left after rounding down goes to
    the largest remainders, of equal ones to the first by name. Empty when there are no minutes. Raises ``ValueError``
    for minutes below zero."""
    if any(one < 0 for one in minutes.values()):
        raise ValueError("minutes below zero")
    total = sum(minutes.values())
    if not total:
        return {}
    parts = {code: divmod(one * TENTHS, total) for code, one in minutes.items()}
    left = TENTHS - sum(whole for whole, _rest in parts.values())
    first = sorted(parts, key=lambda code: (-parts[code][1], code))[:left]
    return {code: Decimal(whole + (code in first)) / 10 for code, (whole, _rest) in parts.items()}
