"""Writes to keys. Whoever gives a key, can open it: every act on a body's key takes its private half.

Three laws. A person without a grant for the body today gets no key and opens nothing. What is given, is given to the
key that the person has now. Locks are taken in one order, bodies (by code) before persons, so that rotations, gifts
and reports meet without losing anything: a report holds its body's row FOR KEY SHARE (``queries.sealing_key``).
"""

from collections.abc import Callable, Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from loket.accounts.bodies import body_choices
from loket.accounts.models import Account
from loket.core import audit, clock
from loket.keys import queries, ways
from loket.keys.errors import HasKey, NoPersonKey, NoShare, NotEntitled, OtherFingerprint, Replaced, WontUnlock
from loket.keys.models import BodyKey, PersonKey, RecoveryKey, Share, Unlocker, UnlockerKind
from loket.keys.sealed import (
    is_of_owner,
    is_vouched,
    seal_for_recovery,
    seal_share,
    unseal_for_recovery,
    unseal_share,
    vouch_for_desk,
)
from loket.keys.ways import Passkey, Passphrase, Way
from loket.vault.keys import Pair, fingerprint, new_pair, pair_of

Reseal = Callable[[bytes, int, bytes, int], int]
"""Seals everything of one kind anew: old private half, old version, new public half, new version; says how many."""

THE_ONE = 1
"""There is one recovery key: two who make it at once get one between them."""

# A person's own key


def make_person_key(*, account: Account, actor: str, way: Way | None = None) -> bytes:
    """A key pair for this person, with the first way to unlock it; gives its private half. Without a way the caller
    adds one, or keeps the private half (a demonstration does). Raises ``HasKey``, ``WeakPassphrase``."""
    pair = new_pair()
    mine = PersonKey(account=account, public=pair.public, made_on=clock.today())
    unlocker = ways.lock(mine, pair.private, way) if way else None  # slow by design, so before anything is held
    with transaction.atomic():
        Account.objects.select_for_update(no_key=True).get(pk=account.pk)
        if PersonKey.objects.filter(account=account).exists():
            raise HasKey(_("%(who)s heeft al een sleutel") % {"who": account.username})
        mine.save()
        if unlocker:
            unlocker.person_key = mine
            unlocker.save()
        _note(actor, "key.make", f"account:{account.username}", kind=str(unlocker.kind) if unlocker else "")
    return pair.private


def add_passphrase(*, account: Account, private: bytes, passphrase: str, actor: str) -> None:
    """Let this passphrase open the person's key from now on, in place of the one before. Raises ``WeakPassphrase``,
    ``WontUnlock`` when ``private`` is not the person's."""
    _add_way(account, private, Passphrase(passphrase), actor)


def add_passkey(
    *, account: Account, private: bytes, credential: bytes, prf: bytes, actor: str, salt: bytes = b""
) -> None:
    """Let this passkey open the person's key: ``prf`` is what it makes of ``salt``, or of the salt that all are asked
    for when that is empty. Raises ``WontUnlock``."""
    _add_way(account, private, Passkey(credential, prf, salt), actor)


@transaction.atomic
def drop_passkey(*, account: Account, credential: bytes, actor: str) -> None:
    """This passkey opens the key no more. Nothing happens when it did not."""
    mine = Unlocker.objects.filter(person_key__account=account, kind=UnlockerKind.PASSKEY, credential=credential)
    if mine.delete()[0]:
        _note(actor, "key.unlocker-drop", f"account:{account.username}", kind=UnlockerKind.PASSKEY.value)


def open_with_passphrase(account: Account, passphrase: str) -> bytes:
    """The person's private half. Raises ``WontUnlock``, ``NoPersonKey``."""
    return ways.unlock(own_key(account), Passphrase(passphrase))


def open_with_prf(account: Account, credential: bytes, prf: bytes) -> bytes:
    """The person's private half. Raises ``WontUnlock``, ``NoPersonKey``."""
    return ways.unlock(own_key(account), Passkey(credential, prf))


def note_wrong(*, account: Account) -> None:
    """Note that somebody who was signed in did not get their key open."""
    _note(account.username, "key.unlock-refused", f"account:{account.username}")


