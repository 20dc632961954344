"""The people and settings of an organisation, as its administrators look after them in a browser."""

import re
from html import unescape
from uuid import UUID

from service.email.background_sending import wait_until_sent
from tests.api.test_people import client_with_journey, events, me, person_at, service, staff
from tests.http.running_service import Browser, RunningService
from tests.web.running_pages import Shown
from tests.web.sample import uid

__all__ = ["service"]


async def administrator(service: RunningService, email: str = "admin@example.org") -> Browser:
    return await staff(service, email, "admin")


async def shown(browser: Browser, path: str) -> Shown:
    return Shown.of(await browser.http.get(path, follow_redirects=True))


async def sent(browser: Browser, path: str, **form: str) -> Shown:
    """A form, and the page it leads to."""
    answer = await browser.post(path, **form)
    return await shown(browser, answer.headers["location"]) if answer.status_code == 303 else Shown.of(answer)


async def test_everybody_is_listed_with_what_they_may_do(service: RunningService) -> None:
    admin = await administrator(service)
    await service.person("anna@example.org")
    await service.invite("new@example.org", "coach")

    page = await shown(admin, "/people")

    assert "One invitation is open." in page.text
    assert "anna@example.org" in page.text
    assert "new@example.org: Coach" in page.text
    assert "This is you." in page.text


async def test_only_administrators_come_here(service: RunningService) -> None:
    coach = await staff(service, "coach@example.org", "coach")

    answers = [await coach.get(path) for path in ("/people", "/settings")]
    told = [
        await coach.post(path) for path in ("/people/invitations", "/settings/name", "/settings/retention")
    ]

    assert [one.status_code for one in (*answers, *told)] == [403] * 5


async def test_somebody_is_asked_in_by_letter(service: RunningService) -> None:
    admin = await administrator(service)

    page = await sent(admin, "/people/invitations", email="new@example.org", role="client", locale="sv")
    await wait_until_sent()

    assert "An email with a link is on its way to new@example.org." in page.text
    (letter,) = [one for one in service.mailer.sent if "/invitation#" in one.plain]
    assert (letter.to, letter.language) == ("new@example.org", "sv")


async def test_without_a_mail_server_the_link_is_handed_over(service: RunningService) -> None:
    admin = await administrator(service)
    service.without_a_mail_server()

    page = await sent(admin, "/people/invitations", email="new@example.org", role="client", locale="nl")
    link = re.search(r"https://soundings\.example/invitation#([\w-]+)", unescape(page.html))

    assert link
    found = await service.accounts.get_invitation(link[1])
    assert (found and found.role) == "client"
    assert link[1] not in (await shown(admin, "/people")).html


async def test_what_cannot_be_asked_is_said_beside_its_field_and_kept(service: RunningService) -> None:
    admin = await administrator(service)

    nothing = await sent(admin, "/people/invitations", email="", role="")
    nowhere = await sent(admin, "/people/invitations", email="somewhere", role="client")

    assert nothing.status == 422
    assert "There are 2 problems" in nothing.text
    assert "Enter a valid email address." in nowhere.text
    assert nowhere.field("email") == "somewhere"


async def test_an_invitation_is_renewed_and_taken_back(service: RunningService) -> None:
    admin = await administrator(service)
    await service.invite("new@example.org")
    (invitation,) = await service.accounts.list_open_invitations(service.by())

    renewed = await sent(admin, f"/people/invitations/{invitation.invitation_id}/renewal")
    (second,) = await service.accounts.list_open_invitations(service.by())
    back = await sent(admin, f"/people/invitations/{second.invitation_id}/withdrawal")
    again = await sent(admin, f"/people/invitations/{second.invitation_id}/withdrawal")

    assert "An email with a link is on its way" in renewed.text
    assert "The invitation is withdrawn." in back.text
    assert "new@example.org" not in back.text
    assert (again.status, "This has already been dealt with" in again.text) == (422, True)


async def test_a_role_that_rules_over_others_takes_two_administrators(service: RunningService) -> None:
    admin, second = await administrator(service), await administrator(service, "second@example.org")
    await service.person("anna@example.org")
    anna = await person_at(service, "anna@example.org")

    asked = await sent(admin, f"/people/{anna}/give", role="manager")
    await wait_until_sent()
    hers = await shown(second, "/people")
    request_id = re.search(r"/people/requests/([\w-]+)/confirmation", hers.html)
    assert request_id
    own = await sent(admin, f"/people/requests/{request_id[1]}/confirmation")
    confirmed = await sent(second, f"/people/requests/{request_id[1]}/confirmation")

    assert "A second administrator has to confirm it." in asked.text
    assert "Someone else has to confirm this." in asked.text
    assert "One role is waiting for your confirmation." in hers.text
    assert own.status == 422
    assert "Confirmed." in confirmed.text
    person = await service.accounts.get_person(service.tenant_id, UUID(anna))
    assert "manager" in person.roles
    assert any(one.plain.count("https://soundings.example/people") for one in service.mailer.sent)


