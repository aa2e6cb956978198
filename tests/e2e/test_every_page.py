"""Every page, as people meet it: with axe, on a phone, by keyboard, without scripts (WEB-1)."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser, Page, ViewportSize

from conftest import LINKS, Server, come_in

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTRAST = ["color-contrast"]
IN_WORDS = ["document-title", "html-has-lang", "html-lang-valid", "valid-lang", "link-name", "button-name", "label"]
"""Rules about texts: the others find the same in every language."""

PUBLIC = [
    "/",
    "/bespreken/",
    "/vertrouwenspersonen/",
    "/vertrouwenspersonen/{adviser}/",
    "/vertrouwenspersonen/{adviser}/contact/",
    "/en/vertrouwenspersonen/{adviser}/",
    "/en/vertrouwenspersonen/{adviser}/contact/",
    "/evaluatie/",
    "/evaluatie/dank/",
    "/en/evaluatie/",
    "/signaleren/",
    "/melden/",
    "/welke-deur/",
    "/melden-buiten/",
    "/gegevens/",
    "/toegankelijkheid/",
    "/aanmelden/",
    "/afgemeld/",
    "/publicaties/",
    "/publicaties/2024/",
    "/publicaties/vertrouwenspersonen-douane/2024/",
    "/publicaties/nagerekend/2024/",
    "/publicaties/nagerekend/2024/?ernst=warning",
    "/publicaties/nagerekend/2023/",
    "/publicaties/toeval/",
    "/en/publicaties/toeval/",
    "/bestaat-niet/",
    "/en/",
    "/en/publicaties/2024/",
]
REPORT = [
    "/publicaties/2024/nl/index.html",
    "/publicaties/2024/nl/meldingen.html",
    "/publicaties/2024/nl/cells-settled_by_class.html#cel.disciplinary",
    "/publicaties/2024/en/cells-advice_by_unit_category.html",
    "/publicaties/2024/en/index.html",
    "/publicaties/vertrouwenspersonen/2024/nl/index.html",
    "/publicaties/vertrouwenspersonen/2024/nl/omgangsvormen.html",
    "/publicaties/vertrouwenspersonen/2024/en/afdoening.html",
    "/publicaties/vertrouwenspersonen-douane/2024/nl/index.html",
]
CASES = """
import json
from loket.casework.models import Case, Item, Statement
from loket.casework.retention import services
from loket.core import clock
def case(**which):
    return Case.objects.filter(**which).order_by("reference").first()
due = Case.objects.filter(body="oif", is_held=False, destroy_on__lte=clock.today()).order_by("reference")
if not Statement.objects.exists():
    services.destroy(case=due.last(), actor="test")
investigated = case(stage="investigation", assignee__username="staal", items__kind="document")
asked = case(body="mib", stage="complete")
print(json.dumps({
    "mine": investigated.reference,
    "stuk": investigated.items.get(kind="document").number,
    "new": case(body="oif", assignee=None).reference,
    "barred": case(body="oif", assignee__username="proef").reference,
    "reported": case(body="oif", stage="report", assignee__username="hoofd").reference,
    "returned": case(body="oif", stage="decision", assignee__username="proef", items__kind="decision").reference,
    "settled": case(stage="settled", assignee__username="staal").reference,
    "after": case(stage="aftercare", assignee__username="staal").reference,
    "decided": case(body="bevoegd_gezag", stage="decided").reference,
    "heard": case(body="bevoegd_gezag", stage="heard").reference,
    "asked": asked.reference,
    "plan": Item.objects.filter(case=asked, kind="handover").last().number,
    "incident": case(body="cmi", stage="handled").reference,
    "held": case(is_held=True).reference,
    "gone": Statement.objects.get().reference,
}))
"""
"""Cases of the demonstration that stand where a page has something to show."""
ADVISERS = """
import json
from uuid import UUID
from loket.accounts.models import Account
from loket.advisers import queries
from loket.advisers.access import desk_of
from loket.advisers.contact import services as contact
from loket.advisers.handover import services as handover
from loket.advisers.importing import services as importing
from loket.advisers.importing.content import guessed
from loket.advisers.models import Adviser, Device, Handover, Page
from loket.advisers.notebook import services as notebook
from loket.advisers.offline import services as offline
from loket.core import clock
from loket.intake import services as intake
from loket.intake.content import Content, Identity
from loket.intake.mailbox import answering
from loket.intake.models import Channel, Report
from loket.intake.sealing import open_mailbox
from loket.keys.demo import prepare
from loket.vault.receipts import new_receipt
LINES = [
    "Maand;Onderdeel;Hoofdcategorie;Subcategorie;Wie;Minuten",
    "2026-03;Douane;Ongewenste omgangsvormen;Intimidatie;Melder zelf;30",
    "ooit;Douane;Ongewenste omgangsvormen;Onzin;Melder zelf;veel",
]
me = Account.objects.get(username="luister")
desk = desk_of(me, prepare(people={"luister": []}, actor="demo")["luister"])
year = clock.today().year
entries = queries.entries(desk, year)
device, page = UUID(int=1), UUID(int=2)
def opened(report):
    return intake.open_for_body(report=report, body_private=desk.private, actor="luister")