def rotate_person(*, account: Account, way: Way, actor: str) -> bytes:
    """A new pair for this person, who opens the old one in the way they keep; gives the new private half.

    What bodies gave them is sealed anew. Their other ways to unlock end: those cannot be made again without them.
    Raises ``WontUnlock``, ``Replaced``, ``NoPersonKey``.
    """
    old, pair = own_key(account), new_pair()
    private = ways.unlock(old, way)
    new = PersonKey(pk=old.pk, account=account, version=old.version + 1, public=pair.public, made_on=clock.today())
    unlocker = ways.lock(new, pair.private, way)  # slow by design, as opening was: before anything is held
    with transaction.atomic():
        bodies = list(BodyKey.objects.select_for_update(no_key=True).order_by("body"))
        if bytes(own_key(account, lock=True).public) != bytes(old.public):
            raise WontUnlock(_("Deze sleutel is intussen vervangen. Ontgrendel opnieuw"))
        for share in Share.objects.filter(account=account, body_key__in=bodies).select_related("body_key"):
            opened = unseal_share(share, private)
            is_own = is_of_owner(share, opened, private)
            seal_share(share, opened, pair.public)
            if is_own:
                vouch_for_desk(share, opened, pair.private)
            share.save(update_fields=["sealed", "vouched"])
        dropped = new.unlockers.all().delete()[0] - 1
        new.save(force_update=True)
        unlocker.save()
        _note(actor, "key.rotate-person", f"account:{account.username}", version=new.version, dropped=dropped)
    return pair.private


@transaction.atomic
def forget_person_key(*, account: Account, actor: str) -> None:
    """For who lost every way to unlock: their key and what was given to it end. They make a new key after an
    invitation, and get the bodies' keys anew from a colleague or with the recovery key. Raises ``NoPersonKey``."""
    held = BodyKey.objects.filter(shares__account=account).values("pk")
    list(BodyKey.objects.select_for_update(no_key=True).filter(pk__in=held).order_by("body"))
    own_key(account, lock=True).delete()
    lost = Share.objects.filter(account=account).delete()[0]
    _note(actor, "key.forget", f"account:{account.username}", bodies=lost)


# A body's key


@transaction.atomic
def make_recovery_key(*, actor: str, is_demo: bool = False) -> Pair:
    """The pair that opens every body's key when people are lost. The private half is the caller's to print and then to
    forget. Raises ``HasKey``."""
    pair = new_pair()
    values = {"public": pair.public, "made_on": clock.today(), "is_demo": is_demo}
    if not RecoveryKey.objects.get_or_create(pk=THE_ONE, defaults=values)[1]:
        raise HasKey("er is al een herstelsleutel; vervang hem met ./loket vault rotate-recovery")
    _note(actor, "key.make-recovery", "recovery")
    return pair


@transaction.atomic
def make_body_key(*, body: str, actor: str) -> None:
    """A key pair for a body, sealed to the recovery key; the first member gets it with that. Raises ``HasKey``,
    ``WontUnlock`` when there is no recovery key yet."""
    recovery = RecoveryKey.objects.select_for_update().first()
    if recovery is None:
        raise WontUnlock("er is nog geen herstelsleutel; begin met ./loket vault init")
    if queries.has_body_key(body):
        raise HasKey(f"{body} heeft al een sleutel")
    pair = new_pair()
    key = BodyKey(body=body, public=pair.public, recovery_key=recovery, made_on=clock.today())
    seal_for_recovery(key, pair.private)
    key.save()
    _note(actor, "key.make-body", f"body:{body}", version=key.version)


def open_body(*, body: str, account: Account, private: bytes) -> bytes:
    """The body's private half, for a member. Raises ``NotEntitled`` without a grant for the body today, ``NoShare``
    when nobody gave them the key (or gave it to a key they had before), ``NoBodyKey``, ``Replaced`` when new reports
    are sealed to another key than this one."""
    _refuse_unless_entitled(body, account)
    share = Share.objects.select_related("body_key").filter(body_key__body=body, account=account).first()
    if share is None:
        if not queries.has_body_key(body):
            raise queries.no_key(body)
        name = body_choices().get(body, body)
        raise NoShare(_("Je hebt de sleutel van %(body)s nog niet; vraag hem aan een collega") % {"body": name})
    opened = unseal_share(share, private)
    if pair_of(opened).public != bytes(share.body_key.public):
        raise Replaced(
            _("Iemand heeft de sleutel van dit meldpunt buiten het loket om vervangen. Waarschuw de beheerder meteen")
        )
    return opened


