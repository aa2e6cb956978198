"""What can go wrong with something sealed."""


class VaultError(Exception):
    """Root of this room's errors."""


class WontOpen(VaultError):
    """Another key, another place, or bytes that were changed, cut off, added to or reordered: it does not say which."""
