"""The wordings of the printed tally (advisers' annual report 2024, its Bijlage 1) are recognised without a table of
them: what is not the same is a guess that somebody confirms."""

import pytest

from loket.advisers.configuration import configuration
from loket.advisers.importing.guessing import columns_of, field_of, guess, is_free_text

PRINTED = {
    (
        "settlement",
        "Klankbordgesprek/advies/ incl. nazorgcontact (ook telefonisch, mail)",
    ): "sounding_board_talk_advice",
    ("settlement", "(Drie)gesprek met betrokkenen / leidinggevende / manager"): "three_way_talk",
    ("settlement", "Doorverwijzing (bijv. Bedrijfsmaatschappelijk werk)"): "referral_social_work",
    ("settlement", "Escalatie naar directeur"): "escalation_to_director",
    ("settlement", "Escalatie naar directeur met melder"): "escalation_to_director_with_reporter",
    ("settlement", "Escalatie DG / Landelijke VP / Klokkenluidersregeling"): "escalation_dg_national_vp_whistleblower",
    ("settlement", "Doorverwijzen naar Klachtencommissie, CIF, OIF, etc."): "referral_complaints_committee_cif_oif",
    ("settlement", "Bijstaan doen van melding bij Klachtencommissie, CIF, OIF, etc."): (
        "assist_report_complaints_committee_cif_oif"
    ),
    ("settlement", "Overig (bijv. mediation)"): "settled_other",
    ("situation", "Arbeidscontract niet verlengd / ontslag"): "contract_not_renewed_or_dismissed",
    ("situation", "Andere werkplek / functie binnen eigen organisatieonderdeel"): "other_job_within_unit",
    ("situation", "Andere werkplek / functie buiten eigen organisatieonderdeel"): "other_job_outside_unit",
    ("accused", "Collega eigen organisatieonderdeel"): "colleague_own_unit",
    ("accused", "Medewerker ander organisatieonderdeel"): "employee_other_unit",
    ("category", "4. Misbruik (gewelds-)bevoegdheden"): "abuse_of_powers",
    ("category", "8. Problematiek Personeel & Organisatie"): "personnel_and_organisation_issues",
    ("subcategory", "Werkverzuim (d.i. incl. werkurenregistratie(SAP)"): "absence_and_time_registration",
    ("subcategory", "PSA (werkdruk, stress etc)"): "psychosocial_workload",
    ("unit", "Belasting-dienst"): "belastingdienst",
}


@pytest.mark.parametrize(("name", "printed"), PRINTED)
def test_a_printed_wording_is_guessed(name: str, printed: str) -> None:
    known = configuration()
    codes = known.lists["advice_settlement" if name == "settlement" else name]
    assert guess(printed, codes, known.held(name, 2026)).code == PRINTED[name, printed]


@pytest.mark.parametrize("text", ["Leidinggevende", "BD", "iets", "", "   ", "?"])
def test_what_can_be_two_things_or_nothing_is_not_guessed(text: str) -> None:
    """'Leidinggevende' can be the direct one or another one."""
    known = configuration()
    assert guess(text, known.lists["accused"], known.held("accused", 2026)).code == ""


def test_only_the_same_wording_is_certain() -> None:
    known = configuration()
    units, held = known.lists["unit"], known.held("unit", 2026)
    assert guess("  DOUANE. ", units, held).is_certain
    assert guess("Customs", units, held).is_certain
    assert not guess("Douanen", units, held).is_certain


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Maand", "month"),
        ("Datum melding", "month"),
        ("1. Wie betreft de melding", "accused"),
        ("2. Wijze waarop klacht/melding is afgedaan", "settlement"),
        ("Situatie van de melders na interventie", "situation"),
        ("Omschrijving melding", "subcategory"),
        ("Aantal meldingen", "number"),
        ("Kleur", ""),
        ("Naam", ""),
        ("", ""),
    ],
)
def test_headings(heading: str, field: str) -> None:
    assert field_of(heading) == field


def test_the_first_of_two_columns_with_one_heading_counts() -> None:
    assert columns_of(["Maand", "Onderdeel", "Maand"]) == {"month": 0, "unit": 1}


def test_a_word_within_a_heading_names_a_story() -> None:
    assert is_free_text("Vul kolom Toelichting in")
    assert not is_free_text("Minuten")
