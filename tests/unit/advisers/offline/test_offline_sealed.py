"""What a phone sealed opens with its own key and with nothing else; whatever else comes is refused without a fault."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jwcrypto.jwk import JWK
from sealed_forms import CHOSEN, entry_for, sealed_to

from loket.advisers.offline.sealed import LONGEST, Unreadable, device_of, new_key, open_sealed

DEVICE = uuid4()
PRIVATE, PUBLIC = new_key(DEVICE)
_OTHER, OTHER_PUBLIC = new_key(DEVICE)
GOOD = entry_for(PUBLIC)


def test_what_was_sealed_to_a_device_opens_with_its_key() -> None:
    text = entry_for(PUBLIC)
    assert device_of(text) == DEVICE
    form = open_sealed(text, PRIVATE)
    assert {name: form[name] for name in CHOSEN} == CHOSEN


def test_the_public_half_opens_nothing() -> None:
    assert "d" not in PUBLIC
    with pytest.raises(Unreadable):
        open_sealed(GOOD, json.dumps(PUBLIC))


def test_two_times_the_same_look_different_and_equally_long() -> None:
    id = uuid4()
    first, second = entry_for(PUBLIC, id), entry_for(PUBLIC, id)
    assert first.split(".")[3] != second.split(".")[3]
    assert len(first) == len(second)


def test_another_key_opens_nothing() -> None:
    with pytest.raises(Unreadable):
        open_sealed(entry_for(OTHER_PUBLIC), PRIVATE)


def with_header(**changed: object) -> str:
    head, *rest = GOOD.split(".")
    header = {**json.loads(urlsafe_b64decode(head + "==")), **changed}
    kept = {name: value for name, value in header.items() if value is not None}
    return ".".join([urlsafe_b64encode(json.dumps(kept).encode()).decode().rstrip("="), *rest])


POINT = JWK.generate(kty="EC", crv="P-384").export_public(as_dict=True)
BAD = {
    "nothing": "",
    "no seal": "id=1&unit=douane",
    "dots": "....",
    "too long": f"{GOOD}{'A' * LONGEST}",
    "NUL": f"\x00{GOOD}",
    "not a device": with_header(kid="toestel"),
    "no device": with_header(kid=None),
    "a device that is a list": with_header(kid=[1]),
    "no seal at all": with_header(alg="none"),
    "a password": with_header(alg="PBES2-HS256+A128KW", p2c=2**30, p2s="AAAA"),
    "direct": with_header(alg="dir"),
    "another cipher": with_header(enc="A128CBC-HS256"),
    "a bomb": with_header(zip="DEF"),
    "critical": with_header(crit=["b64"]),
    "no point": with_header(epk=None),
    "a point that is a text": with_header(epk="x"),
    "another curve": with_header(epk=POINT),
    "a number for a text": with_header(epk={"kty": "EC", "crv": "P-256", "x": 1, "y": "AA"}),
    "deep": f"{urlsafe_b64encode(b'[' * 2500).decode()}....",
    "a key within": f"{GOOD.split('.')[0]}.AAAA.{'.'.join(GOOD.split('.')[2:])}",
    "accents": "é.ü.ñ.ø.å",
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD.keys())
def test_what_our_script_never_makes_is_not_even_tried(text: str) -> None:
    with pytest.raises(Unreadable):
        device_of(text)


@pytest.mark.parametrize(
    "point", [{"x": "AA", "y": "AA"}, {"x": "A" * 43, "y": "A" * 43}, {"x": "!", "y": "="}, {"x": "", "y": ""}]
)
def test_a_point_that_is_not_on_the_curve_opens_nothing(point: dict[str, str]) -> None:
    with pytest.raises(Unreadable):
        open_sealed(with_header(epk={"kty": "EC", "crv": "P-256", **point}), PRIVATE)


@pytest.mark.parametrize("text", ["\ufffe", "&" * 3000, "id=%FF%FE"])
def test_anything_within_the_seal_is_a_form(text: str) -> None:
    """Or is refused: too many fields. What it says is for the form to judge."""
    try:
        open_sealed(sealed_to(PUBLIC, text), PRIVATE)
    except Unreadable:
        assert text.startswith("&")


@given(st.integers(0, 4), st.binary(max_size=40))
def test_no_part_can_be_changed(part: int, value: bytes) -> None:
    parts = GOOD.split(".")
    was, parts[part] = parts[part], urlsafe_b64encode(value).decode().rstrip("=")
    if parts[part] == was:
        return
    with pytest.raises(Unreadable):
        known_and_opened(".".join(parts))


def known_and_opened(text: str) -> None:
    assert device_of(text) == DEVICE
    open_sealed(text, PRIVATE)


@given(st.text(max_size=300))
def test_no_text_is_a_fault(text: str) -> None:
    for act in (device_of, lambda given: open_sealed(given, PRIVATE)):
        with pytest.raises(Unreadable):
            act(text)
