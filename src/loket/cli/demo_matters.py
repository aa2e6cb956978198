"""What the cases of a demonstration are about: every name, place and event is made up, and nothing of it happened."""

from dataclasses import dataclass
from typing import Literal

Outcome = Literal["talk", "nothing", "reprimand", "transfer", "dismissal"]

OUTCOMES: dict[Outcome, tuple[str, tuple[str, ...]]] = {
    "talk": ("corrective_talk_or_coaching", ()),
    "nothing": ("no_action", ()),
    "reprimand": ("", ("written_reprimand",)),
    "transfer": ("", ("transfer",)),
    "dismissal": ("", ("end_of_employment",)),
}
"""How a case ends for somebody: the settlement, or the punishment that brings it along (CAO-1)."""


@dataclass(frozen=True)
class Story:
    """What somebody tells. ``violation`` and ``description`` are codes of those lists; ``who`` is whom it is about."""

    violation: str
    description: str
    place: str
    who: str
    text: str


@dataclass(frozen=True)
class Matter:
    """A matter at the investigation bureau. ``ago``: days since it came in; ``until``: the last step of
    ``demo_cases.PACE`` that was done; ``slow``: how many times as long as usual each step takes. ``also``: what makes
    it different, as ``demo_cases`` knows it. ``unit``: the place, from 0, in the list of units."""

    ago: int
    until: str
    story: str
    unit: int
    handler: str = "staal"
    people: tuple[str, ...] = ()
    outcome: Outcome = "talk"
    slow: float = 1
    also: frozenset[str] = frozenset()


STORIES = {
    "bus": Story(
        "misuse_of_resources_rule_breach",
        "resources_used_privately",
        "Garage Fictiestad",
        "Een chauffeur",
        "De bestelbus staat na het weekend op een andere plek. De tank is leeg en er ligt zand in de laadbak.",
    ),
    "pas": Story(
        "misuse_of_resources_rule_breach",
        "unauthorised_use_of_resources",
        "Kantoor Bedachtstad",
        "Een medewerker van het archief",
        "Met de tankpas van de dienst wordt op zondag getankt, terwijl er dan niemand werkt.",
    ),
    "uren": Story(
        "misuse_of_resources_rule_breach",
        "incorrect_record_of_working_hours",
        "Kantoor Nergenshuizen",
        "Een collega van het team Post",
        "Een collega schrijft elke vrijdag acht uur, maar is er op vrijdag nooit.",
    ),
    "grap": Story(
        "undesirable_conduct",
        "undesirable_conduct_employee",
        "Kantoor Verzonnendorp",
        "Twee collega’s",
        "In de pauze maken twee collega’s grappen over een nieuwe collega. Die komt nu niet meer in de kantine.",
    ),
    "schreeuw": Story(
        "undesirable_conduct",
        "undesirable_conduct_manager",
        "Loods Fictiestad",
        "Een teamleider",
        "De teamleider schreeuwt tegen mensen waar iedereen bij is. Wie er iets van zegt, krijgt de late dienst.",
    ),
    "neef": Story(
        "abuse_of_position_conflict_of_interest",
        "abuse_of_position_and_conflict_of_interest",
        "Kantoor Bedachtstad",
        "Een inkoper",
        "De schoonmaak gaat elk jaar naar het bedrijf van een neef. Andere bedrijven horen niets terug.",
    ),
    "klus": Story(
        "abuse_of_position_conflict_of_interest",
        "side_activity_rules_not_observed",
        "Kantoor Verzonnendorp",
        "Een medewerker toezicht",
        "Een collega geeft in eigen tijd advies aan een bedrijf waar wij toezicht op houden.",
    ),
    "buur": Story(
        "leaking_misuse_of_information",
        "systems_consulted_privately",
        "Kantoor Nergenshuizen",
        "Een medewerker van de balie",
        "Mijn buurvrouw wist wat ik verdien. Zij zegt dat een kennis dat voor haar heeft opgezocht.",
    ),
    "lijst": Story(
        "leaking_misuse_of_information",
        "confidential_information_consulted",
        "Loods Bedachtstad",
        "Onbekend",
        "Een lijst met namen en adressen lag bij het oud papier op straat.",
    ),
    "bon": Story(
        "financial_violation",
        "suspected_forgery_or_attempted_fraud",
        "Kantoor Fictiestad",
        "Een medewerker facilitair",
        "Dezelfde bon van een lunch is drie keer ingediend, met een andere datum.",
    ),
    "app": Story(
        "improper_communication",
        "improper_expression",
        "Team Voorbeeld",
        "Een lid van de groepsapp",
        "In de groepsapp van het team staan berichten die mensen kleineren om waar zij vandaan komen.",
    ),
    "feest": Story(
        "private_sphere_misconduct",
        "improper_private_behaviour",
        "Dorpsfeest Verzonnendorp",
        "Een medewerker",
        "Op het dorpsfeest zwaaide iemand met zijn dienstpas om zonder kaartje binnen te komen.",
    ),
    "visitatie": Story(
        "abuse_of_powers",
        "internal_rules_not_followed",
        "Haven Nergenshuizen",
        "Een controleur",
        "Een controleur laat bekenden door zonder te kijken, en houdt anderen juist lang op.",
    ),
    "afval": Story(
        "wrongdoing_whistleblower",
        "internal_rules_not_followed",
        "Opslag Bedachtstad",
        "De leiding van de opslag",
        "Afval dat giftig is, gaat bij het gewone afval. De leiding weet het en zegt dat wij moeten zwijgen.",
    ),
}

