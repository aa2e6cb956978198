"""A handover in words: what goes along, for the file; and the question for the reporter, in general terms."""

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loket.casework.casefile.timeline import Part, person_name
from loket.casework.configuration import configuration
from loket.casework.handover.plan import Plan, Shelf
from loket.casework.handover.standing import Standing
from loket.casework.handover.words import ASKED, WHAT_GOES
from loket.casework.models import ItemKind
from loket.casework.words import KINDS
from loket.core.language import page_language


def whom(plan: Plan, language: str) -> str:
    """The name of who gets it; the code when the organisation does not know it any more."""
    found = configuration().outside.get(plan.to) if plan.outside else configuration().bodies.get(plan.to)
    return found.name(language) if found else plan.to


def part_name(part: Part) -> str:
    """What a part of the file is called, without a name of anybody."""
    if part.item.kind == ItemKind.HEARING:
        return _("Gespreksverslag %s") % person_name(part.content.person).lower()
    kind = str(KINDS[part.item.kind])
    if part.item.kind == ItemKind.DECISION and part.content.person:
        return f"{kind}: {person_name(part.content.person).lower()}"
    return f"{kind}: {part.content.title}" if part.content.title else kind


def goes(plan: Plan, here: Shelf) -> list[str]:
    """What goes along, a line for each."""
    whole = [
        (plan.report_goes, _("De melding zelf, met de berichten en het postvak")),
        (plan.story, _("Wat de melder vertelde")),
        (plan.identity, _("Wie de melder is")),
    ]
    lines = [text for is_so, text in whole if is_so]
    lines += [part_name(part) for part in here.parts]
    lines += [_("Bestand: %s") % file.note.name for file in here.files]
    return lines + [_person(plan, one.person.number) for one in here.people]


def describe(plan: Plan, here: Shelf) -> str:
    """What goes along, as a text of the file."""
    return "\n".join([_("Naar: %s") % whom(plan, page_language()), *(f"- {line}" for line in goes(plan, here))])


def question(now: Standing, language: str, why: str) -> str:
    """The question for consent as the reporter reads it: its first line is the question."""
    with translation.override(language):
        named = {"whom": whom(now.plan, language)}
        parts = [str(ASKED[now.asks]) % named, explanation(now, language), why.strip()]
    return "\n\n".join(part for part in parts if part)


def explanation(now: Standing, language: str) -> str:
    """What a yes means, and how much goes along beside what the reporter told."""
    with translation.override(language):
        named, plan = {"whom": whom(now.plan, language)}, now.plan
        keys = ("story", "identity") if now.asks == "story_identity" else (now.asks,)
        parts = [str(WHAT_GOES[key]) % named for key in keys]
        count = len(plan.items) + len(plan.files)
        if count:
            parts.append(ngettext("Ook %d stuk gaat mee.", "Ook %d stukken gaan mee.", count) % count)
    return " ".join(parts)


def _person(plan: Plan, number: int) -> str:
    text = _("%s, met naam") if number in plan.named else _("%s, zonder naam")
    return text % person_name(number)
