"""Bars and digests: who is a party never comes in, a name is found by its body only, and nothing of it is readable."""

import pytest
from case_world import House
from django.db import connection
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as st

from loket.accounts.models import Account, Role
from loket.casework import access, index, opening, queries, services
from loket.casework.content import Card, PersonContent, PersonIdentity
from loket.casework.errors import AlreadyHandled, BadReason, Gone, NotEligible, NotYours
from loket.casework.models import Bar, Case, NameDigest, Person, Reader, SearchKey
from loket.casework.sealing import OpenCase
from loket.core import clock
from loket.core.models import AuditEntry, Notice
from people import person

pytestmark = pytest.mark.django_db


def name(opened: OpenCase, text: str, *, username: str = "", role: str = "concerned") -> Person:
    """Somebody more in the case."""
    return services.add_person(
        opened=opened,
        version=Case.objects.get(pk=opened.case.pk).version,
        content=PersonContent(role=role),
        identity=PersonIdentity(name=text, username=username),
        actor=opened.me.username,
    )


def rename(opened: OpenCase, who: Person, identity: PersonIdentity | None, *, role: str = "concerned") -> None:
    services.change_person(
        opened=opened,
        person=who,
        version=Case.objects.get(pk=opened.case.pk).version,
        content=PersonContent(role=role),
        identity=identity,
        actor=opened.me.username,
    )


def sees(house: House, username: str, case: Case) -> bool:
    return access.visible(house.desk(username)).filter(pk=case.pk).exists()


# A person concerned


def test_naming_who_handles_the_case_takes_it_from_them(house: House, opened: OpenCase) -> None:
    name(opened, "Staal")
    case = Case.objects.get(pk=opened.case.pk)
    assert case.assignee is None
    assert not sees(house, "staal", case)
    assert sees(house, "proef", case)


def test_naming_a_reader_ends_their_access(house: House, opened: OpenCase) -> None:
    services.give_access(
        desk=house.desk("staal"), case=opened.case, to=house.account("proef"), reason="works_along", actor="staal"
    )
    name(opened, "Iemand Anders", username="proef")
    assert not Reader.objects.exists()
    assert not sees(house, "proef", opened.case)


def test_a_witness_is_not_kept_out_until_concerned(house: House, opened: OpenCase) -> None:
    witness = name(opened, "proef", role="witness")
    assert sees(house, "proef", opened.case)
    assert not NameDigest.objects.exists()
    rename(opened, witness, None)
    assert not sees(house, "proef", opened.case)


def test_a_name_that_was_wrong_keeps_nobody_out_any_more(house: House, opened: OpenCase) -> None:
    wrong = name(opened, "proef", username="hoofd")
    assert not sees(house, "proef", opened.case)
    assert not sees(house, "hoofd", opened.case)
    rename(opened, wrong, PersonIdentity(name="Pia Proef"))
    assert sees(house, "proef", opened.case)
    assert sees(house, "hoofd", opened.case)


def test_other_data_of_the_same_person_do_not_let_them_in(house: House, opened: OpenCase) -> None:
    """The form has every field of who somebody is: what is left empty in it is not what must stay out."""
    who = name(opened, "Iemand Anders", username="proef")
    rename(opened, who, PersonIdentity(name="iemand anders", reach="06 00000000"))
    assert not sees(house, "proef", opened.case)
    rename(opened, who, PersonIdentity(name="Weer Een Ander"))
    assert sees(house, "proef", opened.case)


def test_a_name_that_another_has_too_still_keeps_out(house: House, opened: OpenCase) -> None:
    first, second = name(opened, "proef"), name(opened, "P r o e f", username="proef")
    rename(opened, second, PersonIdentity(name="Q"))
    assert not sees(house, "proef", opened.case)
    rename(opened, first, None, role="witness")
    assert sees(house, "proef", opened.case)


def test_a_corrected_name_does_not_undo_a_declared_conflict(house: House, opened: OpenCase) -> None:
    services.declare_conflict(desk=house.desk("proef"), case=opened.case, actor="proef")
    wrong = name(opened, "proef", username="proef")
    rename(opened, wrong, PersonIdentity(name="Q"))
    assert not sees(house, "proef", opened.case)


def test_without_its_key_no_digest_lets_anybody_in(house: House, opened: OpenCase) -> None:
    """Who deletes the key of the digests in the database makes every one of them void: they are made anew, from what is
    sealed, before anybody sees a case."""
    name(opened, "proef")
    services.declare_conflict(desk=house.desk("hoofd"), case=opened.case, actor="hoofd")
    SearchKey.objects.all().delete()
    assert not sees(house, "proef", opened.case)
    assert not sees(house, "hoofd", opened.case)
    assert sees(house, "staal", opened.case)


