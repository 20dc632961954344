"""Her previous work is asked about once: which of the skills that it needs she has."""

from typing import Any

import pytest

from domain.journey.events.skills import SkillEvidence, SkillJudged
from tests.web.atlas_in_memory import LISTEN, AtlasInMemory, Known
from tests.web.role_atlas_sample import ATLAS, DISPATCHER, LINKED
from tests.web.running_pages import Pages, pages
from tests.web.sample import MARLOES, uid

NURSE = f"/journeys/{MARLOES}/profile/roles/{uid('nurse')}"
QUESTION = "You did this work. Which of these do you have?"


async def judged(service: Pages) -> list[SkillJudged]:
    return [entry.event for entry in await service.entries() if isinstance(entry.event, SkillJudged)]


async def test_work_that_she_did_is_asked_about_and_not_called_unknown() -> None:
    async with pages(atlas=ATLAS) as service:
        await service.tell(LINKED)
        own, other = await service.get(NURSE), await service.get(DISPATCHER)
        coach = await service.get(f"/clients/{MARLOES}/roles/{uid('nurse')}")

    assert QUESTION in own.text
    assert "Listen Not asked yet" in own.text
    assert "Not known" not in own.text
    assert QUESTION not in other.text
    assert "Listen Not known" in other.text
    assert QUESTION not in coach.text
    assert "Listen Not asked yet" in coach.text


async def test_each_tick_is_said_by_itself_and_the_question_is_not_asked_again() -> None:
    async with pages(atlas=ATLAS) as service:
        await service.tell(LINKED)
        ticked: dict[str, Any] = {"skills": ["stay-calm", "listen"], "command_id": str(uid("ticked"))}
        shown = await service.send(f"{NURSE}/skills", **ticked)
        again = await service.send(f"{NURSE}/skills", **ticked)
        other = await service.get(DISPATCHER)
        told = await judged(service)
        form = await service.get(f"{NURSE}?skill=listen")
        changed = await service.send(
            f"{NURSE}/skill", skill_id="listen", standing="partly", shown_by=f"own_work:{uid('nurse')}"
        )
        last = (await judged(service))[-1]

    work = SkillEvidence(kind="own_work", id=uid("nurse"))
    assert sorted((one.skill_id, one.standing, one.evidence, one.role_id) for one in told) == [
        ("listen", "has", work, uid("nurse")),
        ("stay-calm", "has", work, uid("nurse")),
    ]
    assert "Saved. They count for every role that asks these skills." in shown.text
    assert again.text == shown.text
    assert QUESTION not in shown.text
    assert "Not asked yet" not in shown.text
    assert "Plan a shift Not known" in shown.text
    assert "Has it: 2." in other.text
    assert "Your own work: Nurse" in other.text
    assert f'href="/journeys/{MARLOES}/profile/roles/{uid("nurse")}">Nurse</a>' in other.html
    assert f'value="own_work:{uid("nurse")}" selected' in form.html
    assert (last.standing, last.evidence) == ("partly", work)
    assert "Has it: 1. Partly: 1." in changed.text


@pytest.mark.parametrize(
    ("address", "fields", "sentence"),
    [
        (NURSE, {}, "Tick at least one skill."),
        (NURSE, {"skills": ["fly"]}, "Choose one of these"),
        (DISPATCHER, {"skills": ["listen"]}, "This role is not work that you did."),
    ],
)
async def test_what_is_wrong_is_said_and_nothing_is_recorded(
    address: str, fields: dict[str, Any], sentence: str
) -> None:
    async with pages(atlas=ATLAS) as service:
        await service.tell(LINKED)
        shown = await service.send(f"{address}/skills", **fields)

        assert await judged(service) == []
    assert sentence in shown.text


async def test_what_is_settled_is_not_asked_and_many_skills_unfold() -> None:
    many = tuple(f"skill {number}" for number in range(60))
    atlas = AtlasInMemory([Known(occupation_id="nurse", isco_group="2221", skills=(*many, LISTEN))])
    async with pages(atlas=atlas) as service:
        await service.tell(LINKED[:3])
        await service.send(f"{NURSE}/skill", skill_id="skill-0", standing="not_yet")
        shown = await service.get(NURSE)

    assert QUESTION in shown.text
    assert shown.html.count('name="skills"') == 40
    assert 'name="skills" value="skill-0"' not in shown.html
    assert "30 more skills" in shown.text
