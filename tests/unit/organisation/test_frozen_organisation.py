"""A snapshot's organisation reads back as it was."""

from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from loket.organisation.frozen import from_json, to_json
from loket.organisation.model import Body, BodyKind, Headcount, Organisation, Placement, Unit

TEXT = st.text(max_size=10)
LABELS = st.dictionaries(st.sampled_from(["nl", "en", "de"]), TEXT, max_size=3)
YEARS = st.none() | st.integers(1900, 2100)


def several(one: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(one, max_size=3).map(tuple)


ORGANISATIONS = st.builds(
    Organisation,
    TEXT,
    LABELS,
    LABELS,
    LABELS,
    several(TEXT),
    TEXT,
    several(st.builds(Unit, TEXT, several(st.builds(Placement, TEXT, YEARS, YEARS)), several(TEXT))),
    several(st.builds(Body, TEXT, LABELS, LABELS, st.sampled_from(get_args(BodyKind)), LABELS)),
    several(st.builds(Headcount, st.integers(), TEXT, st.integers(min_value=0))),
)


@given(ORGANISATIONS)
def test_reads_back_the_same(organisation: Organisation) -> None:
    again = from_json(to_json(organisation))
    assert again == organisation
    assert to_json(again) == to_json(organisation)
