"""How a case file is sealed, and the case as an officer has it open.

A case has a key pair: its private half is sealed to the body. The card is sealed under a key that follows from it; a
person and an item each have a key of their own, sealed to the case's public half, so that who may add need not be able
to read. Every value is bound to its table, row, field and version: what is moved, renumbered or put back does not open.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from django.utils.translation import gettext as _

from loket.accounts.models import Account
from loket.casework.content import Card, ItemContent, PersonContent, PersonIdentity, Sealed
from loket.casework.models import Case, Item, Person
from loket.intake.sealing import OpenReport
from loket.vault.digests import subkey
from loket.vault.errors import WontOpen
from loket.vault.keys import new_pair, pair_of, seal_key, unseal_key
from loket.vault.place import Place
from loket.vault.sealing import new_key, seal, unseal

CASE, PERSON, ITEM = "casework_case", "casework_person", "casework_item"
_WITH_KEY = 112
"""Bytes of a key that was sealed to a case: it stands before what it opens."""

S = TypeVar("S", bound=Sealed)


class SwappedKey(WontOpen):
    """The public half of a case's key is not that of its private half. ``str()`` says so in Dutch."""


@dataclass(frozen=True)
class OpenCase:
    """A case whose key is at hand, in memory only, for as long as one request. ``search_key`` makes the body's digests;
    ``report``: the report it is about, opened, when there is one that this body may read. ``me`` has it open."""

    case: Case
    private: bytes = field(repr=False)
    search_key: bytes = field(repr=False)
    me: Account
    report: OpenReport | None = field(default=None, repr=False)

    def card(self) -> Card:
        """The labels. Raises ``WontOpen``."""
        return read_card(self.case, self.private)

    def people(self) -> Sequence[Person]:
        """Who is in it, in order, sealed."""
        return list(Person.objects.filter(case=self.case))

    def person(self, person: Person) -> PersonContent:
        """Somebody's part in it. Raises ``WontOpen``."""
        return read_person(person, self.private)

    def items(self) -> Sequence[Item]:
        """The parts of the file, in order, sealed."""
        return list(Item.objects.filter(case=self.case))

    def item(self, item: Item) -> ItemContent:
        """What a part says. Raises ``WontOpen``."""
        return read_item(item, self.private)


def seal_case(case: Case, *, card: Card, body_key: bytes) -> bytes:
    """A key pair for a new case, with its card sealed; gives the private half. ``case.body_key_version`` is set."""
    pair = new_pair()
    case.public = pair.public
    case.private_for_body = seal_key(pair.private, to=body_key, place=_of_case(case, "private_for_body"))
    seal_card(case, card, pair.private)
    return pair.private


def open_private(case: Case, body_private: bytes) -> bytes:
    """The private half of the case's key. Raises ``WontOpen``."""
    return unseal_key(bytes(case.private_for_body), private=body_private, place=_of_case(case, "private_for_body"))


def prove_public(case: Case, private: bytes) -> None:
    """Before anything is written in a case: the public half in the database is the one that belongs to it, and not of
    who put theirs there to read what is added. Raises ``SwappedKey``."""
    if pair_of(private).public != bytes(case.public):
        raise SwappedKey(
            _("Iemand heeft de sleutel van deze zaak buiten het loket om vervangen. Waarschuw de beheerder meteen")
        )


def reseal_case(case: Case, *, old_private: bytes, new_public: bytes, new_version: int) -> None:
    """Seal the case's key to the body's new one. Raises ``WontOpen``."""
    private = open_private(case, old_private)
    case.body_key_version = new_version
    case.private_for_body = seal_key(private, to=new_public, place=_of_case(case, "private_for_body"))


def seal_card(case: Case, card: Card, private: bytes) -> None:
    """Fill the sealed labels."""
    case.card = seal(card.as_bytes(), key=subkey(private, "card"), place=Place(CASE, str(case.pk), "card"))


def read_card(case: Case, private: bytes) -> Card:
    """The labels. Raises ``WontOpen``."""
    place = Place(CASE, str(case.pk), "card")
    return Card.model_validate_json(unseal(bytes(case.card), key=subkey(private, "card"), place=place))


def seal_person(person: Person, *, public: bytes, content: PersonContent, identity: PersonIdentity | None) -> None:
    """Fill the sealed fields of a person at their present version; ``identity`` None leaves who they are as it was."""
    person.content = _closed(content, public, _of_person(person, "content"))
    if identity is not None:
        person.identity = _closed(identity, public, _of_person(person, "identity"))


def read_person(person: Person, private: bytes) -> PersonContent:
    """Somebody's part in the case. Raises ``WontOpen``."""
    return _opened(PersonContent, person.content, private, _of_person(person, "content"))


def read_person_identity(person: Person, private: bytes) -> PersonIdentity:
    """Who somebody is. For an officer's eyes only through ``services.show_person``, which notes it. Raises
    ``WontOpen``."""
    return _opened(PersonIdentity, person.identity, private, _of_person(person, "identity"))


def seal_item(item: Item, content: ItemContent, public: bytes) -> None:
    """Fill the sealed fields of a part of the file, at its present number and version."""
    key, place = new_key(), _of_item(item)
    item.key = seal_key(key, to=public, place=place)
    item.content = seal(content.as_bytes(), key=key, place=place)


def read_item(item: Item, private: bytes) -> ItemContent:
    """What a part of the file says. Raises ``WontOpen``."""
    place = _of_item(item)
    key = unseal_key(bytes(item.key), private=private, place=place)
    return ItemContent.model_validate_json(unseal(bytes(item.content), key=key, place=place))


def _closed(value: Sealed, public: bytes, place: Place) -> bytes:
    key = new_key()
    return seal_key(key, to=public, place=place) + seal(value.as_bytes(), key=key, place=place)


def _opened(model: type[S], sealed: bytes | memoryview, private: bytes, place: Place) -> S:
    value = bytes(sealed)
    key = unseal_key(value[:_WITH_KEY], private=private, place=place)
    return model.model_validate_json(unseal(value[_WITH_KEY:], key=key, place=place))


def _of_case(case: Case, name: str) -> Place:
    return Place(CASE, str(case.pk), name, case.body_key_version)


def _of_person(person: Person, name: str) -> Place:
    return Place(PERSON, f"{person.case_id}/{person.number}", name, person.version if name == "content" else 1)


def _of_item(item: Item) -> Place:
    return Place(ITEM, f"{item.case_id}/{item.number}", f"content of {item.by}, {item.kind}", item.version)
