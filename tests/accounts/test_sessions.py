"""Sessions and tokens: they end by themselves, by their owner, and with whatever made them good."""

from datetime import timedelta

import pytest

from service.accounts.errors import NotAllowed, SignInFailed, StepUpRequired
from tests.accounts.running_accounts import BROWSER, NEW_PASSWORD, PASSWORD, SOURCE, RunningAccounts


async def lives(service: RunningAccounts, secret: str) -> bool:
    return await service.accounts.authenticate(secret) is not None


@pytest.mark.parametrize("secret", ["", "x", "é" * 1000, "\ud800", "A" * 43])
async def test_what_is_no_secret_of_ours_is_nobody(service: RunningAccounts, secret: str) -> None:
    assert await service.accounts.authenticate(secret) is None


# ASVS 7.3.1
async def test_a_clients_session_ends_after_fourteen_idle_days(service: RunningAccounts) -> None:
    await service.person()
    signed = await service.signed_in()

    service.pass_by(days=13)
    assert await lives(service, signed.secret)
    service.pass_by(days=13)
    assert await lives(service, signed.secret)
    service.pass_by(days=14)
    assert not await lives(service, signed.secret)


# ASVS 7.3.2
async def test_a_clients_session_ends_after_ninety_days_however_busy(service: RunningAccounts) -> None:
    await service.person()
    signed = await service.signed_in()

    seen: list[bool] = []
    for _ in range(9):
        service.pass_by(days=10)
        seen.append(await lives(service, signed.secret))

    assert seen == [True] * 8 + [False]


# ASVS 7.3.1
async def test_a_session_of_staff_ends_after_thirty_idle_minutes(service: RunningAccounts) -> None:
    admin = await service.admin()

    service.pass_by(minutes=29)
    assert await lives(service, admin.secret)
    service.pass_by(minutes=30)
    assert not await lives(service, admin.secret)


# ASVS 7.3.2
async def test_a_session_of_staff_ends_after_twelve_hours_however_busy(service: RunningAccounts) -> None:
    admin = await service.admin()

    seen: list[bool] = []
    for _ in range(36):
        service.pass_by(minutes=20)
        seen.append(await lives(service, admin.secret))

    assert seen == [True] * 35 + [False]


async def test_the_last_use_is_written_down_once_a_minute_at_most(service: RunningAccounts) -> None:
    await service.person()
    signed = await service.signed_in()
    begun = service.at

    used = []
    for _ in range(3):
        service.pass_by(seconds=30)
        await service.accounts.authenticate(signed.secret)
        [session] = await service.accounts.list_sessions(signed.caller)
        used.append(session.used_at - begun)

    assert used == [timedelta(0), timedelta(minutes=1), timedelta(minutes=1)]


# ASVS 7.4.1
async def test_a_cookie_is_dead_after_signing_out(service: RunningAccounts) -> None:
    await service.person()
    here, there = await service.signed_in(), await service.signed_in()

    await service.accounts.sign_out(here.caller)

    assert (await lives(service, here.secret), await lives(service, there.secret)) == (False, True)
    await service.accounts.sign_out(here.caller)
    assert await lives(service, there.secret)


# ASVS 7.5.2
async def test_somebody_sees_where_they_are_signed_in_and_ends_it(service: RunningAccounts) -> None:
    await service.person()
    here, there = await service.signed_in(), await service.signed_in()

    seen = await service.accounts.list_sessions(here.caller)

    assert {(one.token_id, one.way, one.current) for one in seen} == {
        (here.caller.token_id, "browser", True),
        (there.caller.token_id, "browser", False),
    }
    assert there.caller.token_id
    assert await service.accounts.revoke_token(here.caller, there.caller.token_id)
    assert not await service.accounts.revoke_token(here.caller, there.caller.token_id)
    assert not await lives(service, there.secret)


async def test_nobody_ends_the_sessions_of_others(service: RunningAccounts) -> None:
    await service.person()
    await service.person("bo@example.org")
    ada, bo = await service.signed_in(), await service.signed_in("bo@example.org")
    assert ada.caller.token_id

    assert not await service.accounts.revoke_token(bo.caller, ada.caller.token_id)
    assert await lives(service, ada.secret)


# ASVS 7.4.5
async def test_all_sessions_of_a_person_are_ended_at_once(service: RunningAccounts) -> None:
    person = await service.person()
    secrets = [(await service.signed_in()).secret for _ in range(3)]

    await service.accounts.revoke_all_tokens(person)

    assert [await lives(service, secret) for secret in secrets] == [False] * 3


async def test_a_session_that_has_ended_is_made_no_stronger(service: RunningAccounts) -> None:
    await service.person()
    signed = await service.signed_in()
    await service.accounts.sign_out(signed.caller)

    with pytest.raises(StepUpRequired):
        await service.accounts.credentials.upgrade_session(signed.caller)


