"""The words of a warm handover: what the reporter is asked, word for word, and what they are told afterwards."""

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loket.advisers.configuration import Target
from loket.core import clock
from loket.intake.terms import acknowledge_by
from loket.intake.words import Words

LINE = "\n\n———\n\n"
"""Stands in a question above what goes along: everything below it goes, to the last character."""

NAMED, UNNAMED, KEEP = "share_named", "share_unnamed", "keep"
"""What the reporter can answer: codes of ``intake.words.OPTION``."""

STATES: dict[str, tuple[Words, str]] = {
    "waiting": (gettext_lazy("De ander heeft nog niet geantwoord"), "later"),
    "named": (gettext_lazy("De ander zei ja, met naam"), "due"),
    "unnamed": (gettext_lazy("De ander zei ja, zonder naam"), "due"),
    "no": (gettext_lazy("De ander zei nee"), "later"),
    "replaced": (gettext_lazy("Er is een nieuwe vraag met een andere tekst"), "later"),
    "done": (gettext_lazy("Overgedragen"), "checked"),
}
"""How far a handover is: in words, and the sign of it (look: due, later, checked)."""


def question(target: Target, text: str, language: str) -> str:
    """The question as the reporter reads it: its first line is the question, and below the line stands what goes."""
    return f"{_whom(target, language)}{explanation(target, language)}{LINE}{text}"


def is_about(asked: str, target: Target) -> bool:
    """Whether this is the target that the reporter read in the question. Which one it is stands in the database too,
    where nothing seals it."""
    return any(asked.startswith(_whom(target, language)) for language, _name in settings.LANGUAGES)


def _whom(target: Target, language: str) -> str:
    with translation.override(language):
        return _("Mag ik dit voor je overdragen aan: %s?") % target.name(language) + "\n\n"


def explanation(target: Target, language: str) -> str:
    """What a yes means."""
    with translation.override(language):
        goes = _(
            "Alleen de tekst onder de streep gaat mee, woord voor woord. Wat jij en ik elkaar schreven, blijft hier."
        )
        inside = _("Je krijgt daar een eigen postvak. De woorden daarvoor staan daarna hier. Alleen jij kunt ze lezen.")
        outside = _("Ik geef deze tekst aan hen door. Daarna lees je hier op welke dag dat was.")
        mind = _("Je kunt je antwoord veranderen zolang ik het niet heb gelezen.")
        return " ".join((goes, inside if target.body else outside, mind))


def approved(asked: str) -> str:
    """What goes along, out of the question that was asked."""
    return asked.partition(LINE)[2]


def told(target: Target, language: str) -> str:
    """The message to the reporter once it went."""
    with translation.override(language):
        whom = target.name(language)
        if not target.body:
            return (
                _("Ik heb vandaag overgedragen wat je goedkeurde. Het ging naar: %s. Verder ging er niets mee.") % whom
            )
        by = date_format(acknowledge_by(clock.today()), "j F Y")
        return _(
            "Ik heb vandaag overgedragen wat je goedkeurde. Het ging naar: %(whom)s. Je hoort daar uiterlijk op %(by)s"
            " dat het is gelezen. Hieronder staan de woorden van je postvak daar. Bewaar ze nu: alleen jij kunt ze"
            " lezen, ik niet."
        ) % {"whom": whom, "by": by}
