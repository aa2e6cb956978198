"""A body's key is replaced: its cases open with the new key, its searches still find, and the old key opens nothing."""

import argparse
import threading
from pathlib import Path

import pytest
from case_world import House, make_house, raise_for
from django.db import connection

from loket.casework import access, index, opening, services
from loket.casework.content import PersonContent, PersonIdentity
from loket.casework.models import Case, SearchKey
from loket.casework.sealing import OpenCase, open_private
from loket.cli import vault
from loket.core import audit
from loket.core.models import AuditEntry
from loket.intake import services as intake
from loket.keys import services as keys
from loket.keys.recovery import as_text
from loket.vault.errors import WontOpen

pytestmark = pytest.mark.django_db


def rotate(house: House, body: str = "oif") -> int:
    """As ``./loket vault rotate-body`` does it; gives how many were sealed anew."""

    def cases(old: bytes, _version: int, public: bytes, version: int) -> int:
        return services.reseal(body=body, old_private=old, new_public=public, new_version=version, actor="test")

    def reports(old: bytes, _version: int, public: bytes, version: int) -> int:
        return intake.reseal(body=body, old_private=old, new_public=public, new_version=version, actor="test")

    private = keys.open_body_with_recovery(body=body, recovery_private=house.recovery.private)
    return keys.rotate_body(body=body, body_private=private, reseal=[reports, cases], actor="test")


def test_everything_opens_after_the_key_was_replaced(house: House, opened: OpenCase) -> None:
    services.add_person(
        opened=opened,
        version=opened.case.version,
        content=PersonContent(),
        identity=PersonIdentity(name="Pia Proef"),
        actor="staal",
    )
    before = house.desk("staal")
    assert rotate(house) == 2
    after = house.desk("staal")
    found = house.opened("staal", opened.case)
    assert found.card().unit == "douane"
    assert found.report is not None
    assert found.person(found.people()[0]) == PersonContent()
    assert after.search_key == before.search_key
    assert after.body_private != before.body_private
    with pytest.raises(WontOpen):
        open_private(Case.objects.get(), before.body_private)


def test_more_than_a_batch_and_other_bodies_stay_as_they_are(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    for body in ("oif", "oif", "oif", "mib"):
        raise_for(body)
    opening.sweep()
    monkeypatch.setattr("loket.core.batches.BATCH", 2)
    house.desk("denkbeeld")
    theirs = bytes(SearchKey.objects.get(body="mib").sealed)
    told: list[tuple[int, int]] = []
    private = keys.open_body_with_recovery(body="oif", recovery_private=house.recovery.private)
    services.reseal(
        body="oif",
        old_private=private,
        new_public=bytes(Case.objects.first().public),  # type: ignore[union-attr]  # there are four
        new_version=2,
        actor="test",
        progress=lambda done, total: told.append((done, total)),
    )
    assert told == [(2, 3), (3, 3)]
    assert sorted(Case.objects.values_list("body", "body_key_version")) == [("mib", 1)] + [("oif", 2)] * 3
    assert bytes(SearchKey.objects.get(body="mib").sealed) == theirs


def test_the_command_seals_reports_and_cases_anew(
    house: House, opened: OpenCase, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recovery = tmp_path / "recovery"
    recovery.write_text(as_text(house.recovery.private))
    parser = argparse.ArgumentParser()
    vault.add_arguments(parser)
    assert vault.run(parser.parse_args(["rotate-body", "--body", "oif", "--recovery", str(recovery)])) == 0
    assert house.opened("staal", opened.case).card().unit == "douane"
    assert "meldingen en zaken: 2" in capsys.readouterr().out
    assert list(AuditEntry.objects.filter(action="case.reseal").values_list("summary", flat=True)) == [
        {"cases": 1, "version": 2}
    ]


@pytest.mark.django_db(transaction=True)
def test_cases_that_begin_during_rotations_open_with_the_last_key() -> None:
    house = make_house()
    house.desk("staal")
    wrong: list[BaseException] = []

    def apart(act: threading.Event, times: int, run: object) -> None:
        try:
            act.wait(5)
            for _ in range(times):
                run()  # type: ignore[operator]  # what the thread is for
        except BaseException as error:
            wrong.append(error)
        finally:
            connection.close()

    def begin() -> None:
        raise_for("oif")
        opening.open_new(body="oif")

    go = threading.Event()
    threads = [threading.Thread(target=apart, args=(go, 6, begin)) for _ in range(3)]
    threads.append(threading.Thread(target=apart, args=(go, 3, lambda: rotate(house))))
    for thread in threads:
        thread.start()
    go.set()
    for thread in threads:
        thread.join(60)
    assert wrong == []
    opening.sweep()
    desk = house.desk("staal")
    cases = list(access.visible(desk))
    assert len(cases) == 18
    assert {open_private(case, desk.body_private)[:0] for case in cases} == {b""}
    assert access.visible(desk).filter(unit_digest=index.unit_digest(desk.search_key, "douane")).count() == 18
    assert audit.verify() is None
