"""The organisation as JSON, for a snapshot: the same organisation gives the same text, and back."""

import json
from dataclasses import asdict

from loket.organisation.model import Body, Headcount, Organisation, Placement, Unit


def to_json(organisation: Organisation) -> str:
    """Fields in the order of the model; ends with a newline."""
    return json.dumps(asdict(organisation), ensure_ascii=False, indent=1) + "\n"


def from_json(text: str) -> Organisation:
    """What ``to_json`` wrote; ``ValueError``, ``KeyError`` or ``TypeError`` on any other text."""
    content = json.loads(text)
    units = (
        Unit(unit["code"], tuple(Placement(**place) for place in unit["placements"]), tuple(unit["also"]))
        for unit in content["units"]
    )
    read = {
        "languages": tuple(content["languages"]),
        "units": tuple(units),
        "bodies": tuple(Body(**body) for body in content["bodies"]),
        "headcounts": tuple(Headcount(**count) for count in content["headcounts"]),
    }
    return Organisation(**{**content, **read})
