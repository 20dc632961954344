"""One administrator may shut somebody out for three days, and no longer: to close or demote an administrator takes two."""

import inspect
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

import pytest
from pyotp.totp import TOTP

from service.accounts.accounts import Accounts
from service.accounts.caller import Caller
from service.accounts.errors import AccountError, NotAllowed, SignInFailed, UnknownRequest
from service.accounts.session_tokens import NewSession
from tests.accounts.running_accounts import BROWSER, PASSWORD, SOURCE, RunningAccounts

pytestmark = pytest.mark.slow

GRACE, HEDY, IDA = "grace@example.org", "hedy@example.org", "ida@example.org"


Act = Callable[[Accounts, Caller, UUID], Awaitable[object]]
ACTS: Mapping[str, Act] = {
    "grant_role": lambda accounts, by, whom: accounts.grant_role(by, whom, "coach"),
    "revoke_role": lambda accounts, by, whom: accounts.revoke_role(by, whom, "admin"),
    "suspend": lambda accounts, by, whom: accounts.suspend(by, whom),
    "lift_suspension": lambda accounts, by, whom: accounts.lift_suspension(by, whom),
    "disable": lambda accounts, by, whom: accounts.disable(by, whom),
    "enable": lambda accounts, by, whom: accounts.enable(by, whom),
    "reset_credentials": lambda accounts, by, whom: accounts.reset_credentials(by, whom),
    "set_onboarding_coach": lambda accounts, by, whom: accounts.set_onboarding_coach(by, whom, by.person_id),
    "set_takes_clients": lambda accounts, by, whom: accounts.set_takes_clients(by, whom, takes=False),
}
"""All that one administrator does about another's account."""


async def administrators(service: RunningAccounts, *emails: str) -> list[NewSession]:
    return [await service.admin(email) for email in emails]


async def roles_of(service: RunningAccounts, email: str) -> frozenset[str]:
    people = await service.accounts.list_people(service.operator)
    return next(frozenset(one.roles) for one in people if one.email == email)


async def test_nobody_gets_round_four_eyes_by_closing_the_other(service: RunningAccounts) -> None:
    grace, hedy = await administrators(service, GRACE, HEDY)
    ada = await service.person()

    for shutting_out in (
        service.accounts.disable(grace.caller, hedy.caller.person_id),
        service.accounts.revoke_role(grace.caller, hedy.caller.person_id, "admin"),
    ):
        with pytest.raises(NotAllowed, match="needs a second administrator"):
            await shutting_out
    await service.accounts.suspend(grace.caller, hedy.caller.person_id)
    done = await service.accounts.grant_role(grace.caller, ada.person_id, "admin")

    assert done.request is not None
    assert await roles_of(service, "ada@example.org") == {"client"}


async def test_whose_account_was_closed_lately_counts_for_a_month(service: RunningAccounts) -> None:
    grace, hedy = await administrators(service, GRACE, HEDY)
    ada = await service.person()
    await service.accounts.disable(service.operator, hedy.caller.person_id)

    before = await service.accounts.grant_role(grace.caller, ada.person_id, "manager")
    service.pass_by(days=31)
    after = await service.accounts.grant_role(grace.caller, ada.person_id, "researcher")

    assert before.request is not None
    assert (after.request, after.alone) == (None, True)


@pytest.mark.parametrize("change", ["revoked", "disabled"])
async def test_two_administrators_demote_or_close_a_third(service: RunningAccounts, change: str) -> None:
    grace, hedy, ida = await administrators(service, GRACE, HEDY, IDA)
    if change == "revoked":
        asked = await service.accounts.revoke_role(grace.caller, ida.caller.person_id, "admin")
    else:
        asked = await service.accounts.disable(grace.caller, ida.caller.person_id)

    assert asked is not None
    assert asked.change == change
    assert await service.accounts.authenticate(ida.secret) == ida.caller
    for one in (grace, ida):
        with pytest.raises(NotAllowed):
            await service.accounts.confirm_role(one.caller, asked.request_id)
    with pytest.raises(NotAllowed, match="it is about you"):
        await service.accounts.withdraw_role_request(ida.caller, asked.request_id)
    await service.accounts.confirm_role(hedy.caller, asked.request_id)

    assert await service.accounts.authenticate(ida.secret) is None
    assert await roles_of(service, IDA) == ({"admin"} if change == "disabled" else frozenset())
    with pytest.raises(UnknownRequest):
        await service.accounts.confirm_role(hedy.caller, asked.request_id)


async def test_an_administrator_steps_down_alone(service: RunningAccounts) -> None:
    _, hedy = await administrators(service, GRACE, HEDY)

    assert await service.accounts.revoke_role(hedy.caller, hedy.caller.person_id, "admin") is None
    assert await roles_of(service, HEDY) == frozenset()


