"""What a sentence claims, as a check."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from loket.figures.checking.checks import Builder, Check, NotPrinted, near
from loket.figures.checking.model import STATEMENT, At, Declaration, Statement, UnknownReference, dutch
from loket.figures.checking.references import Amount
from loket.figures.checking.rules import Condition, Linear, Ranked
from loket.figures.checking.words import UNCHECKED, Bounds, Claim, claim, known


def claimed(builder: Builder, statement: Statement, tolerance: Mapping[str, int]) -> Iterator[Check]:
    """The checks of one statement. Raises ``UnknownReference``, and ``NotPrinted`` when it cannot be checked."""
    if statement.claim == UNCHECKED:
        raise NotPrinted(f"{statement.source}: “{statement.quote}”: het verslag drukt de getallen hiervoor niet af")
    found = claim(statement.claim, tolerance)
    if found is None:
        raise UnknownReference(f"'{statement.claim}' is geen bewering; kies uit: {known()}")
    texts = [text for text in (statement.left, statement.right) if text]
    if not statement.left:
        raise UnknownReference("kolom left is leeg; noem de cel waar de zin over gaat")
    for binding in builder.world.bindings(Declaration(), texts):
        left, *right = (builder.world.amount(text, binding) for text in texts)
        builder.need(left, *right)
        yield _Sentence(builder, statement, found, left, right[0] if right else None).check()


class _Sentence:
    """One claim about known figures."""

    def __init__(
        self, builder: Builder, statement: Statement, found: Claim, left: Amount, right: Amount | None
    ) -> None:
        self.builder, self.statement, self.claim = builder, statement, found
        self.left, self._right = left, right
        self.at = At("", STATEMENT, (statement.id,), "")
        self.place = f"{statement.source}: “{statement.quote}”"

    @property
    def right(self) -> Amount:
        if self._right is None:
            raise UnknownReference(f"'{self.statement.claim}' vergelijkt met iets; vul kolom right in")
        return self._right

    @property
    def value(self) -> Amount:
        """The figure that the sentence prints."""
        if self.at not in self.builder.values:
            raise UnknownReference(f"'{self.statement.claim}' noemt een getal; vul kolom value in")
        return Amount(((1, self.at),))

    def check(self) -> Check:
        match self.claim.subject:
            case "printed":
                return self._printed()
            case "rank":
                return self._rank()
            case "top":
                return self._top()
            case "amount":
                return self._words(self._target())
        return self._words(self.right)

    def _target(self) -> Amount:
        if self._right is not None:
            return self._right
        return Amount() if self.claim.factor == 0 else self.value

    def _printed(self) -> Check:
        half = self.builder.world.figures[self.value.cells[0]].half
        make = {"is": self._is, "procent": self._percent, "procentpunt": self._points}.get(self.claim.words)
        return self._finish(make(half) if make else self._growth(half))

    def _finish(self, check: Check) -> Check:
        return replace(check, place=self.place, quote=self.statement.quote)

    def _is(self, _half: Fraction) -> Check:
        value, left = self.value, self.left
        half = self.builder.half(left) if len(left.cells) > 1 else self.builder.coarser(value, left)
        return Check(
            "is",
            near(value, left, half),
            value.cells + left.cells,
            value.of(self.builder.values),
            left.of(self.builder.values),
            self.place,
            f"De zin noemt {self.builder.shown(value)}, maar {self.builder.name(left)} is {self.builder.shown(left)}.",
        )

    def _percent(self, half: Fraction) -> Check:
        return self.builder.rounded(self.value, self.left, self.right, half)

    def _points(self, half: Fraction) -> Check:
        value, now, before = self.value, self.left, self.right
        change = Amount(now.terms + tuple((-factor, at) for factor, at in before.terms), now.constant - before.constant)
        return Check(
            "points",
            near(value, change, half + self.builder.half(now, before)),
            value.cells + change.cells,
            value.of(self.builder.values),
            change.of(self.builder.values),
            self.place,
            f"Van {self.builder.shown(before)} naar {self.builder.shown(now)} is "
            f"{self.builder.shown(change)} procentpunt, niet {self.builder.shown(value)}.",
        )

    def _growth(self, half: Fraction) -> Check:
        sign = 1 if self.claim.words == "stijging van" else -1
        value, now, before = self.value, self.left, self.right
        if before.of(self.builder.values) == 0:
            raise NotPrinted(f"{self.place}: een groei vanaf nul heeft geen percentage")
        exact = sign * 100 * (now.of(self.builder.values) / before.of(self.builder.values) - 1)
        conditions = (
            Condition(lambda v: 100 * sign * (now.of(v) - before.of(v)) - (value.of(v) - half) * before.of(v)),
            Condition(lambda v: (value.of(v) + half) * before.of(v) - 100 * sign * (now.of(v) - before.of(v))),
        )
        printed = value.of(self.builder.values)
        return Check(
            "growth",
            Linear(conditions),
            value.cells + now.cells + before.cells,
            printed,
            exact,
            self.place,
            f"Van {self.builder.shown(before)} naar {self.builder.shown(now)} is een {self.claim.words} "
            f"{dutch(exact, 1)}%, niet {self.builder.shown(value)}%.",
            "note" if abs(exact - printed) < 2 * half else "error",
        )

    def _words(self, right: Amount) -> Check:
        left, subject = self.left, self.claim.subject
        slack = Fraction(0) if subject == "change" else self.builder.half(left)
        named = subject == "amount" and self.claim.factor
        said = self.statement.claim
        words = f"{said} {self.builder.shown(right)}" if named else said
        figure = self._beside(right)
        return Check(
            "words",
            Linear(tuple(_within(left, right, self.claim.bounds, self.claim.factor, slack))),
            left.cells + right.cells,
            words,
            left.of(self.builder.values) if subject == "amount" else figure,
            self.place,
            f"“{words}” past niet bij {figure}.",
            "warning",
            self.statement.quote,
        )

    def _beside(self, right: Amount) -> str:
        """The figure that the words are about, with what they set it against."""
        shown, base, other = self.builder.shown(self.left), self.builder.shown(right), right.of(self.builder.values)
        if self.claim.subject == "amount":
            return shown
        if self.claim.subject == "change":
            return f"{shown} tegenover {base}"
        percent = f" ({dutch(100 * self.left.of(self.builder.values) / other, 1)}%)" if other else ""
        return f"{shown} van de {base}{percent}"

    def _rank(self) -> Check:
        if len(self.left.cells) != 1:
            raise UnknownReference(f"'{self.claim.words}' gaat over één cel; noem er één in kolom left")
        cell = self.left.cells[0]
        others = tuple(at for at in self.right.cells if at != cell)
        rule = Ranked(cell, others, self.claim.place, self.claim.sign)
        return self._ordered(rule, self._extreme(others), (cell, *others))

    def _top(self) -> Check:
        cells = self.left.cells
        others = tuple(at for at in self.right.cells if at not in cells)
        if len(cells) != self.claim.place:
            raise UnknownReference(f"'{self.claim.words}' gaat over {self.claim.place} cellen; noem die in kolom left")
        conditions = tuple(_not_less(one, other) for one in cells for other in others)
        return self._ordered(Linear(conditions), self._extreme(others), (*cells, *others))

    def _extreme(self, others: tuple[At, ...]) -> str:
        """The first of the other figures, with its place."""
        values, figures = self.builder.values, self.builder.world.figures
        if not others:
            return "er niet"
        first = max(others, key=lambda at: values[at] * self.claim.sign)
        return f"{figures[first].place}: {dutch(values[first])}"

    def _ordered(self, rule: Ranked | Linear, first: str, cells: tuple[At, ...]) -> Check:
        side = "grootste" if self.claim.sign > 0 else "kleinste"
        return Check(
            "rank",
            rule,
            cells,
            self.statement.claim,
            first,
            self.place,
            f"“{self.statement.claim}” past niet: {self.builder.name(self.left)} is {self.builder.shown(self.left)}, "
            f"de {side} andere is {first}.",
            "warning",
            self.statement.quote,
        )


def _not_less(one: At, other: At) -> Condition:
    return Condition(lambda now: now[one] - now[other])


def _within(left: Amount, right: Amount, bounds: Bounds, factor: Fraction, slack: Fraction) -> Iterator[Condition]:
    """Left lies between these bounds times factor times right; rounding may have moved it by ``slack``."""
    if bounds.low is not None:
        low = bounds.low * factor
        yield Condition(lambda now: left.of(now) - low * right.of(now) + slack, bounds.open_low)
    if bounds.high is not None:
        high = bounds.high * factor
        yield Condition(lambda now: high * right.of(now) - left.of(now) + slack, bounds.open_high)
