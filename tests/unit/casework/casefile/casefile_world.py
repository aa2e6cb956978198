"""What the tests of the case page share: a browser at one case, and forms sent as its pages send them."""

import re
import uuid
from dataclasses import dataclass
from html import unescape

from django.http import HttpResponse
from django.test import Client

from loket.casework.models import Case


@dataclass(frozen=True)
class At:
    """A browser at a case."""

    client: Client
    reference: str

    def url(self, page: str = "") -> str:
        return f"/beheer/zaken/{self.reference}/{page}"

    def get(self, page: str = "", **query: str) -> HttpResponse:
        return self.client.get(self.url(page), query)

    def text(self, page: str = "", **query: str) -> str:
        """The page as it is read; it is there."""
        answer = self.get(page, **query)
        assert answer.status_code == 200, (page, answer.status_code)
        return unescape(answer.content.decode())

    def send(self, page: str, **fields: object) -> HttpResponse:
        """The form of a page, with a token of its own and the version of now unless others are given."""
        version = fields.pop("version", None) or Case.objects.get(reference=self.reference).version
        token = fields.pop("token", None) or uuid.uuid4()
        return self.client.post(self.url(page), {"version": version, "token": token, **fields})

    def done(self, page: str, **fields: object) -> HttpResponse:
        """The same; it was right, and leads on."""
        answer = self.send(page, **fields)
        assert answer.status_code == 303, problems(answer)
        return answer


def problems(answer: HttpResponse) -> list[str]:
    """What the error summary says."""
    summary = re.search(r'class="error-summary".*?</div>', answer.content.decode(), re.DOTALL)
    lines = re.findall(r"<li>(.*?)</li>", summary[0]) if summary else []
    return [re.sub(r"<[^>]+>", "", unescape(line)) for line in lines]


PERSON = {"role": "concerned", "about": "Gebruik van de bus", "name": "R. Fictief"}
ASSESS = {
    "vraag_researchability": "researchable",
    "vraag_detriment_risk": "low",
    "vraag_reporter": "employee",
    "vraag_subject": "leaking_misuse_of_information",
}
