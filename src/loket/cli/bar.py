"""How far a command is: one line on standard error that is written over, in a terminal only."""

import sys

WIDTH = 24


def show(done: int, total: int, words: str) -> None:
    """Blocks for what is done, then words; nothing stays when all is done."""
    if not sys.stderr.isatty():
        return
    full = min(WIDTH * done // max(total, 1), WIDTH)
    line = f"\r\033[K{'█' * full}{'░' * (WIDTH - full)} {words}"
    print(line, end="\r\033[K" if done >= total else "", file=sys.stderr, flush=True)


def clear() -> None:
    """Take away a bar that did not come to its end."""
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr, flush=True)
