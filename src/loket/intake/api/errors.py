"""Errors of the API as problem details (RFC 9457, API-1), in Dutch. What was sent is not repeated, and not logged."""

import json
import logging
import traceback
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from http import HTTPStatus
from typing import Any, TypeVar

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from loket.core.access import public
from loket.core.badfile import BadFile
from loket.core.errors import UserError
from loket.intake.files import TooBig
from loket.keys.errors import KeysError

log = logging.getLogger(__name__)

API_VERSION = "1.0.0"
PROBLEM = "application/problem+json"
LONGEST_POINTER = 100
MOST_ERRORS = 20

TITLES = {
    400: "De vraag is niet te lezen",
    401: "Er hoort een sleutel bij",
    404: "Dit is er niet",
    405: "Dit kan hier niet",
    413: "Dit is te groot",
    415: "Dit soort bericht nemen we hier niet aan",
    422: "De gegevens kloppen niet",
    429: "Het is nu te druk",
    500: "Er ging bij ons iets mis",
    503: "Dit kan nu niet",
}

_MESSAGES = {
    "missing": "dit veld ontbreekt",
    "extra_forbidden": "dit veld bestaat niet; haal het weg",
    "string_type": "hier hoort tekst",
    "string_too_short": "dit mag niet leeg zijn",
    "string_too_long": "hooguit {max_length} tekens mag",
    "too_short": "geef er ten minste {min_length}",
    "too_long": "hooguit {max_length} mogen in een keer",
    "list_type": "hier hoort een lijst",
    "literal_error": "kies uit {expected}",
    "model_type": "hier horen velden",
    "model_attributes_type": "hier horen velden",
}

M = TypeVar("M", bound=BaseModel)
View = Callable[..., HttpResponseBase]


class Problem(Exception):
    """An error as the caller reads it. ``errors``: what is wrong at which place (JSON Pointer)."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        errors: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.errors, self.headers = status, detail, errors, headers or {}


def endpoint(*methods: str) -> Callable[[View], View]:
    """A view of the API: anyone may call it, in these methods (any when none is named); every error is a problem."""

    def decorate(view: View) -> View:
        @public
        @csrf_exempt
        @wraps(view)
        def answered(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
            response = _answer(view, methods, request, arguments)
            response.headers["API-Version"] = API_VERSION
            response.headers["Content-Language"] = "nl"
            return response

        return answered

    return decorate


@endpoint()
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 (Django's)
    """A call that Django refused before any view saw it."""
    return as_response(Problem(HTTPStatus.BAD_REQUEST, "deze vraag klopt niet; kijk het adres en de koppen na"))


def read(model: type[M], raw: bytes, *, most: int = MOST_ERRORS) -> M:
    """The JSON of a call. Raises ``Problem`` with the fields that are wrong, up to so many."""
    try:
        return model.model_validate_json(raw)
    except ValidationError as error:
        raise _of_fields(error, most) from None


def as_response(problem: Problem) -> HttpResponse:
    """The problem as an answer."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": TITLES[problem.status],
        "status": problem.status,
        "detail": problem.detail,
    }
    if problem.errors:
        body["errors"] = list(problem.errors)
    text = json.dumps(body, ensure_ascii=False)
    return HttpResponse(text, status=problem.status, content_type=PROBLEM, headers=dict(problem.headers))


def _answer(view: View, methods: Sequence[str], request: HttpRequest, arguments: Mapping[str, Any]) -> HttpResponseBase:
    try:
        if methods and request.method not in methods:
            detail = f"gebruik hier {' of '.join(methods)}"
            raise Problem(HTTPStatus.METHOD_NOT_ALLOWED, detail, headers={"Allow": ", ".join(methods)})
        return view(request, **arguments)
    except Problem as problem:
        return as_response(problem)
    except UserError as error:
        return as_response(_of_user(error))
    except RequestDataTooBig:
        return as_response(Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "het bericht is te groot; maak het korter"))
    except (SuspiciousOperation, OSError):
        return as_response(Problem(HTTPStatus.BAD_REQUEST, "het bericht kwam niet heel aan; stuur het opnieuw"))
    except Exception as error:
        _log(error)
        return as_response(
            Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "het ligt niet aan jou; probeer het later opnieuw")
        )


def _log(error: Exception) -> None:
    """Where it went wrong, without what the error says: that may repeat what was sent."""
    log.error("%s\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))


def _of_user(error: UserError) -> Problem:
    if isinstance(error, TooBig):
        return Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, str(error))
    if isinstance(error, KeysError | BadFile):
        log.error("no report can be taken: %s", error)
        return Problem(HTTPStatus.SERVICE_UNAVAILABLE, "dit meldpunt kan nog geen meldingen aannemen; bel of schrijf")
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(error))


def _of_fields(error: ValidationError, most: int) -> Problem:
    found = error.errors(include_url=False, include_input=False)
    if any(one["type"] == "json_invalid" for one in found):
        return Problem(HTTPStatus.BAD_REQUEST, "dit is geen JSON; schrijf een JSON-object in UTF-8")
    errors = [{"pointer": _pointer(one), "detail": _message(one)} for one in found[:most]]
    detail = "; ".join(f"{one['pointer'] or 'het bericht'}: {one['detail']}" for one in errors[:3])
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail, errors=errors)


def _pointer(error: ErrorDetails) -> str:
    parts = (str(part).replace("~", "~0").replace("/", "~1") for part in error["loc"])
    return "".join(f"/{part}" for part in parts)[:LONGEST_POINTER]


def _message(error: ErrorDetails) -> str:
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    expected = str(error.get("ctx", {}).get("expected", "")).replace(" or ", " of ")
    words = {**error.get("ctx", {}), "expected": expected}
    return _MESSAGES.get(error["type"], "deze waarde past hier niet").format(**words)
