"""Which language a page is in."""

from django.conf import settings
from django.utils.translation import get_language


def page_language() -> str:
    """The language of the page that is being made; the first of the house outside a page."""
    return get_language() or settings.LANGUAGE_CODE
