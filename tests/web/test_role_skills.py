"""What a role takes, beside what is known of the client."""

import pytest
from msgspec.structs import replace

from domain.journey.commands.evidence import StrengthInput
from domain.journey.events.skills import SkillEvidence, SkillJudged
from tests.web.atlas_in_memory import CALM, LISTEN, RECORD, AtlasInMemory
from tests.web.role_atlas_sample import AT, ATLAS, COACHS, DISPATCHER, LINKED, SEEN, SMALL, told
from tests.web.running_pages import pages
from tests.web.sample import day, met, outcome, plan, uid


async def test_what_it_takes_stands_beside_what_is_known_with_where_it_came_from() -> None:
    async with pages(atlas=ATLAS) as service:
        await service.tell(SEEN)
        shown = await service.get(DISPATCHER)

    assert (
        "4 skills, beside what is known of you. Has it: 0. Partly: 0. Not yet: 0. 2 more by their words."
        in shown.text
    )
    assert "Stay calm Partly by its words" in shown.text
    assert "Strength: Stays calm, seen by: Anouk" in shown.text
    assert "Use a radio Not yet by its words" in shown.text
    assert "Gap: Using a radio, nothing decided yet" in shown.text
    assert "Listen Not known" in shown.text
    assert "asked by another role too" in shown.text


async def test_a_gap_is_told_once_on_the_page() -> None:
    async with pages(atlas=ATLAS) as service:
        await service.tell(SEEN)
        shown = await service.get(DISPATCHER)

    assert shown.text.count("Using a radio") == 1 + shown.text.count("using a radio")
    assert shown.text.count("Night shifts") == 1
    assert "Heard to be missing" in shown.text


async def test_the_client_says_how_it_is_and_it_counts_for_every_role_that_asks_it() -> None:
    async with pages(atlas=ATLAS) as service:
        await service.tell(SEEN)
        form = await service.get(f"{DISPATCHER}?skill=stay-calm")
        shown = await service.send(
            f"{DISPATCHER}/skill",
            skill_id="stay-calm",
            standing="has",
            shown_by=f"strength:{uid('calm')}",
        )
        elsewhere = await service.get(f"{AT}/{uid('nurse')}")
        [judged] = await told(service, SkillJudged)

    assert 'value="partly" checked' in form.html
    assert f'value="strength:{uid("calm")}" selected' in form.html
    assert "Saved. It counts for every role that asks this skill." in shown.text
    assert (judged.skill_id, judged.title, judged.standing, judged.evidence) == (
        "stay-calm",
        "stay calm",
        "has",
        SkillEvidence(kind="strength", id=uid("calm")),
    )
    for each in (shown, elsewhere):
        assert "Stay calm Has it said on Wed 4 Mar" in each.text
        assert "Has it: 1." in each.text


async def test_what_may_speak_of_a_skill_is_asked_and_never_claimed() -> None:
    atlas = AtlasInMemory([SMALL[0], replace(SMALL[1], skills=(CALM, "tell stories", "spot fraud"))])
    strengths = (
        StrengthInput(strength_id=uid("cool"), wording="has a cool head", witness="contact", hidden=False),
        StrengthInput(strength_id=uid("tales"), wording="loves storytelling", witness="contact", hidden=True),
    )
    async with pages(atlas=atlas) as service:
        await service.tell(
            [*LINKED, plan("talk", "conversation", "dispatcher", day(1, 1), contact=met("Anouk"))]
        )
        await service.tell([*outcome("talk", day(1, 1), strengths=strengths)])
        asked = await service.get(DISPATCHER)
        coach = await service.get(f"{COACHS}/{uid('dispatcher')}")
        yes = {"skill_id": "stay-calm", "standing": "partly", "shown_by": f"strength:{uid('cool')}"}
        no = {"skill_id": "tell-stories", "standing": "not_known", "shown_by": ""}
        for answer in (yes, no):
            assert all(f'name="{name}" value="{value}"' in asked.html for name, value in answer.items())
            assert (await service.send(f"{DISPATCHER}/skill", **answer)).status == 200
        answered = await service.get(DISPATCHER)
        judged = await told(service, SkillJudged)

    assert "Has it: 0. Partly: 0. Not yet: 0." in asked.text
    assert "Perhaps: Strength: Has a cool head" in asked.text
    assert "Perhaps: Strength: Loves storytelling" in asked.text
    assert "Perhaps: Strength: Has a cool head" in coach.text
    assert 'name="standing" value="not_known"' not in coach.html
    assert "Perhaps:" not in answered.text
    assert "Has it: 0. Partly: 1. Not yet: 0." in answered.text
    assert [(one.skill_id, one.standing) for one in judged] == [
        ("stay-calm", "partly"),
        ("tell-stories", "not_known"),
    ]
    assert judged[0].evidence == SkillEvidence(kind="strength", id=uid("cool"))


async def test_what_was_said_of_a_skill_stays_when_another_edition_asks_it_no_more() -> None:
    atlas = AtlasInMemory(SMALL)
    async with pages(atlas=atlas) as service:
        await service.tell(SEEN)
        for skill_id, standing in (("stay-calm", "has"), ("use-a-radio", "partly")):
            await service.send(f"{DISPATCHER}/skill", skill_id=skill_id, standing=standing)
        told_of = await told(service, SkillJudged)
        before = await service.get(DISPATCHER)
        # One skill has another id there, and one is asked no more.
        atlas.load([SMALL[0], replace(SMALL[1], skills=("Stay calm", LISTEN, RECORD))])
        shown = await service.get(DISPATCHER)
        elsewhere = await service.get(f"{AT}/{uid('nurse')}")

    assert [one.role_id for one in told_of] == [uid("dispatcher")] * 2
    assert "Said before" not in before.text
    assert "Stay calm Has it said on Wed 4 Mar" in shown.text
    said_before = shown.text.index("Said before, not in this edition's list")
    assert "Use a radio Partly said on Wed 4 Mar" in shown.text[said_before:]
    assert "Stay calm" not in shown.text[said_before:]
    assert "Said before" not in elsewhere.text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"skill_id": "stay-calm", "standing": ""}, "Say how it is with this skill."),
        ({"skill_id": "fly", "standing": "has"}, "The atlas does not ask this skill of this role any more."),
        (
            {"skill_id": "stay-calm", "standing": "has", "shown_by": "strength:x"},
            "Choose one of these, or none.",
        ),
        (
            {"skill_id": "stay-calm", "standing": "has", "shown_by": "wish:" + str(uid("calm"))},
            "Choose one of these",
        ),
        (
            {"skill_id": "stay-calm", "standing": "has", "shown_by": f"story:{uid('x')}"},
            "There is no such story",
        ),
    ],
)
async def test_what_is_wrong_is_said_and_nothing_is_recorded(fields: dict[str, str], sentence: str) -> None:
    async with pages(atlas=ATLAS) as service:
        await service.tell(SEEN)
        shown = await service.send(f"{DISPATCHER}/skill", **fields)

        assert await told(service, SkillJudged) == []
    assert sentence in shown.text
