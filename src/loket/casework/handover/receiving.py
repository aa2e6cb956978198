"""What another body gets: a case of its own, with copies of exactly what was chosen, sealed to its own key."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from loket.casework import queries, words
from loket.casework.casefile.told import told_by_reporter
from loket.casework.configuration import configuration
from loket.casework.content import REPLACES, ItemContent, PersonContent, PersonIdentity
from loket.casework.handover.copying import Copies, key_of
from loket.casework.handover.plan import File, Plan, Shelf
from loket.casework.handover.standing import Standing
from loket.casework.handover.words import REPORTER_PERSON
from loket.casework.models import Case, Deadline, Item, ItemKind, Person
from loket.casework.people import concerned
from loket.casework.sealing import OpenCase, read_person_identity, seal_person
from loket.casework.writing import add
from loket.core import clock
from loket.intake.content import LINE, STORY
from loket.intake.files import SealedUpload
from loket.intake.sealing import OpenReport, read_identity

RECEIVED = "received"
"""The code of the part that says where a case came from."""
WAY_BACK = "public"
"""In its values: the public half of that case's key, to which alone what goes back is sealed."""


@dataclass(frozen=True)
class Sent:
    """A handover on its way: the case that it leaves, what was chosen of it, and a copy of each file."""

    opened: OpenCase
    standing: Standing
    shelf: Shelf
    copies: Copies


def receive(case: Case, sent: Sent, actor: str) -> None:
    """Fill the new case, whose row nobody else can see yet. People keep their numbers, so that texts still fit, and a
    decision that comes back is about whom it was about."""
    add(case, ItemKind.HANDOVER, _where_from(sent), actor=actor)
    people = list(_people(sent))
    for number, role, identity in people:
        person = Person(case=case, number=number)
        seal_person(person, public=bytes(case.public), content=role, identity=identity)
        person.save(force_insert=True)
    numbers = {number for number, _role, _identity in people}
    for kind, content, uploads in _parts(sent):
        about = content.person if content.person in numbers else 0
        kept = {name: value for name, value in content.values.items() if name != REPLACES}
        changes = {"files": (), "message": 0, "person": about, "values": kept}
        add(case, kind, content.model_copy(update=changes), actor=actor, uploads=uploads)


def kept_out(opened: OpenCase, plan: Plan) -> tuple[PersonIdentity, ...]:
    """Who may not open the new case though its file does not name them: people concerned who stay behind or go without
    their name, and who declared a conflict of interest here. Their names go along for this alone (wall 4)."""
    stayed = [PersonIdentity(name=one.name, username=one.username) for one in concerned(opened, but=plan.named)]
    events = queries.contents(opened, (ItemKind.EVENT,))
    conflicts = {item.by for item, content in events if content.code == words.CONFLICT}
    declared = [PersonIdentity(username=username) for username in sorted(conflicts)]
    return (*opened.card().barred, *stayed, *declared)


def end_view(case: Case) -> None:
    """This body reads the case no more; no term of it runs here from now on. Its row is locked."""
    today = clock.today()
    Deadline.objects.filter(case=case, met_on=None, dropped_on=None).update(dropped_on=today)
    Case.objects.filter(pk=case.pk).update(view_ended_on=today, due_on=None, next_act="")


def told_as_parts(report: OpenReport) -> list[tuple[str, str]]:
    """What the reporter told, as titles and texts of documents."""
    told = told_by_reporter(report)
    answers = "\n\n".join(f"{question}\n{answer}" for question, answer in told.answers)
    parts = [(told.title, told.story), (_("Wat de melder verder antwoordde"), answers[:STORY])]
    return [(title, text) for title, text in parts if text]


def reporter_identity(report: OpenReport) -> PersonIdentity:
    """Who reported, as somebody in a case."""
    identity = read_identity(report)
    reach = ", ".join(part for part in (identity.email, identity.phone) if part)
    return PersonIdentity(name=identity.name, reach=reach[:LINE])


def _where_from(sent: Sent) -> ItemContent:
    case = sent.opened.case
    body = configuration().bodies.get(case.body)
    title = _("Overgedragen door %s") % (body.name("nl") if body else case.body)
    values = {"from": case.body, "reference": case.reference, WAY_BACK: bytes(case.public).hex()}
    return ItemContent(code=RECEIVED, title=title[:LINE], text=sent.standing.content.text, values=values)


def _people(sent: Sent) -> Iterator[tuple[int, PersonContent, PersonIdentity]]:
    plan, opened = sent.standing.plan, sent.opened
    for one in sent.shelf.people:
        is_named = one.person.number in plan.named
        identity = read_person_identity(one.person, opened.private) if is_named else PersonIdentity()
        yield one.person.number, one.content, identity
    if plan.identity and opened.report:
        last = max((person.number for person in opened.people()), default=0)
        content = REPORTER_PERSON.model_copy(update={"about": _("De melder")})
        yield last + 1, content, reporter_identity(opened.report)


def _parts(sent: Sent) -> Iterator[tuple[str, ItemContent, list[SealedUpload]]]:
    """Each part with the copies of its files that go; a file whose part stays, is a document by itself."""
    plan, opened = sent.standing.plan, sent.opened
    if plan.story and opened.report:
        for title, text in told_as_parts(opened.report):
            yield ItemKind.DOCUMENT, ItemContent(title=title, text=text), []
    for part in sent.shelf.parts:
        yield part.item.kind, part.content, [sent.copies[key_of(file)] for file in _with(sent.shelf, part.item)]
    for file in sent.shelf.files:
        if file.number not in plan.items:
            yield ItemKind.DOCUMENT, ItemContent(title=file.note.name[:LINE]), [sent.copies[key_of(file)]]


def _with(shelf: Shelf, item: Item) -> list[File]:
    return [file for file in shelf.files if file.number == item.number]
