"""What somebody is still writing: sealed under a token that only their browser holds, in a cookie.

Two tabs write into one draft field by field, under the lock of its row. Sending is done once: afterwards the draft
holds no story, only what a second click or a lost answer has to show again.
"""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from loket.core import clock
from loket.core.errors import UserError
from loket.intake import files, raising
from loket.intake.addressees import takes_anonymous
from loket.intake.configuration import configuration
from loket.intake.content import Content, DraftContent, FileNote, Identity, Language
from loket.intake.files import SealedUpload
from loket.intake.models import Channel, Draft, SavedDraft
from loket.intake.raising import Raised
from loket.intake.sealing import DRAFT
from loket.vault import tokens
from loket.vault.errors import WontOpen
from loket.vault.keys import seal_key, unseal_key
from loket.vault.place import Place
from loket.vault.receipts import Receipt, new_receipt, read_receipt
from loket.vault.sealing import seal, unseal

SENT_DAYS = 1
"""How long after sending a second click still shows the receipt."""

_PURPOSE = "draft"


class NoDraft(UserError):
    """The draft is gone: it was thrown away or expired, or the cookie is not one of ours."""


class AlreadySent(UserError):
    """The draft was sent: it changes no more."""


@transaction.atomic
def start(*, body: str) -> str:
    """A new draft for this body, or for this person's desk; gives the token for the cookie. Raises ``NotOpen``."""
    takes_anonymous(body)
    token = tokens.new_token()
    draft = Draft(lookup=tokens.lookup(token, _PURPOSE), version=0, expires_on=clock.today())
    _write(draft, token, DraftContent(body=body), is_new=True)
    return token


def read(token: str) -> DraftContent | None:
    """What the draft holds; None when there is none (any more), or the token is not one of ours."""
    try:
        draft = Draft.objects.filter(lookup=tokens.lookup(token, _PURPOSE), expires_on__gte=clock.today()).first()
        return _content(draft, token) if draft else None
    except WontOpen:
        return None


@transaction.atomic
def change(
    token: str, *, content: Mapping[str, object] | None = None, identity: Mapping[str, object] | None = None
) -> DraftContent:
    """Write these fields of ``Content`` and ``Identity``, and leave the others as they are; gives the whole.

    Raises ``NoDraft``, ``AlreadySent``, and pydantic's ``ValidationError`` for a value that no form lets through.
    """
    draft, now = _locked(token)
    changed = now.model_copy(
        update={
            "content": Content.model_validate({**dict(now.content), **(content or {})}),
            "identity": Identity.model_validate({**dict(now.identity), **(identity or {})}),
        }
    )
    _write(draft, token, changed)
    return changed


@transaction.atomic
def add_files(token: str, uploads: Sequence[SealedUpload], *, cleaned: bool = False) -> list[FileNote]:
    """Let the draft hold these files. Raises ``NoDraft``, ``AlreadySent``, ``TooMany``, ``TooBig``: then it holds none
    of them."""
    draft, now = _locked(token)
    files.claim(uploads, owner=draft)
    notes = [upload.note(cleaned=cleaned) for upload in uploads]
    _write_files(draft, token, now, (*now.content.files, *notes))
    return notes


@transaction.atomic
def replace_file(token: str, id_: uuid.UUID, upload: SealedUpload) -> FileNote:
    """Put a copy without hidden data in the place of a file. Raises ``NoDraft``, ``AlreadySent``, ``TooBig``."""
    draft, now = _locked(token)
    old = next((note for note in now.content.files if note.id == id_), None)
    if old is None:
        raise NoDraft(_("Dit bestand hoort niet meer bij je melding"))
    files.forget(old)
    files.claim([upload], owner=draft)
    new = upload.note(cleaned=True)
    _write_files(draft, token, now, tuple(new if note.id == id_ else note for note in now.content.files))
    return new


@transaction.atomic
def remove_file(token: str, id_: uuid.UUID) -> None:
    """Take a file out of the draft, and delete it; one that is gone is gone. Raises ``NoDraft``, ``AlreadySent``."""
    draft, now = _locked(token)
    for note in now.content.files:
        if note.id == id_:
            files.forget(note)
    _write_files(draft, token, now, tuple(note for note in now.content.files if note.id != id_))


