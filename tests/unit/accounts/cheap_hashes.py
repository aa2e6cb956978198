"""Argon2id at its cheapest, which counts how often it is asked."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class CheapArgon2(Argon2PasswordHasher):
    time_cost, memory_cost, parallelism = 1, 8, 1
    work = 0
    """Hashes made, to compare with or to keep."""

    def encode(self, password: str, salt: str) -> str:
        CheapArgon2.work += 1
        return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        CheapArgon2.work += 1
        return super().verify(password, encoded)
