"""What the codes are called that the advisers' room writes in the audit trail (``settings.TRAIL_CODES``)."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from loket.advisers.configuration import configuration, is_there
from loket.advisers.duty.words import TALKED, TOLD, WHY_NOT
from loket.advisers.tally.proposing import lists
from loket.core.language import page_language
from loket.figures.model import in_language
from loket.intake.words import Words


def trail_codes() -> dict[tuple[str, str], Mapping[str, Words]]:
    """Of an action and a detail: its codes in words, in the language of the page; none where there are no advisers.
    Raises ``BadFile``."""
    if not is_there():
        return {}
    found, language = configuration(), page_language()
    targets = {code: target.name(language) for code, target in found.targets.items()}
    return {
        ("handover.ask", "to"): targets,
        ("handover.do", "to"): targets,
        ("duty.break", "ground"): {code: in_language(label, language) for code, label in found.grounds.items()},
        ("duty.break", "talked"): TALKED,
        ("duty.break", "told"): TOLD,
        ("duty.break", "reason"): WHY_NOT,
        ("tally.device", "act"): {"add": _("toestel toegevoegd"), "remove": _("toestel weggehaald")},
        ("proposal.make", "list"): dict(lists()),
        ("proposal.answer", "list"): dict(lists()),
    }
