"""Reads of reports for who works with them. Nothing here opens anything."""

import uuid
from collections.abc import Iterable

from loket.intake.models import Report


def news(report_ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Which of these reports hold something of the reporter that the body has not read."""
    return set(Report.objects.filter(pk__in=list(report_ids), news_for_body=True).values_list("pk", flat=True))
