"""Whatever is sent to a step: taken or refused with words, never a failure, and never shown back unescaped."""

import re

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loket.intake import drafts
from loket.intake.wizard.steps import STEPS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("body_private")]

FIELDS = [
    "category", "unit", "extra", "story", "still", "place", "period", "concerned", "witnesses", "uploads",
    "disclosure", "name", "reporter", "email", "notify", "phone", "step", "proof",
]  # fmt: skip
SCRIPT = "<script>alert('</textarea>\"')</script>"
WORDS = [SCRIPT, "\0", "\u202e", "named", "anonymous", "=cmd()", "../../etc/passwd", "a\r\nSet-Cookie: x=y", "9" * 5000]
strange = st.one_of(st.text(max_size=60), st.sampled_from(WORDS))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    answers=st.dictionaries(st.sampled_from(FIELDS), strange),
    where=st.sampled_from([*(f"/melden/concept/{step.slug}/" for step in STEPS), "/melden/concept/bewaren/"]),
    query=st.sampled_from(["", "?terug", "?terug=//evil.example"]),
)
def test_no_answer_breaks_a_step(answers: dict[str, str], where: str, query: str) -> None:
    client = Client()
    client.post("/melden/nieuw/oif/", {})
    found = re.search(r'name="proof" value="([^"]+)"', client.get("/melden/concept/verhaal/").content.decode())
    assert found
    answer = client.post(where + query, {**answers, "proof": found[1]})
    assert answer.status_code in (200, 303, 422)
    assert answer.headers.get("Location", "/melden/").startswith("/melden/")
    assert SCRIPT not in answer.content.decode()
    assert drafts.read(client.cookies["concept"].value) is not None


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers=st.dictionaries(st.sampled_from(FIELDS), strange))
def test_no_answer_breaks_the_start(answers: dict[str, str]) -> None:
    answer = Client().post("/melden/nieuw/oif/", answers)
    assert answer.status_code in (303, 422)
    assert SCRIPT not in answer.content.decode()
