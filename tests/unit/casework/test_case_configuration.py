"""``casework.yaml``: which body works by what, and each mistake with its place."""

from pathlib import Path
from shutil import copytree

import pytest
from django.conf import LazySettings

from loket.casework.configuration import configuration, mistakes_of, procedure_of
from loket.casework.models import Case
from loket.core.badfile import BadFile

DATA = Path(__file__).resolve().parents[2] / "data" / "voorbeeldland"


@pytest.fixture
def province(settings: LazySettings, tmp_path: Path) -> Path:
    settings.DATA = copytree(DATA, tmp_path / "data")
    return Path(settings.DATA)


def test_the_ministry_works_by_all_of_ours() -> None:
    found = configuration()
    assert {code: body.procedures for code, body in found.bodies.items()} == {
        "oif": ("oif", "wrongdoing"),
        "mib": ("meldpunt",),
        "cmi": ("incident_desk",),
        "bevoegd_gezag": ("authority",),
    }
    assert found.bodies["cmi"].name("en") == "Central Incident Desk"
    assert found.bodies["cmi"].short("nl") == "CMI"
    assert [one.name("nl") for one in found.outside.values()] == ["Politie", "Huis voor Klokkenluiders"]
    assert (found.fine, found.threshold, dict(found.channels)) == (False, 5, {})
    assert [body.code for body in found.bodies_by("authority")] == ["bevoegd_gezag"]
    assert procedure_of(Case(procedure="wrongdoing")).code == "wrongdoing"


def test_another_organisation_works_otherwise(province: Path) -> None:
    found = configuration()
    assert {code: body.procedures for code, body in found.bodies.items()} == {
        "desk": ("desk",),
        "council": ("council",),
    }
    assert (found.threshold, list(found.channels)) == (3, ["veerpont_app"])
    assert found.outside["ombudsman"].name("de") == "Ombudsstelle"
    assert procedure_of(Case(procedure="desk")).retention[0].months == 12


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("code: desk", "code: dask", "casework.yaml:3:11: 'dask' staat niet in organisation.yaml"),
        ("code: council", "code: desk", "casework.yaml:5:11: 'desk' staat er dubbel"),
        ("[desk]", "[dusk]", "casework.yaml:4:18: de procedure 'dusk' is er niet; het kan zijn: "),
        ("[desk]", "[desk, desk]", "casework.yaml:4:24: 'desk' staat er dubbel"),
        ("[desk]", "[]", "casework.yaml:4:17:"),
        ("[council]", "[authority]", "'desk' draagt over aan 'council', maar niemand werkt daarmee"),
        ("[desk]", "[council]", "'council' kent geen melder, maar 'desk' neemt meldingen aan"),
        ("[desk]", "[desk, oif, authority]", "'oif' kan verder gaan als 'wrongdoing'; noem die hier ook"),
        ("  - code: desk\n    procedures: [desk]\n", "", "'desk' neemt meldingen aan, maar heeft geen procedure"),
        (", de: Ombudsstelle", "", "de tekst in 'de' ontbreekt"),
        ("threshold: 3", "threshold: 1", "1 is te laag"),
        ("key_sha256: 9", "key_sha256: x", "dit is geen SHA-256"),
        ("threshold", "treshold", "onbekend veld 'treshold'"),
    ],
)
def test_a_mistake_has_its_place(province: Path, old: str, new: str, says: str) -> None:
    file = province / "casework.yaml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(BadFile) as error:
        configuration()
    assert says in str(error.value)
    assert [str(wrong) for wrong in mistakes_of(province)] == [str(error.value)]


def test_a_procedure_of_ours_that_is_used_needs_our_lists(province: Path) -> None:
    """What stays away is not asked for."""
    assert mistakes_of(province) == []
    file = province / "casework.yaml"
    file.write_text(file.read_text("utf-8").replace("[council]", "[council, authority, incident_desk]"), "utf-8")
    found = [str(wrong) for wrong in mistakes_of(province)]
    assert any("draagt over aan 'oif', maar niemand werkt daarmee" in wrong for wrong in found)
    file.write_text(file.read_text("utf-8").replace("[desk]", "[desk, oif, wrongdoing]"), "utf-8")
    found = [str(wrong) for wrong in mistakes_of(province)]
    assert any("oif.yaml" in wrong and "de soort afdoening 'disciplinary' is er niet" in wrong for wrong in found)
    assert any("de lijst 'investigation' kent 'full_fact_finding' niet" in wrong for wrong in found)


def test_no_file_is_a_mistake_too(province: Path) -> None:
    (province / "casework.yaml").unlink()
    (wrong,) = mistakes_of(province)
    assert "casework.yaml:1:1: het bestand is er niet" in str(wrong)
