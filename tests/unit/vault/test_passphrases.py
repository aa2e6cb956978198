"""A key from a passphrase: the same every time, and never more at once than the memory of the machine takes."""

import threading

from nacl.pwhash import argon2id

from loket.vault import passphrases
from loket.vault.passphrases import Recipe, derive

CHEAP = Recipe(bytes(argon2id.SALTBYTES), argon2id.OPSLIMIT_MIN, argon2id.MEMLIMIT_MIN)


def test_the_third_at_once_waits_for_its_turn() -> None:
    """Each takes 256 MiB, and every thread of a worker may be asked for one."""
    done: list[bytes] = []
    third = threading.Thread(target=lambda: done.append(derive("vijf losse woorden", CHEAP)))
    with passphrases._AT_ONCE, passphrases._AT_ONCE:
        third.start()
        third.join(0.2)
        assert done == []
    third.join()
    assert done == [derive("vijf losse woorden", CHEAP)]
