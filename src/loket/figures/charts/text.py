"""Numbers and words that must fit: how they are written, how wide they are, where they break."""

from collections.abc import Sequence
from functools import lru_cache
from math import floor

from loket.figures import formats

# Advance widths of Fira Sans Regular for the characters from space to tilde, in thousandths of the font size.
ADVANCES = (
    265, 241, 399, 518, 531, 826, 729, 219, 324, 324, 439, 499, 240, 403, 240, 520, 558, 433, 495,
    499, 532, 501, 533, 444, 551, 525, 240, 240, 500, 500, 500, 459, 1020, 573, 608, 560, 644, 535,
    491, 631, 680, 295, 305, 589, 498, 778, 683, 692, 581, 691, 605, 545, 517, 662, 556, 826, 540,
    550, 522, 322, 520, 322, 540, 520, 300, 544, 594, 478, 598, 545, 335, 520, 586, 282, 280, 512,
    293, 857, 586, 584, 594, 598, 386, 467, 361, 582, 492, 717, 485, 492, 437, 322, 403, 322, 488,
)  # fmt: skip
OTHER_ADVANCE = 570
SCREEN_LEAST, PAPER_LEAST = 14.0, 11.0


def number(n: float, language: str) -> str:
    """A number as the language writes it, 1.200 and 6,8 in Dutch; one that is not shown is "x"."""
    return formats.count(n, language)


@lru_cache(maxsize=4096)
def width(text: str, size: float) -> float:
    """The width in px of text in Fira Sans, on the wide side, so that bold fits too."""
    units = sum(ADVANCES[ord(c) - 32] if " " <= c <= "~" else OTHER_ADVANCE for c in text)
    return units * size * 1.02 / 1000


@lru_cache(maxsize=4096)
def fit(text: str, size: float, room: float) -> str:
    """The text, or as much of its beginning as fits in the room, and an ellipsis."""
    if width(text, size) <= room:
        return text
    kept = text
    while kept and width(kept + "…", size) > room:
        kept = kept[:-1]
    return kept.rstrip(" ,-") + "…"


def shrink(text: str, size: float, room: float) -> tuple[str, float]:
    """The text and the size at which it fits: smaller where it must, to 14 px on a screen and 11 on paper.

    What does not fit even then is cut with an ellipsis. Type of 14 px and less is that of a drawing for paper.
    """
    least = SCREEN_LEAST if size > SCREEN_LEAST else min(size, PAPER_LEAST)
    fitting = max(least, min(size, floor(2 * size * room / max(width(text, size), 1)) / 2))
    return fit(text, fitting, room), fitting


@lru_cache(maxsize=4096)
def wrap(text: str, size: float, room: float, lines: int = 2) -> Sequence[str]:
    """The text broken at spaces into at most so many lines; what does not fit is cut with an ellipsis."""
    done: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and width(longer, size) > room and len(done) < lines - 1:
            done.append(line)
            longer = word
        line = longer
    return tuple(fit(part, size, room) for part in (*done, line))
