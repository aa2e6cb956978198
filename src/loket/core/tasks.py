"""Background work: a thin face over django-tasks, whose queue is a table.

``enqueue`` writes a row in the caller's transaction: the task exists when the act stands, and not otherwise.
One or more processes (``django db_worker``) run what waits, oldest first, each task once.
"""

from typing import ParamSpec, TypeVar

from django_tasks import task
from django_tasks.base import Task

P = ParamSpec("P")
T = TypeVar("T")

__all__ = ["Task", "enqueue", "task"]


def enqueue(work: Task[P, T], *args: P.args, **kwargs: P.kwargs) -> None:
    """Put the task in the queue. Arguments must be JSON: ids, never objects."""
    work.enqueue(*args, **kwargs)