async def test_a_token_of_a_program_says_what_it_is_limited_to(service: RunningAccounts) -> None:
    person = await service.person()
    signed = await service.signed_in()

    secret = await service.accounts.create_api_token(
        signed.caller, "My notebook", {"read", "tell"}, service.at + timedelta(days=30)
    )

    caller = await service.accounts.authenticate(secret)
    assert secret.startswith("snd_")
    assert caller is not None
    assert (caller.person_id, caller.way, caller.scopes) == (
        person.person_id,
        "api",
        frozenset({"read", "tell"}),
    )
    assert (caller.roles, caller.signed_in_at) == (frozenset({"client"}), service.at)
    labels = [one.label for one in await service.accounts.list_sessions(signed.caller) if one.way == "api"]
    assert labels == ["My notebook"]


# ASVS 6.3.3
async def test_a_token_is_no_way_round_the_second_factor(service: RunningAccounts) -> None:
    await service.person("grace@example.org", "coach")
    weak = await service.signed_in("grace@example.org")
    secret = await service.accounts.create_api_token(
        weak.caller, "", {"read"}, service.at + timedelta(days=1)
    )
    before = await service.accounts.authenticate(secret)
    _, strong = await service.totp(weak)
    other = await service.accounts.create_api_token(
        strong.caller, "", {"read"}, service.at + timedelta(days=1)
    )

    callers = [await service.accounts.authenticate(one) for one in (secret, other)]

    assert before
    assert before.roles == frozenset()
    assert [one.roles if one else None for one in callers] == [None, {"coach"}]


async def test_a_token_of_a_program_lives_until_its_day_however_idle(service: RunningAccounts) -> None:
    await service.person()
    signed = await service.signed_in()
    secret = await service.accounts.create_api_token(
        signed.caller, "", {"read"}, service.at + timedelta(days=200)
    )

    service.pass_by(days=199)
    assert await lives(service, secret)
    service.pass_by(days=1)
    assert not await lives(service, secret)


async def test_a_token_is_made_by_a_person_lately_and_for_a_year_at_most(service: RunningAccounts) -> None:
    await service.person()
    signed = await service.signed_in()
    secret = await service.accounts.create_api_token(
        signed.caller, "", {"read"}, service.at + timedelta(days=1)
    )
    program = await service.accounts.authenticate(secret)
    assert program is not None

    with pytest.raises(NotAllowed):
        await service.accounts.create_api_token(program, "", {"read"}, service.at + timedelta(days=1))
    for days in (-1, 0, 367):
        with pytest.raises(NotAllowed):
            await service.accounts.create_api_token(
                signed.caller, "", {"read"}, service.at + timedelta(days=days)
            )
    service.pass_by(minutes=11)
    with pytest.raises(StepUpRequired):
        await service.accounts.create_api_token(signed.caller, "", {"read"}, service.at + timedelta(days=1))


# ASVS 7.4.3
async def test_a_new_password_ends_all_sessions_and_begins_one(service: RunningAccounts) -> None:
    await service.person()
    here, there = await service.signed_in(), await service.signed_in()

    signed = await service.accounts.credentials.set_password(
        here.caller, NEW_PASSWORD, current=PASSWORD, source=SOURCE
    )

    assert [await lives(service, one.secret) for one in (here, there, signed)] == [False, False, True]
    with pytest.raises(SignInFailed):
        await service.signed_in()
    await service.signed_in(password=NEW_PASSWORD)


# ASVS 6.2.3
async def test_a_new_password_asks_for_the_old_one(service: RunningAccounts) -> None:
    await service.person()
    signed = await service.signed_in()

    with pytest.raises(StepUpRequired):
        await service.accounts.credentials.set_password(signed.caller, NEW_PASSWORD, source=SOURCE)
    with pytest.raises(SignInFailed):
        await service.accounts.credentials.set_password(
            signed.caller, NEW_PASSWORD, current="wrong", source=SOURCE
        )
    assert await service.accounts.credentials.has_password(signed.caller)


async def test_a_new_password_makes_no_session_stronger(service: RunningAccounts) -> None:
    await service.person("grace@example.org", "coach")
    weak = await service.signed_in("grace@example.org")
    weak = await service.accounts.credentials.set_password(
        weak.caller, NEW_PASSWORD, current=PASSWORD, source=SOURCE
    )
    admin = await service.admin("hedy@example.org")

    strong = await service.accounts.credentials.set_password(
        admin.caller, NEW_PASSWORD, current=PASSWORD, source=SOURCE
    )

    assert (weak.caller.roles, strong.caller.roles) == (frozenset(), frozenset({"admin"}))


async def test_what_has_run_out_is_swept_away(service: RunningAccounts) -> None:
    await service.person()
    await service.signed_in()
    await service.accounts.request_sign_in_link("ada@example.org", SOURCE, BROWSER)
    service.pass_by(days=91)

    await service.accounts.purge_expired()

    dump = await service.dump()
    assert (dump["tokens"], dump["links"]) == ("", "")
    assert "example" not in dump["attempts"]
    assert dump["people"]