def open_body_with_recovery(*, body: str, recovery_private: bytes) -> bytes:
    """The body's private half, out of the recovery key. Raises ``WontUnlock``, ``NoBodyKey``, ``Replaced`` when the
    next key would be sealed to another recovery key than this one."""
    key = _body_key(body)
    if key.recovery_key is None:
        raise WontUnlock("een bureau van een persoon opent alleen die persoon; de herstelsleutel kan daar niets")
    opened = unseal_for_recovery(key, recovery_private)
    if pair_of(recovery_private).public != bytes(key.recovery_key.public):
        raise Replaced("iemand heeft de herstelsleutel in de database vervangen; stop hier en lees docs/operations.md")
    return opened


@transaction.atomic
def give(*, body: str, body_private: bytes, to: Account, actor: str, compared: str = "") -> None:
    """Give the body's key to a person, by whoever can open it (``body_private`` proves that). ``compared``: the
    fingerprint that the giver has compared, if there was one to compare.

    Raises ``NotEntitled``, ``NoPersonKey``, ``NoBodyKey``, ``OtherFingerprint``, ``WontUnlock`` when it is not this
    body's key (any more).
    """
    _refuse_unless_entitled(body, to)
    key = _opened(body, body_private)
    theirs = own_key(to, lock=True)
    if compared and compared != fingerprint(bytes(theirs.public)):
        raise OtherFingerprint(_("Deze sleutel is intussen vervangen. Vergelijk de nieuwe vingerafdruk"))
    share = Share.objects.filter(body_key=key, account=to).first() or Share(body_key=key, account=to)
    share.given_by, share.given_on = actor, clock.today()
    seal_share(share, body_private, bytes(theirs.public))
    share.save()
    _note(actor, "key.give", f"body:{body}", to=to.username)


@transaction.atomic
def take_back(*, body: str, account: Account, actor: str) -> None:
    """Take the body's key back. They may have kept a copy: the body is due for rotation from now on.

    Raises ``NoBodyKey``, ``NoShare``.
    """
    key = _body_key(body, lock=True)
    if not Share.objects.filter(body_key=key, account=account).delete()[0]:
        raise NoShare(_("%(who)s heeft de sleutel van %(body)s niet") % {"who": account.username, "body": body})
    key.given_up += 1
    key.save(update_fields=["given_up"])
    _note(actor, "key.take-back", f"body:{body}", **{"from": account.username})


@transaction.atomic
def rotate_body(*, body: str, body_private: bytes, reseal: Iterable[Reseal], actor: str) -> int:
    """A new pair for the body, in one transaction: everything sealed to the old one is sealed anew by ``reseal``, and
    so are the shares of who is still entitled; the others' end, and so do those whose owner has another public half
    than the one that was vouched for. Gives how many values were sealed anew.

    Stopped half-way nothing has changed; giving it again starts anew. Reports that come in meanwhile wait for the new
    key. Raises ``NoBodyKey``, ``WontUnlock`` when it is not this body's key (any more).
    """
    key = _opened(body, body_private, alone=True)
    old, pair = key.version, new_pair()
    count = sum(one(body_private, old, pair.public, old + 1) for one in reseal)
    key.version, key.public, key.made_on, key.given_up = old + 1, pair.public, clock.today(), 0
    seal_for_recovery(key, pair.private)
    key.save()
    kept = _share_anew(key, body_private, pair.private)
    _note(actor, "key.rotate-body", f"body:{body}", version=key.version, sealed=count, members=kept)
    return count


@transaction.atomic
def leave(*, body: str, account: Account, body_private: bytes, reseal: Iterable[Reseal], actor: str) -> int:
    """A member leaves: their key is taken back and the body's rotated, together or not at all."""
    take_back(body=body, account=account, actor=actor)
    return rotate_body(body=body, body_private=body_private, reseal=reseal, actor=actor)


@transaction.atomic
def rotate_recovery(*, recovery_private: bytes, actor: str) -> Pair:
    """A new recovery key in place of the old one, which opens nothing afterwards; gives the new pair, to print.

    Raises ``WontUnlock`` when ``recovery_private`` is not the recovery key.
    """
    recovery = RecoveryKey.objects.select_for_update().first()
    if recovery is None or bytes(recovery.public) != pair_of(recovery_private).public:
        raise WontUnlock("dit is niet de herstelsleutel van deze installatie; neem het papier van de laatste keer")
    return _new_recovery(lambda key: unseal_for_recovery(key, recovery_private), actor)


