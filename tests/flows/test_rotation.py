"""A body's key is renewed while people report: every report opens afterwards, for the body and with its receipt, and a
member who left opens none of them."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from loket.core import audit
from loket.intake.content import Content, Identity
from loket.intake.models import Report
from loket.intake.raising import Raised
from loket.intake.services import open_for_body, raise_report, reseal
from loket.keys import services
from loket.keys.errors import KeysError
from loket.vault.errors import WontOpen
from people import officer, recovery_key

BODY = "oif"
WRITERS, EACH, ROTATIONS = 3, 8, 4


@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_and_who_left_opens_nothing() -> None:
    recovery = recovery_key()
    account, private = officer("staal", BODY, recovery)
    gone, theirs = officer("proef", BODY, recovery)
    old = services.open_body(body=BODY, account=gone, private=theirs)
    with ThreadPoolExecutor(WRITERS + 1) as pool:
        writing = [pool.submit(write) for _ in range(WRITERS)]
        rotating = pool.submit(rotate, recovery.private)
        raised = [one for future in writing for one in future.result(120)]
        rotating.result(120)
    services.leave(body=BODY, account=gone, body_private=opened(recovery.private), reseal=[resealed], actor="test")
    fresh = services.open_body(body=BODY, account=account, private=private)
    reports = list(Report.objects.all())
    assert {report.pk for report in reports} == {one.report_id for one in raised}
    assert len(reports) == WRITERS * EACH
    for report in reports:
        assert open_for_body(report=report, body_private=fresh, actor="staal").content().story == "een verhaal"
        with pytest.raises(WontOpen):
            open_for_body(report=report, body_private=old, actor="proef")
    with pytest.raises(KeysError):
        services.open_body(body=BODY, account=gone, private=theirs)
    assert audit.verify() is None


def write() -> list[Raised]:
    try:
        return [
            raise_report(
                body=BODY,
                content=Content(story="een verhaal"),
                identity=Identity(disclosure="anonymous"),
                channel="site",
            )
            for _ in range(EACH)
        ]
    finally:
        connection.close()


def rotate(recovery_private: bytes) -> None:
    try:
        for _ in range(ROTATIONS):
            body_private = opened(recovery_private)
            services.rotate_body(body=BODY, body_private=body_private, reseal=[resealed], actor="test")
    finally:
        connection.close()


def opened(recovery_private: bytes) -> bytes:
    return services.open_body_with_recovery(body=BODY, recovery_private=recovery_private)


def resealed(old: bytes, _version: int, public: bytes, version: int) -> int:
    return reseal(body=BODY, old_private=old, new_public=public, new_version=version, actor="test")