NAMES = (
    "V. Verzonnen",
    "K. Kunstmatig",
    "N. Nergens",
    "Z. Zogeheten",
    "L. Luchtkasteel",
    "E. Eenhoorn",
    "O. Onbestaand",
    "R. Romanfiguur",
    "T. Toneelstuk",
    "W. Wensbeeld",
    "H. Hersenschim",
    "Q. Quasi",
)
"""Who cases are about: nobody. None is a name of the people of the demonstration, who would be kept out."""


def also(*what: str) -> frozenset[str]:
    return frozenset(what)


MATTERS = (
    # Settled, and on their way out.
    Matter(450, "close", "pas", 3, outcome="nothing", slow=0.7),
    Matter(430, "close", "lijst", 7, "proef", outcome="nothing", slow=0.7),
    Matter(420, "close", "neef", 0, "staal", outcome="nothing", slow=0.7, also=also("held")),
    Matter(345, "close", "buur", 0, "proef", outcome="reprimand", slow=0.65),
    Matter(331, "close", "bus", 1, outcome="talk", slow=0.75),
    Matter(322, "close", "uren", 0, "proef", outcome="reprimand", slow=1.1, also=also("letter")),
    Matter(312, "close", "grap", 1, "hoofd", outcome="talk", slow=0.55),
    Matter(306, "close", "schreeuw", 0, outcome="transfer", slow=0.85),
    Matter(297, "close", "visitatie", 1, "proef", outcome="dismissal", slow=0.9),
    # In aftercare, with questions after detriment and an answer to one.
    Matter(288, "aftercare_6", "schreeuw", 1, outcome="talk", also=also("detriment", "named")),
    Matter(273, "aftercare_6", "buur", 0, "proef", outcome="reprimand"),
    Matter(256, "aftercare_3", "bon", 0, outcome="dismissal", slow=0.9, also=also("no_detriment")),
    Matter(231, "aftercare_3", "app", 1, "proef", outcome="talk"),
    Matter(204, "aftercare_3", "klus", 2, "hoofd", outcome="nothing", also=also("named", "no_detriment")),
    Matter(169, "feedback", "grap", 0, outcome="talk"),
    Matter(152, "feedback", "feest", 1, "proef", outcome="talk", also=also("no_investigation")),
    Matter(135, "feedback", "uren", 0, outcome="reprimand", slow=0.9),
    Matter(118, "feedback", "visitatie", 1, "proef", outcome="talk"),
    # Settled: the reporter still has to hear.
    Matter(91, "settle", "pas", 0, outcome="talk", slow=0.95),
    # With the competent authority, or back from it.
    Matter(86, "back", "app", 0, "proef", outcome="reprimand"),
    Matter(82, "authority_decides", "klus", 1, outcome="talk", also=also("named")),
    Matter(77, "authority_hears", "bus", 0, "proef", outcome="reprimand"),
    Matter(69, "ask", "buur", 2, outcome="talk"),
    # Reported, and waiting for somebody to ask for a decision.
    Matter(71, "report", "bon", 3, "proef"),
    Matter(60, "report", "grap", 0, "hoofd"),
    # Under investigation: the first two should have heard from us by now.
    Matter(98, "hear", "neef", 1, also=also("letter", "file")),
    Matter(95, "start", "schreeuw", 0, "proef", slow=1.1),
    Matter(90, "hear", "visitatie", 1, also=also("two", "message", "task", "file", "firm")),
    Matter(66, "hear", "buur", 0, "proef", also=also("conflict")),
    Matter(47, "hear", "uren", 0, also=also("mib")),
    Matter(35, "start", "lijst", 1, "proef", also=also("task")),
    Matter(33, "start", "afval", 6, also=also("wrongdoing", "named")),
    # Assessed, or to be assessed.
    Matter(20, "assess", "klus", 0, "hoofd"),
    Matter(12, "assess", "app", 1, "proef", also=also("message")),
    Matter(7, "acknowledge", "bon", 2),
    Matter(12, "acknowledge", "feest", 0, "proef", also=also("named", "by_phone")),
    Matter(6, "acknowledge", "grap", 1, also=also("mib")),
    # New.
    Matter(9, "", "pas", 7, handler=""),
    Matter(7, "", "schreeuw", 3, handler=""),
    Matter(3, "take", "neef", 0, "proef"),
)
"""What the investigation bureau has, the oldest first within each group."""

AT_THE_DESK = (
    (30, "close", "pas", 2),
    (12, "ask", "neef", 0),
    (6, "acknowledge", "schreeuw", 1),
)
"""What the desk keeps for itself: days ago, the last step that was done, the story, and of which unit."""

INCIDENTS = (
    (151, "phone", "lost", 0, "close"),
    (148, "access_pass", "lost", 1, "close"),
    (96, "laptop", "stolen", 0, "close"),
    (88, "access_pass", "stolen", 1, "close"),
    (61, "key", "lost", 2, "close"),
    (40, "access_pass", "lost", 0, "handle"),
    (21, "data_carrier", "lost", 3, "handle"),
    (6, "laptop", "stolen", 1, "on"),
    (9, "phone", "lost", 0, ""),
    (5, "access_pass", "lost", 1, ""),
    (4, "uniform", "stolen", 1, ""),
    (1, "laptop", "damaged", 0, ""),
    (0, "access_pass", "found", 2, ""),
)
"""What the incident desk has: days ago, what, how, of which unit, and how far it is; ``on`` went on to be
investigated."""
