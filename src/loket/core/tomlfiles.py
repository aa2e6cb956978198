"""TOML as plain values, with the line of every key, as ``yamlfiles`` has it for YAML."""

import re
import tomllib
from pathlib import Path
from typing import Any

from loket.core.badfile import BadFile, read_text
from loket.core.yamlfiles import Places, Where

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]")
_KEY = re.compile(r"\s*(\"[^\"]*\"|'[^']*'|[A-Za-z0-9_-]+)\s*=")
_AT = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)")


def parse(path: Path) -> tuple[Any, Places]:
    """The value in this file, and the line of each table and key in it. Raises ``BadFile``."""
    text = read_text(path)
    try:
        return tomllib.loads(text), _places(text)
    except tomllib.TOMLDecodeError as error:
        at = _AT.search(str(error))
        line, column = (int(at[1]), int(at[2])) if at and at[1] else (text.count("\n") + 1, 1)
        message = "dit is geen TOML; kijk of aanhalingstekens en haken gesloten zijn, en of geen naam dubbel staat"
        raise BadFile(path, line, column, message) from error


def _places(text: str) -> Places:
    """Where each table and key stands; what stands deeper in a value has the place of its key."""
    places: Places = {(): (1, 1)}
    counts: dict[str, int] = {}
    table: Where = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            names = header[2].split(".")
            table = tuple(name.strip(" \"'") for name in names)
            for depth in range(1, len(table)):
                places.setdefault(table[:depth], (number, 1))
            if header[1] == "[[":
                places.setdefault(table, (number, 1))
                counts[header[2]] = counts.get(header[2], -1) + 1
                table = (*table, counts[header[2]])
            places[table] = (number, 1)
        elif key := _KEY.match(line):
            places.setdefault((*table, key[1].strip("\"'")), (number, key.start(1) + 1))
    return places
