"""The standard text of a signal: the same words for every adviser, with three codes in them."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from loket.advisers.configuration import configuration


def text_of(unit: str, category: str, accused: str, language: str) -> Sequence[str]:
    """The signal as its director reads it, a paragraph each. Of who told it, when, or how many did, it says nothing."""
    label = configuration().label
    about = {
        "unit": label("unit", unit, language),
        "category": label("category", category, language),
        "accused": label("accused", accused, language),
    }
    return (
        _("De vertrouwenspersonen hoorden van een of meer mensen over: %(category)s.") % about,
        _("Het speelt bij: %(unit)s. Over wie het gaat: %(accused)s.") % about,
        _(
            "Zoek niet uit wie dit vertelde: dat mag niet, en het maakt het voor iedereen onveiliger. Kijk wat je kunt"
            " doen voor je hele onderdeel. Wil je erover praten? Bel de landelijk vertrouwenspersoon."
        ),
    )
