"""Keys of this installation, for what the server itself must be able to open: never for content of a report."""

from hashlib import blake2b

from django.conf import settings

BYTES = 32


def server_key(purpose: str) -> bytes:
    """The key of 32 bytes for this purpose (at most 16 letters: BLAKE2b takes no more). It follows from ``SECRET_KEY``,
    and does not lead back.

    Another ``SECRET_KEY`` gives other keys: what was sealed under the old ones does not open any more. Raises
    ``ValueError`` for a purpose that is too long.
    """
    secret = blake2b(settings.SECRET_KEY.encode(), person=b"loket.secret").digest()
    return blake2b(b"", key=secret, digest_size=BYTES, person=purpose.encode()).digest()
