"""Settings, from the environment only. ``docs/operations.md`` lists every variable."""

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

BASE_DIR = Path(__file__).resolve().parents[2]
VAR = Path(os.environ.get("LOKET_VAR", BASE_DIR / "var"))
DATA = Path(os.environ.get("LOKET_DATA", BASE_DIR / "data" / "financien"))


def database(url: str) -> dict[str, object]:
    """Django's setting for ``postgresql://user:password@host:port/name``; a ``?host=`` may name a socket folder."""
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/") or "postgres",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parse_qs(parts.query).get("host", [parts.hostname or ""])[0],
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
    }


SECRET_KEY = os.environ.get("LOKET_SECRET_KEY", "development-only")
DEBUG = False
ALLOWED_HOSTS = os.environ.get("LOKET_HOSTS", "127.0.0.1,localhost").split(",")
DATABASES = {"default": database(os.environ.get("LOKET_DATABASE_URL", "postgresql:///loket"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "loket.core",
    "loket.facts",
]

LANGUAGE_CODE = "nl"
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
