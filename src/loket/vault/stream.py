"""Files: sealed while they stream, in chunks of ``CHUNK`` bytes (libsodium's secretstream, XChaCha20-Poly1305).

The library does not notice a file that was cut off after a whole chunk: here, only a stream that ends with the final
tag is accepted, and nothing may follow it.
"""

from collections.abc import Iterator
from typing import BinaryIO

from nacl import bindings

from loket.vault.errors import WontOpen
from loket.vault.place import Place

CHUNK = 64 * 1024
_OVERHEAD = bindings.crypto_secretstream_xchacha20poly1305_ABYTES
_HEADER = bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES
_MESSAGE = bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
_FINAL = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL


class Sealer:
    """Seals a file piece by piece. Write what ``push`` and ``finish`` give, in that order."""

    def __init__(self, *, key: bytes, place: Place) -> None:
        self._state = bindings.crypto_secretstream_xchacha20poly1305_state()
        self._header = bindings.crypto_secretstream_xchacha20poly1305_init_push(self._state, key)
        self._associated = place.associated
        self._waiting = bytearray()
        self.size = 0
        """Bytes of plaintext so far."""

    def push(self, data: bytes) -> bytes:
        """Take any number of bytes; gives what can be written already."""
        self.size += len(data)
        self._waiting += data
        sealed = [self._take_header()]
        while len(self._waiting) > CHUNK:
            sealed.append(self._seal(bytes(self._waiting[:CHUNK]), _MESSAGE))
            del self._waiting[:CHUNK]
        return b"".join(sealed)

    def finish(self) -> bytes:
        """The end of the file. Without it the file does not open."""
        return self._take_header() + self._seal(bytes(self._waiting), _FINAL)

    def _take_header(self) -> bytes:
        header, self._header = self._header, b""
        return header

    def _seal(self, data: bytes, tag: int) -> bytes:
        return bindings.crypto_secretstream_xchacha20poly1305_push(self._state, data, self._associated, tag)


def unseal_stream(file: BinaryIO, *, key: bytes, place: Place) -> Iterator[bytes]:
    """The plaintext in chunks. Raises ``WontOpen`` at the first chunk that is not right, or when the end is missing or
    is not the end; read the file once through (``check_stream``) before showing any of it."""
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    try:
        bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, file.read(_HEADER), key)
        tag = _MESSAGE
        while tag != _FINAL:
            sealed = file.read(CHUNK + _OVERHEAD)
            data, tag = bindings.crypto_secretstream_xchacha20poly1305_pull(state, sealed, place.associated)
            yield data
    except (RuntimeError, ValueError) as error:
        raise WontOpen from error
    if file.read(1):
        raise WontOpen


def check_stream(file: BinaryIO, *, key: bytes, place: Place) -> None:
    """Read a sealed file through and back to its start. Raises ``WontOpen``."""
    for _chunk in unseal_stream(file, key=key, place=place):
        pass
    file.seek(0)
