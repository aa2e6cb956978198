"""Examine a report: every contradiction in it, one finding for each cause, and what cannot be checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from loket.figures.checking.causes import causes
from loket.figures.checking.checks import Builder, Check, NotPrinted
from loket.figures.checking.claims import claimed
from loket.figures.checking.findings import Finding, finding
from loket.figures.checking.model import Declaration, Report, UnknownReference
from loket.figures.checking.references import World
from loket.figures.checking.repair import situation

_WORST = ("error", "warning", "note")


class BadDeclaration(UnknownReference):
    """As ``UnknownReference``, with the number (from 0) of the declaration, or the id of the statement."""

    def __init__(self, message: str, which: int | str) -> None:
        super().__init__(message)
        self.which = which


@dataclass(frozen=True)
class Examined:
    """``checked``: how many relations were looked at; ``unchecked``: what could not be, and why (Dutch)."""

    findings: tuple[Finding, ...]
    checked: int
    unchecked: tuple[str, ...] = ()


@dataclass
class Examination:
    """What is to be examined: the report under the empty name, others by theirs, and what is declared."""

    reports: Mapping[str, Report]
    declarations: Sequence[Declaration] = ()
    tolerance: Mapping[str, int] = field(default_factory=dict)

    def run(self) -> Examined:
        """Every contradiction, the worst first. Raises ``BadDeclaration``."""
        world = World(self.reports)
        builder = Builder(world, world.values())
        own = self.reports[""]
        checks = list(builder.sums(own))
        reasons: dict[int, str] = {}
        for which, declaration in enumerate(self.declarations):
            start = len(checks)
            checks += self._declared(builder, declaration, which)
            reasons |= dict.fromkeys(range(start, len(checks)), declaration.explained)
        said, unchecked = self._claimed(builder, own)
        return Examined(self._findings(builder, [*checks, *said], reasons), len(checks) + len(said), unchecked)

    def _declared(self, builder: Builder, declaration: Declaration, which: int) -> list[Check]:
        try:
            return list(builder.declared(declaration))
        except UnknownReference as error:
            raise BadDeclaration(str(error), which) from error

    def _claimed(self, builder: Builder, own: Report) -> tuple[list[Check], tuple[str, ...]]:
        checks: list[Check] = []
        unchecked: list[str] = []
        for statement in own.statements.values():
            try:
                checks += claimed(builder, statement, self.tolerance)
            except NotPrinted as error:
                unchecked.append(str(error))
            except UnknownReference as error:
                raise BadDeclaration(str(error), statement.id) from error
        return checks, tuple(unchecked)

    def _findings(self, builder: Builder, checks: Sequence[Check], reasons: Mapping[int, str]) -> tuple[Finding, ...]:
        printed = dict(builder.values)
        now = situation(builder.world.figures, checks, printed)
        found = [
            finding(cause, now, printed, reasons.get(cause.checks[0], ""))
            for cause in causes(now, list(self.reports[""].tables.values()))
        ]
        return tuple(sorted(found, key=lambda one: _WORST.index(one.severity)))
