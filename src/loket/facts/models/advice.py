"""Facts of the confidential advisers: their tally, their network, their time."""

from django.db import models

from loket.facts.models.base import Code, Fact


class AdviceRequest(Fact):
    """A request that a confidential adviser entered in the tally in the year; it counts once.

    ``unit`` is the unit of whom the request concerns. Source: advisers' annual report 2024, Bijlage 1 and 2.
    """

    has_one_source = True
    category = Code("category")
    subcategory = Code("subcategory")
    unit = Code("unit")
    accused = Code("accused")
    settlement = Code("advice_settlement")
    situation = Code("situation")


class AdviceCarried(Fact):
    """A request of an earlier year that was still open when this year began, or was reopened in it, as it stood at the
    end of this year.

    As many as were left open at the end of the year before, and were reopened in this one. A request is counted as new
    in one year only; ``from_year`` is that year. Source: advisers' annual report 2024, 3.2 and 3.5 ("lopen door in
    2025")."""

    has_one_source = True
    from_year = models.PositiveSmallIntegerField()
    category = Code("category")
    subcategory = Code("subcategory")
    unit = Code("unit")
    accused = Code("accused")
    settlement = Code("advice_settlement")
    situation = Code("situation")


class AdviceMonth(Fact):
    """A new request in a month: what rises is seen from month to month. It counts the same requests as
    ``AdviceRequest``, and leads to none of them. Source: advisers' annual report 2024, chapter 2 (signalling)."""

    has_one_source = True
    unit = Code("unit")
    category = Code("category")
    month = models.PositiveSmallIntegerField()

    class Meta(Fact.Meta):
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(condition=models.Q(month__range=(1, 12)), name="facts_advice_month_month"),
        ]


class AdviceReporterAccused(Fact):
    """A new request, by whether whoever came was accused themselves. Asked since 2025. Source: advisers' annual report
    2024, chapter 7."""

    has_one_source = True
    unit = Code("unit")
    reporter_accused = Code("yes_no")


class AdviserHours(Fact):
    """The minutes that one adviser spent on one core function in one month of the year: not which adviser, and not
    which month. Source: advisers' annual report 2024, chapters 2 and 6."""

    has_one_source = True
    core_function = Code("core_function")
    minutes = models.PositiveIntegerField()


class EvaluationAnswer(Fact):
    """One answer to one question of the evaluation that reporters fill in. Source: advisers' annual report 2024,
    chapter 6."""

    has_one_source = True
    question = Code("evaluation_question")
    answer = Code("evaluation_answer")


class Adviser(Fact):
    """A confidential adviser who was in office at the reference date of the register.

    Source: advisers' annual report 2024, chapter 6.
    """

    has_one_source = True
    certification = Code("certification")


class AdviserTime(Fact):
    """The share of their time, in percent, that all advisers together spent on one core function.

    Source: advisers' annual report 2024, chapters 2 and 6.
    """

    has_one_source = True
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

    has_one_source = True
    evaluation_state = Code("evaluation_state")
