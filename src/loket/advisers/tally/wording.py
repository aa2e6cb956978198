"""The words for what stands in a request."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loket.advisers.configuration import Advisers
from loket.advisers.content import EntryContent, Step
from loket.core.language import page_language

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

NAMES: "dict[str, StrOrPromise]" = {
    "unit": gettext_lazy("Onderdeel"),
    "subcategory": gettext_lazy("Waar het over gaat"),
    "accused": gettext_lazy("Over wie het gaat"),
    "reporter_accused": gettext_lazy("Melder beschuldigd"),
    "settlement": gettext_lazy("Wat je deed"),
    "situation": gettext_lazy("Hoe het is"),
    "evaluation": gettext_lazy("Evaluatie"),
}
SENT, NOT_SENT, NOT_STATED = "link_sent", "link_not_sent", "link_not_stated"
"""What an adviser says of the evaluation when a request ends; all three are counted (chapter 6)."""
EVALUATION: "list[tuple[str, StrOrPromise]]" = [
    (SENT, gettext_lazy("Ik geef de link mee")),
    (NOT_SENT, gettext_lazy("Ik geef de link niet mee")),
    (NOT_STATED, gettext_lazy("Ik zeg het niet")),
]


def step_in_words(name: str, step: Step, known: Advisers) -> str:
    """A settlement or a situation; a situation without a code reopened the request."""
    return known.label(name, step.code, page_language()) if step.code else _("Heropend")


def evaluation_in_words(content: EntryContent) -> str:
    """What was said of the evaluation; empty when nothing was."""
    said = {SENT: _("link meegegeven"), NOT_SENT: _("link niet meegegeven"), NOT_STATED: _("niet gezegd")}
    return said.get(content.evaluation, "")
