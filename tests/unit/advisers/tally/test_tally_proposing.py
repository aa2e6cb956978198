"""A proposal for the lists: by name, once, and answered where it was made."""

from uuid import uuid4

import pytest
from tally_pages import HOME, Sitting

from loket.advisers.models import Proposal
from loket.advisers.network import proposing

pytestmark = pytest.mark.django_db
PROPOSE = f"{HOME}voorstel/"


def test_a_proposal_is_kept_once_with_who_made_it() -> None:
    sitting, token = Sitting(), str(uuid4())
    for _ in range(2):
        sent = {"token": token, "code_list": "subcategory", "text": "Voeg kolfrecht toe"}
        assert sitting.client.post(PROPOSE, sent).status_code == 303
    made = Proposal.objects.get()
    assert (made.by, made.code_list) == ("luister", "subcategory")
    assert "je naam staat erbij" in sitting.page(PROPOSE)


def test_the_answer_stands_where_it_was_made_and_nowhere_else() -> None:
    sitting = Sitting()
    sitting.client.post(PROPOSE, {"token": str(uuid4()), "code_list": "unit", "text": "Voeg <b>toe</b>"})
    proposing.answer(proposal=Proposal.objects.get(), text="Dat doen we in 2027", actor="landelijk")
    page = sitting.page(PROPOSE)
    assert "Dat doen we in 2027" in page
    assert "<b>toe" not in page
    assert "Dat doen we in 2027" not in Sitting("gehoor").page(PROPOSE)


@pytest.mark.parametrize(
    "wrong",
    [{"code_list": "bestaat_niet"}, {"text": ""}, {"text": "x" * 1001}, {"text": "a\x00"}, {"token": "geen"}],
)
def test_what_is_wrong_is_said_and_the_text_stays(wrong: dict[str, str]) -> None:
    sent = {"token": str(uuid4()), "code_list": "unit", "text": "Voeg een dienst toe", **wrong}
    answer = Sitting().client.post(PROPOSE, sent)
    assert answer.status_code == 422
    assert sent["text"].partition("\x00")[0] in answer.content.decode()
    assert Proposal.objects.count() == 0
