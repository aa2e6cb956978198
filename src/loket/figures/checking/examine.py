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
    """``checked``: how many relations were looked at; ``unchecked``: what could not be, and why; ``explained``: the
    differences for which the report itself gives the reason (both in Dutch).
    """

    findings: tuple[Finding, ...]
    checked: int
    unchecked: tuple[str, ...] = ()
    explained: tuple[str, ...] = ()


@dataclass
class Examination:
    """What is to be examined: the report under the empty name, others by theirs, and what is declared."""

    reports: Mapping[str, Report]
    declarations: Sequence[Declaration] = ()
    tolerance: Mapping[str, int] = field(default_factory=dict)

    def run(self) -> Examined:
        """Every contradiction, the worst first. Raises ``BadDeclaration``."""
        builder, every, unchecked = self.checks()
        explained = [one for one in every if one.explained and not one.holds(builder.values)]
        findings = self._findings(builder, [one for one in every if one not in explained])
        told = tuple(f"{one.says} Het verslag zelf: {one.explained}" for one in explained)
        return Examined(findings, len(every), unchecked, told)

    def checks(self) -> tuple[Builder, list[Check], tuple[str, ...]]:
        """Everything that must hold, and what is said of figures that are not printed. Raises ``BadDeclaration``."""
        world = World(self.reports)
        builder = Builder(world, world.values())
        own = self.reports[""]
        checks = list(builder.sums(own))
        for which, declaration in enumerate(self.declarations):
            checks += self._declared(builder, declaration, which)
        said, unchecked = self._claimed(builder, own)
        return builder, [*checks, *said], unchecked

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

    def _findings(self, builder: Builder, checks: Sequence[Check]) -> tuple[Finding, ...]:
        printed = dict(builder.values)
        now = situation(builder.world.figures, checks, printed)
        tables = list(self.reports[""].tables.values())
        found = [finding(cause, now, printed) for cause in causes(now, tables)]
        return tuple(sorted(found, key=lambda one: _WORST.index(one.severity)))
