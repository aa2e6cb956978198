"""Answers of the national adviser to what advisers propose for the lists of the tally."""

from django.db import transaction

from loket.advisers.models import Proposal
from loket.core import audit, clock


@transaction.atomic
def answer(*, proposal: Proposal, text: str, actor: str) -> None:
    """Answer a proposal, or put another answer in its place. Whoever made it sees it where they made it."""
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    proposal.answer, proposal.answered_on = text, clock.today()
    proposal.save(update_fields=["answer", "answered_on"])
    audit.record(
        actor=actor, action="proposal.answer", target=f"proposal:{proposal.pk}", summary={"list": proposal.code_list}
    )
