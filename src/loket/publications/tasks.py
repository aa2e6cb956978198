"""Background work of this room."""

from loket.core.tasks import task


@task()
def run_build(build_id: int) -> None:
    """Build the publication that somebody asked for."""
    from loket.publications import services

    services.run_build(build_id)


@task()
def run_protection(protection_id: int) -> None:
    """Protect the tables that somebody asked to see."""
    from loket.publications.protection import services

    services.run(protection_id)
