"""The second factor beside a password: a code from an authenticator app (RFC 6238), or a recovery code.

The app's secret is sealed under a key of this installation. A code works once, and so does a recovery code, of which
only the digest is kept.
"""

import hmac
import secrets
from hashlib import blake2b

import pyotp
import segno
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from loket.accounts.models import Account, RecoveryCode
from loket.core import audit
from loket.core.serverkey import server_key
from loket.vault import sealing
from loket.vault.errors import WontOpen
from loket.vault.place import Place

STEP = 30
"""Seconds that a code holds; the one before and the one after are right too, for clocks that differ."""
CODES = 10
WRONG_FIRST_CODE = _(
    "Deze code klopt niet. Kijk of je de nieuwste QR-code hebt gescand en of je toestel de juiste tijd heeft"
)
_PROPOSAL = "proposed_totp"
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 10
"""Characters of a recovery code: 49 bits, in two groups."""


def new_secret() -> str:
    """A secret for an authenticator app, in base 32."""
    return pyotp.random_base32()


def address_of(secret: str, account: Account) -> str:
    """The ``otpauth:`` address that an authenticator app reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=account.username, issuer_name="Integriteitsloket")


def drawing_of(address: str) -> tuple[int, str]:
    """A QR code as an SVG path in a square of so many units: nothing on disk, nothing from elsewhere."""
    rows = list(segno.make(address, error="m").matrix_iter(border=4))
    runs = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return len(rows), "".join(runs)


def code_fits(secret: str, code: str) -> int | None:
    """The time step for which this code is right, or None."""
    now = int(timezone.now().timestamp()) // STEP
    totp = pyotp.TOTP(secret)
    right = [step for step in (now - 1, now, now + 1) if hmac.compare_digest(totp.generate_otp(step), code)]
    return right[-1] if right else None


def proposed_secret(request: HttpRequest, account: Account) -> str:
    """The secret of the app that this person is setting up: the same until it is proved, sealed in their session."""
    kept = request.session.get(_PROPOSAL, "")
    try:
        return sealing.unseal(bytes.fromhex(kept), key=server_key("totp"), place=_place(account, _PROPOSAL)).decode()
    except WontOpen:
        secret = new_secret()
        sealed = sealing.seal(secret.encode(), key=server_key("totp"), place=_place(account, _PROPOSAL))
        request.session[_PROPOSAL] = sealed.hex()
        return secret


def forget_proposal(request: HttpRequest) -> None:
    """The app is set up: the next one gets another secret."""
    request.session.pop(_PROPOSAL, None)


@transaction.atomic
def set_app(*, account: Account, secret: str, step: int, actor: str) -> list[str]:
    """Let this app go with the password from now on; gives fresh recovery codes, to be shown once. ``step``: of the
    code that proved it."""
    account.totp_secret = sealing.seal(secret.encode(), key=server_key("totp"), place=_place(account))
    account.totp_step = step
    account.save(update_fields=["totp_secret", "totp_step"])
    audit.record(actor=actor, action="account.app", target=f"account:{account.username}", summary={})
    return new_recovery_codes(account=account, actor=actor)


@transaction.atomic
def new_recovery_codes(*, account: Account, actor: str) -> list[str]:
    """Ten fresh recovery codes, to be shown once; earlier ones stop working."""
    codes = ["".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH)) for _ in range(CODES)]
    account.recovery_codes.all().delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(account=account, digest=_digest(account, code)) for code in codes)
    audit.record(
        actor=actor, action="account.recovery-codes", target=f"account:{account.username}", summary={"count": CODES}
    )
    return [f"{code[:5]}-{code[5:]}" for code in codes]


@transaction.atomic
def use_code(*, account: Account, code: str) -> bool:
    """Whether this is a right code of the app or a recovery code; from now on it is not any more."""
    typed = "".join(character for character in code.upper() if character.isalnum())
    if len(typed) == _LENGTH:
        return _use_recovery_code(account, typed)
    step = code_fits(_secret(account), typed) if typed.isascii() else None
    if step is None:
        return False
    return bool(Account.objects.filter(pk=account.pk, totp_step__lt=step).update(totp_step=step))


def _use_recovery_code(account: Account, code: str) -> bool:
    used = account.recovery_codes.filter(digest=_digest(account, code)).delete()[0]
    if used:
        left = account.recovery_codes.count()
        name = account.username
        audit.record(actor=name, action="account.recovery-code", target=f"account:{name}", summary={"left": left})
    return bool(used)


def _secret(account: Account) -> str:
    """The app's secret. One that was sealed under another installation's key fits no code."""
    try:
        return sealing.unseal(bytes(account.totp_secret), key=server_key("totp"), place=_place(account)).decode()
    except WontOpen:
        return new_secret()


def _digest(account: Account, code: str) -> bytes:
    text = f"{account.pk}/{code}"
    return blake2b(text.encode(), key=server_key("recovery"), digest_size=32).digest()


def _place(account: Account, field: str = "totp_secret") -> Place:
    return Place("accounts_account", str(account.pk), field)
