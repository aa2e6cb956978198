"""What is told of a contradiction: where, what is printed, what it should be, how bad it is, and what explains it."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from loket.figures.checking import likely
from loket.figures.checking.causes import Cause
from loket.figures.checking.checks import WORDING, Check, Severity
from loket.figures.checking.model import At, dutch
from loket.figures.checking.repair import Change, Situation

_NAMED = 4
"""How many possible mistakes a sentence names."""

_TOLD = 2
"""How many broken relations an explanation tells; ``Finding.contradictions`` has them all."""

_WORST: Sequence[Severity] = ("error", "warning", "note")


@dataclass(frozen=True)
class Suspect:
    """A figure that may be wrong: where it stands, what is printed, and what would mend it."""

    place: str
    printed: str
    right: str


@dataclass(frozen=True)
class Broken:
    """A relation that does not hold: where, what stands there, what it should be, and both in a sentence."""

    place: str
    left: float | str
    right: float | str
    says: str


@dataclass(frozen=True)
class Finding:
    """One contradiction. ``left`` is what stands at ``place``, ``right`` what the other figures say; ``difference`` is
    left less right, None where there is nothing to subtract. ``explanation`` says what is broken and then what explains
    or mends it, and ends with ``note``, what was declared about it; ``remedy`` is only what explains or mends it,
    ``undecided`` what cannot be decided (Dutch; the last three may be empty).
    ``contradictions`` are the broken relations, ``suspects`` the figures that may be wrong.
    """

    place: str
    left: float | str
    right: float | str
    difference: float | None
    severity: Severity
    explanation: str
    remedy: str
    undecided: str
    note: str
    kind: str
    contradictions: tuple[Broken, ...]
    suspects: tuple[Suspect, ...]


def finding(cause: Cause, now: Situation, printed: dict[At, Fraction]) -> Finding:
    """The finding about one cause; ``printed`` are the values before anything was mended."""
    teller = _Teller(cause, now, printed)
    checks = [now.checks[number] for number in cause.checks]
    place, left, right = teller.sides()
    why = teller.why()
    note = " ".join(dict.fromkeys(check.note for check in checks if check.note))
    difference = round(float(left - right), 4) if isinstance(left, Fraction) and isinstance(right, Fraction) else None
    return Finding(
        place=place,
        left=_plain(left),
        right=_plain(right),
        difference=difference,
        severity=min((check.severity for check in checks), key=_WORST.index),
        explanation=" ".join(filter(None, (*dict.fromkeys(c.says for c in checks[:_TOLD]), teller.again(), why, note))),
        remedy=why,
        undecided=teller.undecided(),
        note=note,
        kind=teller.kind(),
        contradictions=tuple(Broken(one.place, _plain(one.left), _plain(one.right), one.says) for one in checks),
        suspects=tuple(teller.suspect(change) for change in cause.changes),
    )


def _plain(value: Fraction | str) -> float | str:
    """A number as JSON has it: whole where it is whole, at most four decimals."""
    if isinstance(value, str):
        return value
    return int(value) if value.denominator == 1 else round(float(value), 4)


class _Teller:
    """The words about one cause."""

    def __init__(self, cause: Cause, now: Situation, printed: dict[At, Fraction]) -> None:
        self.cause, self.now, self.printed = cause, now, printed
        self.first: Check = now.checks[cause.checks[0]]

    @property
    def decided(self) -> Change | None:
        """The only change that mends it all."""
        return self.cause.changes[0] if len(self.cause.changes) == 1 else None

    def sides(self) -> tuple[str, Fraction | str, Fraction | str]:
        """The place, what stands there, and what it should be."""
        change = self.cause.changes[0] if self.cause.copied else self.decided
        if change is None or self._is_arrow(change):
            return self.first.place, self.first.left, self.first.right
        at = change.at
        return self._name(at), self.printed[at], change.value

    def again(self) -> str:
        """Where the same words stand once more."""
        checks = [self.now.checks[number] for number in self.cause.checks[1:]]
        places = [one.place for one in checks if one.says == self.first.says and one.place != self.first.place]
        return f"Dat staat ook bij {'; '.join(places)}." if places else ""

    def kind(self) -> str:
        if self.cause.copied:
            return "copied"
        if self.cause.base or self._bases():
            return "base"
        if likely.rounding(self.first):
            return "rounding"
        if self.decided and self._likely(self.decided):
            return "copied" if likely.neighbour(self.decided.at, self.printed) else "slip"
        return self.first.kind

    def why(self) -> str:
        """What explains it, in one or two sentences."""
        if self.cause.copied:
            row, other = (self._name(at) for at in self.cause.copied)
            return f"De hele rij van {row} is gelijk aan die van {other}: waarschijnlijk is zij overgenomen."
        if self.cause.base:
            return f"Deze percentages kloppen wel met {self._total(self.cause.base)} als geheel."
        if how := likely.rounding(self.first):
            return f"Het percentage is {how}."
        if bases := self._bases():
            return f"Het percentage klopt wel met {' of '.join(map(self._total, bases))} als geheel."
        if self.decided:
            return self._mend(self.decided)
        return "" if self.cause.changes else self._nothing()

    def _mend(self, change: Change) -> str:
        count = len(self.cause.checks)
        every = {1: "klopt het", 2: "kloppen beide verbanden"}.get(count, f"kloppen alle {count} verbanden")
        if self._is_arrow(change):
            return ""
        if change.also:
            return f"Zet {self._should(change)}, en ook {self._should(change.also)}: samen klopt het dan weer."
        copies = len(change.cells) - 1
        where = (
            f" (en op {copies} andere {'plaats' if copies == 1 else 'plaatsen'} waar het ook staat)" if copies else ""
        )
        return f"Zet {self._should(change)}{where}: dan {every}.{self._slip(change)}"

    def _should(self, change: Change) -> str:
        at = change.at
        return f"{self._shown(at, change.value)} in plaats van {self._shown(at, self.printed[at])} bij {self._name(at)}"

    def _slip(self, change: Change) -> str:
        at = change.at
        if beside := likely.neighbour(at, self.printed):
            return f" Hetzelfde getal staat bij {self._name(beside)}: waarschijnlijk is het daarvan overgenomen."
        if meant := likely.meant(at, self.first, self.printed):
            return f" {self._shown(at, self.printed[at])} is het getal van {self._name(meant)}."
        how = likely.slip(self.printed[at], change.value)
        return f" Dat kan een tikfout zijn: {how}." if how else ""

    def undecided(self) -> str:
        """What cannot be decided."""
        changes = self.cause.changes
        if len(changes) < 2 or self.cause.copied:
            return ""
        if changes[0].also:
            return self._pair()
        probable = [one for one in changes if self._likely(one)]
        named = [self._should(one) for one in (probable or changes)[:_NAMED]]
        more = len(changes) - len(named)
        rest = f", of nog {more} andere" if more > 0 else ""
        likely_one = f" Het meest waarschijnlijk:{self._slip(probable[0])}" if len(probable) == 1 else ""
        return f"Welk getal fout is, is uit het verslag niet op te maken: zet {'; of '.join(named)}{rest}.{likely_one}"

    def _pair(self) -> str:
        """Of several pairs the likeliest."""
        one = max(self.cause.changes, key=lambda pair: sum(map(self._likely, filter(None, (pair, pair.also)))))
        both = " en ".join(map(self._should, filter(None, (one, one.also))))
        return f"Twee getallen moeten anders; welke, is uit het verslag niet op te maken. Het kan zijn: zet {both}."

    def _nothing(self) -> str:
        if self.first.kind in WORDING:
            return "De getallen kloppen onderling; de woorden passen er niet bij."
        if self.first.kind == "order":
            return "De getallen kloppen onderling; de volgorde past er niet bij."
        if self.cause.loose:
            return "Meer dan één waarde past hier: wat er moet staan, is uit het verslag niet op te maken."
        return (
            "Geen enkel getal kan veranderen zonder een ander verband te breken: er telt iets dubbel, er ontbreekt "
            "iets, of er is anders geteld."
        )

    def suspect(self, change: Change) -> Suspect:
        at = change.at
        return Suspect(self._name(at), self._shown(at, self.printed[at]), self._shown(at, change.value))

    def _likely(self, change: Change) -> bool:
        return likely.explains(change.at, change.value, self.printed)

    def _is_arrow(self, change: Change) -> bool:
        return self.now.figures[change.at].kind == "arrow"

    def _bases(self) -> list[At]:
        return likely.bases(self.first, self.now.figures, self.printed)

    def _name(self, at: At) -> str:
        return self.now.figures[at].place

    def _total(self, at: At) -> str:
        return f"{self._name(at)} ({self._shown(at, self.printed[at])})"

    def _shown(self, at: At, value: Fraction) -> str:
        if self.now.figures[at].kind == "arrow":
            return {1: "omhoog", -1: "omlaag", 0: "gelijk"}[int(value)]
        return dutch(value, self.now.figures[at].decimals)
