"""YAML as plain values, with the place of every key and value.

A small, safe part of YAML 1.2: maps, lists, text, whole numbers, decimals, ``true``, ``false``, ``null``
and dates (``2024-12-31``). ``yes`` and ``no`` are text. No references, no tags, no second document, no tabs,
no deep nesting: what a reader sees is what the program reads, and no file can make it run long.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from loket.core.badfile import BadFile, position, read_text

Where = tuple[str | int, ...]
"""The way to a value: names of fields and numbers (from 0) of items."""

Places = dict[Where, tuple[int, int]]
"""Line and column of each value; of a key under its way followed by ``KEY``."""

KEY = "[key]"

_DEEPEST = 20
_CONTROL = re.compile("[^\n\r\x20-\x7e\x85\xa0-\ufeff\ufffd\U00010000-\U0010ffff]")
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,18}\.[0-9]{1,18}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_PROBLEMS = {
    "mapping values are not allowed": "hier begint geen veld; zet tekst met ': ' tussen aanhalingstekens",
    "expected '-' indicator": "de inspringing klopt niet; zet streepjes van hetzelfde niveau onder elkaar",
    "could not find expected ':'": "hier ontbreekt een dubbele punt; schrijf 'naam: waarde'",
    "expected key": "de inspringing klopt niet; zet velden van hetzelfde niveau onder elkaar",
    "block end": "de inspringing klopt niet; zet velden van hetzelfde niveau onder elkaar",
    "unexpected end of stream": "een aanhalingsteken is niet gesloten; sluit het",
    "cannot start any token": "dit teken kan geen waarde beginnen; zet de waarde tussen aanhalingstekens",
    "expected ',' or": "een haak is niet gesloten; zet een komma of sluit de haak",
}


def parse(path: Path) -> tuple[Any, Places]:
    """The value in this file and where each part of it stands. Raises ``BadFile``."""
    text = read_text(path)
    for match in _CONTROL.finditer(text):
        what = "een tab" if match[0] == "\t" else f"het onzichtbare teken U+{ord(match[0]):04X}"
        raise BadFile(path, *position(text, match.start()), f"{what} mag niet; gebruik spaties")
    try:
        return _Reader(path, yaml.parse(text, yaml.CSafeLoader)).document()
    except yaml.MarkedYAMLError as error:
        raise _not_yaml(path, error) from error


def _not_yaml(path: Path, error: yaml.MarkedYAMLError) -> BadFile:
    problem = error.problem or ""
    words = (words for part, words in _PROBLEMS.items() if part in problem)
    mark = error.problem_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return BadFile(path, line, column, next(words, f"dit is geen YAML ({problem}); verbeter de schrijfwijze"))


def _at(event: yaml.Event) -> tuple[int, int]:
    mark: Any = event.start_mark
    return mark.line + 1, mark.column + 1


class _Reader:
    """Builds values from the events of one file."""

    def __init__(self, path: Path, events: Iterator[Any]) -> None:
        self.path = path
        self.events = (event for event in events if not isinstance(event, yaml.StreamStartEvent))
        self.places: Places = {}

    def document(self) -> tuple[Any, Places]:
        if isinstance(next(self.events), yaml.StreamEndEvent):
            raise BadFile(self.path, 1, 1, "het bestand is leeg; vul het of haal het weg")
        value = self.value(next(self.events), ())
        next(self.events)
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            raise self.bad(after, "een tweede document ('---') mag niet; maak er twee bestanden van")
        return value, self.places

    def bad(self, event: yaml.Event, message: str) -> BadFile:
        return BadFile(self.path, *_at(event), message)

    def value(self, event: Any, where: Where) -> Any:
        if isinstance(event, yaml.AliasEvent):
            raise self.bad(event, f"een verwijzing (*{event.anchor}) mag niet; schrijf de waarde hier voluit")
        if event.anchor or event.tag:
            raise self.bad(event, "een anker (&) of tag (!) mag niet; haal het weg")
        if len(where) > _DEEPEST:
            raise self.bad(event, f"te diep genest; hooguit {_DEEPEST} niveaus mag")
        self.places[where] = _at(event)
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(where)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(where)
        return self.scalar(event)

    def mapping(self, where: Where) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(key := next(self.events), yaml.MappingEndEvent):
            if not isinstance(key, yaml.ScalarEvent):
                raise self.bad(key, "een veldnaam is gewone tekst; schrijf 'naam: waarde'")
            name = key.value
            if name in found:
                first = self.places[*where, name, KEY][0]
                raise self.bad(key, f"'{name}' staat er dubbel (ook op regel {first}); haal er een weg")
            self.places[*where, name, KEY] = _at(key)
            found[name] = self.value(next(self.events), (*where, name))
        return found

    def sequence(self, where: Where) -> list[Any]:
        found: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            found.append(self.value(event, (*where, len(found))))
        return found

    def scalar(self, event: Any) -> Any:
        text: str = event.value
        if not event.implicit[0]:
            return text
        if text in _WORDS:
            return _WORDS[text]
        if _INTEGER.fullmatch(text):
            return int(text)
        if _DECIMAL.fullmatch(text):
            return float(text)
        if _DATE.fullmatch(text):
            return self.date(event)
        return text

    def date(self, event: Any) -> date:
        try:
            return date.fromisoformat(event.value)
        except ValueError as error:
            raise self.bad(event, f"de dag {event.value} bestaat niet; schrijf jjjj-mm-dd") from error
