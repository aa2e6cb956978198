"""What happens to the cases of a body when its key is replaced."""

from functools import partial

from django.db import transaction

from loket.casework.index import reseal_search_key
from loket.casework.models import Case
from loket.casework.sealing import reseal_case
from loket.core import audit
from loket.core.batches import Progress, rewrite

_RESEALED = ("body_key_version", "private_for_body")


@transaction.atomic
def reseal(
    *,
    body: str,
    old_private: bytes,
    new_public: bytes,
    new_version: int,
    actor: str,
    progress: Progress | None = None,
) -> int:
    """Seal the key of every case of a body, and the key of its digests, to its new key; gives how many cases. Call it
    in the transaction that rotates the key: that holds the key's row, so that no case is missed. ``progress`` is told
    how many are done, of how many. Raises ``WontOpen``."""
    reseal_search_key(body=body, old_private=old_private, new_public=new_public, new_version=new_version)
    anew = partial(reseal_case, old_private=old_private, new_public=new_public, new_version=new_version)
    count = rewrite(Case.objects.filter(body=body, body_key_version__lt=new_version), _RESEALED, anew, progress)
    summary: dict[str, int | str] = {"cases": count, "version": new_version}
    audit.record(actor=actor, action="case.reseal", target=f"body:{body}", summary=summary)
    return count
