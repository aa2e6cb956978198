"""What is searched by, and who is kept out, as keyed digests: found by who holds the body's key, and by nobody else.

A body has a random search key of its own, sealed to the body. A case that came in while nobody's key was at hand has no
digests yet: it is seen by nobody until ``catch_up`` made them, since it is not known whom it is about.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction

from loket.accounts.models import Account
from loket.casework import words
from loket.casework.content import Card, PersonIdentity
from loket.casework.models import Bar, Case, Item, ItemKind, NameDigest, Person, SearchKey
from loket.casework.sealing import open_private, read_card, read_item, read_person, read_person_identity, seal_card
from loket.intake import configuration as intake
from loket.intake.models import Report
from loket.intake.sealing import OpenReport, open_report, read_identity
from loket.keys.queries import SealingKey, sealing_key
from loket.vault.digests import digest, normal
from loket.vault.errors import WontOpen
from loket.vault.keys import seal_key, unseal_key
from loket.vault.place import Place
from loket.vault.sealing import new_key

log = logging.getLogger(__name__)

MOST = 500
"""Cases that one request makes digests for; more wait for the next."""
_CARDED = ("card", "unit_digest", "violation_digest", "is_indexed")


def search_key(body: str, body_private: bytes) -> bytes:
    """The key of the body's digests, which is made when there is none. Raises ``WontOpen``."""
    found = SearchKey.objects.filter(body=body).first() or _made(body)
    return unseal_key(bytes(found.sealed), private=body_private, place=_place(found))


def reseal_search_key(*, body: str, old_private: bytes, new_public: bytes, new_version: int) -> None:
    """Seal the body's search key to its new key. Raises ``WontOpen``."""
    found = SearchKey.objects.filter(body=body).first()
    if found is None:
        return
    key = unseal_key(bytes(found.sealed), private=old_private, place=_place(found))
    _seal(found, key, SealingKey(new_version, new_public))
    found.save()


def barred_digests(key: bytes, account: Account) -> list[bytes]:
    """The digests that keep this account out of a case: its user name as a person concerned's or as one who declared a
    conflict of interest, and its name as a person concerned's."""
    return [
        digest(account.username, key=key, purpose="bar-user"),
        conflict_digest(key, account),
        *_bar_name(key, account.display_name),
    ]


def conflict_digest(key: bytes, account: Account) -> bytes:
    """The bar of who declared a conflict of interest: their user name only, so that a namesake is not kept out."""
    return digest(account.username, key=key, purpose="bar-conflict")


def bars_of(key: bytes, identity: PersonIdentity) -> set[bytes]:
    """The bars that a person concerned causes: their user name when it is known, and always their name. A colleague of
    exactly the same name is kept out too; only a change of this person's data lets them in."""
    user = {digest(identity.username, key=key, purpose="bar-user")} if normal(identity.username) else set()
    return user | set(_bar_name(key, identity.name))


def name_digests(key: bytes, name: str) -> list[bytes]:
    """Under which a person's exact name is found; nothing for an empty name."""
    return [digest(name, key=key, purpose="name")] if normal(name) else []


def unit_digest(key: bytes, unit: str) -> bytes:
    """Under which the cases of a unit are found; empty when it is not known."""
    return digest(unit, key=key, purpose="unit") if unit else b""


def violation_digest(key: bytes, violation: str) -> bytes:
    """Under which the cases about a kind of violation are found; empty when it is not known."""
    return digest(violation, key=key, purpose="violation") if violation else b""


def index_card(case: Case, card: Card, key: bytes) -> None:
    """Set the digests of the labels."""
    case.unit_digest = unit_digest(key, card.unit)
    case.violation_digest = violation_digest(key, card.violation)


def index_person(person: Person, identity: PersonIdentity, key: bytes, *, is_concerned: bool) -> None:
    """Make the digest by which a person concerned is found, in place of the one before; none for who is a witness or
    another."""
    NameDigest.objects.filter(person=person).delete()
    found = name_digests(key, identity.name) if is_concerned else []
    NameDigest.objects.bulk_create(NameDigest(person=person, digest=one) for one in found)


def add_bars(case: Case, bars: Iterable[bytes]) -> None:
    """Keep these out of the case."""
    Bar.objects.bulk_create([Bar(case=case, digest=one) for one in sorted(bars)], ignore_conflicts=True)


