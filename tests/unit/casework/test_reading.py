"""Procedures are read strictly: each mistake has its file, line and column, and says how to mend it."""

from pathlib import Path
from shutil import copytree

import pytest
from django.conf import LazySettings

from loket.casework.reading import OURS, mistakes, procedures

DATA = Path(__file__).resolve().parents[2] / "data" / "voorbeeldland"


@pytest.fixture
def province(settings: LazySettings, tmp_path: Path) -> Path:
    """A data folder of our own, with a procedure of its own."""
    settings.DATA = copytree(DATA, tmp_path / "data")
    return Path(settings.DATA)


def desk(province: Path, old: str, new: str) -> list[str]:
    """The mistakes after a change of the province's own procedure, without the path of its folder."""
    file = province / "procedures" / "desk.yaml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    return [str(wrong).removeprefix(f"{province}/procedures/") for wrong in mistakes(province)]


def test_ours_are_right_and_those_of_an_organisation_come_beside_them(province: Path) -> None:
    assert list(mistakes(province)) == []
    found = procedures()
    assert set(found) == {path.stem for path in OURS.glob("*.yaml")} | {"desk", "council"}
    assert found["desk"].label["de"] == "Anlaufstelle Anstand"


def test_an_organisation_may_replace_one_of_ours(province: Path) -> None:
    text = (province / "procedures" / "council.yaml").read_text("utf-8")
    (province / "procedures" / "authority.yaml").write_text(text.replace("code: council", "code: authority"), "utf-8")
    assert [stage.code for stage in procedures()["authority"].stages] == ["asked", "answered"]


