"""The ministry's two printed reports: exactly the contradictions that a reader finds in them by hand, one by one."""

import csv
from pathlib import Path
from shutil import copytree

import pytest

from loket.publications.contradictions.reading import examine

PRINTED = Path(__file__).parents[4] / "data" / "financien" / "published"

KNOWN = [
    # where, what stands there (a part of it), left, right
    ("1 (voorwoord)", "ruim 1200 adviesvragen", "ruim 1.200", 1200),  # no more than that
    ("Bijlage 1, blad 1", "Wie betreft de melding: Leidinggevende", 518, 683),  # only the direct managers
    ("Bijlage 1, blad 1", "Medewerker ander organisatieonderdeel", 320, 61),  # the line above, copied
    ("Bijlage 1, blad 1", "Leidinggevende (pijl)", "gedaald", "gestegen"),
    ("Bijlage 1, blad 1", "Medewerker ander organisatieonderdeel (pijl)", "gedaald", "gelijk gebleven"),
    ("Bijlage 1, blad 2", "Aantal onderzoeken: totaal", 14, 16),  # only the full ones
    ("Bijlage 1, blad 3", "Gedeelte medewerkers: totaal", 41069, 41032),
    ("Bijlage 1, blad 3", "Beëindiging tijdelijk contract", 5, 4),  # one case that
    ("Bijlage 1, blad 3", "Berisping", 6, 7),  # moved from the one to the other
    ("4.3, grafiek", "Aantal geregistreerde incidenten", 221, 186),
    ("4.3, grafiek", "Aantal afdoeningen naar categorie: Gesprek/coaching", 16, 48),
    ("4.3, tekst en grafiek", "Gesprek/coaching", 18, 19),
    ("4.3", "twee (vermoedelijke) misstanden gemeld", 2, 4),
    ("5.4", "683 = 56%", 56, 57),
    ("5.6, en Bijlage 3, 3.5", "ruim de helft van de meldingen (56%)", 56, 48),
    ("5.7, en Bijlage 3, 3.6", "bij 238 meldingen is de situatie gelijk gebleven", 238, 0),
    ("6.2", "Uitkomst van de ontvankelijke klachten", 5, 6),
    ("Bijlage 3, 2 onder Signalering", "9% van hun tijd aan voorlichtingsactiviteiten", "ongeveer 9", 7),
    ("Bijlage 3, 3.2 en 3.3", "Agressie en geweld, Afgehandeld", 7, 10),
    ("Bijlage 3, 3.2 en 3.3", "buitensluiten, Afgehandeld", 176, 167),
    ("Bijlage 3, 3.5", "doorverwijzing", "minstens 111", 92),
    ("Bijlage 3, 3.5", "159 meldingen lopen door in 2025", 159, 223),  # of the handling, of the situation
    ("Bijlage 3, 6", "op twee na alle", 2, 6),  # four have only started the course
    ("Bijlage 3, bijlage 2", "Situatie niet opgelost, Anders", 2, 1),
]

MENDED = [
    # file, line as printed, line as it should be: with these the report contradicts itself nowhere
    ("infographic_accused", "manager_undifferentiated,518,down", "manager_undifferentiated,683,up"),
    ("infographic_accused", "employee_other_unit,320,down", "employee_other_unit,61,equal"),
    ("infographic_employees", "not_involved,40846", "not_involved,40883"),
    ("infographic_settled", "end_of_temporary_contract,5", "end_of_temporary_contract,4"),
    ("infographic_settled", "written_reprimand,6", "written_reprimand,7"),
    ("infographic_subject", "wrongdoing_whistleblower,4,up", "wrongdoing_whistleblower,2,up"),
    ("infographic_subject", "misuse_of_resources_rule_breach,61,up", "misuse_of_resources_rule_breach,63,up"),
    ("chart_violation", "misuse_of_resources_rule_breach,63", "misuse_of_resources_rule_breach,56"),
    ("chart_violation", "undesirable_conduct,53", "undesirable_conduct,51"),
    ("chart_violation", "private_sphere_misconduct,42", "private_sphere_misconduct,35"),
    ("chart_violation", "leaking_misuse_of_information,35", "leaking_misuse_of_information,23"),
    ("chart_violation", "abuse_of_position_conflict_of_interest,18", "abuse_of_position_conflict_of_interest,13"),
    ("chart_violation", "financial_violation,6", "financial_violation,4"),
    ("chart_settlement", "measure_other_than_dismissal,66", "measure_other_than_dismissal,34"),
    ("chart_settlement", "talk,16", "talk,48"),
    ("chart_share", "measure_other_than_dismissal,77", "measure_other_than_dismissal,40"),
    ("chart_share", "talk,18", "talk,56"),
    ("complaints_outcome", "in_progress,3", "in_progress,4"),
    ("infographic_investigation", "total,14", "total,16"),
    ("certification", "in_certification,16", "in_certification,20"),
    ("certification", "basic_training_started,4", "basic_training_started,0"),
    ("outcomes", "aggression_violence,handled,7", "aggression_violence,handled,10"),
    ("outcomes", "bullying_exclusion,handled,176", "bullying_exclusion,handled,167"),
    (
        "units_situation",
        "unresolved_no_further_action_wanted,other_or_unknown,2",
        "unresolved_no_further_action_wanted,other_or_unknown,1",
    ),
    # 3.5 says that the handling of 159 goes on: no longer the words of 3.6
    ("report.toml", '"@settlement_continues", "@situation', '"tally_situation[situation_ongoing,2024]", "@situation'),
    ("statements", "ruim 1200 adviesvragen,ruim", "1200 adviesvragen,minstens"),
    ("statements", '"tally_category[total,total,2024]",56', '"tally_category[total,total,2024]",57'),
    ("statements", '"tally_settlement[total,2024]",56', '"tally_settlement[total,2024]",48'),
    ("statements", ",ruim de helft,@sounding_board,", ",bijna de helft,@sounding_board,"),
    (
        "statements",
        '"tally_situation[situation_unchanged,2024]",,238',
        '"tally_situation[situation_unchanged,2024]",,0',
    ),
    ("statements", "ongeveer,@time_information,,9", "ongeveer,@time_information,,7"),
    ("statements", '"tally_settlement[three_way_talk,2024]",\n', '"tally_settlement[settled_other,2024]",\n'),
]


