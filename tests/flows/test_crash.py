"""A short storm: reports raised while workers, web server, sweep and database are killed. ``./loket bench crash`` is
the long one."""

from loket.cli.bench import line
from loket.cli.bench_house import apart

REPORTS = 32


def test_no_acknowledged_report_is_lost_or_doubled() -> None:
    results = apart("bench_crash", str(REPORTS))
    assert len(results) == 6
    assert [line(result) for result in results if not result.is_good] == []
