"""The steps of a build, and how it says how far it is."""

from collections.abc import Callable
from enum import StrEnum


class Step(StrEnum):
    """The steps in order; the value is what people see."""

    SNAPSHOT = "Momentopname openen"
    TABLES = "Tabellen berekenen"
    CHECKS = "Controleren"
    PROTECTION = "Kleine aantallen beschermen"
    TEXT = "Getallen in de tekst invullen"
    LAYOUT = "Rapport opmaken"
    INVENTORY = "Inventaris opmaken"


Progress = Callable[[Step, int, int, str], None]
"""Called with the step, how much of it is done, how much there is, and in words what it works on.

It may raise ``Cancelled``.
"""


class Cancelled(Exception):
    """Whoever watches the progress wants the build to stop; the old publication stays."""
