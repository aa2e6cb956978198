"""Facts of casework: settled cases, reports received, persons concerned, what happened in a month, incidents."""

from django.db import models

from loket.facts.models.base import Code, Fact


class SettledCase(Fact):
    """A (suspected) violation settled by the competent authority in the year, whenever it was raised.

    One row is one person concerned in one case. Source: annual report 2024, Bijlage 2 and section 4.3.
    """

    unit = Code("unit")
    violation = Code("violation")
    description = Code("description")
    investigation = Code("investigation")
    contracted_out = Code("yes_no")
    settlement = Code("settlement")
    settlement_class = Code("settlement_class")


class ReportReceived(Fact):
    """A report that the investigating body received in the year, by who brought it and what it is about.

    Source: annual report 2024, Bijlage 1, page 2.
    """

    reporter = Code("reporter")
    subject = Code("subject")


class PersonConcerned(Fact):
    """A person whose conduct was reported, in a case that was settled in the year.

    Source: annual report 2024, Bijlage 1, page 3.
    """

    investigation = Code("investigation")
    settlement_class = Code("settlement_class")


class RegisteredViolation(Fact):
    """A (suspected) violation that one unit registered in the year, in the coarse groups of its own report.

    Source: annual report 2023 of one unit.
    """

    unit = Code("unit")
    violation_group = Code("violation_group")


class DisciplinedEmployee(Fact):
    """An employee who got a disciplinary sanction in the year; the heaviest counts.

    Source: annual report 2023 of one unit.
    """

    unit = Code("unit")
    sanction = Code("sanction_2023")


class CaseEvent(Fact):
    """Something that happened to a case in a month: a report came in, an investigation began, it was settled.

    ``violation`` is the kind as it was known then; ``settlement_class`` is that of the heaviest settlement, and no
    measure for whatever is no settlement. From this the monthly overview of a unit is counted: only this system knows
    months. Source: annual report 2024, section 3.3 (units get an overview every month).
    """

    unit = Code("unit")
    event = Code("case_event")
    violation = Code("violation")
    settlement_class = Code("settlement_class")
    month = models.PositiveSmallIntegerField()

    class Meta(Fact.Meta):
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(condition=models.Q(month__range=(1, 12)), name="facts_case_event_month"),
        ]


class Incident(Fact):
    """Something of the organisation that was lost, stolen or damaged, as the incident desk registered it in the year.

    Source: annual report 2023 of one unit.
    """

    unit = Code("unit")
    item = Code("incident_item")
    how = Code("incident_how")
