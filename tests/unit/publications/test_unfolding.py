"""Parts of a narrative that are printed for some years only, or once for each code."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hand_tables import nested, requests
from hypothesis import given
from hypothesis import strategies as st

from loket.core.badfile import BadFile
from loket.figures.model import HIDDEN
from loket.publications.text.document import Heading, Paragraph
from loket.publications.text.narrative import read_narrative
from loket.publications.text.references import Scope
from loket.publications.text.unfolding import unfold

TABLES = {table.id: table for table in (requests(), nested())}


class Refused(Exception):
    pass


def refuse(at: int, message: str) -> Refused:
    return Refused(f"{at}: {message}")


def unfolded(text: str, year: int = 2024) -> str:
    return unfold(text, Scope(TABLES, year=year), refuse).text


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("{% if year == 2024 %}\na\n{% end %}\nb\n", "a\nb\n"),
        ("{% if year == 2025 %}\na\n{% else %}\nc\n{% end %}\nb\n", "c\nb\n"),
        ("{% if has(requests, year - 1, staff) %}\na\n{% end %}", "a\n"),
        ("{% if has(requests, year - 9, staff) %}\na\n{% end %}", ""),
        ("{% if has(weg) %}\n{{ weg[total] }}\n{% end %}", ""),
        ("{% if not has(weg) and requests[year, staff] > 300 %}\na\n{% end %}", "a\n"),
        ("{% if year == 2025 %}\n{% if weg[1] > 2 %}\na\n{% else %}\nb\n{% end %}\n{% end %}\nc", "c"),
        ("{% each one in requests, 2024 %}\n- $one\n{% end %}", "- conduct\n- staff\n- new\n- old\n"),
        (
            "{% each main in nested %}\n{% each sub in nested, $main %}\n$main $sub\n{% end %}\n{% end %}",
            "conduct shouting\n",
        ),
        ("{% each one in nested, staff %}\nx\n{% end %}\ny", "y"),
        ('{% each one in requests, 2024 %}\n{% if "$one" == "new" %}\n$one\n{% end %}\n{% end %}', "new\n"),
        ("geen tags, wel $geld\n", "geen tags, wel $geld\n"),
    ],
)
def test_what_is_printed(text: str, printed: str) -> None:
    assert unfolded(text) == printed


STAFF = "{{ requests[2024, staff] }}"


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        (f"{{% told %}}\n{STAFF}\n{{% end %}}\nb", "b"),
        ("{% told %}\n{{ requests[2024, new] }}\n{% else %}\nc\n{% end %}\nb", "{{ requests[2024, new] }}\nb"),
        (f"{{% told %}}\n{STAFF}\n{{% else %}}\nc\n{{% end %}}\nb", "c\nb"),
        ("{% told %}\na\n{% end %}", "a\n"),
        ('{% told %}\n{{ says("veel", requests[2024, staff] > 3) }}\n{% end %}\nb', "b"),
        ('{% told %}\n{{ word(requests[2024, staff] == 1, "is", "zijn") }}\n{% end %}', '{{ word(requests[2024, staff] '
         '== 1, "is", "zijn") }}\n'),
        ("{% told %}\n{{ weg[1] }}\n{% end %}", "{{ weg[1] }}\n"),
        ("{% each one in requests, 2024 %}\n{% told %}\n{{ requests[2024, $one] }}\n{% end %}\n{% end %}",
         "".join(f"{{{{ requests[2024, {code}] }}}}\n" for code in ("conduct", "new", "old"))),
        (f"{{% told %}}\na\n{{% told %}}\n{STAFF}\n{{% else %}}\nb\n{{% end %}}\n{{% end %}}", "a\nb\n"),
        (f"{{% if year == 2025 %}}\n{{% told %}}\n{STAFF}\n{{% else %}}\nb\n{{% end %}}\n{{% end %}}\nc", "c"),
    ],
)  # fmt: skip
def test_a_part_is_printed_when_its_numbers_are_told(text: str, printed: str) -> None:
    table = requests()
    hidden = replace(table, cells=table.cells | {("2024", "staff"): HIDDEN})
    found = unfold(text, Scope({"requests": hidden}, year=2024), refuse)
    assert found.text == printed
    assert all(text[found.source(at)] == one for at, one in enumerate(found.text)) or "$" in text


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{% told requests %}\n{% end %}", "dit kan hier niet"),
        ("{% told %}\na", "niet afgesloten"),
        ("a\n{% if year == 2024 %}\nb", "2: dit deel is niet afgesloten"),
        ("a\n{% end %}\n", "hier eindigt iets dat niet begon"),
        ("{% if year == 2024 %}\n{% else %}\n{% else %}\n{% end %}", "niet afgesloten"),
        ("{% if requests[2024, staff] %}\n{% end %}", "hier hoort een voorwaarde"),
        ("{% each one in weg, a %}\n{% end %}", "tabel 'weg' bestaat niet"),
        ("{% each one in nested, staff, b, c %}\n{% end %}", "niet zoveel dimensies"),
        ("{% each nested %}\n{% end %}", "dit kan hier niet"),
        ("{% while year %}\n{% end %}", "dit kan hier niet"),
    ],
)
def test_what_cannot_be_read_is_refused(text: str, says: str) -> None:
    with pytest.raises(Refused, match=re.escape(says)):
        unfolded(text)


LINES = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="{}%$\r"), max_size=20)


@given(st.lists(LINES), st.lists(LINES), st.lists(LINES), st.booleans())
def test_every_printed_character_leads_to_where_it_was_written(
    before: list[str], within: list[str], after: list[str], wanted: bool
) -> None:
    parts = ["".join(f"{line}\n" for line in part) for part in (before, within, after)]
    text = f"{parts[0]}{{% if year == {2024 if wanted else 2025} %}}\n{parts[1]}{{% end %}}\n{parts[2]}"
    found = unfold(text, Scope(TABLES, year=2024), refuse)
    assert found.text == parts[0] + (parts[1] if wanted else "") + parts[2]
    assert [text[found.source(at)] for at in range(len(found.text))] == list(found.text)


def test_a_mistake_in_a_part_is_shown_where_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("Eerst.\n\n{% if year == 2025 %}\nWeg.\n\n{% end %}\nDan {{ requests[2024, weg] }} vragen.\n")
    with pytest.raises(BadFile) as error:
        read_narrative(path, Scope(TABLES, year=2024), "nl")
    assert str(error.value).startswith(f"{path}:7:5:")


def test_headings_within_each_code_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("{% each one in requests, year %}\n## Soort\n\nDit is $one.\n\n{% end %}\n")
    blocks = read_narrative(path, Scope(TABLES, year=2024), "nl")
    assert [block.anchor for block in blocks if isinstance(block, Heading)] == [
        "soort",
        "soort-2",
        "soort-3",
        "soort-4",
    ]
    assert len([block for block in blocks if isinstance(block, Paragraph)]) == 4
