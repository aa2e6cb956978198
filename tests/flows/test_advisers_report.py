"""The advisers' report: of 2024 it equals Bijlage 3 of the annual report in every table; and a new year is frozen and
published by clicking only, whatever was counted in it.
"""

import csv
import datetime as dt
import json
import random
import re
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path

import odfdo
import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.test import Client
from lxml import html

from loket import settings as product
from loket.accounts.models import Role
from loket.core import clock
from loket.facts import services as facts
from loket.facts.queries import contradictions
from loket.figures import formats
from loket.publications import build, catalogue, manifest, queries, services
from loket.publications.models import Build, Status
from loket.publications.recommendations import services as recommending
from loket.publications.source import open_source
from loket.publications.text.document import Document
from loket.snapshots import queries as snapshot_queries
from loket.snapshots import services as snapshots
from loket.taxonomy.current import code_list
from people import person
from told_whole import told_whole

DATA = Path(__file__).resolve().parents[2] / "data" / "financien"
WHOLE = "vertrouwenspersonen"
EDITIONS = ("belastingdienst", "douane", "toeslagen")
Cells = Mapping[tuple[str, ...], float]


@pytest.fixture
def frozen(db: None, settings: LazySettings, tmp_path: Path) -> None:
    """Three frozen years of the real data, printed whole, in folders of this test; only the typeface is the
    launcher's."""
    (tmp_path / "front").symlink_to(product.VAR / "front")
    settings.VAR, settings.DATA = tmp_path, told_whole(tmp_path / "data")
    facts.load(folder=settings.DATA, actor="test")
    for year in (2022, 2023, 2024):
        snapshots.freeze(year=year, reference_date=dt.date(year + 1, 2, 25), reason="test", actor="test")


def printed(name: str) -> Cells:
    """What Bijlage 3 prints, by the codes of each cell."""
    with (DATA / "published" / f"{name}.csv").open(newline="") as stream:
        rows = csv.reader(stream)
        width = next(rows).index("n")
        return {tuple(row[:width]): float(row[width]) for row in rows}


def of_unit(name: str, unit: str) -> Cells:
    """What Bijlage 3 prints about one unit, without its code."""
    with (DATA / "published" / f"{name}.csv").open(newline="") as stream:
        found = csv.reader(stream)
        heads = next(found)
        width, place = heads.index("n"), heads.index("unit")
        rows = [row for row in found if row[place] == unit]
    return {tuple(row[:place] + row[place + 1 : width]): float(row[width]) for row in rows}


BIJLAGE_3 = [path.stem for path in sorted((DATA / "published").glob("advice_*.csv"))]
NO_CODE = re.compile("n|status|.*_(nl|en)")
"""The columns of a download that hold no code."""

NETWORK = ["advisers_by_certification", "adviser_time", "adviser_evaluation"]


def downloaded(folder: Path, name: str) -> Cells:
    """A table as CSV, by codes."""
    with (folder / "csv" / f"{name}.csv").open(newline="") as stream:
        rows = csv.DictReader(stream)
        heads = [head for head in rows.fieldnames or () if not NO_CODE.fullmatch(head)]
        return {tuple(row[head] for head in heads): float(row["n"]) for row in rows}


def in_workbook(folder: Path, name: str) -> Cells:
    """A table as a sheet of the workbook, by codes."""
    sheet = odfdo.Document(folder / "tables.ods").body.get_table(name=name)
    heads, *rows = sheet.get_values()
    kept = [at for at, head in enumerate(heads) if head and not NO_CODE.fullmatch(str(head))]
    last = heads.index("n")
    return {tuple(_code(row[at]) for at in kept): float(row[last]) for row in rows if row[last] is not None}


