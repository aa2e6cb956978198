"""Where a handover stands: what was chosen, what the reporter was asked and said, and on which ground it may go."""

import datetime as dt
from dataclasses import dataclass

from loket.casework import engine
from loket.casework.configuration import procedure_of
from loket.casework.content import ItemContent
from loket.casework.errors import Gone
from loket.casework.handover.plan import DONE, Plan, opened_parts
from loket.casework.models import Item, ItemKind
from loket.casework.procedure import Act
from loket.casework.sealing import OpenCase
from loket.intake import dialogue
from loket.intake.dialogue import Said

PLAN = "plan"
"""In the values of a part of kind HANDOVER: what was chosen, as JSON."""


@dataclass(frozen=True)
class Standing:
    """One handover. ``asks``: what the reporter must agree to (a code of ``words.ASKED``), empty for nothing.
    ``consent``: a code of ``words.ASKING``. ``asked`` and ``answer``: the question and the last answer to it."""

    item: Item
    content: ItemContent
    plan: Plan
    act: Act
    asks: str
    consent: str
    asked: Said | None = None
    answer: Said | None = None

    @property
    def number(self) -> int:
        return self.item.number

    @property
    def may_go(self) -> bool:
        """Whether the law lets it go (WBK-6, WBK-7)."""
        return self.consent in {"", "yes", "ground"}

    @property
    def is_done(self) -> bool:
        return self.content.code == DONE

    @property
    def asked_on(self) -> dt.date | None:
        return self.asked.message.on if self.asked else None

    @property
    def answered_on(self) -> dt.date | None:
        return self.answer.message.on if self.answer else None


def standing(opened: OpenCase, number: int) -> Standing:
    """The handover that the part of the file with this number plans, with the newest answer of the reporter. Raises
    ``Gone`` when it plans none, ``WontOpen``."""
    item = Item.objects.filter(case=opened.case, number=number, kind=ItemKind.HANDOVER).first()
    content = opened.item(item) if item else None
    if item is None or content is None or PLAN not in content.values:
        raise Gone
    return _standing(opened, item, content)


def latest(opened: OpenCase) -> Standing | None:
    """The last handover that was chosen and is not done yet; None when there is none."""
    found = opened_parts(opened, (ItemKind.HANDOVER,))
    planned = [part for part in found if PLAN in part.content.values and part.content.code != DONE]
    return _standing(opened, planned[-1].item, planned[-1].content) if planned else None


def _standing(opened: OpenCase, item: Item, content: ItemContent) -> Standing:
    plan = Plan.model_validate_json(content.values[PLAN])
    try:
        act = engine.act(procedure_of(opened.case), plan.act)
    except engine.UnknownAct as error:
        raise Gone from error
    asks = asked_of(opened, plan, act)
    said = dialogue.read(opened.report) if opened.report and content.message else []
    asked = next((one for one in said if one.message.number == content.message), None)
    answers = [one for one in said if content.message and one.answers == content.message]
    answer = answers[-1] if answers else None
    return Standing(item, content, plan, act, asks, _consent(asks, content, answer), asked, answer)


def asked_of(opened: OpenCase, plan: Plan, act: Act) -> str:
    """What the reporter must agree to before this goes."""
    return plan.asks(
        has_reporter=opened.report is not None,
        anonymous=opened.card().anonymous,
        required="consent" in act.requires,
    )


def _consent(asks: str, content: ItemContent, answer: Said | None) -> str:
    """The last answer counts, whenever it came: who said yes may still say no. A legal ground goes before it."""
    if not asks:
        return ""
    if content.values.get("ground"):
        return "ground"
    if not content.message:
        return "none"
    if answer is None:
        return "waiting"
    return "yes" if answer.content.choice in YES else "no"


YES = frozenset({"handover", "share"})
"""The answers that are a yes: anything else, in whatever words, is none."""
