"""Recommendations: numbered through whatever happens, never with a figure, loaded once and not over what was edited."""

import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from loket.core import clock
from loket.core.badfile import BadFile
from loket.core.models import AuditEntry
from loket.publications.models import Audience, Recommendation
from loket.publications.recommendations import file, queries, services
from loket.publications.recommendations.errors import BadYear, Changed, Gone, NoFollowUp
from loket.publications.recommendations.wording import BadWording, worded

pytestmark = pytest.mark.django_db

YEAR = 2024


def write(text: str = "Luister eerst.", audience: str = "managers", year: int = YEAR) -> Recommendation:
    return services.write(year=year, audience=audience, text_nl=text, text_en="Listen first.", actor="landelijk")


def numbered(year: int = YEAR) -> list[tuple[int, str, str]]:
    return [(one.number, one.audience, one.text["nl"]) for one in queries.for_year(year)]


def test_the_nine_of_2024_and_the_one_of_2023_are_loaded_once() -> None:
    """Advisers' annual report 2024, chapter 4."""
    assert services.load(folder=settings.DATA, actor="demo") == 10
    found = queries.for_year(2024)
    assert [one.number for one in found] == list(range(1, 10))
    assert [one.audience for one in found] == ["everyone"] * 2 + ["managers"] * 7
    assert all(one.text["en"] and one.follow_up == "open" and not one.follow_up_text for one in found)
    (before,) = queries.for_year(2023)
    assert before.follow_up == "under_way"
    assert "agenda van de vertrouwenspersoon" in before.came_of_it("nl")
    assert "diary" in before.came_of_it("en")
    assert queries.years() == [2024, 2023]
    assert services.load(folder=settings.DATA, actor="demo") == 0
    assert AuditEntry.objects.filter(action="recommendation.load").count() == 1


def test_loading_again_leaves_what_was_edited() -> None:
    services.load(folder=settings.DATA, actor="demo")
    first, *others = Recommendation.objects.filter(year=2024)
    said = {"audience": first.audience, "text_nl": "Kijk naar jezelf.", "text_en": "Look at yourself."}
    services.change(recommendation=first, version=1, actor="landelijk", **said)
    services.remove(recommendation=others[0], version=1, actor="landelijk")
    assert services.load(folder=settings.DATA, actor="demo") == 0
    assert (len(numbered()), numbered()[0][2]) == (8, "Kijk naar jezelf.")


def test_a_folder_without_the_file_has_none(tmp_path: Path) -> None:
    assert services.load(folder=tmp_path, actor="demo") == 0


GOOD = "{audience: managers, text: {nl: Luister., en: Listen.}}"


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ("{audience: managers, text: {nl: Doe dit in 30% van de tijd., en: Listen.}}", "30%"),
        ("{audience: managers, text: {nl: Luister., en: Do this seven times.}}", "seven"),
        ("{audience: managers, text: {nl: Luister.}}", "en"),
        ("{audience: nobody, text: {nl: Luister., en: Listen.}}", "audience"),
        ("{audience: managers, text: {nl: a, en: b}, follow_up: done}", "came_of_it"),
        (f"{GOOD}, {{audience: everyone, text: {{nl: a, en: b}}}}", "eerst"),
    ],
)
def test_a_mistake_in_the_file_is_named_with_its_place(tmp_path: Path, entries: str, said: str) -> None:
    (tmp_path / file.FILE).write_text(f"years:\n  - year: 2024\n    recommendations: [{entries}]\n")
    with pytest.raises(BadFile) as error:
        services.load(folder=tmp_path, actor="demo")
    assert f"{file.FILE}:3:" in str(error.value)
    assert said in str(error.value) or said == "audience"
    assert not Recommendation.objects.exists()


def test_a_year_twice_in_the_file_is_refused(tmp_path: Path) -> None:
    year = f"  - {{year: 2024, recommendations: [{GOOD}]}}\n"
    (tmp_path / file.FILE).write_text(f"years:\n{year}{year}")
    with pytest.raises(BadFile, match="dubbel"):
        services.load(folder=tmp_path, actor="demo")


@pytest.mark.parametrize(
    "text",
    [
        "Praat 3 keer.",
        "Bel twee mensen.",
        "De helft luistert niet.",
        "٣ keer",
        "½ dag",
        "{{ advice[total] }}",
        "a\u202eb",
    ],
)
def test_figures_references_and_what_nobody_sees_are_refused(text: str) -> None:
    with pytest.raises(BadWording):
        worded(text, "nl")
    with pytest.raises(BadWording):
        write(text)
    assert not Recommendation.objects.exists()


def test_a_year_counts_nothing() -> None:
    assert worded("  Wat wij in 2023\naanbevalen, helpt. ", "nl") == "Wat wij in 2023 aanbevalen, helpt."


def test_a_text_that_is_too_long_is_refused() -> None:
    with pytest.raises(BadWording):
        write("a " * 600)


