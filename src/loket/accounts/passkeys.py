"""Passkeys (WebAuthn): what you hold and who you are in one, bound to our name so that no other site can use it.

A passkey is found by the browser itself (nobody types a name) and always asks for a fingerprint, a face or a PIN. With
the PRF extension it also gives 32 bytes that nobody else can make: the room of keys opens the person's key with them.
Passkeys need a name: on a bare IP address there are none.
"""

import ipaddress
import uuid
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from hashlib import blake2b
from urllib.parse import urlsplit

import webauthn
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from loket.accounts.models import Account, Passkey
from loket.core import audit, clock, once
from loket.core.errors import UserError
from loket.core.serverkey import server_key
from loket.vault.tokens import as_text, new_token

PRF_SALT = blake2b(b"loket person key v1", digest_size=32).digest()
"""What every passkey is asked for. One value for all, since a sign-in without a name does not know whose it will be:
two passkeys give different answers to it all the same."""

_PRF = 32
_CHALLENGE = "challenge"
_SECONDS = 300
"""How long a challenge may be answered."""


class PasskeyRefused(UserError):
    """An answer that does not belong to our question, or a passkey that we do not know."""

    def __init__(self) -> None:
        super().__init__(_("Dit lukte niet met deze passkey. Probeer het opnieuw of kies een andere"))


class NoName(UserError):
    """The site was opened by an IP address."""

    def __init__(self) -> None:
        super().__init__(_("Passkeys werken alleen op een naam. Open deze site met een naam, zoals localhost"))


class LastWayIn(UserError):
    """Without this passkey its owner could not sign in any more."""

    def __init__(self) -> None:
        super().__init__(
            _("Dit is je enige manier om je aan te melden. Voeg eerst een andere passkey of een wachtwoord toe")
        )


def relying_party(request: HttpRequest) -> str:
    """The name that passkeys are bound to: the host of this request, which Django has held to ``ALLOWED_HOSTS``.

    Raises ``NoName`` for an IP address.
    """
    name = urlsplit(f"//{request.get_host()}").hostname or ""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return name
    raise NoName


def has_name(request: HttpRequest) -> bool:
    """Whether passkeys can work on this address."""
    try:
        return bool(relying_party(request))
    except NoName:
        return False


def creation_options(request: HttpRequest, account: Account) -> str:
    """What the browser needs to make a passkey, in JSON; its challenge is kept in the session. Raises ``NoName``."""
    options = webauthn.generate_registration_options(
        rp_id=relying_party(request),
        rp_name="Integriteitsloket",
        user_id=_handle(account),
        user_name=account.username,
        user_display_name=account.display_name,
        challenge=_new_challenge(request),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=_descriptors(account),
    )
    return webauthn.options_to_json(options)


def request_options(request: HttpRequest, account: Account | None = None) -> str:
    """What the browser needs to use a passkey: any that it knows, or those of this account. Raises ``NoName``."""
    options = webauthn.generate_authentication_options(
        rp_id=relying_party(request),
        challenge=_new_challenge(request),
        allow_credentials=_descriptors(account) if account else None,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return webauthn.options_to_json(options)


@transaction.atomic
def add(request: HttpRequest, *, account: Account, answer: str, label: str, gives_key: bool, actor: str) -> Passkey:
    """Keep the passkey that the browser has made. ``gives_key``: it answered to ``PRF_SALT``.

    Raises ``PasskeyRefused`` and ``NoName``.
    """
    challenge, name = _take_challenge(request), relying_party(request)
    try:
        made = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=name,
            expected_origin=_origin(request),
            require_user_verification=True,
        )
    except Exception as error:  # the library takes apart what a stranger sent: whatever it raises, the answer is no
        raise PasskeyRefused from error
    try:
        with transaction.atomic():
            passkey = Passkey.objects.create(
                account=account,
                credential=made.credential_id,
                public_key=made.credential_public_key,
                sign_count=made.sign_count,
                label=label,
                unlocks=gives_key,
                added_on=clock.today(),
            )
    except IntegrityError as error:
        raise PasskeyRefused from error
    audit.record(actor=actor, action="account.passkey", target=f"account:{account.username}", summary={})
    return passkey


