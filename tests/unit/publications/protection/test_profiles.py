"""The profiles of an organisation are read strictly, and what is wrong is named with its place."""

from pathlib import Path
from shutil import copytree

import pytest
from django.conf import settings

from loket.core.badfile import BadFile
from loket.publications.protection import profiles
from loket.publications.protection.profile import OPEN

VOORBEELDLAND = settings.BASE_DIR / "tests" / "data" / "voorbeeldland"


def written(folder: Path, text: str) -> Path:
    """A folder of the second organisation with these profiles."""
    for name in ("lists", "organisation.yaml"):
        source = VOORBEELDLAND / name
        if source.is_dir():
            copytree(source, folder / name)
        else:
            (folder / name).write_bytes(source.read_bytes())
    (folder / profiles.FILE).write_text(text)
    return folder


def one(**fields: str) -> str:
    known = {"code": "alle", "label": "{nl: Alle, de: Alle}", "attacker": "{nl: Leest, de: Liest}"} | fields
    return "  - {" + ", ".join(f"{name}: {value}" for name, value in known.items()) + "}\n"


def test_both_organisations_have_profiles_and_the_first_is_for_everyone() -> None:
    ours = profiles.read(settings.BASE_DIR / "data" / "financien")
    assert [profile.code for profile in ours] == ["public", "parliament", "unit_management", "internal"]
    assert (ours[0].threshold, ours[0].method, ours[0].zeros, ours[0].line_lists) == (5, "merge", True, False)
    assert [(profile.code, profile.method) for profile in profiles.read(VOORBEELDLAND)] == [("alle", "round")]


def test_without_a_file_small_is_below_five(tmp_path: Path) -> None:
    assert profiles.read(tmp_path) == (OPEN,)
    assert OPEN.threshold == 5


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (one(threshold="1"), "protection.yaml:2:"),
        (one(threshold="21"), "protection.yaml:2:"),
        (one(method="guess"), "protection.yaml:2:"),
        (one(colour="red"), "colour"),
        (one() + one(), "'alle' staat er twee keer"),
        (one(label="{nl: Alle}"), "de tekst in 'de' ontbreekt"),
        (one(sensitive="[nothing]"), "'nothing' is geen lijst"),
        (one(tells="[nothing]"), "'nothing' is geen lijst"),
        (one(not_about_people="[weather]"), "feit weather bestaat niet"),
        (one(rules="{gossip: points}"), "gossip"),
        (one(rules="{pairs: shouts}"), "protection.yaml:2:"),
        (one(line_lists="true"), "line_lists op false"),
        (one(weights="{totals: 0}"), "protection.yaml:2:"),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadFile, match=r"protection\.yaml") as error:
        profiles.read(written(tmp_path, "profiles:\n" + text))
    assert said in str(error.value)


def test_a_file_without_profiles_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"protection\.yaml"):
        profiles.read(written(tmp_path, "profiles: []\n"))


OTHERS = """profiles:
- {code: a, label: {nl: A, de: A}, attacker: {nl: A, de: A}}
- {code: b, label: {nl: B, de: B}, attacker: {nl: B, de: B}, open: true}
- {code: c, label: {nl: C, de: C}, attacker: {nl: C, de: C}, line_lists: true}
"""


def test_the_first_profile_is_open_and_of_the_others_those_that_say_so(tmp_path: Path) -> None:
    assert [one.open for one in profiles.read(written(tmp_path / "a", OTHERS))] == [True, True, False]
    with pytest.raises(BadFile, match="line_lists op false"):
        profiles.read(
            written(tmp_path, OTHERS.replace("attacker: {nl: B, de: B}", "attacker: {nl: B, de: B}, line_lists: true"))
        )
