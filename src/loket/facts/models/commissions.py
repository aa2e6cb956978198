"""Facts of the complaints committee and the external committee."""

from loket.facts.models.base import Code, Fact


class Complaint(Fact):
    """A complaint that the complaints committee received in the year, as it stood at the reference date.

    ``ground`` is for an inadmissible complaint, ``outcome`` for an admissible one; otherwise
    ``not_applicable``.
    Source: annual report 2024, section 6.2; annual report 2023 of one unit, chapter 3.
    """

    admissibility = Code("admissibility")
    ground = Code("inadmissibility_ground")
    outcome = Code("complaint_outcome")


class ComplaintTopic(Fact):
    """One topic of an admissible complaint; a complaint may have several, so these do not add to complaints.

    Source: annual report 2024, section 6.2.
    """

    topic = Code("complaint_topic")


class ExternalReport(Fact):
    """A report to the external committee in the year. Source: annual report 2024, section 7.2."""

    category = Code("cif_category")
