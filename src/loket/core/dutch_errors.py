"""What pydantic finds, said in Dutch, with what would be right."""

from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

_LONGEST = 60
"""Characters of a value that a message repeats."""

_MESSAGES = {
    "string_type": "hier hoort tekst te staan, niet {input}; zet zo nodig aanhalingstekens om de waarde",
    "int_type": "hier hoort een geheel getal te staan, niet {input}",
    "float_type": "hier hoort een getal te staan, niet {input}",
    "bool_type": "hier hoort true of false te staan, niet {input}",
    "date_type": "hier hoort een dag te staan (jjjj-mm-dd), niet {input}",
    "list_type": "hier hoort een lijst te staan (regels met '- '), niet {input}",
    "tuple_type": "hier hoort een lijst te staan (regels met '- '), niet {input}",
    "dict_type": "hier horen velden te staan ('naam: waarde'), niet {input}",
    "model_type": "hier horen velden te staan ('naam: waarde'), niet {input}",
    "model_attributes_type": "hier horen velden te staan ('naam: waarde'), niet {input}",
    "literal_error": "{input} kan hier niet; kies uit {expected}",
    "too_short": "dit mag niet leeg zijn; vul ten minste {min_length} in",
    "string_too_short": "de tekst mag niet leeg zijn; vul hem in",
    "string_too_long": "de tekst is te lang; hooguit {max_length} tekens mag",
    "greater_than_equal": "{input} is te laag; {ge} of hoger mag",
    "greater_than": "{input} is te laag; meer dan {gt} mag",
    "less_than_equal": "{input} is te hoog; {le} of lager mag",
    "less_than": "{input} is te hoog; minder dan {lt} mag",
    "string_pattern_mismatch": "{input} heeft niet de goede vorm; de vorm is {pattern}",
}


_TOML = {
    "list_type": "hier hoort een lijst te staan ([...]), niet {input}",
    "dict_type": "hier horen velden te staan ('naam = waarde'), niet {input}",
    "model_type": "hier horen velden te staan ('naam = waarde'), niet {input}",
}
"""What is written otherwise in TOML than in YAML."""


def in_dutch(error: ErrorDetails, model: type[BaseModel], *, toml: bool = False) -> str:
    """One validation error as a Dutch sentence; a validator's own ``ValueError`` stands as it is. ``toml``: the file is
    TOML, not YAML.
    """
    kind, name = error["type"], str(error["loc"][-1]) if error["loc"] else ""
    if kind == "missing":
        return f"veld '{name}' ontbreekt; voeg '{name}{' =' if toml else ':'} ...' toe"
    if kind == "extra_forbidden":
        return f"onbekend veld '{name}'; {_advice(name, _fields(model, error['loc'][:-1]))}"
    context = error.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    expected = str(context.get("expected", "")).replace(" or ", " of ")
    words = {**context, "input": _show(error["input"]), "expected": expected}
    messages = _MESSAGES | _TOML if toml else _MESSAGES
    return messages.get(kind, f"de waarde {{input}} is niet goed ({error['msg']})").format(**words)


def _advice(name: str, known: list[str]) -> str:
    close = get_close_matches(name, known, 1)
    meant = f"bedoel je '{close[0]}'? " if close else ""
    return f"{meant}Het kan zijn: {', '.join(known)}"


def _show(value: object) -> str:
    """The value as the keeper of the file knows it."""
    if value is None:
        return "een lege waarde"
    if isinstance(value, dict):
        return "velden"
    if isinstance(value, list):
        return "een lijst"
    if isinstance(value, str):
        return f"'{value}'" if len(value) <= _LONGEST else f"'{value[:_LONGEST]}...'"
    return str(value).lower()


def _fields(model: type[BaseModel], where: tuple[int | str, ...]) -> list[str]:
    """The names of the fields that ``model`` knows at this place."""
    schema = model.model_json_schema()
    at = _resolve(schema, schema)
    for part in where:
        if isinstance(part, int):
            at = at.get("items", at)
        else:
            at = at.get("properties", {}).get(part) or at.get("additionalProperties", at)
        at = _resolve(at, schema)
    return list(at.get("properties", {}))


def _resolve(at: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """Follow references, and take the first alternative that has fields or items."""
    if "anyOf" in at:
        at = next((one for one in at["anyOf"] if one.get("type") != "null"), at)
    if "$ref" in at:
        at = schema["$defs"][at["$ref"].rpartition("/")[2]]
    return at
