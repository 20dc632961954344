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
from tests.accounts.running_accounts import RunningAccounts

PEOPLE: tuple[tuple[str, AccountRole], ...] = (
    ("ada@example.org", "client"),
    ("bo@example.org", "researcher"),
    ("carl@example.org", "coach"),
)


async def roles_of(service: RunningAccounts, email: str) -> frozenset[AccountRole]:
    [person] = [one for one in await service.accounts.list_people(service.operator) if one.email == email]
    return person.roles


# ASVS 7.2.4
async def test_a_role_that_is_given_ends_the_sessions_and_counts_in_the_next(
    service: RunningAccounts,
) -> None:
    admin, person = await service.admin(), await service.person()
    before = await service.signed_in()

    await service.accounts.grant_role(admin.caller, person.person_id, "researcher")

    assert await service.accounts.authenticate(before.secret) is None
    _, after = await service.totp(await service.signed_in())
    assert after.caller.roles == {"client", "researcher"}
    dump = await service.dump()
    assert "'granted', 'researcher'" in dump["role_changes"]


async def test_giving_a_role_twice_ends_no_session(service: RunningAccounts) -> None:
    admin, person = await service.admin(), await service.person()
    signed = await service.signed_in()

    await service.accounts.grant_role(admin.caller, person.person_id, "client")

    assert await service.accounts.authenticate(signed.secret) == signed.caller


async def test_a_role_that_is_taken_is_gone_for_programs_too(service: RunningAccounts) -> None:
    admin, person = await service.admin(), await service.person()
    signed = await service.signed_in()
    program = await service.accounts.create_api_token(
        signed.caller, "", {"read"}, service.at + timedelta(days=1)
    )

    await service.accounts.revoke_role(admin.caller, person.person_id, "client")

    caller = await service.accounts.authenticate(program)
    assert await service.accounts.authenticate(signed.secret) is None
    assert caller is not None
    assert caller.roles == frozenset()


# ASVS 8.3.1
@pytest.mark.parametrize("role", ["client", "coach", "manager", "researcher"])
async def test_nobody_but_administrators_changes_roles(service: RunningAccounts, role: AccountRole) -> None:
    person = await service.person()
    caller = Caller(
        tenant_id=service.tenant_id,
        person_id=uuid4(),
        roles=frozenset({role}),
        way="browser",
        token_id=uuid4(),
    )

    for attempt in (service.accounts.disable, service.accounts.enable, service.accounts.reset_credentials):
        with pytest.raises(NotAllowed):
            await attempt(caller, person.person_id)
    for change in (service.accounts.grant_role, service.accounts.revoke_role):
        with pytest.raises(NotAllowed):
            await change(caller, person.person_id, "admin")
    assert await roles_of(service, "ada@example.org") == {"client"}


async def test_an_administrator_gives_themselves_nothing(service: RunningAccounts) -> None:
    admin = await service.admin()

    with pytest.raises(NotAllowed):
        await service.accounts.grant_role(admin.caller, admin.caller.person_id, "coach")
    with pytest.raises(NotAllowed):
        await service.accounts.disable(admin.caller, admin.caller.person_id)


async def test_who_was_only_invited_is_given_no_role(service: RunningAccounts) -> None:
    invited = await service.accounts.invite(service.operator, "ada@example.org", "client", locale="en")

    with pytest.raises(NotAllowed):
        await service.accounts.grant_role(service.operator, invited.person_id, "coach")


async def test_the_last_administrator_stays(service: RunningAccounts) -> None:
    admin = await service.admin()

    with pytest.raises(LastAdmin):
        await service.accounts.revoke_role(service.operator, admin.caller.person_id, "admin")
    with pytest.raises(LastAdmin):
        await service.accounts.disable(service.operator, admin.caller.person_id)


async def test_two_administrators_do_not_step_down_at_once(service: RunningAccounts) -> None:
    grace, hedy = await service.admin(), await service.admin("hedy@example.org")

    answers = await asyncio.gather(
        *(service.accounts.revoke_role(one.caller, one.caller.person_id, "admin") for one in (grace, hedy)),
        return_exceptions=True,
    )

    assert sorted(str(type(answer).__name__) for answer in answers) == ["LastAdmin", "NoneType"]


# ASVS 7.4.2
async def test_a_closed_account_opens_nothing_until_it_is_opened_again(service: RunningAccounts) -> None:
    admin, person = await service.admin(), await service.person()
    signed = await service.signed_in()
    program = await service.accounts.create_api_token(
        signed.caller, "", {"read"}, service.at + timedelta(days=1)
    )

    await service.accounts.disable(admin.caller, person.person_id)

    assert [await service.accounts.authenticate(one) for one in (signed.secret, program)] == [None, None]
    with pytest.raises(SignInFailed):
        await service.signed_in()
    await service.accounts.enable(admin.caller, person.person_id)
    assert (await service.signed_in()).caller.roles == {"client"}
    assert await service.accounts.authenticate(signed.secret) is None


async def test_an_invitation_does_not_open_a_closed_account(service: RunningAccounts) -> None:
    admin, person = await service.admin(), await service.person()
    await service.accounts.disable(admin.caller, person.person_id)

    secret = await service.invited("ada@example.org")

    assert await service.accounts.get_invitation(secret) is None


