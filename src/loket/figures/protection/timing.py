"""How much time is left."""

import time


class OutOfTime(Exception):
    """The time limit has passed; what was safe before still is."""


class Deadline:
    """When to stop, in seconds from now."""

    def __init__(self, seconds: float) -> None:
        self.end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds. Raises ``OutOfTime`` when there are none."""
        left = self.end - time.monotonic()
        if left <= 0:
            raise OutOfTime
        return left

    def remaining(self) -> float:
        """Seconds; none when the time is up."""
        return max(0.0, self.end - time.monotonic())

    def is_over(self) -> bool:
        """Whether there is no time left."""
        return time.monotonic() >= self.end
