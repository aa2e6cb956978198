"""The register of kinds of facts, read off the models: there is no second list to keep true."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from django.db import models

from loket.facts.models import Code, Fact


class Holds(Enum):
    """What a column holds."""

    CODE = "code"
    WHOLE = "whole"
    DECIMAL = "decimal"


@dataclass(frozen=True)
class Column:
    """One column of a kind. ``code_list`` is the list of its codes, None for a number."""

    name: str
    holds: Holds
    code_list: str | None
    optional: bool


@dataclass(frozen=True)
class Kind:
    """One kind of fact: its name in files, tables and snapshots, and the rule that says what counts."""

    id: str
    model: type[Fact]
    columns: tuple[Column, ...]
    rule: str

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order, without year and origin."""
        return tuple(column.name for column in self.columns)


def _kind(model: type[Fact]) -> Kind:
    name = re.sub(r"(?<!^)(?=[A-Z])", "_", model.__name__).lower()
    common = {field.name for field in Fact._meta.get_fields()} | {"id"}
    fields = [field for field in model._meta.fields if field.name not in common]
    return Kind(name, model, tuple(_column(field) for field in fields), model.__doc__ or "")


def _column(field: "models.Field[object, object]") -> Column:
    if isinstance(field, Code):
        return Column(field.name, Holds.CODE, field.code_list, False)
    holds = Holds.DECIMAL if isinstance(field, models.DecimalField) else Holds.WHOLE
    return Column(field.name, holds, None, field.null)


KINDS: Mapping[str, Kind] = {kind.id: kind for kind in map(_kind, Fact.__subclasses__())}
"""Every kind by its id."""

ALIKE: Mapping[str, str] = {"person_concerned": "settled_case"}
"""Kinds of which there is one fact for each fact of another kind: a settled case is about one person. Who reads figures
about both lays them beside each other."""
