"""Settings, from the environment only. ``docs/operations.md`` lists every variable."""

import os
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

BASE_DIR = Path(__file__).resolve().parents[2]
VAR = Path(os.environ.get("LOKET_VAR", BASE_DIR / "var"))
DATA = Path(os.environ.get("LOKET_DATA", BASE_DIR / "data" / "financien"))
PROTECTED = VAR / "protection"
"""What was decided to hide (``publications.protection.kept``); tests with a folder of their own share it."""


def database(url: str) -> dict[str, object]:
    """Django's setting for ``postgresql://user:password@host:port/name``, read as PostgreSQL's own programs read it.

    ``?host=`` may name a socket folder; what else stands behind the question mark (``sslmode``) is held to too. Values
    travel apart from the statement: they stand in no statement that the server logs, and it plans a statement once.
    """
    given = conninfo_to_dict(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": given.pop("dbname", "postgres"),
        "USER": given.pop("user", ""),
        "PASSWORD": given.pop("password", ""),
        "HOST": given.pop("host", ""),
        "PORT": given.pop("port", ""),
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 5, **given},
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


class MailServer(NamedTuple):
    """A mail server; without ``host`` there is none, and mail waits."""

    host: str
    port: int
    user: str
    password: str
    is_tls: bool
    is_starttls: bool


def mail_server(url: str) -> MailServer:
    """From ``smtp://user:password@host:port``; ``smtps://`` is TLS from the start, ``starttls://`` after the
    greeting."""
    parts = urlsplit(url)
    ports = {"": 0, "smtp": 25, "smtps": 465, "starttls": 587}
    try:
        host, port = parts.hostname or "", parts.port or ports[parts.scheme]
    except (KeyError, ValueError):
        host, port = "", 0
    if bool(url) != bool(host):
        raise ImproperlyConfigured("LOKET_SMTP_URL klopt niet; schrijf starttls://naam:wachtwoord@machine:587")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailServer(host, port, user, password, parts.scheme == "smtps", parts.scheme == "starttls")


def flag(name: str) -> bool:
    """True when the variable is "1"; anything else is False."""
    return os.environ.get(name) == "1"


DEMO = flag("LOKET_DEMO")
"""A demonstration: public figures, fictitious people who come in by links, and a line on every page that says so."""

SECURE = flag("LOKET_SECURE")
"""Served over https (a deployment): ``__Host-`` cookies and HSTS. On loopback over http this stays off."""

DEVELOPMENT_KEY = "development-only"
SECRET_KEY = os.environ.get("LOKET_SECRET_KEY", DEVELOPMENT_KEY)
if SECURE and SECRET_KEY == DEVELOPMENT_KEY:
    raise ImproperlyConfigured("LOKET_SECRET_KEY ontbreekt; zonder eigen sleutel start een echte website niet")
DEBUG = False
ALLOWED_HOSTS = [host.strip() for host in os.environ.get("LOKET_HOSTS", "127.0.0.1,localhost").split(",")]
DATABASES = {"default": database(os.environ.get("LOKET_DATABASE_URL", "postgresql:///loket"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "loket.urls"
WSGI_APPLICATION = "loket.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.staticfiles",
    "django_tasks",
    "django_tasks_db",
    "loket.core",
    "loket.accounts",
    "loket.keys",
    "loket.organisation",
    "loket.taxonomy",
    "loket.facts",
    "loket.snapshots",
    "loket.guide",
    "loket.intake",
    "loket.casework",
    "loket.advisers",
    "loket.publications",
]

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [VAR / "front"]
FRONT_BUILT = (STATIC_ROOT / "staticfiles.json").exists()
"""Whether ``cli.front`` has built the static files; before that, pages refer to them by their plain names."""
HASHED_STORAGE = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": HASHED_STORAGE if FRONT_BUILT else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

WHITENOISE_ALLOW_ALL_ORIGINS = False

MIDDLEWARE = [
    "loket.core.headers.SecurityHeaders",
    *(["whitenoise.middleware.WhiteNoiseMiddleware"] if FRONT_BUILT else []),
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "loket.core.csrf.SameOriginCsrf",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "loket.core.access.DefaultDeny",
    "loket.core.problems.ShowProblems",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "loket.guide.context.house",
            ],
        },
    }
]

