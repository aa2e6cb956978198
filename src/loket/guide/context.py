"""What every page knows: the organisation's name, the demonstration, the way out, the other language."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from loket.accounts.entering import first_page
from loket.accounts.models import Account
from loket.core.language import page_language
from loket.guide.bodies import house_of
from loket.keys import session

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

OFFICER, HEAD, AUDITOR, POLICY, ADVISER = "officer", "head", "auditor", "policy_officer", "adviser"

MENU: list[tuple[str, tuple[str, ...], "StrOrPromise"]] = [
    ("advisers:tally", (ADVISER,), _("Tellijst")),
    ("advisers:notebook", (ADVISER,), _("Schrift")),
    ("casework:worklist", (OFFICER,), _("Werklijst")),
    ("advisers:contacts", ("adviser",), _("Contact")),
    ("casework:search", (OFFICER,), _("Zoeken")),
    ("casework:register", (OFFICER,), _("Melding registreren")),
    ("casework:steering", (HEAD,), _("Stand van zaken")),
    ("casework:retention", (HEAD, AUDITOR), _("Bewaren")),
    ("keys:keys", (OFFICER,), _("Sleutels")),
    ("publications:unit-month", ("integrity_coordinator", "director"), _("Mijn onderdeel")),
    ("advisers:signals", ("director",), _("Signalen")),
    ("advisers:signal", ("adviser",), _("Signaal")),
    ("advisers:duty", ("adviser",), _("Wettelijke plicht")),
    ("publications:recommendations", ("national_adviser",), _("Aanbevelingen")),
    ("advisers:totals", ("national_adviser",), _("Totalen")),
    ("advisers:network", ("adviser", "national_adviser"), _("Netwerk")),
    ("publications:staff-list", (POLICY,), _("Publicaties")),
    ("publications:protection", (POLICY,), _("Bescherming")),
    ("publications:checks", (POLICY,), _("Controles")),
    ("accounts:people", ("functional_administrator",), _("Toegang")),
    ("accounts:trail", (AUDITOR,), _("Logboek")),
]
"""Of each item of the staff menu: the view, the roles that see it, and its name. The overview comes before them, for
who begins there."""


def house(request: HttpRequest) -> dict[str, Any]:
    """The context of every template of the house."""
    language = page_language()
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
    if not isinstance(request.user, Account):
        return []
    overview, roles = reverse("publications:overview"), set(request.user.roles)
    first = [(overview, gettext("Overzicht"))] if first_page(request.user) == overview else []
    items = [(_url(view, request.user), str(label)) for view, wanted, label in MENU if roles & set(wanted)]
    within = (url for url, _label in items if request.path.startswith(url))
    current = max(within, key=len, default=request.path)
    return [{"url": url, "label": label, "current": url == current} for url, label in first + items]


def _url(view: str, account: Account) -> str:
    """The address of an item: of the monthly overview that of this person's first unit."""
    return reverse(view, args=account.units[:1] if view == "publications:unit-month" else [])


def key_state(request: HttpRequest) -> str:
    """Whether the key of this person is "open" or "locked" now, or still to be made ("none"); "" for who opens
    nothing."""
    user = request.user
    return session.state(request) if isinstance(user, Account) and (user.bodies or user.desk) else ""
