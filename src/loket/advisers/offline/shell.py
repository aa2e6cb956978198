"""What a phone keeps to show the tally without a connection: the page, and every file that the page needs."""

import hashlib
import json
from pathlib import PurePosixPath

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse

from loket.advisers.tally.chips import chips, groups, open_first
from loket.advisers.tally.register_form import RegisterForm
from loket.advisers.tally.register_page import likely
from loket.core.language import page_language

FILES = (
    "loket.css",
    "tally.css",
    "offline.css",
    "tally.js",
    "jose.js",
    "mark.svg",
    *(f"fonts/fira-sans-latin-{weight}-normal.woff2" for weight in (400, 500, 600)),
)
ICONS = (192, 512)
"""Pixels of the icons that the front build draws."""


def shell_page(request: HttpRequest) -> str:
    """The page: the same for everybody, so nothing of whoever fetches it stands in it."""
    form = RegisterForm(initial={"id": ""})
    return render_to_string("advisers/offline/shell.html", {"form": form, "page": _questions(form)}, request)


def _questions(form: RegisterForm) -> dict[str, object]:
    """The answers of each question, with those in sight that anybody is likely to give."""
    known, first = form.known, form.known.file.first
    topics, more = open_first(groups(form["subcategory"], known, form.year, page_language()), likely(None, known))
    plain = [name for name in ("unit", "accused", "minutes", "reporter_accused") if name in form.fields]
    ranked = {name: chips(form[name], ["", *first.get(name, ())]) for name in ("settlement", "situation")}
    return {
        **{name: chips(form[name]) for name in plain},
        **ranked,
        "subcategory": form["subcategory"],
        "topics": topics,
        "more_topics": more,
    }


def worker_script(request: HttpRequest) -> str:
    """The service worker. It differs as soon as the page or one of its files does: then a phone fetches them anew."""
    kept = [*(static(name) for name in FILES), *_modules()]
    digest = hashlib.sha256("\n".join([shell_page(request), *kept]).encode()).hexdigest()
    values = {
        "shell": reverse("advisers:shell"),
        "kept": kept,
        "begins": f"tellijst-{page_language()}-",
        "version": digest[:16],
    }
    return render_to_string("advisers/offline/sw.js", {name: json.dumps(value) for name, value in values.items()})


def _modules() -> list[str]:
    """The addresses of the modules behind ``jose.js``; none before the front is built."""
    front = settings.VAR / "front"
    names = sorted(PurePosixPath(path.relative_to(front)) for path in (front / "jose").rglob("*.js"))
    return [f"{settings.STATIC_URL}{name}" for name in names]
