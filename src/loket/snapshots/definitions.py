"""The definitions of the tables as they were when a year was frozen: to JSON and back."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from loket.figures.model import Dimension, TableDefinition


def to_json(definitions: Sequence[TableDefinition]) -> bytes:
    """One spelling for the same definitions, in their order."""
    content = [asdict(definition) for definition in definitions]
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def from_json(raw: bytes) -> tuple[TableDefinition, ...]:
    return tuple(map(_definition, json.loads(raw)))


def _definition(content: Mapping[str, Any]) -> TableDefinition:
    return TableDefinition(
        **{
            **content,
            "dimensions": tuple(map(_dimension, content["dimensions"])),
            "filters": {column: tuple(codes) for column, codes in content["filters"].items()},
            "years": tuple(content["years"]),
        }
    )


def _dimension(content: Mapping[str, Any]) -> Dimension:
    return Dimension(**{**content, "optional": tuple(content["optional"]), "only": tuple(content["only"])})