def _code(value: object) -> str:
    return str(int(value)) if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def on_page(folder: Path, language: str, document: Document) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Every cell of the page with all tables that prints one number of a computed table: table, codes, and text."""
    page = html.parse(folder / language / "tables.html")
    for key, table in document.tables.items():
        (section,) = page.xpath(f'//*[@id="{key}"]')
        (body,) = section.xpath("(.//table | self::table)/tbody")
        rows = [[cell.text_content() for cell in row.xpath("./td")] for row in body.xpath("./tr")]
        assert rows == [list(row.cells) for row in table.rows], key
        for row, cells in zip(table.rows, rows, strict=True):
            for text, source in zip(cells, row.sources, strict=False):
                if len(source) == 1:
                    yield table.id, source[0], text


def in_full(offer: catalogue.Offer, at: tuple[str, ...]) -> tuple[str, ...]:
    """The codes of a cell of an edition as its whole table has them: in Bijlage 3 the unit stands first."""
    return (offer.unit, *at) if offer.unit else at


def test_the_report_of_2024_equals_the_annex_in_every_table(frozen: None, settings: LazySettings) -> None:
    """On the page, as CSV and as a workbook, in both languages, of the whole and of each edition. It differs only where
    the annex contradicts itself, and then the load has said so."""
    offers = [one for one in queries.offers_for(2024) if one.name == "advisers-report"]
    assert [one.slug for one in offers] == [WHOLE, *(f"{WHOLE}-{unit}" for unit in EDITIONS)]
    services.publish_all(year=2024, actor="test", offers=offers)
    known = {(one.table, tuple(one.coordinates.split("|"))) for one in contradictions()}
    source = open_source(year=2024, data=settings.DATA)
    for offer in offers:
        folder = queries.folder(2024, offer.slug)
        assert manifest.verify(folder) == []
        names = (
            [name for name in BIJLAGE_3 if "unit" in name and name != "advice_by_unit_then"]
            if offer.unit
            else [*BIJLAGE_3, *NETWORK]
        )
        annex = {name: of_unit(name, offer.unit) if offer.unit else printed(name) for name in names}
        ids = {table["id"] for table in json.loads((folder / "figures.json").read_text())["tables"]}
        assert ids >= set(names)
        for name, expected in annex.items():
            for read in (downloaded, in_workbook):
                found = read(folder, name)
                wrong = {at for at, n in expected.items() if found.get(at, 0) != n}
                assert {(name, in_full(offer, at)) for at in wrong} <= known, (offer.slug, read.__name__)
        for document in build.fill_in(source, offer=offer):
            shown = list(on_page(folder, document.language, document))
            assert {name for name, _, _ in shown} >= set(names) - {"advice_by_unit_then"}
            for name, at, text in shown:
                if at in annex.get(name, {}) and (name, in_full(offer, at)) not in known:
                    assert text in (formats.count(annex[name][at], document.language), "–"), (name, at)


def test_the_text_of_2024_says_what_the_annex_says(frozen: None) -> None:
    """Sums and shares of 3.4, 3.5, 3.6 and 6, and "handled, continuing, normalised" of each subcategory."""
    services.publish(year=2024, slug=WHOLE, actor="test")
    folder = queries.folder(2024, WHOLE) / "nl"

    def text(page: str) -> str:
        (article,) = html.parse(folder / f"{page}.html").xpath("//article")
        for note in article.xpath('.//span[@role="note"]'):
            note.drop_tree()
        return " ".join(article.text_content().split())

    assert "Dat zijn er 2 meer dan in 2023. Het aantal is ongeveer gelijk gebleven." in text("inleiding")
    settled = text("afdoening")
    assert "Doorverwezen werd er 92 keer: 74 keer" in settled
    assert "De directeur is 89 keer ingelicht." in settled
    assert "Er was 66 keer een escalatie: 1 keer zonder de melder en 65 keer" in settled
    assert "159 vragen waren aan het eind van 2024 nog niet afgedaan en lopen door in 2025." in settled
    assert "Bij 398 vragen (33%) is de situatie weer normaal. Bij 238 vragen" in text("situatie")
    accused = "57% van de adviesvragen gaat over een leidinggevende. In 2023 ging 52% van de vragen"
    assert accused in text("beklaagden")
    skill = text("vakbekwaamheid")
    assert "Bij 260 afgesloten vragen is de link gestuurd. Bij 352 is aangegeven" in skill
    assert "161 melders vulden de lijst in. Dat is 62%." in skill
    blocks = text("omgangsvormen") + text("personeel")
    said = re.findall(
        r"Van deze (\d+) vragen zijn er (\d+) afgerond in 2024\. Er (?:loopt|lopen) (\d+) door in 2025\. "
        r"Bij (\d+) is de situatie genormaliseerd, bij (\d+) niet, en bij (\d+) is het niet bekend\.",
        blocks,
    )
    assert len(said) == 11
    for whole, handled, continuing, normalised, not_normalised, unknown in (map(int, one) for one in said):
        assert handled + continuing == whole
        assert normalised + not_normalised + unknown == handled
    assert ("219", "174", "45", "72", "81", "21") in said


def test_the_same_year_gives_the_same_bytes(frozen: None, settings: LazySettings) -> None:
    made = services.publish(year=2024, slug=f"{WHOLE}-douane", actor="test")
    again = settings.VAR / "again"
    build.build(year=2024, slug=f"{WHOLE}-douane", out=again, data=settings.DATA, at_home=True)
    assert manifest.hashes(again) == made.files


def test_what_is_recommended_makes_it_old(frozen: None) -> None:
    services.publish(year=2024, slug=WHOLE, actor="test")
    assert queries.up_to_date(2024, WHOLE) is not None
    recommending.write(year=2024, audience="everyone", text_nl="Luister eerst.", text_en="Listen first.", actor="test")
    assert queries.up_to_date(2024, WHOLE) is None
    services.publish(year=2024, slug=WHOLE, actor="test")
    page = (queries.folder(2024, WHOLE) / "nl" / "aanbevelingen.html").read_text()
    assert "Luister eerst." in page


def live(year: int, count: int, seed: int) -> list[tuple[str, int, dict[str, str | int]]]:
    """So many requests of a year with codes drawn from the lists that hold in it, and all that comes with them."""
    draw = random.Random(seed)  # noqa: S311 (which codes; nothing secret)

    def one(name: str) -> str:
        hidden = {"not_published", "concerns_unknown", "situation_unknown"}
        return draw.choice([code.code for code in code_list(name) if code.holds_in(year) and code.code not in hidden])

    found: list[tuple[str, int, dict[str, str | int]]] = []
    for number in range(count):
        subcategory = one("subcategory")
        request: dict[str, str | int] = {
            "category": code_list("subcategory").get(subcategory).parent or "",
            "subcategory": subcategory,
            "unit": one("unit"),
            "accused": one("accused"),
            "settlement": one("advice_settlement"),
            "situation": one("situation"),
        }
        found.append(("advice_request", year, request))
        found.append(("advice_reporter_accused", year, {"unit": request["unit"], "reporter_accused": one("yes_no")}))
        if year == 2026 and number % 3 == 0:
            found.append(("advice_carried", year, {**request, "from_year": 2025}))
    return found


@pytest.mark.django_db(transaction=True)
def test_a_new_year_is_frozen_and_published_by_clicking_only(settings: LazySettings, tmp_path: Path) -> None:
    """Two years of live facts alone; the second has what was carried in, hours and answers of the evaluation."""
    (tmp_path / "front").symlink_to(product.VAR / "front")
    settings.VAR, settings.DATA = tmp_path, told_whole(tmp_path / "data")
    hours = [
        ("adviser_hours", 2026, {"core_function": code, "minutes": 90}) for code in ("support", "professional_skill")
    ]
    answers = [("evaluation_answer", 2026, {"question": "heard", "answer": "agree"})] * 5
    answers += [("evaluation_answer", 2026, {"question": "safe", "answer": "agree"})] * 4
    facts.yield_facts(facts=[*live(2025, 9, 1), *live(2026, 40, 2), *hours, *answers], actor="test")
    client = Client()
    client.force_login(person("fictie", Role.POLICY_OFFICER, name="F. Fictie"))
    for year in (2025, 2026):
        day = min(clock.today(), dt.date(year + 1, 2, 1))
        form = {"year": year, "reference_date": day.isoformat(), "reason": "eerste keer", "token": uuid.uuid4()}
        assert client.post("/beheer/publicaties/vastleggen/", form).status_code == 302
        page = html.fromstring(client.get("/beheer/publicaties/").content)
        forms = page.xpath(f'//section[@id="jaar-{year}"]//form')
        assert len(forms) == 4, "the whole and three editions; there is no annual report about this year"
        for button in forms:
            fields = {one.get("name"): one.get("value") for one in button.xpath('.//input[@type="hidden"]')}
            assert client.post(button.get("action"), fields).status_code == 302
        call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)
        assert [(one.status, one.error) for one in Build.objects.filter(year=year)] == [(Status.DONE, "")] * 4
        whole = snapshot_queries.tables(year)
        said = read(client, f"/publicaties/{WHOLE}/{year}/nl/inleiding.html")
        assert (
            f"In {year} kregen de vertrouwenspersonen {whole['advice_by_unit'].cell(str(year), 'total').n} adviesvragen"
            in said
        )
        assert ("meer dan in 2025" in said) == (year == 2026)
        for unit in EDITIONS:
            counted = whole["advice_by_unit"].cell(str(year), unit).n
            said = read(client, f"/publicaties/{WHOLE}-{unit}/{year}/nl/inleiding.html")
            assert f"Het waren er {counted}." in said
    situation = read(client, f"/publicaties/{WHOLE}/2026/nl/situatie.html")
    carried = sum(number % 3 == 0 for number in range(40))
    assert f"Uit een eerder jaar: {carried}" in situation
    assert f"Samen: {40 + carried}" in situation
    assert "Wat is afgerond en wat doorloopt, is samen precies" in situation
    assert "Uit een eerder jaar" not in read(client, f"/publicaties/{WHOLE}/2025/nl/situatie.html")
    skill = read(client, f"/publicaties/{WHOLE}/2026/nl/vakbekwaamheid.html")
    assert "50% van alle uren" in skill
    assert "Voelde je je gehoord?" in skill
    assert "Voelde je je veilig om alles te vertellen?" not in skill
    assert "2024" not in read(client, f"/publicaties/{WHOLE}/2026/nl/omgangsvormen.html")
    listed = client.get("/publicaties/").content.decode()
    for slug in (WHOLE, *(f"{WHOLE}-{unit}" for unit in EDITIONS)):
        assert f'href="/publicaties/{slug}/2026/"' in listed
        assert client.get(f"/publicaties/{slug}/2026/").status_code == 200
        assert client.get(f"/en/publicaties/{slug}/2026/").status_code == 200
    assert catalogue.find(settings.DATA, "").is_about(2026) is False


def read(client: Client, path: str) -> str:
    """The words of a page of a report."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    page = html.fromstring(b"".join(answer.streaming_content))
    answer.close()
    for note in page.xpath('//span[@role="note"]'):
        note.drop_tree()
    return " ".join(page.text_content().split())
