"""A few reports for a demonstration, so that there is something to read: every name and place is made up."""

from pathlib import Path

from django.conf import settings
from django.db import transaction

from loket.casework import opening
from loket.casework.configuration import procedure_of
from loket.casework.models import Case
from loket.cli import demo_cases
from loket.cli.demo_house import House, days_ago, tell
from loket.core.private import open_private
from loket.intake import services
from loket.intake.configuration import codes, configuration
from loket.intake.content import Content, Identity
from loket.intake.models import Channel, Report
from loket.intake.raising import Raised

VAN = Content(
    category="misuse_of_resources_rule_breach",
    unit="other_or_unknown",
    story="Sinds september zie ik dat een collega de dienstbus in het weekend meeneemt. Op maandag ligt de sleutel"
    " op een andere plek en klopt de kilometerstand niet met het rittenboek. Op zaterdag 3 oktober zag ik de bus bij"
    " een bouwmarkt staan.",
    still="yes",
    place="Voorbeelddienst, locatie Fictiestad",
    period="September tot en met november 2026",
    concerned="Een chauffeur van het team Vervoer",
    witnesses="Ik weet het niet",
    reporter="employee",
)
TENDER = Content(
    category="abuse_of_position_conflict_of_interest",
    unit="policy_department",
    story="Bij de aanbesteding van de kantoortuin in Verzonnendorp zat de broer van een van de bieders in de commissie."
    " Hij heeft dat niet gemeld. Ik heb hem erover aangesproken; hij zei dat het niemand iets aanging.",
    still="unknown",
    place="Voorbeelddienst, locatie Verzonnendorp",
    period="Dit voorjaar",
    concerned="Een lid van de commissie",
    reporter="management",
)
GOSSIP = Content(
    category="leaking_misuse_of_information",
    unit="other_or_unknown",
    story="Mijn buurman in Fictiestad wist bedragen uit mijn aangifte. Hij zei dat hij iemand bij de"
    " Voorbeelddienst kent.",
    still="no",
    place="Fictiestad",
    reporter="citizen",
)
TEASING = Content(
    category="undesirable_conduct",
    unit="other_or_unknown",
    story="In ons team in Bedachtstad worden grappen gemaakt over het accent van een nieuwe collega. De teamleider"
    " lacht mee. De collega eet nu alleen.",
    still="yes",
    place="Team Voorbeeld, kantoor Bedachtstad",
    period="Sinds de zomer",
    concerned="Drie collega’s en de teamleider",
    reporter="employee",
)
ANONYMOUS = Identity(disclosure="anonymous")
NAMED = Identity(disclosure="in_confidence", name="V. Verzinsel", email="verzinsel@voorbeeld.example")

QUESTION = "Weet je nog of het rittenboek in september al anders was? Een ongeveer is goed genoeg."
ANSWER = "Ik zag het voor het eerst in de tweede week van september. Daarvoor heb ik er niet op gelet."
CONSENT = (
    "Mag een andere onderzoeker je verhaal lezen?\n"
    "Je melding gaat ook over een ander onderdeel. De onderzoeker daar kan meer uitzoeken. Zonder jouw toestemming"
    " geven we niets door."
)


def receipt_file() -> Path:
    """Where the receipt of one of the reports is kept, to be printed at each start. A demonstration only."""
    return Path(settings.VAR) / "demo-receipt"


def raise_samples(*, officers: dict[str, list[str]], private_keys: dict[str, bytes]) -> None:
    """Raise the reports and play the cases, once: never when there is any report. ``officers`` by user name with their
    bodies; the first of them with a key answers the report about the van."""
    if Report.objects.exists():
        return
    takes = configuration().bodies
    bodies = list(dict.fromkeys(body for held in officers.values() for body in held if body in takes))
    if not bodies:
        return
    with transaction.atomic():
        if demo_cases.fits():
            demo_cases.play_cases(private_keys)
        username = next(name for name, held in officers.items() if bodies[0] in held)
        _keep(_raise_with_dialogue(bodies[0], username, private_keys))
        _raise(bodies[0], TENDER, NAMED, days=1)
        _raise(bodies[0], GOSSIP, ANONYMOUS, days=0)
        if len(bodies) > 1:
            _raise(bodies[1], TEASING, ANONYMOUS, days=2)


def _raise(body: str, content: Content, identity: Identity, *, days: int) -> Raised:
    """A report, with its case. A body that takes none from nobody, gets a name."""
    identity = identity if configuration().body(body).anonymous else NAMED
    given = {"category": _known("violation", content.category), "unit": _known("unit", content.unit)}
    with days_ago(days):
        raised = services.raise_report(
            body=body,
            content=content.model_copy(update={**given, "reporter": _known("reporter", content.reporter)}),
            identity=identity,
            channel=Channel.SITE,
        )
        opening.open_new(body=body)
    return raised


def _known(name: str, code: str) -> str:
    """The code, or "not given" when this organisation has another list."""
    return code if code in codes(name) else ""


def _raise_with_dialogue(body: str, officer: str, private_keys: dict[str, bytes]) -> str:
    """The report about the van, taken, acknowledged and asked about as a case; gives its receipt in words."""
    raised = _raise(body, VAN, ANONYMOUS, days=4)
    words = " ".join(raised.receipt.words)
    case = Case.objects.filter(report=raised.report_id).first()
    if case is None or officer not in private_keys:
        return words
    with days_ago(3):
        handler = House(private_keys).handles(officer, case)
        steps = {act.code for act in procedure_of(case).acts}
        if not {"acknowledge", "ask_reporter", "ask_consent"} <= steps:
            return words
        handler.do("acknowledge")
        handler.do("ask_reporter", text=QUESTION)
    with days_ago(2):
        tell(raised, ANSWER)
    with days_ago(1):
        handler.do("ask_consent", text=CONSENT)
    return words


def _keep(words: str) -> None:
    with open_private(receipt_file()) as stream:
        stream.write(words)
