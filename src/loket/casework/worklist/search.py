"""Searching for a case: by its reference, or by the whole name of a person in it, through a keyed digest that only the
body's key can make. What was typed stands in no address, log or trail."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.casework import index
from loket.casework.access import Desk, visible
from loket.casework.models import Case, Person
from loket.casework.worklist import queries
from loket.casework.worklist.filters import read_number
from loket.casework.worklist.page import Group, groups_of
from loket.casework.worklist.rows import Row, rows_of
from loket.core import audit
from loket.core.forms import HouseForm
from loket.vault.digests import normal

MOST = 40
"""Cases that one name shows: the newest."""


class SearchForm(HouseForm):
    """A reference, or a name: what looks like a reference, is one."""

    sought = forms.CharField(
        label=_("Zaaknummer, of de hele naam van een betrokkene"),
        help_text=_("Bijvoorbeeld 26-0131, of R. Fictief."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={
            "required": _("Vul een zaaknummer of een naam in"),
            "max_length": _("Maak dit korter: hooguit 200 tekens"),
        },
    )

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, auto_id="zoek-%s")

    def clean_sought(self) -> str:
        """Something that can be found: a letter or a digit at least."""
        sought: str = self.cleaned_data["sought"]
        if not normal(sought):
            raise forms.ValidationError(_("Vul een zaaknummer of een naam in"))
        return sought

    @property
    def reference(self) -> str:
        """The reference that was meant; empty for a name."""
        return read_number(self.cleaned_data["sought"])


@dataclass(frozen=True)
class Found:
    """What a search gave. ``has_more``: more cases than are shown."""

    rows: Sequence[Row]
    has_more: bool

    @property
    def groups(self) -> Sequence[Group]:
        return groups_of(self.rows, Counter(row.sign for row in self.rows))


def by_reference(desk: Desk, reference: str) -> Case | None:
    """The case, if this officer may know of it."""
    found = visible(desk).filter(reference=reference).first()
    _note(desk, "reference", int(found is not None))
    return found


def by_name(desk: Desk, name: str) -> Found:
    """The cases with a person of exactly this name, the newest first. One query finds them, whether there are any or
    not; a case that this officer is kept out of is in none of its answers."""
    digests = index.name_digests(desk.search_key, name)
    people = Person.objects.filter(digests__digest__in=digests)
    cases = visible(desk).filter(pk__in=people.values("case")).order_by("-received_on", "id")
    found = list(queries.columns(cases)[: MOST + 1])
    _note(desk, "name", len(found[:MOST]))
    return Found(rows_of(desk, found[:MOST]), len(found) > MOST)


def _note(desk: Desk, by: str, found: int) -> None:
    audit.record(
        actor=desk.me.username, action="case.search", target=f"body:{desk.body}", summary={"by": by, "found": found}
    )
