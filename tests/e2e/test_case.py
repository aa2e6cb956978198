"""A matter from its first word to the day that nothing of it is left: raised on a telephone without a name, worked by
three bodies in three browsers at once, read with the receipt, counted, and destroyed."""

import datetime as dt
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from conftest import ROOT, WEB, Server, come_in, free_port, fresh_database, serving, started, wait_for
from loket.cli.vault_search import new_mark
from loket.core import clock
from loket.intake.terms import months_later

pytestmark = pytest.mark.browser

SET_UP = """
import datetime as dt
from django.conf import settings
from loket.facts import services as facts
from loket.snapshots import services as snapshots
facts.load(folder=settings.DATA, actor="test")
snapshots.freeze(year=2024, reference_date=dt.date(2025, 2, 25), reason="test", actor="test")
"""
LINKS = """
import json
from loket.accounts.bodies import unit_choices
from loket.accounts.demo import ensure_people, fresh_links
from loket.casework.configuration import configuration
from loket.keys.demo import prepare
officers = ensure_people(bodies=list(configuration().bodies), units=list(unit_choices()))
links = fresh_links(prepare(people=officers, actor="test"))
print(json.dumps({person.username: token for person, token in links.items()}))
"""
COUNTED = """
from loket.figures.model import TOTAL
from loket.publications import checks
from loket.snapshots import queries
tables = queries.tables(2024)
whole = [t for t in tables.values() if t.definition.fact == "settled_case" and not t.definition.filters
         and not t.definition.is_list and not any(one.only for one in t.definition.dimensions)]
at = lambda table: tuple("2024" if one.codes is None else TOTAL for one in table.definition.dimensions)
print(sorted({int(table.cells[at(table)]) for table in whole}), len(whole) > 3, list(checks.sums(tables.values())))
"""
SEARCH = """
import json, sys
from django.conf import settings
from loket.cli import vault_prove, vault_search
vault_search.checkpoint()
found = {}
for mark in %s:
    ways = vault_search.needles(mark)
    rows = vault_search.search_tables(vault_search.tables(), ways)
    files = vault_search.search_files(vault_prove.roots(settings.VAR), ways)
    found[mark] = [str(one) for one in [*rows.found, *files.found]] + files.unread
print(json.dumps(found))
"""
LEFT = """
from loket.casework.models import Bar, Case, Item, NameDigest, Person, Statement
from loket.intake.models import Message, Report, SealedFile
kinds = (Case, Item, Person, NameDigest, Bar, Report, Message, SealedFile)
print([kind.objects.count() for kind in kinds], Statement.objects.count())
"""
"""How much is left of cases."""
LATER = """
import datetime as dt, runpy, sys, time_machine
time_machine.travel(dt.datetime.fromisoformat({moment!r})).start()
sys.argv = {arguments!r}
runpy.run_module({module!r}, run_name="__main__", alter_sys=True)
"""
"""Another process of the application, in which it is this day."""

DECIDED = "05-11-2024"
PHONE = {"width": 390, "height": 844}


@dataclass
class Story:
    """What only the people in it know: marks that must be nowhere in the end."""

    told: str = field(default_factory=new_mark)
    asked: str = field(default_factory=new_mark)
    name: str = field(default_factory=new_mark)
    decided: str = field(default_factory=new_mark)
    file: str = field(default_factory=new_mark)
    frozen: str = field(default_factory=new_mark)
    """The one that stands in the open, as the reason of a revision: the search must find what is there."""


@dataclass(frozen=True)
class Future:
    """The application as it is on a later day, on the same database and folder."""

    server: Server
    day: dt.date

    def run(self, module: str, *arguments: str) -> str:
        """The last line that a command says on that day."""
        command = [sys.executable, "-c", self._program(module, *arguments)]
        said = subprocess.run(
            command, env=self.server.environment, cwd=ROOT, check=True, capture_output=True, text=True
        )
        return said.stdout.strip().splitlines()[-1]

    @contextmanager
    def answering(self) -> Iterator[str]:
        """The website of that day; gives where it is."""
        port = free_port()
        with started(self.server.environment, ["-c", self._program(*WEB, "--bind", f"127.0.0.1:{port}")]):
            wait_for(f"http://127.0.0.1:{port}")
            yield f"http://127.0.0.1:{port}"

    def _program(self, module: str, *arguments: str) -> str:
        moment = dt.datetime.combine(self.day, dt.time(9), clock.ZONE).isoformat()
        return LATER.format(moment=moment, module=module, arguments=[module, *arguments])


