"""Nobody can shut somebody else out: what is tried elsewhere does not count for a person's own device or network."""

from collections.abc import AsyncIterator

import pytest

from tests.http.running_service import Browser, RunningService, open_service

EMAIL = "anna@example.org"
OWN, ELSEWHERE = "198.51.100.1", "203.0.113.1"


@pytest.fixture
async def service(database: str) -> AsyncIterator[RunningService]:
    async with open_service(database, trusted_proxies="127.0.0.0/8") as running:
        await running.person(EMAIL)
        yield running


async def guess(service: RunningService, times: int, network: str = ELSEWHERE) -> set[int]:
    """Wrong passwords of somebody without a cookie of ours."""
    return {
        (await service.browser(network=network).sign_in(EMAIL, f"guess number {n}")).status_code
        for n in range(times)
    }


async def ask_for_link(browser: Browser) -> int:
    return (await browser.json("POST", "/sign-in/link", {"email": EMAIL})).status_code


async def enter(browser: Browser, secret: str) -> int:
    return (await browser.json("POST", "/sign-in/entry", {"link": secret})).status_code


async def test_wrong_passwords_elsewhere_do_not_count_here(service: RunningService) -> None:
    assert await guess(service, 12) == {403, 429}

    assert (await service.browser(network=OWN).sign_in(EMAIL)).status_code == 200


async def test_links_asked_for_elsewhere_neither_stop_nor_end_ones_own(service: RunningService) -> None:
    anna, stranger = service.browser(network=OWN), service.browser(network=ELSEWHERE)
    assert await ask_for_link(anna) == 202

    answers = [await ask_for_link(stranger) for _ in range(6)]

    assert answers == [202] * 5 + [429]
    assert await ask_for_link(service.browser(network=OWN)) == 202
    assert await enter(anna, (await service.mailer.secrets())[0]) == 200


async def test_each_link_that_one_browser_asked_for_opens_in_it(service: RunningService) -> None:
    anna = service.browser(network=OWN)
    assert [await ask_for_link(anna) for _ in range(3)] == [202] * 3

    secrets = await service.mailer.secrets()

    assert [await enter(anna, one) for one in secrets] == [200] * 3


# ASVS 6.3.1
@pytest.mark.slow
async def test_on_her_own_device_a_person_gets_in_whatever_is_tried_from_anywhere(
    service: RunningService,
) -> None:
    anna = service.browser(network=OWN)
    assert (await anna.sign_in(EMAIL)).status_code == 200
    assert (await anna.json("DELETE", "/session")).status_code == 204
    anna.form_token = ""

    for n in range(12):
        await guess(service, 10, f"203.0.113.{n}")
    await guess(service, 60, OWN)
    stranger = service.browser(network=OWN)
    for _ in range(8):
        await ask_for_link(stranger)

    assert (await service.browser(network="192.0.2.99").sign_in(EMAIL)).status_code == 429
    assert (await anna.sign_in(EMAIL)).status_code == 200
    assert await ask_for_link(anna) == 202
