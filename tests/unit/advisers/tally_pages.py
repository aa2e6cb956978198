"""An adviser who is signed in, and what they send."""

from typing import Any
from uuid import uuid4

from django.test import Client

from loket.accounts.models import Role
from loket.advisers.access import Desk, desk_of
from loket.advisers.queries import OpenEntry, open_entry
from people import adviser, person, sign_in

HOME, LIST, HOURS = "/beheer/tellijst/", "/beheer/tellijst/mijn-lijst/", "/beheer/tellijst/uren/"
CHOSEN = {
    "unit": "douane",
    "subcategory": "intimidation",
    "accused": "direct_manager",
    "reporter_accused": "no",
    "settlement": "",
    "situation": "",
    "minutes": "",
}


class Sitting:
    """An adviser at their desk, in a browser."""

    def __init__(self, username: str = "luister") -> None:
        account, private = adviser(username)
        person(username, Role.ADVISER)
        self.desk: Desk = desk_of(account, private)
        self.client = sign_in(Client(), account, private)

    def register(self, **chosen: Any) -> Any:
        """What comes back after these were chosen; with an id of its own, unless given."""
        return self.client.post(f"{HOME}register/", {"id": str(uuid4()), **CHOSEN, **chosen})

    def registered(self, **chosen: Any) -> OpenEntry:
        """A request that was counted."""
        answer = self.register(**chosen)
        assert answer.status_code == 303, answer.content.decode()
        id = answer.headers["Location"].partition("geteld=")[2].partition("&")[0]
        return self.again(id)

    def again(self, id: Any) -> OpenEntry:
        """A request as it stands now."""
        return open_entry(self.desk, id)

    def page(self, address: str, status: int = 200) -> str:
        """A page, as text."""
        answer = self.client.get(address)
        assert answer.status_code == status
        return answer.content.decode()

    def act(self, opened: OpenEntry, what: str, **chosen: Any) -> Any:
        """Send a form of the page of a request, as it was when ``opened``."""
        seen = opened.content.model_dump_json(exclude={"facts"})
        sent = {"version": opened.entry.version, "seen": seen, **chosen}
        return self.client.post(f"{LIST}{opened.entry.pk}/{what}/", sent)
