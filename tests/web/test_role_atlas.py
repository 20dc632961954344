"""What the atlas says on a role's page: how different it is, and where it has little to say."""

import pytest

from domain.journey.commands.roles import ParkRole
from domain.journey.commands.skills import JudgeSkill
from domain.journey.events.roles import RoleJudged
from tests.web.atlas_in_memory import AtlasInMemory
from tests.web.role_atlas_sample import ATLAS, COACHS, DISPATCHER, LINKED, SEEN, link, told
from tests.web.running_pages import pages
from tests.web.sample import MONDAY, day, discover, start, uid


async def test_another_judgement_than_that_of_the_atlas_is_said_once_and_is_for_her_to_decide() -> None:
    async with pages(atlas=ATLAS) as service:
        await service.tell(LINKED)
        before = await service.get(DISPATCHER)
        after = await service.send(f"{DISPATCHER}/distance", distance="near")
        judged = await told(service, RoleJudged)

    assert (
        "By the atlas it would be: Similar work. You share 3 of 4 skills with nurse. You decide."
        in before.text
    )
    assert "By the atlas it would be" not in after.text
    assert [one.distance for one in judged] == ["near"]


async def test_work_that_is_put_aside_is_work_that_she_knows() -> None:
    parked = ParkRole(happened_on=MONDAY, role_id=uid("nurse"), reason="my back")
    async with pages(atlas=ATLAS) as service:
        await service.tell((*LINKED, parked))

        assert "You share 3 of 4 skills with nurse." in (await service.get(DISPATCHER)).text


async def test_without_her_own_work_in_the_atlas_nothing_is_proposed_and_the_form_says_what_to_do() -> None:
    async with pages(atlas=ATLAS) as service:
        await service.tell((start(), discover("dispatcher"), link("dispatcher", "dispatcher", "4222")))
        shown = await service.get(DISPATCHER)

    assert "By the atlas it would be" not in shown.text
    assert "once your previous work is on your list and is linked to it" in shown.text


@pytest.mark.parametrize("atlas", [ATLAS, AtlasInMemory()])
async def test_a_role_without_a_link_an_empty_atlas_and_a_group_alone_have_their_page(
    atlas: AtlasInMemory,
) -> None:
    unlinked = (start(), discover("dispatcher"))
    async with pages(atlas=atlas) as service:
        await service.tell(unlinked)
        assert "What it takes" not in (await service.get(DISPATCHER)).text

        await service.tell([link("dispatcher", None, "4222")])
        assert "Only its group of occupations is known" in (await service.get(DISPATCHER)).text

        await service.tell([link("dispatcher", "unheard of", "4222")])
        assert (await service.get(DISPATCHER)).status == 200


async def test_of_an_earlier_day_the_atlas_says_nothing() -> None:
    async with pages(atlas=ATLAS) as service:
        await service.tell(SEEN)
        shown = await service.get(f"{DISPATCHER}?week=2")

    assert "What it takes" not in shown.text


async def test_a_coach_reads_the_same_in_the_third_person_and_is_asked_nothing() -> None:
    judged = JudgeSkill(happened_on=day(2), skill_id="listen", title="listen", standing="has", evidence=None)
    async with pages(atlas=ATLAS) as service:
        await service.tell((*SEEN, judged))
        shown = await service.get(f"{COACHS}/{uid('dispatcher')}")

    assert "4 skills, beside what is known of Marloes." in shown.text
    assert "Listen Has it said on" in shown.text
    assert "Bureau of Clocks, spring 2026" in shown.text
    for own in ("Say how it is", "Count as weak sign", "By the atlas it would be"):
        assert own not in shown.text
