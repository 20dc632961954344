"""A client of the running service, and links of hers."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from msgspec import Struct

from service.accounts.caller import Caller
from service.reply_links.links import LinkPurpose, LinkText, SentForm
from service.reply_links.replies import LinkReply
from service.reply_links.store import ReplyLinks
from tests.http.running_service import Browser, RunningService, open_service

ELIN = LinkText(first_name="Elin", subject="quality coordinator")


class Client(Struct, frozen=True, kw_only=True):
    """A client with a journey, her links, and her browser."""

    service: RunningService
    browser: Browser
    caller: Caller
    journey_id: UUID
    links: ReplyLinks

    async def create(
        self, about: UUID | None = None, purpose: LinkPurpose = "organisation", text: LinkText = ELIN
    ) -> str:
        """The secret of a new link, about somebody or a rejection of its own if not told."""
        about_id = about or uuid4()
        if about is None:
            await self.tell(*(a_rejection(about_id) if purpose == "organisation" else a_contact(about_id)))
        secret = await self.links.create(self.caller, self.journey_id, purpose, about_id, text)
        assert secret
        return secret

    async def tell(self, *commands: dict[str, Any]) -> None:
        """Records commands in her journey."""
        told = [{"happened_on": "2026-05-22"} | one for one in commands]
        body = {"command_id": str(uuid4()), "commands": told}
        answer = await self.browser.json("POST", f"/journeys/{self.journey_id}/commands", body)
        assert answer.status_code == 201, answer.text


def a_rejection(step_id: UUID) -> tuple[dict[str, Any], ...]:
    """An application that was rejected."""
    step, role = {"experiment_id": str(step_id)}, {"role_id": str(uuid4())}
    return (
        role | {"type": "DiscoverRole", "title": f"auditor {step_id}", "distance": "near"},
        step | role | {"type": "PlanExperiment", "kind": "application"},
        step | {"type": "RunExperiment"},
        step | {"type": "RecordAnswer", "answer": "rejected_unseen"},
    )


def a_contact(contact_id: UUID) -> tuple[dict[str, Any], ...]:
    """Somebody whom she knows."""
    return ({"type": "AddContact", "contact_id": str(contact_id), "name": str(contact_id), "tie": "weak"},)


@pytest.fixture
async def service(database: str) -> AsyncIterator[RunningService]:
    async with open_service(database) as service:
        yield service


@pytest.fixture
async def elin(service: RunningService) -> Client:
    return await a_client(service, "elin@example.org")


@pytest.fixture
async def other(service: RunningService) -> Client:
    return await a_client(service, "berit@example.org")


async def a_client(service: RunningService, email: str) -> Client:
    """Somebody who has accepted an invitation and started a journey."""
    await service.person(email)
    browser, journey_id = service.browser(), uuid4()
    await browser.sign_in(email)
    start = {
        "type": "StartJourney",
        "happened_on": "2026-05-20",
        "called": "Elin",
        "track": "curative",
        "locale": "en",
        "time_zone": "Europe/Oslo",
    }
    body = {"command_id": str(uuid4()), "commands": [start]}
    answer = await browser.json("POST", f"/journeys/{journey_id}/commands", body)
    assert answer.status_code == 201, answer.text
    services = service.app.state.services
    (signed_in,) = [one for one in await service.accounts.list_people(service.by()) if one.email == email]
    caller = Caller(
        tenant_id=service.tenant_id,
        person_id=signed_in.person_id,
        roles=frozenset({"client"}),
        way="browser",
    )
    links = services.accounts.reply_links
    return Client(service=service, browser=browser, caller=caller, journey_id=journey_id, links=links)


def a_form(form_id: UUID | None = None, filled_in: object = ()) -> SentForm:
    """A form as it is sent, one of its own."""
    return SentForm(form_id=form_id or uuid4(), filled_in=filled_in)


async def answered(client: Client, address: str, form: dict[str, str]) -> None:
    """Somebody answers at an address."""
    answer = await client.service.browser().post(address, **form)
    assert answer.headers["location"] == "/replies/sent", answer.text


async def replies_of(client: Client) -> list[LinkReply]:
    """The replies that wait for a client."""
    links = await client.links.list(client.caller, client.journey_id)
    read = [
        await client.links.read_reply(client.caller, client.journey_id, one.link_id)
        for one in links
        if one.state == "replied"
    ]
    return [one for one in read if one]
