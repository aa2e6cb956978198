"""The question that an adviser gets once about what they counted under "other": whether a listed subcategory fits. The
report wants fewer of them (advisers' annual report 2024, 3.2)."""

from dataclasses import dataclass

from loket.advisers.configuration import Advisers
from loket.advisers.content import EntryContent
from loket.advisers.queries import OpenEntry
from loket.advisers.tally.chips import Choices
from loket.advisers.tally.forms import ActForm, OtherForm
from loket.core.language import page_language


@dataclass(frozen=True)
class Other:
    """The question, about the request with this ``id``; ``choices``: the listed subcategories of its category."""

    id: str
    form: ActForm
    choices: Choices


def is_to_ask(content: EntryContent, known: Advisers) -> bool:
    """Whether nobody asked yet: a request that came from a phone without a connection, or from a file."""
    return not content.asked_other and content.subcategory in known.file.other


def other_of(opened: OpenEntry, known: Advisers, bound: ActForm | None = None) -> Other | None:
    """The question; None for what is not under "other". ``bound``: the answer that could not be kept."""
    content = opened.content
    if content.subcategory not in known.file.other:
        return None
    offered = set(known.offered("subcategory", content.year))
    choices: Choices = [
        (code.code, code.name(page_language(), short=True))
        for code in known.lists["subcategory"]
        if code.parent == content.category and code.code in offered and code.code != content.subcategory
    ]
    return Other(str(opened.entry.pk), bound or OtherForm(opened=opened, auto_id=""), choices)
