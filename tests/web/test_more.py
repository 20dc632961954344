"""More: the way to what is not needed every day."""

from tests.web.running_pages import pages
from tests.web.sample import MARLOES, seven_weeks, uid


async def test_more_leads_to_everything_else() -> None:
    async with pages() as service:
        await service.tell(seven_weeks())

        shown = await service.get(f"/journeys/{MARLOES}/more")

    assert shown.status == 200
    assert "After a no" in shown.text
    assert 'aria-current="page"' in shown.html


async def test_there_is_nothing_more_of_a_journey_that_is_not_there() -> None:
    async with pages() as service:
        shown = await service.get(f"/journeys/{uid('nobody')}/more")

    assert shown.status == 404
    assert "There is no such page" in shown.text


async def test_a_page_is_answered_in_the_language_that_was_chosen() -> None:
    async with pages() as service:
        await service.tell(seven_weeks())

        shown = await service.send("/language", locale="nl", back=f"/journeys/{MARLOES}/more")

    assert shown.path == f"/journeys/{MARLOES}/more"
    assert '<html lang="nl">' in shown.html
