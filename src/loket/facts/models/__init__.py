"""The kinds of facts (one module for each part of the reports) and the loads that they came from."""

from loket.facts.models.advice import (
    AdviceCarried,
    AdviceMonth,
    AdviceReporterAccused,
    AdviceRequest,
    Adviser,
    AdviserEvaluation,
    AdviserHours,
    AdviserTime,
    EvaluationAnswer,
)
from loket.facts.models.base import Code, Fact
from loket.facts.models.casework import (
    CaseEvent,
    DisciplinedEmployee,
    Incident,
    PersonConcerned,
    RegisteredViolation,
    ReportReceived,
    SettledCase,
)
from loket.facts.models.commissions import Complaint, ComplaintTopic, ExternalReport
from loket.facts.models.loads import Contradiction, Load
from loket.facts.models.prevention import AwarenessActivity, Headcount, SideActivity, SurveyScore

__all__ = [
    "AdviceCarried",
    "AdviceMonth",
    "AdviceReporterAccused",
    "AdviceRequest",
    "Adviser",
    "AdviserEvaluation",
    "AdviserHours",
    "AdviserTime",
    "AwarenessActivity",
    "CaseEvent",
    "Code",
    "Complaint",
    "ComplaintTopic",
    "Contradiction",
    "DisciplinedEmployee",
    "EvaluationAnswer",
    "ExternalReport",
    "Fact",
    "Headcount",
    "Incident",
    "Load",
    "PersonConcerned",
    "RegisteredViolation",
    "ReportReceived",
    "SettledCase",
    "SideActivity",
    "SurveyScore",
]
