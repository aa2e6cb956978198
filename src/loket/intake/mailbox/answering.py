"""Answering a question of the body; until the body has read it, another answer takes its place."""

from django.db import transaction
from django.utils.translation import gettext as _

from loket.core.errors import UserError
from loket.intake import dialogue, services
from loket.intake.models import Message, MessageKind
from loket.intake.sealing import OpenMailbox


class AlreadyRead(UserError):
    """The body has read this answer: it stands."""


@transaction.atomic
def answer(*, mailbox: OpenMailbox, question: int, choice: str, text: str) -> None:
    """Answer a question of the body, in the place of an answer that it has not read yet.

    ``choice`` is one of the question's options. Raises ``AlreadyRead``, and what
    ``services.write_as_reporter`` raises.
    """
    services.lock(mailbox.report)
    given = [said for said in dialogue.read(mailbox) if said.answers == question]
    if any(said.message.read_on for said in given):
        raise AlreadyRead(_("Je antwoord is al gelezen. Schrijf een bericht als je er iets over wilt zeggen"))
    Message.objects.filter(pk__in=[said.message.pk for said in given]).delete()
    services.write_as_reporter(
        mailbox=mailbox, text=text, files=(), kind=MessageKind.ANSWER, question=question, choice=choice
    )
