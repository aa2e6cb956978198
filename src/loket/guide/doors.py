"""The three routes as doors, each open further than the one before: the geometry of their pictures."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Door:
    """Where the free edge of the leaf stands (px in a scene of 352 by 172), and where the light falls."""

    edge: int
    fall: float
    bottom: float
    knob: float
    knob_height: float
    light_left: int
    light_right: int

    @property
    def width(self) -> int:
        """Width of the leaf as seen: the hinge is at 77."""
        return self.edge - 77


DISCUSS = Door(edge=137, fall=4, bottom=148, knob=128.5, knob_height=91.5, light_left=147, light_right=181)
SIGNAL = Door(edge=118, fall=6.5, bottom=152.5, knob=112, knob_height=94, light_left=138, light_right=210)
REPORT = Door(edge=97, fall=9, bottom=157, knob=93, knob_height=96, light_left=129, light_right=244)
