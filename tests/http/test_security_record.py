"""What is written of who came in and who was kept out, whatever else is (ASVS 16.3)."""

import logging
from collections.abc import AsyncIterator

import pytest

from service.accounts.normalization import customer_network
from service.cli.logs import set_up_logging
from tests.http.running_service import PASSWORD, RunningService, open_service

RECORD = "service.security"


@pytest.fixture
async def service(database: str) -> AsyncIterator[RunningService]:
    async with open_service(database) as service:
        yield service


@pytest.fixture
def record(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, RECORD)
    return caplog


def lines(record: pytest.LogCaptureFixture) -> list[str]:
    return [one.getMessage() for one in record.records if one.name == RECORD]


# ASVS 16.3.1
async def test_who_comes_in_and_who_does_not_is_written_down(
    service: RunningService, record: pytest.LogCaptureFixture
) -> None:
    await service.person()
    browser = service.browser()

    await browser.sign_in(password="not this one at all")
    await browser.sign_in()

    people = await service.accounts.list_people(service.by())
    [person] = [one for one in people if one.email == "anna@example.org"]
    known = f"person {person.person_id} of organisation {service.tenant_id}"
    told = [one for one in lines(record) if "signed in" in one]
    assert told == ["not signed in: SignInRefused, by password", f"signed in: {known}, by password"]


# ASVS 16.3.2
async def test_who_was_refused_what_is_written_down(
    service: RunningService, record: pytest.LogCaptureFixture
) -> None:
    await service.person()
    browser = service.browser()
    await browser.sign_in()
    record.clear()

    refused = await browser.get("/people")
    hidden = await browser.get(f"/journeys/{service.tenant_id}/profile")
    unknown = await service.browser().json("GET", "/journeys")

    assert (refused.status_code, hidden.status_code, unknown.status_code) == (403, 404, 401)
    first, second, third = lines(record)
    assert first.startswith("refused: GET /people, 403, to person ")
    assert second.startswith("refused: GET /journeys/{journey_id}/profile, 404, to person ")
    assert third.startswith("refused: GET ")
    assert third.endswith(", 401, to nobody known")


# ASVS 16.3.3
async def test_what_no_page_of_ours_sends_and_too_many_attempts_are_warned_of(
    service: RunningService, record: pytest.LogCaptureFixture
) -> None:
    await service.person()
    browser = service.browser()
    await browser.sign_in()
    record.clear()

    await browser.send("/account/sign-out", {}, {"sec-fetch-site": "cross-site"})
    for _ in range(12):
        await service.browser().sign_in(password="not this one at all")

    warned = [one.getMessage() for one in record.records if one.levelno == logging.WARNING]
    assert any(one.startswith("turned away: POST ") and one.endswith("cross-site") for one in warned)
    assert "not signed in: too many attempts, by password" in warned


async def test_nothing_of_a_person_stands_in_it(
    service: RunningService, record: pytest.LogCaptureFixture
) -> None:
    await service.person()
    await service.browser().sign_in(password="not this one at all")
    await service.browser().sign_in()
    await service.browser().get("/journeys/anna@example.org")

    written = "\n".join(lines(record))
    for word in ("anna", "Anna", PASSWORD, "not this one", customer_network("127.0.0.1")):
        assert word not in written


@pytest.mark.parametrize(
    ("level", "records", "written"), [("warning", True, True), ("error", False, False), ("info", False, True)]
)
def test_it_is_written_at_every_level_unless_it_is_not_wanted(
    level: str, records: bool, written: bool
) -> None:
    root, ours = logging.getLogger(), logging.getLogger(RECORD)
    before, handlers = root.level, list(root.handlers)
    try:
        root.handlers = []
        set_up_logging(level, records=records)

        assert ours.isEnabledFor(logging.INFO) == written
    finally:
        root.handlers = handlers
        root.setLevel(before)
        ours.setLevel(logging.NOTSET)
