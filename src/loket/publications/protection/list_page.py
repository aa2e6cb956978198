"""What the policy officer sees of a list of single cases: the full list, what is offered instead, and what it costs."""

from dataclasses import dataclass

from loket.figures import formats
from loket.figures.model import Table
from loket.figures.protection.line_lists import ToldLoss
from loket.publications.protection.account import Protection
from loket.publications.protection.lists import losses, with_lists
from loket.publications.protection.profile import Profile
from loket.publications.protection.showing import shown
from loket.publications.text.definition import ListText
from loket.publications.text.document import PrintedTable
from loket.publications.text.listing import print_list
from loket.publications.truth import Truth


@dataclass(frozen=True)
class Instead:
    """What is printed of a list. ``kept`` is the part of its differences that is left; ``is_least``: no other way along
    the trees keeps more."""

    table: PrintedTable
    rows: int
    kept: str
    is_least: bool


@dataclass(frozen=True)
class Offer:
    """``full`` has a row for each case. Of its ``combinations`` (rows that differ) ``small`` count less than the
    threshold. ``instead`` is what is offered; None when the profile tells every row.
    """

    full: PrintedTable
    cases: str
    combinations: str
    small: str
    instead: Instead | None


def offer(truth: Truth, table: str, protection: Protection, profile: Profile, language: str) -> Offer | None:
    """Of a list; None when this table is none."""
    if table not in truth.lists:
        return None
    counted = truth.lists[table]
    return Offer(
        full=_printed(counted, truth, None, language),
        cases=formats.count(sum(counted.cells.values()), language),
        combinations=formats.count(len(counted.cells), language),
        small=formats.count(sum(n < profile.threshold for n in counted.cells.values()), language),
        instead=None if profile.line_lists else _instead(truth, table, protection, profile, language),
    )


def _instead(truth: Truth, table: str, protection: Protection, profile: Profile, language: str) -> Instead:
    loss = losses(truth, profile)[table]
    told = shown({table: with_lists(truth, profile).tables[table]}, protection)[table]
    printed = _printed(told, truth, loss.told, language)
    rows = sum(row.kind != "total" for row in printed.rows)
    return Instead(printed, rows, formats.percent(100 * loss.kept, language), loss.is_least)


def _printed(table: Table, truth: Truth, loss: ToldLoss | None, language: str) -> PrintedTable:
    return print_list(ListText(id=table.id, table=table.id), table, truth.snapshot.lists, loss, "", (), language)