@pytest.mark.parametrize("how", ["deleted", "other key"])
def test_a_bar_that_was_taken_away_comes_back_before_a_party_reads(house: House, opened: OpenCase, how: str) -> None:
    """Who writes in the database makes a person concerned a reader, and takes the bars away or makes them void."""
    name(opened, "proef")
    if how == "deleted":
        Bar.objects.all().delete()
    else:
        body_private, body = house.desk("staal").body_private, "oif"
        SearchKey.objects.all().delete()
        index.search_key(body, body_private)
        Bar.objects.all().delete()
        Case.objects.update(is_indexed=True)
    values = {"case": opened.case, "account": house.account("proef"), "on": clock.today(), "reason": "works_along"}
    Reader.objects.create(**values, given_by="staal")
    with pytest.raises(Http404):
        house.opened("proef", opened.case)
    assert not sees(house, "proef", opened.case)
    assert house.opened("staal", opened.case).case == opened.case


@pytest.mark.parametrize("written", ["Pro\u200bef", "Pro\u00adef", "PROEF\ufeff", "p\u2060roef"])
def test_what_cannot_be_seen_in_a_name_lets_nobody_in(house: House, opened: OpenCase, written: str) -> None:
    name(opened, written)
    assert not sees(house, "proef", opened.case)


def test_the_parts_of_a_name_in_another_order_are_the_same_name(house: House, opened: OpenCase) -> None:
    Account.objects.filter(username="proef").update(display_name="Pia van der Proef")
    name(opened, "Proef, Pia van der")
    assert not sees(house, "proef", opened.case)


def test_an_officer_who_comes_later_is_kept_out_too(house: House, opened: OpenCase) -> None:
    name(opened, "denkbeeld")
    person("denkbeeld", Role.OFFICER, body="oif")
    assert "denkbeeld" not in [one.username for one in services.officers_for(house.desk("staal"), opened.case)]


def test_someone_without_a_name_keeps_nobody_out(house: House, opened: OpenCase) -> None:
    Account.objects.filter(username="proef").update(display_name="...")
    name(opened, "")
    name(opened, " - ")
    assert sees(house, "proef", opened.case)
    assert not NameDigest.objects.exists()


def test_a_bar_does_not_tell_who_nor_why(house: House, opened: OpenCase) -> None:
    """Neither the name nor whether somebody is concerned or declared a conflict; and no case looks like another."""
    name(opened, "proef", username="proef")
    services.declare_conflict(desk=house.desk("hoofd"), case=opened.case, actor="hoofd")
    digests = [bytes(digest) for digest in Bar.objects.values_list("digest", flat=True)]
    assert {len(digest) for digest in digests} == {32}
    theirs = house.desk("denkbeeld").search_key
    assert not set(index.barred_digests(theirs, house.account("proef"))) & set(digests)


# A declared conflict, and who handles it


def test_who_declares_a_conflict_is_out_and_stays_out(house: House, opened: OpenCase) -> None:
    services.declare_conflict(desk=house.desk("staal"), case=opened.case, actor="staal")
    case = Case.objects.get(pk=opened.case.pk)
    assert case.assignee is None
    assert not sees(house, "staal", case)
    with pytest.raises(Gone):
        services.take(desk=house.desk("staal"), case=case, actor="staal")
    for give in (services.assign, give_access):
        with pytest.raises(NotEligible):
            give(desk=house.desk("hoofd"), case=case, to=house.account("staal"), actor="hoofd")


def give_access(*, desk: access.Desk, case: Case, to: Account, actor: str) -> None:
    services.give_access(desk=desk, case=case, to=to, reason="works_along", actor=actor)


def test_who_is_kept_out_looks_like_who_does_not_work_here(house: House, opened: OpenCase) -> None:
    services.declare_conflict(desk=house.desk("proef"), case=opened.case, actor="proef")
    said = set()
    for username in ("proef", "denkbeeld"):
        with pytest.raises(NotEligible) as caught:
            services.assign(desk=house.desk("hoofd"), case=opened.case, to=house.account(username), actor="hoofd")
        said.add(str(caught.value))
    assert len(said) == 1


def test_who_is_first_has_the_case(house: House, case: Case) -> None:
    services.take(desk=house.desk("staal"), case=case, actor="staal")
    services.take(desk=house.desk("staal"), case=case, actor="staal")
    with pytest.raises(AlreadyHandled):
        services.take(desk=house.desk("proef"), case=case, actor="proef")
    assert AuditEntry.objects.filter(action="case.take").count() == 1


