"""Where a warm handover stands: what the reporter was asked, and what they said."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from loket.advisers.configuration import Target, configuration
from loket.advisers.handover.words import KEEP, NAMED, STATES, UNNAMED, approved, is_about
from loket.advisers.models import Handover
from loket.core.language import page_language
from loket.intake import dialogue
from loket.intake.dialogue import Said
from loket.intake.sealing import OpenReport
from loket.intake.words import Words

_SAYS = {NAMED: "named", UNNAMED: "unnamed", KEEP: "no"}


@dataclass(frozen=True)
class Standing:
    """One handover. ``state``: a code of ``words.STATES``; ``text``: exactly what goes along; ``answer``: the last
    answer of the reporter, if any."""

    handover: Handover
    target: Target
    state: str
    text: str
    answer: Said | None

    @property
    def may_go(self) -> bool:
        """Whether the reporter said yes to this text, and it did not go yet."""
        return self.state in {"named", "unnamed"}

    @property
    def by_name(self) -> bool:
        """Whether the reporter wants to be named."""
        return self.answer is not None and self.answer.content.choice == NAMED

    @property
    def name(self) -> str:
        """To whom, in the language of the page."""
        return self.target.name(page_language())

    @property
    def words(self) -> Words:
        return STATES[self.state][0]

    @property
    def sign(self) -> str:
        """The class of the status."""
        return STATES[self.state][1]

    @property
    def answered_on(self) -> dt.date | None:
        return self.answer.message.on if self.answer else None

    @property
    def is_outside(self) -> bool:
        """Whether it goes to somebody outside this system: on paper."""
        return not self.target.body


def standings(opened: OpenReport) -> list[Standing]:
    """Every handover of this contact, the newest first. Of two questions about the same target only the newest counts:
    a changed text is a new question. Raises ``WontOpen``."""
    rows = Handover.objects.filter(report=opened.report.pk).order_by("-message")
    said = dialogue.read(opened)
    newest: dict[str, int] = {}
    for row in rows:
        newest.setdefault(row.target, row.message)
    return [_standing(row, said, is_newest=newest[row.target] == row.message) for row in rows]


def target_of(code: str) -> Target:
    """To whom: by its code alone when the organisation does not know it any more."""
    return configuration().targets.get(code) or Target(code, "", {"nl": code})


def _standing(row: Handover, said: Sequence[Said], *, is_newest: bool) -> Standing:
    asked = next((one for one in said if one.message.number == row.message), None)
    answers = [one for one in said if one.answers == row.message]
    answer = answers[-1] if answers else None
    target, question = target_of(row.target), asked.content.text if asked else ""
    text = approved(question)
    state = _state(row, answer, text, is_newest=is_newest)
    state = "no" if state in {"named", "unnamed"} and not is_about(question, target) else state
    return Standing(row, target, state, text, answer)


def _state(row: Handover, answer: Said | None, text: str, *, is_newest: bool) -> str:
    """The last answer counts; anything that is not a yes, in whatever words, is none. A question that does not open any
    more, or was about another target, lets nothing go."""
    if row.done_on:
        return "done"
    if not is_newest:
        return "replaced"
    if answer is None:
        return "waiting"
    return _SAYS.get(answer.content.choice, "no") if text else "no"
