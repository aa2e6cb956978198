"""The files of a built publication, as they were built: only what its manifest names, with their own
types."""

import mimetypes
from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from loket.core.access import public
from loket.publications import queries
from loket.publications.access import may_read

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".pdf": "application/pdf",
    ".rdf": "application/rdf+xml",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
"""What we send for each kind of file; anything else is what the system knows, else plain bytes."""

SAVED = {".csv", ".ods", ".rdf"}
"""Kinds that the browser saves and does not show."""


@public
@require_safe
def published_file(request: HttpRequest, year: int, name: str, slug: str = "") -> HttpResponseBase:
    """One file. A folder's address gives its index page."""
    name = f"{name}index.html" if name.endswith("/") else name
    try:
        found = queries.publication(year, slug)
        etag = quote_etag(found.files[name])
    except (queries.NotPublished, KeyError) as error:
        raise Http404 from error
    if not may_read(request, found):
        raise Http404
    headers = {"ETag": etag, "Cache-Control": "public, max-age=300" if found.open else "no-store"}
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None and unchanged.status_code == 304:
        return HttpResponse(status=304, headers=headers)
    path = queries.folder(year, slug) / name
    try:
        stream = path.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(
        stream,
        as_attachment=path.suffix in SAVED,
        filename="-".join(filter(None, (slug, str(year), path.name))) if path.suffix in SAVED else path.name,
        content_type=content_type(path),
        headers=headers,
    )


def content_type(path: Path) -> str:
    """The media type of a file by its name."""
    return TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
