"""What is sealed in an adviser's rows, as typed values: they exist in memory only, and at rest under a key."""

from typing import Annotated

from pydantic import Field, StringConstraints

from loket.intake.content import Line, Sealed, Story

Month = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
"""A month, as "2026-03": nothing in the tally is finer."""

Minutes = Annotated[int, Field(ge=1, le=1440)]


class Contact(Sealed):
    """That there was contact about a situation: in which month, for how long. No content."""

    month: Month
    minutes: Minutes


class Step(Sealed):
    """A settlement or a situation that was registered: its code, in which month it was so, and whether it was taken
    back as a mistake. What was taken back stays to be seen, and counts for nothing."""

    code: str
    month: Month
    is_taken_back: bool = False


class EntryContent(Sealed):
    """One advice request. Codes of the lists ``unit``, ``category``, ``subcategory``, ``accused``;
    ``reporter_accused`` of ``yes_no``, empty when it was not asked.

    ``settlements`` and ``situations`` are histories, in the order in which they were entered; what holds follows from
    them (``reckoning``). An empty code among the situations reopens the request. ``evaluation``: a code of
    ``evaluation_state`` that says whether a link was sent, empty while the request is open.

    ``number``: the place among its adviser's in its year, by which they know it again (0: not numbered).
    ``asked_other``: whether they were asked if a listed subcategory fits; that happens once (3.2)."""

    month: Month
    unit: str
    category: str
    subcategory: str
    accused: str
    reporter_accused: str = ""
    contacts: tuple[Contact, ...] = ()
    settlements: tuple[Step, ...] = ()
    situations: tuple[Step, ...] = ()
    evaluation: str = ""
    number: int = 0
    asked_other: bool = False
    facts: dict[str, int] = Field(default_factory=dict)
    """The number of each live fact that counts this request, by kind and year as in "advice_request:2026"."""

    @property
    def year(self) -> int:
        """The year in which it counts as new."""
        return int(self.month[:4])


class PageContent(Sealed):
    """A page of the notebook. ``entry``: the request it is about, as its id in text, if the adviser says so."""

    title: Line = ""
    text: Story = ""
    entry: str = ""
    month: Month


class HoursContent(Sealed):
    """Minutes by month and core function, as in ``{"2026-03": {"support": 240}}``; ``facts`` as in ``EntryContent``, by
    month and function as in "2026-03:support"."""

    minutes: dict[str, dict[str, int]] = Field(default_factory=dict)
    facts: dict[str, int] = Field(default_factory=dict)


class DeviceContent(Sealed):
    """The private half of a device's key (a JWK as JSON), and what the adviser calls the device."""

    private: str
    name: Line = ""
