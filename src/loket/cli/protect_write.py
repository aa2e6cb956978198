"""The files that ``./loket protect`` makes. They appear together, when all is known, or not at all."""

import csv
import io
import json
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from loket.cli.protect_read import BadRequest, Loaded
from loket.figures.model import Coordinates

FILES = ("protected.csv", "public.csv", "audit.json")


@dataclass(frozen=True)
class Outcome:
    """What is known of each cell of the lattice, whatever the method: its count as published (None: hidden), its status
    for the inside, what a reader can infer (``intervals``: least and largest, None without end), which cells cannot be
    protected, the gap, and what is assumed known.
    """

    counts: Sequence[int | None]
    statuses: Sequence[str]
    intervals: Mapping[int, tuple[int, int | None]]
    unprotectable: frozenset[int]
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
            "gap": round(outcome.gap, 6),
        },
        ensure_ascii=False,
        indent=1,
    )


def check_out(out: Path, folders: Sequence[str], inputs: Iterable[Path]) -> None:
    """Look before the long work whether it can be written. Raises ``BadRequest``: no folder can be there, or
    writing would take the place of a file that is read.
    """
    standing = next(folder for folder in (out, *out.absolute().parents) if folder.exists())
    if not standing.is_dir():
        raise BadRequest(f"--out {out}: {standing} is een bestand; geef een map")
    if not os.access(standing, os.W_OK):
        raise BadRequest(f"--out {out}: in {standing} mag je niet schrijven; kies een andere map")
    made = [out / folder / name for folder in folders for name in FILES]
    for path in made:
        if path.exists() and any(one.exists() and path.samefile(one) for one in inputs):
            raise BadRequest(f"--out {out}: {path} zou worden overschreven, en wordt ook gelezen; kies een andere map")


def write(out: Path, files: Mapping[str, Mapping[str, str]]) -> None:
    """Write the files of each folder ("" for the one itself). What another program left in an existing folder stays;
    files of an earlier run are gone before the first new one comes.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    staging = out.parent / f".{out.name}-{os.getpid()}"
    try:
        for folder, contents in files.items():
            (staging / folder).mkdir(parents=True, exist_ok=True)
            for name, text in contents.items():
                (staging / folder / name).write_text(text, encoding="utf-8", newline="")
        _move(staging, out, files)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


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
