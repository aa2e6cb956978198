"""``./loket procedures``: every mistake with its place, and a picture of each."""

import argparse
from pathlib import Path
from shutil import copytree

import pytest
from django.conf import LazySettings

from loket.cli import procedures
from loket.cli.check import configuration
from loket.cli.main import COMMANDS

DATA = Path(__file__).resolve().parents[2] / "data" / "voorbeeldland"


def give(*words: str) -> int:
    parser = argparse.ArgumentParser()
    procedures.add_arguments(parser)
    return procedures.run(parser.parse_args(words))


@pytest.fixture
def province(settings: LazySettings, tmp_path: Path) -> Path:
    settings.DATA = copytree(DATA, tmp_path / "data")
    return Path(settings.DATA)


def spoil(file: Path, *changes: tuple[str, str]) -> None:
    text = file.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    file.write_text(text, "utf-8")


def test_good_procedures_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert "procedures" in COMMANDS
    assert give("check") == 0
    shown = "De procedures kloppen: authority, incident_desk, meldpunt, oif, wrongdoing.\n"
    assert capsys.readouterr().out == shown


def test_every_mistake_is_named_in_the_order_of_the_files(province: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(province / "procedures" / "desk.yaml", ("to: talking", "to: talkng"), ("letter: answer", "letter: anser"))
    spoil(province / "procedures" / "council.yaml", (", within_days: 10", ""))
    assert give("check") == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.removeprefix(f"{province}/procedures/").split(": ")[0] for line in lines[:-1]] == [
        "council.yaml:6:12",
        "desk.yaml:16:9",
        "desk.yaml:29:13",
    ]
    assert lines[-1] == "3 fouten; niets is veranderd."


def test_mistakes_in_which_body_works_by_what_are_named_too(province: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(province / "casework.yaml", ("procedures: [desk]", "procedures: [dusk]"))
    assert give("check") == 1
    out = capsys.readouterr().out
    assert f"{province}/casework.yaml:4:18: de procedure 'dusk' is er niet" in out
    assert "1 fout; niets is veranderd." in out


@pytest.mark.django_db
def test_the_check_of_the_whole_folder_finds_them(province: Path) -> None:
    assert not [line for line in configuration() if "procedure" in line]
    spoil(province / "procedures" / "desk.yaml", ("to: talking", "to: talkng"))
    spoil(province / "procedures" / "council.yaml", (", within_days: 10", ""))
    assert len([line for line in configuration() if "/procedures/" in line]) == 2


def test_each_procedure_is_drawn_in_each_of_its_languages(
    province: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert give("draw", "--out", str(tmp_path / "new" / "pictures")) == 0
    names = {path.name for path in (tmp_path / "new" / "pictures").iterdir()}
    assert {"oif.nl.svg", "oif.en.svg", "desk.de.svg", "council.nl.svg"} <= names
    assert len(names) == len(capsys.readouterr().out.splitlines()) == 14
