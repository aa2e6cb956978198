"""The export says in SKOS what the lists say."""

from pathlib import Path
from xml.etree import ElementTree as ET

from any_lists import code_lists
from hypothesis import given

from loket.figures.model import Code, CodeList
from loket.taxonomy.lists import read_lists
from loket.taxonomy.skos import to_skos

DATA = Path(__file__).parents[3] / "data" / "financien" / "lists"
BASE = "https://example.org/x/"
NAMES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
}
ABOUT = f"{{{NAMES['rdf']}}}about"
RESOURCE = f"{{{NAMES['rdf']}}}resource"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def concepts(lists: dict[str, CodeList]) -> dict[str, ET.Element]:
    root = ET.fromstring(to_skos(lists, BASE))  # noqa: S314 - our own bytes
    return {element.attrib[ABOUT].removeprefix(BASE): element for element in root}


def links(element: ET.Element, kind: str) -> list[str]:
    return [one.attrib[RESOURCE].removeprefix(BASE) for one in element.findall(kind, NAMES)]


def test_parents_within_a_list_and_across_lists() -> None:
    found = concepts(read_lists(DATA))
    assert links(found["violation/abuse_of_force_powers"], "skos:broader") == ["violation/abuse_of_powers"]
    assert links(found["violation/abuse_of_powers"], "skos:narrower") == ["violation/abuse_of_force_powers"]
    assert links(found["subcategory/fraud"], "skos:broadMatch") == ["category/financial_violation"]
    assert "subcategory/fraud" in links(found["category/financial_violation"], "skos:narrowMatch")
    assert "violation/abuse_of_force_powers" not in links(found["violation"], "skos:hasTopConcept")


def test_labels_years_and_roll_ups() -> None:
    found = concepts(read_lists(DATA))
    manager = found["accused/direct_manager"]
    labels = {one.attrib[LANGUAGE]: one.text for one in manager.findall("skos:prefLabel", NAMES)}
    assert labels == {"nl": "Direct leidinggevende", "en": "Direct manager"}
    assert links(manager, "skos:broader") == ["accused/manager_undifferentiated"]
    assert manager.findtext("dcterms:valid", namespaces=NAMES) == "start=2024; scheme=W3C-DTF"
    assert links(found["situation/normalised"], "dcterms:isReplacedBy") == ["situation/normalised_and_resolved"]


def test_a_code_that_came_back_is_two_concepts() -> None:
    codes = (Code("red", {"nl": "Rood"}, valid_to=2022), Code("red", {"nl": "Rood!"}, valid_from=2024))
    found = concepts({"colour": CodeList("colour", {"nl": "Kleur"}, codes)})
    assert set(found) == {"colour", "colour/red/2022", "colour/red"}
    assert links(found["colour/red/2022"], "dcterms:isReplacedBy") == ["colour/red"]


@given(code_lists())
def test_any_lists_give_the_same_bytes_again(lists: dict[str, CodeList]) -> None:
    found = concepts(lists)
    assert len(found) == len(lists) + sum(len(one.codes) for one in lists.values())
    assert to_skos(dict(reversed(lists.items())), BASE) == to_skos(lists, BASE)