# ASVS 8.4.1
async def test_an_administrator_reaches_nobody_in_another_organisation(service: RunningAccounts) -> None:
    person = await service.person()
    theirs = await RunningAccounts(service.dsn, service.pool).founded("Elsewhere")
    admin = await theirs.admin()

    for attempt in (theirs.accounts.disable, theirs.accounts.enable, theirs.accounts.reset_credentials):
        with pytest.raises(UnknownPerson):
            await attempt(admin.caller, person.person_id)
    with pytest.raises(UnknownPerson):
        await theirs.accounts.grant_role(admin.caller, person.person_id, "admin")
    assert [one.email for one in await theirs.accounts.list_people(admin.caller)] == ["grace@example.org"]


async def test_each_sees_the_people_they_may(service: RunningAccounts) -> None:
    admin: NewSession = await service.admin()
    for email, role in PEOPLE:
        service.pass_by(seconds=1)
        await service.person(email, role)
    service.pass_by(seconds=1)
    await service.invited("dora@example.org", "manager")
    service.pass_by(seconds=1)
    await service.invited("eve@example.org")

    def caller(role: AccountRole) -> Caller:
        return Caller(
            tenant_id=service.tenant_id,
            person_id=admin.caller.person_id,
            roles=frozenset({role}),
            way="browser",
        )

    async def seen(by: Caller) -> str:
        return "".join((one.email or "")[0] for one in await service.accounts.list_people(by))

    assert await seen(caller("admin")) == "gabcde"
    assert await seen(caller("coach")) == "gbcd"
    assert await seen(caller("manager")) == "gbcd"
    assert await seen(caller("researcher")) == "g"
    assert await seen(caller("client")) == "g"


async def test_a_journey_is_one_persons(service: RunningAccounts) -> None:
    ada, bo, journey_id = await service.person(), await service.person("bo@example.org"), uuid4()

    await service.accounts.link_journey(service.tenant_id, journey_id, ada.person_id)
    await service.accounts.link_journey(service.tenant_id, journey_id, ada.person_id)

    with pytest.raises(JourneyTaken):
        await service.accounts.link_journey(service.tenant_id, journey_id, bo.person_id)
    assert await service.accounts.client_of(service.tenant_id, journey_id) == ada.person_id
    assert await service.accounts.client_of(service.tenant_id, uuid4()) is None
    assert await service.accounts.journeys_of((await service.signed_in()).caller) == {journey_id}
    assert (
        await service.accounts.journeys_of((await service.signed_in("bo@example.org")).caller) == frozenset()
    )


# ASVS 2.3.5
async def test_a_role_that_rules_over_others_waits_for_a_second_administrator(
    service: RunningAccounts,
) -> None:
    grace, hedy, ada = await service.admin(), await service.admin("hedy@example.org"), await service.person()

    asked = await service.accounts.grant_role(grace.caller, ada.person_id, "manager")

    assert asked.request is not None
    assert await roles_of(service, "ada@example.org") == {"client"}
    with pytest.raises(NotAllowed):
        await service.accounts.confirm_role(grace.caller, asked.request.request_id)
    await service.accounts.confirm_role(hedy.caller, asked.request.request_id)
    assert await roles_of(service, "ada@example.org") == {"client", "manager"}
    with pytest.raises(UnknownRequest):
        await service.accounts.confirm_role(hedy.caller, asked.request.request_id)


async def test_nobody_confirms_a_role_for_themselves(service: RunningAccounts) -> None:
    grace, hedy = await service.admin(), await service.admin("hedy@example.org")

    asked = await service.accounts.grant_role(grace.caller, hedy.caller.person_id, "researcher")

    assert asked.request is not None
    with pytest.raises(NotAllowed):
        await service.accounts.confirm_role(hedy.caller, asked.request.request_id)


async def test_what_was_asked_by_somebody_who_is_no_administrator_any_more_is_not_confirmed(
    service: RunningAccounts,
) -> None:
    grace, hedy, ada = await service.admin(), await service.admin("hedy@example.org"), await service.person()
    asked = await service.accounts.grant_role(grace.caller, ada.person_id, "admin")
    await service.accounts.revoke_role(service.operator, grace.caller.person_id, "admin")

    assert asked.request is not None
    with pytest.raises(UnknownRequest):
        await service.accounts.confirm_role(hedy.caller, asked.request.request_id)


async def test_a_role_given_alone_is_written_down_as_such(service: RunningAccounts) -> None:
    admin, ada = await service.admin(), await service.person()

    done = await service.accounts.grant_role(admin.caller, ada.person_id, "researcher")

    assert (done.request, done.alone) == (None, True)
    assert await roles_of(service, "ada@example.org") == {"client", "researcher"}


async def test_other_roles_need_one_administrator(service: RunningAccounts) -> None:
    grace, ada = await service.admin(), await service.person()
    await service.admin("hedy@example.org")

    done = await service.accounts.grant_role(grace.caller, ada.person_id, "coach")

    assert (done.request, done.alone) == (None, False)
