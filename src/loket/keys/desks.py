"""The desk of one person: a key pair like a body's, for somebody whose post and notes are theirs alone.

Locks are taken in the order of ``services``: the desk's key, then the person's."""

from django.db import transaction
from django.utils.translation import gettext as _

from loket.accounts.models import Account
from loket.core import audit, clock
from loket.keys.errors import NoBodyKey, NoShare, Replaced, WontUnlock
from loket.keys.models import BodyKey, Share
from loket.keys.sealed import is_of_owner, seal_share, vouch_for_desk
from loket.keys.services import open_body, own_key
from loket.vault.keys import new_pair, pair_of


def open_desk(*, account: Account, private: bytes) -> bytes:
    """The private half of a person's own desk. It is sealed to them alone: no colleague and no recovery key opens it.
    The first time it is made; and made anew after their key was forgotten, since then nobody could open the one before
    (``queries.desk_renewed_on``): what was sealed to that stays shut.

    Raises ``NotEntitled``, ``NoPersonKey``, ``Replaced`` (also for a desk that they did not make themselves),
    ``NoShare`` when ``private`` is of a key that they had before, ``WontUnlock`` when it is that and the desk must be
    made."""
    desk = account.desk
    try:
        return _opened(desk, account, private)
    except (NoBodyKey, NoShare):
        if not Share.objects.filter(body_key__body=desk, account=account).exists():
            _make_desk(desk, account, private)
    return _opened(desk, account, private)


def _opened(desk: str, account: Account, private: bytes) -> bytes:
    """Raises as ``open_body``, and ``Replaced`` for a desk that somebody else made and sealed to this person."""
    opened = open_body(body=desk, account=account, private=private)
    share = Share.objects.select_related("body_key").get(body_key__body=desk, account=account)
    if not is_of_owner(share, opened, private):
        raise Replaced(
            _("Iemand heeft je bureau buiten het loket om vervangen. Schrijf hier niets op en waarschuw de beheerder")
        )
    return opened


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
    vouch_for_desk(share, pair.private, private)
    share.save()
    action = "key.make-desk" if is_new else "key.renew-desk"
    audit.record(actor=account.username, action=action, target=f"account:{account.username}", summary={})
