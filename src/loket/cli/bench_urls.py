"""The addresses of a measured server: the product's, and a view that only inserts the bytes it gets."""

from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from loket import urls
from loket.core.access import public

BARE = "bench/bare"
TABLE = "CREATE TABLE bench_bare (id bigserial PRIMARY KEY, content bytea NOT NULL)"


@csrf_exempt
@public
def bare(request: HttpRequest) -> JsonResponse:
    """One row with the bytes of the body, committed."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_bare (content) VALUES (%s)", [request.body])
    return JsonResponse({"stored": len(request.body)}, status=201)


handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
urlpatterns = [path(BARE, bare), *urls.urlpatterns]
