"""Tokens and passphrases: what a person or a browser holds, and what follows from it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.pwhash import argon2id

from loket.vault import tokens
from loket.vault.errors import WontOpen
from loket.vault.passphrases import Recipe, derive, new_recipe

QUICK = Recipe(b"0123456789abcdef", argon2id.OPSLIMIT_MIN, argon2id.MEMLIMIT_MIN)


def test_a_token_has_256_bits_and_gives_the_same_twice() -> None:
    token = tokens.new_token()
    assert len(token) == 43
    assert tokens.lookup(token, "draft") == tokens.lookup(token, "draft")
    assert len(tokens.lookup(token, "draft")) == len(tokens.key(token, "draft")) == 32


def test_uses_and_purposes_are_kept_apart() -> None:
    token = tokens.new_token()
    given_out = [derived(token, purpose) for derived in (tokens.lookup, tokens.key) for purpose in ("draft", "person")]
    assert len(set(given_out)) == 4


@given(st.text(max_size=60))
def test_text_that_is_no_token_does_not_open(text: str) -> None:
    for derived in (tokens.lookup, tokens.key):
        with pytest.raises(WontOpen):
            derived(text, "draft")


@pytest.mark.parametrize("more", ["=", "!", " ", "\n", "A"])
def test_a_token_is_written_in_one_way(more: str) -> None:
    token = tokens.as_text(bytes(32))
    assert tokens.key(token, "draft")
    for text in (token + more, more + token, token[:9] + more + token[9:], token[:-1] + "B"):
        with pytest.raises(WontOpen):
            tokens.key(text, "draft")


def test_the_same_words_give_the_same_key_however_the_keyboard_writes_them() -> None:
    words = "gehuld in ﬁjne één"
    forms = {unicodedata.normalize(form, words) for form in ("NFC", "NFD", "NFKC", "NFKD")}
    assert len(forms) > 2
    assert len({derive(form, QUICK) for form in forms}) == 1


def test_another_passphrase_or_another_salt_gives_another_key() -> None:
    other = Recipe(b"fedcba9876543210", QUICK.operations, QUICK.memory)
    assert len({derive("kast", QUICK), derive("Kast", QUICK), derive("kast ", QUICK), derive("kast", other)}) == 4


def test_a_new_recipe_has_its_own_salt_and_costs_what_it_should() -> None:
    """At least what RFC 9106 asks of a machine with little memory: three passes over 64 MiB."""
    one, other = new_recipe(), new_recipe()
    assert one.salt != other.salt
    assert one.operations >= 3
    assert one.memory >= 64 * 1024 * 1024
