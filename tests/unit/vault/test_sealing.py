"""What is sealed opens with its key and at its place, and in no other way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.vault.errors import WontOpen
from loket.vault.keys import Pair, fingerprint, new_pair, pair_of, seal_key, unseal_key
from loket.vault.place import Place
from loket.vault.sealing import BLOCK, KEY, NONCE, new_key, seal, unseal

HERE = Place("intake_report", "7", "content", 2)
ELSEWHERE = [
    Place("intake_message", "7", "content", 2),
    Place("intake_report", "8", "content", 2),
    Place("intake_report", "7", "identity", 2),
    Place("intake_report", "7", "content", 1),
    Place("intake_report", "7", "content"),
]
places = st.builds(Place, st.text(), st.text(), st.text(), st.integers(min_value=0))


def damaged(sealed: bytes, where: int) -> list[bytes]:
    """The same bytes with one flipped, one left out, one added, and cut off here."""
    where %= len(sealed)
    flipped = bytearray(sealed)
    flipped[where] ^= 1
    return [
        bytes(flipped),
        sealed[:where] + sealed[where + 1 :],
        sealed[:where] + b"\0" + sealed[where:],
        sealed + b"\0",
        sealed[:where],
    ]


@given(st.binary(max_size=3 * BLOCK), places)
def test_a_value_opens_with_its_key_at_its_place(value: bytes, place: Place) -> None:
    key = new_key()
    assert unseal(seal(value, key=key, place=place), key=key, place=place) == value


@given(st.binary(max_size=2 * BLOCK), st.integers(min_value=0))
def test_a_value_that_was_changed_does_not_open(value: bytes, where: int) -> None:
    key = new_key()
    for changed in damaged(seal(value, key=key, place=HERE), where):
        with pytest.raises(WontOpen):
            unseal(changed, key=key, place=HERE)


@pytest.mark.parametrize("place", ELSEWHERE)
def test_a_value_that_was_moved_does_not_open(place: Place) -> None:
    key = new_key()
    with pytest.raises(WontOpen):
        unseal(seal(b"a value", key=key, place=HERE), key=key, place=place)


@given(places, places)
def test_no_two_places_read_the_same(one: Place, other: Place) -> None:
    assert (one.associated == other.associated) == (one == other)


def test_parts_of_a_place_do_not_run_into_each_other() -> None:
    assert Place("ab", "c", "d").associated != Place("a", "bc", "d").associated


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(WontOpen):
        unseal(seal(b"a value", key=new_key(), place=HERE), key=new_key(), place=HERE)


def test_the_same_value_never_looks_the_same() -> None:
    key = new_key()
    assert len({seal(b"yes", key=key, place=HERE) for _ in range(50)}) == 50


@given(st.binary(max_size=BLOCK - 1))
def test_small_differences_in_length_do_not_show(value: bytes) -> None:
    assert len(seal(value, key=new_key(), place=HERE)) == NONCE + BLOCK + 16


@given(st.binary(min_size=1, max_size=64), places)
def test_a_key_opens_for_its_pair_at_its_place(key: bytes, place: Place) -> None:
    pair = new_pair()
    assert unseal_key(seal_key(key, to=pair.public, place=place), private=pair.private, place=place) == key


@given(st.integers(min_value=0))
def test_a_sealed_key_that_was_changed_does_not_open(where: int) -> None:
    pair = new_pair()
    for changed in damaged(seal_key(new_key(), to=pair.public, place=HERE), where):
        with pytest.raises(WontOpen):
            unseal_key(changed, private=pair.private, place=HERE)


@pytest.mark.parametrize("place", ELSEWHERE)
def test_a_sealed_key_that_was_moved_does_not_open(place: Place) -> None:
    pair = new_pair()
    with pytest.raises(WontOpen):
        unseal_key(seal_key(new_key(), to=pair.public, place=HERE), private=pair.private, place=place)


def test_a_sealed_key_does_not_open_for_another_pair() -> None:
    with pytest.raises(WontOpen):
        unseal_key(seal_key(new_key(), to=new_pair().public, place=HERE), private=new_pair().private, place=HERE)


def test_a_private_half_gives_its_public_half() -> None:
    pair = new_pair()
    assert pair_of(pair.private) == pair
    assert len(pair.private) == len(pair.public) == KEY


def test_a_private_half_is_never_shown() -> None:
    pair = Pair(b"private half....................", b"public half.....................")
    assert "private half" not in f"{pair} {pair!r}"
    assert "public half" in repr(pair)


def test_a_fingerprint_tells_keys_apart_and_reads_in_groups() -> None:
    ours = new_pair().public
    assert fingerprint(ours) == fingerprint(ours) != fingerprint(new_pair().public)
    assert [len(group) for group in fingerprint(ours).split()] == [4, 4, 4, 4]