async def test_a_suspension_shuts_out_at_once_and_ends_by_itself(service: RunningAccounts) -> None:
    admin, person = await service.admin(), await service.person()
    signed = await service.signed_in()
    token = await service.accounts.create_api_token(
        signed.caller, "", {"read"}, service.at + timedelta(days=30)
    )

    until = await service.accounts.suspend(admin.caller, person.person_id)

    assert until == service.at + timedelta(hours=72)
    assert [await service.accounts.authenticate(one) for one in (signed.secret, token)] == [None, None]
    service.pass_by(hours=71)
    await service.accounts.end_suspensions()
    with pytest.raises(SignInFailed):
        await service.signed_in()
    service.pass_by(hours=1)
    await service.accounts.end_suspensions()
    assert (await service.signed_in()).caller.roles == {"client"}
    assert await service.accounts.authenticate(token) is None


async def test_a_suspension_is_lifted_by_an_administrator_but_not_by_reopening(
    service: RunningAccounts,
) -> None:
    admin, person = await service.admin(), await service.person()
    await service.accounts.suspend(admin.caller, person.person_id)

    await service.accounts.enable(admin.caller, person.person_id)
    with pytest.raises(SignInFailed):
        await service.signed_in()
    await service.accounts.lift_suspension(admin.caller, person.person_id)

    assert (await service.signed_in()).caller.roles == {"client"}


async def test_a_suspension_does_not_become_a_closing(service: RunningAccounts) -> None:
    grace, hedy = await administrators(service, GRACE, HEDY)
    await service.accounts.suspend(grace.caller, hedy.caller.person_id)
    service.pass_by(hours=72)
    await service.accounts.end_suspensions()

    with pytest.raises(NotAllowed, match="within the last 30 days"):
        await service.accounts.suspend(grace.caller, hedy.caller.person_id)


async def test_nobody_suspends_themselves_and_only_administrators_suspend(service: RunningAccounts) -> None:
    admin, person = await service.admin(), await service.person()
    signed = await service.signed_in()

    for by, about in ((admin.caller, admin.caller.person_id), (signed.caller, admin.caller.person_id)):
        for attempt in (service.accounts.suspend, service.accounts.lift_suspension):
            with pytest.raises(NotAllowed):
                await attempt(by, about)
    assert await service.accounts.authenticate(signed.secret) == signed.caller
    assert person.person_id == signed.caller.person_id


def test_all_acts_about_a_person_are_tried() -> None:
    about_a_person = {
        name
        for name, method in inspect.getmembers(Accounts, inspect.isfunction)
        if not name.startswith("_") and {"by"} < set(inspect.signature(method).parameters)
        if {"person_id", "coach_id"} & set(inspect.signature(method).parameters) and name != "invite"
    }

    assert about_a_person == set(ACTS)


@pytest.mark.parametrize("act", ACTS)
async def test_no_act_of_one_administrator_takes_the_role_of_another_for_more_than_three_days(
    service: RunningAccounts, act: str
) -> None:
    grace, _ = await administrators(service, GRACE, IDA)
    hedy = await service.person(HEDY, "admin")
    totp, _ = await service.totp(await service.signed_in(HEDY))
    days_without = 0
    for _ in range(29):
        service.pass_by(days=1)
        await service.accounts.end_suspensions()
        with suppress(AccountError):
            await ACTS[act](service.accounts, grace.caller, hedy.person_id)
        try:
            signed = await service.signed_in(HEDY, code=service.code(totp))
            assert "admin" in signed.caller.roles
        except SignInFailed:
            days_without += 1
            totp = await set_up_again(service, HEDY) or totp

    assert days_without <= 3


async def set_up_again(service: RunningAccounts, email: str) -> TOTP | None:
    """What somebody does whose proofs are gone; None if the account is suspended."""
    link = await service.accounts.request_sign_in_link(email, SOURCE, BROWSER)
    if link is None:
        return None
    totp, signed = await service.totp(
        await service.accounts.sign_in_by_link(link.secret, BROWSER, source=SOURCE)
    )
    await service.accounts.credentials.set_password(signed.caller, PASSWORD, source=SOURCE)
    return totp


async def test_lost_proofs_of_an_administrator_are_let_go_of_once_in_a_month(
    service: RunningAccounts,
) -> None:
    grace, hedy, ida = await administrators(service, GRACE, HEDY, IDA)
    whom = hedy.caller.person_id
    await service.accounts.reset_credentials(grace.caller, whom)

    with pytest.raises(NotAllowed, match="within the last 30 days"):
        await service.accounts.reset_credentials(grace.caller, whom)
    await service.accounts.reset_credentials(ida.caller, whom)
    await service.accounts.reset_credentials(service.operator, whom)
    service.pass_by(days=30)
    await service.accounts.reset_credentials(grace.caller, whom)

    assert (await service.dump())["role_changes"].count("'reset'") == 4
