"""``./loket check``: is the data folder right, and may this installation be used for real?"""

import argparse
from collections.abc import Iterator


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--deploy", action="store_true", help="weiger ook wat alleen in een demonstratie mag (uitgang 1)"
    )


def run(args: argparse.Namespace) -> int:
    """1 when the data folder is wrong, or with ``--deploy`` when this installation may not go live."""
    wrong = list(configuration())
    unfit = list(deployment())
    for message in wrong:
        print(f"Niet goed: {message}")
    for message in unfit:
        print(f"Nog niet voor echt gebruik: {message}")
    if not wrong:
        print("De gegevensmap klopt.")
    return 1 if wrong or (args.deploy and unfit) else 0


def configuration() -> Iterator[str]:
    """The first mistake in each part of the data folder."""
    from django.conf import settings

    from loket.core.errors import UserError
    from loket.facts.folder import read_folder
    from loket.guide.routes import external_routes
    from loket.publications.text.definition import read_definition

    for read in (
        lambda: read_folder(settings.DATA),
        lambda: read_definition(settings.DATA),
        lambda: external_routes("nl"),
    ):
        try:
            read()
        except UserError as error:
            yield str(error)
    yield from publications()


def publications() -> Iterator[str]:
    """What publishing the newest frozen year would refuse: unknown cells, literals, claims that do not hold."""
    from loket.publications.queries import examine
    from loket.snapshots.queries import list_snapshots

    if frozen := [manifest.year for manifest in list_snapshots()]:
        yield from (finding.text for finding in examine(max(frozen)) if finding.level == "refused")


def deployment() -> Iterator[str]:
    """What a demonstration may do and a deployment may not."""
    from django.conf import settings

    from loket.accounts.queries import demo_accounts
    from loket.core.database import VARIABLE
    from loket.settings import DEVELOPMENT_KEY

    if settings.DEMO:
        yield "LOKET_DEMO staat aan; laat die weg"
    if demo_accounts():
        names = ", ".join(demo_accounts())
        yield f"er zijn demo-accounts met een bekend wachtwoord ({names}); begin met een lege database"
    if settings.SECRET_KEY == DEVELOPMENT_KEY:
        yield "LOKET_SECRET_KEY ontbreekt; zet er een lange willekeurige waarde in"
    if not settings.SECURE:
        yield "LOKET_SECURE staat uit; zet die op 1 achter een proxy die https verzorgt"
    if not own_server():
        yield f"{VARIABLE} ontbreekt; de ingebouwde PostgreSQL is voor demonstratie en ontwikkeling"
    yield "publicaties beschermen kleine aantallen nog niet; publiceer alleen cijfers die al openbaar zijn"


def own_server() -> bool:
    """Whether the database is a server of the deployment, not the embedded one in the var folder."""
    from django.conf import settings
    from django.db import connection

    return not str(connection.settings_dict["HOST"]).startswith(str(settings.VAR))
