"""Writing facts: load a data folder as a whole, or not at all; and take in the live facts that rooms yield."""

import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from loket.core import audit, clock
from loket.core.errors import UserError
from loket.core.located import FIRST_YEAR, LAST_YEAR
from loket.facts.build import Batch, build
from loket.facts.folder import digest, read_folder
from loket.facts.kinds import KINDS
from loket.facts.models import Contradiction, Fact, Load
from loket.facts.queries import has_live, has_loaded, report_of
from loket.facts.report import Difference, LoadReport, differences

_LOCK = 0x66616374
"""The advisory lock that makes loads and freezes queue: the word "fact"."""

_BATCH = 2000

_FIRST_LIVE, _LAST_LIVE = 2**53, 2**63 - 1
"""Between these a live fact gets a random number: loaded ones count up from 1, and never get there."""

_WRITES = "SELECT DISTINCT xmin::text FROM {table} WHERE origin = 'live'"
_MIX = """
    WITH taken AS (DELETE FROM {table} WHERE origin = 'live' RETURNING *)
    INSERT INTO {table} SELECT * FROM taken ORDER BY id
"""

_mixed: dict[str, set[str]] = {}
"""For each table which transaction wrote it anew, as far as this process did: what it finds there otherwise, is of
acts."""

Columns = Mapping[str, str | int | Decimal | None]
"""The columns of one live fact: codes, and numbers; None for a number that nobody knows, where its kind allows that."""


NewFact = tuple[str, int, Columns]
"""A fact that is about to be yielded: kind, year, columns."""


class NoSuchFact(UserError):
    """A live fact that is not there (any more): nothing was changed."""


class BadFact(UserError):
    """A fact with other columns than its kind has, or an empty code, or of a year outside the range."""


class YearIsCounted(UserError):
    """A load of what a room of this system counted already: nothing was changed."""


def hold_still() -> None:
    """Until the caller's transaction ends, no load changes the facts and none is yielded; whoever else holds them is
    waited for."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def stand_in_line() -> None:
    """Wait for a load or a freeze that runs, but not for others that yield. Whoever will yield facts calls this before
    the first thing that they enter in the trail: a freeze holds the facts first, and then the trail."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_LOCK])


def draw() -> int:
    """A number for a live fact: random, so that it does not say what was written before or after it."""
    return _FIRST_LIVE + secrets.randbelow(_LAST_LIVE - _FIRST_LIVE)


@transaction.atomic
def yield_fact(*, kind: str, year: int, columns: Columns, actor: str) -> int:
    """Write one live fact; gives its number (``draw``).

    Who calls holds the codes to the lists of that year. A load leaves live facts alone, a freeze holds them beside the
    loaded ones. Raises ``BadFact``.
    """
    stand_in_line()
    number = draw()
    _live(kind, year, columns, number).save(force_insert=True)
    _note(actor, "fact.yield", kind, year)
    return number


@transaction.atomic
def yield_facts(
    *, facts: Sequence[NewFact], actor: str, numbers: Sequence[int] = (), day_only: bool = False
) -> list[int]:
    """Write live facts together: one statement a kind, one entry in the trail, which says how many of which kind. Gives
    their numbers: ``numbers`` when the caller drew them, else drawn here. Nothing happens without facts.

    ``day_only`` keeps the day of it and not the time. Raises ``BadFact``, and then none of them is written."""
    stand_in_line()
    drawn = list(numbers) or [draw() for _fact in facts]
    made = [_live(*fact, number) for fact, number in zip(facts, drawn, strict=True)]
    for kind in dict.fromkeys(kind for kind, _year, _columns in facts):
        model = KINDS[kind].model
        model._default_manager.bulk_create([one for one in made if isinstance(one, model)], batch_size=_BATCH)
    if facts:
        counts = Counter(kind for kind, _year, _columns in facts)
        audit.record(actor=actor, action="fact.yield", target="facts", summary=counts, day_only=day_only)
    return drawn


@transaction.atomic
def correct_fact(*, kind: str, fact: int, year: int, columns: Columns, actor: str, day_only: bool = False) -> None:
    """Write a live fact anew, under the same number. Raises ``NoSuchFact`` and ``BadFact``."""
    stand_in_line()
    changed = _live(kind, year, columns, fact)
    values = {"year": year, **{name: getattr(changed, name) for name in KINDS[kind].names}}
    if not KINDS[kind].model._default_manager.filter(pk=fact, origin=Fact.Origin.LIVE).update(**values):
        raise _gone()
    _note(actor, "fact.correct", kind, year, day_only=day_only)


@transaction.atomic
def withdraw_fact(*, kind: str, fact: int, actor: str, day_only: bool = False) -> None:
    """Take a live fact away: what it counted turned out not to be so. Raises ``NoSuchFact``."""
    stand_in_line()
    found = KINDS[kind].model._default_manager.filter(pk=fact, origin=Fact.Origin.LIVE).first()
    if found is None:
        raise _gone()
    found.delete()
    _note(actor, "fact.withdraw", kind, found.year, day_only=day_only)