def test_a_changed_file_holds_without_a_restart(province: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = iter(range(10_000, 20_000))
    monkeypatch.setattr("loket.casework.reading.time.monotonic", lambda: next(seconds))
    assert procedures()["desk"].stages[0].within_days == 5
    file = province / "procedures" / "desk.yaml"
    file.write_text(file.read_text("utf-8").replace("within_days: 5", "within_days: 6"), "utf-8")
    assert procedures()["desk"].stages[0].within_days == 6


DONE = "  - {code: done, label: {nl: Klaar, de: Fertig}, track: end, reporter: answered}\n"
HANDOVER = "    handover"
FIELD = "    fields: [{code: a, label: {nl: A, de: A}, kind: %s}]\n    handover"
LOST = "  - {code: lost, label: {nl: Weg, de: Weg}, track: end, within_days: 3}\n"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("to: talking", "to: talkng", "desk.yaml:16:9: het stadium 'talkng' is er niet; het kan zijn: received,"),
        ("from: [talking]", "from: [talkng]", "desk.yaml:21:12: het stadium 'talkng' is er niet"),
        ("track: end", "track: ennd", "desk.yaml:10:57: het deel 'ennd' is er niet"),
        ("letter: answer", "letter: anser", "desk.yaml:29:13: de brief 'anser' is er niet"),
        ("met_by: [finish]", "met_by: [fnish]", "desk.yaml:36:14: de stap 'fnish' is er niet"),
        ("event: received", "event: recieved", "de gebeurtenis 'recieved' is er niet"),
        ("to: [council]", "to: [concil]", "desk.yaml:22:21: de procedure 'concil' is er niet; het kan zijn: auth"),
        ("settlement_each]", "settlement_all]", "desk.yaml:28:42:"),
        ("settlement_class: measure", "settlement_class: mesure", "de soort afdoening 'mesure' is er niet"),
        (HANDOVER, FIELD % "code, code_list: moons", "de lijst 'moons' is er niet"),
        (HANDOVER, FIELD % "code", "heeft een code_list"),
        (HANDOVER, FIELD % "choice", "heeft options"),
        (DONE, DONE + LOST, "desk.yaml:11:12: niets leidt naar 'lost'"),
        (DONE, DONE + LOST, "desk.yaml:11:12: uit 'lost' leidt niets naar een eind"),
        (", within_days: 30", "", "desk.yaml:9:12: 'talking' is geen eind en mag niet eeuwig duren"),
        ("reporter: answered}", "reporter: answered, within_days: 9}", "uit 'talking' leidt niets naar een eind"),
        ("reporter: answered}", "reporter: answered, within_days: 9}", "een laatste stap leidt naar een eind"),
        ("    final: true\n", "", "desk.yaml:27:9: 'done' is een eind; zet final: true"),
        ("    to: done\n", "", "een laatste stap leidt naar een eind, en 'talking' is dat niet"),
        ("    to: talking\n", "    to: talking\n    moves_from: [talking]\n", "moves_from noemt stadia"),
        ("handover: {to: [council]}", "handover: {to: [council], view_ends: true}", "wie niet meer kan lezen"),
        ("{to: [council]}", "{to: [council], report_goes: true}", "met 'council' gaat geen melding mee"),
        ("event: received", "event: finish", "na 'finish' is geen stap van met_by meer te doen"),
        ("months: 2}", "months: 0}", "deze termijn duurt niet; geef days of months"),
        ("kind: feedback", "kind: consent", "een vraag (consent, detriment) heeft options"),
        ("    kind: feedback\n", "    kind: consent\n    options: [{code: maybe, label: {nl: M, de: M}}]\n",
         "de keuze 'maybe' is er niet"),
        ("    letter: answer\n", "", "geen stap stuurt de brief 'answer'"),
        ("label: {nl: Loket Fatsoen, de: Anlaufstelle Anstand}", "label: {nl: Loket}\nhas_reporter: false",
         "desk.yaml:3:8: de tekst in 'de' ontbreekt"),
        ("label: {nl: Loket Fatsoen, de: Anlaufstelle Anstand}", "label: {nl: L, de: A}\nhas_reporter: false",
         "deze procedure kent geen melder; haal de brief weg"),
        ("done: {nl: Bevestigd, de: Bestätigt}", "done: {nl: Bevestigd, de: Bestätigt, en: Done}",
         "de taal 'en' kent deze organisatie niet"),
        ("code: ask_council", "code: finish", "de code 'finish' staat er dubbel; noem er een anders"),
        ("code: talking", "code: received", "de code 'received' staat er dubbel"),
        ("kind: settled_case", "kind: setled_case", "de soort feit 'setled_case' is er niet"),
        ("act: finish", "act: fnish", "desk.yaml:48:10: de stap 'fnish' is er niet"),
        ("      unit: card.unit\n", "", "de kolom 'unit' ontbreekt; geef waar hij vandaan komt"),
        ("unit: card.unit", "unit: card.unit\n      name: card.unit", "'settled_case' heeft geen kolom 'name'"),
        ("unit: card.unit", "unit: card.violation", "en hier horen codes van 'unit'"),
        ("unit: card.unit", "unit: story", "'story' is geen bron"),
        ("unit: card.unit", "unit: finish.where", "'finish.where' is geen bron"),
        ("investigation: =no_investigation", "investigation: =nothing", "de lijst 'investigation' kent 'nothing' niet"),
        ("each: person", "each: case", "'person.settlement' is geen bron"),
        ("dated: today", "dated: yesterday", "'yesterday' is hier geen dag"),
        ("  - code: other\n    months: 1\n", "  - code: other\n    settlement_class: none\n    months: 1\n",
         "wat als geen regel past?"),
        ("    settlement_class: measure\n", "", "hierna komt geen regel meer aan de beurt"),
        ("code: desk", "code: desks", "noem het bestand desks.yaml"),
        ("months: 12", "months: twaalf", "hier hoort een geheel getal"),
    ],
)  # fmt: skip
def test_a_mistake_has_its_place(province: Path, old: str, new: str, says: str) -> None:
    found = desk(province, old, new)
    assert any(says in wrong for wrong in found), found
    assert all(wrong.startswith("desk.yaml:") for wrong in found), found


def test_a_column_needs_a_source_that_is_known_by_then(province: Path) -> None:
    """A field of another act, or one that need not be filled in, may be empty."""
    fields = "    fields: [{code: %s, label: {nl: A, de: A}, kind: yes_no%s}]\n    handover"
    file = province / "procedures" / "desk.yaml"
    for name, required in (("hired", ""), ("hired", ", required: false")):
        text = (DATA / "procedures" / "desk.yaml").read_text("utf-8")
        text = text.replace("    handover", fields % (name, required), 1)
        file.write_text(text.replace("contracted_out: =no", "contracted_out: ask_council.hired"), "utf-8")
        (wrong,) = mistakes(province)
        assert "'ask_council.hired' is dan misschien niet bekend; zet erachter: or =code" in str(wrong)
        file.write_text(text.replace("contracted_out: =no", "contracted_out: ask_council.hired or =no"), "utf-8")
        assert list(mistakes(province)) == []


def test_a_number_comes_from_the_month_only(province: Path) -> None:
    fact = """facts:
  - kind: case_event
    act: finish
    each: case
    dated: today
    columns: {unit: card.unit, event: =nothing, violation: card.violation, settlement_class: =none, month: card.unit}
"""
    (wrong,) = desk(province, "facts:\n", fact)
    assert "'month' is een getal; alleen month is een bron daarvoor" in wrong
    (wrong,) = desk(province, "month: card.unit", "month: month")
    assert "de lijst 'case_event' kent 'nothing' niet" in wrong
