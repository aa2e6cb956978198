"""The ledger: a page for everything that was ever published, each with the hash of the one before it.

A page is written before the publication takes its place, in one transaction with its entry in the audit trail, which
has its hash too: so nothing goes out of which there is no page. A process that is killed between the two leaves a page
of what nobody saw: that is the safe side.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import connection, transaction

from loket.core import audit, clock
from loket.core.errors import UserError
from loket.core.models import AuditEntry
from loket.figures.model import Coordinates, Table, is_hidden
from loket.publications.models import Published
from loket.publications.protection.profile import Profile

START = "0" * 64
"""What the first page takes for the hash before it."""

ACTION = "publication.enter"

_LOCK = 0x626F656B
"""The advisory lock that makes writers queue: the word "boek"."""


class Overtaken(UserError):
    """Something else was published while this was being built: they were not compared with each other."""


Written = dict[str, Any]
"""A table as a page has it: id, dimensions, what was merged, base, and each cell with its value (None: hidden)."""


def written(table: Table, unit: str = "", whole: Table | None = None) -> Written:
    """A table that was published. Of an edition about one unit: where its cells stand in the ``whole``."""
    place = _place(whole) if unit and whole else None
    return {
        "id": table.id,
        "dimensions": [one.name for one in (whole or table).definition.dimensions],
        "merged": [[one.dimension, list(one.codes)] for one in (whole or table).merged],
        "base": table.base,
        "cells": [[_put(at, place, unit), _value(n)] for at, n in sorted(table.cells.items())],
    }


def _value(n: float) -> float | None:
    """Counts are whole: they are spelled so."""
    return None if is_hidden(n) else int(n) if float(n).is_integer() else n


def _place(whole: Table) -> int | None:
    names = [one.name for one in whole.definition.dimensions]
    return names.index("unit") if "unit" in names else None


def _put(at: Coordinates, place: int | None, unit: str) -> list[str]:
    return list(at) if place is None else [*at[:place], unit, *at[place:]]


def enter(
    *,
    year: int,
    slug: str,
    revision: int,
    profile: Profile,
    tables: Sequence[Written],
    seen: int,
    shown: Mapping[str, Table],
    actor: str,
    target: str,
) -> Published | None:
    """Write a page, with its entry in the trail; nothing when the last page of this publication says the same.

    ``seen`` are the pages that it was compared with, ``shown`` all tables that were protected with it. Raises
    ``Overtaken`` when something was published since that these do not tell: of another snapshot, or of this one as
    other settings protect it.
    """
    values = [value for table in tables for _, value in table["cells"]]
    page = Published(
        year=year,
        slug=slug,
        revision=revision,
        profile=profile.code,
        threshold=profile.threshold,
        tables=list(tables),
        cells=len(values),
        hidden=values.count(None),
    )
    page.digest = _digest(page)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        _refuse_overtaken(page, seen, shown)
        before = Published.objects.filter(year=year, slug=slug).order_by("-number").first()
        if before and before.digest == page.digest:
            return None
        last = Published.objects.order_by("-number").first()
        page.number, page.previous = (last.number + 1, last.hash) if last else (1, START)
        page.at = clock.now()
        page.hash = _hash(page)
        page.save(force_insert=True)
        summary: dict[str, int | str] = {"number": page.number, "profile": profile.code, "hash": page.hash}
        audit.record(actor=actor, action=ACTION, target=target, summary=summary)
    return page


def _refuse_overtaken(page: Published, seen: int, shown: Mapping[str, Table]) -> None:
    for since in Published.objects.filter(number__gt=seen):
        if (since.year, since.revision) != (page.year, page.revision) or not _is_told(since, shown):
            raise Overtaken("er is intussen iets anders gepubliceerd; bouw opnieuw")


def _is_told(page: Published, shown: Mapping[str, Table]) -> bool:
    return all(is_same(one, shown.get(one["id"])) for one in page.tables)


def is_same(written: Written, shown: Table | None) -> bool:
    """Whether a table of a page tells no more than the one that is shown."""
    if shown is None or [[one.dimension, list(one.codes)] for one in shown.merged] != written["merged"]:
        return False
    if written["base"] != shown.base:
        return False
    return all(value is None or shown.cells.get(tuple(at)) == value for at, value in written["cells"])


def pages() -> int:
    """How many there are."""
    return Published.objects.count()


def profiles() -> set[str]:
    """The codes of all profiles that anything was published under."""
    return set(Published.objects.values_list("profile", flat=True))


def verify() -> Iterator[str]:
    """What is not as it was written, in Dutch: pages that were changed or put in between, and pages that the audit
    trail knows and that are gone."""
    previous, hashes = START, set[str]()
    for expected, page in enumerate(Published.objects.order_by("number").iterator(), start=1):
        if (page.number, page.previous) != (expected, previous):
            yield f"bladzijde {page.number} volgt niet op de vorige: er is iets weggehaald of tussengevoegd"
        elif page.hash != _hash(page) or page.digest != _digest(page):
            yield f"bladzijde {page.number} is veranderd"
        previous = page.hash
        hashes.add(page.hash)
    for entry in AuditEntry.objects.filter(action=ACTION).order_by("position"):
        if entry.summary.get("hash") not in hashes:
            yield f"bladzijde {entry.summary.get('number')} staat in het logboek, maar is weg of vervangen"


def _digest(page: Published) -> str:
    told = [page.year, page.slug, page.revision, page.profile, page.threshold, page.tables]
    return hashlib.sha256(_spelled(told)).hexdigest()


def _hash(page: Published) -> str:
    """SHA-256 over the hash of the page before and what this one says."""
    said: Mapping[str, object] = {
        "number": page.number,
        "at": page.at.astimezone(dt.UTC).isoformat(),
        "cells": page.cells,
        "hidden": page.hidden,
        "digest": page.digest,
    }
    return hashlib.sha256(page.previous.encode() + _spelled(said)).hexdigest()


def _spelled(content: object) -> bytes:
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
