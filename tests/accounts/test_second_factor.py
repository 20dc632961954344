"""The second factor: asked for after the password, each code once, and staff are nobody without one."""

import asyncio
from typing import Any

import pytest
from pyotp.totp import TOTP

from service.accounts.authentication_result import AuthenticationResult
from service.accounts.caller import Caller
from service.accounts.errors import (
    InvalidCode,
    NotAllowed,
    SecondFactorRequired,
    SignInFailed,
    StepUpRequired,
    Throttled,
)
from service.accounts.session_tokens import NewSession
from service.postgres.connections import tenant_tx
from tests.accounts.running_accounts import BROWSER, PASSWORD, SOURCE, RunningAccounts

INSERT_PASSKEY = """
insert into passkeys (tenant_id, passkey_id, person_id, credential_id, public_key, sign_count, transports,
                      can_sync, synced, called, added_at)
values ($1, gen_random_uuid(), $2, 'an id', 'a key', 0, '{}', false, false, 'Phone', $3)
"""


async def coach(service: RunningAccounts) -> tuple[TOTP, NewSession]:
    """A coach with an authenticator."""
    await service.person("grace@example.org", "coach")
    return await service.totp(await service.signed_in("grace@example.org"))


# ASVS 6.3.3
async def test_staff_have_no_role_before_they_set_up_a_second_factor(service: RunningAccounts) -> None:
    await service.person("grace@example.org", "coach")
    weak = await service.signed_in("grace@example.org")

    _, strong = await service.totp(weak)

    assert (weak.caller.roles, weak.needs) == (frozenset(), frozenset({"set_up_second_factor"}))
    assert (strong.caller.roles, strong.needs) == (frozenset({"coach"}), frozenset())
    assert await service.accounts.session_requirements(strong.caller) == frozenset()


# ASVS 7.2.4, 7.4.3
async def test_setting_up_a_second_factor_ends_every_session_there_was(service: RunningAccounts) -> None:
    await service.person()
    elsewhere, here = await service.signed_in(), await service.signed_in()

    _, strong = await service.totp(here)

    assert await service.accounts.authenticate(elsewhere.secret) is None
    assert await service.accounts.authenticate(here.secret) is None
    assert await service.accounts.authenticate(strong.secret) == strong.caller


# ASVS 6.3.3
async def test_the_code_is_asked_for_after_the_password_only(service: RunningAccounts) -> None:
    totp, _ = await coach(service)
    service.pass_by(minutes=1)

    with pytest.raises(SignInFailed):
        await service.signed_in("grace@example.org", password="wrong", code=service.code(totp))
    with pytest.raises(SecondFactorRequired) as needed:
        await service.signed_in("grace@example.org")
    assert not needed.value.wrong
    with pytest.raises(SecondFactorRequired) as needed:
        await service.signed_in("grace@example.org", code="123456")
    assert needed.value.wrong
    signed = await service.signed_in("grace@example.org", code=service.code(totp))
    assert signed.caller.roles == {"coach"}


# ASVS 6.5.1
async def test_a_code_opens_once(service: RunningAccounts) -> None:
    totp, _ = await coach(service)
    service.pass_by(minutes=1)
    code = service.code(totp)

    answers = await asyncio.gather(
        *(service.signed_in("grace@example.org", code=code) for _ in range(5)), return_exceptions=True
    )

    assert sum(isinstance(answer, NewSession) for answer in answers) == 1
    assert sum(isinstance(answer, SecondFactorRequired) for answer in answers) == 4


# ASVS 6.5.1
async def test_no_code_of_an_earlier_step_opens_after_a_later_one(service: RunningAccounts) -> None:
    totp, _ = await coach(service)
    service.pass_by(minutes=1)
    await service.signed_in("grace@example.org", code=service.code(totp))

    with pytest.raises(SecondFactorRequired):
        await service.signed_in("grace@example.org", code=service.code(totp, -1))


# ASVS 6.5.5
@pytest.mark.parametrize(("steps", "opens"), [(-2, False), (-1, True), (1, True), (2, False)])
async def test_a_clock_may_be_half_a_minute_off(service: RunningAccounts, steps: int, *, opens: bool) -> None:
    totp, _ = await coach(service)
    service.pass_by(minutes=5)

    try:
        await service.signed_in("grace@example.org", code=service.code(totp, steps))
    except SecondFactorRequired:
        opened = False
    else:
        opened = True

    assert opened == opens


# ASVS 6.3.1
async def test_guessing_codes_is_throttled_and_asking_for_one_costs_nothing(service: RunningAccounts) -> None:
    totp, _ = await coach(service)
    service.pass_by(minutes=1)
    for _ in range(20):
        with pytest.raises(SecondFactorRequired):
            await service.signed_in("grace@example.org")

    for guess in range(10):
        with pytest.raises(SecondFactorRequired):
            await service.signed_in("grace@example.org", code=f"{guess:06}")
    with pytest.raises(Throttled):
        await service.signed_in("grace@example.org", code=service.code(totp))


# ASVS 6.5.1
async def test_ten_recovery_codes_open_once_each_and_each_replaces_an_authenticator(
    service: RunningAccounts,
) -> None:
    _, signed = await coach(service)
    codes = await service.accounts.credentials.new_recovery_codes(signed.caller)

    assert len(set(codes)) == 10
    again = await service.signed_in("grace@example.org", code=codes[0].upper().replace("-", " "))
    assert again.caller.roles == {"coach"}
    with pytest.raises(SecondFactorRequired):
        await service.signed_in("grace@example.org", code=codes[0])
    await service.signed_in("grace@example.org", code=codes[9])


