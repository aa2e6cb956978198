"""The cases of a demonstration, played from the first day to where they stand now: by the services, as if it were the
day on which each step was done. So everything that a case leaves behind is there, the facts for the figures too."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from itertools import cycle

from loket.accounts.demo import ACTOR
from loket.casework import engine, opening, services
from loket.casework.api.models import IncidentIn
from loket.casework.api.taking import take as take_incidents
from loket.casework.configuration import configuration, procedure_of
from loket.casework.content import ItemContent, PersonContent, PersonIdentity
from loket.casework.handover import deciding, plan, returning
from loket.casework.handover import services as handing
from loket.casework.handover.deciding import CAME_BACK, Decision
from loket.casework.models import Case, ItemKind
from loket.casework.retention import services as retention
from loket.cli.demo_house import Handler, House, answer, days_ago, tell
from loket.cli.demo_matters import AT_THE_DESK, INCIDENTS, MATTERS, NAMES, OUTCOMES, STORIES, Matter
from loket.core import clock
from loket.intake import files
from loket.intake import services as intake
from loket.intake.content import Content, Identity
from loket.intake.models import Channel
from loket.taxonomy.current import code_list, code_lists

OIF, MIB, CMI, AUTHORITY = "oif", "mib", "cmi", "bevoegd_gezag"
DESK, INCIDENT, DECIDES = "denkbeeld", "incident", "gezag"

PACE = {
    "take": 1,
    "acknowledge": 2,
    "assess": 8,
    "start": 12,
    "hear": 30,
    "report": 55,
    "ask": 60,
    "authority_hears": 70,
    "authority_decides": 78,
    "back": 80,
    "settle": 84,
    "feedback": 85,
    "aftercare_3": 175,
    "aftercare_6": 266,
    "close": 270,
}
"""After how many days each step is usually done."""

ANONYMOUS = Identity(disclosure="anonymous")
NAMED = Identity(disclosure="in_confidence", name="M. Meldmaar", email="meldmaar@voorbeeld.example")
ROSTER = "dag;dienst\nvrijdag;vroeg\nzaterdag;geen\nzondag;geen\nmaandag;laat\n"


def fits() -> bool:
    """Whether the organisation is the one that these cases were made up for: its bodies, procedures and codes."""
    bodies, lists = configuration().bodies, code_lists()
    wanted = {OIF: "oif", MIB: "meldpunt", CMI: "incident_desk", AUTHORITY: "authority"}
    known = {code.code for name in ("violation", "description") for code in lists.get(name, ())}
    used = {story.violation for story in STORIES.values()} | {story.description for story in STORIES.values()}
    works = all(code in bodies and procedure in bodies[code].procedures for code, procedure in wanted.items())
    return works and used <= known and max(matter.unit for matter in MATTERS) < len(lists["unit"].codes)


def unit_at(place: int) -> str:
    """The code of the unit at this place, from 0, of the list."""
    return code_list("unit").codes[place].code


def play_cases(private_keys: Mapping[str, bytes]) -> None:
    """Play all of them, in the order in which they came in, so that their numbers follow the days."""
    house, names = House(private_keys), cycle(NAMES)
    for matter in sorted(MATTERS, key=lambda matter: -matter.ago):
        concerned = [next(names) for _ in range(2 if "two" in matter.also else 1)]
        Play(house, matter, concerned).run()
    play_desk(house)
    play_incidents(house)


def play_desk(house: House) -> None:
    """What came in at the desk: new, waiting for the reporter's consent, and finished there."""
    for ago, until, name, unit in AT_THE_DESK:
        play = Play(house, Matter(ago, "", name, unit, also=frozenset(("mib",))), ())
        with days_ago(ago):
            play.raise_report()
        with days_ago(ago - 1):
            desk = play.taken_by_desk()
        with days_ago(ago - 3):
            if until == "close":
                desk.do("close", reason="question")
            elif until == "ask":
                desk.do("complete")
                chosen(desk, "hand_over", ask=True)


def play_incidents(house: House) -> None:
    """What was lost or stolen; one of them may be a violation."""
    for number, (ago, item, how, unit, until) in enumerate(INCIDENTS, 1):
        with days_ago(ago):
            given = {"id": f"voorbeeld-{number}", "item": item, "how": how, "unit": unit_at(unit), "on": clock.today()}
            sent = take_incidents(body=CMI, channel=ACTOR, incidents=[IncidentIn.model_validate(given)], actor=ACTOR)
        case = Case.objects.get(reference=sent[0].reference)
        if until:
            with days_ago(max(ago - 1, 0)):
                handler = house.handles(INCIDENT, case)
                handler.do("handle", item=item, how=how, measures="Geblokkeerd.")
        if until == "close":
            with days_ago(max(ago - 5, 0)):
                handler.do("close")
        elif until == "on":
            with days_ago(ago - 2):
                hand_over(handler, "possible_violation")


