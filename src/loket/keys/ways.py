"""The ways in which a person opens their private key: words that they know, or a passkey that they hold."""

from dataclasses import dataclass, field
from hashlib import blake2b

from django.utils.translation import gettext as _

from loket.core import clock
from loket.keys.errors import Replaced, WeakPassphrase, WontUnlock
from loket.keys.models import PersonKey, Unlocker, UnlockerKind
from loket.vault import passphrases
from loket.vault.errors import WontOpen
from loket.vault.keys import pair_of
from loket.vault.place import Place
from loket.vault.sealing import seal, unseal

SHORTEST, LONGEST = 16, 500
"""Characters of a passphrase. Five words from a list of 8,000 are 65 bits; Argon2id makes every guess cost 256 MiB."""
DIFFERENT = 8
"""Different characters that it has at least: no row of the same letter."""


@dataclass(frozen=True)
class Passphrase:
    """Words that only this person knows."""

    words: str = field(repr=False)

    def matches(self, unlocker: Unlocker) -> bool:
        return unlocker.kind == UnlockerKind.PASSPHRASE

    def key(self, unlocker: Unlocker) -> bytes:
        recipe = passphrases.Recipe(bytes(unlocker.salt), unlocker.operations, unlocker.memory)
        return passphrases.derive(self.words[:LONGEST], recipe)

    def unlocker(self) -> Unlocker:
        """A new one, not sealed yet. Raises ``WeakPassphrase``."""
        check_strength(self.words)
        recipe = passphrases.new_recipe()
        return Unlocker(
            kind=UnlockerKind.PASSPHRASE, salt=recipe.salt, operations=recipe.operations, memory=recipe.memory
        )


@dataclass(frozen=True)
class Passkey:
    """A passkey that answers with ``prf``: 32 bytes that only it can make out of ``salt`` (WebAuthn PRF)."""

    credential: bytes
    prf: bytes = field(repr=False)
    salt: bytes = b""

    def matches(self, unlocker: Unlocker) -> bool:
        return unlocker.kind == UnlockerKind.PASSKEY and bytes(unlocker.credential) == self.credential

    def key(self, _unlocker: Unlocker) -> bytes:
        return blake2b(self.prf, digest_size=32, person=b"loket.prf").digest()

    def unlocker(self) -> Unlocker:
        """A new one, not sealed yet."""
        return Unlocker(kind=UnlockerKind.PASSKEY, credential=self.credential, salt=self.salt)


Way = Passphrase | Passkey


def check_strength(words: str) -> None:
    """Raises ``WeakPassphrase``; says what would be right, and not what was typed."""
    if len(words.strip()) < SHORTEST:
        raise WeakPassphrase(_("Een wachtzin heeft ten minste 16 tekens. Neem vijf woorden of meer"))
    if len(words) > LONGEST:
        raise WeakPassphrase(_("Een wachtzin heeft hooguit 500 tekens. Maak hem korter"))
    if len(set(words.casefold())) < DIFFERENT:
        raise WeakPassphrase(
            _("Deze wachtzin herhaalt zichzelf. Neem vijf woorden die niets met elkaar te maken hebben")
        )


def lock(person_key: PersonKey, private: bytes, way: Way) -> Unlocker:
    """An unlocker that opens ``private`` in this way; not saved yet."""
    unlocker = way.unlocker()
    unlocker.person_key, unlocker.made_on = person_key, clock.today()
    unlocker.sealed = seal(private, key=way.key(unlocker), place=_place(person_key, unlocker.kind))
    return unlocker


def unlock(person_key: PersonKey, way: Way) -> bytes:
    """The private half. Raises ``WontUnlock``; ``Replaced`` when the public half is of another key: who would read out
    that one's fingerprint, would let a colleague give the body's key to a stranger."""
    for unlocker in person_key.unlockers.all():
        if way.matches(unlocker):
            private = _opened(person_key, unlocker, way)
            if pair_of(private).public != bytes(person_key.public):
                raise Replaced(
                    _("Iemand heeft je sleutel buiten het loket om vervangen. Waarschuw de beheerder meteen")
                )
            return private
    raise WontUnlock(_wrong(way))


def _opened(person_key: PersonKey, unlocker: Unlocker, way: Way) -> bytes:
    try:
        return unseal(bytes(unlocker.sealed), key=way.key(unlocker), place=_place(person_key, unlocker.kind))
    except WontOpen as error:
        raise WontUnlock(_wrong(way)) from error


def _wrong(way: Way) -> str:
    if isinstance(way, Passphrase):
        return _("Deze wachtzin opent je sleutel niet. Kijk of je hem goed hebt getypt")
    return _("Deze passkey opent je sleutel niet. Neem een andere, of je wachtzin")


def _place(person_key: PersonKey, kind: str) -> Place:
    return Place("keys_unlocker", f"{person_key.account_id}/{kind}", "sealed", person_key.version)
