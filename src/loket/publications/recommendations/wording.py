"""What a recommendation may say. Figures belong in tables, where they can be checked and protected: a text that counts
something is refused, as it is everywhere in a report."""

import unicodedata

from django.utils.translation import gettext as _

from loket.core.errors import UserError
from loket.publications.text.literals import literals

LONGEST = 1000
"""Characters of a recommendation, and of what came of it."""
LANGUAGES = ("nl", "en")


class BadWording(UserError):
    """A text that a recommendation cannot have."""


def worded(text: str, language: str) -> str:
    """The text on one line. Raises ``BadWording`` for a number that counts something (a year or a day counts nothing),
    for braces, which the text of a report reads as a reference, and for what nobody sees."""
    plain = " ".join(text.split())
    if any(unicodedata.category(character) in {"Cc", "Cf", "Co", "Cs"} for character in plain):
        raise BadWording(_("Er staan onzichtbare tekens in. Typ de tekst opnieuw"))
    if set("{}") & set(plain):
        raise BadWording(_("Laat de accolades weg: een aanbeveling is gewone tekst"))
    if len(plain) > LONGEST:
        raise BadWording(_("Maak de tekst korter: er passen %d tekens in") % LONGEST)
    counted = next((found for _offset, found in literals(plain, language)), "")
    if counted:
        raise BadWording(_("Zeg het zonder ‘%s’. Cijfers staan in de tabellen, dan kloppen ze altijd") % counted)
    return plain
