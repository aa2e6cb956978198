"""What a set of code lists must hold together; each error names file, line and column."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from loket.core.located import Located, Where, check_languages
from loket.figures.model import TOTAL
from loket.taxonomy.files import CodeEntry, ListFile

Files = Mapping[str, Located[ListFile]]
Node = tuple[str, str]
"""A list and one of its codes."""


def check_lists(files: Files, languages: Sequence[str]) -> None:
    """Raises ``BadFile`` at the first thing in these files (by list code) that is wrong."""
    for name, file in files.items():
        _check_names(name, file)
        check_languages(file, _texts(file.value), languages)
        _check_years(file)
        _check_parents(file, files)
        _check_roll_ups(file)
    _check_cycles(files, "parent", "is via zijn ouders ouder van zichzelf")
    _check_cycles(files, "rolls_up_to", "gaat via rolls_up_to over in zichzelf")


def _check_names(name: str, file: Located[ListFile]) -> None:
    if file.value.code != name:
        raise file.bad(f"de lijst heet '{file.value.code}' maar het bestand '{name}'; maak ze gelijk", "code")
    for index, entry in enumerate(file.value.codes):
        if entry.code == TOTAL:
            raise file.bad(f"'{TOTAL}' is de naam van het totaal; kies een andere code", "codes", index, "code")


def _texts(file: ListFile) -> Iterator[tuple[dict[str, str], Where]]:
    yield file.label, ("label",)
    for index, entry in enumerate(file.codes):
        yield entry.label, ("codes", index, "label")
        if entry.short:
            yield entry.short, ("codes", index, "short")


def _check_years(file: Located[ListFile]) -> None:
    seen: dict[str, list[CodeEntry]] = {}
    for index, entry in enumerate(file.value.codes):
        first, last = entry.years()
        if first > last:
            raise file.bad(f"'{entry.code}' eindigt ({last}) voor het begint ({first})", "codes", index, "valid_to")
        for other in seen.setdefault(entry.code, []):
            if first <= other.years()[1] and other.years()[0] <= last:
                raise file.bad(_overlap(entry, other), "codes", index, "code")
        seen[entry.code].append(entry)


def _overlap(entry: CodeEntry, other: CodeEntry) -> str:
    year = max(entry.years()[0], other.years()[0])
    when = f"in {year} " if year else ""
    return f"'{entry.code}' geldt {when}twee keer; haal er een weg of laat de jaren niet overlappen"


def _check_parents(file: Located[ListFile], files: Files) -> None:
    source = file.value.parent_list
    if source is not None and source not in files:
        raise file.bad(f"de lijst '{source}' bestaat niet; kies uit {', '.join(files)}", "parent_list")
    known = _codes(files[source or file.value.code].value)
    for index, entry in enumerate(file.value.codes):
        if entry.parent is None and source is not None:
            raise file.bad(f"'{entry.code}' mist een ouder; voeg 'parent: ...' uit {source} toe", "codes", index)
        if entry.parent is not None and entry.parent not in known:
            raise file.bad(_unknown(entry.parent, source or file.value.code, known), "codes", index, "parent")


def _check_roll_ups(file: Located[ListFile]) -> None:
    known = _codes(file.value)
    for index, entry in enumerate(file.value.codes):
        if entry.rolls_up_to is not None and entry.rolls_up_to not in known:
            message = _unknown(entry.rolls_up_to, file.value.code, known)
            raise file.bad(message, "codes", index, "rolls_up_to")


def _unknown(code: str, name: str, known: Iterable[str]) -> str:
    return f"'{code}' staat niet in de lijst {name}; kies uit {', '.join(known)}"


def _codes(file: ListFile) -> dict[str, None]:
    return dict.fromkeys(entry.code for entry in file.codes)


def _check_cycles(files: Files, field: str, says: str) -> None:
    graph: dict[Node, set[Node]] = {}
    for name, file in files.items():
        target = (file.value.parent_list or name) if field == "parent" else name
        for entry in file.value.codes:
            if (to := getattr(entry, field)) is not None:
                graph.setdefault((name, entry.code), set()).add((target, to))
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        name, index, code = min(_places(files, error.args[1]))
        message = f"'{code}' {says}; haal de kring weg"
        raise files[name].bad(message, "codes", index, field) from error


def _places(files: Files, nodes: Iterable[Node]) -> Iterator[tuple[str, int, str]]:
    """List, item number and code of each of these nodes."""
    for name, code in nodes:
        for index, entry in enumerate(files[name].value.codes):
            if entry.code == code:
                yield name, index, code