if not Handover.objects.filter(target="social_work").exists():
    offline.add_device(desk=desk, device_id=device, name="werktelefoon")
    notebook.write(desk=desk, id=page, title="Vraag het na", text="Bel terug.", entry=str(entries[0].entry.pk))
    receipt = new_receipt()
    report = contact.open_mailbox(
        desk=desk, content=Content(story="We spraken elkaar.", language="nl"), channel=Channel.MEETING,
        identity=Identity(disclosure="anonymous"), receipt=receipt, actor="luister",
    )
    contact.write(report=opened(report), text="Kom gerust terug.", actor="luister")
    ask = {"report": opened(report), "actor": "luister"}
    waiting = handover.ask(**ask, id_=UUID(int=3), target="oif", text="Er wordt gescholden.")
    done = handover.ask(**ask, id_=UUID(int=4), target="social_work", text="Er is hulp nodig.")
    mailbox = open_mailbox(report, receipt.pair.private)
    answering.answer(mailbox=mailbox, question=done.message, choice="share_unnamed", text="")
    handover.hand_over(report=opened(report), handover=done.pk, actor="luister")
draft = importing.current(desk)
if draft is None:
    draft = importing.opened(desk, importing.begin(desk=desk, data="\\n".join(LINES).encode()).pk)
    sheet = draft.content.sheets[0]
    importing.choose_columns(
        desk=desk, id=draft.id, sheet=0, head=sheet.head, columns=guessed(sheet, sheet.head), year=year, month="",
    )
going_on = next(one for one in entries if not one.content.situations)
ended = next(one for one in entries if one.content.situations)
print(json.dumps({
    "entry": str(going_on.entry.pk),
    "ended": str(ended.entry.pk),
    "page": str(page),
    "device": str(device),
    "contact": Report.objects.get(pk=Handover.objects.get(pk=UUID(int=3)).report).reference,
    "waiting": str(UUID(int=3)),
    "done": str(UUID(int=4)),
    "draft": str(draft.id),
    "year": year,
    "adviser": Adviser.objects.get(account=me).slug,
}))
"""
"""What the pages of one adviser need to have something to show."""
PROTECTED = """
import time
from django.conf import settings
from loket.publications.models import Status
from loket.publications.protection import profiles, services
asked = {"year": 2024, "slug": "vertrouwenspersonen-douane", "actor": "test"}
profile = profiles.read(settings.DATA)[0]
while services.ask(**asked, profile=profile).status != Status.DONE:
    time.sleep(1)
