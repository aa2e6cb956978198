"""Settings, from the environment only. ``docs/operations.md`` lists every variable."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

BASE_DIR = Path(__file__).resolve().parents[2]
VAR = Path(os.environ.get("LOKET_VAR", BASE_DIR / "var"))
DATA = Path(os.environ.get("LOKET_DATA", BASE_DIR / "data" / "financien"))


def database(url: str) -> dict[str, object]:
    """Django's setting for ``postgresql://user:password@host:port/name``, read as PostgreSQL's own programs read it.

    ``?host=`` may name a socket folder; what else stands behind the question mark (``sslmode``) is held to too.
    """
    given = conninfo_to_dict(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": given.pop("dbname", "postgres"),
        "USER": given.pop("user", ""),
        "PASSWORD": given.pop("password", ""),
        "HOST": given.pop("host", ""),
        "PORT": given.pop("port", ""),
        "OPTIONS": given,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def flag(name: str) -> bool:
    """True when the variable is "1"; anything else is False."""
    return os.environ.get(name) == "1"


DEMO = flag("LOKET_DEMO")
"""A demonstration: public figures, fictitious users with a known password, and a line on every page that says
so."""

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
    "django.contrib.sessions",
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
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "publications:overview"

SESSION_COOKIE_NAME = "__Host-sessie" if SECURE else "sessie"
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "loket.guide.views.csrf_failure"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if SECURE else []
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_CROSS_ORIGIN_OPENER_POLICY = None  # core.headers sends it
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).resolve().parent / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django": {"handlers": [], "level": "WARNING", "propagate": True}},
}
"""What goes wrong goes to standard error, with its traceback; requests that go well leave no line anywhere."""

EXIT_URL = os.environ.get("LOKET_EXIT_URL", "https://www.knmi.nl/nederland-nu/weer/verwachtingen")
"""Where the quick exit leads: a page that explains itself on a screen that somebody else sees."""

SECURITY_CONTACT = os.environ.get("LOKET_SECURITY_CONTACT", "https://www.ncsc.nl/contact/kwetsbaarheid-melden")
"""Contact line of security.txt (RFC 9116): a mailto: or https: address of the organisation."""
