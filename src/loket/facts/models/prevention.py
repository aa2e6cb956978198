"""Facts of registers, surveys and awareness, and the headcounts that give them size."""

from django.db import models

from loket.facts.models.base import Code, Fact


class SideActivity(Fact):
    """A side activity that stood in the register of a unit at the end of the year.

    Source: annual report 2024, section 10.2.
    """

    unit = Code("unit")


class SurveyScore(Fact):
    """The score of one topic in an employee survey: a mark from 1 to 10, or a percentage.

    ``benchmark`` is the score of comparable organisations, ``previous`` that of the survey before; either
    may lack.
    Source: annual report 2024, chapter 9.
    """

    topic = Code("survey_topic")
    score = models.DecimalField(max_digits=7, decimal_places=2)
    benchmark = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    previous = models.DecimalField(max_digits=7, decimal_places=2, null=True)


class AwarenessActivity(Fact):
    """An activity in the year about integrity; ``participants`` where they were counted.

    Source: annual report 2024, sections 3.3 and 8.
    """

    unit = Code("unit")
    topic = Code("awareness_topic")
    participants = models.PositiveIntegerField(null=True)


class Headcount(Fact):
    """The number of persons who worked for a unit in the year. Source: the organisation's own file."""

    unit = Code("unit")
    persons = models.PositiveIntegerField()
