"""A spreadsheet of which everything was said: its columns and wordings as they were guessed."""

from collections.abc import Sequence
from uuid import UUID

from sheet_files import comma_separated

from loket.advisers.access import Desk
from loket.advisers.importing import services
from loket.advisers.importing.content import guessed
from loket.advisers.importing.planning import meanings
from loket.core import clock

HEAD = ("Datum", "Onderdeel", "Hoofdcategorie", "Subcategorie", "Betreft")
SAID = ("Douane", "5. Ongewenste omgangsvormen", "Intimidatie", "Direct leidinggevende")


def requests(n: int) -> list[Sequence[str]]:
    """A sheet with so many requests of today."""
    return [HEAD, *((f"{clock.today():%d-%m-%Y}", *SAID) for _row in range(n))]


def drafted(desk: Desk, rows: Sequence[Sequence[str]]) -> UUID:
    """The draft of these rows, ready to be read in."""
    draft = services.opened(desk, services.begin(desk=desk, data=comma_separated(rows)).pk)
    sheet, year = draft.content.sheets[0], clock.today().year
    columns = guessed(sheet, sheet.head)
    services.choose_columns(desk=desk, id=draft.id, sheet=0, head=sheet.head, columns=columns, year=year, month="")
    content = services.opened(desk, draft.id).content
    codes: dict[str, dict[str, str]] = {}
    for one in meanings(content, services.plan(content).advisers):
        codes.setdefault(one.name, {})[one.text] = one.code
    services.choose_codes(desk=desk, id=draft.id, codes=codes)
    return draft.id
