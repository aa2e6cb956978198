"""Reads of signals, for the director whom they are for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from loket.accounts.models import Account, Role
from loket.advisers.configuration import configuration
from loket.advisers.models import Signal
from loket.advisers.signals.words import text_of


@dataclass(frozen=True)
class Read:
    """A signal in words."""

    signal: Signal
    unit: str
    text: Sequence[str]


def units_of(account: Account) -> list[str]:
    """The units that somebody is the director of today: a coordinator of a unit gets no signals."""
    return sorted({grant.unit for grant in account.grants_today if grant.role == Role.DIRECTOR})


def signals(units: Iterable[str], language: str) -> list[Read]:
    """The signals to these units, the newest month first. Within a month their order says nothing: ids are random."""
    rows = Signal.objects.filter(unit__in=list(units)).order_by("-month", "pk")
    label = configuration().label
    return [
        Read(row, label("unit", row.unit, language), text_of(row.unit, row.category, row.accused, language))
        for row in rows
    ]
