"""The answers of a draft as its writer reads them back: groups, questions, answers, and where to change them."""

from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from loket.core.language import page_language
from loket.intake import cleaning
from loket.intake.configuration import label
from loket.intake.content import Content, DraftContent, FileNote, Identity
from loket.intake.wizard.forms import is_known


@dataclass(frozen=True)
class Part:
    """An answer, or one of several; ``note`` is a smaller line below it."""

    text: str
    note: str = ""


@dataclass(frozen=True)
class Row:
    """One question, with the slug of the step that asks it. It has no parts when it was left open."""

    question: str
    step: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Group:
    """A few questions under one title."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class FileRow:
    """A file with what was found in it. ``state``: ``cleaned``, ``found``, ``nothing`` or ``unread``."""

    note: FileNote
    state: str
    found: str

    @property
    def can_be_cleaned(self) -> bool:
        return self.state == "found"


def groups_of(draft: DraftContent) -> list[Group]:
    """Everything that was asked, in the order of the steps."""
    content, identity = draft.content, draft.identity
    return [
        Group(_("Je verhaal"), _story(content)),
        Group(
            _("Wie erbij betrokken is"),
            (
                _row(_("Over wie gaat het?"), "betrokkenen", content.concerned),
                _row(_("Wie weet er meer van?"), "betrokkenen", content.witnesses),
            ),
        ),
        Group(_("Bewijs"), _files(content)),
        Group(_("Over jou"), _about(content, identity)),
    ]


def file_row(note: FileNote) -> FileRow:
    """What we know of a file: "unread" when it is of a kind that we cannot look into."""
    if note.cleaned:
        state = "cleaned"
    elif "unread" in note.found or not cleaning.can_be_cleaned(note.name, note.size):
        state = "unread"
    else:
        state = "found" if note.found else "nothing"
    return FileRow(note, state, cleaning.in_words(note.found))


def _story(content: Content) -> tuple[Row, ...]:
    still = {"yes": _("Ja"), "no": _("Nee"), "unknown": _("Ik weet het niet")}.get(content.still, "")
    return (
        _row(_("Waar gaat het over?"), "onderwerp", _label("violation", content.category)),
        _row(_("Bij welk onderdeel?"), "onderwerp", _label("unit", content.unit)),
        _row(_("Wat is er gebeurd?"), "verhaal", content.story),
        _row(_("Gebeurt het nog steeds?"), "verhaal", still),
        _row(_("Waar was het?"), "waar-en-wanneer", content.place),
        _row(_("Wanneer was het?"), "waar-en-wanneer", content.period),
    )


def _files(content: Content) -> tuple[Row, ...]:
    rows = [file_row(note) for note in content.files]
    parts = tuple(Part(f"{row.note.name} ({filesizeformat(row.note.size)})", _file_note(row)) for row in rows)
    return (Row(_("Bestanden"), "bestanden", parts or (Part(_("Geen bestanden")),)),)


def _file_note(row: FileRow) -> str:
    if row.state == "cleaned":
        return _("Uit dit bestand gehaald: %s.") % row.found if row.found else _("Zonder verborgen gegevens.")
    return _("Let op: hierin zit nog verborgen: %s.") % row.found if row.state == "found" else ""


def _about(content: Content, identity: Identity) -> tuple[Row, ...]:
    names = {
        "named": _("Ja: %s") % identity.name,
        "in_confidence": _("In vertrouwen: %s") % identity.name,
        "anonymous": _("Nee, ik meld anoniem"),
    }
    return (
        _row(
            _("Wil je je naam geven?"), "over-jou", names.get(identity.disclosure, _("Niet gekozen: je meldt anoniem"))
        ),
        _row(_("Wat ben je?"), "over-jou", _label("reporter", content.reporter)),
        Row(_("Hoe mogen we je bereiken?"), "bereiken", _contact(identity)),
    )


def _contact(identity: Identity) -> tuple[Part, ...]:
    if not is_known(identity) or not (identity.email or identity.phone):
        return (Part(_("Alleen via deze site")),)
    notified = _("Je krijgt een mail als er iets klaarstaat.") if identity.notify else ""
    ways = ((identity.email, notified), (identity.phone, ""))
    return tuple(Part(way, note) for way, note in ways if way)


def _row(question: str, step: str, answer: str) -> Row:
    return Row(question, step, (Part(answer),) if answer else ())


def _label(name: str, code: str) -> str:
    return label(name, code, page_language()) if code else ""
