"""The word list keeps its rules: it must survive the telephone, and frighten nobody."""

import re
from collections import Counter, defaultdict

import pytest

from loket.vault import receipts
from loket.vault.receipts import LIST, word_list

HURTS = """
    moord dood sterf lijken seks porno naakt verkracht misbruik geweld wapen pistool geweer schiet soldaat leger
    oorlog terror bedreig dreig angst bang straf gevang politie misda diefstal beroof roof verraad verrader geheim
    verdacht schuld getuige klacht aangifte ontslag wraak haat racis discrim jood moslim islam christen heks kerk god
    duivel bijbel ziek kanker virus bloed wond pijn gif drugs verslaa alcohol dronk gekk idioot dom lelijk dik lul kut
    hoer slet neger slaaf nazi zelfmoord melding bewijs postvak dossier
"""
"""No listed word is one of these, or starts with one of them (but see ``MEANS_NO_HARM``)."""
MEANS_NO_HARM = {"domein", "domeinen", "domotica"}
NUMBERS = """
    nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien
    achttien negentien twintig dertig veertig vijftig zestig zeventig tachtig negentig honderd duizend miljoen eerste
    tweede derde vierde vijfde zesde zevende achtste negende tiende punt komma streepje plus spatie apenstaart
"""

_SOUNDS = (
    (r"ij|ei|y", "Y"),
    (r"auw|ouw|au|ou", "O"),
    (r"ch", "g"),
    (r"c(?=[eiY])", "s"),
    (r"[cq]", "k"),
    (r"x", "ks"),
    (r"th", "t"),
    (r"ph|v", "f"),
    (r"z", "s"),
    (r"ie", "i"),
    (r"d$|dt$", "t"),
    (r"b$", "p"),
    (r"en$", "e"),
    (r"(.)\1+", r"\1"),
)


def sound(word: str) -> str:
    """The word as somebody may write it down who only heard it."""
    for written, heard in _SOUNDS:
        word = re.sub(written, heard, word)
    return word


def without_one(word: str) -> set[str]:
    """The word with each letter replaced by a dot: two words share one when they differ in one letter."""
    return {word[:place] + "." + word[place + 1 :] for place in range(len(word))}


def shortened(word: str) -> set[str]:
    return {word[:place] + word[place + 1 :] for place in range(len(word))}


def test_there_are_4096_words_of_four_to_eight_letters_in_order() -> None:
    words = word_list()
    assert len(words) == len(set(words)) == LIST == 4096
    assert all(re.fullmatch("[a-z]{4,8}", word) for word in words)
    assert list(words) == sorted(words)


def test_no_two_words_are_one_letter_apart() -> None:
    shared = Counter(pattern for word in word_list() for pattern in without_one(word))
    assert not [pattern for pattern, count in shared.items() if count > 1]
    assert not {less for word in word_list() for less in shortened(word)} & set(word_list())


def test_no_two_words_sound_alike() -> None:
    heard = defaultdict(list)
    for word in word_list():
        heard[sound(word)].append(word)
    assert not [words for words in heard.values() if len(words) > 1]


def test_no_word_has_letters_that_are_hard_to_hear() -> None:
    hard = {word for word in word_list() if re.search("[qxy]", word)}
    assert hard <= {"hockey", "hobby", "taxi", "yoghurt", "gymzaal", "hyacint", "royaal"}


def test_no_word_hurts_somebody_who_is_afraid() -> None:
    found = {word for word in word_list() for start in HURTS.split() if word.startswith(start)}
    assert found <= MEANS_NO_HARM


def test_no_word_is_a_number_or_a_sign() -> None:
    assert not set(NUMBERS.split()) & set(word_list())


def test_a_word_does_not_stand_beside_its_own_inflection() -> None:
    words = set(word_list())
    assert not [word for word in words for more in ("s", "e", "t") if word + more in words]


def test_a_list_that_lost_a_word_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    short = "\n".join(word_list()[1:])
    monkeypatch.setattr(receipts.Path, "read_text", lambda *_: short)
    with pytest.raises(ValueError, match="4096"):
        word_list.__wrapped__()
