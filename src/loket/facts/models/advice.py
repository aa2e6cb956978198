"""Facts of the confidential advisers: their tally, their network, their time."""

from django.db import models

from loket.facts.models.base import Code, Fact


class AdviceRequest(Fact):
    """A request that a confidential adviser entered in the tally in the year; it counts once.

    ``unit`` is the unit of whom the request concerns. Source: advisers' annual report 2024, Bijlage 1 and 2.
    """

    category = Code("category")
    subcategory = Code("subcategory")
    unit = Code("unit")
    accused = Code("accused")
    settlement = Code("advice_settlement")
    situation = Code("situation")


class Adviser(Fact):
    """A confidential adviser who was in office at the reference date of the register.

    Source: advisers' annual report 2024, chapter 6.
    """

    certification = Code("certification")


class AdviserTime(Fact):
    """The share of their time, in percent, that all advisers together spent on one core function.

    Source: advisers' annual report 2024, chapters 2 and 6.
    """

    core_function = Code("core_function")
    share = models.DecimalField(max_digits=7, decimal_places=2)

    class Meta(Fact.Meta):
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(condition=models.Q(share__range=(0, 100)), name="facts_adviser_time_share"),
        ]


class AdviserEvaluation(Fact):
    """A closed advice request of the evaluation pilot, by what became of the link to the questionnaire.

    Source: advisers' annual report 2024, chapter 6.
    """

    evaluation_state = Code("evaluation_state")
