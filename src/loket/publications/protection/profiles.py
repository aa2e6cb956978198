"""``protection.yaml`` of the data folder: for whom a publication is, and so how far its small counts are hidden."""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from loket.core.located import Located, Strict, check_languages, read_located
from loket.facts.kinds import KINDS
from loket.organisation.reading import read_organisation
from loket.publications.protection.profile import OPEN, Profile
from loket.taxonomy.lists import read_lists

FILE = "protection.yaml"


class ProtectionFile(Strict):
    """``protection.yaml``; docs/data-folder.md says what each field means. The first profile is that of whatever
    everyone can read.
    """

    profiles: Annotated[list[Profile], Field(min_length=1)]


def read(folder: Path) -> tuple[Profile, ...]:
    """The profiles of an organisation's folder. Raises ``BadFile`` at the first mistake: a code twice, a language too
    many or too few, a sensitive column without a code list, lists of single cases for everyone."""
    path = folder / FILE
    if not path.exists():
        return (OPEN,)
    found = read_located(path, ProtectionFile)
    _check(found, folder)
    first, *others = found.value.profiles
    return first.model_copy(update={"open": True}), *others


def _check(found: Located[ProtectionFile], folder: Path) -> None:
    languages = read_organisation(folder / "organisation.yaml").languages
    lists = read_lists(folder / "lists", languages)
    codes = [one.code for one in found.value.profiles]
    for place, profile in enumerate(found.value.profiles):
        where = ("profiles", place)
        if profile.code in codes[:place]:
            raise found.bad(f"'{profile.code}' staat er twee keer; geef elk profiel een eigen code", *where, "code")
        texts = ((profile.label, (*where, "label")), (profile.attacker, (*where, "attacker")))
        check_languages(found, texts, languages)
        for name, named in (("sensitive", profile.sensitive), ("tells", profile.tells)):
            for number, column in enumerate(named):
                if column not in lists:
                    message = f"'{column}' is geen lijst in lists/; noem een kolom met een codelijst"
                    raise found.bad(message, *where, name, number)
        for number, kind in enumerate(profile.not_about_people):
            if kind not in KINDS:
                message = f"feit {kind} bestaat niet; kies uit {', '.join(KINDS)}"
                raise found.bad(message, *where, "not_about_people", number)
        if profile.line_lists and (profile.open or not place):
            message = "lijsten van losse zaken kunnen niet in wat iedereen leest; zet line_lists op false"
            raise found.bad(message, *where, "line_lists")
