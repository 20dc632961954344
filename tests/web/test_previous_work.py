"""The previous work of a client is asked for until it is on her list: one field, and how different it is needs no question."""

from domain.journey.events.roles import RoleDiscovered
from tests.web.running_pages import pages
from tests.web.sample import MARLOES, discover, start
from tests.web.test_near_roles import LINKED, told

AT = f"/journeys/{MARLOES}"
ADDRESS = f"{AT}/profile/new-role?work=previous"


async def test_the_profile_asks_for_it_until_it_is_there() -> None:
    async with pages() as service:
        await service.tell([start(), discover("baker")])
        before = await service.get(f"{AT}/profile")
        asked = await service.get(ADDRESS)
        await service.send(
            f"{AT}/profile/new-role",
            role="Nurse",
            work="previous",
            role_distance="same",
        )
        after = await service.get(f"{AT}/profile")
        roles = await told(service, RoleDiscovered)

    assert f'href="{ADDRESS}"' in before.html
    assert "Your previous work" in asked.text
    assert "How different is this role" not in asked.text
    assert f'href="{ADDRESS}"' not in after.html
    assert [(one.title, one.distance) for one in roles][1:] == [("Nurse", "same")]


async def test_what_is_missing_is_asked_on_the_same_form() -> None:
    async with pages() as service:
        await service.tell([start()])
        shown = await service.send(f"{AT}/profile/new-role", role=" ", work="previous", role_distance="same")

    assert "Your previous work" in shown.text
    assert "There is a problem" in shown.text or "There is 1 problem" in shown.text


async def test_near_roles_lead_to_it() -> None:
    async with pages() as service:
        await service.tell(LINKED)
        shown = await service.get(f"{AT}/profile/near-roles")

    assert f'href="{ADDRESS}"' in shown.html
