"""The organisation's code lists, read from its folder and checked as a whole."""

from collections.abc import Sequence
from pathlib import Path

from loket.core.located import BadFile, read_located
from loket.figures.model import Code, CodeList
from loket.taxonomy.checks import check_lists
from loket.taxonomy.files import CodeEntry, ListFile


def read_lists(folder: Path, languages: Sequence[str] = ()) -> dict[str, CodeList]:
    """Every list of the folder by its code, in alphabetical order.

    All labels are in all ``languages``; not given, in those of the label of the first list.
    Raises ``BadFile`` at the first thing that is wrong: an unknown or circular parent or roll-up, a code that
    holds twice in the same year, a missing language, a file that is not named after its list.
    """
    files = {path.stem: read_located(path, ListFile) for path in sorted(folder.glob("*.yaml"))}
    if not files:
        raise BadFile(folder, 1, 1, "hier staan geen lijsten; zet er een bestand <lijst>.yaml voor elke lijst")
    check_lists(files, languages or tuple(next(iter(files.values())).value.label))
    return {name: _code_list(file.value) for name, file in files.items()}


def _code_list(file: ListFile) -> CodeList:
    return CodeList(file.code, file.label, tuple(_code(entry) for entry in file.codes), file.parent_list)


def _code(entry: CodeEntry) -> Code:
    return Code(**{**entry.model_dump(), "short": entry.short or {}})