@pytest.fixture(scope="module")
def server(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A house of its own: the figures of 2024 are frozen, and nobody reported anything."""
    with serving(fresh_database(postgres, "loket_e2e_case"), tmp_path_factory.mktemp("var"), SET_UP) as server:
        yield server


@pytest.fixture
def new_page(browser: Browser, server: Server) -> Iterator[Callable[..., Page]]:
    """A browser of somebody, with its own cookies."""
    contexts: list[BrowserContext] = []

    def make(link: str = "", **options: object) -> Page:
        options = {"viewport": {"width": 1280, "height": 900}, "base_url": server.url, **options}
        contexts.append(browser.new_context(locale="nl-NL", **options))
        contexts[-1].set_default_timeout(10_000)
        page = contexts[-1].new_page()
        if link:
            come_in(page, link)
        return page

    yield make
    for context in contexts:
        context.close()


def test_an_anonymous_matter_is_worked_counted_and_destroyed(server: Server, new_page: Callable[..., Page]) -> None:
    story = Story()
    phone = new_page(viewport=PHONE, java_script_enabled=False)
    links = json.loads(server.say(LINKS).splitlines()[-1])
    desk, bureau, authority = (new_page(links[name]) for name in ("denkbeeld", "staal", "gezag"))
    words = raises(phone, story)
    first = at_the_desk(desk, phone, words, story)
    case = at_the_bureau(bureau, story)
    assert case != first
    decides(authority, story)
    settles(bureau, case, story)
    reads_the_feedback(phone, words)
    freeze_again(server, story)
    submit(step(bureau, case, "close"))
    expect(bureau.get_by_role("main")).to_contain_text("Gesloten")
    assert everything(server, story) == {}, "no content is readable, while the case stands"
    future = Future(server, months_later(clock.today(), 25))
    with future.answering() as url:
        head = new_page(
            json.loads(future.run("django", "shell", "--verbosity=0", "--command", LINKS))["hoofd"], base_url=url
        )
        destroys(head)
        future.run("loket", "retention", "destroy", "--yes")
        gone = new_page(base_url=url, viewport=PHONE, java_script_enabled=False)
        open_mailbox(gone, words)
        expect(gone.get_by_role("heading", level=1)).to_have_text("Open je postvak")
        expect(gone.get_by_role("alert")).to_be_visible()
    assert server.say(LEFT).splitlines()[-1] == "[0, 0, 0, 0, 0, 0, 0, 0] 3"
    assert everything(server, story) == {}
    assert server.say(COUNTED).splitlines()[-1] == "[187] True []"


def raises(phone: Page, story: Story) -> str:
    """Through the wizard, without a name; gives the words of the receipt."""
    phone.goto("/")
    phone.get_by_role("link", name="Doe een melding").click()
    phone.get_by_role("link", name=re.compile("Doe een melding bij: Meldpunt")).first.click()
    phone.get_by_label("Ongewenste omgangsvormen").check()
    go_on(phone)
    phone.get_by_label("Vertel het in je eigen woorden").fill(f"De teamleider schreeuwt. {story.told}")
    go_on(phone)
    phone.goto("/melden/concept/controleren/")
    phone.get_by_role("button", name="Verstuur je melding").click()
    expect(phone.get_by_role("heading", name="Je melding is verstuurd")).to_be_visible()
    words = " ".join(element.inner_text() for element in phone.locator(".word").all())
    phone.get_by_role("button", name="Klaar").click()
    return words


def at_the_desk(page: Page, phone: Page, words: str, story: Story) -> str:
    """Taken, acknowledged, made complete, and handed over once the reporter agrees."""
    case = take(page)
    expect(page.get_by_text(story.told)).to_be_visible()
    submit(step(page, case, "acknowledge"))
    page.goto(f"/beheer/zaken/{case}/kenmerken/")
    fill(page, unit="douane", violation="undesirable_conduct")
    submit(page)
    submit(step(page, case, "complete"))
    page.goto(f"/beheer/zaken/{case}/overdragen/")
    fill(page, to="oif")
    submit(page)
    fill(page, text=f"Zij kunnen dit onderzoeken. {story.asked}")
    submit(page)
    plan = page.url
    open_mailbox(phone, words)
    expect(phone.get_by_text(story.asked)).to_be_visible()
    phone.get_by_role("radio").first.check()
    phone.get_by_role("button", name="Verstuur je antwoord").click()
    page.goto(plan)
    submit(page)
    assert page.goto(f"/beheer/zaken/{case}/").status == 404
    return case


def at_the_bureau(page: Page, story: Story) -> str:
    """Assessed, investigated, and put to the competent authority with the name of who it is about."""
    case = take(page)
    expect(page.get_by_text(story.told)).to_be_visible()
    submit(step(page, case, "acknowledge"))
    step(page, case, "assess")
    fill(page, vraag_researchability="researchable", vraag_detriment_risk="some")
    fill(page, vraag_reporter="anonymous", vraag_subject="undesirable_conduct")
    submit(page)
    page.goto(f"/beheer/zaken/{case}/persoon/")
    fill(page, role="concerned", about="De teamleider", name=f"V. {story.name}")
    submit(page)
    writes(page, case, "plan", story)
    step(page, case, "start_investigation")
    fill(page, vraag_investigation="full_fact_finding", vraag_contracted_out="no")
    submit(page)
    hears(page, case, story)
    writes(page, case, "report", story)
    submit(step(page, case, "finish_report"))
    page.goto(f"/beheer/zaken/{case}/overdragen/")
    for box in page.locator("[name=items], [name=files]").all():
        box.check()
    fill(page, to="bevoegd_gezag", persoon_1="named")
    submit(page)
    submit(page)
    return case


def decides(page: Page, story: Story) -> None:
    """The competent authority hears, decides as of a day in 2024, and gives it back."""
    case = take(page)
    hears(page, case, story)
    submit(step(page, case, "hear"))
    page.goto(f"/beheer/zaken/{case}/besluit/1/")
    fill(page, description="undesirable_conduct_manager", established="yes", settlement="corrective_talk_or_coaching")
    fill(page, decided_on=DECIDED, text=f"Een goed gesprek. {story.decided}")
    submit(page)
    submit(step(page, case, "decide"))
    page.goto(f"/beheer/zaken/{case}/terug/")
    submit(page)
    assert page.goto(f"/beheer/zaken/{case}/").status == 404


def settles(page: Page, case: str, story: Story) -> None:
    """The decision is taken over, the facts are looked over, and the reporter gets feedback."""
    page.goto(f"/beheer/zaken/{case}/besluit/")
    expect(page.get_by_text(story.decided)).to_be_visible()
    page.get_by_role("button", name="Neem dit besluit over").click()
    submit(step(page, case, "record_decision"))
    page.goto(f"/beheer/zaken/{case}/feiten/")
    expect(page.get_by_text("2024 is al vastgelegd")).to_be_visible()
    page.get_by_role("button", name="Bevestig deze feiten").click()
    submit(step(page, case, "settle"))
    submit(step(page, case, "give_feedback"))


def reads_the_feedback(phone: Page, words: str) -> None:
    open_mailbox(phone, words)
    expect(phone.get_by_text("Hier lees je wat we ermee hebben gedaan")).to_be_visible()
    phone.get_by_role("button", name="Sluit af").click()


def freeze_again(server: Server, story: Story) -> None:
    """As a revision, with the reason: one more settled case, and every table still adds up."""
    assert server.say(COUNTED).splitlines()[-1] == "[186] True []"
    command = ["freeze", "2024", "--reference-date", "2025-02-25", "--reason", story.frozen]
    loket = [sys.executable, "-m", "loket", "snapshot", *command]
    subprocess.run(loket, env=server.environment, cwd=ROOT, check=True)
    assert server.say(COUNTED).splitlines()[-1] == "[187] True []"


def destroys(page: Page) -> None:
    """The head sees what goes, and lets it go."""
    page.goto("/beheer/bewaren/vernietigen/")
    page.locator("[name=sure]").check()
    submit(page)


def everything(server: Server, story: Story) -> dict[str, list[str]]:
    """Where a mark of the story is readable: in a row of any table, or a file of any folder."""
    found: dict[str, list[str]] = json.loads(server.say(SEARCH % list(vars(story).values())).splitlines()[-1])
    assert found.pop(story.frozen)
    return {mark: places for mark, places in found.items() if places}


def writes(page: Page, case: str, kind: str, story: Story) -> None:
    page.goto(f"/beheer/zaken/{case}/stuk/")
    fill(page, kind=kind, title="Stuk", text=f"Wat er staat. {story.told}")
    upload = {"name": f"{story.file}.txt", "mimeType": "text/plain", "buffer": story.file.encode()}
    page.locator("[name=attachments]").set_input_files(upload)
    submit(page)


def hears(page: Page, case: str, story: Story) -> None:
    page.goto(f"/beheer/zaken/{case}/persoon/1/verslag/")
    fill(page, on="01-11-2024", text=f"De teamleider vertelde. {story.name}", signed="yes")
    submit(page)


def take(page: Page) -> str:
    """Take the only case that nobody handles; gives its number."""
    page.goto("/beheer/zaken/?toon=niemand")
    row = page.get_by_role("row").filter(has=page.get_by_role("button", name=re.compile("Neem")))
    case = re.search(r"\d\d-\d{4}", row.first.inner_text())
    assert case
    row.first.get_by_role("button").click()
    page.get_by_role("link", name="Open de zaak").click()
    return case[0]


def step(page: Page, case: str, act: str) -> Page:
    page.goto(f"/beheer/zaken/{case}/stap/{act}/")
    return page


def fill(page: Page, **values: str) -> None:
    """Fill in a form by the names of its fields, whatever they look like."""
    for name, value in values.items():
        every = page.locator(f"main [name='{name}']:not([type=hidden])")
        kind = every.first.evaluate("element => element.type")
        if kind == "radio":
            page.locator(f"main [name='{name}'][value='{value}']").check()
        elif kind == "select-one":
            every.first.select_option(value)
        else:
            every.first.fill(value)


def submit(page: Page) -> None:
    """The main button of the page, which leads on: nothing was wrong."""
    page.locator("main button.utrecht-button--primary-action").first.click()
    expect(page).not_to_have_title(re.compile("^Fout"))


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Verder", exact=True).click()


def open_mailbox(page: Page, words: str) -> None:
    page.goto("/postvak/")
    page.get_by_role("textbox", name="Je negen woorden").fill(words)
    page.get_by_role("button", name="Open je postvak").click()
