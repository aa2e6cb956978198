"""``./loket check``: is the data folder right, and may this installation be used for real?"""

import argparse
import os
from collections.abc import Collection, Iterator

from loket.core.database import VARIABLE

KEY = "LOKET_SECRET_KEY"
SHORTEST_KEY = 50
"""Characters of a signing key, as Django's own check asks."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--deploy", action="store_true", help="weiger ook wat alleen in een demonstratie mag (uitgang 1)"
    )


def run(args: argparse.Namespace) -> int:
    """1 when the data folder is wrong, or with ``--deploy`` when this installation may not go live."""
    from loket.cli.setup import database

    given = {name for name in (VARIABLE, KEY) if os.environ.get(name)}
    with database():
        wrong, unfit = list(configuration()), list(deployment(given))
    for message in wrong:
        print(f"Niet goed: {message}")
    for message in unfit:
        print(f"Nog niet voor echt gebruik: {message}")
    if not wrong:
        print("De gegevensmap klopt.")
    return 1 if wrong or (args.deploy and unfit) else 0


def configuration() -> Iterator[str]:
    """The first mistake in each part of the data folder; of procedures every one."""
    from django.conf import settings

    from loket.advisers import configuration as advisers
    from loket.core.errors import UserError
    from loket.facts.folder import read_folder
    from loket.guide.routes import external_routes
    from loket.intake.configuration import configuration as intake
    from loket.publications import catalogue
    from loket.publications.protection import profiles
    from loket.publications.recommendations import file as recommendations
    from loket.publications.text import benchmarks

    for read in (
        lambda: read_folder(settings.DATA),
        lambda: catalogue.offers(settings.DATA),
        lambda: external_routes("nl"),
        intake,
        lambda: advisers.is_there() and advisers.configuration(),
        lambda: recommendations.read(settings.DATA),
        lambda: profiles.read(settings.DATA),
        lambda: benchmarks.read(settings.DATA),
    ):
        try:
            read()
        except UserError as error:
            yield str(error)
    yield from procedures()
    yield from reports()
    yield from publications()


def reports() -> Iterator[str]:
    """The first mistake in how each printed report is written down; what the report itself has wrong is no mistake."""
    from django.conf import settings

    from loket.core.errors import UserError
    from loket.publications.contradictions import page, reading

    for year in page.years(settings.DATA):
        try:
            reading.check(settings.DATA / "published" / str(year))
        except UserError as error:
            yield str(error)
            return


def procedures() -> Iterator[str]:
    """Every mistake in the procedures, and the first in which body works by what."""
    from django.conf import settings

    from loket.casework.configuration import mistakes_of
    from loket.core.errors import UserError

    try:
        yield from map(str, mistakes_of(settings.DATA))
    except UserError as error:
        yield str(error)


def publications() -> Iterator[str]:
    """What publishing the newest frozen year would refuse: unknown cells, literals, claims that do not hold."""
    from loket.publications.queries import examine
    from loket.snapshots.queries import list_snapshots

    if frozen := [manifest.year for manifest in list_snapshots()]:
        yield from (finding.text for finding in examine(max(frozen)) if finding.level == "refused")


def deployment(given: Collection[str]) -> Iterator[str]:
    """What a demonstration may do and a deployment may not. ``given`` names the variables that were set, before a
    server or a key of our own took the place of one that was not.
    """
    from django.conf import settings

    from loket.cli.demo_refusal import demo_traces

    if settings.DEMO:
        yield "LOKET_DEMO staat aan; laat die weg"
    yield from (f"{trace}; begin met een lege database en een lege map LOKET_VAR" for trace in demo_traces())
    if KEY not in given or len(settings.SECRET_KEY) < SHORTEST_KEY:
        yield f"{KEY} ontbreekt of is kort; zet er een willekeurige waarde in van {SHORTEST_KEY} tekens of meer"
    if not settings.SECURE:
        yield "LOKET_SECURE staat uit; zet die op 1 achter een proxy die https verzorgt"
    if "*" in settings.ALLOWED_HOSTS:
        yield "LOKET_HOSTS laat elke naam toe; noem de namen van deze website"
    if VARIABLE not in given:
        yield f"{VARIABLE} ontbreekt; de ingebouwde PostgreSQL is voor demonstratie en ontwikkeling"
    if not settings.EMAIL_HOST:
        yield "LOKET_SMTP_URL ontbreekt; zonder mailserver weet niemand dat er een melding ligt"
    yield from keys()
    yield from people()


def keys() -> Iterator[str]:
    """Without these keys no report can be made, or one could be lost for ever."""
    from loket.cli.setup import working_bodies
    from loket.keys import queries

    if queries.recovery_key() is None:
        yield "er is geen herstelsleutel; geef ./loket vault init en bewaar de sleutel buiten deze machine"
    for body in working_bodies():
        members = len(queries.members(body))
        if not queries.has_body_key(body):
            yield f"{body} heeft geen sleutel en kan niets aannemen; geef ./loket vault init"
        elif members == 0:
            yield f"niemand kan openen wat naar {body} gaat; geef een behandelaar de sleutel"
        elif members == 1:
            yield f"maar één persoon kan openen wat naar {body} gaat; geef een tweede behandelaar de sleutel"
    for body in queries.bodies_due_for_rotation():
        yield f"wie de sleutel van {body} had, is weg; vernieuw hem met ./loket vault rotate-body"


def people() -> Iterator[str]:
    """Whoever reads reports has two factors (BIO-1)."""
    from loket.accounts.queries import administrators, officers_without_second_factor

    if names := officers_without_second_factor():
        yield f"behandelaars zonder tweede factor: {', '.join(names)}; laat hen een passkey of app instellen"
    if not administrators():
        yield "er is geen functioneel beheerder; nodig er een uit met ./loket invite"