def test_the_report_about_2024_contradicts_itself_in_these_places_and_no_others() -> None:
    _, examined = examine(PRINTED / "2024")
    found = [(one.place, one.left, one.right) for one in examined.findings]
    for where, what, left, right in KNOWN:
        match = [one for one in found if one[0].startswith(where) and what in one[0] and one[1:] == (left, right)]
        assert len(match) == 1, (where, what, left, right)
        found.remove(match[0])
    assert found == []


def test_the_report_about_2023_contradicts_itself_nowhere() -> None:
    _, examined = examine(PRINTED / "2023")
    assert examined.findings == ()
    assert examined.checked >= 20


def test_two_mistakes_that_mend_each_other_name_each_other() -> None:
    _, examined = examine(PRINTED / "2024")
    told = {one.place.rpartition(": ")[2]: one.explanation for one in examined.findings}
    assert (
        "ook 7 in plaats van 6 bij Bijlage 1, blad 3, Wijze waarop is afgedaan: Berisping"
        in told["Beëindiging tijdelijk contract of stage"]
    )
    assert "ook 4 in plaats van 5 bij Bijlage 1, blad 3, Wijze waarop is afgedaan: Beëindiging" in told["Berisping"]


def test_what_the_report_explains_itself_is_no_contradiction() -> None:
    _, examined = examine(PRINTED / "2024")
    assert all("ADR" not in one.explanation for one in examined.findings)


def test_with_every_known_mistake_mended_nothing_contradicts(tmp_path: Path) -> None:
    copytree(PRINTED, tmp_path / "published")
    for file, printed, right in MENDED:
        path = tmp_path / "published" / "2024" / (file if "." in file else f"{file}.csv")
        text = path.read_text("utf-8")
        assert text.count(printed) == 1, (file, printed)
        path.write_text(text.replace(printed, right), "utf-8")
    _, examined = examine(tmp_path / "published" / "2024")
    assert [(one.place, one.explanation) for one in examined.findings] == []


@pytest.mark.parametrize(
    ("file", "column"),
    [
        ("sanctions", "count"),
        ("complaints_admissibility", "count"),
        ("complaints_outcome", "count"),
        ("signals", "count"),
        ("infographic", "count"),
    ],
)
def test_any_figure_of_2023_that_is_one_off_is_found(tmp_path: Path, file: str, column: str) -> None:
    with (PRINTED / "2023" / f"{file}.csv").open(encoding="utf-8") as source:
        rows = list(csv.DictReader(source))
    for number, row in enumerate(rows):
        folder = copytree(PRINTED / "2023", tmp_path / str(number))
        spoiled = [{**one, column: int(one[column]) + 1} if one is row else one for one in rows]
        with (folder / f"{file}.csv").open("w", encoding="utf-8", newline="") as target:
            writer = csv.DictWriter(target, fieldnames=list(row), lineterminator="\n")
            writer.writeheader()
            writer.writerows(spoiled)
        _, examined = examine(folder)
        assert len(examined.findings) == 1, row
