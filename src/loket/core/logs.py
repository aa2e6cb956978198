"""What an error says in the log: never what still opens something."""

import logging
import re

_TOKEN = re.compile(r"(?<=/eenmalig/)[^/\s]+|(?<=/evaluatie/)[^/\s]+")
"""In the address of a link that works once (``accounts.urls``, ``advisers.evaluation.urls``): when using it went wrong,
it was not used up."""


class WithoutTokens(logging.Filter):
    """Takes the tokens of links out of every line."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if _TOKEN.search(said):
            record.msg, record.args = _TOKEN.sub("...", said), ()
        return True