async def test_what_waits_is_called_off(service: RunningService) -> None:
    admin, _ = await administrator(service), await administrator(service, "second@example.org")
    await service.person("anna@example.org")
    await sent(admin, f"/people/{await person_at(service, 'anna@example.org')}/give", role="researcher")
    (request,) = await service.accounts.list_role_requests(service.by())

    off = await sent(admin, f"/people/requests/{request.request_id}/refusal")

    assert "Cancelled. Nobody was given anything." in off.text
    assert await service.accounts.list_role_requests(service.by()) == []


async def test_a_role_is_given_and_taken(service: RunningService) -> None:
    admin = await administrator(service)
    await service.person("anna@example.org")
    anna = await person_at(service, "anna@example.org")

    given = await sent(admin, f"/people/{anna}/give", role="coach")
    taken = await sent(admin, f"/people/{anna}/take", role="coach")
    own = await sent(admin, f"/people/{await me(admin)}/take", role="admin")

    assert "They have the role now." in given.text
    assert "The role is removed, and they were signed out." in taken.text
    assert (own.status, "at least one administrator" in own.text) == (422, True)


async def test_an_account_is_closed_by_who_means_it_and_opened_again(service: RunningService) -> None:
    admin = await administrator(service)
    await service.person("anna@example.org")
    anna = await person_at(service, "anna@example.org")

    unsure = await sent(admin, f"/people/{anna}/close")
    closed = await sent(admin, f"/people/{anna}/close", sure="yes")
    open_service = await sent(admin, f"/people/{anna}/open")

    assert (unsure.status, "Tick the box to confirm." in unsure.text) == (422, True)
    assert "The account is closed." in closed.text
    assert "The account is open again" in open_service.text


async def test_lost_proofs_are_let_go_of(service: RunningService) -> None:
    admin = await administrator(service)
    await service.person("anna@example.org")

    page = await sent(
        admin, f"/people/{await person_at(service, 'anna@example.org')}/lost-proofs", sure="yes"
    )

    assert "Their password and codes are gone." in page.text
    assert (await service.browser().sign_in("anna@example.org")).status_code == 403


async def test_a_client_is_given_another_coach(service: RunningService) -> None:
    admin = await administrator(service)
    coach = await staff(service, "coach@example.org", "coach")
    client, journey_id = await client_with_journey(service)

    page = await sent(admin, f"/people/{await me(client)}/coach", coach_id=await me(coach))
    nobody = await sent(admin, f"/people/{await me(client)}/coach", coach_id="")

    assert "The client has a new coach." in page.text
    assert "CoachAssigned" in [one["type"] for one in await events(client, journey_id)]
    assert nobody.status == 422


async def test_a_coach_takes_no_more_clients(service: RunningService) -> None:
    admin = await administrator(service)
    coach = await staff(service, "coach@example.org", "coach")

    page = await sent(admin, f"/people/{await me(coach)}/taking-clients", takes="no")

    assert "not taking clients" in page.text
    assert await service.accounts.list_coaches(service.tenant_id) == []


async def test_what_is_not_there_is_not_found(service: RunningService) -> None:
    admin = await administrator(service)

    answers = [
        await admin.post(f"/people/{uid('x')}/paint"),
        await admin.post(f"/people/requests/{uid('x')}/paint"),
        await admin.post(f"/people/invitations/{uid('x')}/paint"),
        await admin.get("/people?after=here"),
    ]
    somebody = await sent(admin, f"/people/{uid('x')}/open")

    assert [one.status_code for one in answers] == [404] * 4
    assert (somebody.status, "There is nobody like that" in somebody.text) == (422, True)


async def test_the_organisation_is_called_otherwise(service: RunningService) -> None:
    admin = await administrator(service)

    before = await shown(admin, "/settings")
    after = await sent(admin, "/settings/name", organisation="Southern Light")
    nameless = await sent(admin, "/settings/name", organisation=" ")

    assert "Northern Light" in before.text
    assert "Southern Light" in after.text
    assert (nameless.status, "Enter the name of the organisation" in nameless.text) == (422, True)


async def test_how_long_journeys_are_kept_is_set(service: RunningService) -> None:
    admin = await administrator(service)

    before = await shown(admin, "/settings")
    months = await sent(admin, "/settings/retention", kept="months", months="24")
    wrong = await sent(admin, "/settings/retention", kept="months", months="0", programme_id=str(uid("x")))
    always = await sent(admin, "/settings/retention", kept="always", months="")

    assert "It has not been decided how long" in before.text
    assert "Erased 24 months after they end." in months.text
    assert (wrong.status, "There are 2 problems" in wrong.text) == (422, True)
    assert "It has not been decided how long" in always.text


async def test_journeys_that_may_not_be_used_are_counted(service: RunningService) -> None:
    admin = await administrator(service)
    client, journey_id = await client_with_journey(service)
    services = service.app.state.services
    assert await services.projector.wait_for(await services.journeys.log.head(), 10)
    before = await shown(admin, "/settings")
    await client.json("POST", f"/journeys/{journey_id}/restriction", {"ground": "wish"})

    after = await shown(admin, "/settings")

    assert "None. Clients can stop the use of their journey" in before.text
    assert "The use of 1 journey is stopped" in after.text
