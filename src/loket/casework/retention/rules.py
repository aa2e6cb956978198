"""Which rule says how long a case that ended is kept. No law fixes such a term: each rule names its basis, and says
when a lawyer still has to look at it (WBK-9, BIO-3)."""

import datetime as dt

from loket.casework.procedure import Procedure, Retention


def rule_for(procedure: Procedure, settlement_class: str = "") -> Retention:
    """The first rule of the procedure that fits a case whose heaviest settlement is of this class; without a class, the
    first that fits every case. When no rule fits, the longest: nothing goes too early."""
    fits = (one for one in procedure.retention if one.settlement_class in (None, settlement_class))
    return next(fits, None) or max(procedure.retention, key=lambda one: one.months)


def shortest(procedure: Procedure) -> Retention:
    """The rule that keeps a case least long: for that long, any case is there."""
    return min(procedure.retention, key=lambda one: one.months)


def term(ended: dt.date, until: dt.date) -> str:
    """How long was kept, as an ISO 8601 duration in months ("P84M"), from the two days: the reverse of
    ``months_later``."""
    return f"P{(until.year - ended.year) * 12 + until.month - ended.month}M"


def months(term: str) -> int:
    """The months of such a duration; 0 for what is none."""
    digits = term.removeprefix("P").removesuffix("M")
    return int(digits) if digits.isascii() and digits.isdigit() else 0
