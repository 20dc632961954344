"""Cover for several clients at once: all of them are asked, or none and it is said why."""

from uuid import uuid4

from tests.api.test_people import START, choose, events, service, tell
from tests.web.test_deputies import Holiday, at_browser, holiday, person

__all__ = ["holiday", "service"]


async def test_where_a_client_is_the_colleague_herself_nobody_is_asked_before_it_is_said(
    holiday: Holiday,
) -> None:
    coach, colleague, _ = holiday.people
    await holiday.service.accounts.grant_role(holiday.service.by(), colleague, "client")
    await holiday.sign_in()
    other = await at_browser(holiday.service, await person(holiday.service, "Aa", "client"))
    clients = [(holiday.client, holiday.journey_id), (other, uuid4()), (holiday.deputy, uuid4())]
    for called, (browser, journey_id) in zip(("Aa", "Sanne herself"), clients[1:], strict=True):
        await tell(browser, journey_id, START | {"called": called})
        await choose(browser, journey_id, str(coach), sight="everything")
    await holiday.listed()

    page = await holiday.propose(clients="", whom="all")

    asked = [
        sum(entry["type"] == "DeputyProposed" for entry in await events(browser, journey_id))
        for browser, journey_id in clients
    ]
    assert (page.status, asked) == (422, [0, 0, 0])
    assert "Sanne herself: Choose who stands in." in page.text
