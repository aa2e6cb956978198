"""Code lists are one consistent whole, or one message says which file, line and column is not."""

from pathlib import Path

import pytest

from loket.core.located import BadFile
from loket.taxonomy.lists import read_lists

DATA = Path(__file__).parents[3] / "data" / "financien" / "lists"
EXAMPLE = Path(__file__).parents[2] / "data" / "voorbeeldland" / "lists"

COLOUR = "code: colour\nlabel: {nl: Kleur, en: Colour}\ncodes:\n"
RED = "  - code: red\n    label: {nl: Rood, en: Red}\n"
BLUE = "  - code: blue\n    label: {nl: Blauw, en: Blue}\n"
PAINT = "code: paint\nlabel: {nl: Verf, en: Paint}\nparent_list: colour\ncodes:\n"
ROSE = "  - code: rose\n    label: {nl: Roze, en: Rose}\n"


def write(folder: Path, **files: str) -> Path:
    for name, content in files.items():
        (folder / f"{name}.yaml").write_text(content, encoding="utf-8")
    return folder


def refused(folder: Path, **files: str) -> str:
    """What is said after the folder: ``bestand:regel:kolom: boodschap``."""
    with pytest.raises(BadFile) as caught:
        read_lists(write(folder, **files))
    return str(caught.value).removeprefix(f"{folder}/")


def test_reads_codes_in_print_order_with_parents_and_years(tmp_path: Path) -> None:
    old = "    valid_to: 2023\n    rolls_up_to: red\n"
    write(tmp_path, colour=COLOUR + BLUE + old + RED, paint=PAINT + ROSE + "    parent: red\n")
    lists = read_lists(tmp_path)
    assert [code.code for code in lists["colour"]] == ["blue", "red"]
    assert [lists["colour"].get("blue").holds_in(year) for year in (2023, 2024)] == [True, False]
    assert lists["colour"].get("blue").rolls_up_to == "red"
    assert (lists["paint"].parent_list, lists["paint"].get("rose").parent) == ("colour", "red")
    assert lists["paint"].get("rose").name("en", short=True) == "Rose"


def test_a_code_may_come_back_in_other_years(tmp_path: Path) -> None:
    write(tmp_path, colour=COLOUR + RED + "    valid_to: 2022\n" + RED + "    valid_from: 2024\n")
    assert [code.code for code in read_lists(tmp_path)["colour"]] == ["red", "red"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (
            COLOUR.replace("colour", "tint") + RED,
            "colour.yaml:1:7: de lijst heet 'tint' maar het bestand 'colour'",
        ),
        (COLOUR + "  []", "colour.yaml:4:3: dit mag niet leeg zijn"),
        (COLOUR + RED.replace("red", "total"), "colour.yaml:4:11: 'total' is de naam van het totaal"),
        (COLOUR + RED + RED, "colour.yaml:6:11: 'red' geldt twee keer"),
        (
            COLOUR + RED + "    valid_to: 2023\n" + RED + "    valid_from: 2023\n",
            "colour.yaml:7:11: 'red' geldt in 2023 twee keer",
        ),
        (
            COLOUR + RED + "    valid_from: 2024\n    valid_to: 2023\n",
            "colour.yaml:7:15: 'red' eindigt (2023) voor het begint (2024)",
        ),
        (COLOUR + "  - code: red\n    label: {nl: Rood}\n", "colour.yaml:5:12: de tekst in 'en' ontbreekt"),
        (COLOUR + RED + "    short: {nl: R}\n", "colour.yaml:6:12: de tekst in 'en' ontbreekt"),
        (COLOUR + RED + "    short: {nl: R, en: R, fy: R}\n", "colour.yaml:6:31: de taal 'fy' kent"),
        (
            COLOUR + RED + "    parent: green\n",
            "colour.yaml:6:13: 'green' staat niet in de lijst colour; kies uit red",
        ),
        (COLOUR + RED + "    parent: red\n", "colour.yaml:6:13: 'red' is via zijn ouders ouder van zichzelf"),
        (
            COLOUR + RED + "    parent: blue\n" + BLUE + "    parent: red\n",
            "colour.yaml:6:13: 'red' is via zijn ouders ouder van zichzelf",
        ),
        (
            COLOUR + RED + "    rolls_up_to: green\n",
            "colour.yaml:6:18: 'green' staat niet in de lijst colour",
        ),
        (
            COLOUR + RED + "    rolls_up_to: blue\n" + BLUE + "    rolls_up_to: red\n",
            "colour.yaml:6:18: 'red' gaat via rolls_up_to over in zichzelf",
        ),
        (
            COLOUR + RED + "    parents: red\n",
            "colour.yaml:6:5: onbekend veld 'parents'; bedoel je 'parent'?",
        ),
    ],
)
def test_a_list_that_is_wrong(tmp_path: Path, content: str, says: str) -> None:
    assert refused(tmp_path, colour=content).startswith(says)


def test_a_parent_list_that_is_wrong(tmp_path: Path) -> None:
    assert refused(tmp_path, paint=PAINT + ROSE).startswith("paint.yaml:3:14: de lijst 'colour' bestaat niet")
    assert refused(tmp_path, colour=COLOUR + RED).startswith("paint.yaml:5:5: 'rose' mist een ouder")
    says = refused(tmp_path, paint=PAINT + ROSE + "    parent: blue\n")
    assert says.startswith("paint.yaml:7:13: 'blue' staat niet in de lijst colour")


def test_a_circle_through_two_lists(tmp_path: Path) -> None:
    colour = COLOUR.replace("codes:", "parent_list: paint\ncodes:") + RED + "    parent: rose\n"
    says = refused(tmp_path, colour=colour, paint=PAINT + ROSE + "    parent: red\n")
    assert says.startswith("colour.yaml:7:13: 'red' is via zijn ouders")


def test_a_folder_without_lists(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="hier staan geen lijsten"):
        read_lists(tmp_path)


def test_labels_are_in_the_languages_of_the_organisation() -> None:
    with pytest.raises(BadFile, match=r"accused.yaml:.*de tekst in 'fy' ontbreekt"):
        read_lists(DATA, ["nl", "fy"])


def test_the_lists_of_the_reports() -> None:
    lists = read_lists(DATA, ["nl", "en"])
    managers = [code.code for code in lists["accused"] if code.rolls_up_to == "manager_undifferentiated"]
    assert managers == ["direct_manager", "other_manager"]
    situations = {code.code: code.rolls_up_to for code in lists["situation"] if code.rolls_up_to}
    assert set(situations.values()) == {"normalised_and_resolved", "unresolved_no_further_action_wanted"}
    assert len(lists["category"].codes) == 8
    assert len(lists["subcategory"].codes) == 45
    assert len(lists["description"].codes) == 27


def test_another_organisation_is_another_folder() -> None:
    lists = read_lists(EXAMPLE, ["nl", "de"])
    assert lists["unit"].get("ferries").name("de") == "Fähren"
    assert "belastingdienst" not in {code.code for code in lists["unit"]}
