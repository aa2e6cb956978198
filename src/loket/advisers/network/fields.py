"""What the forms of the network ask with: their lists, months, and what a certificate asks."""

from collections.abc import Callable
from itertools import islice
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.advisers.configuration import configuration
from loket.advisers.models import PeerGroup, RequirementKind
from loket.advisers.tally.months import back_to, in_words
from loket.core import clock
from loket.core.forms import offer
from loket.core.language import page_language
from loket.taxonomy.current import code_list

MONTHS_BACK = 48
"""Of how many months, this one included, something can be written down: as long as a certificate holds."""
YES, NO = "ja", "nee"
Choices = list[tuple[str, Any]]

KIND_NAMES = {
    RequirementKind.TRAINING: _("Bijscholing"),
    RequirementKind.PEER_SUPERVISION: _("Intervisie"),
    RequirementKind.EXTRA: _("Extra activiteiten"),
}
"""What a certificate asks, in words (advisers' annual report 2024, chapter 6)."""


def units() -> Choices:
    """The units that an adviser can belong to this year."""
    known, language = configuration(), page_language()
    return [(code, known.label("unit", code, language)) for code in known.offered("unit", clock.today().year)]


def codes(name: str) -> Choices:
    """Every code of a list that holds this year."""
    year, language = clock.today().year, page_language()
    return [(code.code, code.name(language)) for code in code_list(name) if code.holds_in(year)]


def months() -> Choices:
    """The last months, this one first: as 2026-11, and in words."""
    back = back_to(clock.today(), clock.today().year - MONTHS_BACK // 12)
    return [(month, in_words(month)) for month in islice(back, MONTHS_BACK)]


def groups() -> Choices:
    """The groups of peer supervision, by number."""
    return [(str(group.pk), group.name) for group in PeerGroup.objects.all()]


def chosen(label: Any, choices: Callable[[], Choices], *, empty: Any = "", **options: Any) -> forms.ChoiceField:
    """A list that drops down, of which nothing is chosen beforehand; ``empty`` is its first line."""
    messages = {"required": _("Kies er een"), "invalid_choice": _("Kies er een uit de lijst")}
    return forms.ChoiceField(
        label=label,
        choices=lambda: [("", empty or _("Kies")), *choices()],
        error_messages={**messages, **options.pop("error_messages", {})},
        **options,
    )


def keep(form: forms.BaseForm, field: str, choices: Choices, code: str, name: str) -> None:
    """Let a field keep what stands there already, also when nobody would choose it any more."""
    if code not in {value for value, _name in choices}:
        offer(form, field, [("", _("Kies")), *choices, (code, name)])
