"""Receipts: what a reporter holds. 100 random bits and a checksum, as nine words or as a code.

From a receipt follow two things: the ``lookup`` under which its mailbox is found, and the ``pair`` whose public half
everything for the reporter is sealed to. Neither leads back (BLAKE2b over 100 random bits: too many to try, so no slow
derivation is needed). The checksum tells a typing error from a receipt that does not exist, before any look-up.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache, cached_property
from hashlib import blake2b
from pathlib import Path
from secrets import randbits

from loket.vault.errors import VaultError
from loket.vault.keys import Pair, pair_of

BITS = 100
WORDS = 9
LIST = 4096
"""Words in the list: 12 bits a word, so nine words are 108 bits, of which 8 are the checksum."""
CODE = 24
"""Characters of the code: 5 bits each, so 120 bits, of which 20 are the checksum."""
GROUP = 4

_WORD_BITS, _CODE_BITS = 12, 5
_SHORTEST = 4
"""Letters of the shortest words of the list."""
_BETWEEN = re.compile(r"[\s.,:;_\u2010-\u2015\u2212-]+")
"""What may stand between the characters of a code: spaces, dashes and stops."""
_MANY = (CODE + WORDS * _SHORTEST) // 2
"""Letters: more than a code with a few too many, fewer than nine words with one left out."""
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("ILOU", "110V")
"""Crockford's base 32: no I, L, O or U; who hears or reads one of these, means its neighbour."""


class NotAReceipt(VaultError):
    """What was typed cannot be a receipt: it was typed wrong."""


class WrongLength(NotAReceipt):
    """Not nine words, not 24 characters. ``count``: how many there were of ``unit`` ("words" or "characters")."""

    def __init__(self, count: int, unit: str) -> None:
        super().__init__(f"{count} {unit}")
        self.count, self.unit = count, unit


class UnknownWord(NotAReceipt):
    """A word that is not in the list. ``position`` counts from 1; ``nearest``: the listed word most like it, or ""."""

    def __init__(self, position: int, word: str, nearest: str) -> None:
        super().__init__(f"word {position}")
        self.position, self.word, self.nearest = position, word, nearest


class UnknownCharacter(NotAReceipt):
    """A character that the code does not use."""

    def __init__(self, character: str) -> None:
        super().__init__("a character")
        self.character = character


class BadChecksum(NotAReceipt):
    """Every word exists, but they do not belong together: one was swapped, left out or misheard."""


@dataclass(frozen=True)
class Receipt:
    """``secret`` is a number below 2**100. It is never stored and never printed."""

    secret: int = field(repr=False)

    @property
    def words(self) -> tuple[str, ...]:
        """The nine words, in order."""
        number = self.secret << 8 | _checksum(self.secret, 8)
        return tuple(word_list()[part] for part in _parts(number, WORDS, _WORD_BITS))

    @property
    def code(self) -> str:
        """The same receipt as six groups of four characters: 7K4M-Q2XD-..."""
        number = self.secret << 20 | _checksum(self.secret, 20)
        text = "".join(_ALPHABET[part] for part in _parts(number, CODE, _CODE_BITS))
        return "-".join(text[start : start + GROUP] for start in range(0, CODE, GROUP))

    @cached_property
    def lookup(self) -> bytes:
        """The 32 bytes under which the mailbox of this receipt is found."""
        return self._derive(b"loket.lookup")

    @cached_property
    def pair(self) -> Pair:
        """The key pair of the mailbox of this receipt."""
        return pair_of(self._derive(b"loket.mailbox"))

    def _derive(self, purpose: bytes) -> bytes:
        return blake2b(_bytes(self.secret), digest_size=32, person=purpose).digest()


def new_receipt() -> Receipt:
    """A receipt of 100 random bits."""
    return Receipt(randbits(BITS))


def read_receipt(text: str) -> Receipt:
    """The receipt that somebody typed: words or code, in any case, with any spaces, commas, dashes or numbers between.

    Raises ``WrongLength``, ``UnknownWord``, ``UnknownCharacter`` or ``BadChecksum``.
    """
    plain = _plain(text)
    characters = _BETWEEN.sub("", plain)
    words = re.findall(r"[^\W\d_]+", plain)
    are_words = _are_listed(words, characters) if len(characters) == CODE else _are_words(words)
    return _from_words(words) if are_words else _from_code(characters)


@cache
def word_list() -> tuple[str, ...]:
    """The list. Raises ``ValueError`` when it is not 4096 different words of four or more lower-case letters."""
    lines = (Path(__file__).parent / "words.txt").read_text("utf-8").splitlines()
    words = tuple(line for line in lines if not line.startswith("#"))
    if len(set(words)) != LIST or len(words) != LIST or not all(re.fullmatch("[a-z]{4,}", word) for word in words):
        raise ValueError(f"words.txt must hold {LIST} different words of four or more letters a to z")
    return words


def _plain(text: str) -> str:
    """Without capitals, accents, ligatures and the invisible characters that travel along when text is copied."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if unicodedata.category(letter) not in ("Mn", "Cf"))


def _are_words(words: list[str]) -> bool:
    """Nine words never are 24 characters, so a code is never taken for words. Anything else of this many letters, or
    with a word of the list in it, was meant as words."""
    return sum(map(len, words)) > _MANY or any(word in _positions() for word in words)


def _are_listed(words: list[str], characters: str) -> bool:
    """Of as many letters as a code has: whether it is nothing but words of the list, a few of the nine."""
    return "".join(words) == characters and all(word in _positions() for word in words)


@cache
def _positions() -> dict[str, int]:
    return {word: position for position, word in enumerate(word_list())}


def _from_words(words: list[str]) -> Receipt:
    if len(words) != WORDS:
        raise WrongLength(len(words), "words")
    number = 0
    for position, word in enumerate(words, 1):
        if word not in _positions():
            raise UnknownWord(position, word, next(iter(get_close_matches(word, word_list(), 1)), ""))
        number = number << _WORD_BITS | _positions()[word]
    return _checked(number, 8)


def _from_code(characters: str) -> Receipt:
    characters = characters.upper().translate(_READ_AS)
    if len(characters) != CODE:
        raise WrongLength(len(characters), "characters")
    number = 0
    for character in characters:
        if character not in _ALPHABET:
            raise UnknownCharacter(character)
        number = number << _CODE_BITS | _ALPHABET.index(character)
    return _checked(number, 20)


def _checked(number: int, bits: int) -> Receipt:
    secret, given = number >> bits, number & (1 << bits) - 1
    if given != _checksum(secret, bits):
        raise BadChecksum
    return Receipt(secret)


def _checksum(secret: int, bits: int) -> int:
    digest = blake2b(_bytes(secret), digest_size=4, person=b"loket.checksum").digest()
    return int.from_bytes(digest, "big") >> 32 - bits


def _bytes(secret: int) -> bytes:
    return secret.to_bytes(13, "big")


def _parts(number: int, count: int, bits: int) -> list[int]:
    return [number >> bits * place & (1 << bits) - 1 for place in reversed(range(count))]
