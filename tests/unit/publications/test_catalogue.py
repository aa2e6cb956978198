"""Which publications a folder makes, and where they stand."""

import shutil
from pathlib import Path

import pytest
from small_folder import write_folder

from loket.core.badfile import BadFile
from loket.publications import catalogue

DATA = Path(__file__).parents[3] / "data" / "financien"


def second(folder: Path, **changes: str) -> Path:
    """A folder with a second publication, which has an edition for each of two units."""
    data = write_folder(folder / "data")
    first = (data / "publications" / "annual-report.yaml").read_text()
    other = first.replace("year: 2024", changes.get("about", "since: 2024"), 1)
    (data / "publications" / "second.yaml").write_text(f"slug: {changes.get('slug', 'tweede')}\n{other}")
    (data / "publications" / "editions").mkdir()
    units = changes.get("units", "[douane, policy_department]")
    (data / "publications" / "editions" / "second.yaml").write_text(f"units: {units}\n{other}")
    shutil.copytree(DATA / "lists", data / "lists")
    return data


def test_a_folder_with_one_text_makes_one_publication(tmp_path: Path) -> None:
    (one,) = catalogue.offers(write_folder(tmp_path / "data"))
    assert (one.slug, one.name, one.unit, one.called["nl"]) == ("", "annual-report", "", "Jaarrapportage")
    assert [one.is_about(year) for year in (2023, 2024, 2025)] == [False, True, False]


def test_every_publication_has_an_address_of_its_own(tmp_path: Path) -> None:
    found = catalogue.offers(second(tmp_path))
    assert [one.slug for one in found] == ["", "tweede", "tweede-douane", "tweede-policy-department"]
    assert [one.called["en"] for one in found][2:] == ["Annual report: Customs", "Annual report: Policy department"]
    assert [found[1].is_about(year) for year in (2023, 2024, 2060)] == [False, True, True]


def test_a_publication_is_found_by_its_name_and_edition(tmp_path: Path) -> None:
    data = second(tmp_path)
    assert [one.slug for one in catalogue.named(data, "second", None)] == [
        "tweede",
        "tweede-douane",
        "tweede-policy-department",
    ]
    assert [one.slug for one in catalogue.named(data, None, "douane")] == ["tweede-douane"]
    assert [one.slug for one in catalogue.named(data, "second", "")] == ["tweede"]
    with pytest.raises(catalogue.NoSuchPublication, match="kies uit: annual-report, second, second/douane"):
        catalogue.named(data, "weg", None)
    with pytest.raises(catalogue.NoSuchPublication, match="'weg' bestaat niet"):
        catalogue.find(data, "weg")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"slug": '""'}, "een andere publicatie heeft dit adres al"),
        ({"units": "[mars]"}, "onderdeel 'mars' staat niet in lists/unit.yaml"),
        ({"about": ""}, "zet bij een tekst over één jaar year"),
        ({"about": "year: 2024\nsince: 2024"}, "zet bij een tekst over één jaar year"),
        ({"slug": "../weg"}, "heeft niet de goede vorm"),
        ({"slug": '"2024"'}, "heeft niet de goede vorm"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, changes: dict[str, str], says: str) -> None:
    with pytest.raises(BadFile) as error:
        catalogue.offers(second(tmp_path, **changes))
    assert says in str(error.value)


def test_the_ministry_publishes_an_annual_report_and_that_of_its_advisers_with_three_editions() -> None:
    assert [one.slug for one in catalogue.offers(DATA)] == [
        "",
        "vertrouwenspersonen",
        "vertrouwenspersonen-belastingdienst",
        "vertrouwenspersonen-douane",
        "vertrouwenspersonen-toeslagen",
    ]
