"""What another window or device did to a request, in words: for whoever was about to change it too."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pydantic import ValidationError

from loket.advisers.configuration import Advisers
from loket.advisers.content import EntryContent, Step
from loket.advisers.tally.wording import NAMES, evaluation_in_words, step_in_words
from loket.core.language import page_language

CODES = ("unit", "subcategory", "accused", "reporter_accused")


def differences(seen: str, now: EntryContent, known: Advisers) -> list[str]:
    """What stands there now and did not in what was ``seen`` (JSON that the page carried). Empty when that cannot be
    read: it comes from outside."""
    try:
        before = EntryContent.model_validate_json(seen)
    except ValidationError:
        return []
    codes, steps = _codes(before, now, known), _steps(before, now, known)
    return [*codes, *_contacts(before, now), *steps, *_evaluation(before, now)]


def _codes(before: EntryContent, now: EntryContent, known: Advisers) -> Iterator[str]:
    for name in CODES:
        if getattr(before, name) != getattr(now, name):
            label = known.label(name, getattr(now, name), page_language())
            yield f"{NAMES[name]}: {label}"


def _contacts(before: EntryContent, now: EntryContent) -> Iterator[str]:
    added = now.contacts[len(before.contacts) :]
    if added:
        words = ngettext(
            "Er is %(n)d contact bij, van %(spent)d minuten",
            "Er zijn %(n)d contacten bij, van %(spent)d minuten samen",
            len(added),
        )
        yield words % {"n": len(added), "spent": sum(one.minutes for one in added)}


def _steps(before: EntryContent, now: EntryContent, known: Advisers) -> Iterator[str]:
    for name, stood, stands in (
        ("settlement", before.settlements, now.settlements),
        ("situation", before.situations, now.situations),
    ):
        yield from _added(name, stood, stands, known)


def _added(name: str, stood: tuple[Step, ...], stands: tuple[Step, ...], known: Advisers) -> Iterator[str]:
    for old, new in zip(stood, stands, strict=False):
        if new.is_taken_back and not old.is_taken_back:
            yield _("Teruggenomen: %s") % step_in_words(name, new, known)
    for new in stands[len(stood) :]:
        yield f"{NAMES[name]}: {step_in_words(name, new, known)}"


def _evaluation(before: EntryContent, now: EntryContent) -> Iterator[str]:
    if before.evaluation != now.evaluation:
        yield f"{NAMES['evaluation']}: {evaluation_in_words(now)}"
