"""A token for a program: its owner is told of it, and it ends when what proves who they are changes."""

import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from service.accounts.accounts import Accounts
from service.accounts.notices import Notice
from service.accounts.session_tokens import NewSession
from tests.accounts.running_accounts import NEW_PASSWORD, PASSWORD, SOURCE, RunningAccounts

Change = Callable[[RunningAccounts, NewSession], Awaitable[object]]


async def token_of(service: RunningAccounts, signed: NewSession) -> str:
    return await service.accounts.create_api_token(
        signed.caller, "", {"read", "tell"}, service.at + timedelta(days=30)
    )


async def test_its_owner_is_told_and_it_is_logged_by_ids_only(
    service: RunningAccounts, caplog: pytest.LogCaptureFixture
) -> None:
    notices: list[Notice] = []
    service.accounts = Accounts(
        service.pool, service.vault, now=lambda: service.at, hash_pool=service.kept, notify=notices.append
    )
    await service.person()
    signed = await service.signed_in()

    with caplog.at_level(logging.INFO, "service.security"):
        secret = await token_of(service, signed)

    assert [one.kind for one in notices] == ["token_made"]
    assert f"token made: for read, tell, by person {signed.caller.person_id}" in caplog.text
    assert secret not in caplog.text


async def with_new_password(service: RunningAccounts, signed: NewSession) -> object:
    return await service.accounts.credentials.set_password(
        signed.caller, NEW_PASSWORD, current=PASSWORD, source=SOURCE
    )


async def with_an_authenticator(service: RunningAccounts, signed: NewSession) -> object:
    return await service.totp(signed)


async def with_a_passkey_or_provider(service: RunningAccounts, signed: NewSession) -> None:
    await service.accounts.credentials.record_sign_in_change(signed.caller)


@pytest.mark.parametrize("change", [with_new_password, with_an_authenticator, with_a_passkey_or_provider])
async def test_it_ends_when_a_password_or_a_second_factor_changes(
    service: RunningAccounts, change: Change
) -> None:
    await service.person()
    signed = await service.signed_in()
    token = await token_of(service, signed)
    before = await service.accounts.authenticate(token)

    await change(service, signed)

    assert before is not None
    assert await service.accounts.authenticate(token) is None


async def test_it_ends_when_an_authenticator_is_removed(service: RunningAccounts) -> None:
    await service.person()
    totp, signed = await service.totp(await service.signed_in())
    token = await token_of(service, signed)
    service.pass_by(minutes=1)

    await service.accounts.credentials.remove_totp(signed.caller, service.code(totp), SOURCE)

    assert await service.accounts.authenticate(token) is None
    assert await service.accounts.authenticate(signed.secret) is not None
