"""What can go wrong with somebody's key, as a user can mend it."""

from loket.core.errors import UserError


class KeysError(UserError):
    """Root of this room's errors."""


class NoBodyKey(KeysError):
    """The body has no key yet: nothing can be sealed to it."""


class BeingRotated(KeysError):
    """The body's key is being replaced, and that takes longer than a reader of a page waits."""


class NoPersonKey(KeysError):
    """This person has not made a key yet."""


class HasKey(KeysError):
    """There is a key already; it is not replaced by accident."""


class WeakPassphrase(KeysError):
    """A passphrase that a machine would guess."""


class WontUnlock(KeysError):
    """This passphrase, this passkey or this recovery key does not open this key."""


class NotEntitled(KeysError):
    """Without a grant for this body that holds today nobody gets its key, nor opens anything with it."""


class NoShare(KeysError):
    """Entitled, but nobody has given this person the body's key yet; or it was given to a key they had before."""


class OtherFingerprint(KeysError):
    """The key is not the one whose fingerprint was compared."""


class Replaced(KeysError):
    """The public half in the database is not of this private half: somebody put another in its place, beside us."""


class NotARecoveryKey(KeysError):
    """What was typed cannot be a recovery key."""
