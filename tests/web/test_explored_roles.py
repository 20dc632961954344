"""Every page counts the roles that were tried in the same way: a step says so, and neither her own work nor what she let go counts."""

import re

from domain.journey.commands.roles import DiscoverRole, PassRole
from tests.web.running_pages import pages
from tests.web.sample import MARLOES, MONDAY, discover, start, step, uid

AT = f"/journeys/{MARLOES}"
TOLD = (
    start(),
    discover("nurse", distance="same"),
    discover("baker"),
    discover("gardener"),
    *step("letter", "application", "baker", MONDAY),
    *step("ward", "conversation", "nurse", MONDAY),
    DiscoverRole(happened_on=MONDAY, role_id=uid("guard"), title="guard", distance="far", found="coach"),
    PassRole(happened_on=MONDAY, role_id=uid("guard")),
)


async def test_profile_and_map_count_the_same() -> None:
    async with pages() as service:
        await service.tell(TOLD)
        shown = [(await service.get(f"{AT}/{page}")).text for page in ("profile", "map")]

    for text in shown:
        assert "Tried so far: 1 of 2 roles." in text


async def test_what_is_only_heard_about_has_no_steps() -> None:
    async with pages() as service:
        await service.tell(TOLD)
        drawn, profile = (await service.get(f"{AT}/map")).html, (await service.get(f"{AT}/profile")).html

    heard = re.search(r'aria-labelledby="heard".*?</section>', drawn, re.DOTALL)
    met = re.search(r'aria-labelledby="met".*?</section>', drawn, re.DOTALL)
    assert heard
    assert met
    assert "Gardener" in heard.group()
    assert "taken towards it" not in heard.group()
    assert "Baker" in met.group()
    assert profile.count("Only heard about") == 1
