"""Reads of the evaluation: what is asked, and what was answered, as far as that may be shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from loket.advisers.configuration import Advisers, configuration
from loket.facts import queries as facts

QUESTIONS, ANSWERS = "evaluation_question", "evaluation_answer"
"""The code lists; the second is the kind of fact too."""


@dataclass(frozen=True)
class Result:
    """What was answered to one question in a year, by answer, in the order of the list. ``responses``: how many
    answered it. ``counts`` is empty, and ``is_shown`` false, below ``publish_from``."""

    question: str
    responses: int
    counts: Mapping[str, int]
    is_shown: bool


def questions(configured: Advisers, year: int) -> list[str]:
    """The codes of the questions of a year, in their order."""
    return [code.code for code in configured.lists[QUESTIONS] if code.holds_in(year)]


def choices(configured: Advisers, question: str) -> Sequence[str]:
    """The codes of the answers that a question has, in their order."""
    evaluation = configured.file.evaluation
    return evaluation.own.get(question, evaluation.answers)


def results(year: int) -> list[Result]:
    """What was answered in a year, loaded and live, to each question. Who left a question open did not answer it. Fewer
    than ``evaluation.publish_from`` answers to a question are not told: neither what they are, nor how many
    (``responses`` is 0 then)."""
    configured = configuration()
    counted = facts.counted(ANSWERS, year, by=("question", "answer"))
    return [_result(configured, counted, question) for question in questions(configured, year)]


def _result(configured: Advisers, counted: Mapping[tuple[str, ...], int], question: str) -> Result:
    counts = {answer: counted.get((question, answer), 0) for answer in choices(configured, question)}
    responses = sum(counts.values())
    if responses < configured.file.evaluation.publish_from:
        return Result(question, 0, {}, is_shown=False)
    return Result(question, responses, counts, is_shown=True)