AUTH_USER_MODEL = "accounts.Account"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "publications:overview"
FIRST_PAGES = {
    "officer": "casework:worklist",
    "adviser": "advisers:tally",
    "national_adviser": "advisers:totals",
}
"""Where somebody with this role begins after signing in; the others begin at ``LOGIN_REDIRECT_URL``."""
SET_UP_URL = "accounts:account"
"""Where somebody who has no two factors yet arranges them; until then nothing else opens."""
SIGN_OUT_URL = "accounts:sign-out"
BODIES_FOR_GRANTS = "loket.guide.bodies.body_names"
"""Function that gives code and name of every body that an officer can work for."""
SMALL_COUNTS = "loket.casework.configuration.threshold"
"""Function that gives below which number a count is not shown to people outside the body that it is about."""
ADDRESSEES = "loket.advisers.hooks.addressee"
"""Function from a code to the person at whose desk something can be raised, or None: it is no desk's."""
UNITS_FOR_GRANTS = "loket.guide.bodies.unit_names"
"""Function that gives code and name of every unit that has a coordinator or a director."""
KEPT_BESIDE = "loket.advisers.hooks.kept"
"""Function that gives what is kept beside cases, and for how many months (``casework.retention.page``)."""
TRAIL_CODES = ["loket.casework.trail_codes.trail_codes", "loket.advisers.trail_codes.trail_codes"]
"""Functions that give what the codes in the audit trail are called (``accounts.trail_details``)."""
AFTER_SIGN_IN = "loket.keys.session.after_sign_in"
"""What the room of keys does when somebody has come in: identity first, unlocking after (``accounts.hooks``)."""
AFTER_PASSKEY_ADDED = "loket.keys.session.after_passkey_added"
AFTER_PASSKEY_REMOVED = "loket.keys.session.after_passkey_removed"
AFTER_SIGN_OUT = "loket.keys.session.after_sign_out"
KEY_COOKIE_NAME = "__Host-sleutel" if SECURE else "sleutel"
"""The browser's half of an unlocked key; the session holds the other half."""
DEVICE_COOKIE_PREFIX = "__Host-toestel-" if SECURE else "toestel-"
"""Goes before a digest of the user name: a device where somebody signed in before has its own count of tries."""

SESSION_ENGINE = "loket.accounts.sessions"
SESSION_COOKIE_NAME = "__Host-sessie" if SECURE else "sessie"
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60
"""Seconds without a request after which a session ends."""
SESSION_LONGEST = 8 * 60 * 60
"""Seconds after which a session ends, however busy."""
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
DRAFT_COOKIE_NAME = "__Host-concept" if SECURE else "concept"
"""The browser's half of what somebody is writing."""
CONTACT_COOKIE_NAME = "__Host-contact" if SECURE else "contact"
"""The same for what somebody is writing to an adviser."""
MAILBOX_COOKIE_NAME = "__Host-postvak" if SECURE else "postvak"
"""The browser's half of an opened mailbox."""
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None  # goes when the browser closes
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "loket.guide.views.csrf_failure"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if SECURE else []
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_CROSS_ORIGIN_OPENER_POLICY = None  # core.headers sends it
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = ["loket.intake.uploads.SealingUploadHandler"]
"""Every upload is sealed while it streams in; Django's own temporary files would hold it readable."""

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

SWEEPS = [
    "loket.core.mail.deliver",
    "loket.core.sweeps.expired_sessions",
    "loket.core.sweeps.used_tokens",
    "loket.core.sweeps.finished_tasks",
    "loket.advisers.services.carry",
    "loket.facts.services.mix",
    "loket.accounts.throttle.forget_old",
    "loket.intake.tidy.sweep",
    "loket.casework.opening.sweep",
    "loket.casework.terms.sweep",
    "loket.casework.retention.services.sweep",
    "loket.advisers.services.destroy_due",
    "loket.advisers.network.reminding.sweep",
    "loket.advisers.totals.noticing.sweep",
    "loket.intake.mailbox.session.forget_expired",
    "loket.advisers.contact.services.sweep",
    "loket.advisers.handover.services.sweep",
    "loket.advisers.signals.services.sweep",
    "loket.advisers.importing.services.sweep",
    "loket.advisers.evaluation.services.sweep",
]
"""What the third process runs every few seconds (``core.sweeps``)."""

LIMITS = {
    "api": (2000, 20_000),
    "incidents": (1, 30),
    "draft": (50, 1000),
    "sign-in": (2, 60),
    "queue": (20, 500),
    "evaluation": (5, 200),
}
"""For each purpose of ``core.limiter``: how many a second one worker takes in the long run, and how many at once."""

MAIL_EVERY = 15
"""Minutes: notices are sent at full multiples of this, so that a mail does not tell when somebody acted."""
MAIL_RECIPIENTS = "loket.accounts.queries.addresses_of_body"
"""Function from the code of a body to the mail addresses of its officers."""
_smtp = mail_server(os.environ.get("LOKET_SMTP_URL", ""))
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _smtp.host, _smtp.port, _smtp.user, _smtp.password
EMAIL_USE_SSL, EMAIL_USE_TLS = _smtp.is_tls, _smtp.is_starttls
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("LOKET_MAIL_FROM", "loket@localhost")

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).resolve().parent / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"tokens": {"()": "loket.core.logs.WithoutTokens"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "filters": ["tokens"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "CRITICAL"},
    },
}
"""What goes wrong goes to standard error, with its traceback. Requests that go well leave no line anywhere, and neither
do those that are refused: an address and a moment together would tell what a reporter did, and when."""

EXIT_URL = os.environ.get("LOKET_EXIT_URL", "https://www.knmi.nl/nederland-nu/weer/verwachtingen")
"""Where the quick exit leads: a page that explains itself on a screen that somebody else sees."""

SECURITY_CONTACT = os.environ.get("LOKET_SECURITY_CONTACT", "https://www.ncsc.nl/contact/kwetsbaarheid-melden")
"""Contact line of security.txt (RFC 9116): a mailto: or https: address of the organisation."""
