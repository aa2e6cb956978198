"""Files: sealed while they stream, in chunks of ``CHUNK`` bytes (libsodium's secretstream, XChaCha20-Poly1305).

The library does not notice a file that was cut off after a whole chunk: here, only a stream that ends with the final
tag is accepted, and nothing may follow it.

Who steals the storage may know a document by its size. So the file is followed by one byte and then by zeros, up to the
next of few sizes: by at most an eighth (Padmé, Nikitin and others 2019), and never by more than ``STEP`` bytes. The
chunk in which the file ends carries the tag "push", or "final" when it is also the last.
"""

from collections.abc import Iterator
from typing import BinaryIO

from nacl import bindings

from loket.vault.errors import WontOpen
from loket.vault.place import Place

CHUNK = 64 * 1024
"""Bytes of plaintext in every chunk but the last."""
STEP = 16 * CHUNK
"""Bytes by which the size of a very large file is rounded up."""
_LEAST = 256
_END = b"\x80"
_OVERHEAD = bindings.crypto_secretstream_xchacha20poly1305_ABYTES
_HEADER = bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES
_MESSAGE = bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
_PUSH = bindings.crypto_secretstream_xchacha20poly1305_TAG_PUSH
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
        """The end of the file: at most ``STEP`` bytes and a chunk. Without it the file does not open."""
        ends_in = len(self._waiting) // CHUNK
        self._waiting += _END + bytes(_rounded(self.size + 1) - self.size - 1)
        chunks = [bytes(self._waiting[start : start + CHUNK]) for start in range(0, len(self._waiting), CHUNK)]
        tags = [_PUSH if number == ends_in else _MESSAGE for number in range(len(chunks))]
        tags[-1] = _FINAL
        return self._take_header() + b"".join(map(self._seal, chunks, tags))

    def _take_header(self) -> bytes:
        header, self._header = self._header, b""
        return header

    def _seal(self, data: bytes, tag: int) -> bytes:
        return bindings.crypto_secretstream_xchacha20poly1305_push(self._state, data, self._associated, tag)


def unseal_stream(file: BinaryIO, *, key: bytes, place: Place) -> Iterator[bytes]:
    """The plaintext in chunks. Raises ``WontOpen`` at the first chunk that is not right, or when the end is missing or
    is not the end; read the file once through (``check_stream``) before showing any of it."""
    ended = False
    for data, tag in _pulled(file, key, place):
        if tag == _MESSAGE and not ended:
            yield data
        elif not ended:
            ended = True
            yield data.rstrip(b"\0").removesuffix(_END)
    if file.read(1):
        raise WontOpen


def check_stream(file: BinaryIO, *, key: bytes, place: Place) -> None:
    """Read a sealed file through and back to its start. Raises ``WontOpen``."""
    for _chunk in unseal_stream(file, key=key, place=place):
        pass
    file.seek(0)


def _pulled(file: BinaryIO, key: bytes, place: Place) -> Iterator[tuple[bytes, int]]:
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    try:
        bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, file.read(_HEADER), key)
        tag = _MESSAGE
        while tag != _FINAL:
            sealed = file.read(CHUNK + _OVERHEAD)
            data, tag = bindings.crypto_secretstream_xchacha20poly1305_pull(state, sealed, place.associated)
            yield data, tag
    except (RuntimeError, ValueError) as error:
        raise WontOpen from error


def _rounded(size: int) -> int:
    """The next of few sizes: with steps of 256 bytes, growing with the size to at most ``STEP``."""
    exponent = size.bit_length() - 1
    step = min(max(1 << max(exponent - exponent.bit_length(), 0), _LEAST), STEP)
    return -(-size // step) * step
