"""The measures for a person concerned: ``measures.yaml`` of the data folder, and the codes of the list ``settlement``.

CAO Rijk chapter 15 (CAO-1) has a closed list of punishments; each counts under one settlement. Order measures are no
punishment. Whatever other settlement there is, none included, is not disciplinary and needs no punishment.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from loket.casework.configuration import configuration
from loket.core.located import CodeName, Located, Strict, Texts, read_located
from loket.figures.model import Code, CodeList, in_language
from loket.taxonomy.current import code_list, code_lists

FILE, SETTLEMENT, CLASSES = "measures.yaml", "settlement", "settlement_class"
DISCIPLINARY = "disciplinary"
"""The class of settlements that are a punishment, where the list has such a class."""


class Measure(Strict):
    """Something that can be done to keep order, or as a punishment."""

    code: CodeName
    label: Texts

    def name(self, language: str) -> str:
        return in_language(self.label, language)


class Punishment(Measure):
    """A punishment, and the settlement that it counts as. ``is_fine``: only where the staff rules provide for it."""

    settlement: CodeName
    is_fine: bool = False


class MeasuresFile(Strict):
    """``measures.yaml``: the punishments from light to heavy."""

    punishments: list[Punishment] = []
    order_measures: list[Measure] = []


@dataclass(frozen=True, eq=False)
class Measures:
    """What the organisation can decide. ``others``: the settlements that are no punishment; ``classes``: the kinds of
    settlement, from light to heavy."""

    punishments: Mapping[str, Punishment]
    order_measures: Mapping[str, Measure]
    others: Mapping[str, Code]
    settlements: CodeList
    classes: Sequence[str]

    def settlement_of(self, punishments: Collection[str]) -> str:
        """The settlement that the heaviest of these punishments counts as; empty when there are none."""
        given = [one.settlement for code, one in self.punishments.items() if code in punishments]
        return given[-1] if given else ""

    def is_disciplinary(self, settlement: str) -> bool:
        """Whether nobody gets this settlement unless they were heard first (CAO-2)."""
        return bool(settlement) and settlement not in self.others

    def class_of(self, settlement: str) -> str:
        """The kind of settlement: the code above it; empty for what the list does not know."""
        found = [code.parent for code in self.settlements if code.code == settlement]
        return (found[-1] or "") if found else ""

    def heaviest_class(self, settlements: Iterable[str]) -> str:
        """The class of the heaviest of these settlements; empty when there is none that has a class."""
        found = {self.class_of(settlement) for settlement in settlements}
        return next((name for name in reversed(self.classes) if name in found), "")

    def names(self, codes: Sequence[str], language: str) -> list[str]:
        """These measures in words; a code that is not in the file any more as it is."""
        known: dict[str, Measure] = {**self.punishments, **self.order_measures}
        return [known[code].name(language) if code in known else code for code in codes]


def measures() -> Measures:
    """The measures as the files stand now. A fine is among them only when ``casework.yaml`` says so. Raises
    ``BadFile``."""
    folder: Path = settings.DATA
    paths = (folder / FILE, *(folder / "lists" / f"{name}.yaml" for name in (SETTLEMENT, CLASSES)))
    stamps = tuple(path.stat().st_mtime_ns if path.exists() else 0 for path in paths)
    return _read(folder / FILE, stamps, configuration().fine)


@lru_cache(maxsize=8)
def _read(path: Path, _stamps: tuple[int, ...], fine: bool) -> Measures:
    listed = code_list(SETTLEMENT)
    found = read_located(path, MeasuresFile)
    _check(found, listed)
    file = found.value
    punished = {one.settlement for one in file.punishments}
    return Measures(
        punishments={one.code: one for one in file.punishments if fine or not one.is_fine},
        order_measures={one.code: one for one in file.order_measures},
        others={code.code: code for code in listed if code.code not in punished and code.parent != DISCIPLINARY},
        settlements=listed,
        classes=[code.code for code in code_lists().get(CLASSES, ())],
    )


def _check(found: Located[MeasuresFile], listed: CodeList) -> None:
    """Raises ``BadFile`` at the first measure that stands there twice, or that counts as no settlement."""
    known = {code.code for code in listed}
    seen: set[str] = set()
    for part in ("punishments", "order_measures"):
        for index, one in enumerate(getattr(found.value, part)):
            if one.code in seen:
                raise found.bad(f"de maatregel '{one.code}' staat er twee keer; haal er een weg", part, index, "code")
            seen.add(one.code)
    for index, punishment in enumerate(found.value.punishments):
        if punishment.settlement not in known:
            raise found.bad(
                f"de lijst '{SETTLEMENT}' kent '{punishment.settlement}' niet; kies uit {', '.join(sorted(known))}",
                "punishments",
                index,
                "settlement",
            )
