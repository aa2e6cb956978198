"""A brake for floods that keeps no address: one bucket of tokens for each purpose, for everybody together.

Why not for each address: a ministry reaches the site from one address, so a brake by address either locks out the whole
organisation or is too wide to help; somebody who floods has thousands of addresses; and an address is just what we
promise not to keep. Why this still works for people:

- Only what is cheap to ask and costly to do takes a token: the start of a draft, a call of the API, a password. Who has
  a draft can always go on and send it, so a flood of starts never costs somebody their story.
- The bucket fills as fast as the server can work, so it refuses only what could not have been served in time anyway.
  A flood of N times that leaves every new attempt one chance in N a second, for the flooder as for anybody: trying
  again a moment later gets through, and nobody is locked out.
- Each purpose has its own bucket: a flood of the API does not stop the pages.

The count lives in the process (``LIMITS`` is for one worker): no query, nothing to write, gone at a restart.
"""

import threading
from dataclasses import dataclass, field
from math import ceil
from time import monotonic

from django.conf import settings


@dataclass
class _Bucket:
    """``rate`` tokens a second flow in, up to ``most``."""

    rate: float
    most: float
    tokens: float
    seen: float = field(default_factory=monotonic)

    def take(self, now: float) -> float:
        """Seconds until a token would be there; 0 when one was, and is taken."""
        self.tokens = min(self.most, self.tokens + (now - self.seen) * self.rate)
        self.seen = now
        if self.tokens >= 1:
            self.tokens -= 1
            return 0.0
        return (1 - self.tokens) / self.rate


_buckets: dict[str, _Bucket] = {}
_lock = threading.Lock()


def wait_for(purpose: str) -> int:
    """Take a token for this purpose (a key of ``settings.LIMITS``). 0: go on. Otherwise the whole seconds after which
    trying again makes sense (``Retry-After``, RFC 9110); nothing was taken then."""
    rate, most = settings.LIMITS[purpose]
    with _lock:
        bucket = _buckets.get(purpose)
        if bucket is None or (bucket.rate, bucket.most) != (rate, most):
            bucket = _buckets[purpose] = _Bucket(rate, most, most)
        return ceil(bucket.take(monotonic()))


def forget() -> None:
    """Every bucket full again (tests)."""
    with _lock:
        _buckets.clear()
