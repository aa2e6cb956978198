"""Facts of casework: settled cases, reports received, persons concerned."""

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
