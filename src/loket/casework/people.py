"""People in a case: their part in it, and who they are, sealed apart. A person concerned is kept out of the case."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Max

from loket.casework import index, words
from loket.casework.assigning import barred_officers, shut_out
from loket.casework.closing import services as closing
from loket.casework.content import PersonContent, PersonIdentity
from loket.casework.errors import BadReason, Gone
from loket.casework.models import Bar, Case, Person
from loket.casework.sealing import OpenCase, read_person_identity, seal_person
from loket.casework.values import known
from loket.casework.writing import changed, event, held, note
from loket.intake import services as intake
from loket.intake.content import Identity
from loket.keys import queries as keys
from loket.vault.digests import normal


@transaction.atomic
def add_person(
    *, opened: OpenCase, version: int, content: PersonContent, identity: PersonIdentity, actor: str
) -> Person:
    """Somebody more in the case. Who is concerned and works here, loses it at once: nobody's role, handling or access
    stands against that (wall 4). Raises ``Gone``, ``NotAReader``, ``Changed``, ``Unfilled``."""
    known(description=content.description, settlement=content.settlement)
    content = _fitting(content)
    opened = held(opened, version)
    case = opened.case
    last = Person.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0
    person = Person(case=case, number=last + 1)
    seal_person(person, public=bytes(case.public), content=content, identity=identity)
    person.save(force_insert=True)
    closing.correct(opened=opened, actor=actor)
    _index(opened, person, content, identity)
    _written(case, words.PERSON_ADDED, person, actor)
    return person


@transaction.atomic
def change_person(
    *,
    opened: OpenCase,
    person: Person,
    version: int,
    content: PersonContent,
    identity: PersonIdentity | None,
    actor: str,
) -> Person:
    """Another part in the case, and with ``identity`` other data of who somebody is. A bar that no person concerned
    causes any more, ends: that is how a colleague gets in again whose name was written down by mistake, or who has the
    same name as somebody concerned whose data are made more precise. A user name that is left out stays as long as the
    name does: it ends with who it was about, not with a new telephone number. ``version``: the one of the case.

    Raises ``Gone``, ``NotAReader``, ``Changed``, ``Unfilled``.
    """
    known(description=content.description, settlement=content.settlement)
    content = _fitting(content)
    opened = held(opened, version)
    case = opened.case
    found = Person.objects.filter(case=case, pk=person.pk).first()
    if found is None:
        raise Gone
    before = _bars(opened)
    identity = identity and _with_username(identity, read_person_identity(found, opened.private))
    found.version += 1
    seal_person(found, public=bytes(case.public), content=content, identity=identity)
    found.save()
    closing.correct(opened=opened, actor=actor)
    _index(opened, found, content, identity or read_person_identity(found, opened.private))
    Bar.objects.filter(case=case, digest__in=before - _bars(opened)).delete()
    _written(case, words.PERSON_CHANGED, found, actor)
    return found


@transaction.atomic
def show_person(*, opened: OpenCase, person: Person, reason: str, actor: str) -> PersonIdentity:
    """Who somebody is, for an officer who says why: ``reason`` is a code of ``words.NAME_REASONS``, and stands in the
    trail. Raises ``BadReason``, ``Gone``, ``NotAReader``."""
    if reason not in words.NAME_REASONS:
        raise BadReason
    case = held(opened).case
    found = Person.objects.filter(case=case, pk=person.pk).first()
    if found is None:
        raise Gone
    event(case, words.NAME_SHOWN, actor=actor, person=found.number, values={"reason": reason})
    note(case, "case.person-name", actor=actor, person=found.number, reason=reason)
    return read_person_identity(found, opened.private)


@transaction.atomic
def show_reporter(*, opened: OpenCase, reason: str, actor: str) -> Identity:
    """Who reported, for an officer who says why (WBK-6): ``reason`` is a code of ``intake.words.IDENTITY_REASONS``.
    Raises ``Gone`` when there is no report, ``NotAReader``, intake's ``BadReason``."""
    opened = held(opened)
    if opened.report is None:
        raise Gone
    event(opened.case, words.REPORTER_SHOWN, actor=actor, values={"reason": reason})
    return intake.show_identity(report=opened.report, reason=reason, actor=actor)


def concerned(opened: OpenCase, *, but: Collection[int] = ()) -> list[PersonIdentity]:
    """Who the people concerned are, but for those of these numbers: for bars, and for nobody's eyes. Raises
    ``WontOpen``."""
    return [
        read_person_identity(person, opened.private)
        for person in opened.people()
        if person.number not in but and opened.person(person).role == "concerned"
    ]


@transaction.atomic
def say_nobody(*, opened: OpenCase, version: int, actor: str) -> None:
    """Put on record that there is no person concerned, or that nobody knows who it is. Raises ``Gone``, ``NotAReader``,
    ``Changed``."""
    case = held(opened, version).case
    changed(case)
    case.save(update_fields=["version"])
    event(case, words.NOBODY, actor=actor)
    note(case, "case.person", actor=actor)


def _fitting(content: PersonContent) -> PersonContent:
    """Nothing was decided about who is not concerned: what was stays in the file as a decision, and counts no more."""
    return content if content.role == "concerned" else PersonContent(role=content.role, about=content.about)


def _with_username(identity: PersonIdentity, before: PersonIdentity) -> PersonIdentity:
    is_same = not identity.username and normal(identity.name) == normal(before.name)
    return identity.model_copy(update={"username": before.username}) if is_same else identity


def _index(opened: OpenCase, person: Person, content: PersonContent, identity: PersonIdentity) -> None:
    """The digests of a person, and the end of what a colleague had who is now kept out."""
    case, key = opened.case, opened.search_key
    is_concerned = content.role == "concerned"
    index.index_person(person, identity, key, is_concerned=is_concerned)
    if is_concerned:
        index.add_bars(case, index.bars_of(key, identity))
        shut_out(case, barred_officers(key, case, keys.officers(case.body)))


def _bars(opened: OpenCase) -> set[bytes]:
    """The bars that the people concerned of a case cause together, with those that came along with it."""
    return {bar for one in (*concerned(opened), *opened.card().barred) for bar in index.bars_of(opened.search_key, one)}


def _written(case: Case, code: str, person: Person, actor: str) -> None:
    changed(case)
    case.save(update_fields=["version", "assignee"])
    event(case, code, actor=actor, person=person.number)
    note(case, "case.person", actor=actor, person=person.number)