async def test_new_recovery_codes_take_the_place_of_the_old_ones(service: RunningAccounts) -> None:
    _, signed = await coach(service)
    old = await service.accounts.credentials.new_recovery_codes(signed.caller)
    new = await service.accounts.credentials.new_recovery_codes(signed.caller)

    with pytest.raises(SecondFactorRequired):
        await service.signed_in("grace@example.org", code=old[0])
    await service.signed_in("grace@example.org", code=new[0])


async def test_a_secret_counts_once_a_code_of_it_was_shown(service: RunningAccounts) -> None:
    await service.person()
    signed = await service.signed_in()
    offer = await service.accounts.credentials.start_totp(signed.caller)

    with pytest.raises(InvalidCode):
        await service.accounts.credentials.confirm_totp(signed.caller, "000000", SOURCE)

    assert offer.uri.startswith("otpauth://totp/Soundings:ada%40example.org?secret=")
    assert (await service.signed_in()).needs == frozenset()


# ASVS 7.5.1
async def test_setting_up_asks_for_a_proof_of_the_last_ten_minutes(service: RunningAccounts) -> None:
    await service.person()
    signed = await service.signed_in()
    service.pass_by(minutes=11)

    with pytest.raises(StepUpRequired):
        await service.accounts.credentials.start_totp(signed.caller)
    again = await service.accounts.reauthenticate(signed.caller, PASSWORD, source=SOURCE)

    assert (await service.accounts.credentials.start_totp(again.caller)).secret
    assert await service.accounts.authenticate(signed.secret) is None


# ASVS 6.4.4
async def test_who_has_a_mailbox_only_adds_no_second_factor_beside_the_one_there_is(
    service: RunningAccounts,
) -> None:
    person = await service.person("grace@example.org", "coach")
    async with tenant_tx(service.pool, service.tenant_id) as connection:
        await connection.execute(INSERT_PASSKEY, service.tenant_id, person.person_id, service.at)
    weak = await service.signed_in("grace@example.org")

    assert (weak.caller.roles, weak.needs) == (frozenset(), frozenset({"second_factor"}))
    for attempt in (
        service.accounts.credentials.start_totp,
        service.accounts.credentials.new_recovery_codes,
        service.accounts.credentials.require_step_up,
    ):
        with pytest.raises(StepUpRequired):
            await attempt(weak.caller)


async def test_a_passkey_lets_in_with_all_roles(service: RunningAccounts) -> None:
    person = await service.person("grace@example.org", "coach")

    signed = await service.accounts.complete_sign_in(
        proof(service, person.person_id, strong=True), source=SOURCE
    )
    weak = await service.accounts.complete_sign_in(
        proof(service, person.person_id, strong=False), source=SOURCE
    )

    assert (signed.caller.roles, weak.caller.roles) == (frozenset({"coach"}), frozenset())
    assert signed.caller.signed_in_at == service.at


def proof(service: RunningAccounts, person_id: Any, *, strong: bool) -> AuthenticationResult:
    return AuthenticationResult(
        tenant_id=service.tenant_id,
        person_id=person_id,
        method="passkey",
        amr=("hwk",),
        strong=strong,
        proved_at=service.at,
    )


async def test_a_strong_session_stays_strong_when_the_password_is_shown_again(
    service: RunningAccounts,
) -> None:
    person = await service.person("grace@example.org", "coach")
    signed = await service.accounts.complete_sign_in(
        proof(service, person.person_id, strong=True), source=SOURCE
    )

    again = await service.accounts.reauthenticate(signed.caller, PASSWORD, source=SOURCE)

    assert again.caller.roles == {"coach"}
    with pytest.raises(StepUpRequired):
        await service.accounts.reauthenticate(signed.caller, PASSWORD, source=SOURCE)


async def test_a_second_factor_is_taken_away_with_a_code_of_it_only(service: RunningAccounts) -> None:
    totp, signed = await coach(service)
    service.pass_by(minutes=1)

    with pytest.raises(InvalidCode):
        await service.accounts.credentials.remove_totp(signed.caller, "000000", SOURCE)
    await service.accounts.credentials.remove_totp(signed.caller, service.code(totp), SOURCE)

    assert (await service.signed_in("grace@example.org")).needs == {"set_up_second_factor"}


async def test_a_program_sets_nothing_up(service: RunningAccounts) -> None:
    person = await service.person()
    program = Caller(
        tenant_id=service.tenant_id, person_id=person.person_id, roles=frozenset({"client"}), way="api"
    )

    with pytest.raises(NotAllowed):
        await service.accounts.credentials.start_totp(program)


# ASVS 6.4.4
async def test_who_lost_everything_begins_anew_after_an_administrator_said_so(
    service: RunningAccounts,
) -> None:
    admin = await service.admin("hedy@example.org")
    _, signed = await coach(service)

    await service.accounts.reset_credentials(admin.caller, signed.caller.person_id)

    assert await service.accounts.authenticate(signed.secret) is None
    with pytest.raises(SignInFailed):
        await service.signed_in("grace@example.org")
    link = await service.accounts.request_sign_in_link("grace@example.org", SOURCE, BROWSER)
    assert link is not None
    entered = await service.accounts.sign_in_by_link(link.secret, BROWSER, source=SOURCE)
    assert entered.needs == {"set_up_second_factor"}
    _, strong = await service.totp(entered)
    assert strong.caller.roles == {"coach"}
