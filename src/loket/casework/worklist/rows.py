"""A case as one row of a list: what its labels say, and nothing of what was told."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext

from loket.casework.access import Desk
from loket.casework.content import Card
from loket.casework.models import Case
from loket.casework.reading import procedures
from loket.casework.sealing import open_private, read_card
from loket.casework.worklist.queries import DONE
from loket.core import clock
from loket.core.language import page_language
from loket.figures.model import in_language
from loket.intake.configuration import configuration as intake
from loket.intake.queries import news
from loket.intake.words import term
from loket.vault.errors import WontOpen

_FAR = 300
"""Days beyond which a day is written with its year."""


@dataclass(frozen=True)
class Row:
    """What stands in a row. ``sign``: its group (late, due, later, done); ``term``: how long there is still time, in
    words; ``take_url``: where to take it, empty for who cannot."""

    reference: str
    url: str
    has_news: bool
    sign: str
    step: str
    day: str
    term: str
    stage: str
    violation: str
    unit: str
    handler: str
    take_url: str

    @property
    def sign_class(self) -> str:
        """The look of the term: a sign and a colour when it presses, grey when there is time."""
        return f"status {self.sign}" if self.sign in {"late", "due"} else "hint"


class Wording:
    """The words of one request: looked up once, in its language."""

    def __init__(self) -> None:
        self.language = page_language()
        self.today = clock.today()
        self._procedures = procedures()

    def step(self, case: Case) -> str:
        """The verb of the case's next act; its code when its procedure no longer has it."""
        return self._acts.get((case.procedure, case.next_act), case.next_act) or gettext("geen")

    def stage(self, case: Case) -> str:
        """The name of the stage where the case stands; its code when its procedure no longer has it."""
        return self._stages.get((case.procedure, case.stage), case.stage)

    def label(self, name: str, code: str) -> str:
        """The short name of a unit or a kind of violation."""
        return self._codes[name].get(code, code) if code else gettext("Nog te bepalen")

    def day(self, day: dt.date | None) -> str:
        """A day in a narrow column: "vandaag", "13 nov", and with its year when it is far away."""
        if day is None or day == self.today:
            return gettext("vandaag") if day else ""
        return date_format(day, gettext("j b Y") if abs((day - self.today).days) > _FAR else gettext("j b"))

    @cached_property
    def _acts(self) -> dict[tuple[str, str], str]:
        found = self._procedures.items()
        return {(code, act.code): in_language(act.label, self.language) for code, one in found for act in one.acts}

    @cached_property
    def _stages(self) -> dict[tuple[str, str], str]:
        found = self._procedures.items()
        return {(code, at.code): in_language(at.label, self.language) for code, one in found for at in one.stages}

    @cached_property
    def _codes(self) -> dict[str, dict[str, str]]:
        lists = intake().lists
        return {name: {code.code: code.name(self.language, short=True) for code in lists[name]} for name in lists}


def rows_of(desk: Desk, cases: Sequence[Case]) -> list[Row]:
    """The rows of these cases, opened: one query, for what reporters wrote meanwhile."""
    words, new = Wording(), news(case.report for case in cases if case.report)
    return [_row(desk, case, words, has_news=case.report in new) for case in cases]


def _row(desk: Desk, case: Case, words: Wording, *, has_news: bool) -> Row:
    card, left = _card(desk, case), term(case.due_on, words.today) if case.due_on else None
    can_take = case.assignee is None and case.due_on is not None
    return Row(
        reference=case.reference,
        url=reverse("casework:case", args=[case.reference]),
        has_news=has_news,
        sign=left.sign if left else DONE,
        step=words.step(case),
        day=words.day(case.due_on or case.closed_on),
        term=left.words if left else gettext("klaar"),
        stage=words.stage(case),
        violation=words.label("violation", card.violation) if card else gettext("Gaat niet open"),
        unit=words.label("unit", card.unit) if card else gettext("Gaat niet open"),
        handler=case.assignee.display_name if case.assignee else gettext("Niemand"),
        take_url=reverse("casework:take", args=[case.reference]) if can_take else "",
    )


def _card(desk: Desk, case: Case) -> Card | None:
    """The labels; None when they do not open, so that one damaged case does not hide the others."""
    try:
        return read_card(case, open_private(case, desk.body_private))
    except WontOpen:
        return None
