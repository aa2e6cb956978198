"""Files: sealed while they stream, and refused when one byte or one chunk is not as it was."""

import io
import tracemalloc
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.vault.errors import WontOpen
from loket.vault.place import Place
from loket.vault.sealing import new_key
from loket.vault.stream import CHUNK, STEP, Sealer, check_stream, unseal_stream

HERE = Place("intake_sealedfile", "7", "bytes")
KEY = new_key()
HEADER, BLOCK = 24, CHUNK + 17
"""Bytes of the header, and of a whole chunk when it is sealed."""


def sealed(plain: bytes, *, pieces: int = CHUNK, key: bytes = KEY, place: Place = HERE) -> bytes:
    """The file as it lies in the storage, when it came in by pieces of this many bytes."""
    sealer = Sealer(key=key, place=place)
    written = [sealer.push(plain[start : start + pieces]) for start in range(0, len(plain), pieces)]
    assert sealer.size == len(plain)
    return b"".join([*written, sealer.finish()])


def opened(stored: bytes, *, key: bytes = KEY, place: Place = HERE) -> bytes:
    return b"".join(unseal_stream(io.BytesIO(stored), key=key, place=place))


def refused(stored: bytes, *, key: bytes = KEY, place: Place = HERE) -> bool:
    """Both ways of reading refuse it."""
    for read in (opened, lambda stored, **where: check_stream(io.BytesIO(stored), **where)):
        with pytest.raises(WontOpen):
            read(stored, key=key, place=place)
    return True


def plain(size: int) -> bytes:
    return bytes(number % 251 for number in range(size))


def chunks(stored: bytes) -> list[bytes]:
    return [stored[start : start + BLOCK] for start in range(HEADER, len(stored), BLOCK)]


@pytest.mark.parametrize("whole", [0, 1, 2, 3, 8])
@pytest.mark.parametrize("more", [-1, 0, 1])
def test_sizes_around_whole_chunks_come_back(whole: int, more: int) -> None:
    size = max(whole * CHUNK + more, 0)
    assert opened(sealed(plain(size))) == plain(size)


@given(st.binary(max_size=2000), st.integers(min_value=1, max_value=2001))
def test_it_does_not_matter_in_what_pieces_a_file_comes_in(content: bytes, pieces: int) -> None:
    assert opened(sealed(content, pieces=pieces)) == content


@given(st.integers(min_value=0, max_value=300))
def test_a_file_that_ends_in_zeros_or_in_the_end_mark_comes_back(count: int) -> None:
    for content in (bytes(count), b"\x80" * count, b"\x80" + bytes(count), bytes(count) + b"\x80"):
        assert opened(sealed(content)) == content


def test_zeros_up_to_the_end_of_a_chunk_come_back() -> None:
    for size in (CHUNK - 1, CHUNK, 2 * CHUNK):
        assert opened(sealed(bytes(size))) == bytes(size)
        assert opened(sealed(b"\x80" * size)) == b"\x80" * size


@pytest.mark.parametrize("size", [0, 5, CHUNK, 3 * CHUNK + 5])
def test_a_file_that_was_cut_off_is_refused(size: int) -> None:
    whole = sealed(plain(size))
    borders = {HEADER + BLOCK * number for number in range(len(chunks(whole)))}
    for length in {0, 1, HEADER - 1, HEADER + 1, *borders, len(whole) - 1}:
        assert refused(whole[:length])


@pytest.mark.parametrize("size", [0, 5, CHUNK, 3 * CHUNK + 5])
def test_a_file_that_goes_on_is_refused(size: int) -> None:
    whole = sealed(plain(size))
    for more in (b"\0", chunks(whole)[0], whole):
        assert refused(whole + more)


def test_chunks_in_another_order_left_out_or_twice_are_refused() -> None:
    whole = sealed(plain(3 * CHUNK + 5))
    first, second, third, *rest = chunks(whole)
    orders = [
        [second, first, third, *rest],
        [first, third, second, *rest],
        [first, third, *rest],
        [second, third, *rest],
        [first, first, second, third, *rest],
        [first, second, third, rest[-1], *rest],
    ]
    for order in orders:
        assert refused(whole[:HEADER] + b"".join(order))


def test_chunks_of_two_files_do_not_mix_under_one_key() -> None:
    one, other = sealed(plain(2 * CHUNK + 5)), sealed(plain(2 * CHUNK + 5))
    assert refused(other[:HEADER] + one[HEADER:])
    assert refused(one[: HEADER + BLOCK] + other[HEADER + BLOCK :])
    assert refused(one[:HEADER] + chunks(other)[0] + one[HEADER + BLOCK :])


@given(st.integers(min_value=0), st.integers(min_value=0, max_value=7))
def test_one_changed_bit_is_refused(where: int, bit: int) -> None:
    changed = bytearray(sealed(b"a short file"))
    changed[where % len(changed)] ^= 1 << bit
    assert refused(bytes(changed))


def test_another_key_or_another_place_is_refused() -> None:
    whole = sealed(b"a short file")
    assert refused(whole, key=new_key())
    assert refused(whole, place=Place("intake_sealedfile", "8", "bytes"))


def test_nothing_of_a_damaged_file_comes_out_of_a_check_and_a_good_one_is_back_at_its_start() -> None:
    file = io.BytesIO(sealed(b"a short file"))
    check_stream(file, key=KEY, place=HERE)
    assert file.tell() == 0


def test_a_sealer_that_never_finished_leaves_no_file_that_opens() -> None:
    sealer = Sealer(key=KEY, place=HERE)
    assert refused(sealer.push(plain(3 * CHUNK)))


def test_the_size_in_storage_is_one_of_few_and_never_much_more() -> None:
    stored = {size: len(sealed(bytes(size))) for size in range(0, 3 * CHUNK, 997)}
    assert all(one <= other for one, other in pairwise(stored.values()))
    assert len(set(stored.values())) < len(stored) / 2
    for size, length in stored.items():
        assert length <= max(256, size * 9 / 8) + HEADER + 17 * (size // CHUNK + 2) + 256
    assert stored[0] == len(sealed(bytes(255)))


def test_two_large_files_of_almost_the_same_size_look_the_same() -> None:
    assert len(sealed(bytes(40 * STEP + 1))) == len(sealed(bytes(40 * STEP + STEP // 2)))
    assert len(sealed(bytes(40 * STEP + 1))) <= 41 * STEP + HEADER + 17 * 41 * STEP // CHUNK


def test_memory_stays_flat_however_large_the_file() -> None:
    """64 MB goes through, piece by piece, in less than 8 MB (WBK-8: nothing needs to be set aside on disk)."""
    piece = bytes(CHUNK)
    tracemalloc.start()
    try:
        sealer = Sealer(key=KEY, place=HERE)
        written = sum(len(sealer.push(piece)) for _ in range(1000)) + len(sealer.finish())
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert written > 1000 * CHUNK
    assert peak < 8 * 1024 * 1024
