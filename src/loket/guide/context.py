"""What every page knows: the organisation's name, the demonstration, the way out, the other language."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from loket.guide.bodies import house_of
from loket.keys import session

MENU = [
    ("publications:overview", "", _("Overzicht")),
    ("intake:inbox", "officer", _("Meldingen")),
    ("keys:keys", "officer", _("Sleutels")),
    ("publications:staff-list", "policy_officer", _("Publicaties")),
    ("publications:checks", "policy_officer", _("Controles")),
    ("accounts:people", "functional_administrator", _("Toegang")),
    ("accounts:trail", "auditor", _("Logboek")),
]
"""Of each item of the staff menu: the view, the role that sees it (all when empty), and its name."""


def house(request: HttpRequest) -> dict[str, Any]:
    """The context of every template of the house."""
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "demo": settings.DEMO,
        **house_of(language),
        "other_language": other_language(request, language),
        "staff_menu": lambda: staff_menu(request),
        "key_state": lambda: key_state(request),
    }


def other_language(request: HttpRequest, language: str) -> dict[str, str]:
    """The same page in the other language; its home page where this page is not one of ours."""
    code, name = next((code, name) for code, name in settings.LANGUAGES if code != language)
    here = request.get_full_path()
    there = translate_url(here, code)
    return {
        "code": code,
        "name": name,
        "url": there if there != here else "/" if code == "nl" else f"/{code}/",
    }


def staff_menu(request: HttpRequest) -> list[dict[str, Any]]:
    """The items that this person may open. The current one is the longest address that this page begins with; the
    overview, with which all begin, only on its own page."""
    roles = set(getattr(request.user, "roles", []))
    items = [(reverse(view), str(label)) for view, role, label in MENU if not role or role in roles]
    within = (url for url, _label in items[1:] if request.path.startswith(url))
    current = max(within, key=len, default=request.path)
    return [{"url": url, "label": label, "current": url == current} for url, label in items]


def key_state(request: HttpRequest) -> str:
    """Whether the key of this person is "open" or "locked" now, or still to be made ("none"); "" for who opens no
    reports."""
    return session.state(request) if getattr(request.user, "bodies", []) else ""
