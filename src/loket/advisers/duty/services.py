"""Breaking confidentiality (official crime: article 162 of the Code of Criminal Procedure). Nothing else opens: the
tally and the notebook stay sealed, and what the adviser wrote here is all that the body reads."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from loket.accounts.models import Account
from loket.advisers.configuration import configuration
from loket.advisers.duty import words
from loket.advisers.errors import BadCode
from loket.core import audit, mail, once
from loket.core.errors import UserError
from loket.core.language import page_language
from loket.intake import services as intake
from loket.intake.content import Content, Identity
from loket.intake.models import Channel, MessageKind, Report
from loket.intake.sealing import OpenReport
from loket.keys.queries import sealing_key
from loket.vault.receipts import Receipt

LONGEST = 10_000
"""Characters of what the body is told, and of the message to the reporter."""


class NotFirst(UserError):
    """The adviser did not talk with anybody, though there is time."""


class NotTold(UserError):
    """The reporter would not hear of it, and nothing says why."""


class SentBefore(UserError):
    """The page was used for another report."""


class Untold(UserError):
    """There is nothing to report."""


@dataclass(frozen=True)
class Break:
    """What an adviser decided. Codes: ``ground`` of ``advisers.yaml``, ``talked`` of ``words.TALKED``, ``told`` of
    ``words.TOLD``, ``why_not`` of ``words.WHY_NOT``, empty unless the reporter is not told. ``text``: all that the body
    reads; ``message``: what the reporter reads in the mailbox."""

    ground: str
    talked: str
    text: str
    told: str
    why_not: str = ""
    message: str = ""


@transaction.atomic
def break_confidentiality(
    *, what: Break, contact: OpenReport | None, receipt: Receipt, token: UUID, account: Account
) -> Report:
    """A report at ``duty.body`` with the adviser as its source, and first the message to the reporter when there is a
    mailbox (``contact``). ``receipt``: with which the adviser follows that report. The same ``token`` again gives the
    one that stands.

    Raises ``SentBefore``, ``BadCode``, ``NotFirst``, ``NotTold``, ``Untold``, ``Gone``, ``NotOpen``, ``NoBodyKey``,
    ``BeingRotated``.
    """
    body = configuration().file.duty.body
    if standing := _standing(body, receipt, token):
        return standing
    _check(what, has_mailbox=contact is not None)
    sealing_key(body)
    if contact and what.told == words.MAILBOX:
        intake.lock(contact.report)
        mail.notice_for_body(body=body)
        text = what.message.strip()
        intake.write_as_body(report=contact, kind=MessageKind.MESSAGE, text=text, actor=account.username)
    raised = intake.register_report(
        body=body,
        content=Content(story=what.text, language="en" if page_language() == "en" else "nl"),
        identity=Identity(disclosure="named", name=account.display_name, email=account.email),
        channel=Channel.ADVISER,
        minutes="",
        actor=account.username,
        receipt=receipt,
    )
    _note(what, raised.reference, account.username)
    return Report.objects.get(pk=raised.report_id)


def _standing(body: str, receipt: Receipt, token: UUID) -> Report | None:
    """The report that this page made before, None for a page that is used for the first time. Raises ``SentBefore``
    for one that was used for something else."""
    is_new, standing = once.first_time(token), Report.objects.filter(lookup=receipt.lookup).first()
    if is_new and standing is None:
        return None
    if is_new or standing is None or standing.body != body:
        raise SentBefore(_("Met deze pagina heb je al iets doorgegeven. Open de pagina opnieuw voor iets anders"))
    return standing


def _note(what: Break, reference: str, actor: str) -> None:
    summary: dict[str, int | str] = {"ground": what.ground, "talked": what.talked, "told": what.told}
    summary |= {"reason": what.why_not} if what.told == words.NOT_TOLD else {}
    audit.record(actor=actor, action="duty.break", target=f"report:{reference}", summary=summary)


def _check(what: Break, *, has_mailbox: bool) -> None:
    known = {"ground": configuration().grounds, "talked": words.TALKED, "told": words.TOLD}
    if any(getattr(what, name) not in codes for name, codes in known.items()):
        raise BadCode(_("Kies uit de lijst"))
    if what.talked == words.NOT_YET:
        raise NotFirst(_("Praat eerst met de landelijk vertrouwenspersoon of een collega, zonder namen te noemen"))
    if not what.text.strip():
        raise Untold(_("Schrijf wat je vertelt"))
    if what.told == words.NOT_TOLD and what.why_not not in words.WHY_NOT:
        raise NotTold(_("Kies waarom de melder het niet mag weten"))
    if what.told == words.MAILBOX and not (has_mailbox and what.message.strip()):
        raise NotTold(_("Kies het postvak van de melder, en schrijf het bericht"))
    if what.told == words.SPOKEN and has_mailbox:
        raise NotTold(_("De melder heeft een postvak. Schrijf het daar ook: dan ligt vast dat de melder het weet"))
