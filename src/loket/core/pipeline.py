"""Statements that go to the database together, without waiting for the answer to each (PostgreSQL's pipeline mode)."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def together() -> Iterator[None]:
    """Send what is written in this block in as few messages as can be; reading something sends what came before it.

    Put it around the transaction, so that the commit travels along. What goes wrong with a statement is raised where
    the next answer is read, at the commit at the latest: never after the block.
    """
    connection.cursor().close()  # the connection is there and lives, before it changes its manners
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield
