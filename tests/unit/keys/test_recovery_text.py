"""The recovery key on paper: it comes back whole, and a typing error is never taken for a key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.keys.errors import NotARecoveryKey
from loket.keys.recovery import as_text, from_text

keys = st.binary(min_size=32, max_size=32)


@given(keys, st.sampled_from(["-", " ", "", "\n", " – "]), st.booleans())
def test_it_comes_back_however_it_is_typed(private: bytes, between: str, lower: bool) -> None:
    typed = between.join(as_text(private).split("-"))
    assert from_text("# Herstelsleutel van 21 november\n" + (typed.lower() if lower else typed)) == private


@given(keys, st.integers(0, 55), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_a_wrong_character_is_noticed(private: bytes, at: int, character: str) -> None:
    text = as_text(private).replace("-", "")
    wrong = text[:at] + character + text[at + 1 :]
    if wrong != text:
        with pytest.raises(NotARecoveryKey):
            from_text(wrong)


@pytest.mark.parametrize("text", ["", "hallo", "7K4M", "!" * 56, "A" * 57])
def test_what_is_no_key_is_named(text: str) -> None:
    with pytest.raises(NotARecoveryKey):
        from_text(text)


def test_letters_that_look_alike_are_read_as_what_they_stand_for() -> None:
    text = as_text(bytes(32))
    assert from_text(text.replace("0", "O")) == bytes(32)