def test_a_case_of_who_left_can_be_taken(house: House, opened: OpenCase) -> None:
    house.account("staal").grants.update(ends_on=clock.today().replace(year=2000), begins_on="1999-01-01")
    services.take(desk=house.desk("proef"), case=opened.case, actor="proef")
    assert Case.objects.get().assignee == house.account("proef")


def test_only_the_head_and_who_handles_it_share_it_out(house: House, opened: OpenCase) -> None:
    proef = house.account("proef")
    for give in (services.assign, give_access):
        with pytest.raises(NotYours):
            give(desk=house.desk("proef"), case=opened.case, to=proef, actor="proef")
    give_access(desk=house.desk("hoofd"), case=opened.case, to=proef, actor="hoofd")
    assert house.opened("proef", opened.case).card().unit == "douane"
    services.take_access(desk=house.desk("proef"), case=opened.case, to=proef, reason="ended", actor="proef")
    assert not Reader.objects.exists()


@pytest.mark.parametrize("reason", ["", "zomaar", "\0"])
def test_access_has_a_reason_of_the_list(house: House, opened: OpenCase, reason: str) -> None:
    desk, to = house.desk("staal"), house.account("proef")
    for change in (services.give_access, services.take_access):
        with pytest.raises(BadReason):
            change(desk=desk, case=opened.case, to=to, reason=reason, actor="staal")


def test_a_colleague_who_gets_a_case_hears_it_without_a_word_about_it(house: House, opened: OpenCase) -> None:
    Account.objects.filter(username="proef").update(email="proef@example.org")
    before = Notice.objects.count()
    services.assign(desk=house.desk("hoofd"), case=opened.case, to=house.account("proef"), actor="hoofd")
    assert Notice.objects.count() == before + 1


def test_another_body_cannot_touch_it(house: House, opened: OpenCase) -> None:
    desk = house.desk("denkbeeld")
    for change in (services.take, services.declare_conflict):
        with pytest.raises(Gone):
            change(desk=desk, case=opened.case, actor="denkbeeld")


# Searching


def test_a_person_concerned_is_found_by_exact_name_within_the_body(house: House, opened: OpenCase) -> None:
    name(opened, "Zoë van der Práát")
    desk = house.desk("staal")
    assert found(desk.search_key, "zoe VAN DER  praat") == [opened.case]
    assert found(desk.search_key, "Zoë") == []
    assert found(house.desk("denkbeeld").search_key, "Zoë van der Práát") == []


def found(key: bytes, text: str) -> list[Case]:
    return list(Case.objects.filter(people__digests__digest__in=index.name_digests(key, text)))


def test_each_body_has_one_key_however_often_it_is_asked_for(house: House) -> None:
    keys = {house.desk("staal").search_key, house.desk("proef").search_key}
    assert len(keys) == 1
    assert house.desk("denkbeeld").search_key not in keys
    assert SearchKey.objects.count() == 2


def test_no_name_is_readable_in_any_table(house: House, opened: OpenCase) -> None:
    name(opened, "Xantippe Geheimnaam", username="xantippe")
    services.label(opened=opened, version=Case.objects.get().version, unit="toeslagen", violation="", actor="staal")
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE tablename LIKE 'casework%%' OR tablename LIKE 'core%%'")
        for (table,) in cursor.fetchall():
            cursor.execute(
                f'SELECT count(*) FROM "{table}" AS t WHERE t::text ~* %s',  # noqa: S608 (named by the database)
                ["geheimnaam|xantippe|toeslagen"],
            )
            assert cursor.fetchone() == (0,), table


@given(text=st.text(max_size=60))
def test_any_name_makes_digests_or_none(text: str) -> None:
    """No name breaks the index; one without letters or digits is no name."""
    key = bytes(32)
    identity = PersonIdentity.model_construct(name=text, username=text)
    assert len(index.bars_of(key, identity)) in (0, 2)
    assert len(index.name_digests(key, text)) in (0, 1)


def test_the_people_of_a_case_from_elsewhere_are_indexed_when_it_is_first_asked_for(house: House) -> None:
    people = [
        (PersonContent(), PersonIdentity(name="Pia Proef")),
        (PersonContent(role="other"), PersonIdentity(name="B")),
    ]
    new = opening.open_case(
        body="oif", procedure="oif", card=Card(unit="douane"), received_on=clock.today(), people=people, actor="gezag"
    )
    desk = house.desk("staal")
    assert found(desk.search_key, "pia proef") == [new]
    assert found(desk.search_key, "B") == []
    assert access.visible(desk).filter(unit_digest=index.unit_digest(desk.search_key, "douane")).get() == new
    assert queries.names_in(house.take("staal", new), "We spraken met Pia") == [1]