def mended_bars(case: Case, private: bytes, key: bytes) -> set[bytes]:
    """The bars that the case must have by what is sealed in it, but for declared conflicts. Those that somebody took
    out of the database, or made void with another key, are put back, and the log says so. Raises ``WontOpen``."""
    wanted = {bar for one in read_card(case, private).barred for bar in bars_of(key, one)}
    for person in Person.objects.filter(case=case):
        if read_person(person, private).role == "concerned":
            wanted |= bars_of(key, read_person_identity(person, private))
    missing = wanted - {bytes(bar) for bar in Bar.objects.filter(case=case).values_list("digest", flat=True)}
    if missing:
        log.error("case %s misses bars that what is sealed in it asks for; they were put back", case.reference)
        add_bars(case, missing)
    return wanted


def catch_up(body: str, body_private: bytes, key: bytes) -> None:
    """Make the digests and bars of the cases that came in meanwhile, and fill the labels of a new case from its report.
    Two at once make them once. A case that does not open stays unseen, and the log says so."""
    new = Case.objects.filter(body=body, is_indexed=False)
    if not new.exists():
        return
    with transaction.atomic():
        cases = list(new.select_for_update(no_key=True, skip_locked=True).order_by("opened_on", "pk")[:MOST])
        reports = Report.objects.filter(body=body).in_bulk([case.report for case in cases if case.report])
        people = defaultdict(list)
        for person in Person.objects.filter(case__in=cases):
            people[person.case_id].append(person)
        events = defaultdict(list)
        for event in Item.objects.filter(case__in=cases, kind=ItemKind.EVENT):
            events[event.case_id].append(event)
        for case in cases:
            try:
                report = reports.get(case.report) if case.report else None
                opened, private = (
                    open_report(report, body_private) if report else None,
                    open_private(case, body_private),
                )
                _complete(case, opened, people[case.pk], private, key)
                add_bars(case, _declared(events[case.pk], private, key))
            except WontOpen:
                log.error("case %s does not open with the key of its body", case.reference)
        Case.objects.bulk_update(cases, _CARDED)


def _complete(case: Case, report: OpenReport | None, people: Iterable[Person], private: bytes, key: bytes) -> None:
    card = read_card(case, private)
    if report and card.anonymous is None:
        card = _labelled(card, report)
        seal_card(case, card, private)
    index_card(case, card, key)
    for barred in card.barred:
        add_bars(case, bars_of(key, barred))
    for person in people:
        identity, is_concerned = read_person_identity(person, private), read_person(person, private).role == "concerned"
        index_person(person, identity, key, is_concerned=is_concerned)
        if is_concerned:
            add_bars(case, bars_of(key, identity))
    case.is_indexed = True


def _declared(events: Iterable[Item], private: bytes, key: bytes) -> set[bytes]:
    """The bars of who declared a conflict of interest: for when the key of the digests had to be made anew."""
    return {
        digest(event.by, key=key, purpose="bar-conflict")
        for event in events
        if read_item(event, private).code == words.CONFLICT
    }


def _labelled(card: Card, report: OpenReport) -> Card:
    """The labels that the report gives. Whether it is anonymous is all that is taken of its identity."""
    content = report.content()
    return card.model_copy(
        update={
            "unit": card.unit or content.unit,
            "violation": card.violation or ("" if content.category in intake.OWN_CATEGORIES else content.category),
            "anonymous": read_identity(report).disclosure == "anonymous",
        }
    )


def _made(body: str) -> SearchKey:
    """A new key. Digests of one that is gone keep nobody out any more, so no case is seen until it has new ones."""
    with transaction.atomic():
        made = SearchKey(body=body)
        _seal(made, new_key(), sealing_key(body))
        SearchKey.objects.bulk_create([made], ignore_conflicts=True)
        Case.objects.filter(body=body, is_indexed=True).update(is_indexed=False)
    return SearchKey.objects.get(body=body)


def _seal(found: SearchKey, key: bytes, to: SealingKey) -> None:
    found.body_key_version = to.version
    found.sealed = seal_key(key, to=to.public, place=_place(found))


def _bar_name(key: bytes, name: str) -> list[bytes]:
    """The parts of a name in any order: "Vries, Jan de" keeps out Jan de Vries."""
    parts = sorted(normal(name).split())
    return [digest(" ".join(parts), key=key, purpose="bar-name")] if parts else []


def _place(found: SearchKey) -> Place:
    return Place("casework_searchkey", found.body, "sealed", found.body_key_version)
