"""Links by e-mail: for ten minutes, once, in the browser that asked, and never past a second factor."""

import asyncio

import pytest

from service.accounts.errors import SecondFactorRequired, SignInFailed, StepUpRequired, Throttled
from service.accounts.login_lookup import new_secret
from service.accounts.session_tokens import NewSession
from service.accounts.sign_in_links import SignInLink
from service.accounts.throttle import LINK, AttemptSource
from tests.accounts.running_accounts import BROWSER, NEW_PASSWORD, SOURCE, RunningAccounts


async def asked(service: RunningAccounts, email: str = "ada@example.org") -> SignInLink:
    link = await service.accounts.request_sign_in_link(email, SOURCE, BROWSER)
    assert link is not None
    return link


# ASVS 6.6.2
async def test_a_link_lets_in_once(service: RunningAccounts) -> None:
    person = await service.person()
    link = await asked(service)

    signed = await service.accounts.sign_in_by_link(link.secret, BROWSER, source=SOURCE)

    assert (link.email, link.organisation, link.locale) == ("ada@example.org", "Harbour Pilots", "nl")
    assert signed.caller.person_id == person.person_id
    with pytest.raises(SignInFailed):
        await service.accounts.sign_in_by_link(link.secret, BROWSER, source=SOURCE)


# ASVS 6.5.1
async def test_of_two_who_enter_at_the_same_moment_one_is_let_in(service: RunningAccounts) -> None:
    await service.person()
    link = await asked(service)

    answers = await asyncio.gather(
        *(service.accounts.sign_in_by_link(link.secret, BROWSER, source=SOURCE) for _ in range(8)),
        return_exceptions=True,
    )

    assert sum(isinstance(answer, NewSession) for answer in answers) == 1
    assert sum(isinstance(answer, SignInFailed) for answer in answers) == 7


# ASVS 6.5.5
async def test_a_link_of_eleven_minutes_ago_opens_nothing(service: RunningAccounts) -> None:
    await service.person()
    link = await asked(service)
    service.pass_by(minutes=11)

    with pytest.raises(SignInFailed):
        await service.accounts.sign_in_by_link(link.secret, BROWSER, source=SOURCE)


# ASVS 6.6.2
async def test_another_browser_is_refused_and_the_link_is_not_used_up(service: RunningAccounts) -> None:
    await service.person()
    link = await asked(service)

    for browser in ("", new_secret(), link.secret):
        with pytest.raises(SignInFailed):
            await service.accounts.sign_in_by_link(link.secret, browser, source=SOURCE)

    assert (await service.accounts.sign_in_by_link(link.secret, BROWSER, source=SOURCE)).caller.roles == {
        "client"
    }


async def test_links_that_ran_out_are_gone_when_the_next_one_is_made(service: RunningAccounts) -> None:
    await service.person()
    for _ in range(3):
        await asked(service)
        service.pass_by(minutes=11)

    assert (await service.dump())["links"].count("\n") == 0


# ASVS 6.3.8
async def test_nobody_gets_a_link_who_has_no_open_account(service: RunningAccounts) -> None:
    admin, person = await service.admin(), await service.person()
    await service.invited("bo@example.org")
    await service.accounts.disable(admin.caller, person.person_id)

    links = [
        await service.accounts.request_sign_in_link(email, SOURCE, BROWSER)
        for email in ("ada@example.org", "bo@example.org", "nobody@example.org")
    ]

    assert links == [None, None, None]


# ASVS 6.3.1
async def test_links_are_throttled_per_account_known_or_not(service: RunningAccounts) -> None:
    await service.person()
    for email in ("ada@example.org", "nobody@example.org"):
        for n in range(LINK.per_account):
            source = AttemptSource(f"198.51.{n % 4}.{email == 'ada@example.org'}")
            await service.accounts.request_sign_in_link(email, source, BROWSER)

        with pytest.raises(Throttled):
            await service.accounts.request_sign_in_link(email, SOURCE, BROWSER)


# ASVS 6.3.1
async def test_links_are_throttled_per_network(service: RunningAccounts) -> None:
    for n in range(LINK.per_network):
        await service.accounts.request_sign_in_link(f"n{n}@example.org", SOURCE, BROWSER)

    with pytest.raises(Throttled):
        await service.accounts.request_sign_in_link("another@example.org", SOURCE, BROWSER)


async def test_a_letter_to_two_organisations_has_a_link_for_each(service: RunningAccounts) -> None:
    await service.person()
    first = service.tenant_id
    await service.founded("Elsewhere")
    await service.person()

    link = await asked(service)

    signed = [
        await service.accounts.sign_in_by_link(one.secret, BROWSER, source=SOURCE)
        for one in (link, *link.others)
    ]
    assert {one.caller.tenant_id for one in signed} == {first, service.tenant_id}


# ASVS 6.4.3
async def test_a_link_does_not_pass_a_second_factor(service: RunningAccounts) -> None:
    await service.person()
    totp, _ = await service.totp(await service.signed_in())
    link = await asked(service)
    service.pass_by(minutes=1)

    with pytest.raises(SecondFactorRequired):
        await service.accounts.sign_in_by_link(link.secret, BROWSER, source=SOURCE)
    with pytest.raises(SecondFactorRequired):
        await service.accounts.sign_in_by_link(link.secret, BROWSER, "000000", source=SOURCE)
    signed = await service.accounts.sign_in_by_link(link.secret, BROWSER, service.code(totp), source=SOURCE)

    assert signed.caller.roles == {"client"}


# ASVS 6.4.3
async def test_who_forgot_the_password_sets_a_new_one_within_ten_minutes_of_a_link(
    service: RunningAccounts,
) -> None:
    await service.person()
    link = await asked(service)
    signed = await service.accounts.sign_in_by_link(link.secret, BROWSER, source=SOURCE)

    again = await service.accounts.credentials.set_password(signed.caller, NEW_PASSWORD, source=SOURCE)

    assert (await service.signed_in(password=NEW_PASSWORD)).caller.roles == {"client"}
    service.pass_by(minutes=11)
    caller = await service.accounts.authenticate(again.secret)
    assert caller is not None
    with pytest.raises(StepUpRequired):
        await service.accounts.credentials.set_password(caller, "yet another line of words", source=SOURCE)


async def test_staff_who_come_by_a_link_have_no_role_of_staff(service: RunningAccounts) -> None:
    await service.person("grace@example.org", "coach")
    link = await asked(service, "grace@example.org")

    signed = await service.accounts.sign_in_by_link(link.secret, BROWSER, source=SOURCE)

    assert (signed.caller.roles, signed.needs) == (frozenset(), frozenset({"set_up_second_factor"}))
