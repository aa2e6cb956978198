"""A form that is sent twice acts once: each form carries a token, and a token counts one time."""

import uuid

from django.db import connection

from loket.core import clock


def new_token() -> str:
    """A token for a form that is about to be shown."""
    return str(uuid.uuid4())


def first_time(token: uuid.UUID) -> bool:
    """Whether this token was not used before; from now on it is.

    Call it inside the transaction of the act: a second request waits here until the first has ended, and a
    token whose act failed is free again.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO core_usedtoken (token, "on") VALUES (%s, %s) ON CONFLICT DO NOTHING',
            [token, clock.today()],
        )
        return bool(cursor.rowcount == 1)