class Play:
    """One matter on its way through the bodies. ``names``: of who it is about."""

    def __init__(self, house: House, matter: Matter, names: Sequence[str]) -> None:
        self.house, self.matter, self.names = house, matter, names
        self.story = STORIES[matter.story]

    def run(self) -> None:
        """Every step up to where it stands, each on its own day."""
        self.came_in()
        steps = list(PACE)
        for step in steps[: steps.index(self.matter.until) + 1] if self.matter.until else ():
            with days_ago(max(self.matter.ago - round(PACE[step] * self.matter.slow), 0)):
                getattr(self, step)()

    def came_in(self) -> None:
        """The report, and its case; by way of the desk when it came in there."""
        with days_ago(self.matter.ago):
            self.raise_report()
        if "mib" in self.matter.also:
            with days_ago(self.matter.ago - 1):
                desk = self.taken_by_desk()
                desk.do("complete")
                hand_over(desk, "hand_over", lambda: answer(self.raised, "handover"))
        self.case = Case.objects.get(report=self.raised.report_id)

    def raise_report(self) -> None:
        body = MIB if "mib" in self.matter.also else OIF
        self.raised = intake.raise_report(
            body=body,
            content=self.content(),
            identity=NAMED if "named" in self.matter.also else ANONYMOUS,
            channel=Channel.PHONE if "by_phone" in self.matter.also else Channel.SITE,
        )
        opening.open_new(body=body)

    def taken_by_desk(self) -> Handler:
        """The desk takes it, acknowledges it, and says what it is about."""
        desk = self.house.handles(DESK, Case.objects.get(report=self.raised.report_id))
        desk.do("acknowledge")
        desk.label(unit_at(self.matter.unit), self.story.violation)
        return desk

    def content(self) -> Content:
        story = self.story
        return Content(
            category=story.violation,
            unit=unit_at(self.matter.unit),
            story=story.text,
            place=story.place,
            concerned=story.who,
            reporter="employee" if "named" in self.matter.also else "",
        )

    def take(self) -> None:
        self.handler = self.house.handles(self.matter.handler, self.case)

    def acknowledge(self) -> None:
        self.handler.do("acknowledge")
        if "conflict" in self.matter.also:
            services.declare_conflict(desk=self.house.desk("staal"), case=self.case, actor="staal")

    def assess(self) -> None:
        self.handler.label(unit_at(self.matter.unit), self.story.violation)
        is_wrongdoing = {"public_interest": "wrongdoing"} if "wrongdoing" in self.matter.also else {}
        if is_wrongdoing:
            self.handler.do("treat_as_wrongdoing")
        self.handler.do(
            "assess",
            **is_wrongdoing,
            researchability="researchable",
            detriment_risk="some" if "named" in self.matter.also else "low",
            reporter="employee" if "named" in self.matter.also else "anonymous",
            subject=self.story.violation,
            reasons="Tijd en plaats zijn genoemd. Er zijn stukken die dit kunnen bevestigen.",
        )
        if "message" in self.matter.also:
            self.handler.do("ask_reporter", text="Weet je nog wie er die dag dienst had? Een naam hoeft niet.")

    def start(self) -> None:
        if "message" in self.matter.also:
            tell(
                self.raised, "Het was de vroege dienst. Meer mensen hebben het gezien, maar zij durven niets te zeggen."
            )
        for name in self.names:
            self.handler.add(PersonContent(about=self.story.who), PersonIdentity(name=name, function=self.story.who))
        if "no_investigation" in self.matter.also:
            self.handler.do("no_investigation", reasons="De betrokkene heeft het zelf verteld.")
            return
        self.handler.write(ItemKind.PLAN, ItemContent(title="Onderzoeksplan", text=PLAN))
        self.handler.do(
            "start_investigation",
            investigation="full_fact_finding" if "two" in self.matter.also else "exploratory_investigation",
            contracted_out="yes" if "firm" in self.matter.also else "no",
        )
        if "wrongdoing" in self.matter.also:
            self.handler.do("name_external_routes")
        if "task" in self.matter.also:
            due = clock.today() + dt.timedelta(days=120)
            task = ItemContent(title="Vraag de stukken op", state="open", due_on=due, who=self.handler.name)
            self.handler.write(ItemKind.TASK, task)

    def hear(self) -> None:
        if "no_investigation" in self.matter.also:
            return
        self.handler.write(ItemKind.NOTE, ItemContent(text=NOTE))
        self.heard(self.handler)
        if "file" in self.matter.also:
            upload = files.store([ROSTER.encode()], name="rooster.csv", kind="text/csv")
            note = ItemContent(title="Rooster van de dienst", text="Ontvangen van de planning.")
            self.handler.write(ItemKind.DOCUMENT, note, upload)
        if "letter" in self.matter.also:
            tell(self.raised, "Is er al iets bekend? Ik hoor er niets meer over.")

    def report(self) -> None:
        if "no_investigation" not in self.matter.also:
            self.handler.write(ItemKind.REPORT, ItemContent(title="Onderzoeksverslag", text=REPORT))
            self.handler.do("finish_report")

    def ask(self) -> None:
        hand_over(self.handler, "to_authority")
        self.decided = Case.objects.get(origin=self.case, body=AUTHORITY)

    def authority_hears(self) -> None:
        self.authority = self.house.handles(DECIDES, self.decided)
        self.heard(self.authority)
        self.authority.do("hear")

    def authority_decides(self) -> None:
        settlement, punishments = OUTCOMES[self.matter.outcome]
        for number in range(1, len(self.names) + 1):
            now = self.authority.now()
            deciding.decide(
                opened=now,
                person=number,
                version=now.case.version,
                decision=Decision(
                    description=self.story.description,
                    established="no" if self.matter.outcome == "nothing" else "yes",
                    settlement=settlement,
                    decided_on=clock.today(),
                    measures=punishments,
                ),
                text="Dit past bij hoe vergelijkbare zaken zijn afgedaan.",
                actor=DECIDES,
            )
        self.authority.do("decide")

    def back(self) -> None:
        now = self.authority.now()
        act = engine.act(procedure_of(now.case), "return_decision")
        returning.send_back(opened=now, act=act, version=now.case.version, values={}, text="", actor=DECIDES)

    def settle(self) -> None:
        for part in deciding.decisions(self.handler.now()):
            if part.content.code == CAME_BACK:
                now = self.handler.now()
                deciding.take_over(
                    opened=now, number=part.item.number, version=now.case.version, actor=self.handler.name
                )
        self.handler.do("record_decision")
        self.handler.confirm_facts()
        self.handler.do("settle")

    def feedback(self) -> None:
        self.handler.do("give_feedback")

    def aftercare_3(self) -> None:
        self.handler.do("ask_detriment")
        if "detriment" in self.matter.also:
            answer(self.raised, "detriment", "Ik sta sinds die tijd vaker op het rooster in het weekend.")
        elif "no_detriment" in self.matter.also:
            answer(self.raised, "no_detriment")

    def aftercare_6(self) -> None:
        self.handler.do("ask_detriment")

    def close(self) -> None:
        self.handler.do("close")
        if "held" in self.matter.also:
            retention.hold(case=self.case, reason="objection", actor="hoofd")

    def heard(self, by: Handler) -> None:
        """The minutes of a talk with each person concerned (CAO-2)."""
        values = {"on": clock.today().isoformat(), "signed": "yes"}
        for number in range(1, len(self.names) + 1):
            by.write(ItemKind.HEARING, ItemContent(title="Gesprek", text=HEARING, person=number, values=values))


def hand_over(handler: Handler, act: str, agree: Callable[[], None] | None = None) -> None:
    """Everything in the file goes along, named, to the first who can get it. ``agree``: what the reporter does when
    asked for consent; None when nobody needs to be asked."""
    number = chosen(handler, act, ask=agree is not None)
    if agree:
        agree()
    now = handler.now()
    text = handler.letter(now, act)
    handing.hand_over(opened=now, number=number, version=now.case.version, values={}, text=text, actor=handler.name)


def chosen(handler: Handler, act: str, *, ask: bool = False) -> int:
    """Choose what goes along, and ask the reporter when they have to agree; gives the number of that part."""
    now = handler.now()
    step = engine.act(procedure_of(now.case), act)
    base = plan.plan_for(now.case.body, step, plan.destinations(now.case.body, step, "nl")[0].to)
    here = plan.shelf(now, with_report=not base.report_goes)
    people = {one.person.number: "named" for one in here.people}
    parts = [str(part.item.number) for part in here.parts]
    wanted = plan.chosen(here, base, items=parts, files=[], people=people)
    item = handing.choose(opened=now, plan=wanted, actor=handler.name)
    if ask:
        handing.ask(opened=handler.now(), number=item.number, why="Zij kunnen dit onderzoeken.", actor=handler.name)
    return item.number


PLAN = """Vraag: is gebeurd wat de melder vertelt, en wie deed dat?

1. Stukken opvragen en naast elkaar leggen.
2. Praten met wie het gezien kan hebben.
3. De betrokkene laten vertellen.
4. Opschrijven, en de betrokkene laten reageren."""
NOTE = "Stukken ontvangen. Twee dagen kloppen niet met het rooster. Volgende week praat ik met de betrokkene."
HEARING = (
    "De betrokkene kreeg vooraf te horen waar het over ging. Die vertelde wat er volgens hem is gebeurd en las mee."
)
REPORT = """Wat de melder vertelt, is op de meeste punten bevestigd.

De stukken en de gesprekken wijzen dezelfde kant op. Op één punt is geen bewijs gevonden; dat staat apart. De
betrokkene heeft dit verslag gelezen en daarop gereageerd."""