@transaction.atomic
def save_for_later(token: str) -> Receipt:
    """The receipt that leads back to this draft, the same every time; it will be the receipt of the report. Raises
    ``NoDraft``, ``AlreadySent``."""
    draft, now = _locked(token)
    if now.receipt:
        return read_receipt(now.receipt)
    receipt = new_receipt()
    _write(draft, token, now.model_copy(update={"receipt": receipt.code}))
    sealed = seal_key(token.encode(), to=receipt.pair.public, place=_saved_place(receipt))
    SavedDraft.objects.create(lookup=receipt.lookup, draft=draft, sealed_token=sealed)
    return receipt


def resume(receipt: Receipt) -> str | None:
    """The token of the draft that was saved with this receipt; None when there is none, or it was sent."""
    saved = SavedDraft.objects.filter(lookup=receipt.lookup, draft__expires_on__gte=clock.today()).first()
    if saved is None:
        return None
    try:
        sealed = bytes(saved.sealed_token)
        return unseal_key(sealed, private=receipt.pair.private, place=_saved_place(receipt)).decode()
    except WontOpen:
        return None


@transaction.atomic
def send(token: str, *, language: Language = "nl") -> Raised:
    """Make the draft a report; ``language`` is that of the page it was sent from. A second time, also when the first
    answer was lost, gives the same.

    Raises ``NoDraft``, and what ``services.raise_report`` raises: then the draft stands as it was.
    """
    draft, now = _locked(token, sent_too=True)
    if draft.sent:
        return _sent(now)
    receipt = read_receipt(now.receipt) if now.receipt else new_receipt()
    content = now.content.model_copy(update={"language": language})
    new = raising.New(now.body, content, now.identity, Channel.SITE, receipt=receipt)
    raised, opened = raising.insert(new)
    files.take_over(now.content.files, draft=draft, report=opened.report)
    SavedDraft.objects.filter(draft=draft).delete()
    draft.report = opened.report
    _write(draft, token, _left_of(raised, now.body))
    raising.note_raised(new, raised)
    return raised


@transaction.atomic
def discard(token: str) -> None:
    """Throw the draft and its files away; one that is gone is gone. A report that was sent stays."""
    try:
        draft = Draft.objects.select_for_update().filter(lookup=tokens.lookup(token, _PURPOSE)).first()
    except WontOpen:
        return
    if draft:
        files.forget_all(draft)
        draft.delete()


def _locked(token: str, *, sent_too: bool = False) -> tuple[Draft, DraftContent]:
    """The draft under the lock of its row, and what it holds."""
    try:
        lookup = tokens.lookup(token, _PURPOSE)
        draft = Draft.objects.select_for_update().filter(lookup=lookup, expires_on__gte=clock.today()).first()
        if draft is None:
            raise WontOpen
        content = _content(draft, token)
    except WontOpen as error:
        raise NoDraft(_("Je melding staat niet meer klaar. Begin opnieuw, of open haar met je woorden")) from error
    if draft.sent and not sent_too:
        raise AlreadySent(_("Je melding is al verstuurd. Vul haar aan via je postvak"))
    return draft, content


def _content(draft: Draft, token: str) -> DraftContent:
    opened = unseal(bytes(draft.content), key=tokens.key(token, _PURPOSE), place=_place(draft))
    return DraftContent.model_validate_json(opened)


def _write(draft: Draft, token: str, content: DraftContent, *, is_new: bool = False) -> None:
    """Seal the next version; the draft is kept anew from today."""
    draft.version += 1
    draft.content = seal(content.as_bytes(), key=tokens.key(token, _PURPOSE), place=_place(draft))
    days = SENT_DAYS if draft.sent else configuration().draft_days
    draft.expires_on = clock.today() + dt.timedelta(days=days)
    draft.save(force_insert=is_new, force_update=not is_new)


def _write_files(draft: Draft, token: str, now: DraftContent, notes: tuple[FileNote, ...]) -> None:
    _write(draft, token, now.model_copy(update={"content": now.content.model_copy(update={"files": notes})}))


def _left_of(raised: Raised, body: str) -> DraftContent:
    """What stays of a draft that was sent."""
    return DraftContent(
        body=body,
        receipt=raised.receipt.code,
        report=str(raised.report_id),
        reference=raised.reference,
        received_on=raised.received_on.isoformat(),
    )


def _sent(left: DraftContent) -> Raised:
    received_on = dt.date.fromisoformat(left.received_on)
    return Raised(uuid.UUID(left.report), read_receipt(left.receipt), left.reference, received_on)


def _place(draft: Draft) -> Place:
    return Place(DRAFT, bytes(draft.lookup).hex(), "content", draft.version)


def _saved_place(receipt: Receipt) -> Place:
    return Place("intake_saveddraft", receipt.lookup.hex(), "sealed_token")
