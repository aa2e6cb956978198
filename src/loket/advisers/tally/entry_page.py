"""The page of one request: how it stands, how it came there, and what can be added."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.http import urlencode

from loket.advisers.access import Desk
from loket.advisers.configuration import Advisers, configuration
from loket.advisers.content import EntryContent, Step
from loket.advisers.notebook.queries import ABOUT, about
from loket.advisers.queries import OpenEntry
from loket.advisers.reckoning import settlement_at
from loket.advisers.tally.acts import ACTS
from loket.advisers.tally.chips import Chips, Group, chips, groups, open_first
from loket.advisers.tally.forms import STEPS, ActForm, TakeBackForm
from loket.advisers.tally.months import in_words
from loket.advisers.tally.other import Other, is_to_ask, other_of
from loket.advisers.tally.rows import Row, is_open, row_of
from loket.advisers.tally.wording import NAMES, evaluation_in_words, step_in_words
from loket.core import clock
from loket.core.language import page_language

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Line:
    """A settlement or situation of the history. ``take_back``: the form that takes it back, when that can be."""

    words: str
    month: str
    is_taken_back: bool
    holds: bool
    take_back: ActForm | None


@dataclass(frozen=True)
class Month:
    """The contacts of a month."""

    name: str
    minutes: Sequence[int]

    @property
    def total(self) -> int:
        return sum(self.minutes)


@dataclass(frozen=True)
class Page:
    """Everything on the page. ``failed``: the name of the form that could not be done; ``since``: what another window
    did meanwhile; ``other``: the question about "other", when nobody asked it yet."""

    row: Row
    id: str
    is_open: bool
    facts: "Sequence[tuple[StrOrPromise, str]]"
    months: Sequence[Month]
    settlements: Sequence[Line]
    situations: Sequence[Line]
    evaluation: str
    forms: dict[str, ActForm]
    chips: dict[str, Chips]
    topics: Sequence[Group]
    more_topics: Sequence[Group]
    failed: str
    since: Sequence[str]
    other: Other | None
    pages: Sequence[tuple[str, str]]
    write_url: str
    total: int


def form_of(name: str, opened: OpenEntry) -> ActForm:
    """An empty form of this name, on the request as it stands."""
    return ACTS[name].form(opened=opened, auto_id=f"{name}_%s")


def page_of(
    desk: Desk, opened: OpenEntry, *, failed: str = "", bound: ActForm | None = None, since: Sequence[str] = ()
) -> Page:
    """The page; with the form that could not be done in its place."""
    known, content = configuration(), opened.content
    shown = ("contact", "settlement", "situation", "evaluation", "correct", "reopen")
    forms = {name: form_of(name, opened) for name in shown}
    if bound is not None:
        forms[failed] = bound
    mend = forms["correct"]
    found = groups(mend["subcategory"], known, content.year, page_language())
    topics, more = open_first(found, [content.category])
    return Page(
        row=row_of(opened, known),
        id=str(opened.entry.pk),
        is_open=is_open(content),
        facts=_facts(content, known),
        months=_months(content),
        settlements=_lines("settlement", opened, known),
        situations=_lines("situation", opened, known),
        evaluation=evaluation_in_words(content),
        forms=forms,
        chips=_chips(forms, known),
        topics=topics,
        more_topics=more,
        failed=failed,
        since=since,
        other=other_of(opened, known, forms.get("other")) if is_to_ask(content, known) else None,
        pages=[(one.title, one.url) for one in about(desk, opened.entry.pk)],
        write_url=f"{reverse('advisers:page-new')}?{urlencode({ABOUT: str(opened.entry.pk)})}",
        total=sum(one.minutes for one in content.contacts),
    )


def _chips(forms: dict[str, ActForm], known: Advisers) -> dict[str, Chips]:
    first = known.file.first
    found = {
        "minutes": chips(forms["contact"]["minutes"]),
        "settlement": chips(forms["settlement"]["code"], first.get("settlement")),
        "situation": chips(forms["situation"]["code"], first.get("situation")),
        "ending": chips(forms["situation"]["evaluation"]),
        "evaluation": chips(forms["evaluation"]["code"]),
    }
    mend = forms["correct"]
    return found | {name: chips(mend[name]) for name in ("unit", "accused", "reporter_accused") if name in mend.fields}


def _facts(content: EntryContent, known: Advisers) -> "list[tuple[StrOrPromise, str]]":
    names = [name for name in ("unit", "subcategory", "accused", "reporter_accused") if getattr(content, name)]
    return [(NAMES[name], known.label(name, getattr(content, name), page_language())) for name in names]


def _months(content: EntryContent) -> list[Month]:
    ordered = sorted(content.contacts, key=lambda one: one.month, reverse=True)
    return [
        Month(in_words(month), [one.minutes for one in contacts])
        for month, contacts in groupby(ordered, key=lambda one: one.month)
    ]


def _lines(which: str, opened: OpenEntry, known: Advisers) -> list[Line]:
    steps: tuple[Step, ...] = getattr(opened.content, f"{which}s")
    holding = _holding(which, opened.content, known)
    return [_line(which, index, step, opened, known, holds=index == holding) for index, step in enumerate(steps)]


def _line(which: str, index: int, step: Step, opened: OpenEntry, known: Advisers, *, holds: bool) -> Line:
    taking = None
    if not step.is_taken_back:
        taking = TakeBackForm(opened=opened, auto_id="", initial={"which": which, "index": index})
    return Line(step_in_words(which, step, known), in_words(step.month), step.is_taken_back, holds, taking)


def _holding(which: str, content: EntryContent, known: Advisers) -> int | None:
    """Which step of the history counts: of settlements the highest, of situations the last."""
    steps = content.settlements if which == STEPS[0] else content.situations
    left = [index for index, step in enumerate(steps) if not step.is_taken_back]
    if which == STEPS[0]:
        highest = settlement_at(content, clock.today().year, known.rank)
        return next((index for index in left if steps[index].code == highest), None)
    return left[-1] if left else None
