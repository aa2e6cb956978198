"""For whom a publication is, and so what is small in it and how that is protected. Pure; ``profiles`` reads them."""

from typing import Annotated, Literal

from pydantic import Field

from loket.core.located import CodeName, Strict, Texts

LEAST, MOST = 2, 20
"""The thresholds that can be asked for: at 1 nothing is small, and above 20 little is left."""

Threshold = Annotated[int, Field(ge=LEAST, le=MOST)]
Method = Literal["merge", "suppress", "round"]
Rule = Literal["attributes", "dominance", "outnumbered", "pairs"]
Does = Literal["points", "hides"]
Weight = Annotated[int, Field(ge=1, le=100)]


class Weights(Strict):
    """What it costs to hide a cell besides the small ones, where an ordinary cell costs 1: ``totals`` a margin
    (and its square a total over two dimensions), ``newest_year`` a cell of the year itself. Both multiply.
    """

    totals: Weight = 1
    newest_year: Weight = 1


class Profile(Strict):
    """``merge`` merges codes until all that is small can be hidden, and then hides it. ``sensitive`` are columns of
    facts (the finest: subcategory, not category) about which nobody may learn something for certain. ``zeros``: whether
    they are shown. ``open``: everyone can read what has this profile. ``attacker`` says in words what a reader is taken
    to know. ``tells`` are lists: merging goes on until the totals of their codes can be told. ``not_about_people`` are
    kinds of facts that need no protection.

    ``rules`` are about cells that say something about everybody in a group (attributes), nearly everybody (dominance:
    more than ``dominance`` percent), everybody but one (outnumbered) or the other one of two (pairs). Each points at
    such a cell for the officer to look at, or hides it.
    """

    code: CodeName
    label: Texts
    open: bool = False
    threshold: Threshold = 5
    method: Method = "suppress"
    sensitive: list[CodeName] = []
    zeros: bool = True
    line_lists: bool = False
    attacker: Texts
    tells: list[CodeName] = []
    not_about_people: list[CodeName] = []
    rules: dict[Rule, Does] = {}
    dominance: Annotated[int, Field(ge=50, le=99)] = 90
    weights: Weights = Weights()


OPEN = Profile(
    code="public",
    label={"nl": "Openbaar", "en": "Public"},
    open=True,
    attacker={"nl": "Leest alles wat is gepubliceerd", "en": "Reads all that was published"},
)
"""The profile of an organisation without the file."""
