"""Proving that no snapshot was changed, replaced or taken away since it was frozen."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from loket.snapshots import storage, trail
from loket.snapshots.errors import SnapshotDamaged
from loket.snapshots.manifest import NAME, START, Manifest, file_hash, read_manifest


@dataclass(frozen=True)
class Problem:
    """What is wrong, in Dutch, and with which file or folder."""

    path: Path
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


def verify() -> list[Problem]:
    """Read every byte of every snapshot; an empty list means that all is as it was frozen."""
    problems: list[Problem] = []
    manifests: list[Manifest] = []
    for year in storage.years():
        for revision in storage.revisions(year):
            folder = storage.folder(year, revision)
            try:
                manifest = read_manifest(folder)
            except SnapshotDamaged as damage:
                problems.append(Problem(folder / NAME, str(damage).removeprefix(f"{folder / NAME}: ")))
                continue
            manifests.append(manifest)
            problems += _files(folder, manifest)
            problems += _place(folder, manifest)
    return [*problems, *_strangers(), *_chain(manifests), *_trail(manifests)]


def _files(folder: Path, manifest: Manifest) -> Iterator[Problem]:
    """Missing, changed and extra files of one snapshot."""
    present = {path.name: path for path in folder.iterdir() if path.name != NAME}
    for name, expected in manifest.files.items():
        if name not in present:
            yield Problem(folder / name, "het bestand is weg; zet het terug uit een back-up")
        elif not present[name].is_file() or file_hash(present[name]) != expected:
            yield Problem(folder / name, "het bestand is veranderd; zet het terug uit een back-up")
    for name in sorted(set(present).difference(manifest.files)):
        yield Problem(folder / name, "dit hoort niet bij de momentopname; haal het weg")


def _place(folder: Path, manifest: Manifest) -> Iterator[Problem]:
    if folder != storage.folder(manifest.year, manifest.revision):
        yield Problem(folder, f"dit is momentopname {manifest.name}; zet hem op zijn eigen plek terug")


def _strangers() -> Iterator[Problem]:
    """What lies between the snapshots and is none; hidden files are locks and leftovers of a killed
    freeze.
    """
    known = {storage.root() / str(year) for year in storage.years()}
    for year in known:
        kept = {storage.folder(int(year.name), revision) for revision in storage.revisions(int(year.name))}
        for path in sorted(set(_visible(year)) - kept):
            yield Problem(path, "dit is geen momentopname; haal het weg")
    for path in sorted(set(_visible(storage.root())) - known):
        if not path.is_dir() or list(_visible(path)):
            yield Problem(path, "dit is geen jaar met momentopnamen; haal het weg")


def _visible(folder: Path) -> Iterator[Path]:
    return (path for path in folder.glob("*") if not path.name.startswith("."))


def _chain(manifests: list[Manifest]) -> Iterator[Problem]:
    """Every manifest names the one before it, and the numbers run on from 1."""
    previous = START
    for expected, manifest in enumerate(sorted(manifests, key=lambda one: one.number), start=1):
        if (manifest.number, manifest.previous) != (expected, previous):
            yield Problem(
                storage.folder(manifest.year, manifest.revision),
                f"de keten breekt hier, bij nummer {manifest.number}: wat ervoor hoort is weg of vervangen",
            )
            return
        previous = manifest.hash


def _trail(manifests: list[Manifest]) -> Iterator[Problem]:
    """Every snapshot that the audit trail knows is here, with the same hash."""
    here = {trail.target(manifest): manifest.hash for manifest in manifests}
    for target, expected in dict.fromkeys(trail.recorded()):
        if here.get(target) != expected:
            yield Problem(
                storage.root(),
                f"{target} staat in het logboek, maar is weg of vervangen; zet hem terug uit een back-up",
            )
