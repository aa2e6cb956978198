"""What a publication consists of: every file with its SHA-256, the snapshot it came from, and the tools that
made it.

It holds no time and no name of who built it, so that building twice gives the same bytes; who and when are
in the audit trail.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path

from loket import __version__
from loket.core.errors import UserError

NAME = "manifest.json"
TOOLS = ("typst", "odfdo", "ibis-framework", "duckdb")


class NoManifest(UserError):
    """A folder that is not a publication: its manifest is missing or cannot be read."""


@dataclass(frozen=True)
class Manifest:
    """``files`` maps a path within the publication, with forward slashes, to the SHA-256 of its bytes in hex.
    ``slug`` is its address, empty for the annual report; ``chapters`` gives by language the number, the page and the
    title of each; ``recommendations`` the fingerprint of those that it prints; ``open`` whether everyone can read it.

    ``notices`` is what the checks found and let through, in Dutch; ``data`` the fingerprint of the
    organisation's folder.
    """

    title: Mapping[str, str]
    year: int
    snapshot: str
    revision: int
    reference_date: str
    notices: Sequence[str]
    data: str
    tools: Mapping[str, str]
    files: Mapping[str, str]
    slug: str = ""
    subtitle: Mapping[str, str] = field(default_factory=dict)
    chapters: Mapping[str, Sequence[Sequence[str]]] = field(default_factory=dict)
    recommendations: str = ""
    open: bool = False


def tools() -> dict[str, str]:
    """The versions that decide what comes out; our own with a hash of the source, as SemVer's build part."""
    return {"integriteitsloket": f"{__version__}+{_own_source()}", **{name: version(name) for name in TOOLS}}


@cache
def _own_source() -> str:
    """The first digits of the SHA-256 over our own files, so that a mended page or chart is built again."""
    digest = hashlib.sha256()
    folder = Path(__file__).parents[1]
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix not in {".pyc", ".mo"}:
            digest.update(f"{path.relative_to(folder)} {_sha256(path)}\n".encode())
    return digest.hexdigest()[:12]


def hashes(folder: Path) -> dict[str, str]:
    """Every file of the publication but the manifest itself, in the order of their paths."""
    return {name: _sha256(folder / name) for name in _names(folder)}


def fingerprint(folder: Path) -> str:
    """SHA-256 over the names and contents of every file in a folder."""
    listed = json.dumps({name: _sha256(folder / name) for name in _names(folder)})
    return fingerprint_of(listed)


def fingerprint_of(text: str) -> str:
    """SHA-256 over a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def write(folder: Path, manifest: Manifest) -> None:
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1) + "\n"
    (folder / NAME).write_text(text, encoding="utf-8")


def read(folder: Path) -> Manifest:
    """The manifest of the publication in this folder. Raises ``NoManifest``."""
    try:
        content = json.loads((folder / NAME).read_text(encoding="utf-8"))
        return Manifest(**content | {"notices": tuple(content["notices"])})
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise NoManifest(
            f"{folder} is geen publicatie: {NAME} ontbreekt of is niet te lezen; bouw haar opnieuw"
        ) from error


def verify(folder: Path) -> list[str]:
    """What is no longer as it was built, in Dutch and by path; empty when all is whole. Raises
    ``NoManifest``.
    """
    expected, found = read(folder).files, hashes(folder)
    problems = [f"{name}: ontbreekt" for name in sorted(expected.keys() - found.keys())]
    problems += [f"{name}: hoort er niet bij" for name in sorted(found.keys() - expected.keys())]
    both = sorted(expected.keys() & found.keys())
    return problems + [f"{name}: is veranderd" for name in both if expected[name] != found[name]]


def _names(folder: Path) -> Iterator[str]:
    paths = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return (name for name in sorted(paths) if name != NAME)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
