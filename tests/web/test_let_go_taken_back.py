"""What was let go can be taken back at once: it was never on the list, and waits for an answer again."""

import re
from typing import Any

import pytest

from domain.errors import InvalidValue
from domain.journey.commands.roles import DiscoverRole
from domain.journey.events.roles import RoleDiscovered, RoleJudged, RoleKept
from tests.web.running_pages import pages
from tests.web.sample import MONDAY, start, uid
from tests.web.test_near_roles import AT, HERE, LINKED, answer, journey, told


@pytest.mark.parametrize("page", ["", "unknown", "qualities"])
async def test_what_was_let_go_can_be_taken_back_at_once_and_waits_again(page: str) -> None:
    async with pages() as service:
        await service.tell(LINKED)
        gone = await answer(service, occupation_id="midwife", distance="licence", answer="pass", page=page)
        back = await service.send(f"{HERE}/undo", entry=undo_entry(gone), page=page)
        here, profile = await service.get(HERE), await service.get(f"{AT}/profile")
        planning, shown = await service.get(f"{AT}/plan"), await service.get(f"{AT}/map")
        again = await service.send(f"{HERE}/undo", entry=undo_entry(gone))

    assert "It is not let go." in back.text
    assert "/profile/near-roles/undo" not in back.html
    assert "<h2>Midwife" in here.html
    assert "midwife" not in profile.text.lower()
    assert 'value="midwife"' not in planning.html
    assert "Midwife" in shown.text
    assert again.status == 422
    assert "This is not let go any more." in again.text


async def test_the_last_one_of_today_alone_is_taken_back() -> None:
    async with pages() as service:
        await service.tell(LINKED)
        one = await answer(service, occupation_id="midwife", answer="pass")
        other = await answer(service, occupation_id="dispatcher", answer="pass")
        refused = await service.send(f"{HERE}/undo", entry=undo_entry(one))
        await service.send(f"{HERE}/undo", entry=undo_entry(other))
        here = await service.get(HERE)

    assert refused.status == 422
    assert "<h2>Dispatcher" in here.html
    assert "<h2>Midwife" not in here.html


async def test_what_was_taken_back_is_kept_as_the_role_that_it_is_with_how_different_she_says_it_is() -> None:
    async with pages() as service:
        await service.tell(LINKED)
        gone = await answer(service, occupation_id="midwife", distance="licence", answer="pass")
        await service.send(f"{HERE}/undo", entry=undo_entry(gone))
        await answer(service, occupation_id="midwife", distance="near", answer="keep")
        events = await told(service, RoleDiscovered, RoleKept, RoleJudged)
        profile, here = await service.get(f"{AT}/profile"), await service.get(HERE)

    assert [type(one) for one in events] == [RoleDiscovered, RoleDiscovered, RoleKept, RoleJudged]
    assert events[-1].distance == "near"
    assert "Midwife" in profile.text
    assert "<h2>Midwife" not in here.html


async def test_what_the_client_thought_of_herself_cannot_wait() -> None:
    own = DiscoverRole(happened_on=MONDAY, role_id=uid("own"), title="own", distance="far", waits=True)

    with pytest.raises(InvalidValue, match="Nobody else"):
        journey(start(), own)


def undo_entry(shown: Any) -> str:
    found = re.search(r'name="entry" value="(\d+)"', shown.html)
    assert found, shown.text
    return found[1]