def mix() -> None:
    """Write the live facts of a kind anew as soon as an act wrote one: all at once, in the order of their numbers,
    which are random. PostgreSQL keeps with every row which transaction wrote it, and rows in the order in which they
    came: both would lead from a fact to the case that was changed in that transaction, or whose step stands at that
    place in the trail (``settings.SWEEPS``). One write alone is enough: it has the transaction of what it was made
    of."""
    for kind in KINDS.values():
        table = kind.model._meta.db_table
        with transaction.atomic(), connection.cursor() as cursor:
            if _writes(cursor, table) - _mixed.get(table, set()):
                hold_still()
                cursor.execute(_MIX.format(table=table))
                _mixed[table] = _writes(cursor, table)


def _writes(cursor: CursorWrapper, table: str) -> set[str]:
    """The transactions that wrote the live facts of a table."""
    cursor.execute(_WRITES.format(table=table))
    return {number for (number,) in cursor.fetchall()}


def _live(kind: str, year: int, columns: Columns, number: int) -> Fact:
    wanted = KINDS.get(kind)
    if wanted is None or set(columns) != set(wanted.names):
        names = ", ".join(wanted.names) if wanted else "-"
        raise BadFact(f"een feit {kind} heeft deze kolommen nodig: {names}; vul ze alle in")
    empty = sorted(name for name, value in columns.items() if value == "")
    if empty or not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadFact(f"een feit {kind} van {year} mist: {', '.join(empty) or 'een jaar dat kan'}; vul het in")
    fact = wanted.model(year=year, origin=Fact.Origin.LIVE, **columns)
    fact.pk = number
    return fact


def _gone() -> NoSuchFact:
    return NoSuchFact("dit feit staat er niet meer; laat de zaak zien en kijk of het al is teruggenomen")


def _note(actor: str, action: str, kind: str, year: int, *, day_only: bool = False) -> None:
    """In the trail: which kind, of which year. Never which codes, and never which case."""
    audit.record(actor=actor, action=action, target=f"fact:{kind}", summary={"year": year}, day_only=day_only)


def load(*, folder: Path, actor: str) -> LoadReport:
    """Read a data folder into facts, in the place of those of earlier loads; live facts stay.

    Loading the same folder again changes nothing. Raises ``BadFile``, ``UnsolvableError``, or ``YearIsCounted`` for
    what would count twice, and then nothing has changed.
    """
    with transaction.atomic():
        hold_still()
        key = digest(folder)
        last = Load.objects.last()
        if last is not None and last.digest == key:
            return report_of(last, changed=False)
        content = read_folder(folder)
        batches = list(build(content))
        beside = _counted_live(batches)
        _refuse_twice(beside)
        report = _replace(key, actor, batches, list(differences(content, batches)))
        return replace(report, beside=tuple(beside))


def _counted_live(batches: Iterable[Batch]) -> list[tuple[str, int]]:
    """The kinds and years of these facts that have live ones too."""
    loaded = {(batch.kind, batch.year) for batch in batches if batch.facts}
    return [(kind, year) for kind, year in sorted(loaded) if has_live(kind, year)]


def _refuse_twice(beside: Iterable[tuple[str, int]]) -> None:
    """Raises ``YearIsCounted`` for kinds of one source that come now, and not for what was loaded before a room began
    to count."""
    twice = [one for one in beside if KINDS[one[0]].model.has_one_source and not has_loaded(*one)]
    if twice:
        named = ", ".join(f"{kind} van {year}" for kind, year in twice)
        raise YearIsCounted(
            f"dit telt het loket zelf al: {named}. Haal het uit de gegevensmap (records, reconstruct.yaml) en lees "
            "opnieuw in; er is niets veranderd"
        )


def _replace(key: str, actor: str, batches: list[Batch], found: list[Difference]) -> LoadReport:
    for kind in KINDS.values():
        kind.model._default_manager.exclude(origin=Fact.Origin.LIVE).delete()
    counts: dict[str, int] = {}
    for batch in batches:
        _insert(batch)
        counts[batch.kind] = counts.get(batch.kind, 0) + len(batch.facts)
    made = Load.objects.create(digest=key, at=clock.now(), actor=actor, counts=counts)
    Contradiction.objects.bulk_create(_rows(made, found))
    audit.record(
        actor=actor,
        action="facts.load",
        target=f"load:{made.pk}",
        summary={"digest": key, "facts": sum(counts.values()), "contradictions": len(found)},
    )
    return report_of(made, changed=True)


def _insert(batch: Batch) -> None:
    model = KINDS[batch.kind].model
    mark = " ".join(batch.reconstructed)
    model._default_manager.bulk_create(
        [model(**fact, origin=batch.origin, reconstructed=mark) for fact in batch.facts], batch_size=_BATCH
    )


def _rows(made: Load, found: Iterable[Difference]) -> list[Contradiction]:
    return [
        Contradiction(
            load=made,
            table=one.table,
            coordinates=one.coordinates,
            source=one.source,
            printed=one.printed,
            counted=one.counted,
            reason=one.reason,
        )
        for one in found
    ]
