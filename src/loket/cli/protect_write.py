"""The files that ``./loket protect`` makes. They appear together, when all is known, or not at all."""

import csv
import errno
import io
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from loket.cli.protect_read import BadRequest, Loaded
from loket.figures.model import Coordinates
from loket.figures.protection.merging import Merge

FILES = ("protected.csv", "public.csv", "audit.json")

FAILURES = {
    errno.ENOSPC: "de schijf is vol; maak ruimte, of kies een andere map",
    errno.EDQUOT: "je mag niet meer op deze schijf zetten; maak ruimte, of kies een andere map",
    errno.EROFS: "van deze schijf mag je alleen lezen; kies een andere map",
    errno.EACCES: "je mag daar niet schrijven; kies een andere map",
    errno.EPERM: "je mag daar niet schrijven; kies een andere map",
    errno.ENAMETOOLONG: "de naam is te lang; kies een kortere",
    errno.ENOTDIR: "een deel van de naam is een bestand; kies een andere map",
}
"""What the system says when it cannot write, and how to mend that."""


@dataclass(frozen=True)
class Outcome:
    """What is known of each cell of the lattice, whatever the method: its count as published (None: hidden), its status
    for the inside, what a reader can infer (``intervals``: least and largest, None without end), which cells cannot be
    protected, and which merge is the cheapest to mend that (``remedies``; None: only rounding is known to), whether the
    audit saw all in its time, the gap, and what is assumed known.
    """

    counts: Sequence[int | None]
    statuses: Sequence[str]
    intervals: Mapping[int, tuple[int, int | None]]
    unprotectable: frozenset[int]
    remedies: Mapping[int, Merge | None]
    is_sure: bool
    gap: float
    attacker: Mapping[str, object]


def texts(loaded: Loaded, places: Mapping[Coordinates, int], outcome: Outcome) -> dict[str, str]:
    """The three files of one table, by name."""
    dimensions = loaded.asked.by
    cells = [(at, places[at]) for at in loaded.table.everywhere()]
    inside = ((*at, outcome.counts[cell], outcome.statuses[cell]) for at, cell in cells)
    outside = ((*at, outcome.counts[cell], "hidden" if outcome.counts[cell] is None else "shown") for at, cell in cells)
    heading = (*dimensions, "n", "status")
    return {
        "protected.csv": _csv(heading, inside),
        "public.csv": _csv(heading, outside),
        "audit.json": _json(dimensions, cells, outcome),
    }


def _csv(heading: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heading)
    writer.writerows(rows)
    return text.getvalue()


def _json(dimensions: Sequence[str], cells: Sequence[tuple[Coordinates, int]], outcome: Outcome) -> str:
    found = [(dict(zip(dimensions, at, strict=True)), cell) for at, cell in cells]
    intervals = outcome.intervals
    return json.dumps(
        {
            "attacker": outcome.attacker,
            "cells": [
                {**codes, "lo": intervals[cell][0], "hi": intervals[cell][1]}
                for codes, cell in found
                if cell in intervals
            ],
            "unprotectable": [codes for codes, cell in found if cell in outcome.unprotectable],
            "remedies": [
                {"cell": codes, **_remedy(outcome.remedies[cell])} for codes, cell in found if cell in outcome.remedies
            ],
            "sure": outcome.is_sure,
            "gap": round(outcome.gap, 6),
        },
        ensure_ascii=False,
        indent=1,
    )


def _remedy(merge: Merge | None) -> dict[str, object]:
    if merge is None:
        return {"remedy": "round"}
    return {"remedy": "merge", "dimension": merge.dimension, "codes": merge.codes, "cells_lost": merge.lost}


def check_out(out: Path, folders: Sequence[str], inputs: Iterable[Path]) -> None:
    """Look before the long work whether it can be written. Raises ``BadRequest``: no folder can be there, or
    writing would take the place of a file that is read.
    """
    with _in_words(out):
        standing = next(folder for folder in (out, *out.absolute().parents) if folder.exists())
    if not standing.is_dir():
        raise BadRequest(f"--out {out}: {standing} is een bestand; geef een map")
    if not os.access(standing, os.W_OK):
        raise BadRequest(f"--out {out}: in {standing} mag je niet schrijven; kies een andere map")
    made = [out / folder / name for folder in folders for name in FILES]
    for path in made:
        if path.is_dir():
            raise BadRequest(f"--out {out}: {path} is een map; haal haar weg, of kies een andere map voor de uitkomst")
        if path.exists() and any(one.exists() and path.samefile(one) for one in inputs):
            raise BadRequest(f"--out {out}: {path} zou worden overschreven, en wordt ook gelezen; kies een andere map")


def write(out: Path, files: Mapping[str, Mapping[str, str]]) -> None:
    """Write the files of each folder ("" for the one itself). What another program left in an existing folder stays;
    files of an earlier run are gone before the first new one comes. Raises ``BadRequest`` when the system cannot.
    """
    staging = out.parent / f".{out.name}-{os.getpid()}"
    try:
        with _in_words(out):
            out.parent.mkdir(parents=True, exist_ok=True)
            for folder, contents in files.items():
                (staging / folder).mkdir(parents=True, exist_ok=True)
                for name, text in contents.items():
                    (staging / folder / name).write_text(text, encoding="utf-8", newline="")
            _move(staging, out, files)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


@contextmanager
def _in_words(out: Path) -> Iterator[None]:
    """What the system cannot do, as a request that cannot be met."""
    try:
        yield
    except OSError as error:
        why = FAILURES.get(error.errno or 0, f"het systeem meldt: {error.strerror or error}")
        raise BadRequest(f"--out {out}: schrijven lukt niet; {why}") from error


def _move(staging: Path, out: Path, files: Mapping[str, Mapping[str, str]]) -> None:
    if not out.exists():
        staging.rename(out)
        return
    names = [Path(folder) / name for folder, contents in files.items() for name in contents]
    for name in names:
        (out / name).unlink(missing_ok=True)
    for name in names:
        (out / name).parent.mkdir(exist_ok=True)
        (staging / name).replace(out / name)
