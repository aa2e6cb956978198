"""Who works at a body and on a case, by their names."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from loket.accounts.models import Account
from loket.casework import words
from loket.casework.models import Case, Reader
from loket.intake.raising import REPORTER
from loket.intake.words import Words


@dataclass(frozen=True)
class CaseReader:
    """Somebody who can open a case: who handles it (``reason`` empty), or was given access."""

    account: Account
    reason: str

    @property
    def name(self) -> str:
        return self.account.display_name

    @property
    def why(self) -> Words:
        """Why they can open it."""
        return words.ACCESS_REASONS.get(self.reason, self.reason) if self.reason else _("Behandelt de zaak")


def readers_of(case: Case) -> list[CaseReader]:
    """Who can open the case: who handles it first, then who was given access, by name."""
    given = Reader.objects.filter(case=case).select_related("account").order_by("account__display_name", "pk")
    first = [CaseReader(case.assignee, "")] if case.assignee else []
    return first + [CaseReader(one.account, one.reason) for one in given if one.account_id != case.assignee_id]


def names_of(usernames: Iterable[str]) -> Mapping[str, str]:
    """The name of everyone who did something, by user name, in one query."""
    wanted = set(usernames)
    found = dict(Account.objects.filter(username__in=wanted).values_list("username", "display_name"))
    return {name: name for name in wanted} | {REPORTER: _("melder"), words.LOKET: _("loket")} | found


def username_of(typed: str) -> str:
    """The user name of an account, spelled as the account has it; empty when there is none."""
    found = Account.objects.filter(username__iexact=typed).first() if "\0" not in typed else None
    return found.username if found else ""


def in_a_row(names: Sequence[str]) -> str:
    """ "a, b en c"."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s en %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}
