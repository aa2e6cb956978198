"""The desk of one person: a key pair like a body's, for somebody whose post and notes are theirs alone.

Locks are taken in the order of ``services``: the desk's key, then the person's."""

from django.db import transaction
from django.utils.translation import gettext as _

from loket.accounts.models import Account
from loket.core import audit, clock
from loket.keys.errors import NoBodyKey, NoShare, WontUnlock
from loket.keys.models import BodyKey, Share
from loket.keys.sealed import seal_share
from loket.keys.services import open_body, own_key
from loket.vault.keys import new_pair, pair_of


def open_desk(*, account: Account, private: bytes) -> bytes:
    """The private half of a person's own desk. It is sealed to them alone: no colleague and no recovery key opens it.
    The first time it is made; and made anew after their key was forgotten, since then nobody could open the one before
    (``queries.desk_renewed_on``): what was sealed to that stays shut.

    Raises ``NotEntitled``, ``NoPersonKey``, ``Replaced``, ``NoShare`` when ``private`` is of a key that they had
    before, ``WontUnlock`` when it is that and the desk must be made."""
    desk = account.desk
    try:
        return open_body(body=desk, account=account, private=private)
    except (NoBodyKey, NoShare):
        if Share.objects.filter(body_key__body=desk, account=account).exists():
            raise
    _make_desk(desk, account, private)
    return open_body(body=desk, account=account, private=private)


@transaction.atomic
def _make_desk(desk: str, account: Account, private: bytes) -> None:
    pair, today = new_pair(), clock.today()
    held = BodyKey.objects.select_for_update()
    key, is_new = held.get_or_create(body=desk, defaults={"public": pair.public, "made_on": today})
    theirs = own_key(account, lock=True)
    if pair_of(private).public != bytes(theirs.public):
        raise WontUnlock(_("deze sleutel is vervangen; ontgrendel opnieuw"))
    if key.shares.exists():  # made a moment ago, in another window
        return
    if not is_new:
        key.version, key.public, key.made_on = key.version + 1, pair.public, today
        key.save(update_fields=["version", "public", "made_on"])
    share = Share(body_key=key, account=account, given_by=account.username, given_on=today)
    seal_share(share, pair.private, bytes(theirs.public))
    share.save()
    action = "key.make-desk" if is_new else "key.renew-desk"
    audit.record(actor=account.username, action=action, target=f"account:{account.username}", summary={})
