"""Where rooms on a higher floor join in: a setting names a function, and this room calls it without knowing it.

    AFTER_SIGN_IN(request, response, account, *, prf, credential, private_key)
    AFTER_SIGN_OUT(request, response, account)
    AFTER_PASSKEY_ADDED(request, response, account, *, credential, prf, salt)
    AFTER_PASSKEY_REMOVED(request, response, account, *, credential)

``prf`` is the 32 bytes that a passkey gave for ``salt`` (``passkeys.PRF_SALT``), or None: handed on and nowhere kept.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.module_loading import import_string

from loket.accounts.models import Account


def call(setting: str, request: HttpRequest, response: HttpResponseBase, account: Account, **given: object) -> None:
    """Call the function that this setting names; nothing when it names none."""
    if path := getattr(settings, setting):
        import_string(path)(request, response, account, **given)
