"""Code lists as JSON, for a snapshot: the same lists give the same text, and reading gives the same lists."""

import json
from collections.abc import Mapping
from dataclasses import asdict

from loket.figures.model import Code, CodeList


def to_json(lists: Mapping[str, CodeList]) -> str:
    """The lists in alphabetical order, the codes of each in print order; ends with a newline."""
    content = {name: asdict(lists[name]) for name in sorted(lists)}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def from_json(text: str) -> dict[str, CodeList]:
    """The lists that ``to_json`` wrote; ``ValueError``, ``KeyError`` or ``TypeError`` on any other text."""
    content = json.loads(text)
    return {
        name: CodeList(**{**fields, "codes": tuple(Code(**code) for code in fields["codes"])})
        for name, fields in content.items()
    }
