"""The manifest finds every change in a publication."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.publications import manifest

MADE = manifest.Manifest(
    {"nl": "Integriteit in 2024"}, 2024, "2024/r1", 1, "2025-02-25", (), "", {"typst": "0.15.2"}, {}
)


@pytest.fixture
def publication(tmp_path: Path) -> Path:
    (tmp_path / "csv").mkdir()
    (tmp_path / "csv" / "a.csv").write_text("n\n1\n")
    (tmp_path / "index.html").write_text("<p>")
    manifest.write(tmp_path, replace(MADE, files=manifest.hashes(tmp_path)))
    return tmp_path


def test_it_comes_back_as_it_was_written(publication: Path) -> None:
    found = manifest.read(publication)
    assert (found.year, found.snapshot, list(found.files)) == (2024, "2024/r1", ["csv/a.csv", "index.html"])
    assert manifest.verify(publication) == []


def test_it_finds_what_changed_what_is_gone_and_what_was_added(publication: Path) -> None:
    (publication / "csv" / "a.csv").write_text("n\n2\n")
    (publication / "index.html").unlink()
    (publication / "new.txt").touch()
    assert manifest.verify(publication) == [
        "index.html: ontbreekt",
        "new.txt: hoort er niet bij",
        "csv/a.csv: is veranderd",
    ]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"year": 2024}', "\xff"])
def test_anything_else_is_not_a_publication(tmp_path: Path, text: str) -> None:
    (tmp_path / manifest.NAME).write_bytes(text.encode("latin-1"))
    with pytest.raises(manifest.NoManifest, match="bouw haar opnieuw"):
        manifest.read(tmp_path)


@given(st.dictionaries(st.text("abc", min_size=1, max_size=4), st.binary(max_size=8), min_size=1))
def test_the_fingerprint_of_a_folder_depends_on_names_and_contents_only(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes]
) -> None:
    def laid_down(order: list[str]) -> str:
        folder = tmp_path_factory.mktemp("data")
        for name in order:
            (folder / name).write_bytes(files[name])
        return manifest.fingerprint(folder)

    assert laid_down(sorted(files)) == laid_down(sorted(files, reverse=True))
