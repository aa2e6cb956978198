"""Who may open what: every address of the application, for everyone, with every method.

A new view fails here until it has a line. The same walk checks the security headers of every answer (WEB-3).
"""

from collections.abc import Iterator, Mapping

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import DjangoAssertNumQueries, Settings

from loket.accounts.models import Role
from loket.core.headers import CONTENT_SECURITY_POLICY
from loket.core.models import AuditEntry
from loket.publications.models import Build, Status
from people import person

pytestmark = pytest.mark.django_db

ANONYMOUS = "anonymous"
WHO = (ANONYMOUS, *Role.values)
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
EVERYONE = frozenset(WHO)
STAFF = frozenset(Role.values)
POLICY = frozenset({Role.POLICY_OFFICER.value})
AUDITOR = frozenset({Role.AUDITOR.value})

READ = {"GET": 200, "HEAD": 200}
MISSING = {"GET": 404, "HEAD": 404}

LINES: dict[str, tuple[str, frozenset[str], dict[str, int]]] = {
    "robots": ("/robots.txt", EVERYONE, READ),
    "security-txt": ("/.well-known/security.txt", EVERYONE, READ),
    "published-file": ("/publicaties/1999/nl/index.html", EVERYONE, MISSING),
    "guide:home": ("/", EVERYONE, READ),
    "guide:discuss": ("/bespreken/", EVERYONE, READ),
    "guide:signal": ("/signaleren/", EVERYONE, READ),
    "guide:report": ("/melden/", EVERYONE, READ),
    "guide:which-door": ("/welke-deur/", EVERYONE, READ),
    "guide:external-routes": ("/melden-buiten/", EVERYONE, READ),
    "guide:privacy": ("/gegevens/", EVERYONE, READ),
    "guide:accessibility": ("/toegankelijkheid/", EVERYONE, READ),
    "accounts:sign-in": ("/aanmelden/", EVERYONE, {"GET": 200, "HEAD": 200, "POST": 422}),
    "accounts:sign-out": ("/afmelden/", STAFF, {"POST": 302}),
    "accounts:signed-out": ("/afgemeld/", EVERYONE, READ),
    "accounts:trail": ("/beheer/logboek/", AUDITOR, READ),
    "accounts:verify-trail": ("/beheer/logboek/controleren/", AUDITOR, {"POST": 200}),
    "publications:list": ("/publicaties/", EVERYONE, READ),
    "publications:publication": ("/publicaties/1999/", EVERYONE, MISSING),
    "publications:overview": ("/beheer/", STAFF, READ),
    "publications:staff-list": ("/beheer/publicaties/", POLICY, READ),
    "publications:freeze": (
        "/beheer/publicaties/vastleggen/",
        POLICY,
        {"GET": 200, "HEAD": 200, "POST": 422},
    ),
    "publications:checks": ("/beheer/publicaties/controles/", POLICY, READ),
    "publications:start-build": ("/beheer/publicaties/1999/bouwen/", POLICY, {"POST": 404}),
    "publications:build": ("/beheer/publicaties/bouw/{build}/", POLICY, READ),
    "publications:build-progress": ("/beheer/publicaties/bouw/{build}/voortgang/", POLICY, READ),
    "publications:stop-build": ("/beheer/publicaties/bouw/{build}/stoppen/", POLICY, {"POST": 302}),
}
"""Name of the view: an address, who may open it, and what each method answers them (405 when not named)."""


def every_view(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}"
        else:
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from every_view(pattern, inner)


@pytest.fixture
def build() -> Build:
    return Build.objects.create(year=1999, started_by="F. Fictie", status=Status.DONE)


def someone(who: str) -> Client:
    client = Client()
    if who != ANONYMOUS:
        account = person(who, who)
        client.force_login(account)
    return client


def test_every_view_has_a_line() -> None:
    assert sorted(every_view(get_resolver())) == sorted(LINES)


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("view", LINES)
def test_each_method_for_each_person(
    view: str, who: str, build: Build, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    settings.VAR = tmp_path_factory.mktemp("var")
    address, allowed, answers = LINES[view]
    for method in METHODS:
        client = someone(who)
        if view == "accounts:sign-in" and who != ANONYMOUS:
            expected = 302 if method in answers else 405
        elif who in allowed:
            expected = answers.get(method, 405)
        else:
            expected = 302 if who == ANONYMOUS else 404
        answer = client.generic(method, address.format(build=build.pk))
        assert answer.status_code == expected, f"{method} {address} for {who}"
        check_headers(answer.headers)


def check_headers(headers: Mapping[str, str]) -> None:
    """WEB-3: on every answer, errors and redirects too."""
    assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "camera=()" in headers["Permissions-Policy"]


def test_a_person_without_roles_opens_no_staff_page_but_the_first() -> None:
    client = Client()
    client.force_login(person("nieuw"))
    answers = {
        address: client.get(address).status_code for address in ("/beheer/", "/beheer/publicaties/", "/beheer/logboek/")
    }
    assert answers == {"/beheer/": 200, "/beheer/publicaties/": 404, "/beheer/logboek/": 404}


def test_policy_allows_nothing_from_elsewhere() -> None:
    directives = dict(part.split(" ", 1) for part in CONTENT_SECURITY_POLICY.split("; "))
    assert directives.pop("default-src") == directives.pop("base-uri") == directives.pop("frame-ancestors") == "'none'"
    assert set(directives.values()) == {"'self'"}


def test_over_https_the_browser_is_told_to_stay_there(settings: Settings) -> None:
    settings.SECURE = True
    assert "max-age=63072000" in Client().get("/").headers["Strict-Transport-Security"]


def test_public_pages_set_no_cookie_and_read_no_database(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """Nothing to follow a reader with: not even a session."""
    client = Client()
    with django_assert_num_queries(0):
        for view, (address, allowed, answers) in LINES.items():
            if allowed is EVERYONE and answers is READ:
                assert not client.get(address).cookies, view
                assert not client.get(f"/en{address}").cookies, view


def test_refusals_leave_no_trace_of_the_reader() -> None:
    before = AuditEntry.objects.count()
    Client().get("/beheer/publicaties/")
    assert AuditEntry.objects.count() == before


def test_the_cookies_of_a_deployment_belong_to_one_host() -> None:
    """``__Host-`` needs Secure, no Domain and the path / (RFC 6265bis); Django's defaults give the last
    two."""
    assert settings.SESSION_COOKIE_DOMAIN is None
    assert settings.SESSION_COOKIE_PATH == "/"
    assert settings.CSRF_COOKIE_DOMAIN is None
    assert settings.CSRF_COOKIE_PATH == "/"
