"""A snapshot's lists read back as they were."""

from any_lists import code_lists
from hypothesis import given

from loket.figures.model import CodeList
from loket.taxonomy.frozen import from_json, to_json


@given(code_lists())
def test_reads_back_the_same(lists: dict[str, CodeList]) -> None:
    again = from_json(to_json(lists))
    assert again == dict(sorted(lists.items()))
    assert to_json(again) == to_json(lists)
    assert [list(again[name].label) for name in lists] == [list(one.label) for one in lists.values()]


@given(code_lists())
def test_the_order_of_the_lists_does_not_matter_the_order_of_languages_does(
    lists: dict[str, CodeList],
) -> None:
    backwards = dict(reversed(lists.items()))
    assert to_json(backwards) == to_json(lists)