@transaction.atomic
def replace_recovery(*, body_privates: Mapping[str, bytes], actor: str) -> Pair:
    """A new recovery key when the old one is lost, by people who together open every body's key (code to private
    half). Raises ``NoShare`` for a body that is not among them, ``WontUnlock`` for one whose key it is not."""

    def opened(key: BodyKey) -> bytes:
        if key.body not in body_privates:
            raise NoShare(f"de sleutel van {key.body} ontbreekt; laat ook daar iemand zijn wachtzin geven")
        if pair_of(body_privates[key.body]).public != bytes(key.public):
            raise WontUnlock(f"dit is niet (meer) de sleutel van {key.body}; open hem opnieuw")
        return body_privates[key.body]

    return _new_recovery(opened, actor)


def _new_recovery(opened: Callable[[BodyKey], bytes], actor: str) -> Pair:
    """Another recovery key in the place of the one that stands; ``opened`` gives each body's private half."""
    recovery, pair = RecoveryKey.objects.select_for_update().get(), new_pair()
    recovery.public, recovery.made_on = pair.public, clock.today()
    recovery.save()
    keys = list(BodyKey.objects.select_for_update(no_key=True).exclude(recovery_key=None).order_by("body"))
    for key in keys:
        private = opened(key)
        key.recovery_key = recovery
        seal_for_recovery(key, private)
        key.save()
    _note(actor, "key.rotate-recovery", "recovery", bodies=len(keys))
    return pair


def _add_way(account: Account, private: bytes, way: Way, actor: str) -> None:
    with transaction.atomic():
        mine = own_key(account, lock=True)
        if pair_of(private).public != bytes(mine.public):
            raise WontUnlock(_("deze sleutel is vervangen; ontgrendel opnieuw"))
        unlocker = ways.lock(mine, private, way)
        Unlocker.objects.filter(person_key=mine, kind=unlocker.kind, credential=unlocker.credential).delete()
        unlocker.save()
        _note(actor, "key.unlocker-add", f"account:{account.username}", kind=str(unlocker.kind))


def _share_anew(key: BodyKey, old: bytes, private: bytes) -> int:
    """Seal the new private half to every member who is still entitled and has the public half that the old one vouches
    for; the others' shares end."""
    key.shares.exclude(account__in=queries.officers(key.body)).delete()
    publics = dict(
        PersonKey.objects.select_for_update(no_key=True)
        .filter(account__in=key.shares.values("account"))
        .order_by("account_id")
        .values_list("account_id", "public")
    )
    kept = [share for share in key.shares.all() if is_vouched(share, old, bytes(publics[share.account_id]))]
    key.shares.exclude(pk__in=[share.pk for share in kept]).delete()
    for share in kept:
        seal_share(share, private, bytes(publics[share.account_id]))
        share.save(update_fields=["sealed", "vouched"])
    return len(kept)


def _refuse_unless_entitled(body: str, account: Account) -> None:
    """Raises ``NotEntitled``. What holds today stands in the database, not in an object that somebody kept."""
    today = Account.objects.filter(pk=account.pk, is_active=True).first()
    if today is None or body not in {*today.bodies, today.desk} - {""}:
        raise NotEntitled(
            _("%(who)s is vandaag geen behandelaar van %(body)s") % {"who": account.username, "body": body}
        )


def own_key(account: Account, *, lock: bool = False) -> PersonKey:
    """The key that this person has now; ``lock`` keeps it so. Raises ``NoPersonKey``."""
    keys = PersonKey.objects.select_for_update() if lock else PersonKey.objects
    if found := keys.filter(account=account).first():
        return found
    words = _("%(who)s heeft nog geen eigen sleutel; maak die eerst bij Ontgrendelen")
    raise NoPersonKey(words % {"who": account.username})


def _body_key(body: str, *, lock: bool = False, alone: bool = False) -> BodyKey:
    """``lock`` keeps other changes of the key out, ``alone`` new reports too."""
    keys = BodyKey.objects.select_for_update(no_key=not alone) if lock else BodyKey.objects
    if found := keys.filter(body=body).first():
        return found
    raise queries.no_key(body)


def _opened(body: str, private: bytes, *, alone: bool = False) -> BodyKey:
    """The body's key, locked, once ``private`` has proved to be its private half."""
    key = _body_key(body, lock=True, alone=alone)
    if pair_of(private).public != bytes(key.public):
        raise WontUnlock(_("dit is niet (meer) de sleutel van %(body)s; open hem opnieuw") % {"body": body})
    return key


def _note(actor: str, action: str, target: str, **summary: int | str) -> None:
    audit.record(actor=actor, action=action, target=target, summary=summary)
