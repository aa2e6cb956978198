"""A code list as it stands in a file of the organisation's folder.

One file a list, named after it (``category.yaml``): a label, the codes in print order, and where a list
changed over the years, the years in which a code holds and the code that it compares with (``rolls_up_to``).
A list may have a parent list: then every code names its parent there.
"""

from typing import Annotated

from pydantic import Field

from loket.core.located import CodeName, Strict, Texts, Year


class CodeEntry(Strict):
    """One code. Years are inclusive; left out they are open."""

    code: CodeName
    label: Texts
    short: Texts | None = None
    parent: CodeName | None = None
    valid_from: Year | None = None
    valid_to: Year | None = None
    rolls_up_to: CodeName | None = None

    def years(self) -> tuple[int, int]:
        return self.valid_from or 0, self.valid_to or 9999


class ListFile(Strict):
    """One list."""

    code: CodeName
    label: Texts
    parent_list: CodeName | None = None
    codes: Annotated[list[CodeEntry], Field(min_length=1)]
