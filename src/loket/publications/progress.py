"""A build in words and blocks: how far it is, what runs now, what follows."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from loket.publications.models import Build, Status

STEPS = {
    "snapshot": (_("Momentopname openen"), _("De feiten van het jaar, zoals ze zijn vastgelegd.")),
    "tables": (_("Tabellen berekenen"), _("Elke tabel komt alleen uit de momentopname.")),
    "checks": (_("Controleren"), _("Tellen alle tabellen op?")),
    "protection": (_("Kleine aantallen beschermen"), _("Wat een lezer kan terugrekenen, wordt verborgen.")),
    "text": (_("Getallen in de tekst invullen"), _("Elk getal in de tekst wijst naar een cel in een tabel.")),
    "layout": (_("Rapport opmaken"), _("PDF, webpagina’s, ODS en CSV.")),
    "inventory": (_("Inventaris opmaken"), _("Van elk bestand een controlesom.")),
}
"""The steps of ``steps.Step`` in order, with what each does."""

TABLES = "tables"

LANGUAGES = {"nl": _("de Nederlandse tekst"), "en": _("de Engelse tekst")}
"""What the step of the text is at: it tells the tag of a language."""


@dataclass(frozen=True)
class StepState:
    """``state`` is done, now or later; ``took`` the words at the right; ``verbatim`` when the build said the hint, in
    Dutch."""

    number: int
    title: str
    hint: str
    state: str
    took: str
    verbatim: bool


@dataclass(frozen=True)
class BuildState:
    """``status`` is the build's own, or interrupted when its process is gone. ``blocks``, of tables or of steps: done,
    now and later."""

    status: str
    word: str
    done: int
    total: int
    counted: str
    blocks: tuple[str, ...]
    steps: tuple[StepState, ...]
    is_active: bool


def describe(build: Build) -> BuildState:
    """How this build stands now. While tables are computed their number counts, otherwise that of the steps."""
    status = Status.INTERRUPTED if build.is_silent else Status(build.status)
    steps = tuple(_steps(build, status))
    in_tables = build.step == TABLES
    return BuildState(
        status=status.value,
        word=str(status.label),
        done=build.done if in_tables else sum(step.state == "done" for step in steps),
        total=build.total if in_tables else len(steps),
        counted=str(_("tabellen berekend") if in_tables else _("stappen klaar")),
        blocks=_blocks(build, status) if in_tables else tuple(step.state for step in steps),
        steps=steps,
        is_active=build.is_active,
    )


def _blocks(build: Build, status: Status) -> tuple[str, ...]:
    """One block for each table; none before it is known how many there are."""
    now = int(status == Status.RUNNING and build.done < build.tables)
    return ("done",) * build.done + ("now",) * now + ("later",) * (build.tables - build.done - now)


def _steps(build: Build, status: Status) -> list[StepState]:
    names = list(STEPS)
    reached = len(names) if status == Status.DONE else names.index(build.step) if build.step in names else -1
    return [_step(build, name, index, reached) for index, name in enumerate(names)]


def _step(build: Build, name: str, index: int, reached: int) -> StepState:
    title, hint = STEPS[name]
    state = "done" if index < reached else "now" if index == reached else "later"
    said = build.message if state == "now" else ""
    shown = str(LANGUAGES.get(said, said) or hint)
    return StepState(index + 1, str(title), shown, state, _took(build, name, state), shown == said)


def _took(build: Build, name: str, state: str) -> str:
    """What stands at the right of a step: its time, how far it is, or that it comes later."""
    if state == "now":
        return str(_("%(done)s van %(total)s")) % {"done": build.done, "total": build.total}
    if state == "later":
        return str(_("nog niet"))
    seconds = round(build.seconds.get(name, 0))
    if not seconds:
        return str(_("minder dan 1 seconde"))
    return ngettext("%(seconds)s seconde", "%(seconds)s seconden", seconds) % {"seconds": seconds}
