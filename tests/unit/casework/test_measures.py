"""The measures are the organisation's file, held to its list of settlements."""

import shutil
from pathlib import Path

import pytest
from django.conf import LazySettings

from loket.casework.measures import measures
from loket.core.located import BadFile


@pytest.fixture
def data(settings: LazySettings, tmp_path: Path) -> Path:
    """A copy of the data folder, that a test may change."""
    folder = Path(shutil.copytree(settings.DATA, tmp_path / "data"))
    settings.DATA = folder
    return folder


def test_a_fine_is_offered_only_where_the_staff_rules_provide_for_it(data: Path) -> None:
    path = data / "casework.yaml"
    path.write_text(path.read_text("utf-8").replace("fine: false", "fine: true"), "utf-8")
    assert measures().punishments["fine"].settlement == "financial_sanction"


@pytest.mark.parametrize(
    ("before", "after", "where"),
    [
        ("settlement: dismissal", "settlement: exile", "exile"),
        ("- code: suspension", "- code: denied_access", "denied_access"),
        ("code: transfer", "code: Transfer", "Transfer"),
    ],
)
def test_a_mistake_is_shown_where_it_stands(data: Path, before: str, after: str, where: str) -> None:
    path = data / "measures.yaml"
    path.write_text(path.read_text("utf-8").replace(before, after), "utf-8")
    with pytest.raises(BadFile, match=where):
        measures()


def test_what_the_file_does_not_know_any_more_keeps_its_code() -> None:
    assert measures().names(["written_reprimand", "gone"], "nl") == ["Schriftelijke berisping", "gone"]
    assert measures().settlement_of(["gone"]) == ""
    assert measures().class_of("gone") == ""


def test_another_organisation_has_its_own(settings: LazySettings) -> None:
    settings.DATA = Path(__file__).parents[2] / "data" / "voorbeeldland"
    assert list(measures().punishments) == ["reprimand"]
    assert list(measures().others) == ["no_action", "talk"]