def test_those_for_everyone_come_first() -> None:
    write("a")
    write("b", "everyone")
    write("c")
    assert numbered() == [(1, "everyone", "b"), (2, "managers", "a"), (3, "managers", "c")]


def test_a_year_that_has_not_begun_is_refused() -> None:
    with pytest.raises(BadYear):
        write(year=clock.today().year + 1)
    now = write(year=clock.today().year)
    with pytest.raises(BadYear):
        services.carry_over(recommendation=now, actor="landelijk")


def test_two_windows_do_not_overwrite_each_other() -> None:
    one = write()
    said = {"audience": "managers", "text_nl": "Eerst.", "text_en": "First."}
    services.change(recommendation=one, version=1, actor="landelijk", **said)
    with pytest.raises(Changed):
        services.change(recommendation=one, version=1, actor="landelijk", **{**said, "text_nl": "Later."})
    with pytest.raises(Changed):
        services.remove(recommendation=one, version=1, actor="landelijk")
    assert numbered() == [(1, "managers", "Eerst.")]
    services.remove(recommendation=one, version=2, actor="landelijk")
    with pytest.raises(Gone):
        services.move(recommendation=one, version=2, up=True, actor="landelijk")
    with pytest.raises(Gone):
        services.carry_over(recommendation=one, actor="landelijk")


def test_a_follow_up_has_words_in_both_languages_and_open_has_none() -> None:
    one = write()
    for state, nl, en in (("done", "Gedaan.", ""), ("done", "", "Done."), ("open", "Iets.", "")):
        with pytest.raises(NoFollowUp):
            services.follow_up(recommendation=one, version=1, state=state, text_nl=nl, text_en=en, actor="landelijk")
    services.follow_up(recommendation=one, version=1, state="done", text_nl="Ja.", text_en="Yes.", actor="landelijk")
    assert queries.for_year(YEAR)[0].follow_up_text == {"nl": "Ja.", "en": "Yes."}
    services.follow_up(recommendation=one, version=2, state="open", text_nl="", text_en="", actor="landelijk")
    assert queries.for_year(YEAR)[0].follow_up_text == {}


def test_carried_over_once_with_its_words_and_without_its_follow_up() -> None:
    one = write()
    services.follow_up(recommendation=one, version=1, state="done", text_nl="Ja.", text_en="Yes.", actor="landelijk")
    new = services.carry_over(recommendation=one, actor="landelijk")
    assert services.carry_over(recommendation=one, actor="landelijk") == new
    (found,) = queries.for_year(YEAR + 1)
    assert (found.text["nl"], found.follow_up, found.carried_from) == ("Luister eerst.", "open", YEAR)


def test_the_trail_says_what_was_done_and_not_what_was_written() -> None:
    one = write("Een geheim woord.")
    services.move(recommendation=one, version=1, up=True, actor="landelijk")
    (entry,) = AuditEntry.objects.filter(action="recommendation.change")
    assert (entry.target, entry.summary) == (f"recommendation:{YEAR}/1", {"kind": "write"})
    assert "geheim" not in str(entry.summary)


def test_texts_follow_the_language_of_the_page() -> None:
    one = write()
    with translation.override("en"):
        assert (one.text, one.came_of_it) == ("Listen first.", "")


@pytest.mark.django_db(transaction=True)
def test_who_write_at_once_get_a_number_each() -> None:
    def one() -> None:
        try:
            write("Tegelijk.")
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [number for number, *_rest in numbered()] == [1, 2, 3, 4, 5, 6]


ACTS = st.lists(
    st.tuples(st.sampled_from(["write", "change", "up", "down", "remove"]), st.integers(0, 4), st.booleans()),
    max_size=12,
)


class Numbered(TestCase):
    """Whatever is done in whatever order, the numbers of a year run from 1 without a hole, everyone's first."""

    @hypothesis_settings(max_examples=40, deadline=None)
    @given(ACTS)
    def test_numbers_run_through(self, acts: list[tuple[str, int, bool]]) -> None:
        for act, at, everyone in acts:
            audience = Audience.EVERYONE if everyone else Audience.MANAGERS
            rows = list(Recommendation.objects.filter(year=YEAR))
            if act == "write" or not rows:
                write("Iets.", audience)
                continue
            one = rows[at % len(rows)]
            about = {"recommendation": one, "version": one.version, "actor": "landelijk"}
            if act == "change":
                services.change(audience=audience, text_nl="Iets.", text_en="Something.", **about)
            elif act == "remove":
                services.remove(**about)
            else:
                services.move(up=act == "up", **about)
        rows = list(Recommendation.objects.filter(year=YEAR).order_by("number"))
        assert [one.number for one in rows] == list(range(1, len(rows) + 1))
        assert [one.audience for one in rows] == sorted(one.audience for one in rows)
