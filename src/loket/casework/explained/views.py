"""How each body works a case, for anybody to read: its procedure as a picture, with a table of the same beside it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from loket.casework.configuration import configuration
from loket.casework.drawing import draw
from loket.casework.procedure import Procedure, Stage
from loket.casework.reading import procedures as all_procedures
from loket.casework.retention.words import duration
from loket.core.access import public
from loket.core.language import page_language
from loket.core.markup import as_markup
from loket.figures.model import in_language


@dataclass(frozen=True)
class Line:
    """A procedure as it is listed. ``bodies``: who works by it."""

    code: str
    name: str
    bodies: str


@dataclass(frozen=True)
class Row:
    """A stage: how long it may take, and what can be done in it."""

    name: str
    days: str
    steps: tuple[str, ...]


@public
@require_safe
def procedures(request: HttpRequest) -> HttpResponse:
    """Every procedure that a body works by."""
    return render(request, "casework/explained/list.html", {"lines": list(_lines())})


@public
@require_safe
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """One procedure: picture, stages, terms, how long a case is kept."""
    found = next((line for line in _lines() if line.code == code), None)
    if found is None:
        raise Http404
    p, language = all_procedures()[code], page_language()
    context = {
        "line": found,
        "picture": _picture(p, language),
        "rows": [_row(p, stage, language) for stage in p.stages],
        "terms": [(in_language(term.label, language), in_language(term.basis, language)) for term in p.terms],
        "kept": [(duration(rule.months), in_language(rule.basis, language)) for rule in p.retention],
    }
    return render(request, "casework/explained/procedure.html", context)


def _lines() -> Iterator[Line]:
    language, house = page_language(), configuration()
    for code, p in all_procedures().items():
        bodies = [body.name(language) for body in house.bodies_by(code)]
        if bodies:
            yield Line(code, in_language(p.label, language), ", ".join(bodies))


def _picture(p: Procedure, language: str) -> SafeString:
    names = {code: in_language(other.label, language) for code, other in all_procedures().items()}
    return as_markup(draw(p, language, names))


def _row(p: Procedure, stage: Stage, language: str) -> Row:
    steps = tuple(in_language(act.label, language) for act in p.acts if stage.code in act.from_ and act.offered)
    days = _("hooguit %d dagen") % stage.within_days if stage.within_days else ""
    return Row(in_language(stage.label, language), days, steps)
