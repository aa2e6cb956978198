"""``protection.yaml`` of the data folder: for whom a publication is, and so how far its small counts are hidden."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from loket.core.located import CodeName, Located, Strict, Texts, check_languages, read_located
from loket.organisation.reading import read_organisation
from loket.taxonomy.lists import read_lists

FILE = "protection.yaml"
LEAST, MOST = 2, 20
"""The thresholds that can be asked for: at 1 nothing is small, and above 20 little is left."""

Threshold = Annotated[int, Field(ge=LEAST, le=MOST)]
Method = Literal["merge", "suppress", "round"]
Rule = Literal["attributes", "dominance", "pairs"]
Weight = Annotated[int, Field(ge=1, le=100)]


class Weights(Strict):
    """What it costs to hide a cell besides the small ones, where an ordinary cell costs 1: ``totals`` a margin
    (and its square a total over two dimensions), ``newest_year`` a cell of the year itself. Both multiply.
    """

    totals: Weight = 1
    newest_year: Weight = 1


class Profile(Strict):
    """``merge`` hides too, and proposes codes to merge before that. ``sensitive`` are columns of facts (the finest:
    subcategory, not category) about which nobody may learn something for certain. ``zeros``: whether they are shown.
    ``attacker`` says in words what a reader is taken to know. ``rules`` point at cells that say something about
    everybody in a group (attributes), nearly everybody (dominance: more than ``dominance`` percent) or about the other
    one of two (pairs).
    """

    code: CodeName
    label: Texts
    threshold: Threshold = 5
    method: Method = "suppress"
    sensitive: list[CodeName] = []
    zeros: bool = True
    line_lists: bool = False
    attacker: Texts
    rules: list[Rule] = []
    dominance: Annotated[int, Field(ge=50, le=99)] = 90
    weights: Weights = Weights()


class ProtectionFile(Strict):
    """``protection.yaml``; docs/data-folder.md says what each field means. The first profile is that of whatever
    everyone can read.
    """

    profiles: Annotated[list[Profile], Field(min_length=1)]


OPEN = Profile(
    code="public",
    label={"nl": "Openbaar", "en": "Public"},
    attacker={"nl": "Leest alles wat is gepubliceerd", "en": "Reads all that was published"},
)
"""The profile of an organisation without the file."""


def read(folder: Path) -> tuple[Profile, ...]:
    """The profiles of an organisation's folder. Raises ``BadFile`` at the first mistake: a code twice, a language too
    many or too few, a sensitive column without a code list, lists of single cases for everyone."""
    path = folder / FILE
    if not path.exists():
        return (OPEN,)
    found = read_located(path, ProtectionFile)
    _check(found, folder)
    return tuple(found.value.profiles)


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
        for number, column in enumerate(profile.sensitive):
            if column not in lists:
                message = f"'{column}' is geen lijst in lists/; noem een kolom met een codelijst"
                raise found.bad(message, *where, "sensitive", number)
    if found.value.profiles[0].line_lists:
        message = "lijsten van losse zaken kunnen niet in wat iedereen leest; zet line_lists op false"
        raise found.bad(message, "profiles", 0, "line_lists")
