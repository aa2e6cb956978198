"""Cases in a worklist: opened by the application itself, and then put where a test needs them."""

import datetime as dt
import html
import re
from typing import Any

from case_world import House
from django.test import Client

from loket.casework.content import Card, PersonContent, PersonIdentity
from loket.casework.models import Case
from loket.casework.opening import NewCase, open_cases
from loket.core import clock

LIST, SEARCH, CSV = "/beheer/zaken/", "/beheer/zaken/zoeken/", "/beheer/zaken/werklijst.csv"


def open_some(
    house: House, count: int = 1, *, body: str = "oif", procedure: str = "oif", name: str = "", **labels: str
) -> list[Case]:
    """So many cases of a body, with their digests made; ``name``: of the person concerned in each."""
    people = [(PersonContent(), PersonIdentity(name=name))] if name else []
    new = NewCase(body, procedure, clock.today(), card=Card(**labels), people=people)
    cases = open_cases([new] * count, actor="test")
    who = "staal" if body == "oif" else "denkbeeld"
    while Case.objects.filter(body=body, is_indexed=False).exists():
        house.desk(who)
    return cases


def put(case: Case, *, days: int | None = None, **fields: Any) -> Case:
    """The case, due so many days from now, or with other fields."""
    if days is not None:
        fields["due_on"] = clock.today() + dt.timedelta(days=days)
    Case.objects.filter(pk=case.pk).update(**fields)
    return Case.objects.get(pk=case.pk)


def close(case: Case, *, days_ago: int = 0) -> Case:
    on = clock.today() - dt.timedelta(days=days_ago)
    return put(case, closed_on=on, due_on=None, next_act="", stage="closed")


def read(client: Client, address: str = LIST) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return html.unescape(answer.content.decode())


def listed(page: str) -> list[str]:
    """The references in a list, in its order."""
    return re.findall(r'href="/(?:en/)?beheer/zaken/([0-9]{2}-[0-9]+)/"', page.partition("<table")[2])


def group(page: str, sign: str) -> tuple[str, list[str]]:
    """What stands above a group, and its references."""
    part = page.partition(f'<tbody class="{sign}"')[2].partition("</tbody>")[0]
    heading = re.search(r'role="rowheader">(.*?)</th>', part)
    return re.sub(r"<[^>]+>", "", heading[1]) if heading else "", listed(f"<table{part}")


def tally(page: str) -> list[str]:
    """The three big numbers."""
    return re.findall(r"<dd>([^<]*)</dd>", page)


def shows(page: str) -> list[str]:
    """The words on the three ways to look."""
    return re.findall(r"<span>((?:Alle|Van mij|Van niemand) [^<]*)</span>", page)


def row_of(page: str, case: Case) -> str:
    """The words of a row."""
    rows = re.findall(r'<tr role="row">.*?</tr>', page, re.DOTALL)
    row = next(row for row in rows if f"/{case.reference}/" in row)
    return " ".join(re.sub(r"<[^>]+>", " ", row).split())