print("{}")
"""
"""The pages about protection show something once the background process has made it."""
CASEWORK = {
    "staal": [
        "zaken/",
        "zaken/?zaak=99-9999",
        "zaken/?zaak={mine}",
        "zaken/?toon=niemand",
        "zaken/zoeken/",
        "zaken/registreren/",
        "zaken/{mine}/",
        "zaken/{mine}/tijdlijn/",
        "zaken/{mine}/anders/",
        "zaken/{mine}/stap/finish_report/",
        "zaken/{mine}/stap/give_feedback/",
        "zaken/{mine}/notitie/",
        "zaken/{mine}/taak/",
        "zaken/{mine}/stuk/",
        "zaken/{mine}/stuk/{stuk}/",
        "zaken/{mine}/bericht/",
        "zaken/{mine}/persoon/",
        "zaken/{mine}/persoon/1/",
        "zaken/{mine}/persoon/1/verslag/",
        "zaken/{mine}/kenmerken/",
        "zaken/{mine}/behandelaar/",
        "zaken/{mine}/toegang/",
        "zaken/{mine}/belang/",
        "zaken/{mine}/afschrift/melding/",
        "zaken/{mine}/naar-buiten/",
        "zaken/{mine}/vergelijk/",
        "zaken/{mine}/besluit/",
        "zaken/{mine}/feiten/",
        "zaken/{new}/",
        "zaken/{settled}/",
        "zaken/{settled}/feiten/",
        "zaken/{settled}/stap/give_feedback/",
        "zaken/{after}/",
        "zaken/{after}/stap/ask_detriment/",
    ],
    "proef": ["zaken/{returned}/", "zaken/{returned}/besluit/", "zaken/{returned}/besluit/1/"],
    "hoofd": [
        "zaken/{barred}/",
        "zaken/{barred}/behandelaar/",
        "zaken/{reported}/overdragen/",
        "stand-van-zaken/",
        "bewaren/",
        "bewaren/vernietigen/",
        "bewaren/{held}/vasthouden/",
        "bewaren/verklaring/{gone}/",
    ],
    "gezag": ["zaken/", "zaken/{decided}/", "zaken/{decided}/terug/", "zaken/{heard}/besluit/1/"],
    "denkbeeld": [
        "zaken/",
        "zaken/{asked}/",
        "zaken/{asked}/overdragen/",
        "zaken/{asked}/overdragen/{plan}/",
        "zaken/{asked}/wettelijk/?overdracht={plan}",
    ],
    "incident": ["zaken/", "zaken/{incident}/", "zaken/{incident}/stap/close/"],
    "coordinaat": ["onderdeel/belastingdienst/"],
    "directie": ["onderdeel/douane/", "signalen/"],
    "luister": [
        "tellijst/",
        "tellijst/mijn-lijst/",
        "tellijst/jaar/",
        "tellijst/jaar/{year}/",
        "tellijst/mijn-lijst/{entry}/",
        "tellijst/mijn-lijst/{ended}/",
        "tellijst/evaluatie/",
        "tellijst/toestellen/",
        "tellijst/toestellen/nieuw/",
        "tellijst/toestellen/{device}/weg/",
        "tellijst/inlezen/",
        "tellijst/inlezen/{draft}/kolommen/",
        "tellijst/inlezen/{draft}/betekenis/",
        "tellijst/inlezen/{draft}/controle/",
        "tellijst/uren/",
        "tellijst/voorstel/",
        "schrift/",
        "schrift/nieuw/",
        "schrift/{page}/",
        "schrift/{page}/weg/",
        "contact/",
        "contact/nieuw/",
        "contact/{contact}/",
        "contact/{contact}/naam/",
        "contact/{contact}/overdragen/",
        "contact/{contact}/overdragen/{waiting}/",
        "contact/{contact}/overdragen/{done}/",
        "contact/{contact}/overdragen/{done}/brief/",
        "netwerk/",
        "netwerk/mijn-profiel/",
        "netwerk/mijn-certificaat/",
        "netwerk/mijn-certificaat/nieuw/",
        "netwerk/intervisie/",
        "netwerk/voorlichting/",
        "signalen/sturen/",
        "signalen/verstuurd/",
        "wettelijke-plicht/",
    ],
    "landelijk": [
        "aanbevelingen/?jaar=2024",
        "aanbevelingen/?jaar=2025",
        "aanbevelingen/2024/nieuw/",
        "tellijst-totalen/",
        "netwerk/overzicht/",
        "netwerk/persoon/{adviser}/",
        "netwerk/persoon/{adviser}/plek/",
        "netwerk/persoon/{adviser}/certificaat/",
        "netwerk/persoon/{adviser}/beeindigen/",
        "netwerk/aanstellen/",
        "netwerk/voorstellen/",
        "netwerk/jaar-afsluiten/",
    ],
    "voorbeeld": ["toegang/hoofd/", "toegang/coordinaat/"],
}
STAFF = {
    "fictie": [
        "/beheer/",
        "/beheer/publicaties/",
        "/beheer/publicaties/vastleggen/",
        "/beheer/publicaties/controles/",
        "/beheer/publicaties/bescherming/?publicatie=2024/vertrouwenspersonen-douane",
        "/beheer/publicaties/bescherming/advice_by_unit_category/?publicatie=2024/vertrouwenspersonen-douane",
        "/beheer/publicaties/bescherming/?publicatie=2024/vertrouwenspersonen-douane&drempel=x",
    ],
    "model": ["/beheer/", "/beheer/logboek/", "/beheer/bewaren/"],
    "voorbeeld": [
        "/beheer/",
        "/beheer/toegang/",
        "/beheer/toegang/?zoek=bestaat-niet",
        "/beheer/toegang/nieuw/",
        "/beheer/toegang/staal/",
        "/beheer/toegang/voorbeeld/",
        "/beheer/toegang/staal/vergeten/",
    ],
    "staal": ["/beheer/account/", "/beheer/sleutels/", "/beheer/sleutels/wachtzin/", "/beheer/sleutels/vernieuwen/"],
}


SHOWN = (200, 403)
"""403: a case that somebody else handles, for the head."""


def visit(page: Page, server: Server, check: Callable[[Page, str, str], None], language: str = "") -> None:
    """Check every page of the application with its address and what was sent, signed in where that is needed; in
    English only those that are worked at, as the others are among the addresses already."""
    cases, links = of_the_demonstration(server), said(server, LINKS)
    for address in () if language else (*PUBLIC, *REPORT):
        answer = page.goto(address.format(**cases))
        assert answer, address
        check(page, address, answer.text())
    for person in dict.fromkeys((*STAFF, *CASEWORK)):
        page.context.clear_cookies()
        come_in(page, links[person])
        work = [f"{language}/beheer/{address.format(**cases)}" for address in CASEWORK.get(person, ())]
        for address in (*(() if language else STAFF.get(person, ())), *work):
            answer = page.goto(address)
            assert answer, address
            assert answer.status in SHOWN, address
            check(page, address, answer.text())


def of_the_demonstration(server: Server) -> dict[str, str]:
    """What stands in the addresses of pages that show something of the demonstration."""
    return said(server, CASES) | said(server, ADVISERS) | said(server, PROTECTED)


def said(server: Server, script: str) -> dict[str, str]:
    """What a script prints as JSON."""
    found: dict[str, str] = json.loads(server.say(script).splitlines()[-1])
    return found


def violations(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """What axe finds by these rules, or else by all that have one of the tags of ``RULES``."""
    options = {
        "runOnly": {"type": "rule" if rules else "tag", "values": rules or RULES},
        "resultTypes": ["violations"],
    }
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate("options => axe.run(options)", options)["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]


@dataclass
class Walk:
    """What was found on the way along every page: by address, or as it came by."""

    axe: dict[str, list[str]] = field(default_factory=dict)
    wide: dict[str, int] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    scripted: dict[str, list[str]] = field(default_factory=dict)
    elsewhere: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def note(self, address: str, found: list[str]) -> None:
        if found:
            self.axe[address] = self.axe.get(address, []) + found

    def narrow(self, page: Page, address: str) -> None:
        """390 pixels, and 320: WCAG 1.4.10 Reflow, 1280 pixels at 400 percent."""
        for width in (390, 320):
            page.set_viewport_size({"width": width, "height": 844})
            self.fits(page, address, width)
        page.set_viewport_size(DESKTOP)

    def fits(self, page: Page, address: str, width: int) -> None:
        if page.evaluate("document.documentElement.scrollWidth") > width:
            self.wide[address] = width


DESKTOP: ViewportSize = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def walk(browser: Browser, published: Server) -> Iterator[Walk]:
    """One way along every page in Dutch, light and dark, and one in English along those that are worked at, at 320
    pixels: what does not depend on the words was found in Dutch."""
    context = browser.new_context(base_url=published.url, viewport=DESKTOP)
    page, walk = context.new_page(), Walk()
    own, shown = published.url, ("status of 404", "status of 403")
    page.on("request", lambda asked: walk.elsewhere.append(asked.url) if not asked.url.startswith(own) else None)
    page.on(
        "console", lambda line: walk.complaints.append(line.text) if not any(s in line.text for s in shown) else None
    )

    def in_dutch(page: Page, address: str, sent: str) -> None:
        if found := useless_without_scripts(sent):
            walk.scripted[address] = found
        for link in page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)"):
            if link.startswith(own):
                walk.links.setdefault(link.split("#")[0], address)
        walk.note(address, violations(page))
        page.emulate_media(color_scheme="dark")
        walk.note(f"{address} (dark)", violations(page, CONTRAST))
        page.emulate_media(color_scheme="light")
        walk.narrow(page, address)

    def in_english(page: Page, address: str, _sent: str) -> None:
        walk.note(address, violations(page, IN_WORDS))
        walk.fits(page, address, 320)

    visit(page, published, in_dutch)
    page.set_viewport_size({"width": 320, "height": 844})
    visit(page, published, in_english, "/en")
    yield walk
    context.close()


def test_axe_finds_nothing(walk: Walk) -> None:
    assert walk.axe == {}, json.dumps(walk.axe, indent=1)


def test_axe_finds_nothing_in_a_form_with_errors(page: Page) -> None:
    page.goto("/aanmelden/")
    page.get_by_role("button", name="Ga verder").click()
    assert page.title().startswith("Fout: ")
    assert page.evaluate("document.activeElement.className") == "error-summary"
    assert violations(page) == []


def test_nothing_scrolls_sideways_on_a_phone(walk: Walk) -> None:
    assert walk.wide == {}


FOCUS = """() => {
  const element = document.activeElement;
  const chip = element.closest('.chip')?.querySelector('span');
  const visible = [element, element.closest('.row'), chip].some(shown => {
    const style = shown && getComputedStyle(shown);
    return style && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  });
  return element === document.body ? null : {name: element.outerHTML.slice(0, 120), visible};
}"""


@pytest.mark.parametrize("address", ["/", "/melden/", "/aanmelden/", "/publicaties/2024/"])
def test_the_keyboard_reaches_everything_and_shows_where_it_is(page: Page, published: Server, address: str) -> None:
    page.goto(address)
    reachable = page.locator("a:visible, button:visible, input:visible:not([type=hidden])").count()
    stops = walked_by_keyboard(page)
    assert "utrecht-skip-link" in stops[0]["name"]
    assert [stop["name"] for stop in stops if not stop["visible"]] == []
    assert len(stops) >= reachable - 1


MOST_STOPS = 300
AT_A_DESK = [
    ("staal", "zaken/"),
    ("staal", "zaken/zoeken/"),
    ("staal", "zaken/{mine}/"),
    ("staal", "zaken/{mine}/persoon/1/"),
    ("staal", "zaken/{mine}/stap/finish_report/"),
    ("hoofd", "zaken/{reported}/overdragen/"),
    ("hoofd", "bewaren/vernietigen/"),
    ("gezag", "zaken/{heard}/besluit/1/"),
    ("directie", "onderdeel/douane/"),
    ("luister", "tellijst/"),
    ("luister", "tellijst/mijn-lijst/{entry}/"),
    ("luister", "tellijst/inlezen/{draft}/betekenis/"),
    ("luister", "schrift/{page}/"),
    ("luister", "contact/{contact}/"),
    ("luister", "contact/{contact}/overdragen/"),
    ("landelijk", "netwerk/persoon/{adviser}/"),
    ("landelijk", "tellijst-totalen/"),
]
STOPS = """() => {
  const all = 'a[href], button, input:not([type=hidden], [type=radio]), select, textarea, summary';
  const shown = [...document.querySelectorAll(all)].filter(one => one.checkVisibility());
  const radios = [...document.querySelectorAll('input[type=radio]')].filter(one => one.checkVisibility());
  const groups = new Set(radios.map(one => `${[...document.forms].indexOf(one.form)} ${one.name}`));
  return shown.length + groups.size;
}"""


def test_the_keyboard_reaches_everything_at_a_desk(page: Page, server: Server) -> None:
    cases, links = of_the_demonstration(server), said(server, LINKS)
    unseen: dict[str, object] = {}
    before = ""
    for person, address in AT_A_DESK:
        if person != before:
            page.context.clear_cookies()
            come_in(page, links[person])
        before = person
        page.goto(f"/beheer/{address.format(**cases)}")
        stops = walked_by_keyboard(page)
        if len(stops) < page.evaluate(STOPS) - 1 or "utrecht-skip-link" not in stops[0]["name"]:
            unseen[address] = f"{len(stops)} of {page.evaluate(STOPS)}"
        if dim := [stop["name"] for stop in stops if not stop["visible"]]:
            unseen[address] = dim
    assert unseen == {}, json.dumps(unseen, indent=1)


def walked_by_keyboard(page: Page) -> list[dict[str, str]]:
    """Each stop of the tab key, from the first to the last."""
    stops: list[dict[str, str]] = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if (stop := page.evaluate(FOCUS)) is None:
            break
        stops.append(stop)
    return stops


EMPTY = [
    ("staal", "zaken/zoeken/"),
    ("staal", "zaken/registreren/"),
    ("staal", "zaken/{mine}/stap/give_feedback/"),
    ("staal", "zaken/{mine}/notitie/"),
    ("staal", "zaken/{mine}/taak/"),
    ("staal", "zaken/{mine}/stuk/"),
    ("staal", "zaken/{mine}/bericht/"),
    ("staal", "zaken/{mine}/persoon/"),
    ("staal", "zaken/{mine}/persoon/1/verslag/"),
    ("staal", "zaken/{mine}/naar-buiten/"),
    ("hoofd", "zaken/{reported}/overdragen/"),
    ("hoofd", "bewaren/{held}/vasthouden/"),
    ("hoofd", "bewaren/vernietigen/"),
    ("gezag", "zaken/{heard}/besluit/1/"),
    ("denkbeeld", "zaken/{asked}/wettelijk/?overdracht={plan}"),
    ("luister", "schrift/nieuw/"),
    ("luister", "signalen/sturen/"),
    ("luister", "tellijst/voorstel/"),
    ("luister", "tellijst/toestellen/nieuw/"),
    ("luister", "tellijst/inlezen/"),
    ("luister", "tellijst/mijn-lijst/{entry}/"),
    ("luister", "contact/nieuw/"),
    ("luister", "contact/{contact}/"),
    ("luister", "contact/{contact}/overdragen/"),
    ("luister", "netwerk/mijn-certificaat/nieuw/"),
    ("landelijk", "netwerk/aanstellen/"),
    ("landelijk", "netwerk/jaar-afsluiten/"),
]
"""Forms that somebody sends without filling in what they ask."""


def test_axe_finds_nothing_in_a_form_of_a_case_with_errors(page: Page, server: Server) -> None:
    cases, links = of_the_demonstration(server), said(server, LINKS)
    wrong: dict[str, list[str]] = {}
    before = ""
    for person, address in EMPTY:
        if person != before:
            page.context.clear_cookies()
            come_in(page, links[person])
        before = person
        page.goto(f"/beheer/{address.format(**cases)}")
        for text in page.locator("main textarea, main [name=reference_date]").all():
            text.fill("")
        page.locator("main button.utrecht-button--primary-action").first.click()
        found = violations(page)
        found += [] if page.title().startswith(("Fout: ", "Error: ")) else ["the title does not say that it went wrong"]
        if found:
            wrong[address] = found
    assert wrong == {}, json.dumps(wrong, indent=1)


def test_the_skip_link_goes_to_the_content(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhoud"


def test_no_page_asks_anything_of_anyone_else(walk: Walk) -> None:
    """Wall 7: no third-party requests; and no page breaks its own security policy."""
    assert (walk.elsewhere, walk.complaints) == ([], [])


def useless_without_scripts(sent: str) -> list[str]:
    """What a page shows as it is sent, and what only a script could make work; or that it shows nothing."""
    page = html.fromstring(sent)
    shown = "not(ancestor-or-self::*[@hidden] or ancestor::template)"
    useless = (
        f"//button[@type='button'][{shown}]",
        f"//button[not(@type='button')][not(ancestor::form or @form)][{shown}]",
        f"//a[@href='#' or starts-with(@href, 'javascript:')][{shown}]",
    )
    found = [html.tostring(one, encoding="unicode")[:160] for path in useless for one in page.xpath(path)]
    return found if page.xpath(f"//main//h1[{shown}]") else ["no heading", *found]


def test_every_page_works_without_scripts(walk: Walk) -> None:
    """What is done on the pages is done without scripts in the tests of that."""
    assert walk.scripted == {}, json.dumps(walk.scripted, indent=1)


@pytest.mark.parametrize(
    "sent",
    [
        "<main><h1>A</h1><button type='button'>B</button></main>",
        "<main><h1>A</h1><button>B</button></main>",
        "<main><h1>A</h1><a href='#'>B</a></main>",
        "<main><h1 hidden>A</h1></main>",
    ],
)
def test_what_needs_a_script_is_seen(sent: str) -> None:
    assert len(useless_without_scripts(sent)) == 1


def test_no_link_of_ours_is_dead(walk: Walk, browser: Browser, published: Server) -> None:
    context = browser.new_context(base_url=published.url)
    exits = {link for link in walk.links if link.endswith("/weg/")}
    """They lead to somebody else's site, as they should: that one is not asked."""
    assert {context.request.get(link, max_redirects=0).status for link in exits} == {302}
    ours = {link: source for link, source in walk.links.items() if link not in exits and "/beheer/" not in link}
    dead = {link: source for link, source in ours.items() if context.request.get(link).status >= 400}
    context.close()
    assert {link: source for link, source in dead.items() if source != "/bestaat-niet/"} == {}
