"""Files for the owner only: keys and words that are written down."""

import os
from pathlib import Path
from typing import TextIO


def open_private(path: Path, *, is_new: bool = False) -> TextIO:
    """A file to write that nobody else may read, from its first byte on. ``is_new``: there may be none yet
    (``FileExistsError``); otherwise what stands there is replaced."""
    how = os.O_EXCL if is_new else os.O_TRUNC
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | how, 0o600), "w", encoding="utf-8")
