"""Roles: given and taken by administrators, never to oneself, at once in force, and written down."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from service.accounts.caller import AccountRole, Caller
from service.accounts.errors import (
    JourneyTaken,
    LastAdmin,
    NotAllowed,
    SignInFailed,
    UnknownPerson,
    UnknownRequest,
)
from service.accounts.session_tokens import NewSession
from tests.accounts.running_accounts import House

PEOPLE: tuple[tuple[str, AccountRole], ...] = (
    ("ada@example.org", "client"),
    ("bo@example.org", "researcher"),
    ("carl@example.org", "coach"),
)


async def roles_of(house: House, email: str) -> frozenset[AccountRole]:
    [person] = [one for one in await house.accounts.list_people(house.operator) if one.email == email]
    return person.roles


# ASVS 7.2.4
async def test_a_role_that_is_given_ends_the_sessions_and_counts_in_the_next(house: House) -> None:
    admin, person = await house.admin(), await house.person()
    before = await house.signed_in()

    await house.accounts.grant_role(admin.caller, person.person_id, "researcher")

    assert await house.accounts.authenticate(before.secret) is None
    _, after = await house.totp(await house.signed_in())
    assert after.caller.roles == {"client", "researcher"}
    dump = await house.dump()
    assert "'granted', 'researcher'" in dump["role_changes"]


async def test_giving_a_role_twice_ends_no_session(house: House) -> None:
    admin, person = await house.admin(), await house.person()
    signed = await house.signed_in()

    await house.accounts.grant_role(admin.caller, person.person_id, "client")

    assert await house.accounts.authenticate(signed.secret) == signed.caller


async def test_a_role_that_is_taken_is_gone_for_programs_too(house: House) -> None:
    admin, person = await house.admin(), await house.person()
    signed = await house.signed_in()
    program = await house.accounts.create_api_token(signed.caller, "", {"read"}, house.at + timedelta(days=1))

    await house.accounts.revoke_role(admin.caller, person.person_id, "client")

    caller = await house.accounts.authenticate(program)
    assert await house.accounts.authenticate(signed.secret) is None
    assert caller is not None
    assert caller.roles == frozenset()


# ASVS 8.3.1
@pytest.mark.parametrize("role", ["client", "coach", "manager", "researcher"])
async def test_nobody_but_administrators_changes_roles(house: House, role: AccountRole) -> None:
    person = await house.person()
    caller = Caller(
        tenant_id=house.tenant_id, person_id=uuid4(), roles=frozenset({role}), way="browser", token_id=uuid4()
    )

    for attempt in (house.accounts.disable, house.accounts.enable, house.accounts.reset_credentials):
        with pytest.raises(NotAllowed):
            await attempt(caller, person.person_id)
    for change in (house.accounts.grant_role, house.accounts.revoke_role):
        with pytest.raises(NotAllowed):
            await change(caller, person.person_id, "admin")
    assert await roles_of(house, "ada@example.org") == {"client"}


async def test_an_administrator_gives_themselves_nothing(house: House) -> None:
    admin = await house.admin()

    with pytest.raises(NotAllowed):
        await house.accounts.grant_role(admin.caller, admin.caller.person_id, "coach")
    with pytest.raises(NotAllowed):
        await house.accounts.disable(admin.caller, admin.caller.person_id)


async def test_who_was_only_invited_is_given_no_role(house: House) -> None:
    invited = await house.accounts.invite(house.operator, "ada@example.org", "client", locale="en")

    with pytest.raises(NotAllowed):
        await house.accounts.grant_role(house.operator, invited.person_id, "coach")


async def test_the_last_administrator_stays(house: House) -> None:
    admin = await house.admin()

    with pytest.raises(LastAdmin):
        await house.accounts.revoke_role(house.operator, admin.caller.person_id, "admin")
    with pytest.raises(LastAdmin):
        await house.accounts.disable(house.operator, admin.caller.person_id)


async def test_two_administrators_do_not_take_each_others_role_at_once(house: House) -> None:
    grace, hedy = await house.admin(), await house.admin("hedy@example.org")

    answers = await asyncio.gather(
        house.accounts.revoke_role(grace.caller, hedy.caller.person_id, "admin"),
        house.accounts.revoke_role(hedy.caller, grace.caller.person_id, "admin"),
        return_exceptions=True,
    )

    assert sorted(str(type(answer).__name__) for answer in answers) == ["LastAdmin", "NoneType"]


# ASVS 7.4.2
async def test_a_closed_account_opens_nothing_until_it_is_opened_again(house: House) -> None:
    admin, person = await house.admin(), await house.person()
    signed = await house.signed_in()
    program = await house.accounts.create_api_token(signed.caller, "", {"read"}, house.at + timedelta(days=1))

    await house.accounts.disable(admin.caller, person.person_id)

    assert [await house.accounts.authenticate(one) for one in (signed.secret, program)] == [None, None]
    with pytest.raises(SignInFailed):
        await house.signed_in()
    await house.accounts.enable(admin.caller, person.person_id)
    assert (await house.signed_in()).caller.roles == {"client"}
    assert await house.accounts.authenticate(signed.secret) is None


async def test_an_invitation_does_not_open_a_closed_account(house: House) -> None:
    admin, person = await house.admin(), await house.person()
    await house.accounts.disable(admin.caller, person.person_id)

    secret = await house.invited("ada@example.org")

    assert await house.accounts.get_invitation(secret) is None


# ASVS 8.4.1
async def test_an_administrator_reaches_nobody_in_another_organisation(house: House) -> None:
    person = await house.person()
    theirs = await House(house.dsn, house.pool).founded("Elsewhere")
    admin = await theirs.admin()

    for attempt in (theirs.accounts.disable, theirs.accounts.enable, theirs.accounts.reset_credentials):
        with pytest.raises(UnknownPerson):
            await attempt(admin.caller, person.person_id)
    with pytest.raises(UnknownPerson):
        await theirs.accounts.grant_role(admin.caller, person.person_id, "admin")
    assert [one.email for one in await theirs.accounts.list_people(admin.caller)] == ["grace@example.org"]


async def test_each_sees_the_people_they_may(house: House) -> None:
    admin: NewSession = await house.admin()
    for email, role in PEOPLE:
        house.pass_by(seconds=1)
        await house.person(email, role)
    house.pass_by(seconds=1)
    await house.invited("dora@example.org", "manager")
    house.pass_by(seconds=1)
    await house.invited("eve@example.org")

    def caller(role: AccountRole) -> Caller:
        return Caller(
            tenant_id=house.tenant_id,
            person_id=admin.caller.person_id,
            roles=frozenset({role}),
            way="browser",
        )

    async def seen(by: Caller) -> str:
        return "".join((one.email or "")[0] for one in await house.accounts.list_people(by))

    assert await seen(caller("admin")) == "gabcde"
    assert await seen(caller("coach")) == "gbcd"
    assert await seen(caller("manager")) == "gbcd"
    assert await seen(caller("researcher")) == "g"
    assert await seen(caller("client")) == "g"


async def test_a_journey_is_one_persons(house: House) -> None:
    ada, bo, journey_id = await house.person(), await house.person("bo@example.org"), uuid4()

    await house.accounts.link_journey(house.tenant_id, journey_id, ada.person_id)
    await house.accounts.link_journey(house.tenant_id, journey_id, ada.person_id)

    with pytest.raises(JourneyTaken):
        await house.accounts.link_journey(house.tenant_id, journey_id, bo.person_id)
    assert await house.accounts.client_of(house.tenant_id, journey_id) == ada.person_id
    assert await house.accounts.client_of(house.tenant_id, uuid4()) is None
    assert await house.accounts.journeys_of((await house.signed_in()).caller) == {journey_id}
    assert await house.accounts.journeys_of((await house.signed_in("bo@example.org")).caller) == frozenset()


# ASVS 2.3.5
async def test_a_role_that_rules_over_others_waits_for_a_second_administrator(house: House) -> None:
    grace, hedy, ada = await house.admin(), await house.admin("hedy@example.org"), await house.person()

    asked = await house.accounts.grant_role(grace.caller, ada.person_id, "manager")

    assert asked.request is not None
    assert await roles_of(house, "ada@example.org") == {"client"}
    with pytest.raises(NotAllowed):
        await house.accounts.confirm_role(grace.caller, asked.request.request_id)
    await house.accounts.confirm_role(hedy.caller, asked.request.request_id)
    assert await roles_of(house, "ada@example.org") == {"client", "manager"}
    with pytest.raises(UnknownRequest):
        await house.accounts.confirm_role(hedy.caller, asked.request.request_id)


async def test_nobody_confirms_a_role_for_themselves(house: House) -> None:
    grace, hedy = await house.admin(), await house.admin("hedy@example.org")

    asked = await house.accounts.grant_role(grace.caller, hedy.caller.person_id, "researcher")

    assert asked.request is not None
    with pytest.raises(NotAllowed):
        await house.accounts.confirm_role(hedy.caller, asked.request.request_id)


async def test_what_was_asked_by_somebody_who_is_no_administrator_any_more_is_not_confirmed(
    house: House,
) -> None:
    grace, hedy, ada = await house.admin(), await house.admin("hedy@example.org"), await house.person()
    asked = await house.accounts.grant_role(grace.caller, ada.person_id, "admin")
    await house.accounts.revoke_role(hedy.caller, grace.caller.person_id, "admin")

    assert asked.request is not None
    with pytest.raises(UnknownRequest):
        await house.accounts.confirm_role(hedy.caller, asked.request.request_id)


async def test_a_role_given_alone_is_written_down_as_such(house: House) -> None:
    admin, ada = await house.admin(), await house.person()

    done = await house.accounts.grant_role(admin.caller, ada.person_id, "researcher")

    assert (done.request, done.alone) == (None, True)
    assert await roles_of(house, "ada@example.org") == {"client", "researcher"}


async def test_other_roles_need_one_administrator(house: House) -> None:
    grace, ada = await house.admin(), await house.person()
    await house.admin("hedy@example.org")

    done = await house.accounts.grant_role(grace.caller, ada.person_id, "coach")

    assert (done.request, done.alone) == (None, False)
