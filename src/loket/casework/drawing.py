"""A procedure as a picture. Pure: the same procedure gives the same bytes.

Stages stand below each other, in the order of the file. At their left is what runs from there, at their right what can
be done: a step to the next stage goes straight down, any other goes by a lane of its own at the right. What leaves the
case where it is, stands in a list below.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from html import escape

from loket.casework.engine import RECEIVED, target
from loket.casework.procedure import Act, Anchor, Procedure, Stage
from loket.figures.charts.ink import CONTROL, FILLS, hint, px, words
from loket.figures.charts.text import width, wrap
from loket.figures.model import in_language

PETROL, TINT = FILLS["petrol"], "#EDF5F4"
TERMS, BOX, BOX_WIDE, LABELS, LANES, LANE = 252.0, 276.0, 216.0, 508.0, 796.0, 24.0
"""Where the columns stand, in px: the right edge of the terms, the boxes, the words of steps, the lanes."""

RAIL, LINE, SMALL, ROOM = BOX + 28, 20.0, 17.0, LANES - LABELS - 16
NAME, WORD, HINT = 17.0, 15.0, 14.0
"""Sizes of type: a stage, a step, what is of the second order."""

WORDS = {
    "nl": {
        "within": "hooguit {} dagen", "days": "{} dagen", "months": "{} maanden", "and": " en ", "or": " of ",
        "between": "Ook mogelijk", "in": "in: {}", "through": "{} tot en met {}", "letter": "brief",
        "to": "naar: {}", "back": "terug naar wie het vroeg", "outside": "naar buiten", "becomes": "verder als: {}",
        "end": "einde", "less": "Stippellijn: staat onder ‘iets anders’.", "title": "Procedure: {}",
    },
    "en": {
        "within": "at most {} days", "days": "{} days", "months": "{} months", "and": " and ", "or": " or ",
        "between": "Also possible", "in": "in: {}", "through": "{} through {}", "letter": "letter",
        "to": "to: {}", "back": "back to who asked", "outside": "outside",
        "becomes": "goes on as: {}",
        "end": "end", "less": "Dashed: stands under ‘something else’.", "title": "Procedure: {}",
    },
}  # fmt: skip
"""The words of the picture itself; another language has those of English."""


@dataclass(frozen=True)
class Way:
    """A step that leads from one stage to another; ``lane`` is None for one that goes straight down."""

    act: Act
    start: int
    end: int
    lane: int | None = None


@dataclass
class Row:
    """A stage as it is laid out: ``top`` and ``high`` of its box, and at which height each way goes in or out."""

    stage: Stage
    top: float = 0.0
    high: float = 0.0
    ports: dict[tuple[str, bool], float] = field(default_factory=dict)


class _Drawing:
    """One procedure in one language. ``names``: what other procedures are called."""

    def __init__(self, p: Procedure, language: str, names: Mapping[str, str]) -> None:
        self.p, self.language, self.names = p, language, names
        self.words = WORDS.get(language, WORDS["en"])
        self.index = {stage.code: number for number, stage in enumerate(p.stages)}
        self.ways = _in_lanes(list(_ways(p, self.index)))
        self.rows = [Row(stage) for stage in p.stages]
        self.bottom = self._lay_out()

    def svg(self) -> str:
        lanes = 1 + max((way.lane for way in self.ways if way.lane is not None), default=-1)
        left = 0.0 if any(self._terms_at(stage.code) for stage in self.p.stages) else BOX - 16
        wide = LANES + LANE * lanes + 16 - left
        below, high = self._list()
        marks = [*self._stages(), *self._arrows(), *self._terms(), *below]
        label = self.words["title"].format(self._text(self.p.label))
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{px(left)} 0 {px(wide)} {px(high + 16)}" role="img" '
            f'aria-labelledby="t d" lang="{self.language}" font-family="Fira Sans, sans-serif">\n'
            f'<title id="t">{escape(label, quote=False)}</title>\n'
            f'<desc id="d">{escape(self._told(), quote=False)}</desc>\n'
            f'<rect x="{px(left)}" width="100%" height="100%" fill="#FFFFFF"/>\n' + "\n".join(marks) + "\n</svg>\n"
        )

    def _text(self, texts: Mapping[str, str]) -> str:
        return in_language(texts, self.language)

    def _more(self, act: Act) -> str:
        """What a step does beside leading on: a letter, a handover, another procedure."""
        parts = [self.words["letter"]] if act.letter else []
        if act.handover:
            parts += [self.words["to"].format(self.names.get(code, code)) for code in act.handover.to]
            parts += [self.words["outside"]] if act.handover.outside else []
            parts += [] if act.handover.to or act.handover.outside else [self.words["back"]]
        if act.becomes:
            parts.append(self.words["becomes"].format(self.names.get(act.becomes, act.becomes)))
        return ", ".join(parts)

    def _high(self, act: Act) -> float:
        """How high the words of a step are."""
        return LINE * len(self._label(act)) + (SMALL if self._more(act) else 0) + 6

    def _label(self, act: Act) -> tuple[str, ...]:
        return tuple(wrap(self._text(act.label), WORD, ROOM))

    def _lay_out(self) -> float:
        y = 16.0
        for number, row in enumerate(self.rows):
            row.top, at = y, y + 12
            for key, high in self._ports(number):
                row.ports[key] = at + 14
                at += high
            terms = sum(self._term_high(lines) for lines in self._terms_at(row.stage.code))
            row.high = max(56.0, at - y + 6, terms)
            straight = [way for way in self.ways if way.lane is None and way.start == number]
            y += row.high + max(28.0, 16 + sum(self._high(way.act) for way in straight))
        return y

    def _ports(self, number: int) -> Iterator[tuple[tuple[str, bool], float]]:
        """The ways by lanes that touch a stage, from above to below, each with the room that it takes: in from above,
        out, in from below."""
        into: dict[str, int] = {}
        out: dict[str, Act] = {}
        for way in self.ways:
            if way.lane is not None and way.end == number:
                into.setdefault(way.act.code, way.start)
            if way.lane is not None and way.start == number:
                out[way.act.code] = way.act
        yield from (((code, True), LINE) for code, start in into.items() if start < number)
        yield from (((code, False), self._high(act)) for code, act in out.items())
        yield from (((code, True), LINE) for code, start in into.items() if start > number)

    def _stages(self) -> Iterator[str]:
        for row in self.rows:
            days = row.stage.within_days
            fill, edge = (TINT, "") if days else ("#FFFFFF", f' stroke="{PETROL}" stroke-width="2"')
            place = f'x="{px(BOX)}" y="{px(row.top)}" width="{px(BOX_WIDE)}" height="{px(row.high)}"'
            yield f'<rect {place} rx="4" fill="{fill}"{edge}/>'
            yield words(BOX + 16, row.top + 25, self._text(row.stage.label), NAME, weight=600)
            yield hint(BOX + 16, row.top + 45, self.words["within"].format(days) if days else self.words["end"], HINT)

    def _arrows(self) -> Iterator[str]:
        for number, row in enumerate(self.rows[:-1]):
            straight = [way.act for way in self.ways if way.lane is None and way.start == number]
            if straight:
                yield _arrow(
                    [(RAIL, row.top + row.high), (RAIL, self.rows[number + 1].top)],
                    any(act.offered for act in straight),
                )
                y = row.top + row.high + 8
                for act in straight:
                    yield from self._act(act, RAIL + 18, y + 14)
                    y += self._high(act)
        for code in dict.fromkeys(way.act.code for way in self.ways if way.lane is not None):
            yield from self._by_lane([way for way in self.ways if way.act.code == code and way.lane is not None])

    def _by_lane(self, ways: list[Way]) -> Iterator[str]:
        """An act that leads from one or more stages to another, by its lane."""
        act, x, edge = ways[0].act, LANES + LANE * (ways[0].lane or 0) + 12, BOX + BOX_WIDE
        begin = LABELS + max(width(line, WORD) for line in self._label(act)) + 8
        end = self.rows[ways[0].end].ports[act.code, True] - 5
        starts = [self.rows[way.start].ports[act.code, False] - 5 for way in ways]
        for y in starts:
            yield f'<circle cx="{px(edge)}" cy="{px(y)}" r="4" fill="{PETROL}"/>'
            yield from self._act(act, LABELS, y + 5)
            yield _line([(begin, y), (x, y)], act.offered)
        for far in {min([*starts, end]), max([*starts, end])} - {end}:
            yield _line([(x, far), (x, end)], act.offered)
        yield _arrow([(x, end), (edge, end)], act.offered)

    def _act(self, act: Act, x: float, y: float) -> Iterator[str]:
        """The words of a step, from this baseline."""
        for line in self._label(act):
            yield words(x, y, line, WORD)
            y += LINE
        if more := self._more(act):
            yield hint(x, y - 1, more, HINT)

    def _terms_at(self, stage: str) -> list[tuple[str, str]]:
        """The terms that begin to run when a case comes in a stage: what each is called, and how long it is."""
        found = []
        for term in self.p.terms:
            for anchor in term.anchors:
                if self._begins(anchor) == stage:
                    long = self._long(anchor) + (f" ({term.standard})" if term.standard else "")
                    found.append((self._text(term.label), long))
        return found

    def _begins(self, anchor: Anchor) -> str:
        """The stage that an event leaves a case in; empty for an act of another procedure."""
        if anchor.event == RECEIVED:
            return self.p.stages[0].code
        act = next((act for act in self.p.acts if act.code == anchor.event), None)
        return (act.to or act.from_[0]) if act else ""

    def _long(self, anchor: Anchor) -> str:
        parts = [self.words[unit].format(n) for unit, n in (("days", anchor.days), ("months", anchor.months)) if n]
        return self.words["and"].join(parts)

    def _term_high(self, term: tuple[str, str]) -> float:
        return LINE * len(wrap(term[0], HINT, TERMS - 24)) + SMALL + 10

    def _terms(self) -> Iterator[str]:
        for row in self.rows:
            y = row.top + 19
            for label, long in self._terms_at(row.stage.code):
                for line in wrap(label, HINT, TERMS - 24):
                    yield words(TERMS - 14, y, line, HINT, weight=500, anchor="end")
                    y += LINE
                yield hint(TERMS - 14, y - 2, long, HINT, anchor="end")
                yield f'<path d="M{px(TERMS - 4)} {px(y - LINE - 14)}V{px(y + 2)}" stroke="{PETROL}" stroke-width="2"/>'
                y += SMALL + 10

    def _list(self) -> tuple[list[str], float]:
        """What stands below the stages, and the height of the picture with it."""
        y, marks = self.bottom, []
        stays = [(act, [code for code in act.from_ if target(act, code) == code]) for act in self.p.acts]
        if any(stages for _act, stages in stays):
            marks.append(words(BOX, y + 20, self.words["between"], NAME, weight=600))
            marks.append(f'<path d="M{px(BOX)} {px(y + 30)}H{px(LANES)}" stroke="{CONTROL}"/>')
            y += 54
        for act, stages in stays:
            if stages:
                where = "; ".join(filter(None, (self._range(stages), self._more(act))))
                marks.append(words(BOX, y, self._text(act.label), WORD))
                for line in wrap(where, HINT, LANES - BOX):
                    y += SMALL + 1
                    marks.append(hint(BOX, y, line, HINT))
                y += LINE + 12
        if any(way.lane is not None and not way.act.offered for way in self.ways):
            marks.append(hint(BOX, y + 4, self.words["less"], HINT))
        return marks, y + 4

    def _range(self, stages: list[str]) -> str:
        """Stages in words: the first and the last of three or more that follow each other."""
        numbers = sorted(self.index[code] for code in stages)
        names = [self._text(self.p.stages[number].label) for number in numbers]
        if len(names) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1:
            return self.words["in"].format(self.words["through"].format(names[0], names[-1]))
        return self.words["in"].format(
            self.words["or"].join([", ".join(names[:-1]), names[-1]] if names[1:] else names)
        )

    def _told(self) -> str:
        """The whole picture in sentences."""
        told = []
        for stage in self.p.stages:
            days = self.words["within"].format(stage.within_days) if stage.within_days else self.words["end"]
            terms = [f"{label} {long}" for label, long in self._terms_at(stage.code)]
            acts = [self._step(act, stage.code) for act in self.p.acts if stage.code in act.from_]
            told.append(f"{self._text(stage.label)} ({'; '.join([days, *terms])}): {', '.join(acts) or '-'}.")
        return " ".join(told)

    def _step(self, act: Act, stage: str) -> str:
        to = target(act, stage)
        return self._text(act.label) + (f" → {self._text(self.p.stages[self.index[to]].label)}" if to != stage else "")


def draw(p: Procedure, language: str, names: Mapping[str, str] | None = None) -> str:
    """The picture as SVG, with title and description. ``names``: what the procedures are called that it hands over to
    or goes on as."""
    return _Drawing(p, language, names or {}).svg()


def _ways(p: Procedure, index: Mapping[str, int]) -> Iterator[Way]:
    """Every way from a stage to another: straight down to the next, by a lane to any other."""
    for act in p.acts:
        for code in act.from_:
            start, end = index[code], index[target(act, code)]
            if start != end:
                yield Way(act, start, end, None if end == start + 1 else 0)


def _in_lanes(ways: list[Way]) -> list[Way]:
    """The same ways, each act with a lane in which it meets no other; short ones nearest."""
    spans: dict[str, tuple[int, int]] = {}
    for way in ways:
        if way.lane is not None:
            low, high = spans.get(way.act.code, (way.start, way.start))
            spans[way.act.code] = min(low, way.start, way.end), max(high, way.start, way.end)
    lanes: dict[str, int] = {}
    for code, (low, high) in sorted(spans.items(), key=lambda one: (one[1][1] - one[1][0], one[1])):
        taken = {lanes[other] for other in lanes if spans[other][0] <= high and low <= spans[other][1]}
        lanes[code] = next(number for number in range(len(spans)) if number not in taken)
    return [way if way.lane is None else replace(way, lane=lanes[way.act.code]) for way in ways]


def _arrow(points: list[tuple[float, float]], offered: bool) -> str:
    """A line with a head at its last point."""
    (x, y), (before_x, _before_y) = points[-1], points[-2]
    head = [(x - 5, y - 8), (x, y), (x + 5, y - 8)] if x == before_x else [(x + 8, y - 5), (x, y), (x + 8, y + 5)]
    return _line(points, offered) + _line(head)


def _line(points: list[tuple[float, float]], offered: bool = True) -> str:
    dashes = "" if offered else ' stroke-dasharray="5 4"'
    path = "L".join(f"{px(x)} {px(y)}" for x, y in points)
    return f'<path d="M{path}" fill="none" stroke="{PETROL}" stroke-width="2" stroke-linejoin="round"{dashes}/>'
