"""The organisation through time: as published then and as counted now."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.core.located import BadFile
from loket.organisation.model import Organisation, Placement, Unit, unit_in
from loket.organisation.reading import read_organisation
from loket.taxonomy.lists import read_lists

DATA = Path(__file__).parents[3] / "data" / "financien"
EXAMPLE = Path(__file__).parents[2] / "data" / "voorbeeldland"

START = """\
code: club
name: {nl: Club}
short_name: {nl: Club}
languages: [nl]
namespace: https://example.org/club/
bodies:
  - {code: desk, label: {nl: Loket}, short: {nl: Loket}, kind: internal}
headcounts:
  - {year: 2024, unit: a, persons: 3}
units:
  - {code: a}
  - {code: b}
"""


def refused(folder: Path, content: str, says: str) -> None:
    """The file, without its §, is refused with this message, and the message points to where the § stood."""
    path = folder / "organisation.yaml"
    path.write_text(content.replace("§", ""), encoding="utf-8")
    with pytest.raises(BadFile) as caught:
        read_organisation(path)
    before = content.partition("§")[0]
    at = before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1
    assert (caught.value.line, caught.value.column) == at
    assert caught.value.message.startswith(says)


@pytest.mark.parametrize(
    ("unit", "year", "counted"),
    [
        ("adr", 2022, "belastingdienst"),
        ("adr", 2023, "belastingdienst"),
        ("drz", 2024, "policy_department"),
        ("policy_department", 2022, "policy_department"),
        ("sg_cluster", 2024, "policy_department"),
        ("not_published", 2022, "not_published"),
    ],
)
def test_units_of_the_ministry_through_time(unit: str, year: int, counted: str) -> None:
    assert unit_in(read_organisation(DATA / "organisation.yaml"), unit, year) == counted


def test_the_ministry() -> None:
    ministry = read_organisation(DATA / "organisation.yaml")
    assert ministry.language == "nl"
    assert len(ministry.bodies) == 18
    assert ministry.body("koo").open_to["nl"].startswith("Medewerkers van")
    assert [(one.year, one.persons) for one in ministry.headcounts] == [(2024, 41069)]
    with pytest.raises(KeyError):
        ministry.body("nobody")


@pytest.mark.parametrize("folder", [DATA, EXAMPLE])
def test_every_unit_has_a_label(folder: Path) -> None:
    organisation = read_organisation(folder / "organisation.yaml")
    labels = {code.code for code in read_lists(folder / "lists", organisation.languages)["unit"]}
    assert {unit.code for unit in organisation.units} <= labels


def test_another_organisation_is_another_folder() -> None:
    province = read_organisation(EXAMPLE / "organisation.yaml")
    counted = [unit_in(province, "ferries", year) for year in (2029, 2030, 2031)]
    assert counted == ["roads_and_dikes", "nature", "ferries"]
    assert province.languages == ("nl", "de")
    assert unit_in(province, "cabinet", 2030) == "executive_staff"


@pytest.mark.parametrize(
    ("units", "says"),
    [
        ("  - {code: §a}\n", "'a' staat er dubbel"),
        ("  - {code: c, also: [§a]}\n", "'a' staat er dubbel"),
        ("  - {code: c, placements: [{parent: §x}]}\n", "het onderdeel 'x' bestaat niet; kies uit a, b, c"),
        ("  - {code: c, placements: [{parent: §c}]}\n", "'c' valt via zijn plaatsen onder zichzelf"),
        (
            "  - {code: c, placements: [{parent: a, from: 2024, to: §2023}]}\n",
            "de plaats eindigt (2023) voor hij begint (2024)",
        ),
        (
            "  - {code: c, placements: [{parent: a, to: 2023}, §{parent: b, from: 2023}]}\n",
            "'c' heeft twee plaatsen in hetzelfde jaar",
        ),
        (
            "  - {code: c, placements: [{parent: §d, to: 2023}, {parent: a, from: 2024}]}\n"
            "  - {code: d, placements: [{parent: c, from: 2020}]}\n",
            "'c' valt via zijn plaatsen onder zichzelf",
        ),
        ("  - {code: c, placements: [{parent: a, §since: 2024}]}\n", "onbekend veld 'since'"),
    ],
)
def test_units_that_are_wrong(tmp_path: Path, units: str, says: str) -> None:
    refused(tmp_path, START + units, says)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("name: {nl: Club}", "name: §{en: Club}", "de tekst in 'nl' ontbreekt"),
        ("languages: [nl]", "languages: [nl, §nl]", "'nl' staat er dubbel"),
        ("persons: 3", "persons: §-3", "-3 is te laag; 0 of hoger mag"),
        ("kind: internal", "kind: §secret", "'secret' kan hier niet; kies uit 'internal'"),
        ("label: {nl: Loket}", "label: {nl: Loket, fy: §Loket}", "de taal 'fy' kent deze organisatie niet"),
        ("}\nunits:", "}\n  - §{year: 2024, unit: a, persons: 2}\nunits:", "'2024 a' staat er dubbel"),
    ],
)
def test_an_organisation_that_is_wrong(tmp_path: Path, old: str, new: str, says: str) -> None:
    refused(tmp_path, START.replace(old, new, 1), says)


def _organisation(units: tuple[Unit, ...]) -> Organisation:
    return Organisation("x", {}, {}, {}, ("nl",), "", units, (), ())


@given(st.integers(1900, 2100), st.integers(1900, 2100), st.integers(1, 5))
def test_a_unit_counts_under_the_top_of_its_chain(year: int, moved: int, depth: int) -> None:
    chain = tuple(
        Unit(f"u{n}", (Placement(f"u{n + 1}", last=moved), Placement("top", first=moved + 1))) for n in range(depth)
    )
    organisation = _organisation((*chain, Unit(f"u{depth}"), Unit("top")))
    assert unit_in(organisation, "u0", year) == (f"u{depth}" if year <= moved else "top")