@transaction.atomic
def check(request: HttpRequest, answer: str, *, account: Account | None = None) -> Passkey:
    """The passkey that gave this answer, of an open account (of ``account``, when that is given).

    Raises ``PasskeyRefused``, also for a count that did not rise (a copy of the key), and ``NoName``.
    """
    challenge, name = _take_challenge(request), relying_party(request)
    passkey = _find(answer)
    if not passkey.account.is_active or (account and passkey.account_id != account.pk):
        raise PasskeyRefused
    try:
        verified = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=name,
            expected_origin=_origin(request),
            credential_public_key=bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except Exception as error:  # as above
        raise PasskeyRefused from error
    passkey.sign_count, passkey.used_on = verified.new_sign_count, clock.today()
    passkey.save(update_fields=["sign_count", "used_on"])
    return passkey


@transaction.atomic
def remove(*, account: Account, number: int, actor: str) -> bytes:
    """Take a passkey away; gives its credential id. Raises ``LastWayIn``, and ``Passkey.DoesNotExist`` when it is not
    one of theirs."""
    mine = list(account.passkeys.select_for_update())
    passkey = next((passkey for passkey in mine if passkey.pk == number), None)
    if passkey is None:
        raise Passkey.DoesNotExist
    if len(mine) == 1 and not account.has_code and not account.is_demo:
        raise LastWayIn
    passkey.delete()
    audit.record(actor=actor, action="account.passkey-removed", target=f"account:{account.username}", summary={})
    return bytes(passkey.credential)


def prf_of(text: str) -> bytes | None:
    """What the passkey gave for ``PRF_SALT``, from the form; None when it gives nothing, or something else."""
    try:
        given = urlsafe_b64decode(text + "==")
    except (NotBase64, ValueError):
        return None
    return given if len(given) == _PRF else None


def _new_challenge(request: HttpRequest) -> bytes:
    token = new_token()
    request.session[_CHALLENGE] = [token, int(timezone.now().timestamp())]
    return token.encode()


def _take_challenge(request: HttpRequest) -> bytes:
    """The challenge of this session, once: two answers at the same moment do not both count."""
    token, since = request.session.pop(_CHALLENGE, ["", 0])
    if not token or timezone.now().timestamp() - since > _SECONDS:
        raise PasskeyRefused
    if not once.first_time(uuid.UUID(bytes=blake2b(token.encode(), digest_size=16).digest())):
        raise PasskeyRefused
    return str(token).encode()


def _find(answer: str) -> Passkey:
    """The row of the passkey that an answer names, locked so that its count is right."""
    try:
        given = webauthn.helpers.parse_authentication_credential_json(answer)
    except Exception as error:  # as above
        raise PasskeyRefused from error
    passkey = (
        Passkey.objects.select_for_update(of=("self",))
        .select_related("account")
        .filter(credential=given.raw_id)
        .first()
    )
    if passkey is None or given.response.user_handle not in (None, _handle(passkey.account)):
        raise PasskeyRefused
    return passkey


def _descriptors(account: Account) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=bytes(passkey.credential)) for passkey in account.passkeys.all()]


def _handle(account: Account) -> bytes:
    """The name of an account within a passkey: says nothing to who reads it."""
    return blake2b(str(account.pk).encode(), key=server_key("passkey"), digest_size=32).digest()


def _origin(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def shown(credential: bytes) -> str:
    """A credential id as the browser writes it."""
    return urlsafe_b64encode(credential).decode().rstrip("=")


SALT_SHOWN = as_text(PRF_SALT)
"""The salt for a form's ``data-prf-salt``."""
