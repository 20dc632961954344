"""What the atlas says on a role's page: what it takes, how different it is, and how its market stands."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from domain.journey.commands.evidence import GapInput, StrengthInput
from domain.journey.commands.roles import LinkRole, ParkRole
from domain.journey.commands.skills import JudgeSkill
from domain.journey.decide import UserCommand
from domain.journey.events.evidence import OddsSignalHeard
from domain.journey.events.market import MarketSignalNoted
from domain.journey.events.roles import RoleJudged
from domain.journey.events.skills import SkillEvidence, SkillJudged
from tests.web.atlas_in_memory import CALM, LISTEN, RECORD, SMALL_OUTLOOK, AtlasInMemory, Known
from tests.web.running_pages import Pages, pages
from tests.web.sample import MARLOES, MONDAY, NOON, day, discover, met, outcome, plan, start, uid

TODAY = NOON.date()
AT, COACHS = f"/journeys/{MARLOES}/profile/roles", f"/clients/{MARLOES}/roles"
DISPATCHER = f"{AT}/{uid('dispatcher')}"
PUBLISHED = date(2026, 2, 20)


def link(title: str, occupation_id: str | None, group: str) -> LinkRole:
    return LinkRole(happened_on=MONDAY, role_id=uid(title), isco_group=group, occupation_id=occupation_id)


SMALL = (
    Known(occupation_id="nurse", isco_group="2221", skills=(CALM, LISTEN, RECORD, "plan a shift")),
    Known(occupation_id="dispatcher", isco_group="4222", skills=(CALM, LISTEN, RECORD, "use a radio")),
    Known(occupation_id="baker", isco_group="7512", skills=("bake", "rise early", RECORD)),
)
LINES = (
    SMALL_OUTLOOK,
    replace(SMALL_OUTLOOK, region="Skåne", opportunities="small", demand=None),
    replace(
        SMALL_OUTLOOK,
        edition="autumn 2025",
        published_on=date(2025, 9, 1),
        opportunities="medium",
        demand="flat",
    ),
)
ATLAS = AtlasInMemory(SMALL, LINES)
LINKED: tuple[UserCommand, ...] = (
    start(),
    discover("nurse", distance="same"),
    link("nurse", "nurse", "2221"),
    discover("dispatcher", distance="far"),
    link("dispatcher", "dispatcher", "4222"),
)
SEEN: tuple[UserCommand, ...] = (
    *LINKED,
    plan("talk", "conversation", "dispatcher", day(1, 1), contact=met("Anouk")),
    *outcome(
        "talk",
        day(1, 1),
        strengths=(
            StrengthInput(strength_id=uid("calm"), wording="stays calm", witness="contact", hidden=False),
        ),
        gaps=(
            GapInput(gap_id=uid("radio"), wording="using a radio", closable=True),
            GapInput(gap_id=uid("nights"), wording="night shifts", closable=False),
        ),
    ),
)


async def told(service: Pages, *kinds: type) -> list[Any]:
    return [entry.event for entry in await service.entries() if isinstance(entry.event, kinds)]


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


async def test_an_outlook_stands_with_its_source_and_counts_for_nothing_by_itself() -> None:
    async with pages(atlas=ATLAS) as service:
        await service.tell(LINKED)
        shown = await service.get(DISPATCHER)
        older = shown.text.index("One earlier edition")

        assert await told(service, MarketSignalNoted, OddsSignalHeard) == []
    assert (
        "Bureau of Clocks, spring 2026, the whole country: many openings; more of this work is expected."
        in shown.text
    )
    assert "published 20 February 2026" in shown.text
    assert shown.text.index("autumn 2025") > older
    assert "older than 13 weeks" in shown.text[older:]


async def test_the_region_stays_chosen_after_counting_and_after_a_refusal() -> None:
    async with pages(atlas=ATLAS) as service:
        await service.tell(LINKED)
        key = "Bureau of Clocks|spring 2026|Skåne|2221"
        counted = await service.send(f"{DISPATCHER}/outlook", outlook=key, region="Skåne")
        refused = await service.send(f"{DISPATCHER}/outlook", outlook="nothing", region="Skåne")
        shown = await service.get(f"{DISPATCHER}?region=Sk%C3%A5ne")

    assert (counted.status, refused.status) == (200, 422)
    for one in (counted, refused, shown):
        assert '<option value="Skåne" selected>' in one.html
    assert 'name="region" value="Skåne"' in shown.html


async def test_the_region_is_chosen_in_the_address() -> None:
    async with pages(atlas=ATLAS) as service:
        await service.tell(LINKED)
        shown = await service.get(f"{DISPATCHER}?region=Sk%C3%A5ne")
        nonsense = await service.get(f"{DISPATCHER}?region=Atlantis")

    assert "Bureau of Clocks, spring 2026, Skåne: few openings." in shown.text
    assert "Bureau of Clocks, spring 2026, the whole country" in nonsense.text


async def test_an_outlook_that_is_counted_weighs_half_and_names_its_source() -> None:
    key = "Bureau of Clocks|spring 2026||2221"
    async with pages(atlas=ATLAS) as service:
        await service.tell(LINKED)
        shown = await service.send(f"{DISPATCHER}/outlook", outlook=key)
        noted, heard = await told(service, MarketSignalNoted), await told(service, OddsSignalHeard)
        again = await service.send(f"{DISPATCHER}/outlook", outlook="Bureau of Clocks|spring 1999||2221")

        assert len(await told(service, MarketSignalNoted)) == 2
    assert [(one.signal, one.published, one.source, one.weak) for one in noted] == [
        ("vacancies_many", PUBLISHED, "Bureau of Clocks, operators", True),
        ("market_growing", PUBLISHED, "Bureau of Clocks, operators", True),
    ]
    assert [one.weak for one in heard] == [True, True]
    assert "Counted as a weak sign." in shown.text
    assert "counted since Wed 4 Mar" in shown.text
    assert "counts for half" in shown.text
    assert "Count as weak sign" not in shown.text
    assert "This outlook is not in the atlas any more." in again.text


async def test_another_region_replaces_what_was_counted_and_it_is_taken_back_as_one() -> None:
    country, region = (f"Bureau of Clocks|spring 2026|{name}|2221" for name in ("", "Skåne"))
    async with pages(atlas=ATLAS) as service:
        await service.tell(LINKED)
        await service.send(f"{DISPATCHER}/outlook", outlook=country)
        replaced = await service.send(f"{DISPATCHER}/outlook", outlook=region)
        there = await service.get(f"{DISPATCHER}?region=Sk%C3%A5ne")
        taken = {"edition_of": str(PUBLISHED), "command_id": str(uid("taken back"))}
        back = await service.send(f"{DISPATCHER}/uncounted", **taken)
        sent_again = await service.send(f"{DISPATCHER}/uncounted", **taken)
        never = await service.send(f"{DISPATCHER}/uncounted", edition_of="2025-09-01")

    assert "Counted now: Bureau of Clocks, operators, Skåne. Counting another replaces it." in replaced.text
    assert replaced.text.count("another counts instead") == 2
    assert "counted since" not in replaced.text
    assert "Undo: spring 2026" in there.text
    assert "Count as weak sign" not in there.text
    assert "Withdrawn. It counts for nothing now." in back.text
    assert sent_again.text == back.text
    assert "counted since" not in back.text
    assert "Count as weak sign" in back.text
    assert "Counted now" not in back.text
    assert "Facts about the market None yet." in back.text
    assert "No outlook is counted for this role." in never.text


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
