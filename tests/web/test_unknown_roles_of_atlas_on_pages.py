"""The unknown roles of a week that the atlas adds, on their page and on the pages that lead to it."""

from typing import Any

import pytest

from domain.journey.commands.answers import RecordAnswer
from domain.journey.commands.roles import DiscoverRole
from domain.journey.events.roles import RoleDiscovered, RolePassed
from tests.web.running_pages import pages
from tests.web.sample import MONDAY, outcome, plan, start, uid
from tests.web.test_near_roles import LINKED, TODAY, link, told
from tests.web.unknown_roles_drawn import AT, HERE, drawn


@pytest.mark.parametrize("kept", [0, 2, 3])
async def test_the_profile_leads_to_them_while_some_wait_and_no_longer(kept: int) -> None:
    async with pages() as service:
        await service.tell(LINKED)
        for title in ("midwife", "dispatcher", "park ranger")[:kept]:
            await service.send(
                f"{AT}/profile/near-roles/answer", occupation_id=title, distance="far", answer="keep"
            )
        page, profile = await service.get(HERE), await service.get(f"{AT}/profile")

    assert page.html.count("<h2>") == 3 - kept
    assert ("Kinds of work to keep or let go" in profile.text) is (kept < 3)


async def test_the_profile_and_the_week_lead_to_what_the_page_counts() -> None:
    tip = DiscoverRole(happened_on=MONDAY, role_id=uid("guard"), title="guard", distance="far", found="coach")
    async with pages() as service:
        await service.tell([*LINKED, tip])
        shown = [await service.get(one) for one in (HERE, f"{AT}/profile", f"{AT}/week")]

    assert "Three kinds of work to keep or let go." in shown[0].text
    assert all("Kinds of work to keep or let go" in one.text for one in shown[1:])
    assert shown[0].html.count("<h2>") == 3
    assert "Near Nurse. Both ask for:" in shown[0].text


async def test_near_a_tip_that_waits_nothing_is_drawn_and_it_has_its_name_in_the_atlas() -> None:
    tip = DiscoverRole(
        happened_on=MONDAY, role_id=uid("baker"), title="bakker", distance="far", found="coach"
    )
    linked = link("baker", "baker", "7512")
    assert await drawn(start(), tip, linked) == []
    async with pages() as service:
        await service.tell([start(), tip, linked])
        shown = await service.get(HERE)

    assert "<h2>Baker</h2>" in shown.html
    assert "bakker" not in shown.html


async def test_an_answer_on_the_page_leads_back_to_it() -> None:
    async with pages() as service:
        await service.tell(LINKED)
        shown = await service.send(
            f"{AT}/profile/near-roles/answer",
            occupation_id="midwife",
            distance="licence",
            answer="pass",
            page="unknown",
        )
        events = await told(service, RoleDiscovered, RolePassed)

    assert shown.path.startswith(HERE)
    assert "Let go." in shown.text
    assert "Two kinds of work to keep or let go." in shown.text
    assert isinstance(events[-1], RolePassed)


async def test_while_care_comes_first_nothing_is_shown() -> None:
    applied: list[Any] = [
        plan("letter", "application", "nurse", TODAY),
        *outcome("letter", TODAY),
        RecordAnswer(happened_on=TODAY, experiment_id=uid("letter"), answer="rejected_unseen"),
    ]
    async with pages() as service:
        await service.tell([*LINKED, *applied])
        shown = await service.get(HERE)

    assert "There is nothing to decide here now." in shown.text
    assert "You had a no. This can wait." in shown.text
    assert "Midwife" not in shown.text
