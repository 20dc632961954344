"""People as their administrators look after them, and coaches as clients choose them."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from service.accounts.caller import AccountRole
from service.email.background_sending import wait_until_sent
from tests.commands import command_json
from tests.http.running_service import PASSWORD, Browser, RunningService, open_service

START = {
    "type": "StartJourney",
    "happened_on": "2026-05-01",
    "called": "Marloes",
    "track": "preventive",
    "locale": "nl",
    "time_zone": "Europe/Amsterdam",
}


@pytest.fixture
async def service(database: str) -> AsyncIterator[RunningService]:
    async with open_service(database) as running:
        yield running


async def staff(service: RunningService, email: str, role: AccountRole) -> Browser:
    """Somebody with a second proof, at a browser."""
    await service.person(email, role)
    browser = service.browser()
    assert (await browser.sign_in(email)).status_code == 200
    await browser.set_up_totp()
    return browser


async def me(browser: Browser) -> str:
    person_id: str = (await browser.json("GET", "/session")).json()["person_id"]
    return person_id


async def person_at(service: RunningService, email: str) -> str:
    found = await service.accounts.list_people(service.by())
    return next(str(one.person_id) for one in found if one.email == email)


async def client_with_journey(
    service: RunningService, email: str = "anna@example.org"
) -> tuple[Browser, UUID]:
    await service.person(email)
    browser, journey_id = service.browser(), uuid4()
    await browser.sign_in(email)
    await tell(browser, journey_id, START)
    return browser, journey_id


async def tell(browser: Browser, journey_id: UUID, *commands: dict[str, Any]) -> httpx.Response:
    body = {"command_id": str(uuid4()), "commands": commands}
    answer = await browser.json("POST", f"/journeys/{journey_id}/commands", body)
    assert answer.status_code == 201, answer.text
    return answer


async def choose(browser: Browser, journey_id: UUID, coach_id: str, **more: Any) -> httpx.Response:
    body = {"command_id": str(uuid4()), "coach_id": coach_id, **more}
    return await browser.json("POST", f"/journeys/{journey_id}/coach", body)


async def events(browser: Browser, journey_id: UUID) -> list[dict[str, Any]]:
    answer = await browser.json("GET", f"/journeys/{journey_id}/events")
    return [one["event"] for one in answer.json()["events"]]


async def invited(service: RunningService, admin: Browser, **told: Any) -> dict[str, Any]:
    """An invitation over the API, without a mail server: the link is told."""
    service.without_a_mail_server()
    body = {"email": "anna@example.org", "role": "client", "locale": "nl", **told}
    answer = await admin.json("POST", "/invitations", body)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def come(service: RunningService, sent: dict[str, Any], **told: Any) -> Browser:
    """Somebody accepts."""
    browser = service.browser()
    yes = {"invitation": sent["link"].partition("#")[2], "accept": True, "name": "Anna", "password": PASSWORD}
    answer = await browser.json("POST", "/invitation/answer", yes | told)
    assert answer.status_code == 200, answer.text
    browser.form_token = answer.json()["form_token"]
    return browser


async def test_the_register_tells_administrators_who_there_is_a_page_at_a_time(
    service: RunningService,
) -> None:
    admin = await staff(service, "grace@example.org", "admin")
    service.clock.on(minutes=1)
    await service.person("anna@example.org")
    service.clock.on(minutes=1)
    await service.invite("bo@example.org", "coach")

    first = (await admin.json("GET", "/people?limit=2")).json()
    rest = (await admin.json("GET", f"/people?limit=2&cursor={first['next'].replace('+', '%2B')}")).json()

    bo, anna = first["people"]
    (grace,) = rest["people"]
    assert [one["email"] for one in (bo, anna, grace)] == [
        "bo@example.org",
        "anna@example.org",
        "grace@example.org",
    ]
    assert (bo["status"], bo["name"], bo["invited_as"], bo["last_seen"]) == ("invited", None, ["coach"], None)
    assert (anna["status"], anna["name"], anna["roles"]) == ("active", "Anna", ["client"])
    assert (grace["factors"], grace["last_seen"] is not None) == (["totp"], True)
    assert rest["next"] is None


async def test_a_cursor_of_somebodys_own_making_is_refused(service: RunningService) -> None:
    admin = await staff(service, "grace@example.org", "admin")

    assert (await admin.json("GET", "/people?cursor=nowhere")).status_code == 422


async def test_what_she_agreed_to_and_her_coach_are_in_the_journey_when_it_begins(
    service: RunningService,
) -> None:
    admin = await staff(service, "grace@example.org", "admin")
    coach = await me(await staff(service, "ingrid@example.org", "coach"))
    sent = await invited(service, admin, coach_id=coach, consents=["research"])
    client, journey_id = await come(service, sent, consents=["research"]), uuid4()

    await tell(client, journey_id, START)

    told = await events(client, journey_id)
    assert [one["type"] for one in told] == [
        "JourneyStarted",
        "ConsentGiven",
        "ConsentGiven",
        "CoachAssigned",
    ]
    assert [(one["purpose"], one["wording"]) for one in told[1:3]] == [("coaching", 2), ("research", 2)]
    assert {one["happened_on"] for one in told[1:]} == {"2026-06-01"}
    assert told[3]["coach_id"] == coach


async def test_a_coach_she_chose_on_setting_out_is_not_replaced(service: RunningService) -> None:
    admin = await staff(service, "grace@example.org", "admin")
    ingrid = await me(await staff(service, "ingrid@example.org", "coach"))
    client, journey_id = await come(service, await invited(service, admin, coach_id=ingrid)), uuid4()
    own = {"type": "AssignCoach", "happened_on": "2026-05-01", "coach_id": str(uuid4()), "name": "Sven"}

    await tell(client, journey_id, START, own)

    told = await events(client, journey_id)
    assert [one["coach_id"] for one in told if one["type"] == "CoachAssigned"] == [own["coach_id"]]


async def test_a_journey_that_goes_on_is_told_at_once(service: RunningService) -> None:
    admin = await staff(service, "grace@example.org", "admin")
    ingrid = await me(await staff(service, "ingrid@example.org", "coach"))
    client, journey_id = await client_with_journey(service)
    sent = await invited(service, admin, coach_id=ingrid)

    await service.accounts.accept_invitation(sent["link"].partition("#")[2], name="", consents=["coaching"])

    told = await events(client, journey_id)
    assert [one["type"] for one in told][-2:] == ["ConsentGiven", "CoachAssigned"]


async def test_a_client_chooses_among_coaches_who_take_clients(service: RunningService) -> None:
    ingrid = await staff(service, "ingrid@example.org", "coach")
    service.clock.on(minutes=1)
    sven = await staff(service, "sven@example.org", "coach")
    client, journey_id = await client_with_journey(service)
    sven_id, ingrid_id = await me(sven), await me(ingrid)
    await sven.json("POST", f"/people/{sven_id}/taking-clients", {"takes": False})

    offered = (await client.json("GET", f"/journeys/{journey_id}/coaches")).json()["coaches"]
    refused = await choose(client, journey_id, sven_id)

    assert [one["coach_id"] for one in offered] == [ingrid_id]
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "#/coach_id")


async def test_the_former_coach_loses_sight_at_once_and_for_good(service: RunningService) -> None:
    ingrid, sven = [await staff(service, f"{one}@example.org", "coach") for one in ("ingrid", "sven")]
    client, journey_id = await client_with_journey(service)
    profile = f"/journeys/{journey_id}/profile"
    await choose(client, journey_id, await me(ingrid), sight="everything")
    before = [(await one.json("GET", profile)).status_code for one in (ingrid, sven)]

    await choose(client, journey_id, await me(sven), sight="everything")
    after = [(await one.json("GET", profile)).status_code for one in (ingrid, sven)]
    await choose(client, journey_id, await me(ingrid))
    again = [(await one.json("GET", profile)).status_code for one in (ingrid, sven)]

    assert (before, after, again) == ([200, 404], [404, 200], [404, 404])
    kinds = [one["type"] for one in await events(client, journey_id)]
    assert kinds.count("SightWithdrawn") == 2


async def test_the_same_choice_sent_again_is_answered_like_the_first(service: RunningService) -> None:
    ingrid = await me(await staff(service, "ingrid@example.org", "coach"))
    client, journey_id = await client_with_journey(service)
    choice = {"command_id": str(uuid4()), "coach_id": ingrid}
    first = await client.json("POST", f"/journeys/{journey_id}/coach", choice)

    service.clock.on(days=1)
    second = await client.json("POST", f"/journeys/{journey_id}/coach", choice)

    assert (second.status_code, second.json()) == (201, first.json())


async def test_so_it_is_when_the_coach_takes_no_clients_any_more(service: RunningService) -> None:
    admin = await staff(service, "grace@example.org", "admin")
    ingrid = await me(await staff(service, "ingrid@example.org", "coach"))
    client, journey_id = await client_with_journey(service)
    choice = {"command_id": str(uuid4()), "coach_id": ingrid}
    first = await client.json("POST", f"/journeys/{journey_id}/coach", choice)
    await admin.json("POST", f"/people/{ingrid}/taking-clients", {"takes": False})

    second = await client.json("POST", f"/journeys/{journey_id}/coach", choice)
    another = await choose(client, journey_id, ingrid)

    assert (second.status_code, second.json()) == (201, first.json())
    assert another.status_code == 422


async def test_an_administrator_assigns_a_coach_and_grants_no_sight(service: RunningService) -> None:
    admin = await staff(service, "grace@example.org", "admin")
    ingrid = await staff(service, "ingrid@example.org", "coach")
    client, journey_id = await client_with_journey(service)

    answer = await admin.json("POST", f"/people/{await me(client)}/coach", {"coach_id": await me(ingrid)})

    assert answer.json()["journeys"] == [str(journey_id)]
    assert {one["type"] for one in await events(client, journey_id)} == {
        "JourneyStarted",
        "ConsentGiven",
        "CoachAssigned",
    }
    seen = [(await one.json("GET", f"/journeys/{journey_id}/weeks")).status_code for one in (admin, ingrid)]
    assert seen == [404, 404]


async def test_a_coach_assigned_before_the_journey_begins_is_its_first(service: RunningService) -> None:
    admin = await staff(service, "grace@example.org", "admin")
    ingrid = await me(await staff(service, "ingrid@example.org", "coach"))
    await service.person("anna@example.org")
    client, journey_id = service.browser(), uuid4()
    await client.sign_in("anna@example.org")
    await admin.json("POST", f"/people/{await me(client)}/coach", {"coach_id": ingrid})

    await tell(client, journey_id, START)

    assert (await events(client, journey_id))[-1]["type"] == "CoachAssigned"


# ASVS 2.3.5
async def test_a_role_that_rules_over_others_takes_two_administrators(service: RunningService) -> None:
    grace = await staff(service, "grace@example.org", "admin")
    hedy = await staff(service, "hedy@example.org", "admin")
    await service.person("anna@example.org")
    anna = await person_at(service, "anna@example.org")

    asked = (await grace.json("POST", f"/people/{anna}/roles", {"role": "manager"})).json()
    confirmation = f"/role-requests/{asked['waits']['request_id']}/confirmation"
    alone = await grace.json("POST", confirmation)
    waiting = (await hedy.json("GET", "/role-requests")).json()["requests"]
    before = (await grace.json("GET", "/people")).json()["people"]
    together = await hedy.json("POST", confirmation)
    after = (await grace.json("GET", "/people")).json()["people"]

    assert (alone.status_code, together.status_code, len(waiting)) == (403, 204, 1)
    assert [one["roles"] for one in before if one["person_id"] == anna] == [["client"]]
    assert [one["roles"] for one in after if one["person_id"] == anna] == [["client", "manager"]]


async def test_a_single_administrator_gives_alone_and_is_told(service: RunningService) -> None:
    grace = await staff(service, "grace@example.org", "admin")
    await service.person("anna@example.org")

    given = await grace.json(
        "POST", f"/people/{await person_at(service, 'anna@example.org')}/roles", {"role": "researcher"}
    )

    assert (given.json()["waits"], given.json()["alone"]) == (None, True)


async def test_who_is_invited_to_rule_over_others_waits_for_the_second_administrator(
    service: RunningService,
) -> None:
    grace = await staff(service, "grace@example.org", "admin")
    hedy = await staff(service, "hedy@example.org", "admin")
    sent = await invited(service, grace, email="max@example.org", role="manager")
    await come(service, sent)

    (request,) = (await hedy.json("GET", "/role-requests")).json()["requests"]
    before = await service.accounts.get_person(service.tenant_id, UUID(request["person_id"]))
    await hedy.json("POST", f"/role-requests/{request['request_id']}/confirmation")
    after = await service.accounts.get_person(service.tenant_id, UUID(request["person_id"]))

    assert (sent["waits"], before.roles, after.roles) == (True, frozenset(), frozenset({"manager"}))


async def test_what_the_second_administrator_refuses_is_no_way_in(service: RunningService) -> None:
    grace = await staff(service, "grace@example.org", "admin")
    hedy = await staff(service, "hedy@example.org", "admin")
    sent = await invited(service, grace, email="max@example.org", role="admin")
    (request,) = (await hedy.json("GET", "/role-requests")).json()["requests"]

    await hedy.json("DELETE", f"/role-requests/{request['request_id']}")

    assert await service.accounts.get_invitation(sent["link"].partition("#")[2]) is None


async def test_people_are_told_by_letter_of_what_was_done_with_their_account(service: RunningService) -> None:
    admin = await staff(service, "grace@example.org", "admin")
    await service.person("anna@example.org")
    anna, client = await person_at(service, "anna@example.org"), service.browser()
    await client.sign_in("anna@example.org")
    await client.json("PUT", "/password", {"password": "another one of 40 fathoms", "current": PASSWORD})
    await admin.json("POST", f"/people/{anna}/roles", {"role": "coach"})
    await wait_until_sent()

    subjects = [(one.to, one.subject) for one in service.mailer.sent]

    assert subjects == [
        ("grace@example.org", "Your sign-in options have changed"),
        ("anna@example.org", "Your password was changed"),
        ("anna@example.org", "Your access has changed"),
    ]


async def test_an_invitation_is_renewed_and_taken_back(service: RunningService) -> None:
    admin = await staff(service, "grace@example.org", "admin")
    first = await invited(service, admin)
    (open_one,) = (await admin.json("GET", "/invitations")).json()["invitations"]

    second = (await admin.json("POST", f"/invitations/{open_one['invitation_id']}/renewal")).json()
    secrets = [one["link"].partition("#")[2] for one in (first, second)]
    found = [await service.accounts.get_invitation(one) is not None for one in secrets]
    (renewed,) = (await admin.json("GET", "/invitations")).json()["invitations"]
    gone = await admin.json("DELETE", f"/invitations/{renewed['invitation_id']}")

    assert (found, gone.status_code) == ([False, True], 204)
    assert [one["email"] for one in (await admin.json("GET", "/people")).json()["people"]] == [
        "grace@example.org"
    ]


# ASVS 6.3.3
async def test_staff_who_come_in_hear_what_is_missing_and_have_their_role_once_it_is_set_up(
    service: RunningService,
) -> None:
    admin = await staff(service, "grace@example.org", "admin")
    sent = await invited(service, admin, email="ingrid@example.org", role="coach")
    coach = await come(service, sent)

    before = (await coach.json("GET", "/session")).json()
    await coach.set_up_totp()
    after = (await coach.json("GET", "/session")).json()

    assert (before["roles"], before["needs"]) == ([], ["set_up_second_factor"])
    assert (after["roles"], after["needs"]) == (["coach"], [])


async def test_a_closed_account_is_closed_until_it_is_opened(service: RunningService) -> None:
    admin = await staff(service, "grace@example.org", "admin")
    await service.person("anna@example.org")
    anna = await person_at(service, "anna@example.org")

    await admin.json("POST", f"/people/{anna}/closing")
    closed = (await service.browser().sign_in()).status_code
    await admin.json("POST", f"/people/{anna}/opening")

    assert (closed, (await service.browser().sign_in()).status_code) == (403, 200)


async def test_a_token_of_a_program_neither_chooses_a_coach_nor_changes_who_sees(
    service: RunningService,
) -> None:
    ingrid = await me(await staff(service, "ingrid@example.org", "coach"))
    client, journey_id = await client_with_journey(service)
    await choose(client, journey_id, ingrid, sight="everything")
    reader, on = {"reader_id": ingrid}, str(service.clock.now.date())
    await tell(client, journey_id, command_json("WithdrawSight", on, **reader))
    kinds = [one["type"] for one in await events(client, journey_id)]
    granted, withdrawn = kinds.index("SightGranted") + 1, kinds.index("SightWithdrawn") + 1
    ends = (service.clock.now + timedelta(days=9)).isoformat()
    made = await client.json(
        "POST", "/tokens", {"label": "a program", "scopes": ["read", "tell"], "expires_at": ends}
    )
    program = service.browser()
    program.http.headers["authorization"] = f"Bearer {made.json()['token']}"
    grant = command_json("GrantSight", on, **reader, reader="coach", name="Ingrid", scope="everything")

    answers = [
        await program.json(
            "POST", f"/journeys/{journey_id}/commands", {"command_id": str(uuid4()), "commands": [one]}
        )
        for one in (
            command_json("RateEnergy", on, rating=6),
            command_json("AssignCoach", on, coach_id=ingrid, name="Ingrid"),
            grant,
            command_json("CorrectEntry", on, number=granted, restated=grant),
            command_json("RetractEntry", on, number=withdrawn),
            command_json("RetractEntry", on, number=granted),
        )
    ]

    assert [one.status_code for one in answers] == [201, 403, 403, 403, 403, 403]
