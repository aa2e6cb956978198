"""The nine words as a page and a file show them, once: to whoever raised something, and to nobody else."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from loket.vault.receipts import read_receipt


def context_of(request: HttpRequest, code: str) -> dict[str, Any]:
    """What ``intake/sent/_ticket.html`` shows of a receipt, and where it opens something."""
    receipt = read_receipt(code)
    groups, door = receipt.code.split("-"), request.build_absolute_uri(reverse("intake:mailbox-door"))
    return {
        "door": door,
        "words": receipt.words,
        "code": receipt.code,
        "code_lines": ["-".join(groups[:3]) + "-", "-".join(groups[3:])],
    }


def file_of(request: HttpRequest, code: str) -> HttpResponse:
    """The words as a text file. Its name tells nobody what it is for."""
    text = render_to_string("intake/sent/receipt.txt", context_of(request, code)).replace("\n", "\r\n")
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{_("woorden")}.txt"'
    return response
