"""The first unknown roles of the atlas: drawn when the first role is linked, and the same for the rest of that week."""

from datetime import timedelta

from domain.journey.commands.roles import JudgeRole
from domain.journey.events.weeks import monday_of
from tests.web.running_pages import pages
from tests.web.sample import MONDAY, discover, start, uid
from tests.web.test_near_roles import LINKED, TODAY, journey, link
from tests.web.unknown_roles_drawn import AT, HERE, draw, drawn, dream

NEXT_MONDAY = MONDAY + timedelta(days=7)
BAKERY = (discover("my bakery"), link("my bakery", "baker", "7512"))


async def test_the_first_three_are_drawn_when_the_first_role_is_linked_and_stay_for_the_week() -> None:
    assert await drawn(start(), discover("nurse"), on=MONDAY) == []
    first = await drawn(*LINKED, on=MONDAY)
    assert sorted(first) == ["dispatcher", "midwife", "park ranger"]
    for more in ((), BAKERY, (dream("baking and working with food"),)):
        assert await drawn(*LINKED, *more, on=NEXT_MONDAY - timedelta(days=1)) == first


async def test_a_first_link_that_was_replaced_is_none() -> None:
    wrong = link("nurse", "baker", "7512")

    assert await drawn(start(), discover("nurse"), wrong, *LINKED[2:], on=MONDAY) == await drawn(
        *LINKED, on=MONDAY
    )


async def test_what_is_proposed_goes_by_today() -> None:
    own = JudgeRole(happened_on=TODAY, role_id=uid("nurse"), distance="same")

    before, after = [await draw(journey(*LINKED, *more), TODAY) for more in ((), (own,))]

    assert [one.occupation for one in before] == [one.occupation for one in after]
    assert {one.distance for one in before} == {None}
    assert {one.distance for one in after} == {"near", "licence"}


async def test_an_empty_page_says_why_and_leads_on() -> None:
    async with pages() as service:
        await service.tell([start()])
        shown = await service.get(HERE)

    assert "None of your roles was looked up in the atlas of roles yet." in shown.text
    assert f'href="{AT}/profile/near-roles"' in shown.html
    assert f'href="{AT}/about-you/kinds-of-work"' in shown.html


async def test_what_is_drawn_at_once_is_led_to_at_once() -> None:
    this_week = monday_of(TODAY)
    async with pages() as service:
        await service.tell((start(), discover("nurse"), link("nurse", "nurse", "2221", this_week)))
        page, profile = await service.get(HERE), await service.get(f"{AT}/profile")

    assert "Three kinds of work to keep or let go." in page.text
    assert f'href="{HERE}"' in profile.html
