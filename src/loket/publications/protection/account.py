"""The account of what protecting a publication did: which codes count as one, which cells are hidden or rounded, and
what a reader can infer. It knows true counts where it says what an interval is: for inside use.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from loket.figures.model import Code, Coordinates, Merged
from loket.publications.protection.profile import Rule

Kind = Literal["small", "extra", "rounded"]


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True)


class Changed(_Told):
    """A cell that is not printed as it is: hidden (``printed`` None) or rounded. ``lo`` to ``hi`` (None: no end) is
    what a reader can infer of it; ``is_small``: it is one of those to protect.
    """

    at: Coordinates
    kind: Kind
    is_small: bool
    printed: int | None = None
    lo: int | None = None
    hi: int | None = None


class Noticed(_Told):
    """A cell that a rule of the profile points at, and that is shown."""

    at: Coordinates
    rule: Rule


class Proposal(_Told):
    """Codes of a dimension to merge: of ``before`` small cells ``after`` are left."""

    dimension: str
    codes: tuple[str, ...]
    before: int
    after: int


class Merge(_Told):
    """Codes of a dimension of a table that count as one, and what that one is called."""

    dimension: str
    codes: tuple[str, ...]
    label: dict[str, str]
    short: dict[str, str] = {}
    parent: str | None = None

    @property
    def merged(self) -> Merged:
        return Merged(self.dimension, self.codes)

    @property
    def code(self) -> Code:
        """The one, as a code of its own."""
        return Code(self.merged.into, self.label, self.short, self.parent)


class Guarded(_Told):
    """One table: first codes were ``merged``, which ``lost`` cells, then cells ``changed``. ``cells`` are those after
    merging. ``share`` is the part of their count that stands in changed cells, totals left out, from 0 to 1.
    ``laid_bare`` are small cells that could be worked out if only the small ones were hidden.
    """

    id: str
    cells: int
    merged: tuple[Merge, ...] = ()
    lost: int = 0
    changed: tuple[Changed, ...]
    unprotectable: tuple[Coordinates, ...]
    laid_bare: int
    noticed: tuple[Noticed, ...]
    proposals: tuple[Proposal, ...]
    share: float


class Protection(_Told):
    """All tables of a publication that count. ``gap``: what a better choice, if there is one, could at most save.
    ``base``: counts were rounded to multiples of it (0: they were not). ``zeros``: whether a zero is told. ``open``:
    kinds of facts that say nothing about people, and are printed as they are.
    """

    tables: tuple[Guarded, ...]
    gap: float
    base: int = 0
    zeros: bool = True
    open: tuple[str, ...] = ()
