"""What is sealed in a case file, as typed values: they exist in memory only, and at rest under a key."""

import datetime as dt
from typing import Literal

from pydantic import Field

from loket.intake.content import Answer, FileNote, Line, Sealed, Story

__all__ = ["Answer", "Card", "FileNote", "ItemContent", "Line", "PersonContent", "PersonIdentity", "Sealed", "Story"]

REPLACES = "replaces"
"""In the values of a part of the file: the number of the part that it takes the place of."""

PersonRole = Literal["concerned", "witness", "other"]


class Card(Sealed):
    """The labels of a case: codes of the lists ``unit`` and ``violation`` (empty: not determined yet), whether the
    reporter is anonymous (None: there is no reporter), and the codes that acts filled in and that later acts and facts
    need, as ``{"act.field": "code"}``. ``barred``: name and user name of who may not open it though they are nobody in
    this file: who was concerned or had an interest where it came from, and did not come along. Shown to nobody."""

    unit: str = ""
    violation: str = ""
    anonymous: bool | None = None
    codes: dict[str, str] = Field(default_factory=dict)
    barred: tuple["PersonIdentity", ...] = ()


class PersonContent(Sealed):
    """A person's part in the case, and how it ended for them. ``description`` and ``settlement`` are codes of the lists
    of that name; ``measures``: the punishments or measures within that settlement (codes of ``measures``),
    ``order_measures`` are no punishment (CAO-1). ``heard_on``: the last day on which they were heard (CAO-2)."""

    role: PersonRole = "concerned"
    about: Answer = ""
    description: str = ""
    established: Literal["", "yes", "partly", "no"] = ""
    settlement: str = ""
    measures: tuple[str, ...] = ()
    order_measures: tuple[str, ...] = ()
    decided_on: dt.date | None = None
    heard_on: dt.date | None = None


class PersonIdentity(Sealed):
    """Who somebody is. ``username``: their own account in this house, which is barred from the case."""

    name: Line = ""
    function: Line = ""
    username: Line = ""
    reach: Line = ""


class ItemContent(Sealed):
    """One part of the case file. ``code``: which act, event or kind of document; ``values``: what was filled in, by
    field, as text and codes; ``person``: the number of the person it is about, 0 for nobody; ``state`` of a task: open
    or done; ``message``: the number of the message to the reporter that went with it, 0 for none."""

    code: str = ""
    title: Line = ""
    text: Story = ""
    values: dict[str, str] = Field(default_factory=dict)
    person: int = 0
    state: Literal["", "open", "done"] = ""
    due_on: dt.date | None = None
    who: Line = ""
    message: int = 0
    files: tuple[FileNote, ...] = ()
