"""From case to fact: what a step yields, what a later change of the case corrects, and the officer's word that the
codes are right.

Which facts a case yielded stands in the file of the case, sealed: nobody without the body's key can lead a fact back to
a case, and once the case is destroyed nobody can.
"""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from loket.casework import queries, words
from loket.casework.closing import lines
from loket.casework.closing.lines import Line, Parts
from loket.casework.configuration import procedure_of
from loket.casework.errors import CaseworkError, Unfilled
from loket.casework.models import Item, ItemKind
from loket.casework.sealing import OpenCase
from loket.casework.writing import event, held, note
from loket.facts import queries as facts_now
from loket.facts import services as facts

GONE = ""
"""Stands for the number of a fact that was taken back."""


class NotReady(CaseworkError):
    """A code is missing, or does not hold in the year in which it counts."""

    def __init__(self) -> None:
        super().__init__(
            _("Nog niet alle feiten zijn compleet. Kijk bij Feiten wat er ontbreekt, en vul dat eerst aan")
        )


class OtherFacts(CaseworkError):
    """The facts are no longer those that were on the page."""

    def __init__(self) -> None:
        super().__init__(_("De feiten zijn intussen veranderd. Kijk ze opnieuw na"))


def prepare(opened: OpenCase, *, act: str) -> None:
    """To be called in the transaction that does this step, before anything is entered in the trail: whoever freezes a
    year holds the facts first, and the trail after it."""
    if any(rule.act == act for rule in procedure_of(opened.case).facts):
        facts.stand_in_line()


@transaction.atomic
def after_act(*, opened: OpenCase, item: Item, actor: str) -> None:
    """Write the facts that follow from a step that was just done (``item`` of a locked case).

    Raises ``Unfilled`` for a field of this step with a code that does not hold in the year that counts, and
    ``NotReady`` when something else is missing: then the step is not done.
    """
    step = opened.item(item).code
    parts = _parts(opened)
    mine = [line for line in lines.lines_of(opened, parts) if line.act == step and line.is_due]
    _refuse_gaps(mine, step)
    _write(opened, parts, mine, actor)


@transaction.atomic
def correct(*, opened: OpenCase, actor: str) -> None:
    """Bring what was yielded in line with the case as it is now (locked, and changed by who calls): codes that changed,
    a person who came or went. What misses a code stays as it was, and keeps the case from being closed; once it is,
    nothing changes any more. To be called before anything is entered in the trail, as ``prepare``."""
    if opened.case.closed_on is None:
        parts = _parts(opened)
        _write(opened, parts, [line for line in lines.lines_of(opened, parts) if line.is_due], actor, is_all=True)


@transaction.atomic
def confirm(*, opened: OpenCase, shown: str, actor: str) -> None:
    """Put on record that an officer looked the facts over: ``shown`` is the digest of those on their page.

    Raises ``OtherFacts``, ``NotReady``, ``Gone``, ``NotAReader``.
    """
    opened = held(opened)
    now = lines.lines_of(opened, _parts(opened))
    if shown != lines.digest(now):
        raise OtherFacts
    if any(line.gaps for line in now):
        raise NotReady
    event(opened.case, words.FACTS_REVIEWED, actor=actor, values={"digest": shown})
    note(opened.case, "case.facts", actor=actor, facts=len(now))


def _parts(opened: OpenCase) -> Parts:
    return queries.contents(opened, (ItemKind.ACT, ItemKind.EVENT))


def _refuse_gaps(found: list[Line], step: str) -> None:
    gaps = [gap for line in found for gap in line.gaps]
    own = {gap.source.removeprefix(f"{step}."): gap for gap in gaps if gap.source.startswith(f"{step}.")}
    if own:
        raise Unfilled(
            {field: _("Deze keuze telt niet mee in het jaar van deze zaak. Kies een andere") for field in own}
        )
    if gaps:
        raise NotReady


def _write(opened: OpenCase, parts: Parts, found: list[Line], actor: str, *, is_all: bool = False) -> None:
    """Yield what is new, correct what changed and, when these are all lines of the case, withdraw what is gone; note in
    the file which."""
    before = _yielded(parts)
    changed: dict[str, str] = {}
    for line in found:
        if not line.gaps and (number := _put(line, before.get(line.key, GONE), actor)):
            changed[line.key] = str(number)
    gone = set(before) - {line.key for line in found} if is_all else set()
    for key in sorted(gone):
        facts.withdraw_fact(kind=key.partition("/")[0], fact=int(before[key]), actor=actor)
        changed[key] = GONE
    if changed:
        event(opened.case, words.FACTS_YIELDED, actor=actor, values=changed)


def _put(line: Line, number: str, actor: str) -> int:
    """The number under which a fact stands now; 0 when it stood there just so already."""
    if not number:
        return facts.yield_fact(kind=line.kind, year=line.year, columns=line.columns, actor=actor)
    if facts_now.live_fact(line.kind, int(number)) == {"year": line.year, **line.columns}:
        return 0
    facts.correct_fact(kind=line.kind, fact=int(number), year=line.year, columns=line.columns, actor=actor)
    return int(number)


def _yielded(parts: Parts) -> Mapping[str, str]:
    """The numbers of the facts that stand, by the key of their line."""
    found: dict[str, str] = {}
    for item, content in parts:
        if item.kind == ItemKind.EVENT and content.code == words.FACTS_YIELDED:
            found |= content.values
    return {key: number for key, number in found.items() if number != GONE}
